"""Hours: read as they are typed after a shift, and what they are worth in a report."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.year_tables import VolunteerHour

LONGEST: Final = 24 * 60
"""Minutes."""

_DECIMAL: Final = re.compile(r"([0-9]{0,3})(?:\.([0-9]{0,2}))?", re.ASCII)
_CLOCK: Final = re.compile(r"([0-9]{1,3}):([0-5][0-9])", re.ASCII)


class NoShow(Enum):
    """What is typed for somebody who did not come."""

    NO_SHOW = "n"


NO_SHOW: Final = NoShow.NO_SHOW


def read_hours(typed: str) -> int | NoShow:
    """Read 3.5, 3, .5, 3:30 as minutes, rounded to a whole one, or n for a no-show.

    Raises Problem for everything else, above all for what could be read in two ways (3,5), for nothing at
    all, and for more than a day has.
    """
    text = typed.strip()
    if text.casefold() == NO_SHOW.value:
        return NO_SHOW
    minutes = _minutes(text)
    if minutes is None:
        raise Problem("Type hours as 3.5 or 3:30, or n for a no-show.")
    if minutes > LONGEST:
        raise Problem("A day has 24 hours. Type hours as 3.5 or 3:30.")
    if not minutes:
        raise Problem("Type the hours they were there, or n for a no-show.")
    return minutes


def read_time(typed: str) -> int:
    """Read hours where nobody can have stayed away, as minutes. Raises Problem as `read_hours` does."""
    minutes = read_hours(typed)
    if isinstance(minutes, NoShow):
        raise Problem("Type hours as 3.5 or 3:30.")
    return minutes


def _minutes(text: str) -> int | None:
    if by_clock := _CLOCK.fullmatch(text):
        return int(by_clock[1]) * 60 + int(by_clock[2])
    decimal = _DECIMAL.fullmatch(text)
    if decimal is None or not any(decimal.groups()):
        return None
    hundredths = int(decimal[1] or 0) * 100 + int((decimal[2] or "").ljust(2, "0"))
    return (hundredths * 60 + 50) // 100


def hours_text(minutes: int) -> str:
    """Return minutes as hours with two decimals, such as 3.50; a sum is rounded once, at its end."""
    hundredths = (minutes * 100 + 30) // 60
    return f"{hundredths // 100:,}.{hundredths % 100:02}"


@dataclass(frozen=True, slots=True)
class Worth:
    """What hours are worth in a report, never on a paper to a volunteer (R5.6)."""

    value: Money
    missing: tuple[int, ...]
    """Years whose rate is not loaded; their hours are not in the value."""


def worth(minutes_by_year: Mapping[int, int], rates: Mapping[int, VolunteerHour]) -> Worth:
    """Return what hours are worth, each year's at its own rate, to the nearest cent a year."""
    value, missing = ZERO, []
    for year, minutes in sorted(minutes_by_year.items()):
        if rate := rates.get(year):
            value += Money((rate.value.cents * minutes + 30) // 60)
        elif minutes:
            missing.append(year)
    return Worth(value, tuple(missing))
