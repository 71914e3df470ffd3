"""The list of batches, and the form of a new one; by keys alone."""

from uuid import UUID

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mi_crm.giving.queries.batches import batch as read_batch
from mi_crm.giving.queries.batches import batches
from mi_crm.giving.records import BatchKind
from mi_crm.shared.money import Money
from mi_crm.store.store import Store
from mi_crm.ui.giving.batches_screen import BatchesScreen
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.window import Window
from tests.ui.giving.conftest import Keyboard, Office, show


def at(window: Window, qtbot: QtBot) -> BatchesScreen:
    screen = window.screen_at("batches")
    assert isinstance(screen, BatchesScreen)
    qtbot.waitUntil(window.desk.tasks.idle)
    return screen


def test_a_new_batch_is_opened_and_entered_by_keys(
    desk: Desk, qtbot: QtBot, store: Store, office: Office, keyboard: Keyboard
) -> None:
    window = show(desk, qtbot, Place("batches"))
    screen = at(window, qtbot)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.empty)
    keyboard.press("Ctrl+N")
    keyboard.press("Return")
    keyboard.press("Return")
    keyboard.type("Fall Appeal envelopes")
    keyboard.press("Return")
    keyboard.type("12")
    keyboard.press("Return")
    keyboard.type("4,850")
    keyboard.press("Return")
    qtbot.waitUntil(lambda: len(store.read(batches)) == 1)
    (row,) = store.read(batches)
    assert (row.kind, row.title, row.balance.expected_count, row.balance.expected_total) == (
        BatchKind.CHECKS,
        "Fall Appeal envelopes",
        12,
        Money.parse("4850"),
    )
    form = window.screen_at("record_gift")
    qtbot.waitUntil(form.isVisible)
    qtbot.waitUntil(desk.tasks.idle)
    here = QApplication.focusWidget()
    assert here is not None
    assert form.isAncestorOf(here)


def test_what_cannot_be_expected_is_said_below_its_field(
    desk: Desk, qtbot: QtBot, store: Store, office: Office, keyboard: Keyboard
) -> None:
    screen = at(show(desk, qtbot, Place("batches", what="new")), qtbot)
    screen.form.count.input.setFocus()
    keyboard.type("a dozen")
    screen.form.total.input.setFocus()
    keyboard.type("12,50")
    keyboard.press("Ctrl+Return")
    assert screen.form.count.message == "Type the number of lines in digits, such as 12."
    assert screen.form.total.message == "Type the amount in digits, such as 1,234.50."
    assert store.read(batches) == []
    assert screen.form.count.input.text() == "a dozen"


def test_what_is_expected_is_changed_while_the_batch_is_open(
    desk: Desk, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard
) -> None:
    screen = at(show(desk, qtbot, Place("batches")), qtbot)
    qtbot.waitUntil(lambda: screen.table.current() is not None)
    screen.table.setFocus()
    keyboard.press("C")
    assert screen.form.title.value() == "Fall Appeal envelopes"
    screen.form.total.input.setFocus()
    screen.form.total.input.selectAll()
    keyboard.type("500")
    keyboard.press("Ctrl+Return")

    def total() -> Money | None:
        found = store.read(read_batch, batch)
        return found.balance.expected_total if found else None

    qtbot.waitUntil(lambda: total() == Money.parse("500"))
    qtbot.waitUntil(lambda: screen.side.currentIndex() == 0)


def test_a_batch_without_lines_goes_and_comes_back(
    desk: Desk, qtbot: QtBot, store: Store, batch: UUID
) -> None:
    screen = at(show(desk, qtbot, Place("batches")), qtbot)
    qtbot.waitUntil(screen.drop.isVisible)
    screen.drop.click()
    qtbot.waitUntil(lambda: store.read(batches) == [])
    qtbot.waitUntil(desk.tasks.idle)
    desk.undo()
    qtbot.waitUntil(lambda: len(store.read(batches)) == 1)
    assert store.read(batches)[0].title == "Fall Appeal envelopes"


def test_enter_goes_on_with_the_batch(
    desk: Desk, qtbot: QtBot, store: Store, batch: UUID, keyboard: Keyboard
) -> None:
    window = show(desk, qtbot, Place("batches"))
    screen = at(window, qtbot)
    qtbot.waitUntil(lambda: screen.table.current() is not None)
    screen.table.setFocus()
    keyboard.press("Return")
    qtbot.waitUntil(window.screen_at("record_gift").isVisible)
