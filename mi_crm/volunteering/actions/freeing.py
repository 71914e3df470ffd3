"""Free helpers from shifts, and say whom to tell and how."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.people.records import Constituent, Email, Phone
from mi_crm.shared.wall_clock import local
from mi_crm.volunteering.details import AssignmentState
from mi_crm.volunteering.entries import ToTell
from mi_crm.volunteering.records.shifts import Assignment, Shift
from mi_crm.volunteering.records.volunteers import Volunteer

HELD = (
    AssignmentState.SUGGESTED,
    AssignmentState.WAITING,
    AssignmentState.ASKED,
    AssignmentState.CONFIRMED,
)
"""States in which somebody counts on a helper, or a helper on a shift, that is still to come."""


def free_shifts(session: Session, volunteer_id: UUID, *, until: date | None, now: datetime) -> list[ToTell]:
    """Release a volunteer from what begins after now, up to the day before `until` if one is given."""
    rows = session.execute(
        select(Assignment, Shift)
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(
            Assignment.volunteer_id == volunteer_id,
            Assignment.state.in_(HELD),
            Shift.starts_at > now,
            Shift.canceled_at.is_(None),
        )
        .order_by(Shift.starts_at)
    ).all()
    some = [
        assignment
        for assignment, shift in rows
        if until is None or local(shift.starts_at, shift.zone).date() < until
    ]
    return release(session, some, now=now)


def release(session: Session, assignments: Sequence[Assignment], *, now: datetime) -> list[ToTell]:
    """Release helpers and return those who knew of their shift and must be told, by time."""
    told = [one.id for one in assignments if one.state is not AssignmentState.SUGGESTED]
    for one in assignments:
        one.state, one.state_at = AssignmentState.CANCELED, now
    session.flush()
    return to_tell(session, told)


def to_tell(session: Session, assignment_ids: Sequence[UUID]) -> list[ToTell]:
    """Return whom to tell of these assignments, by time and name."""
    rows = session.execute(
        select(
            Assignment.id,
            Volunteer.id,
            Constituent.name,
            Shift.number,
            Shift.title,
            Shift.starts_at,
            Shift.zone,
            Phone.number,
            Email.address,
        )
        .join(Shift, Shift.id == Assignment.shift_id)
        .join(Volunteer, Volunteer.id == Assignment.volunteer_id)
        .join(Constituent, Constituent.id == Volunteer.constituent_id)
        .outerjoin(Phone, (Phone.constituent_id == Constituent.id) & (Phone.position == 0))
        .outerjoin(Email, (Email.constituent_id == Constituent.id) & (Email.position == 0))
        .where(Assignment.id.in_(assignment_ids))
        .order_by(Shift.starts_at, Constituent.sort_name)
    )
    return [ToTell(*row[:7], row[7] or "", row[8] or "") for row in rows]
