"""The lists of Settings: skills, kinds of papers, roles, places; each with how often it is used."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mi_crm.programs.queries.programs import list_sites
from mi_crm.volunteering.actions.lists import entry_of_role, entry_of_type
from mi_crm.volunteering.entries import CredentialTypeEntry, CredentialWish, PlaceEntry, RoleEntry, SkillEntry
from mi_crm.volunteering.records.shifts import Need
from mi_crm.volunteering.records.volunteers import (
    Credential,
    CredentialType,
    Role,
    SiteRequirement,
    Skill,
    VolunteerSkill,
)


@dataclass(frozen=True, slots=True)
class SkillRow:
    """A skill or a language."""

    id: UUID
    version: int
    name: str
    closed_on: date | None
    entry: SkillEntry
    used: int
    """By how many volunteers."""


@dataclass(frozen=True, slots=True)
class PaperKindRow:
    """A kind of paper that volunteers have on file."""

    id: UUID
    version: int
    name: str
    closed_on: date | None
    entry: CredentialTypeEntry
    used: int
    """How many are on file."""


@dataclass(frozen=True, slots=True)
class RoleListRow:
    """A role with what it asks of helpers."""

    id: UUID
    version: int
    name: str
    closed_on: date | None
    entry: RoleEntry
    used: int
    """On how many shifts."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with what it asks of helpers."""

    id: UUID
    version: int
    name: str
    closed_on: date | None
    entry: PlaceEntry
    trainings: int
    """How many were or will be held there."""


def skill_rows(session: Session) -> list[SkillRow]:
    """Return the skills and languages, skills first, each by name."""
    used = _count(session, VolunteerSkill.skill_id)
    rows = session.scalars(select(Skill).order_by(Skill.kind.desc(), func.lower(Skill.name)))
    return [
        SkillRow(
            row.id,
            row.version,
            row.name,
            row.closed_on,
            SkillEntry(name=row.name, kind=row.kind),
            used.get(row.id, 0),
        )
        for row in rows
    ]


def paper_kind_rows(session: Session) -> list[PaperKindRow]:
    """Return the kinds of papers by name."""
    used = _count(session, Credential.credential_type_id)
    rows = session.scalars(select(CredentialType).order_by(func.lower(CredentialType.name)))
    return [
        PaperKindRow(row.id, row.version, row.name, row.closed_on, entry_of_type(row), used.get(row.id, 0))
        for row in rows
    ]


def role_rows(session: Session) -> list[RoleListRow]:
    """Return the roles by name."""
    used = _count(session, Need.role_id)
    rows = session.scalars(select(Role).order_by(func.lower(Role.name))).all()
    return [
        RoleListRow(
            row.id, row.version, row.name, row.closed_on, entry_of_role(session, row), used.get(row.id, 0)
        )
        for row in rows
    ]


def place_rows(session: Session) -> list[PlaceRow]:
    """Return the places by name, those that are closed last; what they ask for by name too."""
    asked: dict[UUID, list[CredentialWish]] = {}
    query = (
        select(SiteRequirement)
        .join(CredentialType, CredentialType.id == SiteRequirement.credential_type_id)
        .order_by(func.lower(CredentialType.name))
    )
    for one in session.scalars(query):
        asked.setdefault(one.site_id, []).append(CredentialWish(one.credential_type_id, one.required))
    return [
        PlaceRow(
            row.id,
            row.version,
            row.name,
            row.closed_on,
            PlaceEntry(**asdict(row.entry), papers=tuple(asked.get(row.id, ()))),
            row.trainings,
        )
        for row in list_sites(session)
    ]


def _count(session: Session, column: "ColumnElement[Any] | InstrumentedAttribute[Any]") -> dict[UUID, int]:
    return {row[0]: row[1] for row in session.execute(select(column, func.count()).group_by(column))}
