"""Who gets a label: everyone whom mail reaches, once, in the order of the list."""

from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.people.actions import add_constituent
from mi_crm.people.details import AddressDetails, ConstituentDetails, ConstituentKind
from mi_crm.people.labels import addresses, addresses_of_list
from mi_crm.people.queries import people_page
from mi_crm.people.records import Constituent
from mi_crm.store.store import Store
from tests.builders import a_person
from tests.conftest import NOW
from tests.receipts.building import a_donor

LARKSPUR = ("2208 Larkspur Court", "Pasadena, CA 91100")


def some(session: Session) -> list[UUID]:
    ann, bo, cy = (a_donor(session, name) for name in ("Ann Lee", "Bo Kim", "Cy Diaz"))
    session.get_one(Constituent, bo).no_mail = True
    session.get_one(Constituent, cy).deceased = True
    return [
        ann, bo, cy,
        a_person(session, "Dee Day"),
        a_donor(session, "Eve Fox", returned=True),
        a_donor(session, "Ann Lee"),
    ]  # fmt: skip


def test_whom_mail_does_not_reach_or_who_wants_none_is_left_out_by_name(store: Store) -> None:
    ids = store.write(some)
    found = store.read(addresses, ids)
    assert found.lines == (("Ann Lee", *LARKSPUR),)
    assert found.left_out == ("Bo Kim", "Cy Diaz", "Dee Day", "Eve Fox")


def test_mail_that_was_asked_for_goes_to_who_wants_no_other(store: Store) -> None:
    ids = store.write(some)
    found = store.read(addresses, ids, asked_for=True)
    assert [lines[0] for lines in found.lines] == ["Ann Lee", "Bo Kim", "Cy Diaz"]
    assert found.left_out == ("Dee Day", "Eve Fox")


def test_the_list_as_it_is_narrowed_down_keeps_its_order(store: Store) -> None:
    store.write(lambda session: [a_donor(session, f"Person {number:04}") for number in range(1_203)])
    fresno = AddressDetails("1 Olive Avenue", "Fresno", "CA", "93700")
    zoe = ConstituentDetails(first_name="Zoe", last_name="Adams", addresses=(fresno,))
    store.write(add_constituent, zoe, now=NOW, who="Dana")
    everyone = store.read(addresses_of_list)
    names = [row.name for row in store.read(people_page, limit=2_000)]
    assert [lines[0] for lines in everyone.lines] == names
    assert len(names) == 1_204
    assert [lines[0] for lines in store.read(addresses_of_list, "fresno").lines] == ["Zoe Adams"]
    assert store.read(addresses_of_list, kind=ConstituentKind.HOUSEHOLD).lines == ()
