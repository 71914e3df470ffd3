"""The fill: the same optimum as trying everything, and never a plan that breaks a rule."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from random import Random, randrange
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mi_crm.shared.progress import Cancelled
from mi_crm.volunteering.details import VolunteerStatus
from mi_crm.volunteering.rules.conflicts import conflicts
from mi_crm.volunteering.rules.facts import Held, Helper, Slot, promised
from mi_crm.volunteering.rules.filling import AGAIN, Plan, Stage, fill
from mi_crm.volunteering.rules.stages import Model, solve
from mi_crm.volunteering.rules.suggestions import points
from mi_crm.volunteering.rules.weights import blocked
from tests.volunteering.building import SATURDAY, SCHOOL, key, promise, slot
from tests.volunteering.weeks import CHECK, MONDAY, SPANISH, Week, crowded, large, small, with_policies

SUNDAY = SATURDAY + timedelta(1)

Worth = tuple[int, int, int, int]
"""Of the least, of the best, warnings taken off, points."""


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    given = request.config.getoption("--seed")
    found: int = randrange(10**9) if given is None else given
    print(f"--seed {found}")
    return found


def filled(week: Week, *, seconds: float = 60.0) -> Plan:
    return fill(week.slots, week.helpers, week.commitments, today=MONDAY, seconds=seconds)


# The same optimum as trying everything


def every_plan(week: Week) -> Iterator[Mapping[UUID, tuple[Slot, ...]]]:
    """Yield every plan in which each helper's places pass the engine, each beside all of the others."""

    def of(helper: Helper) -> list[tuple[Slot, ...]]:
        return [
            chosen
            for count in range(len(week.slots) + 1)
            for chosen in combinations(week.slots, count)
            if all(passes(week, helper, one, chosen) for one in chosen)
        ]

    choices = [of(helper) for helper in week.helpers]

    def go(number: int, left: Counter[UUID]) -> Iterator[dict[UUID, tuple[Slot, ...]]]:
        if number == len(week.helpers):
            yield {}
            return
        for chosen in choices[number]:
            if all(left[one.id] for one in chosen):
                rest = left.copy()
                rest.subtract(one.id for one in chosen)
                for others in go(number + 1, rest):
                    yield {week.helpers[number].id: chosen, **others}

    yield from go(0, Counter({one.id: one.open for one in week.slots}))


def passes(week: Week, helper: Helper, one: Slot, chosen: tuple[Slot, ...]) -> bool:
    beside = [promised(other) for other in chosen if other is not one]
    return not blocked(conflicts(one, helper, [*week.commitments.get(helper.id, ()), *beside]))


def worth(week: Week, plan: Mapping[UUID, tuple[Slot, ...]]) -> Worth:
    count = Counter(one.id for chosen in plan.values() for one in chosen)
    pairs = [(helper, one) for helper in week.helpers for one in plan.get(helper.id, ())]
    return (
        sum(min(one.short, count[one.id]) for one in week.slots),
        sum(count.values()),
        -sum(len(conflicts(one, helper, week.commitments.get(helper.id, ()))) for helper, one in pairs),
        sum(points(one, helper, MONDAY) for helper, one in pairs)
        - sum(AGAIN[min(place, len(AGAIN) - 1)] for chosen in plan.values() for place in range(len(chosen))),
    )


def as_mapping(plan: Plan) -> dict[UUID, tuple[Slot, ...]]:
    found: dict[UUID, tuple[Slot, ...]] = {}
    for one in plan.planned:
        found[one.helper.id] = (*found.get(one.helper.id, ()), one.slot)
    return found


def same_optimum(seed: int, count: int) -> None:
    rng = Random(seed)
    for number in range(count):
        week = crowded(rng) if number % 5 == 0 else small(rng)
        plan = filled(week)
        best = max(worth(week, other) for other in every_plan(week))
        assert plan.optimal
        assert worth(week, as_mapping(plan)) == best, f"--seed {seed}, week {number}"


def test_the_same_optimum_as_trying_everything(seed: int) -> None:
    same_optimum(seed, 150)


@pytest.mark.slow
def test_the_same_optimum_as_trying_everything_two_thousand_times(seed: int) -> None:
    same_optimum(seed, 2000)


# Never against a rule


@given(st.integers(0, 10**9), st.booleans())
@settings(max_examples=60, deadline=None)
def test_no_plan_breaks_a_rule(seed: int, policies: bool) -> None:
    rng = Random(seed)
    week = large(rng, slots=14, helpers=10)
    breaks_no_rule(with_policies(rng, week) if policies else week)


def breaks_no_rule(week: Week, *, seconds: float = 60.0) -> Plan:
    """Put the plan into the schedule one by one, in any order, and then judge everyone beside all others."""
    plan = filled(week, seconds=seconds)
    count = Counter(one.slot.id for one in plan.planned)
    added = {helper.id: list(week.commitments.get(helper.id, ())) for helper in week.helpers}
    taken: Counter[UUID] = Counter()
    for one in plan.planned:
        now = replace(one.slot, taken=one.slot.taken + taken[one.slot.id])
        assert not blocked(conflicts(now, one.helper, added[one.helper.id]))
        taken[one.slot.id] += 1
        added[one.helper.id].append(promised(one.slot))
    for one in plan.planned:
        beside = [other for other in added[one.helper.id] if other.slot_id != one.slot.id]
        assert not blocked(conflicts(one.slot, one.helper, beside))
    missing = {gap.slot.id: gap.missing for gap in plan.unfilled}
    assert all(count[one.id] + missing.get(one.id, 0) == one.open for one in week.slots)
    return plan


def test_no_plan_of_a_large_week_breaks_a_rule(seed: int) -> None:
    plan = breaks_no_rule(large(Random(seed), slots=60, helpers=80))
    assert plan.optimal
    assert len(plan.planned) > 30


# What is planned first


NURIA, BEN = (
    Helper(id=key(name), name=name, last_asked=MONDAY, likes=likes)
    for name, likes in (("Nuria", frozenset({key("role Liked")})), ("Ben", frozenset()))
)


def test_the_least_of_every_shift_comes_before_the_best_of_any() -> None:
    liked = slot("9:00", "11:00", name="Liked", best=2, least=1)
    needed = slot("9:00", "11:00", name="Needed", best=1, least=1)
    plan = fill([liked, needed], [NURIA, BEN], {}, today=MONDAY)
    assert {(one.slot.title, one.helper.name) for one in plan.planned} == {
        ("Liked", "Nuria"),
        ("Needed", "Ben"),
    }
    assert [(gap.slot.title, gap.missing, gap.short) for gap in plan.unfilled] == [("Liked", 1, 0)]


def test_one_more_place_is_worth_any_warning_and_any_wish() -> None:
    far = slot("9:00", "11:00", name="Far", best=1, least=0)
    far = replace(far, policy={}, skills=())
    tired = replace(BEN, asked_lately=9, year_minutes=99_999)
    assert points(far, tired, MONDAY) < -40
    assert len(fill([far], [tired], {}, today=MONDAY).planned) == 1


def test_the_shifts_go_round() -> None:
    """Ben is liked less, and a second shift for Nuria counts more than that."""
    morning, evening = slot("9:00", "10:00", name="Liked"), slot("18:00", "19:00", name="Liked")
    both = [replace(one, best=1) for one in (morning, evening)]
    plan = fill(both, [NURIA, replace(BEN, last_asked=None)], {}, today=MONDAY)
    assert {one.helper.name for one in plan.planned} == {"Nuria", "Ben"}


def test_everyone_has_their_own_rest() -> None:
    """Shifts of Saturday evening and Sunday morning: one of two helpers can have both."""
    evening, morning = slot("18:00", "20:00", best=2), slot("8:00", "9:00", SUNDAY, best=2)
    for order in ((NURIA, replace(BEN, rest_minutes=900)), (replace(NURIA, rest_minutes=900), BEN)):
        plan = fill([evening, morning], order, {}, today=MONDAY)
        assert len(plan.planned) == 3


def test_a_long_shift_can_be_left_for_two_short_ones() -> None:
    long = slot("9:00", "12:00", name="Long", best=1, least=0)
    short = [slot(f"{hour}:00", f"{hour + 1}:00", name="Short", best=1, least=0) for hour in (9, 11)]
    plan = fill([long, *short], [NURIA], {}, today=MONDAY)
    assert [one.slot.title for one in plan.planned] == ["Short", "Short"]


@pytest.mark.parametrize(("limit", "most"), [(1, 2), (2, 3), (3, 3), (4, 4)])
def test_days_in_a_row_reach_over_what_is_promised(limit: int, most: int) -> None:
    """Tuesday is promised; Monday, Wednesday, Thursday and Saturday are open."""
    days = [MONDAY + timedelta(number) for number in (0, 2, 3, 5)]
    tuesday = promise("9:00", "10:00", MONDAY + timedelta(1))
    nuria = replace(NURIA, days_in_row=limit)
    plan = fill([slot(day=day, best=1) for day in days], [nuria], {nuria.id: [tuesday]}, today=MONDAY)
    assert len(plan.planned) == most


def test_one_helper_can_carry_a_whole_week() -> None:
    plan = fill([slot(day=MONDAY + timedelta(n), best=1) for n in range(7)], [NURIA], {}, today=MONDAY)
    assert len(plan.planned) == 7


def test_of_two_helpers_the_one_with_fewer_warnings_is_planned() -> None:
    far = slot(place=SCHOOL, credentials=(CHECK,), best=1)
    late = {CHECK.id: (Held(expires_on=SATURDAY - timedelta(1)),)}
    both = replace(NURIA, travel_minutes=5, credentials=late, likes=frozenset({far.role_id}))
    plan = fill([far], [both, replace(BEN, credentials=late)], {}, today=MONDAY)
    assert [(one.helper.name, len(one.warnings)) for one in plan.planned] == [("Ben", 1)]


def test_what_is_taken_is_not_filled_again() -> None:
    plan = fill([slot(best=2, taken=1)], [NURIA, BEN], {}, today=MONDAY)
    assert len(plan.planned) == 1


def test_a_large_week_has_one_optimum_in_whatever_order_it_is_told(seed: int) -> None:
    rng = Random(seed)
    for _ in range(3):
        week = large(rng, slots=60, helpers=25, often=0.3)
        other = replace(
            week, slots=rng.sample(week.slots, len(week.slots)), helpers=rng.sample(week.helpers, 25)
        )
        assert worth(week, as_mapping(filled(week))) == worth(week, as_mapping(filled(other)))


# What could not be filled, and why


def test_five_hundred_are_free_and_none_is_qualified() -> None:
    helpers = [Helper(id=key(f"h{number}"), name=f"H {number}") for number in range(500)]
    (gap,) = fill([slot(skills=(SPANISH,), best=2, least=1)], helpers, {}, today=MONDAY).unfilled
    assert (gap.missing, gap.short) == (2, 1)
    assert [str(reason) for reason in gap.reasons] == [
        "None of 500 has this: Spanish.",
        "Without Spanish: 500.",
    ]


def test_who_is_needed_elsewhere_is_told() -> None:
    one, other = slot("9:00", "11:00", name="One", best=1), slot("10:00", "12:00", name="Other", best=1)
    (gap,) = fill([one, other], [NURIA], {}, today=MONDAY).unfilled
    assert [str(reason) for reason in gap.reasons] == ["Needed elsewhere in this plan: 1."]


def test_nobody_at_all() -> None:
    applicant = replace(BEN, status=VolunteerStatus.APPLICANT)
    plan = fill([slot()], [applicant], {}, today=MONDAY)
    assert plan.optimal
    assert [str(reason) for reason in plan.unfilled[0].reasons] == ["There are no active volunteers."]
    assert fill([], [], {}, today=MONDAY) == Plan((), (), None, 0.0)


def test_a_full_slot_is_left_alone() -> None:
    assert fill([slot(best=2, taken=2)], [NURIA], {}, today=MONDAY) == Plan((), (), None, 0.0)


# Time, and stopping


def test_the_same_week_gets_the_same_plan() -> None:
    week = large(Random(7), slots=40, helpers=50)
    assert filled(week) == filled(week)


def test_time_runs_out_and_the_plan_says_so() -> None:
    week = large(Random(7), slots=60, helpers=80)
    plan = breaks_no_rule(week, seconds=0.0)
    assert not plan.unfilled  # it begins with a plan at hand, and nothing can be fuller
    assert plan.unproved is Stage.WISHES
    assert not plan.optimal
    assert plan.gap > 0


def test_a_plan_at_hand_breaks_no_rule_either(seed: int) -> None:
    rng = Random(seed)
    for _ in range(20):
        plan = breaks_no_rule(with_policies(rng, large(rng, slots=40, helpers=12)), seconds=0.0)
        assert plan.planned
        assert not plan.optimal


def test_it_can_be_stopped_at_any_moment() -> None:
    week = large(Random(7), slots=40, helpers=50)
    asked: list[tuple[int, int]] = []
    fill(week.slots, week.helpers, week.commitments, today=MONDAY, progress=lambda *at: asked.append(at))
    assert asked[-1][0] == asked[-1][1]
    assert len(asked) > len(week.slots) + 5

    for moment in (0, len(week.slots), len(week.slots) + 2, len(asked) - 1):
        left = iter(range(moment))

        def stop(_done: int, _total: int, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise Cancelled

        with pytest.raises(Cancelled):
            fill(week.slots, week.helpers, week.commitments, today=MONDAY, progress=stop)


def test_the_solver_itself_is_stopped() -> None:
    """A puzzle on which it would spend its whole minute: a hundred things for ten knapsacks at once."""
    rng, model = Random(1), Model()
    columns = [model.column(1, start=0, whole=True) for _ in range(100)]
    weights = [[rng.randint(1, 1000) for _ in columns] for _ in range(10)]
    for row in weights:
        model.at_most(sum(row) // 2, dict(zip(columns, row, strict=True)))
    goal = {column: sum(row[column] for row in weights) // 10 + rng.randrange(500) for column in columns}
    asked: list[int] = []

    def stop(done: int, _total: int) -> None:
        asked.append(done)
        if len(asked) > 3:
            raise Cancelled

    start = time.process_time()
    with pytest.raises(Cancelled):
        solve(model, [goal], seconds=60.0, progress=stop)
    assert time.process_time() - start < 20
