"""What is planned already: where something stands against it by now, where helpers are missing, who waits."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from mi_crm.people.records import Constituent
from mi_crm.shared.wall_clock import local
from mi_crm.volunteering.details import TAKES_A_PLACE, AssignmentState
from mi_crm.volunteering.queries.facts import facts_for
from mi_crm.volunteering.records.shifts import Assignment, Need, Shift
from mi_crm.volunteering.records.volunteers import (
    Credential,
    CredentialType,
    Role,
    RoleCredential,
    SiteRequirement,
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
class Hole:
    """A role on a shift that lacks helpers."""

    need_id: UUID
    shift_id: UUID
    shift: int
    title: str
    role: str
    starts_at: datetime
    zone: str
    short: int
    """How many are missing from the least."""
    asked: int
    """How many of those that are there have not answered yet."""
    waiting: int


def holes(session: Session, *, now: datetime, days: int = 14) -> list[Hole]:
    """Return the roles short of helpers on shifts of the next days, by time; those asked count as there."""
    taken = _count(*TAKES_A_PLACE)
    rows = session.execute(
        select(
            Need.id,
            Shift.id,
            Shift.number,
            Shift.title,
            Role.name,
            Shift.starts_at,
            Shift.zone,
            Need.least - taken,
            _count(AssignmentState.ASKED),
            _count(AssignmentState.WAITING),
        )
        .join(Shift, Shift.id == Need.shift_id)
        .join(Role, Role.id == Need.role_id)
        .where(
            Shift.starts_at > now,
            Shift.starts_at <= now + timedelta(days=days),
            Shift.canceled_at.is_(None),
            taken < Need.least,
        )
        .order_by(Shift.starts_at, Shift.number, Need.position)
    )
    return [Hole(*tuple(row)) for row in rows]


def count_holes(session: Session, *, now: datetime, days: int = 14) -> int:
    """Return how many shifts of the next days are short of helpers."""
    return len({hole.shift_id for hole in holes(session, now=now, days=days)})


def _count(*states: AssignmentState) -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(Assignment.need_id == Need.id, Assignment.state.in_(states))
        .scalar_subquery()
    )


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


@dataclass(frozen=True, slots=True)
class Lapse:
    """A credential that runs out before a shift which asks for it."""

    volunteer_id: UUID
    name: str
    credential: str
    expires_on: date
    grace_days: int
    shift: int
    title: str
    starts_at: datetime


def lapses(session: Session, *, today: date, now: datetime, days: int = 90) -> list[Lapse]:
    """Return credentials that run out before the next shift of their holder that asks for them.

    Of each kind the one that is good for longest counts; those without a shift to come are left out.
    """
    rows = session.execute(
        select(
            Assignment.volunteer_id,
            Constituent.name,
            CredentialType.id,
            CredentialType.name,
            CredentialType.grace_days,
            Shift.number,
            Shift.title,
            Shift.starts_at,
            Shift.zone,
            select(func.max(func.coalesce(Credential.expires_on, date.max)))
            .where(
                Credential.volunteer_id == Assignment.volunteer_id,
                Credential.credential_type_id == CredentialType.id,
            )
            .scalar_subquery(),
        )
        .join(Shift, Shift.id == Assignment.shift_id)
        .join(Need, Need.id == Assignment.need_id)
        .join(Volunteer, Volunteer.id == Assignment.volunteer_id)
        .join(Constituent, Constituent.id == Volunteer.constituent_id)
        .join(
            CredentialType,
            CredentialType.id.in_(
                select(RoleCredential.credential_type_id).where(
                    RoleCredential.role_id == Need.role_id, RoleCredential.required
                )
            )
            | CredentialType.id.in_(
                select(SiteRequirement.credential_type_id).where(
                    SiteRequirement.site_id == Shift.site_id, SiteRequirement.required
                )
            ),
        )
        .where(
            Assignment.state.in_(TAKES_A_PLACE),
            Shift.starts_at > now,
            Shift.starts_at <= now + timedelta(days=days),
            Shift.canceled_at.is_(None),
        )
        .order_by(Shift.starts_at, Shift.number)
    )
    found: dict[tuple[UUID, UUID], Lapse] = {}
    for volunteer, name, kind, credential, grace, number, title, starts, zone, expires in rows:
        if expires and expires < local(starts, zone).date() and (volunteer, kind) not in found:
            found[volunteer, kind] = Lapse(volunteer, name, credential, expires, grace, number, title, starts)
    return sorted(found.values(), key=lambda one: (one.expires_on, one.name))
