"""What a paper tells beside the facts that decide. Property has no field for a value here, on purpose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mi_crm.receipts.rules.wording import DEFAULTS, Words, WordsOf
from mi_crm.shared.money import Money


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
    words: Mapping[WordsOf, Words] = field(default_factory=dict)
    """What the office says on its papers, where it says it otherwise than the program."""

    def words_of(self, of: WordsOf) -> Words:
        """Return the words in force for a paper."""
        return self.words.get(of, DEFAULTS[of])


@dataclass(frozen=True, slots=True)
class Days:
    """The date of gift, and the day it was received where that is another one."""

    given_on: date
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came."""

    amount: Money
    """What was received."""
    method: str
    """As it follows "by": check no. 2217, card ending in 4242."""
    kept: Money
    """What remains of it after refunds."""


@dataclass(frozen=True, slots=True)
class Benefit:
    """What was given back, or on a payment that is no gift: what was paid for."""

    description: str
    value: Money | None = None


@dataclass(frozen=True, slots=True)
class Foreign:
    """An amount in another currency, with the rate by which its dollars were told."""

    currency: str
    amount: Money
    dollars: Money
    rate: str
    on: date
    source: str


@dataclass(frozen=True, slots=True)
class Property:
    """A thing that was given: described well enough to be known again."""

    description: str
    place: str


@dataclass(frozen=True, slots=True)
class Shares:
    """Securities that were given."""

    count: str
    issuer: str
    ticker: str
    received_on: date
    route: str
    """As it follows "by": transfer to our brokerage account."""


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle with Form 1098-C."""

    form_enclosed: bool


@dataclass(frozen=True, slots=True)
class IraDistribution:
    """Money from an individual retirement account."""

    received_on: date
    amount: Money
    custodian: str
    owner: str


@dataclass(frozen=True, slots=True)
class FundGrant:
    """A grant from a donor-advised fund, as its adviser is told."""

    sponsor: str
    amount: Money
    fund: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant, as the grantor is told."""

    amount: Money
    received_on: date
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Tribute:
    """In whose memory or honor a gift was made."""

    name: str
    memory: bool


@dataclass(frozen=True, slots=True)
class Service:
    """What a volunteer did, as it follows "you"."""

    what: str
    place: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Hours:
    """How long a volunteer served."""

    count: str
    role: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Returned:
    """Money that went back: to a donor as a refund, to a volunteer for expenses."""

    amount: Money
    on: date


@dataclass(frozen=True, slots=True)
class Promise:
    """A pledge."""

    amount: Money
    schedule: str


@dataclass(frozen=True, slots=True)
class Correction:
    """The receipt that a paper replaces, voids or copies."""

    number: str
    issued_on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """All that the sentences of one paper speak of; what a paper does not tell stays None."""

    charity: Charity
    donor: Donor
    days: Days | None = None
    payment: Payment | None = None
    benefit: Benefit | None = None
    foreign: Foreign | None = None
    property: Property | None = None
    shares: Shares | None = None
    vehicle: Vehicle | None = None
    ira: IraDistribution | None = None
    fund_grant: FundGrant | None = None
    grant: Grant | None = None
    tribute: Tribute | None = None
    service: Service | None = None
    hours: Hours | None = None
    thanks_for: str = ""
    """A service or the use of something, as it follows "for"."""
    returned: Returned | None = None
    promise: Promise | None = None
    old: Correction | None = None
