"""Hours as they are typed from a sheet: 3.5 or 3:30, never more than a day."""

import re
from typing import Final

from mi_crm.shared.problems import Problem

MOST: Final = 24 * 60
"""Minutes of a day."""

_DECIMAL: Final = re.compile(r"([0-9]{0,2})(?:\.([0-9]{1,2}))?", re.ASCII)
_CLOCK: Final = re.compile(r"([0-9]{1,2}):([0-5][0-9])", re.ASCII)


def minutes_of(typed: str) -> int:
    """Return the minutes of hours as typed: 3.5, .75 or 3:30, to the minute.

    Raises Problem for what is no time, for none, and for more than 24 hours.
    """
    typed = typed.strip()
    if clock := _CLOCK.fullmatch(typed):
        minutes = int(clock[1]) * 60 + int(clock[2])
    elif typed and (decimal := _DECIMAL.fullmatch(typed)):
        minutes = (int(decimal[1] or 0) * 100 + int((decimal[2] or "0").ljust(2, "0"))) * 60 // 100
    else:
        raise Problem("Type hours such as 3.5 or 3:30.")
    if minutes < 1:
        raise Problem("Type more than zero hours, or n for a no-show.")
    if minutes > MOST:
        raise Problem("A day has 24 hours. Check the number.")
    return minutes


def hours_words(minutes: int) -> str:
    """Return minutes as hours in tables: 3.50."""
    return f"{minutes / 60:.2f}"
