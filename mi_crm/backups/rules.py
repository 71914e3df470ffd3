"""What a backup says of itself, how it is called, and which ones are kept."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from mi_crm.shared.money import Money

ENDING: Final = ".crmbak"

ROOM: Final = 1.2
"""How many times its size must be free where a backup is written."""

EVERY: Final = timedelta(minutes=30)
"""How often while something changes (trust.md G7)."""

NAG_AFTER: Final = timedelta(days=7)
"""How long without a backup in a second place before the office is asked for one."""

DRILL_EVERY: Final = timedelta(days=30)

_NAME = re.compile(r"(?P<stem>.+)-(?P<number>[0-9]{6})-[0-9]{8}-[0-9]{6}" + re.escape(ENDING))


@dataclass(frozen=True, slots=True)
class Figures:
    """What is in a file, in numbers that a person knows."""

    people: int
    gifts: int
    amount: Money
    """The sum of the ledger."""
    receipts: tuple[tuple[int, int, int], ...]
    """Year, how many numbers were taken, and the last of them."""
    sequence: int
    """The newest act of the audit trail, 0 in a file older than the trail."""
    head_sha256: str

    @property
    def last_receipt(self) -> tuple[int, int] | None:
        """Year and serial of the newest receipt."""
        return (self.receipts[-1][0], self.receipts[-1][2]) if self.receipts else None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; it travels at the end of the file."""

    number: int
    """Counts up for ever; the order of backups, as a clock may be wrong."""
    made_at: datetime
    why: str
    """Such as close, import or asked."""
    charity: str
    file_id: str
    """Which data file it is of; empty for one older than the audit trail."""
    revision: str
    """Of the schema."""
    program: str
    figures: Figures


def file_name(stem: str, manifest: Manifest) -> str:
    """Return what a backup is called: the data file, its number, and the moment in UTC."""
    return f"{stem}-{manifest.number:06}-{manifest.made_at:%Y%m%d-%H%M%S}{ENDING}"


def number_of(name: str) -> int | None:
    """Return the number in a backup's name, or None for another file."""
    found = _NAME.fullmatch(name)
    return int(found["number"]) if found else None


@dataclass(frozen=True, slots=True)
class Kept:
    """A proven backup, as far as the decision to keep it goes."""

    number: int
    made_on: date
    people: int
    gifts: int


_LADDER: Final[Sequence[tuple[int, Callable[[date], object]]]] = (
    (12, lambda day: day),
    (10, lambda day: day.isocalendar()[:2]),
    (9, lambda day: (day.year, day.month)),
    (7, lambda day: day.year),
)
"""How many days, weeks, months and years keep their newest backup."""


def shrunk(backups: Iterable[Kept]) -> bool:
    """Return whether the newest has more than 5 % fewer people or gifts than the one before it."""
    ordered = sorted(backups, key=lambda one: one.number)
    if len(ordered) < 2:
        return False
    before, newest = ordered[-2:]
    return newest.people * 20 < before.people * 19 or newest.gifts * 20 < before.gifts * 19


def removable(backups: Iterable[Kept], *, in_use: Iterable[int] = ()) -> tuple[int, ...]:
    """Return the numbers of the backups that need not be kept.

    Kept are all of the last 2 days, the newest of each of 12 days, 10 weeks, 9 months and 7 years, the last
    two, and those in use; and every one while the newest is shrunken. "The last" counts days on which there
    were backups, in the order of their numbers: a wrong clock throws nothing away.
    """
    ordered = sorted(backups, key=lambda one: one.number, reverse=True)
    if shrunk(ordered):
        return ()
    keep = {*in_use, *(one.number for one in ordered[:2])}
    last_days = list(dict.fromkeys(one.made_on for one in ordered))[:2]
    keep.update(one.number for one in ordered if one.made_on in last_days)
    for many, period in _LADDER:
        newest: dict[object, int] = {}
        for one in ordered:
            newest.setdefault(period(one.made_on), one.number)
        keep.update(list(newest.values())[:many])
    return tuple(sorted(one.number for one in ordered if one.number not in keep))


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of what a backup has otherwise than the file in use."""

    what: str
    """people, gifts, amount or receipts."""
    now: str
    backup: str


def differences(now: Figures, backup: Figures) -> tuple[Difference, ...]:
    """Return what would be different after a restore, in the words of its figures."""
    lines = (
        ("people", f"{now.people:,}", f"{backup.people:,}"),
        ("gifts", f"{now.gifts:,}", f"{backup.gifts:,}"),
        ("amount", now.amount.dollars(), backup.amount.dollars()),
        ("receipts", _count(now), _count(backup)),
    )
    return tuple(Difference(*line) for line in lines if line[1] != line[2])


def _count(figures: Figures) -> str:
    return f"{sum(count for _year, count, _last in figures.receipts):,}"
