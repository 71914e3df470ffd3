"""What forms about volunteers offer: skills, roles, kinds of papers."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.volunteering.details import SkillKind
from mi_crm.volunteering.records.volunteers import CredentialType, Role, Skill


@dataclass(frozen=True, slots=True)
class Listed:
    """A skill, language or role of the lists."""

    id: UUID
    name: str
    kind: SkillKind | None
    """None of a role."""
    open: bool
    """Whether it is still offered."""


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper that volunteers have."""

    id: UUID
    name: str
    valid_months: int | None


@dataclass(frozen=True, slots=True)
class Choices:
    """All that the forms offer."""

    skills: tuple[Listed, ...]
    roles: tuple[Listed, ...]
    papers: tuple[PaperKind, ...]


def choices(session: Session) -> Choices:
    """Return the lists, skills before languages, each by name; closed ones are marked, papers left out."""
    skills = [
        Listed(row.id, row.name, row.kind, row.closed_on is None) for row in session.scalars(select(Skill))
    ]
    roles = [
        Listed(row.id, row.name, None, row.closed_on is None)
        for row in session.scalars(select(Role).order_by(Role.name))
    ]
    papers = session.scalars(
        select(CredentialType).where(CredentialType.closed_on.is_(None)).order_by(CredentialType.name)
    )
    return Choices(
        tuple(sorted(skills, key=lambda one: (one.kind is SkillKind.LANGUAGE, one.name.casefold()))),
        tuple(roles),
        tuple(PaperKind(row.id, row.name, row.valid_months) for row in papers),
    )
