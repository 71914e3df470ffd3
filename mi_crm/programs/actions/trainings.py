"""Trainings: planned with their sessions, changed, canceled with a reason, and planned again after all."""

from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from mi_crm.programs.actions.finding import found
from mi_crm.programs.actions.seats import check_seats, give_free_seats
from mi_crm.programs.details import Presence, TrainingState
from mi_crm.programs.entries import SessionEntry, TrainingEntry
from mi_crm.programs.records import Attendance, Program, Site, Training, TrainingSession
from mi_crm.programs.rules import checked_training, minutes_between, session_span
from mi_crm.shared.changes import changed
from mi_crm.shared.dates import long_date
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.text import clean_line
from mi_crm.shared.wall_clock import clock_time, local
from mi_crm.store.numbers import next_number
from mi_crm.store.pointers import pointing_at
from mi_crm.store.rows import telling

_COLUMNS = tuple(field.name for field in fields(TrainingEntry) if field.name != "sessions")
_OWN = ("training_session", "enrollment", "attendance", "certificate")
"""What belongs to a training itself, rather than to a room above."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What followed from a change of a training."""

    seated: tuple[str, ...]
    """Who waited and has a seat now."""


@dataclass(frozen=True, slots=True)
class Canceled:
    """What a canceled training leaves behind, to be dealt with."""

    practitioners: int
    shifts: int
    """Shifts that still stand: their helpers must be told."""


def plan_training(session: Session, entry: TrainingEntry) -> UUID:
    """Plan a training with its sessions and return its id."""
    entry = _known(session, checked_training(entry), None)
    with telling(session, "training.planned") as act:
        training = Training(number=next_number(session, "training"), state=TrainingState.PLANNED)
        _fill(training, entry)
        session.add(training)
        session.flush()
        for one in entry.sessions:
            session.add(_session(training.id, one))
        act.about(training, name=training.title, number=training.number)
    return training.id


def save_training(session: Session, training_id: UUID, entry: TrainingEntry, *, version: int) -> Saved:
    """Change a training and its sessions; more seats go to those who wait.

    Raises Problem for fewer seats than are taken, and for a session left out that somebody was at.
    """
    training = found(session, Training, training_id, version)
    before = entry_of_training(session, training)
    entry = _known(session, checked_training(entry), before)
    if entry == before:
        return Saved(())
    with telling(session, "training.changed") as act:
        _fill(training, entry)
        # Its sessions are its own: a change of them alone is a new version too.
        flag_modified(training, "number")
        _save_sessions(session, training, before, entry)
        check_seats(session, training)
        seated = give_free_seats(session, training)
        act.about(training, name=training.title, number=training.number, seated=seated)
        act.changes = _said(before, entry)
    return Saved(tuple(seated))


def cancel_training(session: Session, training_id: UUID, *, reason: str, version: int) -> Canceled:
    """Cancel a training that was not held, and say what it leaves: who is enrolled, how many shifts stand."""
    training = found(session, Training, training_id, version)
    if training.state is not TrainingState.PLANNED:
        raise Problem("Only a planned training can be canceled. {title} is not.", title=training.title)
    reason = clean_line(reason, what="The reason", limit=300)
    if not reason:
        raise Problem("Say why it is canceled: those who ask later will want to know.")
    leaves = left_by(session, training.id)
    with telling(session, "training.canceled") as act:
        training.state, training.cancel_reason = TrainingState.CANCELED, reason
        act.about(training, name=training.title, reason=reason)
        act.about(practitioners=leaves.practitioners, shifts=leaves.shifts)
    return leaves


def plan_again(session: Session, training_id: UUID) -> None:
    """Let a canceled training be held after all."""
    training = found(session, Training, training_id)
    if training.state is not TrainingState.CANCELED:
        raise Problem("{title} is not canceled.", title=training.title)
    with telling(session, "training.planned_again") as act:
        training.state, training.cancel_reason = TrainingState.PLANNED, ""
        act.about(training, name=training.title)


def delete_training(session: Session, training_id: UUID) -> None:
    """Take away a training that nobody was enrolled in and nothing else belongs to."""
    training = found(session, Training, training_id)
    if pointing_at(session, "training", training.id, besides=("training_session",)):
        raise Problem("{title} has practitioners, gifts or shifts by now. Cancel it instead.",
                      title=training.title)  # fmt: skip
    with telling(session, "training.deleted") as act:
        act.about(training, name=training.title, number=training.number)
        for one in _rows(session, training.id):
            _drop(session, one)
        session.flush()
        session.delete(training)


def tell_donors(session: Session, training_id: UUID, words: str, *, version: int) -> None:
    """Write what donors may be told of a training; nothing written is nothing told."""
    training = found(session, Training, training_id, version)
    words = clean_line(words, what="What donors may be told", limit=500)
    with telling(session, "training.changed") as act:
        act.changes = {"told_donors": (training.told_donors, words)}
        training.told_donors = words
        act.about(training, name=training.title, number=training.number)


def left_by(session: Session, training_id: UUID) -> Canceled:
    """Return what a training would leave behind if it were canceled."""
    above = pointing_at(session, "training", training_id)
    return Canceled(above.get("enrollment", 0), above.get("shift", 0))


def entry_of_training(session: Session, training: Training) -> TrainingEntry:
    """Return what is known of a training, as it was typed."""
    sessions = tuple(entry_of_session(one) for one in _rows(session, training.id))
    return TrainingEntry(**{name: getattr(training, name) for name in _COLUMNS}, sessions=sessions)


def entry_of_session(row: TrainingSession) -> SessionEntry:
    """Return a session by the clock on the wall of its place."""
    begins, ends = (local(moment, row.zone) for moment in (row.starts_at, row.ends_at))
    return SessionEntry(
        id=row.id,
        day=begins.date(),
        begins=begins.time(),
        ends=ends.time(),
        zone=row.zone,
        title=row.title,
        site_id=row.site_id,
        room=row.room,
        link=row.link,
    )


def _rows(session: Session, training_id: UUID) -> list[TrainingSession]:
    mine = select(TrainingSession).where(TrainingSession.training_id == training_id)
    return list(session.scalars(mine.order_by(TrainingSession.starts_at)))


def _known(session: Session, entry: TrainingEntry, before: TrainingEntry | None) -> TrainingEntry:
    """Return the entry once its program and places are proved to be there, and open or as before."""
    program = session.get(Program, entry.program_id)
    if program is None:
        raise NotFound("This program is no longer in the list. Choose the program again.")
    if program.closed_on is not None and (before is None or before.program_id != program.id):
        raise Problem("The program {name} is closed. Choose another.", name=program.name)
    there = _places(before) if before else set()
    for site_id in _places(entry) - there:
        site = session.get(Site, site_id)
        if site is None:
            raise NotFound("This place is no longer in the list. Choose the place again.")
        if site.closed_on is not None:
            raise Problem("The place {name} is closed. Choose another.", name=site.name)
    return entry


def _places(entry: TrainingEntry) -> set[UUID]:
    return {one for one in (entry.site_id, *(each.site_id for each in entry.sessions)) if one is not None}


def _fill(training: Training, entry: TrainingEntry) -> None:
    for name in _COLUMNS:
        setattr(training, name, getattr(entry, name))
    training.first_day = entry.sessions[0].day if entry.sessions else None
    training.last_day = entry.sessions[-1].day if entry.sessions else None


def _session(training_id: UUID, entry: SessionEntry) -> TrainingSession:
    return TrainingSession(training_id=training_id, **_columns(entry))


def _columns(entry: SessionEntry) -> dict[str, Any]:
    begins, ends = session_span(entry)
    return {
        "starts_at": begins,
        "ends_at": ends,
        **{name: getattr(entry, name) for name in ("zone", "title", "site_id", "room", "link")},
    }


def _save_sessions(session: Session, training: Training, before: TrainingEntry, entry: TrainingEntry) -> None:
    kept = {one.id: one for one in entry.sessions if one.id is not None}
    were = {one.id: one for one in before.sessions}
    for row in _rows(session, training.id):
        if row.id not in kept:
            _drop(session, row)
        elif kept[row.id] != were[row.id]:
            # What did not change stays as it is, to the moment: an hour that comes twice can be its second.
            for name, value in _columns(kept[row.id]).items():
                setattr(row, name, value)
            _stay_whole(session, row)
    for one in entry.sessions:
        if one.id not in were:
            session.add(_session(training.id, one))
    session.flush()


def _stay_whole(session: Session, row: TrainingSession) -> None:
    """Let whoever was there from beginning to end have been there for as long as it lasts now."""
    whole = minutes_between(row.starts_at, row.ends_at)
    there = select(Attendance).where(Attendance.session_id == row.id, Attendance.presence == Presence.PRESENT)
    for mark in session.scalars(there):
        mark.minutes = whole


def _drop(session: Session, row: TrainingSession) -> None:
    used = pointing_at(session, "training_session", row.id)
    if used:
        what = "attendance" if Attendance.__tablename__ in used else "shifts"
        raise Problem(
            "The session on {day} has {what} by now. Move it to another day instead of taking it out.",
            day=long_date(entry_of_session(row).day),
            what=what,
        )
    session.delete(row)


def _said(before: TrainingEntry, after: TrainingEntry) -> dict[str, tuple[Any, Any]]:
    changes = changed(before, after)
    if "sessions" in changes:
        lines = tuple([_line(one) for one in entry.sessions] for entry in (before, after))
        changes["sessions"] = (lines[0], lines[1])
    return changes


def _line(one: SessionEntry) -> str:
    return f"{long_date(one.day)}, {clock_time(one.begins)} to {clock_time(one.ends)}"
