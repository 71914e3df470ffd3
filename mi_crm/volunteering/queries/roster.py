"""Who is on some shifts, role by role, as rosters and the command line list them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.people.records import Constituent, Phone
from mi_crm.programs.records import Site, Training
from mi_crm.volunteering.details import TAKES_A_PLACE, AssignmentState
from mi_crm.volunteering.records.shifts import Assignment, Need, Shift
from mi_crm.volunteering.records.volunteers import Role, Volunteer


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A helper on a shift; without a name, a place that is still free."""

    shift: int
    """The short number of the shift."""
    title: str
    training: str
    role: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    where: str
    name: str = ""
    phone: str = ""
    state: AssignmentState | None = None


def roster(session: Session, shift_ids: Collection[UUID]) -> list[RosterRow]:
    """Return the helpers of shifts by time, role and name, and a row for each place that is still free."""
    needs = session.execute(
        select(Need, Shift, Role.name, Training.title, Site.name)
        .join(Shift, Shift.id == Need.shift_id)
        .join(Role, Role.id == Need.role_id)
        .outerjoin(Training, Training.id == Shift.training_id)
        .outerjoin(Site, Site.id == Shift.site_id)
        .where(Shift.id.in_(shift_ids), Shift.canceled_at.is_(None))
        .order_by(Shift.starts_at, Shift.number, Need.position)
    ).all()
    people: dict[UUID, list[tuple[str, str, AssignmentState]]] = {}
    for need_id, name, phone, state in session.execute(
        select(Assignment.need_id, Constituent.name, Phone.number, Assignment.state)
        .join(Volunteer, Volunteer.id == Assignment.volunteer_id)
        .join(Constituent, Constituent.id == Volunteer.constituent_id)
        .outerjoin(Phone, (Phone.constituent_id == Constituent.id) & (Phone.position == 0))
        .where(Assignment.shift_id.in_(shift_ids), Assignment.state.in_(TAKES_A_PLACE))
        .order_by(Constituent.sort_name)
    ):
        people.setdefault(need_id, []).append((name, phone or "", state))
    found = []
    for need, shift, role, training, site in needs:
        there = people.get(need.id, [])
        free: list[tuple[str, str, AssignmentState | None]] = [("", "", None)] * (need.best - len(there))
        found += [
            RosterRow(
                shift.number,
                shift.title,
                training or "",
                role,
                shift.starts_at,
                shift.ends_at,
                shift.zone,
                ", ".join(part for part in (site, shift.room) if part),
                *one,
            )
            for one in (*there, *free)
        ]
    return found


def shift_numbered(session: Session, number: int) -> UUID | None:
    """Return the shift of a short number, or None when there is none."""
    return session.scalar(select(Shift.id).where(Shift.number == number))


def numbers_of(session: Session, shift_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return the short numbers of shifts."""
    rows = session.execute(select(Shift.id, Shift.number).where(Shift.id.in_(shift_ids)))
    return {row.id: row.number for row in rows}


def shifts_between(session: Session, begin: datetime, end: datetime) -> list[UUID]:
    """Return the shifts that begin between two moments and are not called off, by time."""
    return list(
        session.scalars(
            select(Shift.id)
            .where(Shift.starts_at >= begin, Shift.starts_at < end, Shift.canceled_at.is_(None))
            .order_by(Shift.starts_at, Shift.number)
        )
    )
