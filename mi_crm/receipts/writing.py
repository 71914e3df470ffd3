"""Writing a paper: facts, donor and charity become the words of a sheet (receipts.md section 8)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from mi_crm.giving.detail import NO_DETAIL, Delivery, GiftDetail, Tribute
from mi_crm.receipts.particulars import (
    Benefit,
    Charity,
    Correction,
    Days,
    Donor,
    Foreign,
    FundGrant,
    Grant,
    IraDistribution,
    Particulars,
    Payment,
    Property,
    Returned,
    Shares,
    Vehicle,
)
from mi_crm.receipts.particulars import Tribute as TributeTo
from mi_crm.receipts.rules.facts import Facts
from mi_crm.receipts.rules.papers import Code, Decision, Paper
from mi_crm.receipts.rules.wording import filled, words_of
from mi_crm.receipts.sentences import sentence
from mi_crm.receipts.sheet import Letterhead, Sentence, Sheet, Signature
from mi_crm.shared.dates import long_date
from mi_crm.shared.money import ZERO, Money


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
    detail: GiftDetail = NO_DETAIL
    adviser: Donor | None = None
    """Who recommended a grant of a donor-advised fund, and gets its letter (R4.1)."""


LETTERS: Final = frozenset({Paper.DAF_ACK, Paper.GRANT_ACK, Paper.THANK_YOU_ONLY, Paper.VEHICLE_1098C})
"""Papers of the ledger without a number of the register: they carry the date only (section 8)."""

_TITLES: Final = {
    Paper.PAYMENT_RECEIPT: "Receipt for payment",
    Paper.NONCASH: "Your gift of property",
    Paper.SECURITIES: "Your gift of securities",
    Paper.VEHICLE_1098C: "Your gift of a vehicle",
    Paper.QCD: "Your distribution from an IRA",
    Paper.MATCH_ACK: "Your matching contribution",
    Paper.DAF_ACK: "With thanks",
    Paper.GRANT_ACK: "Your grant",
    Paper.THANK_YOU_ONLY: "With thanks",
}
_ROUTES: Final = {
    Delivery.DTC: "transfer from your broker to ours",
    Delivery.USPS: "mail",
    Delivery.MAIL_UNMARKED: "mail",
    Delivery.COURIER: "courier",
    Delivery.HAND: "hand",
    Delivery.ONLINE: "transfer",
    Delivery.BANK: "transfer",
    Delivery.BANK_BILL_PAY: "transfer",
    Delivery.WALLET: "transfer to our wallet",
    Delivery.CUSTODIAN: "transfer from your custodian",
}

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
    """Return the sheet of a gift, still without number and date of issue."""
    net, day = decision.contribution_amount, decision.gift_date
    if day is None:
        raise ValueError("a paper without a day")
    payment = decision.of_kind is Paper.PAYMENT_RECEIPT
    if decision.of_kind is Paper.DAF_ACK and given.adviser:
        sponsor, donor = donor, given.adviser
    else:
        sponsor = donor
    words = charity.words_of(words_of(decision.of_kind))
    values = _values(given, donor, charity)
    told = _told(facts, decision, day, given, donor, charity, correction, sponsor)
    return Sheet(
        number="",
        issued_on="",
        paper=decision.of_kind.value,
        title=_TITLES.get(decision.of_kind, "Your gift receipt"),
        letterhead=letterhead(charity),
        address=donor.lines,
        greeting=f"Dear {donor.greeting},",
        opening=filled(words.opening, values),
        facts=() if decision.of_kind in LETTERS else _facts(facts, day, given, payment=payment),
        sums=() if net is None else _sums(facts, decision, net),
        sentences=tuple(Sentence(code.value, sentence(code, told)) for code in decision.sentences),
        signature=signature(charity),
        donor_name=donor.name,
        amount=facts.paid.plain(),
        contribution_amount=(net or ZERO).plain(),
        gift_numbers=(given.gift_number,),
        closing=filled(words.closing, values),
        wording=words.version,
    )


def _told(
    facts: Facts,
    decision: Decision,
    day: date,
    given: Given,
    donor: Donor,
    charity: Charity,
    correction: Correction | None,
    sponsor: Donor,
) -> Particulars:
    detail, arrived = given.detail, facts.received_on or day
    foreign = None
    if detail.foreign_currency and detail.foreign_amount:
        foreign = Foreign(
            currency=detail.foreign_currency,
            amount=detail.foreign_amount,
            dollars=facts.payment,
            rate=detail.foreign_rate,
            on=detail.foreign_rate_on or day,
            source=detail.foreign_rate_source,
        )
    place = detail.place or ", ".join((*charity.street.splitlines(), charity.city_line))
    return Particulars(
        charity=charity,
        donor=donor,
        days=Days(day, facts.received_on),
        payment=Payment(_received(facts, decision), method_words(given), facts.paid),
        benefit=Benefit(facts.benefit, facts.benefit_value),
        foreign=foreign,
        property=Property(detail.description, place),
        shares=Shares(
            detail.shares,
            detail.issuer,
            detail.ticker or "no ticker",
            arrived,
            _ROUTES[facts.delivery or Delivery.HAND],
        ),
        vehicle=Vehicle(form_enclosed=False),
        ira=IraDistribution(arrived, facts.paid, detail.custodian, donor.name),
        fund_grant=FundGrant(sponsor.name, facts.paid, detail.account),
        grant=Grant(facts.paid, arrived, detail.purpose),
        tribute=TributeTo(detail.tribute_name, detail.tribute is Tribute.MEMORY) if detail.tribute else None,
        thanks_for=detail.description,
        returned=Returned(facts.returned, facts.later_on) if facts.later_on else None,
        old=correction,
    )


def _received(facts: Facts, decision: Decision) -> Money:
    """Return the amount received: what remains, unless the paper tells of the refund itself."""
    return facts.payment if Code.REF in decision.sentences else facts.paid


def letterhead(charity: Charity) -> Letterhead:
    """Return what stands at the head of every paper."""
    ways = "   ".join(way for way in (charity.phone, charity.email) if way)
    lines = (*charity.street.splitlines(), charity.city_line, ways, f"EIN {charity.ein}")
    return Letterhead(charity.legal_name, charity.tagline, tuple(filter(None, lines)), charity.logo)


def signature(charity: Charity) -> Signature:
    """Return who signs every paper."""
    title = ", ".join(filter(None, (charity.signatory_title, charity.legal_name)))
    return Signature(charity.signatory, title, charity.signature)


def thanks_words(given: Given) -> str:
    """Return the thanks for a gift, in a sentence."""
    purpose = purpose_words(given)
    return f"Thank you for your gift for {purpose}." if purpose else "Thank you for your gift."


def common_values(donor: Donor, charity: Charity) -> dict[str, str]:
    """Return what the fields of every paper stand for."""
    return {"donor": donor.name, "organization": charity.legal_name, "signatory": charity.signatory}


def _values(given: Given, donor: Donor, charity: Charity) -> dict[str, str]:
    return common_values(donor, charity) | {
        "thanks": thanks_words(given),
        "fund_words": given.purpose,
        "fund": given.fund,
        "campaign": given.campaign,
    }


def _facts(facts: Facts, day: date, given: Given, *, payment: bool) -> tuple[tuple[str, str], ...]:
    rows = [("Date of payment" if payment else "Date of gift", long_date(day))]
    if facts.received_on and facts.received_on != day:
        rows.append(("Received", long_date(facts.received_on)))
    if facts.payment_method:
        method = method_words(given)
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
    if facts.benefit_value and Code.QDESC in decision.sentences:
        rows.append(("Estimated value of what you received", facts.benefit_value.dollars()))
    return (*rows, ("Contribution amount", net.dollars()))
