"""Repeating shifts: their days, the clock on the wall, and what an edit does."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mi_crm.shared.problems import Problem
from mi_crm.volunteering.rules.series import (
    Edit,
    Repeat,
    days_of,
    edit_all,
    edit_following,
    end_before,
    moment,
    moments,
    on_another_day,
    rest_of,
    rule_of,
)
from tests.volunteering.building import HOME

TUESDAY = date(2026, 11, 17)


def days(*numbers: int, month: int = 11) -> tuple[date, ...]:
    return tuple(date(2026, month, number) for number in numbers)


@pytest.mark.parametrize(
    ("repeat", "first", "rule", "expected"),
    [
        (
            Repeat("week", times=3),
            TUESDAY,
            "FREQ=WEEKLY;BYDAY=TU;COUNT=3",
            (*days(17, 24), date(2026, 12, 1)),
        ),
        (
            Repeat("week", until=date(2026, 11, 27), weekdays=(3, 1)),
            TUESDAY,
            "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261127",
            days(17, 19, 24, 26),
        ),
        (
            Repeat("week", times=2, step=2),
            TUESDAY,
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=2",
            (TUESDAY, date(2026, 12, 1)),
        ),
        (Repeat("day", until=date(2026, 11, 19)), TUESDAY, "FREQ=DAILY;UNTIL=20261119", days(17, 18, 19)),
        (
            Repeat("month", times=3),  # the third Saturday
            date(2026, 11, 21),
            "FREQ=MONTHLY;BYDAY=3SA;COUNT=3",
            (date(2026, 11, 21), date(2026, 12, 19), date(2027, 1, 16)),
        ),
        (
            Repeat("month", times=2),  # the fifth is the last
            date(2026, 10, 31),
            "FREQ=MONTHLY;BYDAY=-1SA;COUNT=2",
            (date(2026, 10, 31), date(2026, 11, 28)),
        ),
        (
            Repeat("month", times=4, by_weekday=False),  # a month without a 31st gives its last day
            date(2027, 1, 31),
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;COUNT=4",
            (date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)),
        ),
        (
            Repeat("month", times=3, by_weekday=False),
            date(2027, 1, 29),
            "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1;COUNT=3",
            (date(2027, 1, 29), date(2027, 2, 28), date(2027, 3, 29)),
        ),
    ],
)
def test_a_choice_is_a_rule_and_its_days(
    repeat: Repeat, first: date, rule: str, expected: tuple[date, ...]
) -> None:
    assert rule_of(repeat, first) == rule
    assert days_of(rule, first) == list(expected)


def test_exceptions_are_left_out_and_counted_all_the_same() -> None:
    assert days_of("FREQ=WEEKLY;COUNT=3", TUESDAY, {date(2026, 11, 24)}) == [TUESDAY, date(2026, 12, 1)]


def test_rules_of_other_programs_are_read() -> None:
    assert days_of("RRULE:FREQ=WEEKLY;UNTIL=20261124T235959Z", TUESDAY) == list(days(17, 24))


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "weekly",
        "FREQ=HOURLY;COUNT=3",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;COUNT=3;UNTIL=20261201",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=x",
        "FREQ=WEEKLY;INTERVAL=0;COUNT=3",
        "FREQ=WEEKLY;COUNT=3;COUNT=4",
        "FREQ=WEEKLY;BYDAY=XX;COUNT=3",
        "FREQ=WEEKLY;UNTIL=tomorrow",
        "FREQ=WEEKLY;UNTIL=20200101",
        "FREQ=WEEKLY;BYHOUR=9;COUNT=3",
        "FREQ=DAILY;COUNT=201",
        "FREQ=DAILY;COUNT=99999",
        "FREQ=DAILY;UNTIL=20300101",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2;COUNT=3",
        "FREQ=YEARLY;COUNT=20",
        "FREQ=YEARLY;COUNT=300",
        "FREQ=YEARLY;UNTIL=20500101",
    ],
)
def test_a_rule_that_is_none_or_never_ends_is_refused(rule: str) -> None:
    with pytest.raises(Problem):
        days_of(rule, TUESDAY)


@given(st.text(alphabet="FREQ=WKLYDAICOUNTBSP;,-+0123456789TH", max_size=40))
def test_whatever_is_typed_is_days_or_a_problem(typed: str) -> None:
    for rule in (typed, f"FREQ=WEEKLY;COUNT=3;{typed}"):
        with suppress(Problem):
            assert days_of(rule, TUESDAY)


@pytest.mark.parametrize(
    "repeat",
    [
        Repeat("day"),
        Repeat("day", times=1, until=TUESDAY),
        Repeat("day", times=0),
        Repeat("day", times=1, step=0),
    ],
)
def test_a_choice_without_an_end_is_refused(repeat: Repeat) -> None:
    with pytest.raises(Problem):
        rule_of(repeat, TUESDAY)


# The clock on the wall


def test_the_time_of_day_stays_when_the_clocks_change() -> None:
    """On November 1, 2026 they go back: 9:00 AM is 16:00 UTC before and 17:00 after."""
    found = [moment(day, 540, HOME) for day in days_of("FREQ=DAILY;COUNT=3", date(2026, 10, 31))]
    assert [one.astimezone(UTC).hour for one in found] == [16, 17, 17]
    assert [one.hour for one in found] == [9, 9, 9]


def test_a_time_that_the_clocks_leave_out_is_as_much_later() -> None:
    spring = date(2026, 3, 8)
    assert moment(spring, 150, HOME).astimezone(UTC) == datetime(2026, 3, 8, 10, 30, tzinfo=UTC)
    start, end = moments(spring, 150, 180, HOME)  # 2:30 to 3:00 AM: the end would come first
    assert (start.hour, start.minute, end.hour, end.minute) == (3, 30, 4, 0)


def test_of_a_time_that_comes_twice_it_is_the_first() -> None:
    assert moment(date(2026, 11, 1), 90, HOME).astimezone(UTC) == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)


def test_a_shift_over_midnight_ends_the_next_day() -> None:
    assert moment(TUESDAY, 1440, HOME) == moment(date(2026, 11, 18), 0, HOME)
    start, end = moments(TUESDAY, 22 * 60, 25 * 60, HOME)
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=3)
    assert (end.date(), end.hour) == (date(2026, 11, 18), 1)


def test_a_week_copied_over_the_change_of_clocks_keeps_its_times() -> None:
    start, end = moments(date(2026, 10, 31), 22 * 60, 25 * 60, HOME)
    later = on_another_day(start.astimezone(UTC), end.astimezone(UTC), HOME, later=7)
    assert [(one.date(), one.hour) for one in later] == [(date(2026, 11, 7), 22), (date(2026, 11, 8), 1)]
    assert later[0].astimezone(UTC) - start.astimezone(UTC) == timedelta(days=7, hours=1)


# Edits

WEEKLY = "FREQ=WEEKLY;BYDAY=TU;COUNT=4"  # November 17, 24, December 1, 8


def test_other_times_on_the_same_days_keep_every_shift() -> None:
    assert edit_all(WEEKLY, TUESDAY, (), WEEKLY, TUESDAY, today=TUESDAY).kept == (
        *days(17, 24), *days(1, 8, month=12),
    )  # fmt: skip


def test_another_weekday_moves_the_shifts_and_what_was_stays() -> None:
    edit = edit_all(
        WEEKLY, TUESDAY, (), "FREQ=WEEKLY;BYDAY=TH;COUNT=4", date(2026, 11, 19), today=date(2026, 11, 20)
    )
    assert edit == Edit(
        kept=(),
        moved=(
            (date(2026, 11, 24), date(2026, 11, 26)),
            (date(2026, 12, 1), date(2026, 12, 3)),
            (date(2026, 12, 8), date(2026, 12, 10)),
        ),
        added=(),
        dropped=(),
    )


def test_a_longer_or_shorter_series_adds_or_drops() -> None:
    longer = edit_all(WEEKLY, TUESDAY, (), "FREQ=WEEKLY;BYDAY=TU;COUNT=5", TUESDAY, today=TUESDAY)
    assert (longer.added, longer.dropped, len(longer.kept)) == (days(15, month=12), (), 4)
    shorter = edit_all(WEEKLY, TUESDAY, (), "FREQ=WEEKLY;BYDAY=TU;COUNT=2", TUESDAY, today=TUESDAY)
    assert (shorter.added, shorter.dropped, len(shorter.kept)) == ((), days(1, 8, month=12), 2)


def test_an_exception_stays_one() -> None:
    edit = edit_all(WEEKLY, TUESDAY, days(24), WEEKLY, TUESDAY, today=TUESDAY)
    assert edit == Edit((TUESDAY, *days(1, 8, month=12)), (), (), ())


def test_this_and_following_split_the_series() -> None:
    december = date(2026, 12, 1)
    split = edit_following(
        WEEKLY, TUESDAY, days(24), december, "FREQ=WEEKLY;BYDAY=WE;COUNT=3", date(2026, 12, 2)
    )
    assert split.old_rule == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261130"
    assert days_of(split.old_rule, TUESDAY, days(24)) == [TUESDAY]
    assert split.edit == Edit(
        kept=(),
        moved=((december, date(2026, 12, 2)), (date(2026, 12, 8), date(2026, 12, 9))),
        added=(date(2026, 12, 16),),
        dropped=(),
    )


def test_following_from_the_first_day_leaves_nothing_of_the_old() -> None:
    assert edit_following(WEEKLY, TUESDAY, (), TUESDAY, WEEKLY, TUESDAY).old_rule is None


def test_following_from_a_day_that_is_none_of_the_series_is_refused() -> None:
    with pytest.raises(Problem, match="not one of the series"):
        edit_following(WEEKLY, TUESDAY, (), date(2026, 11, 18), WEEKLY, TUESDAY)


def test_the_rest_of_a_series_counts_what_is_left() -> None:
    assert rest_of(WEEKLY, TUESDAY, date(2026, 12, 1)) == "FREQ=WEEKLY;BYDAY=TU;COUNT=2"
    until = "FREQ=WEEKLY;UNTIL=20261208"
    assert rest_of(until, TUESDAY, date(2026, 12, 1)) == until


@given(st.integers(1, 60), st.integers(1, 3), st.integers(0, 59))
def test_both_halves_are_the_whole(times: int, step: int, cut: int) -> None:
    rule = f"FREQ=WEEKLY;INTERVAL={step};BYDAY=TU,FR;COUNT={times}"
    whole = days_of(rule, TUESDAY)
    day = whole[cut % times]
    first = days_of(end_before(rule, day), TUESDAY) if day != TUESDAY else []
    assert first + days_of(rest_of(rule, TUESDAY, day), day) == whole
