"""What gifts made possible: gift, fund, training, practitioners. Numbers only, never names."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, case, func, literal, select, type_coerce
from sqlalchemy.orm import Session

from mi_crm.giving.records import NOT_MONEY, Campaign, Fund, Gift, GiftKind, GiftStatus, TrainingGift
from mi_crm.people.details import ConstituentKind
from mi_crm.people.records import Constituent
from mi_crm.people.search import search_people
from mi_crm.programs.details import EnrollmentState, TrainingState, WorksIn
from mi_crm.programs.records import Enrollment, Training
from mi_crm.shared.money import ZERO, Money
from mi_crm.store.columns import Cents

NO_GIFT: Final = (GiftKind.PAYMENT, GiftKind.RAFFLE, GiftKind.TUITION)
"""Payments for something: they pay for no training."""


def usable() -> ColumnElement[Money]:
    """Return how much of a posted gift can pay for trainings: its contribution, less what was sent back."""
    left = type_coerce(func.coalesce(Gift.contribution, Gift.amount) - Gift.refunded, Cents())
    return type_coerce(
        case(
            (Gift.kind.in_((*NO_GIFT, *NOT_MONEY)), _NOTHING),
            ((Gift.benefit_description != "") & Gift.benefit_value.is_(None), _NOTHING),
            (left < ZERO, _NOTHING),
            else_=left,
        ),
        Cents(),
    )


def free() -> ColumnElement[Money]:
    """Return how much of a posted gift could pay for trainings and is linked to none."""
    parts = select(func.sum(TrainingGift.amount)).where(TrainingGift.gift_id == Gift.id).scalar_subquery()
    return type_coerce(usable() - func.coalesce(parts, _NOTHING), Cents())


_NOTHING: Final = literal(ZERO, Cents())


@dataclass(frozen=True, slots=True)
class PaidRow:
    """A gift, or the part of one, that paid for a training."""

    gift_id: UUID
    number: int
    donor_id: UUID
    donor: str
    donor_kind: ConstituentKind
    given_on: date
    fund: str
    campaign: str
    gift_kind: GiftKind
    whole: Money
    """What of the gift can pay for trainings."""
    part: Money


@dataclass(frozen=True, slots=True)
class Offer:
    """A gift that could pay for a training."""

    gift_id: UUID
    number: int
    donor: str
    given_on: date
    fund: str
    own_fund: bool
    """The fund is for the program of the training."""
    whole: Money
    part: Money
    """What of it pays for this training now."""
    free: Money
    """What of it pays for no training yet."""

    @property
    def id(self) -> UUID:
        """The key of the gift."""
        return self.gift_id


@dataclass(frozen=True, slots=True)
class PaidFor:
    """What paid for a training."""

    amount: Money = ZERO
    gifts: int = 0


@dataclass(frozen=True, slots=True)
class GiftTraining:
    """A training that a gift paid for, with what came of it."""

    training_id: UUID
    title: str
    term: str
    state: TrainingState
    first_day: date | None
    part: Money
    trained: int
    """Practitioners who completed it."""
    enrolled: int
    patients: int
    """In the care of those who completed it, as they report it."""


@dataclass(frozen=True, slots=True)
class MadePossible:
    """What gifts helped to do; only trainings that were held count."""

    trainings: tuple[GiftTraining, ...] = ()
    """All of them, also those still to come, the latest first."""
    held: int = 0
    trained: int = 0
    """Practitioners who completed one of them, each once."""
    serving: tuple[tuple[WorksIn, int], ...] = ()
    """How many of them serve whom, the most first."""
    patients: int = 0
    told: tuple[str, ...] = ()
    """What donors may be told of those that were held, one sentence each."""


def paid_by(session: Session, training_id: UUID) -> list[PaidRow]:
    """Return the gifts that paid for a training, the largest part first; reversed gifts count nothing."""
    rows = session.execute(
        select(
            Gift.id, Gift.number, Gift.donor_id, Constituent.name, Constituent.kind, Gift.given_on, Fund.name,
            func.coalesce(Campaign.name, ""), Gift.kind, usable(), TrainingGift.amount,
        )
        .join(TrainingGift, TrainingGift.gift_id == Gift.id)
        .join(Constituent, Constituent.id == Gift.donor_id)
        .join(Fund, Fund.id == Gift.fund_id)
        .outerjoin(Campaign, Campaign.id == Gift.campaign_id)
        .where(TrainingGift.training_id == training_id, Gift.status == GiftStatus.POSTED)
        .order_by(TrainingGift.amount.desc(), Gift.given_on, Gift.number)
    )  # fmt: skip
    return [PaidRow(*row) for row in rows]


def paid_for(session: Session, training_ids: Collection[UUID] | None = None) -> dict[UUID, PaidFor]:
    """Return what paid for trainings, all of them or some; those that nothing paid for are left out."""
    query = (
        select(TrainingGift.training_id, func.sum(TrainingGift.amount), func.count())
        .join(Gift, Gift.id == TrainingGift.gift_id)
        .where(Gift.status == GiftStatus.POSTED)
        .group_by(TrainingGift.training_id)
    )
    if training_ids is not None:
        query = query.where(TrainingGift.training_id.in_(training_ids))
    return {key: PaidFor(amount, gifts) for key, amount, gifts in session.execute(query)}


def link_offers(session: Session, training_id: UUID, typed: str = "", *, limit: int = 200) -> list[Offer]:
    """Return gifts that pay, or could pay, for a training: those that do, then those with money left.

    They are of the funds of its program, which come first, or of funds that pay for all alike. `typed` is a
    donor or a gift's number.
    """
    training = session.get_one(Training, training_id)
    mine = select(TrainingGift.amount).where(
        TrainingGift.gift_id == Gift.id, TrainingGift.training_id == training_id
    )
    part = type_coerce(func.coalesce(mine.scalar_subquery(), _NOTHING), Cents())
    own = func.coalesce(Fund.program_id == training.program_id, False)
    query = (
        select(
            Gift.id, Gift.number, Constituent.name, Gift.given_on, Fund.name, own.label("own"), usable(),
            part.label("part"), free().label("free"),
        )
        .join(Constituent, Constituent.id == Gift.donor_id)
        .join(Fund, Fund.id == Gift.fund_id)
        .where(
            Gift.status == GiftStatus.POSTED,
            (Fund.program_id == training.program_id) | Fund.program_id.is_(None),
            (part > ZERO) | (free() > ZERO),
        )
        .order_by((part > ZERO).desc(), own.desc(), Gift.given_on.desc(), Gift.number.desc())
        .limit(limit)
    )  # fmt: skip
    if words := typed.strip():
        query = query.where(_of(session, words))
    return [Offer(*row) for row in session.execute(query)]


def _of(session: Session, words: str) -> ColumnElement[bool]:
    number = words.upper().removeprefix("G-")
    if number.isascii() and number.isdigit() and len(number) < 10:
        return Gift.number == int(number)
    return Gift.donor_id.in_([hit.id for hit in search_people(session, words, limit=50)])


def trainings_of_gift(session: Session, gift_id: UUID) -> list[GiftTraining]:
    """Return the trainings that a gift paid for, the latest first; none of a gift that was reversed."""
    return _trainings(session, Gift.id == gift_id)


def made_possible(session: Session, donor_ids: Collection[UUID], year: int | None = None) -> MadePossible:
    """Return what the gifts of donors made possible, those given in a year or all."""
    conditions: list[ColumnElement[bool]] = [Gift.donor_id.in_(donor_ids)]
    if year is not None:
        conditions.append(Gift.given_on.between(date(year, 1, 1), date(year, 12, 31)))
    return _summed(session, _trainings(session, *conditions))


def told_to_donors(session: Session, donor_ids: Collection[UUID], year: int) -> dict[UUID, tuple[str, ...]]:
    """Return by donor what may be told of the trainings that their gifts of a year helped to hold.

    Only those that were held, and of which something is written; the latest first, each sentence once.
    """
    rows = session.execute(
        select(Gift.donor_id, Training.told_donors)
        .join(TrainingGift, TrainingGift.gift_id == Gift.id)
        .join(Training, Training.id == TrainingGift.training_id)
        .where(
            Gift.donor_id.in_(donor_ids),
            Gift.given_on.between(date(year, 1, 1), date(year, 12, 31)),
            Gift.status == GiftStatus.POSTED,
            Training.state == TrainingState.HELD,
            Training.told_donors != "",
        )
        .order_by(Training.last_day.desc(), Training.number.desc())
    )
    found: dict[UUID, dict[str, None]] = {}
    for donor_id, told in rows:
        found.setdefault(donor_id, {})[told] = None
    return {donor_id: tuple(told) for donor_id, told in found.items()}


def made_possible_by_fund(session: Session, fund_id: UUID, year: int | None = None) -> MadePossible:
    """Return what the gifts for a fund made possible, those given in a year or all."""
    conditions: list[ColumnElement[bool]] = [Gift.fund_id == fund_id]
    if year is not None:
        conditions.append(Gift.given_on.between(date(year, 1, 1), date(year, 12, 31)))
    return _summed(session, _trainings(session, *conditions))


def _trainings(session: Session, *conditions: ColumnElement[bool]) -> list[GiftTraining]:
    rows = session.execute(
        select(
            Training.id, Training.title, Training.term, Training.state, Training.first_day,
            func.sum(TrainingGift.amount).label("part"),
        )
        .join(TrainingGift, TrainingGift.training_id == Training.id)
        .join(Gift, Gift.id == TrainingGift.gift_id)
        .where(Gift.status == GiftStatus.POSTED, Training.state != TrainingState.CANCELED, *conditions)
        .group_by(Training.id)
        .order_by(Training.first_day.desc(), Training.number.desc())
    ).all()  # fmt: skip
    counts = _counts(session, [row.id for row in rows])
    return [GiftTraining(*row, *counts.get(row.id, (0, 0, 0))) for row in rows]


def _counts(session: Session, training_ids: Collection[UUID]) -> dict[UUID, tuple[int, int, int]]:
    completed = Enrollment.state == EnrollmentState.COMPLETED
    rows = session.execute(
        select(
            Enrollment.training_id,
            func.count().filter(completed),
            func.count().filter(completed | (Enrollment.state == EnrollmentState.REGISTERED)),
            func.sum(Enrollment.patients).filter(completed),
        )
        .where(Enrollment.training_id.in_(training_ids))
        .group_by(Enrollment.training_id)
    )
    return {row[0]: (row[1], row[2], row[3] or 0) for row in rows}


def _newest(session: Session, training_ids: Collection[UUID]) -> list[Row[UUID, WorksIn, int | None]]:
    """Return who completed trainings, each once, with what they reported at the last of them."""
    query = (
        select(Enrollment.constituent_id, Enrollment.works_in, Enrollment.patients)
        .join(Training, Training.id == Enrollment.training_id)
        .where(
            Enrollment.training_id.in_(training_ids),
            Enrollment.state == EnrollmentState.COMPLETED,
            Training.state == TrainingState.HELD,
        )
        .order_by(Training.last_day.desc(), Training.number.desc())
    )
    found: dict[UUID, Row[UUID, WorksIn, int | None]] = {}
    for row in session.execute(query):
        found.setdefault(row[0], row)
    return list(found.values())


def _summed(session: Session, trainings: list[GiftTraining]) -> MadePossible:
    if not trainings:
        return MadePossible()
    held = [one.training_id for one in trainings if one.state is TrainingState.HELD]
    people = _newest(session, held)
    serving: dict[WorksIn, int] = {}
    for person in people:
        serving[person.works_in] = serving.get(person.works_in, 0) + 1
    told = dict(session.execute(select(Training.id, Training.told_donors).where(Training.id.in_(held))).all())
    return MadePossible(
        tuple(trainings),
        len(held),
        len(people),
        tuple(sorted(serving.items(), key=lambda one: (-one[1], one[0]))),
        sum(person.patients or 0 for person in people),
        tuple(dict.fromkeys(told[key] for key in held if told[key])),
    )
