"""Writing a paper: facts, donor and charity become the words of a sheet (receipts.md section 8)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from mi_crm.receipts.particulars import (
    Benefit,
    Charity,
    Correction,
    Days,
    Donor,
    Particulars,
    Payment,
    Returned,
)
from mi_crm.receipts.rules.facts import PURCHASES, Facts
from mi_crm.receipts.rules.papers import Code, Decision, Paper
from mi_crm.receipts.sentences import sentence
from mi_crm.receipts.sheet import Letterhead, Sentence, Sheet, Signature
from mi_crm.shared.dates import long_date
from mi_crm.shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the ledger tells of a gift beside the facts that decide."""

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


def method_words(given: Given) -> str:
    """Return how the money came, as it follows "by": check no. 2217, card ending in 4242."""
    words = _METHODS[given.method]
    if given.method == "check" and given.check_number:
        words = f"{words} no. {given.check_number}"
    # At most the last four digits, and never the expiry date (R7.1).
    return f"{words} ending in {given.card_last4}" if given.card_last4 else words


def purpose_words(given: Given) -> str:
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
    given: Given,
    donor: Donor,
    charity: Charity,
    correction: Correction | None = None,
) -> Sheet:
    """Return the sheet of a gift of money, still without number and date of issue."""
    net, day = decision.contribution_amount, decision.gift_date
    if net is None or day is None:
        raise ValueError("only a paper that states a contribution amount has a sheet so far")
    payment = decision.of_kind is Paper.PAYMENT_RECEIPT
    told = _told(facts, decision, day, given, donor, charity, correction)
    return Sheet(
        number="",
        issued_on="",
        paper=decision.of_kind.value,
        title="Receipt for payment" if payment else "Your gift receipt",
        letterhead=_letterhead(charity),
        address=donor.lines,
        greeting=f"Dear {donor.greeting},",
        opening=_opening(given, payment=payment),
        facts=_facts(facts, day, given, payment=payment),
        sums=_sums(facts, decision, net),
        sentences=tuple(Sentence(code.value, sentence(code, told)) for code in decision.sentences),
        signature=Signature(charity.signatory, _title(charity), charity.signature),
        donor_name=donor.name,
        amount=facts.paid.plain(),
        contribution_amount=net.plain(),
        gift_numbers=(given.gift_number,),
    )


def _told(
    facts: Facts,
    decision: Decision,
    day: date,
    given: Given,
    donor: Donor,
    charity: Charity,
    correction: Correction | None,
) -> Particulars:
    return Particulars(
        charity=charity,
        donor=donor,
        days=Days(day, facts.received_on),
        payment=Payment(_received(facts, decision), method_words(given), facts.paid),
        benefit=Benefit(facts.benefit, facts.benefit_value),
        returned=Returned(facts.returned, facts.later_on) if facts.later_on else None,
        old=correction,
    )


def _received(facts: Facts, decision: Decision) -> Money:
    """Return the amount received: what remains, unless the paper tells of the refund itself."""
    return facts.payment if Code.REF in decision.sentences else facts.paid


def _letterhead(charity: Charity) -> Letterhead:
    ways = "   ".join(way for way in (charity.phone, charity.email) if way)
    lines = (*charity.street.splitlines(), charity.city_line, ways, f"EIN {charity.ein}")
    return Letterhead(charity.legal_name, charity.tagline, tuple(filter(None, lines)), charity.logo)


def _title(charity: Charity) -> str:
    return ", ".join(filter(None, (charity.signatory_title, charity.legal_name)))


def _opening(given: Given, *, payment: bool) -> tuple[str, ...]:
    if payment:
        return ("Thank you for your payment.",)
    purpose = purpose_words(given)
    thanks = f"Thank you for your gift for {purpose}." if purpose else "Thank you for your gift."
    return (f"{thanks} {given.purpose}".strip(),)


def _facts(facts: Facts, day: date, given: Given, *, payment: bool) -> tuple[tuple[str, str], ...]:
    method = method_words(given)
    rows = [("Date of payment" if payment else "Date of gift", long_date(day))]
    if facts.received_on and facts.received_on != day:
        rows.append(("Received", long_date(facts.received_on)))
    rows.append(("Payment method", method[0].upper() + method[1:]))
    if payment:
        rows.append(("For", facts.benefit))
    elif purpose := ", ".join(filter(None, (given.fund, given.campaign))):
        rows.append(("For", purpose))
    if given.memo:
        rows.append(("Note", given.memo))
    return tuple(rows)


def _sums(facts: Facts, decision: Decision, net: Money) -> tuple[tuple[str, str], ...]:
    rows = [("Payment", _received(facts, decision).dollars())]
    if Code.REF in decision.sentences:
        rows.append(("Returned to you", facts.returned.dollars()))
    if facts.benefit_value and facts.kind not in PURCHASES:
        rows.append(("Estimated value of what you received", facts.benefit_value.dollars()))
    return (*rows, ("Contribution amount", net.dollars()))
