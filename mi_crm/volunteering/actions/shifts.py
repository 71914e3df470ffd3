"""Plan a shift, change it, move it, call it off."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from mi_crm.programs.records import Site, Training, TrainingSession
from mi_crm.shared.changes import changed
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import clean_line, clean_note
from mi_crm.shared.wall_clock import local, span_of
from mi_crm.store.numbers import next_number
from mi_crm.store.rows import telling
from mi_crm.volunteering.actions.freeing import HELD, release
from mi_crm.volunteering.actions.getting import get, reason_of
from mi_crm.volunteering.entries import NeedEntry, ShiftEntry, SkillWish, ToTell
from mi_crm.volunteering.records.shifts import Assignment, Need, NeedSkill, Shift
from mi_crm.volunteering.records.volunteers import Role

_LONGEST = timedelta(hours=24)


def plan_shift(session: Session, what: ShiftEntry) -> UUID:
    """Plan a shift and return its id."""
    with telling(session, "shift.planned") as act:
        row = add_shift(session, what)
        act.about(row, name=row.title, number=row.number, starts_at=row.starts_at)
    return row.id


def add_shift(
    session: Session, what: ShiftEntry, *, series_id: UUID | None = None, series_day: date | None = None
) -> Shift:
    """Add a shift as a part of a larger act, and return it."""
    what = checked(session, what)
    starts, ends = span_of(what.day, what.begins, what.ends, what.zone)
    row = Shift(
        number=next_number(session, "shift"),
        starts_at=starts,
        ends_at=ends,
        series_id=series_id,
        series_day=series_day,
        **_columns(what),
    )
    session.add(row)
    session.flush()
    keep_needs(session, row, what.needs)
    return row


def checked(session: Session, what: ShiftEntry) -> ShiftEntry:
    """Return a shift as it is kept; raises Problem with what is missing or does not fit together."""
    starts, ends = span_of(what.day, what.begins, what.ends, what.zone)
    if ends - starts >= _LONGEST:
        raise Problem("A shift is shorter than a day. Check the times.")
    if not what.needs:
        raise Problem("Say which role is needed.")
    if len({need.role_id for need in what.needs}) < len(what.needs):
        raise Problem("A role stands there twice. Put the numbers together.")
    roles = [get(session, Role, need.role_id) for need in what.needs]
    for need in what.needs:
        if not 0 <= need.least <= need.best or need.best < 1:
            raise Problem("At least one helper is needed, and the least is no more than the best.")
    title = clean_line(what.title, what="The title", limit=120) or roles[0].name
    what = replace(
        what,
        title=title,
        room=clean_line(what.room, what="The room", limit=120),
        notes=clean_note(what.notes, what="The notes"),
    )
    return _placed(session, what)


def _placed(session: Session, what: ShiftEntry) -> ShiftEntry:
    """Fill in what follows from the session or the training: the program, and the place unless told."""
    if what.session_id is not None:
        meeting = get(session, TrainingSession, what.session_id)
        what = replace(
            what,
            training_id=meeting.training_id,
            site_id=what.site_id or meeting.site_id,
            room=what.room or meeting.room,
        )
    if what.training_id is not None:
        training = get(session, Training, what.training_id)
        what = replace(
            what,
            program_id=training.program_id,
            site_id=what.site_id or training.site_id,
            room=what.room or training.room,
        )
    if what.site_id is not None:
        get(session, Site, what.site_id)
    return what


def _columns(what: ShiftEntry) -> dict[str, object]:
    return {
        name: getattr(what, name)
        for name in (
            "title", "zone", "program_id", "training_id", "session_id", "site_id", "room", "notes",
        )
    }  # fmt: skip


def keep_needs(session: Session, row: Shift, needs: Sequence[NeedEntry]) -> None:
    """Let the needs of a shift be these. Raises Problem when somebody was asked for one that goes."""
    there = {one.role_id: one for one in session.scalars(select(Need).where(Need.shift_id == row.id))}
    for role_id in there.keys() - {need.role_id for need in needs}:
        gone = there[role_id]
        if session.scalar(select(Assignment.id).where(Assignment.need_id == gone.id).limit(1)):
            name = get(session, Role, role_id).name
            raise Problem("Somebody was asked as {role}, so it stays on this shift.", role=name)
        for wish in _wishes(session, gone):
            session.delete(wish)
        session.flush()
        session.delete(gone)
    for position, need in enumerate(needs):
        one = there.get(need.role_id)
        if one is None:
            one = Need(shift_id=row.id, role_id=need.role_id, position=position, least=0, best=1)
            session.add(one)
        one.position, one.least, one.best = position, need.least, need.best
        session.flush()
        _keep_wishes(session, one, need.skills)


def _wishes(session: Session, need: Need) -> list[NeedSkill]:
    return list(session.scalars(select(NeedSkill).where(NeedSkill.need_id == need.id)))


def _keep_wishes(session: Session, need: Need, wishes: Sequence[SkillWish]) -> None:
    there = {one.skill_id: one for one in _wishes(session, need)}
    for key in there.keys() - {wish.skill_id for wish in wishes}:
        session.delete(there[key])
    for wish in wishes:
        one = there.get(wish.skill_id)
        if one is None:
            one = NeedSkill(need_id=need.id, skill_id=wish.skill_id)
            session.add(one)
        one.level, one.required = wish.level, wish.required
    session.flush()


def entry_of(session: Session, row: Shift) -> ShiftEntry:
    """Return what is known of a shift, as it was typed."""
    begins, ends = local(row.starts_at, row.zone), local(row.ends_at, row.zone)
    needs = session.scalars(select(Need).where(Need.shift_id == row.id).order_by(Need.position))
    return ShiftEntry(
        title=row.title,
        day=begins.date(),
        begins=begins.time(),
        ends=ends.time(),
        zone=row.zone,
        needs=tuple(
            NeedEntry(
                role_id=one.role_id,
                least=one.least,
                best=one.best,
                skills=tuple(
                    SkillWish(wish.skill_id, wish.level, wish.required) for wish in _wishes(session, one)
                ),
            )
            for one in needs
        ),
        program_id=row.program_id,
        training_id=row.training_id,
        session_id=row.session_id,
        site_id=row.site_id,
        room=row.room,
        notes=row.notes,
    )


def change_shift(session: Session, shift_id: UUID, what: ShiftEntry, *, version: int) -> None:
    """Change all that is known of one shift. Raises Conflict when it was changed since that version."""
    row = standing(session, shift_id, version)
    with telling(session, "shift.changed") as act:
        act.changes = fill_shift(session, row, what)
        act.about(row, name=row.title, number=row.number, starts_at=row.starts_at)


def fill_shift(session: Session, row: Shift, what: ShiftEntry) -> dict[str, tuple[object, object]]:
    """Change a shift as a part of a larger act, and return what changed."""
    before = entry_of(session, row)
    what = checked(session, what)
    row.starts_at, row.ends_at = span_of(what.day, what.begins, what.ends, what.zone)
    for name, value in _columns(what).items():
        setattr(row, name, value)
    keep_needs(session, row, what.needs)
    changes = changed(before, entry_of(session, row))
    if changes:
        flag_modified(row, "title")
    return changes


def move_shift(
    session: Session, shift_id: UUID, *, day: date, begins: time, version: int, ends: time | None = None
) -> None:
    """Move a shift, as long as it was unless told when it ends; its helpers stay on it."""
    row = standing(session, shift_id, version)
    before = entry_of(session, row)
    if ends is None:
        length = row.ends_at - row.starts_at
        ends = (datetime.combine(day, begins) + length).time()
    with telling(session, "shift.moved") as act:
        act.changes = fill_shift(session, row, replace(before, day=day, begins=begins, ends=ends))
        act.about(row, name=row.title, number=row.number, starts_at=row.starts_at)


def cancel_shift(
    session: Session, shift_id: UUID, *, reason: str, version: int, now: datetime
) -> list[ToTell]:
    """Call a shift off, release its helpers, and return whom to tell."""
    row = standing(session, shift_id, version)
    with telling(session, "shift.canceled") as act:
        told = call_off(session, row, reason, now)
        act.about(row, name=row.title, number=row.number, starts_at=row.starts_at)
        act.about(reason=row.cancel_reason, freed=len(told))
    return told


def call_off(session: Session, row: Shift, reason: str, now: datetime) -> list[ToTell]:
    """Call a shift off as a part of a larger act, and return whom to tell."""
    row.cancel_reason = reason_of(reason, "Say why the shift is called off.")
    row.canceled_at = now
    query = select(Assignment).where(Assignment.shift_id == row.id, Assignment.state.in_(HELD))
    return release(session, session.scalars(query).all(), now=now)


def standing(session: Session, shift_id: UUID, version: int | None = None) -> Shift:
    """Return a shift that is not called off."""
    row = get(session, Shift, shift_id, version)
    if row.canceled_at is not None:
        raise Problem("{name} is called off. Undo that first, or plan it anew.", name=row.title)
    return row
