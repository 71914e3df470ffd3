"""Hours that were given, for reports: by role, program, place and whom a training serves."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from mi_crm.people.records import Constituent
from mi_crm.programs.details import EnrollmentState, WorksIn
from mi_crm.programs.records import Enrollment, Program, Site, Training
from mi_crm.shared.wall_clock import day_bounds
from mi_crm.volunteering.details import AskAnswer, HoursCategory, HoursState, VolunteerStatus
from mi_crm.volunteering.records.shifts import Ask, Hours
from mi_crm.volunteering.records.volunteers import Role, Volunteer


@dataclass(frozen=True, slots=True)
class HoursRow:
    """Hours of one role, program, place and population in a year."""

    year: int
    role: str
    """Of time beside shifts: what it was given for."""
    program: str
    place: str
    serves: WorksIn | None
    """Where most of those work who were trained; None when it is not of a training."""
    volunteers: int
    minutes: int


@dataclass(frozen=True, slots=True)
class HoursTable:
    """Approved hours of some days."""

    first: date
    last: date
    rows: tuple[HoursRow, ...]
    volunteers: int
    """Somebody who did two things counts once."""
    minutes: int
    minutes_by_year: Mapping[int, int]
    to_approve: int
    """Minutes that are entered and not in the table."""


def hours_table(session: Session, first: date, last: date) -> HoursTable:
    """Return the approved hours of some days, most first."""
    serves = _populations(session)
    year = extract("year", Hours.day)
    groups = session.execute(
        select(
            year,
            Role.name,
            Hours.category,
            Program.name,
            Site.name,
            Hours.training_id,
            Hours.volunteer_id,
            func.sum(Hours.minutes),
        )
        .outerjoin(Role, Role.id == Hours.role_id)
        .outerjoin(Program, Program.id == Hours.program_id)
        .outerjoin(Site, Site.id == Hours.site_id)
        .where(Hours.day.between(first, last), Hours.state == HoursState.APPROVED)
        .group_by(
            year, Role.name, Hours.category, Program.name, Site.name, Hours.training_id, Hours.volunteer_id
        )
    )
    minutes: defaultdict[tuple[int, str, str, str, WorksIn | None], int] = defaultdict(int)
    who: defaultdict[tuple[int, str, str, str, WorksIn | None], set[UUID]] = defaultdict(set)
    by_year: defaultdict[int, int] = defaultdict(int)
    for in_year, role, category, program, site, training, volunteer, given in groups:
        what = role or _CATEGORIES[category]
        key = (in_year, what, program or "", site or "", serves.get(training))
        minutes[key] += given
        who[key].add(volunteer)
        by_year[in_year] += given
    rows = [HoursRow(*key, len(who[key]), given) for key, given in minutes.items()]
    waiting = session.scalar(
        select(func.sum(Hours.minutes)).where(
            Hours.day.between(first, last), Hours.state == HoursState.ENTERED
        )
    )
    return HoursTable(
        first,
        last,
        tuple(sorted(rows, key=lambda row: (row.year, -row.minutes, row.program, row.role, row.place))),
        len(set().union(*who.values())),
        sum(minutes.values()),
        dict(by_year),
        int(waiting or 0),
    )


_CATEGORIES = {
    HoursCategory.SHIFT: "Shifts",
    HoursCategory.PREPARATION: "Preparation",
    HoursCategory.ADMINISTRATION: "Administration",
    HoursCategory.TRAVEL: "Travel",
    HoursCategory.MEETING: "Meetings",
    HoursCategory.OTHER: "Other",
}


def _populations(session: Session) -> dict[UUID | None, WorksIn]:
    """Return by training where most of those who came work."""
    rows = session.execute(
        select(Enrollment.training_id, Enrollment.works_in, func.count())
        .join(Training, Training.id == Enrollment.training_id)
        .where(Enrollment.state.in_((EnrollmentState.REGISTERED, EnrollmentState.COMPLETED)))
        .group_by(Enrollment.training_id, Enrollment.works_in)
        .order_by(func.count(), Enrollment.works_in.desc())
    )
    return {training: works_in for training, works_in, _ in rows}


def minutes_by_volunteer(session: Session, first: date, last: date) -> dict[UUID, int]:
    """Return what each active volunteer gave on some days, declined hours apart; 0 for nothing."""
    given = dict.fromkeys(
        session.scalars(select(Volunteer.id).where(Volunteer.status == VolunteerStatus.ACTIVE)), 0
    )
    rows = session.execute(
        select(Hours.volunteer_id, func.sum(Hours.minutes))
        .where(Hours.day.between(first, last), Hours.state != HoursState.DECLINED)
        .group_by(Hours.volunteer_id)
    )
    return given | {key: minutes for key, minutes in rows if key in given}


def who_helped(session: Session, year: int) -> set[UUID]:
    """Return who gave hours in a year."""
    days = Hours.day.between(date(year, 1, 1), date(year, 12, 31))
    return set(
        session.scalars(select(Hours.volunteer_id).where(days, Hours.state != HoursState.DECLINED).distinct())
    )


@dataclass(frozen=True, slots=True)
class AskedOften:
    """How often somebody was asked, and said yes."""

    volunteer_id: UUID
    name: str
    asked: int
    yes: int


def asked_most(session: Session, first: date, last: date, *, most: int = 20) -> list[AskedOften]:
    """Return who was asked most often between two days, by UTC."""
    begin, end = day_bounds(first, last, "UTC")
    asked = func.count(Ask.id)
    yes = func.count(Ask.id).filter(Ask.answer == AskAnswer.YES)
    rows = session.execute(
        select(Volunteer.id, Constituent.name, asked, yes)
        .join(Volunteer, Volunteer.id == Ask.volunteer_id)
        .join(Constituent, Constituent.id == Volunteer.constituent_id)
        .where(Ask.asked_at >= begin, Ask.asked_at < end)
        .group_by(Volunteer.id, Constituent.name)
        .order_by(asked.desc(), Constituent.sort_name)
        .limit(most)
    )
    return [AskedOften(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Serving:
    """A volunteer and since when they help."""

    volunteer_id: UUID
    name: str
    since: date


def serving(session: Session) -> list[Serving]:
    """Return the active volunteers with the day they began, the longest first; for anniversaries."""
    rows = session.execute(
        select(Volunteer.id, Constituent.name, Volunteer.since)
        .join(Constituent, Constituent.id == Volunteer.constituent_id)
        .where(Volunteer.status == VolunteerStatus.ACTIVE)
        .order_by(Volunteer.since, Constituent.sort_name)
    )
    return [Serving(*row) for row in rows]
