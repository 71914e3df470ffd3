"""Home opens on what needs doing, counted, each with the button that takes one there."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mi_crm.giving.actions.batches import BatchEntry, add_line, open_batch
from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.queries.batches import batches
from mi_crm.giving.records import BatchKind, PaymentMethod
from mi_crm.shared.money import Money
from mi_crm.store.store import Store
from mi_crm.ui.home.home_screen import HomeScreen
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from tests.builders import a_fund, a_gift, a_person
from tests.conftest import NOW, TODAY


@pytest.fixture
def home(qtbot: QtBot, desk: Desk) -> HomeScreen:
    screen = HomeScreen(desk)
    screen.resize(1200, 860)
    qtbot.addWidget(screen)
    return screen


def _words(screen: HomeScreen) -> list[str]:
    return [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]


def _open_batch(store: Store) -> None:
    """Open a batch of 12 checks and $4,850.00, and enter one of $1,450.00."""
    what = BatchEntry(
        kind=BatchKind.CHECKS, batch_date=TODAY, expected_count=12, expected_total=Money.parse("4,850.00")
    )
    batch = store.write(open_batch, what, today=TODAY, now=NOW, who="Dana")
    line = GiftEntry(
        donor_id=store.write(a_person),
        amount=Money.parse("1,450.00"),
        given_on=TODAY,
        payment_method=PaymentMethod.CHECK,
        fund_id=store.write(a_fund),
    )
    store.write(add_line, batch, line, today=TODAY, now=NOW, who="Dana")


def test_an_empty_office_is_told_where_to_begin(qtbot: QtBot, home: HomeScreen) -> None:
    home.show()
    qtbot.waitUntil(lambda: "Nothing waits." in _words(home))
    assert "No gifts yet" in _words(home)
    assert "$0" in _words(home)


def test_gifts_of_this_year_are_held_against_those_of_last_year_up_to_the_same_day(
    qtbot: QtBot, home: HomeScreen, store: Store
) -> None:
    store.write(a_gift, "110.00")
    store.write(a_gift, "100.00", given_on=TODAY.replace(year=2025))
    store.write(a_gift, "5000.00", given_on=date(2025, 12, 24))
    home.show()
    qtbot.waitUntil(lambda: "10.0%" in _words(home))
    assert "$110" in _words(home)
    assert "on $100 by this day last year. Posted gifts" in _words(home)


def test_what_needs_doing_is_counted_and_leads_there(
    qtbot: QtBot, home: HomeScreen, store: Store, desk: Desk
) -> None:
    _open_batch(store)
    for days in (4, 3, 1):
        store.write(a_gift, "25.00", given_on=TODAY - timedelta(days=days))
    home.show()
    qtbot.waitUntil(lambda: "Batch 1 is open" in _words(home))
    assert "1 of 12 entered, $3,400.00 still to find. Not yet money." in _words(home)
    # The three have no address yet, so that none is ready.
    assert "Gifts that need something before their receipt" in _words(home)
    assert "3" in _words(home)

    went: list[Place] = []
    desk.went.connect(went.append)
    button = next(button for button in home.findChildren(Button) if button.text() == "Continue")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert went == [Place("record_gift", store.read(batches)[0].id)]


def test_a_gift_recorded_elsewhere_shows_by_itself(qtbot: QtBot, home: HomeScreen, store: Store) -> None:
    home.show()
    qtbot.waitUntil(lambda: "No gifts yet" in _words(home))
    store.write(a_gift, "75.00")
    qtbot.waitUntil(lambda: home.table.isVisible() and home.table.model().rowCount() == 1)
    assert "No gifts yet" not in _words(home)


def test_the_greeting_follows_the_clock_and_the_name(qtbot: QtBot, home: HomeScreen) -> None:
    home.show()
    qtbot.waitUntil(lambda: any(word.endswith(", Dana") for word in _words(home)))
    assert "Monday, November 16, 2026" in _words(home)
