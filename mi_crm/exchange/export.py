"""Give gifts, people and receipts away as lists, whatever their number, under names others can build on."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from mi_crm.exchange.table_writer import Cell, write_table
from mi_crm.giving.queries.filters import GiftFilters
from mi_crm.giving.records import Batch, Campaign, Fund, Gift, GiftStatus
from mi_crm.giving.rules import gift_number
from mi_crm.people.records import Address, Constituent, Email, Phone
from mi_crm.people.rules.names import donor_number
from mi_crm.receipts.queries.year_lists import Behind, gifts_behind, year_gift_row, year_gifts_sum
from mi_crm.receipts.records import Receipt, ReceiptLine, ReceiptState
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.store.store import Store

GIFTS = (
    "number", "gift_date", "legal_donor", "kind", "payment_method", "amount", "fee", "contribution_amount",
    "fund", "batch", "receipt_number", "source", "transaction_id", "status", "donor_number", "campaign",
    "check_number", "adjusts",
)  # fmt: skip
PEOPLE = (
    "number", "kind", "name", "email", "phone", "address", "city", "state", "zip", "country", "standing",
)  # fmt: skip
RECEIPTS = (
    "number", "issued_on", "paper", "donor", "amount", "contribution_amount", "state", "replaces",
    "sheet_sha256",
)  # fmt: skip
YEAR_GIFTS = ("number", "gift_date", "legal_donor", "kind", "fund", "stands", "paid")

_AT_ONCE = 2_000
"""Rows held in memory."""


def export_gifts(
    store: Store,
    path: Path,
    *,
    year: int | None = None,
    filters: GiftFilters | None = None,
    today: date | None = None,
    progress: Progress = no_progress,
) -> int:
    """Write the lines of the ledger, those of one year or those that the register shows; return how many.

    `today` is needed for filters with a moving period.
    """
    conditions = (filters or GiftFilters()).conditions(today or date.min)
    if year is not None:
        conditions.append(Gift.given_on.between(date(year, 1, 1), date(year, 12, 31)))
    return store.read(_write_gifts, path, conditions, progress)


def _write_gifts(
    session: Session, path: Path, conditions: Sequence[ColumnElement[bool]], progress: Progress
) -> int:
    adjusted = aliased(Gift)
    receipt = (
        select(func.max(Receipt.number))
        .join(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
        .where(ReceiptLine.gift_id == Gift.id, Receipt.state == ReceiptState.ISSUED)
        .scalar_subquery()
    )
    statement = (
        select(
            Gift.number, Gift.given_on, Constituent.name, Gift.kind, Gift.payment_method, Gift.amount,
            Gift.fee, Gift.contribution, Fund.name, Batch.number, receipt, Gift.source, Gift.transaction_id,
            Gift.status, Constituent.number, Campaign.name, Gift.check_number, adjusted.number,
        )
        .join(Constituent, Constituent.id == Gift.donor_id)
        .join(Fund, Fund.id == Gift.fund_id)
        .outerjoin(Campaign, Campaign.id == Gift.campaign_id)
        .outerjoin(Batch, Batch.id == Gift.batch_id)
        .outerjoin(adjusted, adjusted.id == Gift.adjusts_id)
        .where(*conditions)
        .order_by(Gift.number)
    )  # fmt: skip
    count = session.scalar(select(func.count()).select_from(Gift).where(*conditions)) or 0

    def rows() -> Iterator[Sequence[Cell]]:
        for number, *middle, donor, campaign, check, adjusts in _stream(session, statement):
            yield (
                gift_number(number), *middle, donor_number(donor), campaign, check,
                gift_number(adjusts) if adjusts else None,
            )  # fmt: skip

    return write_table(path, GIFTS, rows(), count=count, progress=progress)


def export_people(
    store: Store, path: Path, *, year: int | None = None, progress: Progress = no_progress
) -> int:
    """Write everybody, or who gave in one year, with the contacts that are used first; return how many."""
    return store.read(_write_people, path, year, progress)


def _write_people(session: Session, path: Path, year: int | None, progress: Progress) -> int:
    statement = (
        select(
            Constituent.number, Constituent.kind, Constituent.name, Email.address, Phone.number,
            Address.street, Address.city, Address.state, Address.zip, Address.country, Constituent.standing,
        )
        .outerjoin(Email, (Email.constituent_id == Constituent.id) & (Email.position == 0))
        .outerjoin(Phone, (Phone.constituent_id == Constituent.id) & (Phone.position == 0))
        .outerjoin(Address, (Address.constituent_id == Constituent.id) & (Address.position == 0))
        .order_by(Constituent.number)
    )  # fmt: skip
    counting = select(func.count()).select_from(Constituent)
    if year is not None:
        gave = exists().where(
            Gift.donor_id == Constituent.id,
            Gift.status == GiftStatus.POSTED,
            Gift.given_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
        statement, counting = statement.where(gave), counting.where(gave)

    def rows() -> Iterator[Sequence[Cell]]:
        for number, kind, name, email, phone, street, *place in _stream(session, statement):
            yield donor_number(number), kind, name, email, phone, (street or "").replace("\n", ", "), *place

    return write_table(path, PEOPLE, rows(), count=session.scalar(counting) or 0, progress=progress)


def export_receipts(
    store: Store, path: Path, *, year: int | None = None, progress: Progress = no_progress
) -> int:
    """Write the register, or one year of it, in the order of its numbers; return how many."""
    return store.read(_write_receipts, path, year, progress)


def _write_receipts(session: Session, path: Path, year: int | None, progress: Progress) -> int:
    columns = tuple(getattr(Receipt, {"donor": "donor_name"}.get(heading, heading)) for heading in RECEIPTS)
    statement = select(*columns).order_by(Receipt.year, Receipt.serial)
    counting = select(func.count()).select_from(Receipt)
    if year is not None:
        statement, counting = (one.where(Receipt.year == year) for one in (statement, counting))
    return write_table(
        path, RECEIPTS, _stream(session, statement), count=session.scalar(counting) or 0, progress=progress
    )


def export_year_gifts(store: Store, path: Path, behind: Behind, *, progress: Progress = no_progress) -> int:
    """Write the gifts behind a figure of the January page; return how many."""
    return store.read(_write_year_gifts, path, behind, progress)


def _write_year_gifts(session: Session, path: Path, behind: Behind, progress: Progress) -> int:
    count, _ = year_gifts_sum(session, behind)

    def rows() -> Iterator[Sequence[Cell]]:
        for found in _stream(session, gifts_behind(session, behind)):
            row = year_gift_row(found)
            yield (
                gift_number(row.gift_number), row.given_on, row.donor, row.kind, row.fund, row.place,
                row.paid,
            )  # fmt: skip

    return write_table(path, YEAR_GIFTS, rows(), count=count, progress=progress)


def _stream(session: Session, statement: Select[*tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for row in session.execute(statement, execution_options={"yield_per": _AT_ONCE}):
        yield tuple(row)
