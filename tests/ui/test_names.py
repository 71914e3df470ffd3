"""Every screen: each control has a name, no key twice, nothing wider than a small screen."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QShortcut
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mi_crm.ui.routes import ROUTES
from mi_crm.ui.shared.components import Components
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.style import px
from mi_crm.ui.window import Window

NAMES = [route.name for route in ROUTES]


def focusable(root: QWidget) -> list[QWidget]:
    """Return what Tab can reach, but for the insides of compound controls."""
    return [
        control
        for control in root.findChildren(QWidget)
        if control.focusPolicy() & Qt.FocusPolicy.TabFocus
        and control.focusProxy() is None
        and not isinstance(control.parentWidget(), QAbstractScrollArea)
        and control.window() is root.window()
        and control.isVisibleTo(root)
    ]


def nameless(root: QWidget) -> list[str]:
    found = []
    for control in focusable(root):
        interface = QAccessible.queryAccessibleInterface(control)
        if not control.accessibleName() and not interface.text(QAccessible.Text.Name):
            found.append(f"{type(control).__name__} in {type(control.parentWidget()).__name__}")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_control_has_a_name(window: Window, qtbot: QtBot, name: str) -> None:
    window.open(Place(name))
    qtbot.waitUntil(window.desk.tasks.idle)
    assert nameless(window) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_label_is_plain_text(window: Window, name: str) -> None:
    window.open(Place(name))
    rich = [
        found.text() for found in window.findChildren(QLabel) if found.textFormat() != Qt.TextFormat.PlainText
    ]
    assert [text for text in rich if text] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_key_means_two_things(window: Window, qtbot: QtBot, name: str) -> None:
    window.open(Place(name))
    qtbot.waitUntil(window.desk.tasks.idle)
    screen = window.current()
    assert screen is not None
    keys = [key.toString() for action in window.menus.actions for key in action.shortcuts()]
    keys += [key.toString() for shortcut in screen.findChildren(QShortcut) for key in [shortcut.key()]]
    keys += [f"Alt+{letter}" for letter in "FEVGRH"]  # the menu bar
    keys += [button for button in _button_keys(screen) if button]
    assert {key: times for key, times in Counter(keys).items() if times > 1} == {}


def _button_keys(root: QWidget) -> list[str]:
    return [button.shortcut().toString() for button in root.findChildren(QAbstractButton)]


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("name", NAMES)
def test_every_screen_fits_a_small_window(window: Window, qtbot: QtBot, name: str, percent: int) -> None:
    window.set_text_size(percent)
    window.open(Place(name))
    qtbot.waitUntil(window.desk.tasks.idle)
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: window.width() <= 1024)
    screen = window.current()
    assert screen is not None
    needs, area = screen.content.minimumSizeHint(), screen.content.parentWidget()
    assert area is not None
    room = area.size()
    assert needs.width() <= room.width()
    # Larger text may make a page scroll up and down, never sideways.
    assert percent > 100 or needs.height() <= room.height()


def test_the_frame_fits_at_200_percent(window: Window, qtbot: QtBot) -> None:
    window.set_text_size(200)
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: window.navigation.width() == px(56))
    assert (window.width(), window.height()) == (1024, 700)


def test_every_component_has_a_name(desk: Desk, qtbot: QtBot) -> None:
    page = Components()
    qtbot.addWidget(page)
    assert nameless(page) == []
