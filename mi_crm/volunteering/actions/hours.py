"""Keep the hours that volunteers gave, on shifts and beside them, and approve them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.shared.changes import changed
from mi_crm.shared.dates import check_date
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.text import clean_line
from mi_crm.shared.wall_clock import local
from mi_crm.store.rows import telling
from mi_crm.volunteering.actions.assigning import check_mark
from mi_crm.volunteering.actions.getting import get, named, reason_of
from mi_crm.volunteering.details import AssignmentState, HoursCategory, HoursState
from mi_crm.volunteering.entries import HoursEntry
from mi_crm.volunteering.records.shifts import Assignment, Hours, Need, Shift
from mi_crm.volunteering.records.volunteers import Volunteer
from mi_crm.volunteering.rules.hours import LONGEST


def enter_shift_hours(
    session: Session, assignment_id: UUID, minutes: int, *, note: str = "", now: datetime, who: str
) -> UUID:
    """Note that a helper was at a shift for so many minutes, instead of what was noted before."""
    with telling(session, "hours.entered") as act:
        row = keep_shift_hours(session, assignment_id, minutes, note=note, now=now, who=who)
        act.about(row, ("assignment", assignment_id), ("volunteer", row.volunteer_id))
        act.about(name=named(session, row.volunteer_id), minutes=minutes)
    return row.id


def keep_shift_hours(
    session: Session, assignment_id: UUID, minutes: int, *, note: str = "", now: datetime, who: str
) -> Hours:
    """Note the hours of a helper on a shift as a part of an act, and that they were there."""
    assignment = get(session, Assignment, assignment_id)
    check_mark(session, assignment, AssignmentState.ATTENDED, now)
    _check(minutes)
    shift, need = get(session, Shift, assignment.shift_id), get(session, Need, assignment.need_id)
    row = shift_hours(session, assignment_id)
    if row is None:
        row = Hours(assignment_id=assignment_id, volunteer_id=assignment.volunteer_id)
        session.add(row)
    row.day = local(shift.starts_at, shift.zone).date()
    row.minutes, row.category = minutes, HoursCategory.SHIFT
    row.role_id, row.program_id = need.role_id, shift.program_id
    row.training_id, row.site_id = shift.training_id, shift.site_id
    row.note = clean_line(note, what="The note")
    _enter(row, now, who)
    if assignment.state is not AssignmentState.ATTENDED:
        assignment.state, assignment.state_at = AssignmentState.ATTENDED, now
    session.flush()
    return row


def shift_hours(session: Session, assignment_id: UUID) -> Hours | None:
    """Return the hours of a helper on a shift, if they were entered."""
    return session.scalar(select(Hours).where(Hours.assignment_id == assignment_id))


def enter_other_hours(
    session: Session, volunteer_id: UUID, what: HoursEntry, *, today: date, now: datetime, who: str
) -> UUID:
    """Note time given beside shifts, such as preparation or travel; to be approved."""
    get(session, Volunteer, volunteer_id)
    with telling(session, "hours.entered") as act:
        row = Hours(volunteer_id=volunteer_id)
        _fill(row, what, today)
        _enter(row, now, who)
        session.add(row)
        session.flush()
        act.about(row, ("volunteer", volunteer_id))
        act.about(name=named(session, volunteer_id), minutes=row.minutes)
    return row.id


def change_hours(
    session: Session,
    hours_id: UUID,
    what: HoursEntry,
    *,
    version: int,
    today: date,
    now: datetime,
    who: str,
) -> None:
    """Correct hours; they must be approved again."""
    row = get(session, Hours, hours_id, version)
    with telling(session, "hours.changed") as act:
        before = entry_of(row)
        _fill(row, what, today)
        act.changes = changed(before, entry_of(row))
        if act.changes:
            _enter(row, now, who)
        act.about(row, ("volunteer", row.volunteer_id), name=named(session, row.volunteer_id))


def entry_of(row: Hours) -> HoursEntry:
    """Return what is known of hours, as it was typed."""
    return HoursEntry(**{name: getattr(row, name) for name in HoursEntry.__dataclass_fields__})


def remove_hours(session: Session, hours_id: UUID, *, version: int) -> None:
    """Take out hours that were entered by mistake."""
    row = get(session, Hours, hours_id, version)
    with telling(session, "hours.removed") as act:
        act.about(row, ("volunteer", row.volunteer_id), name=named(session, row.volunteer_id))
        session.delete(row)


def approve_hours(session: Session, hours_ids: Sequence[UUID], *, now: datetime, who: str) -> int:
    """Let entered hours count, and return how many were not approved before."""
    with telling(session, "hours.approved") as act:
        rows = [row for row in _rows(session, hours_ids) if row.state is not HoursState.APPROVED]
        for row in rows:
            row.state, row.decided_at, row.decided_by = HoursState.APPROVED, now, who
        act.about(*rows, *(("volunteer", row.volunteer_id) for row in rows), count=len(rows))
    return len(rows)


def decline_hours(
    session: Session, hours_ids: Sequence[UUID], *, reason: str, now: datetime, who: str
) -> int:
    """Keep hours out of every report, with the reason; they stay on file. Returns how many."""
    reason = reason_of(reason, "Say why these hours do not count.")
    with telling(session, "hours.declined") as act:
        rows = [row for row in _rows(session, hours_ids) if row.state is not HoursState.DECLINED]
        for row in rows:
            row.state, row.decided_at, row.decided_by = HoursState.DECLINED, now, who
            row.note = reason
        act.about(*rows, *(("volunteer", row.volunteer_id) for row in rows), count=len(rows))
    return len(rows)


def _rows(session: Session, hours_ids: Sequence[UUID]) -> list[Hours]:
    rows = list(session.scalars(select(Hours).where(Hours.id.in_(hours_ids)).order_by(Hours.day, Hours.id)))
    if len(rows) < len(set(hours_ids)):
        raise NotFound("Some of these hours are no longer in the list. Look at it again.")
    return rows


def _fill(row: Hours, what: HoursEntry, today: date) -> None:
    check_date(what.day, today=today)
    _check(what.minutes)
    if row.assignment_id is None and what.category is HoursCategory.SHIFT:
        raise Problem("Say what the time was given for. Hours on a shift are entered from its sheet.")
    for name in HoursEntry.__dataclass_fields__:
        setattr(row, name, getattr(what, name))
    row.note = clean_line(what.note, what="The note")


def _check(minutes: int) -> None:
    if not 0 < minutes <= LONGEST:
        raise Problem("Hours are above zero, and 24 at the most.")


def _enter(row: Hours, now: datetime, who: str) -> None:
    row.state, row.decided_at, row.decided_by = HoursState.ENTERED, None, ""
    row.entered_at, row.entered_by = now, who
