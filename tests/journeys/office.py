"""An office that is set up and knows a few people."""

from pathlib import Path

from mi_crm.giving.actions.begin import GENERAL, begin
from mi_crm.migrations.upgrade import create_store
from mi_crm.organization.rules import OrganizationDetails
from mi_crm.people.actions import add_constituent
from mi_crm.people.details import AddressDetails, ConstituentDetails
from tests.conftest import NOW, sign

CHARITY = OrganizationDetails(
    legal_name="The Mentalizing Initiative",
    ein="95-1234567",
    street="100 Example Plaza, Suite 400",
    city="Los Angeles",
    state="CA",
    zip="90000",
    signatory="Peter Lindqvist",
    signatory_title="Treasurer",
)


def an_office(path: Path) -> None:
    """Make a file that is set up, with Margaret Okafor and Walter Brandt in it."""
    store = create_store(path, sign=sign)
    store.write(begin, CHARITY, funds=[GENERAL])
    for first, last, street in (
        ("Margaret", "Okafor", "2208 Larkspur Court"),
        ("Walter", "Brandt", "9 Alder Court"),
    ):
        place = AddressDetails(street=street, city="Pasadena", state="CA", zip="91101")
        person = ConstituentDetails(first_name=first, last_name=last, addresses=(place,))
        store.write(add_constituent, person, now=NOW, who="Dana Whitlock")
    store.close()
