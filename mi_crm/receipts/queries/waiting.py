"""The queue of gifts that wait for a receipt."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mi_crm.giving.records import Fund, Gift, GiftKind
from mi_crm.giving.rules import contribution_amount
from mi_crm.people.details import ConstituentKind
from mi_crm.people.records import Constituent
from mi_crm.receipts.queries.corrections import receipts_behind
from mi_crm.receipts.queries.reasons import has_no_receipt, paid, waits, what_is_missing, why_never
from mi_crm.receipts.rules.refusals import REFUSALS, Why
from mi_crm.shared.money import ZERO, Money


class WaitingState(StrEnum):
    """What a waiting gift needs before its receipt."""

    READY = "ready"
    VALUE_NOTED = "value_noted"
    """Ready, and something given back is stated."""
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A gift in the queue."""

    gift_id: UUID
    gift_number: int
    donor_id: UUID
    donor: str
    donor_kind: ConstituentKind
    given_on: date
    fund: str
    paid: Money
    contribution_amount: Money
    state: WaitingState
    words: str
    """Ready, Value noted, Address missing …"""
    sentence: str
    """What to do first, when it is blocked."""
    replaces: str
    """The receipt that its paper will stand in for, if any."""

    @property
    def id(self) -> UUID:
        """The gift, by which lists tell rows apart."""
        return self.gift_id


@dataclass(frozen=True, slots=True)
class WaitingCounts:
    """The whole queue in figures."""

    count: int
    ready: int
    total: Money
    """What was paid, of the ready ones."""
    oldest: date | None
    """The day of the oldest ready one."""

    @property
    def blocked(self) -> int:
        """How many lack something."""
        return self.count - self.ready


_Column = InstrumentedAttribute[Any] | ColumnElement[Any] | type[Gift]


def _queue(*columns: _Column) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(Gift)
        .join(Constituent, Constituent.id == Gift.donor_id)
        .where(waits(), why_never().is_(None))
    )


def waiting(
    session: Session, *, ready: bool | None = None, offset: int = 0, limit: int = 200
) -> list[WaitingRow]:
    """Return the queue, the oldest gift first: all of it, what is ready, or what lacks something."""
    missing = what_is_missing()
    query = _queue(
        Gift, Constituent.name, Constituent.kind, Fund.name.label("fund"), missing.label("missing")
    )
    if ready is not None:
        query = query.where(missing.is_(None) if ready else missing.is_not(None))
    rows = session.execute(
        query.join(Fund, Fund.id == Gift.fund_id)
        .order_by(Gift.given_on, Gift.number)
        .offset(offset)
        .limit(limit)
    ).all()
    old = receipts_behind(session, {row.Gift.id: row.Gift.adjusts_id for row in rows})
    return [_row(row, old[row.Gift.id].number if row.Gift.id in old else "") for row in rows]


def _row(row: Row[*tuple[Any, ...]], replaces: str) -> WaitingRow:
    gift, missing = row.Gift, row.missing and REFUSALS[Why(row.missing)]
    paid = gift.amount - gift.refunded
    value = gift.benefit_value or ZERO
    if missing:
        state, words, sentence = WaitingState.BLOCKED, missing.words, missing.sentence.format(donor=row.name)
    elif value and gift.kind is not GiftKind.PAYMENT:
        state, words, sentence = WaitingState.VALUE_NOTED, "Value noted", ""
    else:
        state, words, sentence = WaitingState.READY, "Ready", ""
    return WaitingRow(
        gift_id=gift.id,
        gift_number=gift.number,
        donor_id=gift.donor_id,
        donor=row.name,
        donor_kind=row.kind,
        given_on=gift.given_on,
        fund=row.fund,
        paid=paid,
        contribution_amount=ZERO if gift.kind is GiftKind.PAYMENT else contribution_amount(paid, value),
        state=state,
        words=words,
        sentence=sentence,
        replaces=replaces,
    )


def waiting_counts(session: Session) -> WaitingCounts:
    """Return how many gifts wait, how many of them are ready, and what those come to."""
    missing = what_is_missing().label("missing")
    # The second condition follows from the first; it lets SQLite answer from ix_gift_unreceipted alone.
    queue = _queue(missing, paid().label("paid"), Gift.given_on).where(has_no_receipt()).subquery()
    ready = queue.c.missing.is_(None)
    count, ready_count, total, oldest = session.execute(
        select(
            func.count(),
            func.count().filter(ready),
            func.sum(queue.c.paid).filter(ready),
            func.min(queue.c.given_on).filter(ready),
        )
    ).one()
    return WaitingCounts(count, ready_count, total or ZERO, oldest)


def ready_gifts(session: Session) -> list[UUID]:
    """Return every gift whose receipt could be issued now, oldest first."""
    query = _queue(Gift.id).where(what_is_missing().is_(None)).order_by(Gift.given_on, Gift.number)
    return list(session.scalars(query))
