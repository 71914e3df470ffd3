"""Programs and places, as settings and forms list them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.programs.actions.programs import entry_of_program, entry_of_site
from mi_crm.programs.entries import ProgramEntry, SiteEntry
from mi_crm.programs.records import Program, Site, Training


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """A program as one line of a list."""

    id: UUID
    version: int
    entry: ProgramEntry
    closed_on: date | None
    trainings: int
    """How many it has or had."""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.entry.name


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A place as one line of a list."""

    id: UUID
    version: int
    entry: SiteEntry
    closed_on: date | None
    trainings: int
    """How many were or will be held there."""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.entry.name


def list_programs(session: Session, *, closed: bool = True) -> list[ProgramRow]:
    """Return the programs by name, those that are closed last or left out."""
    counts = dict(
        session.execute(select(Training.program_id, func.count()).group_by(Training.program_id)).all()
    )
    query = select(Program).order_by(Program.closed_on.is_not(None), Program.name)
    if not closed:
        query = query.where(Program.closed_on.is_(None))
    return [
        ProgramRow(row.id, row.version, entry_of_program(row), row.closed_on, counts.get(row.id, 0))
        for row in session.scalars(query)
    ]


def list_sites(session: Session, *, closed: bool = True) -> list[SiteRow]:
    """Return the places by name, those that are closed last or left out."""
    counts = dict(session.execute(select(Training.site_id, func.count()).group_by(Training.site_id)).all())
    query = select(Site).order_by(Site.closed_on.is_not(None), Site.name)
    if not closed:
        query = query.where(Site.closed_on.is_(None))
    return [
        SiteRow(row.id, row.version, entry_of_site(row), row.closed_on, counts.get(row.id, 0))
        for row in session.scalars(query)
    ]
