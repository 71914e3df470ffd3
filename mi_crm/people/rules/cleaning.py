"""What is typed about a constituent, brought into the form in which it is kept."""

from dataclasses import replace

from mi_crm.people.details import (
    ConstituentDetails,
    ConstituentKind,
    EmailDetails,
    OrganizationKind,
    PhoneDetails,
)
from mi_crm.people.rules.contact import clean_address
from mi_crm.shared.contact import clean_email, clean_phone
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import clean_line, clean_note

_LINES = (
    ("prefix", "Title", 30),
    ("first_name", "First name", 100),
    ("middle_name", "Middle name", 100),
    ("last_name", "Last name", 100),
    ("suffix", "Suffix", 50),
    ("nickname", "Nickname", 100),
    ("former_name", "Former name", 100),
    ("contact_name", "Contact", 100),
    ("job_title", "Job title", 100),
    ("employer", "Employer", 150),
    ("salutation", "Greeting", 150),
)
_OF_PERSONS = (
    "prefix", "first_name", "middle_name", "last_name", "suffix", "nickname", "job_title", "employer",
)  # fmt: skip
_MOST_OF_A_KIND = 20


def clean(what: ConstituentDetails) -> ConstituentDetails:
    """Return the details as they are kept. Raises Problem, naming the field, for what cannot be kept.

    What belongs to another kind (a first name of an organization) is left out.
    """
    fields: dict[str, object] = {
        field: clean_line(typed, what=label, limit=limit)
        for field, label, limit in _LINES
        if (typed := getattr(what, field))
    }
    person, organization = (
        what.kind == kind for kind in (ConstituentKind.PERSON, ConstituentKind.ORGANIZATION)
    )
    fields["name"] = "" if person else clean_line(what.name, what="Name", limit=200)
    if not person:
        fields |= dict.fromkeys(_OF_PERSONS, "") | {"deceased": False, "deceased_on": None}
    if not organization:
        fields |= {"contact_name": "", "organization_kind": None}
    elif what.organization_kind is None:
        fields["organization_kind"] = OrganizationKind.OTHER
    if what.deceased_on is not None and person:
        fields["deceased"] = True
    fields["addressee"] = _clean_addressee(what.addressee) if what.addressee else ""
    if max(len(what.addresses), len(what.phones), len(what.emails)) > _MOST_OF_A_KIND:
        raise Problem(
            "At most {count} addresses, phones and e-mail addresses can be kept.", count=_MOST_OF_A_KIND
        )
    addresses = (clean_address(address) for address in what.addresses)
    fields["addresses"] = tuple(dict.fromkeys(address for address in addresses if address))
    fields["phones"] = _phones(what.phones)
    fields["emails"] = _emails(what.emails)
    cleaned = replace(what, **fields)  # type: ignore[arg-type]  # the names above are those of the fields
    if person and not (cleaned.first_name or cleaned.last_name):
        raise Problem("Type a first name or a last name.")
    if organization and not cleaned.name:
        raise Problem("Type the name of the organization.")
    return cleaned


def _clean_addressee(typed: str) -> str:
    typed = clean_note(typed, what="Addressee", limit=300)
    lines = [line for part in typed.split("\n") if (line := clean_line(part, what="Addressee", limit=80))]
    if len(lines) > 3:
        raise Problem("Addressee is too long: three lines at most.")
    return "\n".join(lines)


def _phones(typed: tuple[PhoneDetails, ...]) -> tuple[PhoneDetails, ...]:
    kept: dict[str, PhoneDetails] = {}
    for phone in typed:
        if phone.number.strip():
            number = clean_phone(phone.number)
            kept.setdefault(number, replace(phone, number=number))
    return tuple(kept.values())


def _emails(typed: tuple[EmailDetails, ...]) -> tuple[EmailDetails, ...]:
    kept: dict[str, EmailDetails] = {}
    for email in typed:
        if email.address.strip():
            address = clean_email(email.address)
            kept.setdefault(address, replace(email, address=address))
    return tuple(kept.values())
