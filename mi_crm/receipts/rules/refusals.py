"""Which gifts of the ledger can have their receipt here, and why the others cannot."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mi_crm.people.details import ReceiptPolicy
from mi_crm.receipts.rules.decision import decide
from mi_crm.receipts.rules.facts import PURCHASES, DonorType, Facts, Kind
from mi_crm.receipts.rules.grants import may_get_nothing
from mi_crm.receipts.rules.papers import Decision, Paper, Reason
from mi_crm.receipts.rules.property import FORM_1098C_ABOVE
from mi_crm.shared.money import ZERO
from mi_crm.shared.year_tables import YearTables


class Standing(StrEnum):
    """Where the gift stands in the ledger and on its way to a receipt."""

    OPEN = "open"
    POSTED = "posted"
    TAKEN_BACK = "taken_back"
    RECEIPTED = "receipted"
    ELSEWHERE = "elsewhere"
    LETTERED = "lettered"


class Why(StrEnum):
    """Why a gift gets no receipt. The first that holds, in this order, is the one that is told."""

    OPEN = "open"
    TAKEN_BACK = "taken_back"
    RECEIPTED = "receipted"
    ELSEWHERE = "elsewhere"
    RETURNED = "returned"
    ANONYMOUS = "anonymous"
    GIVEN_BACK_TO_FUND = "given_back_to_fund"
    LETTERED = "lettered"
    LETTER = "letter"
    PLATFORM = "platform"
    POLICY_NONE = "policy_none"
    POLICY_ANNUAL = "policy_annual"
    NOT_SAID_FOR_WHAT = "not_said_for_what"
    VALUE_MISSING = "value_missing"
    DESCRIPTION_MISSING = "description_missing"
    BLOCKED = "blocked"
    ADDRESS_MISSING = "address_missing"


MENDABLE: Final = frozenset(
    {Why.NOT_SAID_FOR_WHAT, Why.VALUE_MISSING, Why.DESCRIPTION_MISSING, Why.BLOCKED, Why.ADDRESS_MISSING}
)
"""What keeps a gift waiting until somebody fills in what is missing."""


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
        Refusal(Why.LETTERED, "R4.1", "Thanked by letter",
                "The letter of this gift is written; it takes no number of the register."),
        Refusal(Why.LETTER, "R4.1", "Gets a letter, not a receipt",
                "A grant, or a gift that is no money, gets a letter without a number. Write the letter."),
        Refusal(Why.PLATFORM, "R4.4", "Receipted by a giving fund",
                "A payment platform that is the donor gives its own receipts to the people behind it."),
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
        Refusal(Why.BLOCKED, "R4.18", "Something must be settled first",
                "No paper can be made yet. “Why this paper?” says what to settle first."),
        Refusal(Why.ADDRESS_MISSING, "R1.10", "Address missing",
                "The address of {donor} is missing, or mail came back from it. Mend it on the donor's page."),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFacts:
    """What counts beside the law: where the gift stands, and what its donor wishes."""

    standing: Standing = Standing.POSTED
    policy: ReceiptPolicy = ReceiptPolicy.EACH
    from_platform: bool = False
    """Whether the donor is a payment platform, which gives receipts itself."""
    has_address: bool = True
    tables: YearTables | None = None
    """The limits by year as the office has them; None for those that come with the program."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the law says of a gift, and why its paper cannot be issued here, if it cannot."""

    decision: Decision
    refusal: Refusal | None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons to tell: of the refusal, or of the paper."""
        if self.refusal is None:
            return self.decision.reasons
        return (Reason(self.refusal.rule, self.refusal.words, self.refusal.sentence),)


def judge(facts: Facts, office: OfficeFacts) -> Verdict:
    """Return the decision on a gift of the ledger, and the reason why it gets no receipt here, if any."""
    why, decision = why_not(facts, office), decide(facts, office.tables)
    if why is Why.BLOCKED:
        first = decision.reasons[-1]
        return Verdict(decision, Refusal(why, first.rule, first.text, f"{first.text}. {first.more}".strip()))
    return Verdict(decision, REFUSALS[why] if why else None)


_LETTERS: Final = frozenset(
    {
        Kind.DAF,
        Kind.FOUNDATION_GRANT,
        Kind.GOVERNMENT_GRANT,
        Kind.BEQUEST,
        Kind.FEDERATED,
        Kind.SERVICE,
        Kind.SPACE,
    }
)
"""Kinds whose paper carries the date only, and no number (section 8, papers 9 and 12)."""


def gets_letter(facts: Facts) -> bool:
    """Say whether the paper of a gift is a letter without a number."""
    claimed = facts.donor_claims or ZERO
    return facts.kind in _LETTERS or (facts.kind is Kind.VEHICLE and claimed > FORM_1098C_ABOVE)


_STANDINGS: Final = {
    Standing.OPEN: Why.OPEN,
    Standing.TAKEN_BACK: Why.TAKEN_BACK,
    Standing.RECEIPTED: Why.RECEIPTED,
    Standing.ELSEWHERE: Why.ELSEWHERE,
    Standing.LETTERED: Why.LETTERED,
}


def why_not(facts: Facts, office: OfficeFacts) -> Why | None:
    """Return the first reason why a gift gets no receipt, or None when it gets one.

    `queries.reasons` says the same in SQL; a test holds the two together.
    """
    if why := _STANDINGS.get(office.standing):
        return why
    if facts.payment and not facts.paid:
        return Why.RETURNED
    if facts.donor_type is DonorType.UNKNOWN:
        return Why.ANONYMOUS
    return (
        _why_another_paper(facts, office) or _why_not_wanted(facts, office) or _what_is_missing(facts, office)
    )


def _why_another_paper(facts: Facts, office: OfficeFacts) -> Why | None:
    if may_get_nothing(facts) and facts.given_back:
        return Why.GIVEN_BACK_TO_FUND
    if gets_letter(facts):
        return Why.LETTER
    return Why.PLATFORM if office.from_platform and facts.kind not in PURCHASES else None


def _why_not_wanted(facts: Facts, office: OfficeFacts) -> Why | None:
    if office.policy is ReceiptPolicy.NONE:
        return Why.POLICY_NONE
    # A payment that is no gift stands on no annual summary (section 8, paper 13).
    if office.policy is ReceiptPolicy.ANNUAL and facts.kind not in PURCHASES:
        return Why.POLICY_ANNUAL
    return None


def _what_is_missing(facts: Facts, office: OfficeFacts) -> Why | None:
    if facts.kind in PURCHASES:
        if not facts.benefit:
            return Why.NOT_SAID_FOR_WHAT
    elif facts.given_back:
        if facts.benefit_value is None:
            return Why.VALUE_MISSING
        if not facts.benefit:
            return Why.DESCRIPTION_MISSING
    if decide(facts, office.tables).paper is Paper.BLOCK:
        return Why.BLOCKED
    return None if office.has_address else Why.ADDRESS_MISSING
