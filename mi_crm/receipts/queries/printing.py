"""What is needed to put receipts on paper: their frozen sheets and the pictures these name."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mi_crm.organization.queries import organization, pictures
from mi_crm.people.records import Address, Constituent
from mi_crm.receipts.queries.composing import Wish, compose
from mi_crm.receipts.queries.facts import charity
from mi_crm.receipts.queries.preview import preview
from mi_crm.receipts.queries.summaries import draft
from mi_crm.receipts.records import Delivery, Letter, Receipt, ReceiptState, Series
from mi_crm.receipts.rules.ways import DeliveryState, Way
from mi_crm.receipts.sheet import Sheet
from mi_crm.receipts.summary import SummarySheet, read_sheet
from mi_crm.shared.dates import long_date
from mi_crm.shared.problems import Problem


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
    query = _standing(year, Receipt.number).order_by(Constituent.sort_name, Receipt.serial)
    return [number for (number,) in session.execute(query)]


@dataclass(frozen=True, slots=True)
class YearLetters:
    """The summaries of a year that go by mail, sorted by ZIP code."""

    numbers: tuple[str, ...]
    donors: tuple[UUID, ...]


def year_letters(session: Session, year: int, *, waiting: bool = False) -> YearLetters:
    """Return the summaries that stand and go by mail, or those of them that still wait for the printer."""
    states = [DeliveryState.WAITING] if waiting else [one for one in DeliveryState if one is not _DROPPED]
    goes = exists().where(
        Delivery.paper_id == Receipt.id, Delivery.way == Way.PRINT, Delivery.state.in_(states)
    )
    query = _standing(year, Receipt.number, Receipt.donor_id).where(goes)
    rows = session.execute(query.order_by(_zip(), Constituent.sort_name, Receipt.serial)).all()
    return YearLetters(tuple(row[0] for row in rows), tuple(row[1] for row in rows))


_DROPPED = DeliveryState.DROPPED


def _standing(year: int, *columns: InstrumentedAttribute[Any]) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(Receipt)
        .join(Constituent, Constituent.id == Receipt.donor_id)
        .where(Receipt.series == Series.SUMMARY, Receipt.year == year, Receipt.state == ReceiptState.ISSUED)
    )


def _zip() -> ColumnElement[str]:
    first = select(Address.zip).order_by(Address.position).limit(1)
    own = first.where(Address.constituent_id == Constituent.id).scalar_subquery()
    home = first.where(Address.constituent_id == Constituent.household_id).scalar_subquery()
    return func.coalesce(own, home, "")


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
    return printable_sheet(session, compose(session, wish).sheet)


def printable_sheet(session: Session, sheet: Sheet | SummarySheet) -> Printable:
    """Return a sheet that nobody made for good, ready to be shown."""
    return _printable(session, [PrintableSheet(sheet, "", ReceiptState.ISSUED, "")])


def printable_preview(session: Session, gift_id: UUID) -> Printable:
    """Return the paper that a gift would get. Raises Problem with the reason when it gets none."""
    return printable_sheet(session, preview(session, gift_id))


def summary_preview(session: Session, donor_id: UUID, year: int) -> Printable:
    """Return the summary that a donor would get now. Raises Problem with the reason when there is none."""
    found = draft(session, donor_id, year, charity(session))
    if found.sheet is None:
        raise Problem("{reason}", reason=found.reason)
    return _printable(session, [PrintableSheet(found.sheet, "", ReceiptState.ISSUED, "")])


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
