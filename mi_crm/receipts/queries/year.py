"""The January page: all money of a year = receipted + acknowledged, not deductible + not receipted.

Each of the four is counted by a query of its own; none is worked out as the rest of the others. Money is of
the year of its date of gift, and a refund is of the class and the year of the gift that it takes from.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Case as SqlCase
from sqlalchemy import and_, case, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from mi_crm.giving.queries.periods import period_days
from mi_crm.giving.records import NOT_MONEY, Gift, GiftStatus
from mi_crm.receipts.queries.reasons import paid
from mi_crm.receipts.queries.summaries import of_year
from mi_crm.receipts.queries.year_groups import (
    WORDS,
    Group,
    acknowledged,
    contribution,
    donors_to_settle,
    money,
    receipted,
    without,
)
from mi_crm.receipts.records import Receipt, ReceiptState, Series
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.problems import Problem
from mi_crm.store.columns import Cents


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the page: its gifts are listed by `year_lists`."""

    group: Group
    words: str
    rule: str
    count: int
    total: Money


@dataclass(frozen=True, slots=True)
class Property:
    """What was given in kind: counted, in no sum, and valued on no paper."""

    count: int
    donors: int


@dataclass(frozen=True, slots=True)
class YearSums:
    """The three sums of a year beside the ledger."""

    year: int
    ledger: Figure
    receipted: tuple[Figure, ...]
    acknowledged: tuple[Figure, ...]
    not_receipted: tuple[Figure, ...]
    in_kind: Property
    given_back: Money
    """What donors got that counts, of what is receipted."""
    contributions: Money
    """What of it are contribution amounts."""

    @property
    def difference(self) -> Money:
        """What of the ledger the three sums do not explain; zero when they meet."""
        parts = (*self.receipted, *self.acknowledged, *self.not_receipted)
        return self.ledger.total - sum((part.total for part in parts), ZERO)

    @property
    def uncounted(self) -> int:
        """How many payments the three counts lack, or count twice when below zero."""
        parts = (*self.receipted, *self.acknowledged, *self.not_receipted)
        return self.ledger.count - sum(part.count for part in parts)

    @property
    def meet(self) -> bool:
        """Whether every dollar has its one place: only then are summaries issued."""
        return not self.difference and not self.uncounted


def sum_of(figures: Collection[Figure]) -> Money:
    """Return the total of a column."""
    return sum((figure.total for figure in figures), ZERO)


def year_sums(session: Session, year: int, *, left_out: Collection[UUID] = ()) -> YearSums:
    """Return the four figures of a year, each with its groups.

    `left_out` are donors whose summary a plan could not make for what only the rules or the fonts know.
    """
    held = {*left_out, *donors_to_settle(session, year)}
    given_back, contributions = _of_receipted(session, year, held)
    return YearSums(
        year,
        _ledger(session, year),
        _figures(session, year, receipted(held)),
        _figures(session, year, acknowledged(held)),
        _figures(session, year, without(held)),
        _property(session, year),
        given_back,
        contributions,
    )


@dataclass(frozen=True, slots=True)
class YearStanding:
    """How far the summaries of a year are."""

    year: int
    meet: bool
    donors: int
    """With a payment on a receipt or a summary."""
    summaries: int
    """That stand."""


def year_standing(session: Session, year: int) -> YearStanding:
    """Return how far the summaries of a year are; the sums are counted only while there is none."""
    summaries = select(func.count()).where(
        Receipt.series == Series.SUMMARY, Receipt.year == year, Receipt.state == ReceiptState.ISSUED
    )
    made = session.scalar(summaries) or 0
    if made:
        return YearStanding(year, meet=True, donors=0, summaries=made)
    sums = year_sums(session, year)
    donors = money(year, func.count(Gift.donor_id.distinct())).where(receipted(()).is_not(None))
    return YearStanding(year, sums.meet, session.scalar(donors) or 0, made)


def check_sums(session: Session, year: int) -> None:
    """Raise Problem when the three sums of a year are not the ledger: then no summary is made."""
    held = donors_to_settle(session, year)
    ledger = _ledger(session, year)
    parts = [_placed(session, year, column(held)) for column in (receipted, acknowledged, without)]
    amount = ledger.total - sum((total for _, total in parts), ZERO)
    uncounted = ledger.count - sum(count for count, _ in parts)
    if not amount and not uncounted:
        return
    raise Problem(
        "The three sums of {year} and the ledger differ by {amount} in {count}, so no summary was made. "
        "Year-end, Three sums lists what has no place, or two.",
        year=year,
        amount=amount.dollars(),
        count="1 payment" if abs(uncounted) == 1 else f"{abs(uncounted):,} payments",
    )


def _ledger(session: Session, year: int) -> Figure:
    """Sum the lines of the ledger themselves: gifts that stand, and refunds by the year of their gift."""
    gift = aliased(Gift)
    first, last = period_days(year)
    lines = (
        select(Gift.amount.label("amount"), case((Gift.status == GiftStatus.POSTED, 1), else_=0).label("one"))
        .outerjoin(gift, and_(gift.id == Gift.adjusts_id, Gift.status == GiftStatus.REFUND))
        .where(
            Gift.status.in_((GiftStatus.POSTED, GiftStatus.REFUND)),
            Gift.kind.not_in(NOT_MONEY),
            func.coalesce(gift.given_on, Gift.given_on).between(first, last),
        )
        .subquery()
    )
    count, total = session.execute(
        select(func.sum(lines.c.one), type_coerce(func.sum(lines.c.amount), Cents()))
    ).one()
    return _figure(Group.LEDGER, count or 0, total)


def _figures(session: Session, year: int, group: SqlCase[Any]) -> tuple[Figure, ...]:
    lines = money(year, group.label("place"), paid().label("paid")).subquery()
    rows = session.execute(
        select(lines.c.place, func.count(), type_coerce(func.sum(lines.c.paid), Cents()))
        .where(lines.c.place.is_not(None))
        .group_by(lines.c.place)
    )
    found = {Group(place): _figure(Group(place), count, total) for place, count, total in rows}
    return tuple(found[place] for place in Group if place in found)


def _placed(session: Session, year: int, group: SqlCase[Any]) -> tuple[int, Money]:
    """Count what has a place in one of the sums, without its groups."""
    lines = money(year, paid().label("paid")).where(group.is_not(None)).subquery()
    count, total = session.execute(select(func.count(), type_coerce(func.sum(lines.c.paid), Cents()))).one()
    return count, total or ZERO


def _figure(group: Group, count: int, total: Money | None) -> Figure:
    return Figure(group, WORDS[group].words, WORDS[group].rule, count, total or ZERO)


def _of_receipted(session: Session, year: int, held: Collection[UUID]) -> tuple[Money, Money]:
    lines = money(year, contribution().label("net"), paid().label("paid"))
    lines = lines.where(receipted(held).is_not(None))
    found = lines.subquery()
    net, total = session.execute(
        select(type_coerce(func.sum(found.c.net), Cents()), type_coerce(func.sum(found.c.paid), Cents()))
    ).one()
    return (total or ZERO) - (net or ZERO), net or ZERO


def _property(session: Session, year: int) -> Property:
    count, donors = session.execute(
        select(func.count(), func.count(Gift.donor_id.distinct())).where(
            of_year(year), Gift.kind.in_(NOT_MONEY)
        )
    ).one()
    return Property(count, donors)
