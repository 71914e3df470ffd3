"""Trainings with sensible values."""

from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.programs.actions.programs import add_program
from mi_crm.programs.actions.trainings import plan_training
from mi_crm.programs.entries import ProgramEntry, SessionEntry, TrainingEntry
from mi_crm.programs.records import Program, TrainingSession
from tests.conftest import TODAY

ZONE = "America/Los_Angeles"


def a_program(session: Session, name: str = "Veterans") -> UUID:
    """Return the program of this name, added if it is not there yet."""
    there = session.scalar(select(Program.id).where(Program.name == name))
    return there or add_program(session, ProgramEntry(name=name))


def session_on(day: date, begins: time = time(9), ends: time = time(16), *, zone: str = ZONE) -> SessionEntry:
    """Return a session on a day, from nine to four unless told otherwise."""
    return SessionEntry(day=day, begins=begins, ends=ends, zone=zone)


def a_training_entry(
    session: Session,
    *,
    title: str = "MBT Basic",
    seats: int | None = None,
    first: date = TODAY,
    days: int = 1,
    program: str = "Veterans",
) -> TrainingEntry:
    """Return what is typed of a training that begins today unless told otherwise."""
    return TrainingEntry(
        program_id=a_program(session, program),
        title=title,
        seats=seats,
        credit_minutes=360,
        sessions=tuple(session_on(first + timedelta(days=place)) for place in range(days)),
    )


def a_training(
    session: Session,
    *,
    title: str = "MBT Basic",
    seats: int | None = None,
    first: date = TODAY,
    days: int = 1,
    program: str = "Veterans",
) -> UUID:
    """Plan such a training and return its id."""
    entry = a_training_entry(session, title=title, seats=seats, first=first, days=days, program=program)
    return plan_training(session, entry)


def a_session(session: Session, training: UUID) -> UUID:
    """Return the first session of a training."""
    mine = select(TrainingSession.id).where(TrainingSession.training_id == training)
    return session.scalars(mine.order_by(TrainingSession.starts_at)).first()  # type: ignore[return-value]
