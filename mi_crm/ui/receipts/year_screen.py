"""Year-end: the treasurer's January in four steps, from what is to be mended to the mailing pack."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from mi_crm.commands.year_papers import YearMade
from mi_crm.documents.fonts import unprintable
from mi_crm.giving.queries.periods import PeriodRow, periods
from mi_crm.receipts.actions.summaries import NotMade, SummaryRun, plan_summaries
from mi_crm.receipts.queries.mending import YearChecks, year_checks
from mi_crm.receipts.queries.summaries import LeftOut
from mi_crm.receipts.queries.year import YearSums, year_sums
from mi_crm.shared.dates import long_date
from mi_crm.ui.receipts.close_page import ClosePage
from mi_crm.ui.receipts.made_page import MadePage
from mi_crm.ui.receipts.make_page import MakePage
from mi_crm.ui.receipts.mend_page import MendPage
from mi_crm.ui.receipts.run_page import RunPage
from mi_crm.ui.receipts.sums_page import SumsPage
from mi_crm.ui.receipts.year_list import YearList
from mi_crm.ui.receipts.year_run import YearRun
from mi_crm.ui.receipts.year_words import DONOR_LISTS, LEFT_OUT, PAIRS, listing, year_of
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card
from mi_crm.ui.shared.chips import Segments
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.labels import label, set_tone
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.shared.steps import Steps
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.tasks import Answer

MEND, SUMS, CLOSE, ISSUE, RUN, MADE, LIST = "mend", "sums", "close", "issue", "run", "made", "list"
_STEPS: Final = (MEND, SUMS, CLOSE, ISSUE)


class YearEndScreen(Screen):
    """Mend, Three sums, Close, Issue. Each step is a place, so that the window's Back leads through them."""

    name = "year_end"
    shows = frozenset(
        {"gift", "gift_more", "receipt", "delivery", "constituent", "address", "email", "batch",
         "organization", "closed_period"}
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Lay out the steps; the pages are shown one at a time."""
        super().__init__(desk, parent)
        self.year = year_of(desk.today())
        self.step = MEND
        self.sums: YearSums | None = None
        self.plan: SummaryRun | None = None
        self._checks: YearChecks | None = None
        self.result: YearMade | None = None
        self._planning: Answer[SummaryRun] | None = None
        self._plans = 0
        self._began_at = desk.now()
        self._key = ""
        self._low = False
        this = desk.today().year
        self.years = Segments([str(year) for year in (this, this - 1, this - 2)])
        self.years.choose(str(self.year))
        self.years.chosen.connect(self._year_chosen)
        self.steps = Steps([self.tr("Mend"), self.tr("Three sums"), self.tr("Close"), self.tr("Issue")])
        self.mend, self.three, self.close_it = MendPage(desk), SumsPage(), ClosePage(desk)
        self.make, self.run, self.made = MakePage(desk), RunPage(), MadePage()
        self.list = YearList(desk)
        self.acts = YearRun(desk, self)
        self._pages: dict[str, QWidget] = {
            MEND: self.mend,
            SUMS: self.three,
            CLOSE: self.close_it,
            ISSUE: self.make,
            RUN: self.run,
            MADE: self.made,
            LIST: self.list,
        }
        self.body.addWidget(self.steps)
        for page in self._pages.values():
            self.body.addWidget(page, 1)
        self._make_foot()
        self.set_header(self.tr("Year-end summaries"), " ", actions=[self.years])
        self._connect()
        self._show_step()

    def _make_foot(self) -> None:
        self.foot = Card()
        self.back = Button("", "secondary", key="Esc")
        self.words = label("", "medium", wrap=True)
        self.next = Button("", "primary", key="Ctrl+Enter")
        line = QHBoxLayout()
        line.setSpacing(px(12))
        line.addWidget(self.back)
        line.addWidget(self.words, 1)
        line.addWidget(self.next)
        self.foot.body.addLayout(line)
        if (below := self.layout()) is not None:
            below.addWidget(self.foot)

    def _connect(self) -> None:
        self.back.clicked.connect(self.cancel)
        self.next.clicked.connect(self.finish)
        self.mend.opened.connect(self._open_check)
        self.three.opened.connect(self._open_list)
        self.three.again_asked.connect(self.count_again)
        self.close_it.changed.connect(self._ask_periods)
        self.make.left_out_asked.connect(self.show_left_out)
        self.make.together.toggled.connect(self._show_foot)
        self.make.each.toggled.connect(self._show_foot)
        self.list.back_asked.connect(self.cancel)
        self.acts.began.connect(self._began)
        self.acts.ran.connect(self._ran)
        self.acts.ended.connect(self._ended)
        self.list.left_out_asked.connect(self._save_left_out)
        self.acts.counted.connect(self.made.show_ways)
        self.made.opened.connect(self._open_donor)
        self.made.again.clicked.connect(self._issue)
        self.made.print.clicked.connect(self.print_here)
        self.made.outbox.clicked.connect(self._open_outbox)
        self.made.labels.clicked.connect(self.labels_here)
        self.made.pack.clicked.connect(self.export_here)
        self.made.folder.clicked.connect(self.acts.open_folder)
        self.key("L", self.labels_here, list_only=True, words=self.tr("Labels for the letters"))

    @override
    def keys(self) -> list[KeyHint]:
        if self.step == RUN:
            return [KeyHint("Esc", self.tr("Cancel safely"))]
        hints = [
            KeyHint("Enter", self.tr("Open list")),
            KeyHint("Ctrl+Enter", self.tr("Issue") if self.step == ISSUE else self.tr("Next step")),
            KeyHint("Alt+Left", self.tr("Back")),
            KeyHint("Esc", self.tr("Step back")),
        ]
        if self.step == MADE:
            return [
                KeyHint("Ctrl+P", self.tr("Print letters")),
                KeyHint("Ctrl+E", self.tr("Mailing pack")),
                KeyHint("Enter", self.tr("Open")),
                *hints[1:],
            ]
        if self.step == LIST:
            return [hints[0], KeyHint("Ctrl+E", self.tr("Export")), *hints[2:]]
        return hints

    # -- going about -----------------------------------------------------------------------------

    @override
    def open(self, place: Place) -> None:
        """Go to a step: "2026/sums", "2026/list/waiting"; without one, go on where one was, or begin."""
        if not place.what and not self.isVisible():
            return
        year, _, step = (place.what or f"{self.year}/{MEND}").partition("/")
        step, _, key = step.partition("/")
        if year.isdecimal() and int(year) != self.year:
            self.years.choose(year)
            self._take_year(int(year))
        if step in self._pages:
            self.step, self._key = (ISSUE if step == RUN else step), key
            self._show_step()
            if self.isVisible():
                self.focus_here()

    def _go(self, step: str, key: str = "") -> None:
        what = "/".join(filter(None, (str(self.year), step, key)))
        self.desk.go(Place(self.name, what=what))

    def finish(self) -> None:
        """Take the next step (Ctrl+Enter)."""
        if self.step in (MEND, SUMS, CLOSE):
            self._go(_STEPS[_STEPS.index(self.step) + 1])
        elif self.step == LIST:
            self.cancel()
        elif self.step == MADE:
            self.desk.go(Place("home"))
        elif self.step == ISSUE and self.next.isEnabled():
            self._issue()

    def cancel(self) -> bool:
        """Go a step back, or stop the run after the letter in hand (Esc)."""
        if self.step == RUN:
            self.run.cancel()
        elif self.step == LIST:
            self._go(self._list_from)
        elif self.step == MADE:
            self._go(ISSUE)
        elif self.step == MEND:
            return False
        else:
            self._go(_STEPS[_STEPS.index(self.step) - 1])
        return True

    def _open_check(self, key: str) -> None:
        if key == "batches":
            self.desk.go(Place("batches"))
        elif key == "register":
            self.desk.go(Place("receipts", what="register"))
        elif key == "came_back":
            self.desk.go(Place("receipts", what="outgoing"))
        elif key == "waiting":
            self.desk.go(Place("receipts", what="queue"))
        else:
            self._open_list(key)

    def _open_list(self, key: str) -> None:
        self._go(LIST, key)

    @property
    def _list_from(self) -> str:
        if self._key == LEFT_OUT:
            return ISSUE
        return MEND if self._key in ("to_mend", *DONOR_LISTS, PAIRS) else SUMS

    def _open_donor(self, row: object) -> None:
        donor = getattr(row, "donor_id", None)
        if isinstance(donor, UUID):
            self.desk.go(Place("people", donor))

    def _open_outbox(self) -> None:
        self.desk.go(Place("receipts", what="outgoing"))

    def show_left_out(self) -> None:
        """Show who would get no summary, and why."""
        self._go(LIST, LEFT_OUT)

    # -- what is shown ---------------------------------------------------------------------------

    def _year_chosen(self) -> None:
        self._take_year(int(self.years.key()))

    def _take_year(self, year: int) -> None:
        if year == self.year:
            return
        self.year = year
        self.sums = self.plan = self._checks = self.result = None
        if self.step in (RUN, MADE, LIST):
            self.step = MEND
        self._show_step()
        if self.isVisible():
            self.reload()

    def _show_step(self) -> None:
        if self.acts.running:
            self.step = RUN
        for step, page in self._pages.items():
            page.setVisible(step == self.step)
        self.steps.stand_at(
            _STEPS.index({RUN: ISSUE, MADE: ISSUE, LIST: self._list_from}.get(self.step, self.step))
        )
        self.steps.setVisible(not self._low)
        self.make.show_year(self.year)
        if self.step == LIST:
            self.list.show_list(listing(self._key, self.year, self.sums, self._held()), self.year)
        if self.step == MEND:
            self.mend.preview.again()
        if self.step == ISSUE:
            self.make.preview.again()
        if self.step == MADE:
            self.acts.count_ways(self.year)
        self.years.setVisible(self.step in _STEPS)
        self._show_foot()
        first = self._begins()
        if first is not None:
            self.start_at(first)

    def _begins(self) -> QWidget | None:
        return {
            MEND: self.mend.first() or self.next,
            SUMS: self.three.first(),
            CLOSE: self.close_it.first(),
            ISSUE: self.make.table if self.plan and self.plan.made else self.next,
            RUN: self.run.stop,
            MADE: self.made.first(),
            LIST: self.list.table(),
        }[self.step]

    def _show_foot(self) -> None:
        year = self.year
        self.foot.setVisible(self.step not in (LIST, RUN))
        back = {
            SUMS: self.tr("Back: mend"),
            CLOSE: self.tr("Back: three sums"),
            ISSUE: self.tr("Back: close"),
            MADE: self.tr("Back: issue"),
        }
        self.back.setVisible(self.step in back)
        self.back.setText(back.get(self.step, ""))
        words, tone, so_far = "", "second", year >= self.desk.today().year
        if self.step == MEND:
            self.next.setText(self.tr("Next: three sums"))
            if self._checks is not None and self._checks.to_mend:
                one = self._checks.to_mend == 1
                words = (
                    self.tr("1 gift keeps a summary back")
                    if one
                    else self.tr("{n} gifts keep summaries back")
                )
                words, tone = words.format(n=f"{self._checks.to_mend:,}"), "wrong"
        elif self.step == SUMS:
            self.next.setText(self.tr("Next: close {year}").format(year=year))
            words = self.tr("Enter on any figure opens its list")
        elif self.step == CLOSE:
            self.next.setText(self.tr("Next: issue"))
            words = self.tr("Closing is not needed before summaries are issued.")
        elif self.step == ISSUE:
            words, tone = self._show_issue()
        elif self.step == MADE:
            self.next.setText(self.tr("Done"))
            words = self.tr(
                "Issued summaries are made again only as marked copies, or replaced by a new number."
            )
        meet = self.sums is None or self.sums.meet
        quiet = self.step == ISSUE and not meet
        self.next.set_kind("secondary" if quiet or self.step in (CLOSE, MADE) else "primary")
        if self.step != ISSUE:
            self.next.set_enabled(True)
        self.words.setText(words)
        set_tone(self.words, tone)
        self.set_header(self.tr("Year-end summaries"), self._about(so_far=so_far))

    def _about(self, *, so_far: bool) -> str:
        year = self.tr("Tax year {year}, so far.") if so_far else self.tr("Tax year {year}.")
        return {
            MEND: f"{year} {self.tr('Summary numbers are taken only at step 4, Issue.')}",
            SUMS: self.tr("Tax year {year}, by date of gift. Every dollar of the ledger has its place here."),
        }.get(self.step, year).format(year=self.year)

    def _show_issue(self) -> tuple[str, str]:
        """Let Issue be the next thing to do only when the sums meet; return what is said beside it."""
        count = len(self.plan.made) if self.plan else 0
        self.next.setText(
            self.tr("Issue 1 summary")
            if count == 1
            else self.tr("Issue {n} summaries").format(n=f"{count:,}")
            if self.plan
            else self.tr("Issue")
        )
        to = self.make.to()
        somewhere = to.folder is not None or to.together is not None
        if self.sums is None or self.plan is None:
            self.make.say("info", self.tr("The summaries are being counted…"))
            self.next.set_enabled(False, self.tr("The summaries are being counted."))
            return "", "second"
        if not self.sums.meet:
            self.make.say(
                "wrong",
                self.tr("The three sums do not meet, so no summary can be made."),
                self.tr("Go back to Three sums: it lists the payments without a place."),
            )
            self.next.set_enabled(False, self.tr("The three sums do not meet."))
            return self.tr("The three sums do not meet"), "wrong"
        self.make.say(
            "done",
            self.tr("The three sums meet: difference $0.00."),
            self.tr("A proven backup is made first. Each summary takes its number as it is made."),
        )
        self.next.set_enabled(
            somewhere,
            self.tr("Choose one PDF for all, or a file for each donor."),
        )
        if not count:
            return self.tr("Every summary stands; papers that are missing in the folder are drawn"), "second"
        return "", "second"

    def _held(self) -> tuple[UUID, ...]:
        """Return the donors whom only the rules and the fonts keep from a summary."""
        if self.plan is None:
            return ()
        why = (LeftOut.TO_SETTLE, LeftOut.LETTERS)
        return tuple(one.donor_id for one in self.plan.left_out if one.why in why)

    @override
    def reload(self) -> None:
        if self.acts.running:
            return
        self.desk.ask(year_checks, self.year).then(self._show_checks)
        self.count_again()
        self._ask_periods()
        self._look_ahead()
        if self.step == LIST:
            self.list.reload()
        if self.step == MADE:
            self.acts.count_ways(self.year)

    def count_again(self) -> None:
        """Count the three sums anew."""
        self.desk.ask(year_sums, self.year, left_out=self._held()).then(self._show_sums)

    def _ask_periods(self) -> None:
        self.desk.ask(periods, year=self.year).then(self._show_periods)

    def _show_periods(self, rows: Sequence[PeriodRow]) -> None:
        self.close_it.show_periods(self.year, rows)

    def _show_checks(self, checks: YearChecks) -> None:
        if checks.year == self.year:
            self._checks = checks
            self.mend.show_checks(checks)
            self._show_foot()
            if self.step == MEND and (first := self._begins()) is not None:
                self.start_at(first)

    def _show_sums(self, sums: YearSums) -> None:
        if sums.year == self.year:
            self.sums = sums
            self.mend.show_sums(sums)
            self.three.show_sums(sums, self.desk.now())
            self._show_foot()

    # -- the plan --------------------------------------------------------------------------------

    def _look_ahead(self) -> None:
        """Look what would be made, beside everything else, from the beginning again after each change."""
        self._stop_planning()
        if self.plan is None:
            self.mend.show_plan(None)
            self.make.show_plan(None)
        self._plans += 1
        store, year = self.desk.store, self.year
        answer = self.desk.tasks.aside_long(
            lambda progress: plan_summaries(store, year, unprintable=unprintable, progress=progress)  # type: ignore[arg-type]  # the desk's Data is a Store
        )
        self._planning = answer
        answer.then(partial(self._show_plan, self._plans))

    def _stop_planning(self) -> None:
        self._plans += 1
        if self._planning is not None:
            self._planning.stop()
            self._planning = None

    def _show_plan(self, number: int, plan: SummaryRun) -> None:
        if number != self._plans:
            return
        self._planning = None
        held, self.plan = self._held(), plan
        self.mend.show_plan(plan)
        self.mend.preview.show_donors(self.year, plan.made)
        self.make.show_plan(plan)
        self.list.show_left_out(plan.left_out)
        self._show_foot()
        if self._held() != held:
            self.count_again()

    # -- the run ---------------------------------------------------------------------------------

    def _issue(self) -> None:
        self._stop_planning()
        self.acts.issue(self.year, self.make.to())

    def _began(self, answer: Answer[Any]) -> None:
        self.run.follow(answer, self.acts.news)
        self._began_at = self.desk.now()
        self._go(RUN)

    def _ran(self, made: YearMade) -> None:
        self.result = made
        took = round((self.desk.now() - self._began_at).total_seconds())
        minutes, seconds = divmod(took, 60)
        lasted = self.tr("{m} min {s} s") if minutes else self.tr("{s} seconds")
        moment = self._began_at.astimezone()
        self.made.show_result(
            made,
            self.tr("Issued {day} by {who} in {lasted}.").format(
                day=f"{long_date(moment.date())}, {moment:%I:%M %p}".replace(" 0", " "),
                who=self.desk.who,
                lasted=lasted.format(m=minutes, s=seconds),
            ),
        )
        self.list.show_left_out(made.run.left_out)
        self._go(MADE)

    def _ended(self) -> None:
        """Leave the page of the run, also when it was refused before it began."""
        if self.step == RUN:
            self.step = ISSUE
            self._show_step()
            self.focus_here()
        self.plan = None
        self.reload()

    # -- papers ----------------------------------------------------------------------------------

    def print_here(self) -> None:
        """Print every summary that waits for the printer (Ctrl+P)."""
        if self.step == MADE and self.made.print.isEnabled():
            self.acts.print_letters(self.year)

    def labels_here(self) -> None:
        """Print labels for the letters (L)."""
        if self.step == MADE and self.made.labels.isEnabled():
            self.acts.labels(self.year)

    def export_here(self) -> None:
        """Save the list behind a figure, or the mailing pack (Ctrl+E)."""
        if self.step == LIST:
            self.list.export_here()
        elif self.step == MADE:
            self.acts.save_pack(self.year, self._left_out())

    def _left_out(self) -> Sequence[NotMade]:
        if self.result is not None:
            return self.result.run.left_out
        return self.plan.left_out if self.plan else ()

    def _save_left_out(self, rows: Sequence[NotMade]) -> None:
        self.acts.save_list(self.year, rows)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < px(560)
        self.words.setVisible(self.width() >= px(620))
        if low != self._low:
            self._low = low
            self.steps.setVisible(not low)
            self.run.set_low(low=low)
