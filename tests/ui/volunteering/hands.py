"""Hands at the schedule: keys only, and what is seen and heard."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from mi_crm.ui.volunteering.schedule_screen import ScheduleScreen

PLAIN = Qt.KeyboardModifier.NoModifier


def shown(qtbot: QtBot, screen: ScheduleScreen) -> None:
    """Wait until the screen shows what was asked for, the pane too."""

    def ready() -> bool:
        here, lines = screen.pane.view, (*screen.pane.lines, *screen.pane.suggestions.lines)
        return (
            screen.desk.tasks.idle()
            and not screen._soon.isActive()
            and not screen._stale
            and (here.shift.id if here else None) == screen.shift_id
            # What was put into a layout shows itself a moment later.
            and (here is None or not screen.pane.isVisible() or all(line.isVisible() for line in lines))
        )

    qtbot.waitUntil(ready)


def press(
    qtbot: QtBot, screen: ScheduleScreen, *keys: Qt.Key | str, held: Qt.KeyboardModifier = PLAIN
) -> None:
    """Send keys to whatever has the focus, one after the other."""
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        if isinstance(key, str):
            QTest.keyClicks(focused, key)
        else:
            QTest.keyClick(focused, key, held)
        shown(qtbot, screen)


def focused_name() -> str:
    """Return what a screen reader says of the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    if isinstance(widget, QComboBox):
        # On Linux, Qt says what is chosen; the name comes by way of the label.
        return widget.accessibleName()
    focused: Any = QAccessible.queryAccessibleInterface(widget)
    name: str = focused.text(QAccessible.Text.Name)
    return name


def title(screen: ScheduleScreen) -> str:
    """Return the shift in the pane."""
    return screen.pane.view.shift.title if screen.pane.view else ""
