"""Getting a row that an act is about, refused when it is gone or was changed since it was read."""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.people.records import Constituent
from mi_crm.shared.problems import Conflict, NotFound, Problem
from mi_crm.shared.text import clean_line
from mi_crm.store.base import Base
from mi_crm.volunteering.records.shifts import ShiftTemplate
from mi_crm.volunteering.records.volunteers import CredentialType, Role, Skill, Volunteer

Row = TypeVar("Row", bound=Base)


def get(session: Session, kind: type[Row], key: UUID, version: int | None = None) -> Row:
    """Return a row. Raises NotFound when it is gone, Conflict when it was changed since that version."""
    row: Any = session.get(kind, key)
    if row is None:
        raise NotFound("This is no longer in the list.")
    if version is not None and row.version != version:
        raise Conflict("Someone else changed this meanwhile. Look at it again, then save once more.")
    return row  # type: ignore[no-any-return] # only versioned kinds come with a version


def name_of(session: Session, volunteer: Volunteer) -> str:
    """Return the name of a volunteer."""
    return session.get_one(Constituent, volunteer.constituent_id).name


def named(session: Session, volunteer_id: UUID) -> str:
    """Return the name of a volunteer by the key."""
    return name_of(session, get(session, Volunteer, volunteer_id))


def new_name(
    session: Session,
    kind: type[Skill | CredentialType | Role | ShiftTemplate],
    name: str,
    own_id: UUID | None,
) -> str:
    """Return a name as it is kept. Raises Problem when it is empty or another of the list has it."""
    name = clean_line(name, what="The name", limit=120)
    if not name:
        raise Problem("Type a name.")
    with session.no_autoflush:
        taken = session.scalar(select(kind.id).where(func.lower(kind.name) == func.lower(name)))
    if taken is not None and taken != own_id:
        raise Problem("{name} is there already. Choose another name.", name=name)
    return name


def reason_of(reason: str, ask: str) -> str:
    """Return a reason as it is kept. Raises Problem with this sentence when there is none."""
    reason = clean_line(reason, what="The reason")
    if not reason:
        raise Problem(ask)
    return reason
