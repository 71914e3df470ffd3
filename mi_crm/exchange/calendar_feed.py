"""Calendars of the office and of each volunteer, in a folder from which other programs read them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from mi_crm.exchange.calendar import Entry, Party, feed
from mi_crm.exchange.table_writer import list_file
from mi_crm.organization.queries import charity_name
from mi_crm.people.records import Constituent
from mi_crm.programs.records import Site
from mi_crm.shared.problems import NotFound
from mi_crm.volunteering.details import TAKES_A_PLACE, AssignmentState
from mi_crm.volunteering.records.shifts import Assignment, Need, Shift
from mi_crm.volunteering.records.volunteers import Role, Volunteer

PAST: Final = timedelta(days=60)
"""How far back a calendar goes."""

OFFICE: Final = "office.ics"


@dataclass(frozen=True, slots=True)
class Invited:
    """One assignment as an invitation tells it, and to whom."""

    entry: Entry
    to: Party
    """Without an address when they have none."""


def invited(session: Session, assignment_id: UUID, email: str, *, now: datetime) -> Invited:
    """Return what an invitation to this assignment says, as of now. Raises NotFound."""
    row = session.execute(_assignments().where(Assignment.id == assignment_id)).one_or_none()
    if row is None:
        raise NotFound("This is no longer on the schedule.")
    return Invited(_entry(row, now), Party(row.Constituent.name, email))


def volunteer_feed(session: Session, volunteer_id: UUID, *, now: datetime) -> bytes:
    """Return the calendar of one volunteer: what they were asked for and said yes to."""
    name = session.scalar(
        select(Constituent.name)
        .join(Volunteer, Volunteer.constituent_id == Constituent.id)
        .where(Volunteer.id == volunteer_id)
    )
    if name is None:
        raise NotFound("This person is no longer a volunteer.")
    query = _assignments().where(
        Assignment.volunteer_id == volunteer_id,
        Assignment.state.in_(TAKES_A_PLACE),
        Shift.ends_at >= now - PAST,
    )
    rows = session.execute(query).all()
    return feed(f"{charity_name(session)}: {name}", [_entry(row, row.Assignment.state_at) for row in rows])


def save_feed(session: Session, volunteer_id: UUID, path: Path, *, now: datetime) -> None:
    """Write the calendar of one volunteer to a file. Raises Problem when it cannot be written."""
    _rewrite(path, volunteer_feed(session, volunteer_id, now=now))


def office_feed(session: Session, *, now: datetime) -> bytes:
    """Return the calendar of all shifts, each with who comes and how many are still wanted."""
    shifts = session.execute(
        select(Shift, Site).outerjoin(Site, Site.id == Shift.site_id).where(Shift.ends_at >= now - PAST)
    ).all()
    taken: dict[UUID, list[Any]] = {}
    query = (
        _assignments()
        .where(Assignment.state.in_(TAKES_A_PLACE), Shift.ends_at >= now - PAST)
        .order_by(Need.position, Constituent.sort_name, Assignment.id)
    )
    for row in session.execute(query):
        taken.setdefault(row.Shift.id, []).append(row)
    places = (
        select(Need.shift_id, func.sum(Need.best))
        .join(Shift, Shift.id == Need.shift_id)
        .where(Shift.ends_at >= now - PAST)
        .group_by(Need.shift_id)
    )
    best: dict[UUID, int] = {row[0]: row[1] for row in session.execute(places)}
    entries = [
        _office_entry(row.Shift, row.Site, taken.get(row.Shift.id, []), best.get(row.Shift.id, 0))
        for row in shifts
    ]
    return feed(f"{charity_name(session)}: shifts", entries)


@dataclass(frozen=True, slots=True)
class Written:
    """How many calendars are in the folder, and how many of them are new or changed."""

    files: int
    changed: int


def write_feeds(session: Session, folder: Path, *, now: datetime) -> Written:
    """Bring the calendars in a folder up to date: the office's, and one for everybody with a shift.

    A file that says the same already is left alone, so that programs that watch it stay quiet. Raises
    Problem when the folder cannot be written.
    """
    helpers = _with_shifts(session, now)
    changed = int(_rewrite(folder / OFFICE, office_feed(session, now=now)))
    for volunteer_id, number in helpers:
        changed += _rewrite(folder / file_of(number), volunteer_feed(session, volunteer_id, now=now))
    known = {file_of(number) for _, number in helpers}
    for path in folder.glob("volunteer-*.ics"):
        if path.name not in known:  # nothing ahead of them any more: what was there would stay for ever
            changed += _rewrite(path, feed(path.stem, []))
    return Written(len(helpers) + 1, changed)


def file_of(number: int) -> str:
    """Return the name of the calendar of the volunteer with this number; it stays when their name changes."""
    return f"volunteer-{number}.ics"


def _with_shifts(session: Session, now: datetime) -> Sequence[tuple[UUID, int]]:
    query = (
        select(Volunteer.id, Constituent.number)
        .join(Constituent, Constituent.id == Volunteer.constituent_id)
        .join(Assignment, Assignment.volunteer_id == Volunteer.id)
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(Assignment.state.in_(TAKES_A_PLACE), Shift.ends_at >= now - PAST)
        .distinct()
        .order_by(Constituent.number)
    )
    return [(key, number) for key, number in session.execute(query)]


def _rewrite(path: Path, made: bytes) -> bool:
    with suppress(OSError):  # nothing there, or nothing that can be read: then it is written
        if path.read_bytes() == made:
            return False
    with list_file(path) as part:
        part.write_bytes(made)
    return True


def _assignments() -> Select[Assignment, Shift, Role, Site, Constituent]:
    return (
        select(Assignment, Shift, Role, Site, Constituent)
        .join(Shift, Shift.id == Assignment.shift_id)
        .join(Need, Need.id == Assignment.need_id)
        .join(Role, Role.id == Need.role_id)
        .join(Volunteer, Volunteer.id == Assignment.volunteer_id)
        .join(Constituent, Constituent.id == Volunteer.constituent_id)
        .outerjoin(Site, Site.id == Shift.site_id)
    )


def _entry(row: Row[Assignment, Shift, Role, Site, Constituent], told_at: datetime) -> Entry:
    assignment, shift = row.Assignment, row.Shift
    return Entry(
        key=assignment.id,
        sequence=assignment.invitation,
        title=f"{row.Role.name}: {shift.title}",
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        zone=shift.zone,
        place=_place(shift, row.Site),
        notes=_notes(shift, row.Site),
        told_at=told_at,
        sure=assignment.state is not AssignmentState.ASKED,
        canceled=shift.canceled_at is not None,
    )


def _office_entry(shift: Shift, site: Site | None, taken: Sequence[Any], best: int) -> Entry:
    who = [
        f"{row.Role.name}: {row.Constituent.name}"
        + ("" if row.Assignment.state is not AssignmentState.ASKED else " (asked)")
        for row in taken
    ]
    open_places = max(0, best - len(taken))
    moments = [row.Assignment.state_at for row in taken] + [shift.canceled_at or shift.starts_at - PAST]
    return Entry(
        key=shift.id,
        sequence=shift.version,
        title=f"{shift.title} ({open_places} open)" if open_places else shift.title,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        zone=shift.zone,
        place=_place(shift, site),
        notes="\n".join(filter(None, (*who, _notes(shift, site)))),
        told_at=max(moments),
        canceled=shift.canceled_at is not None,
    )


def _place(shift: Shift, site: Site | None) -> str:
    if site is None:
        return shift.room
    town = " ".join(filter(None, (site.state, site.zip)))
    return ", ".join(filter(None, (site.name, shift.room, site.street, site.city, town)))


def _notes(shift: Shift, site: Site | None) -> str:
    return "\n".join(filter(None, (shift.notes, site.arrival if site else "")))
