"""What points at a row, in whatever room above: asked of the tables themselves, so that no room looks up."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKeyConstraint, func, select
from sqlalchemy.orm import Session

from mi_crm.store.base import Base


def pointers_to(table: str, *, besides: Collection[str] = ()) -> list[Column[Any]]:
    """Return the columns that point to the rows of a table, but for those of some tables."""
    return [
        key.elements[0].parent
        for other in Base.metadata.sorted_tables
        if other.name not in besides
        for key in other.constraints
        if isinstance(key, ForeignKeyConstraint) and key.referred_table.name == table
    ]


def pointing_at(
    session: Session, table: str, row_id: UUID, *, besides: Collection[str] = ()
) -> dict[str, int]:
    """Return by table how many of its rows point at a row and were not canceled since."""
    found: dict[str, int] = {}
    for column in pointers_to(table, besides=besides):
        rows = column.table
        query = select(func.count()).select_from(rows).where(column == row_id)
        if "canceled_at" in rows.c:
            query = query.where(rows.c.canceled_at.is_(None))
        if count := session.scalar(query):
            found[rows.name] = found.get(rows.name, 0) + count
    return found
