"""What is planned already: where something stands against it by now, and who waits for a place."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.people.records import Constituent
from mi_crm.volunteering.details import TAKES_A_PLACE, AssignmentState
from mi_crm.volunteering.queries.facts import facts_for
from mi_crm.volunteering.records.shifts import Assignment, Shift
from mi_crm.volunteering.records.volunteers import (
    Volunteer,
)
from mi_crm.volunteering.rules.weights import Conflict


@dataclass(frozen=True, slots=True)
class Standing:
    """Something that stands against what is planned."""

    assignment_id: UUID
    shift_id: UUID
    shift: int
    """The short number of the shift."""
    title: str
    volunteer_id: UUID
    person: str
    conflict: Conflict
    override: str
    """Why it was done all the same."""


def planned_conflicts(
    session: Session, *, now: datetime, until: datetime | None = None, overridden: bool = False
) -> list[Standing]:
    """Return all that stands against helpers who are asked or confirmed for shifts to come, by time.

    What was passed over with a reason is left out unless asked for.
    """
    query = (
        select(Assignment, Shift)
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(Assignment.state.in_(TAKES_A_PLACE), Shift.starts_at > now, Shift.canceled_at.is_(None))
        .order_by(Shift.starts_at, Shift.number, Assignment.id)
    )
    if until is not None:
        query = query.where(Shift.starts_at < until)
    rows = session.execute(query).all()
    needs, helpers = {row.need_id for row, _ in rows}, {row.volunteer_id for row, _ in rows}
    facts = facts_for(session, needs, helpers, now=now)
    return [
        Standing(
            row.id,
            shift.id,
            shift.number,
            shift.title,
            row.volunteer_id,
            facts.helpers[row.volunteer_id].name,
            conflict,
            row.override_reason,
        )
        for row, shift in rows
        if overridden or not row.override_reason
        for conflict in facts.conflicts(row.need_id, row.volunteer_id, again=True)
    ]


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Somebody on a waiting list, in the order of the list."""

    assignment_id: UUID
    volunteer_id: UUID
    name: str
    since: datetime


def waiting_list(session: Session, need_id: UUID) -> list[WaitingRow]:
    """Return who waits for a place, first come first."""
    rows = session.execute(
        select(Assignment.id, Volunteer.id, Constituent.name, Assignment.state_at)
        .join(Volunteer, Volunteer.id == Assignment.volunteer_id)
        .join(Constituent, Constituent.id == Volunteer.constituent_id)
        .where(Assignment.need_id == need_id, Assignment.state == AssignmentState.WAITING)
        .order_by(Assignment.state_at, Assignment.id)
    )
    return [WaitingRow(*row) for row in rows]
