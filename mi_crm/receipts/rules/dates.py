"""The date of gift: the table in receipts.md section 4."""

from datetime import date
from typing import Final

from mi_crm.giving.detail import Delivery
from mi_crm.receipts.rules.facts import DonorType, Facts, Kind, Means
from mi_crm.receipts.rules.papers import Reason
from mi_crm.shared.dates import long_date

_SETTLED_RULES: Final = {
    Means.CASH: "R4.20",
    Means.CHECK: "R4.20",
    Means.CARD: "R4.24",
    Means.BANK: "R4.26",
}
_MAILED: Final = frozenset({Kind.STOCK, Kind.STOCK_PRIVATE})
_BY_BANK: Final = frozenset({Delivery.BANK, Delivery.BANK_BILL_PAY})
_NOT_PAID: Final = frozenset({Kind.SERVICE, Kind.SPACE, Kind.VOLUNTEER_TIME, Kind.VOLUNTEER_EXPENSE})


def gift_date(facts: Facts) -> tuple[date | None, Reason]:
    """Return the date of gift and the rule that says so; None when no date is known at all."""
    day, rule, words = _dated(facts)
    if day is None:
        return None, Reason("R1.4", "The date is missing", "Note when it was received; every paper names it.")
    year = "" if tax_year(facts, day) in ("none", "not asserted") else f"Tax year {day.year}."
    return day, Reason(rule, words.format(day=long_date(day)), year)


def tax_year(facts: Facts, day: date | None) -> str:
    """Return the year of the gift, "none" of a pledge, "not asserted" of an IRA distribution."""
    if facts.kind is Kind.QCD:
        return "not asserted"
    return "none" if facts.kind is Kind.PLEDGE or day is None else str(day.year)


def joint(facts: Facts) -> tuple[Reason, ...]:
    """Return the reason of a paper that names two people."""
    if facts.donor_type is DonorType.HOUSEHOLD:
        return (Reason("R1.11", "A joint gift: one paper names both"),)
    return ()


def _dated(facts: Facts) -> tuple[date | None, str, str]:
    """Return the day, its rule, and words that name the day."""
    received = facts.received_on or facts.dated_on or facts.postmarked_on or facts.settled_on
    if facts.given_on:
        rule = _SETTLED_RULES.get(facts.means or Means.CASH, "R4.20")
        return facts.given_on, rule, "{day} is the date of gift"
    if facts.kind is Kind.PLEDGE:
        return facts.dated_on or received, "R4.11", "Promised on {day}; nothing is a gift before it is paid"
    if facts.kind is Kind.QCD:
        return received, "R4.5", "Received on {day}; the year follows the custodian's Form 1099-R"
    if facts.kind in _NOT_PAID:
        return received, "R3.9" if facts.kind in (Kind.SERVICE, Kind.SPACE) else "R5.1", "Dated {day}"
    return _paid(facts, received)


def _paid(facts: Facts, received: date | None) -> tuple[date | None, str, str]:
    means, delivery = facts.means, facts.delivery
    if means is Means.BANK or delivery in _BY_BANK:
        if facts.settled_on:
            return facts.settled_on, "R4.26", "The donor's bank paid on {day}"
        return received, "R4.26", "{day} is the day the bank's payment came"
    if means is Means.CARD:
        charged = facts.dated_on if delivery is Delivery.ONLINE else None
        return charged or received, "R4.24", "The card was charged on {day}"
    if delivery is Delivery.DTC:
        return received, "R4.27", "The shares were credited to our account on {day}"
    arrived, rule, words = _arrived(facts, received)
    # A check cannot be used before the day it bears, however it came.
    if means is Means.CHECK and arrived and facts.dated_on and facts.dated_on > arrived:
        return facts.dated_on, "R4.22", "A post-dated check counts from {day}, when it can be used"
    return arrived, rule, words


def _arrived(facts: Facts, received: date | None) -> tuple[date | None, str, str]:
    if facts.delivery is Delivery.COURIER:
        return received, "R4.21", "Delivered by courier on {day}"
    shares = facts.kind in _MAILED
    # Cash and things count when they are handed over; mailing hands over only a check or a certificate.
    if facts.delivery is Delivery.USPS and (facts.means is Means.CHECK or shares):
        if facts.postmarked_on:
            return facts.postmarked_on, "R4.27" if shares else "R4.20", "Postmarked on {day}"
        return received, "R4.23", "Received on {day}; no postmark is noted"
    if facts.delivery is Delivery.MAIL_UNMARKED:
        return received, "R4.23", "Received on {day}; the postmark cannot be read"
    if facts.delivery is Delivery.WALLET:
        return received, "R3.7", "Received in our wallet on {day}"
    if shares:
        return received, "R4.27", "Received on {day}"
    return received, "R4.20", "Handed over on {day}, so that is the date of gift"
