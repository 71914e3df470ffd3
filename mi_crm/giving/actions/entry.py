"""What is typed for one gift, made clean and checked before it is kept."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.giving.actions.details import checked_detail, detail_of
from mi_crm.giving.detail import NO_DETAIL, GiftDetail
from mi_crm.giving.records import NOT_MONEY, Campaign, Fund, Gift, GiftKind, PaymentMethod
from mi_crm.giving.rules import clean_check_number, clean_last4
from mi_crm.people.records import Constituent
from mi_crm.shared.dates import check_date
from mi_crm.shared.money import LARGEST_CENTS, ZERO, Money
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.text import clean_line, clean_note


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftEntry:
    """What is known of a gift when it is entered."""

    donor_id: UUID
    amount: Money
    given_on: date
    payment_method: PaymentMethod
    fund_id: UUID
    campaign_id: UUID | None = None
    kind: GiftKind = GiftKind.MONEY
    received_on: date | None = None
    check_number: str = ""
    card_last4: str = ""
    benefit_description: str = ""
    benefit_value: Money | None = None
    """Fair market value of what the donor got; None when it is not known yet. At or above the amount is no
    error: then the payment is no gift (receipts.md R2.4)."""
    anonymous: bool = False
    memo: str = ""
    note: str = ""
    fee: Money = ZERO
    currency: str = "USD"
    source: str | None = None
    transaction_id: str | None = None
    benefit_disregarded: bool = False
    """Whether the rules let what the donor got count for nothing (R2.6 to R2.10)."""
    detail: GiftDetail = NO_DETAIL


def checked(entry: GiftEntry, *, today: date) -> GiftEntry:
    """Return the entry as it is kept. Raises Problem with the first thing that is wrong with it."""
    detail = checked_detail(entry.kind, entry.amount, entry.detail, today=today)
    if entry.amount.cents <= 0 and entry.kind not in NOT_MONEY:
        raise Problem("Type an amount above zero.")
    if entry.amount.cents > LARGEST_CENTS:
        raise Problem("This amount is too large. The most one gift can be is $999,999,999.99.")
    check_date(entry.given_on, today=today)
    if entry.received_on is not None:
        check_date(entry.received_on, today=today)
    if not ZERO <= entry.fee <= entry.amount:
        raise Problem("The fee must be between zero and the amount.")
    if entry.benefit_value is not None:
        if entry.benefit_value < ZERO:
            raise Problem("The value of what the donor got cannot be below zero.")
        if entry.benefit_value and not entry.benefit_description.strip():
            raise Problem("Say what the donor got for it, such as dinner, 1 seat.")
    is_check, is_card = (
        entry.payment_method is method for method in (PaymentMethod.CHECK, PaymentMethod.CARD)
    )
    clean: dict[str, Any] = {
        "check_number": clean_check_number(entry.check_number) if is_check else "",
        "card_last4": clean_last4(entry.card_last4) if is_card else "",
        "detail": detail,
    }
    # A million rows of an import have nothing in most of these.
    if entry.benefit_description:
        clean["benefit_description"] = clean_line(entry.benefit_description, what="What the donor got")
    if entry.memo:
        clean["memo"] = clean_line(entry.memo, what="The line for the donor")
    if entry.note:
        clean["note"] = clean_note(entry.note, what="The note")
    changed = any(getattr(entry, name) != value for name, value in clean.items())
    return replace(entry, **clean) if changed else entry


def known(session: Session, entry: GiftEntry, *, before: GiftEntry | None = None) -> GiftEntry:
    """Return the entry once its donor, fund and campaign are proved to be there and open.

    What was closed since `before` may stay as it was.
    """
    if session.get(Constituent, entry.donor_id) is None:
        raise NotFound("This donor is no longer in the list. Choose the donor again.")
    fund = session.get(Fund, entry.fund_id)
    if fund is None:
        raise NotFound("This fund is no longer in the list. Choose the fund again.")
    if fund.closed_on is not None and (before is None or before.fund_id != fund.id):
        raise Problem("The fund {name} is closed. Choose another.", name=fund.name)
    if entry.campaign_id is not None:
        campaign = session.get(Campaign, entry.campaign_id)
        if campaign is None:
            raise NotFound("This campaign is no longer in the list. Choose the campaign again.")
        if campaign.closed_on is not None and (before is None or before.campaign_id != campaign.id):
            raise Problem("The campaign {name} is closed. Choose another.", name=campaign.name)
    return entry


def columns(entry: GiftEntry) -> dict[str, Any]:
    """Return the columns of a gift that the entry fills."""
    return {name: getattr(entry, name) for name in _FIELDS}


_FIELDS = tuple(name for name in GiftEntry.__dataclass_fields__ if name != "detail")


def entry_of(session: Session, gift_id: UUID) -> GiftEntry:
    """Return what was entered for a gift, to be shown in the form again."""
    row = session.execute(
        select(*(getattr(Gift, name) for name in _FIELDS)).where(Gift.id == gift_id)
    ).one_or_none()
    if row is None:
        raise NotFound("This gift is no longer in the list.")
    return GiftEntry(**row._mapping, detail=detail_of(session, gift_id))
