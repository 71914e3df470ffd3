"""Schedule: are we staffed, and who could help."""

from datetime import date
from functools import partial
from typing import ClassVar
from uuid import UUID

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mi_crm.programs.queries.trainings import first_day
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.style import look
from mi_crm.ui.volunteering.hours_sheets import SheetPapers
from mi_crm.ui.volunteering.mail_bar import MailBar
from mi_crm.ui.volunteering.schedule_acts import HelperActs
from mi_crm.ui.volunteering.schedule_bar import DAY, LIST, MONTH, WEEK
from mi_crm.ui.volunteering.schedule_calendar import CalendarScreen
from mi_crm.ui.volunteering.schedule_changes import ShiftChanges
from mi_crm.ui.volunteering.schedule_days import DaysView
from mi_crm.ui.volunteering.schedule_fill import FillMenu, FillPage
from mi_crm.ui.volunteering.schedule_form import ShiftForm
from mi_crm.ui.volunteering.schedule_templates import Templates
from mi_crm.volunteering.details import AssignmentState
from mi_crm.volunteering.queries.filling import WhatToFill
from mi_crm.volunteering.queries.one_shift import OnShiftRow, ShiftView, shift_view
from mi_crm.volunteering.queries.suggesting import AbleRow, UnableRow
from mi_crm.volunteering.queries.week import ShiftRow, shift_row


class ScheduleScreen(CalendarScreen):
    """The calendar with what is done in it: helpers asked, shifts planned, a week filled."""

    name: ClassVar[str] = "schedule"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Begin with this week."""
        super().__init__(desk, parent)
        self.acts, self.changes = HelperActs(desk, self), ShiftChanges(desk, self)
        self.templates = Templates(desk, self, self.side)
        self.sheets = SheetPapers(desk, self)
        self.mail = MailBar(desk, key="S")
        self.body.insertWidget(1, self.mail)
        self.filling, self.menu = FillPage(desk), FillMenu(self)
        self.pages.addWidget(self.filling)
        self._fill_asked, self._template_asked = False, ""
        self.fill = Button(self.tr("Fill"), icon="wand-sparkles", key="F")
        self.fill.setAccessibleName(self.tr("Fill open places with a plan"))
        self.new = Button(self.tr("New shift"), icon="calendar-plus", key="Ctrl+N")
        self.sign_in = Button(self.tr("Print sign-in sheet"), icon="printer", key="Ctrl+P")
        acts = [self.panes.turn_button, self.fill, self.new, self.sign_in]
        self.set_header(self.tr("Schedule"), actions=acts)
        self._connect()
        self._keys_here()

    def _connect(self) -> None:
        for view in (self.week, self.day):
            view.grid.new_asked.connect(self.side.begin_new)
            view.grid.moved.connect(self.changes.move)
            view.grid.dropped.connect(self._drop)
            view.names.training_asked.connect(self._open_training)
        self.pane.person_asked.connect(self._open_person)
        self.pane.act_wanted.connect(self._act)
        self.pane.suggestions.ask_wanted.connect(self._ask)
        self.pane.suggestions.swap_wanted.connect(self.acts.swap)
        self.pane.change_wanted.connect(self.change_shift)
        self.pane.call_off_wanted.connect(self.call_off)
        self.side.opened.connect(self._form_opened)
        self.side.left.connect(self._form_left)
        self.side.save_wanted.connect(self.changes.save)
        self.changes.saved.connect(self._saved)
        self.templates.planned.connect(self._saved)
        self.changes.stale.connect(self.reload)
        self.acts.stale.connect(self.reload)
        self.acts.applied.connect(self.leave_fill)
        self.arrived.connect(self._offer_fill)
        self.arrived.connect(self._offer_template)
        self.menu.chosen.connect(self.begin_fill)
        self.filling.shown.connect(self._show_fill)
        self.filling.chosen.connect(self._look_at)
        self.filling.apply_wanted.connect(self.acts.apply)
        self.filling.left.connect(self.leave_fill)
        self.fill.clicked.connect(self.choose_fill)
        self.new.clicked.connect(self.new_here)
        self.sign_in.clicked.connect(self.print_here)
        self.copy.clicked.connect(self._copy_week)

    def _keys_here(self) -> None:
        for key, act, words in (
            ("T", self.go_today, self.tr("Today")),
            ("D", partial(self.show_view, DAY), self.tr("Day")),
            ("W", partial(self.show_view, WEEK), self.tr("Week")),
            ("M", partial(self.show_view, MONTH), self.tr("Month")),
            ("L", partial(self.show_view, LIST), self.tr("List")),
            ("H", self.next_hole, self.tr("Next shift that needs helpers")),
            ("C", self.confirm, self.tr("Confirmed")),
            ("X", self.decline, self.tr("Declined")),
            ("N", self.not_there, self.tr("Was not there")),
            ("A", self.pane.suggestions.begin_other, self.tr("Ask someone else")),
            ("E", self.change_shift, self.tr("Change the shift")),
            ("Del", self.call_off, self.tr("Call the shift off")),
            ("F", self.choose_fill, self.tr("Fill open places")),
            ("P", self.print_calls, self.tr("Call sheet of the best to ask")),
            ("S", self.mail.send, self.tr("E-mail what waits to helpers")),
            ("K", self.keep_day, self.tr("Make a template of this day")),
            ("R", self.move_by_keys, self.tr("Move the shift with the arrows")),
        ):
            self.key(key, act, list_only=True, words=words)
        self.key("Ctrl+Shift+N", self.plan_from_template, words=self.tr("Plan from a template"))
        for number in (1, 2, 3):
            words = self.tr("Ask suggestion {number}").format(number=number)
            self.key(str(number), partial(self._ask_number, number), list_only=True, words=words)

    @override
    def reload(self) -> None:
        super().reload()
        self.mail.reload()

    @override
    def keys(self) -> list[KeyHint]:
        if self._fills:
            return [
                KeyHint("Space", self.tr("In or out")),
                KeyHint("Ctrl+Enter", self.tr("Apply")),
                KeyHint("Esc", self.tr("Leave it")),
            ]
        return [
            KeyHint("← → ↑ ↓", self.tr("Move")),
            KeyHint("Enter", self.tr("Open shift")),
            KeyHint("1 2 3", self.tr("Ask suggested")),
            KeyHint("C", self.tr("Confirmed")),
            KeyHint("X", self.tr("Declined")),
            KeyHint("H", self.tr("Next hole")),
            KeyHint("Ctrl+Z", self.tr("Undo")),
        ]

    @override
    def open(self, place: Place) -> None:
        if place.id is not None and place.what in ("", "shift"):
            self.desk.ask(shift_row, place.id).then(self.go_to)
        elif place.id is not None and place.what == "training":
            self.desk.ask(first_day, place.id).then(self._open_first_day)
        elif place.what == "holes":
            self.shift_id = None
            self.next_hole()
        elif place.what == "new":
            self.new_here()
        elif place.what in ("template", "keep"):
            self._template_asked = place.what
            self._offer_template()
        elif place.what == "fill":
            self._fill_asked = True
            self._offer_fill()

    def _open_first_day(self, day: date | None) -> None:
        if day is not None:
            self.open_day(day)

    # -- helpers -------------------------------------------------------------------------------------

    def _pane_is_here(self) -> bool:
        """Return whether the pane shows the chosen shift: a key must not act on the one before."""
        return self.pane.view is not None and self.pane.view.shift.id == self.shift_id

    def _ask_number(self, number: int) -> None:
        if self._pane_is_here():
            self.pane.suggestions.ask_number(number)

    def _ask(self, need_id: UUID, row: AbleRow | UnableRow, anyway: bool) -> None:
        self.acts.ask(need_id, row, anyway=anyway)

    def _act(self, one: OnShiftRow, act: str) -> None:
        acts = self.acts
        if act in ("attended", "no_show", "excused"):
            acts.mark(one, AssignmentState(act))
        elif act == "ask":
            acts.ask_by_key(one.need_id, one.volunteer_id)
        elif act == "wait":
            acts.wait(one.need_id, one.volunteer_id)
        else:
            {"confirm": acts.confirm, "decline": acts.decline, "release": acts.release}[act](one)

    def confirm(self) -> None:
        """Note that the one asked said yes."""
        if self._pane_is_here() and (one := self.pane.current(AssignmentState.ASKED)):
            self.acts.confirm(one)

    def decline(self) -> None:
        """Note that the one asked said no."""
        if self._pane_is_here() and (one := self.pane.current(AssignmentState.ASKED)):
            self.acts.decline(one)

    def not_there(self) -> None:
        """Note that the one confirmed was not there."""
        if self._pane_is_here() and (one := self.pane.current(AssignmentState.CONFIRMED)):
            self.acts.mark(one, AssignmentState.NO_SHOW)

    def _drop(self, row: ShiftRow, volunteer_id: UUID) -> None:
        """Ask whoever was dropped on a shift for the role that is short there."""
        self.desk.ask(shift_view, row.id).then(partial(self._dropped, volunteer_id))

    def _dropped(self, volunteer_id: UUID, view: ShiftView | None) -> None:
        if view is not None and view.needs:
            short = [need for need in view.needs if need.missing] or list(view.needs)
            self.acts.ask_by_key(short[0].id, volunteer_id)

    def move_by_keys(self) -> None:
        """Let the arrows move the chosen shift."""
        page = self.pages.currentWidget()
        if isinstance(page, DaysView):
            page.grid.begin_motion()
            self.desk.say(self.tr("Arrows move it, Shift with them ends it later; Enter, or Esc to leave it"))

    # -- a plan for many shifts ----------------------------------------------------------------------

    def _offer_fill(self) -> None:
        """Offer to fill, once it is known what is planned."""
        if self._fill_asked and self.found is not None and self.isVisible():
            self._fill_asked = False
            self.choose_fill()

    def choose_fill(self) -> None:
        """Offer to fill the day of the chosen shift, what is shown, or a training."""
        if self.found is not None:
            day = self._day_in_hand()
            place = self.fill.mapToGlobal(QPoint(0, self.fill.height()))
            self.menu.offer(self.found, day, place, whole=self.view != MONTH)

    def begin_fill(self, what: WhatToFill, words: str) -> None:
        """Make a plan behind the work in hand; it is shown when it is there."""
        self.filling.begin(what, words)

    def _show_fill(self) -> None:
        self._fills = True
        self._turning = True
        self.pages.setCurrentWidget(self.filling)
        self._turning = False
        self.panes.bring(0)
        if (first := self.filling.table.current()) is not None:
            self._look_at(first.shift_id)
        (self.filling.table if self.filling.model.rows else self.filling.leave).setFocus()

    def _look_at(self, shift_id: UUID) -> None:
        self.shift_id = shift_id
        self._soon.start()

    def leave_fill(self) -> None:
        """Go back from the proposal to the calendar."""
        self.filling.stop()
        if self._fills:
            self._fills = False
            self._focus_when_shown = True
            self.reload()

    def finish(self) -> None:
        """Save the form, or apply the proposal."""
        if self.side.shown is not None:
            self.side.shown.finish()
        elif self._fills:
            self.filling.go()

    def cancel(self) -> bool:
        """Leave the form or the proposal; return whether there was one."""
        had = self._fills or self.side.shown is not None
        if self.side.shown is not None:
            self.side.leave()
        else:
            self.leave_fill()
        return had

    # -- the form of a shift --------------------------------------------------------------------------

    @property
    def form(self) -> ShiftForm | None:
        """The form that is open at the right."""
        return self.side.form

    def new_here(self) -> None:
        """Plan a new shift on the day in hand."""
        self.side.begin_new(self._day_in_hand())

    def _day_in_hand(self) -> date:
        row = self._row(self.shift_id)
        return row.begins.date() if row is not None else self.anchor

    def _offer_template(self) -> None:
        """Open the form that the menu asked for, once it is known what is planned."""
        asked = self._template_asked
        if asked and self.found is not None and self.isVisible():
            self._template_asked = ""
            (self.keep_day if asked == "keep" else self.plan_from_template)()

    def plan_from_template(self) -> None:
        """Plan the shifts of a template on the day in hand."""
        self.templates.begin_plan(self._day_in_hand())

    def keep_day(self) -> None:
        """Keep what is planned on the day in hand as a template."""
        if self.found is not None:
            self.templates.begin_keep(self._day_in_hand(), self.found)

    def change_shift(self) -> None:
        """Change the chosen shift."""
        if self.shift_id is not None:
            self.side.change(self.shift_id)

    def _form_opened(self) -> None:
        self.panes.bring(1)

    def _form_left(self) -> None:
        self.panes.bring(0)
        self.focus_here()

    def _saved(self, shift_id: UUID) -> None:
        self.side.leave()
        self.desk.ask(shift_row, shift_id).then(self.go_to)

    def call_off(self) -> None:
        """Call the chosen shift off."""
        if self._pane_is_here() and self.pane.view is not None:
            self.changes.call_off(self.pane.view.shift)

    def _copy_week(self) -> None:
        if self.found is not None:
            self.changes.copy_week(self.found.first, self.found.last, self.found.zone)

    def _open_training(self, training_id: UUID) -> None:
        self.desk.go(Place("trainings", training_id))

    def _open_person(self, constituent_id: UUID) -> None:
        self.desk.go(Place("people", constituent_id))

    # -- focus and room ----------------------------------------------------------------------------

    def print_here(self) -> None:
        """Print a sign-in sheet of the shift that is chosen, with a number of its own (Ctrl+P)."""
        if self.shift_id is not None:
            self.sheets.sign_in(self.shift_id)

    def print_calls(self) -> None:
        """Print whom to call for the place that is looked at, the best first."""
        if (need_id := self.pane.suggestions.need_id) is not None:
            self.sheets.calls_for(need_id)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() / look.scale < 900
        self.bar.stand(narrow=narrow)
        # Where there is little room, its key is enough.
        self.sign_in.setVisible(not narrow)
