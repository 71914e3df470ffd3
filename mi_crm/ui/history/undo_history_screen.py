"""Undo history: what was done, by whom, and the way back from it."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.history.actions import Returned
from mi_crm.history.queries import Act, acts
from mi_crm.history.rules import Way
from mi_crm.shared.dates import short_date
from mi_crm.ui.history.act_pane import ActPane
from mi_crm.ui.history.way_words import ROOMS, chip
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty
from mi_crm.ui.shared.chips import FilterChip, Segments
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.flow import Flow
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.panes import TwoPanes
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.shared.sentences import clock_words, sentence
from mi_crm.ui.shared.style import look, px
from mi_crm.ui.shared.table import Column, Table, TableModel

_PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class ActRow:
    """A line of the list."""

    id: int
    act: Act
    words: str


class UndoHistoryScreen(Screen):
    """The list at the left, the newest first; the chosen act at the right."""

    name: ClassVar[str] = "history"
    shows: ClassVar[frozenset[str]] = frozenset({"audit_event"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Begin with what everyone did today."""
        super().__init__(desk, parent)
        self._today_only, self._rooms = True, 0
        self._wish, self._more, self._fetching = 0, False, False
        self.segments = Segments([("mine", self.tr("Mine")), ("everyone", self.tr("Everyone"))])
        self.segments.choose("everyone")
        self.segments.chosen.connect(self.begin)
        self.today = FilterChip(self.tr("Today"), "calendar-days")
        self.today.removed.connect(self._drop_today)
        self.room = FilterChip("")
        self.room.removed.connect(self._drop_room)
        self.room.hide()
        self.filter = Button(self.tr("Filter"), "quiet", icon="plus", key="F", small=True)
        self.filter.clicked.connect(self.choose_filter)
        self._hint = label(
            self.tr("Ctrl+Z takes back the newest of yours; Ctrl+Shift+Z brings it back"), "help"
        )
        self._menu = QMenu(self)
        self.table = Table(self.tr("What was done"), rows=52)
        self.model = TableModel[ActRow](self._columns(), self)
        self.table.set_model(self.model)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._open)
        self.table.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.empty = Empty(
            "nothing_yet",
            "history",
            self.tr("Nothing was done yet"),
            self.tr("What you enter or change stands here, with the way back from it."),
        )
        self.pane = ActPane(desk)
        self._make_layout()
        self.start_at(self.table)
        self.key("F", self.choose_filter, list_only=True, words=self.tr("Filter"))

    def _columns(self) -> list[Column[ActRow]]:
        return [
            Column(self.tr("Time"), self._time, width=92, quiet=True),
            Column(self.tr("What was done"), _words, width=None, second=_nothing, quiet=_ended),
            Column(
                self.tr("By"), lambda row: row.act.told.who or self.tr("Nobody"), width=168, avatar=True,
                quiet=_ended,
            ),
            Column(self.tr("Way back"), lambda row: row.act.way, width=168, chip=lambda row: chip(row.act)),
        ]  # fmt: skip

    def _time(self, row: ActRow) -> str:
        here = row.act.told.at.astimezone()
        if here.date() == self.desk.today():
            return clock_words(here)
        return short_date(here.date(), today=self.desk.today())

    def _make_layout(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(px(10))
        left = Flow()
        for widget in (self.today, self.room, self.filter):
            left.addWidget(widget)
        bar.addWidget(self.segments)
        # The chips are lower than the segments, and stand in the middle beside them.
        chips = QVBoxLayout()
        chips.setContentsMargins(0, px(4), 0, 0)
        chips.addLayout(left)
        bar.addLayout(chips, 1)
        bar.addWidget(self._hint)
        self.body.addLayout(bar)
        listing = Card(flush=True)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.empty)
        listing.body.addWidget(self.pages, 1)
        self.panes = TwoPanes(
            listing, self.pane, names=(self.tr("What was done"), self.tr("The way back")), stretch=(70, 30)
        )
        self.body.addWidget(self.panes, 1)
        self._show_header()

    def _show_header(self) -> None:
        words = (
            self.tr("Everything done today. What has been printed or posted is corrected, not undone.")
            if self._today_only
            else self.tr("Everything ever done. What has been printed or posted is corrected, not undone.")
        )
        self.set_header(self.tr("Undo history"), words, [self.panes.turn_button])

    @override
    def keys(self) -> list[KeyHint]:
        return [
            KeyHint("↑ ↓", self.tr("Choose")),
            KeyHint("Enter", self.tr("Undo this")),
            KeyHint("Ctrl+Z", self.tr("Newest of yours")),
            KeyHint("Ctrl+Shift+Z", self.tr("Bring back")),
            KeyHint("Alt+←", self.tr("Back")),
        ]

    # -- the list --------------------------------------------------------------------------------

    @override
    def reload(self) -> None:
        self._ask(max(_PAGE, len(self.model.rows)))

    def begin(self) -> None:
        """Show the list from its newest line on."""
        self.model.show_rows([])
        self._ask(_PAGE)

    def _ask(self, count: int, before: int | None = None) -> None:
        # Only the newest wish counts: an answer to an older one is dropped when it comes.
        self._wish += 1
        self._fetching = True
        who = self.desk.who if self.segments.key() == "mine" else None
        rooms = ROOMS[self._rooms - 1][1] if self._rooms else ()
        since = self.desk.undoing.since() if self._today_only else None
        answer = self.desk.ask(acts, who=who, since=since, before=before, rooms=rooms, newest=count)
        answer.then(partial(self._show, self._wish, count, before))

    def _show(self, wish: int, count: int, before: int | None, found: list[Act]) -> None:
        if wish != self._wish:
            return
        self._fetching, self._more = False, len(found) == count
        rows = [ActRow(act.told.sequence, act, sentence(act.told)) for act in found]
        self.model.show_rows([*self.model.rows, *rows] if before is not None else rows)
        self.pages.setCurrentWidget(self.table if self.model.rows else self.empty)
        if self.model.rows and self.table.current() is None:
            self.table.choose(0)
        self._choose(self.table.current())

    def _scrolled(self, value: int) -> None:
        """Fetch older acts before the end of the list is reached."""
        if self._more and not self._fetching and value >= self.table.verticalScrollBar().maximum() - px(600):
            self._ask(_PAGE, self.model.rows[-1].id)

    def _choose(self, row: ActRow | None) -> None:
        act = row.act if row is not None else None
        if act != self.pane.act:
            self.pane.show_act(act)

    def _open(self, _row: ActRow) -> None:
        self.pane.go()

    def finish(self) -> None:
        """Take the chosen act back."""
        self.pane.go()

    @override
    def came_back(self, returned: Returned) -> None:
        self.table.choose_key(returned.told.sequence)

    # -- filters ---------------------------------------------------------------------------------

    def choose_filter(self) -> None:
        """Offer what the list can be narrowed to."""
        self._menu.clear()
        if not self._today_only:
            self._menu.addAction(self.tr("Today")).triggered.connect(self._take_today)
            self._menu.addSeparator()
        for place, (words, _) in enumerate(ROOMS, start=1):
            action = self._menu.addAction(self.tr(words))
            action.setCheckable(True)
            action.setChecked(place == self._rooms)
            action.triggered.connect(partial(self._take_room, place))
        self._menu.setActiveAction(self._menu.actions()[0])
        self._menu.popup(self.filter.mapToGlobal(QPoint(0, self.filter.height())))

    def _take_today(self) -> None:
        self._set_today(True)

    def _drop_today(self) -> None:
        self._set_today(False)

    def _set_today(self, on: bool) -> None:
        self._today_only = on
        self.today.setVisible(on)
        self._show_header()
        self.table.setFocus()
        self.begin()

    def _take_room(self, place: int) -> None:
        self._rooms = place
        self.room.setText(self.tr(ROOMS[place - 1][0]))
        self.room.setAccessibleName(self.tr("{filter}. Remove").format(filter=self.room.text()))
        self.room.updateGeometry()
        self.room.show()
        self.table.setFocus()
        self.begin()

    def _drop_room(self) -> None:
        self._rooms = 0
        self.room.hide()
        self.table.setFocus()
        self.begin()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() / look.scale
        self._hint.setVisible(wide >= 1000)
        self.table.setColumnHidden(2, wide < 760)


def _words(row: ActRow) -> str:
    return row.words


def _nothing(_row: ActRow) -> str:
    """Return no second line: the cell is drawn as one that could have it, with stronger letters."""
    return ""


def _ended(row: ActRow) -> bool:
    return row.act.way is Way.UNDONE
