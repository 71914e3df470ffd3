"""What forms fill in about volunteers and shifts: plain values that actions check and keep."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from mi_crm.programs.entries import SiteEntry
from mi_crm.volunteering.details import (
    AskChannel,
    ConflictKind,
    HoursCategory,
    SkillKind,
    SkillLevel,
    Weight,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerEntry:
    """What is known of the helping side of a person, beside what is a list of its own."""

    since: date
    week_minutes: int | None = None
    """The most in a week; None when it does not matter."""
    days_in_row: int | None = None
    rest_minutes: int = 0
    travel_minutes: int | None = None
    ask_by: AskChannel = AskChannel.PHONE
    emergency_name: str = ""
    emergency_phone: str = ""
    emergency_relation: str = ""
    interests: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True, order=True)
class FreeSpan:
    """A time of every week in which a volunteer is usually free, in minutes from midnight."""

    weekday: int
    """0 for Monday."""
    from_minute: int
    to_minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayEntry:
    """Days on which a volunteer is away, or free although usually not."""

    first_day: date
    last_day: date
    from_minute: int = 0
    to_minute: int = 1440
    free: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialEntry:
    """A license, check or test of a volunteer."""

    type_id: UUID
    number: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    """The last day it is good for; None when it never runs out."""
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillEntry:
    """A skill or a language of the list."""

    name: str
    kind: SkillKind = SkillKind.SKILL


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialTypeEntry:
    """A kind of paper of the list, and how its renewal is told."""

    name: str
    valid_months: int | None = None
    soon_days: int = 30
    grace_days: int = 0


@dataclass(frozen=True, slots=True)
class SkillWish:
    """A skill that is asked for, and how much of it."""

    skill_id: UUID
    level: SkillLevel = SkillLevel.ABLE
    required: bool = True


@dataclass(frozen=True, slots=True)
class CredentialWish:
    """A credential that is asked for."""

    type_id: UUID
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEntry(SiteEntry):
    """A place, with what it asks of everyone who helps there."""

    papers: tuple[CredentialWish, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleEntry:
    """A role of the list, with what it asks of helpers."""

    name: str
    description: str = ""
    skills: tuple[SkillWish, ...] = ()
    credentials: tuple[CredentialWish, ...] = ()
    policies: tuple[tuple[ConflictKind, Weight], ...] = ()
    """Where it takes a conflict more or less seriously than usual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedEntry:
    """A role on a shift, and how many helpers it takes."""

    role_id: UUID
    least: int
    best: int
    skills: tuple[SkillWish, ...] = ()
    """What this shift asks for beside what the role does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftEntry:
    """A time and place at which helpers are needed, by the clock on the wall."""

    title: str
    day: date
    begins: time
    ends: time
    """No later than it begins when the shift ends the next day."""
    zone: str
    needs: tuple[NeedEntry, ...]
    program_id: UUID | None = None
    training_id: UUID | None = None
    session_id: UUID | None = None
    site_id: UUID | None = None
    room: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateShiftEntry:
    """A shift of a template; a day has 1,440 minutes, and more when it ends after midnight."""

    title: str
    role_id: UUID
    from_minute: int
    to_minute: int
    least: int
    best: int
    day: int = 0
    """0 for the first day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateEntry:
    """The shifts of a day or weekend that come back."""

    name: str
    site_id: UUID | None = None
    shifts: tuple[TemplateShiftEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursEntry:
    """Time that a volunteer gave."""

    day: date
    minutes: int
    category: HoursCategory = HoursCategory.SHIFT
    role_id: UUID | None = None
    program_id: UUID | None = None
    training_id: UUID | None = None
    site_id: UUID | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ToTell:
    """Somebody who must be told that they are not needed, and how."""

    assignment_id: UUID
    volunteer_id: UUID
    name: str
    shift: int
    """The short number of the shift."""
    title: str
    starts_at: datetime
    zone: str
    phone: str
    email: str
