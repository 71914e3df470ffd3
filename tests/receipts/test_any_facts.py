"""Whatever the facts are, the decision comes, and no paper says what it must not."""

from datetime import date
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from mi_crm.giving.detail import BenefitFlag, Delivery
from mi_crm.receipts.rules.decision import decide
from mi_crm.receipts.rules.facts import DonorType, Facts, Kind, Later, Means
from mi_crm.receipts.rules.papers import Code, Decision, Paper, Section
from mi_crm.receipts.rules.property import is_property
from mi_crm.shared.money import ZERO, Money

_DAYS: Final = st.none() | st.dates(date(2022, 1, 1), date(2028, 12, 31))
_CENTS: Final = st.sampled_from([0, 1, 1390, 1391, 6950, 7500, 7501, 25000, 50001]) | st.integers(0, 10**7)
_MONEY: Final = st.none() | st.builds(Money, _CENTS)

FACTS: Final = st.builds(
    Facts,
    kind=st.sampled_from(Kind),
    donor_type=st.sampled_from(DonorType),
    soft_credited=st.booleans(),
    payment_method=st.none() | st.sampled_from(Means),
    amount=st.builds(Money, _CENTS),
    currency=st.sampled_from(["USD", "USD", "EUR"]),
    foreign_amount=_MONEY,
    at_event=st.booleans(),
    delivery=st.none() | st.sampled_from(Delivery),
    dated_on=_DAYS,
    postmarked_on=_DAYS,
    received_on=_DAYS,
    settled_on=_DAYS,
    given_on=st.none() | _DAYS,
    benefit=st.sampled_from(["", "a book"]),
    benefit_value=_MONEY,
    benefit_cost=_MONEY,
    flags=st.frozensets(st.sampled_from(BenefitFlag)),
    internal_value=_MONEY,
    donor_claims=_MONEY,
    cash_redeemable=st.booleans(),
    largest_expense=_MONEY,
    named_individual=st.sampled_from([False, False, False, True]),
    tribute=st.booleans(),
    later=st.none() | st.none() | st.sampled_from(Later),
    later_on=_DAYS,
    later_amount=_MONEY,
    receipt_issued_on=_DAYS,
)

MONEY_RECEIPTS: Final = {
    Paper.CASH, Paper.CHECK, Paper.CARD, Paper.EFT, Paper.QPQ, Paper.PAYMENT_RECEIPT, Paper.TOKEN,
    Paper.MEMBERSHIP, Paper.TRIBUTE, Paper.MATCH_ACK,
}  # fmt: skip
SILENT: Final = {Paper.BLOCK, Paper.NONE}
NOT_TOLD: Final = {
    Code.NGS, Code.QLIM, Code.QNET, Code.QDESC, Code.TOK, Code.ORG, Code.AMT, Code.MEMB, Code.VOL3, Code.ZERO,
}  # fmt: skip
"""What speaks of deducting, tax, a receipt, or goods or services: never to the adviser of a fund."""


def answers(decision: Decision) -> int:
    """Count how often a paper says what was given in exchange."""
    codes = set(decision.sentences)
    pair = {Code.QDESC, Code.QLIM} <= codes
    alone = {Code.NGS, Code.TOK, Code.MEMB, Code.ZERO, Code.NOTGIFT} & codes
    return pair + len(alone)


@settings(max_examples=1500, deadline=None)
@given(facts=FACTS)
def test_no_paper_says_what_it_must_not(facts: Facts) -> None:
    decision = decide(facts)
    codes = decision.sentences
    amount = decision.contribution_amount

    assert decision.reasons
    assert len(set(codes)) == len(codes)
    assert (not codes) == (decision.paper in SILENT)
    if amount is not None:
        assert ZERO <= amount <= facts.payment
    if decision.of_kind in MONEY_RECEIPTS:
        assert answers(decision) == 1
    if is_property(facts):
        assert Code.QNET not in codes
        assert Code.AMT not in codes
        assert decision.paper in (Paper.VOID, Paper.REFUND_LETTER) or amount is None
    if decision.of_kind is Paper.DAF_ACK:
        assert not NOT_TOLD & set(codes)
        assert amount is None
    if decision.of_kind is Paper.QCD:
        assert Code.QNET not in codes
        assert amount is None
    if decision.paper in SILENT:
        assert (amount, decision.in_deductible_total) == (None, False)
    assert decision.in_deductible_total == (decision.summary_section is Section.CASH)
    if decision.disclosure_required:
        assert {Code.QDESC, Code.QLIM} <= set(codes)
        assert facts.benefit_value
    if Code.CORR in codes:
        assert facts.receipt_issued_on


@settings(max_examples=300, deadline=None)
@given(facts=FACTS)
def test_the_words_of_the_benefit_decide_nothing(facts: Facts) -> None:
    other = Facts(**{name: getattr(facts, name) for name in Facts.__slots__} | {
        "benefit": "tickets & <b>more</b>" if facts.benefit else "",
    })  # fmt: skip
    one, two = decide(facts), decide(other)
    assert (one.paper, one.sentences, one.contribution_amount) == (
        two.paper,
        two.sentences,
        two.contribution_amount,
    )
