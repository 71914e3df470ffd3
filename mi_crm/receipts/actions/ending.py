"""Void and replace receipts, and count copies: a number stays in the register whatever becomes of it."""

from dataclasses import replace as changed
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.giving.records import Acknowledgment, Gift, GiftStatus
from mi_crm.receipts.actions.clock import check_clock
from mi_crm.receipts.actions.taking import Unprintable, take_number, tell_receipt
from mi_crm.receipts.particulars import Correction
from mi_crm.receipts.queries.corrections import successor
from mi_crm.receipts.queries.preview import case_of
from mi_crm.receipts.records import Receipt, ReceiptLine, ReceiptState, Series
from mi_crm.receipts.rules.refusals import Standing
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.text import clean_line


def void(session: Session, number: str, *, reason: str, today: date, who: str) -> None:
    """Void a receipt for a reason; its number stays in the register, and its gift waits again."""
    receipt = end(session, number, ReceiptState.VOID, reason, today=today, who=who)
    for gift in _gifts(session, receipt):
        if gift.status is GiftStatus.POSTED and gift.acknowledgment is Acknowledgment.RECEIPTED:
            gift.acknowledgment = Acknowledgment.WAITING
    tell_receipt(session, "receipt.voided", receipt, reason=receipt.end_reason)


def replace(
    session: Session,
    number: str,
    *,
    reason: str,
    today: date,
    now: datetime,
    who: str,
    unprintable: Unprintable,
    drift: timedelta = timedelta(0),
) -> UUID:
    """Issue a receipt that stands in for another, by what is known now, and return its id.

    Raises DateInDoubt when the clock is doubtful.
    """
    check_clock(session, today, now, drift)
    old = _standing(session, number)
    reason = _reason(reason)
    if old.series is Series.SUMMARY:
        raise Problem(
            "{number} is an annual summary. Make the summaries of {year} again: those that changed are "
            "replaced.",
            number=old.number,
            year=old.year,
        )
    gift = next(iter(_gifts(session, old)))
    now_stands = successor(session, gift.id)
    if now_stands is None:
        raise Problem("The gift behind {number} was taken back. Void the receipt instead.", number=old.number)
    found = case_of(session, now_stands)
    if found.office.standing is Standing.RECEIPTED:
        found = changed(found, office=changed(found.office, standing=Standing.POSTED))
    correction = Correction(old.number, old.issued_on, reason)
    issued = take_number(session, found, correction, today=today, now=now, who=who, unprintable=unprintable)
    end(session, old.number, ReceiptState.REPLACED, reason, today=today, who=who)
    tell_receipt(session, "receipt.replaced", session.get_one(Receipt, issued), reason=reason)
    return issued


def record_copy(session: Session, number: str) -> int:
    """Count a copy of a receipt that goes out, and return how many there were."""
    receipt = _found(session, number)
    receipt.copies += 1
    tell_receipt(session, "receipt.copied", receipt, copies=receipt.copies)
    return receipt.copies


def end(session: Session, number: str, state: ReceiptState, reason: str, *, today: date, who: str) -> Receipt:
    """Mark a standing receipt as void or replaced, for good."""
    receipt = _standing(session, number)
    receipt.state = state
    receipt.ended_on = today
    receipt.ended_by = who
    receipt.end_reason = _reason(reason)
    return receipt


def _reason(reason: str) -> str:
    reason = clean_line(reason, what="The reason")
    if not reason:
        raise Problem("Say why. The reason stays in the register.")
    return reason


def _found(session: Session, number: str) -> Receipt:
    receipt = session.scalars(select(Receipt).where(Receipt.number == number.strip().upper())).one_or_none()
    if receipt is None:
        raise NotFound("There is no receipt {number} in the register.", number=number.strip())
    return receipt


def _standing(session: Session, number: str) -> Receipt:
    receipt = _found(session, number)
    if receipt.state is ReceiptState.VOID:
        raise Problem("{number} is void already.", number=receipt.number)
    if receipt.state is ReceiptState.LOST:
        raise Problem("{number} is lost: only its number is known, from paper.", number=receipt.number)
    if receipt.state is ReceiptState.REPLACED:
        raise Problem(
            "{number} was replaced already. Use the receipt that replaced it.", number=receipt.number
        )
    return receipt


def _gifts(session: Session, receipt: Receipt) -> list[Gift]:
    lines = select(ReceiptLine.gift_id).where(ReceiptLine.receipt_id == receipt.id)
    return list(session.scalars(select(Gift).where(Gift.id.in_(lines))))
