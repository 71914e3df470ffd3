"""Schedule: are we staffed, and who could help."""

from datetime import date, timedelta
from functools import partial
from typing import ClassVar, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from typing_extensions import override

from mi_crm.programs.queries.trainings import first_day
from mi_crm.shared.dates import MONTHS
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.panes import TwoPanes
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.shared.style import look
from mi_crm.ui.volunteering.hours_sheets import SheetPapers
from mi_crm.ui.volunteering.schedule_acts import HelperActs
from mi_crm.ui.volunteering.schedule_bar import DAY, LIST, MONTH, WEEK, ScheduleBar
from mi_crm.ui.volunteering.schedule_changes import ShiftChanges
from mi_crm.ui.volunteering.schedule_days import DaysView
from mi_crm.ui.volunteering.schedule_fill import FillMenu, FillPage
from mi_crm.ui.volunteering.schedule_form import ShiftForm
from mi_crm.ui.volunteering.schedule_list import ShiftTable
from mi_crm.ui.volunteering.schedule_month import MonthView, weeks_of
from mi_crm.ui.volunteering.schedule_pane import ShiftPane
from mi_crm.ui.volunteering.schedule_side import ScheduleSide
from mi_crm.ui.volunteering.schedule_words import range_words
from mi_crm.volunteering.details import AssignmentState
from mi_crm.volunteering.queries.filling import WhatToFill
from mi_crm.volunteering.queries.one_shift import OnShiftRow, ShiftView, shift_view
from mi_crm.volunteering.queries.suggesting import AbleRow, UnableRow
from mi_crm.volunteering.queries.week import Days, ShiftRow, days, next_hole, shift_row

LOOK_AHEAD: Final = timedelta(days=180)
"""So far ahead the next shift without helpers is looked for."""
_LIST_DAYS: Final = 28


class ScheduleScreen(Screen):
    """The calendar at the left, the chosen shift at the right."""

    name: ClassVar[str] = "schedule"
    shows: ClassVar[frozenset[str]] = frozenset(
        {
            "shift", "need", "need_skill", "assignment", "ask", "volunteer", "constituent", "availability",
            "availability_exception", "credential", "role", "program", "site", "training", "training_session",
        }
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Begin with this week."""
        super().__init__(desk, parent)
        self.view, self.anchor = WEEK, desk.today()
        self.found: Days | None = None
        self.shift_id: UUID | None = None
        self._wish = self._pane_wish = 0
        self._focus_when_shown = self._turning = False
        self._at_end = 0
        self.bar = ScheduleBar()
        self.week, self.day = DaysView(), DaysView(most=None)
        self.month, self.list = MonthView(), ShiftTable(desk)
        self.pane = ShiftPane(desk)
        self.side = ScheduleSide(desk, self.pane)
        self.acts, self.changes = HelperActs(desk, self), ShiftChanges(desk, self)
        self.filling = FillPage(desk)
        self._fills = self._fill_asked = False
        self.menu = FillMenu(self)
        self.menu.chosen.connect(self.begin_fill)
        self.fill = Button(self.tr("Fill"), icon="wand-sparkles", key="F")
        self.fill.setAccessibleName(self.tr("Fill open places with a plan"))
        self.sheets = SheetPapers(desk, self)
        self.sign_in = Button(self.tr("Print sign-in sheet"), icon="printer", key="Ctrl+P")
        self.sign_in.clicked.connect(self.print_here)
        self.new = Button(self.tr("New shift"), icon="calendar-plus", key="Ctrl+N")
        self.copy = Button(self.tr("Copy last week"), "primary")
        self.copy.clicked.connect(self._copy_week)
        self.empty = Empty(
            "nothing_yet",
            "calendar-days",
            self.tr("Nothing planned"),
            self.tr("Copy last week?"),
            self.copy,
        )
        self._soon = QTimer(self, singleShot=True, interval=60)
        self._soon.timeout.connect(self.show_shift)
        self._lay_out()
        self._connect()
        self._keys_here()

    def _lay_out(self) -> None:
        self.pages = QStackedWidget()
        for page in (self.week, self.day, self.month, self.list, self.empty, self.filling):
            self.pages.addWidget(page)
        calendar = Card(flush=True)
        calendar.body.addWidget(self.pages, 1)
        self.panes = TwoPanes(
            calendar, self.side, names=(self.tr("The calendar"), self.tr("The shift")), stretch=(68, 32)
        )
        self.body.addWidget(self.bar)
        self.body.addWidget(self.panes, 1)
        acts = [self.panes.turn_button, self.fill, self.new, self.sign_in]
        self.set_header(self.tr("Schedule"), actions=acts)

    def _connect(self) -> None:
        self.bar.turned.connect(self.turn)
        self.bar.today_asked.connect(self.go_today)
        self.bar.hole_asked.connect(self.next_hole)
        self.bar.view_chosen.connect(self.show_view)
        for view in (self.week, self.day):
            view.grid.chosen.connect(self._choose)
            view.grid.opened.connect(self._open)
            view.grid.beyond.connect(self._go_beyond)
            view.grid.day_asked.connect(self.open_day)
            view.grid.new_asked.connect(self.side.begin_new)
            view.grid.moved.connect(self.changes.move)
            view.grid.dropped.connect(self._drop)
            view.names.training_asked.connect(self._open_training)
        self.month.opened.connect(self.open_day)
        self.month.chosen.connect(self._stand_on)
        self.month.beyond.connect(self._go_beyond)
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(self._open)
        self.pane.person_asked.connect(self._open_person)
        self.pane.act_wanted.connect(self._act)
        self.pane.suggestions.ask_wanted.connect(self._ask)
        self.pane.suggestions.swap_wanted.connect(self.acts.swap)
        self.acts.stale.connect(self.reload)
        self.changes.stale.connect(self.reload)
        self.acts.applied.connect(self.leave_fill)
        self.new.clicked.connect(self.new_here)
        self.side.opened.connect(self._form_opened)
        self.side.left.connect(self._form_left)
        self.side.save_wanted.connect(self.changes.save)
        self.changes.saved.connect(self._saved)
        self.pane.change_wanted.connect(self.change_shift)
        self.pane.call_off_wanted.connect(self.call_off)
        self.fill.clicked.connect(self.choose_fill)
        self.filling.shown.connect(self._show_fill)
        self.filling.chosen.connect(self._look_at)
        self.filling.apply_wanted.connect(self.acts.apply)
        self.filling.left.connect(self.leave_fill)

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
            ("R", self.move_by_keys, self.tr("Move the shift with the arrows")),
        ):
            self.key(key, act, list_only=True, words=words)
        for number in (1, 2, 3):
            words = self.tr("Ask suggestion {number}").format(number=number)
            self.key(str(number), partial(self._ask_number, number), list_only=True, words=words)

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

    # -- which days --------------------------------------------------------------------------------

    def span(self) -> tuple[date, date]:
        """Return the first and the last day shown."""
        monday = self.anchor - timedelta(days=self.anchor.weekday())
        if self.view == DAY:
            return self.anchor, self.anchor
        if self.view == MONTH:
            return weeks_of(self.anchor)
        return monday, monday + timedelta(days=6 if self.view == WEEK else _LIST_DAYS - 1)

    def turn(self, step: int) -> None:
        """Go to the earlier (-1) or later (1) days."""
        self._fills = False
        if self.view == MONTH:
            middle = self.anchor.replace(day=15) + timedelta(days=30 * step)
            self.anchor = middle.replace(day=1)
        else:
            first, last = self.span()
            self.anchor += step * (last - first + timedelta(days=1))
        self.reload()

    def go_today(self) -> None:
        """Go to the days around today."""
        self._fills = False
        self.anchor = self.desk.today()
        self._focus_when_shown = self._has_focus()
        self.reload()

    def show_view(self, view: str) -> None:
        """Show the same time as day, week, month or list."""
        self._fills = False
        self._focus_when_shown = self._focus_when_shown or self._has_focus()
        if self.view != view and self.shift_id is not None and (row := self._row(self.shift_id)):
            self.anchor = row.begins.date()
        self.view = view
        self.bar.views.choose(view)
        self.reload()

    def open_day(self, day: date) -> None:
        """Show one day."""
        self._fills = False
        self.anchor = day
        self.shift_id = None
        self._focus_when_shown = True
        self.view = DAY
        self.bar.views.choose(DAY)
        self.reload()

    def _stand_on(self, day: date) -> None:
        if self.found is not None and self.found.first <= day <= self.found.last:
            self.anchor = day

    def _go_beyond(self, step: int) -> None:
        """Go on from the last shift to the next days, and back from the first."""
        self._at_end = step
        self._focus_when_shown = True
        self.shift_id = None
        self.turn(step)

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
        elif place.what == "fill":
            self._fill_asked = True
            self._offer_fill()

    def _open_first_day(self, day: date | None) -> None:
        if day is not None:
            self.open_day(day)

    # -- what is shown ----------------------------------------------------------------------------

    @override
    def reload(self) -> None:
        self._wish += 1
        self.desk.ask(days, *self.span()).then(partial(self._show, self._wish))
        self.show_shift()

    def _show(self, wish: int, found: Days) -> None:
        if wish != self._wish:
            return
        self.found = found
        now, today = self.desk.now().astimezone(ZoneInfo(found.zone)), self.desk.today()
        self.bar.show_range(range_words(found.first, found.last) if self.view != MONTH else self._month())
        self.bar.show_programs(found.programs)
        self.bar.holes.show_count(sum(1 for row in found.shifts if row.missing and row.begins > now))
        planned = bool(found.shifts or found.bands)
        # What is copied is a week, or its day.
        self.copy.setVisible(self.view != LIST)
        self.empty.say(self.tr("Nothing planned"), "" if self.view == LIST else self.tr("Copy last week?"))
        page: QWidget = self.empty
        if self.view == MONTH:
            page = self.month
            self.month.show_month(found, self.anchor, now, today)
            self.month.choose(self.anchor)
        elif planned and self.view == LIST:
            page = self.list
            self.list.show_days(found)
        elif planned:
            page = shown = self.day if self.view == DAY else self.week
            shown.show_days(found, now, today)
        if self._fills:
            return
        had_focus = self._focus_when_shown or self._has_focus()
        # As one page goes, Qt hands the focus to some card of the next: nobody chose that one.
        self._turning = True
        self.pages.setCurrentWidget(page)
        self._turning = False
        self._take_up_choice(found)
        if had_focus and not self.pane.isAncestorOf(QApplication.focusWidget() or self):
            self.focus_here()
        self._focus_when_shown = False
        self._offer_fill()

    def _month(self) -> str:
        return f"{MONTHS[self.anchor.month - 1]} {self.anchor.year}"

    def _take_up_choice(self, found: Days) -> None:
        """Choose the same shift as before, else the first that needs helpers, else the next one."""
        rows = [row for row in found.shifts if row.begins.date() >= found.first]
        chosen = self._row(self.shift_id)
        if chosen is None and rows and self.view != MONTH:
            now = self.desk.now()
            coming = [row for row in rows if row.begins > now] or rows
            short = [row for row in coming if row.missing]
            ends = {1: rows[0], -1: rows[-1]}
            chosen = ends.get(self._at_end) or (short or coming)[0]
        self._at_end = 0
        self.shift_id = chosen.id if chosen else None
        if chosen is not None:
            self._mark(chosen)
        self.show_shift()

    def _mark(self, row: ShiftRow) -> None:
        if self.view in (WEEK, DAY):
            (self.week if self.view == WEEK else self.day).choose(row.id)
        elif self.view == LIST:
            self.list.choose_key(row.id)

    def _row(self, shift_id: UUID | None) -> ShiftRow | None:
        shifts = self.found.shifts if self.found else ()
        return next((row for row in shifts if row.id == shift_id), None)

    def show_shift(self) -> None:
        """Show the chosen shift in the pane as it is now."""
        self._soon.stop()
        self._pane_wish += 1
        if self.shift_id is None:
            self.pane.show_view(None)
        else:
            self.desk.ask(shift_view, self.shift_id).then(partial(self._show_pane, self._pane_wish))

    def _show_pane(self, wish: int, view: ShiftView | None) -> None:
        if wish == self._pane_wish:
            self.pane.show_view(view)

    # -- the chosen shift ----------------------------------------------------------------------------

    def _choose(self, row: ShiftRow | None) -> None:
        if row is not None and row.id != self.shift_id and not self._turning:
            self.shift_id = row.id
            if self.view != LIST:
                self.anchor = row.begins.date()
            # Whoever runs through the week with an arrow held down asks for the last one only.
            self._soon.start()

    def _open(self, _row: ShiftRow) -> None:
        self.panes.bring(1)
        self.pane.begin()

    def go_to(self, row: ShiftRow | None) -> None:
        """Show a shift where it stands in the calendar."""
        if row is None:
            self.desk.say(self.tr("This shift is no longer planned"))
            return
        if self.view == MONTH:
            self.view = WEEK
            self.bar.views.choose(WEEK)
        self._fills = False
        self.anchor, self.shift_id = row.begins.date(), row.id
        self._focus_when_shown = True
        self.reload()

    def next_hole(self) -> None:
        """Go to the next shift that needs helpers, after the last one to the first again."""
        now = self.desk.now()
        self.desk.ask(next_hole, self._row(self.shift_id), now, now + LOOK_AHEAD).then(self._go_to_hole)

    def _go_to_hole(self, row: ShiftRow | None) -> None:
        if row is None:
            self.desk.say(self.tr("Every shift to come has its helpers"))
        else:
            self.go_to(row)

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
            row = self._row(self.shift_id)
            day = row.begins.date() if row is not None else self.anchor
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
        if self.form is not None:
            self.form.finish()
        elif self._fills:
            self.filling.go()

    def cancel(self) -> bool:
        """Leave the form or the proposal; return whether there was one."""
        had = self._fills or self.form is not None
        if self.form is not None:
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
        row = self._row(self.shift_id)
        self.side.begin_new(row.begins.date() if row is not None else self.anchor)

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
    def focus_here(self) -> None:
        if self.found is None:
            self._focus_when_shown = True
        page = self.pages.currentWidget()
        if page is self.month:
            self.month.choose(self.anchor, focus=True)
        elif isinstance(page, DaysView):
            page.focus_here()
        elif page is self.list:
            self.list.setFocus()
        else:
            self.bar.today.setFocus()

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.pages.isAncestorOf(focused)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() / look.scale < 900
        self.bar.stand(narrow=narrow)
        # Where there is little room, its key is enough.
        self.sign_in.setVisible(not narrow)
