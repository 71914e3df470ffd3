"""Constituents are added, changed, archived and taken back; what is stale is refused."""

from dataclasses import replace

import pytest

from mi_crm.people.actions import (
    add_constituent,
    add_constituents,
    archive,
    delete_constituent,
    delete_note,
    save_constituent,
    unarchive,
    write_note,
)
from mi_crm.people.details import (
    AddressDetails,
    ConstituentDetails,
    ConstituentKind,
    EmailDetails,
    PhoneDetails,
    Standing,
)
from mi_crm.people.queries import count_notes, count_people, notes_of, people_page, person_details
from mi_crm.people.search import search_people
from mi_crm.shared.problems import Conflict, NotFound, Problem
from mi_crm.store.store import Store
from tests.builders import a_gift
from tests.conftest import NOW

ADA = ConstituentDetails(
    first_name="Ada",
    last_name="Bell",
    addresses=(AddressDetails("1 Main St", "Pasadena", "CA", "91100"),),
    phones=(PhoneDetails("(626) 555-0118"),),
    emails=(EmailDetails("ada@example.com"),),
)


def test_what_was_added_is_there_again(store: Store) -> None:
    ada = store.write(add_constituent, ADA, now=NOW, who="Dana")
    found = store.read(person_details, ada)
    assert (found.number, found.version, found.name, found.what) == (1, 1, "Ada Bell", ADA)
    assert (found.added_at, found.added_by, found.standing) == (NOW, "Dana", Standing.ACTIVE)


def test_numbers_go_on_without_a_gap_also_in_bulk(store: Store) -> None:
    store.write(add_constituent, ADA, now=NOW, who="Dana")
    more = [replace(ADA, first_name=name) for name in ("Bea", "Cleo", "Dot")]
    ids = store.write(add_constituents, more, now=NOW, who="Dana")
    assert [store.read(person_details, key).number for key in ids] == [2, 3, 4]
    assert [row.name for row in store.read(search_people, "cleo")] == ["Cleo Bell"]


def test_one_bad_row_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(Problem):
        store.write(add_constituents, [ADA, ConstituentDetails()], now=NOW, who="Dana")
    assert store.read(count_people).persons == 0
    ada = store.write(add_constituent, ADA, now=NOW, who="Dana")
    assert store.read(person_details, ada).number == 1


def test_saving_replaces_everything(store: Store) -> None:
    ada = store.write(add_constituent, ADA, now=NOW, who="Dana")
    what = replace(
        ADA, last_name="Cole", former_name="Bell", addresses=(), emails=(EmailDetails("ada@cole.org"),)
    )
    store.write(save_constituent, ada, what, version=1)
    found = store.read(person_details, ada)
    assert (found.name, found.what, found.version) == ("Ada Cole", what, 2)
    assert store.read(search_people, "pasadena") == []
    assert [row.why for row in store.read(search_people, "bell")] == ["former name Bell"]


def test_a_new_address_alone_is_a_new_version_too(store: Store) -> None:
    ada = store.write(add_constituent, ADA, now=NOW, who="Dana")
    store.write(save_constituent, ada, replace(ADA, addresses=()), version=1)
    with pytest.raises(Conflict):
        store.write(save_constituent, ada, replace(ADA, phones=()), version=1)
    assert store.read(person_details, ada).what.phones == ADA.phones


def test_a_refused_save_changes_nothing(store: Store) -> None:
    ada = store.write(add_constituent, ADA, now=NOW, who="Dana")
    with pytest.raises(Problem):
        store.write(save_constituent, ada, replace(ADA, first_name="x" * 10_000), version=1)
    assert store.read(person_details, ada).what == ADA
    with pytest.raises(Problem):
        store.write(save_constituent, ada, replace(ADA, kind=ConstituentKind.HOUSEHOLD), version=1)


def test_an_archived_person_is_found_only_when_asked_for(store: Store) -> None:
    ada = store.write(add_constituent, ADA, now=NOW, who="Dana")
    store.write(archive, ada)
    assert store.read(search_people, "ada") == []
    assert [row.standing for row in store.read(search_people, "ada", archived=True)] == [Standing.ARCHIVED]
    assert store.read(people_page) == []
    assert [row.name for row in store.read(people_page, standing=Standing.ARCHIVED)] == ["Ada Bell"]
    assert store.read(count_people).archived == 1
    store.write(unarchive, ada)
    assert [row.name for row in store.read(search_people, "ada")] == ["Ada Bell"]


def test_an_addition_can_be_taken_back_until_something_points_at_it(store: Store) -> None:
    ada = store.write(add_constituent, ADA, now=NOW, who="Dana")
    bea = store.write(add_constituent, replace(ADA, first_name="Bea", emails=()), now=NOW, who="Dana")
    store.write(a_gift, donor=bea)
    store.write(delete_constituent, ada)
    assert store.read(search_people, "ada bell") == []
    with pytest.raises(NotFound):
        store.read(person_details, ada)
    with pytest.raises(Problem, match="Bea Bell is in use by now"):
        store.write(delete_constituent, bea)


def test_notes_come_newest_first_and_can_be_taken_back(store: Store) -> None:
    ada = store.write(add_constituent, ADA, now=NOW, who="Dana")
    first = store.write(write_note, ada, "Called.\r\nWill call back.", now=NOW, who="Dana")
    store.write(write_note, ada, "<b>R&D</b>", now=NOW.replace(hour=18), who="Maya")
    notes = store.read(notes_of, ada)
    assert [(note.text, note.written_by) for note in notes] == [
        ("<b>R&D</b>", "Maya"),
        ("Called.\nWill call back.", "Dana"),
    ]
    store.write(delete_note, first)
    assert store.read(count_notes, ada) == 1
    with pytest.raises(Problem, match="Type the note first"):
        store.write(write_note, ada, " \n ", now=NOW, who="Dana")


def test_people_are_listed_by_name_page_by_page(store: Store) -> None:
    names = ["Zoë Ñuñez", "Ada Bell", "Łukasz Nowak", "Bea Bell"]
    for name in names:
        first, last = name.split()
        store.write(
            add_constituent, ConstituentDetails(first_name=first, last_name=last), now=NOW, who="Dana"
        )
    store.write(
        add_constituent,
        ConstituentDetails(kind=ConstituentKind.ORGANIZATION, name="The Clinic"),
        now=NOW,
        who="Dana",
    )
    everyone = [row.name for row in store.read(people_page)]
    assert everyone == ["Ada Bell", "Bea Bell", "The Clinic", "Łukasz Nowak", "Zoë Ñuñez"]
    assert [row.name for row in store.read(people_page, offset=1, limit=2)] == everyone[1:3]
    persons = store.read(people_page, kind=ConstituentKind.PERSON)
    assert "The Clinic" not in [row.name for row in persons]
    counts = store.read(count_people)
    assert (counts.persons, counts.organizations, counts.households) == (4, 1, 0)
