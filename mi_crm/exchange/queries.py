"""What can be asked about imports."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.exchange.records import Import, ImportRow
from mi_crm.giving.records import Batch
from mi_crm.shared.money import Money
from mi_crm.shared.text import begins_words, fold


@dataclass(frozen=True, slots=True)
class ImportListRow:
    """An import that was made."""

    number: int
    preset: str
    file_name: str
    imported_at: datetime
    imported_by: str
    lines: int
    """Gifts and refunds."""
    gross: Money
    fees: Money
    refunds: Money
    batch_id: UUID | None
    batch: int | None
    undone_at: datetime | None
    undone_by: str


def list_imports(session: Session) -> list[ImportListRow]:
    """Return every import, the newest first."""
    lines = select(func.count(ImportRow.gift_id)).where(ImportRow.import_id == Import.id).scalar_subquery()
    rows = session.execute(
        select(
            Import.number,
            Import.preset,
            Import.file_name,
            Import.imported_at,
            Import.imported_by,
            lines.label("lines"),
            Import.gross,
            Import.fees,
            Import.refunds,
            Import.batch_id,
            Batch.number.label("batch"),
            Import.undone_at,
            Import.undone_by,
        )
        .outerjoin(Batch, Batch.id == Import.batch_id)
        .order_by(Import.number.desc())
    )
    return [ImportListRow(**row._asdict()) for row in rows]


_NUMBER = re.compile(r"(?:import\s*)?#?\s?([0-9]{1,9})", re.ASCII | re.IGNORECASE)

_NEWEST = 1000
"""So many of the newest imports are looked at by file name."""


@dataclass(frozen=True, slots=True)
class FoundImport:
    """An import that was found by its number or its file."""

    id: UUID
    number: int
    file_name: str
    imported_at: datetime
    batch_id: UUID | None
    undone: bool


def find_imports(session: Session, typed: str, *, limit: int = 6) -> list[FoundImport]:
    """Return imports by number, such as "12" or "import 12", or by the words of the file's name."""
    columns = select(
        Import.id,
        Import.number,
        Import.file_name,
        Import.imported_at,
        Import.batch_id,
        Import.undone_at.is_not(None),
    ).order_by(Import.number.desc())
    if number := _NUMBER.fullmatch(typed):
        return [FoundImport(*row) for row in session.execute(columns.where(Import.number == int(number[1])))]
    words = fold(typed).split()
    rows = session.execute(columns.limit(_NEWEST))
    return [FoundImport(*row) for row in rows if begins_words(words, row[2])][:limit]
