"""The filters of the register as one sentence of chips, and the views they are kept as."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from mi_crm.giving.queries.filters import GiftFilters
from mi_crm.giving.queries.offers import FilterOffer, FilterWords, filter_offers, filter_words, without
from mi_crm.ui.giving.flow import Flow
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.chips import FilterChip, StateChip
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.pick import PickList, PickRow
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.tasks import Answer
from mi_crm.ui.shared.typed import leave_undo


class _Typed(QLineEdit):
    """A small line in the bar; Esc leaves it, Backspace in an empty one takes the last chip."""

    left = Signal()
    took_back = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.setMaxLength(80)
        self.setFixedWidth(px(280))
        leave_undo(self)
        self.hide()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.took_back.emit()
        else:
            super().keyPressEvent(event)


class FilterBar(Flow):
    """`changed` brings the filters, `save_asked` the name of a view ("" for the one in hand)."""

    changed = Signal(object)
    save_asked = Signal(str)
    reset_asked = Signal()
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show no filter."""
        super().__init__(parent)
        self.desk = desk
        self.filters = GiftFilters()
        self._shown: list[FilterWords] = []
        self._names_itself = False
        self._chips: list[FilterChip] = []
        self.add = Button(self.tr("Filter"), "quiet", icon="plus", key="F", small=True)
        self.add.clicked.connect(self.begin)
        self.typed = _Typed(self.tr("Fund, method, donor, amount, date…"))
        self.typed.left.connect(self.close_typing)
        self.typed.took_back.connect(self.remove_last)
        self.picks = PickList(self.typed, self._offers, self._show_offer, least=0)
        self.picks.picked.connect(self._take)
        self.name = _Typed(self.tr("Name of the view"))
        self.name.left.connect(self.close_typing)
        self.name.returnPressed.connect(self._named)
        self.state = StateChip(self.tr("View changed"), "quiet", "pencil")
        self.save = Button(self.tr("Save view"), "ghost", small=True)
        self.save.clicked.connect(self._save)
        self.reset = Button(self.tr("Reset"), "quiet", small=True)
        self.reset.clicked.connect(self.reset_asked)
        for widget in (self.typed, self.add, self.state, self.name, self.save, self.reset):
            self.put(widget)
        self.typed.hide()
        self.name.hide()
        self.show_state(is_changed=False, names_itself=False)

    def show_filters(self, filters: GiftFilters) -> None:
        """Show the filters in force."""
        self.filters = filters
        self.desk.ask(filter_words, filters, today=self.desk.today()).then(self._show_words)

    def show_state(self, *, is_changed: bool, names_itself: bool) -> None:
        """Show whether the filters differ from the view, and whether saving needs a name."""
        self._names_itself = names_itself
        for widget in (self.state, self.save, self.reset):
            widget.setVisible(is_changed)

    def _show_words(self, words: list[FilterWords]) -> None:
        for chip in self._chips:
            self.take_out(chip)
        self._chips = []
        for place, one in enumerate(words):
            chip = FilterChip(
                one.words, "calendar" if "given_from" in one.fields or "period" in one.fields else ""
            )
            chip.removed.connect(partial(self._remove, one.fields))
            self._chips.append(chip)
            self.put(chip, place)
        self._shown = words

    def shown_words(self) -> list[FilterWords]:
        """Return what the chips say."""
        return self._shown

    def _remove(self, names: tuple[str, ...]) -> None:
        self.changed.emit(without(self.filters, names))
        self.left.emit()

    def remove_last(self) -> None:
        """Take the last filter away."""
        if self._shown:
            self.changed.emit(without(self.filters, self._shown[-1].fields))

    def begin(self) -> None:
        """Let a filter be typed."""
        self.add.hide()
        self.typed.clear()
        self.typed.show()
        self.typed.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.picks.look_up("")

    def close_typing(self) -> None:
        """Type no more."""
        self.picks.hide()
        self.typed.hide()
        self.name.hide()
        self.add.show()
        self.left.emit()

    def _offers(self, typed: str) -> Answer[Any]:
        return self.desk.ask(filter_offers, typed, today=self.desk.today())

    def _show_offer(self, offer: FilterOffer) -> PickRow:
        return PickRow(offer, offer.words, offer.what, kind="")

    def _take(self, offer: FilterOffer) -> None:
        self.close_typing()
        self.changed.emit(offer.added_to(self.filters))

    def _save(self) -> None:
        if not self._names_itself:
            self.save_asked.emit("")
            return
        self.name.clear()
        self.name.show()
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _named(self) -> None:
        if self.name.text().strip():
            self.save_asked.emit(self.name.text().strip())
            self.close_typing()
