"""Parts of gifts that pay for trainings never exceed the gift, and the sums are as one counts them."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.giving.actions.correct import correct_gift, record_refund, reverse_gift
from mi_crm.giving.actions.entry import GiftEntry, entry_of
from mi_crm.giving.actions.funds import FundEntry, add_fund
from mi_crm.giving.actions.record import record_gift
from mi_crm.giving.actions.trainings import link_gifts
from mi_crm.giving.queries.impact import (
    MadePossible,
    link_offers,
    made_possible,
    made_possible_by_fund,
    paid_by,
    paid_for,
    trainings_of_gift,
)
from mi_crm.giving.records import Gift, GiftKind, GiftStatus, PaymentMethod, TrainingGift
from mi_crm.history.actions import undo
from mi_crm.programs.actions.attend import Mark, finish_training, mark_attendance
from mi_crm.programs.actions.enroll import enroll_many
from mi_crm.programs.actions.trainings import cancel_training, tell_donors
from mi_crm.programs.details import EnrollmentState, Presence, TrainingState, WorksIn
from mi_crm.programs.entries import PractitionerEntry
from mi_crm.programs.records import Enrollment, Training
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import Problem
from mi_crm.store.audit import head
from mi_crm.store.store import Store
from tests.builders import a_person
from tests.conftest import NOW, TODAY
from tests.programs.building import a_program, a_session, a_training

DAY: dict[str, Any] = {"today": TODAY, "now": NOW, "who": "Dana"}
WHEN = Occasion(TODAY, NOW, "Dana Whitlock")


def _fund(session: Session, name: str = "Veterans Fund", *, program: str = "Veterans") -> UUID:
    return add_fund(
        session, FundEntry(name=name, program_id=a_program(session, program) if program else None)
    )


def _gift(session: Session, dollars: int, fund: UUID, donor: UUID | None = None, **more: Any) -> UUID:
    entry = GiftEntry(
        donor_id=donor or a_person(session),
        amount=Money(dollars * 100),
        given_on=TODAY,
        payment_method=PaymentMethod.CASH,
        fund_id=fund,
    )
    return record_gift(session, replace(entry, **more), **DAY)


def _parts(store: Store) -> list[tuple[UUID, Money]]:
    return store.read(lambda s: [(row.gift_id, row.amount) for row in s.scalars(select(TrainingGift))])


def test_the_parts_of_a_gift_never_exceed_it(store: Store) -> None:
    first, second = store.write(a_training), store.write(a_training, title="MBT Advanced")
    gift = store.write(lambda s: _gift(s, 500, _fund(s)))
    store.write(link_gifts, first, {gift: Money(300_00)})
    with pytest.raises(Problem, match=r"has \$500.00 for trainings, and \$500.01 of it would be linked"):
        store.write(link_gifts, second, {gift: Money(200_01)})
    store.write(link_gifts, second, {gift: Money(200_00)})
    assert store.read(paid_for)[first].amount == Money(300_00)
    store.write(link_gifts, first, {gift: ZERO})
    assert first not in store.read(paid_for)


@pytest.mark.parametrize(
    ("more", "usable"),
    [
        ({"benefit_description": "dinner", "benefit_value": Money(85_00)}, 415),
        ({"benefit_description": "dinner", "benefit_value": None}, 0),
        ({"benefit_description": "a seat", "benefit_value": Money(500_00), "kind": GiftKind.PAYMENT}, 0),
        ({"kind": GiftKind.FOUNDATION_GRANT}, 500),
        ({}, 500),
    ],
)
def test_only_what_is_a_gift_pays_for_a_training(store: Store, more: dict[str, Any], usable: int) -> None:
    training = store.write(a_training)
    gift = store.write(lambda s: _gift(s, 500, _fund(s), **more))
    assert [offer.free for offer in store.read(link_offers, training)] == [Money(usable * 100)] * bool(usable)
    with pytest.raises(Problem, match="Type less"):
        store.write(link_gifts, training, {gift: Money(usable * 100 + 1)})
    if usable:
        store.write(link_gifts, training, {gift: Money(usable * 100)})


def test_a_fund_of_another_program_does_not_pay(store: Store) -> None:
    training = store.write(a_training)
    schools = store.write(lambda s: _gift(s, 100, _fund(s, "Schools", program="Schools")))
    free = store.write(lambda s: _gift(s, 100, _fund(s, "General", program="")))
    own = store.write(lambda s: _gift(s, 100, _fund(s)))
    offers = store.read(link_offers, training)
    assert [(offer.gift_id, offer.own_fund) for offer in offers] == [(own, True), (free, False)]
    with pytest.raises(Problem, match="for the fund Schools, which pays for another program"):
        store.write(link_gifts, training, {own: Money(100_00), schools: Money(100_00)})
    assert _parts(store) == []


@pytest.mark.parametrize("amount", [Money(-1), Money(-(10**15))])
def test_a_part_below_zero_is_refused(store: Store, amount: Money) -> None:
    training, gift = store.write(a_training), store.write(lambda s: _gift(s, 100, _fund(s)))
    with pytest.raises(Problem, match="below zero"):
        store.write(link_gifts, training, {gift: amount})


def test_a_reversed_gift_counts_nothing_and_a_corrected_one_keeps_its_parts(store: Store) -> None:
    training = store.write(a_training)
    donor = store.write(a_person)
    gift = store.write(lambda s: _gift(s, 500, _fund(s), donor))
    store.write(link_gifts, training, {gift: Money(400_00)})
    less = replace(store.read(entry_of, gift), amount=Money(350_00))
    again = store.write(correct_gift, gift, less, reason="Mistyped", **DAY)
    assert [(row.gift_id, row.part) for row in store.read(paid_by, training)] == [(again, Money(350_00))]
    store.write(record_refund, again, Money(100_00), on=TODAY, reason="Asked", **DAY)
    assert [row.part for row in store.read(paid_by, training)] == [Money(250_00)]
    other = store.write(lambda s: _gift(s, 80, s.get_one(Gift, again).fund_id, donor))
    store.write(link_gifts, training, {other: Money(80_00)})
    store.write(reverse_gift, other, reason="Bounced", now=NOW, who="Dana")
    assert [row.part for row in store.read(paid_by, training)] == [Money(250_00)]
    assert store.read(trainings_of_gift, other) == []
    with pytest.raises(Problem, match="not posted, or was taken back"):
        store.write(link_gifts, training, {other: Money(80_00)})


def test_a_link_comes_back_only_as_far_as_the_gift_reaches(store: Store) -> None:
    first, second = store.write(a_training), store.write(a_training, title="MBT Advanced")
    gift = store.write(lambda s: _gift(s, 500, _fund(s)))
    store.write(link_gifts, first, {gift: Money(400_00)})
    store.write(link_gifts, first, {gift: ZERO})
    taken_out = store.read(head).sequence
    store.write(link_gifts, second, {gift: Money(200_00)})
    with pytest.raises(Problem, match=r"\$600.00 of it would be linked"):
        store.write(undo, taken_out, when=WHEN)


def test_a_canceled_training_is_paid_by_nothing(store: Store) -> None:
    training, gift = store.write(a_training), store.write(lambda s: _gift(s, 500, _fund(s)))
    store.write(cancel_training, training, reason="No rooms", version=1)
    with pytest.raises(Problem, match="is canceled, so no gift can pay for it"):
        store.write(link_gifts, training, {gift: Money(1)})


def _hold(session: Session, training: UUID, people: list[tuple[UUID, PractitionerEntry, Presence]]) -> None:
    """Hold a training with these practitioners."""
    enrolled = enroll_many(session, training, [(key, entry) for key, entry, _ in people], now=NOW)
    marks = {one.id: Mark(there) for one, (_, _, there) in zip(enrolled, people, strict=True)}
    mark_attendance(session, a_session(session, training), marks, today=TODAY)
    session.flush()
    version = session.get_one(Training, training).version
    finish_training(session, training, today=TODAY, version=version)


def _recount(session: Session, donor: UUID, year: int) -> tuple[int, int, int, dict[WorksIn, int], int]:
    """Count by hand, one row after another, what a donor's gifts of a year made possible."""
    gifts = {
        gift.id
        for gift in session.scalars(select(Gift))
        if gift.donor_id == donor and gift.status is GiftStatus.POSTED and gift.given_on.year == year
    }
    linked = {row.training_id for row in session.scalars(select(TrainingGift)) if row.gift_id in gifts}
    trainings = [
        one
        for one in session.scalars(select(Training))
        if one.id in linked and one.state is not TrainingState.CANCELED
    ]
    held = sorted(
        (one for one in trainings if one.state is TrainingState.HELD),
        key=lambda one: (one.last_day or date.min, one.number),
    )
    last: dict[UUID, Enrollment] = {}
    for training in held:
        for row in session.scalars(select(Enrollment).where(Enrollment.training_id == training.id)):
            if row.state is EnrollmentState.COMPLETED:
                last[row.constituent_id] = row
    serving: dict[WorksIn, int] = {}
    for row in last.values():
        serving[row.works_in] = serving.get(row.works_in, 0) + 1
    patients = sum(row.patients or 0 for row in last.values())
    return len(trainings), len(held), len(last), serving, patients


def _counted(found: MadePossible) -> tuple[int, int, int, dict[WorksIn, int], int]:
    return len(found.trainings), found.held, found.trained, dict(found.serving), found.patients


def test_whatever_is_done_parts_stay_within_gifts_and_the_sums_are_as_one_counts_them(store: Store) -> None:
    seed = random.randrange(10**6)
    print("seed", seed)
    chance = random.Random(seed)

    def arrange(session: Session) -> tuple[list[UUID], list[UUID], UUID, UUID]:
        donors = [a_person(session, name) for name in ("Ada Bell", "Ben Cole")]
        people = [a_person(session, f"Pat {n}") for n in range(6)]
        own, free = _fund(session), _fund(session, "General", program="")
        trainings = [a_training(session, first=TODAY - timedelta(days=n)) for n in range(4)]
        for training in trainings[:3]:
            some = chance.sample(people, chance.randrange(1, 6))
            _hold(
                session,
                training,
                [
                    (
                        key,
                        PractitionerEntry(
                            works_in=chance.choice(list(WorksIn)), patients=chance.choice((None, 0, 12, 40))
                        ),
                        chance.choice((Presence.PRESENT, Presence.PRESENT, Presence.ABSENT)),
                    )
                    for key in some
                ],
            )
        return donors, trainings, own, free

    donors, trainings, own, free = store.write(arrange)
    gifts: list[UUID] = []

    def give(session: Session) -> None:
        day = TODAY.replace(year=TODAY.year - chance.randrange(2), day=1)
        fund = chance.choice((own, free))
        gifts.append(_gift(session, chance.randrange(1, 500), fund, chance.choice(donors), given_on=day))

    def link(session: Session) -> None:
        parts = {one: Money(chance.randrange(0, 60_000)) for one in chance.sample(gifts, min(2, len(gifts)))}
        link_gifts(session, chance.choice(trainings), parts)

    def correct(session: Session) -> None:
        gift = chance.choice(gifts)
        entry = replace(entry_of(session, gift), amount=Money(chance.randrange(1, 50_000)))
        gifts.append(correct_gift(session, gift, entry, reason="Mistyped", **DAY))

    def refund(session: Session) -> None:
        record_refund(
            session, chance.choice(gifts), Money(chance.randrange(1, 20_000)), on=TODAY, reason="Asked", **DAY
        )

    def reverse(session: Session) -> None:
        reverse_gift(session, chance.choice(gifts), reason="Bounced", now=NOW, who="Dana")

    acts: list[Callable[[Session], None]] = [give, link, link, link, correct, refund, reverse]
    store.write(give)
    done = 0
    for _ in range(80):
        before = list(gifts)
        try:
            store.write(chance.choice(acts))
            done += 1
        except Problem:
            gifts[:] = before
        for donor in donors:
            for year in (TODAY.year, TODAY.year - 1):
                found = _counted(store.read(made_possible, [donor], year))
                assert found == store.read(_recount, donor, year)
        store.read(_within)
    assert done > 15
    assert store.read(made_possible_by_fund, own).held <= 3


def _within(session: Session) -> None:
    linked: dict[UUID, int] = {}
    for row in session.scalars(select(TrainingGift)):
        linked[row.gift_id] = linked.get(row.gift_id, 0) + row.amount.cents
    for gift in session.scalars(select(Gift).where(Gift.id.in_(linked))):
        assert linked[gift.id] <= gift.amount.cents - gift.refunded.cents


def test_donors_are_told_only_of_what_was_held_and_written(store: Store) -> None:
    donor = store.write(a_person)
    fund = store.write(_fund)
    held, coming = store.write(a_training), store.write(a_training, first=TODAY + timedelta(days=30))
    gift = store.write(lambda s: _gift(s, 500, fund, donor))
    for training in (held, coming):
        store.write(link_gifts, training, {gift: Money(100_00)})
        store.write(tell_donors, training, f"It taught {training.int % 7} clinicians.", version=1)
    assert store.read(made_possible, [donor]).told == ()
    person = store.write(a_person, "Ana Duarte")
    store.write(_hold, held, [(person, PractitionerEntry(patients=30), Presence.PRESENT)])
    found = store.read(made_possible, [donor])
    assert (found.told, found.trained, found.patients) == ((f"It taught {held.int % 7} clinicians.",), 1, 30)
    assert "Ana" not in repr(found)
