"""Give the roster of practitioners away as a list: what a provider of continuing education must keep."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.exchange.table_writer import Cell, write_table
from mi_crm.people.rules.names import donor_number
from mi_crm.programs.queries.roster import ROSTER, roster_query
from mi_crm.programs.rules import training_number
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.store.store import Store

_AT_ONCE = 2_000
_CREDIT = ROSTER.index("credit_hours")
_NUMBER = ROSTER.index("number")


def export_practitioners(
    store: Store,
    path: Path,
    *,
    year: int | None = None,
    training_id: UUID | None = None,
    progress: Progress = no_progress,
) -> int:
    """Write who was in a training, in those that ended in a year, or in all; return how many rows."""
    return store.read(_write, path, year, training_id, progress)


def _write(
    session: Session, path: Path, year: int | None, training_id: UUID | None, progress: Progress
) -> int:
    query = roster_query(training_id=training_id, year=year)
    count = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0

    def rows() -> Iterator[Sequence[Cell]]:
        for found in session.execute(query, execution_options={"yield_per": _AT_ONCE}):
            row: list[Any] = list(found)
            row[0] = training_number(row[0])
            row[_CREDIT] = f"{row[_CREDIT] / 60:g}"
            row[_NUMBER] = donor_number(row[_NUMBER])
            yield row

    return write_table(path, ROSTER, rows(), count=count, progress=progress)
