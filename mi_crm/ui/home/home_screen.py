"""Home: the first screen of the day opens on what needs doing."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.giving.queries.batches import BatchRow, batches
from mi_crm.giving.queries.figures import given_between, giving_by_month, latest_gifts
from mi_crm.giving.queries.register import GiftRow
from mi_crm.giving.records import BatchStatus
from mi_crm.receipts.queries.papers import PaperState, papers_of
from mi_crm.receipts.queries.waiting import WaitingCounts, waiting_counts
from mi_crm.receipts.queries.year import YearStanding, year_standing
from mi_crm.shared.dates import WEEKDAYS, long_date, short_date
from mi_crm.shared.money import ZERO, Money
from mi_crm.ui.home.backup_card import BackupCard
from mi_crm.ui.home.errands import Errand, backup_errand, errands, volunteer_errands, year_errand
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty, clear
from mi_crm.ui.shared.charts import MonthBars
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.labels import label, rule, set_tone
from mi_crm.ui.shared.marks import Round, Sign
from mi_crm.ui.shared.models import Column, TableModel
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Table
from mi_crm.volunteering.queries.waiting import VolunteersWaiting, volunteers_waiting

LAST_MONTH = 3
"""Until then the summaries of last year are asked for."""


class HomeScreen(Screen):
    """What needs doing, the latest gifts, and this year against last."""

    name = "home"
    shows = frozenset(
        {
            "gift", "batch", "receipt", "constituent", "organization", "shift", "need", "assignment",
            "credential",
        }
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Lay out three cards; narrow windows stack them."""
        super().__init__(desk, parent)
        self.record = Button(self.tr("Record gift"), "primary", icon="plus", key="F2")
        self.record.clicked.connect(self._record)
        self._open_batches: list[BatchRow] | None = None
        self._waiting: WaitingCounts | None = None
        self._helpers: VolunteersWaiting | None = None
        self._year_end: YearStanding | None = None
        self._latest: list[GiftRow] = []
        self._papers: dict[UUID, PaperState] = {}
        self._last_year: Sequence[Money] = (ZERO,) * 12
        self._year_before = ZERO
        self.errands = Card(self.tr("Needs doing today"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(10))
        self.errands.body.addLayout(self._lines)
        self.latest = Card(self.tr("Latest gifts"), action=self._all_gifts_button(), flush=True)
        self.table = Table(self.tr("Latest gifts"))
        self.table.opened.connect(self._open_gift)
        self._model: TableModel[GiftRow] = TableModel(self._columns(), self, today=desk.today())
        self.table.set_model(self._model)
        self.latest.body.addWidget(self.table, 1)
        self._no_gifts = Empty(
            "nothing_yet",
            "hand-coins",
            self.tr("No gifts yet"),
            self.tr("Record the first one, or bring in a file from PayPal."),
        )
        self.latest.body.addWidget(self._no_gifts, 1)
        self.year = Card()
        self._lay_out_year()
        self.backup = BackupCard(desk)
        desk.safety.changed.connect(self._show_errands)
        self._cards = QGridLayout()
        self._cards.setSpacing(px(16))
        self.body.addLayout(self._cards, 1)
        self._columns_now = 0
        self._arrange()
        self.find_button = Button(self.tr("Find anyone or anything"), icon="search", key="Ctrl+K")
        self.find_button.clicked.connect(self._find)
        self.set_header("", actions=[self.find_button, self.record])
        self.start_at(self.record)

    def _all_gifts_button(self) -> Button:
        button = Button(self.tr("All gifts"), "ghost", small=True)
        button.clicked.connect(self._all_gifts)
        return button

    def _columns(self) -> list[Column[GiftRow]]:
        return [
            Column(self.tr("Date"), lambda gift: gift.given_on, width=74),
            Column(
                self.tr("Donor"),
                lambda gift: gift.donor,
                width=None,
                avatar=lambda gift: gift.donor_kind.value,
            ),
            Column(self.tr("For"), lambda gift: gift.fund, width=156),
            Column(self.tr("Amount"), lambda gift: gift.amount.dollars(), number=True, width=104),
            Column(self.tr("Paper"), lambda gift: self._paper(gift)[0], width=174, chip=self._paper),
        ]

    def _paper(self, gift: GiftRow) -> tuple[str, str, str]:
        paper = self._papers.get(gift.id)
        return ("–", "quiet", "") if paper is None else (paper.words, paper.state, paper.icon)

    def _lay_out_year(self) -> None:
        self._sum = label("", "great")
        self._trend_sign = Sign("arrow-up-right", size=14)
        self._trend, self._against = label("", "strong"), label("", "second", wrap=True)
        figures = QHBoxLayout()
        figures.setSpacing(px(8))
        figures.addWidget(self._sum)
        figures.addWidget(self._trend_sign)
        figures.addWidget(self._trend)
        figures.addWidget(self._against, 1)
        self._months = MonthBars()
        self.year.body.addWidget(label(self.tr("Giving this year"), "second"))
        self.year.body.addLayout(figures)
        self.year.body.addWidget(self._months, 1)

    @override
    def reload(self) -> None:
        moment = self.desk.now().astimezone()
        part = "morning" if moment.hour < 12 else "afternoon" if moment.hour < 18 else "evening"
        greeting = {
            "morning": self.tr("Good morning"),
            "afternoon": self.tr("Good afternoon"),
            "evening": self.tr("Good evening"),
        }[part]
        first_name = self.desk.who.partition(" ")[0]
        today = self.desk.today()
        self.set_header(
            f"{greeting}, {first_name}" if first_name else greeting,
            f"{WEEKDAYS[today.weekday()]}, {long_date(today)}",
        )
        year_ago = _year_before(today)
        self.desk.ask(batches, BatchStatus.OPEN).then(self._take_batches)
        self.desk.ask(waiting_counts).then(self._take_waiting)
        self.desk.ask(volunteers_waiting, self.desk.now()).then(self._take_helpers)
        self.desk.ask(latest_gifts, limit=8).then(self._show_latest)
        self.desk.ask(giving_by_month, today.year - 1).then(self._take_last_year)
        self.desk.ask(giving_by_month, today.year).then(self._show_months)
        self.desk.ask(given_between, date(year_ago.year, 1, 1), year_ago).then(self._take_year_before)
        self.desk.ask(given_between, date(today.year, 1, 1), today).then(self._show_sum)
        if today.month <= LAST_MONTH:
            self.desk.ask(year_standing, today.year - 1).then(self._take_year)

    def _take_batches(self, found: list[BatchRow]) -> None:
        self._open_batches = found
        self._show_errands()

    def _take_waiting(self, found: WaitingCounts) -> None:
        self._waiting = found
        self._show_errands()

    def _take_helpers(self, found: VolunteersWaiting) -> None:
        self._helpers = found
        self._show_errands()

    def _take_year(self, found: YearStanding) -> None:
        self._year_end = found
        self._show_errands()

    def _take_last_year(self, found: Sequence[Money]) -> None:
        self._last_year = found

    def _take_year_before(self, found: Money) -> None:
        self._year_before = found

    def _show_latest(self, found: list[GiftRow]) -> None:
        self._latest = found
        self._model.show_rows(found)
        self.table.setVisible(bool(found))
        self._no_gifts.setVisible(not found)
        self._show_errands()
        self.desk.ask(papers_of, [gift.id for gift in found]).then(self._show_papers)

    def _show_papers(self, found: dict[UUID, PaperState]) -> None:
        self._papers = found
        self._model.show_rows(self._latest)

    def _show_errands(self) -> None:
        if self._open_batches is None or self._waiting is None:
            return
        found = [
            *backup_errand(self.desk.safety.standing, self.desk.now()),
            *errands(self._open_batches, self._waiting, today=self.desk.today()),
            *year_errand(self._year_end),
            *(volunteer_errands(self._helpers, today=self.desk.today()) if self._helpers else ()),
        ]
        focused = QApplication.focusWidget()
        was_on = focused.objectName() if focused is not None else ""
        clear(self._lines)
        for place, errand in enumerate(found):
            if place:
                self._lines.addWidget(rule())
            self._lines.addWidget(self._line(errand, first=place == 0))
        if not found:
            sentence = self._last_gift(self._latest[0]) if self._latest else ""
            self._lines.addWidget(Empty("all_done", "circle-check", self.tr("Nothing waits."), sentence))
        if was_on and (button := self.findChild(Button, was_on)) is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _last_gift(self, gift: GiftRow) -> str:
        return self.tr("Last gift {amount} from {donor}, {day}.").format(
            amount=gift.amount.dollars(),
            donor=gift.donor,
            day=short_date(gift.given_on, today=self.desk.today()),
        )

    def _line(self, errand: Errand, *, first: bool) -> QWidget:
        line = QWidget()
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(px(14))
        count = label(f"{errand.count:,}", "figure")
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        count.setMinimumWidth(px(44))
        across.addWidget(count)
        across.addWidget(Round(errand.icon, tone=errand.tone))
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(label(errand.title, "strong", wrap=True))
        words.addWidget(label(errand.sentence, "help", wrap=True))
        across.addLayout(words, 1)
        button = Button(errand.act, "primary" if first else "secondary")
        button.setObjectName(f"errand {errand.kind}")
        button.setAccessibleDescription(f"{errand.title}. {errand.sentence}")
        button.setProperty("place", errand.place)
        button.clicked.connect(self._go)
        across.addWidget(button)
        return line

    def _show_months(self, found: Sequence[Money]) -> None:
        today = self.desk.today()
        self._months.show_months(found, self._last_year, year=today.year, month=today.month)

    def _show_sum(self, given: Money) -> None:
        before = self._year_before
        self._sum.setText(_round_dollars(given))
        for part in (self._trend_sign, self._trend):
            part.setVisible(before > ZERO)
        if before > ZERO:
            change = (given.cents - before.cents) * 100 / before.cents
            self._trend_sign.show_sign("arrow-up-right" if change >= 0 else "arrow-down", "ink2")
            self._trend.setText(f"{abs(change):.1f}%")
            set_tone(self._trend, "done" if change >= 0 else "second")
            words = self.tr("on {amount} by this day last year. Posted gifts")
            self._against.setText(words.format(amount=_round_dollars(before)))
        else:
            self._against.setText(self.tr("Posted gifts"))

    def _arrange(self) -> None:
        columns = 2 if self.width() >= px(860) else 1
        if columns == self._columns_now:
            return
        self._columns_now = columns
        for card in (self.errands, self.latest, self.year, self.backup):
            self._cards.removeWidget(card)
        self._cards.addWidget(self.errands, 0, 0)
        self._cards.addWidget(self.latest, 1, 0)
        self._cards.setRowStretch(1, 1)
        self._cards.setColumnStretch(0, 58)
        self._cards.setColumnStretch(1, 40 if columns == 2 else 0)
        if columns == 2:
            self._cards.addWidget(self.year, 0, 1, 2, 1)
            self._cards.addWidget(self.backup, 2, 1)
            self._cards.addWidget(self.latest, 1, 0, 2, 1)
        else:
            self._cards.addWidget(self.year, 2, 0)
            self._cards.addWidget(self.backup, 3, 0)

    @override
    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt hands it on
        self._arrange()

    @override
    def keys(self) -> list[KeyHint]:
        return [
            KeyHint("F2", self.tr("Record gift")),
            KeyHint("Ctrl+K", self.tr("Find")),
            KeyHint("Ctrl+1…7", self.tr("Go to")),
        ]

    def _go(self) -> None:
        place = self.sender().property("place")
        if isinstance(place, Place):
            self.desk.go(place)

    def _find(self) -> None:
        self.desk.go(Place("find"))

    def _record(self) -> None:
        self.desk.go(Place("record_gift"))

    def _all_gifts(self) -> None:
        self.desk.go(Place("gifts"))

    def _open_gift(self, gift: GiftRow) -> None:
        self.desk.go(Place("gifts", gift.id))


def _round_dollars(amount: Money) -> str:
    """Return whole dollars for the one great figure: $184,320."""
    return "$0" if amount == ZERO else amount.dollars().rpartition(".")[0]


def _year_before(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)
