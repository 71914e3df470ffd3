"""Hours as they are typed, and what they are worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.year_tables import Source, VolunteerHour
from mi_crm.volunteering.rules.hours import NO_SHOW, NoShow, Worth, hours_text, read_hours, worth


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("3.5", 210),
        (" 3 ", 180),
        (".5", 30),
        ("3.", 180),
        ("3:30", 210),
        ("0:05", 5),
        ("3.25", 195),
        ("0.33", 20),  # 19.8
        ("0.01", 1),  # 0.6
        ("24", 1440),
        ("24:00", 1440),
        ("n", NO_SHOW),
        ("N", NO_SHOW),
    ],
)
def test_hours_are_read(typed: str, minutes: int | NoShow) -> None:
    assert read_hours(typed) == minutes


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        *(
            (typed, "Type hours as 3.5 or 3:30, or n for a no-show.")
            for typed in (
                "3,5",
                "-1",
                "",
                ".",
                "3:5",
                "3:60",
                "three",
                "3.123",
                "1e1",
                "+3",
                "3 30",
                "٣",
                "nn",
            )
        ),
        ("25", "A day has 24 hours. Type hours as 3.5 or 3:30."),
        ("24.01", "A day has 24 hours. Type hours as 3.5 or 3:30."),
        ("24:01", "A day has 24 hours. Type hours as 3.5 or 3:30."),
        ("0", "Type the hours they were there, or n for a no-show."),
        ("0:00", "Type the hours they were there, or n for a no-show."),
    ],
)
def test_nonsense_is_refused_with_what_to_type(typed: str, sentence: str) -> None:
    with pytest.raises(Problem) as refused:
        read_hours(typed)
    assert str(refused.value) == sentence


@given(st.text(max_size=8))
def test_whatever_is_typed_is_minutes_or_a_problem(typed: str) -> None:
    try:
        found = read_hours(typed)
    except Problem:
        return
    assert isinstance(found, NoShow) or 0 < found <= 1440


@given(st.integers(1, 1440))
def test_every_minute_can_be_typed_by_the_clock(minutes: int) -> None:
    assert read_hours(f"{minutes // 60}:{minutes % 60:02}") == minutes


@pytest.mark.parametrize(
    ("minutes", "text"), [(210, "3.50"), (20, "0.33"), (40, "0.67"), (0, "0.00"), (74_070, "1,234.50")]
)
def test_hours_are_told_with_two_decimals(minutes: int, text: str) -> None:
    assert hours_text(minutes) == text


def _rate(year: int, cents: int) -> VolunteerHour:
    return VolunteerHour(year, Money(cents), Source("somebody", "sourced"))


def test_each_year_is_worth_its_own_rate() -> None:
    rates = {2024: _rate(2024, 3479), 2025: _rate(2025, 3614)}
    assert worth({2024: 90, 2025: 60}, rates) == Worth(Money(5219 + 3614), ())  # 52.185 is rounded up
    assert worth({2024: 20}, rates) == Worth(Money(1160), ())  # 11.5967
    assert worth({2025: 60, 2026: 30, 2027: 0}, rates) == Worth(Money(3614), (2026,))
