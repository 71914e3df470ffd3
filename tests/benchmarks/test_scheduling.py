"""How fast helpers are judged and ranked for a shift, and how fast the best plan of a week is proved."""

import gc
from collections.abc import Iterator
from contextlib import suppress
from random import Random
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from mi_crm.store.store import Store
from mi_crm.volunteering.actions.assigning import ask
from mi_crm.volunteering.actions.placing import Refused
from mi_crm.volunteering.details import AskChannel
from mi_crm.volunteering.queries.facts import facts_for, facts_of_needs
from mi_crm.volunteering.rules.filling import fill
from mi_crm.volunteering.rules.suggestions import suggest
from tests.benchmarks.measuring import Lines, late, seconds
from tests.conftest import NOW, TODAY
from tests.volunteering.large_office import a_large_office
from tests.volunteering.office import WHO
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


def test_the_facts_after_a_drop(table: Lines, store: Store) -> None:
    """From the file: 2,000 volunteers with a past of 6,000 places, 300 shifts this week, two helpers each.

    A drop asks somebody; then the place, its helpers and their promises are gathered and judged anew.
    """
    needs, helpers = store.write(a_large_office, Random(1))
    store.read(facts_of_needs, needs[:1], now=NOW)  # every helper is read once

    def drop(number: int) -> None:
        facts = store.read(facts_of_needs, [needs[number]], now=NOW)
        slot = facts.slots[needs[number]]
        found = suggest(slot, list(facts.helpers.values()), facts.commitments, today=TODAY)
        assert len(found.able) + len(found.unable) == len(helpers)

    taken = []
    for number in range(40):
        with suppress(Refused):
            store.write(ask, needs[number], helpers[number], channel=AskChannel.PHONE, now=NOW, who=WHO)
        taken.append(seconds(lambda number=number: drop(number)))  # type: ignore[misc]
    table.add("facts from the file and suggestions, 2,000 volunteers", taken, most_ms=50)
    judge = [
        seconds(lambda number=number: store.read(_judge, needs[number], helpers[number + 50]))  # type: ignore[misc]
        for number in range(40)
    ]
    table.add("facts from the file and conflicts of one helper", judge, most_ms=50)


def _judge(session: Session, need: UUID, helper: UUID) -> object:
    return facts_for(session, [need], [helper], now=NOW).conflicts(need, helper)
