"""Slots, helpers and promises for tests of the rules, in the week of Monday, November 16, 2026."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from mi_crm.volunteering.details import AssignmentState, ConflictKind, Weight
from mi_crm.volunteering.rules.facts import Commitment, CredentialNeed, Place, SkillNeed, Slot, Span

HOME = "America/Los_Angeles"
SATURDAY = date(2026, 11, 21)
_SPACE = UUID(int=5)


def key(name: str) -> UUID:
    """Return the same key for the same name."""
    return uuid5(_SPACE, name)


def at(text: str, day: date = SATURDAY, zone: str = HOME) -> datetime:
    """Return a moment by the clock on the wall: 8:30, or 25:00 for an hour after midnight."""
    hours, minutes = (int(part) for part in text.split(":"))
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return midnight + timedelta(minutes=hours * 60 + minutes)


def span(start: str, end: str, day: date = SATURDAY, zone: str = HOME) -> Span:
    """Return a span by the clock on the wall."""
    return Span(at(start, day, zone), at(end, day, zone), zone)


CENTER = Place(key("center"), "Community center", 20)
SCHOOL = Place(key("school"), "Lincoln School", 45)
ONLINE = Place(key("online"), "Online", 30, online=True)


def slot(
    start: str = "8:30",
    end: str = "10:30",
    day: date = SATURDAY,
    *,
    name: str = "Registration desk",
    role: str = "",
    place: Place | None = None,
    best: int = 3,
    least: int = 1,
    taken: int = 0,
    skills: tuple[SkillNeed, ...] = (),
    credentials: tuple[CredentialNeed, ...] = (),
    policy: Mapping[ConflictKind, Weight] | None = None,
    zone: str = HOME,
) -> Slot:
    """Return a slot; its role is called as it is, unless told."""
    role = role or name
    return Slot(
        key(f"need {name} {day} {start}"),
        key(f"shift {name} {day} {start}"),
        name,
        span(start, end, day, zone),
        key(f"role {role}"),
        role,
        best=best,
        least=least,
        taken=taken,
        place=place,
        skills=skills,
        credentials=credentials,
        policy=policy or {},
    )


def promise(
    start: str,
    end: str,
    day: date = SATURDAY,
    *,
    name: str = "Audio, video",
    place: Place | None = None,
    state: AssignmentState = AssignmentState.CONFIRMED,
    zone: str = HOME,
) -> Commitment:
    """Return a place on another shift."""
    return Commitment(
        key(f"need {name} {day} {start}"),
        key(f"shift {name} {day} {start}"),
        name,
        span(start, end, day, zone),
        state,
        place,
    )
