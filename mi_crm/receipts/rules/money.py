"""Papers of money: gifts, payments partly for something, payments that are no gift (8.1 points 3, 7)."""

from dataclasses import replace
from typing import Final

from mi_crm.giving.rules import contribution_amount
from mi_crm.receipts.rules.facts import DonorType, Facts, Kind, Means
from mi_crm.receipts.rules.given_back import GivenBack, Weight
from mi_crm.receipts.rules.papers import Code, Paper, Reason, Ruling, blocked
from mi_crm.shared.money import ZERO, Money

_PLAIN: Final = {
    Means.CASH: Paper.CASH,
    Means.CHECK: Paper.CHECK,
    Means.CARD: Paper.CARD,
    Means.BANK: Paper.EFT,
}


def head(facts: Facts) -> tuple[Code, ...]:
    """Return the codes that every paper of money begins with."""
    foreign = (Code.FX,) if facts.currency != "USD" else ()
    return (Code.ORG, Code.WHO, Code.AMT, *foreign)


def amount_missing(facts: Facts) -> Ruling | None:
    """Return the ruling that stops a paper whose amount cannot be named, if it cannot."""
    if facts.currency != "USD" and (not facts.payment or facts.foreign_amount is None):
        return blocked(
            "R4.28",
            f"The amount in {facts.currency} and in dollars is needed",
            "The paper names both, with the rate, its date and its source.",
        )
    if not facts.payment:
        return blocked("R1.1", "The amount is missing", "Enter what was paid.")
    return None


def purchase(facts: Facts) -> Ruling:
    """Return the receipt for a payment that buys something and is no gift."""
    return Ruling(
        paper=Paper.PAYMENT_RECEIPT,
        sentences=(*head(facts), Code.NOTGIFT),
        reasons=(_bought(facts), *foreign(facts)),
        payment=facts.paid,
        stated=ZERO,
    )


def _bought(facts: Facts) -> Reason:
    if facts.kind is Kind.RAFFLE:
        return Reason("R2.12", "A chance to win is never a contribution", "Whatever its price.")
    if facts.kind is Kind.TUITION:
        return Reason("R4.12", "A training or conference fee buys a service", "It is no contribution.")
    if facts.donor_type is DonorType.GOVERNMENT:
        return Reason("R4.9", "A government's payment for a service is no grant")
    return Reason(
        "R4.12",
        "A payment for something is no contribution",
        f"Paid for {facts.benefit}." if facts.benefit else "",
    )


def gift_of_money(facts: Facts, back: GivenBack) -> Ruling:
    """Return the paper of a gift of money by what was given back for it."""
    if back.block:
        return back.block
    if back.weight is Weight.COUNTED:
        return _with_value(facts, back)
    if back.weight is Weight.MEMBERSHIP:
        return _in_full(facts, Paper.MEMBERSHIP, (Code.MEMB,), back)
    if back.weight is Weight.DISREGARDED:
        return _in_full(facts, Paper.TOKEN, (Code.TOK,), back)
    if facts.means is None:
        return blocked("R1.1", "How it was paid is missing", "Choose cash, check, card or bank.")
    if facts.tribute:
        tribute = Reason(
            "R8.11",
            "A gift in memory or in honor of somebody",
            "The family gets a notice of its own, without any amount.",
        )
        ruling = _in_full(facts, Paper.TRIBUTE, (Code.NGS, Code.TRB1), back)
        return replace(ruling, reasons=(*ruling.reasons, tribute))
    return _in_full(facts, _PLAIN[facts.means], (Code.NGS,), back)


def foreign(facts: Facts) -> tuple[Reason, ...]:
    """Return the reason that a gift in another currency is told in both."""
    if facts.currency == "USD":
        return ()
    return (
        Reason(
            "R4.28",
            f"Given in {facts.currency}: the paper names both amounts",
            "Every limit is tried on the dollars.",
        ),
    )


def _in_full(facts: Facts, paper: Paper, codes: tuple[Code, ...], back: GivenBack) -> Ruling:
    return Ruling(
        paper=paper,
        sentences=(*head(facts), *codes),
        reasons=(*foreign(facts), *_card(facts), *back.reasons),
        payment=facts.paid,
        measured=facts.paid,
        stated=facts.paid,
    )


def _with_value(facts: Facts, back: GivenBack) -> Ruling:
    net: Money = contribution_amount(facts.paid, back.value)
    reasons = (*foreign(facts), *back.reasons)
    if not net:
        return Ruling(
            paper=Paper.PAYMENT_RECEIPT,
            sentences=(*head(facts), Code.QDESC, Code.ZERO),
            reasons=reasons,
            payment=facts.paid,
            value=back.value,
            stated=ZERO,
        )
    return Ruling(
        paper=Paper.QPQ,
        sentences=(*head(facts), Code.QDESC, Code.QLIM, Code.QNET),
        reasons=reasons,
        payment=facts.paid,
        value=back.value,
        measured=net,
        stated=net,
    )


def _card(facts: Facts) -> tuple[Reason, ...]:
    if facts.means is not Means.CARD:
        return ()
    return (Reason("R1.12", "The amount charged is the contribution", "A processor's fee is our expense."),)
