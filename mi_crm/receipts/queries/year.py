"""The January page: all money of a year = receipted + acknowledged, not deductible + not receipted.

Each of the four is counted by a query of its own; none is worked out as the rest of the others. Money is of
the year of its date of gift, and a refund is of the class and the year of the gift that it takes from.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Case as SqlCase
from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session, aliased

from mi_crm.giving.queries.periods import period_days
from mi_crm.giving.records import NOT_MONEY, Acknowledgment, Gift, GiftKind, GiftStatus
from mi_crm.people.details import OrganizationKind
from mi_crm.people.records import Constituent, Email
from mi_crm.receipts.queries.donors import can_be_reached
from mi_crm.receipts.queries.reasons import paid, was_refused, what_is_missing, why_never
from mi_crm.receipts.queries.summaries import of_year
from mi_crm.receipts.records import Receipt, ReceiptLine, ReceiptState
from mi_crm.receipts.rules.refusals import Why
from mi_crm.shared.money import ZERO, Money
from mi_crm.store.columns import Cents


class Group(StrEnum):
    """Where money of the year stands."""

    LEDGER = "ledger"
    """All of it."""

    ON_RECEIPTS = "on_receipts"
    ON_SUMMARIES = "on_summaries"

    GRANTS = "grants"
    DONOR_ADVISED = "donor_advised"
    IRA = "ira"
    PAYMENTS = "payments"

    UNKNOWN = "unknown"
    ELSEWHERE = "elsewhere"
    RETURNED = "returned"
    NOT_ALLOWED = "not_allowed"
    PLATFORM = "platform"
    WANTS_NONE = "wants_none"
    TO_SETTLE = "to_settle"
    NO_ADDRESS = "no_address"
    DONOR_LEFT_OUT = "donor_left_out"


@dataclass(frozen=True, slots=True)
class GroupWords:
    """What a group is called, and the rule behind it."""

    words: str
    rule: str


WORDS: Final[Mapping[Group, GroupWords]] = {
    Group.LEDGER: GroupWords("All money", "Gifts that are posted, less what was sent back"),
    Group.ON_RECEIPTS: GroupWords("On receipts already issued", "Numbers that stand, P3"),
    Group.ON_SUMMARIES: GroupWords("On the summaries of step 4", "One line a gift, R1.9"),
    Group.GRANTS: GroupWords("Foundations and councils", "Grant letter, R4.8, R4.9"),
    Group.DONOR_ADVISED: GroupWords("Donor-advised funds", "Letter to the adviser, R4.1"),
    Group.IRA: GroupWords("IRA distributions", "Confirmed, in no total, R4.5"),
    Group.PAYMENTS: GroupWords("Payments that are no gift", "Raffle, fees, seats at value, R4.12"),
    Group.UNKNOWN: GroupWords("Donor unknown", "Loose cash, unnamed checks, R4.16"),
    Group.ELSEWHERE: GroupWords("Receipted elsewhere", "Somebody else gave the receipt, R4.4"),
    Group.RETURNED: GroupWords("Returned to the donor", "Nothing of it is left, R4.14"),
    Group.NOT_ALLOWED: GroupWords("A fund may receive nothing back", "To be refused or returned, R4.3"),
    Group.PLATFORM: GroupWords("Receipted by a giving fund", "The giving fund is donee, R4.4"),
    Group.WANTS_NONE: GroupWords("Donor wants no paper", "Policy kept with the donor, R1.9"),
    Group.TO_SETTLE: GroupWords("Something must be settled first", "No paper can be made yet, R2.1"),
    Group.NO_ADDRESS: GroupWords("No address, left out", "No letter can arrive, R1.10"),
    Group.DONOR_LEFT_OUT: GroupWords("Donor left out", "Another gift of theirs must be settled, R1.9"),
}

_LETTERED: Final = (
    GiftKind.FOUNDATION_GRANT,
    GiftKind.GOVERNMENT_GRANT,
    GiftKind.BEQUEST,
    GiftKind.FEDERATED,
)
_PURCHASES: Final = (GiftKind.PAYMENT, GiftKind.RAFFLE, GiftKind.TUITION)
_WITH_VALUE: Final = (
    GiftKind.MONEY,
    GiftKind.MEMBERSHIP,
    GiftKind.AUCTION,
    GiftKind.TUITION_PLUS_GIFT,
)
_NOT_RECEIPTED: Final = {
    Why.ANONYMOUS: Group.UNKNOWN,
    Why.ELSEWHERE: Group.ELSEWHERE,
    Why.RETURNED: Group.RETURNED,
    Why.GIVEN_BACK_TO_FUND: Group.NOT_ALLOWED,
    Why.PLATFORM: Group.PLATFORM,
    Why.POLICY_NONE: Group.WANTS_NONE,
}
_TO_SETTLE: Final = (Why.NOT_SAID_FOR_WHAT, Why.VALUE_MISSING, Why.DESCRIPTION_MISSING, Why.BLOCKED)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the page: its gifts are listed by `year_gifts`."""

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


@dataclass(frozen=True, slots=True)
class YearGiftRow:
    """A gift behind a figure."""

    gift_id: UUID
    gift_number: int
    donor_id: UUID
    donor: str
    given_on: date
    paid: Money

    @property
    def id(self) -> UUID:
        """The gift, by which lists tell rows apart."""
        return self.gift_id


def year_sums(session: Session, year: int, *, left_out: Collection[UUID] = ()) -> YearSums:
    """Return the four figures of a year, each with its groups.

    `left_out` are donors whose summary a plan could not make for what only the rules or the fonts know.
    """
    held = {*left_out, *donors_to_settle(session, year)}
    return YearSums(
        year,
        _ledger(session, year),
        _figures(session, year, _receipted(held)),
        _figures(session, year, _acknowledged(held)),
        _figures(session, year, _without(held)),
        _property(session, year),
    )


def year_gifts(
    session: Session,
    year: int,
    groups: Collection[Group],
    *,
    left_out: Collection[UUID] = (),
    offset: int = 0,
    limit: int = 200,
) -> list[YearGiftRow]:
    """Return the gifts of some groups, in the order of their dates."""
    held = {*left_out, *donors_to_settle(session, year)}
    query = _money(
        year, Gift.id, Gift.number, Gift.donor_id, Constituent.name, Gift.given_on, paid().label("paid")
    )
    if Group.LEDGER not in groups:
        wanted = [column.in_(groups) for column in (_receipted(held), _acknowledged(held), _without(held))]
        query = query.where(or_(*wanted))
    rows = session.execute(query.order_by(Gift.given_on, Gift.number).offset(offset).limit(limit))
    return [YearGiftRow(*row) for row in rows]


def property_gifts(session: Session, year: int, *, offset: int = 0, limit: int = 200) -> list[YearGiftRow]:
    """Return what was given in kind, in the order of its dates."""
    rows = session.execute(
        select(Gift.id, Gift.number, Gift.donor_id, Constituent.name, Gift.given_on, paid().label("paid"))
        .join(Constituent, Constituent.id == Gift.donor_id)
        .where(of_year(year), Gift.kind.in_(NOT_MONEY))
        .order_by(Gift.given_on, Gift.number)
        .offset(offset)
        .limit(limit)
    )
    return [YearGiftRow(*row) for row in rows]


def donors_to_settle(session: Session, year: int) -> list[UUID]:
    """Return the donors of whom a gift of the year must be mended before their summary can be made."""
    never, missing = why_never(), what_is_missing()
    return list(
        session.scalars(
            select(Gift.donor_id)
            .join(Constituent, Constituent.id == Gift.donor_id)
            .where(
                of_year(year),
                or_(never.is_(None), never == Why.POLICY_ANNUAL),
                missing.in_((Why.VALUE_MISSING, Why.DESCRIPTION_MISSING, Why.BLOCKED)),
                Gift.kind.not_in(_PURCHASES),
            )
            .distinct()
        )
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
    lines = _money(year, group.label("place"), paid().label("paid")).subquery()
    rows = session.execute(
        select(lines.c.place, func.count(), type_coerce(func.sum(lines.c.paid), Cents()))
        .where(lines.c.place.is_not(None))
        .group_by(lines.c.place)
    )
    found = {Group(place): _figure(Group(place), count, total) for place, count, total in rows}
    return tuple(found[place] for place in Group if place in found)


def _figure(group: Group, count: int, total: Money | None) -> Figure:
    return Figure(group, WORDS[group].words, WORDS[group].rule, count, total or ZERO)


def _property(session: Session, year: int) -> Property:
    count, donors = session.execute(
        select(func.count(), func.count(Gift.donor_id.distinct())).where(
            of_year(year), Gift.kind.in_(NOT_MONEY)
        )
    ).one()
    return Property(count, donors)


def _money(year: int, *columns: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 # SQLAlchemy's columns
    return (
        select(*columns)
        .select_from(Gift)
        .join(Constituent, Constituent.id == Gift.donor_id)
        .where(of_year(year), Gift.kind.not_in(NOT_MONEY))
    )


def _receipted(held: Collection[UUID]) -> SqlCase[Any]:
    return case(
        (and_(_is_gift(), _on_receipt()), Group.ON_RECEIPTS),
        (and_(_is_gift(), _on_summary(held)), Group.ON_SUMMARIES),
    )


def _acknowledged(held: Collection[UUID]) -> SqlCase[Any]:
    never = why_never()
    lettered = never.in_((Why.LETTER, Why.LETTERED))
    wanted = and_(or_(never.is_(None), never == Why.POLICY_ANNUAL), what_is_missing().is_(None))
    return case(
        (and_(lettered, _is_advised()), Group.DONOR_ADVISED),
        (and_(lettered, _is_grant()), Group.GRANTS),
        (and_(_is_ira(), or_(_on_receipt(), _on_summary(held))), Group.IRA),
        (and_(or_(_is_purchase(), _is_worth_it()), or_(_on_receipt(), wanted)), Group.PAYMENTS),
    )


def _without(held: Collection[UUID]) -> SqlCase[Any]:
    never, missing = why_never(), what_is_missing()
    told = or_(_is_gift(), _is_ira())
    return case(
        *((never == why, group) for why, group in _NOT_RECEIPTED.items()),
        (never.in_((Why.RECEIPTED, Why.LETTERED, Why.LETTER)), None),
        (missing.in_(_TO_SETTLE), Group.TO_SETTLE),
        (and_(told, ~_reachable()), Group.NO_ADDRESS),
        (and_(~told, missing == Why.ADDRESS_MISSING), Group.NO_ADDRESS),
        (and_(told, Gift.donor_id.in_(held)), Group.DONOR_LEFT_OUT),
    )


def _is_purchase() -> ColumnElement[bool]:
    return Gift.kind.in_(_PURCHASES)


def _is_ira() -> ColumnElement[bool]:
    return Gift.kind == GiftKind.IRA_DISTRIBUTION


def _is_advised() -> ColumnElement[bool]:
    plain = Gift.kind == GiftKind.MONEY
    return or_(Gift.kind == GiftKind.DAF_GRANT, and_(plain, _organization_is(OrganizationKind.DAF_SPONSOR)))


def _is_grant() -> ColumnElement[bool]:
    plain = Gift.kind == GiftKind.MONEY
    grantor = _organization_is(OrganizationKind.FOUNDATION, OrganizationKind.GOVERNMENT)
    return or_(Gift.kind.in_(_LETTERED), and_(plain, grantor))


def _organization_is(*kinds: OrganizationKind) -> ColumnElement[bool]:
    return func.coalesce(Constituent.organization_kind.in_(kinds), false())


def _is_worth_it() -> ColumnElement[bool]:
    """Hold of a payment whose return is worth at least as much: it is no gift (R2.4)."""
    return and_(
        Gift.kind.in_(_WITH_VALUE),
        ~_is_advised(),
        ~_is_grant(),
        Gift.benefit_disregarded == false(),
        func.coalesce(literal_column("gift.benefit_value"), 0) > 0,
        Gift.benefit_value >= paid(),
        ~was_refused(),
    )


def _is_gift() -> ColumnElement[bool]:
    return ~or_(_is_purchase(), _is_ira(), _is_advised(), _is_grant(), _is_worth_it())


def _on_receipt() -> ColumnElement[bool]:
    return and_(
        Gift.acknowledgment == Acknowledgment.RECEIPTED,
        exists().where(
            ReceiptLine.gift_id == Gift.id,
            Receipt.id == ReceiptLine.receipt_id,
            Receipt.state == ReceiptState.ISSUED,
        ),
    )


def _on_summary(held: Collection[UUID]) -> ColumnElement[bool]:
    never, missing = why_never(), what_is_missing()
    return and_(
        or_(never.is_(None), never == Why.POLICY_ANNUAL),
        or_(missing.is_(None), missing == Why.ADDRESS_MISSING),
        _reachable(),
        Gift.donor_id.not_in(held),
    )


def _reachable() -> ColumnElement[bool]:
    return or_(can_be_reached(), exists().where(Email.constituent_id == Constituent.id))
