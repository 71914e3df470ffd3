"""What is typed of programs, places, trainings and practitioners, as plain values."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from mi_crm.programs.details import ProgramColor, WorksIn


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramEntry:
    """What is known of a program."""

    name: str
    short_name: str = ""
    color: ProgramColor = ProgramColor.TEAL
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteEntry:
    """What is known of a place."""

    name: str
    online: bool = False
    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    travel_minutes: int = 30
    arrival: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEntry:
    """One meeting, by the clock on the wall of its place."""

    day: date
    begins: time
    ends: time
    zone: str
    title: str = ""
    site_id: UUID | None = None
    """Where it is held; None for the place of the training."""
    room: str = ""
    link: str = ""
    id: UUID | None = None
    """Of a meeting that is there already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingEntry:
    """What is known of a training, with its sessions."""

    program_id: UUID
    title: str
    term: str = ""
    """None typed is taken from the first day: Fall 2026."""
    site_id: UUID | None = None
    room: str = ""
    seats: int | None = None
    free: bool = True
    credit_minutes: int = 0
    told_donors: str = ""
    notes: str = ""
    sessions: tuple[SessionEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PractitionerEntry:
    """What a provider of continuing education keeps of a practitioner in one training."""

    license_kind: str = ""
    license_number: str = ""
    license_state: str = ""
    works_in: WorksIn = WorksIn.OTHER
    workplace: str = ""
    patients: int | None = None
    note: str = ""
