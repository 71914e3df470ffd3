"""What asks for a letter: a tribute, a match, a fund's grant, a gift that was sent back whole."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.giving.actions.correct import record_refund
from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.actions.record import record_gift
from mi_crm.giving.detail import Credit, CreditRole, GiftDetail, Notice, Tribute
from mi_crm.giving.records import Gift, GiftKind, GiftStatus, PaymentMethod
from mi_crm.people.details import ConstituentKind, OrganizationKind
from mi_crm.receipts.records import Receipt, ReceiptLine, ReceiptState
from mi_crm.sample.gifts import Aims, Donors
from mi_crm.shared.money import Money


def let_letters_wait(
    session: Session, donors: Donors, aims: Aims, today: date, *, now: datetime, who: str
) -> None:
    """Leave one letter of each sort to be written."""
    people = [
        donors.ids[place]
        for place, one in enumerate(donors.details)
        if one.kind is ConstituentKind.PERSON and one.addresses and not one.deceased
    ]
    when: dict[str, Any] = {"today": today, "now": now, "who": who}
    for donor, kind, amount, detail in _gifts(donors, people):
        entry = GiftEntry(
            donor_id=donor,
            amount=Money(amount),
            given_on=today - timedelta(days=1),
            received_on=today - timedelta(days=1),
            payment_method=PaymentMethod.CHECK,
            check_number="4108",
            fund_id=aims.funds[0],
            kind=kind,
            detail=detail,
        )
        record_gift(session, entry, **when)
    receipted = session.execute(
        select(Gift.id, Gift.amount)
        .join(ReceiptLine, ReceiptLine.gift_id == Gift.id)
        .join(Receipt, Receipt.id == ReceiptLine.receipt_id)
        .where(
            Receipt.state == ReceiptState.ISSUED,
            Gift.status == GiftStatus.POSTED,
            Gift.kind == GiftKind.MONEY,
            Gift.refunded == Money(0),
            Gift.donor_id.in_(people),
        )
        .order_by(Receipt.position.desc())
        .limit(1)
    ).one_or_none()
    if receipted is not None:
        reason = "The donor asked for it back"
        record_refund(session, receipted.id, receipted.amount, on=today, reason=reason, **when)


def _gifts(donors: Donors, people: list[UUID]) -> list[tuple[UUID, GiftKind, int, GiftDetail]]:
    if len(people) < 4:
        return []
    family = Notice("The family of Sgt. Andre Reyes", "418 Willow Street, Fresno, CA 93700")
    unit = Notice("His friends of the 3rd Battalion")
    tribute = GiftDetail(tribute=Tribute.MEMORY, tribute_name="Sgt. Andre Reyes", notices=(family, unit))
    found = [(people[0], GiftKind.MONEY, 150_00, tribute)]
    for place, one in enumerate(donors.details):
        if one.organization_kind is OrganizationKind.COMPANY and one.addresses:
            matched = GiftDetail(credits=(Credit(people[1], CreditRole.EMPLOYEE),))
            found.append((donors.ids[place], GiftKind.MATCHING, 250_00, matched))
            break
    for place, one in enumerate(donors.details):
        if one.organization_kind is OrganizationKind.DAF_SPONSOR and one.addresses:
            advised = GiftDetail(
                account="Lindgren Family Fund", credits=(Credit(people[2], CreditRole.ADVISER),)
            )
            found.append((donors.ids[place], GiftKind.DAF_GRANT, 2_500_00, advised))
            break
    return found
