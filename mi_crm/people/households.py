"""People who share a home and a letter: how a household is made, joined and left."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.people.actions import add_constituent, delete_constituent, save_constituent
from mi_crm.people.details import ConstituentDetails, ConstituentKind
from mi_crm.people.queries import details_of, member_records
from mi_crm.people.records import Constituent
from mi_crm.people.rules.names import joint_name
from mi_crm.people.upkeep import name_by_members, named_by_members
from mi_crm.shared.problems import NotFound, Problem


def make_household(
    session: Session, what: ConstituentDetails, members: Sequence[UUID], *, now: datetime, who: str
) -> UUID:
    """Make a household of persons, the head first, and return its id.

    Without a typed name it is named by its members, and goes on following their names.
    """
    persons = [_person(session, member) for member in members]
    for person in persons:
        _free(session, person)
    typed = bool(what.name.strip())
    if not typed:
        what = replace(what, name=joint_name([details_of(person) for person in persons]))
    household_id = add_constituent(session, replace(what, kind=ConstituentKind.HOUSEHOLD), now=now, who=who)
    for position, person in enumerate(persons):
        person.household_id, person.household_position = household_id, position
    session.flush()
    if not typed and persons:
        name_by_members(session, _household(session, household_id))
    return household_id


def join_household(session: Session, person_id: UUID, household_id: UUID) -> UUID:
    """Put a person into a household, as its last member, and return the household's id."""
    person, household = _person(session, person_id), _household(session, household_id)
    if person.household_id == household_id:
        return household_id
    _free(session, person)
    follows = named_by_members(session, household)
    last = session.scalar(
        select(func.max(Constituent.household_position)).where(Constituent.household_id == household_id)
    )
    person.household_id, person.household_position = household_id, 0 if last is None else last + 1
    if follows:
        name_by_members(session, household)
    return household_id


def leave_household(session: Session, person_id: UUID) -> UUID:
    """Take a person out of the household it is in, and return the person's id."""
    person = _person(session, person_id)
    _free(session, person)
    session.flush()
    return person.id


def save_household(
    session: Session, household_id: UUID, what: ConstituentDetails, members: Sequence[UUID], *, version: int
) -> UUID:
    """Replace all that is known about a household, and who is in it, the head first.

    Raises Conflict, with nothing saved, when it was changed since this version was read.
    """
    household = _household(session, household_id)
    typed = what.name.strip()
    before = [row.id for row in member_records(session, household_id)]
    # With its shown name at first, since its members may be others in a moment.
    save_constituent(session, household_id, replace(what, name=typed or household.name), version=version)
    for gone in set(before) - set(members):
        person = _person(session, gone)
        person.household_id, person.household_position = None, 0
    for position, key in enumerate(members):
        person = _person(session, key)
        if person.household_id not in (None, household_id):
            _free(session, person)
        person.household_id, person.household_position = household_id, position
    session.flush()
    if not typed:
        name_by_members(session, household)
    return household_id


def undo_household(session: Session, household_id: UUID) -> None:
    """Take back the making of a household: its members leave and, if nothing else needs it, it is gone."""
    for person in session.scalars(select(Constituent).where(Constituent.household_id == household_id)):
        person.household_id, person.household_position = None, 0
    session.flush()
    delete_constituent(session, household_id)


def _free(session: Session, person: Constituent) -> None:
    if person.household_id is None:
        return
    household = _household(session, person.household_id)
    follows = named_by_members(session, household)
    person.household_id, person.household_position = None, 0
    if follows:
        name_by_members(session, household)


def _person(session: Session, person_id: UUID) -> Constituent:
    row = session.get(Constituent, person_id)
    if row is None:
        raise NotFound("This person is no longer in the list.")
    if row.kind != ConstituentKind.PERSON:
        raise Problem("{name} is no person. Only persons can be in a household.", name=row.name)
    return row


def _household(session: Session, household_id: UUID) -> Constituent:
    row = session.get(Constituent, household_id)
    if row is None or row.kind != ConstituentKind.HOUSEHOLD:
        raise NotFound("This household is no longer in the list.")
    return row
