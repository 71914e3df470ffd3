"""Writing a paper: facts, donor and charity become the words of a sheet (receipts.md section 8)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from mi_crm.receipts.rules import Decision, Facts, Kind, Paper
from mi_crm.receipts.sheet import Letterhead, Sentence, Sheet, Signature
from mi_crm.shared.dates import long_date
from mi_crm.shared.money import ZERO, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Donor:
    """Who the paper is for."""

    name: str
    lines: tuple[str, ...]
    """Name lines and address lines, as on the envelope."""
    greeting: str
    """Margaret and Samuel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charity:
    """Who the paper is from."""

    legal_name: str
    ein: str
    tagline: str
    street: str
    city_line: str
    """Los Angeles, CA 90000."""
    phone: str
    email: str
    logo: str | None
    signatory: str
    signatory_title: str
    signature: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What the paper tells about the gift beside the facts that decide."""

    gift_number: int
    method: str
    """The payment method of giving, such as "paypal"."""
    check_number: str = ""
    card_last4: str = ""
    fund: str = ""
    general: bool = False
    """Whether the fund is the one that gifts are for unless the donor says otherwise."""
    purpose: str = ""
    """What the fund tells donors, a whole sentence."""
    campaign: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """The receipt that a paper stands in for."""

    number: str
    issued_on: date
    reason: str


_METHODS: Final = {
    "cash": "cash",
    "check": "check",
    "card": "card",
    "ach": "bank transfer",
    "wire": "wire transfer",
    "paypal": "PayPal",
    "venmo": "Venmo",
    "zelle": "Zelle",
    "payroll": "payroll deduction",
    "other": "other means",
}


def method_words(given: Particulars) -> str:
    """Return how the money came, as it follows "by": check no. 2217, card ending in 4242."""
    words = _METHODS[given.method]
    if given.method == "check" and given.check_number:
        words = f"{words} no. {given.check_number}"
    # At most the last four digits, and never the expiry date (R7.1).
    return f"{words} ending in {given.card_last4}" if given.card_last4 else words


def purpose_words(given: Particulars) -> str:
    """Return what the gift is for, as it follows "for"; empty when the donor left it to the charity."""
    if given.general or not given.fund:
        return ""
    if given.fund.endswith(_WITH_ARTICLE) and not given.fund.lower().startswith("the "):
        return f"the {given.fund}"
    return given.fund


_WITH_ARTICLE = (" Fund", " fund", " Program", " program", " Endowment", " endowment")


def write(
    facts: Facts,
    decision: Decision,
    given: Particulars,
    donor: Donor,
    charity: Charity,
    correction: Correction | None = None,
) -> Sheet:
    """Return the sheet of a gift whose decision is a paper, still without number and date of issue."""
    if decision.paper is None or decision.contribution_amount is None:
        raise ValueError("a refused gift has no sheet")
    codes = list(decision.sentences)
    if correction:
        codes.insert(codes.index("AMT") + 1, "CORR")
    payment = decision.paper is Paper.PAYMENT_RECEIPT
    words = _Words(facts, given, donor, charity, correction)
    return Sheet(
        number="",
        issued_on="",
        paper=decision.paper.value,
        title="Receipt for payment" if payment else "Your gift receipt",
        letterhead=_letterhead(charity),
        address=donor.lines,
        greeting=f"Dear {donor.greeting},",
        opening=_opening(given, payment=payment),
        facts=_facts(facts, given, payment=payment),
        sums=_sums(facts, decision.contribution_amount),
        sentences=tuple(Sentence(code, _SENTENCES[code](words)) for code in codes),
        signature=Signature(charity.signatory, _title(charity), charity.signature),
        donor_name=donor.name,
        amount=facts.paid.plain(),
        contribution_amount=decision.contribution_amount.plain(),
        gift_numbers=(given.gift_number,),
    )


def _letterhead(charity: Charity) -> Letterhead:
    ways = "   ".join(way for way in (charity.phone, charity.email) if way)
    lines = (*charity.street.splitlines(), charity.city_line, ways, f"EIN {charity.ein}")
    return Letterhead(charity.legal_name, charity.tagline, tuple(filter(None, lines)), charity.logo)


def _title(charity: Charity) -> str:
    return ", ".join(filter(None, (charity.signatory_title, charity.legal_name)))


def _opening(given: Particulars, *, payment: bool) -> tuple[str, ...]:
    if payment:
        return ("Thank you for your payment.",)
    purpose = purpose_words(given)
    thanks = f"Thank you for your gift for {purpose}." if purpose else "Thank you for your gift."
    return (f"{thanks} {given.purpose}".strip(),)


def _facts(facts: Facts, given: Particulars, *, payment: bool) -> tuple[tuple[str, str], ...]:
    method = method_words(given)
    rows = [("Date of payment" if payment else "Date of gift", long_date(facts.given_on))]
    if _received(facts):
        rows.append(("Received", _received(facts)))
    rows.append(("Payment method", method[0].upper() + method[1:]))
    if payment:
        rows.append(("For", facts.benefit))
    elif purpose := ", ".join(filter(None, (given.fund, given.campaign))):
        rows.append(("For", purpose))
    if given.memo:
        rows.append(("Note", given.memo))
    return tuple(rows)


def _sums(facts: Facts, net: Money) -> tuple[tuple[str, str], ...]:
    rows = [("Payment", facts.paid.dollars())]
    if facts.benefit_value and facts.kind is not Kind.CONTRACT:
        rows.append(("Estimated value of what you received", facts.benefit_value.dollars()))
    return (*rows, ("Contribution amount", net.dollars()))


def _received(facts: Facts) -> str:
    """Return the day it was received, where that is another one than the date of gift."""
    day = facts.received_on
    return "" if day is None or day == facts.given_on else long_date(day)


@dataclass(frozen=True, slots=True)
class _Words:
    facts: Facts
    given: Particulars
    donor: Donor
    charity: Charity
    correction: Correction | None

    @property
    def day(self) -> str:
        received = _received(self.facts)
        return f"{long_date(self.facts.given_on)}{f'; received {received}' if received else ''}"

    @property
    def paid(self) -> str:
        return self.facts.paid.dollars()

    @property
    def value(self) -> str:
        return (self.facts.benefit_value or ZERO).dollars()

    @property
    def net(self) -> str:
        return (self.facts.paid - (self.facts.benefit_value or ZERO)).dollars()


def _org(words: _Words) -> str:
    charity = words.charity
    address = ", ".join(filter(None, (*charity.street.splitlines(), charity.city_line)))
    return (
        f"{charity.legal_name}, {address}. EIN {charity.ein}. {charity.legal_name} is exempt under section "
        "501(c)(3) of the Internal Revenue Code."
    )


def _corr(words: _Words) -> str:
    old = words.correction
    if old is None:
        raise ValueError("no receipt to replace")
    day, reason = long_date(old.issued_on), old.reason.rstrip(". ")
    return f"This paper replaces receipt {old.number} of {day}, which is cancelled: {reason}."


_SENTENCES: Final[dict[str, Callable[[_Words], str]]] = {
    "ORG": _org,
    "WHO": lambda words: ", ".join(words.donor.lines),
    "AMT": lambda words: (
        f"Amount received: {words.paid} by {method_words(words.given)}. Date of gift: {words.day}."
    ),
    "NGS": lambda words: (
        f"{words.charity.legal_name} provided no goods or services in exchange for this contribution."
    ),
    "QDESC": lambda words: (
        f"In exchange you received {words.facts.benefit.rstrip('. ')}. "
        f"We estimate in good faith that its fair market value was {words.value}."
    ),
    "QLIM": lambda _: (
        "For federal income tax purposes, the deductible part of your payment is limited to the amount by "
        "which the money (and the value of any other property) you gave is more than the value of the goods "
        "or services you received."
    ),
    "QNET": lambda words: (
        f"Payment {words.paid} less estimated value {words.value}: contribution amount {words.net}."
    ),
    "ZERO": lambda _: (
        "The estimated value of what you received is at least as much as you paid. "
        "No part of this payment is a charitable contribution."
    ),
    "NOTGIFT": lambda words: (
        f"You paid for {words.facts.benefit.rstrip('. ')}. This payment is not a charitable contribution."
    ),
    "CORR": _corr,
}
