"""What a plan for many shifts is made of, and the plan itself; nothing is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.shared.progress import Progress, no_progress
from mi_crm.shared.wall_clock import zone_of
from mi_crm.volunteering.queries.facts import Facts, facts_of_days, facts_of_training
from mi_crm.volunteering.rules.facts import Slot
from mi_crm.volunteering.rules.filling import Plan, fill
from mi_crm.volunteering.rules.suggestions import Suggestion
from mi_crm.volunteering.rules.words import Said


@dataclass(frozen=True, slots=True)
class WhatToFill:
    """The days, or the training, whose open places are to be filled."""

    first: date
    last: date
    zone: str
    training_id: UUID | None = None
    """Then all its days count."""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """Somebody who is proposed for a place."""

    id: tuple[UUID, UUID]
    """Of the need and the volunteer."""
    shift_id: UUID
    title: str
    role: str
    begins: datetime
    """By the clock on the wall, as `ends`."""
    ends: datetime
    name: str
    reasons: tuple[Said, ...]
    warnings: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A place for which nobody was found, and why."""

    shift_id: UUID
    title: str
    role: str
    begins: datetime
    missing: int
    short: int
    """How many of those are missing from the least."""
    reasons: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan as it is looked at before it is applied."""

    planned: tuple[PlannedRow, ...]
    left_open: tuple[OpenRow, ...]
    wanted: int
    """Open places there were."""
    optimal: bool
    gap: float


def facts_to_fill(session: Session, what: WhatToFill, *, now: datetime) -> Facts:
    """Return all that a plan looks at; shifts that have begun are left out."""
    found = (
        facts_of_training(session, what.training_id, now=now)
        if what.training_id is not None
        else facts_of_days(session, what.first, what.last, what.zone, now=now)
    )
    slots = {key: slot for key, slot in found.slots.items() if slot.span.starts_at > now}
    return Facts(slots, found.helpers, found.commitments)


def propose(facts: Facts, *, today: date, seconds: float = 5.0, progress: Progress = no_progress) -> Proposal:
    """Return the best plan for all open places, in order of time."""
    slots = list(facts.slots.values())
    plan = fill(
        slots,
        list(facts.helpers.values()),
        facts.commitments,
        today=today,
        seconds=seconds,
        progress=progress,
    )
    return Proposal(
        tuple(_planned(plan, facts, today)),
        tuple(
            OpenRow(
                one.slot.shift_id, one.slot.title, one.slot.role, _begins(one.slot), one.missing, one.short,
                one.reasons,
            )
            for one in sorted(plan.unfilled, key=lambda one: (not one.short, one.slot.span.start))
        ),
        sum(slot.open for slot in slots),
        plan.optimal,
        plan.gap,
    )  # fmt: skip


def _planned(plan: Plan, facts: Facts, today: date) -> Sequence[PlannedRow]:
    found = []
    for one in sorted(plan.planned, key=lambda one: (one.slot.span.start, one.slot.title, one.helper.name)):
        promised = facts.commitments.get(one.helper.id, ())
        why = Suggestion(one.slot, one.helper, promised, 0, one.warnings, today)
        ends = one.slot.span.ends_at.astimezone(_begins(one.slot).tzinfo)
        found.append(
            PlannedRow(
                (one.slot.id, one.helper.id), one.slot.shift_id, one.slot.title, one.slot.role,
                _begins(one.slot), ends, one.helper.name, (*why.lines, *why.chips), one.warnings,
            )
        )  # fmt: skip
    return found


def _begins(slot: Slot) -> datetime:
    return slot.span.starts_at.astimezone(zone_of(slot.span.zone))
