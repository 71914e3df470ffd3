"""How papers went out, and what is still to do."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from mi_crm.people.mailing import mailings
from mi_crm.receipts.records import Delivery, Receipt, ReceiptState
from mi_crm.receipts.rules.ways import OPEN, DeliveryState, Way

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class WayOut:
    """A paper on one way."""

    id: UUID
    way: Way
    state: DeliveryState
    sent_to: str
    reason: str
    moved_at: datetime
    moved_by: str


@dataclass(frozen=True, slots=True)
class OutgoingRow:
    """A paper that somebody still has to see to."""

    id: UUID
    number: str
    donor_id: UUID
    donor: str
    issued_on: date
    way: Way
    state: DeliveryState
    to: str
    """Where an e-mail goes, or went: the donor's address of today until it is sent; empty when missing."""
    reason: str


@dataclass(frozen=True, slots=True)
class OutgoingCounts:
    """The papers that are not out yet, in figures."""

    to_print: int = 0
    to_email: int = 0
    to_see_to: int = 0
    """Refused, came back, or nobody knows."""

    @property
    def count(self) -> int:
        """How many in all."""
        return self.to_print + self.to_email + self.to_see_to


def ways_out(session: Session, receipt_ids: Collection[UUID]) -> dict[UUID, tuple[WayOut, ...]]:
    """Return the ways of these receipts, what was left out aside, the oldest first."""
    ids, found = list(receipt_ids), dict[UUID, list[WayOut]]()
    for start in range(0, len(ids), _AT_ONCE):
        query = (
            select(Delivery)
            .where(
                Delivery.receipt_id.in_(ids[start : start + _AT_ONCE]),
                Delivery.state != DeliveryState.DROPPED,
            )
            .order_by(Delivery.id)
        )
        for row in session.scalars(query):
            way = WayOut(row.id, row.way, row.state, row.sent_to, row.reason, row.moved_at, row.moved_by)
            found.setdefault(row.receipt_id, []).append(way)
    return {receipt_id: tuple(ways) for receipt_id, ways in found.items()}


def outgoing(session: Session, *, offset: int = 0, limit: int = 200) -> list[OutgoingRow]:
    """Return the papers of standing receipts that are not out yet, by number."""
    query = (
        select(Delivery, Receipt)
        .join(Receipt, Receipt.id == Delivery.receipt_id)
        .where(Delivery.state.in_(OPEN), Receipt.state == ReceiptState.ISSUED)
        .order_by(Receipt.year, Receipt.serial, Delivery.id)
    )
    rows = session.execute(query.offset(offset).limit(limit)).all()
    to = mailings(session, list({receipt.donor_id for way, receipt in rows if way.way is Way.EMAIL}))
    return [
        OutgoingRow(
            id=way.id,
            number=receipt.number,
            donor_id=receipt.donor_id,
            donor=receipt.donor_name,
            issued_on=receipt.issued_on,
            way=way.way,
            state=way.state,
            to=_where(way, to[receipt.donor_id].email if receipt.donor_id in to else ""),
            reason=way.reason,
        )
        for way, receipt in rows
    ]


def _where(way: Delivery, email: str) -> str:
    if way.way is not Way.EMAIL:
        return way.sent_to
    return email if way.state is DeliveryState.WAITING else way.sent_to or email


def outgoing_counts(session: Session) -> OutgoingCounts:
    """Return how many papers are not out yet."""
    query = (
        select(Delivery.way, Delivery.state, func.count())
        .join(Receipt, Receipt.id == Delivery.receipt_id)
        .where(Delivery.state.in_(OPEN), Receipt.state == ReceiptState.ISSUED)
        .group_by(Delivery.way, Delivery.state)
    )
    waiting: dict[bool, int] = {True: 0, False: 0}
    to_see_to = 0
    for way, state, count in session.execute(query):
        if state is DeliveryState.WAITING:
            waiting[way is Way.EMAIL] += count
        else:
            to_see_to += count
    return OutgoingCounts(waiting[False], waiting[True], to_see_to)


def to_print(session: Session) -> list[str]:
    """Return the numbers that wait for the printer, in their order."""
    return list(session.scalars(_letters()))


def letters_among(session: Session, numbers: Collection[str]) -> list[str]:
    """Return those of these numbers that wait for the printer, in their order."""
    wanted = set(numbers)
    return [number for number in session.scalars(_letters()) if number in wanted]


def _letters() -> Select[str]:
    return (
        select(Receipt.number)
        .join(Delivery, Delivery.receipt_id == Receipt.id)
        .where(
            Delivery.state == DeliveryState.WAITING,
            Delivery.way == Way.PRINT,
            Receipt.state == ReceiptState.ISSUED,
        )
        .order_by(Receipt.year, Receipt.serial)
    )
