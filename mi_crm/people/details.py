"""What is known about a constituent, as plain values: what forms fill in, rules judge and actions keep."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ConstituentKind(StrEnum):
    """What a constituent is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    HOUSEHOLD = "household"


class OrganizationKind(StrEnum):
    """What kind of organization a constituent is; it decides the paper of some gifts."""

    COMPANY = "company"
    FOUNDATION = "foundation"
    DAF_SPONSOR = "daf_sponsor"
    GOVERNMENT = "government"
    SCHOOL = "school"
    CLINIC = "clinic"
    PAYMENT_PLATFORM = "payment_platform"
    OTHER = "other"


class Standing(StrEnum):
    """Whether a constituent is offered in lists."""

    ACTIVE = "active"
    ARCHIVED = "archived"


class ReceiptPolicy(StrEnum):
    """When a donor wants receipts."""

    EACH = "each"
    ANNUAL = "annual"
    NONE = "none"


class AcknowledgeBy(StrEnum):
    """How a donor wants to get papers."""

    PRINT = "print"
    EMAIL = "email"
    NONE = "none"


class PlaceKind(StrEnum):
    """What an address, phone or e-mail is for."""

    HOME = "home"
    WORK = "work"
    MOBILE = "mobile"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class AddressDetails:
    """A place where mail arrives."""

    street: str = ""
    """Street lines, separated by a line feed."""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    """Empty for the United States."""
    kind: PlaceKind = PlaceKind.HOME
    returned: bool = False

    def __bool__(self) -> bool:
        """Say whether anything of a place is filled in."""
        return bool(self.street or self.city or self.state or self.zip or self.country)


@dataclass(frozen=True, slots=True)
class PhoneDetails:
    """A phone number, as typed or, once cleaned, as shown: (626) 555-0118."""

    number: str
    kind: PlaceKind = PlaceKind.HOME


@dataclass(frozen=True, slots=True)
class EmailDetails:
    """An e-mail address."""

    address: str
    kind: PlaceKind = PlaceKind.HOME


@dataclass(frozen=True, slots=True)
class ConstituentDetails:
    """All that can be typed about a person, an organization or a household."""

    kind: ConstituentKind = ConstituentKind.PERSON
    name: str = ""
    """Of an organization; of a household only where it differs from what its members' names make."""
    prefix: str = ""
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    suffix: str = ""
    nickname: str = ""
    former_name: str = ""
    organization_kind: OrganizationKind | None = None
    contact_name: str = ""
    job_title: str = ""
    employer: str = ""
    addressee: str = ""
    """Overrides the generated lines above the address; lines are separated by a line feed."""
    salutation: str = ""
    """Overrides the generated greeting after "Dear"."""
    receipt_policy: ReceiptPolicy = ReceiptPolicy.EACH
    acknowledge_by: AcknowledgeBy = AcknowledgeBy.PRINT
    no_mail: bool = False
    no_email: bool = False
    no_call: bool = False
    anonymous: bool = False
    deceased: bool = False
    deceased_on: date | None = None
    addresses: tuple[AddressDetails, ...] = ()
    phones: tuple[PhoneDetails, ...] = ()
    emails: tuple[EmailDetails, ...] = ()
