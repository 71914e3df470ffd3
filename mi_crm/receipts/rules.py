"""Which paper a gift gets, and why: receipts.md section 8.1, for the kinds of gift that exist so far."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from mi_crm.giving.rules import contribution_amount, needs_disclosure
from mi_crm.people.details import ReceiptPolicy
from mi_crm.shared.dates import long_date
from mi_crm.shared.money import ZERO, Money

NEEDED_FROM: Final = Money(250_00)
"""A donor needs a written acknowledgment from here on, this amount included (R1.2)."""


class Paper(StrEnum):
    """The kinds of paper that exist so far."""

    CASH = "CASH"
    CHECK = "CHECK"
    CARD = "CARD"
    EFT = "EFT"
    QPQ = "QPQ"
    PAYMENT_RECEIPT = "PAYMENT_RECEIPT"


class Kind(StrEnum):
    """What was given."""

    CASH = "cash"
    CHECK = "check"
    CARD = "card"
    EFT = "eft"
    EVENT_OR_PREMIUM = "event_or_premium"
    CONTRACT = "contract"
    MATCH = "match"
    QCD = "qcd"
    DAF = "daf"
    FOUNDATION_GRANT = "foundation_grant"
    GOVERNMENT_GRANT = "government_grant"
    BEQUEST = "bequest"


class Means(StrEnum):
    """How the money came, as far as it decides."""

    CASH = "cash"
    CHECK = "check"
    CARD = "card"
    BANK = "bank"


class DonorType(StrEnum):
    """Who the legal donor is."""

    INDIVIDUAL = "individual"
    HOUSEHOLD = "household"
    BUSINESS = "business"
    DAF_SPONSOR = "daf_sponsor"
    PRIVATE_FOUNDATION = "private_foundation"
    GOVERNMENT = "government"
    PAYMENT_PLATFORM = "payment_platform"


class Standing(StrEnum):
    """Where the gift stands in the ledger and on its way to a receipt."""

    OPEN = "open"
    POSTED = "posted"
    TAKEN_BACK = "taken_back"
    RECEIPTED = "receipted"
    ELSEWHERE = "elsewhere"


class Why(StrEnum):
    """Why a gift gets no receipt. The first that holds, in this order, is the one that is told."""

    OPEN = "open"
    TAKEN_BACK = "taken_back"
    RECEIPTED = "receipted"
    ELSEWHERE = "elsewhere"
    RETURNED = "returned"
    ANONYMOUS = "anonymous"
    GIVEN_BACK_TO_FUND = "given_back_to_fund"
    MATCH = "match"
    QCD = "qcd"
    DAF = "daf"
    FOUNDATION_GRANT = "foundation_grant"
    GOVERNMENT_GRANT = "government_grant"
    BEQUEST = "bequest"
    PLATFORM = "platform"
    CURRENCY = "currency"
    POLICY_NONE = "policy_none"
    POLICY_ANNUAL = "policy_annual"
    NOT_SAID_FOR_WHAT = "not_said_for_what"
    VALUE_MISSING = "value_missing"
    DESCRIPTION_MISSING = "description_missing"
    ADDRESS_MISSING = "address_missing"


MENDABLE: Final = frozenset(
    {Why.NOT_SAID_FOR_WHAT, Why.VALUE_MISSING, Why.DESCRIPTION_MISSING, Why.ADDRESS_MISSING}
)
"""What keeps a gift waiting until somebody fills in what is missing."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule of receipts.md and what it says about this gift."""

    rule: str
    text: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no receipt, in a few words and in a sentence that says what to do."""

    why: Why
    rule: str
    words: str
    sentence: str


REFUSALS: Final[dict[Why, Refusal]] = {
    refusal.why: refusal
    for refusal in (
        Refusal(Why.OPEN, "R1.4", "In a batch that is still open",
                "The batch of this gift is still open. Post it first."),
        Refusal(Why.TAKEN_BACK, "R4.13", "Taken back",
                "This gift was taken back, so there is nothing to give a receipt for."),
        Refusal(Why.RECEIPTED, "R8.14", "Has its receipt",
                "This gift has its receipt. Print a copy of that one, or replace it."),
        Refusal(Why.ELSEWHERE, "R4.4", "Receipted by somebody else",
                "Somebody else gave the receipt of this gift, and there must be only one."),
        Refusal(Why.RETURNED, "R4.14", "Returned to the donor",
                "All of this gift was returned to the donor, so there is nothing to give a receipt for."),
        Refusal(Why.ANONYMOUS, "R4.16", "Anonymous",
                "An anonymous gift gets no receipt, as there is nobody to name on it."),
        Refusal(Why.GIVEN_BACK_TO_FUND, "R4.3", "A fund or foundation may not receive anything back",
                "A donor-advised fund or a foundation may not receive anything in return. "
                "Refuse what was to be given, or return the grant."),
        Refusal(Why.MATCH, "R4.7", "Matching gift, gets a letter",
                "A matching gift gets a letter to the company, not this receipt; "
                "that letter is not made here yet."),
        Refusal(Why.QCD, "R4.5", "IRA distribution, gets a letter",
                "A distribution from an IRA gets a letter of its own, not a receipt; "
                "that letter is not made here yet."),
        Refusal(Why.DAF, "R4.1", "Grant from a donor-advised fund, gets a letter",
                "A grant from a donor-advised fund gets a letter, not a receipt; "
                "that letter is not made here yet."),
        Refusal(Why.FOUNDATION_GRANT, "R4.8", "Foundation grant, gets a letter",
                "A grant from a foundation gets a letter, not a receipt; that letter is not made here yet."),
        Refusal(Why.GOVERNMENT_GRANT, "R4.9", "Government grant, gets a letter",
                "A grant from a government gets a letter without tax words, not a receipt; "
                "that letter is not made here yet."),
        Refusal(Why.BEQUEST, "R4.10", "Bequest, gets a letter",
                "A bequest gets a letter to the estate, not a receipt; that letter is not made here yet."),
        Refusal(Why.PLATFORM, "R4.4", "Receipted by a giving fund",
                "A payment platform that is the donor gives its own receipts to the people behind it."),
        Refusal(Why.CURRENCY, "R4.28", "In another currency",
                "A gift in another currency needs its rate on the paper; that paper is not made here yet."),
        Refusal(Why.POLICY_NONE, "R1.9", "Wants no receipts",
                "This donor wants no receipts. Change that on the donor's page to give one."),
        Refusal(Why.POLICY_ANNUAL, "R1.9", "Gets one annual summary",
                "This donor gets one summary a year instead. "
                "Change that on the donor's page to give a receipt."),
        Refusal(Why.NOT_SAID_FOR_WHAT, "R4.12", "Purpose missing",
                "Say what this payment was for: its receipt must name it."),
        Refusal(Why.VALUE_MISSING, "R2.1", "Value missing",
                "Say what the donor received is worth: its receipt must state our estimate. "
                "Correct the gift and fill in the value."),
        Refusal(Why.DESCRIPTION_MISSING, "R1.1", "Benefit not named",
                "Say what the donor received: a value is noted, but not for what. "
                "Correct the gift and describe it."),
        Refusal(Why.ADDRESS_MISSING, "R1.10", "Address missing",
                "The address of {donor} is missing, or mail came back from it. Mend it on the donor's page."),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the decision looks at; nothing else about a gift counts."""

    kind: Kind
    payment_method: Means
    amount: Money
    given_on: date
    """The date of gift, by the table in section 4."""
    received_on: date | None = None
    refunded: Money = ZERO
    """How much of it was sent back."""
    currency: str = "USD"
    benefit: str = ""
    """What was given back, or on a payment that is no gift: what was paid for."""
    benefit_value: Money | None = None
    donor_type: DonorType = DonorType.INDIVIDUAL
    standing: Standing = Standing.POSTED
    anonymous: bool = False
    policy: ReceiptPolicy = ReceiptPolicy.EACH
    has_address: bool = True

    @property
    def paid(self) -> Money:
        """What remains of the payment."""
        return self.amount - self.refunded

    @property
    def given_back(self) -> bool:
        """Whether anything came back that counts: what is worth nothing, such as a seat refused, does not."""
        return bool(self.benefit or self.benefit_value) and self.benefit_value != ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The paper of a gift, or why there is none."""

    paper: Paper | None
    sentences: tuple[str, ...] = ()
    """Codes of section 8, in order."""
    contribution_amount: Money | None = None
    acknowledgment_needed: bool = False
    disclosure_required: bool = False
    tax_year: int
    reasons: tuple[Reason, ...] = ()
    refusal: Refusal | None = None


def decide(facts: Facts) -> Decision:
    """Return which paper a gift gets and why, in the order of receipts.md 8.1."""
    if why := why_not(facts):
        refusal = REFUSALS[why]
        reason = Reason(refusal.rule, refusal.words, refusal.sentence)
        return Decision(paper=None, tax_year=facts.given_on.year, refusal=refusal, reasons=(reason,))
    if facts.kind is Kind.CONTRACT:
        return _payment(facts, "NOTGIFT", Reason("R4.12", "A payment for something is no contribution",
                        f"Paid for {facts.benefit}."))  # fmt: skip
    if not facts.given_back:
        return _plain(facts)
    if not contribution_amount(facts.paid, facts.benefit_value or ZERO):
        return _payment(facts, "ZERO", Reason("R2.4", "What was given back is worth as much as was paid",
                        "Nothing is a contribution, so the paper is a receipt for payment."))  # fmt: skip
    return _quid_pro_quo(facts)


_KINDS: Final = {
    Kind.MATCH: Why.MATCH,
    Kind.QCD: Why.QCD,
    Kind.DAF: Why.DAF,
    Kind.FOUNDATION_GRANT: Why.FOUNDATION_GRANT,
    Kind.GOVERNMENT_GRANT: Why.GOVERNMENT_GRANT,
    Kind.BEQUEST: Why.BEQUEST,
}
_DONORS: Final = {
    DonorType.DAF_SPONSOR: Why.DAF,
    DonorType.PRIVATE_FOUNDATION: Why.FOUNDATION_GRANT,
    DonorType.GOVERNMENT: Why.GOVERNMENT_GRANT,
    DonorType.PAYMENT_PLATFORM: Why.PLATFORM,
}
_STANDINGS: Final = {
    Standing.OPEN: Why.OPEN,
    Standing.TAKEN_BACK: Why.TAKEN_BACK,
    Standing.RECEIPTED: Why.RECEIPTED,
    Standing.ELSEWHERE: Why.ELSEWHERE,
}


def why_not(facts: Facts) -> Why | None:
    """Return the first reason why a gift gets no receipt, or None when it gets one.

    `queries.reasons` says the same in SQL; a test holds the two together.
    """
    if why := _STANDINGS.get(facts.standing):
        return why
    if not facts.paid:
        return Why.RETURNED
    if facts.anonymous:
        return Why.ANONYMOUS
    return _why_another_paper(facts) or _why_not_wanted(facts) or _what_is_missing(facts)


def _why_another_paper(facts: Facts) -> Why | None:
    funds = facts.kind in (Kind.DAF, Kind.FOUNDATION_GRANT) or facts.donor_type in (
        DonorType.DAF_SPONSOR,
        DonorType.PRIVATE_FOUNDATION,
    )
    if funds and facts.given_back and facts.kind is not Kind.CONTRACT:
        return Why.GIVEN_BACK_TO_FUND
    if why := _KINDS.get(facts.kind):
        return why
    if facts.kind is not Kind.CONTRACT and (why := _DONORS.get(facts.donor_type)):
        return why
    return Why.CURRENCY if facts.currency != "USD" else None


def _why_not_wanted(facts: Facts) -> Why | None:
    if facts.policy is ReceiptPolicy.NONE:
        return Why.POLICY_NONE
    # A payment that is no gift stands on no annual summary (section 8, paper 13).
    if facts.policy is ReceiptPolicy.ANNUAL and facts.kind is not Kind.CONTRACT:
        return Why.POLICY_ANNUAL
    return None


def _what_is_missing(facts: Facts) -> Why | None:
    if facts.kind is Kind.CONTRACT:
        if not facts.benefit:
            return Why.NOT_SAID_FOR_WHAT
    elif facts.given_back:
        if facts.benefit_value is None:
            return Why.VALUE_MISSING
        if not facts.benefit:
            return Why.DESCRIPTION_MISSING
    return None if facts.has_address else Why.ADDRESS_MISSING


_PLAIN: Final = {
    Means.CASH: Paper.CASH,
    Means.CHECK: Paper.CHECK,
    Means.CARD: Paper.CARD,
    Means.BANK: Paper.EFT,
}


def _plain(facts: Facts) -> Decision:
    reason = Reason("R1.1", "Nothing was given back",
                    "The paper says that no goods or services were provided.")  # fmt: skip
    if facts.benefit:
        reason = Reason("R2.13", "What was noted as given back counts for nothing",
                        f"{facts.benefit}: worth $0.00, so the full amount is a contribution.")  # fmt: skip
    return _contribution(
        facts, _PLAIN[facts.payment_method], facts.paid, ("ORG", "WHO", "AMT", "NGS"), (reason,)
    )


def _quid_pro_quo(facts: Facts) -> Decision:
    value = facts.benefit_value or ZERO
    net = contribution_amount(facts.paid, value)
    disclosed = needs_disclosure(facts.paid, value)
    reasons = (
        Reason("R2.1", "A payment over $75.00 with something given back",
               "The statement and our estimate must be on the paper. R2.2: the whole payment counts.")
        if disclosed
        else Reason("R2.3", "A payment of $75.00 or less with something given back",
                    "The law asks for no statement; the contribution is still the difference."),
        Reason("R2.15", f"{value.dollars()} is our estimate in good faith", f"For {facts.benefit}."),
    )  # fmt: skip
    return _contribution(
        facts, Paper.QPQ, net, ("ORG", "WHO", "AMT", "QDESC", "QLIM", "QNET"), reasons, disclosed=disclosed
    )


def _contribution(
    facts: Facts,
    paper: Paper,
    net: Money,
    sentences: tuple[str, ...],
    reasons: tuple[Reason, ...],
    *,
    disclosed: bool = False,
) -> Decision:
    needed = net >= NEEDED_FROM
    rule, name = ("R1.8", "Net ") if paper is Paper.QPQ else ("R1.2", "")
    last = (
        Reason(rule, f"{name}{net.dollars()} is $250.00 or more", "The donor needs this paper to deduct it.")
        if needed
        else Reason(rule, f"{name}{net.dollars()} is under $250.00",
                    "The law asks for no acknowledgment; policy P1 prints it all the same.")
    )  # fmt: skip
    return Decision(
        paper=paper,
        sentences=sentences,
        contribution_amount=net,
        acknowledgment_needed=needed,
        disclosure_required=disclosed,
        tax_year=facts.given_on.year,
        reasons=(*_always(facts), *reasons, last),
    )


def _payment(facts: Facts, code: str, reason: Reason) -> Decision:
    between = ("QDESC",) if code == "ZERO" else ()
    return Decision(
        paper=Paper.PAYMENT_RECEIPT,
        sentences=("ORG", "WHO", "AMT", *between, code),
        contribution_amount=ZERO,
        tax_year=facts.given_on.year,
        reasons=(*_always(facts), reason),
    )


def _always(facts: Facts) -> tuple[Reason, ...]:
    """Return the reasons that every paper has: who is named, which day counts, what was sent back."""
    day = long_date(facts.given_on)
    reasons = [
        Reason(
            _DATE_RULES[facts.payment_method],
            f"{day} is the date of gift",
            f"Tax year {facts.given_on.year}.",
        )
    ]
    if facts.donor_type is DonorType.HOUSEHOLD:
        reasons.insert(0, Reason("R1.11", "A joint gift: one paper names both"))
    if facts.refunded:
        reasons.append(
            Reason("R4.14", f"{facts.refunded.dollars()} was returned",
                   f"The paper is for the {facts.paid.dollars()} that remains.")
        )  # fmt: skip
    return tuple(reasons)


_DATE_RULES: Final = {Means.CASH: "R4.20", Means.CHECK: "R4.20", Means.CARD: "R4.24", Means.BANK: "R4.26"}
