"""Figures of a year that the treasurer adds with their source, beside those that come with the program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import clean_line
from mi_crm.shared.year_tables import (
    IraLimits,
    Source,
    TokenLimits,
    VolunteerHour,
    YearTables,
    shipped,
)


class FigureKind(StrEnum):
    """Which table."""

    TOKEN_LIMITS = "token_limits"  # noqa: S105 # a gift of small value, not a secret
    IRA_LIMITS = "ira_limits"
    NATIONAL_HOUR = "national_hour"
    CALIFORNIA_HOUR = "california_hour"


NAMES: Final[Mapping[FigureKind, str]] = {
    FigureKind.TOKEN_LIMITS: "Token limits",
    FigureKind.IRA_LIMITS: "IRA limits",
    FigureKind.NATIONAL_HOUR: "Volunteer hour, nation",
    FigureKind.CALIFORNIA_HOUR: "Volunteer hour, California",
}
OWN: Final = "added by hand"
"""What stands where a shipped figure says how sure we are of it."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One year of one table."""

    kind: FigureKind
    year: int
    amount: Money
    """The cost of a low-cost article, the limit of IRA distributions, or an hour."""
    authority: str
    """Who says so, such as Rev. Proc. 2026-35."""
    second: Money | None = None
    """Of IRA limits: the one-time part for a split-interest gift."""


def clean_figures(what: Figures, tables: YearTables) -> Figures:
    """Return figures as they are kept. Raises Problem for a year that is there, and for what is missing."""
    name = NAMES[what.kind]
    if not 2000 <= what.year <= 2100:
        raise Problem("Type a year, such as 2027.")
    if what.year in _table(tables, what.kind):
        raise Problem("{name} of {year} are there already.", name=name, year=what.year)
    if what.amount <= ZERO:
        raise Problem("Type an amount above zero.")
    authority = clean_line(what.authority, what="The source", limit=200)
    if not authority:
        raise Problem("Say who publishes the figure, such as Rev. Proc. 2026-35.")
    second = what.second if what.kind is FigureKind.IRA_LIMITS else None
    if what.kind is FigureKind.IRA_LIMITS and (second is None or not ZERO < second <= what.amount):
        raise Problem("Type the one-time limit of a split-interest gift; it is part of the yearly one.")
    return replace(what, authority=authority, second=second)


def with_own(own: Sequence[Figures]) -> YearTables:
    """Return the tables of the program with the office's years beside them; a year that came stays."""
    tables = shipped()
    added: dict[str, Any] = {}
    for one in own:
        if one.year not in _table(tables, one.kind):
            added.setdefault(one.kind.value, dict(_table(tables, one.kind)))[one.year] = _entry(one)
    return replace(tables, **added)


def _entry(one: Figures) -> TokenLimits | IraLimits | VolunteerHour:
    source = Source(one.authority, OWN)
    if one.kind is FigureKind.TOKEN_LIMITS:
        cents = one.amount.cents
        return TokenLimits(one.year, one.amount, Money(5 * cents), Money(10 * cents), source)
    if one.kind is FigureKind.IRA_LIMITS:
        return IraLimits(one.year, one.amount, one.second or ZERO, source)
    return VolunteerHour(one.year, one.amount, source)


def _table(tables: YearTables, kind: FigureKind) -> Mapping[int, Any]:
    found: Mapping[int, Any] = getattr(tables, kind.value)
    return found


@dataclass(frozen=True, slots=True)
class FiguresRow:
    """One year of one table, to be listed."""

    kind: FigureKind | None
    """None of tables that only the program brings."""
    name: str
    year: int
    figures: str
    authority: str
    mark: str
    """How sure we are of it, or that somebody added it."""

    @property
    def id(self) -> tuple[str, int]:
        """Table and year, by which lists tell rows apart."""
        return self.name, self.year

    @property
    def own(self) -> bool:
        """Whether the office added it."""
        return self.mark == OWN


def listed(tables: YearTables) -> list[FiguresRow]:
    """Return every year of every table, the newest first within each."""
    found = []
    for kind in FigureKind:
        table = _table(tables, kind)
        for year in sorted(table, reverse=True):
            one = table[year]
            words = _words(one)
            found.append(FiguresRow(kind, NAMES[kind], year, words, one.source.authority, one.source.mark))
    for year, mile in sorted(tables.mileage.items(), reverse=True):
        words = f"{mile.cents_a_mile} cents a mile"
        found.append(FiguresRow(None, "Mileage", year, words, mile.source.authority, mile.source.mark))
    for year, rule in sorted(tables.schedule_b.items(), reverse=True):
        words = f"Listed from {rule.listed_from.dollars()}, counted from {rule.counted_from.dollars()}"
        found.append(FiguresRow(None, "Schedule B", year, words, rule.source.authority, rule.source.mark))
    return found


def _words(one: TokenLimits | IraLimits | VolunteerHour) -> str:
    if isinstance(one, TokenLimits):
        return (
            f"Cost to us up to {one.cost_limit.dollars()}, payment from {one.minimum_payment.dollars()}, "
            f"2% up to {one.cap.dollars()}"
        )
    if isinstance(one, IraLimits):
        return f"{one.limit.dollars()}, once {one.split_interest.dollars()} for a split-interest gift"
    return f"{one.value.dollars()} an hour"
