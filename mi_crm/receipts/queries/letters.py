"""Letters that wait to be written, and those that were."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.giving.records import Gift
from mi_crm.people.records import Constituent
from mi_crm.receipts.queries.reasons import waits, why_never
from mi_crm.receipts.records import Letter
from mi_crm.receipts.rules.papers import Paper
from mi_crm.receipts.rules.refusals import Why
from mi_crm.receipts.sheet import Sheet


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter that was written."""

    id: UUID
    gift_id: UUID
    gift_number: int
    donor: str
    paper: Paper
    written_on: date
    written_by: str


def letters_due(session: Session) -> list[UUID]:
    """Return every gift whose letter is still to be written, the oldest first."""
    query = (
        select(Gift.id)
        .join(Constituent, Constituent.id == Gift.donor_id)
        .where(waits(), why_never() == Why.LETTER)
        .order_by(Gift.given_on, Gift.number)
    )
    return list(session.scalars(query))


def letters(session: Session, *, offset: int = 0, limit: int = 200) -> list[LetterRow]:
    """Return the letters that were written, the newest first."""
    rows = session.scalars(
        select(Letter).order_by(Letter.written_on.desc(), Letter.id.desc()).offset(offset).limit(limit)
    )
    return [
        LetterRow(
            row.id, row.gift_id, row.gift_number, row.donor_name, row.paper, row.written_on, row.written_by
        )
        for row in rows
    ]


def letter_sheets(session: Session, ids: Collection[UUID]) -> list[Sheet]:
    """Return the frozen sheets of letters, in the order in which they were written."""
    rows = session.scalars(select(Letter.sheet).where(Letter.id.in_(ids)).order_by(Letter.id))
    return [Sheet.from_json(sheet) for sheet in rows]
