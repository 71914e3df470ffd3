"""Who may be in the list already is shown with a reason, and nobody else is."""

from dataclasses import replace

import pytest

from mi_crm.people.actions import add_constituents, archive
from mi_crm.people.details import AddressDetails, ConstituentDetails, EmailDetails, PhoneDetails
from mi_crm.people.doubles import likely_doubles
from mi_crm.people.rules.likeness import LIKELY, likeness
from mi_crm.people.rules.names import split_name
from mi_crm.store.store import Store
from tests.conftest import NOW


@pytest.mark.parametrize(
    ("one", "other", "likely"),
    [
        ("Robert Smith", "Bob Smith", True),
        ("Margaret Okafor", "Peggy Okafor", True),
        ("Jon Smith", "John Smith", True),
        ("Maria Gonzalez", "Maria Gonzales", True),
        ("Marlow & Finch LLP", "Marlow and Finch LLP", True),
        ("Margaret Okafor", "Samuel Okafor", False),
        ("Margaret Okafor", "Margaret Bell", False),
        ("Marlow & Finch LLP", "Canyon Oak LLP", False),
    ],
)
def test_names_alike(one: str, other: str, likely: bool) -> None:
    found = likeness(split_name(one), split_name(other))
    assert (found.score >= LIKELY) is likely
    assert bool(found.reason) is likely


def test_a_double_is_shown_with_its_reason(store: Store) -> None:
    okafor = ConstituentDetails(
        first_name="Margaret",
        last_name="Okafor",
        phones=(PhoneDetails("(626) 555-0118"),),
        emails=(EmailDetails("m.okafor@example.com"),),
        addresses=(AddressDetails("2208 Larkspur Court", "Pasadena", "CA", "91100"),),
    )
    others = [replace(okafor, first_name=f"{letter}ita", emails=(), phones=()) for letter in "BDFGKL"]
    margaret, *_ = store.write(add_constituents, [okafor, *others], now=NOW, who="Dana")

    peggy = replace(split_name("Peggy Okafor"), addresses=(AddressDetails(city="Pasadena"),))
    found = store.read(likely_doubles, peggy)
    assert [(one.hit.id, one.reason) for one in found] == [(margaret, "Similar name, also in Pasadena")]
    assert store.read(likely_doubles, peggy, but=margaret) == []

    by_phone = ConstituentDetails(first_name="Sam", phones=(PhoneDetails("626 555 0118"),))
    assert [one.reason for one in store.read(likely_doubles, by_phone)] == ["Same phone"]
    by_email = ConstituentDetails(first_name="Sam", emails=(EmailDetails("M.Okafor@example.com"),))
    assert [one.reason for one in store.read(likely_doubles, by_email)] == ["Same e-mail"]
    mistyped = split_name("Margaret Okafro")
    assert [one.hit.id for one in store.read(likely_doubles, mistyped)] == [margaret]

    store.write(archive, margaret)
    assert [one.hit.id for one in store.read(likely_doubles, peggy)] == [margaret]


@pytest.mark.parametrize("typed", ["", "Q", "Quentin Quire"])
def test_nobody_is_shown_who_is_not_there(store: Store, typed: str) -> None:
    half = replace(split_name(typed), phones=(PhoneDetails("62"),), emails=(EmailDetails("q@"),))
    assert store.read(likely_doubles, half) == []
