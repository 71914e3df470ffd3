"""What is to be mended before a year is summed up: each check with its count and its list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select, type_coerce
from sqlalchemy.orm import Session

from mi_crm.giving.queries.periods import period_days
from mi_crm.giving.records import Batch, BatchStatus, Gift, GiftStatus
from mi_crm.people.details import ConstituentKind, ReceiptPolicy
from mi_crm.people.double_pairs import DoublePair, likely_pairs
from mi_crm.people.records import Address, Constituent, Email
from mi_crm.receipts.queries.reasons import paid
from mi_crm.receipts.queries.register import YearOfNumbers, years
from mi_crm.receipts.queries.summaries import of_year
from mi_crm.receipts.queries.year_groups import Group, money, without
from mi_crm.receipts.queries.year_lists import Behind, year_gifts_sum
from mi_crm.receipts.records import Delivery, Receipt, ReceiptState, Series
from mi_crm.receipts.rules.ways import OPEN, DeliveryState
from mi_crm.shared.money import ZERO, Money
from mi_crm.store.columns import Cents


@dataclass(frozen=True, slots=True)
class YearChecks:
    """What there is to mend of a year, in figures."""

    year: int
    open_batches: int
    """With gifts dated in the year."""
    posted_batches: int
    posted_with_reason: int
    """Posted although they were not in balance."""
    register: YearOfNumbers | None
    """The receipts of the year; None when it has none."""
    to_mend: int
    """Gifts of which no paper can be made until something is filled in."""
    waiting: int
    waiting_total: Money
    nowhere: int
    """Donors whom neither a letter nor an e-mail reaches."""
    nowhere_total: Money
    returned: int
    """Donors from whose address mail came back."""
    doubles: int
    """Pairs that are likely one person."""
    came_back: int
    """Receipts that were refused or came back, and nobody has seen to."""

    @property
    def left(self) -> int:
        """How many of the checks find something."""
        found = (self.open_batches, self.to_mend, self.waiting, self.nowhere, self.returned, self.doubles)
        return sum(bool(count) for count in (*found, self.came_back, self.register and self.register.gaps))


@dataclass(frozen=True, slots=True)
class YearDonorRow:
    """A donor of whom something is to be mended, with what they gave in the year."""

    donor_id: UUID
    donor: str
    donor_kind: ConstituentKind
    gifts: int
    paid: Money
    email: str
    """Where a summary can go instead; empty when there is none."""

    @property
    def id(self) -> UUID:
        """The donor, by which lists tell rows apart."""
        return self.donor_id


def year_checks(session: Session, year: int) -> YearChecks:
    """Return what there is to mend of a year."""
    waiting, waiting_total = year_gifts_sum(session, Behind(year=year, waiting=True))
    to_mend, _ = year_gifts_sum(session, Behind(year=year, to_mend=True))
    nowhere, nowhere_total = _count(session, _nowhere(year))
    returned, _ = _count(session, _returned(year))
    posted, with_reason = _posted_batches(session, year)
    return YearChecks(
        year=year,
        open_batches=_open_batches(session, year),
        posted_batches=posted,
        posted_with_reason=with_reason,
        register=_register(session, year),
        to_mend=to_mend,
        waiting=waiting,
        waiting_total=waiting_total,
        nowhere=nowhere,
        nowhere_total=nowhere_total,
        returned=returned,
        doubles=len(doubles_of(session, year)),
        came_back=_came_back(session, year),
    )


def donors_of_check(
    session: Session, year: int, check: str, *, offset: int = 0, limit: int = 200
) -> list[YearDonorRow]:
    """Return the donors of a year that a check finds, "nowhere" or "returned", by name."""
    query = _people(*_DONORS[check](year)).order_by(Constituent.sort_name, Constituent.number)
    return [YearDonorRow(*row) for row in session.execute(query.offset(offset).limit(limit))]


def donors_of_check_count(session: Session, year: int, check: str) -> tuple[int, Money]:
    """Return how many donors a check finds, and what they gave in the year."""
    return _count(session, _DONORS[check](year))


def doubles_of(session: Session, year: int) -> list[DoublePair]:
    """Return the donors of a year who may be one: two summaries could go to one home."""
    return likely_pairs(session, select(Gift.donor_id).where(of_year(year)))


def _nowhere(year: int) -> tuple[int, ColumnElement[bool]]:
    place = without(()).label("place")
    found = money(year, Gift.donor_id).where(place == Group.NO_ADDRESS)
    return year, Constituent.id.in_(found)


def _returned(year: int) -> tuple[int, ColumnElement[bool]]:
    came_back = exists().where(
        Address.constituent_id == Constituent.id, Address.position == 0, Address.returned
    )
    gave = Constituent.id.in_(select(Gift.donor_id).where(of_year(year)))
    return year, came_back & gave & (Constituent.receipt_policy != ReceiptPolicy.NONE)


_DONORS: Final[Mapping[str, Callable[[int], tuple[int, ColumnElement[bool]]]]] = {
    "nowhere": _nowhere,
    "returned": _returned,
}


def _people(year: int, which: ColumnElement[bool]) -> Select[UUID, str, ConstituentKind, int, Money, str]:
    email = (
        select(Email.address)
        .where(Email.constituent_id == Constituent.id)
        .order_by(Email.position)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            Constituent.id,
            Constituent.name,
            Constituent.kind,
            func.count(Gift.id).label("gifts"),
            type_coerce(func.sum(paid()), Cents()).label("paid"),
            func.coalesce(email, "").label("email"),
        )
        .join(Gift, Gift.donor_id == Constituent.id)
        .where(of_year(year), which)
        .group_by(Constituent.id)
    )


def _count(session: Session, which: tuple[int, ColumnElement[bool]]) -> tuple[int, Money]:
    found = _people(*which).subquery()
    count, total = session.execute(select(func.count(), type_coerce(func.sum(found.c.paid), Cents()))).one()
    return count, total or ZERO


def _open_batches(session: Session, year: int) -> int:
    found = select(func.count(Gift.batch_id.distinct())).where(
        Gift.status == GiftStatus.OPEN, Gift.given_on.between(*period_days(year))
    )
    return session.scalar(found) or 0


def _posted_batches(session: Session, year: int) -> tuple[int, int]:
    query = select(func.count(), func.count().filter(Batch.difference_reason != "")).where(
        Batch.status == BatchStatus.POSTED, Batch.batch_date.between(*period_days(year))
    )
    count, with_reason = session.execute(query).one()
    return count, with_reason


def _register(session: Session, year: int) -> YearOfNumbers | None:
    found = (one for one in years(session) if one.year == year and one.series is Series.RECEIPT)
    return next(found, None)


def _came_back(session: Session, year: int) -> int:
    query = (
        select(func.count(Delivery.paper_id.distinct()))
        .join(Receipt, Receipt.id == Delivery.paper_id)
        .where(
            Receipt.year == year,
            Receipt.state == ReceiptState.ISSUED,
            Delivery.state.in_([state for state in OPEN if state is not DeliveryState.WAITING]),
        )
    )
    return session.scalar(query) or 0
