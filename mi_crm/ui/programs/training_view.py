"""A training on one page: the thread from gifts to patients, and the people along it."""

from uuid import UUID

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.giving.queries.impact import PaidRow
from mi_crm.giving.records import GiftKind
from mi_crm.giving.rules import KIND_WORDS
from mi_crm.programs.details import EnrollmentState, TrainingState
from mi_crm.programs.queries.practitioners import PractitionerRow, populations
from mi_crm.shared.money import ZERO
from mi_crm.ui.programs.side_card import SHOWN, CardRow, SideCard
from mi_crm.ui.programs.thread import Station, Thread
from mi_crm.ui.programs.words import (
    ENROLLED,
    HELPING,
    WORKS_IN,
    say,
    serving_words,
    void_words,
    when_words,
)
from mi_crm.ui.shared.buttons import Button, IconButton
from mi_crm.ui.shared.cards import Card, Notice, rule
from mi_crm.ui.shared.chips import StateChip
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import Sign
from mi_crm.ui.shared.scroll import scrolled
from mi_crm.ui.shared.style import look, px
from mi_crm.volunteering.queries.training import TrainingPage

_NARROW = 820
"""Logical px below which the three cards stand below each other."""


class _Title(QLabel):
    """A title that keeps the room of all its lines, where the layouts around it know no widths."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "title")
        self.setWordWrap(True)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.keep_lines()

    def keep_lines(self) -> None:
        """Take the height that the words need at this width."""
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))


class TrainingView(QWidget):
    """The page. Its signals say what is wanted."""

    edit_asked = Signal()
    told_asked = Signal()
    sheet_asked = Signal()
    link_asked = Signal()
    helpers_asked = Signal()
    practitioner_asked = Signal()
    more_asked = Signal(QPoint)
    gift_opened = Signal(object)
    person_opened = Signal(object)
    enrollment_opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__()
        self.desk = desk
        self.page: TrainingPage | None = None
        self.title = _Title()
        self.when, self.cost, self.fund, self.state = (StateChip("") for _ in range(4))
        self.where = label("", "second")
        self.where.setFixedHeight(px(22))
        self.print = Button(self.tr("Print sign-in sheet"), icon="printer")
        self.edit = Button(self.tr("Edit training"), icon="pencil")
        self.more = IconButton("ellipsis", self.tr("More to do"), side=36)
        self.thread_ = Thread()
        self.canceled = Notice("warn")
        self.due = Button(self.tr("Note attendance"), "primary", small=True)
        self.notice = Notice("info", action=self.due)
        self.paid = SideCard(
            self.tr("Paid for by"),
            self.tr("Link gifts"),
            self.tr("Donor"),
            self.tr("Given for it"),
            money=True,
            empty=self.tr("No gift is linked yet. Link the gifts that pay for this training."),
        )
        self.run = SideCard(
            self.tr("Run by"),
            self.tr("Find helpers"),
            self.tr("Helper"),
            self.tr("State"),
            money=False,
            empty=self.tr("No shifts are planned for it yet. Plan them in Schedule."),
        )
        self.for_ = SideCard(
            self.tr("For"),
            self.tr("Add practitioner"),
            self.tr("Practitioner"),
            self.tr("Works in"),
            money=False,
            empty=self.tr("Nobody is enrolled yet. Press A to add a practitioner, or import a form’s list."),
        )
        self.told = Button(self.tr("Write what donors may be told"), "ghost", icon="pen-line", small=True)
        self._make_layout()
        self._connect()

    def _make_layout(self) -> None:
        head = Card()
        self.top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.top.setSpacing(px(8))
        words = QVBoxLayout()
        words.setSpacing(px(8))
        words.addWidget(self.title)
        words.addWidget(flowing(self.state, self.when, self.cost, self.fund, self.where, gap=10))
        self.top.addLayout(words, 1)
        acts = QWidget()
        acts.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        buttons = QHBoxLayout(acts)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(px(8))
        for button in (self.print, self.edit, self.more):
            buttons.addWidget(button)
        self.top.addWidget(acts, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        head.body.addLayout(self.top)
        head.body.addWidget(rule())
        head.body.addWidget(self.thread_)
        across = QWidget()
        self.cards = QBoxLayout(QBoxLayout.Direction.LeftToRight, across)
        self.cards.setContentsMargins(0, 0, 0, 0)
        self.cards.setSpacing(px(14))
        for card in (self.paid, self.run, self.for_):
            self.cards.addWidget(card, 1)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(Sign("shield-check", "pos"))
        foot.addWidget(
            label(
                self.tr("Donors are told numbers only. Practitioners’ names stay in this office."),
                "help",
                wrap=True,
            ),
            1,
        )
        foot.addWidget(self.told)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(12))
        rows.addWidget(head)
        rows.addWidget(self.canceled)
        rows.addWidget(self.notice)
        self._across = across
        self._area = scrolled(across)
        rows.addWidget(self._area, 1)
        rows.addLayout(foot)

    def _connect(self) -> None:
        for button, signal in (
            (self.print, self.sheet_asked),
            (self.edit, self.edit_asked),
            (self.told, self.told_asked),
        ):
            button.clicked.connect(signal)
        self.more.clicked.connect(self._ask_more)
        self.paid.asked.connect(self.link_asked)
        self.run.asked.connect(self.helpers_asked)
        self.for_.asked.connect(self.practitioner_asked)
        self.paid.opened.connect(self.gift_opened)
        self.run.opened.connect(self.person_opened)
        self.for_.opened.connect(self.enrollment_opened)

    def _ask_more(self) -> None:
        self.more_asked.emit(self.more.mapToGlobal(QPoint(0, self.more.height() + px(4))))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() / look.scale < _NARROW
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self.cards.setDirection(down if narrow else across)
        self.top.setDirection(down if narrow else across)
        for card in (self.paid, self.run, self.for_):
            card.setMinimumHeight(px(300) if narrow else px(240))
        # Large text lets the whole page scroll; in a small window only the cards do, below the thread.
        whole = narrow and look.scale > 1
        self._area.setMinimumHeight(self._across.minimumSizeHint().height() if whole else px(180))

    # -- showing ---------------------------------------------------------------------------------

    def show_page(self, page: TrainingPage) -> None:
        """Show a training as it is kept."""
        same = self.page is not None and self.page.details.row.id == page.details.row.id
        self.page = page
        row = page.details.row
        self.title.setText(row.title)
        self.title.keep_lines()
        self.when.show_state(when_words(row, self.desk.today()), "info", "calendar-days")
        self.cost.show_state(say("Free to attend") if row.free else say("With a fee"), "quiet", "gift")
        self.fund.setVisible(bool(page.funds))
        if page.funds:
            more = f" +{len(page.funds) - 1}" if len(page.funds) > 1 else ""
            self.fund.show_state(f"{page.funds[0]}{more}", "quiet", "lock")
        self.state.setVisible(row.state is not TrainingState.PLANNED)
        if row.state is TrainingState.HELD:
            self.state.show_state(self.tr("Finished"), "done", "check")
        elif row.state is TrainingState.CANCELED:
            self.state.show_state(self.tr("Canceled"), "wrong", "ban")
        self.where.setText(", ".join(part for part in (row.site, row.room) if part))
        self.where.setVisible(bool(self.where.text()))
        self._show_thread(page)
        self._show_notices(page)
        self._show_paid(page, fold=not same)
        self._show_helpers(page, fold=not same)
        self._show_practitioners(page, fold=not same)
        self.told.setText(
            self.tr("Change what donors may be told")
            if page.details.entry.told_donors
            else self.tr("Write what donors may be told")
        )

    def _show_thread(self, page: TrainingPage) -> None:
        row, helpers = page.details.row, page.helpers
        amount = sum((one.part for one in page.paid), ZERO)
        gifts = (
            self.tr("1 gift given for it")
            if len(page.paid) == 1
            else self.tr("{count} gifts given for it").format(count=f"{len(page.paid):,}")
        )
        money = f"${amount.cents // 100:,}" if amount.cents % 100 == 0 else amount.dollars()
        asked = self.tr("confirmed")
        if helpers.asked:
            asked = (
                self.tr("confirmed; one more asked")
                if helpers.asked == 1
                else self.tr("confirmed; {count} more asked").format(count=helpers.asked)
            )
        held = row.state is TrainingState.HELD
        if held:
            seats, words = (
                self.tr("{count} trained").format(count=row.completed),
                self.tr("of {count} enrolled"),
            )
            words = words.format(count=row.taken)
        else:
            seats = (
                self.tr("{count} enrolled").format(count=row.taken)
                if row.seats is None
                else self.tr("{count} of {seats} seats").format(count=row.taken, seats=row.seats)
            )
            words = self.tr("practitioners") if row.seats is None else self.tr("taken by practitioners")
        if row.waiting:
            words = self.tr("{words}; {count} waiting").format(words=words, count=row.waiting)
        patients = sum(
            one.entry.patients or 0
            for one in page.practitioners
            if one.state is EnrollmentState.COMPLETED
            or (not held and one.state is EnrollmentState.REGISTERED)
        )
        self.thread_.show_stations(
            (
                Station(
                    "hand-coins",
                    money,
                    gifts if page.paid else self.tr("no gift linked yet"),
                    bool(page.paid),
                ),
                Station(
                    "hand-helping",
                    self.tr("{count} of {needed} helpers").format(
                        count=helpers.confirmed, needed=helpers.needed
                    )
                    if helpers.needed
                    else self.tr("No shifts yet"),
                    asked if helpers.needed else self.tr("plan them in Schedule"),
                    bool(helpers.needed) and helpers.confirmed >= helpers.needed,
                ),
                Station(
                    "graduation-cap", seats, words, held or (row.seats is not None and row.taken >= row.seats)
                ),
                Station(
                    "users",
                    self.tr("About {count} patients").format(count=f"{patients:,}")
                    if patients
                    else self.tr("Patients not known"),
                    self.tr("in their care, as they report it"),
                    held and bool(patients),
                ),
            )
        )

    def _show_notices(self, page: TrainingPage) -> None:
        row = page.details.row
        self.canceled.setVisible(row.state is TrainingState.CANCELED)
        if row.state is TrainingState.CANCELED:
            words = self.tr("This training is canceled: {reason}").format(reason=page.details.cancel_reason)
            self.canceled.say("warn", words)
        over = row.last_day is not None and row.last_day <= self.desk.today()
        attend = row.state is TrainingState.PLANNED and over and row.taken > 0
        self.notice.setVisible(attend or bool(page.certificates_due))
        if attend:
            self.notice.say("info", self.tr("It is over. Note who was there, then finish it."))
            self.due.setText(self.tr("Note attendance"))
        elif page.certificates_due:
            count = page.certificates_due
            words = (
                self.tr("1 practitioner completed it and has no certificate yet.")
                if count == 1
                else self.tr("{count} practitioners completed it and have no certificate yet.")
            )
            self.notice.say("info", words.format(count=count))
            self.due.setText(self.tr("Issue certificates"))

    def _show_paid(self, page: TrainingPage, *, fold: bool) -> None:
        helping = {row.constituent_id for row in page.helpers.rows}
        rows = [
            CardRow(one.gift_id, one.donor, self._about(one, helping), one.donor_kind.value, one.part)
            for one in page.paid
        ]
        rest = page.paid[SHOWN:]
        more = None
        if len(rest) > 1:
            least, most = min(one.part for one in rest), max(one.part for one in rest)
            more = CardRow(
                "more",
                self.tr("{count} more").format(count=f"{len(rest):,}"),
                self.tr("{least} each").format(least=least.dollars())
                if least == most
                else self.tr("{least} to {most} each").format(least=least.dollars(), most=most.dollars()),
                "more",
                sum((one.part for one in rest), ZERO),
            )
        self.paid.show_rows(rows, more, fold=fold)

    def _about(self, one: PaidRow, helping: set[UUID]) -> str:
        if one.part != one.whole:
            return self.tr("Part of {amount}").format(amount=one.whole.dollars())
        if one.donor_id in helping:
            return self.tr("Also helps here")
        if one.gift_kind is not GiftKind.MONEY:
            return KIND_WORDS[one.gift_kind]
        return one.campaign or one.fund

    def _show_helpers(self, page: TrainingPage, *, fold: bool) -> None:
        helpers = page.helpers
        rows = [
            CardRow(one.constituent_id, one.name, one.role, "person", None, _said(HELPING[one.state]))
            for one in helpers.rows
        ]
        gap = sum(count for _, count in helpers.open)
        self.run.button.set_kind("primary" if gap else "ghost")
        if gap:
            open_row = CardRow(
                "open",
                self.tr("1 place open") if gap == 1 else self.tr("{count} places open").format(count=gap),
                ", ".join(f"{count} {role.lower()}" for role, count in helpers.open),
                "open",
                None,
                (self.tr("Open"), "wrong", "circle-alert"),
            )
            rows.insert(min(SHOWN, len(rows)), open_row)
        self.run.show_rows(rows, fold=fold)

    def _show_practitioners(self, page: TrainingPage, *, fold: bool) -> None:
        rows = [
            CardRow(
                one.id,
                one.title,
                self._place_of(one),
                "person",
                None,
                self._chip_of(one),
            )
            for one in page.practitioners
        ]
        rest = page.practitioners[SHOWN:]
        more = None
        if len(rest) > 1:
            waiting = any(one.state is EnrollmentState.WAITING for one in rest)
            state = EnrollmentState.WAITING if waiting else rest[0].state
            more = CardRow(
                "more",
                self.tr("{count} more").format(count=len(rest)),
                serving_words(list(populations(rest).items())[:2]),
                "more",
                None,
                _said(ENROLLED[state]),
            )
        self.for_.show_rows(rows, more, fold=fold)

    def _place_of(self, one: PractitionerRow) -> str:
        workplace = one.entry.workplace
        if one.certificate:
            certificate = self.tr("certificate {number}").format(number=one.certificate)
        elif one.voided:
            certificate = void_words(one.voided[-1])
        else:
            certificate = self.tr("completed") if one.state is EnrollmentState.COMPLETED else ""
        words = " · ".join(part for part in (workplace, certificate) if part)
        return words[:1].upper() + words[1:]

    def _chip_of(self, one: PractitionerRow) -> tuple[str, str, str]:
        if one.state is EnrollmentState.WAITING:
            return _said(ENROLLED[one.state])
        if one.voided and not one.certificate:
            return self.tr("Void"), "wrong", "ban"
        words, icon = WORKS_IN[one.entry.works_in]
        return say(words), "quiet", icon


def _said(chip: tuple[str, str, str]) -> tuple[str, str, str]:
    return say(chip[0]), chip[1], chip[2]
