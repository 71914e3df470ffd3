"""Dates are read strictly and printed one way."""

from datetime import date

import pytest

from mi_crm.shared.dates import field_date, long_date, parse_date, short_date
from mi_crm.shared.problems import Problem

TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("11/12/2026", date(2026, 11, 12)),
        ("11/12/26", date(2026, 11, 12)),
        ("11-12-2026", date(2026, 11, 12)),
        ("2026-11-12", date(2026, 11, 12)),
        ("1/2", date(2026, 1, 2)),
        ("11/16", TODAY),
        ("11/17", date(2026, 11, 17)),
        ("12/31", date(2025, 12, 31)),
        ("2/29/2024", date(2024, 2, 29)),
        ("3/4/99", date(1999, 3, 4)),
    ],
)
def test_dates_as_people_type_them(typed: str, meant: date) -> None:
    assert parse_date(typed, today=TODAY) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "2/31/2026", "31/2/2026", "13/1/2026", "2/29/2025", "1/1/1825", "1/1/2099", "11/18/2026", "0/0/2026",
     "yesterday", "11/12/026", "١١/١٢/٢٠٢٦", "2026-13-01", "11/12/2026x", "1" * 10_000],
)  # fmt: skip
def test_no_such_day_too_long_ago_or_still_to_come_is_refused(typed: str) -> None:
    with pytest.raises(Problem):
        parse_date(typed, today=TODAY)


def test_a_day_without_a_year_in_the_first_days_of_january_is_of_last_year() -> None:
    assert parse_date("12/30", today=date(2027, 1, 4)) == date(2026, 12, 30)


def test_the_day_after_the_last_of_a_month_is_tomorrow_and_may_be_typed() -> None:
    assert parse_date("12/1", today=date(2026, 11, 30)) == date(2026, 12, 1)


def test_dates_are_printed_the_same_on_every_computer() -> None:
    day = date(2026, 11, 2)
    assert long_date(day) == "November 2, 2026"
    assert field_date(day) == "11/02/2026"
    assert short_date(day, today=TODAY) == "Nov 2"
    assert short_date(date(2025, 11, 2), today=TODAY) == "Nov 2, 2025"
