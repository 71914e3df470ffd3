"""Sheets with numbered rows: what goes out on paper comes back as "7, 3.5 hours" or "7, no-show"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.people.records import Constituent
from mi_crm.programs.records import Training
from mi_crm.shared.dates import long_date
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.wall_clock import local
from mi_crm.store.numbers import next_number
from mi_crm.store.rows import telling
from mi_crm.volunteering.actions.assigning import check_mark
from mi_crm.volunteering.actions.getting import get, named
from mi_crm.volunteering.actions.hours import keep_shift_hours, shift_hours
from mi_crm.volunteering.actions.placing import add_ask, answer, place
from mi_crm.volunteering.actions.shifts import standing
from mi_crm.volunteering.details import (
    TAKES_A_PLACE,
    AskAnswer,
    AskChannel,
    AssignmentState,
    SheetKind,
)
from mi_crm.volunteering.records.shifts import Assignment, Need, Sheet, SheetRow, Shift
from mi_crm.volunteering.records.volunteers import Volunteer
from mi_crm.volunteering.rules.hours import NoShow, read_hours, read_time

_LISTED = (*TAKES_A_PLACE, AssignmentState.NO_SHOW, AssignmentState.EXCUSED)


@dataclass(frozen=True, slots=True)
class Made:
    """A sheet that was made."""

    id: UUID
    number: int
    rows: int


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered for a row, to be shown beside the next."""

    row: int
    name: str
    state: AssignmentState
    minutes: int | None


def make_sign_in_sheet(session: Session, shift_id: UUID, *, blank: int = 4, now: datetime) -> Made:
    """Make a sheet of the helpers of a shift, with blank rows below for those who just come."""
    shift = standing(session, shift_id)
    where = _helpers(session, [shift.id])
    return _make(session, SheetKind.SIGN_IN, shift.title, where, blank, now, shift_id=shift.id)


def make_day_sheet(session: Session, training_id: UUID, day: date, *, blank: int = 6, now: datetime) -> Made:
    """Make a sheet of all helpers of a training on one day, shift after shift."""
    training = get(session, Training, training_id)
    shifts = session.scalars(
        select(Shift)
        .where(Shift.training_id == training_id, Shift.canceled_at.is_(None))
        .order_by(Shift.starts_at, Shift.number)
    )
    keys = [shift.id for shift in shifts if local(shift.starts_at, shift.zone).date() == day]
    if not keys:
        raise Problem("{training} has no shifts on {day}.", training=training.title, day=long_date(day))
    where = _helpers(session, keys)
    title = f"{training.title}, {long_date(day)}"
    return _make(session, SheetKind.SIGN_IN, title, where, blank, now, training_id=training_id, day=day)


def make_call_sheet(session: Session, need_id: UUID, volunteer_ids: Sequence[UUID], *, now: datetime) -> Made:
    """Make a sheet of whom to call for a place, in this order; they are suggested until they answer."""
    need = get(session, Need, need_id)
    shift = standing(session, need.shift_id)
    if not volunteer_ids:
        raise Problem("Choose whom to call.")
    with telling(session, "sheet.made") as act:
        rows = []
        for volunteer_id in volunteer_ids:
            get(session, Volunteer, volunteer_id)
            row = session.scalar(
                select(Assignment).where(
                    Assignment.need_id == need_id, Assignment.volunteer_id == volunteer_id
                )
            )
            if row is None:
                row = Assignment(
                    need_id=need_id,
                    shift_id=shift.id,
                    volunteer_id=volunteer_id,
                    state=AssignmentState.SUGGESTED,
                    state_at=now,
                )
                session.add(row)
                session.flush()
            rows.append(row.id)
        sheet = _sheet(session, SheetKind.CALL, shift.title, rows, 0, now, shift_id=shift.id)
        act.about(sheet, shift, name=sheet.title, number=sheet.number)
    return Made(sheet.id, sheet.number, len(rows))


def _helpers(session: Session, shift_ids: Sequence[UUID]) -> list[UUID]:
    return list(
        session.scalars(
            select(Assignment.id)
            .join(Shift, Shift.id == Assignment.shift_id)
            .join(Need, Need.id == Assignment.need_id)
            .join(Volunteer, Volunteer.id == Assignment.volunteer_id)
            .join(Constituent, Constituent.id == Volunteer.constituent_id)
            .where(Assignment.shift_id.in_(shift_ids), Assignment.state.in_(_LISTED))
            .order_by(Shift.starts_at, Shift.number, Need.position, Constituent.sort_name)
        )
    )


def _make(
    session: Session,
    kind: SheetKind,
    title: str,
    rows: Sequence[UUID],
    blank: int,
    now: datetime,
    *,
    shift_id: UUID | None = None,
    training_id: UUID | None = None,
    day: date | None = None,
) -> Made:
    with telling(session, "sheet.made") as act:
        sheet = _sheet(
            session, kind, title, rows, blank, now, shift_id=shift_id, training_id=training_id, day=day
        )
        act.about(sheet, name=title, number=sheet.number)
    return Made(sheet.id, sheet.number, len(rows) + blank)


def _sheet(
    session: Session,
    kind: SheetKind,
    title: str,
    rows: Sequence[UUID],
    blank: int,
    now: datetime,
    *,
    shift_id: UUID | None = None,
    training_id: UUID | None = None,
    day: date | None = None,
) -> Sheet:
    sheet = Sheet(
        number=next_number(session, "sheet"),
        kind=kind,
        title=title,
        shift_id=shift_id,
        training_id=training_id,
        day=day,
        printed_at=now,
    )
    session.add(sheet)
    session.flush()
    session.add_all(
        SheetRow(sheet_id=sheet.id, row=place, assignment_id=key)
        for place, key in enumerate([*rows, *[None] * blank], start=1)
    )
    session.flush()
    return sheet


def enter_row(session: Session, sheet: int, row: int, typed: str, *, now: datetime, who: str) -> Entered:
    """Enter a numbered row of a sign-in sheet: hours such as "3.5", or "n" for a no-show.

    Raises Problem for a row that is empty on the sheet: it is a walk-in, and `enter_walk_in` says who.
    """
    found, line = _row(session, sheet, row, SheetKind.SIGN_IN)
    if line.assignment_id is None:
        raise Problem("Row {row} was left for somebody who just came. Say who it is.", row=row)
    assignment = get(session, Assignment, line.assignment_id)
    name = named(session, assignment.volunteer_id)
    minutes = read_hours(typed)
    if isinstance(minutes, NoShow):
        check_mark(session, assignment, AssignmentState.NO_SHOW, now)
        with telling(session, "helper.missed") as act:
            if hours := shift_hours(session, assignment.id):
                session.delete(hours)
            assignment.state, assignment.state_at = AssignmentState.NO_SHOW, now
            shift = get(session, Shift, assignment.shift_id)
            act.about(assignment, ("volunteer", assignment.volunteer_id), shift, found)
            act.about(name=name, shift=shift.title, number=shift.number)
        return Entered(row, name, AssignmentState.NO_SHOW, None)
    with telling(session, "hours.entered") as act:
        kept = keep_shift_hours(session, assignment.id, minutes, now=now, who=who)
        act.about(kept, assignment, ("volunteer", kept.volunteer_id), found, name=name, minutes=minutes)
    return Entered(row, name, AssignmentState.ATTENDED, minutes)


def enter_walk_in(
    session: Session,
    sheet: int,
    row: int,
    volunteer_id: UUID,
    typed: str,
    *,
    need_id: UUID | None = None,
    now: datetime,
    who: str,
) -> Entered:
    """Enter somebody who just came, on an empty row of a sign-in sheet; what stood against it is passed over.

    `need_id` says at what they helped; without it, at the first role of the sheet's first shift.
    """
    found, line = _row(session, sheet, row, SheetKind.SIGN_IN)
    if line.assignment_id is not None:
        raise Problem("Row {row} has somebody else's name. Choose an empty row.", row=row)
    need_id = need_id or _first_need(session, found)
    minutes = read_time(typed)
    with telling(session, "hours.entered") as act:
        placed = place(
            session,
            need_id,
            volunteer_id,
            AssignmentState.ATTENDED,
            override="Just came",
            again=True,
            now=now,
        )
        line.assignment_id = placed.assignment_id
        kept = keep_shift_hours(session, placed.assignment_id, minutes, now=now, who=who)
        act.about(kept, ("assignment", placed.assignment_id), ("volunteer", volunteer_id), found)
        act.about(name=placed.name, minutes=minutes)
    return Entered(row, placed.name, AssignmentState.ATTENDED, minutes)


def _first_need(session: Session, sheet: Sheet) -> UUID:
    query = select(Need.id).join(Shift, Shift.id == Need.shift_id).order_by(Shift.starts_at, Need.position)
    if sheet.shift_id is not None:
        query = query.where(Shift.id == sheet.shift_id)
    else:
        query = query.join(SheetRow, SheetRow.sheet_id == sheet.id).join(
            Assignment, (Assignment.id == SheetRow.assignment_id) & (Assignment.shift_id == Shift.id)
        )
    found = session.scalars(query.limit(1)).one_or_none()
    if found is None:
        raise Problem("Say at which shift they helped.")
    return found


def answer_row(
    session: Session, sheet: int, row: int, said: AskAnswer, *, note: str = "", now: datetime, who: str
) -> Entered:
    """Enter the answer of a numbered row of a call sheet: yes, no, or that a message was left.

    A yes is judged by the same rules as every other way; on a full shift they wait.
    """
    found, line = _row(session, sheet, row, SheetKind.CALL)
    assignment = get(session, Assignment, line.assignment_id or found.id)
    name = named(session, assignment.volunteer_id)
    shift = get(session, Shift, assignment.shift_id)
    with telling(session, "helper.answered") as act:
        if said is AskAnswer.NO:
            assignment.state, assignment.state_at = AssignmentState.DECLINED, now
        else:
            wanted = AssignmentState.CONFIRMED if said is AskAnswer.YES else AssignmentState.ASKED
            place(session, assignment.need_id, assignment.volunteer_id, wanted, again=True, now=now)
        add_ask(session, assignment.id, AskChannel.PHONE, now=now, who=who)
        answer(session, assignment.id, said, note=note, now=now)
        act.about(assignment, ("volunteer", assignment.volunteer_id), shift, found)
        act.about(name=name, shift=shift.title, number=shift.number, answer=said)
    return Entered(row, name, assignment.state, None)


def _row(session: Session, number: int, row: int, kind: SheetKind) -> tuple[Sheet, SheetRow]:
    sheet = session.scalar(select(Sheet).where(Sheet.number == number, Sheet.kind == kind))
    if sheet is None:
        raise NotFound("There is no such sheet with the number {number}.", number=number)
    line = session.get(SheetRow, (sheet.id, row))
    if line is None:
        raise Problem("Sheet {number} has no row {row}.", number=number, row=row)
    return sheet, line
