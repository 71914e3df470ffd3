"""The worked cases entered as gifts of the ledger: the same paper comes out as from their facts."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from mi_crm.documents.fonts import unprintable
from mi_crm.documents.receipt import render
from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.actions.record import record_gift
from mi_crm.giving.detail import BenefitFlag, Credit, CreditRole, Delivery, GiftDetail, Tribute
from mi_crm.giving.records import NOT_MONEY, GiftKind, PaymentMethod
from mi_crm.people.details import ConstituentKind, OrganizationKind
from mi_crm.people.records import Constituent
from mi_crm.receipts.actions.issue import issue
from mi_crm.receipts.actions.letters import write_letter
from mi_crm.receipts.queries.facts import KINDS
from mi_crm.receipts.queries.letters import letter_sheets
from mi_crm.receipts.queries.preview import case_of
from mi_crm.receipts.records import Receipt
from mi_crm.receipts.rules.dates import gift_date
from mi_crm.receipts.rules.decision import decide
from mi_crm.receipts.rules.facts import DonorType, Facts, Kind, Later, Means
from mi_crm.receipts.rules.papers import Code, Paper
from mi_crm.receipts.sheet import Sheet
from mi_crm.receipts.writing import LETTERS
from mi_crm.shared.money import Money
from mi_crm.store.store import Store
from tests.builders import a_fund
from tests.conftest import NOW
from tests.documents.papers import text_of
from tests.receipts.building import a_donor
from tests.receipts.test_cases import EXPECTED, FACTS

GIFT_KINDS = {kind: gift for gift, kind in KINDS.items()}
PLAIN = (Kind.CASH, Kind.CHECK, Kind.CARD, Kind.EFT, Kind.EVENT_OR_PREMIUM)
METHODS = {
    Means.CASH: PaymentMethod.CASH,
    Means.CHECK: PaymentMethod.CHECK,
    Means.CARD: PaymentMethod.CARD,
    Means.BANK: PaymentMethod.ACH,
    None: PaymentMethod.OTHER,
}
ORGANIZATIONS = {
    DonorType.BUSINESS: OrganizationKind.COMPANY,
    DonorType.DAF_SPONSOR: OrganizationKind.DAF_SPONSOR,
    DonorType.PRIVATE_FOUNDATION: OrganizationKind.FOUNDATION,
    DonorType.GOVERNMENT: OrganizationKind.GOVERNMENT,
    DonorType.PUBLIC_CHARITY: OrganizationKind.OTHER,
    DonorType.ESTATE: OrganizationKind.OTHER,
}
NO_GIFTS = {Kind.VOLUNTEER_TIME, Kind.VOLUNTEER_EXPENSE, Kind.PLEDGE}
"""Of a volunteer, or a promise: not lines of the ledger."""

LEDGER = {
    case: facts
    for case, facts in FACTS.items()
    # What happened later has journeys of its own.
    if facts.kind not in NO_GIFTS and facts.later in (None, Later.SOLD)
}


def enter(session: Session, facts: Facts) -> UUID:
    """Record the gift of a case as the office would, and return its id."""
    donor = a_donor(session, "Margaret Okafor")
    if facts.donor_type in ORGANIZATIONS:
        row = session.get_one(Constituent, donor)
        row.kind, row.organization_kind = ConstituentKind.ORGANIZATION, ORGANIZATIONS[facts.donor_type]
    thanked: tuple[Credit, ...] = ()
    if facts.soft_credited:
        role = CreditRole.ADVISER if facts.kind is Kind.DAF else CreditRole.EMPLOYEE
        thanked = (Credit(a_donor(session, "Samuel Okafor"), role),)
    day, _ = gift_date(facts)
    assert day is not None
    kind = GiftKind.MONEY if facts.kind in PLAIN else GIFT_KINDS[facts.kind]
    entry = GiftEntry(
        donor_id=donor,
        amount=facts.amount if kind not in NOT_MONEY else Money(0),
        given_on=day,
        received_on=facts.received_on,
        payment_method=METHODS[facts.means if kind not in NOT_MONEY else None],
        kind=kind,
        fund_id=a_fund(session),
        benefit_description=facts.benefit,
        benefit_value=facts.benefit_value,
        anonymous=facts.donor_type is DonorType.UNKNOWN,
        detail=GiftDetail(
            dated_on=facts.dated_on,
            postmarked_on=facts.postmarked_on,
            settled_on=facts.settled_on,
            delivery=Delivery(facts.delivery.value) if facts.delivery else None,
            at_event=facts.at_event,
            benefit_cost=facts.benefit_cost,
            benefit_flags=tuple(BenefitFlag(flag.value) for flag in sorted(facts.flags)),
            description="a 14-inch laptop, used" if kind in NOT_MONEY else "",
            shares="100" if kind in NOT_MONEY else "",
            issuer="Acme Corp" if kind in NOT_MONEY else "",
            ticker="ACME" if kind in NOT_MONEY else "",
            internal_value=facts.internal_value,
            donor_claims=facts.donor_claims,
            cash_redeemable=facts.cash_redeemable,
            custodian="Golden Coast Trust" if facts.kind is Kind.QCD else "",
            named_individual=facts.named_individual,
            tribute=Tribute.MEMORY if facts.tribute else None,
            tribute_name="Ada Lovelace" if facts.tribute else "",
            foreign_currency=facts.currency if facts.currency != "USD" else "",
            foreign_amount=facts.foreign_amount,
            foreign_rate="1.0800" if facts.currency != "USD" else "",
            foreign_rate_source="European Central Bank" if facts.currency != "USD" else "",
            credits=thanked,
        ),
    )
    today = date(2027, 12, 31)
    return record_gift(session, entry, today=today, now=NOW, who="Dana Whitlock")


@pytest.mark.parametrize("case_id", LEDGER)
def test_the_same_paper_comes_out_of_the_ledger(office: Store, case_id: str) -> None:
    gift = office.write(enter, LEDGER[case_id])
    facts = office.read(case_of, gift).facts
    got, right = decide(facts), decide(LEDGER[case_id])
    assert (got.paper, got.sentences, got.contribution_amount) == (
        right.paper, right.sentences, right.contribution_amount,
    )  # fmt: skip
    assert got.gift_date == right.gift_date
    assert (got.tax_year, got.summary_section, got.form990_line, got.schedule_b_counted) == (
        right.tax_year, right.summary_section, right.form990_line, right.schedule_b_counted,
    )  # fmt: skip
    assert (got.acknowledgment_needed, got.disclosure_required) == (
        right.acknowledgment_needed, right.disclosure_required,
    )  # fmt: skip


ON_PAPER = [case for case in LEDGER if EXPECTED[case]["paper"] not in ("BLOCK", "NONE")]


def paper_of(office: Store, gift: UUID, paper: Paper) -> Sheet:
    """Issue the receipt or write the letter of a gift, and return its sheet."""
    when: dict[str, Any] = {
        "today": date(2027, 12, 31),
        "now": NOW,
        "who": "Peter",
        "unprintable": unprintable,
    }
    if paper in LETTERS:
        return office.read(letter_sheets, [office.write(write_letter, gift, **when)])[0]
    receipt = office.write(issue, gift, **when)
    return Sheet.from_json(office.read(lambda session: session.get_one(Receipt, receipt).sheet))


@pytest.mark.parametrize("case_id", ON_PAPER)
def test_the_paper_says_every_sentence_and_nothing_forbidden(office: Store, case_id: str) -> None:
    facts, decision = LEDGER[case_id], decide(LEDGER[case_id])
    sheet = paper_of(office, office.write(enter, facts), decision.paper)
    assert [sentence.code for sentence in sheet.sentences] == list(decision.sentences)
    printed = " ".join(text_of(render(sheet, {}, mark=None)).split())
    for sentence in sheet.sentences:
        if sentence.code != Code.WHO:
            assert " ".join(sentence.text.split()) in printed, sentence.code
    assert bool(sheet.number) == (decision.paper not in LETTERS)
    money = facts.kind not in (Kind.GOODS, Kind.STOCK, Kind.STOCK_PRIVATE, Kind.CRYPTO, Kind.VEHICLE)
    if not money and not facts.benefit:
        assert "$" not in printed, "property states no value (T-PDF2)"
    if decision.paper is Paper.DAF_ACK:
        for word in ("deduct", "tax", "receipt", "goods or services"):
            assert word not in printed.lower(), word


@pytest.mark.parametrize("case_id", ["C040", "C054"])
def test_what_counts_for_nothing_has_no_figure_among_the_sums(office: Store, case_id: str) -> None:
    sheet = paper_of(office, office.write(enter, LEDGER[case_id]), decide(LEDGER[case_id]).paper)
    assert [name for name, _ in sheet.sums] == ["Payment", "Contribution amount"]
