"""One gift with its whole history, told in sentences."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.giving.actions.details import detail_of
from mi_crm.giving.detail import GiftDetail
from mi_crm.giving.queries.register import GiftRow, gift_row
from mi_crm.giving.records import Acknowledgment, Batch, Gift, GiftStatus
from mi_crm.giving.rules import Happening
from mi_crm.organization.records import Organization
from mi_crm.shared.dates import field_date
from mi_crm.shared.money import Money


@dataclass(frozen=True, slots=True)
class Linked:
    """Another line of the same history."""

    id: UUID
    number: int
    status: GiftStatus
    amount: Money


@dataclass(frozen=True, slots=True)
class GiftStory:
    """A gift as its pane shows it."""

    row: GiftRow
    version: int
    memo: str
    note: str
    anonymous: bool
    detail: GiftDetail
    reason: str
    elsewhere_by: str
    elsewhere_number: str
    elsewhere_on: date | None
    history: tuple[Happening, ...]
    linked: tuple[Linked, ...]


def gift_story(session: Session, gift_id: UUID) -> GiftStory | None:
    """Return a gift with its history, oldest first, or None when it is not there."""
    gift, row = session.get(Gift, gift_id), gift_row(session, gift_id)
    if gift is None or row is None:
        return None
    later = session.scalars(select(Gift).where(Gift.adjusts_id == gift_id).order_by(Gift.number)).all()
    before = session.get(Gift, gift.adjusts_id) if gift.adjusts_id else None
    zone = _zone(session)
    history = [*_beginning(session, gift, before, zone), *_later(gift, later, zone)]
    if gift.acknowledgment is Acknowledgment.ELSEWHERE and gift.elsewhere_on:
        history.append(
            Happening.receipted_elsewhere(gift.elsewhere_on, gift.elsewhere_by, gift.elsewhere_number)
        )
    links = ([before] if before else []) + list(later)
    return GiftStory(
        row=row,
        version=gift.version,
        memo=gift.memo,
        note=gift.note,
        anonymous=gift.anonymous,
        detail=detail_of(session, gift_id),
        reason=gift.reason,
        elsewhere_by=gift.elsewhere_by,
        elsewhere_number=gift.elsewhere_number,
        elsewhere_on=gift.elsewhere_on,
        history=tuple(history),
        linked=tuple(Linked(other.id, other.number, other.status, other.amount) for other in links),
    )


def standing_gift(session: Session, gift_id: UUID) -> UUID:
    """Return the gift that stands for this one now: itself, or the last re-entry after corrections."""
    while (
        later := session.scalar(
            select(Gift.id).where(
                Gift.adjusts_id == gift_id, Gift.status.in_((GiftStatus.POSTED, GiftStatus.REVERSED))
            )
        )
    ) is not None:
        gift_id = later
    return gift_id


def gift_by_transaction(session: Session, source: str, transaction_id: str) -> UUID | None:
    """Return the gift that an outside payment became, as it stands after corrections."""
    found = session.scalar(
        select(Gift.id).where(Gift.source == source, Gift.transaction_id == transaction_id)
    )
    return None if found is None else standing_gift(session, found)


def _beginning(session: Session, gift: Gift, before: Gift | None, zone: ZoneInfo) -> list[Happening]:
    recorded = _day(gift.recorded_at, zone)
    if before is not None and gift.status is GiftStatus.REVERSAL:
        return [Happening.takes_back(recorded, before.number, gift.reason)]
    if before is not None and gift.status is GiftStatus.REFUND:
        return [Happening.sends_back(gift.given_on, before.number, gift.reason)]
    batch = session.scalar(select(Batch.number).where(Batch.id == gift.batch_id)) if gift.batch_id else None
    history = [Happening.entered(recorded, gift.recorded_by, batch)]
    if before is not None:
        history.append(Happening.replaces(recorded, before.number, _changes(before, gift), gift.reason))
    if batch is not None and gift.posted_at is not None:
        history.append(Happening.posted(_day(gift.posted_at, zone), gift.posted_by))
    return history


def _later(gift: Gift, later: object, zone: ZoneInfo) -> list[Happening]:
    lines: list[Gift] = list(later)  # type: ignore[call-overload]
    entered_again = next(
        (line for line in lines if line.status in (GiftStatus.POSTED, GiftStatus.REVERSED)), None
    )
    found = []
    for line in lines:
        on = _day(line.recorded_at, zone)
        if line.status is GiftStatus.REFUND:
            found.append(
                Happening.refunded(line.given_on, -line.amount, line.recorded_by, line.reason, line.number)
            )
        elif line.status is GiftStatus.REVERSAL and entered_again is None:
            found.append(Happening.reversed_(on, line.recorded_by, line.reason, line.number))
        elif line is entered_again:
            found.append(Happening.corrected(on, line.recorded_by, line.reason, line.number))
    return found


def _changes(before: Gift, after: Gift) -> str:
    """Return what differs, such as ": amount $100.00 became $1,000.00"."""
    found = []
    if before.amount != after.amount:
        found.append(f"amount {before.amount.dollars()} became {after.amount.dollars()}")
    if before.given_on != after.given_on:
        found.append(f"date of gift {field_date(before.given_on)} became {field_date(after.given_on)}")
    others = {
        "the donor": before.donor_id != after.donor_id,
        "the fund": before.fund_id != after.fund_id,
        "the campaign": before.campaign_id != after.campaign_id,
        "the payment method": before.payment_method != after.payment_method,
        "the check number": before.check_number != after.check_number,
        "the kind": before.kind != after.kind,
        "what was given in return": (before.benefit_description, before.benefit_value)
        != (after.benefit_description, after.benefit_value),
    }
    if changed := [what for what, differs in others.items() if differs]:
        found.append(f"{', '.join(changed)} changed")
    return f" ({'; '.join(found)})" if found else ""


def _zone(session: Session) -> ZoneInfo:
    return ZoneInfo(session.scalar(select(Organization.time_zone)) or "America/Los_Angeles")


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
