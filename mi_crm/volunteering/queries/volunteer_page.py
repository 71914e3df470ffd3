"""All about one volunteer: what they gave, when they are free, what they can do and have on file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from mi_crm.giving.queries.donors import giving_of
from mi_crm.people.mailing import mailing
from mi_crm.people.records import Constituent, Phone
from mi_crm.shared.money import Money
from mi_crm.shared.problems import NotFound
from mi_crm.volunteering.details import (
    AskChannel,
    AssignmentState,
    HoursState,
    LeavingReason,
    Liking,
    SkillKind,
    SkillLevel,
    VolunteerStatus,
)
from mi_crm.volunteering.queries.credentials_held import CredentialRow, credentials_of
from mi_crm.volunteering.queries.volunteer_list import COUNTED
from mi_crm.volunteering.records.shifts import Assignment, Hours, Shift
from mi_crm.volunteering.records.volunteers import (
    Availability,
    AvailabilityException,
    Role,
    Skill,
    Volunteer,
    VolunteerRole,
    VolunteerSkill,
)


@dataclass(frozen=True, slots=True)
class SkillRow:
    """Something a volunteer can do, or a language."""

    id: UUID
    name: str
    kind: SkillKind
    level: SkillLevel


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role that a volunteer likes or avoids."""

    id: UUID
    name: str
    liking: Liking


@dataclass(frozen=True, slots=True)
class AwayRow:
    """Days on which a volunteer is away, or free although usually not."""

    id: UUID
    first_day: date
    last_day: date
    from_minute: int
    to_minute: int
    free: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Kept:
    """How a volunteer kept their promises on shifts that are over."""

    came: int
    promised: int
    excused: int
    missed: int


@dataclass(frozen=True, slots=True)
class VolunteerPage:
    """All that the page shows but for the shifts of a year."""

    id: UUID
    version: int
    person_id: UUID
    number: int
    name: str
    call_name: str
    status: VolunteerStatus
    leaving_reason: LeavingReason | None
    since: date
    left_on: date | None
    back_on: date | None
    week_minutes: int | None
    days_in_row: int | None
    rest_minutes: int
    travel_minutes: int | None
    ask_by: AskChannel
    emergency_name: str
    emergency_phone: str
    emergency_relation: str
    interests: str
    notes: str
    phone: str
    email: str
    given: Money
    """What they gave as donors."""
    skills: tuple[SkillRow, ...]
    likings: tuple[RoleRow, ...]
    credentials: tuple[CredentialRow, ...]
    free: frozenset[tuple[int, int, int]]
    """Weekday (0 for Monday), from minute, to minute."""
    away: tuple[AwayRow, ...]
    """What is not over yet."""
    year_minutes: int
    year_shifts: int
    all_minutes: int
    first_hours: date | None
    months: tuple[int, ...]
    """Minutes of each month of this year."""
    years: tuple[int, ...]
    """Years with shifts or hours, the newest first."""
    kept: Kept
    to_approve: tuple[UUID, ...]
    """Hours that wait for approval."""


def volunteer_page(session: Session, volunteer_id: UUID, *, today: date, now: datetime) -> VolunteerPage:
    """Return all about one volunteer. Raises NotFound."""
    found = session.execute(
        select(Volunteer, Constituent)
        .join(Constituent, Constituent.id == Volunteer.constituent_id)
        .where(Volunteer.id == volunteer_id)
    ).one_or_none()
    if found is None:
        raise NotFound("This person is no longer a volunteer.")
    helper, person = found
    by_month = _minutes_by_month(session, volunteer_id)
    this_year = tuple(by_month.get((today.year, month), 0) for month in range(1, 13))
    phone = session.scalars(
        select(Phone.number).where(Phone.constituent_id == person.id).order_by(Phone.position).limit(1)
    ).first()
    return VolunteerPage(
        id=helper.id,
        version=helper.version,
        person_id=person.id,
        number=person.number,
        name=person.name,
        call_name=person.nickname or person.first_name or person.name,
        status=helper.status,
        leaving_reason=helper.leaving_reason,
        since=helper.since,
        left_on=helper.left_on,
        back_on=helper.back_on,
        week_minutes=helper.week_minutes,
        days_in_row=helper.days_in_row,
        rest_minutes=helper.rest_minutes,
        travel_minutes=helper.travel_minutes,
        ask_by=helper.ask_by,
        emergency_name=helper.emergency_name,
        emergency_phone=helper.emergency_phone,
        emergency_relation=helper.emergency_relation,
        interests=helper.interests,
        notes=helper.notes,
        phone=phone or "",
        email=mailing(session, person.id).email,
        given=giving_of(session, person.id, today=today).total,
        skills=_skills(session, volunteer_id),
        likings=_likings(session, volunteer_id),
        credentials=credentials_of(session, [volunteer_id], today=today).get(volunteer_id, ()),
        free=_free(session, volunteer_id),
        away=_away(session, volunteer_id, today),
        year_minutes=sum(this_year),
        year_shifts=_shifts_of(session, volunteer_id, today.year),
        all_minutes=sum(by_month.values()),
        first_hours=session.scalar(
            select(func.min(Hours.day)).where(Hours.volunteer_id == volunteer_id, Hours.state.in_(COUNTED))
        ),
        months=this_year,
        years=_years(session, volunteer_id, {year for year, _ in by_month} | {today.year}),
        kept=_kept(session, volunteer_id, now),
        to_approve=tuple(
            session.scalars(
                select(Hours.id).where(Hours.volunteer_id == volunteer_id, Hours.state == HoursState.ENTERED)
            )
        ),
    )


def volunteer_of(session: Session, constituent_id: UUID) -> tuple[UUID, VolunteerStatus, date] | None:
    """Return the helping side of a person: key, status, since when; None where there is none."""
    row = session.execute(
        select(Volunteer.id, Volunteer.status, Volunteer.since).where(
            Volunteer.constituent_id == constituent_id
        )
    ).one_or_none()
    return None if row is None else (row.id, row.status, row.since)


def _minutes_by_month(session: Session, volunteer_id: UUID) -> dict[tuple[int, int], int]:
    year, month = extract("year", Hours.day), extract("month", Hours.day)
    query = (
        select(year, month, func.sum(Hours.minutes))
        .where(Hours.volunteer_id == volunteer_id, Hours.state.in_(COUNTED))
        .group_by(year, month)
    )
    return {(int(row[0]), int(row[1])): row[2] for row in session.execute(query)}


def _shifts_of(session: Session, volunteer_id: UUID, year: int) -> int:
    query = (
        select(func.count(func.distinct(Hours.assignment_id)))
        .where(
            Hours.volunteer_id == volunteer_id,
            Hours.state.in_(COUNTED),
            Hours.day.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .where(Hours.assignment_id.is_not(None))
    )
    return session.scalar(query) or 0


def _years(session: Session, volunteer_id: UUID, known: set[int]) -> tuple[int, ...]:
    year = extract("year", Shift.starts_at)
    query = (
        select(year)
        .join(Assignment, Assignment.shift_id == Shift.id)
        .where(Assignment.volunteer_id == volunteer_id)
        .distinct()
    )
    return tuple(sorted(known | {int(found) for found in session.scalars(query)}, reverse=True))


def _kept(session: Session, volunteer_id: UUID, now: datetime) -> Kept:
    query = (
        select(Assignment.state, func.count())
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(Assignment.volunteer_id == volunteer_id, Shift.ends_at <= now)
        .group_by(Assignment.state)
    )
    counts: dict[AssignmentState, int] = {row[0]: row[1] for row in session.execute(query)}
    came = counts.get(AssignmentState.ATTENDED, 0)
    excused = counts.get(AssignmentState.EXCUSED, 0)
    missed = counts.get(AssignmentState.NO_SHOW, 0)
    return Kept(came, came + excused + missed, excused, missed)


def _skills(session: Session, volunteer_id: UUID) -> tuple[SkillRow, ...]:
    rows = session.execute(
        select(Skill.id, Skill.name, Skill.kind, VolunteerSkill.level)
        .join(Skill, Skill.id == VolunteerSkill.skill_id)
        .where(VolunteerSkill.volunteer_id == volunteer_id)
    )
    found = [SkillRow(*row) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.kind is SkillKind.LANGUAGE, one.name.casefold())))


def _likings(session: Session, volunteer_id: UUID) -> tuple[RoleRow, ...]:
    rows = session.execute(
        select(Role.id, Role.name, VolunteerRole.liking)
        .join(Role, Role.id == VolunteerRole.role_id)
        .where(VolunteerRole.volunteer_id == volunteer_id)
    )
    found = [RoleRow(*row) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.liking is Liking.AVOIDS, one.name.casefold())))


def _free(session: Session, volunteer_id: UUID) -> frozenset[tuple[int, int, int]]:
    query = select(Availability.weekday, Availability.from_minute, Availability.to_minute).where(
        Availability.volunteer_id == volunteer_id
    )
    return frozenset((row[0], row[1], row[2]) for row in session.execute(query))


def _away(session: Session, volunteer_id: UUID, today: date) -> tuple[AwayRow, ...]:
    rows: Sequence[AvailabilityException] = session.scalars(
        select(AvailabilityException)
        .where(AvailabilityException.volunteer_id == volunteer_id, AvailabilityException.last_day >= today)
        .order_by(AvailabilityException.first_day)
    ).all()
    return tuple(
        AwayRow(row.id, row.first_day, row.last_day, row.from_minute, row.to_minute, row.free, row.reason)
        for row in rows
    )
