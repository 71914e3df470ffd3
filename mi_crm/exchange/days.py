"""Days in other people's files: the whole column decides which of 3/4/2026 is the month, never one row."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_NUMBERS = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})", re.ASCII)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:\s*([ap])\.?m\.?)?", re.ASCII | re.IGNORECASE)
_OFFSET = re.compile(r"(?:GMT|UTC)?([+-])([0-9]{1,2}):?([0-9]{2})?", re.ASCII)

# Hours from UTC, as PayPal abbreviates the zone of an account.
_AMERICAN = {
    "PST": -8, "PDT": -7, "MST": -7, "MDT": -6, "CST": -6, "CDT": -5, "EST": -5, "EDT": -4,
    "AKST": -9, "AKDT": -8, "HST": -10, "HDT": -9,
}  # fmt: skip
_ZONES = _AMERICAN | {
    "GMT": 0,
    "UTC": 0,
    "Z": 0,
    "WET": 0,
    "BST": 1,
    "CET": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
}


def read_day(text: str, *, month_first: bool) -> date | None:
    """Return the day that is written, or None when there is no such day."""
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _NUMBERS.fullmatch(text):
        first, second, year = (int(part) for part in found.groups())
        month, day = (first, second) if month_first else (second, first)
        year += 2000 if len(found[3]) == 2 else 0
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_month_first(days: Sequence[str], zones: Iterable[str], today: date) -> bool | None:
    """Say whether a column writes the month first, or None when nothing tells.

    The order in which more of the days exist is the right one. When both do as well, an American zone says
    month first; else the order in which fewer days are still to come; else the one in which the column runs
    in one direction, as downloads are sorted.
    """
    readings = {order: [read_day(text, month_first=order) for text in days] for order in (True, False)}
    exist = {order: sum(day is not None for day in found) for order, found in readings.items()}
    if exist[True] != exist[False]:
        return exist[True] > exist[False]
    if readings[True] == readings[False] or any(_is_american(zone) for zone in zones):
        return True
    past = {order: sum(day <= today for day in found if day) for order, found in readings.items()}
    if past[True] != past[False]:
        return past[True] > past[False]
    runs = {order: _runs_one_way([day for day in found if day]) for order, found in readings.items()}
    return runs[True] if runs[True] != runs[False] else None


def _runs_one_way(days: list[date]) -> bool:
    return days == sorted(days) or days == sorted(days, reverse=True)


def _is_american(zone: str) -> bool:
    return zone.upper() in _AMERICAN or zone.startswith(("America/", "US/", "Pacific/Honolulu"))


def read_time(text: str) -> time | None:
    """Return the time of day that is written, by 12 or by 24 hours, or None when there is none."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hour, half = int(found[1]), (found[4] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(found[2]), int(found[3] or 0))
    except ValueError:
        return None


def read_zone(text: str) -> tzinfo | None:
    """Return the zone that is written (PST, GMT-08:00, America/Los_Angeles); None when it is unknown."""
    if text.upper() in _ZONES:
        return timezone(timedelta(hours=_ZONES[text.upper()]))
    if found := _OFFSET.fullmatch(text.upper()):
        away = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return timezone(-away if found[1] == "-" else away) if away < timedelta(hours=24) else None
    try:
        return ZoneInfo(text) if "/" in text else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def local_day(day: date, clock: time, zone: tzinfo, home: tzinfo) -> date:
    """Return the day it was at home at that moment (receipts.md R4.25)."""
    return datetime.combine(day, clock, zone).astimezone(home).date()
