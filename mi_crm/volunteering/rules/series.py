"""Shifts that repeat, by the clock on the wall: their days, and what an edit of some or all of them does.

A rule is an RRULE of RFC 5545 that counts in days or more. Days are worked out from the first day of the
series; the moments of each day from the clock on the wall of its place, so that a shift at 9:00 stays at 9:00
when the clocks change.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Final, Literal

from dateutil.rrule import rrulestr

from mi_crm.shared.problems import Problem
from mi_crm.shared.wall_clock import local, zone_of

MOST: Final = 200
"""So many shifts a series has at the most."""
LONGEST: Final = timedelta(3653)
NEAR: Final = timedelta(6)
"""A day that a new rule puts no farther than this from the old one is the same shift, moved."""

_PARTS: Final = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
_EVERY: Final = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often something is repeated, as chosen in a form; exactly one of `times` and `until` is told.

    `weekdays` are for weekly ones, 0 for Monday; none means that of the first day. A monthly one is either
    on the same weekday of the month (the third Saturday), or on the same date; a date that a month does not
    have is its last day.
    """

    every: Literal["day", "week", "month"]
    times: int | None = None
    until: date | None = None
    step: int = 1
    weekdays: tuple[int, ...] = ()
    by_weekday: bool = True


def rule_of(repeat: Repeat, first_day: date) -> str:
    """Return a choice as a rule. Raises Problem when it does not say how long, or says what cannot be."""
    if (repeat.times is None) == (repeat.until is None):
        raise Problem("Say how many times it is repeated, or until which day.")
    if repeat.step < 1 or (repeat.times is not None and repeat.times < 1):
        raise Problem("Type a number from 1 on.")
    parts = [f"FREQ={ {'day': 'DAILY', 'week': 'WEEKLY', 'month': 'MONTHLY'}[repeat.every] }"]
    if repeat.step > 1:
        parts.append(f"INTERVAL={repeat.step}")
    if repeat.every == "week":
        parts.append(
            f"BYDAY={','.join(_DAYS[day] for day in sorted({*repeat.weekdays} or {first_day.weekday()}))}"
        )
    if repeat.every == "month":
        parts += _of_month(first_day, by_weekday=repeat.by_weekday)
    parts.append(f"COUNT={repeat.times}" if repeat.times else f"UNTIL={repeat.until:%Y%m%d}")
    return ";".join(parts)


def _of_month(day: date, *, by_weekday: bool) -> Iterator[str]:
    if by_weekday:
        nth = (day.day - 1) // 7 + 1
        yield f"BYDAY={-1 if nth == 5 else nth}{_DAYS[day.weekday()]}"
    elif day.day <= 28:
        yield f"BYMONTHDAY={day.day}"
    else:
        yield f"BYMONTHDAY={','.join(str(number) for number in range(28, day.day + 1))}"
        yield "BYSETPOS=-1"


def days_of(rule: str, first_day: date, without: Collection[date] = ()) -> list[date]:
    """Return the days of a series, in order, without its exceptions.

    Raises Problem for a rule that is none or has no end, for no day, more than 200, or more than ten years.
    """
    parts = _read(rule)
    last_day = f"{first_day + LONGEST:%Y%m%d}"
    count = int(parts.pop("COUNT", MOST + 1))
    # Told for a count too: where no day ever fits, the library would look for one up to the year 9999.
    until = parts.setdefault("UNTIL", last_day)
    try:
        days = rrulestr(_written(parts), dtstart=datetime.combine(first_day, time()))
        found = [day.date() for day in islice(days, min(count, MOST + 1))]
    except (ValueError, TypeError, OverflowError) as error:
        raise Problem("This is not a rule for a series: {rule}.", rule=rule) from error
    if not found:
        raise Problem("No day fits this series. Check its end.")
    if len(found) > MOST or count > MOST + 1:
        raise Problem("A series can have {count} shifts at most. End it sooner.", count=MOST)
    if until > last_day or len(found) < count <= MOST:
        raise Problem("A series can last ten years at most. End it sooner.")
    return [day for day in found if day not in without]


def _read(rule: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in rule.strip().removeprefix("RRULE:").upper().split(";") if part]
    parts = {key: value for key, _, value in pairs}
    if parts.keys() - _PARTS or parts.get("FREQ") not in _EVERY or len(parts) != len(pairs):
        raise Problem("This is not a rule for a series: {rule}.", rule=rule)
    if ("COUNT" in parts) == ("UNTIL" in parts):
        raise Problem("Say how many times it is repeated, or until which day.")
    if not all(parts.get(key, "1").isdecimal() and int(parts.get(key, "1")) for key in ("COUNT", "INTERVAL")):
        raise Problem("Type a number from 1 on.")
    if "UNTIL" in parts:  # by the clock on the wall: a day, whatever zone other programs wrote
        parts["UNTIL"] = parts["UNTIL"][:8]
        if not re.fullmatch("[0-9]{8}", parts["UNTIL"]):
            raise Problem("This is not a rule for a series: {rule}.", rule=rule)
    return parts


def _written(parts: dict[str, str]) -> str:
    return ";".join(f"{key}={value}" for key, value in parts.items())


def moment(day: date, minute: int, zone: str) -> datetime:
    """Return a moment by the clock on the wall, in minutes from midnight of a day; from 1440 on the next day.

    A time that the clocks leave out becomes as much later (2:30 AM is 3:30 AM then); of one that comes twice
    it is the first.
    """
    days, minute = divmod(minute, 1440)
    wall = datetime.combine(day + timedelta(days), time(minute // 60, minute % 60), zone_of(zone))
    return local(wall.astimezone(UTC), zone)


def moments(day: date, from_minute: int, to_minute: int, zone: str) -> tuple[datetime, datetime]:
    """Return when a shift of a day begins and ends by the clock on the wall.

    Where the clocks leave its end behind its beginning, it is as long as it would have been.
    """
    start, end = moment(day, from_minute, zone), moment(day, to_minute, zone)
    if end.astimezone(UTC) <= start.astimezone(UTC):
        end = local(start.astimezone(UTC) + timedelta(minutes=to_minute - from_minute), zone)
    return start, end


def on_another_day(
    starts_at: datetime, ends_at: datetime, zone: str, *, later: int
) -> tuple[datetime, datetime]:
    """Return a shift so many days later at the same time of day: for a copied week, or a moved shift."""
    start, end = local(starts_at, zone), local(ends_at, zone)
    from_minute = start.hour * 60 + start.minute
    to_minute = (end.date() - start.date()).days * 1440 + end.hour * 60 + end.minute
    return moments(start.date() + timedelta(later), from_minute, to_minute, zone)


@dataclass(frozen=True, slots=True)
class Edit:
    """What becomes of the days of a series: nothing is done yet."""

    kept: tuple[date, ...]
    """Days that stay; their times or needs may change."""
    moved: tuple[tuple[date, date], ...]
    """From and to: the same shift on another day, with those who are on it to be judged again."""
    added: tuple[date, ...]
    dropped: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """An edit of one day and all that follow: the series ends before it, and a new one begins with it."""

    old_rule: str | None
    """Of what stays as it was; None when nothing of it is left."""
    new_rule: str
    new_first_day: date
    edit: Edit


def edit_all(
    rule: str, first_day: date, without: Collection[date], new_rule: str, new_first_day: date, *, today: date
) -> Edit:
    """Return what a new rule for a whole series changes; what was before today stays as it was."""
    old = [day for day in days_of(rule, first_day, without) if day >= today]
    new = [day for day in days_of(new_rule, new_first_day, without) if day >= today]
    return _compare(old, new)


def edit_following(
    rule: str, first_day: date, without: Collection[date], from_day: date, new_rule: str, new_first_day: date
) -> Split:
    """Return what a new rule changes from one day of a series on.

    A rule that counts its shifts counts those that are left when nothing else was said about its end: pass it
    through `rest_of` first. Raises Problem when the day is not one of the series.
    """
    everything = days_of(rule, first_day)
    if from_day not in everything:
        raise Problem("This day is not one of the series.")
    old = [day for day in everything if day >= from_day and day not in without]
    new = days_of(new_rule, new_first_day, without)
    before = [day for day in everything if day < from_day]
    return Split(end_before(rule, from_day) if before else None, new_rule, new_first_day, _compare(old, new))


def end_before(rule: str, day: date) -> str:
    """Return a rule that ends before a day."""
    parts = _read(rule)
    parts.pop("COUNT", None)
    return _written(parts | {"UNTIL": f"{day - timedelta(1):%Y%m%d}"})


def rest_of(rule: str, first_day: date, from_day: date) -> str:
    """Return the rule of what is left of a series from one of its days on."""
    parts = _read(rule)
    if "COUNT" in parts:
        left = sum(day >= from_day for day in days_of(rule, first_day))
        parts["COUNT"] = str(left)
    return _written(parts)


def _compare(old: Sequence[date], new: Sequence[date]) -> Edit:
    kept = sorted({*old} & {*new})
    leaving, coming = [day for day in old if day not in kept], [day for day in new if day not in kept]
    moved: list[tuple[date, date]] = []
    for day in leaving:
        near = min(coming, key=lambda other: (abs(other - day), other), default=None)
        if near is not None and abs(near - day) <= NEAR:
            moved.append((day, near))
            coming.remove(near)
    gone = {day for day, _ in moved}
    return Edit(tuple(kept), tuple(moved), tuple(coming), tuple(day for day in leaving if day not in gone))
