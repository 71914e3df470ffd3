"""Small forms beside the shifts of a volunteer: status, papers, limits, days away."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from mi_crm.shared.dates import long_date
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import (
    CheckField,
    ChoiceField,
    Field,
    NoteField,
    TextField,
    row,
)
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.values import DateField
from mi_crm.ui.volunteering.volunteers_form_parts import HoursField, NumberField, SideForm
from mi_crm.ui.volunteering.volunteers_words import (
    ASK_BY,
    LEAVING,
    away_words,
)
from mi_crm.volunteering.details import (
    VolunteerStatus,
)
from mi_crm.volunteering.entries import AwayEntry, CredentialEntry, ToTell, VolunteerEntry
from mi_crm.volunteering.queries.choices import PaperKind
from mi_crm.volunteering.queries.credentials_held import CredentialRow
from mi_crm.volunteering.queries.volunteer_page import AwayRow, VolunteerPage
from mi_crm.volunteering.rules.credentials import runs_out


class StatusForm(SideForm):
    """Where a volunteer stands, with what that frees."""

    def __init__(self, desk: Desk, name: str, status: VolunteerStatus) -> None:
        """Ask what belongs to this status."""
        leaves = status is VolunteerStatus.ARCHIVED
        self.status = status
        self.reason = ChoiceField(
            self.tr("Why"),
            [(reason, words) for reason, words in LEAVING.items()],
            placeholder=self.tr("Choose"),
        )
        self.back_on = DateField(
            self.tr("Back on"), desk, future=True, help=self.tr("Empty while nobody knows")
        )
        headings = {
            VolunteerStatus.ACTIVE: self.tr("{name} helps again"),
            VolunteerStatus.ON_LEAVE: self.tr("{name} goes on leave"),
            VolunteerStatus.ARCHIVED: self.tr("{name} leaves"),
        }
        heading = headings.get(status, "{name}")
        fields: list[Field] = [self.reason] if leaves else []
        if status is VolunteerStatus.ON_LEAVE:
            fields = [self.back_on]
        super().__init__(heading.format(name=name), fields, self.tr("Change status"))
        for field in fields:
            self.rows.addWidget(field)
        self.freed = label("", "second", wrap=True)
        self.rows.addWidget(self.freed)

    def show_freed(self, freed: Sequence[ToTell]) -> None:
        """Say which shifts somebody else must be found for."""
        if not freed:
            self.freed.setText(self.tr("No shift ahead is touched."))
            return
        lines = [f"{long_date(one.starts_at.astimezone().date())}: {one.title}" for one in freed[:8]] + (
            [self.tr("and {count} more").format(count=len(freed) - 8)] if len(freed) > 8 else []
        )
        words = (
            self.tr("1 shift becomes free:") if len(freed) == 1 else self.tr("{count} shifts become free:")
        )
        self.freed.setText("\n".join((words.format(count=len(freed)), *lines)))

    @override
    def complete(self) -> bool:
        if self.status is VolunteerStatus.ARCHIVED and self.reason.value() is None:
            return self.miss(self.reason, self.tr("Say why."))
        return True


class PaperForm(SideForm):
    """A license, check or test."""

    removed = Signal()
    verified = Signal()

    def __init__(self, desk: Desk, kinds: Sequence[PaperKind], held: CredentialRow | None) -> None:
        """Ask for a new one, or change the one held."""
        self.held, self._kinds = held, {kind.id: kind for kind in kinds}
        self.kind = ChoiceField(
            self.tr("Paper"),
            [(kind.id, kind.name) for kind in kinds],
            placeholder="" if held else self.tr("Choose"),
        )
        self.number = TextField(self.tr("Number"), limit=60)
        self.issued, self.expires = (
            DateField(self.tr("Issued on"), desk),
            DateField(self.tr("Good until"), desk, future=True),
        )
        self.document = TextField(
            self.tr("Where the paper is"), help=self.tr("A folder, a drawer, a file’s name")
        )
        fields = [self.kind, self.number, self.issued, self.expires, self.document]
        super().__init__(held.name if held else self.tr("New paper on file"), fields, self.tr("Keep"))
        self.rows.addWidget(self.kind)
        self.rows.addWidget(self.number)
        self.rows.addLayout(row(self.issued, self.expires, gap=10))
        self.rows.addWidget(self.document)
        if held is not None:
            self.kind.set_value(held.type_id)
            self.number.set_value(held.number)
            self.issued.set_value(held.issued_on)
            self.expires.set_value(held.expires_on)
            self.document.set_value(held.document)
            self._offer(held)
        self.issued.left.connect(self._propose)
        self.kind.edited.connect(self._propose)

    def _offer(self, held: CredentialRow) -> None:
        line = QHBoxLayout()
        line.setSpacing(px(8))
        if held.verified_on is None:
            verify = Button(self.tr("Seen and verified"), small=True, icon="shield-check")
            verify.clicked.connect(self.verified)
            line.addWidget(verify)
        else:
            words = self.tr("Verified {day} by {who}").format(
                day=long_date(held.verified_on), who=held.verified_by
            )
            line.addWidget(label(words, "help", wrap=True), 1)
        remove = Button(self.tr("Noted by mistake"), "danger", small=True, icon="trash-2")
        remove.clicked.connect(self.removed)
        line.addWidget(remove)
        line.addStretch(1)
        self.rows.addLayout(line)

    def _propose(self) -> None:
        kind, issued = self._kinds.get(self.kind.value()), self.issued.value()
        if kind is not None and issued is not None and self.expires.value() is None:
            self.expires.set_value(runs_out(issued, kind.valid_months))

    @override
    def complete(self) -> bool:
        kind = self._kinds.get(self.kind.value())
        if kind is None:
            return self.miss(self.kind, self.tr("Choose which paper."))
        if kind.valid_months is not None and self.expires.value() is None:
            return self.miss(self.expires, self.tr("Say when it runs out."))
        return True

    def entry(self) -> CredentialEntry:
        """Return what was typed."""
        return CredentialEntry(
            type_id=self.kind.value(),
            number=self.number.value(),
            issued_on=self.issued.value(),
            expires_on=self.expires.value(),
            document=self.document.value(),
        )


class LimitsForm(SideForm):
    """Limits, emergency contact, how they want to be asked."""

    def __init__(self, desk: Desk, page: VolunteerPage | None, name: str = "") -> None:
        """Show what is known of a volunteer, or begin with a new one of this name."""
        self.since = DateField(self.tr("Volunteer since"), desk)
        self.ask_by = ChoiceField(self.tr("Ask by"), list(ASK_BY.items()))
        self.week = HoursField(self.tr("Hours a week at most"))
        self.days = NumberField(self.tr("Days in a row at most"), most=31)
        self.rest = HoursField(self.tr("Rest between days, in hours"))
        self.travel = NumberField(self.tr("Travels up to, in minutes"), most=1_000)
        self.who, self.phone = TextField(self.tr("Emergency contact")), TextField(self.tr("Their phone"))
        self.relation = TextField(self.tr("Relation"), placeholder=self.tr("Spouse"))
        self.interests = TextField(self.tr("Interests"))
        self.notes = NoteField(self.tr("Notes"), lines=3)
        fields: list[Field] = [
            self.since, self.ask_by, self.who, self.relation, self.phone, self.week, self.days, self.rest,
            self.travel, self.interests, self.notes,
        ]  # fmt: skip
        heading = (
            self.tr("Limits and notes") if page else self.tr("{name} becomes a volunteer").format(name=name)
        )
        super().__init__(heading, fields, self.tr("Keep") if page else self.tr("Make a volunteer"))
        self.rows.addLayout(row(self.since, self.ask_by, gap=10))
        self.rows.addLayout(row(self.who, self.relation, gap=10, stretch=(6, 4)))
        self.rows.addWidget(self.phone)
        self.rows.addLayout(row(self.week, self.days, gap=10))
        self.rows.addLayout(row(self.rest, self.travel, gap=10))
        self.rows.addWidget(self.interests)
        self.rows.addWidget(self.notes)
        if page is None:
            self.since.set_value(desk.today())
            return
        self.since.set_value(page.since)
        self.ask_by.set_value(page.ask_by)
        self.week.set_value(page.week_minutes)
        self.days.set_value(page.days_in_row)
        self.rest.set_value(page.rest_minutes or None)
        self.travel.set_value(page.travel_minutes)
        self.who.set_value(page.emergency_name)
        self.relation.set_value(page.emergency_relation)
        self.phone.set_value(page.emergency_phone)
        self.interests.set_value(page.interests)
        self.notes.set_value(page.notes)

    @override
    def complete(self) -> bool:
        if self.since.value() is None:
            return self.miss(self.since, self.tr("Say since when."))
        return True

    def entry(self) -> VolunteerEntry:
        """Return what was typed."""
        since = self.since.value()
        if since is None:
            raise ValueError("asked before it is complete")
        return VolunteerEntry(
            since=since,
            week_minutes=self.week.value(),
            days_in_row=self.days.value(),
            rest_minutes=self.rest.value() or 0,
            travel_minutes=self.travel.value(),
            ask_by=self.ask_by.value(),
            emergency_name=self.who.value(),
            emergency_phone=self.phone.value(),
            emergency_relation=self.relation.value(),
            interests=self.interests.value(),
            notes=self.notes.value(),
        )


class AwayForm(SideForm):
    """Days away, or free although usually not."""

    removed = Signal()

    def __init__(self, desk: Desk, away: AwayRow | None) -> None:
        """Ask for days, or change those noted."""
        self.away = away
        self.first, self.last = (
            DateField(self.tr("From"), desk, future=True),
            DateField(self.tr("To"), desk, future=True, help=self.tr("Empty for one day")),
        )
        self.reason = TextField(self.tr("Why"), placeholder=self.tr("Vacation"))
        self.free = CheckField(self.tr("Free on these days, although usually not"))
        heading = self.tr("Days away") if away is None else away_words(away.first_day, away.last_day)
        super().__init__(heading, [self.first, self.last, self.reason, self.free], self.tr("Keep"))
        self.rows.addLayout(row(self.first, self.last, gap=10))
        self.rows.addWidget(self.reason)
        self.rows.addWidget(self.free)
        if away is not None:
            self.first.set_value(away.first_day)
            self.last.set_value(away.last_day)
            self.reason.set_value(away.reason)
            self.free.set_value(away.free)
            remove = Button(self.tr("Take away"), "danger", small=True, icon="trash-2")
            remove.clicked.connect(self.removed)
            self.rows.addWidget(remove, 0, Qt.AlignmentFlag.AlignLeft)

    @override
    def complete(self) -> bool:
        first, last = self.first.value(), self.last.value()
        if first is None:
            return self.miss(self.first, self.tr("Type the first day."))
        if last is not None and last < first:
            return self.miss(self.last, self.tr("This is before the first day."))
        return True

    def entry(self) -> AwayEntry:
        """Return what was typed."""
        first = self.first.value()
        if first is None:
            raise ValueError("asked before it is complete")
        return AwayEntry(
            first_day=first,
            last_day=self.last.value() or first,
            from_minute=self.away.from_minute if self.away else 0,
            to_minute=self.away.to_minute if self.away else 1440,
            free=self.free.value(),
            reason=self.reason.value(),
        )
