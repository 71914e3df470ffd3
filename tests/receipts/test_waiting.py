"""Every gift is ready, or told what it lacks, or told why it gets no receipt; in SQL as in the rules."""

from datetime import date
from itertools import product
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.giving.actions.details import keep_detail
from mi_crm.giving.detail import BenefitFlag, GiftDetail
from mi_crm.giving.records import NOT_MONEY, Acknowledgment, Gift, GiftKind, GiftStatus
from mi_crm.people.details import ConstituentKind, OrganizationKind, ReceiptPolicy
from mi_crm.people.records import Address, Constituent
from mi_crm.receipts.queries.facts import cases
from mi_crm.receipts.queries.papers import papers_of
from mi_crm.receipts.queries.preview import why_this_paper
from mi_crm.receipts.queries.reasons import what_is_missing, why_never
from mi_crm.receipts.queries.unreceipted import not_receipted, not_receipted_rows
from mi_crm.receipts.queries.waiting import WaitingState, ready_gifts, waiting, waiting_counts
from mi_crm.receipts.rules.refusals import REFUSALS, Why, why_not
from mi_crm.shared.money import Money
from mi_crm.store.store import Store
from tests.receipts.building import a_donor, a_ready_gift

FIFTY = Money.parse("50")


def every_donor(session: Session) -> list[Any]:
    """Add one donor of each kind, policy and state of address, and return their ids."""
    kinds: list[tuple[ConstituentKind, OrganizationKind | None]] = [
        (ConstituentKind.PERSON, None),
        (ConstituentKind.HOUSEHOLD, None),
        *((ConstituentKind.ORGANIZATION, kind) for kind in OrganizationKind),
    ]
    ids = []
    for (kind, organization_kind), policy in product(kinds, ReceiptPolicy):
        donor = a_donor(session, f"{kind} {organization_kind}")
        row = session.get_one(Constituent, donor)
        row.kind, row.organization_kind, row.receipt_policy = kind, organization_kind, policy
        ids.append(donor)
    places: list[dict[str, Any]] = [
        {"street": ""},
        {"zip": ""},
        {"returned": True},
        {"state": "", "zip": "", "country": "Kenya"},
    ]
    ids += [a_donor(session, "somewhere", **place) for place in places]
    home = a_donor(session, "home")
    session.get_one(Constituent, home).kind = ConstituentKind.HOUSEHOLD
    members = [a_donor(session, "member") for _ in range(2)]
    for place, member in enumerate(members):
        row = session.get_one(Constituent, member)
        row.household_id, row.household_position = home, 1 - place
    session.flush()
    # The second member has no address and gets mail at home; so does a home whose members have one.
    for address in session.scalars(select(Address).where(Address.constituent_id == members[1])):
        session.delete(address)
    empty_home = a_donor(session, "empty home")
    session.get_one(Constituent, empty_home).kind = ConstituentKind.HOUSEHOLD
    for address in session.scalars(select(Address).where(Address.constituent_id == empty_home)):
        session.delete(address)
    guest = a_donor(session, "guest")
    session.get_one(Constituent, guest).household_id = empty_home
    alone = a_donor(session, "alone")
    for address in session.scalars(select(Address).where(Address.constituent_id == alone)):
        session.delete(address)
    session.flush()
    return [*ids, home, *members, empty_home, guest, alone]


BENEFITS: list[dict[str, Any]] = [
    {},
    {"benefit_description": "one seat"},
    {"benefit_value": FIFTY},
    {"benefit_description": "one seat", "benefit_value": FIFTY},
    {"benefit_description": "one seat", "benefit_value": Money.parse("400")},
    {"benefit_description": "seat refused", "benefit_value": Money(0)},
    {"benefit_value": Money(0)},
]
STATES: list[dict[str, Any]] = [
    {},
    {"status": GiftStatus.OPEN},
    {"status": GiftStatus.REVERSED, "acknowledgment": Acknowledgment.NOT_DUE},
    {"acknowledgment": Acknowledgment.RECEIPTED},
    {"acknowledgment": Acknowledgment.ELSEWHERE, "elsewhere_by": "PayPal Giving Fund"},
    {"refunded": Money.parse("100")},
    {"refunded": Money.parse("250"), "acknowledgment": Acknowledgment.NOT_DUE},
    {"anonymous": True},
    {"currency": "EUR"},
    {"acknowledgment": Acknowledgment.LETTER},
]
DETAILS = [
    (GiftKind.MONEY, GiftDetail(named_individual=True)),
    (GiftKind.MONEY, GiftDetail(foreign_currency="EUR")),
    (GiftKind.MONEY, GiftDetail(foreign_currency="EUR", foreign_amount=FIFTY)),
    (GiftKind.VEHICLE, GiftDetail(description="A car", donor_claims=Money.parse("500"))),
    (GiftKind.VEHICLE, GiftDetail(description="A car", donor_claims=Money.parse("500.01"))),
    (GiftKind.DAF_GRANT, GiftDetail(named_individual=True)),
    (GiftKind.AUCTION, GiftDetail(benefit_flags=(BenefitFlag.REFUSED_BEFORE_EVENT,))),
]


def test_sql_and_rules_say_the_same_of_every_gift(office: Store) -> None:
    def every_gift(session: Session) -> None:
        donors = every_donor(session)
        for donor, kind, benefit in product(donors, GiftKind, BENEFITS):
            amount = "0" if kind in NOT_MONEY else "250"
            a_ready_gift(session, amount, donor_id=donor, kind=kind, **benefit)
        for donor, state, benefit in product(donors, STATES[1:], BENEFITS[::3]):
            a_ready_gift(session, "250", donor_id=donor, **state, **benefit)
        for donor, (kind, detail) in product(donors[::3], DETAILS):
            amount = "0" if kind in NOT_MONEY else "250"
            keep_detail(session, a_ready_gift(session, amount, donor_id=donor, kind=kind), detail)

    office.write(every_gift)

    def compare(session: Session) -> set[Why | None]:
        rows = session.execute(
            select(Gift.id, why_never().label("never"), what_is_missing().label("missing")).join(
                Constituent, Constituent.id == Gift.donor_id
            )
        )
        told = {row.id: row.never or row.missing for row in rows}
        found = cases(session, list(told))
        for gift_id, case in found.items():
            assert told[gift_id] == why_not(case.facts, case.office), case
        return {why_not(case.facts, case.office) for case in found.values()}

    assert office.read(compare) == {None, *Why}


def test_the_queue_says_what_each_gift_needs(office: Store) -> None:
    def gifts(session: Session) -> None:
        a_ready_gift(
            session, "500", donor_id=a_donor(session, "Ruth Salazar-Kim"), given_on=date(2026, 11, 12)
        )
        a_ready_gift(
            session, "75", donor_id=a_donor(session, "Devon Ruiz", street=""), given_on=date(2026, 11, 13)
        )
        a_ready_gift(
            session,
            "250",
            donor_id=a_donor(session, "Margaret Okafor"),
            benefit_description="one seat at the Autumn Evening dinner",
            benefit_value=Money.parse("85"),
        )
        a_ready_gift(
            session, "400", donor_id=a_donor(session, "Henry Castell"), benefit_description="two seats"
        )

    office.write(gifts)
    rows = office.read(waiting)
    assert [(row.donor, row.state, row.words) for row in rows] == [
        ("Ruth Salazar-Kim", WaitingState.READY, "Ready"),
        ("Devon Ruiz", WaitingState.BLOCKED, "Address missing"),
        ("Margaret Okafor", WaitingState.VALUE_NOTED, "Value noted"),
        ("Henry Castell", WaitingState.BLOCKED, "Value missing"),
    ]
    assert rows[2].contribution_amount == Money.parse("165")
    assert "Devon Ruiz" in rows[1].sentence
    assert office.read(waiting, ready=True) == [rows[0], rows[2]]
    assert office.read(waiting, ready=False) == [rows[1], rows[3]]
    counts = office.read(waiting_counts)
    assert (counts.count, counts.ready, counts.blocked) == (4, 2, 2)
    assert counts.total == Money.parse("750")
    assert counts.oldest == date(2026, 11, 12)
    assert office.read(ready_gifts) == [rows[0].gift_id, rows[2].gift_id]
    assert [row.donor for row in office.read(waiting, offset=1, limit=1)] == ["Devon Ruiz"]
    words = {state.words for state in office.read(papers_of, [row.gift_id for row in rows]).values()}
    assert words == {"Receipt", "Address missing", "Receipt, value given back", "Stopped, value missing"}


def test_an_empty_queue_counts_nothing(office: Store) -> None:
    counts = office.read(waiting_counts)
    assert (counts.count, counts.ready, counts.total, counts.oldest) == (0, 0, Money(0), None)


def test_gifts_that_get_no_receipt_are_grouped_by_their_reason(office: Store) -> None:
    def gifts(session: Session) -> None:
        foundation = a_donor(session, "Westbrook Family Foundation")
        a_ready_gift(session, "5000", donor_id=foundation, kind=GiftKind.FOUNDATION_GRANT)
        monthly = a_donor(session, "Lucía Santoro")
        session.get_one(Constituent, monthly).receipt_policy = ReceiptPolicy.ANNUAL
        for month in (9, 10, 11):
            a_ready_gift(session, "35", donor_id=monthly, given_on=date(2026, month, 9))
        a_ready_gift(session, "20", donor_id=monthly, given_on=date(2025, 12, 31))
        a_ready_gift(
            session, "95", acknowledgment=Acknowledgment.ELSEWHERE, elsewhere_by="PayPal Giving Fund"
        )
        a_ready_gift(session, "60", status=GiftStatus.REVERSED, reason="check returned")
        a_ready_gift(session, "10", acknowledgment=Acknowledgment.RECEIPTED)
        a_ready_gift(session, "11")

    office.write(gifts)
    groups = office.read(not_receipted, year=2026)
    assert [(group.why, group.count, group.total) for group in groups] == [
        (Why.TAKEN_BACK, 1, Money.parse("60")),
        (Why.ELSEWHERE, 1, Money.parse("95")),
        (Why.LETTER, 1, Money.parse("5000")),
        (Why.POLICY_ANNUAL, 3, Money.parse("105")),
    ]
    assert next(g.count for g in office.read(not_receipted) if g.why is Why.POLICY_ANNUAL) == 4
    (elsewhere,) = office.read(not_receipted_rows, Why.ELSEWHERE)
    assert elsewhere.detail == "PayPal Giving Fund"
    (back,) = office.read(not_receipted_rows, Why.TAKEN_BACK)
    assert back.detail == "check returned"
    monthly = office.read(not_receipted_rows, Why.POLICY_ANNUAL, year=2026, limit=2)
    assert [row.given_on for row in monthly] == [date(2026, 11, 9), date(2026, 10, 9)]


def test_every_refusal_is_one_sentence_that_says_what_is_so() -> None:
    assert REFUSALS.keys() == set(Why)
    for refusal in REFUSALS.values():
        assert refusal.sentence.endswith(".")
        assert refusal.rule.startswith("R")


def test_why_this_paper_names_its_rules(office: Store) -> None:
    gift = office.write(
        a_ready_gift,
        "250",
        benefit_description="one seat at the Autumn Evening dinner",
        benefit_value=Money.parse("85"),
    )
    why = office.read(why_this_paper, gift)
    assert (why.donor, why.method) == ("Margaret Okafor", "Check 2217")
    assert [reason.rule for reason in why.verdict.reasons] == ["R4.20", "R2.1", "R2.7", "R2.15", "R1.8"]
