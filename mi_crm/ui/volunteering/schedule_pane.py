"""The chosen shift: who is on it, who could be asked, who cannot, and how it goes on."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mi_crm.shared.dates import short_date
from mi_crm.ui.shared.cards import Card, Empty, clear
from mi_crm.ui.shared.chips import StateChip
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.flow import Flow, see_through
from mi_crm.ui.shared.labels import label, rule
from mi_crm.ui.shared.scroll import scrolled
from mi_crm.ui.shared.style import px
from mi_crm.ui.volunteering.schedule_people import PersonLine, helper_line
from mi_crm.ui.volunteering.schedule_words import STATES, WAYS, day_words, time_words
from mi_crm.volunteering.details import AssignmentState, SkillKind
from mi_crm.volunteering.queries.one_shift import OnShiftRow, ShiftView


class ShiftPane(Card):
    """One shift in full."""

    person_asked = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show no shift yet."""
        super().__init__(flush=True, parent=parent)
        self.desk = desk
        self.view: ShiftView | None = None
        self.lines: list[PersonLine] = []
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
        for part in (self._title, self._when, self._where):
            self.rows.addWidget(part)
        self.rows.setSpacing(px(6))
        self.rows.addLayout(self._chips)
        self.rows.addWidget(self._notes)
        self.rows.addWidget(rule())
        self._heading = label(self.tr("On this shift"), "label")
        self.rows.addWidget(self._heading)
        self.rows.addLayout(self._people)
        self.further = QVBoxLayout()
        self.further.setSpacing(px(6))
        self.rows.addLayout(self.further)
        self.rows.addStretch(1)
        self._area = scrolled(self._content)
        see_through(self._area)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self._empty, 1)
        self._area.hide()
        self.setMinimumWidth(px(300))

    def show_view(self, view: ShiftView | None) -> None:
        """Show a shift, or that none is chosen."""
        self.view = view
        self._area.setVisible(view is not None)
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
        clear(self._people)
        self.lines = []
        several = len(view.needs) > 1
        for one in view.people:
            line = PersonLine(
                one.name,
                self._second(one, several=several),
                volunteer_id=one.volunteer_id,
                state=tuple(map(self._words, STATES[one.state])),  # type: ignore[arg-type] # three of them
            )
            line.clicked.connect(self._open_person)
            self.lines.append(line)
            self._people.addWidget(helper_line(line))
        if not view.people:
            self._people.addWidget(label(self.tr("Nobody was asked yet."), "help", wrap=True))

    def _words(self, words: str) -> str:
        return self.tr(words) if words else ""

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

    def _open_person(self) -> None:
        line = self.sender()
        if self.view is not None and isinstance(line, PersonLine):
            found = [one for one in self.view.people if one.volunteer_id == line.volunteer_id]
            if found:
                self.person_asked.emit(found[0].constituent_id)
