"""Figures that the law sets anew: each with its year, its authority, and how sure we are of it."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem

FOLDER: Final = Path(__file__).resolve().parents[2] / "resources" / "years"
"""The tables that come with the program."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so, and how sure we are: "sourced: S14", or "from knowledge, check"."""

    authority: str
    mark: str


@dataclass(frozen=True, slots=True)
class TokenLimits:
    """What may be given back in a year and still be disregarded (R2.5a).

    Raises Problem unless the figures come from one base: minimum = 5 × cost limit, cap = 10 × cost limit.
    """

    year: int
    cost_limit: Money
    """The most that low-cost articles may cost us, for one donor in the year."""
    minimum_payment: Money
    """The least payment for which they are disregarded."""
    cap: Money
    """The most that 2% of a payment may come to."""
    source: Source

    def __post_init__(self) -> None:
        """Check that the three figures belong together."""
        if self.minimum_payment.cents != 5 * self.cost_limit.cents:
            raise Problem(
                "The token limits of {year} do not fit: the minimum payment must be 5 × {limit}.",
                year=self.year,
                limit=self.cost_limit,
            )
        if self.cap.cents != 10 * self.cost_limit.cents:
            raise Problem(
                "The token limits of {year} do not fit: the cap must be 10 × {limit}.",
                year=self.year,
                limit=self.cost_limit,
            )


@dataclass(frozen=True, slots=True)
class IraLimits:
    """The most one person may give from an IRA in a year, and once to a split-interest gift (R4.5)."""

    year: int
    limit: Money
    split_interest: Money
    source: Source


@dataclass(frozen=True, slots=True)
class VolunteerHour:
    """What an hour is worth in one year, in the nation or in California (R5.6)."""

    year: int
    value: Money
    source: Source


@dataclass(frozen=True, slots=True)
class Mileage:
    """What a volunteer may deduct for a mile (R5.2)."""

    cents_a_mile: int
    source: Source


@dataclass(frozen=True, slots=True)
class ScheduleB:
    """Which contributors Schedule B lists (R6.3, R6.4)."""

    listed_from: Money
    counted_from: Money
    """Smaller gifts may be left out of a contributor's sum."""
    percent_of_line_1h: int
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class YearTables:
    """Every table by year. A year that is not there is never filled with another's (policy P6)."""

    token_limits: Mapping[int, TokenLimits]
    expected: Mapping[int, Source]
    """Token limits that are known to be published, and are not loaded yet."""
    ira_limits: Mapping[int, IraLimits]
    national_hour: Mapping[int, VolunteerHour]
    california_hour: Mapping[int, VolunteerHour]
    mileage: Mapping[int, Mileage]
    schedule_b: Mapping[int, ScheduleB]
    token_source: str
    """Where token limits are found."""

    def where_token_limits_are(self, year: int) -> str:
        """Return what to load for a missing year, and from where."""
        known = self.expected.get(year)
        return f"{known.authority}, at irs.gov" if known else self.token_source


@cache
def shipped() -> YearTables:
    """Return the tables that come with the program."""
    return load(FOLDER)


def load(folder: Path) -> YearTables:
    """Read the tables in a folder. Raises Problem that names the file and the year of what does not fit."""
    tokens, hours = _read(folder, "token_limits"), _read(folder, "volunteer_hours")
    return YearTables(
        token_limits=_years(tokens, "year", _token_limits),
        expected=_years(tokens, "expected", lambda _year, row: _source(row)),
        token_source=tokens.text("source"),
        ira_limits=_years(_read(folder, "ira_distributions"), "year", _ira_limits),
        national_hour=_years(hours, "year", lambda year, row: _hour(hours, year, row, "national")),
        california_hour=_years(
            hours, "year", lambda year, row: _hour(hours, year, row, "california"), having="california"
        ),
        mileage=_spans(_read(folder, "mileage"), _mileage),
        schedule_b=_spans(_read(folder, "schedule_b"), _schedule_b),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A table of TOML whose values are asked for by type."""

    name: str
    values: Mapping[str, Any]

    def text(self, key: str) -> str:
        return str(self._value(key, str))

    def number(self, key: str) -> int:
        return int(self._value(key, int))

    def money(self, key: str) -> Money:
        try:
            return Money.parse(self.text(key))
        except Problem:
            raise self.problem(key) from None

    def _value(self, key: str, kind: type) -> Any:  # noqa: ANN401 # TOML holds values of any kind
        value = self.values.get(key)
        if type(value) is not kind or value == "":
            raise self.problem(key)
        return value

    def problem(self, key: str) -> Problem:
        return Problem("{key} in {name} is missing or cannot be read.", key=key, name=self.name)


_Figure = TypeVar("_Figure")
_Make = Callable[[int, _Row], _Figure]


def _read(folder: Path, name: str) -> _Row:
    path = folder / f"{name}.toml"
    try:
        return _Row(path.name, tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise Problem("The year table {path} is missing. Install MI CRM again.", path=path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problem("The year table {path} cannot be read. Install MI CRM again.", path=path) from error


def _rows(table: _Row, key: str) -> list[_Row]:
    return [_Row(table.name, row) for row in table.values.get(key, ())]


def _years(table: _Row, key: str, make: _Make[_Figure], *, having: str = "year") -> dict[int, _Figure]:
    found: dict[int, _Figure] = {}
    for row in _rows(table, key):
        if having not in row.values:
            continue
        year = row.number("year")
        if year in found:
            raise Problem("{name} has {year} twice.", name=table.name, year=year)
        found[year] = make(year, row)
    return found


def _spans(table: _Row, make: Callable[[_Row], _Figure]) -> dict[int, _Figure]:
    return {
        year: make(row)
        for row in _rows(table, "span")
        for year in range(row.number("first_year"), row.number("last_year") + 1)
    }


def _source(row: _Row) -> Source:
    return Source(row.text("authority"), row.text("mark"))


def _token_limits(year: int, row: _Row) -> TokenLimits:
    return TokenLimits(
        year, row.money("cost_limit"), row.money("minimum_payment"), row.money("cap"), _source(row)
    )


def _ira_limits(year: int, row: _Row) -> IraLimits:
    return IraLimits(year, row.money("limit"), row.money("split_interest"), _source(row))


def _hour(table: _Row, year: int, row: _Row, where: str) -> VolunteerHour:
    return VolunteerHour(year, row.money(where), Source(table.text("authority"), row.text(f"{where}_mark")))


def _mileage(row: _Row) -> Mileage:
    return Mileage(row.number("cents_a_mile"), _source(row))


def _schedule_b(row: _Row) -> ScheduleB:
    return ScheduleB(
        row.money("listed_from"), row.money("counted_from"), row.number("percent_of_line_1h"), _source(row)
    )
