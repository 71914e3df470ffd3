"""Programs and places: added, changed, closed; deleted only while nothing belongs to them."""

from dataclasses import fields
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.programs.actions.finding import found
from mi_crm.programs.entries import ProgramEntry, SiteEntry
from mi_crm.programs.records import Program, Site
from mi_crm.programs.rules import checked_program, checked_site
from mi_crm.shared.changes import changed, plain
from mi_crm.shared.problems import Problem
from mi_crm.store.pointers import pointing_at
from mi_crm.store.rows import telling

Named = TypeVar("Named", Program, Site)


def add_program(session: Session, entry: ProgramEntry) -> UUID:
    """Add a program and return its id."""
    return _add(session, Program(), checked_program(entry))


def save_program(session: Session, program_id: UUID, entry: ProgramEntry, *, version: int) -> None:
    """Change a program."""
    program = found(session, Program, program_id, version)
    _save(session, program, entry_of_program(program), checked_program(entry))


def close_program(session: Session, program_id: UUID, *, on: date) -> None:
    """Close a program: no new trainings, and all of its past stays."""
    _close(session, found(session, Program, program_id), on)


def reopen_program(session: Session, program_id: UUID) -> None:
    """Let a closed program have trainings again."""
    _close(session, found(session, Program, program_id), None)


def delete_program(session: Session, program_id: UUID) -> None:
    """Take away a program that nothing belongs to."""
    _delete(session, found(session, Program, program_id))


def entry_of_program(program: Program) -> ProgramEntry:
    """Return what is known of a program, as it was typed."""
    return ProgramEntry(**{field.name: getattr(program, field.name) for field in fields(ProgramEntry)})


def add_site(session: Session, entry: SiteEntry) -> UUID:
    """Add a place and return its id."""
    return _add(session, Site(), checked_site(entry))


def save_site(session: Session, site_id: UUID, entry: SiteEntry, *, version: int) -> None:
    """Change a place."""
    site = found(session, Site, site_id, version)
    _save(session, site, entry_of_site(site), checked_site(entry))


def close_site(session: Session, site_id: UUID, *, on: date) -> None:
    """Close a place: nothing new is held there, and all of its past stays."""
    _close(session, found(session, Site, site_id), on)


def reopen_site(session: Session, site_id: UUID) -> None:
    """Offer a closed place again."""
    _close(session, found(session, Site, site_id), None)


def delete_site(session: Session, site_id: UUID) -> None:
    """Take away a place that nothing was ever held at."""
    _delete(session, found(session, Site, site_id))


def entry_of_site(site: Site) -> SiteEntry:
    """Return what is known of a place, as it was typed."""
    return SiteEntry(**{field.name: getattr(site, field.name) for field in fields(SiteEntry)})


def _add(session: Session, row: Program | Site, entry: ProgramEntry | SiteEntry) -> UUID:
    with telling(session, f"{row.__tablename__}.added") as act:
        _fill(session, row, entry)
        session.add(row)
        session.flush()
        act.about(row, name=row.name)
    return row.id


def _save(
    session: Session,
    row: Program | Site,
    before: ProgramEntry | SiteEntry,
    entry: ProgramEntry | SiteEntry,
) -> None:
    with telling(session, f"{row.__tablename__}.changed") as act:
        _fill(session, row, entry)
        act.about(row, name=row.name)
        act.changes = changed(before, entry)


def _fill(session: Session, row: Program | Site, entry: ProgramEntry | SiteEntry) -> None:
    table = type(row)
    taken = session.scalar(select(table.id).where(func.lower(table.name) == func.lower(entry.name)))
    if taken is not None and taken != row.id:
        raise Problem("{name} is there already. Choose another name.", name=entry.name)
    for field in fields(entry):
        setattr(row, field.name, getattr(entry, field.name))


def _close(session: Session, row: Program | Site, on: date | None) -> None:
    with telling(session, f"{row.__tablename__}.{'closed' if on else 'reopened'}") as act:
        act.about(row, name=row.name)
        act.changes = {"closed_on": (plain(row.closed_on), plain(on))}
        row.closed_on = on


def _delete(session: Session, row: Program | Site) -> None:
    if pointing_at(session, row.__tablename__, row.id):
        raise Problem("{name} is in use by now, so it can be closed but not deleted.", name=row.name)
    with telling(session, f"{row.__tablename__}.deleted") as act:
        act.about(row, name=row.name)
        session.delete(row)
