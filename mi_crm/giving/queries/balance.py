"""Whether the ledger adds up: what was taken back equals what was given, and no line is left between."""

from sqlalchemy import and_, func, literal, select
from sqlalchemy.orm import Session, aliased

from mi_crm.giving.records import Batch, BatchStatus, Gift, GiftStatus
from mi_crm.giving.rules import gift_number
from mi_crm.shared.money import ZERO
from mi_crm.store.columns import Cents

_NOTHING = literal(ZERO, Cents)


def unbalanced(session: Session) -> list[str]:
    """Return a sentence for each gift that does not fit its reversal, its refunds or its batch."""
    return [*_reversals(session), *_refunds(session), *_open_lines(session)]


def _reversals(session: Session) -> list[str]:
    back = aliased(Gift)
    rows = session.execute(
        select(Gift.number)
        .outerjoin(back, and_(back.adjusts_id == Gift.id, back.status == GiftStatus.REVERSAL))
        .where(Gift.status == GiftStatus.REVERSED)
        .group_by(Gift.id)
        .having((func.count(back.id) != 1) | (func.coalesce(func.sum(back.amount), _NOTHING) != -Gift.amount))
    )
    stray = session.execute(
        select(back.number)
        .join(Gift, Gift.id == back.adjusts_id)
        .where(back.status == GiftStatus.REVERSAL, Gift.status != GiftStatus.REVERSED)
    )
    return [
        *(
            f"{gift_number(number)} is reversed, but its reversal does not take back the same."
            for (number,) in rows
        ),
        *(f"{gift_number(number)} takes back a gift that still stands." for (number,) in stray),
    ]


def _refunds(session: Session) -> list[str]:
    refund = aliased(Gift)
    sent_back = (
        select(func.coalesce(func.sum(refund.amount), _NOTHING))
        .where(refund.adjusts_id == Gift.id, refund.status == GiftStatus.REFUND)
        .scalar_subquery()
    )
    touched = (Gift.refunded != ZERO) | Gift.id.in_(
        select(refund.adjusts_id).where(refund.status == GiftStatus.REFUND)
    )
    rows = session.execute(select(Gift.number).where(touched, Gift.refunded != -sent_back))
    return [f"{gift_number(number)}: what was sent back is not what its refunds say." for (number,) in rows]


def _open_lines(session: Session) -> list[str]:
    rows = session.execute(
        select(Gift.number, Batch.number)
        .join(Batch, Batch.id == Gift.batch_id)
        .where(Gift.status == GiftStatus.OPEN, Batch.status == BatchStatus.POSTED)
    )
    return [f"{gift_number(number)} is open, but its batch {batch} is posted." for number, batch in rows]
