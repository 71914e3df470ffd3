"""What can be asked about imports."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.exchange.records import Import, ImportRow
from mi_crm.giving.records import Batch
from mi_crm.shared.money import Money


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
