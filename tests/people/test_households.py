"""A household follows its members, and its letters reach both of them."""

from dataclasses import replace
from uuid import UUID

import pytest

from mi_crm.people.actions import add_constituent, save_constituent
from mi_crm.people.details import AddressDetails, ConstituentDetails, ConstituentKind, ReceiptPolicy
from mi_crm.people.households import join_household, leave_household, make_household, undo_household
from mi_crm.people.mailing import mailing, mailings
from mi_crm.people.queries import household_members, person_details
from mi_crm.people.search import search_people
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.store.store import Store
from tests.conftest import NOW

PLACE = AddressDetails("2208 Larkspur Court", "Pasadena", "CA", "91100")
MARGARET = ConstituentDetails(prefix="Mrs.", first_name="Margaret", last_name="Okafor", addresses=(PLACE,))
SAMUEL = ConstituentDetails(prefix="Mr.", first_name="Samuel", last_name="Okafor")
HOME = ConstituentDetails(kind=ConstituentKind.HOUSEHOLD)


def _add(store: Store, what: ConstituentDetails) -> UUID:
    return store.write(add_constituent, what, now=NOW, who="Dana")


def _home(store: Store) -> tuple[UUID, UUID, UUID]:
    # Samuel first, so that the order is that of the household, not of the numbers.
    samuel, margaret = _add(store, SAMUEL), _add(store, MARGARET)
    home = store.write(make_household, HOME, [margaret, samuel], now=NOW, who="Dana")
    return home, margaret, samuel


def test_a_household_is_named_by_its_members_the_head_first(store: Store) -> None:
    home, margaret, samuel = _home(store)
    assert store.read(person_details, home).name == "Margaret and Samuel Okafor"
    assert store.read(person_details, home).what.name == ""
    assert [row.id for row in store.read(household_members, home)] == [margaret, samuel]
    assert store.read(search_people, "samuel okafor")[0].partner == "Margaret"


def test_the_name_follows_the_members_unless_it_was_typed(store: Store) -> None:
    home, margaret, samuel = _home(store)
    store.write(
        save_constituent, margaret, replace(MARGARET, first_name="Peggy"), version=_version(store, margaret)
    )
    assert store.read(person_details, home).name == "Peggy and Samuel Okafor"
    assert [row.id for row in store.read(search_people, "peggy samuel")] == [home]
    store.write(save_constituent, home, replace(HOME, name="The Okafors"), version=_version(store, home))
    store.write(leave_household, samuel)
    assert store.read(person_details, home).name == "The Okafors"
    store.write(join_household, samuel, home)
    store.write(save_constituent, home, HOME, version=_version(store, home))
    assert store.read(person_details, home).name == "Peggy and Samuel Okafor"


def _version(store: Store, key: UUID) -> int:
    return store.read(person_details, key).version


def test_a_receipt_to_the_household_names_both(store: Store) -> None:
    home, _margaret, _samuel = _home(store)
    letter = store.read(mailing, home)
    assert letter.name_lines == ("Mrs. Margaret Okafor", "Mr. Samuel Okafor")
    assert letter.address_lines == ("2208 Larkspur Court", "Pasadena, CA 91100")
    assert (letter.greeting, letter.complete, letter.policy) == (
        "Margaret and Samuel",
        True,
        ReceiptPolicy.EACH,
    )


def test_mail_finds_its_way_through_the_household(store: Store) -> None:
    _, margaret, samuel = _home(store)
    found = store.read(mailings, [samuel, margaret])
    assert found[samuel].name_lines == ("Mr. Samuel Okafor",)
    assert found[samuel].greeting == "Samuel"
    assert found[samuel].address_lines == found[margaret].address_lines
    alone = _add(store, replace(SAMUEL, last_name="Bell"))
    assert store.read(mailing, alone).complete is False
    assert store.read(mailing, alone).address_lines == ()
    with pytest.raises(NotFound):
        store.read(mailing, UUID(int=1))


def test_only_persons_join_and_each_lives_in_one_household(store: Store) -> None:
    home, margaret, samuel = _home(store)
    with pytest.raises(Problem, match="is no person"):
        store.write(join_household, home, home)
    other = store.write(make_household, HOME, [samuel], now=NOW, who="Dana")
    assert [row.id for row in store.read(household_members, home)] == [margaret]
    assert store.read(person_details, home).name == "Margaret Okafor"
    assert store.read(person_details, other).name == "Samuel Okafor"


def test_making_a_household_can_be_taken_back(store: Store) -> None:
    home, margaret, _samuel = _home(store)
    store.write(undo_household, home)
    assert store.read(person_details, margaret).household_id is None
    with pytest.raises(NotFound):
        store.read(person_details, home)


def test_one_who_died_is_no_longer_greeted(store: Store) -> None:
    home, _margaret, samuel = _home(store)
    store.write(save_constituent, samuel, replace(SAMUEL, deceased=True), version=_version(store, samuel))
    letter = store.read(mailing, home)
    assert (letter.name_lines, letter.greeting) == (("Mrs. Margaret Okafor",), "Margaret")


def test_a_household_needs_a_name_or_members(store: Store) -> None:
    with pytest.raises(Problem, match="Type a name for the household"):
        _add(store, HOME)
