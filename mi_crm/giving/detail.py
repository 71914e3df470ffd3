"""What only some gifts have: the days and ways they came on, property, trusts and funds behind them."""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from uuid import UUID

from mi_crm.shared.money import Money


class Delivery(StrEnum):
    """The way on which a gift reached us; with its days it decides the date of gift (R4.20 to R4.28)."""

    HAND = "hand"
    USPS = "usps"
    COURIER = "courier"
    MAIL_UNMARKED = "mail_unmarked"
    """By mail, without a postmark that can be read."""
    ONLINE = "online"
    BANK = "bank"
    BANK_BILL_PAY = "bank_bill_pay"
    """The donor's bank takes the money and mails a check of its own."""
    DTC = "dtc"
    """From broker to broker."""
    WALLET = "wallet"
    CUSTODIAN = "custodian"


class BenefitFlag(StrEnum):
    """What is known of the thing given back, as far as it decides (R2.6 to R2.13)."""

    LOGO = "logo"
    NO_LOGO = "no_logo"
    UNORDERED = "unordered"
    """Sent without being asked for, free to keep whether or not a gift follows."""
    MEMBERSHIP_ANNUAL = "membership_annual"
    EVENT_COST_OVER_LOW_COST = "event_cost_over_low_cost"
    """A members' event costs us more for each person than a low-cost article may."""
    CAMPAIGN_INFORMED = "campaign_informed"
    """Donors were told how much of their payment is a contribution."""
    REFUSED_BEFORE_EVENT = "refused_before_event"
    NOT_USED = "not_used"


class Tribute(StrEnum):
    """How somebody is remembered by a gift."""

    MEMORY = "memory"
    HONOR = "honor"


class CreditRole(StrEnum):
    """Why somebody is thanked for a gift that is legally another's."""

    ADVISER = "adviser"
    """Recommended the grant of a donor-advised fund."""
    EMPLOYEE = "employee"
    """The employer matched this gift, or gave for these hours."""
    SPOUSE = "spouse"
    SOLICITOR = "solicitor"
    HONOREE = "honoree"
    BOARD = "board"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Credit:
    """Somebody who gets soft credit."""

    constituent_id: UUID
    role: CreditRole


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody to be told of a tribute."""

    name: str
    address: str = ""
    done_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftDetail:
    """What only some gifts have; all of it empty for most."""

    dated_on: date | None = None
    """On the check, the form or the order; of a card, when it was charged."""
    postmarked_on: date | None = None
    settled_on: date | None = None
    """When a bank paid."""
    delivery: Delivery | None = None
    at_event: bool = False
    benefit_cost: Money | None = None
    """What it cost us, with all that this donor got in the calendar year (R2.8)."""
    benefit_flags: tuple[BenefitFlag, ...] = ()
    description: str = ""
    """Of property: what it is, never its value. Of services: what was done. Of a payment: what for."""
    place: str = ""
    """Where property was given (R3.1)."""
    shares: str = ""
    issuer: str = ""
    ticker: str = ""
    internal_value: Money | None = None
    """Of property, for Form 990 only: it reaches no paper (R3.1)."""
    donor_claims: Money | None = None
    """The value of a vehicle that its donor means to claim (R3.4)."""
    cash_redeemable: bool = False
    """Whether a gift card can be turned into cash (R3.8)."""
    custodian: str = ""
    """Of an IRA distribution: who sent it."""
    account: str = ""
    """The donor-advised fund that recommended a grant, by its name at the sponsor."""
    purpose: str = ""
    """What a grant is for, as it says itself."""
    named_individual: bool = False
    """Whether it is meant for one named person (R4.18)."""
    tribute: Tribute | None = None
    tribute_name: str = ""
    foreign_currency: str = ""
    foreign_amount: Money | None = None
    """In hundredths of that currency."""
    foreign_rate: str = ""
    """Dollars for one of it, as its source says: 1.0800."""
    foreign_rate_on: date | None = None
    foreign_rate_source: str = ""
    credits: tuple[Credit, ...] = ()
    notices: tuple[Notice, ...] = ()


NO_DETAIL = GiftDetail()

FACTS = tuple(field.name for field in fields(GiftDetail) if field.name not in ("credits", "notices"))
"""The details that are columns of one row and never change once the gift is posted."""
