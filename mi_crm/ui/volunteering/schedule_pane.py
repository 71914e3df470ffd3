"""The chosen shift: who is on it, who could be asked, who cannot, and how it goes on."""

from datetime import datetime
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.shared.dates import short_date
from mi_crm.ui.shared.buttons import Button, IconButton
from mi_crm.ui.shared.cards import Card, Empty, clear
from mi_crm.ui.shared.chips import StateChip
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.flow import Flow, see_through
from mi_crm.ui.shared.labels import label, rule
from mi_crm.ui.shared.panes import focus_into
from mi_crm.ui.shared.scroll import scrolled
from mi_crm.ui.shared.style import px
from mi_crm.ui.volunteering.schedule_people import PersonLine, StatesRow, helper_line, tab_through
from mi_crm.ui.volunteering.schedule_suggestions import SuggestionsPart
from mi_crm.ui.volunteering.schedule_words import STATES, WAYS, day_words, time_words
from mi_crm.volunteering.details import AssignmentState, SkillKind
from mi_crm.volunteering.queries.one_shift import OnShiftRow, ShiftView


class ShiftPane(Card):
    """One shift in full."""

    person_asked = Signal(object)
    act_wanted = Signal(object, str)
    change_wanted = Signal()
    call_off_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show no shift yet."""
        super().__init__(flush=True, parent=parent)
        self.desk = desk
        self.view: ShiftView | None = None
        self.lines: list[PersonLine] = []
        self._unfolded: UUID | None = None
        self.suggestions = SuggestionsPart(desk)
        self.states = StatesRow()
        self._title, self._when = label("", "pane", wrap=True), label("", "second", wrap=True)
        self._where = label("", "help", wrap=True)
        self._chips = Flow(gap=6, line_gap=6)
        self._people = QVBoxLayout()
        self._people.setSpacing(px(4))
        self._notes = label("", "help", wrap=True)
        self._empty = Empty(
            "nothing_yet",
            "calendar-days",
            self.tr("No shift chosen"),
            self.tr("Go to one with the arrows: who is on it and who could help stands here."),
        )
        self._content = QWidget()
        self.rows = QVBoxLayout(self._content)
        self.rows.setContentsMargins(px(20), px(16), px(16), px(12))
        self.rows.setSpacing(px(8))
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        for icon, words, wanted in (
            ("pencil", self.tr("Change the shift (E)"), self.change_wanted),
            ("calendar-x", self.tr("Call the shift off (Del)"), self.call_off_wanted),
        ):
            button = IconButton(icon, words, size=16, side=28)
            button.setProperty("letters", True)
            button.clicked.connect(wanted)
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(top)
        for part in (self._when, self._where):
            self.rows.addWidget(part)
        self.rows.setSpacing(px(6))
        self.rows.addLayout(self._chips)
        self.rows.addWidget(self._notes)
        self.rows.addWidget(rule())
        self._heading = label(self.tr("On this shift"), "label")
        self.rows.addWidget(self._heading)
        self.rows.addLayout(self._people)
        self.rows.addWidget(self.suggestions)
        self.rows.addStretch(1)
        self._area = scrolled(self._content)
        see_through(self._area)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self.states)
        self.body.addWidget(self._empty, 1)
        self._area.hide()
        self.states.hide()
        self.suggestions.shown.connect(self._order)
        self.setMinimumSize(px(300), px(320))

    def show_view(self, view: ShiftView | None) -> None:
        """Show a shift, or that none is chosen."""
        if view is None or self.view is None or view.shift.id != self.view.shift.id:
            self._unfolded = None
        self.view = view
        self.suggestions.show_for(view)
        self._area.setVisible(view is not None)
        self.states.setVisible(view is not None)
        self._empty.setVisible(view is None)
        if view is None:
            return
        row = view.shift
        self._title.setText(row.title)
        self._when.setText(f"{day_words(row.begins.date())}, {time_words(row)}")
        where = " · ".join(part for part in (row.training, row.session, row.place) if part)
        self._where.setText(where)
        self._where.setVisible(bool(where))
        self._notes.setText(view.notes)
        self._notes.setVisible(bool(view.notes))
        self._show_chips(view)
        self._show_people(view)

    def _show_chips(self, view: ShiftView) -> None:
        clear(self._chips)
        row = view.shift
        over = row.ends <= self.desk.now()
        confirmed = self.tr("{n} of {best} confirmed").format(n=row.confirmed, best=row.best)
        if view.cancel_reason:
            self._chips.addWidget(StateChip(self.tr("Called off"), "wrong", "ban"))
        elif row.missing and not over:
            self._chips.addWidget(StateChip(confirmed, "wait", "triangle-alert"))
        else:
            self._chips.addWidget(StateChip(confirmed, "done" if not row.missing else "quiet", "check"))
        if row.asked:
            self._chips.addWidget(StateChip(self.tr("{n} asked").format(n=row.asked), "wait", "clock"))
        for need in view.needs:
            if len(view.needs) > 1:
                words = self.tr("{role}: {n} of {best}").format(
                    role=need.role, n=need.confirmed, best=need.best
                )
                self._chips.addWidget(StateChip(words, "wait" if need.missing else "quiet", ""))
            for name, kind in need.skills:
                icon = "languages" if kind is SkillKind.LANGUAGE else "star"
                self._chips.addWidget(StateChip(name, "quiet", icon))

    def _show_people(self, view: ShiftView) -> None:
        focused = next((line.volunteer_id for line in self.lines if line.hasFocus()), None)
        clear(self._people)
        self.lines = []
        several = len(view.needs) > 1
        for one in view.people:
            line = PersonLine(
                one.name,
                self._second(one, several=several),
                volunteer_id=one.volunteer_id,
                state=self._state(one),
            )
            line.clicked.connect(partial(self._unfold, one.id))
            self.lines.append(line)
            below = self._acts_of(one, view) if one.id == self._unfolded else ()
            self._people.addWidget(helper_line(line, below=below))
            if one.volunteer_id == focused:
                line.setFocus(Qt.FocusReason.OtherFocusReason)
        if not view.people:
            self._people.addWidget(label(self.tr("Nobody was asked yet."), "help", wrap=True))
        self._mark_current()
        self._order()

    def _order(self) -> None:
        tab_through(self.rows)

    def _state(self, one: OnShiftRow) -> tuple[str, str, str]:
        words, kind, icon = STATES[one.state]
        return self.tr(words), kind, icon

    def _unfold(self, assignment_id: UUID, _clicked: bool = False) -> None:
        """Show what can be done with somebody, or fold it away again."""
        self._unfolded = None if self._unfolded == assignment_id else assignment_id
        if self.view is not None:
            self._show_people(self.view)

    def _acts_of(self, one: OnShiftRow, view: ShiftView) -> list[Button]:
        """Return what can be done with somebody, as they stand now."""
        state, begun = one.state, view.shift.begins <= self.desk.now()
        found: list[tuple[str, str, object]] = []
        if state in (
            AssignmentState.ASKED,
            AssignmentState.DECLINED,
            AssignmentState.EXCUSED,
            AssignmentState.SUGGESTED,
            AssignmentState.WAITING,
        ):
            found.append((self.tr("Confirmed"), "C", "confirm"))
        if state in (AssignmentState.SUGGESTED, AssignmentState.WAITING, AssignmentState.CANCELED):
            found.append((self.tr("Ask"), "", "ask"))
        if state in (
            AssignmentState.SUGGESTED,
            AssignmentState.ASKED,
            AssignmentState.WAITING,
            AssignmentState.CONFIRMED,
        ):
            found.append((self.tr("Declined"), "X", "decline"))
            if (
                state is not AssignmentState.WAITING
                and view.shift.confirmed + view.shift.asked > view.shift.best
            ):
                found.append((self.tr("Waiting list"), "", "wait"))
            found.append((self.tr("Release"), "", "release"))
        if begun and state in (AssignmentState.CONFIRMED, AssignmentState.ASKED, AssignmentState.NO_SHOW):
            found.append((self.tr("Was there"), "", "attended"))
        if begun and state in (AssignmentState.CONFIRMED, AssignmentState.ASKED, AssignmentState.ATTENDED):
            found.append((self.tr("Not there"), "N", "no_show"))
        if state is AssignmentState.CONFIRMED:
            found.append((self.tr("Excused"), "", "excused"))
        found.append((self.tr("Open person"), "", "person"))
        buttons = []
        for words, key, act in found:
            button = Button(words, key=key, small=True)
            button.setAccessibleName(f"{one.name}: {words}")
            button.setProperty("letters", True)
            button.clicked.connect(partial(self._act, one, str(act)))
            buttons.append(button)
        return buttons

    def _act(self, one: OnShiftRow, act: str, _clicked: bool = False) -> None:
        if act == "person":
            self.person_asked.emit(one.constituent_id)
        else:
            self.act_wanted.emit(one, act)

    # -- on whom the keys act -------------------------------------------------------------------------

    def current(self, *states: AssignmentState) -> OnShiftRow | None:
        """Return on whom a key acts: the line with the focus, the one unfolded, else the first in a state."""
        people = self.view.people if self.view else ()
        focused = next((line.volunteer_id for line in self.lines if line.hasFocus()), None)
        for one in people:
            if focused == one.volunteer_id or (focused is None and one.id == self._unfolded):
                return one
        return next((one for state in states for one in people if one.state is state), None)

    def _mark_current(self) -> None:
        one = self.current(AssignmentState.ASKED)
        for line in self.lines:
            line.set_current(one is not None and line.volunteer_id == one.volunteer_id)

    def begin(self) -> None:
        """Take the focus, on the first person."""
        lines = [*self.lines, *self.suggestions.lines]
        if lines:
            lines[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            focus_into(self)

    def step(self, step: int) -> None:
        """Go to the next or previous person of the pane."""
        lines = [*self.lines, *self.suggestions.lines]
        here = next((n for n, line in enumerate(lines) if line.hasFocus()), None)
        if here is not None and 0 <= here + step < len(lines):
            lines[here + step].setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _second(self, one: OnShiftRow, *, several: bool) -> str:
        parts = [one.role] if several else []
        if one.note:
            parts.append(one.note)
        elif one.asked_at is not None and one.asked_by is not None:
            words = self.tr(WAYS[one.asked_by]).format(when=self._when_asked(one.asked_at))
            if one.state is AssignmentState.ASKED:
                words += self.tr(", no answer yet")
            parts.append(words)
        if one.override_reason:
            parts.append(self.tr("asked anyway: {reason}").format(reason=one.override_reason))
        return " · ".join(parts)

    def _when_asked(self, moment: datetime) -> str:
        day, today = moment.astimezone().date(), self.desk.today()
        return self.tr("today") if day == today else short_date(day, today=today)
