"""Forms of templates: a day planned from one, and one made of a day."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from typing_extensions import override

from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ChoiceField, TextField
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.values import DateField
from mi_crm.ui.volunteering.schedule_words import day_words, minute_of
from mi_crm.ui.volunteering.volunteers_form_parts import SideForm
from mi_crm.volunteering.entries import TemplateShiftEntry
from mi_crm.volunteering.queries.templates import TemplateChoices, TemplateRow, TrainingPlace
from mi_crm.volunteering.queries.week import ShiftRow
from mi_crm.volunteering.rules.words import clock_range


class PlanForm(SideForm):
    """Which template, from which day on, for which training; below them what comes of it."""

    def __init__(self, desk: Desk, found: TemplateChoices, day: date) -> None:
        """Offer the templates for a day, with the training that meets on it."""
        self.found = found
        meets = [one.id for one in found.trainings if _meets(one, day)]
        self.template = ChoiceField(self.tr("Template"), [(one.id, one.name) for one in found.templates])
        self.day = DateField(self.tr("Day"), desk, future=True)
        self.training = ChoiceField(
            self.tr("Training"), [(None, "–"), *((one.id, one.title) for one in found.trainings)]
        )
        super().__init__(
            self.tr("Plan from a template"), [self.template, self.day, self.training], self.tr("Plan")
        )
        self.plan, self.asks = label("", "second", wrap=True), label("", "help", wrap=True)
        for part in (self.template, self.day, self.training, self.plan, self.asks):
            self.rows.addWidget(part)
        self.day.set_value(day)
        self.training.set_value(meets[0] if meets else None)
        for field in self.fields:
            field.edited.connect(self._say)
        self._say()

    @property
    def row(self) -> TemplateRow | None:
        """The template that is chosen."""
        chosen = self.template.value()
        return next((one for one in self.found.templates if one.id == chosen), None)

    def _say(self) -> None:
        """Say which shifts will be planned, and what their place asks."""
        row, day = self.row, self.day.value()
        if row is None:
            self.plan.setText(self.tr("There is no template yet. Plan a day, and keep it as one with K."))
            return
        lines: list[str] = []
        shown: int | None = None
        for one in row.entry.shifts:
            if day is not None and one.day != shown:
                shown = one.day
                lines.append(day_words(day + timedelta(days=one.day)))
            lines.append(self._line(one))
        self.plan.setText("\n".join(lines))
        self.asks.setText(self._asks(row))

    def _line(self, one: TemplateShiftEntry) -> str:
        times, role = clock_range(one.from_minute, one.to_minute), self.found.roles.get(one.role_id, "")
        title = one.title if not role or one.title == role else f"{one.title} · {role}"
        count = str(one.least) if one.least == one.best else f"{one.least}–{one.best}"
        return self.tr("{times}  {title}: {count}").format(times=times, title=title or role, count=count)

    def _asks(self, row: TemplateRow) -> str:
        chosen = self.training.value()
        held = next((one.site_id for one in self.found.trainings if one.id == chosen), None)
        place = self.found.places.get(held or row.entry.site_id or UUID(int=0))
        if place is None:
            return self.tr("No place is set.")
        if not place.papers:
            return self.tr("{place} asks for no papers.").format(place=place.name)
        return self.tr("{place} asks for: {papers}.").format(place=place.name, papers=", ".join(place.papers))

    @override
    def complete(self) -> bool:
        if self.row is None:
            return self.miss(self.template, self.tr("Make a template first."))
        if self.day.value() is None:
            return self.miss(self.day, self.tr("Say on which day."))
        return True


class KeepForm(SideForm):
    """A name for the shifts of a day, of one training or of none."""

    def __init__(self, day: date, shifts: Sequence[ShiftRow], zone: str) -> None:
        """Offer the trainings that the shifts of this day belong to."""
        self.on, self.zone, self._shifts = day, zone, tuple(shifts)
        trainings = dict.fromkeys((row.training_id, row.training or self.tr("No training")) for row in shifts)
        self.name = TextField(self.tr("Name"), help=self.tr("Such as Training day"))
        self.training = ChoiceField(self.tr("Shifts of"), list(trainings))
        super().__init__(
            self.tr("Template of {day}").format(day=day_words(day)),
            [self.name, self.training],
            self.tr("Keep"),
        )
        self.training.setVisible(len(trainings) > 1)
        self.kept = label("", "second", wrap=True)
        for part in (self.name, self.training, self.kept):
            self.rows.addWidget(part)
        self.training.edited.connect(self._say)
        self._say()

    def _say(self) -> None:
        chosen = self.training.value()
        self.kept.setText(
            "\n".join(
                self.tr("{times}  {title}").format(times=_times(row), title=row.title)
                for row in self._shifts
                if row.training_id == chosen
            )
        )

    @override
    def complete(self) -> bool:
        return bool(self.name.value()) or self.miss(self.name, self.tr("Type a name."))


def _meets(one: TrainingPlace, day: date) -> bool:
    first = one.first_day
    return first is not None and first <= day <= (one.last_day or first)


def _times(row: ShiftRow) -> str:
    days = (row.ends.date() - row.begins.date()).days
    return clock_range(minute_of(row.begins), minute_of(row.ends) + 1440 * days)
