"""The three sums: they meet for any books, and each gift stands where the rules say."""

import random
import secrets
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.giving.actions.correct import (
    mark_receipted_elsewhere,
    record_refund,
    reverse_gift,
    reverse_refund,
)
from mi_crm.giving.detail import BenefitFlag, GiftDetail
from mi_crm.giving.records import NOT_MONEY, Acknowledgment, Gift, GiftKind, GiftStatus, PaymentMethod
from mi_crm.people.details import OrganizationKind, ReceiptPolicy
from mi_crm.people.records import Email
from mi_crm.receipts.actions.issue import issue_each
from mi_crm.receipts.actions.letters import write_each
from mi_crm.receipts.queries.facts import charity
from mi_crm.receipts.queries.letters import letters_due
from mi_crm.receipts.queries.summaries import LeftOut, drafts, summary_donors
from mi_crm.receipts.queries.year import YearSums, sum_of, year_sums
from mi_crm.receipts.queries.year_groups import Group
from mi_crm.receipts.queries.year_lists import Behind, year_gifts
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.problems import Problem
from mi_crm.store.store import Store
from tests.builders import told
from tests.receipts.building import a_donor
from tests.receipts.test_summaries import (
    HOW,
    NOW,
    TODAY,
    an_organization,
    correct,
    give,
    id_of,
    run,
    sign,
    wants,
)


@pytest.fixture
def store(store: Store) -> Store:
    """Open a store in January, after the year that is summed up."""
    store.sign = sign
    return store


BACK: dict[str, Any] = {"reason": "Asked for it", "today": TODAY, "now": NOW, "who": "Dana"}


def some_donors(session: Session, /, rng: random.Random) -> list[UUID]:
    found = []
    for number in range(12):
        donor = a_donor(session, f"Donor No{number}", **rng.choice([{}, {}, {"street": ""}]))
        if rng.random() < 0.3:
            session.add(Email(constituent_id=donor, position=0, address=f"d{number}@example.org"))
        wants(session, donor, rng.choice(list(ReceiptPolicy)))
        found.append(donor)
    return found + [an_organization(session, f"The {kind}", kind) for kind in OrganizationKind]


def some_gift(session: Session, /, rng: random.Random, donor: UUID) -> UUID:
    kind = rng.choice([GiftKind.MONEY] * 6 + list(GiftKind))
    amount = f"{rng.randint(1, 400)}.{rng.randint(0, 99):02}" if kind not in NOT_MONEY else "0"
    more: dict[str, Any] = {}
    if rng.random() < 0.4:
        more["benefit_description"] = "a seat"
        more["benefit_value"] = rng.choice([None, Money(rng.randint(0, 400) * 100)])
    if kind is GiftKind.MEMBERSHIP:
        more |= {
            "benefit_description": "membership",
            "benefit_value": Money(rng.randint(1, 75) * 100),
            "benefit_disregarded": True,
        }
        amount = "75.00"
    detail = GiftDetail(
        description="a laptop",
        shares="100",
        issuer="Acme",
        custodian="Golden Coast Trust",
        named_individual=rng.random() < 0.04,
        benefit_flags=(BenefitFlag.MEMBERSHIP_ANNUAL,) if kind is GiftKind.MEMBERSHIP else (),
    )
    day = date(rng.choice([2025, 2026, 2026, 2026]), rng.randint(1, 12), rng.randint(1, 28))
    try:
        return give(
            session,
            donor,
            amount,
            kind=kind,
            given_on=day,
            payment_method=rng.choice(list(PaymentMethod)),
            anonymous=rng.random() < 0.05,
            detail=detail,
            **more,
        )
    except Problem:
        # Some kinds have no room for some of this detail; then it is a plain gift.
        return give(session, donor, "12.34", given_on=day)


def some_books(office: Store, seed: int) -> None:
    """Fill the ledger with gifts of every kind, and let anything happen to them."""
    rng = random.Random(seed)
    donors: list[UUID] = []
    office.write(told(lambda session: donors.extend(some_donors(session, rng))))
    gifts = [office.write(some_gift, rng, rng.choice(donors)) for _ in range(110)]
    issue_each(office, rng.sample(gifts, 40), **HOW)
    write_each(office, rng.sample(gifts, 30), **HOW)
    for gift in rng.sample(gifts, 45):
        row = office.read(Session.get_one, Gift, gift)
        if row.kind in NOT_MONEY:
            continue
        match rng.randint(0, 3):
            case 0:
                office.write(reverse_gift, gift, reason="Bounced", now=NOW, who="Dana")
            case 1:
                correct(office, gift, f"{rng.randint(1, 300)}.{rng.randint(0, 99):02}")
            case 2 if row.acknowledgment is Acknowledgment.WAITING:
                office.write(mark_receipted_elsewhere, gift, by="A fund", on=TODAY, today=TODAY)
            case _:
                part = Money(rng.randint(1, row.amount.cents))
                refund = office.write(record_refund, gift, part, on=date(2027, 1, 5), **BACK)
                if rng.random() < 0.3:
                    office.write(reverse_refund, refund, reason="Wrong gift", now=NOW, who="Dana")


def ledger_total(session: Session) -> Money:
    """Add up the ledger of 2026 in the simplest way: each line, refunds with their gift."""
    gifts = {row.id: row for row in session.scalars(select(Gift))}
    total = ZERO
    for row in gifts.values():
        if row.kind in NOT_MONEY:
            continue
        if row.status is GiftStatus.POSTED and row.given_on.year == 2026:
            total += row.amount
        if row.status is GiftStatus.REFUND and row.adjusts_id and gifts[row.adjusts_id].given_on.year == 2026:
            total += row.amount
    return total


def the_groups(office: Store, group: Group) -> set[UUID]:
    return {row.gift_id for row in office.read(year_gifts, Behind(year=2026, groups=(group,)), limit=1_000)}


@pytest.mark.parametrize("_attempt", range(2))
def test_the_three_sums_meet_for_any_books(office: Store, _attempt: int) -> None:
    seed = secrets.randbelow(10**9)
    print("seed", seed)
    some_books(office, seed)
    sums: YearSums = office.read(year_sums, 2026)
    assert sums.ledger.total == office.read(ledger_total)
    assert (sums.difference, sums.uncounted, sums.meet) == (ZERO, 0, True)

    # Each figure opens exactly its gifts.
    for figure in (sums.ledger, *sums.receipted, *sums.acknowledged, *sums.not_receipted):
        rows = office.read(year_gifts, Behind(year=2026, groups=(figure.group,)), limit=1_000)
        assert (len(rows), sum((row.paid for row in rows), ZERO)) == (figure.count, figure.total)
    assert len(office.read(year_gifts, Behind(year=2026, in_kind=True), limit=1_000)) == sums.in_kind.count

    # What SQL puts on summaries is what the rules put there, gift by gift.
    found = office.read(
        lambda session: drafts(session, summary_donors(session, 2026), 2026, charity(session))
    )
    money, ira = set(), set()
    for one in found:
        if one.sheet:
            lines = len(one.sheet.money)
            money |= set(one.gift_ids[:lines])
            ira |= set(one.gift_ids[lines + len(one.sheet.property) :])
    on_receipts = the_groups(office, Group.ON_RECEIPTS)
    assert the_groups(office, Group.ON_SUMMARIES) == money - on_receipts
    assert the_groups(office, Group.IRA) >= ira

    # The lines of the summaries are the lines of the ledger, to the cent.
    for one in found:
        if one.sheet:
            some = one.gift_ids[: len(one.sheet.money)]
            paid = office.read(_lines_of, some)
            assert Money.parse(one.sheet.amount) == paid
            total = sum((Money.parse(line.contribution) for line in one.sheet.money), ZERO)
            assert one.sheet.total == total.dollars()
            assert paid - total == sum((Money.parse(line.value) for line in one.sheet.money), ZERO)

    # After the run the sums are the same, and still meet.
    done = run(office)
    assert {made.donor_id for made in done.made} == {one.donor_id for one in found if one.sheet}
    after = office.read(year_sums, 2026)
    assert after == sums
    assert run(office).made == ()


def _lines_of(session: Session, gift_ids: tuple[UUID, ...]) -> Money:
    """Add up the gifts and their refunds, as the ledger has them."""
    query = select(Gift.amount).where(
        Gift.id.in_(gift_ids) | (Gift.adjusts_id.in_(gift_ids) & (Gift.status == GiftStatus.REFUND))
    )
    return sum(session.scalars(query), ZERO)


def test_one_gift_that_must_be_settled_keeps_its_donors_other_gifts_off(office: Store) -> None:
    donor = office.write(a_donor)
    office.write(give, donor, "100.00")
    office.write(give, donor, "250.00", benefit_description="a seat")
    sums = office.read(year_sums, 2026)
    assert sums.receipted == ()
    places = {figure.group: figure.total for figure in sums.not_receipted}
    assert places == {Group.TO_SETTLE: Money(250_00), Group.DONOR_LEFT_OUT: Money(100_00)}
    (left_out,) = run(office).left_out
    assert left_out.why is LeftOut.TO_SETTLE


def totals(sums: YearSums) -> dict[Group, int]:
    """Return whole dollars by group."""
    return {
        figure.group: figure.total.cents // 100
        for figure in (*sums.receipted, *sums.acknowledged, *sums.not_receipted)
    }


def test_where_every_kind_stands(office: Store) -> None:
    """The columns of the January page, by the rules cited on it."""
    donor = office.write(a_donor)
    annual = office.write(a_donor, "Ann Nual")
    office.write(told(lambda session: wants(session, annual, ReceiptPolicy.ANNUAL)))
    office.write(give, donor, "1.00")
    office.write(give, annual, "2.00")
    office.write(give, donor, "4.00", kind=GiftKind.RAFFLE, benefit_description="tickets")
    office.write(give, donor, "8.00", benefit_description="a seat", benefit_value=Money(8_00))
    office.write(
        give, donor, "16.00", kind=GiftKind.IRA_DISTRIBUTION, detail=GiftDetail(custodian="Golden Coast")
    )
    office.write(give, donor, "32.00", anonymous=True)
    for amount, kind in (
        ("64.00", OrganizationKind.FOUNDATION),
        ("128.00", OrganizationKind.DAF_SPONSOR),
        ("256.00", OrganizationKind.PAYMENT_PLATFORM),
    ):
        office.write(told(partial(an_organization, name=f"The {kind}", kind=kind)))
        office.write(give, office.read(id_of, f"The {kind}"), amount)
    refunded = office.write(give, donor, "512.00")
    # Sent back in January, it is of the year of its gift all the same.
    office.write(record_refund, refunded, Money(500_00), on=date(2027, 1, 5), **BACK)
    sums = office.read(year_sums, 2026)
    assert totals(sums) == {
        Group.ON_SUMMARIES: 1 + 2 + 12,
        Group.IRA: 16,
        Group.LETTER_WAITING: 4 + 8 + 64 + 128,
        Group.UNKNOWN: 32,
        Group.PLATFORM: 256,
    }
    assert sums.meet

    # What is confirmed counts once its paper is there.
    write_each(office, office.read(letters_due), **HOW)
    waiting = office.read(year_gifts, Behind(year=2026, groups=(Group.LETTER_WAITING,)))
    assert sorted(row.paid for row in waiting) == [Money(4_00), Money(8_00)]
    issue_each(office, [row.gift_id for row in waiting], **HOW)
    sums = office.read(year_sums, 2026)
    assert totals(sums) == {
        Group.ON_SUMMARIES: 1 + 2 + 12,
        Group.PAYMENTS: 4 + 8,
        Group.IRA: 16,
        Group.GRANTS: 64,
        Group.DONOR_ADVISED: 128,
        Group.UNKNOWN: 32,
        Group.PLATFORM: 256,
    }
    assert sums.ledger.total == Money(523_00)
    assert sum_of(sums.receipted) == Money(15_00)
    assert sums.meet
    assert office.read(year_sums, 2027).ledger.total == ZERO
