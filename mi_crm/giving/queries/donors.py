"""What a donor has given: for the typeahead, the donor card, the People screen and warnings of doubles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, extract, func, or_, select
from sqlalchemy.orm import Session

from mi_crm.giving.queries.register import GiftRow, rows_of
from mi_crm.giving.records import Gift, GiftKind, GiftStatus, PaymentMethod
from mi_crm.giving.rules import gift_number
from mi_crm.people.details import ConstituentKind, ReceiptPolicy
from mi_crm.people.records import Address, Constituent
from mi_crm.shared.dates import short_date
from mi_crm.shared.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class LastGift:
    """The newest gift of a donor."""

    amount: Money
    given_on: date
    payment_method: PaymentMethod
    check_number: str


_newest = (
    select(Gift.id)
    .where(Gift.donor_id == Constituent.id, Gift.status.in_((GiftStatus.POSTED, GiftStatus.OPEN)))
    .order_by(Gift.given_on.desc(), Gift.amount.desc())
    .limit(1)
    .correlate(Constituent)
    .scalar_subquery()
)
# One look into the index for each donor, and made once: a list asks with every letter typed.
_LAST_GIFTS = (
    select(Constituent.id, Gift.amount, Gift.given_on, Gift.payment_method, Gift.check_number)
    .join(Gift, Gift.id == _newest)
    .where(Constituent.id.in_(bindparam("ids", expanding=True)))
)


def last_gifts(session: Session, donor_ids: Sequence[UUID]) -> dict[UUID, LastGift]:
    """Return the newest gift of each donor that has one, lines of open batches included."""
    rows = session.execute(_LAST_GIFTS, {"ids": list(donor_ids)}) if donor_ids else ()
    return {row[0]: LastGift(row[1], row[2], row[3], row[4]) for row in rows}


@dataclass(frozen=True, slots=True)
class DonorOffer:
    """A donor offered while typing."""

    id: UUID
    name: str
    kind: ConstituentKind
    where: str
    """The second line: city, and why it was found."""
    last: LastGift | None


def donor_typeahead(session: Session, typed: str, *, limit: int = 6) -> list[DonorOffer]:
    """Return the donors that fit what was typed, best first, each with the last gift."""
    from mi_crm.people.search import search_people

    found = search_people(session, typed, limit=limit)
    last = last_gifts(session, [row.id for row in found])
    return [DonorOffer(row.id, row.name, row.kind, row.line2, last.get(row.id)) for row in found]


@dataclass(frozen=True, slots=True)
class DonorCard:
    """What is shown of a donor below the donor field."""

    id: UUID
    number: int
    name: str
    kind: ConstituentKind
    city: str
    receipt_policy: ReceiptPolicy
    no_mail: bool
    has_address: bool
    anonymous: bool
    last: LastGift | None


def donor_card(session: Session, donor_id: UUID) -> DonorCard | None:
    """Return a donor's card, or None when nobody has that id."""
    row = session.execute(
        select(
            Constituent.number,
            Constituent.name,
            Constituent.kind,
            Address.city,
            Constituent.receipt_policy,
            Constituent.no_mail,
            Address.id,
            Constituent.anonymous,
        )
        .outerjoin(Address, (Address.constituent_id == Constituent.id) & (Address.position == 0))
        .where(Constituent.id == donor_id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    number, name, kind, city, policy, no_mail, address_id, anonymous = row
    last = last_gifts(session, [donor_id]).get(donor_id)
    return DonorCard(
        donor_id, number, name, kind, city or "", policy, no_mail, address_id is not None, anonymous, last
    )


@dataclass(frozen=True, slots=True)
class Double:
    """A gift that the one being typed may be the same as, with the sentence that says so."""

    gift_id: UUID
    number: int
    same: str
    """"check" for the same check number, "amount" for the same amount and day."""
    sentence: str


def duplicate_check(
    session: Session,
    donor_id: UUID,
    check_number: str,
    amount: Money | None,
    given_on: date | None,
    *,
    today: date,
    but: UUID | None = None,
) -> list[Double]:
    """Return gifts of the donor with the same check number, or the same amount on the same day.

    `but` is the line being edited. Nothing here blocks: two such gifts may both be true.
    """
    same_day = (Gift.amount == amount) & (Gift.given_on == given_on)
    same_check = Gift.check_number == check_number
    wanted: list[Any] = [same_check] if check_number else []
    if amount is not None and given_on is not None:
        wanted.append(same_day)
    if not wanted:
        return []
    rows = session.execute(
        select(Gift.id, Gift.number, Gift.check_number, Gift.given_on)
        .where(
            Gift.donor_id == donor_id,
            Gift.status.in_((GiftStatus.POSTED, GiftStatus.OPEN)),
            or_(*wanted),
        )
        .order_by(Gift.given_on.desc(), Gift.number.desc())
        .limit(5)
    ).all()
    found = [_double(*row, typed=check_number, today=today) for row in rows if row.id != but]
    return sorted(found, key=lambda double: double.same != "check")


def _double(
    gift_id: UUID, number: int, check_number: str, given_on: date, *, typed: str, today: date
) -> Double:
    day = short_date(given_on, today=today)
    if typed and check_number == typed:
        return Double(gift_id, number, "check", f"{typed} is already on the gift of {day}. Another check?")
    same = gift_number(number)
    return Double(gift_id, number, "amount", f"The same amount is there for {day} ({same}). A second gift?")


@dataclass(frozen=True, slots=True)
class YearGiven:
    """What a donor gave in one year."""

    year: int
    amount: Money
    count: int


@dataclass(frozen=True, slots=True)
class Giving:
    """The figures of one donor, without payments that are no gifts."""

    total: Money
    count: int
    this_year: Money
    this_year_count: int
    first_on: date | None
    last: LastGift | None
    largest: Money | None
    years: tuple[YearGiven, ...]
    """Newest first; only years with gifts."""


def giving_of(session: Session, donor_id: UUID, *, today: date) -> Giving:
    """Return the figures of one donor; reversed gifts and refunds are taken out."""
    year = extract("year", Gift.given_on)
    rows = session.execute(
        select(
            year,
            func.sum(Gift.amount),
            func.count().filter(Gift.status == GiftStatus.POSTED),
            func.min(Gift.given_on).filter(Gift.status == GiftStatus.POSTED),
            func.max(Gift.amount).filter(Gift.status == GiftStatus.POSTED),
        )
        .where(Gift.donor_id == donor_id, Gift.status != GiftStatus.OPEN, Gift.kind != GiftKind.PAYMENT)
        .group_by(year)
        .order_by(year.desc())
    ).all()
    years = tuple(YearGiven(int(row[0]), row[1], row[2]) for row in rows)
    now = next((one for one in years if one.year == today.year), YearGiven(today.year, ZERO, 0))
    largest = [row[4] for row in rows if row[2]]
    return Giving(
        total=sum((one.amount for one in years), ZERO),
        count=sum(one.count for one in years),
        this_year=now.amount,
        this_year_count=now.count,
        first_on=min((row[3] for row in rows if row[2]), default=None),
        last=_last_posted(session, donor_id),
        largest=max(largest, default=None),
        years=tuple(one for one in years if one.count or one.amount),
    )


def _last_posted(session: Session, donor_id: UUID) -> LastGift | None:
    row = session.execute(
        select(Gift.amount, Gift.given_on, Gift.payment_method, Gift.check_number)
        .where(Gift.donor_id == donor_id, Gift.status == GiftStatus.POSTED, Gift.kind != GiftKind.PAYMENT)
        .order_by(Gift.given_on.desc(), Gift.amount.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else LastGift(*row)


def gifts_of(session: Session, donor_id: UUID, *, limit: int = 30, offset: int = 0) -> list[GiftRow]:
    """Return the gifts of one donor, newest first, without lines of open batches."""
    numbers = session.scalars(
        select(Gift.number)
        .where(Gift.donor_id == donor_id, Gift.status != GiftStatus.OPEN)
        .order_by(Gift.given_on.desc(), Gift.number.desc())
        .offset(offset)
        .limit(limit)
    ).all()
    return rows_of(session, Gift.number, numbers)
