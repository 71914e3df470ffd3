"""The plan for a week: proposed with its reasons, looked through, applied as one act, taken back as one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.store.store import Store
from mi_crm.ui.volunteering.schedule_screen import ScheduleScreen
from mi_crm.ui.window import Window
from mi_crm.volunteering.details import AssignmentState, VolunteerStatus
from mi_crm.volunteering.queries.facts import facts_of_days
from mi_crm.volunteering.queries.filling import WhatToFill, facts_to_fill, propose
from mi_crm.volunteering.records.shifts import Assignment
from mi_crm.volunteering.records.volunteers import Volunteer
from tests.builders import told
from tests.conftest import NOW, TODAY
from tests.ui.volunteering.hands import focused_name, press, shown, title
from tests.volunteering_week import MONDAY, ZONE, Week

# A menu, on no screen.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CTRL = Qt.KeyboardModifier.ControlModifier


def asked(session: Session) -> int:
    """Return how many are asked, beside the one who was before."""
    query = select(func.count()).where(Assignment.state == AssignmentState.ASKED)
    return (session.scalar(query) or 0) - 1


def propose_the_week(qtbot: QtBot, screen: ScheduleScreen) -> None:
    """Press F, and Enter on the first line of the menu."""
    press(qtbot, screen, "f")
    qtbot.waitUntil(screen.menu.isVisible)
    QTest.keyClick(screen.menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.filling)
    # Offscreen there is nothing that makes a window active again when a menu goes.
    screen.window().activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() in (screen.filling.table, screen.filling.leave))
    shown(qtbot, screen)


def test_a_week_is_filled_and_taken_back_by_keys(
    store: Store, screen: ScheduleScreen, week: Week, window: Window, qtbot: QtBot
) -> None:
    propose_the_week(qtbot, screen)
    # Five confirmed helpers are missing in the week, and one of them was asked already.
    assert screen.filling.sentence.text() == "3 of 3 open places. Nobody has been asked yet."
    assert "the best plan there is" in screen.filling._proved.text
    assert store.read(asked) == 0
    rows = screen.filling.model.rows
    assert [row.title for row in rows] == ["Room and AV walk-through", "Registration desk", "Close, clean"]
    # The shift of the chosen line stands in the pane.
    assert title(screen) == "Room and AV walk-through"
    press(qtbot, screen, Qt.Key.Key_Return, held=CTRL)
    qtbot.waitUntil(lambda: store.read(asked) == 3)
    assert window.toast.accessibleName() == "Asked for 3 places"
    shown(qtbot, screen)
    assert screen.pages.currentWidget() is screen.week
    assert any("Asked, By phone today" in line.accessibleName() for line in screen.pane.lines)
    press(qtbot, screen, Qt.Key.Key_Z, held=CTRL)
    qtbot.waitUntil(lambda: store.read(asked) == 0)
    press(qtbot, screen, Qt.Key.Key_Z, held=CTRL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: store.read(asked) == 3)


def test_who_is_not_marked_is_left_out(store: Store, screen: ScheduleScreen, qtbot: QtBot) -> None:
    propose_the_week(qtbot, screen)
    press(qtbot, screen, Qt.Key.Key_Space)
    assert screen.filling.apply.text() == "Ask for 2 places"
    press(qtbot, screen, Qt.Key.Key_Return, held=CTRL)
    qtbot.waitUntil(lambda: store.read(asked) == 2)


def test_esc_leaves_the_proposal(store: Store, screen: ScheduleScreen, qtbot: QtBot) -> None:
    propose_the_week(qtbot, screen)
    press(qtbot, screen, Qt.Key.Key_Escape)
    assert screen.pages.currentWidget() is screen.week
    assert store.read(asked) == 0
    assert focused_name().startswith("Room and AV walk-through")


def test_what_stays_open_says_why(store: Store, week: Week) -> None:
    def nobody_is_active(session: Session) -> None:
        for row in session.scalars(select(Volunteer)):
            row.status = VolunteerStatus.APPLICANT

    store.write(told(nobody_is_active))
    what = WhatToFill(MONDAY, MONDAY.replace(day=22), ZONE)
    found = propose(store.read(facts_to_fill, what, now=NOW), today=TODAY)
    assert not found.planned
    assert [one.title for one in found.left_open] == [
        "Room and AV walk-through", "Registration desk", "Close, clean",
    ]  # fmt: skip
    assert all(one.reasons for one in found.left_open)


def test_what_has_begun_is_not_filled(store: Store, week: Week) -> None:
    later = NOW.replace(day=21, hour=23)
    what = WhatToFill(MONDAY, MONDAY.replace(day=22), ZONE)
    slots = store.read(facts_to_fill, what, now=later).slots.values()
    assert {slot.title for slot in slots} == {"Close, clean", "Registration desk", "Role-play partners"}
    everything = store.read(facts_of_days, what.first, what.last, ZONE, now=later)
    assert len(everything.slots) == 12
