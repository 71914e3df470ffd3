"""Take posted gifts back or enter them again: correct, never erase."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from mi_crm.giving.actions.details import keep_detail
from mi_crm.giving.actions.entry import GiftEntry, checked, columns, entry_of, known
from mi_crm.giving.actions.record import tell_gift
from mi_crm.giving.actions.trainings import follow_gift, trim_parts
from mi_crm.giving.queries.periods import check_open
from mi_crm.giving.queries.seals import seal_of
from mi_crm.giving.records import Acknowledgment, Gift, GiftStatus
from mi_crm.giving.rules import refund_benefit
from mi_crm.shared.changes import changed, plain
from mi_crm.shared.dates import check_date
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.shared.text import clean_line
from mi_crm.store.audit import record
from mi_crm.store.base import new_id
from mi_crm.store.numbers import next_number, take_numbers

_AT_ONCE = 1000


def correct_gift(
    session: Session, gift_id: UUID, entry: GiftEntry, *, reason: str, today: date, now: datetime, who: str
) -> UUID:
    """Reverse a posted gift and enter it again in one act, and return the id of the one that now stands.

    The re-entry waits for a paper of its own; what becomes of the old paper is the receipts room's.
    """
    gift = _standing(session, gift_id)
    before = entry_of(session, gift_id)
    entry = known(session, checked(entry, today=today), before=before)
    if entry == before:
        raise Problem("Nothing was changed. Change what is wrong, or close the form.")
    reason = _reason(reason, "Say why it is corrected.")
    reversal = _reverse(session, gift, reason, now, who)
    values = columns(entry) | {"source": None, "transaction_id": None}
    again = _add(session, gift, GiftStatus.POSTED, values, reason, now, who)
    keep_detail(session, again.id, entry.detail)
    follow_gift(session, gift, again)
    changes = changed(before, entry)
    tell_gift(
        session, "gift.corrected", gift, reversal, again, changes=changes, reason=reason, again=again.number
    )
    return again.id


def reverse_gift(session: Session, gift_id: UUID, *, reason: str, now: datetime, who: str) -> UUID:
    """Take a posted gift out of the books, as for a check that bounced, and return the reversal's id."""
    gift = _standing(session, gift_id)
    line = _reverse(session, gift, _reason(reason, "Say why it is reversed."), now, who)
    tell_gift(session, "gift.reversed", gift, line, reason=line.reason)
    return line.id


def reverse_many(
    session: Session,
    gift_ids: Sequence[UUID],
    *,
    reason: str,
    now: datetime,
    who: str,
    progress: Progress = no_progress,
) -> int:
    """Take many posted gifts out of the books, as undoing an import does, and return how many."""
    reason = _reason(reason, "Say why they are reversed.")
    check_open(session, now)
    numbers: list[int] = []
    for start in range(0, len(gift_ids), _AT_ONCE):
        some = gift_ids[start : start + _AT_ONCE]
        session.scalars(select(Gift).where(Gift.id.in_(some))).all()  # so that each is at hand below
        gifts = [_standing(session, gift_id) for gift_id in some]
        first = take_numbers(session, "gift", len(gifts))
        lines = [
            _opposite(gift)
            | _line_of(gift, GiftStatus.REVERSAL, reason, now, who)
            | {"id": new_id(), "number": first + place, "amount": -gift.amount, "version": 1}
            for place, gift in enumerate(gifts)
        ]
        session.execute(insert(Gift), lines)
        numbers += range(first, first + len(lines))
        for gift in gifts:
            gift.status = GiftStatus.REVERSED
            gift.acknowledgment = Acknowledgment.NOT_DUE
        session.flush()
        progress(start + len(some), len(gift_ids))
    facts = {"count": len(gift_ids), "reason": reason}
    record(session, "gifts.reversed", facts=facts | seal_of(session, numbers))
    return len(gift_ids)


def record_refund(
    session: Session,
    gift_id: UUID,
    amount: Money,
    *,
    on: date,
    reason: str,
    today: date,
    now: datetime,
    who: str,
    source: str | None = None,
    transaction_id: str | None = None,
) -> UUID:
    """Record that a gift was sent back on a day, whole or in part, and return the refund's id."""
    gift = _posted(session, gift_id)
    left = gift.amount - gift.refunded
    if amount <= ZERO:
        raise Problem("Type an amount above zero.")
    if amount > left:
        raise Problem("Only {left} of this gift is left to send back.", left=left.dollars())
    check_date(on, today=today)
    if on < gift.given_on:
        raise Problem("It cannot have been sent back before it was given. Check the date.")
    values = _opposite(gift) | {
        "amount": -amount,
        "benefit_value": refund_benefit(gift.amount, gift.refunded, gift.benefit_value, amount),
        "given_on": on,
        "received_on": None,
        "source": source,
        "transaction_id": transaction_id,
    }
    gift.refunded = gift.refunded + amount
    if gift.refunded == gift.amount:
        gift.acknowledgment = Acknowledgment.NOT_DUE
    reason = _reason(reason, "Say why it was sent back.")
    line = _add(session, gift, GiftStatus.REFUND, values, reason, now, who)
    trim_parts(session, gift)
    tell_gift(session, "gift.refunded", gift, line, refund=plain(amount), reason=reason)
    return line.id


def reverse_refund(session: Session, refund_id: UUID, *, reason: str, now: datetime, who: str) -> UUID:
    """Take a refund out of the books, so that its gift is whole again, and return the reversal's id."""
    refund = session.get(Gift, refund_id)
    if refund is None or refund.status is not GiftStatus.REFUND:
        raise Problem("This is no refund that stands.")
    gift = session.get(Gift, refund.adjusts_id)
    if gift is None:
        raise NotFound("This gift is no longer in the list.")
    gift.refunded = gift.refunded + refund.amount
    if gift.acknowledgment is Acknowledgment.NOT_DUE:
        gift.acknowledgment = Acknowledgment.ELSEWHERE if gift.elsewhere_by else Acknowledgment.WAITING
    line = _reverse(session, refund, _reason(reason, "Say why it is reversed."), now, who)
    tell_gift(session, "refund.reversed", gift, line, refund=plain(-refund.amount), reason=line.reason)
    return line.id


def mark_receipted_elsewhere(
    session: Session, gift_id: UUID, *, by: str, number: str = "", on: date, today: date
) -> None:
    """Note that somebody else, such as a payment platform, gave the receipt for a gift."""
    gift = _posted(session, gift_id)
    if gift.acknowledgment not in (Acknowledgment.WAITING, Acknowledgment.ELSEWHERE):
        raise Problem("{gift} has a receipt of ours already. Void it first.", gift=f"G-{gift.number}")
    by = clean_line(by, what="Who gave the receipt")
    if not by:
        raise Problem("Say who gave the receipt.")
    gift.acknowledgment = Acknowledgment.ELSEWHERE
    gift.elsewhere_by = by
    gift.elsewhere_number = clean_line(number, what="The number of the receipt", limit=60)
    gift.elsewhere_on = check_date(on, today=today)
    tell_gift(session, "gift.marked_elsewhere", gift, by=by)


def unmark_receipted_elsewhere(session: Session, gift_id: UUID) -> None:
    """Take that note back, so that the gift waits for a receipt of ours again."""
    gift = _posted(session, gift_id)
    if gift.acknowledgment is not Acknowledgment.ELSEWHERE:
        raise Problem("{gift} is not marked as receipted elsewhere.", gift=f"G-{gift.number}")
    noted = {"by": gift.elsewhere_by, "receipt": gift.elsewhere_number, "on": plain(gift.elsewhere_on)}
    gift.acknowledgment = Acknowledgment.WAITING
    gift.elsewhere_by, gift.elsewhere_number, gift.elsewhere_on = "", "", None
    tell_gift(session, "gift.unmarked_elsewhere", gift, **noted)


def _posted(session: Session, gift_id: UUID) -> Gift:
    gift = session.get(Gift, gift_id)
    if gift is None:
        raise NotFound("This gift is no longer in the list.")
    refusals = {
        GiftStatus.OPEN: "{gift} is a line of an open batch. Change it there.",
        GiftStatus.REVERSED: "{gift} is reversed already.",
        GiftStatus.REVERSAL: "{gift} takes back another gift and stays as it is.",
        GiftStatus.REFUND: "{gift} is a refund and stays as it is.",
    }
    if refusal := refusals.get(gift.status):
        raise Problem(refusal, gift=f"G-{gift.number}")
    return gift


def _standing(session: Session, gift_id: UUID) -> Gift:
    gift = _posted(session, gift_id)
    if gift.refunded:
        raise Problem(
            "{amount} of {gift} was sent back already. Refund the rest instead.",
            amount=gift.refunded.dollars(),
            gift=f"G-{gift.number}",
        )
    return gift


def _reason(reason: str, ask: str) -> str:
    reason = clean_line(reason, what="The reason")
    if not reason:
        raise Problem(ask)
    return reason


def _reverse(session: Session, gift: Gift, reason: str, now: datetime, who: str) -> Gift:
    """Add the line that takes the gift out, on the same day, so that every sum of that time is right."""
    line = _add(
        session, gift, GiftStatus.REVERSAL, _opposite(gift) | {"amount": -gift.amount}, reason, now, who
    )
    gift.status = GiftStatus.REVERSED
    gift.acknowledgment = Acknowledgment.NOT_DUE
    return line


def _opposite(gift: Gift) -> dict[str, Any]:
    return {
        name: getattr(gift, name)
        for name in (
            "donor_id",
            "kind",
            "given_on",
            "received_on",
            "payment_method",
            "check_number",
            "card_last4",
            "currency",
            "benefit_description",
            "benefit_value",
            "benefit_disregarded",
            "fund_id",
            "campaign_id",
            "anonymous",
        )
    }


def _add(
    session: Session,
    gift: Gift,
    status: GiftStatus,
    values: dict[str, Any],
    reason: str,
    now: datetime,
    who: str,
) -> Gift:
    check_open(session, now)
    line = Gift(number=next_number(session, "gift"), **_line_of(gift, status, reason, now, who), **values)
    session.add(line)
    session.flush()
    return line


def _line_of(gift: Gift, status: GiftStatus, reason: str, now: datetime, who: str) -> dict[str, Any]:
    return {
        "status": status,
        "adjusts_id": gift.id,
        "reason": reason,
        "acknowledgment": Acknowledgment.WAITING if status is GiftStatus.POSTED else Acknowledgment.NOT_DUE,
        "recorded_at": now,
        "recorded_by": who,
        "posted_at": now,
        "posted_by": who,
    }
