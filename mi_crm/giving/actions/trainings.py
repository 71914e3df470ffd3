"""Which gifts paid for which training: their parts never exceed the gift, and follow it when it changes."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.giving.queries.impact import usable
from mi_crm.giving.records import Fund, Gift, GiftStatus, TrainingGift
from mi_crm.giving.rules import gift_number
from mi_crm.programs.details import TrainingState
from mi_crm.programs.records import Training
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.store.rows import telling


def link_gifts(session: Session, training_id: UUID, parts: Mapping[UUID, Money]) -> Money:
    """Set how much of each of these gifts paid for a training, zero for none, and return their sum.

    Raises Problem, with nothing linked, when a part exceeds what is left of its gift, or its fund pays for
    another program.
    """
    training = session.get(Training, training_id)
    if training is None:
        raise NotFound("This training is no longer in the list.")
    if training.state is TrainingState.CANCELED and any(parts.values()):
        raise Problem("{title} is canceled, so no gift can pay for it.", title=training.title)
    with telling(session, "training.gifts_linked") as act:
        for gift_id, part in parts.items():
            _set_part(session, training, gift_id, part)
        session.flush()
        total = sum(parts.values(), ZERO)
        gifts = [("gift", gift_id) for gift_id in parts]
        act.about(training, *gifts, name=training.title, count=len(parts), amount=total)
    return total


def _set_part(session: Session, training: Training, gift_id: UUID, part: Money) -> None:
    if part < ZERO:
        raise Problem("A part of a gift cannot be below zero.")
    row = session.get(TrainingGift, (training.id, gift_id))
    if not part:
        if row is not None:
            session.delete(row)
        return
    gift = session.get(Gift, gift_id)
    if gift is None:
        raise NotFound("This gift is no longer in the list.")
    number = gift_number(gift.number)
    if gift.status is not GiftStatus.POSTED:
        raise Problem("{gift} is not posted, or was taken back. It pays for nothing.", gift=number)
    fund = session.get_one(Fund, gift.fund_id)
    if not pays_for(fund, training):
        raise Problem("{gift} is for the fund {fund}, which pays for another program.",
                      gift=number, fund=fund.name)  # fmt: skip
    if row is None:
        row = TrainingGift(training_id=training.id, gift_id=gift_id)
        session.add(row)
    row.amount = part
    check_parts(session, gift)


def pays_for(fund: Fund, training: Training) -> bool:
    """Say whether a fund may pay for a training: it is for its program, or for all alike."""
    return fund.program_id is None or fund.program_id == training.program_id


def check_parts(session: Session, gift: Gift) -> None:
    """Raise Problem when the parts of a gift exceed what of it can pay for trainings."""
    session.flush()
    whole, parts = whole_of(session, gift), _parts(session, gift.id)
    linked = sum((part.amount for part in parts), ZERO)
    if linked > whole:
        raise Problem(
            "{gift} has {whole} for trainings, and {linked} of it would be linked. Type less.",
            gift=gift_number(gift.number),
            whole=whole.dollars(),
            linked=linked.dollars(),
        )


def whole_of(session: Session, gift: Gift) -> Money:
    """Return how much of a gift can pay for trainings."""
    session.flush()
    return session.scalars(select(usable()).where(Gift.id == gift.id)).one()


def follow_gift(session: Session, old: Gift, new: Gift) -> None:
    """Let the parts of a gift that was entered again belong to the new one, as far as it reaches."""
    fund = session.get_one(Fund, new.fund_id)
    for part in _parts(session, old.id):
        training = session.get_one(Training, part.training_id)
        if pays_for(fund, training):
            session.add(TrainingGift(training_id=part.training_id, gift_id=new.id, amount=part.amount))
        session.delete(part)
    trim_parts(session, new)


def trim_parts(session: Session, gift: Gift) -> None:
    """Take from the parts of a gift, the largest first, what of it was sent back."""
    parts = _parts(session, gift.id)
    if not parts:
        return
    over = sum((part.amount for part in parts), ZERO) - whole_of(session, gift)
    for part in parts:
        if over <= ZERO:
            break
        taken = min(over, part.amount)
        over -= taken
        if taken == part.amount:
            session.delete(part)
        else:
            part.amount -= taken
    session.flush()


def _parts(session: Session, gift_id: UUID) -> list[TrainingGift]:
    session.flush()
    mine = select(TrainingGift).where(TrainingGift.gift_id == gift_id)
    return list(session.scalars(mine.order_by(TrainingGift.amount.desc(), TrainingGift.training_id)))
