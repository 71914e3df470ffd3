"""Screens are made ahead of their first visit: each whole, and each once."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from mi_crm.ui.ahead import Ahead
from mi_crm.ui.people.person_form import PersonForm
from mi_crm.ui.routes import ROUTES, Route
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.window import Window

made: Counter[str] = Counter()


class Counted(Screen):
    """Counts what is made of it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        made["screen"] += 1

    @override
    def later(self) -> Iterable[Callable[[], object]]:
        return [lambda: made.update(["first part"]), lambda: made.update(["second part"])]


class CountedRoute(Route):
    """Leads to a screen of this test."""

    @override
    def load(self) -> type[Screen]:
        made["load"] += 1
        return Counted


@pytest.fixture
def two(desk: Desk, qtbot: QtBot) -> Iterator[Window]:
    """Open a window of two counted screens at the first of them."""
    made.clear()
    routes = [CountedRoute(name, name.capitalize(), "", "", "house") for name in ("here", "there")]
    window = Window(desk, routes)
    qtbot.addWidget(window)
    window.open(Place("here"))
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.deleteLater()
    QApplication.sendPostedEvents(window, int(QEvent.Type.DeferredDelete))


def test_every_screen_is_there_and_whole_before_anybody_goes_to_it(window: Window, qtbot: QtBot) -> None:
    window.open(Place("home"))
    ahead = Ahead(window)
    with qtbot.waitSignal(ahead.done, timeout=20_000):
        ahead.begin()
    there = [type(window.stack.widget(place)).__name__ for place in range(window.stack.count())]
    assert sorted(there) == sorted(route.screen for route in ROUTES)
    assert window.current() is window.screen_at("home")
    assert len(window.screen_at("people").findChildren(PersonForm)) == 1


@pytest.mark.parametrize("moment", [0, 30, 60, 120, 180, 240])
def test_a_visit_between_two_steps_makes_nothing_twice(two: Window, qtbot: QtBot, moment: int) -> None:
    ahead = Ahead(two)
    QTimer.singleShot(moment, two, lambda: two.open(Place("there")))
    with qtbot.waitSignal(ahead.done, timeout=20_000):
        ahead.begin()
    qtbot.waitUntil(lambda: two.current() is two.make("there"))
    assert (made["screen"], made["first part"], made["second part"]) == (2, 2, 2)
    assert two.stack.count() == 2


def test_nothing_is_made_of_a_file_that_is_being_closed(two: Window, qtbot: QtBot) -> None:
    ahead = Ahead(two)
    ahead.begin()
    ahead.stop()
    assert two.forget_screens()
    with qtbot.assertNotEmitted(ahead.done, wait=300):
        qtbot.waitUntil(two.desk.tasks.idle)
    assert made["screen"] == 1
