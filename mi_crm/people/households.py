"""People who share a home and a letter: how a household is made, joined and left."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.people.actions import add_constituent, bring_back, delete_constituent, save_constituent
from mi_crm.people.details import ConstituentDetails, ConstituentKind
from mi_crm.people.queries import details_of, member_records
from mi_crm.people.records import Constituent
from mi_crm.people.rules.names import joint_name
from mi_crm.people.upkeep import name_by_members, named_by_members
from mi_crm.shared.changes import changed, plain
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.store.audit import one_act, record


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
    with one_act(session):
        whole = replace(what, kind=ConstituentKind.HOUSEHOLD)
        household_id = add_constituent(session, whole, now=now, who=who)
    for position, person in enumerate(persons):
        person.household_id, person.household_position = household_id, position
    session.flush()
    if not typed and persons:
        name_by_members(session, _household(session, household_id))
    household = _household(session, household_id)
    record(session, "household.made", household, *persons, facts=_named(household, persons))
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
    record(session, "household.joined", household, person, facts=_named(household, [person]))
    return household_id


def leave_household(session: Session, person_id: UUID) -> UUID:
    """Take a person out of the household it is in, and return the person's id."""
    person = _person(session, person_id)
    if person.household_id is not None:
        household = _household(session, person.household_id)
        _free(session, person)
        session.flush()
        record(session, "household.left", household, person, facts=_named(household, [person]))
    return person.id


def save_household(
    session: Session, household_id: UUID, what: ConstituentDetails, members: Sequence[UUID], *, version: int
) -> UUID:
    """Replace all that is known about a household, and who is in it, the head first.

    Raises Conflict, with nothing saved, when it was changed since this version was read.
    """
    household = _household(session, household_id)
    typed = what.name.strip()
    details = details_of(household)
    before = [row.id for row in member_records(session, household_id)]
    with one_act(session):
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
    if not typed or named_by_members(session, household):
        name_by_members(session, household)
    changes = changed(details, details_of(household))
    if before != list(members):
        changes["members"] = (plain(before), plain(members))
    record(session, "household.changed", household, facts={"name": household.name}, changes=changes)
    return household_id


def undo_household(session: Session, household_id: UUID) -> None:
    """Take back the making of a household: its members leave and, if nothing else needs it, it is gone."""
    household = _household(session, household_id)
    members = member_records(session, household_id)
    facts = _named(household, members) | {"number": household.number, "details": plain(details_of(household))}
    facts |= {"added_at": plain(household.added_at), "added_by": household.added_by}
    for person in members:
        person.household_id, person.household_position = None, 0
    session.flush()
    with one_act(session):
        delete_constituent(session, household_id)
    record(session, "household.unmade", ("constituent", household_id), *members, facts=facts)


def make_again(session: Session, household_id: UUID, facts: Mapping[str, Any]) -> None:
    """Make a household again as it was; `facts` are those of its unmaking."""
    persons = [_person(session, UUID(key)) for key in facts["ids"]]
    for person in persons:
        _free(session, person)
    with one_act(session):
        bring_back(session, household_id, {**facts, "name": facts["household"]})
    for position, person in enumerate(persons):
        person.household_id, person.household_position = household_id, position
    household = _household(session, household_id)
    record(session, "household.made", household, *persons, facts=_named(household, persons))


def _named(household: Constituent, persons: Sequence[Constituent]) -> dict[str, Any]:
    return {
        "household": household.name,
        "name": " and ".join(person.name for person in persons),
        "ids": [plain(person.id) for person in persons],
    }


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
