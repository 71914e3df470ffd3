"""Receipts whose gift is no longer what they say: corrected, taken back or returned since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import literal_column, or_, select
from sqlalchemy.orm import Session

from mi_crm.giving.records import Gift, GiftStatus
from mi_crm.receipts.records import Receipt, ReceiptLine, ReceiptState
from mi_crm.shared.money import Money


@dataclass(frozen=True, slots=True)
class Standing:
    """A receipt that stands in the register."""

    id: UUID
    number: str
    issued_on: date


def receipts_behind(session: Session, adjusts: Mapping[UUID, UUID | None]) -> dict[UUID, Standing]:
    """Return, for gifts that were entered again, the standing receipt of what they stand in for.

    `adjusts` holds, by gift, the gift it stands in for; the way back may pass several corrections.
    """
    found: dict[UUID, Standing] = {}
    steps = {gift: before for gift, before in adjusts.items() if before is not None}
    while steps:
        standing = standing_receipts(session, list(set(steps.values())))
        found |= {gift: standing[before] for gift, before in steps.items() if before in standing}
        rest = {gift: before for gift, before in steps.items() if before not in standing}
        earlier = dict(
            session.execute(select(Gift.id, Gift.adjusts_id).where(Gift.id.in_(rest.values()))).all()
        )
        steps = {gift: again for gift, before in rest.items() if (again := earlier.get(before)) is not None}
    return found


def standing_receipts(session: Session, gift_ids: list[UUID]) -> dict[UUID, Standing]:
    """Return the receipt that stands for each of these gifts, where there is one."""
    rows = session.execute(
        select(ReceiptLine.gift_id, Receipt.id, Receipt.number, Receipt.issued_on, Receipt.state)
        .join(Receipt, Receipt.id == ReceiptLine.receipt_id)
        .where(ReceiptLine.gift_id.in_(gift_ids))
    )
    # The state is looked at here: asked for in SQL, nearly the whole register has the right one.
    return {
        gift_id: Standing(receipt_id, number, day)
        for gift_id, receipt_id, number, day, state in rows
        if state is ReceiptState.ISSUED
    }


def successor(session: Session, gift_id: UUID) -> UUID | None:
    """Return the gift that now stands for this one: itself, its newest re-entry, or None when it is gone."""
    while True:
        status = session.scalar(select(Gift.status).where(Gift.id == gift_id))
        if status is GiftStatus.POSTED:
            return gift_id
        again = session.scalar(
            select(Gift.id).where(
                Gift.adjusts_id == gift_id, Gift.status.in_((GiftStatus.POSTED, GiftStatus.REVERSED))
            )
        )
        if again is None:
            return None
        gift_id = again


@dataclass(frozen=True, slots=True)
class OutdatedRow:
    """A standing receipt that no longer says what is so, and what to do about it."""

    number: str
    donor: str
    issued_on: date
    amount: Money
    void: bool
    """Void it, for nothing of the gift is left; otherwise replace it."""
    reason: str


def outdated(session: Session) -> list[OutdatedRow]:
    """Return standing receipts whose gift was taken back, corrected or returned since, oldest first."""
    # The words of ix_gift_changed.
    changed = or_(
        Gift.status == literal_column(f"'{GiftStatus.REVERSED}'"), Gift.refunded > literal_column("0")
    )
    rows = session.execute(
        select(Receipt.number, Receipt.donor_name, Receipt.issued_on, Receipt.amount, Receipt.state,
               Gift.id, Gift.status, Gift.amount.label("given"), Gift.refunded)
        .join(ReceiptLine, ReceiptLine.gift_id == Gift.id)
        .join(Receipt, Receipt.id == ReceiptLine.receipt_id)
        .where(changed)
    )  # fmt: skip
    # Which receipts stand and which came first is looked at here, as in `standing_receipts`.
    standing = [row for row in rows if row.state is ReceiptState.ISSUED]
    found = []
    for row in sorted(standing, key=lambda row: row.number):
        left = row.given - row.refunded
        if row.status is GiftStatus.POSTED and left == row.amount:
            continue
        gone = not left or successor(session, row.id) is None
        reason = _REASONS[row.status is GiftStatus.POSTED, gone]
        found.append(OutdatedRow(row.number, row.donor_name, row.issued_on, row.amount, gone, reason))
    return found


_REASONS = {
    (False, True): "The gift was taken back",
    (False, False): "The gift was corrected",
    (True, True): "All of the gift was returned",
    (True, False): "Part of the gift was returned",
}
