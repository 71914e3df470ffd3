"""Who carries too much, who came back, and years of service."""

from datetime import date
from uuid import UUID

import pytest

from mi_crm.volunteering.rules.carrying import Carrying, Load, Retention, anniversary, carrying, retention


def test_who_gives_more_than_three_times_an_even_share_carries_too_much() -> None:
    keys = [UUID(int=number) for number in range(10)]
    found = carrying({**dict.fromkeys(keys, 0), keys[0]: 301, keys[1]: 300, keys[2]: 399})
    assert found == Carrying(
        (Load(keys[2], 399, 40, True), Load(keys[0], 301, 30, True), Load(keys[1], 300, 30, False)), 2
    )


def test_so_few_gave_half() -> None:
    keys = [UUID(int=number) for number in range(4)]
    assert carrying(dict.fromkeys(keys, 60)).half == 2
    assert carrying({keys[0]: 60, keys[1]: 30, keys[2]: 30}).half == 1
    assert carrying({}) == carrying({keys[0]: 0}) == Carrying((), 0)


def test_who_came_back() -> None:
    one, two, three = (UUID(int=number) for number in range(3))
    found = retention([one, two, two], [two, three])
    assert (found, found.percent) == (Retention(2, 1, 1), 50)
    assert retention([], [one]).percent is None


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (date(2021, 11, 20), (5, date(2026, 11, 20))),
        (date(2021, 11, 16), (5, date(2026, 11, 16))),
        (date(2021, 11, 22), (5, date(2026, 11, 22))),
        (date(2021, 11, 23), None),
        (date(2022, 11, 20), None),  # four years
        (date(2025, 11, 20), (1, date(2026, 11, 20))),
        (date(2026, 11, 20), None),
    ],
)
def test_years_of_service(since: date, expected: tuple[int, date] | None) -> None:
    assert anniversary(since, date(2026, 11, 16), date(2026, 11, 22)) == expected


def test_who_began_on_a_leap_day() -> None:
    assert anniversary(date(2024, 2, 29), date(2025, 2, 1), date(2025, 3, 31)) == (1, date(2025, 2, 28))
