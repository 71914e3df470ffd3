"""The clock on the wall: which moment a time of day is in a place, also when the clocks are changed."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mi_crm.shared.dates import long_date
from mi_crm.shared.problems import Problem

_TYPED: Final = re.compile(r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?\s*([ap])?\.?m?\.?", re.ASCII | re.IGNORECASE)


def read_clock(text: str, *, after: time | None = None) -> time:
    """Read a time of day as people type it: 9, 9:30, 930, 4p, 4:00 PM, 16:30.

    Without AM or PM, 1 to 6 is taken for the afternoon, and so is what would be before `after`.
    Raises Problem for what is no time.
    """
    found = _TYPED.fullmatch(text.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    half = (found[3] or "").lower() if found else ""
    if hour > (12 if half else 23) or minute > 59 or (half and not hour):
        raise Problem("Type the time such as 9:00 AM or 4:30 PM.")
    if half:
        return time(hour % 12 + (12 if half == "p" else 0), minute)
    at = time(hour, minute)
    if (0 < hour <= 6 or (after is not None and at <= after)) and hour < 12:
        return at.replace(hour=hour + 12)
    return at


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its name, such as America/Los_Angeles. Raises Problem for an unknown one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Problem("{zone} is no time zone. Choose another in Settings.", zone=name) from error


def moment_of(day: date, at: time, zone: str) -> datetime:
    """Return the moment of a time of day; an hour that comes twice is the first of the two.

    Raises Problem for a time that the clocks leave out that day.
    """
    moment = datetime.combine(day, at, tzinfo=zone_of(zone)).astimezone(UTC)
    if moment.astimezone(zone_of(zone)).time() != at:
        raise Problem(
            "There is no {time} on {day}: the clocks go forward then. Choose another time.",
            time=clock_time(at),
            day=long_date(day),
        )
    return moment


def span_of(day: date, begins: time, ends: time, zone: str) -> tuple[datetime, datetime]:
    """Return the two moments of times of day; what ends no later than it begins ends the next day."""
    last = day if ends > begins else day + timedelta(days=1)
    return moment_of(day, begins, zone), moment_of(last, ends, zone)


def local(moment: datetime, zone: str) -> datetime:
    """Return a moment by the clock on the wall of a zone."""
    return moment.astimezone(zone_of(zone))


def clock_time(at: time) -> str:
    """Return a time of day as people say it: 8:30 AM."""
    return f"{at.hour % 12 or 12}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"


def day_bounds(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    """Return the moments at which the first of some days begins and the last of them is over."""
    return moment_of(first, time(0), zone), moment_of(last + timedelta(days=1), time(0), zone)
