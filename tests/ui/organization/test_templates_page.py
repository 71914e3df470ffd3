"""Templates of shifts are kept in Settings by keys."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mi_crm.store.store import Store
from mi_crm.ui.shared.desk import Desk
from mi_crm.volunteering.actions.lists import add_role
from mi_crm.volunteering.actions.templates import add_template
from mi_crm.volunteering.entries import RoleEntry, TemplateEntry, TemplateShiftEntry
from mi_crm.volunteering.queries.templates import TemplateRow, template_choices, template_rows
from tests.ui.organization.test_helping_pages import opened, settle
from tests.volunteering.office import a_site

CTRL = Qt.KeyboardModifier.ControlModifier
TAB = Qt.Key.Key_Tab


def keys(*what: Qt.Key | str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Send keys to whatever has the focus."""
    for key in what:
        widget = QApplication.focusWidget()
        assert widget is not None
        if isinstance(key, str):
            QTest.keyClicks(widget, key)
        else:
            QTest.keyClick(widget, key, held)


def spoken() -> str:
    """Return the name of what has the focus."""
    widget = QApplication.focusWidget()
    return widget.accessibleName() if widget is not None else ""


def only(store: Store) -> TemplateRow:
    """Return the one template."""
    (row,) = store.read(template_rows)
    return row


def test_a_template_is_added_changed_and_closed(desk: Desk, store: Store, qtbot: QtBot) -> None:
    greeting = store.write(add_role, RoleEntry(name="Greeting"))
    setup = store.write(add_role, RoleEntry(name="Set-up"))
    site = store.write(a_site)
    screen = opened(desk, qtbot, "templates")
    screen.new_here()
    keys("Training day", TAB, Qt.Key.Key_Down, TAB)
    assert spoken() == "Shift 1: Title"
    keys("Doors", TAB, "Gr", TAB)
    assert spoken() == "Shift 1: Day"
    keys(TAB, "8:30", TAB, "10", TAB)
    assert spoken() == "Shift 1: Least"
    keys("2", TAB, "3", TAB)
    assert spoken() == "Take out shift 1"
    screen.finish()
    settle(desk, qtbot)
    doors = TemplateShiftEntry(
        title="Doors", role_id=greeting, from_minute=510, to_minute=600, least=2, best=3
    )
    assert only(store).entry == TemplateEntry(name="Training day", site_id=site, shifts=(doors,))

    # A second line is kept once it is typed in full, named after its role; Ctrl+Z takes it back.
    screen.templates._form.shifts.another.setFocus()
    keys(Qt.Key.Key_Space)
    settle(desk, qtbot)
    assert spoken() == "Shift 2: Title"
    keys(TAB, "Set", TAB, "2", TAB, "10 pm", TAB)
    settle(desk, qtbot)
    assert only(store).entry.shifts == (doors,)
    assert "once each has a role, from and to" in screen.templates.form.entries["shifts"].message
    keys("1 am", TAB)
    settle(desk, qtbot)
    late = TemplateShiftEntry(
        title="Set-up", role_id=setup, from_minute=1320, to_minute=1500, least=1, best=1, day=1
    )
    assert only(store).entry.shifts == (doors, late)
    desk.undo()
    settle(desk, qtbot)
    assert only(store).entry.shifts == (doors,)

    screen.templates.close_row()
    settle(desk, qtbot)
    assert only(store).closed_on is not None
    assert store.read(template_choices, today=date(2026, 11, 16)).templates == ()
    screen.templates.reopen_row()
    settle(desk, qtbot)
    assert only(store).closed_on is None


def test_a_shift_half_retyped_stays_as_it_was(desk: Desk, store: Store, qtbot: QtBot) -> None:
    role = store.write(add_role, RoleEntry(name="Greeting"))
    doors = TemplateShiftEntry(title="Doors", role_id=role, from_minute=540, to_minute=600, least=1, best=1)
    store.write(
        add_template, TemplateEntry(name="Training day", shifts=(doors, replace(doors, title="Close")))
    )
    screen = opened(desk, qtbot, "templates")
    before = only(store).entry.shifts
    screen.templates._form.shifts.lines[0].begins.input.setFocus()
    keys(Qt.Key.Key_A, held=CTRL)
    keys(Qt.Key.Key_Delete, TAB)
    settle(desk, qtbot)
    assert only(store).entry.shifts == before
    keys(Qt.Key.Key_Backtab, "9:15", TAB)
    settle(desk, qtbot)
    assert sorted(one.from_minute for one in only(store).entry.shifts) == [540, 555]


def test_a_shift_is_taken_out_but_not_the_last(desk: Desk, store: Store, qtbot: QtBot) -> None:
    role = store.write(add_role, RoleEntry(name="Greeting"))
    early, late = (
        TemplateShiftEntry(
            title=title, role_id=role, from_minute=start, to_minute=start + 60, least=1, best=1
        )
        for title, start in (("Doors", 540), ("Close", 960))
    )
    store.write(add_template, TemplateEntry(name="Training day", shifts=(early, late)))
    screen = opened(desk, qtbot, "templates")
    field = screen.templates._form.shifts
    field.lines[0].cross.setFocus()
    keys(Qt.Key.Key_Space)
    settle(desk, qtbot)
    assert only(store).entry.shifts == (late,)
    field.lines[0].cross.setFocus()
    keys(Qt.Key.Key_Space)
    settle(desk, qtbot)
    assert only(store).entry.shifts == (late,)
    assert field.message == "A template has one shift at least."
