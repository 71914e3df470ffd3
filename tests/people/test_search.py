"""Search finds people by the beginning of any word they have, best first, typing errors forgiven."""

from uuid import UUID

import pytest

from mi_crm.people.actions import add_constituent, add_constituents, archive
from mi_crm.people.details import (
    AddressDetails,
    ConstituentDetails,
    ConstituentKind,
    EmailDetails,
    OrganizationKind,
    PhoneDetails,
)
from mi_crm.people.rules.words import spelled_alike, typed_words
from mi_crm.people.search import find, hits, search_people
from mi_crm.store.store import Store
from tests.conftest import NOW


def a_constituent(
    first: str = "",
    last: str = "",
    *,
    city: str = "",
    email: str = "",
    phone: str = "",
    nickname: str = "",
    former: str = "",
) -> ConstituentDetails:
    """Return a person with as much as is said."""
    return ConstituentDetails(
        first_name=first,
        last_name=last,
        nickname=nickname,
        former_name=former,
        addresses=(AddressDetails("1 Main St", city, "CA", "91100"),) if city else (),
        emails=(EmailDetails(email),) if email else (),
        phones=(PhoneDetails(phone),) if phone else (),
    )


PEOPLE = [
    a_constituent(
        "Margaret",
        "Okafor",
        city="Pasadena",
        email="m.okafor@example.com",
        phone="(626) 555-0118",
        nickname="Peggy",
    ),
    a_constituent("Samuel", "Okafor", city="Pasadena", email="sam@okafor.org"),
    a_constituent("Ngozi", "Okafor", city="Torrance", former="Bell"),
    a_constituent("Chidi", "Okafor-Bell", city="Long Beach", phone="(310) 555-0142"),
    a_constituent("Mara", "Vance", city="Highland Park"),
    a_constituent("Elena", "Marquez", city="Mar Vista"),
    a_constituent("Zoë", "Ñuñez", city="Los Angeles"),
    a_constituent("Łukasz", "Nowak"),
    a_constituent("", "李小龍"),
    a_constituent("Conor", "O'Brien"),
    a_constituent("Dov", "כהן"),
    ConstituentDetails(
        kind=ConstituentKind.ORGANIZATION,
        name="The Marlow & Finch Foundation",
        organization_kind=OrganizationKind.FOUNDATION,
        contact_name="Priya Raman",
    ),
]


@pytest.fixture
def people(store: Store) -> list[UUID]:
    """Add everybody of PEOPLE; their numbers are 1, 2, 3…."""
    return store.write(add_constituents, PEOPLE, now=NOW, who="Dana")


def names(store: Store, typed: str, *, archived: bool = False) -> list[str]:
    """Return who is truly found, without those only spelled alike."""
    return [row.name for row in store.read(search_people, typed, archived=archived) if not row.alike]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("margaret", ["Margaret Okafor"]),
        ("OKAFOR, MARG", ["Margaret Okafor"]),
        ("marg oka", ["Margaret Okafor"]),
        ("oka marg", ["Margaret Okafor"]),
        ("peggy", ["Margaret Okafor"]),
        ("m.okafor@ex", ["Margaret Okafor"]),
        ("m.okafor", ["Margaret Okafor"]),
        ("@okafor.org", ["Samuel Okafor"]),
        ("okafor.org", ["Samuel Okafor"]),
        ("0118", ["Margaret Okafor"]),
        ("555-0118", ["Margaret Okafor"]),
        ("(626) 555-0118", ["Margaret Okafor"]),
        ("+1 626 555 0118", ["Margaret Okafor"]),
        ("0118 okafor", ["Margaret Okafor"]),
        ("okafor pasadena", ["Margaret Okafor", "Samuel Okafor"]),
        ("bell", ["Chidi Okafor-Bell", "Ngozi Okafor"]),
        ("okafor-bell", ["Chidi Okafor-Bell", "Ngozi Okafor"]),
        ("nunez", ["Zoë Ñuñez"]),
        ("ñuñez zoë", ["Zoë Ñuñez"]),
        ("lukasz", ["Łukasz Nowak"]),
        ("李", ["李小龍"]),
        ("小龍", ["李小龍"]),
        ("obrien", ["Conor O'Brien"]),
        ("o'brien", ["Conor O'Brien"]),
        ("כהן", ["Dov כהן"]),
        ("marlow finch", ["The Marlow & Finch Foundation"]),
        ("the marlow and finch", ["The Marlow & Finch Foundation"]),
        ("priya", ["The Marlow & Finch Foundation"]),
        ("D-00004", ["Chidi Okafor-Bell"]),
        ("d-4", ["Chidi Okafor-Bell"]),
        ("4", ["Chidi Okafor-Bell"]),
        ("zz", []),
        ("", []),
        ("  …  ", []),
        ("'; DROP TABLE constituent; --", []),
        ("%", []),
        ("x" * 10_000, []),
    ],
)
def test_people_are_found_by_any_word(store: Store, typed: str, found: list[str]) -> None:
    assert names(store, typed) == found


@pytest.mark.usefixtures("people")
def test_a_name_comes_before_a_city_and_a_whole_word_before_its_beginning(store: Store) -> None:
    # Mara is a whole word, Marquez and Margaret and Marlow begin so, and Mar Vista is only where Elena lives.
    assert names(store, "mara") == ["Mara Vance"]
    assert names(store, "mar") == [
        "The Marlow & Finch Foundation",
        "Elena Marquez",
        "Margaret Okafor",
        "Mara Vance",
    ]
    assert names(store, "vista") == ["Elena Marquez"]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("okafr", "Margaret Okafor"),
        ("oakfor", "Margaret Okafor"),
        ("margraet okafor", "Margaret Okafor"),
        ("marlwo", "The Marlow & Finch Foundation"),
        ("pasadnea", "Margaret Okafor"),
        ("fuondatoin", "The Marlow & Finch Foundation"),
    ],
)
def test_a_typing_error_is_forgiven(store: Store, typed: str, meant: str) -> None:
    found = store.read(search_people, typed)
    assert meant in [row.name for row in found]
    assert all(row.alike for row in found)


def test_mistyped_hits_never_stand_above_true_ones(store: Store) -> None:
    store.write(
        add_constituents, [a_constituent("A", "Jonson"), a_constituent("B", "Johnson")], now=NOW, who="D"
    )
    found = store.read(search_people, "jonson")
    assert [(row.name, row.alike) for row in found] == [("A Jonson", False), ("B Johnson", True)]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("marg", ""),
        ("peggy", "nickname Peggy"),
        ("m.okafor", "m.okafor@example.com"),
        ("0118", "phone (626) 555-0118"),
        ("d-1", "D-00001"),
        ("okafor pasadena", ""),
    ],
)
def test_the_reason_is_said_where_the_name_does_not_show_it(store: Store, typed: str, why: str) -> None:
    assert store.read(search_people, typed)[0].why == why
    assert store.read(search_people, "priya")[0].why == "contact Priya Raman"


def test_archived_people_come_last_and_only_when_asked_for(store: Store, people: list[UUID]) -> None:
    store.write(archive, people[0])
    assert "Margaret Okafor" not in names(store, "okafor")
    assert names(store, "okafor", archived=True)[-1] == "Margaret Okafor"


def test_a_search_counts_by_kind_and_can_be_narrowed_to_one(store: Store, people: list[UUID]) -> None:
    found = store.read(find, "mar", kind=ConstituentKind.ORGANIZATION)
    assert found.ids == (people[11],)
    assert found.kinds == {ConstituentKind.PERSON: 3, ConstituentKind.ORGANIZATION: 1}


def test_many_hits_come_page_by_page_in_one_order(store: Store) -> None:
    crowd = [a_constituent(f"Ann{chr(97 + n % 26)}", f"Smith{n:03}") for n in range(450)]
    store.write(add_constituents, crowd, now=NOW, who="Dana")
    few, many = store.read(find, "smith", most=200), store.read(find, "smith")
    assert (len(few.ids), few.whole, few.kinds) == (200, False, {})
    assert (len(many.ids), many.whole, many.kinds) == (450, True, {ConstituentKind.PERSON: 450})
    assert [row.name for row in store.read(hits, many, limit=2)] == ["Anna Smith000", "Annb Smith001"]
    assert [row.id for row in store.read(hits, many, offset=200, limit=3)] == list(many.ids[200:203])
    assert len(store.read(find, "smith", kind=ConstituentKind.HOUSEHOLD).ids) == 0


def test_somebody_added_is_found_at_once(store: Store) -> None:
    assert names(store, "quixote") == []
    store.write(add_constituent, a_constituent("Don", "Quixote"), now=NOW, who="Dana")
    assert names(store, "quix") == ["Don Quixote"]
    assert [row.name for row in store.read(search_people, "quixoet")] == ["Don Quixote"]


@pytest.mark.parametrize(
    ("typed", "alike"),
    [
        ("oka", ()),
        ("okafr", ("okafor",)),
        ("foundaiton", ("foundation",)),
        ("fuondaiton", ("foundation",)),
        ("marg", ()),
    ],
)
def test_one_error_is_forgiven_from_four_letters_on_two_from_eight(
    typed: str, alike: tuple[str, ...]
) -> None:
    assert spelled_alike(typed, ["okafor", "foundation", "margaret", "pasadena"]) == alike


def test_what_was_typed_twice_counts_once() -> None:
    assert len(typed_words("smith Smith SMITH")) == 1
