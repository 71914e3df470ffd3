"""The undo history by keys alone: what is there, what stands in the way, and the way back."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mi_crm.giving.actions.batches import BatchEntry, add_line, open_batch, post_batch
from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.records import BatchKind, PaymentMethod
from mi_crm.people.actions import add_constituent, save_constituent, write_note
from mi_crm.people.details import AddressDetails, ConstituentDetails
from mi_crm.people.queries import notes_of, person_details
from mi_crm.shared.money import Money
from mi_crm.store.audit import Signature, head
from mi_crm.store.store import Store
from mi_crm.ui.history.undo_history_screen import UndoHistoryScreen
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.window import Window
from tests.builders import a_fund
from tests.conftest import NOW, TODAY

PAUL = ConstituentDetails(
    first_name="Paul",
    last_name="Sandoval",
    addresses=(AddressDetails("1 Alder Court", "Reno", "NV", "89501"),),
)
MOVED = replace(PAUL, addresses=(AddressDetails("9 Elm Court", "Reno", "NV", "89501"),))
WHO = "Dana Whitlock"


@pytest.fixture
def paul(store: Store) -> UUID:
    """Add Paul yesterday, move him and write a note today; Peter wrote one too."""
    store.sign = lambda: Signature(WHO, NOW.replace(day=14))
    key = store.write(add_constituent, PAUL, now=NOW, who=WHO)
    store.sign = lambda: Signature("Peter Lindqvist", NOW)
    store.write(write_note, key, "From Peter", now=NOW, who="Peter Lindqvist")
    store.sign = lambda: Signature(WHO, NOW)
    store.write(save_constituent, key, MOVED, version=1)
    store.write(write_note, key, "Call first", now=NOW, who=WHO)
    return key


@pytest.fixture(params=["desk", "threaded_desk"])
def screen(request: pytest.FixtureRequest, paul: UUID, qtbot: QtBot) -> Iterator[UndoHistoryScreen]:
    desk: Desk = request.getfixturevalue(request.param)
    window = Window(desk, version="0")
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    window.open(Place("home"))
    window.show_history()
    screen = window.current()
    assert isinstance(screen, UndoHistoryScreen)
    rest(screen, qtbot)
    yield screen
    rest(screen, qtbot)


def rest(screen: UndoHistoryScreen, qtbot: QtBot) -> None:
    """Wait until nothing is under way: an answer may have asked for more."""
    for _ in range(4):
        qtbot.waitUntil(screen.desk.tasks.idle)
        QApplication.processEvents()


def press(screen: UndoHistoryScreen, qtbot: QtBot, key: Qt.Key, *more: Qt.KeyboardModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    modifiers = Qt.KeyboardModifier.NoModifier
    for one in more:
        modifiers |= one
    QTest.keyClick(focused, key, modifiers)
    rest(screen, qtbot)


def lines(screen: UndoHistoryScreen) -> list[tuple[str, ...]]:
    model = screen.model
    return [tuple(model.text(column, row) for column in model.columns[1:]) for row in model.rows]


def read(screen: UndoHistoryScreen) -> list[str]:
    """Return what one reads in the pane."""
    return [one.text() for one in screen.pane.findChildren(QLabel) if one.isVisible() and one.text()]


def test_what_everyone_did_today_with_its_way_back(screen: UndoHistoryScreen, qtbot: QtBot) -> None:
    assert lines(screen) == [
        ("Note about Paul Sandoval written", WHO, "Can be undone"),
        ("Address of Paul Sandoval changed", WHO, "Can be undone"),
        ("Note about Paul Sandoval written", "Peter Lindqvist", "Can be undone"),
    ]
    assert QApplication.focusWidget() is screen.table
    press(screen, qtbot, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    screen.segments._segments["mine"].click()
    rest(screen, qtbot)
    assert [line[1] for line in lines(screen)] == [WHO, WHO]


def test_before_and_after_and_back_by_enter(
    screen: UndoHistoryScreen, store: Store, paul: UUID, qtbot: QtBot
) -> None:
    press(screen, qtbot, Qt.Key.Key_Down)
    words = read(screen)
    assert "Address of Paul Sandoval changed" in words
    assert words[words.index("Address") + 1 :][:2] == [
        "1 Alder Court, Reno, NV, 89501",
        "9 Elm Court, Reno, NV, 89501",
    ]
    assert screen.pane.verdict.text == "Nothing later depends on it"
    before = store.read(head)
    press(screen, qtbot, Qt.Key.Key_Return)
    assert store.read(head).sequence == before.sequence + 1
    assert store.read(person_details, paul).what.addresses[0].street == "1 Alder Court"
    assert lines(screen)[1] == ("Address of Paul Sandoval changed", WHO, "Undone")
    # One stays here, at the same line, and can do it again.
    assert screen.isVisible()
    assert screen.pane.button.text() == "Do it again"
    press(screen, qtbot, Qt.Key.Key_Return)
    assert store.read(person_details, paul).what.addresses[0].street == "9 Elm Court"
    assert lines(screen)[1] == ("Address of Paul Sandoval changed", WHO, "Can be undone")


def test_what_stands_in_the_way_is_said_and_nothing_is_tried_in_earnest(
    screen: UndoHistoryScreen, store: Store, paul: UUID, qtbot: QtBot
) -> None:
    again = replace(MOVED, addresses=(AddressDetails("7 Fir Court", "Reno", "NV", "89501"),))
    store.write(save_constituent, paul, again, version=2)
    rest(screen, qtbot)
    for _ in range(3):
        press(screen, qtbot, Qt.Key.Key_Up)
    press(screen, qtbot, Qt.Key.Key_Down)
    press(screen, qtbot, Qt.Key.Key_Down)
    before = store.read(head)
    assert screen.pane.verdict.text == "Paul Sandoval was changed again since. Take that back first."
    assert not screen.pane.button.isEnabled()
    press(screen, qtbot, Qt.Key.Key_Return)
    assert store.read(head) == before


def test_what_is_posted_leads_to_its_gift(
    screen: UndoHistoryScreen, store: Store, paul: UUID, qtbot: QtBot
) -> None:
    pile = BatchEntry(kind=BatchKind.CHECKS, batch_date=TODAY)
    batch = store.write(open_batch, pile, today=TODAY, now=NOW, who=WHO)
    entry = GiftEntry(
        donor_id=paul,
        amount=Money(80_00),
        given_on=TODAY,
        payment_method=PaymentMethod.CASH,
        fund_id=store.write(a_fund),
    )
    line = store.write(add_line, batch, entry, today=TODAY, now=NOW, who=WHO)
    store.write(post_batch, batch, now=NOW, who=WHO)
    rest(screen, qtbot)
    went: list[Place] = []
    screen.desk.went.connect(went.append)
    screen.table.choose(0)
    press(screen, qtbot, Qt.Key.Key_Down)
    assert "Batch 1 is posted. Correct the gift instead." in read(screen)
    assert lines(screen)[1] == (
        "Line of $80.00 from Paul Sandoval entered in batch 1",
        WHO,
        "By correction only",
    )
    press(screen, qtbot, Qt.Key.Key_Return)
    assert went == [Place("gifts", line)]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu, on no screen
def test_older_days_and_one_room_only(screen: UndoHistoryScreen, qtbot: QtBot) -> None:
    screen.today.setFocus()
    press(screen, qtbot, Qt.Key.Key_Backspace)
    assert lines(screen)[-1] == ("Paul Sandoval added", WHO, "Can be undone")
    assert QApplication.focusWidget() is screen.table
    press(screen, qtbot, Qt.Key.Key_F)
    qtbot.waitUntil(screen._menu.isVisible)
    assert [one.text() for one in screen._menu.actions()][:2] == ["Today", ""]
    next(one for one in screen._menu.actions() if one.text() == "Receipts").trigger()
    screen._menu.close()
    rest(screen, qtbot)
    assert lines(screen) == []
    assert screen.room.text() == "Receipts"
    screen.room.setFocus()
    press(screen, qtbot, Qt.Key.Key_Delete)
    assert len(lines(screen)) == 4


def test_older_acts_come_as_one_goes_down(
    screen: UndoHistoryScreen, store: Store, paul: UUID, qtbot: QtBot
) -> None:
    for number in range(220):
        store.write(write_note, paul, f"Note {number}", now=NOW, who=WHO)
    qtbot.waitUntil(lambda: len(screen.model.rows) == 200, timeout=20_000)
    rest(screen, qtbot)
    press(screen, qtbot, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: len(screen.model.rows) == 223)
    numbers = [row.id for row in screen.model.rows]
    assert numbers == sorted(numbers, reverse=True)


def test_ctrl_z_takes_back_the_newest_of_mine_wherever_the_cursor_is(
    screen: UndoHistoryScreen, store: Store, paul: UUID, qtbot: QtBot
) -> None:
    screen.table.choose(2)
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    press(screen, qtbot, Qt.Key.Key_Z, control)
    assert [note.text for note in store.read(notes_of, paul)] == ["From Peter"]
    assert lines(screen)[0][2] == "Undone"
    assert screen.isVisible()
    press(screen, qtbot, Qt.Key.Key_Z, control, shift)
    assert lines(screen)[0][2] == "Can be undone"
