"""Reasons in words: a sentence with its values, and times and days as they stand in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import Final

from mi_crm.shared.dates import MONTHS
from mi_crm.shared.wall_clock import clock_time

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as Problem has it, for a translator to reach: a literal template, and its values by name."""

    sentence: str
    values: Mapping[str, object]

    def __str__(self) -> str:
        """Return the sentence with its values in place."""
        return self.sentence.format(**self.values) if self.values else self.sentence


def say(sentence: str, **values: object) -> Said:
    """Return a sentence with its values."""
    return Said(sentence, values)


def clock(minute: int) -> str:
    """Return a time of day, given in minutes from midnight: 8:30 AM."""
    return clock_time(time(minute // 60 % 24, minute % 60))


@lru_cache(maxsize=4096)
def clock_range(from_minute: int, to_minute: int) -> str:
    """Return a stretch of a day: 8:30 to 10:30 AM, or 11:00 AM to 1:00 PM."""
    start, end = clock(from_minute), clock(to_minute)
    return f"{start[:-3] if start[-2:] == end[-2:] else start} to {end}"


@lru_cache(maxsize=4096)
def day_range(first: date, last: date) -> str:
    """Return days as in lists: Nov 18, Nov 18 to 24, Nov 28 to Dec 2, Dec 19, 2026 to Jan 4, 2027."""
    if first == last:
        return _short(first)
    if first.year != last.year:
        return f"{_short(first)}, {first.year} to {_short(last)}, {last.year}"
    return f"{_short(first)} to {last.day if first.month == last.month else _short(last)}"


def _short(day: date) -> str:
    return f"{MONTHS[day.month - 1][:3]} {day.day}"


def duration(minutes: int) -> str:
    """Return how long something is: 45 min, 1.5 h, and 1 h 40 min where hours would not come out even."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    if rest % 15:
        return f"{hours} h {rest} min"
    return f"{hours}{('', '.25', '.5', '.75')[rest // 15]} h"
