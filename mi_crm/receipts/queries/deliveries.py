"""How papers went out, and what is still to do."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, exists, func, select
from sqlalchemy.orm import Session

from mi_crm.people.mailing import Mailing, mailings
from mi_crm.receipts.records import Delivery, Letter, Receipt, ReceiptState, Series
from mi_crm.receipts.rules.letters import LetterKind
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
    paper_id: UUID
    number: str
    """Empty of a letter, which has none."""
    letter: LetterKind | None
    donor_id: UUID | None
    """Whose papers it is among; None of a family that is not in the list of people."""
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


def ways_out(session: Session, paper_ids: Collection[UUID]) -> dict[UUID, tuple[WayOut, ...]]:
    """Return the ways of these receipts or letters, what was left out aside, the oldest first."""
    ids, found = list(paper_ids), dict[UUID, list[WayOut]]()
    for start in range(0, len(ids), _AT_ONCE):
        query = (
            select(Delivery)
            .where(
                Delivery.paper_id.in_(ids[start : start + _AT_ONCE]),
                Delivery.state != DeliveryState.DROPPED,
            )
            .order_by(Delivery.id)
        )
        for row in session.scalars(query):
            way = WayOut(row.id, row.way, row.state, row.sent_to, row.reason, row.moved_at, row.moved_by)
            found.setdefault(row.paper_id, []).append(way)
    return {paper_id: tuple(ways) for paper_id, ways in found.items()}


def outgoing(session: Session, *, offset: int = 0, limit: int = 200) -> list[OutgoingRow]:
    """Return the papers of standing receipts that are not out yet, by number."""
    query = (
        select(Delivery, Receipt)
        .join(Receipt, Receipt.id == Delivery.paper_id)
        .where(Delivery.state.in_(OPEN), Receipt.state == ReceiptState.ISSUED)
        .order_by(Receipt.year, Receipt.serial, Delivery.id)
    )
    return _rows(session, session.execute(query.offset(offset).limit(limit)).all())


def outgoing_letters(session: Session, *, offset: int = 0, limit: int = 200) -> list[OutgoingRow]:
    """Return the letters that are not out yet, in the order in which they were written."""
    query = (
        select(Delivery, Letter)
        .join(Letter, Letter.id == Delivery.paper_id)
        .where(Delivery.state.in_(OPEN))
        .order_by(Letter.id, Delivery.id)
    )
    return _rows(session, session.execute(query.offset(offset).limit(limit)).all())


def _rows(session: Session, found: Sequence[Row[*tuple[Any, ...]]]) -> list[OutgoingRow]:
    by_email = {_to(paper) for way, paper in found if way.way is Way.EMAIL}
    to = mailings(session, [key for key in by_email if key])
    return [_row(way, paper, to) for way, paper in found]


def _to(paper: Receipt | Letter) -> UUID | None:
    return paper.donor_id if isinstance(paper, Receipt) else paper.to_id


def _row(way: Delivery, paper: Receipt | Letter, to: Mapping[UUID, Mailing]) -> OutgoingRow:
    key = _to(paper)
    return OutgoingRow(
        id=way.id,
        paper_id=paper.id,
        number=paper.number if isinstance(paper, Receipt) else "",
        letter=None if isinstance(paper, Receipt) else paper.kind,
        donor_id=key,
        donor=paper.donor_name,
        issued_on=paper.issued_on if isinstance(paper, Receipt) else paper.written_on,
        way=way.way,
        state=way.state,
        to=_where(way, to[key].email if key and key in to else ""),
        reason=way.reason,
    )


def _where(way: Delivery, email: str) -> str:
    if way.way is not Way.EMAIL:
        return way.sent_to
    return email if way.state is DeliveryState.WAITING else way.sent_to or email


def outgoing_counts(session: Session) -> OutgoingCounts:
    """Return how many papers of receipts are not out yet."""
    joined = (Receipt.id == Delivery.paper_id) & (Receipt.state == ReceiptState.ISSUED)
    return _counts(session, exists().where(joined))


def outgoing_letter_counts(session: Session) -> OutgoingCounts:
    """Return how many letters are not out yet."""
    return _counts(session, exists().where(Letter.id == Delivery.paper_id))


def _counts(session: Session, which: ColumnElement[bool]) -> OutgoingCounts:
    query = (
        select(Delivery.way, Delivery.state, func.count())
        .where(Delivery.state.in_(OPEN), which)
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


def summaries_waiting(session: Session, year: int) -> tuple[int, int]:
    """Return how many summaries of a year wait for the printer, and how many to be e-mailed."""
    query = (
        select(Delivery.way, func.count())
        .join(Receipt, Receipt.id == Delivery.paper_id)
        .where(
            Delivery.state == DeliveryState.WAITING,
            Receipt.state == ReceiptState.ISSUED,
            Receipt.series == Series.SUMMARY,
            Receipt.year == year,
        )
        .group_by(Delivery.way)
    )
    found: dict[Way, int] = {way: count for way, count in session.execute(query)}  # noqa: C416 # rows are no pairs to mypy
    return found.get(Way.PRINT, 0), found.get(Way.EMAIL, 0)


def to_print(session: Session) -> list[str]:
    """Return the numbers that wait for the printer, in their order."""
    return list(session.scalars(_letters()))


def letters_to_print(session: Session) -> list[UUID]:
    """Return the letters that wait for the printer, in the order in which they were written."""
    query = (
        select(Letter.id)
        .join(Delivery, Delivery.paper_id == Letter.id)
        .where(Delivery.state == DeliveryState.WAITING, Delivery.way == Way.PRINT)
        .order_by(Letter.id)
    )
    return list(session.scalars(query))


def letters_among(session: Session, numbers: Collection[str]) -> list[str]:
    """Return those of these numbers that wait for the printer, in their order."""
    wanted = set(numbers)
    return [number for number in session.scalars(_letters()) if number in wanted]


def _letters() -> Select[str]:
    return (
        select(Receipt.number)
        .join(Delivery, Delivery.paper_id == Receipt.id)
        .where(
            Delivery.state == DeliveryState.WAITING,
            Delivery.way == Way.PRINT,
            Receipt.state == ReceiptState.ISSUED,
        )
        .order_by(Receipt.year, Receipt.serial)
    )
