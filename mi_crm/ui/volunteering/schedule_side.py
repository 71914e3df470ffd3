"""At the right of the calendar: the chosen shift, or the form in which one is planned or changed."""

from collections.abc import Callable
from datetime import date, time
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget

from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.scroll import scrolled
from mi_crm.ui.volunteering.schedule_form import ShiftForm
from mi_crm.ui.volunteering.schedule_pane import ShiftPane
from mi_crm.ui.volunteering.volunteers_form_parts import SideForm
from mi_crm.volunteering.queries.planning import ShiftChoices, ShiftInForm, form_of, shift_choices


class ScheduleSide(QStackedWidget):
    """`opened` comes when a form stands there, `left` when it is gone, `save_wanted` brings it to be kept."""

    opened = Signal()
    left = Signal()
    save_wanted = Signal(object)

    def __init__(self, desk: Desk, pane: ShiftPane) -> None:
        """Begin with the chosen shift."""
        super().__init__()
        self.desk, self._pane = desk, pane
        self.shown: SideForm | None = None
        self._area: QScrollArea | None = None
        self.addWidget(pane)

    @property
    def form(self) -> ShiftForm | None:
        """The form of a shift, if that is what stands there."""
        return self.shown if isinstance(self.shown, ShiftForm) else None

    def begin_new(self, day: date, minute: int | None = None) -> None:
        """Begin a new shift on a day, perhaps at a minute of it."""
        answer = self.desk.ask(shift_choices, today=self.desk.today())
        answer.then(partial(self._begin_new, day, minute))

    def _begin_new(self, day: date, minute: int | None, found: ShiftChoices) -> None:
        form = ShiftForm(self.desk, found)
        form.begin_at(day, None if minute is None else time(minute // 60 % 24, minute % 60))
        self._show(form)

    def change(self, shift_id: UUID) -> None:
        """Begin to change a shift."""
        self.desk.ask(form_of, shift_id, today=self.desk.today()).then(self._begin_change)

    def _begin_change(self, found: tuple[ShiftChoices, ShiftInForm | None]) -> None:
        choices, shift = found
        if shift is not None:
            self._show(ShiftForm(self.desk, choices, shift))

    def _show(self, form: ShiftForm) -> None:
        self.show_form(form, self._save)

    def show_form(self, form: SideForm, finished: Callable[[], object]) -> None:
        """Show a form in the place of the shift; `finished` is called when it is to be kept."""
        self._take_away()
        self.shown, self._area = form, scrolled(form)
        form.left.connect(self.leave)
        form.finished.connect(finished)
        self.addWidget(self._area)
        self.setCurrentWidget(self._area)
        self.opened.emit()
        form.begin()

    def _save(self) -> None:
        if self.form is not None:
            self.save_wanted.emit(self.form)

    def leave(self) -> None:
        """Close the form."""
        if self.shown is not None:
            self._take_away()
            self.left.emit()

    def _take_away(self) -> None:
        if self._area is not None:
            self.setCurrentWidget(self._pane)
            self.removeWidget(self._area)
            self._area.deleteLater()
        self.shown = self._area = None
