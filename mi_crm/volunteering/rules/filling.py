"""Fill: one plan for all open places of a day, a week or a training at once.

First as many of the least as can be, then as many of the best, then as few warnings as can be, then the most
points of fit and fairness, where each further shift of one helper within the plan counts against it.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from mi_crm.shared.progress import Progress, no_progress
from mi_crm.volunteering.rules.candidates import (
    Candidate,
    Clashes,
    Refusals,
    at_hand,
    best_of,
    gather,
    limits,
)
from mi_crm.volunteering.rules.facts import Commitment, Helper, Slot
from mi_crm.volunteering.rules.stages import Goal, Model, solve
from mi_crm.volunteering.rules.weights import Conflict
from mi_crm.volunteering.rules.words import Said

AGAIN: Final = (0, 20, 40, 60)
"""What a helper's first, second, third and every later shift of a plan counts against it."""


class Stage(StrEnum):
    """What a plan is made for, in this order."""

    LEAST = "least"
    BEST = "best"
    WARNINGS = "warnings"
    WISHES = "wishes"


@dataclass(frozen=True, slots=True)
class Planned:
    """A helper for a place."""

    slot: Slot
    helper: Helper
    warnings: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A slot for which the plan has not enough."""

    slot: Slot
    missing: int
    """From the best."""
    short: int
    """From the least."""
    reasons: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A proposal; nothing is done with it yet."""

    planned: tuple[Planned, ...]
    unfilled: tuple[Unfilled, ...]
    unproved: Stage | None
    """For which stage a better plan may exist, since time ran out; None when this one is the best."""
    gap: float
    """How far, as a share of what was reached in that stage."""

    @property
    def optimal(self) -> bool:
        """Whether no plan is better."""
        return self.unproved is None


def fill(
    slots: Sequence[Slot],
    helpers: Sequence[Helper],
    commitments: Mapping[UUID, Sequence[Commitment]],
    *,
    today: date,
    seconds: float = 5.0,
    progress: Progress = no_progress,
) -> Plan:
    """Return the best plan for all open places.

    Nobody is planned against a conflict that blocks, and no two places of the plan stand against each other
    for a helper, not even as a warning. After so many seconds of the solver the best so far is returned.
    Raises Cancelled when progress does.
    """
    wanted = [slot for slot in slots if slot.open]
    able, refusals = gather(wanted, helpers, commitments, today=today, progress=progress)
    if not able:
        return Plan((), _unfilled(wanted, (), (), refusals), None, 0.0)
    candidates = best_of(able)
    model, goals = _model(wanted, candidates, commitments)
    solved = solve(model, list(goals.values()), seconds=seconds, progress=progress)
    taken = [candidate for column, candidate in enumerate(candidates) if solved.values[column] > 0.5]
    planned = tuple(Planned(one.slot, one.helper, one.warnings) for one in taken)
    return Plan(
        planned,
        _unfilled(wanted, able, planned, refusals),
        list(goals)[solved.proved] if solved.proved < len(goals) else None,
        solved.gap,
    )


def _model(
    slots: Sequence[Slot],
    candidates: Sequence[Candidate],
    commitments: Mapping[UUID, Sequence[Commitment]],
) -> tuple[Model, dict[Stage, Goal]]:
    """Return the plan as columns and rows, and its goals; the first columns are the candidates."""
    model, chosen = Model(), at_hand(candidates, commitments)
    of_slot: dict[UUID, list[int]] = defaultdict(list)
    of_helper: dict[UUID, list[int]] = defaultdict(list)
    for candidate in candidates:
        column = model.column(1, start=candidate in chosen, whole=True)
        of_slot[candidate.slot.id].append(column)
        of_helper[candidate.helper.id].append(column)
    least: dict[int, int] = {}
    best: dict[int, int] = {}
    for slot in slots:
        columns = of_slot[slot.id]
        count, short = sum(model.starts[column] for column in columns), min(slot.short, slot.open)
        filled = model.column(slot.open, start=count)
        needed = model.column(short, start=min(short, count))
        model.exactly(0, {filled: -1, **dict.fromkeys(columns, 1)})
        model.at_most(0, {needed: 1, filled: -1})
        best[filled] = least[needed] = 1
    clashes = Clashes()
    again: dict[int, int] = {}
    for helper_id, columns in of_helper.items():
        own = [candidates[column] for column in columns]
        _bind(model, columns, own, commitments.get(helper_id, ()), clashes)
        again |= _spread(model, columns)
    goals: dict[Stage, Goal] = {Stage.LEAST: least, Stage.BEST: best}
    warned = {column: -len(one.warnings) for column, one in enumerate(candidates) if one.warnings}
    if warned:
        goals[Stage.WARNINGS] = warned
    goals[Stage.WISHES] = {column: one.points for column, one in enumerate(candidates)} | again
    return model, goals


def _bind(
    model: Model,
    columns: Sequence[int],
    own: Sequence[Candidate],
    commitments: Sequence[Commitment],
    clashes: Clashes,
) -> None:
    """Add what one helper cannot do together."""
    slots, helper = [candidate.slot for candidate in own], own[0].helper
    for group in clashes.groups(slots, helper):
        model.at_most(1, {columns[member]: 1 for member in group})
    left = limits(helper, commitments, slots)
    for monday, minutes in left.weeks.items():
        in_week = {
            column: slot.span.minutes
            for column, slot in zip(columns, slots, strict=True)
            if slot.span.week == monday
        }
        if sum(in_week.values()) > minutes:
            model.at_most(minutes, in_week)
    used: dict[date, int] = {}
    for days, more in left.rows:
        for day in days - used.keys():
            on_it = [
                column for column, slot in zip(columns, slots, strict=True) if slot.span.first_day == day
            ]
            used[day] = model.column(1, start=any(model.starts[column] for column in on_it))
            for column in on_it:
                model.at_most(0, {column: 1, used[day]: -1})
        model.at_most(more, {used[day]: 1 for day in days})


def _spread(model: Model, columns: Sequence[int]) -> dict[int, int]:
    """Return what more than one shift of one helper counts against the plan, by further columns."""
    if len(columns) == 1:
        return {}
    steps = AGAIN[: len(columns)]
    left = sum(model.starts[column] for column in columns)
    parts: dict[int, int] = {}
    for place, worth in enumerate(steps):
        most = 1 if place < len(steps) - 1 else len(columns) - place
        parts[model.column(most, start=min(left, most))] = -worth
        left -= min(left, most)
    model.exactly(0, dict.fromkeys(columns, 1) | dict.fromkeys(parts, -1))
    return parts


def _unfilled(
    slots: Sequence[Slot],
    candidates: Sequence[Candidate],
    planned: Sequence[Planned],
    refusals: Mapping[UUID, Refusals],
) -> tuple[Unfilled, ...]:
    could = Counter(candidate.slot.id for candidate in candidates)
    have = Counter(one.slot.id for one in planned)
    return tuple(
        Unfilled(
            slot,
            slot.open - have[slot.id],
            max(slot.short - have[slot.id], 0),
            tuple(refusals[slot.id].reasons(could[slot.id] - have[slot.id])),
        )
        for slot in slots
        if have[slot.id] < slot.open
    )
