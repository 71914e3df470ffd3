"""What the charity's rules say about gifts, as functions of plain values."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from mi_crm.shared.dates import long_date
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.problems import Problem

DISCLOSURE_ABOVE = Money(75_00)
"""A payment above this that is partly for something in return needs the written statement of R2.1."""

KIND_WORDS = {
    "money": "Gift",
    "payment": "Payment, no gift",
    "matching": "Matching gift",
    "ira_distribution": "IRA distribution",
    "daf_grant": "Donor-advised fund grant",
    "foundation_grant": "Foundation grant",
    "government_grant": "Government grant",
    "bequest": "Bequest",
    "federated": "Federated campaign",
    "volunteer_grant": "Volunteer grant",
    "membership": "Membership",
    "auction": "Auction",
    "raffle": "Raffle",
    "tuition": "Tuition or registration",
    "tuition_plus_gift": "Tuition and gift",
    "goods": "Goods",
    "securities": "Listed securities",
    "private_securities": "Other securities",
    "crypto": "Crypto",
    "vehicle": "Vehicle",
    "gift_card": "Gift card",
    "service": "Services",
    "space": "Use of space",
}
METHOD_WORDS = {
    "cash": "Cash",
    "check": "Check",
    "card": "Card",
    "ach": "ACH",
    "wire": "Wire",
    "paypal": "PayPal",
    "venmo": "Venmo",
    "zelle": "Zelle",
    "payroll": "Payroll",
    "other": "Other",
}
BATCH_WORDS = {"checks": "Checks", "cash": "Cash", "cards": "Cards", "mixed": "Mixed", "import": "Import"}

STATED_KINDS = (
    *("money", "payment", "matching", "volunteer_grant", "membership", "auction", "raffle", "tuition"),
    "tuition_plus_gift",
)
"""Kinds whose paper states a contribution amount (receipts.md 8.1 point 11)."""


PURCHASES = ("payment", "raffle", "tuition")
"""Kinds of payment that are no gift, whatever the price (R2.12, R4.9, R4.12)."""


def contribution_amount(payment: Money, given_back: Money = ZERO) -> Money:
    """Return the part of a payment that is a gift, never below zero.

    What the donor got in return, at fair market value, is not a gift (receipts.md R2.1, R2.4).
    """
    return max(payment - given_back, ZERO)


def stated_contribution(
    kind: str,
    payment: Money,
    benefit_description: str,
    benefit_value: Money | None,
    *,
    disregarded: bool = False,
) -> Money | None:
    """Return the contribution amount that a paper may state; None where none is, or the value is missing.

    A payment that is no gift states zero (receipts.md 8.1 point 11).
    """
    if kind not in STATED_KINDS or (benefit_description and benefit_value is None):
        return None
    if kind in PURCHASES:
        return ZERO
    return payment if disregarded else contribution_amount(payment, benefit_value or ZERO)


def needs_disclosure(payment: Money, benefit_value: Money | None) -> bool:
    """Say whether the written statement is due: above $75, partly gift, partly in return (R2.1-R2.4)."""
    return benefit_value is not None and ZERO < benefit_value < payment and payment > DISCLOSURE_ABOVE


def refund_benefit(
    payment: Money, refunded: Money, benefit_value: Money | None, sent_back: Money
) -> Money | None:
    """Return how much of a refund gives back the price of the benefit rather than the gift.

    The gift part shrinks first, since its amount is what remains of the payment above the value (R4.14).
    """
    if benefit_value is None:
        return None
    before = contribution_amount(payment - refunded, benefit_value)
    after = contribution_amount(payment - refunded - sent_back, benefit_value)
    return sent_back - (before - after)


_CHECK_NUMBER = re.compile(r"[A-Z0-9](?:[A-Z0-9 -]{0,18}[A-Z0-9])?", re.ASCII)


def clean_check_number(text: str) -> str:
    """Return a check number as it is kept: letters, digits, dashes. Raises Problem for anything else."""
    number = " ".join(text.upper().removeprefix("#").split())
    if number and not _CHECK_NUMBER.fullmatch(number):
        raise Problem(
            "Type the check number as printed on the check: digits, letters and dashes, 20 at most."
        )
    return number


def clean_last4(text: str) -> str:
    """Return the last four digits of a card; more of it is never kept (receipts.md R7.1)."""
    digits = text.strip()
    if digits and not re.fullmatch(r"[0-9]{4}", digits, re.ASCII):
        raise Problem("Type only the last four digits of the card.")
    return digits


def method_words(method: str, check_number: str = "", card_last4: str = "") -> str:
    """Return how the money came, such as "Check 2217" or "Card ending in 4242"."""
    words = METHOD_WORDS[method]
    if method == "check" and check_number:
        return f"{words} {check_number}"
    return f"{words} ending in {card_last4}" if card_last4 else words


def gift_number(number: int) -> str:
    """Return a gift's number as it is shown: G-4471."""
    return f"G-{number}"


@dataclass(frozen=True, slots=True)
class Balance:
    """How a batch stands against its control count and total; None where none was set."""

    count: int
    total: Money
    expected_count: int | None
    expected_total: Money | None

    @property
    def left(self) -> Money | None:
        """What is still to find; below zero when there is too much."""
        return None if self.expected_total is None else self.expected_total - self.total

    @property
    def count_left(self) -> int | None:
        """How many lines are still to find; below zero when there are too many."""
        return None if self.expected_count is None else self.expected_count - self.count

    @property
    def even(self) -> bool:
        """Whether nothing differs from what was expected."""
        return not self.left and not self.count_left


def check_posting(balance: Balance, reason: str) -> None:
    """Raise Problem unless a batch may be posted: it has lines, and is even or says why not."""
    if not balance.count:
        raise Problem("This batch has no lines yet. Add one before posting it.")
    if not balance.even and not reason:
        raise Problem("This batch differs from its control total. Say why, then post it.")


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a gift: what, on which day, by whom, with its sentence."""

    on: date
    sentence: str

    @classmethod
    def entered(cls, on: date, who: str, batch: int | None) -> Self:
        """Tell that a gift was entered."""
        where = f" in batch {batch}" if batch else ""
        return cls(on, f"Entered{where} on {long_date(on)} by {_by(who)}.")

    @classmethod
    def posted(cls, on: date, who: str) -> Self:
        """Tell that it became money."""
        return cls(on, f"Posted on {long_date(on)} by {_by(who)}.")

    @classmethod
    def reversed_(cls, on: date, who: str, reason: str, line: int) -> Self:
        """Tell that it was taken out of the books."""
        return cls(on, f"Reversed on {long_date(on)} by {_by(who)} (G-{line}): {_said(reason)}")

    @classmethod
    def corrected(cls, on: date, who: str, reason: str, new: int) -> Self:
        """Tell that it was entered again in the right form."""
        return cls(
            on, f"Corrected on {long_date(on)} by {_by(who)}; G-{new} stands in for it: {_said(reason)}"
        )

    @classmethod
    def replaces(cls, on: date, old: int, changes: str, reason: str) -> Self:
        """Tell which gift it stands in for."""
        return cls(on, f"Stands in for G-{old}{changes}: {_said(reason)}")

    @classmethod
    def takes_back(cls, on: date, old: int, reason: str) -> Self:
        """Tell which gift a reversal takes out."""
        return cls(on, f"Takes G-{old} out of the books: {_said(reason)}")

    @classmethod
    def refunded(cls, on: date, amount: Money, who: str, reason: str, line: int) -> Self:
        """Tell that money was sent back."""
        sent = amount.dollars()
        return cls(
            on, f"{sent} sent back on {long_date(on)}, recorded by {_by(who)} (G-{line}): {_said(reason)}"
        )

    @classmethod
    def sends_back(cls, on: date, old: int, reason: str) -> Self:
        """Tell which gift a refund belongs to."""
        return cls(on, f"Sent back from G-{old} on {long_date(on)}: {_said(reason)}")

    @classmethod
    def receipted_elsewhere(cls, on: date, by: str, number: str) -> Self:
        """Tell that somebody else gave the receipt."""
        named = f", number {number}" if number else ""
        return cls(on, f"{by} gave the receipt on {long_date(on)}{named}.")


def _by(who: str) -> str:
    return who or "somebody"


def _said(reason: str) -> str:
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."
