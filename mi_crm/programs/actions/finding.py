"""The row that an act is about, as it is now."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.programs.records import Enrollment, Program, Site, Training
from mi_crm.shared.problems import Conflict, NotFound

Row = TypeVar("Row", Program, Site, Training, Enrollment)


def found(session: Session, table: type[Row], row_id: UUID, version: int | None = None) -> Row:
    """Return a row to be changed. Raises Conflict when it was changed since this version was read."""
    row = session.get(table, row_id)
    if row is None:
        raise NotFound("This is no longer in the list.")
    if version is not None and row.version != version:
        raise Conflict("Someone else changed this meanwhile. Look at it again, then save once more.")
    return row
