"""Receipts without a mouse, in the real window."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mi_crm.receipts.queries.register import receipt, register
from mi_crm.receipts.records import ReceiptState
from mi_crm.store.store import Store
from mi_crm.ui.receipts.receipts_screen import REGISTER, ReceiptsScreen
from mi_crm.ui.shared.places import Place
from mi_crm.ui.window import Window
from tests.ui.conftest import questions
from tests.ui.receipts.test_receipts_screen import Printer, some_gifts


def test_from_the_queue_to_a_void_number_by_keys_alone(window: Window, store: Store, qtbot: QtBot) -> None:
    gifts: list[UUID] = store.write(some_gifts)
    desk, printer = window.desk, Printer()
    window.activateWindow()
    qtbot.waitActive(window)
    window.open(Place("receipts"))
    screen = window.current()
    assert isinstance(screen, ReceiptsScreen)
    screen.tray.send = printer.send
    qtbot.waitUntil(lambda: len(screen.queue.model.rows) == 4 and desk.tasks.idle())
    table = screen.queue.table
    assert table.hasFocus()

    QTest.keyClick(table, Qt.Key.Key_W)
    qtbot.waitUntil(lambda: screen.pane.currentWidget() is screen.pane.why)
    QTest.keyClick(table, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: screen.pane.currentWidget() is screen.pane.sheet)

    QTest.keyClick(table, Qt.Key.Key_Space)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Space)
    QTest.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(printer.pdfs) == 1 and desk.tasks.idle())
    assert len(store.read(register)) == 2
    assert len(gifts) == 5

    # Two tabs on, by the arrows.
    tab = screen.tabs._tabs["queue"]
    tab.setFocus()
    QTest.keyClick(tab, Qt.Key.Key_Right)
    QTest.keyClick(screen.tabs._tabs["outgoing"], Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: screen.tabs.key() == REGISTER)
    qtbot.waitUntil(lambda: screen.register.current() is not None and desk.tasks.idle())
    screen.register.table.setFocus()
    QTest.keyClick(screen.register.table, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: store.read(receipt, "R-2026-0002").row.copies == 1)
    questions(desk).answers = ["Entered twice"]
    QTest.keyClick(screen.register.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: store.read(receipt, "R-2026-0002").row.state is ReceiptState.VOID)
