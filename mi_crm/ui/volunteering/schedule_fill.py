"""Fill: the plan for many shifts as a proposal, looked through before it is applied."""

from datetime import date, datetime, timedelta
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from mi_crm.shared.dates import short_date
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Empty, Notice, clear
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.scroll import scrolled
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Column, Table, TableModel
from mi_crm.ui.shared.tasks import Answer
from mi_crm.ui.volunteering.schedule_words import minute_of, range_words, said
from mi_crm.volunteering.queries.facts import Facts
from mi_crm.volunteering.queries.filling import (
    OpenRow,
    PlannedRow,
    Proposal,
    WhatToFill,
    facts_to_fill,
    propose,
)
from mi_crm.volunteering.queries.week import Days
from mi_crm.volunteering.rules.words import WEEKDAYS, clock, clock_range


class FillMenu(QMenu):
    """Offers what can be filled; `chosen` brings it and its words."""

    chosen = Signal(object, str)

    def offer(self, found: Days, day: date, place: QPoint, *, whole: bool) -> None:
        """Offer the days shown, or the week where they are a month, the day in hand, and each training."""
        self.clear()
        monday = day - timedelta(days=day.weekday())
        shown = (found.first, found.last) if whole else (monday, monday + timedelta(days=6))
        for first, last in dict.fromkeys((shown, (day, day))):
            self._add(WhatToFill(first, last, found.zone), range_words(first, last))
        for band in {band.training_id: band for band in found.bands}.values():
            self._add(WhatToFill(found.first, found.last, found.zone, band.training_id), band.title)
        self.setActiveAction(self.actions()[0])
        self.popup(place)

    def _add(self, what: WhatToFill, words: str) -> None:
        self.addAction(words.replace("&", "&&")).triggered.connect(partial(self._choose, what, words))

    def _choose(self, what: WhatToFill, words: str, _triggered: bool = False) -> None:
        self.chosen.emit(what, words)


class FillPage(QWidget):
    """`shown` comes when there is a proposal, `apply_wanted` brings pairs of need and volunteer."""

    shown = Signal()
    chosen = Signal(object)
    apply_wanted = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show no proposal yet."""
        super().__init__(parent)
        self.desk = desk
        self.proposal: Proposal | None = None
        self._answer: Answer[Proposal] | None = None
        self._wish = 0
        self._title, self.sentence = label("", "pane", wrap=True), label("", "second", wrap=True)
        self.table = Table(self.tr("Who is proposed"), rows=52, checkable=True)
        self.model = TableModel[PlannedRow](self._columns(), self, today=desk.today())
        self.table.set_model(self.model)
        self.table.chosen.connect(self._choose)
        self.table.checked_changed.connect(self._count)
        self.nobody = Empty(
            "nothing_found", "users", self.tr("Nobody can be proposed"), self.tr("The reasons stand below.")
        )
        self._proved = Notice("done")
        self._open = QVBoxLayout()
        self._open.setSpacing(px(6))
        self._open_heading = label(self.tr("What stays open, and why"), "strong")
        self.apply = Button(self.tr("Apply"), "primary", key="Ctrl+Enter")
        self.leave = Button(self.tr("Leave it"), "quiet", key="Esc")
        self.apply.clicked.connect(self.go)
        self.leave.clicked.connect(self.left)
        self._lay_out()

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(20), px(16), px(20), px(14))
        rows.setSpacing(px(8))
        top = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self._title)
        words.addWidget(self.sentence)
        top.addLayout(words, 1)
        top.addWidget(self.leave)
        top.addWidget(self.apply)
        rows.addLayout(top)
        rows.addWidget(self._proved)
        rows.addWidget(self.table, 3)
        rows.addWidget(self.nobody, 1)
        rows.addWidget(self._open_heading)
        held = QWidget()
        held.setLayout(self._open)
        self._area = scrolled(held)
        self._area.setMinimumHeight(px(70))
        rows.addWidget(self._area, 1)

    def _columns(self) -> list[Column[PlannedRow]]:
        return [
            Column(self.tr("When"), self._when, width=132, second=_times),
            Column(self.tr("Shift"), lambda row: row.title, width=190, second=lambda row: row.role),
            Column(self.tr("Helper"), lambda row: row.name, width=190, avatar=True),
            Column(self.tr("Why"), _why, width=None, second=_beside, quiet=True),
        ]

    def _when(self, row: PlannedRow) -> str:
        return day_in_list(row.begins, self.desk)

    # -- making the plan -------------------------------------------------------------------------------

    def begin(self, what: WhatToFill, words: str) -> None:
        """Make a plan behind the work in hand; Stop ends it."""
        self.stop()
        self._wish += 1
        self._title.setText(self.tr("Fill {what}").format(what=words))
        self.desk.ask(facts_to_fill, what, now=self.desk.now()).then(partial(self._plan, self._wish))

    def _plan(self, wish: int, facts: Facts) -> None:
        if wish == self._wish:
            answer = self.desk.work_long(propose, facts, today=self.desk.today())
            self._answer = answer.called(self.tr("Looking for the best plan"))
            self._answer.then(partial(self._show, wish))

    def stop(self) -> None:
        """Stop making a plan."""
        if self._answer is not None and not self._answer.done:
            self._answer.stop()
        self._answer = None
        self._wish += 1

    def _show(self, wish: int, found: Proposal) -> None:
        if wish != self._wish:
            return
        self.proposal = found
        self.table.check_all(False)
        self.model.show_rows(found.planned)
        self.table.check_all()
        self.table.choose(0)
        self.table.setVisible(bool(found.planned))
        self.nobody.setVisible(not found.planned)
        self._show_proof(found)
        clear(self._open)
        for one in found.left_open:
            self._open.addWidget(self._open_line(one))
        self._open.addStretch(1)
        for part in (self._open_heading, self._area):
            part.setVisible(bool(found.left_open))
        self._count()
        self.shown.emit()

    def _show_proof(self, found: Proposal) -> None:
        if not found.wanted:
            self._proved.say("done", self.tr("Every place is taken already."))
        elif found.optimal:
            self._proved.say("done", self.tr("This is the best plan there is: more cannot be filled."))
        else:
            words = self.tr("Time ran out: a better plan may exist, by at most {share} %.")
            self._proved.say("warn", words.format(share=max(1, round(found.gap * 100))))

    def _open_line(self, one: OpenRow) -> QWidget:
        count = (
            self.tr("{n} missing").format(n=one.short)
            if one.short
            else self.tr("{n} more would be good").format(n=one.missing)
        )
        words = self.tr("{shift}, {day} {time}, {role}: {count}.").format(
            shift=one.title, day=day_in_list(one.begins, self.desk), time=clock(minute_of(one.begins)),
            role=one.role, count=count,
        )  # fmt: skip
        reasons = " ".join(said(reason) for reason in one.reasons)
        return label(f"{words} {reasons}", "help", wrap=True)

    def _count(self) -> None:
        found = self.proposal
        if found is None:
            return
        count = len(self.table.checked_rows())
        self.sentence.setText(
            self.tr("{n} of {wanted} open places. Nobody has been asked yet.").format(
                n=len(found.planned), wanted=found.wanted
            )
        )
        self.apply.setText(
            self.tr("Ask for 1 place") if count == 1 else self.tr("Ask for {n} places").format(n=count)
        )
        self.apply.set_enabled(count > 0, self.tr("Mark somebody first."))

    def _choose(self, row: PlannedRow | None) -> None:
        if row is not None:
            self.chosen.emit(row.shift_id)

    def go(self) -> None:
        """Apply what is marked."""
        pairs = [row.id for row in self.table.checked_rows()]
        if pairs:
            self.apply_wanted.emit(pairs)


def day_in_list(moment: datetime, desk: Desk) -> str:
    """Return a day as in lists: Sat Nov 21."""
    day = moment.date()
    return f"{WEEKDAYS[day.weekday()][:3]} {short_date(day, today=desk.today())}"


def _times(row: PlannedRow) -> str:
    days = (row.ends.date() - row.begins.date()).days
    return clock_range(minute_of(row.begins), minute_of(row.ends) + 1440 * days)


def _why(row: PlannedRow) -> str:
    return said(row.reasons[0]) if row.reasons else ""


def _beside(row: PlannedRow) -> str:
    return " · ".join(said(one).rstrip(".") for one in (*row.warnings, *row.reasons[1:]))
