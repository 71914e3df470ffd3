"""The gifts register: find, and answer "how much"."""

from functools import partial
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from mi_crm.exchange.export import export_gifts
from mi_crm.giving.queries.filters import GiftFilters
from mi_crm.giving.queries.finding import filters_for
from mi_crm.giving.queries.register import (
    GiftRow,
    gift_row,
)
from mi_crm.shared.text import file_name
from mi_crm.ui.giving.gifts_register import GiftsRegister
from mi_crm.ui.giving.views import BUILT_IN
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.panes import focus_into
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.style import look

_NARROW = 840
"""Below so many logical px a gift takes the place of the list."""


class GiftsScreen(GiftsRegister):
    """Opens a gift beside the list, corrects it, and writes the list to a file."""

    name = "gifts"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Begin with all gifts."""
        super().__init__(desk, parent)
        self.table.opened.connect(self.open_gift)
        self.table.chosen.connect(self._follow)
        self.selection.correct_asked.connect(self.begin_correction)
        self.pane.closed.connect(self.close_pane)
        self.pane.correct_asked.connect(self.begin_correction)
        self.correct.closed.connect(self.leave_correction)
        self.correct.corrected.connect(self._corrected)
        self.export.clicked.connect(self.export_here)
        self.key("C", self.correct_current, list_only=True, words=self.tr("Correct this gift"))

    @override
    def reload(self) -> None:
        super().reload()
        if self.pane.isVisible():
            self.pane.again()

    @override
    def keys(self) -> list[KeyHint]:
        return [
            KeyHint("Space", self.tr("Select")),
            KeyHint("F", self.tr("Filter")),
            KeyHint("V", self.tr("Views")),
            KeyHint("Enter", self.tr("Open gift")),
            KeyHint("C", self.tr("Correct")),
            KeyHint("Ctrl+E", self.tr("Export")),
        ]

    @override
    def open(self, place: Place) -> None:
        if self.whole.currentIndex() == 1 and (place.what or place.id):
            if self.correct.changed:
                self.desk.tell(
                    self.tr(
                        "This correction is not saved yet. Press Ctrl+Enter to save it or Esc to leave it."
                    )
                )
                return
            self.leave_correction()
        if place.what == "batch" and place.id is not None:
            self.show_filters(GiftFilters(batch_id=place.id))
        elif place.what == "donor" and place.id is not None:
            self.show_filters(GiftFilters(donor_id=place.id))
        elif place.what == "fund" and place.id is not None:
            self.show_filters(GiftFilters(funds=(place.id,)))
        elif place.what == "campaign" and place.id is not None:
            self.show_filters(GiftFilters(campaigns=(place.id,)))
        elif place.what.startswith("find:"):
            self.show_filters(filters_for(place.what.removeprefix("find:")))
        elif place.what == "waiting":
            self.take_view(BUILT_IN[2])
        elif place.what == "correct" and place.id is not None:
            self.begin_correction(place.id)
        elif place.id is not None:
            self._show_gift(place.id)

    # -- one gift --------------------------------------------------------------------------------

    def open_gift(self, row: GiftRow) -> None:
        """Show a gift beside the list."""
        self._show_gift(row.id)

    def _show_gift(self, gift_id: UUID) -> None:
        self.whole.setCurrentIndex(0)
        self.pane.ask_for(gift_id)
        self.pane.show()
        self._arrange()
        if self._narrow():
            focus_into(self.pane)

    def _follow(self, row: GiftRow | None) -> None:
        if row is not None and self.pane.isVisible():
            self.pane.ask_for(row.id)

    def close_pane(self) -> None:
        """Close the gift and go back to its row."""
        self.pane.hide()
        self._arrange()
        self._to_table()

    def _narrow(self) -> bool:
        return self.width() / look.scale < _NARROW

    def _arrange(self) -> None:
        """Show list and gift side by side, or the gift alone where there is no room for both."""
        is_open = not self.pane.isHidden()
        alone = is_open and self._narrow()
        for part in (self._list, self.tabs, self.bar):
            part.setVisible(not alone)
        self.selection.setVisible(not alone and bool(self.table.checked_rows()))
        self.table.make_room(is_open)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def next_pane(self, step: int) -> bool:
        here = QApplication.focusWidget()
        if here is None or self.pane.isHidden() or self.whole.currentIndex() == 1:
            return False
        if step > 0 and self.table.hasFocus():
            return focus_into(self.pane)
        if step < 0 and self.pane.isAncestorOf(here) and not self._narrow():
            self._to_table()
            return True
        return False

    def correct_current(self) -> None:
        """Correct the gift that the cursor is on."""
        row = self.table.current()
        if row is not None:
            self.begin_correction(row.id)

    def begin_correction(self, gift_id: UUID) -> None:
        """Open the form with what was entered for a gift."""
        self.desk.ask(gift_row, gift_id).then(self._correct)

    def _correct(self, row: GiftRow | None) -> None:
        if row is None:
            return
        if not self.table.may_be_corrected(row):
            self._show_gift(row.id)
            self.desk.say(self.tr("This line cannot be corrected; its history says why"))
            return
        self.set_header(self.tr("Gifts"))
        for button in (self.export, self.record):
            button.hide()
        self.whole.setCurrentIndex(1)
        self.correct.begin(row)

    def leave_correction(self) -> None:
        """Leave everything as it is."""
        for button in (self.export, self.record):
            button.show()
        self.whole.setCurrentIndex(0)
        self._to_table()

    def _corrected(self, gift_id: UUID) -> None:
        self.leave_correction()
        self._show_gift(gift_id)

    def finish(self) -> None:
        """Finish the correction."""
        if self.whole.currentIndex() == 1:
            self.correct.finish()

    def cancel(self) -> bool:
        """Close what is open, from the inside out."""
        if self.whole.currentIndex() == 1:
            if not self.correct.close_form():
                self.leave_correction()
        elif self.pane.isVisible() and self.pane.close_form():
            self._to_table()
        elif self.pane.isVisible():
            self.close_pane()
        elif self.table.checked_rows():
            self.clear_selection()
        else:
            return False
        return True

    def export_here(self) -> None:
        """Save what the filters let through as a spreadsheet or CSV."""
        name = f"{file_name(self.view.name) or 'Gifts'} {self.desk.today().isoformat()}.xlsx"
        path = self.desk.questions.choose_save_file(
            self, self.tr("Export gifts"), name, self.tr("Spreadsheets (*.xlsx);;CSV (*.csv)")
        )
        if path is not None:
            made = self.desk.run(export_gifts, path, filters=self.filters, today=self.desk.today())
            made.called(self.tr("Exporting gifts")).then(partial(self._exported, path.name))

    def _exported(self, name: str, count: int) -> None:
        words = self.tr("1 line is in {name}") if count == 1 else self.tr("{count} lines are in {name}")
        self.desk.say(words.format(count=f"{count:,}", name=name))
