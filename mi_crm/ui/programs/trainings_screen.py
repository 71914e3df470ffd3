"""Trainings: those to come and those that were, each with its seats, helpers and money."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from mi_crm.programs.details import TrainingState
from mi_crm.programs.rules import training_number
from mi_crm.ui.programs.words import STATES, days_words, say
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty
from mi_crm.ui.shared.chips import Segments
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import SearchLine
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.models import Column, TableModel
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.shared.style import look, px
from mi_crm.ui.shared.table import Table
from mi_crm.volunteering.queries.training import TrainingLine, trainings

_NARROW = 900


class TrainingsScreen(Screen):
    """The list; Enter opens one, Ctrl+N plans another."""

    name = "trainings"
    shows = frozenset(
        {"training", "training_session", "enrollment", "training_gift", "gift", "shift", "need", "assignment",
         "program", "site"}
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(desk, parent)
        self.new = Button(self.tr("Plan training"), "primary", icon="plus", key="Ctrl+N")
        self.new.clicked.connect(self.new_here)
        self.segments = Segments(
            [("coming", self.tr("To come")), ("past", self.tr("Past")), ("all", self.tr("All"))]
        )
        self.segments.chosen.connect(self.reload)
        self.search = SearchLine()
        self.search.setPlaceholderText(self.tr("Title, term, program or place"))
        self.search.setAccessibleName(self.tr("Search trainings"))
        self.search.setMaxLength(100)
        self.search.setFixedWidth(px(280))
        self.search.textEdited.connect(self.reload)
        self.search.returnPressed.connect(self._into_table)
        self.table = Table(self.tr("Trainings"), rows=60)
        self.model: TableModel[TrainingLine] = TableModel(self._columns(), self, today=desk.today())
        self.table.set_model(self.model)
        self.table.opened.connect(self.open_training)
        card = Card(flush=True)
        top = QHBoxLayout()
        top.setContentsMargins(px(16), px(12), px(16), px(8))
        top.addWidget(self.segments)
        top.addStretch(1)
        top.addWidget(self.search)
        card.body.setSpacing(0)
        card.body.addLayout(top)
        begin = Button(self.tr("Plan training"), "primary")
        begin.clicked.connect(self.new_here)
        self.empty = Empty("nothing_yet", "graduation-cap", "", "", begin)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.empty)
        card.body.addWidget(self.pages, 1)
        self.body.addWidget(card, 1)
        self.set_header(self.tr("Trainings"), actions=[self.new])
        self.key("/", self._into_search, list_only=True, words=self.tr("Search"))
        self.start_at(self.table)

    def _columns(self) -> list[Column[TrainingLine]]:
        return [
            Column(
                self.tr("Training"),
                lambda one: one.row.title,
                width=None,
                second=lambda one: " · ".join(
                    part for part in (training_number(one.row.number), one.row.term, one.row.program) if part
                ),
            ),
            Column(self.tr("When"), self._when, width=140),
            Column(self.tr("Where"), lambda one: one.row.site, width=160, quiet=True),
            Column(self.tr("Seats"), self._seats, width=96, second=self._waiting),
            Column(self.tr("Helpers"), self._helpers, width=86),
            Column(self.tr("Patients"), lambda one: one.row.patients or None, number=True, width=84),
            Column(self.tr("Given for it"), lambda one: one.paid.amount or None, number=True, width=112),
            Column(self.tr("State"), lambda one: one.row.state, width=120, chip=self._chip),
        ]

    def _when(self, one: TrainingLine) -> str:
        if one.row.first_day is None or one.row.last_day is None:
            return self.tr("No day yet")
        return days_words(one.row.first_day, one.row.last_day, self.desk.today())

    def _seats(self, one: TrainingLine) -> str:
        if one.row.seats is None:
            return f"{one.row.taken:,}"
        return self.tr("{taken} of {seats}").format(taken=one.row.taken, seats=one.row.seats)

    def _waiting(self, one: TrainingLine) -> str:
        return self.tr("{count} waiting").format(count=one.row.waiting) if one.row.waiting else ""

    def _helpers(self, one: TrainingLine) -> str:
        if not one.needed:
            return "–"
        return self.tr("{sure} of {needed}").format(sure=one.confirmed, needed=one.needed)

    def _chip(self, one: TrainingLine) -> tuple[str, str, str]:
        words, state, icon = STATES[one.row.state]
        last = one.row.last_day
        if one.row.state is TrainingState.PLANNED and last is not None and last < self.desk.today():
            return self.tr("To finish"), "wait", "clock"
        return say(words), state, icon

    @override
    def keys(self) -> list[KeyHint]:
        return [
            KeyHint("Enter", self.tr("Open training")),
            KeyHint("Ctrl+N", self.tr("Plan training")),
            KeyHint("/", self.tr("Search")),
        ]

    @override
    def open(self, place: Place) -> None:
        if place.what == "new":
            self.new_here()

    @override
    def reload(self) -> None:
        today, key = self.desk.today(), self.segments.key()
        # What was not finished yet is still to be done, however long ago it was.
        since = today - timedelta(days=30) if key == "coming" else None
        until = today - timedelta(days=1) if key == "past" else None
        self.desk.ask(trainings, since=since, until=until, words=self.search.text()).then(self._show)

    def _show(self, found: list[TrainingLine]) -> None:
        today = self.desk.today()
        if self.segments.key() == "coming":
            found = [one for one in found if _is_ahead(one, today)]
            found = sorted(found, key=lambda one: (one.row.first_day or today, one.row.number))
        elif self.segments.key() == "past":
            found = [one for one in found if one.row.last_day is not None and one.row.last_day < today]
        self.model.show_rows(found)
        self.pages.setCurrentWidget(self.table if found else self.empty)
        if not found:
            self._say_empty()
        elif not self.table.currentIndex().isValid():
            self.table.choose(0)

    def _say_empty(self) -> None:
        if self.search.text().strip():
            self.empty.say(
                self.tr("No training has these words"),
                self.tr("Look among all of them, or take out a word."),
            )
        else:
            self.empty.say(
                self.tr("No trainings here"),
                self.tr("Plan one with its days and its place; gifts, helpers and practitioners follow."),
            )

    def _into_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _into_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_training(self, line: TrainingLine) -> None:
        """Show one training."""
        self.desk.go(Place("training", line.row.id))

    def new_here(self) -> None:
        """Plan a training."""
        self.desk.go(Place("training", what="new"))

    def cancel(self) -> bool:
        """Clear the search."""
        if not self.search.text():
            return False
        self.search.clear()
        self.reload()
        return True

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() / look.scale < _NARROW
        for column in (2, 5, 6):
            self.table.setColumnHidden(column, narrow)


def _is_ahead(one: TrainingLine, today: object) -> bool:
    last = one.row.last_day
    if one.row.state is TrainingState.PLANNED:
        return True
    return last is None or last >= today  # type: ignore[operator]  # a date
