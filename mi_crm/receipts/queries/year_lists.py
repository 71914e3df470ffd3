"""What stands behind each figure of a year: its gifts, a page at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, cast, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from mi_crm.giving.records import NOT_MONEY, Fund, Gift, GiftKind
from mi_crm.people.details import ConstituentKind
from mi_crm.people.records import Constituent
from mi_crm.receipts.queries.donors import among_reached
from mi_crm.receipts.queries.reasons import paid, waits, what_is_missing, why_never
from mi_crm.receipts.queries.summaries import of_year
from mi_crm.receipts.queries.year_groups import (
    WORDS,
    Group,
    acknowledged,
    donors_to_settle,
    receipted,
    without,
)
from mi_crm.receipts.rules.refusals import REFUSALS, Why
from mi_crm.shared.money import ZERO, Money
from mi_crm.store.columns import Cents

TO_MEND = (Why.NOT_SAID_FOR_WHAT, Why.VALUE_MISSING, Why.DESCRIPTION_MISSING, Why.BLOCKED)
"""What must be filled in before a gift can stand on a paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """Which gifts of a year are asked for: those of some groups, or of one of the other lists."""

    year: int
    groups: tuple[Group, ...] = ()
    left_out: tuple[UUID, ...] = ()
    """Donors whose summary a plan could not make for what only the rules or the fonts know."""
    in_kind: bool = False
    strays: bool = False
    """The payments that have no place in the three sums, or two."""
    to_mend: bool = False
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class YearGiftRow:
    """A gift behind a figure."""

    gift_id: UUID
    gift_number: int
    donor_id: UUID
    donor: str
    donor_kind: ConstituentKind
    given_on: date
    fund: str
    kind: GiftKind
    paid: Money
    place: str
    """Where it stands in the three sums, or what is missing, in words; empty for gifts in kind."""

    @property
    def id(self) -> UUID:
        """The gift, by which lists tell rows apart."""
        return self.gift_id


def year_gifts(session: Session, behind: Behind, *, offset: int = 0, limit: int = 200) -> list[YearGiftRow]:
    """Return the gifts behind a figure, in the order of their dates."""
    rows = session.execute(gifts_behind(session, behind).offset(offset).limit(limit))
    return [year_gift_row(row) for row in rows]


def year_gifts_sum(session: Session, behind: Behind) -> tuple[int, Money]:
    """Return how many gifts are behind a figure, and what they come to."""
    found = gifts_behind(session, behind).order_by(None).subquery()
    count, total = session.execute(select(func.count(), type_coerce(func.sum(found.c.paid), Cents()))).one()
    return count, total or ZERO


def gifts_behind(session: Session, behind: Behind) -> Select[*tuple[Any, ...]]:
    """Return the query of the gifts behind a figure; `year_gift_row` reads its rows."""
    held = {*behind.left_out, *donors_to_settle(session, behind.year)}
    places = (receipted(held), acknowledged(held), without(held))
    missing = func.coalesce(why_never(), what_is_missing(among_reached()))
    return (
        select(
            Gift.id,
            Gift.number,
            Gift.donor_id,
            Constituent.name,
            Constituent.kind,
            Gift.given_on,
            Fund.name,
            Gift.kind,
            paid().label("paid"),
            (missing if behind.to_mend else func.coalesce(*places)).label("place"),
        )
        .select_from(Gift)
        .join(Constituent, Constituent.id == Gift.donor_id)
        .join(Fund, Fund.id == Gift.fund_id)
        .where(of_year(behind.year), _chosen(behind, places))
        .order_by(Gift.given_on, Gift.number)
    )


def _chosen(behind: Behind, places: Collection[ColumnElement[Any]]) -> ColumnElement[bool]:
    money = Gift.kind.not_in(NOT_MONEY)
    if behind.in_kind:
        return ~money
    if behind.to_mend:
        return to_mend()
    if behind.waiting:
        return ready()
    if behind.strays:
        count: ColumnElement[int] = sum(
            (cast(one.is_not(None), Integer) for one in places), start=cast(0, Integer)
        )
        return money & (count != 1)
    if Group.LEDGER in behind.groups:
        return money
    return money & or_(*(column.in_(behind.groups) for column in places))


def to_mend() -> ColumnElement[bool]:
    """Return the condition of gifts of which no paper can be made until something is filled in."""
    never = why_never()
    return or_(never.is_(None), never == Why.POLICY_ANNUAL) & what_is_missing(among_reached()).in_(TO_MEND)


def ready() -> ColumnElement[bool]:
    """Return the condition of gifts whose receipt could be issued now."""
    return waits() & why_never().is_(None) & what_is_missing(among_reached()).is_(None)


def year_gift_row(row: Sequence[Any]) -> YearGiftRow:
    """Read one row of `gifts_behind`."""
    values: list[Any] = list(row)
    values[-1] = _words(values[-1])
    return YearGiftRow(*values)


def _words(place: str | None) -> str:
    if not place:
        return ""
    if place in tuple(Group):
        return WORDS[Group(place)].words
    return REFUSALS[Why(place)].words
