"""One shift in full: its roles, and everybody on it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.people.records import Constituent
from mi_crm.volunteering.details import AskChannel, AssignmentState, SkillKind
from mi_crm.volunteering.queries.week import ShiftRow, by_need, shift_row
from mi_crm.volunteering.records.shifts import Ask, Assignment, Need, NeedSkill, Shift
from mi_crm.volunteering.records.volunteers import Role, RoleSkill, Skill, Volunteer


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A role on a shift, and how it is staffed."""

    id: UUID
    role_id: UUID
    role: str
    least: int
    best: int
    confirmed: int
    asked: int
    skills: tuple[tuple[str, SkillKind], ...]
    """What must be known or spoken for it."""

    @property
    def missing(self) -> int:
        """Return how many confirmed helpers it lacks."""
        return max(self.least - self.confirmed, 0)


@dataclass(frozen=True, slots=True)
class OnShiftRow:
    """Somebody who is, was or is to be on a shift."""

    id: UUID
    """Of the assignment."""
    version: int
    need_id: UUID
    volunteer_id: UUID
    constituent_id: UUID
    name: str
    role: str
    state: AssignmentState
    state_at: datetime
    note: str
    override_reason: str
    asked_at: datetime | None
    asked_by: AskChannel | None


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A shift with its roles and everybody on it."""

    shift: ShiftRow
    needs: tuple[NeedRow, ...]
    people: tuple[OnShiftRow, ...]
    notes: str
    cancel_reason: str
    """Empty unless it was called off."""


_ORDER = (
    AssignmentState.ATTENDED,
    AssignmentState.CONFIRMED,
    AssignmentState.ASKED,
    AssignmentState.SUGGESTED,
    AssignmentState.WAITING,
    AssignmentState.DECLINED,
    AssignmentState.EXCUSED,
    AssignmentState.NO_SHOW,
    AssignmentState.CANCELED,
)


def shift_view(session: Session, shift_id: UUID) -> ShiftView | None:
    """Return one shift in full, or None when there is no such."""
    row = shift_row(session, shift_id)
    if row is None:
        return None
    notes, cancel_reason = session.execute(
        select(Shift.notes, Shift.cancel_reason).where(Shift.id == shift_id)
    ).one()
    return ShiftView(
        row, tuple(_needs(session, shift_id)), tuple(_people(session, shift_id)), notes, cancel_reason
    )


def _needs(session: Session, shift_id: UUID) -> list[NeedRow]:
    counted = by_need(Need.shift_id == shift_id)
    skills: dict[UUID, dict[str, SkillKind]] = {}
    asked_here = (
        select(NeedSkill.need_id, Skill.name, Skill.kind)
        .join(Skill, Skill.id == NeedSkill.skill_id)
        .join(Need, Need.id == NeedSkill.need_id)
        .where(Need.shift_id == shift_id, NeedSkill.required)
    )
    of_the_role = (
        select(Need.id, Skill.name, Skill.kind)
        .join(RoleSkill, RoleSkill.role_id == Need.role_id)
        .join(Skill, Skill.id == RoleSkill.skill_id)
        .where(Need.shift_id == shift_id, RoleSkill.required)
    )
    for query in (asked_here, of_the_role):
        for need_id, name, kind in session.execute(query):
            skills.setdefault(need_id, {})[name] = kind
    query = (
        select(
            Need.id,
            Need.role_id,
            Role.name.label("role"),
            Need.least,
            Need.best,
            counted.c.confirmed,
            counted.c.asked,
        )
        .join(Role, Role.id == Need.role_id)
        .join(counted, counted.c.need_id == Need.id)
        .order_by(Need.position, Role.name)
    )
    return [
        NeedRow(**row._asdict(), skills=tuple(skills.get(row.id, {}).items()))
        for row in session.execute(query)
    ]


def _people(session: Session, shift_id: UUID) -> list[OnShiftRow]:
    asked = (
        select(
            Ask.assignment_id,
            Ask.asked_at,
            Ask.channel,
            func.row_number()
            .over(partition_by=Ask.assignment_id, order_by=(Ask.asked_at.desc(), Ask.id.desc()))
            .label("place"),
        )
        .join(Assignment, Assignment.id == Ask.assignment_id)
        .where(Assignment.shift_id == shift_id)
        .subquery()
    )
    query = (
        select(
            Assignment.id,
            Assignment.version,
            Assignment.need_id,
            Assignment.volunteer_id,
            Volunteer.constituent_id,
            Constituent.name,
            Role.name.label("role"),
            Assignment.state,
            Assignment.state_at,
            Assignment.note,
            Assignment.override_reason,
            asked.c.asked_at,
            asked.c.channel.label("asked_by"),
        )
        .join(Volunteer, Volunteer.id == Assignment.volunteer_id)
        .join(Constituent, Constituent.id == Volunteer.constituent_id)
        .join(Need, Need.id == Assignment.need_id)
        .join(Role, Role.id == Need.role_id)
        .outerjoin(asked, (asked.c.assignment_id == Assignment.id) & (asked.c.place == 1))
        .where(Assignment.shift_id == shift_id)
    )
    found = [OnShiftRow(**row._asdict()) for row in session.execute(query)]
    return sorted(found, key=lambda row: (_ORDER.index(row.state), row.state_at, row.name))
