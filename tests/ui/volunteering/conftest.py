"""The schedule over the week of the picture."""

import pytest
from pytestqt.qtbot import QtBot

from mi_crm.store.store import Store
from mi_crm.ui.shared.places import Place
from mi_crm.ui.volunteering.schedule_screen import ScheduleScreen
from mi_crm.ui.window import Window
from tests.ui.volunteering.hands import shown
from tests.volunteering_week import Week, the_week


@pytest.fixture
def week(store: Store) -> Week:
    """Plan the week of the picture."""
    return store.write(the_week)


@pytest.fixture
def screen(week: Week, window: Window, qtbot: QtBot) -> ScheduleScreen:
    """Go to the schedule."""
    window.open(Place("schedule"))
    screen = window.current()
    assert isinstance(screen, ScheduleScreen)
    shown(qtbot, screen)
    return screen
