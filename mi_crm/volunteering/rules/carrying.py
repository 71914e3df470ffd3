"""Who carries too much, who came back, and whose years of service are to be honored."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from dateutil.relativedelta import relativedelta

TIMES: Final = 3
"""Who gives more than so many times an even share carries too much."""
HONORED: Final = (1, 5, 10, 15, 20, 25, 30, 40, 50)
"""Years of service."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one helper gave of all hours."""

    helper_id: UUID
    minutes: int
    percent: int
    """Of all hours, rounded to the nearest."""
    too_much: bool


@dataclass(frozen=True, slots=True)
class Carrying:
    """How hours lie on the helpers."""

    loads: tuple[Load, ...]
    """Most first."""
    half: int
    """So few of them gave half of all hours."""


def carrying(minutes: Mapping[UUID, int]) -> Carrying:
    """Return how hours lie on those who are active; those who gave none count for an even share."""
    total = sum(minutes.values())
    if not total:
        return Carrying((), 0)
    ranked = sorted(
        ((given, helper_id) for helper_id, given in minutes.items() if given),
        key=lambda pair: (-pair[0], pair[1]),
    )
    half, sofar = 0, 0
    for given, _ in ranked:
        half += sofar * 2 < total
        sofar += given
    return Carrying(
        tuple(
            Load(
                helper_id,
                given,
                (given * 200 + total) // (total * 2),
                given * len(minutes) > TIMES * total,
            )
            for given, helper_id in ranked
        ),
        half,
    )


@dataclass(frozen=True, slots=True)
class Retention:
    """How many of those who helped in one year helped in the next."""

    before: int
    again: int
    new: int
    """Who helped in the second year only."""

    @property
    def percent(self) -> int | None:
        """The share that came back, rounded to the nearest; None when nobody helped before."""
        return (self.again * 200 + self.before) // (self.before * 2) if self.before else None


def retention(before: Collection[UUID], after: Collection[UUID]) -> Retention:
    """Compare who helped in two years."""
    first, second = {*before}, {*after}
    return Retention(len(first), len(first & second), len(second - first))


def anniversary(since: date, first: date, last: date) -> tuple[int, date] | None:
    """Return the honored year of service that is completed in a stretch of days, with its day, or None.

    Who began on February 29 completes a year on the 28th where there is none.
    """
    for years in HONORED:
        day = since + relativedelta(years=years)
        if first <= day <= last:
            return years, day
    return None
