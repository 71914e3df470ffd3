"""Dates: read strictly, printed one way, never by the computer's locale."""

import re
from datetime import date, datetime, timedelta

from mi_crm.shared.problems import Problem

FIRST_DAY = date(1900, 1, 1)

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", re.ASCII)
_US = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})(?:[/.-]([0-9]{4}|[0-9]{2}))?", re.ASCII)


def parse_date(text: str, *, today: date) -> date:
    """Read a date as people type it here: 11/12/2026, 11/12/26, 11/12 (the latest such day) or 2026-11-12.

    Raises Problem when it is no date or lies outside 1900 to tomorrow.
    """
    text = text.strip()
    if iso := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in iso.groups())
    elif us := _US.fullmatch(text):
        month, day = int(us[1]), int(us[2])
        year = _year(us[3], month, day, today)
    else:
        raise Problem("Type the date as month/day/year, such as {example}.", example=field_date(today))
    try:
        found = date(year, month, day)
    except ValueError:
        raise Problem("There is no such day. Type the date as month/day/year, such as {example}.",
                      example=field_date(today)) from None  # fmt: skip
    return check_date(found, today=today)


def _year(typed: str | None, month: int, day: int, today: date) -> int:
    if typed is None:
        tomorrow = today + timedelta(days=1)
        return tomorrow.year if (month, day) <= (tomorrow.month, tomorrow.day) else tomorrow.year - 1
    if len(typed) == 4:
        return int(typed)
    century = today.year // 100 * 100
    year = century + int(typed)
    return year if year <= today.year + 1 else year - 100


def check_date(day: date, *, today: date) -> date:
    """Return the day if something can have happened on it: 1900 to tomorrow. Raises Problem otherwise."""
    if day < FIRST_DAY:
        raise Problem("{day} is too long ago. Check the year.", day=field_date(day))
    if day > today + timedelta(days=1):
        raise Problem("{day} is still to come. Check the year.", day=field_date(day))
    return day


def long_date(day: date) -> str:
    """Return the date as on paper: November 12, 2026."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def short_date(day: date, *, today: date) -> str:
    """Return the date as in lists: Nov 12, and Nov 12, 2025 when it is not of this year."""
    words = f"{MONTHS[day.month - 1][:3]} {day.day}"
    return words if day.year == today.year else f"{words}, {day.year}"


def dated(day: date) -> str:
    """Return the date as in the tables of papers: Nov 12, 2026."""
    return f"{MONTHS[day.month - 1][:3]} {day.day}, {day.year}"


def field_date(day: date) -> str:
    """Return the date as in fields: 11/12/2026."""
    return f"{day.month:02}/{day.day:02}/{day.year}"


def long_moment(moment: datetime) -> str:
    """Return day and time as this computer's clock shows them: November 12, 2026, 9:05 AM."""
    here = moment.astimezone()
    half = "AM" if here.hour < 12 else "PM"
    return f"{long_date(here.date())}, {here.hour % 12 or 12}:{here.minute:02} {half}"
