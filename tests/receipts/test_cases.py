"""The worked cases of receipts.md section 9, as far as their paper exists."""

import csv
from datetime import date
from pathlib import Path

import pytest

from mi_crm.receipts.rules import Decision, DonorType, Facts, Kind, Means, Paper, Why, decide
from mi_crm.shared.money import ZERO, Money

Case = dict[str, str]

CASES: dict[str, Case] = {
    case["case_id"]: case
    for case in csv.DictReader((Path(__file__).parent / "cases.csv").read_text().splitlines())
}

# What the case file tells apart and a gift does not yet: all of these are money with something given
# back, or a payment that is no gift.
OUR_KIND = {
    "membership": Kind.EVENT_OR_PREMIUM,
    "auction": Kind.EVENT_OR_PREMIUM,
    "tuition_plus_gift": Kind.EVENT_OR_PREMIUM,
    "raffle": Kind.CONTRACT,
    "tuition": Kind.CONTRACT,
}
DONOR_TYPES = {"unknown": DonorType.INDIVIDUAL, "estate": DonorType.INDIVIDUAL}

REFUSED = {
    "C019": Why.ANONYMOUS,
    "C024": Why.CURRENCY,
    "C060": Why.VALUE_MISSING,
    "C082": Why.DAF,
    "C084": Why.GIVEN_BACK_TO_FUND,
    "C085": Why.DAF,
    "C087": Why.QCD,
    "C088": Why.QCD,
    "C090": Why.QCD,
    "C091": Why.QCD,
    "C093": Why.FOUNDATION_GRANT,
    "C094": Why.GOVERNMENT_GRANT,
    "C096": Why.BEQUEST,
    "C099": Why.MATCH,
}

OUT_OF_SCOPE = {
    "no such kind of gift yet": (
        "C067 C069 C070 C072 C073 C075 C076 C078 C079 C081 C097 C102 C103 C115 C117 C118"
    ),
    "token, 2% and membership rules come later; until then the benefit is stated": "C040 C043 C052 C054",
    "no tributes yet": "C105",
    "an act on a receipt that was issued": "C106 C108 C111 C112",
}
OUTSIDE = {case for cases in OUT_OF_SCOPE.values() for case in cases.split()}


def facts_of(case: Case) -> Facts:
    kind = OUR_KIND.get(case["kind"]) or Kind(case["kind"])
    value = Money.parse(case["benefit_fmv"]) if case["benefit_fmv"] else None
    return Facts(
        kind=kind,
        payment_method=Means(case["payment_method"]),
        amount=Money.parse(case["amount"]),
        # The date of gift is what is kept of a gift, chosen by the table in section 4.
        given_on=date.fromisoformat(case["gift_date"]),
        received_on=date.fromisoformat(case["received_on"]),
        currency=case["given_currency"],
        benefit=case["benefit"],
        benefit_value=value,
        donor_type=DONOR_TYPES.get(case["legal_donor_type"]) or DonorType(case["legal_donor_type"]),
        anonymous=case["legal_donor_type"] == "unknown",
    )


def yes(word: str) -> bool:
    return {"y": True, "n": False}[word]


def decided(case_id: str) -> Decision:
    return decide(facts_of(CASES[case_id]))


@pytest.mark.parametrize("case_id", sorted(CASES.keys() - REFUSED.keys() - OUTSIDE))
def test_a_case_comes_out_as_written(case_id: str) -> None:
    case, decision = CASES[case_id], decided(case_id)
    assert decision.paper == Paper(case["paper"])
    assert decision.contribution_amount == Money.parse(case["contribution_amount"])
    assert decision.acknowledgment_needed == yes(case["acknowledgment_needed"])
    assert decision.disclosure_required == yes(case["disclosure_required"])
    assert "|".join(decision.sentences) == case["sentences"]
    assert str(decision.tax_year) == case["tax_year"]
    assert decision.refusal is None
    assert decision.reasons


@pytest.mark.parametrize(("case_id", "why"), REFUSED.items())
def test_a_case_whose_paper_does_not_exist_is_refused_with_its_reason(case_id: str, why: Why) -> None:
    decision = decided(case_id)
    assert decision.paper is None
    assert decision.sentences == ()
    assert decision.refusal is not None
    assert decision.refusal.why is why
    assert decision.refusal.sentence.endswith(".")


def test_every_case_is_accounted_for() -> None:
    papers = {case_id for case_id, case in CASES.items() if case["paper"] in set(Paper)}
    assert CASES.keys() >= OUTSIDE | REFUSED.keys()
    assert papers - REFUSED.keys() == CASES.keys() - REFUSED.keys() - OUTSIDE
    assert papers & REFUSED.keys() == {"C024"}


def test_a_gift_returned_in_part_gets_the_plain_paper_of_what_remains() -> None:
    facts = Facts(
        kind=Kind.CHECK,
        payment_method=Means.CHECK,
        amount=Money.parse("500"),
        refunded=Money.parse("200"),
        given_on=date(2025, 5, 2),
    )
    decision = decide(facts)
    assert (decision.paper, decision.contribution_amount) == (Paper.CHECK, Money.parse("300"))
    assert decision.acknowledgment_needed


def test_a_value_equal_to_the_payment_leaves_nothing_and_never_less() -> None:
    facts = Facts(
        kind=Kind.EVENT_OR_PREMIUM,
        payment_method=Means.CARD,
        amount=Money.parse("85"),
        benefit="one seat",
        benefit_value=Money.parse("85"),
        given_on=date(2026, 5, 9),
    )
    decision = decide(facts)
    assert decision.paper is Paper.PAYMENT_RECEIPT
    assert decision.contribution_amount == ZERO
    assert decision.sentences == ("ORG", "WHO", "AMT", "QDESC", "ZERO")
    assert not decision.disclosure_required
