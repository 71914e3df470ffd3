"""Other ways to the schedule: Home, the menus, and the one box."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mi_crm.ui.find.hit_list import HitList
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.places import Place
from mi_crm.ui.volunteering.schedule_screen import ScheduleScreen
from mi_crm.ui.window import Window
from tests.ui.volunteering.hands import focused_name, press, shown, title
from tests.volunteering_week import Week


def command(window: Window, words: str) -> None:
    """Give a command of the menus."""
    next(one for one in window.menus.actions if one.text().replace("&", "").rstrip("…") == words).trigger()


def test_home_tells_of_holes_and_leads_there(window: Window, week: Week, qtbot: QtBot) -> None:
    window.open(Place("home"))
    qtbot.waitUntil(lambda: window.findChild(Button, "errand holes") is not None)
    button = window.findChild(Button, "errand holes")
    assert isinstance(button, Button)
    assert "Next: Room and AV walk-through, Fri Nov 20" in button.accessibleDescription()
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    screen = window.current()
    assert isinstance(screen, ScheduleScreen)
    shown(qtbot, screen)
    assert title(screen) == "Room and AV walk-through"


def test_the_menus_plan_a_shift_and_find_the_next_hole(window: Window, week: Week, qtbot: QtBot) -> None:
    command(window, "Next shift that needs helpers")
    screen = window.current()
    assert isinstance(screen, ScheduleScreen)
    qtbot.waitUntil(lambda: title(screen) == "Room and AV walk-through")
    command(window, "Plan a shift")
    qtbot.waitUntil(lambda: screen.form is not None)
    qtbot.waitUntil(lambda: focused_name() == "Title")


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu, on no screen
def test_the_menus_offer_to_fill(window: Window, week: Week, qtbot: QtBot) -> None:
    command(window, "Fill open places of shifts")
    screen = window.current()
    assert isinstance(screen, ScheduleScreen)
    qtbot.waitUntil(screen.menu.isVisible)
    words = [one.text() for one in screen.menu.actions()]
    assert words[0] == "November 16 to 22, 2026"
    assert words[-1] == "MBT Basic: Clinicians Serving Veterans"
    screen.menu.close()


def test_the_box_finds_a_shift(screen: ScheduleScreen, window: Window, qtbot: QtBot) -> None:
    press(qtbot, screen, Qt.Key.Key_K, held=Qt.KeyboardModifier.ControlModifier)
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, "lunch")
    box = window.findChild(HitList)
    assert isinstance(box, HitList)
    qtbot.waitUntil(lambda: (line := box.line()) is not None and line.title == "Lunch")
    QTest.keyClick(focused, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: title(screen) == "Lunch")


@pytest.mark.parametrize("percent", [100, 150])
def test_everything_fits_a_small_window(
    screen: ScheduleScreen, window: Window, qtbot: QtBot, percent: int
) -> None:
    window.resize(1024, 700)
    window.set_text_size(percent)
    shown(qtbot, screen)
    for button in (screen.new, screen.fill, screen.bar.views, screen.bar.holes, screen.bar.today):
        qtbot.waitUntil(lambda button=button: button.width() >= button.sizeHint().width())  # type: ignore[misc]
        place = button.mapTo(window, button.rect().bottomRight())
        assert place.x() <= 1024, button.accessibleName()
