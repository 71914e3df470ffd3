"""Hours of one volunteer: of a shift that was held, and beside shifts."""

from collections.abc import Iterable

from typing_extensions import override

from mi_crm.shared.dates import long_date
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import (
    ChoiceField,
    TextField,
    row,
)
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.values import DateField
from mi_crm.ui.volunteering.volunteers_form_parts import HoursField, SideForm
from mi_crm.ui.volunteering.volunteers_words import (
    CATEGORY,
    line_time,
)
from mi_crm.volunteering.details import (
    HoursCategory,
)
from mi_crm.volunteering.entries import HoursEntry
from mi_crm.volunteering.queries.choices import Listed
from mi_crm.volunteering.queries.volunteer_hours import HelpLine


class HoursForm(SideForm):
    """Hours of one volunteer, beside shifts."""

    def __init__(self, desk: Desk, roles: Iterable[Listed]) -> None:
        """Ask for a day and hours."""
        self.day, self.hours = (
            DateField(self.tr("Day"), desk),
            HoursField(self.tr("Hours"), hint=self.tr("3.5 or 3:30")),
        )
        beside = [(key, words) for key, words in CATEGORY.items() if key is not HoursCategory.SHIFT]
        self.category = ChoiceField(self.tr("For"), beside)
        self.role = ChoiceField(
            self.tr("Role"), [(None, "–"), *((one.id, one.name) for one in roles if one.open)]
        )
        self.note = TextField(self.tr("Note"), placeholder=self.tr("What was done"))
        super().__init__(
            self.tr("Hours beside shifts"),
            [self.day, self.hours, self.category, self.role, self.note],
            self.tr("Keep hours"),
        )
        self.rows.addLayout(row(self.day, self.hours, gap=10))
        self.rows.addLayout(row(self.category, self.role, gap=10))
        self.rows.addWidget(self.note)
        self.day.set_value(desk.today())

    @override
    def complete(self) -> bool:
        if self.day.value() is None:
            return self.miss(self.day, self.tr("Type the day."))
        if self.hours.value() is None:
            return self.miss(self.hours, self.tr("Type the hours."))
        return True

    def entry(self) -> HoursEntry:
        """Return what was typed."""
        day, minutes = self.day.value(), self.hours.value()
        if day is None or minutes is None:
            raise ValueError("asked before it is complete")
        return HoursEntry(
            day=day,
            minutes=minutes,
            category=self.category.value(),
            role_id=self.role.value(),
            note=self.note.value(),
        )


class ShiftHoursForm(SideForm):
    """Hours of one volunteer on a shift that was held."""

    def __init__(self, line: HelpLine) -> None:
        """Ask how long they were there, proposing what was planned."""
        self.hours = HoursField(self.tr("Hours"), hint=self.tr("3.5 or 3:30"))
        super().__init__(line.role or line.title, [self.hours], self.tr("Keep hours"))
        about = " · ".join((line.title, long_date(line.day), line_time(line)))
        self.rows.addWidget(label(about, "second", wrap=True))
        self.rows.addWidget(self.hours)
        planned = int((line.ends - line.begins).total_seconds()) // 60 if line.begins and line.ends else None
        self.hours.set_value(line.minutes or planned)
        self.hours.input.selectAll()

    @override
    def complete(self) -> bool:
        return self.hours.value() is not None or self.miss(self.hours, self.tr("Type the hours."))

    def minutes(self) -> int:
        """Return what was typed."""
        return self.hours.value() or 0
