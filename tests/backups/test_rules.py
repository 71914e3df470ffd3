"""Names, retention and differences of backups."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mi_crm.backups.rules import (
    Figures,
    Kept,
    Manifest,
    differences,
    file_name,
    number_of,
    removable,
    shrunk,
)
from mi_crm.shared.money import Money

TODAY = date(2026, 11, 16)


def kept(number: int, day: date, people: int = 100, gifts: int = 1_000) -> Kept:
    return Kept(number, day, people, gifts)


def daily(days: int) -> list[Kept]:
    """One backup a day, the last one today."""
    return [kept(1 + place, TODAY - timedelta(days=days - 1 - place)) for place in range(days)]


def test_a_name_tells_the_file_the_number_and_the_moment_and_is_read_back() -> None:
    figures = Figures(1, 2, Money(300), (), 4, "ab")
    moment = datetime(2026, 11, 16, 17, 30, 5, tzinfo=UTC)
    name = file_name("mi-crm", Manifest(42, moment, "asked", "", "", "0002", "0", figures))
    assert name == "mi-crm-000042-20261116-173005.crmbak"
    assert number_of(name) == 42


@pytest.mark.parametrize(
    "name", ["mi-crm.db", "mi-crm-42.crmbak", "mi-crm-000042-20261116-173005.crmbak.part", "notes.txt"]
)
def test_another_file_has_no_number(name: str) -> None:
    assert number_of(name) is None


def test_all_of_two_days_are_kept() -> None:
    yesterday = TODAY - timedelta(days=1)
    backups = [kept(n, yesterday if n <= 20 else TODAY) for n in range(1, 41)]
    assert removable(backups) == ()


def test_of_the_third_day_the_newest_is_kept() -> None:
    days = [TODAY - timedelta(days=2), TODAY - timedelta(days=1), TODAY]
    backups = [kept(1 + n, days[n // 3]) for n in range(9)]
    assert removable(backups) == (1, 2)


@pytest.mark.parametrize(
    ("days", "remain"),
    [
        (12, 12),
        # The day before is no longer one of twelve; its week is among ten.
        (13, 13),
        # 12 days, then 8 more weeks than the two these touch, then the months and years before.
        (365 * 8, 12 + 8 + 6 + 6),
    ],
)
def test_the_ladder(days: int, remain: int) -> None:
    backups = daily(days)
    left = {one.number for one in backups} - set(removable(backups))
    expected = expected_ladder(days)
    assert left == expected
    assert len(left) == len(expected)
    assert abs(len(left) - remain) <= 3


def expected_ladder(days: int) -> set[int]:
    """Walk the calendar by hand: the newest of each day, week, month and year."""
    found: set[int] = set()
    ladder: tuple[tuple[int, Callable[[date], str]], ...] = (
        (12, lambda day: f"{day:%Y-%m-%d}"),
        (10, lambda day: f"{day:%G-%V}"),
        (9, lambda day: f"{day:%Y-%m}"),
        (7, lambda day: f"{day:%Y}"),
    )
    for many, period in ladder:
        seen: list[str] = []
        for back in range(days):
            name = period(TODAY - timedelta(days=back))
            if name not in seen:
                seen.append(name)
                if len(seen) <= many:
                    found.add(days - back)
    return found


def test_the_newest_of_each_of_seven_years_is_kept() -> None:
    backups = daily(365 * 9)
    left = set(range(1, len(backups) + 1)) - set(removable(backups))
    years = {one.made_on.year for one in backups if one.number in left}
    assert years == set(range(2020, 2027))


@pytest.mark.parametrize(
    ("people", "gifts", "frozen"),
    [
        (100, 1_000, False),
        (95, 950, False),
        (94, 1_000, True),
        (100, 949, True),
        (120, 1_200, False),
        (0, 0, True),
    ],
)
def test_nothing_is_removed_when_the_newest_lost_more_than_a_twentieth(
    people: int, gifts: int, *, frozen: bool
) -> None:
    backups = [*daily(60), kept(61, TODAY, people, gifts)]
    assert shrunk(backups) is frozen
    assert (removable(backups) == ()) is frozen


def test_one_in_use_is_kept() -> None:
    backups = daily(400)
    first = removable(backups)[0]
    assert first not in removable(backups, in_use=[first])


def test_a_clock_set_back_ten_years_throws_away_no_newer_backup() -> None:
    backups = [*daily(10), kept(11, date(2016, 11, 16)), kept(12, date(2016, 11, 17))]
    left = {one.number for one in backups} - set(removable(backups))
    assert {11, 12, 10, 9} <= left


@given(
    st.lists(st.tuples(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 50)), max_size=80),
    st.sets(st.integers(1, 80), max_size=3),
)
def test_whatever_the_clock_says(found: list[tuple[date, int]], in_use: set[int]) -> None:
    backups = [kept(1 + place, day, people, 100) for place, (day, people) in enumerate(found)]
    removed = set(removable(backups, in_use=in_use))
    last_two = {one.number for one in backups[-2:]}
    assert not removed & (last_two | in_use)
    assert len(backups) - len(removed) >= min(len(backups), 2)
    if shrunk(backups):
        assert not removed
    # What is left is left for good: removing again removes no more.
    left = [one for one in backups if one.number not in removed]
    if not shrunk(left):
        assert removable(left, in_use=in_use) == ()


def test_what_differs_is_told_in_figures() -> None:
    now = Figures(120, 1_204, Money(18_322_015), ((2026, 400, 417),), 9, "b")
    before = Figures(120, 1_201, Money(18_300_015), ((2026, 398, 415),), 8, "a")
    assert [(line.what, line.now, line.backup) for line in differences(now, before)] == [
        ("gifts", "1,204", "1,201"),
        ("amount", "$183,220.15", "$183,000.15"),
        ("receipts", "400", "398"),
    ]
