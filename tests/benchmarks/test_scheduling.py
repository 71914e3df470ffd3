"""How fast helpers are judged and ranked for a shift, and how fast the best plan of a week is proved."""

import gc
from collections.abc import Iterator
from random import Random

import pytest

from mi_crm.volunteering.rules.filling import fill
from mi_crm.volunteering.rules.suggestions import suggest
from tests.benchmarks.measuring import Lines, late, seconds
from tests.volunteering.weeks import MONDAY, Week, large

pytestmark = pytest.mark.benchmark


@pytest.fixture(autouse=True)
def sweeping_as_the_window_does() -> Iterator[None]:
    """Leave alone what stood before, and sweep only in quiet moments (ui/shared/sweeper)."""
    gc.collect()
    gc.freeze()
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


def test_suggestions_after_a_drop(table: Lines) -> None:
    """A week of 300 shifts and 2,000 volunteers; the first twenty are put into words, as shown."""
    week = large(Random(1), slots=300, helpers=2_000, often=0.4)

    def drop(number: int) -> None:
        found = suggest(week.slots[number], week.helpers, week.commitments, today=MONDAY)
        for one in found.able[:20]:
            assert one.lines
            assert one.chips is not None
        assert len(found.able) + len(found.unable) == 2_000

    taken = [seconds(lambda number=number: drop(number)) for number in range(60)]  # type: ignore[misc]
    table.add("conflicts and suggestions, 2,000 volunteers", taken, most_ms=50)
    table.add("the same, 95 of 100 shifts", taken, pick=late, most_ms=50)


def test_a_fill_of_120_roles_with_400_candidates(table: Lines) -> None:
    """To a proven optimum; the solver runs on one processor."""
    weeks: list[Week] = [large(Random(seed), slots=120, helpers=400) for seed in range(5)]

    def plan(week: Week) -> None:
        found = fill(week.slots, week.helpers, week.commitments, today=MONDAY, seconds=60)
        assert found.optimal
        print(f"{len(found.planned)} planned, {len(found.unfilled)} short")

    plan(weeks[0])  # the solver is loaded
    taken = [seconds(lambda week=week: plan(week)) for week in weeks]  # type: ignore[misc]
    table.add("fill 120 roles with 400 candidates", taken, unit="s", scale=1, most_ms=5)
