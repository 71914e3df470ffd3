"""What is needed to put receipts on paper: their frozen sheets and the pictures these name."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.organization.queries import organization, pictures
from mi_crm.people.records import Constituent
from mi_crm.receipts.queries.composing import Wish, compose
from mi_crm.receipts.queries.preview import preview
from mi_crm.receipts.records import Letter, Receipt, ReceiptState, Series
from mi_crm.receipts.sheet import Sheet
from mi_crm.receipts.summary import SummarySheet, read_sheet
from mi_crm.shared.dates import long_date


@dataclass(frozen=True, slots=True)
class PrintableSheet:
    """A sheet and what is printed around it."""

    sheet: Sheet | SummarySheet
    chain_sha256: str
    """Empty on a preview."""
    state: ReceiptState
    ended_line: str
    """The sentence across the top of a void or replaced receipt, empty for one that stands."""
    letter_id: UUID | None = None
    """Of a letter, by which its ways are noted."""


@dataclass(frozen=True, slots=True)
class Printable:
    """Sheets with everything else that their papers need."""

    sheets: tuple[PrintableSheet, ...]
    pictures: dict[str, bytes]
    nudge: tuple[int, int]
    """How far papers are moved right and down, in hundredths of an inch."""


def standing_numbers(session: Session, year: int) -> list[str]:
    """Return the numbers of the summaries of a year that stand, in the order of their donors' names."""
    query = (
        select(Receipt.number)
        .join(Constituent, Constituent.id == Receipt.donor_id)
        .where(Receipt.series == Series.SUMMARY, Receipt.year == year, Receipt.state == ReceiptState.ISSUED)
    )
    return list(session.scalars(query.order_by(Constituent.sort_name, Receipt.serial)))


def printable(session: Session, numbers: Collection[str]) -> Printable:
    """Return these receipts, in the order of their numbers, ready to be put on paper."""
    rows = session.scalars(select(Receipt).where(Receipt.number.in_(numbers)).order_by(Receipt.position))
    return _printable(session, [_sheet(row) for row in rows])


def printable_letters(session: Session, ids: Collection[UUID]) -> Printable:
    """Return these letters, in the order in which they were written, ready to be put on paper."""
    rows = session.execute(select(Letter.sheet, Letter.id).where(Letter.id.in_(ids)).order_by(Letter.id))
    return _printable(
        session,
        [PrintableSheet(Sheet.from_json(sheet), "", ReceiptState.ISSUED, "", key) for sheet, key in rows],
    )


def printable_wish(session: Session, wish: Wish) -> Printable:
    """Return the letter that would be written. Raises Problem with the reason when none can be."""
    sheet = compose(session, wish).sheet
    return _printable(session, [PrintableSheet(sheet, "", ReceiptState.ISSUED, "")])


def printable_preview(session: Session, gift_id: UUID) -> Printable:
    """Return the paper that a gift would get. Raises Problem with the reason when it gets none."""
    return _printable(session, [PrintableSheet(preview(session, gift_id), "", ReceiptState.ISSUED, "")])


def _sheet(row: Receipt) -> PrintableSheet:
    line, day, reason = "", long_date(row.issued_on), row.end_reason.rstrip(". ")
    what = "Summary" if row.series is Series.SUMMARY else "Receipt"
    if row.state is ReceiptState.VOID:
        line = f"{what} {row.number} of {day} is void: {reason}. Please do not use it."
    elif row.state is ReceiptState.REPLACED:
        line = f"{what} {row.number} of {day} was replaced: {reason}. Please do not use it."
    elif row.state is ReceiptState.LOST:
        line = f"{what} {row.number} is lost: {reason}."
    return PrintableSheet(read_sheet(row.sheet), row.chain_sha256, row.state, line)


def _printable(session: Session, sheets: Iterable[PrintableSheet]) -> Printable:
    sheets = tuple(sheets)
    names = {
        name
        for one in sheets
        for name in (one.sheet.letterhead.logo, one.sheet.signature.picture)
        if name is not None
    }
    row = organization(session)
    return Printable(sheets, pictures(session, names), row.nudge if row else (0, 0))
