"""The shifts and hours of one volunteer, as lines."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.programs.records import Program, Site, Training
from mi_crm.shared.wall_clock import local
from mi_crm.volunteering.details import AssignmentState, HoursCategory, HoursState
from mi_crm.volunteering.records.shifts import Assignment, Hours, Need, Shift
from mi_crm.volunteering.records.volunteers import Role

_A_DAY = timedelta(days=1)
"""Which day a shift is on is told by the clock on its wall, a day at most from that of the moment."""


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A shift of a volunteer, or hours beside shifts."""

    id: UUID
    """Of the assignment, or of the hours."""
    day: date
    role: str
    title: str
    begins: datetime | None
    """By the clock on its wall; None of hours beside shifts."""
    ends: datetime | None
    category: HoursCategory
    state: AssignmentState | None
    hours_id: UUID | None
    hours_version: int
    minutes: int
    """0 while none are entered."""
    hours_state: HoursState | None
    note: str


def help_lines(session: Session, volunteer_id: UUID, *, year: int | None) -> list[HelpLine]:
    """Return the shifts and hours of a year, or of all, the newest first."""
    shifts = (
        select(Assignment, Shift, Role.name, Hours)
        .join(Shift, Shift.id == Assignment.shift_id)
        .join(Need, Need.id == Assignment.need_id)
        .join(Role, Role.id == Need.role_id)
        .outerjoin(Hours, Hours.assignment_id == Assignment.id)
        .where(Assignment.volunteer_id == volunteer_id)
    )
    if year is not None:
        shifts = shifts.where(
            Shift.starts_at >= datetime(year, 1, 1, tzinfo=UTC) - _A_DAY,
            Shift.starts_at < datetime(year + 1, 1, 1, tzinfo=UTC) + _A_DAY,
        )
    lines = [_shift_line(*row) for row in session.execute(shifts)]
    beside = (
        select(Hours, Role.name, Program.name, Training.title, Site.name)
        .outerjoin(Role, Role.id == Hours.role_id)
        .outerjoin(Program, Program.id == Hours.program_id)
        .outerjoin(Training, Training.id == Hours.training_id)
        .outerjoin(Site, Site.id == Hours.site_id)
        .where(Hours.volunteer_id == volunteer_id, Hours.assignment_id.is_(None))
    )
    if year is not None:
        beside = beside.where(Hours.day.between(date(year, 1, 1), date(year, 12, 31)))
    for hours, role, program, training, site in session.execute(beside):
        lines.append(
            HelpLine(
                id=hours.id,
                day=hours.day,
                role=role or "",
                title=training or program or site or hours.note,
                begins=None,
                ends=None,
                category=hours.category,
                state=None,
                hours_id=hours.id,
                hours_version=hours.version,
                minutes=hours.minutes,
                hours_state=hours.state,
                note=hours.note,
            )
        )
    wanted = [line for line in lines if year is None or line.day.year == year]
    return sorted(wanted, key=lambda line: (line.day, str(line.begins), line.id), reverse=True)


def _shift_line(assignment: Assignment, shift: Shift, role: str, hours: Hours | None) -> HelpLine:
    begins, ends = local(shift.starts_at, shift.zone), local(shift.ends_at, shift.zone)
    return HelpLine(
        id=assignment.id,
        day=begins.date(),
        role=role,
        title=shift.title,
        begins=begins,
        ends=ends,
        category=hours.category if hours else HoursCategory.SHIFT,
        state=assignment.state,
        hours_id=hours.id if hours else None,
        hours_version=hours.version if hours else 0,
        minutes=hours.minutes if hours else 0,
        hours_state=hours.state if hours else None,
        note=hours.note if hours else assignment.note,
    )
