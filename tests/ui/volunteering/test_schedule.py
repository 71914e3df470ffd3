"""The schedule on screen, read and walked through by keys."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mi_crm.store.store import Store
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.volunteering.schedule_card import MoreButton, ShiftCard
from mi_crm.ui.volunteering.schedule_days import BandButton
from mi_crm.ui.volunteering.schedule_month import DayCell
from mi_crm.ui.volunteering.schedule_screen import ScheduleScreen
from tests.builders import told
from tests.ui.volunteering.hands import focused_name, press, shown, title
from tests.volunteering_week import CONFIRMED, Week, assign, crowd


def test_it_opens_on_the_first_shift_that_needs_helpers(screen: ScheduleScreen) -> None:
    assert focused_name() == (
        "Room and AV walk-through, Friday November 20, 2:00 to 5:00 PM, 1 of 2 confirmed, needs 1, Veterans"
    )
    assert title(screen) == "Room and AV walk-through"
    assert screen.bar.holes.text() == "3 shifts need helpers"
    assert screen.bar.range.text() == "November 16 to 22, 2026"


def test_every_shift_is_a_named_button(screen: ScheduleScreen) -> None:
    cards = [card for card in screen.week.grid.findChildren(ShiftCard) if card.isVisible()]
    assert len(cards) == 12
    names = []
    for card in cards:
        said = QAccessible.queryAccessibleInterface(card)
        assert said.role() == QAccessible.Role.Button
        names.append(said.text(QAccessible.Text.Name))
    assert (
        "Registration desk, Saturday November 21, 8:30 to 10:30 AM, 1 of 3 confirmed, needs 2, 1 asked, "
        "Veterans" in names
    )
    # Tab comes to one of them only: the arrows go on.
    assert len([card for card in cards if card.focusPolicy() & Qt.FocusPolicy.TabFocus]) == 1


def test_the_arrows_walk_through_the_week(screen: ScheduleScreen, qtbot: QtBot) -> None:
    press(qtbot, screen, Qt.Key.Key_Home)
    assert title(screen) == "Supervision circle"
    press(qtbot, screen, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert title(screen) == "MBT-A, school counselors"
    press(qtbot, screen, Qt.Key.Key_Left)
    assert title(screen) == "Fall Appeal mailing"
    press(qtbot, screen, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert title(screen) == "Close, clean"
    press(qtbot, screen, Qt.Key.Key_Up)
    assert title(screen) == "Lunch"
    press(qtbot, screen, Qt.Key.Key_End)
    assert title(screen) == "Role-play partners"


def test_beyond_the_last_shift_comes_the_next_week(screen: ScheduleScreen, qtbot: QtBot) -> None:
    press(qtbot, screen, Qt.Key.Key_End, Qt.Key.Key_Down)
    assert screen.bar.range.text() == "November 23 to 29, 2026"
    assert screen.pages.currentWidget() is screen.empty
    assert title(screen) == ""
    screen.turn(-1)
    shown(qtbot, screen)
    assert screen.bar.range.text() == "November 16 to 22, 2026"


def test_h_goes_from_hole_to_hole(screen: ScheduleScreen, qtbot: QtBot) -> None:
    press(qtbot, screen, "h")
    assert title(screen) == "Registration desk"
    press(qtbot, screen, "h")
    assert title(screen) == "Close, clean"
    press(qtbot, screen, "h")
    assert title(screen) == "Room and AV walk-through"
    # Also from weeks that have none.
    screen.anchor = date(2027, 1, 4)
    screen.reload()
    shown(qtbot, screen)
    screen.next_hole()
    shown(qtbot, screen)
    assert screen.bar.range.text() == "November 16 to 22, 2026"


def test_letters_change_the_view_and_keep_the_shift(screen: ScheduleScreen, qtbot: QtBot) -> None:
    press(qtbot, screen, "h", "d")
    assert screen.bar.range.text() == "Saturday, November 21, 2026"
    assert title(screen) == "Registration desk"
    assert focused_name().startswith("Registration desk, Saturday November 21")
    press(qtbot, screen, "l")
    assert screen.pages.currentWidget() is screen.list
    assert screen.list.current().title == "Registration desk"
    assert title(screen) == "Registration desk"
    press(qtbot, screen, "m")
    assert focused_name() == (
        "Saturday, November 21, MBT Basic: Clinicians Serving Veterans, 6 shifts, 2 need helpers"
    )
    press(qtbot, screen, Qt.Key.Key_Left, Qt.Key.Key_Return)
    assert screen.bar.range.text() == "Friday, November 20, 2026"
    press(qtbot, screen, "w", "t")
    assert screen.bar.range.text() == "November 16 to 22, 2026"


def test_letters_are_not_taken_from_text_fields(screen: ScheduleScreen, qtbot: QtBot) -> None:
    field = QLineEdit(screen)
    field.show()
    field.setFocus()
    QTest.keyClicks(field, "lmd")
    assert field.text() == "lmd"
    assert screen.view == "week"


def test_page_keys_turn_the_week(screen: ScheduleScreen, qtbot: QtBot) -> None:
    press(qtbot, screen, Qt.Key.Key_PageUp)
    assert screen.bar.range.text() == "November 9 to 15, 2026"


def test_the_training_stands_across_its_days(screen: ScheduleScreen) -> None:
    (band,) = [one for one in screen.week.findChildren(BandButton) if one.isVisible()]
    assert band.accessibleName() == (
        "Training MBT Basic: Clinicians Serving Veterans, "
        "Saturday, November 21 to Sunday, November 22. Open it"
    )
    grid = screen.week.grid
    assert band.width() >= grid.widths[5] + grid.widths[6] - 12


def test_a_change_is_shown_where_one_is(screen: ScheduleScreen, week: Week, qtbot: QtBot) -> None:
    press(qtbot, screen, "h")
    screen.desk.do(told(lambda session: assign(session, week, "Registration desk", "Paul Reyes", CONFIRMED)))
    qtbot.waitUntil(lambda: "2 of 3 confirmed" in focused_name())
    shown(qtbot, screen)
    assert title(screen) == "Registration desk"
    assert any(line.name == "Paul Reyes" for line in screen.pane.lines)


def test_a_crowded_hour_opens_its_day(
    store: Store, desk: Desk, screen: ScheduleScreen, week: Week, qtbot: QtBot
) -> None:
    store.write(crowd, week, 140, at_once=9)
    screen.reload()
    shown(qtbot, screen)
    more = [one for one in screen.week.findChildren(MoreButton) if one.isVisible()]
    assert more
    assert more[0].accessibleName() == "4 more shifts on Monday, November 16. Open the day"
    more[0].setFocus()
    press(qtbot, screen, Qt.Key.Key_Return)
    assert screen.bar.range.text() == "Monday, November 16, 2026"
    assert not [one for one in screen.day.findChildren(MoreButton) if one.isVisible()]
    assert len([card for card in screen.day.grid.findChildren(ShiftCard) if card.isVisible()]) == 20


def test_a_month_tells_each_day(screen: ScheduleScreen, qtbot: QtBot) -> None:
    press(qtbot, screen, "m")
    cells = screen.month.findChildren(DayCell)
    assert [cell.day.isoformat() for cell in (cells[0], cells[-1])] == ["2026-10-26", "2026-12-06"]
    assert screen.bar.range.text() == "November 2026"
    screen.turn(1)
    shown(qtbot, screen)
    assert screen.bar.range.text() == "December 2026"
