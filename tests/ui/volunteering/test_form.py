"""Shifts planned and changed in the form, by keys: one, a series, this and following, a week once more."""

from datetime import date, timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mi_crm.store.store import Store
from mi_crm.ui.volunteering.schedule_screen import ScheduleScreen
from mi_crm.ui.window import Window
from mi_crm.volunteering.queries.week import ShiftRow, shifts_between
from tests.ui.conftest import questions
from tests.ui.volunteering.hands import focused_name, press, shown, title
from tests.ui.volunteering.test_asking import tab_to
from tests.volunteering_week import MONDAY, Week

CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


def planned(store: Store, name: str, *, weeks: int = 6) -> list[ShiftRow]:
    """Return the shifts of this title in the coming weeks."""
    found = store.read(shifts_between, MONDAY, MONDAY + timedelta(weeks=weeks))
    return [row for row in found if row.title == name]


def begin(qtbot: QtBot, screen: ScheduleScreen) -> None:
    """Press Ctrl+N, and wait for the form."""
    press(qtbot, screen, Qt.Key.Key_N, held=CTRL)
    qtbot.waitUntil(lambda: screen.form is not None)
    qtbot.waitUntil(lambda: focused_name() == "Title")


def test_a_shift_is_planned(store: Store, screen: ScheduleScreen, qtbot: QtBot) -> None:
    begin(qtbot, screen)
    press(qtbot, screen, "Greeting", ENTER)
    assert focused_name() == "Day"
    press(qtbot, screen, ENTER, "9:30", ENTER, "11", ENTER)
    assert screen.form is not None
    tab_to(qtbot, screen, "Role")
    press(qtbot, screen, "Reg")
    press(qtbot, screen, Qt.Key.Key_Tab, "2")
    press(qtbot, screen, ENTER, held=CTRL)
    qtbot.waitUntil(lambda: screen.form is None)
    shown(qtbot, screen)
    (row,) = planned(store, "Greeting")
    assert (row.begins.day, row.begins.hour, row.begins.minute, row.ends.hour) == (20, 9, 30, 11)
    assert (row.least, row.best) == (2, 2)
    # It is chosen, and can be filled at once.
    assert title(screen) == "Greeting"
    assert focused_name().startswith("Greeting, Friday November 20, 9:30 to 11:00 AM, 0 of 2 confirmed")


def test_what_is_missing_is_said_where_it_is_missing(screen: ScheduleScreen, qtbot: QtBot) -> None:
    begin(qtbot, screen)
    press(qtbot, screen, ENTER, held=CTRL)
    assert screen.form is not None
    assert focused_name() == "From"
    assert screen.form.begins.message == "Say when it begins."
    press(qtbot, screen, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: screen.form is None)
    assert focused_name().startswith("Room and AV walk-through")


def a_series(store: Store, screen: ScheduleScreen, qtbot: QtBot) -> None:
    """Plan Supervision by keys, every week until December 15."""
    begin(qtbot, screen)
    assert screen.form is not None
    press(qtbot, screen, "Supervision")
    screen.form.day.set_value(date(2026, 11, 17))
    tab_to(qtbot, screen, "From")
    press(qtbot, screen, "9:00", Qt.Key.Key_Tab, "10:00", Qt.Key.Key_Tab, "Room")
    tab_to(qtbot, screen, "Repeats")
    press(qtbot, screen, Qt.Key.Key_Down, Qt.Key.Key_Tab, "12/15/2026")
    press(qtbot, screen, ENTER, held=CTRL)
    qtbot.waitUntil(lambda: screen.form is None)
    shown(qtbot, screen)


def test_a_series_is_moved_this_and_following(
    store: Store, screen: ScheduleScreen, window: Window, qtbot: QtBot
) -> None:
    a_series(store, screen, qtbot)
    assert window.toast.accessibleName() == "5 shifts are planned"
    assert [row.begins.day for row in planned(store, "Supervision")] == [17, 24, 1, 8, 15]
    # A week on, to the second of them: from there it is at eleven.
    press(qtbot, screen, Qt.Key.Key_PageDown)
    assert title(screen) == "Supervision"
    press(qtbot, screen, "e")
    qtbot.waitUntil(lambda: screen.form is not None)
    qtbot.waitUntil(lambda: focused_name() == "Title")
    tab_to(qtbot, screen, "From")
    press(qtbot, screen, "11:00", Qt.Key.Key_Tab, "12:30")
    tab_to(qtbot, screen, "Change")
    press(qtbot, screen, Qt.Key.Key_Down)
    press(qtbot, screen, ENTER, held=CTRL)
    qtbot.waitUntil(lambda: screen.form is None)
    shown(qtbot, screen)
    hours = [(row.begins.day, row.begins.hour, row.ends.hour) for row in planned(store, "Supervision")]
    assert hours == [(17, 9, 10), (24, 11, 12), (1, 11, 12), (8, 11, 12), (15, 11, 12)]
    press(qtbot, screen, Qt.Key.Key_Z, held=CTRL)
    qtbot.waitUntil(lambda: all(row.begins.hour == 9 for row in planned(store, "Supervision")))


def test_an_empty_week_takes_the_last_one(store: Store, screen: ScheduleScreen, qtbot: QtBot) -> None:
    press(qtbot, screen, Qt.Key.Key_PageDown)
    assert screen.pages.currentWidget() is screen.empty
    tab_to(qtbot, screen, "Copy last week")
    press(qtbot, screen, ENTER)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.week)
    shown(qtbot, screen)
    assert [row.begins.day for row in planned(store, "Registration desk")] == [21, 22, 28, 29]
    press(qtbot, screen, Qt.Key.Key_Z, held=CTRL)
    qtbot.waitUntil(lambda: len(planned(store, "Registration desk")) == 2)


def test_a_shift_is_called_off_with_a_reason(
    store: Store, screen: ScheduleScreen, week: Week, window: Window, qtbot: QtBot
) -> None:
    questions(screen.desk).answers = ["Not needed"]
    press(qtbot, screen, "h", Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not [row for row in planned(store, "Registration desk") if row.begins.day == 21])
    assert window.toast.accessibleName().startswith("Registration desk is called off; tell ")
    press(qtbot, screen, Qt.Key.Key_Z, held=CTRL)
    qtbot.waitUntil(lambda: len(planned(store, "Registration desk")) == 2)
