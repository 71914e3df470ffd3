"""What the rules look at: a place to fill, a helper, and what the helper has promised already."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from mi_crm.shared.wall_clock import zone_of
from mi_crm.volunteering.details import (
    AssignmentState,
    ConflictKind,
    SkillKind,
    SkillLevel,
    VolunteerStatus,
    Weight,
)


@dataclass(frozen=True, slots=True)
class DayPart:
    """What a shift takes of one day, in minutes from midnight by the clock on the wall."""

    day: date
    weekday: int
    """0 for Monday."""
    from_minute: int
    to_minute: int


@dataclass(frozen=True, slots=True)
class Span:
    """When a shift is: two moments, and the time zone whose days and clock count.

    Raises ValueError for moments without a zone, and for an end that is not after the beginning.
    """

    starts_at: datetime
    ends_at: datetime
    zone: str
    start: int = field(init=False, repr=False, compare=False)
    """In seconds since 1970; two moments in one zone would be compared by the clock on the wall."""
    end: int = field(init=False, repr=False, compare=False)
    parts: tuple[DayPart, ...] = field(init=False, repr=False, compare=False)
    """The days it touches. A shift counts for the first of them: its hours, its week, its days in a row."""
    week: date = field(init=False, repr=False, compare=False)
    """The Monday of its week."""

    def __post_init__(self) -> None:
        """Work out once what is asked thousands of times."""
        start, end = _second(self.starts_at), _second(self.ends_at)
        if start >= end:
            raise ValueError("a shift ends after it begins")
        put = object.__setattr__
        put(self, "start", start)
        put(self, "end", end)
        put(self, "parts", _day_parts(start, end, zone_of(self.zone)))
        put(self, "week", self.first_day - timedelta(self.parts[0].weekday))

    @property
    def minutes(self) -> int:
        """How long it is, as a watch would measure it, also when the clocks change meanwhile."""
        return (self.end - self.start) // 60

    @property
    def first_day(self) -> date:
        """The day on which it begins."""
        return self.parts[0].day

    @property
    def last_day(self) -> date:
        """The last day of which it takes anything."""
        return self.parts[-1].day


def _second(moment: datetime) -> int:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return int(moment.timestamp())


def _day_parts(start: int, end: int, zone: ZoneInfo) -> tuple[DayPart, ...]:
    first, last = _wall(start, zone), _wall(end - 1, zone)
    days = range((last.date() - first.date()).days + 1)
    if first.utcoffset() != last.utcoffset():
        return tuple(_part_as_the_clocks_change(first.date() + timedelta(n), start, end, zone) for n in days)
    return tuple(
        DayPart(
            day := first.date() + timedelta(n),
            day.weekday(),
            _minute(first) if n == 0 else 0,
            _minute(last) + 1 if n == days[-1] else 1440,
        )
        for n in days
    )


def _part_as_the_clocks_change(day: date, start: int, end: int, zone: ZoneInfo) -> DayPart:
    walls = [wall for at in range(start, end, 60) if (wall := _wall(at, zone)).date() == day]
    return DayPart(day, day.weekday(), min(map(_minute, walls)), max(map(_minute, walls)) + 1)


def _wall(second: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(second, UTC).astimezone(zone)


def _minute(wall: datetime) -> int:
    return wall.hour * 60 + wall.minute


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shift is."""

    id: UUID
    name: str
    minutes: int = 0
    """How long it takes to get there from another place, or back."""
    online: bool = False
    zip: str = ""

    def minutes_from(self, other: "Place") -> int:
        """Return how long the way from another place is: the longer of the two; none to what is online."""
        if self.id == other.id or self.online or other.online:
            return 0
        return max(self.minutes, other.minutes)


@dataclass(frozen=True, slots=True)
class SkillNeed:
    """A skill or a language that somebody on this shift must have, or had better have."""

    id: UUID
    name: str
    kind: SkillKind = SkillKind.SKILL
    level: SkillLevel = SkillLevel.ABLE
    """The least that will do."""
    required: bool = True


@dataclass(frozen=True, slots=True)
class CredentialNeed:
    """A credential that the role or the place asks for, or would like, and how its renewal is judged."""

    id: UUID
    """Of its type."""
    name: str
    soon_days: int = 30
    grace_days: int = 0
    required: bool = True


@dataclass(frozen=True, slots=True)
class Slot:
    """A role on a shift, and everything that decides who can take it."""

    id: UUID
    """Of the need."""
    shift_id: UUID
    title: str
    span: Span
    role_id: UUID
    role: str
    best: int = 1
    """With more, it is overfull."""
    least: int = 1
    """With fewer, the shift is short of helpers."""
    taken: int = 0
    """How many are asked, confirmed or attended."""
    place: Place | None = None
    skills: tuple[SkillNeed, ...] = ()
    """Of the role and of this need, each once."""
    credentials: tuple[CredentialNeed, ...] = ()
    """Of the role and of the place, each once."""
    policy: Mapping[ConflictKind, Weight] = field(default_factory=dict)
    """Where the role takes a conflict more or less seriously than usual."""

    @property
    def open(self) -> int:
        """How many places are free."""
        return max(self.best - self.taken, 0)

    @property
    def short(self) -> int:
        """How many are missing from the least."""
        return max(self.least - self.taken, 0)


@dataclass(frozen=True, slots=True)
class Held:
    """A credential somebody has."""

    issued_on: date | None = None
    expires_on: date | None = None
    """The last day it is good for; None when it never runs out."""
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Dated:
    """Days on which a helper is away, or free although usually not."""

    first_day: date
    last_day: date
    from_minute: int = 0
    to_minute: int = 1440
    free: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """A volunteer, as far as planning goes."""

    id: UUID
    """Of the volunteer."""
    name: str
    status: VolunteerStatus = VolunteerStatus.ACTIVE
    back_on: date | None = None
    """Of one on leave: when they mean to be back."""
    left_on: date | None = None
    """Of one who is archived: their last day."""
    skills: Mapping[UUID, SkillLevel] = field(default_factory=dict)
    """Languages too."""
    credentials: Mapping[UUID, tuple[Held, ...]] = field(default_factory=dict)
    """By type; a renewal stands beside what it renews."""
    usual: Mapping[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    """When they are usually free: by weekday, 0 for Monday, from minute to minute. Empty: they never said."""
    dated: tuple[Dated, ...] = ()
    week_minutes: int | None = None
    """The most they want to help in a week."""
    days_in_row: int | None = None
    """The most days in a row."""
    rest_minutes: int = 0
    """The least between the end of one shift and the start of the next day's."""
    travel_minutes: int | None = None
    """The farthest they want to travel."""
    likes: frozenset[UUID] = frozenset()
    """Roles."""
    avoids: frozenset[UUID] = frozenset()
    """Roles they asked not to have."""
    times_done: Mapping[UUID, int] = field(default_factory=dict)
    """How often they attended, by role."""
    last_helped: date | None = None
    last_asked: date | None = None
    asked_lately: int = 0
    """How often they were asked in the last 90 days."""
    year_minutes: int = 0
    """What they gave this year."""
    zip: str = ""


@dataclass(frozen=True, slots=True)
class Commitment:
    """A helper's place on another shift, or on this one."""

    slot_id: UUID
    """Of the need."""
    shift_id: UUID
    title: str
    span: Span
    state: AssignmentState = AssignmentState.CONFIRMED
    place: Place | None = None


def promised(slot: Slot) -> Commitment:
    """Return a slot as its taker sees it beside other slots."""
    return Commitment(slot.id, slot.shift_id, slot.title, slot.span, AssignmentState.ASKED, slot.place)
