"""What the form of a shift offers, and a shift as it was typed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.programs.queries.trainings import time_zone
from mi_crm.programs.records import Program, Site, Training
from mi_crm.volunteering.actions.shifts import entry_of
from mi_crm.volunteering.entries import ShiftEntry
from mi_crm.volunteering.records.shifts import Shift
from mi_crm.volunteering.records.volunteers import Role


@dataclass(frozen=True, slots=True)
class ShiftChoices:
    """Key and name of what can be chosen, without what was closed."""

    roles: tuple[tuple[UUID, str], ...]
    sites: tuple[tuple[UUID, str], ...]
    programs: tuple[tuple[UUID, str], ...]
    trainings: tuple[tuple[UUID, str], ...]
    zone: str


@dataclass(frozen=True, slots=True)
class ShiftInForm:
    """A shift as it was typed, with the version to be given back when saving."""

    id: UUID
    version: int
    entry: ShiftEntry
    in_series: bool


def shift_choices(session: Session, *, today: date) -> ShiftChoices:
    """Return what a shift can be made of; of trainings, those that are not over."""
    trainings = (
        select(Training.id, Training.title)
        .where((Training.last_day >= today) | Training.last_day.is_(None))
        .order_by(Training.first_day, Training.number)
        .limit(200)
    )
    return ShiftChoices(
        _open(session, Role),
        _open(session, Site),
        _open(session, Program),
        tuple((row.id, row.title) for row in session.execute(trainings)),
        time_zone(session),
    )


def _open(session: Session, kind: type[Role | Site | Program]) -> tuple[tuple[UUID, str], ...]:
    query = select(kind.id, kind.name).where(kind.closed_on.is_(None)).order_by(kind.name)
    return tuple((row.id, row.name) for row in session.execute(query))


def form_of(session: Session, shift_id: UUID, *, today: date) -> tuple[ShiftChoices, ShiftInForm | None]:
    """Return what the form of a shift offers, and the shift as it was typed; None when there is no such."""
    row = session.get(Shift, shift_id)
    if row is None:
        return shift_choices(session, today=today), None
    shift = ShiftInForm(row.id, row.version, entry_of(session, row), row.series_id is not None)
    return shift_choices(session, today=today), shift
