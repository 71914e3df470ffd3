"""What cannot be kept is refused in one sentence that names the field."""

from dataclasses import replace

import pytest

from mi_crm.people.details import (
    AddressDetails,
    ConstituentDetails,
    ConstituentKind,
    EmailDetails,
    OrganizationKind,
    PhoneDetails,
)
from mi_crm.people.rules.cleaning import clean
from mi_crm.people.rules.contact import address_lines, is_complete
from mi_crm.shared.problems import Problem

ADA = ConstituentDetails(first_name="Ada", last_name="Bell")


def test_details_are_kept_in_one_form() -> None:
    kept = clean(
        replace(
            ADA,
            first_name="  Ada\u00a0 ",
            phones=(PhoneDetails("626.555.0118"), PhoneDetails("(626) 555-0118"), PhoneDetails(" ")),
            emails=(EmailDetails("Ada.Bell@Example.COM"),),
            addresses=(
                AddressDetails(" 2208 Larkspur  Court ", "Pasadena", "california", "911001234", "USA"),
            ),
        )
    )
    assert kept.first_name == "Ada"
    assert kept.phones == (PhoneDetails("(626) 555-0118"),)
    assert kept.emails == (EmailDetails("ada.bell@example.com"),)
    assert kept.addresses == (AddressDetails("2208 Larkspur Court", "Pasadena", "CA", "91100-1234"),)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"last_name": "x" * 10_000}, "Last name is too long: 100 characters at most."),
        (
            {"first_name": "Ada\u202ellB"},
            "First name holds a hidden character (U+202E). Type it again by hand.",
        ),
        ({"nickname": "A\x00da"}, "Nickname holds a hidden character (U+0000). Type it again by hand."),
        ({"first_name": "", "last_name": " "}, "Type a first name or a last name."),
        ({"addressee": "a\nb\nc\nd"}, "Addressee is too long: three lines at most."),
        ({"salutation": "x" * 151}, "Greeting is too long: 150 characters at most."),
    ],
)
def test_a_name_that_cannot_be_kept(wrong: dict[str, str], sentence: str) -> None:
    with pytest.raises(Problem) as refused:
        clean(replace(ADA, **wrong))  # type: ignore[arg-type]  # the names are those of the fields
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "wrong",
    [
        {"emails": (EmailDetails("ada@"),)},
        {"emails": (EmailDetails("two@example.org, three@example.org"),)},
        {"phones": (PhoneDetails("555-0118"),)},
        {"phones": (PhoneDetails("call me"),)},
        {"addresses": (AddressDetails("1 Main St", "Pasadena", "Kalifornia", "91100"),)},
        {"addresses": (AddressDetails("1 Main St", "Pasadena", "CA", "9110"),)},
        {"addresses": (AddressDetails("a\nb\nc\nd", "Pasadena", "CA", "91100"),)},
    ],
)
def test_contact_that_cannot_be_used(wrong: dict[str, object]) -> None:
    with pytest.raises(Problem):
        clean(replace(ADA, **wrong))  # type: ignore[arg-type]  # the names are those of the fields


@pytest.mark.parametrize("name", ["<b>R&D</b>", "=HYPERLINK(1)", "O'Brien {0} %s", "Łukasz", "李小龍", "שרה"])
def test_strange_names_are_kept_as_they_are(name: str) -> None:
    assert clean(replace(ADA, last_name=name)).last_name == name


def test_what_belongs_to_another_kind_is_left_out() -> None:
    kept = clean(
        replace(ADA, kind=ConstituentKind.ORGANIZATION, name="Acme", contact_name="Bo", deceased=True)
    )
    assert (kept.name, kept.first_name, kept.contact_name, kept.deceased) == ("Acme", "", "Bo", False)
    assert kept.organization_kind == OrganizationKind.OTHER
    with pytest.raises(Problem, match="Type the name of the organization"):
        clean(ConstituentDetails(kind=ConstituentKind.ORGANIZATION))


def test_an_address_abroad_needs_no_state() -> None:
    abroad = clean(replace(ADA, addresses=(AddressDetails("1 High St", "Leeds", "", "LS1 4DY", "England"),)))
    assert address_lines(abroad.addresses[0]) == ("1 High St", "LS1 4DY Leeds", "ENGLAND")
    assert is_complete(abroad.addresses[0])


def test_an_address_is_complete_when_mail_arrives() -> None:
    whole = AddressDetails("2208 Larkspur Court", "Pasadena", "CA", "91100")
    assert is_complete(whole)
    assert address_lines(whole) == ("2208 Larkspur Court", "Pasadena, CA 91100")
    assert not is_complete(replace(whole, returned=True))
    assert not is_complete(replace(whole, zip=""))
    assert not is_complete(AddressDetails())
