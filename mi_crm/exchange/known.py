"""What is here already: the people, payments, funds and campaigns that the rows of a file may mean."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mi_crm.exchange.matching import Circle, Newcomer, Somebody, as_somebody, signs
from mi_crm.exchange.records import Import, ImportRow, Verdict
from mi_crm.giving.records import Campaign, Fund, Gift, GiftStatus, PaymentMethod
from mi_crm.organization.records import Organization
from mi_crm.people.records import Address, Constituent, Email, Phone
from mi_crm.receipts.records import Receipt, ReceiptLine, ReceiptState
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import fold

T = TypeVar("T")


def in_parts(values: Iterable[T], size: int = 1000) -> Iterator[list[T]]:
    """Yield the values in lists that one statement can take."""
    waiting = iter(values)
    while part := list(islice(waiting, size)):
        yield part


def home_zone(session: Session) -> ZoneInfo:
    """Return the organization's time zone."""
    return ZoneInfo(session.scalar(select(Organization.time_zone)) or "America/Los_Angeles")


def people_like(session: Session, emails: set[str], sort_names: set[str]) -> Circle:
    """Return everybody who has one of these e-mails or names."""
    ids: set[UUID] = set()
    for some in in_parts(sorted(emails)):
        ids.update(session.scalars(select(Email.constituent_id).where(Email.address.in_(some))))
    for some in in_parts(sorted(sort_names)):
        ids.update(session.scalars(select(Constituent.id).where(Constituent.sort_name.in_(some))))
    circle = Circle()
    for part in in_parts(sorted(ids)):
        mail, zips, phones = (
            _grouped(session, column, owner, part)
            for column, owner in (
                (Email.address, Email.constituent_id),
                (Address.zip, Address.constituent_id),
                (Phone.number, Phone.constituent_id),
            )
        )
        rows = session.execute(
            select(Constituent.id, Constituent.number, Constituent.name, Constituent.sort_name)
            .where(Constituent.id.in_(part))
            .order_by(Constituent.number)
        )
        for row in rows:
            circle.add(
                Somebody(
                    row.name,
                    row.sort_name,
                    id=row.id,
                    number=row.number,
                    emails=frozenset(mail[row.id]),
                    signs=signs(zips[row.id], phones[row.id]),
                )
            )
    return circle


def _grouped(
    session: Session, column: InstrumentedAttribute[str], owner: InstrumentedAttribute[UUID], ids: list[UUID]
) -> defaultdict[UUID, list[str]]:
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for person, value in session.execute(select(owner, column).where(owner.in_(ids))):
        found[person].append(value)
    return found


class Naming(Protocol):
    """A row of a file that names a person."""

    row: int
    verdict: Verdict
    reason: str
    person: Somebody | None
    adds: Newcomer | None


def find_people(session: Session, lines: Sequence[Naming], *, by_hand: str, alone: bool = True) -> None:
    """Say of each row whether its person is known, new, or to be settled by hand in these words.

    With `alone` a name that somebody has is somebody new even where nothing but the name is said.
    """
    new = [(line, line.adds) for line in lines if line.adds is not None]
    circle = people_like(
        session,
        {email.address for _, adds in new for email in adds.what.emails},
        {adds.sort_name for _, adds in new if adds.sort_name},
    )
    for line, adds in new:
        match = circle.find(adds)
        if match.person:
            line.person, line.adds = match.person, None
            line.verdict, line.reason = Verdict.MATCH, f"{match.person}, by {match.how}."
        elif match.doubt:
            line.verdict, line.reason = Verdict.PARK, match.doubt.replace("Enter it", by_hand)
        elif match.double and not (alone or adds.what.emails or adds.signs):
            line.verdict, line.reason = Verdict.PARK, f"May be {match.double}. {by_hand} by hand."
        else:
            line.person = as_somebody(adds, line.row)
            circle.add(line.person)
            double = f"May be the same as {match.double}: compare them." if match.double else ""
            line.verdict = Verdict.CREATE
            line.reason = " ".join(filter(None, ("Somebody new.", double, *adds.left_out)))


@dataclass(frozen=True, slots=True)
class KnownPayment:
    """A payment or refund of this source that is in the books."""

    id: UUID
    number: int
    given_on: date
    left: Money
    """What was not sent back yet."""
    standing: bool
    """Whether it counts, rather than having been taken out."""
    receipt: str = ""
    """The number of the receipt that was issued for it."""


def payments(session: Session, source: str, ids: set[str]) -> dict[str, KnownPayment]:
    """Return the payments that are here, by transaction id.

    What an undone import took out was never here; what was corrected is the gift that now stands.
    """
    found: dict[str, KnownPayment] = {}
    for part in in_parts(sorted(ids)):
        gifts = session.execute(
            select(*_PAYMENT).where(Gift.source == source, Gift.transaction_id.in_(part))
        ).all()
        undone = _undone(session, [gift.id for gift in gifts if gift.status is GiftStatus.REVERSED])
        standing = {
            str(gift.transaction_id): gift
            if gift.status is not GiftStatus.REVERSED
            else _correction(session, gift)
            # What stands comes last and so wins over what was taken out under the same id.
            for gift in sorted(gifts, key=lambda gift: gift.status is not GiftStatus.REVERSED)
            if gift.id not in undone
        }
        receipts = receipts_of(session, [gift.id for gift in standing.values()])
        for transaction_id, gift in standing.items():
            found[transaction_id] = KnownPayment(
                gift.id,
                gift.number,
                gift.given_on,
                gift.amount - gift.refunded,
                gift.status is GiftStatus.POSTED,
                receipts.get(gift.id, ""),
            )
    return found


_PAYMENT = (
    Gift.id,
    Gift.number,
    Gift.status,
    Gift.given_on,
    Gift.amount,
    Gift.refunded,
    Gift.transaction_id,
)
_Payment = Row[UUID, int, GiftStatus, date, Money, Money, str | None]


def _undone(session: Session, ids: list[UUID]) -> set[UUID]:
    """Return which of these reversed gifts came with an import that was undone."""
    return {
        gift_id
        for part in in_parts(ids)
        for gift_id in session.scalars(
            select(ImportRow.gift_id)
            .join(Import, Import.id == ImportRow.import_id)
            .where(ImportRow.gift_id.in_(part), Import.undone_at.is_not(None))
        )
        if gift_id is not None
    }


def _correction(session: Session, gift: _Payment) -> _Payment:
    """Return the gift that now stands for a reversed one, or the gift itself when none does."""
    while gift.status is GiftStatus.REVERSED:
        successor = session.execute(
            select(*_PAYMENT).where(
                Gift.adjusts_id == gift.id, Gift.status.in_((GiftStatus.POSTED, GiftStatus.REVERSED))
            )
        ).first()
        if successor is None:
            break
        gift = successor
    return gift


def receipts_of(session: Session, gift_ids: list[UUID]) -> dict[UUID, str]:
    """Return the number of the receipt that stands for each gift that has one."""
    return {
        gift_id: number
        for part in in_parts(gift_ids)
        for gift_id, number in session.execute(
            select(ReceiptLine.gift_id, Receipt.number)
            .join(Receipt, Receipt.id == ReceiptLine.receipt_id)
            .where(ReceiptLine.gift_id.in_(part), Receipt.state == ReceiptState.ISSUED)
        )
    }


def typed_by_hand(session: Session, donors: set[UUID]) -> dict[tuple[UUID, date, Money], int]:
    """Return the numbers of these donors' PayPal gifts without a transaction id, by donor, day and amount."""
    return {
        (donor, given_on, amount): number
        for part in in_parts(sorted(donors))
        for donor, given_on, amount, number in session.execute(
            select(Gift.donor_id, Gift.given_on, Gift.amount, Gift.number).where(
                Gift.donor_id.in_(part),
                Gift.payment_method == PaymentMethod.PAYPAL,
                Gift.transaction_id.is_(None),
                Gift.adjusts_id.is_(None),
                Gift.status.in_((GiftStatus.OPEN, GiftStatus.POSTED)),
            )
        )
    }


@dataclass(frozen=True, slots=True)
class Purposes:
    """What gifts may be for, by folded name."""

    default: UUID
    funds: dict[str, UUID]
    campaigns: dict[str, UUID]


def purposes(session: Session) -> Purposes:
    """Return the funds and campaigns that are open. Raises Problem when there is no fund yet."""
    funds = session.execute(
        select(Fund.id, Fund.name, Fund.short_name)
        .where(Fund.closed_on.is_(None))
        .order_by(Fund.is_default.desc(), Fund.name)
    ).all()
    if not funds:
        raise Problem("There is no fund that gifts could be for. Add one in Settings, then import again.")
    names = {
        fold(name): fund.id for fund in reversed(funds) for name in (fund.short_name, fund.name) if fold(name)
    }
    campaigns = session.execute(select(Campaign.name, Campaign.id).where(Campaign.closed_on.is_(None)))
    return Purposes(funds[0].id, names, {fold(name): campaign_id for name, campaign_id in campaigns})


def imported_before(session: Session, sha256: str) -> Import | None:
    """Return the standing import of the very same file, if there is one."""
    return session.scalar(
        select(Import)
        .where(Import.file_sha256 == sha256, Import.undone_at.is_(None))
        .order_by(Import.number.desc())
        .limit(1)
    )
