"""The register itself: views as tabs, filters as chips, every gift as a line, sums over all of them."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.giving.actions.views import add_view, change_view, remove_view
from mi_crm.giving.queries.filters import GiftFilters
from mi_crm.giving.queries.register import (
    GiftTotals,
    ViewRow,
    gifts_count,
    gifts_total,
    saved_views,
    waiting_count,
)
from mi_crm.ui.giving.correct_page import CorrectPage
from mi_crm.ui.giving.filter_bar import FilterBar
from mi_crm.ui.giving.gift_pane import GiftPane
from mi_crm.ui.giving.gifts_table import GiftsTable
from mi_crm.ui.giving.selection_bar import SelectionBar
from mi_crm.ui.giving.views import BUILT_IN, View
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty, clear
from mi_crm.ui.shared.chips import Tabs
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.shared.style import px


class GiftsRegister(Screen):
    """The list with its views and filters, and room beside it for one gift."""

    shows = frozenset(
        {
            "gift",
            "batch",
            "receipt",
            "constituent",
            "fund",
            "campaign",
            "gift_view",
            "training",
            "training_gift",
        }
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Begin with all gifts."""
        super().__init__(desk, parent)
        self.filters = GiftFilters()
        self.view: View = BUILT_IN[0]
        self._views: list[View] = list(BUILT_IN)
        self._wish, self._summed = 0, 0
        self._then: UUID | None = None
        self.totals: GiftTotals | None = None
        self._tab_place = QVBoxLayout()
        self.tabs = Tabs()
        self.bar = FilterBar(desk)
        self.selection = SelectionBar(desk)
        self.table = GiftsTable(desk)
        self.pane = GiftPane(desk)
        self.correct = CorrectPage(desk)
        self.export = Button(self.tr("Export"), icon="download", key="Ctrl+E")
        self.record = Button(self.tr("Record gift"), "primary", icon="plus", key="F2")
        clear_filters = Button(self.tr("Show all gifts"))
        clear_filters.clicked.connect(self.show_all)
        self.nothing_found = Empty("nothing_found", "search", "", "", clear_filters)
        begin = Button(self.tr("Record gift"), "primary")
        begin.clicked.connect(self._record)
        self.nothing_yet = Empty(
            "nothing_yet",
            "hand-coins",
            self.tr("No gifts yet"),
            self.tr("Record the first one, or bring in what PayPal or a spreadsheet gives out."),
            begin,
        )
        self._menu = QMenu(self)
        self._make_layout()
        self._show_tabs()
        self.start_at(self.table)
        self.bar.changed.connect(self.show_filters)
        self.bar.reset_asked.connect(self.reset)
        self.bar.save_asked.connect(self.save_view)
        self.bar.left.connect(self._to_table)
        self.table.checked_changed.connect(self._show_selection)
        self.table.sort_asked.connect(self._sort)
        self.table.fetched.connect(self._ask_totals)
        self.selection.cleared.connect(self.clear_selection)
        self.record.clicked.connect(self._record)
        self.key("F", self.bar.begin, list_only=True)
        self.key("V", self.choose_view, list_only=True)

    @override
    def reload(self) -> None:
        self.desk.ask(saved_views).then(self._take_views)
        self.desk.ask(waiting_count).then(self._show_waiting)
        self._ask_rows()

    def _make_layout(self) -> None:
        self._list = card = Card(flush=True)
        self.pages = QStackedWidget()
        for page in (self.table, self.nothing_found, self.nothing_yet):
            self.pages.addWidget(page)
        card.body.setSpacing(0)
        card.body.addWidget(self.pages, 1)
        beside = QHBoxLayout()
        beside.setSpacing(px(16))
        beside.addWidget(card, 64)
        beside.addWidget(self.pane, 36)
        self.pane.hide()
        register = QWidget()
        rows = QVBoxLayout(register)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(12))
        self._tab_place.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(self._tab_place)
        rows.addWidget(self.bar)
        rows.addWidget(self.selection)
        rows.addLayout(beside, 1)
        self.whole = QStackedWidget()
        self.whole.addWidget(register)
        centered = QWidget()
        line = QHBoxLayout(centered)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.correct, 2)
        line.addStretch(1)
        self.whole.addWidget(centered)
        self.body.addWidget(self.whole, 1)
        self.set_header(self.tr("Gifts"), actions=[self.export, self.record])

    def _take_views(self, rows: list[ViewRow]) -> None:
        views = [*BUILT_IN, *(View(str(row.id), row.name, row.filters) for row in rows)]
        if views != self._views:
            self._views = views
            self.view = next((view for view in views if view.key == self.view.key), BUILT_IN[0])
            self._show_tabs()
        self._show_view_state()

    def _show_tabs(self) -> None:
        clear(self._tab_place)
        self.tabs = Tabs([(view.key, view.name, None) for view in self._views])
        self.tabs.choose(self.view.key)
        self.tabs.chosen.connect(self._tab_chosen)
        self._tab_place.addWidget(self.tabs)

    def _show_waiting(self, count: int) -> None:
        self.tabs.set_count(BUILT_IN[2].key, count or None)

    def _tab_chosen(self, key: str) -> None:
        self.take_view(next(view for view in self._views if view.key == key))

    def take_view(self, view: View) -> None:
        """Show the gifts of a view."""
        self.view = view
        self.tabs.choose(view.key)
        self.show_filters(view.filters)

    def show_filters(self, filters: GiftFilters) -> None:
        """Show the gifts that these filters let through."""
        self.filters = filters
        self.clear_selection()
        self.bar.show_filters(filters)
        self._show_view_state()
        self.table.forget()
        self._ask_rows()

    def show_all(self) -> None:
        """Take every filter away."""
        self.take_view(BUILT_IN[0])
        self._to_table()

    def reset(self) -> None:
        """Go back to the view as it was saved."""
        self.show_filters(self.view.filters)
        self._to_table()

    def _show_view_state(self) -> None:
        changed = self.filters != self.view.filters
        self.bar.show_state(is_changed=changed, names_itself=self.view in BUILT_IN)

    def _ask_rows(self) -> None:
        # Only the newest wish counts: an answer to an older one is dropped when it comes.
        self._wish += 1
        today = self.desk.today()
        self.table.show_filters(self.filters)
        counted = self.desk.ask(gifts_count, self.filters, today=today)
        counted.then(partial(self._show_count, self._wish))
        self.table.wait_for(counted, self.tr("Counting gifts"))

    def _show_count(self, wish: int, count: int) -> None:
        if wish != self._wish:
            return
        self.table.show_count(count)
        nothing = self.nothing_yet if self.filters == GiftFilters() else self.nothing_found
        if count == 0 and nothing is self.nothing_found:
            words = [one.words for one in self.bar.shown_words()]
            self.nothing_found.say(
                self.tr("No gift fits"),
                self.tr("Take a filter away, such as “{filter}”.").format(filter=words[-1]) if words else "",
            )
        self.pages.setCurrentWidget(self.table if count else nothing)
        if not count:
            self._ask_totals()

    def _ask_totals(self) -> None:
        """Ask for the sums once the first lines are there: they take longer."""
        if self._summed != self._wish:
            self._summed = self._wish
            total = self.desk.ask(gifts_total, self.filters, today=self.desk.today())
            total.then(partial(self._show_totals, self._wish))

    def _show_totals(self, wish: int, totals: GiftTotals) -> None:
        if wish == self._wish:
            self.totals = totals
            self.table.show_totals(totals)

    def _sort(self, key: str, newest_first: bool) -> None:
        self.table.sort_by(key, newest_first)

    def _to_table(self) -> None:
        if self.isVisible():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_selection(self) -> None:
        self.selection.show_rows(self.table.checked_rows())

    def clear_selection(self) -> None:
        """Select nothing."""
        if self.table.checked_rows():
            self.table.check_all(False)
        self._show_selection()

    def choose_view(self) -> None:
        """Offer the views, and what can be done with the one in hand."""
        self._menu.clear()
        for view in self._views:
            action = self._menu.addAction(view.name)
            action.setCheckable(True)
            action.setChecked(view == self.view)
            action.triggered.connect(partial(self.take_view, view))
        if self.view not in BUILT_IN:
            self._menu.addSeparator()
            remove = self._menu.addAction(self.tr("Remove the view “{name}”").format(name=self.view.name))
            remove.triggered.connect(self.remove_view)
        self._menu.setActiveAction(self._menu.actions()[0])
        self._menu.popup(self.tabs.mapToGlobal(QPoint(0, self.tabs.height())))

    def save_view(self, name: str) -> None:
        """Keep the filters: under a new name, or in the view in hand."""
        if name:
            self.desk.do(add_view, name, self.filters).then(partial(self._saved, name))
        else:
            key = UUID(self.view.key)
            self.view = View(self.view.key, self.view.name, self.filters)
            self.desk.do(change_view, key, self.filters).then(self._changed_view)

    def _saved(self, name: str, view_id: UUID) -> None:
        self.view = View(str(view_id), name, self.filters)
        self.desk.done(self.tr("View “{name}” is saved").format(name=name))

    def _changed_view(self, _done: None = None) -> None:
        self.desk.done(self.tr("View “{name}” is changed").format(name=self.view.name))

    def remove_view(self) -> None:
        """Forget the view in hand; Undo brings it back."""
        view = self.view
        self.take_view(BUILT_IN[0])
        self.desk.do(remove_view, UUID(view.key)).then(partial(self._removed, view.name))

    def _removed(self, name: str, _done: None = None) -> None:
        self.desk.done(self.tr("View “{name}” is removed").format(name=name))

    def _record(self) -> None:
        self.desk.go(Place("record_gift"))
