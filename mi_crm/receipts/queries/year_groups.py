"""Where each payment of a year stands, said in SQL: the groups of the January page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
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
    true,
    type_coerce,
)
from sqlalchemy.orm import Session

from mi_crm.giving.records import NOT_MONEY, Acknowledgment, Gift, GiftKind
from mi_crm.people.details import OrganizationKind
from mi_crm.people.records import Constituent, Email
from mi_crm.receipts.queries.donors import among_reached
from mi_crm.receipts.queries.reasons import paid, was_refused, what_is_missing, why_never
from mi_crm.receipts.queries.summaries import of_year
from mi_crm.receipts.records import Receipt, ReceiptLine, ReceiptState
from mi_crm.receipts.rules.refusals import Why
from mi_crm.shared.money import Money
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

    LETTER_WAITING = "letter_waiting"
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
    Group.LETTER_WAITING: GroupWords("Letter waiting", "Counts once its letter or receipt is written, R4.1"),
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


def donors_to_settle(session: Session, year: int) -> list[UUID]:
    """Return the donors of whom a gift of the year must be mended before their summary can be made."""
    never, missing = why_never(), _missing()
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


def money(year: int, *columns: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 # SQLAlchemy's columns
    """Return a query of the payments of a year, each with its donor."""
    return (
        select(*columns)
        .select_from(Gift)
        .join(Constituent, Constituent.id == Gift.donor_id)
        .where(of_year(year), Gift.kind.not_in(NOT_MONEY))
    )


def receipted(held: Collection[UUID]) -> SqlCase[Any]:
    """Return the group of a payment on a receipt or a summary, or NULL; `held` are donors without one."""
    return case(
        (and_(_is_gift(), _on_receipt()), Group.ON_RECEIPTS),
        (and_(_is_gift(), _on_summary(held)), Group.ON_SUMMARIES),
    )


def acknowledged(held: Collection[UUID]) -> SqlCase[Any]:
    """Return the group of a payment that another paper tells of, once it is there, or NULL."""
    lettered = why_never() == Why.LETTERED
    return case(
        (and_(lettered, _is_advised()), Group.DONOR_ADVISED),
        (and_(lettered, _is_grant()), Group.GRANTS),
        (and_(_is_ira(), or_(_on_receipt(), _on_summary(held))), Group.IRA),
        (and_(or_(_is_purchase(), _is_worth_it()), _on_receipt()), Group.PAYMENTS),
    )


def without(held: Collection[UUID]) -> SqlCase[Any]:
    """Return the reason of a payment that is on no paper, as its group, or NULL."""
    never, missing = why_never(), _missing()
    told = or_(_is_gift(), _is_ira())
    return case(
        *((never == why, group) for why, group in _NOT_RECEIPTED.items()),
        (never == Why.LETTER, Group.LETTER_WAITING),
        (never.in_((Why.RECEIPTED, Why.LETTERED)), None),
        (missing.in_(_TO_SETTLE), Group.TO_SETTLE),
        (and_(told, ~reachable()), Group.NO_ADDRESS),
        (and_(~told, missing == Why.ADDRESS_MISSING), Group.NO_ADDRESS),
        (and_(told, Gift.donor_id.in_(held)), Group.DONOR_LEFT_OUT),
        (~told, Group.LETTER_WAITING),
    )


def _missing() -> SqlCase[Any]:
    return what_is_missing(among_reached())


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
    never, missing = why_never(), _missing()
    return and_(
        or_(never.is_(None), never == Why.POLICY_ANNUAL),
        or_(missing.is_(None), missing == Why.ADDRESS_MISSING),
        reachable(),
        Gift.donor_id.not_in(held),
    )


def reachable() -> ColumnElement[bool]:
    """Return the condition of donors whom a letter or an e-mail reaches. Needs Constituent."""
    return or_(among_reached(), exists().where(Email.constituent_id == Constituent.id))


def contribution() -> ColumnElement[Money]:
    """Return what remains of the payment over the value that counts, as the lines of summaries state it."""
    value = case(
        (or_(Gift.benefit_disregarded == true(), was_refused()), 0),
        else_=func.coalesce(literal_column("gift.benefit_value"), 0),
    )
    return type_coerce(func.max(literal_column("gift.amount - gift.refunded") - value, 0), Cents())
