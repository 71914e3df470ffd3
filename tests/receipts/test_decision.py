"""The edges of each rule in receipts.md: one cent, one day, one flag to either side."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mi_crm.giving.detail import BenefitFlag, Delivery
from mi_crm.receipts.rules.decision import decide
from mi_crm.receipts.rules.facts import DonorType, Facts, Kind, Later, Means
from mi_crm.receipts.rules.papers import Decision, Paper
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.year_tables import Source, TokenLimits, shipped

DAY = date(2026, 4, 1)
INFORMED = frozenset({BenefitFlag.CAMPAIGN_INFORMED})
LOGO = INFORMED | {BenefitFlag.LOGO}


def usd(text: str) -> Money:
    return Money.parse(text)


def money(amount: str, **facts: Any) -> Facts:
    """Return a gift by check, handed over."""
    usual: dict[str, Any] = {
        "kind": Kind.CHECK,
        "payment_method": Means.CHECK,
        "delivery": Delivery.HAND,
        "dated_on": DAY,
        "received_on": DAY,
    }
    return Facts(amount=usd(amount), **(usual | facts))


def premium(amount: str, value: str, flags: frozenset[BenefitFlag] = INFORMED, **facts: Any) -> Facts:
    """Return a payment with something given back."""
    usual: dict[str, Any] = {"kind": Kind.EVENT_OR_PREMIUM, "benefit": "a book", "benefit_value": usd(value)}
    return money(amount, flags=flags, **(usual | facts))


def mug(amount: str, cost: str, **facts: Any) -> Facts:
    return premium(amount, "15.00", LOGO, benefit_cost=usd(cost), **facts)


def said(decision: Decision) -> str:
    return " ".join(decision.sentences)


@pytest.mark.parametrize(("amount", "needed"), [("249.99", False), ("250.00", True), ("250.01", True)])
def test_an_acknowledgment_is_needed_from_250(amount: str, needed: bool) -> None:
    decision = decide(money(amount))
    assert decision.acknowledgment_needed is needed
    assert said(decision) == "ORG WHO AMT NGS"


@pytest.mark.parametrize(
    ("amount", "value", "needed", "disclosed"),
    [
        ("75.00", "20.00", False, False),
        ("75.01", "20.00", False, True),
        ("300.00", "25.00", True, True),
        ("300.00", "75.00", False, True),
        ("325.00", "75.00", True, True),
        ("324.99", "75.00", False, True),
        ("100.00", "40.00", False, True),
    ],
)
def test_250_measures_the_net_and_75_the_whole_payment(
    amount: str, value: str, needed: bool, disclosed: bool
) -> None:
    decision = decide(premium(amount, value))
    assert decision.paper is Paper.QPQ
    assert decision.contribution_amount == usd(amount) - usd(value)
    assert decision.acknowledgment_needed is needed
    assert decision.disclosure_required is disclosed


@pytest.mark.parametrize("value", ["100.00", "100.01", "400.00"])
def test_a_value_as_high_as_the_payment_leaves_no_gift_and_never_less(value: str) -> None:
    decision = decide(premium("100.00", value, at_event=True))
    assert decision.paper is Paper.PAYMENT_RECEIPT
    assert said(decision) == "ORG WHO AMT QDESC ZERO"
    assert decision.contribution_amount == ZERO
    assert not decision.disclosure_required
    assert (decision.form990_line, decision.schedule_b_counted) == ("8a", False)


@pytest.mark.parametrize(
    ("year", "amount", "cost", "paper"),
    [
        (2023, "62.50", "12.50", Paper.TOKEN), (2023, "62.49", "12.50", Paper.QPQ),
        (2023, "62.50", "12.51", Paper.QPQ), (2024, "66.00", "13.20", Paper.TOKEN),
        (2024, "65.99", "13.20", Paper.QPQ), (2024, "66.00", "13.21", Paper.QPQ),
        (2025, "68.00", "13.60", Paper.TOKEN), (2025, "67.99", "13.60", Paper.QPQ),
        (2026, "69.50", "13.90", Paper.TOKEN), (2026, "69.49", "13.90", Paper.QPQ),
        (2026, "69.50", "13.91", Paper.QPQ),
    ],
)  # fmt: skip
def test_the_token_rule_has_its_limits_year_by_year(year: int, amount: str, cost: str, paper: Paper) -> None:
    decision = decide(mug(amount, cost, dated_on=date(year, 6, 1), received_on=date(year, 6, 1)))
    assert decision.paper is paper
    full = paper is Paper.TOKEN
    assert decision.contribution_amount == (usd(amount) if full else usd(amount) - usd("15.00"))
    assert said(decision) == ("ORG WHO AMT TOK" if full else "ORG WHO AMT QDESC QLIM QNET")
    assert not decision.disclosure_required


@pytest.mark.parametrize(
    "flags",
    [frozenset({BenefitFlag.LOGO}), INFORMED | {BenefitFlag.NO_LOGO}, LOGO | {BenefitFlag.NO_LOGO}, INFORMED],
)
def test_the_token_rule_asks_for_logo_items_only_and_an_informed_campaign(
    flags: frozenset[BenefitFlag],
) -> None:
    assert decide(premium("100.00", "15.00", flags, benefit_cost=usd("8.00"))).paper is Paper.QPQ


@pytest.mark.parametrize(
    ("amount", "value", "paper"),
    [
        ("1000.00", "20.00", Paper.TOKEN), ("1000.00", "20.01", Paper.QPQ),
        ("999.99", "20.00", Paper.QPQ),  # 2% is 19.9998, unrounded
        ("6950.00", "139.00", Paper.TOKEN), ("10000.00", "139.00", Paper.TOKEN),
        ("10000.00", "139.01", Paper.QPQ), ("50.00", "1.00", Paper.TOKEN),
    ],
)  # fmt: skip
def test_two_percent_is_compared_unrounded_and_has_a_cap(amount: str, value: str, paper: Paper) -> None:
    assert decide(premium(amount, value)).paper is paper
    assert decide(premium(amount, value, frozenset())).paper is Paper.QPQ


def test_unordered_items_of_low_cost_are_disregarded_without_any_minimum() -> None:
    cards = premium("5.00", "6.00", frozenset({BenefitFlag.UNORDERED}), benefit_cost=usd("2.00"))
    assert decide(cards).paper is Paper.TOKEN
    assert decide(replace(cards, benefit_cost=usd("13.91"))).paper is Paper.PAYMENT_RECEIPT


@pytest.mark.parametrize("kind", [Kind.AUCTION, Kind.TUITION_PLUS_GIFT])
def test_auctions_and_tuition_know_no_small_benefit(kind: Kind) -> None:
    assert decide(premium("1000.00", "10.00", LOGO, kind=kind, benefit_cost=usd("1.00"))).paper is Paper.QPQ
    assert decide(money("1000.00", kind=kind)).paper is Paper.BLOCK


IN_2027: dict[str, Any] = {"dated_on": date(2027, 2, 1), "received_on": date(2027, 2, 1)}


@pytest.mark.parametrize(
    ("facts", "paper"),
    [
        (premium("1000.00", "300.00", **IN_2027), Paper.QPQ),
        (premium("1000.00", "20.00", **IN_2027), Paper.BLOCK),
        (premium("1000.00", "20.01", **IN_2027), Paper.QPQ),
        (premium("1000.00", "20.00", frozenset(), **IN_2027), Paper.QPQ),
        (mug("70.00", "14.00", **IN_2027), Paper.BLOCK),
        # Whatever the cost limit is, the least payment is five times it.
        (mug("70.00", "14.01", **IN_2027), Paper.QPQ),
        (premium("70.00", "15.00", frozenset({BenefitFlag.UNORDERED}), **IN_2027), Paper.BLOCK),
        (money("1000.00", **IN_2027), Paper.CHECK),
        (premium("75.00", "30.00", frozenset({BenefitFlag.MEMBERSHIP_ANNUAL}), kind=Kind.MEMBERSHIP,
                 **IN_2027),
         Paper.MEMBERSHIP),
        (premium("900.00", "10.00", kind=Kind.AUCTION, **IN_2027), Paper.QPQ),
    ],
)  # fmt: skip
def test_a_year_without_its_table_stops_only_what_it_could_change(facts: Facts, paper: Paper) -> None:
    decision = decide(facts)
    assert decision.paper is paper
    if paper is Paper.BLOCK:
        assert decision.contribution_amount is None
        assert (decision.form990_line, decision.tax_year) == ("review", "2027")
        why = next(reason for reason in decision.reasons if reason.rule == "R2.5a")
        assert "2027" in why.text
        assert "Rev. Proc. 2026-35" in why.more
        assert "irs.gov" in why.more


def test_a_year_that_is_loaded_decides() -> None:
    source = Source("Rev. Proc. 2026-35", "typed by the treasurer")
    limits = TokenLimits(2027, usd("14.20"), usd("71.00"), usd("142.00"), source)
    tables = replace(shipped(), token_limits={**shipped().token_limits, 2027: limits})
    assert decide(mug("71.00", "14.20", **IN_2027), tables).paper is Paper.TOKEN
    assert decide(mug("70.00", "14.00", **IN_2027), tables).paper is Paper.QPQ


@pytest.mark.parametrize(
    ("amount", "flags", "paper", "line"),
    [
        ("75.00", {BenefitFlag.MEMBERSHIP_ANNUAL}, Paper.MEMBERSHIP, "1b"),
        ("75.01", {BenefitFlag.MEMBERSHIP_ANNUAL}, Paper.QPQ, "1b+2a"),
        ("75.00", set(), Paper.QPQ, "1b+2a"),
        ("75.00", {BenefitFlag.MEMBERSHIP_ANNUAL, BenefitFlag.EVENT_COST_OVER_LOW_COST}, Paper.QPQ, "1b+2a"),
    ],
)
def test_privileges_of_a_yearly_membership_up_to_75_are_disregarded(
    amount: str, flags: set[BenefitFlag], paper: Paper, line: str
) -> None:
    decision = decide(premium(amount, "30.00", INFORMED | flags, kind=Kind.MEMBERSHIP))
    assert (decision.paper, decision.form990_line) == (paper, line)
    assert decision.contribution_amount == (
        usd(amount) if paper is Paper.MEMBERSHIP else usd(amount) - usd("30")
    )
    assert decide(money("60.00", kind=Kind.MEMBERSHIP)).form990_line == "1b"
    worth_it = decide(premium("90.00", "90.00", kind=Kind.MEMBERSHIP))
    assert (worth_it.paper, worth_it.form990_line) == (Paper.PAYMENT_RECEIPT, "1b")


def test_a_refused_seat_is_no_benefit_and_one_not_used_is() -> None:
    seat = premium("250.00", "85.00", at_event=True)
    refused = decide(replace(seat, flags=seat.flags | {BenefitFlag.REFUSED_BEFORE_EVENT}))
    assert (refused.paper, refused.contribution_amount, refused.form990_line) == (
        Paper.CHECK, usd("250.00"), "1c",
    )  # fmt: skip
    unused = decide(replace(seat, flags=seat.flags | {BenefitFlag.NOT_USED}))
    assert (unused.paper, unused.contribution_amount, unused.form990_line) == (
        Paper.QPQ, usd("165.00"), "1c+8a",
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "line"), [(Kind.RAFFLE, "9a"), (Kind.TUITION, "2a"), (Kind.CONTRACT, "2a")])
def test_a_purchase_is_never_a_gift(kind: Kind, line: str) -> None:
    decision = decide(money("1200.00", kind=kind, benefit="a place", donor_type=DonorType.GOVERNMENT))
    assert said(decision) == "ORG WHO AMT NOTGIFT"
    assert (decision.contribution_amount, decision.form990_line) == (ZERO, line)
    assert not decision.acknowledgment_needed
    assert not decision.disclosure_required


def test_an_ira_letter_follows_what_was_given_back() -> None:
    ira = premium("5000.00", "100.00", INFORMED, kind=Kind.QCD, delivery=Delivery.CUSTODIAN)
    assert said(decide(replace(ira, benefit="", benefit_value=None))) == "ORG WHO AMT QCD1 QCD2 NGS"
    token = decide(ira)
    assert said(token) == "ORG WHO AMT QCD1 QCD2 TOK"
    assert not token.disclosure_required
    counted = decide(replace(ira, benefit_value=usd("100.01")))
    assert said(counted) == "ORG WHO AMT QCD1 QDESC QLIM QCD3"
    assert counted.disclosure_required
    assert decide(replace(ira, benefit_value=None)).paper is Paper.BLOCK
    for decision in (token, counted):
        assert decision.paper is Paper.QCD
        assert decision.contribution_amount is None
        assert (decision.tax_year, decision.summary_section) == ("not asserted", "C_info")


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"kind": Kind.DAF, "donor_type": DonorType.DAF_SPONSOR}, "R4.3"),
        ({"kind": Kind.EVENT_OR_PREMIUM, "donor_type": DonorType.DAF_SPONSOR}, "R4.3"),
        ({"kind": Kind.FOUNDATION_GRANT, "donor_type": DonorType.PRIVATE_FOUNDATION}, "R4.8"),
        ({"kind": Kind.EVENT_OR_PREMIUM, "donor_type": DonorType.PRIVATE_FOUNDATION}, "R4.8"),
        ({"kind": Kind.MATCH, "donor_type": DonorType.PRIVATE_FOUNDATION}, "R4.8"),
    ],
)
def test_a_fund_or_foundation_that_gets_something_back_is_stopped(facts: dict[str, Any], rule: str) -> None:
    decision = decide(premium("1000.00", "300.00", **facts))
    assert decision.paper is Paper.BLOCK
    assert rule in {reason.rule for reason in decision.reasons}
    assert decide(premium("1000.00", "20.00", **facts)).paper is not Paper.BLOCK
    unvalued = replace(premium("1000.00", "300.00", **facts), benefit_value=None)
    assert decide(unvalued).paper is Paper.BLOCK


def test_a_gift_for_one_named_person_is_stopped() -> None:
    decision = decide(money("500.00", named_individual=True))
    assert (decision.paper, decision.sentences) == (Paper.BLOCK, ())
    assert decide(money("500.00", named_individual=True, later=Later.REFUND)).paper is Paper.NONE


D = date
DATES: list[tuple[dict[str, Any], date]] = [
    # A check by hand, and one that cannot be used yet.
    ({"dated_on": D(2025, 12, 30), "received_on": D(2025, 12, 31)}, D(2025, 12, 31)),
    ({"dated_on": D(2026, 1, 5), "received_on": D(2025, 12, 28)}, D(2026, 1, 5)),
    ({"dated_on": D(2026, 1, 5), "postmarked_on": D(2025, 12, 28), "received_on": D(2025, 12, 30),
      "delivery": Delivery.USPS}, D(2026, 1, 5)),
    # Mail and courier.
    ({"dated_on": D(2025, 12, 29), "postmarked_on": D(2025, 12, 31), "received_on": D(2026, 1, 4),
      "delivery": Delivery.USPS}, D(2025, 12, 31)),
    ({"dated_on": D(2025, 12, 29), "received_on": D(2026, 1, 4), "delivery": Delivery.USPS}, D(2026, 1, 4)),
    ({"dated_on": D(2025, 12, 29), "received_on": D(2026, 1, 4), "delivery": Delivery.MAIL_UNMARKED},
     D(2026, 1, 4)),
    ({"dated_on": D(2025, 12, 29), "postmarked_on": D(2025, 12, 30), "received_on": D(2026, 1, 2),
      "delivery": Delivery.COURIER}, D(2026, 1, 2)),
    # Cash in an envelope counts when it is handed over.
    ({"payment_method": Means.CASH, "kind": Kind.CASH, "postmarked_on": D(2025, 12, 31),
      "received_on": D(2026, 1, 3), "delivery": Delivery.USPS}, D(2026, 1, 3)),
    # Cards: charged, not settled; a form that came by mail is charged when it comes.
    ({"payment_method": Means.CARD, "kind": Kind.CARD, "delivery": Delivery.ONLINE,
      "dated_on": D(2025, 12, 31), "received_on": D(2025, 12, 31), "settled_on": D(2026, 1, 2)},
     D(2025, 12, 31)),
    ({"payment_method": Means.CARD, "kind": Kind.CARD, "delivery": Delivery.USPS,
      "dated_on": D(2025, 12, 30), "postmarked_on": D(2025, 12, 30), "received_on": D(2026, 1, 3)},
     D(2026, 1, 3)),
    # Banks: the day the donor's bank paid.
    ({"payment_method": Means.BANK, "kind": Kind.EFT, "delivery": Delivery.BANK,
      "dated_on": D(2025, 12, 31), "received_on": D(2026, 1, 3), "settled_on": D(2026, 1, 2)}, D(2026, 1, 2)),
    ({"payment_method": Means.BANK, "kind": Kind.EFT, "delivery": Delivery.BANK,
      "dated_on": D(2025, 12, 31), "received_on": D(2026, 1, 2)}, D(2026, 1, 2)),
    ({"payment_method": Means.CHECK, "delivery": Delivery.BANK_BILL_PAY, "dated_on": D(2025, 12, 30),
      "received_on": D(2026, 1, 6), "settled_on": D(2025, 12, 30)}, D(2025, 12, 30)),
    # Shares: in our account, or in the mail as a certificate.
    ({"kind": Kind.STOCK, "payment_method": None, "delivery": Delivery.DTC, "dated_on": D(2025, 12, 29),
      "received_on": D(2026, 1, 2)}, D(2026, 1, 2)),
    ({"kind": Kind.STOCK, "payment_method": None, "delivery": Delivery.USPS, "dated_on": D(2025, 12, 31),
      "postmarked_on": D(2025, 12, 31), "received_on": D(2026, 1, 5)}, D(2025, 12, 31)),
    ({"kind": Kind.STOCK, "payment_method": None, "delivery": Delivery.COURIER, "dated_on": D(2025, 12, 31),
      "received_on": D(2026, 1, 5)}, D(2026, 1, 5)),
    # An IRA's check and a promise.
    ({"kind": Kind.QCD, "delivery": Delivery.USPS, "dated_on": D(2025, 12, 29),
      "postmarked_on": D(2025, 12, 30), "received_on": D(2026, 1, 3), "settled_on": D(2026, 1, 6)},
     D(2026, 1, 3)),
    ({"kind": Kind.PLEDGE, "dated_on": D(2025, 12, 15), "received_on": D(2025, 12, 20)}, D(2025, 12, 15)),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "day"), DATES)
def test_the_date_of_gift_follows_from_the_way_it_came(facts: dict[str, Any], day: date) -> None:
    decision = decide(money("500.00", **facts))
    assert decision.gift_date == day
    assert decision.tax_year in (str(day.year), "none", "not asserted")


def test_without_any_date_there_is_no_paper() -> None:
    decision = decide(Facts(kind=Kind.CASH, amount=usd("50.00")))
    assert (decision.paper, decision.gift_date, decision.tax_year) == (Paper.BLOCK, None, "none")


def test_a_gift_in_another_currency_names_both_amounts_and_is_tried_on_dollars() -> None:
    wired = money("249.99", currency="EUR", foreign_amount=usd("260.00"), payment_method=Means.BANK)
    decision = decide(wired)
    assert said(decision) == "ORG WHO AMT FX NGS"
    assert not decision.acknowledgment_needed
    assert said(decide(replace(wired, kind=Kind.RAFFLE))) == "ORG WHO AMT FX NOTGIFT"
    assert decide(replace(wired, foreign_amount=None)).paper is Paper.BLOCK


@pytest.mark.parametrize(
    ("claims", "paper"),
    [
        ("500.00", Paper.NONCASH),
        ("500.01", Paper.VEHICLE_1098C),
        (None, Paper.NONCASH),
    ],
)
def test_a_vehicle_gets_its_form_above_500(claims: str | None, paper: Paper) -> None:
    car = thing(Kind.VEHICLE, "480.00", donor_claims=usd(claims) if claims else None)
    decision = decide(car)
    assert decision.paper is paper
    assert said(decision) == (
        "ORG WHO DATE DESC NOVAL NGS" if paper is Paper.NONCASH else "ORG WHO DATE DESC V1098 NGS"
    )


def thing(kind: Kind, value: str | None, **facts: Any) -> Facts:
    return Facts(
        kind=kind,
        delivery=Delivery.HAND,
        dated_on=DAY,
        received_on=DAY,
        internal_value=usd(value) if value else None,
        **facts,
    )


@pytest.mark.parametrize(("value", "needed"), [("249.99", False), ("250.00", True), (None, False)])
@pytest.mark.parametrize("kind", [Kind.GOODS, Kind.STOCK, Kind.STOCK_PRIVATE, Kind.CRYPTO, Kind.GIFT_CARD])
def test_property_is_described_and_tried_on_the_internal_value(
    kind: Kind, value: str | None, needed: bool
) -> None:
    decision = decide(thing(kind, value))
    assert decision.acknowledgment_needed is needed
    assert decision.contribution_amount is None
    assert (decision.summary_section, decision.form990_line) == ("B_property", "1f+1g")
    told = "SEC NOVAL" if "stock" in kind else "DESC NOVAL"
    assert said(decision) == f"ORG WHO DATE {told} NGS"


def test_property_with_a_benefit_states_that_one_value() -> None:
    laptop = thing(Kind.GOODS, "650.00", benefit="a bag", benefit_value=usd("25.00"))
    assert said(decide(laptop)) == "ORG WHO DATE DESC NOVAL QDESC QLIM"
    assert decide(laptop).disclosure_required
    assert not decide(replace(laptop, internal_value=usd("75.00"))).disclosure_required
    assert decide(replace(laptop, benefit_value=None)).paper is Paper.BLOCK


def test_a_gift_card_as_good_as_cash_is_money() -> None:
    decision = decide(thing(Kind.GIFT_CARD, "300.00", cash_redeemable=True))
    assert (decision.paper, decision.contribution_amount) == (Paper.CASH, usd("300.00"))
    assert decision.form990_line == "1f"


@pytest.mark.parametrize(("expense", "needed"), [("249.99", False), ("250.00", True)])
def test_each_expense_of_a_volunteer_is_tried_alone(expense: str, needed: bool) -> None:
    facts = money("900.00", kind=Kind.VOLUNTEER_EXPENSE, payment_method=None, largest_expense=usd(expense))
    decision = decide(facts)
    assert decision.acknowledgment_needed is needed
    assert decision.contribution_amount is None
    repaid = decide(replace(facts, later=Later.REIMBURSED, later_amount=usd("100.00")))
    assert said(repaid) == "ORG WHO VOL1 VOL2R VOL3"


ISSUED = date(2026, 4, 2)


def test_part_of_it_returned_leaves_the_paper_of_what_remains() -> None:
    seat = premium("500.00", "100.00", later=Later.REFUND, later_amount=usd("200.00"))
    plain = decide(seat)
    assert (plain.paper, plain.contribution_amount) == (Paper.QPQ, usd("200.00"))
    assert said(plain) == "ORG WHO AMT QDESC QLIM QNET"
    corrected = decide(replace(seat, receipt_issued_on=ISSUED))
    assert (corrected.paper, corrected.of_kind) == (Paper.CORRECTED, Paper.QPQ)
    assert corrected.contribution_amount == usd("200.00")
    assert not corrected.acknowledgment_needed
    assert said(corrected) == "ORG WHO AMT CORR REF QDESC QLIM QNET"
    assert corrected.summary_section == "A_cash"


@pytest.mark.parametrize(
    ("later", "with_receipt", "codes"),
    [
        (Later.REFUND, Paper.REFUND_LETTER, "WHO REF"),
        (Later.RETURNED_UNPAID, Paper.VOID, "WHO VOID"),
        (Later.CHARGEBACK, Paper.VOID, "WHO VOID"),
        (Later.DUPLICATE_REFUNDED, Paper.VOID, "WHO VOID"),
    ],
)
def test_what_is_undone_gets_a_letter_only_where_a_receipt_went_out(
    later: Later, with_receipt: Paper, codes: str
) -> None:
    gone = money("350.00", later=later, later_amount=usd("350.00"))
    decision = decide(gone)
    assert (decision.paper, decision.contribution_amount, decision.form990_line) == (Paper.NONE, None, "none")
    decision = decide(replace(gone, receipt_issued_on=ISSUED))
    assert (decision.paper, decision.contribution_amount) == (with_receipt, ZERO)
    assert said(decision) == codes
    assert not decision.schedule_b_counted
    assert decision.summary_section == "none"


def test_a_copy_and_a_correction_keep_the_paper_of_their_kind() -> None:
    gift = money("250.00", tribute=True, receipt_issued_on=ISSUED)
    copy = decide(replace(gift, later=Later.COPY_ASKED))
    assert (copy.paper, copy.of_kind, said(copy)) == (
        Paper.COPY, Paper.TRIBUTE, "COPY ORG WHO AMT NGS TRB1",
    )  # fmt: skip
    assert (copy.contribution_amount, copy.acknowledgment_needed) == (usd("250.00"), True)
    corrected = decide(replace(gift, later=Later.MISTYPED_RECEIPT, later_amount=usd("2500.00")))
    assert said(corrected) == "ORG WHO AMT CORR NGS TRB1"
    assert corrected.contribution_amount == usd("250.00")
    laptop = thing(Kind.GOODS, "650.00", later=Later.MISTYPED_RECEIPT, receipt_issued_on=ISSUED)
    assert said(decide(laptop)) == "ORG WHO DATE CORR DESC NOVAL NGS"
    assert decide(laptop).contribution_amount is None


def test_nobody_to_name_no_paper_but_the_money_stays_in_the_books() -> None:
    decision = decide(money("300.00", donor_type=DonorType.UNKNOWN))
    assert (decision.paper, decision.form990_line, decision.schedule_b_counted) == (Paper.NONE, "1f", False)
    bounced = decide(money("300.00", donor_type=DonorType.UNKNOWN, later=Later.RETURNED_UNPAID))
    assert (bounced.paper, bounced.form990_line) == (Paper.NONE, "none")


def test_a_promise_of_somebody_unknown_is_still_a_promise() -> None:
    assert decide(money("5.00", kind=Kind.PLEDGE, donor_type=DonorType.UNKNOWN)).paper is (
        Paper.PLEDGE_CONFIRMATION
    )


def test_each_paycheck_stands_alone() -> None:
    for amount, needed in (("249.99", False), ("250.00", True)):
        decision = decide(money(amount, kind=Kind.EFT, payment_method=Means.BANK))
        assert decision.acknowledgment_needed is needed


@pytest.mark.parametrize(
    ("kind", "line"),
    [(Kind.MATCH, "1f"), (Kind.FEDERATED, "1a"), (Kind.GOVERNMENT_GRANT, "1e"), (Kind.BEQUEST, "1f")],
)
def test_grants_and_matches_have_their_lines(kind: Kind, line: str) -> None:
    decision = decide(money("500.00", kind=kind, donor_type=DonorType.BUSINESS))
    assert decision.form990_line == line
    assert decision.schedule_b_counted
    stated = kind is Kind.MATCH
    assert decision.contribution_amount == (usd("500.00") if stated else None)
    assert decision.acknowledgment_needed is stated


def test_a_match_with_something_given_back_says_so() -> None:
    decision = decide(premium("500.00", "100.00", kind=Kind.MATCH, donor_type=DonorType.BUSINESS))
    assert said(decision) == "ORG WHO AMT MAT1 QDESC QLIM QNET"
    assert decision.contribution_amount == usd("400.00")
