"""What the decision looks at: the closed lists of receipts.md 8.1, and the facts of one gift."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from mi_crm.giving.detail import BenefitFlag, Delivery
from mi_crm.shared.money import ZERO, Money


class Kind(StrEnum):
    """What was given."""

    CASH = "cash"
    CHECK = "check"
    CARD = "card"
    EFT = "eft"
    EVENT_OR_PREMIUM = "event_or_premium"
    MEMBERSHIP = "membership"
    RAFFLE = "raffle"
    AUCTION = "auction"
    TUITION = "tuition"
    TUITION_PLUS_GIFT = "tuition_plus_gift"
    GOODS = "goods"
    STOCK = "stock"
    STOCK_PRIVATE = "stock_private"
    CRYPTO = "crypto"
    VEHICLE = "vehicle"
    GIFT_CARD = "gift_card"
    SERVICE = "service"
    SPACE = "space"
    VOLUNTEER_TIME = "volunteer_time"
    VOLUNTEER_EXPENSE = "volunteer_expense"
    DAF = "daf"
    QCD = "qcd"
    FOUNDATION_GRANT = "foundation_grant"
    GOVERNMENT_GRANT = "government_grant"
    CONTRACT = "contract"
    BEQUEST = "bequest"
    FEDERATED = "federated"
    MATCH = "match"
    VOLUNTEER_GRANT = "volunteer_grant"
    PLEDGE = "pledge"


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
    PUBLIC_CHARITY = "public_charity"
    PRIVATE_FOUNDATION = "private_foundation"
    GOVERNMENT = "government"
    ESTATE = "estate"
    UNKNOWN = "unknown"


class Later(StrEnum):
    """What happened to the gift, or was asked for, afterwards."""

    REFUND = "refund"
    RETURNED_UNPAID = "returned_unpaid"
    CHARGEBACK = "chargeback"
    DUPLICATE_REFUNDED = "duplicate_refunded"
    MISTYPED_RECEIPT = "mistyped_receipt"
    COPY_ASKED = "copy_asked"
    FIRST_PAPER_ASKED = "first_paper_asked"
    SOLD = "sold"
    REIMBURSED = "reimbursed"


PURCHASES: Final = frozenset({Kind.RAFFLE, Kind.TUITION, Kind.CONTRACT})
"""Payments for something: never a gift, whatever the price (R2.12, R4.9, R4.12)."""

ALWAYS_GIVEN_BACK: Final = frozenset({Kind.AUCTION, Kind.TUITION_PLUS_GIFT})
"""Kinds that cannot be without something in return, whose value must therefore be known (R2.11, R4.12)."""

_MEANS: Final = {
    Kind.CASH: Means.CASH,
    Kind.CHECK: Means.CHECK,
    Kind.CARD: Means.CARD,
    Kind.EFT: Means.BANK,
    Kind.GIFT_CARD: Means.CASH,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the decision looks at; nothing else about a gift counts."""

    kind: Kind
    donor_type: DonorType = DonorType.INDIVIDUAL
    """Of the legal donor, whoever else gets soft credit (policy P5)."""
    soft_credited: bool = False
    payment_method: Means | None = None
    amount: Money = ZERO
    """What was paid in US dollars, before any fee; zero where nothing was paid or it is not known."""
    currency: str = "USD"
    foreign_amount: Money | None = None
    """What was given in that currency, in its hundredths."""
    at_event: bool = False

    delivery: Delivery | None = None
    dated_on: date | None = None
    """On the check, the form or the order; of a card, when it was charged online."""
    postmarked_on: date | None = None
    received_on: date | None = None
    settled_on: date | None = None
    """When a bank paid."""
    given_on: date | None = None
    """The date of gift, where the office settled it already; else it follows from the other dates."""

    benefit: str = ""
    """What was given back, or of a purchase: what was paid for. Whether it is there counts, not its words."""
    benefit_value: Money | None = None
    """Its fair market value in good faith; None when nobody estimated it."""
    benefit_cost: Money | None = None
    """What it cost us, with all that this donor got in the calendar year (R2.8)."""
    flags: frozenset[BenefitFlag] = frozenset()

    internal_value: Money | None = None
    """Of property, for Form 990 only: it reaches no paper (R3.1)."""
    donor_claims: Money | None = None
    """The value of a vehicle that its donor means to claim (R3.4)."""
    cash_redeemable: bool = False
    """Whether a gift card can be turned into cash (R3.8)."""
    largest_expense: Money | None = None
    """The largest single expense of a volunteer (R5.1)."""
    named_individual: bool = False
    """Whether it is meant for one named person (R4.18)."""
    tribute: bool = False

    later: Later | None = None
    later_on: date | None = None
    later_amount: Money | None = None
    receipt_issued_on: date | None = None

    @property
    def means(self) -> Means | None:
        """How the money came, told by the kind where nobody said it."""
        return self.payment_method or _MEANS.get(self.kind)

    @property
    def payment(self) -> Money:
        """What was paid; a gift card that is as good as cash counts as its face value."""
        if self.kind is Kind.GIFT_CARD and not self.amount:
            return self.internal_value or ZERO
        return self.amount

    @property
    def returned(self) -> Money:
        """How much was sent back; a refund without a figure is one of everything."""
        if self.later is not Later.REFUND:
            return ZERO
        return self.payment if self.later_amount is None else min(self.later_amount, self.payment)

    @property
    def paid(self) -> Money:
        """What remains of the payment."""
        return self.payment - self.returned

    @property
    def given_back(self) -> bool:
        """Whether anything came back that may count: what is worth nothing or was refused does not."""
        if BenefitFlag.REFUSED_BEFORE_EVENT in self.flags or self.benefit_value == ZERO:
            return False
        return bool(self.benefit or self.benefit_value) or self.kind in ALWAYS_GIVEN_BACK
