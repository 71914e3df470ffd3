"""Names are shown, sorted, greeted and read from one line as an office does it."""

import pytest

from mi_crm.people.details import ConstituentDetails, ConstituentKind, OrganizationKind
from mi_crm.people.rules.names import (
    addressee_lines,
    display_name,
    donor_number,
    greeting,
    joint_name,
    sort_name,
    split_name,
)

MARGARET = ConstituentDetails(prefix="Mrs.", first_name="Margaret", last_name="Okafor")
SAMUEL = ConstituentDetails(prefix="Mr.", first_name="Samuel", last_name="Okafor")
RUTH = ConstituentDetails(first_name="Ruth", last_name="Cohen")
HOME = ConstituentDetails(kind=ConstituentKind.HOUSEHOLD)


@pytest.mark.parametrize(
    ("typed", "shown", "sorted_as", "greeted"),
    [
        ("Margaret Okafor", "Margaret Okafor", "okafor margaret", "Margaret"),
        ("Okafor, Margaret", "Margaret Okafor", "okafor margaret", "Margaret"),
        ("okafor, margaret", "Margaret Okafor", "okafor margaret", "Margaret"),
        ("Dr. Marisol Vega, LCSW", "Marisol Vega, LCSW", "vega marisol lcsw", "Marisol"),
        ('Robert "Bob" Smith Jr.', "Robert Smith Jr.", "smith robert jr", "Bob"),
        ("Smith, John, Jr.", "John Smith Jr.", "smith john jr", "John"),
        ("Ludwig van Beethoven", "Ludwig van Beethoven", "van beethoven ludwig", "Ludwig"),
        ("Frank Church", "Frank Church", "church frank", "Frank"),
        ("Jo Ma", "Jo Ma", "ma jo", "Jo"),
        ("Okafr", "Okafr", "okafr", "Okafr"),
        ("Zoë Ñuñez", "Zoë Ñuñez", "nunez zoe", "Zoë"),
        ("李小龍", "李小龍", "李小龍", "李小龍"),
    ],
)
def test_a_person_is_read_from_one_line(typed: str, shown: str, sorted_as: str, greeted: str) -> None:
    what = split_name(typed)
    assert what.kind == ConstituentKind.PERSON
    assert (display_name(what), sort_name(what), greeting(what)) == (shown, sorted_as, greeted)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("Marlow & Finch LLP", OrganizationKind.COMPANY),
        ("Marlow & Finch", OrganizationKind.COMPANY),
        ("Westbrook Family Foundation", OrganizationKind.FOUNDATION),
        ("Fidelity Charitable Gift Fund", OrganizationKind.DAF_SPONSOR),
        ("City of Pasadena", OrganizationKind.GOVERNMENT),
        ("Venice Family Clinic", OrganizationKind.CLINIC),
        ("Lincoln High School", OrganizationKind.SCHOOL),
        ("Rotary Club Society", OrganizationKind.OTHER),
    ],
)
def test_an_organization_is_recognized(typed: str, kind: OrganizationKind) -> None:
    what = split_name(typed)
    assert (what.kind, what.name, what.organization_kind) == (ConstituentKind.ORGANIZATION, typed, kind)


def test_two_people_are_a_household() -> None:
    for typed in ("Daniel & Ruth Feldman", "Feldman, Daniel & Ruth"):
        what = split_name(typed)
        assert what.kind == ConstituentKind.HOUSEHOLD
        assert display_name(what) == "Daniel & Ruth Feldman"
        assert sort_name(what) == "feldman daniel ruth"
        assert greeting(what) == "Daniel and Ruth"


def test_a_household_is_named_by_its_members() -> None:
    assert joint_name([MARGARET, SAMUEL]) == "Margaret and Samuel Okafor"
    assert joint_name([MARGARET, RUTH]) == "Margaret Okafor and Ruth Cohen"
    assert joint_name([MARGARET]) == "Margaret Okafor"
    assert joint_name([MARGARET, SAMUEL, RUTH]) == "The Okafor Family"
    assert sort_name(HOME, [MARGARET, SAMUEL]) == "okafor margaret samuel"


def test_a_letter_to_a_household_names_and_greets_both() -> None:
    assert addressee_lines(HOME, [MARGARET, SAMUEL]) == ("Mrs. Margaret Okafor", "Mr. Samuel Okafor")
    assert greeting(HOME, [MARGARET, SAMUEL]) == "Margaret and Samuel"
    assert greeting(HOME, [MARGARET, SAMUEL, RUTH]) == "Margaret, Samuel and Ruth"


def test_what_was_typed_by_hand_wins() -> None:
    typed = ConstituentDetails(
        first_name="Ada",
        last_name="Bell",
        addressee="The Hon. Ada Bell\nSuperior Court",
        salutation="Judge Bell",
    )
    assert addressee_lines(typed) == ("The Hon. Ada Bell", "Superior Court")
    assert greeting(typed) == "Judge Bell"


def test_mail_to_an_organization_goes_to_its_contact() -> None:
    clinic = ConstituentDetails(
        kind=ConstituentKind.ORGANIZATION, name="The Venice Clinic", contact_name="Elena Marquez"
    )
    assert addressee_lines(clinic) == ("The Venice Clinic", "Attn: Elena Marquez")
    assert greeting(clinic) == "Elena Marquez"
    assert greeting(ConstituentDetails(kind=ConstituentKind.ORGANIZATION, name="Acme")) == "Friends"
    assert sort_name(clinic) == "venice clinic"


def test_donors_have_short_numbers() -> None:
    assert donor_number(547) == "D-00547"
