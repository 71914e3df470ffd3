"""Trainings as lists show them, and one of them with its sessions and practitioners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from mi_crm.organization.records import Organization
from mi_crm.programs.actions.seats import SEATED
from mi_crm.programs.actions.trainings import entry_of_training
from mi_crm.programs.details import (
    EnrollmentState,
    ProgramColor,
    TrainingState,
)
from mi_crm.programs.entries import TrainingEntry
from mi_crm.programs.records import (
    Enrollment,
    Program,
    Site,
    Training,
    TrainingSession,
)
from mi_crm.programs.rules import minutes_between
from mi_crm.shared.text import begins_words, fold


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A training as one line of a list."""

    id: UUID
    number: int
    title: str
    term: str
    program_id: UUID
    program: str
    color: ProgramColor
    state: TrainingState
    first_day: date | None
    last_day: date | None
    site: str
    room: str
    seats: int | None
    free: bool
    taken: int
    """Seats that are taken."""
    waiting: int
    completed: int
    patients: int
    """In the care of those who have a seat, as they report it."""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session, by its moments and by the clock on the wall of its zone."""

    id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    minutes: int
    site_id: UUID | None
    site: str
    """The place of the training where it has none of its own."""
    online: bool
    room: str
    link: str


@dataclass(frozen=True, slots=True)
class TrainingDetails:
    """All about one training, with the version to be given back when saving."""

    row: TrainingRow
    version: int
    entry: TrainingEntry
    sessions: tuple[SessionRow, ...]
    cancel_reason: str
    program_purpose: str


def list_trainings(
    session: Session,
    *,
    since: date | None = None,
    until: date | None = None,
    words: str = "",
    program_id: UUID | None = None,
    limit: int | None = None,
) -> list[TrainingRow]:
    """Return trainings, the latest first; those without sessions before all others.

    `since` keeps those whose last day is not before it, `until` those that begin no later; both keep what has
    no day yet. `words` must each begin a word of title, term, program or place.
    """
    conditions: list[ColumnElement[bool]] = []
    if since is not None:
        conditions.append((Training.last_day >= since) | Training.last_day.is_(None))
    if until is not None:
        conditions.append((Training.first_day <= until) | Training.first_day.is_(None))
    if program_id is not None:
        conditions.append(Training.program_id == program_id)
    found = _rows(session, conditions, limit if not words.strip() else None)
    if typed := fold(words).split():
        found = [
            row for row in found if begins_words(typed, f"{row.title} {row.term} {row.program} {row.site}")
        ][:limit]
    return found


def _rows(
    session: Session, conditions: Sequence[ColumnElement[bool]], limit: int | None = None
) -> list[TrainingRow]:
    rows = session.execute(
        select(
            Training.id, Training.number, Training.title, Training.term, Training.program_id,
            Program.name.label("program"), Program.color, Training.state, Training.first_day,
            Training.last_day, func.coalesce(Site.name, "").label("site"), Training.room, Training.seats,
            Training.free,
        )
        .join(Program, Program.id == Training.program_id)
        .outerjoin(Site, Site.id == Training.site_id)
        .where(*conditions)
        .order_by(Training.first_day.is_not(None), Training.first_day.desc(), Training.number.desc())
        .limit(limit)
    ).all()  # fmt: skip
    counts = _counts(session, conditions if limit is None else [Training.id.in_([row.id for row in rows])])
    return [TrainingRow(**row._asdict(), **counts.get(row.id, _NOBODY)) for row in rows]


def _counts(session: Session, conditions: Sequence[ColumnElement[bool]]) -> dict[UUID, dict[str, Any]]:
    seated = Enrollment.state.in_(SEATED)
    rows = session.execute(
        select(
            Enrollment.training_id,
            func.count().filter(seated),
            func.count().filter(Enrollment.state == EnrollmentState.WAITING),
            func.count().filter(Enrollment.state == EnrollmentState.COMPLETED),
            func.coalesce(func.sum(Enrollment.patients).filter(seated), 0),
        )
        .join(Training, Training.id == Enrollment.training_id)
        .where(*conditions)
        .group_by(Enrollment.training_id)
    )
    return {row[0]: dict(zip(_NOBODY, row[1:], strict=True)) for row in rows}


_NOBODY: Final = {"taken": 0, "waiting": 0, "completed": 0, "patients": 0}


def training_details(session: Session, training_id: UUID) -> TrainingDetails | None:
    """Return all about one training, or None when there is none of this id."""
    training = session.get(Training, training_id)
    if training is None:
        return None
    program = session.get_one(Program, training.program_id)
    return TrainingDetails(
        _rows(session, [Training.id == training_id])[0],
        training.version,
        entry_of_training(session, training),
        tuple(sessions_of(session, training_id)),
        training.cancel_reason,
        program.purpose,
    )


def sessions_of(session: Session, training_id: UUID) -> list[SessionRow]:
    """Return the sessions of a training, the first first."""
    rows = session.execute(
        select(TrainingSession, Site, Training.room)
        .join(Training, Training.id == TrainingSession.training_id)
        .outerjoin(Site, Site.id == func.coalesce(TrainingSession.site_id, Training.site_id))
        .where(TrainingSession.training_id == training_id)
        .order_by(TrainingSession.starts_at)
    )
    return [
        SessionRow(
            one.id, one.title, one.starts_at, one.ends_at, one.zone,
            minutes_between(one.starts_at, one.ends_at), one.site_id or (site.id if site else None),
            site.name if site else "", bool(site and site.online), one.room or room, one.link,
        )
        for one, site, room in rows
    ]  # fmt: skip


def first_day(session: Session, training_id: UUID) -> date | None:
    """Return the first day of a training, or None while it has none."""
    return session.scalar(select(Training.first_day).where(Training.id == training_id))


def time_zone(session: Session) -> str:
    """Return the time zone of the office, which new sessions follow."""
    return session.scalar(select(Organization.time_zone)) or "America/Los_Angeles"


def trainings_of_person(session: Session, constituent_id: UUID) -> list[tuple[TrainingRow, EnrollmentState]]:
    """Return the trainings that somebody is or was enrolled in, the latest first."""
    mine = select(Enrollment.training_id, Enrollment.state).where(Enrollment.constituent_id == constituent_id)
    states = dict(session.execute(mine).all())
    return [(row, states[row.id]) for row in _rows(session, [Training.id.in_(states)])] if states else []


@dataclass(frozen=True, slots=True)
class FoundTraining:
    """A training that was found by its title or number."""

    id: UUID
    number: int
    title: str
    term: str
    state: TrainingState
    first_day: date | None


_NEWEST: Final = 5_000
"""So many of the latest trainings are looked at by their words."""


def find_trainings(session: Session, typed: str, *, limit: int = 6) -> list[FoundTraining]:
    """Return trainings by number, such as T-12, or by the words of title, term and program, latest first."""
    words = fold(typed).split()
    if not words:
        return []
    rows = session.execute(
        select(
            Training.id,
            Training.number,
            Training.title,
            Training.term,
            Training.state,
            Training.first_day,
            Program.name,
        )
        .join(Program, Program.id == Training.program_id)
        .order_by(Training.first_day.is_not(None), Training.first_day.desc(), Training.number.desc())
        .limit(_NEWEST)
    )
    found = []
    for id_, number, title, term, state, first_day, program in rows:
        one = FoundTraining(id_, number, title, term, state, first_day)
        if words in ([f"t{one.number}"], ["t", str(one.number)]) or begins_words(
            words, f"{one.title} {one.term} {program}"
        ):
            found.append(one)
            if len(found) == limit:
                break
    return found
