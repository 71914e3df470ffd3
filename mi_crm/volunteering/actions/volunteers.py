"""Make a person a volunteer, and keep what is known of them: limits, skills, likes, status."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from mi_crm.people.details import ConstituentKind
from mi_crm.people.records import Constituent
from mi_crm.shared.changes import changed, plain
from mi_crm.shared.contact import clean_phone
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.text import clean_line, clean_note
from mi_crm.store.rows import telling
from mi_crm.volunteering.actions.freeing import free_shifts
from mi_crm.volunteering.actions.getting import get, name_of
from mi_crm.volunteering.details import LeavingReason, Liking, SkillLevel, VolunteerStatus
from mi_crm.volunteering.entries import ToTell, VolunteerEntry
from mi_crm.volunteering.records.volunteers import (
    Role,
    Skill,
    Volunteer,
    VolunteerRole,
    VolunteerSkill,
)

Kept = TypeVar("Kept", VolunteerSkill, VolunteerRole)

_COLUMNS = tuple(field.name for field in fields(VolunteerEntry))


def make_volunteer(
    session: Session,
    constituent_id: UUID,
    what: VolunteerEntry,
    *,
    status: VolunteerStatus = VolunteerStatus.ACTIVE,
) -> UUID:
    """Let a person help from now on, and return the volunteer's id."""
    person = session.get(Constituent, constituent_id)
    if person is None:
        raise NotFound("This person is no longer in the list.")
    if person.kind is not ConstituentKind.PERSON:
        raise Problem("{name} is no person. Only a person can be a volunteer.", name=person.name)
    if person.deceased:
        raise Problem("{name} is marked as deceased. Check the person first.", name=person.name)
    if session.scalar(select(Volunteer.id).where(Volunteer.constituent_id == constituent_id)):
        raise Problem("{name} is a volunteer already. Change the status instead.", name=person.name)
    if status is VolunteerStatus.ARCHIVED:
        raise Problem("Add {name} as an applicant or an active volunteer.", name=person.name)
    with telling(session, "volunteer.made") as act:
        row = Volunteer(constituent_id=constituent_id, status=status, **cleaned(what))
        session.add(row)
        session.flush()
        act.about(row, person, name=person.name, status=status)
    return row.id


def cleaned(what: VolunteerEntry) -> dict[str, object]:
    """Return what is known of a volunteer as columns. Raises Problem for what cannot be kept."""
    for minutes in (what.week_minutes, what.days_in_row):
        if minutes is not None and minutes <= 0:
            raise Problem("A limit is above zero. Leave it empty when there is none.")
    if what.rest_minutes < 0 or (what.travel_minutes or 0) < 0:
        raise Problem("A time is not below zero. Leave it empty when it does not matter.")
    found = {name: getattr(what, name) for name in _COLUMNS}
    for name, label in (
        ("emergency_name", "The emergency contact"),
        ("emergency_relation", "The relation"),
        ("interests", "Interests"),
    ):
        found[name] = clean_line(found[name], what=label)
    found["notes"] = clean_note(what.notes, what="The notes")
    found["emergency_phone"] = clean_phone(what.emergency_phone) if what.emergency_phone.strip() else ""
    return found


def entry_of(row: Volunteer) -> VolunteerEntry:
    """Return what is known of a volunteer, as it was typed."""
    return VolunteerEntry(**{name: getattr(row, name) for name in _COLUMNS})


def save_volunteer(session: Session, volunteer_id: UUID, what: VolunteerEntry, *, version: int) -> None:
    """Change limits, emergency contact and notes. Raises Conflict when it was changed since that version."""
    row = get(session, Volunteer, volunteer_id, version)
    with telling(session, "volunteer.changed") as act:
        before = entry_of(row)
        for name, value in cleaned(what).items():
            setattr(row, name, value)
        act.about(row, _person(row), name=name_of(session, row))
        act.changes = changed(before, entry_of(row))


def set_skills(
    session: Session, volunteer_id: UUID, skills: Mapping[UUID, SkillLevel], *, version: int
) -> None:
    """Say what a volunteer can do and which languages they speak, and how well."""
    row = get(session, Volunteer, volunteer_id, version)
    with telling(session, "volunteer.skills_changed") as act:
        query = select(VolunteerSkill).where(VolunteerSkill.volunteer_id == volunteer_id)
        there = {one.skill_id: one for one in session.scalars(query)}
        _keep(session, row, there, skills, "level", lambda key, level: VolunteerSkill(
            volunteer_id=volunteer_id, skill_id=get(session, Skill, key).id, level=level))  # fmt: skip
        act.about(row, _person(row), name=name_of(session, row))


def set_likes(session: Session, volunteer_id: UUID, likes: Mapping[UUID, Liking], *, version: int) -> None:
    """Say which roles a volunteer likes, and which they would rather not have."""
    row = get(session, Volunteer, volunteer_id, version)
    with telling(session, "volunteer.likes_changed") as act:
        query = select(VolunteerRole).where(VolunteerRole.volunteer_id == volunteer_id)
        there = {one.role_id: one for one in session.scalars(query)}
        _keep(session, row, there, likes, "liking", lambda key, liking: VolunteerRole(
            volunteer_id=volunteer_id, role_id=get(session, Role, key).id, liking=liking))  # fmt: skip
        act.about(row, _person(row), name=name_of(session, row))


def _keep(
    session: Session,
    row: Volunteer,
    there: Mapping[UUID, Kept],
    wanted: Mapping[UUID, object],
    column: str,
    new: Callable[[UUID, Any], Kept],
) -> None:
    """Let the rows of a volunteer be those that are wanted, and count a new version when they were not."""
    if {key: getattr(one, column) for key, one in there.items()} == dict(wanted):
        return
    for key in there.keys() - wanted.keys():
        session.delete(there[key])
    for key, value in wanted.items():
        if key in there:
            setattr(there[key], column, value)
        else:
            session.add(new(key, value))
    flag_modified(row, "since")


def set_status(
    session: Session,
    volunteer_id: UUID,
    status: VolunteerStatus,
    *,
    reason: LeavingReason | None = None,
    back_on: date | None = None,
    version: int,
    today: date,
    now: datetime,
) -> list[ToTell]:
    """Change where a volunteer stands; leaving or going on leave frees their shifts to come.

    One on leave keeps what begins from the day they mean to be back. Returns the shifts that were freed.
    """
    row = get(session, Volunteer, volunteer_id, version)
    name = name_of(session, row)
    if (status is VolunteerStatus.ARCHIVED) != (reason is not None):
        raise Problem("Say why {name} leaves.", name=name)
    if status is not VolunteerStatus.ON_LEAVE:
        back_on = None
    elif back_on is not None and back_on <= today:
        raise Problem("The day {name} is back must be still to come.", name=name)
    with telling(session, "volunteer.status_changed") as act:
        before = {field: plain(getattr(row, field)) for field in _STANDING}
        row.status, row.leaving_reason, row.back_on = status, reason, back_on
        row.left_on = today if status is VolunteerStatus.ARCHIVED else None
        freed: list[ToTell] = []
        if status in (VolunteerStatus.ARCHIVED, VolunteerStatus.ON_LEAVE):
            freed = free_shifts(session, row.id, until=back_on, now=now)
        act.about(row, _person(row), name=name, status=status, freed=len(freed))
        act.changes = {
            field: (before[field], plain(getattr(row, field)))
            for field in _STANDING
            if before[field] != plain(getattr(row, field))
        }
    return freed


_STANDING = ("status", "leaving_reason", "left_on", "back_on")


def _person(row: Volunteer) -> tuple[str, UUID]:
    return "constituent", row.constituent_id
