"""Inventing constituents: mostly persons, some organizations, some couples who give together."""

from collections.abc import Iterator
from random import Random

from mi_crm.people.details import (
    AddressDetails,
    ConstituentDetails,
    ConstituentKind,
    EmailDetails,
    OrganizationKind,
    PhoneDetails,
    PlaceKind,
    ReceiptPolicy,
)
from mi_crm.sample.names import cities, pairs, words

AREA_CODES = ("213", "310", "323", "562", "626", "818")


def people(count: int, random: Random) -> Iterator[ConstituentDetails]:
    """Yield so many constituents; the organizations of the list come first, each once."""
    organizations = min(count // 8, len(pairs("organizations")))
    for name, kind in pairs("organizations")[:organizations]:
        yield _organization(name, OrganizationKind(kind), random)
    strange = pairs("other_scripts")
    for place in range(count - organizations):
        if place % 40 == 7:
            yield _person(*strange[place // 40 % len(strange)], random)
        elif place % 25 == 3:
            yield _company(random)
        else:
            yield _person(random.choice(words("first_names")), random.choice(words("last_names")), random)


def _organization(name: str, kind: OrganizationKind, random: Random) -> ConstituentDetails:
    contact = f"{random.choice(words('first_names'))} {random.choice(words('last_names'))}"
    return ConstituentDetails(
        kind=ConstituentKind.ORGANIZATION,
        name=name,
        organization_kind=kind,
        contact_name=contact if random.random() < 0.6 else "",
        addresses=(_address(random, PlaceKind.WORK),),
        phones=(_phone(random, PlaceKind.WORK),),
    )


def _company(random: Random) -> ConstituentDetails:
    ending = random.choice(
        ("Dental", "Law Group", "Hardware", "Bakery", "Family Foundation", "Realty", "Pharmacy")
    )
    kind = OrganizationKind.FOUNDATION if ending == "Family Foundation" else OrganizationKind.COMPANY
    return _organization(f"{random.choice(words('last_names'))} {ending}", kind, random)


def _person(first: str, last: str, random: Random) -> ConstituentDetails:
    email = EmailDetails(f"{_plain(first)}.{_plain(last)}{random.randrange(1, 10_000)}@example.com")
    return ConstituentDetails(
        prefix=random.choice(("Ms.", "Mr.", "Mrs.", "Dr.")) if random.random() < 0.35 else "",
        first_name=first,
        last_name=last,
        suffix="LCSW" if random.random() < 0.03 else "",
        former_name=f"{first} {random.choice(words('last_names'))}" if random.random() < 0.03 else "",
        receipt_policy=_policy(random),
        no_email=random.random() < 0.06,
        deceased=random.random() < 0.005,
        addresses=(_address(random),) if random.random() < 0.985 else (),
        phones=(_phone(random),) if random.random() < 0.7 else (),
        emails=(email,) if random.random() < 0.75 else (),
    )


def _policy(random: Random) -> ReceiptPolicy:
    chance = random.random()
    return (
        ReceiptPolicy.EACH if chance < 0.8 else ReceiptPolicy.ANNUAL if chance < 0.985 else ReceiptPolicy.NONE
    )


def _address(random: Random, kind: PlaceKind = PlaceKind.HOME) -> AddressDetails:
    names, weights = cities()
    way = random.choice(("Street", "Avenue", "Court", "Drive", "Lane", "Place", "Way"))
    flat = f"\nApt. {random.randrange(1, 60)}" if random.random() < 0.15 else ""
    return AddressDetails(
        street=f"{random.randrange(100, 9_900)} {random.choice(words('streets'))} {way}{flat}",
        city=random.choices(names, cum_weights=weights)[0],
        state="CA",
        zip=f"90{random.randrange(1, 900):03}",
        kind=kind,
        returned=random.random() < 0.004,
    )


def _phone(random: Random, kind: PlaceKind = PlaceKind.MOBILE) -> PhoneDetails:
    return PhoneDetails(f"({random.choice(AREA_CODES)}) 555-01{random.randrange(100):02}", kind)


def _plain(name: str) -> str:
    letters = "".join(letter for letter in name.casefold() if letter.isascii() and letter.isalnum())
    return letters or "friend"
