"""Give volunteers, shifts and hours away as lists, under names others can build on."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.exchange.table_writer import Cell, write_table
from mi_crm.people.records import Constituent, Email, Phone
from mi_crm.people.rules.names import donor_number
from mi_crm.programs.records import Program, Site, Training
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.shared.wall_clock import local
from mi_crm.store.store import Store
from mi_crm.volunteering.details import HoursState
from mi_crm.volunteering.records.shifts import Assignment, Hours, Need, Shift
from mi_crm.volunteering.records.volunteers import Role, Skill, Volunteer, VolunteerSkill

VOLUNTEERS = (
    "number", "person", "status", "since", "email", "phone", "ask_by", "skills", "week_hours", "left_on",
    "reason", "minutes",
)  # fmt: skip
SHIFTS = (
    "shift", "training", "role", "starts", "ends", "needed", "person", "status", "title", "program", "place",
    "room", "override_reason",
)  # fmt: skip
HOURS = (
    "person", "date", "minutes", "category", "program", "shift", "role", "training", "place", "state", "note",
)  # fmt: skip

_AT_ONCE = 2_000


def export_volunteers(
    store: Store, path: Path, *, year: int | None = None, progress: Progress = no_progress
) -> int:
    """Write the volunteers with the minutes they gave, in all or in one year; return how many."""
    return store.read(_write_volunteers, path, year, progress)


def _write_volunteers(session: Session, path: Path, year: int | None, progress: Progress) -> int:
    minutes = select(func.coalesce(func.sum(Hours.minutes), 0)).where(
        Hours.volunteer_id == Volunteer.id, Hours.state == HoursState.APPROVED
    )
    if year is not None:
        minutes = minutes.where(Hours.day.between(date(year, 1, 1), date(year, 12, 31)))
    skills = (
        select(func.group_concat(Skill.name, ", "))
        .join(VolunteerSkill, VolunteerSkill.skill_id == Skill.id)
        .where(VolunteerSkill.volunteer_id == Volunteer.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Constituent.number, Constituent.name, Volunteer.status, Volunteer.since, Email.address,
            Phone.number, Volunteer.ask_by, skills, Volunteer.week_minutes, Volunteer.left_on,
            Volunteer.leaving_reason, minutes.scalar_subquery(),
        )
        .join(Constituent, Constituent.id == Volunteer.constituent_id)
        .outerjoin(Email, (Email.constituent_id == Constituent.id) & (Email.position == 0))
        .outerjoin(Phone, (Phone.constituent_id == Constituent.id) & (Phone.position == 0))
        .order_by(Constituent.number),
        execution_options={"yield_per": _AT_ONCE},
    )  # fmt: skip
    count = session.scalar(select(func.count()).select_from(Volunteer)) or 0

    def cells() -> Iterator[Sequence[Cell]]:
        for number, name, status, since, email, phone, ask_by, can, week, left, reason, given in rows:
            yield (
                donor_number(number), name, status, since, email, phone, ask_by, can or "",
                None if week is None else f"{week / 60:g}", left, reason, given,
            )  # fmt: skip

    return write_table(path, VOLUNTEERS, cells(), count=count, progress=progress)


def export_shifts(
    store: Store, path: Path, *, year: int | None = None, progress: Progress = no_progress
) -> int:
    """Write a row for each helper of a shift, and one for each role without any; return how many."""
    return store.read(_write_shifts, path, year, progress)


def _write_shifts(session: Session, path: Path, year: int | None, progress: Progress) -> int:
    statement = (
        select(
            Shift.number, Training.title, Role.name, Shift.starts_at, Shift.ends_at, Need.best,
            Constituent.name, Assignment.state, Shift.title, Program.name, Site.name, Shift.room,
            Assignment.override_reason, Shift.zone, Shift.canceled_at,
        )
        .select_from(Need)
        .join(Shift, Shift.id == Need.shift_id)
        .join(Role, Role.id == Need.role_id)
        .outerjoin(Assignment, Assignment.need_id == Need.id)
        .outerjoin(Volunteer, Volunteer.id == Assignment.volunteer_id)
        .outerjoin(Constituent, Constituent.id == Volunteer.constituent_id)
        .outerjoin(Training, Training.id == Shift.training_id)
        .outerjoin(Program, Program.id == Shift.program_id)
        .outerjoin(Site, Site.id == Shift.site_id)
        .order_by(Shift.starts_at, Shift.number, Need.position, Constituent.sort_name)
    )  # fmt: skip
    if year is not None:
        begins, ends = (datetime(one, 1, 1, tzinfo=UTC) for one in (year, year + 1))
        statement = statement.where(Shift.starts_at >= begins, Shift.starts_at < ends)
    count = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0

    def cells() -> Iterator[Sequence[Cell]]:
        rows = session.execute(statement, execution_options={"yield_per": _AT_ONCE})
        for number, training, role, starts, ends, needed, person, state, *rest in rows:
            *more, zone, canceled_at = rest
            status = "called off" if canceled_at else state or "open"
            yield (
                number, training, role, _wall(starts, zone), _wall(ends, zone), needed, person, status, *more
            )  # fmt: skip

    return write_table(path, SHIFTS, cells(), count=count, progress=progress)


def export_hours(
    store: Store, path: Path, *, year: int | None = None, progress: Progress = no_progress
) -> int:
    """Write the hours, in all or of one year, whatever their state; return how many."""
    return store.read(_write_hours, path, year, progress)


def _write_hours(session: Session, path: Path, year: int | None, progress: Progress) -> int:
    statement = (
        select(
            Constituent.name, Hours.day, Hours.minutes, Hours.category, Program.name, Shift.number, Role.name,
            Training.title, Site.name, Hours.state, Hours.note,
        )
        .join(Volunteer, Volunteer.id == Hours.volunteer_id)
        .join(Constituent, Constituent.id == Volunteer.constituent_id)
        .outerjoin(Assignment, Assignment.id == Hours.assignment_id)
        .outerjoin(Shift, Shift.id == Assignment.shift_id)
        .outerjoin(Role, Role.id == Hours.role_id)
        .outerjoin(Program, Program.id == Hours.program_id)
        .outerjoin(Training, Training.id == Hours.training_id)
        .outerjoin(Site, Site.id == Hours.site_id)
        .order_by(Hours.day, Constituent.sort_name, Hours.id)
    )  # fmt: skip
    counting = select(func.count()).select_from(Hours)
    if year is not None:
        of_year = Hours.day.between(date(year, 1, 1), date(year, 12, 31))
        statement, counting = statement.where(of_year), counting.where(of_year)
    rows = session.execute(statement, execution_options={"yield_per": _AT_ONCE})
    return write_table(
        path, HOURS, (tuple(row) for row in rows), count=session.scalar(counting) or 0, progress=progress
    )


def _wall(moment: datetime, zone: str) -> str:
    return local(moment, zone).isoformat(timespec="minutes")
