"""Some people, and the screen that shows them."""

from collections.abc import Callable
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from mi_crm.people.actions import add_constituent
from mi_crm.people.details import (
    AddressDetails,
    ConstituentDetails,
    ConstituentKind,
    EmailDetails,
    OrganizationKind,
    PhoneDetails,
)
from mi_crm.people.households import make_household
from mi_crm.store.store import Store
from mi_crm.ui.people.people_screen import PeopleScreen
from mi_crm.ui.shared.desk import Desk
from tests.conftest import NOW

PASADENA = AddressDetails("2208 Larkspur Court", "Pasadena", "CA", "91100")


@pytest.fixture
def people(store: Store) -> dict[str, UUID]:
    """Add Margaret and Samuel, who share a household, Elena, and an organization."""

    def add(**what: object) -> UUID:
        return store.write(add_constituent, ConstituentDetails(**what), now=NOW, who="Dana")  # type: ignore[arg-type]

    found = {
        "margaret": add(
            prefix="Mrs.",
            first_name="Margaret",
            last_name="Okafor",
            addresses=(PASADENA,),
            phones=(PhoneDetails("(626) 555-0118"),),
            emails=(EmailDetails("m.okafor@example.com"),),
        ),
        "samuel": add(first_name="Samuel", last_name="Okafor"),
        "elena": add(first_name="Elena", last_name="Marquez"),
        "marlow": add(
            kind=ConstituentKind.ORGANIZATION,
            name="Marlow & Finch LLP",
            organization_kind=OrganizationKind.COMPANY,
        ),
    }
    home = ConstituentDetails(kind=ConstituentKind.HOUSEHOLD)
    found["home"] = store.write(
        make_household, home, [found["margaret"], found["samuel"]], now=NOW, who="Dana"
    )
    return found


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[Desk], PeopleScreen]:
    """Return what shows the screen of a desk and waits for its list."""

    def shown(desk: Desk) -> PeopleScreen:
        screen = PeopleScreen(desk)
        qtbot.addWidget(screen)
        screen.resize(1200, 820)
        screen.show()
        qtbot.waitExposed(screen)
        qtbot.waitUntil(lambda: screen.list.listing is not None)
        qtbot.waitUntil(desk.tasks.idle)
        return screen

    return shown
