"""The calendar as it is read: which days, in which view, and the chosen shift beside them."""

from datetime import date, timedelta
from functools import partial
from typing import ClassVar, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from typing_extensions import override

from mi_crm.shared.dates import MONTHS
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.panes import TwoPanes
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.volunteering.schedule_bar import DAY, LIST, MONTH, WEEK, ScheduleBar
from mi_crm.ui.volunteering.schedule_days import DaysView
from mi_crm.ui.volunteering.schedule_list import ShiftTable
from mi_crm.ui.volunteering.schedule_month import MonthView, weeks_of
from mi_crm.ui.volunteering.schedule_pane import ShiftPane
from mi_crm.ui.volunteering.schedule_side import ScheduleSide
from mi_crm.ui.volunteering.schedule_words import range_words
from mi_crm.volunteering.queries.one_shift import ShiftView, shift_view
from mi_crm.volunteering.queries.week import Days, ShiftRow, days, next_hole

LOOK_AHEAD: Final = timedelta(days=180)
"""So far ahead the next shift without helpers is looked for."""
_LIST_DAYS: Final = 28


class CalendarScreen(Screen):
    """The calendar at the left, the chosen shift at the right. `arrived` comes when days are shown."""

    shows: ClassVar[frozenset[str]] = frozenset(
        {
            "shift", "need", "need_skill", "assignment", "ask", "volunteer", "constituent", "availability",
            "availability_exception", "credential", "role", "program", "site", "training", "training_session",
        }
    )  # fmt: skip

    arrived = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Begin with this week."""
        super().__init__(desk, parent)
        self.view, self.anchor = WEEK, desk.today()
        self.found: Days | None = None
        self.shift_id: UUID | None = None
        self._wish = self._pane_wish = 0
        self._focus_when_shown = self._turning = False
        self._fills = False
        """Whether a proposal stands where the calendar is otherwise."""
        self._at_end = 0
        self.bar = ScheduleBar()
        self.week, self.day = DaysView(), DaysView(most=None)
        self.month, self.list = MonthView(), ShiftTable(desk)
        self.pane = ShiftPane(desk)
        self.side = ScheduleSide(desk, self.pane)
        self.copy = Button(self.tr("Copy last week"), "primary")
        self.empty = Empty("nothing_yet", "calendar-days", self.tr("Nothing planned"), "", self.copy)
        self._soon = QTimer(self, singleShot=True, interval=60)
        self._soon.timeout.connect(self.show_shift)
        self.pages = QStackedWidget()
        for page in (self.week, self.day, self.month, self.list, self.empty):
            self.pages.addWidget(page)
        calendar = Card(flush=True)
        calendar.body.addWidget(self.pages, 1)
        self.panes = TwoPanes(
            calendar, self.side, names=(self.tr("The calendar"), self.tr("The shift")), stretch=(68, 32)
        )
        self.body.addWidget(self.bar)
        self.body.addWidget(self.panes, 1)
        self._connect_views()

    def _connect_views(self) -> None:
        self.bar.turned.connect(self.turn)
        self.bar.today_asked.connect(self.go_today)
        self.bar.hole_asked.connect(self.next_hole)
        self.bar.view_chosen.connect(self.show_view)
        for view in (self.week, self.day):
            view.grid.chosen.connect(self._choose)
            view.grid.opened.connect(self._open)
            view.grid.beyond.connect(self._go_beyond)
            view.grid.day_asked.connect(self.open_day)
        self.month.opened.connect(self.open_day)
        self.month.chosen.connect(self._stand_on)
        self.month.beyond.connect(self._go_beyond)
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(self._open)

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
        self.arrived.emit()

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

    # -- focus ---------------------------------------------------------------------------------

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
