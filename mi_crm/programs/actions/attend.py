"""Attendance: who was at which session, and the end of a training, when those who were there complete it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.people.records import Constituent
from mi_crm.programs.actions.enroll import check_uncertified
from mi_crm.programs.actions.finding import found
from mi_crm.programs.actions.seats import SEATED
from mi_crm.programs.details import EnrollmentState, Presence, TrainingState
from mi_crm.programs.records import Attendance, Enrollment, Training, TrainingSession
from mi_crm.programs.rules import completes, minutes_between, minutes_there
from mi_crm.shared.dates import long_date
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.wall_clock import local
from mi_crm.store.rows import telling


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether somebody was at a session."""

    presence: Presence
    minutes: int | None = None
    """Typed only for those there for a part."""


def mark_attendance(
    session: Session, session_id: UUID, marks: Mapping[UUID, Mark | None], *, today: date
) -> None:
    """Note of enrollments whether they were at a session; None takes a mark away.

    In a training that is finished, who completes it follows. Raises Problem before the day of the session.
    """
    row = session.get(TrainingSession, session_id)
    if row is None:
        raise NotFound("This session is no longer there.")
    training = found(session, Training, row.training_id)
    day = local(row.starts_at, row.zone).date()
    if training.state is TrainingState.CANCELED:
        raise Problem("{title} is canceled. Plan it again first.", title=training.title)
    if day > today and any(mark is not None for mark in marks.values()):
        raise Problem("This session is on {day}. Attendance is noted from that day on.", day=long_date(day))
    whole = minutes_between(row.starts_at, row.ends_at)
    with telling(session, "attendance.marked") as act:
        act.about(training, training=training.title, day=day, count=len(marks))
        for enrollment_id, mark in marks.items():
            enrollment = found(session, Enrollment, enrollment_id)
            if enrollment.training_id != training.id or enrollment.state not in SEATED:
                raise Problem("Attendance is noted of those who have a seat in this training only.")
            person = session.get_one(Constituent, enrollment.constituent_id)
            check_uncertified(session, enrollment, person.name)
            _mark(session, enrollment.id, row.id, mark, whole)
            act.about(person)
            if len(marks) == 1:
                act.about(name=person.name)
        if len(marks) != 1:
            act.what = "attendances.marked"
        session.flush()
        if training.state is TrainingState.HELD:
            _complete(session, training)


def _mark(session: Session, enrollment_id: UUID, session_id: UUID, mark: Mark | None, whole: int) -> None:
    there = session.get(Attendance, (enrollment_id, session_id))
    if mark is None:
        if there is not None:
            session.delete(there)
        return
    if there is None:
        there = Attendance(enrollment_id=enrollment_id, session_id=session_id)
        session.add(there)
    there.presence = mark.presence
    there.minutes = minutes_there(mark.presence, whole, mark.minutes)


def finish_training(session: Session, training_id: UUID, *, today: date, version: int) -> int:
    """Finish a training that was held: who was at all of it completes it. Return how many do.

    Raises Problem before its last day, and while attendance of somebody is not noted.
    """
    training = found(session, Training, training_id, version)
    if training.state is not TrainingState.PLANNED:
        raise Problem("{title} is finished or canceled already.", title=training.title)
    if training.last_day is None:
        raise Problem("{title} has no sessions. Add when it was held first.", title=training.title)
    if training.last_day > today:
        raise Problem("The last session is on {day}. Finish the training after it.",
                      day=long_date(training.last_day))  # fmt: skip
    _check_marked(session, training)
    with telling(session, "training.held") as act:
        training.state = TrainingState.HELD
        session.flush()
        done = _complete(session, training)
        act.about(training, name=training.title, count=done)
    return done


def reopen_training(session: Session, training_id: UUID) -> None:
    """Open a finished training again, as for somebody forgotten. Raises Problem while certificates stand."""
    training = found(session, Training, training_id)
    if training.state is not TrainingState.HELD:
        raise Problem("{title} is not finished.", title=training.title)
    with telling(session, "training.reopened") as act:
        training.state = TrainingState.PLANNED
        for row in _seated(session, training):
            if row.state is EnrollmentState.COMPLETED:
                check_uncertified(session, row, session.get_one(Constituent, row.constituent_id).name)
                row.state = EnrollmentState.REGISTERED
        act.about(training, name=training.title)


def _seated(session: Session, training: Training) -> list[Enrollment]:
    mine = select(Enrollment).where(Enrollment.training_id == training.id, Enrollment.state.in_(SEATED))
    return list(session.scalars(mine.order_by(Enrollment.enrolled_at, Enrollment.id)))


def _presences(session: Session, training: Training) -> dict[UUID, dict[UUID, Presence]]:
    rows = session.execute(
        select(Attendance.enrollment_id, Attendance.session_id, Attendance.presence)
        .join(TrainingSession, TrainingSession.id == Attendance.session_id)
        .where(TrainingSession.training_id == training.id)
    )
    found: dict[UUID, dict[UUID, Presence]] = {}
    for enrollment_id, session_id, presence in rows:
        found.setdefault(enrollment_id, {})[session_id] = presence
    return found


def _sessions(session: Session, training: Training) -> list[UUID]:
    return list(session.scalars(select(TrainingSession.id).where(TrainingSession.training_id == training.id)))


def _complete(session: Session, training: Training) -> int:
    """Let those who were at all of it complete it, and nobody else; return how many do."""
    sessions, presences = _sessions(session, training), _presences(session, training)
    done = 0
    for row in _seated(session, training):
        completed = completes(sessions, presences.get(row.id, {}))
        row.state = EnrollmentState.COMPLETED if completed else EnrollmentState.REGISTERED
        done += completed
    return done


def _check_marked(session: Session, training: Training) -> None:
    sessions, presences = _sessions(session, training), _presences(session, training)
    missing = [row for row in _seated(session, training) if len(presences.get(row.id, {})) < len(sessions)]
    if not missing:
        return
    name = session.get_one(Constituent, missing[0].constituent_id).name
    if len(missing) == 1:
        raise Problem("Attendance of {name} is not noted yet. Note it first, also of who was absent.",
                      name=name)  # fmt: skip
    raise Problem(
        "Attendance of {name} and {more} more is not noted yet. Note it first, also of who was absent.",
        name=name,
        more=len(missing) - 1,
    )
