"""The register: every number that was taken, and what became of it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from mi_crm.people.search import find
from mi_crm.receipts.queries.deliveries import WayOut, ways_out
from mi_crm.receipts.records import Receipt, ReceiptLine, ReceiptState, Series, SummaryLine
from mi_crm.receipts.rules.papers import Paper
from mi_crm.receipts.sheet import Sheet, receipt_number
from mi_crm.receipts.summary import SummarySheet, read_sheet
from mi_crm.shared.money import Money
from mi_crm.shared.problems import NotFound


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A number of the register as one line."""

    id: UUID
    number: str
    paper: Paper
    issued_on: date
    donor_id: UUID
    donor: str
    amount: Money
    contribution_amount: Money
    state: ReceiptState
    replaces: str
    replaced_by: str
    end_reason: str
    copies: int
    sheet_sha256: str
    ways: tuple[WayOut, ...] = ()
    """How it went out, and what is still to do; empty where nothing is known of it."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A receipt with its frozen sheet and all that is known about it."""

    row: ReceiptRow
    sheet: Sheet | SummarySheet
    issued_by: str
    ended_on: date | None
    ended_by: str
    gift_ids: tuple[UUID, ...]
    chain_sha256: str


@dataclass(frozen=True, slots=True)
class RegisterCounts:
    """The register in figures."""

    issued: int
    void: int
    replaced: int
    lost: int

    @property
    def count(self) -> int:
        """How many numbers were taken."""
        return self.issued + self.void + self.replaced


_COLUMNS = (
    Receipt.id,
    Receipt.number,
    Receipt.paper,
    Receipt.issued_on,
    Receipt.donor_id,
    Receipt.donor_name,
    Receipt.amount,
    Receipt.contribution_amount,
    Receipt.state,
    Receipt.replaces,
    Receipt.end_reason,
    Receipt.copies,
    Receipt.sheet_sha256,
)
"""All but the sheet itself, which is long."""

_Numbers = Select[*tuple[Any, ...]]

ENDED = (ReceiptState.VOID, ReceiptState.REPLACED, ReceiptState.LOST)


def register(
    session: Session,
    *,
    search: str = "",
    ended: bool = False,
    year: int | None = None,
    offset: int = 0,
    limit: int = 200,
) -> list[ReceiptRow]:
    """Return numbers of the register, newest first: all, those that do not stand, or what is searched."""
    query = _chosen(session, select(*_COLUMNS), search, ended=ended, year=year)
    query = query.order_by(Receipt.position.desc()).offset(offset).limit(limit)
    return _rows(session, query)


def register_size(session: Session, *, search: str = "", ended: bool = False, year: int | None = None) -> int:
    """Return how many numbers `register` would return in all."""
    return (
        session.scalar(_chosen(session, select(func.count(Receipt.id)), search, ended=ended, year=year)) or 0
    )


def register_counts(session: Session) -> RegisterCounts:
    """Return how many numbers stand, are void, replaced and lost."""
    found = dict(session.execute(select(Receipt.state, func.count()).group_by(Receipt.state)).all())
    return RegisterCounts(*(found.get(state, 0) for state in (ReceiptState.ISSUED, *ENDED)))


def _chosen(session: Session, query: _Numbers, search: str, *, ended: bool, year: int | None) -> _Numbers:
    if ended:
        query = query.where(Receipt.state.in_(ENDED))
    if year is not None:
        query = query.where(Receipt.year == year)
    return query.where(_matches(session, search)) if search.strip() else query


def _matches(session: Session, search: str) -> ColumnElement[bool]:
    """Return the condition that a number begins so, or that the donor is one whom these words find."""
    if typed := re.fullmatch(
        r"(?:([RS])-?)?(?:([0-9]{4})-)?([0-9]{1,9})", search.strip(), re.ASCII | re.IGNORECASE
    ):
        letter, year, serial = typed.groups()
        series = [letter.upper()] if letter else list(Series)
        if year:
            return or_(
                *(
                    Receipt.number.between(f"{one}-{year}-{serial}", f"{one}-{year}-{serial}~")
                    for one in series
                )
            )
        return and_(
            Receipt.series.in_(series), or_(Receipt.serial == int(serial), Receipt.year == int(serial))
        )
    return Receipt.donor_id.in_(find(session, search, standing=None).ids)


def _rows(session: Session, query: _Numbers) -> list[ReceiptRow]:
    rows = session.execute(query).all()
    numbers = [row.number for row in rows if row.state is ReceiptState.REPLACED]
    after = dict(
        session.execute(select(Receipt.replaces, Receipt.number).where(Receipt.replaces.in_(numbers))).all()
    )
    ways = ways_out(session, [row.id for row in rows])
    return [
        ReceiptRow(
            id=row.id,
            number=row.number,
            paper=row.paper,
            issued_on=row.issued_on,
            donor_id=row.donor_id,
            donor=row.donor_name,
            amount=row.amount,
            contribution_amount=row.contribution_amount,
            state=row.state,
            replaces=row.replaces or "",
            replaced_by=after.get(row.number) or "",
            end_reason=row.end_reason,
            copies=row.copies,
            sheet_sha256=row.sheet_sha256,
            ways=ways.get(row.id, ()),
        )
        for row in rows
    ]


def receipts_of(session: Session, donor_id: UUID, *, limit: int = 200) -> list[ReceiptRow]:
    """Return the receipts that were made out to a donor, newest first."""
    query = select(*_COLUMNS).where(Receipt.donor_id == donor_id)
    return _rows(session, query.order_by(Receipt.position.desc()).limit(limit))


def receipt_rows(session: Session, ids: Collection[UUID]) -> list[ReceiptRow]:
    """Return these receipts in the order of their numbers."""
    return _rows(session, select(*_COLUMNS).where(Receipt.id.in_(ids)).order_by(Receipt.position))


def receipt(session: Session, number: str) -> Issued:
    """Return a receipt by its number. Raises NotFound."""
    number = number.strip().upper()
    found = session.scalars(select(Receipt).where(Receipt.number == number)).one_or_none()
    if found is None:
        raise NotFound("There is no receipt {number} in the register.", number=number)
    line = SummaryLine if found.series is Series.SUMMARY else ReceiptLine
    return Issued(
        row=_rows(session, select(*_COLUMNS).where(Receipt.id == found.id))[0],
        sheet=read_sheet(found.sheet),
        issued_by=found.issued_by,
        ended_on=found.ended_on,
        ended_by=found.ended_by,
        gift_ids=tuple(session.scalars(select(line.gift_id).where(line.receipt_id == found.id))),
        chain_sha256=found.chain_sha256,
    )


@dataclass(frozen=True, slots=True)
class YearOfNumbers:
    """The numbers of one year: gapless when as many were taken as the last one says."""

    year: int
    series: Series
    first: str
    last: str
    gaps: int


def years(session: Session) -> list[YearOfNumbers]:
    """Return the numbers of each year, the newest first."""
    rows = session.execute(
        select(Receipt.year, Receipt.series, func.min(Receipt.serial), func.max(Receipt.serial), func.count())
        .group_by(Receipt.year, Receipt.series)
        .order_by(Receipt.year.desc(), Receipt.series)
    )
    return [
        YearOfNumbers(
            year,
            series,
            receipt_number(year, first, series),
            receipt_number(year, last, series),
            last - first + 1 - count,
        )
        for year, series, first, last, count in rows
    ]
