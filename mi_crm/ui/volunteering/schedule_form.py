"""A shift as a form: when, where, which roles and how many, how it repeats."""

from datetime import date, time
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.ui.shared.buttons import Button, IconButton
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ChoiceField, NoteField, TextField, row
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.values import DateField, TimeField
from mi_crm.ui.volunteering.schedule_people import tab_through
from mi_crm.ui.volunteering.volunteers_form_parts import NumberField, SideForm
from mi_crm.volunteering.entries import NeedEntry, ShiftEntry, SkillWish
from mi_crm.volunteering.queries.planning import ShiftChoices, ShiftInForm
from mi_crm.volunteering.rules.series import Repeat, rule_of

ONE, FOLLOWING, ALL = "one", "following", "all"


class NeedLine(QWidget):
    """A role, how many it needs at least, and how many are best."""

    removed = Signal()

    def __init__(self, roles: list[tuple[UUID, str]], number: int) -> None:
        """Offer the roles; one helper is needed."""
        super().__init__()
        words = self.tr("Role {n}").format(n=number) if number > 1 else self.tr("Role")
        self.role = ChoiceField(words, roles, placeholder=self.tr("Choose"))
        self.least = NumberField(self.tr("Needs"), most=99)
        self.best = NumberField(self.tr("Best"), most=99)
        self.least.set_value(1)
        self.skills: tuple[SkillWish, ...] = ()
        for field in (self.role, self.least, self.best):
            # Added later than what stands below: where it hands the focus on, Tab would come here once more.
            field.setFocusProxy(None)  # type: ignore[arg-type] # Qt takes none; its stub does not
        for field in (self.least, self.best):
            field.setFixedWidth(px(58))
            field.input.setAccessibleName(f"{words}: {field.words.text()}")
        cross = IconButton("x", self.tr("Take out {role}").format(role=words), size=14, side=28)
        cross.clicked.connect(self.removed)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(8))
        line.addWidget(self.role, 1, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.least, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.best, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(cross, 0, Qt.AlignmentFlag.AlignBottom)
        self.cross = cross

    def show_need(self, need: NeedEntry) -> None:
        """Show what is needed so far."""
        self.role.set_value(need.role_id)
        self.least.set_value(need.least or None)
        self.best.set_value(need.best)
        self.skills = need.skills

    def need(self) -> NeedEntry | None:
        """Return what is needed, or None while no role is chosen."""
        role, least = self.role.value(), self.least.value() or 0
        if role is None:
            return None
        return NeedEntry(
            role_id=role, least=least, best=self.best.value() or max(least, 1), skills=self.skills
        )


class ShiftForm(SideForm):
    """A new shift, or one to change. `entry` is what was typed, `rule` how it repeats."""

    def __init__(self, desk: Desk, choices: ShiftChoices, shift: ShiftInForm | None = None) -> None:
        """Offer what can be chosen, and show the shift as it is."""
        self.shift, self._choices = shift, choices
        self._zone = shift.entry.zone if shift else choices.zone
        self._session_id = shift.entry.session_id if shift else None
        nothing = [(None, "–")]
        self.title = TextField(self.tr("Title"), help=self.tr("Empty takes the name of the role"))
        self.day = DateField(self.tr("Day"), desk, future=True)
        self.begins = TimeField(self.tr("From"))
        self.ends = TimeField(self.tr("To"), after=self.begins)
        self.training = ChoiceField(self.tr("Training"), nothing + list(choices.trainings))
        self.program = ChoiceField(self.tr("Program"), nothing + list(choices.programs))
        self.site = ChoiceField(self.tr("Place"), nothing + list(choices.sites))
        self.room = TextField(self.tr("Room"))
        self.repeat = ChoiceField(
            self.tr("Repeats"),
            [
                ("", self.tr("Not")),
                ("week", self.tr("Every week")),
                ("2 weeks", self.tr("Every two weeks")),
                ("month", self.tr("Every month, same weekday")),
            ],
        )
        self.until = DateField(self.tr("Until"), desk, future=True)
        self.notes = NoteField(self.tr("What helpers should know"))
        self.scope = ChoiceField(
            self.tr("Change"),
            [
                (ONE, self.tr("Only this one")),
                (FOLLOWING, self.tr("This and following")),
                (ALL, self.tr("All that are to come")),
            ],
        )
        super().__init__(
            self.tr("Change shift") if shift else self.tr("New shift"),
            [self.title, self.day, self.begins, self.ends, self.site, self.room, self.training, self.program,
             self.repeat, self.until, self.scope],
            self.tr("Save"),
        )  # fmt: skip
        self.lines: list[NeedLine] = []
        self._needs = QVBoxLayout()
        self._needs.setSpacing(px(6))
        self._another = Button(self.tr("Another role"), "ghost", icon="plus", small=True)
        self._another.clicked.connect(self._add_clicked)
        self._lay_out()
        self.training.edited.connect(self._fit)
        self.repeat.edited.connect(self._fit)
        if shift is not None:
            self._show(shift)
        else:
            self._add()
        self._fit()

    def _lay_out(self) -> None:
        self.rows.addWidget(self.title)
        self.rows.addLayout(row(self.day))
        self.rows.addLayout(row(self.begins, self.ends))
        self.rows.addLayout(self._needs)
        self.rows.addWidget(self._another, 0, Qt.AlignmentFlag.AlignLeft)
        self.rows.addLayout(row(self.site, self.room, stretch=(3, 2)))
        self.rows.addWidget(self.training)
        self.rows.addWidget(self.program)
        self.rows.addLayout(row(self.repeat, self.until, stretch=(3, 2)))
        self.rows.addWidget(self.scope)
        self.rows.addWidget(self.notes)

    def begin_at(self, day: date, begins: time | None = None) -> None:
        """Propose a day, and an hour from which on it is."""
        self.day.set_value(day)
        if begins is not None:
            self.begins.set_value(begins)
            self.ends.set_value(begins.replace(hour=min(begins.hour + 2, 23)))

    def _show(self, shift: ShiftInForm) -> None:
        entry = shift.entry
        self.title.set_value(entry.title)
        self.day.set_value(entry.day)
        self.begins.set_value(entry.begins)
        self.ends.set_value(entry.ends)
        for field, value in (
            (self.training, entry.training_id), (self.program, entry.program_id), (self.site, entry.site_id),
        ):  # fmt: skip
            field.set_value(value)
        self.room.set_value(entry.room)
        self.notes.set_value(entry.notes)
        for need in entry.needs:
            self._add().show_need(need)

    @override
    def begin(self) -> None:
        tab_through(self.rows, self.buttons)
        super().begin()

    def _add_clicked(self) -> None:
        self._add().role.input.setFocus(Qt.FocusReason.OtherFocusReason)
        tab_through(self.rows, self.buttons)

    def _add(self) -> NeedLine:
        line = NeedLine(list(self._choices.roles), len(self.lines) + 1)
        line.removed.connect(partial(self._remove, line))
        self.lines.append(line)
        self._needs.addWidget(line)
        self._fit()
        return line

    def _remove(self, line: NeedLine) -> None:
        self.lines.remove(line)
        line.hide()
        line.deleteLater()
        self._another.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit()

    def _fit(self) -> None:
        """Show only what has a meaning: a training has its program, a new shift no series yet."""
        self.program.setVisible(self.training.value() is None)
        self.repeat.setVisible(self.shift is None)
        self.until.setVisible(self.shift is None and bool(self.repeat.value()))
        self.scope.setVisible(self.shift is not None and self.shift.in_series)
        for line in self.lines:
            line.cross.setVisible(len(self.lines) > 1)

    # -- what was typed -------------------------------------------------------------------------------

    @override
    def complete(self) -> bool:
        for field, words in (
            (self.day, self.tr("Say on which day.")),
            (self.begins, self.tr("Say when it begins.")),
            (self.ends, self.tr("Say when it ends.")),
        ):
            if field.value() is None:
                return self.miss(field, words)
        for line in self.lines:
            if line.role.value() is None:
                return self.miss(line.role, self.tr("Choose which role is needed."))
            if not (line.least.check() and line.best.check()):
                return False
        if not self.until.isHidden() and self.until.value() is None:
            return self.miss(self.until, self.tr("Say until which day it repeats."))
        return True

    def entry(self) -> ShiftEntry:
        """Return what was typed."""
        return ShiftEntry(
            title=self.title.value(),
            day=self.day.value() or date.min,
            begins=self.begins.value() or time(0),
            ends=self.ends.value() or time(0),
            zone=self._zone,
            needs=tuple(need for line in self.lines if (need := line.need()) is not None),
            program_id=self.program.value() if self.training.value() is None else None,
            training_id=self.training.value(),
            session_id=self._session_id if self._same_training() else None,
            site_id=self.site.value(),
            room=self.room.value(),
            notes=self.notes.value(),
        )

    def _same_training(self) -> bool:
        return self.shift is not None and self.shift.entry.training_id == self.training.value()

    def rule(self) -> str | None:
        """Return how it repeats. Raises Problem when that cannot be."""
        every, day = self.repeat.value(), self.day.value()
        if not every or day is None or self.shift is not None:
            return None
        return rule_of(
            Repeat(
                "month" if every == "month" else "week",
                until=self.until.value(),
                step=2 if every == "2 weeks" else 1,
            ),
            day,
        )
