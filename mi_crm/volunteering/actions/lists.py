"""The lists of Settings: skills, kinds of credentials, roles with what they ask, and what places ask."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from mi_crm.programs.actions.programs import add_site, save_site
from mi_crm.programs.entries import SiteEntry
from mi_crm.programs.records import Site
from mi_crm.shared.changes import changed, plain
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import clean_line
from mi_crm.store.audit import one_act
from mi_crm.store.rows import Telling, telling
from mi_crm.volunteering.actions.getting import get, new_name
from mi_crm.volunteering.entries import (
    CredentialTypeEntry,
    CredentialWish,
    PlaceEntry,
    RoleEntry,
    SkillEntry,
    SkillWish,
)
from mi_crm.volunteering.records.volunteers import (
    CredentialType,
    Role,
    RoleCredential,
    RolePolicy,
    RoleSkill,
    SiteRequirement,
    Skill,
)

Listed = TypeVar("Listed", Skill, CredentialType, Role)
Part = TypeVar("Part", RoleSkill, RoleCredential, RolePolicy, SiteRequirement)


def add_skill(session: Session, what: SkillEntry) -> UUID:
    """Add a skill or a language to the list and return its id."""
    with telling(session, "skill.added") as act:
        row = Skill(name=new_name(session, Skill, what.name, None), kind=what.kind)
        _add(session, act, row)
    return row.id


def save_skill(session: Session, skill_id: UUID, what: SkillEntry, *, version: int) -> None:
    """Change a skill; whoever has it keeps it."""
    row = get(session, Skill, skill_id, version)
    with telling(session, "skill.changed") as act:
        before = SkillEntry(name=row.name, kind=row.kind)
        row.name, row.kind = new_name(session, Skill, what.name, row.id), what.kind
        act.about(row, name=row.name)
        act.changes = changed(before, SkillEntry(name=row.name, kind=row.kind))


def add_credential_type(session: Session, what: CredentialTypeEntry) -> UUID:
    """Add a kind of credential to the list and return its id."""
    with telling(session, "credential_type.added") as act:
        row = CredentialType()
        _fill_type(session, row, what)
        _add(session, act, row)
    return row.id


def save_credential_type(session: Session, type_id: UUID, what: CredentialTypeEntry, *, version: int) -> None:
    """Change a kind of credential and how its renewal is told."""
    row = get(session, CredentialType, type_id, version)
    with telling(session, "credential_type.changed") as act:
        before = entry_of_type(row)
        _fill_type(session, row, what)
        act.about(row, name=row.name)
        act.changes = changed(before, entry_of_type(row))


def entry_of_type(row: CredentialType) -> CredentialTypeEntry:
    """Return what is known of a kind of credential, as it was typed."""
    return CredentialTypeEntry(
        name=row.name, valid_months=row.valid_months, soon_days=row.soon_days, grace_days=row.grace_days
    )


def _fill_type(session: Session, row: CredentialType, what: CredentialTypeEntry) -> None:
    if what.soon_days < 0 or what.grace_days < 0:
        raise Problem("A number of days is not below zero.")
    if what.valid_months is not None and what.valid_months <= 0:
        raise Problem("It is good for a month at least. Leave it empty when it never runs out.")
    row.name = new_name(session, CredentialType, what.name, row.id)
    row.valid_months, row.soon_days, row.grace_days = what.valid_months, what.soon_days, what.grace_days


def add_role(session: Session, what: RoleEntry) -> UUID:
    """Add a role to the list, with what it asks of helpers, and return its id."""
    with telling(session, "role.added") as act:
        row = Role(name=new_name(session, Role, what.name, None))
        row.description = clean_line(what.description, what="The description", limit=500)
        session.add(row)
        session.flush()
        _keep_parts(session, row, what)
        act.about(row, name=row.name)
    return row.id


def save_role(session: Session, role_id: UUID, what: RoleEntry, *, version: int) -> None:
    """Change a role and what it asks of helpers."""
    row = get(session, Role, role_id, version)
    with telling(session, "role.changed") as act:
        before = entry_of_role(session, row)
        row.name = new_name(session, Role, what.name, row.id)
        row.description = clean_line(what.description, what="The description", limit=500)
        _keep_parts(session, row, what)
        session.flush()
        act.about(row, name=row.name)
        act.changes = changed(before, entry_of_role(session, row))
        if act.changes:
            flag_modified(row, "name")


def entry_of_role(session: Session, row: Role) -> RoleEntry:
    """Return what is known of a role, as it was typed."""
    skills = session.scalars(select(RoleSkill).where(RoleSkill.role_id == row.id))
    credentials = session.scalars(select(RoleCredential).where(RoleCredential.role_id == row.id))
    policies = session.scalars(select(RolePolicy).where(RolePolicy.role_id == row.id))
    return RoleEntry(
        name=row.name,
        description=row.description,
        skills=tuple(SkillWish(one.skill_id, one.level, one.required) for one in skills),
        credentials=tuple(CredentialWish(one.credential_type_id, one.required) for one in credentials),
        policies=tuple(sorted((one.kind, one.weight) for one in policies)),
    )


def _keep_parts(session: Session, row: Role, what: RoleEntry) -> None:
    skills = session.scalars(select(RoleSkill).where(RoleSkill.role_id == row.id))
    _keep(
        session,
        {one.skill_id: one for one in skills},
        {wish.skill_id: {"level": wish.level, "required": wish.required} for wish in what.skills},
        lambda key, values: RoleSkill(role_id=row.id, skill_id=key, **values),
    )
    credentials = session.scalars(select(RoleCredential).where(RoleCredential.role_id == row.id))
    _keep(
        session,
        {one.credential_type_id: one for one in credentials},
        {wish.type_id: {"required": wish.required} for wish in what.credentials},
        lambda key, values: RoleCredential(role_id=row.id, credential_type_id=key, **values),
    )
    policies = session.scalars(select(RolePolicy).where(RolePolicy.role_id == row.id))
    _keep(
        session,
        {one.kind: one for one in policies},
        {kind: {"weight": weight} for kind, weight in what.policies},
        lambda key, values: RolePolicy(role_id=row.id, kind=key, **values),
    )


def add_place(session: Session, what: PlaceEntry) -> UUID:
    """Add a place with what it asks of helpers, as one act, and return its id."""
    with telling(session, "site.added") as act:
        with one_act(session):
            site_id = add_site(session, _site_of(what))
            set_site_requirements(session, site_id, what.papers)
        act.about(get(session, Site, site_id), name=what.name)
    return site_id


def save_place(session: Session, site_id: UUID, what: PlaceEntry, *, version: int) -> None:
    """Change a place and what it asks of helpers: an act each, so that each is taken back by itself."""
    site = get(session, Site, site_id, version)
    set_site_requirements(session, site_id, what.papers)
    save_site(session, site_id, _site_of(what), version=site.version)


def _site_of(what: PlaceEntry) -> SiteEntry:
    return SiteEntry(**{field.name: getattr(what, field.name) for field in fields(SiteEntry)})


def set_site_requirements(session: Session, site_id: UUID, wishes: Sequence[CredentialWish]) -> None:
    """Say which credentials a place asks of everyone who helps there."""
    site = get(session, Site, site_id)
    asked = {wish.type_id: wish.required for wish in wishes}
    with telling(session, "site.requirements_changed") as act:
        there = session.scalars(select(SiteRequirement).where(SiteRequirement.site_id == site_id)).all()
        if {one.credential_type_id: one.required for one in there} != asked:
            flag_modified(site, "name")
        _keep(
            session,
            {one.credential_type_id: one for one in there},
            {key: {"required": required} for key, required in asked.items()},
            lambda key, values: SiteRequirement(site_id=site_id, credential_type_id=key, **values),
        )
        act.about(site, name=site.name)


def _keep(
    session: Session,
    there: Mapping[Any, Part],
    wanted: Mapping[Any, Mapping[str, Any]],
    new: Callable[[Any, Mapping[str, Any]], Part],
) -> None:
    for key in there.keys() - wanted.keys():
        session.delete(there[key])
    for key, values in wanted.items():
        if key not in there:
            session.add(new(key, values))
            continue
        for name, value in values.items():
            setattr(there[key], name, value)


def close_listed(session: Session, kind: type[Listed], key: UUID, *, on: date) -> None:
    """Offer a skill, kind of credential or role no more; whatever has it keeps it."""
    _close(session, get(session, kind, key), on)


def reopen_listed(session: Session, kind: type[Listed], key: UUID) -> None:
    """Offer it again."""
    _close(session, get(session, kind, key), None)


def _close(session: Session, row: Skill | CredentialType | Role, on: date | None) -> None:
    with telling(session, f"{row.__tablename__}.{'closed' if on else 'reopened'}") as act:
        act.changes = {"closed_on": (plain(row.closed_on), plain(on))}
        row.closed_on = on
        act.about(row, name=row.name)


def _add(session: Session, act: Telling, row: Skill | CredentialType) -> None:
    session.add(row)
    session.flush()
    act.about(row, name=row.name)
