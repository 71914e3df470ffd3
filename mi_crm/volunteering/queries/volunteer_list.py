"""The list of those who help."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from mi_crm.people.records import Constituent, Phone
from mi_crm.shared.text import fold
from mi_crm.volunteering.details import AssignmentState, HoursState, SkillKind, VolunteerStatus
from mi_crm.volunteering.queries.credentials_held import credentials_of, worst
from mi_crm.volunteering.records.shifts import Ask, Assignment, Hours, Shift
from mi_crm.volunteering.records.volunteers import Credential, Skill, Volunteer, VolunteerSkill
from mi_crm.volunteering.rules.credentials import Standing

COUNTED: Final = (HoursState.ENTERED, HoursState.APPROVED)


class Order(StrEnum):
    """By what the list is sorted."""

    NAME = "name"
    HOURS = "hours"
    ASKED = "asked"
    SINCE = "since"


@dataclass(frozen=True, slots=True)
class VolunteerFilter:
    """What the list is narrowed to."""

    typed: str = ""
    status: VolunteerStatus | None = None
    """None for all who are not archived."""
    skill_id: UUID | None = None
    """Or language."""
    lapsing: bool = False
    """Only those with a paper that ran out or runs out soon."""
    order: Order = Order.NAME
    descending: bool = False


@dataclass(frozen=True, slots=True)
class VolunteerLine:
    """A line of the list."""

    id: UUID
    person_id: UUID
    name: str
    status: VolunteerStatus
    since: date
    back_on: date | None
    phone: str
    minutes: int
    """This year, entered or approved."""
    next_shift: datetime | None
    last_asked: datetime | None
    papers: Standing | None
    """The worst of what is on file; None without papers."""


@dataclass(frozen=True, slots=True)
class SkillChoice:
    """A skill or language by which the list is narrowed."""

    id: UUID
    name: str
    kind: SkillKind


def skill_choices(session: Session) -> list[SkillChoice]:
    """Return the skills and languages that are in use, skills first."""
    query = select(Skill.id, Skill.name, Skill.kind).where(Skill.closed_on.is_(None))
    found = [SkillChoice(*row) for row in session.execute(query)]
    return sorted(found, key=lambda one: (one.kind is SkillKind.LANGUAGE, one.name.casefold()))


def count_volunteers(session: Session, asked: VolunteerFilter, *, today: date) -> int:
    """Return how many the filter finds."""
    query = select(func.count(Volunteer.id)).join(Constituent, Constituent.id == Volunteer.constituent_id)
    return session.scalar(query.where(*_conditions(session, asked, today))) or 0


def status_counts(session: Session) -> dict[VolunteerStatus, int]:
    """Return how many volunteers there are of each status."""
    query = select(Volunteer.status, func.count()).group_by(Volunteer.status)
    return {row[0]: row[1] for row in session.execute(query)}


def volunteer_lines(
    session: Session,
    asked: VolunteerFilter,
    *,
    today: date,
    now: datetime,
    offset: int = 0,
    limit: int = 100,
) -> list[VolunteerLine]:
    """Return a page of the list."""
    year = date(today.year, 1, 1), date(today.year, 12, 31)
    minutes = (
        select(func.coalesce(func.sum(Hours.minutes), 0))
        .where(Hours.volunteer_id == Volunteer.id, Hours.day.between(*year), Hours.state.in_(COUNTED))
        .scalar_subquery()
    )
    ahead = (
        select(func.min(Shift.starts_at))
        .join(Assignment, Assignment.shift_id == Shift.id)
        .where(
            Assignment.volunteer_id == Volunteer.id,
            Assignment.state.in_((AssignmentState.ASKED, AssignmentState.CONFIRMED)),
            Shift.starts_at > now,
            Shift.canceled_at.is_(None),
        )
        .scalar_subquery()
    )
    last = select(func.max(Ask.asked_at)).where(Ask.volunteer_id == Volunteer.id).scalar_subquery()
    phone = (
        select(Phone.number)
        .where(Phone.constituent_id == Constituent.id, Phone.position == 0)
        .limit(1)
        .scalar_subquery()
    )
    columns: dict[Order, Any] = {
        Order.NAME: Constituent.sort_name,
        Order.HOURS: minutes,
        Order.ASKED: last,
        Order.SINCE: Volunteer.since,
    }
    by = columns[asked.order]
    query: Select[Any] = (
        select(Volunteer, Constituent, minutes, ahead, last, phone)
        .join(Constituent, Constituent.id == Volunteer.constituent_id)
        .where(*_conditions(session, asked, today))
        .order_by(by.desc() if asked.descending else by, Constituent.sort_name, Volunteer.id)
        .offset(offset)
        .limit(limit)
    )
    rows = session.execute(query).all()
    papers = credentials_of(session, [row[0].id for row in rows], today=today)
    return [
        VolunteerLine(
            id=helper.id,
            person_id=person.id,
            name=person.name,
            status=helper.status,
            since=helper.since,
            back_on=helper.back_on,
            phone=number or "",
            minutes=given,
            next_shift=begins,
            last_asked=was_asked,
            papers=worst(papers.get(helper.id, ())),
        )
        for helper, person, given, begins, was_asked, number in rows
    ]


def _conditions(session: Session, asked: VolunteerFilter, today: date) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.status is None:
        found.append(Volunteer.status != VolunteerStatus.ARCHIVED)
    else:
        found.append(Volunteer.status == asked.status)
    for word in fold(asked.typed).split():
        name, tail = func.lower(Constituent.name), "".join(filter(str.isdigit, word))
        ways = [Constituent.sort_name.contains(word, autoescape=True), name.contains(word, autoescape=True)]
        if len(tail) >= 3:
            digits: Any = Phone.number
            for mark in "()- .+":
                digits = func.replace(digits, mark, "")
            ways.append(
                Constituent.id.in_(select(Phone.constituent_id).where(digits.endswith(tail, autoescape=True)))
            )
        found.append(or_(*ways))
    if asked.skill_id is not None:
        has = select(VolunteerSkill.volunteer_id).where(VolunteerSkill.skill_id == asked.skill_id)
        found.append(Volunteer.id.in_(has))
    if asked.lapsing:
        found.append(Volunteer.id.in_(_lapsing(session, today)))
    return found


def _lapsing(session: Session, today: date) -> list[UUID]:
    """Return those of whom a paper ran out or runs out soon and was not renewed."""
    ending = session.scalars(
        select(Credential.volunteer_id).where(Credential.expires_on.is_not(None)).distinct()
    ).all()
    papers = credentials_of(session, ending, today=today)
    return [key for key, rows in papers.items() if worst(rows) not in (None, Standing.VALID)]
