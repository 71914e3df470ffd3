"""Every gift that gets no receipt, and why."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mi_crm.giving.records import Batch, Gift, GiftStatus
from mi_crm.people.records import Constituent
from mi_crm.receipts.queries.reasons import has_no_receipt, paid, what_is_missing, why_never
from mi_crm.receipts.rules.refusals import REFUSALS, Why
from mi_crm.shared.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class WhyGroup:
    """All gifts that get no receipt for one reason."""

    why: Why
    words: str
    sentence: str
    count: int
    total: Money
    """What remains of them."""

    @property
    def id(self) -> Why:
        """The reason, by which lists tell rows apart."""
        return self.why


@dataclass(frozen=True, slots=True)
class WhyRow:
    """One gift that gets no receipt."""

    gift_id: UUID
    gift_number: int
    donor_id: UUID
    donor: str
    given_on: date
    paid: Money
    why: Why
    words: str
    sentence: str
    detail: str
    """Which batch it is in, or who gave its receipt."""

    @property
    def id(self) -> UUID:
        """The gift, by which lists tell rows apart."""
        return self.gift_id


_Column = InstrumentedAttribute[Any] | ColumnElement[Any] | type[Gift]


def _unreceipted(*columns: _Column, year: int | None) -> Select[*tuple[Any, ...]]:
    query = (
        select(*columns)
        .select_from(Gift)
        .join(Constituent, Constituent.id == Gift.donor_id)
        .where(
            has_no_receipt(),
            Gift.status.in_((GiftStatus.OPEN, GiftStatus.POSTED, GiftStatus.REVERSED)),
        )
    )
    if year is not None:
        query = query.where(Gift.given_on.between(date(year, 1, 1), date(year, 12, 31)))
    return query


def not_receipted(session: Session, *, year: int | None = None) -> list[WhyGroup]:
    """Return the gifts that get no receipt, of one calendar year or of all, by reason.

    Gifts that could have one once something is filled in come too, as they still wait.
    """
    why = func.coalesce(why_never(), what_is_missing())
    grouped = _unreceipted(why.label("why"), paid().label("paid"), year=year).subquery()
    rows = session.execute(
        select(grouped.c.why, func.count(), func.sum(grouped.c.paid))
        .where(grouped.c.why.is_not(None))
        .group_by(grouped.c.why)
    )
    found = {Why(why): (count, total) for why, count, total in rows}
    return [
        WhyGroup(why, REFUSALS[why].words, _said(why), found[why][0], found[why][1] or ZERO)
        for why in Why
        if why in found
    ]


def not_receipted_rows(
    session: Session, why: Why, *, year: int | None = None, offset: int = 0, limit: int = 200
) -> list[WhyRow]:
    """Return the gifts that get no receipt for one reason, newest first."""
    rows = session.execute(
        _unreceipted(Gift, Constituent.name, Batch.number.label("batch"), year=year)
        .outerjoin(Batch, Batch.id == Gift.batch_id)
        .where(func.coalesce(why_never(), what_is_missing()) == why)
        .order_by(Gift.given_on.desc(), Gift.number.desc())
        .offset(offset)
        .limit(limit)
    ).all()
    return [
        WhyRow(
            gift_id=gift.id,
            gift_number=gift.number,
            donor_id=gift.donor_id,
            donor=donor,
            given_on=gift.given_on,
            paid=gift.amount - gift.refunded,
            why=why,
            words=REFUSALS[why].words,
            sentence=REFUSALS[why].sentence.format(donor=donor),
            detail=_detail(why, gift, batch),
        )
        for gift, donor, batch in rows
    ]


def _detail(why: Why, gift: Gift, batch: int | None) -> str:
    if why is Why.OPEN and batch:
        return f"Batch {batch}"
    if why is Why.ELSEWHERE:
        return ", ".join(filter(None, (gift.elsewhere_by, gift.elsewhere_number)))
    return gift.reason if why is Why.TAKEN_BACK else ""


def _said(why: Why) -> str:
    return REFUSALS[why].sentence.format(donor="the donor")
