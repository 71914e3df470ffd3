"""A day is kept as a template, and another is planned from it, by keys."""

from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mi_crm.store.store import Store
from mi_crm.ui.volunteering.schedule_screen import ScheduleScreen
from mi_crm.ui.volunteering.schedule_template_forms import PlanForm
from mi_crm.ui.window import Window
from mi_crm.volunteering.actions.lists import add_credential_type, save_place
from mi_crm.volunteering.entries import CredentialTypeEntry, CredentialWish
from mi_crm.volunteering.queries.lists import place_rows
from mi_crm.volunteering.queries.templates import template_rows
from mi_crm.volunteering.queries.week import ShiftRow, shifts_between
from tests.ui.volunteering.hands import focused_name, press, shown
from tests.ui.volunteering.test_asking import tab_to
from tests.ui.volunteering.test_ways import command
from tests.volunteering_week import Week

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ENTER = Qt.Key.Key_Return
SATURDAY, NEXT = date(2026, 11, 21), date(2026, 12, 5)


def on(store: Store, day: date) -> list[ShiftRow]:
    """Return the shifts that begin on a day."""
    return [row for row in store.read(shifts_between, day, day) if row.begins.date() == day]


def keep_saturday(qtbot: QtBot, screen: ScheduleScreen) -> None:
    """Choose the first shift of Saturday that is short, and keep its day."""
    press(qtbot, screen, "h")
    assert screen.pane.view is not None
    assert screen.pane.view.shift.begins.date() == SATURDAY
    press(qtbot, screen, "k")
    qtbot.waitUntil(lambda: focused_name() == "Name")
    press(qtbot, screen, "Training day")
    press(qtbot, screen, ENTER, held=CTRL)
    qtbot.waitUntil(lambda: screen.side.shown is None)
    shown(qtbot, screen)


def begin_plan(qtbot: QtBot, screen: ScheduleScreen) -> PlanForm:
    """Press Ctrl+Shift+N, and wait for the form."""
    press(qtbot, screen, Qt.Key.Key_N, held=CTRL | SHIFT)
    qtbot.waitUntil(lambda: focused_name() == "Template")
    form = screen.side.shown
    assert isinstance(form, PlanForm)
    return form


def test_a_kept_day_is_planned_once_more_and_taken_back(
    store: Store, screen: ScheduleScreen, window: Window, week: Week, qtbot: QtBot
) -> None:
    keep_saturday(qtbot, screen)
    assert window.toast.accessibleName() == "Template Training day is kept"
    (kept,) = store.read(template_rows)
    before = on(store, SATURDAY)
    assert [one.title for one in kept.entry.shifts] == [row.title for row in before]
    assert (kept.name, kept.place) == ("Training day", "Community Hall")

    form = begin_plan(qtbot, screen)
    assert form.training.value() == week.training
    tab_to(qtbot, screen, "Day")
    press(qtbot, screen, Qt.Key.Key_A, held=CTRL)
    press(qtbot, screen, "12/5/2026")
    tab_to(qtbot, screen, "Training")
    press(qtbot, screen, Qt.Key.Key_Home)
    assert form.training.value() is None
    assert form.plan.text().startswith("Saturday, December 5\n")
    assert len(form.plan.text().splitlines()) == 1 + len(before)
    assert form.asks.text() == "Community Hall asks for no papers."
    press(qtbot, screen, ENTER, held=CTRL)
    qtbot.waitUntil(lambda: screen.side.shown is None)
    shown(qtbot, screen)
    assert window.toast.accessibleName() == f"{len(before)} shifts are planned"
    again = on(store, NEXT)

    def of(rows: list[ShiftRow]) -> list[tuple[object, ...]]:
        return [
            (row.title, row.begins.time(), row.ends.time(), row.least, row.best, row.site) for row in rows
        ]

    assert of(again) == of(before)
    assert {row.site for row in again} == {"Community Hall"}
    assert {row.training_id for row in again} == {None}
    press(qtbot, screen, Qt.Key.Key_Z, held=CTRL)
    qtbot.waitUntil(lambda: on(store, NEXT) == [])


def test_what_the_place_asks_is_said_before_it_is_planned(
    store: Store, screen: ScheduleScreen, qtbot: QtBot
) -> None:
    paper = store.write(add_credential_type, CredentialTypeEntry(name="Background check"))
    (hall,) = store.read(place_rows)
    store.write(
        save_place, hall.id, replace(hall.entry, papers=(CredentialWish(paper),)), version=hall.version
    )
    keep_saturday(qtbot, screen)
    form = begin_plan(qtbot, screen)
    assert form.asks.text() == "Community Hall asks for: Background check."
    press(qtbot, screen, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: screen.side.shown is None)
    assert len(on(store, SATURDAY + timedelta(days=14))) == 0


def test_the_menus_lead_there_too(window: Window, week: Week, qtbot: QtBot) -> None:
    command(window, "Plan from a template")
    screen = window.current()
    assert isinstance(screen, ScheduleScreen)
    qtbot.waitUntil(lambda: isinstance(screen.side.shown, PlanForm))
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and focused_name() == "Template")
    form = screen.side.shown
    assert isinstance(form, PlanForm)
    assert form.plan.text() == "There is no template yet. Plan a day, and keep it as one with K."
    press(qtbot, screen, ENTER, held=CTRL)
    assert form.template.message == "Make a template first."
    press(qtbot, screen, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: screen.side.shown is None)
