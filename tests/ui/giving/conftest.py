"""An office with a few donors and funds, and a keyboard that counts its keys."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mi_crm.giving.actions.batches import BatchEntry, open_batch
from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.actions.funds import CampaignEntry, FundEntry, add_campaign, add_fund
from mi_crm.giving.actions.record import post_many
from mi_crm.giving.records import BatchKind, PaymentMethod
from mi_crm.people.actions import add_constituent
from mi_crm.people.details import AddressDetails, ConstituentDetails
from mi_crm.shared.money import Money
from mi_crm.store.store import Store
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.window import Window
from tests.conftest import NOW, TODAY


class Keyboard:
    """Types into whatever has the focus, and knows how many keys that took."""

    def __init__(self) -> None:
        self.keys = 0

    def type(self, text: str) -> None:
        """Type letters one after another, without waiting."""
        for letter in text:
            self.keys += 1
            QTest.keyClick(_focus(), letter)  # type: ignore[call-overload]

    def press(self, keys: str) -> None:
        """Press a key, such as Enter or Alt+N."""
        self.keys += 1
        combination = QKeySequence(keys)[0]  # type: ignore[index]
        QTest.keyClick(_focus(), combination.key(), combination.keyboardModifiers())


def _focus() -> Any:
    focused = QApplication.focusWidget()
    assert focused is not None, "nothing has the focus"
    return focused


@dataclass
class Office:
    """What is in the store."""

    general: UUID
    veterans: UUID
    fall: UUID
    margaret: UUID
    walter: UUID


@pytest.fixture
def office(store: Store) -> Office:
    general = store.write(add_fund, FundEntry(name="General operating"))
    veterans = store.write(add_fund, FundEntry(name="Veterans Training Fund"))
    fall = store.write(add_campaign, CampaignEntry(name="Fall Appeal 2026"))
    people = [
        store.write(
            add_constituent,
            ConstituentDetails(
                first_name=first,
                last_name=last,
                addresses=(AddressDetails(street="2208 Larkspur Court", city=city, state="CA", zip="91101"),),
            ),
            now=NOW,
            who="Dana",
        )
        for first, last, city in (("Margaret", "Okafor", "Pasadena"), ("Walter", "Brandt", "Burbank"))
    ]
    office = Office(general, veterans, fall, *people)
    store.write(post_many, [a_check(office, "120", "1187")], today=TODAY, now=NOW, who="Dana")
    return office


def a_check(office: Office, amount: str, number: str, *, donor: UUID | None = None) -> GiftEntry:
    return GiftEntry(
        donor_id=donor or office.margaret,
        amount=Money.parse(amount),
        given_on=date(2026, 11, 10),
        payment_method=PaymentMethod.CHECK,
        check_number=number,
        fund_id=office.veterans,
        campaign_id=office.fall,
    )


@pytest.fixture
def batch(store: Store, office: Office) -> UUID:
    """Open a batch of two checks and $300.00 on the tape."""
    what = BatchEntry(
        kind=BatchKind.CHECKS,
        batch_date=date(2026, 11, 12),
        title="Fall Appeal envelopes",
        expected_count=2,
        expected_total=Money.parse("300"),
    )
    return store.write(open_batch, what, today=TODAY, now=NOW, who="Dana")


@pytest.fixture
def keyboard() -> Keyboard:
    return Keyboard()


def show(desk: Desk, qtbot: QtBot, place: Place, *, width: int = 1440, height: int = 900) -> Window:
    """Open the window at a place, with the focus where the screen begins."""
    window = Window(desk, version="0")
    qtbot.addWidget(window)
    # qtbot holds it weakly, and a test may look at nothing but the screen.
    vars(desk)["window of the test"] = window
    window.resize(width, height)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.open(place)
    qtbot.waitUntil(desk.tasks.idle)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return window


@pytest.fixture
def entering(desk: Desk, qtbot: QtBot, batch: UUID) -> Window:
    """Open the window at the batch."""
    return show(desk, qtbot, Place("record_gift", batch, "batch"))
