"""The frame: going about, keys, what is said, text size."""

from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mi_crm.shared.problems import Problem
from mi_crm.ui import routes
from mi_crm.ui.routes import Route
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import TextField
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.panes import TwoPanes
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.shared.style import look, px
from mi_crm.ui.shared.table import Column, Table, TableModel
from mi_crm.ui.window import Window

CONTROL = Qt.KeyboardModifier.ControlModifier


class Plain(Screen):
    """A screen that notes what happens to it."""

    shows: ClassVar[frozenset[str]] = frozenset({"gift"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.set_header("Plain")
        self.happened: list[object] = []
        self.lets_go = True
        self.line, self.table = QLineEdit(), Table("Names")
        self.line.setAccessibleName("Search")
        model: TableModel[str] = TableModel([Column("Name", str)], self.table)
        self.table.set_model(model)
        model.show_rows(["Ann", "Bo"])
        self.body.addWidget(TwoPanes(self.line, self.table, names=("Search", "Names")))
        self.start_at(self.line)
        self.key("G", self.gift, list_only=True, words="Record gift")

    def gift(self) -> None:
        self.happened.append("G")

    def reload(self) -> None:
        self.happened.append("reload")

    def open(self, place: Place) -> None:
        self.happened.append(place)

    def keys(self) -> list[KeyHint]:
        return [KeyHint("↑ ↓", "Choose")]

    def leave(self) -> bool:
        return self.lets_go

    def new_here(self) -> None:
        self.happened.append("new")

    def finish(self) -> None:
        self.happened.append("finish")

    def cancel(self) -> bool:
        self.happened.append("cancel")
        return True


ROUTES = [
    Route(name, name.title(), "tests", "Plain", icon)
    for name, icon in (("home", "house"), ("people", "users"), ("gifts", "hand-coins"), ("record_gift", ""))
]


@pytest.fixture
def window(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Window:
    def make(_route: Route, desk: Desk) -> Screen:
        return Plain(desk)

    monkeypatch.setattr(routes.Route, "make", make)
    window = Window(desk, ROUTES, version="0")
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    window.start()
    return window


def screen(window: Window, name: str) -> Plain:
    found = window.screen_at(name)
    assert isinstance(found, Plain)
    return found


def margins(page: QWidget) -> QMargins:
    layout = page.layout()
    assert layout is not None
    return layout.contentsMargins()


def test_a_screen_loads_when_first_shown_and_again_when_its_data_changed(
    window: Window, qtbot: QtBot
) -> None:
    home = screen(window, "home")
    assert home.happened.count("reload") == 1
    window.desk.changed.emit(frozenset({"batch"}))
    window.desk.changed.emit(frozenset({"gift", "batch"}))
    qtbot.waitUntil(lambda: home.happened.count("reload") == 2)


def test_a_hidden_screen_waits_until_it_is_shown(window: Window, qtbot: QtBot) -> None:
    home = screen(window, "home")
    window.open(Place("people"))
    window.desk.changed.emit(frozenset({"gift"}))
    qtbot.waitUntil(lambda: screen(window, "people").happened.count("reload") == 2)
    assert home.happened.count("reload") == 1
    window.open(Place("home"))
    assert home.happened.count("reload") == 2


def test_keys_go_to_screens_and_back(window: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_2, CONTROL)
    assert window.current() is screen(window, "people")
    qtbot.keyClick(window, Qt.Key.Key_F2)
    assert window.current() is screen(window, "record_gift")
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.current() is screen(window, "people")
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.current() is screen(window, "home")


def test_a_screen_may_refuse_to_be_left(window: Window) -> None:
    screen(window, "home").lets_go = False
    window.open(Place("people"))
    assert window.current() is screen(window, "home")
    assert not window.close()


def test_commands_reach_the_screen_in_hand(window: Window, qtbot: QtBot) -> None:
    home = screen(window, "home")
    qtbot.keyClick(window, Qt.Key.Key_N, CONTROL)
    qtbot.keyClick(window, Qt.Key.Key_Return, CONTROL)
    qtbot.keyClick(window, Qt.Key.Key_P, CONTROL)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert home.happened[-3:] == ["new", "finish", "cancel"]


def test_a_letter_acts_in_a_list_and_never_in_a_text_field(window: Window, qtbot: QtBot) -> None:
    home = screen(window, "home")
    home.line.setFocus()
    qtbot.keyClicks(home.line, "g")
    assert home.line.text() == "g"
    home.table.setFocus()
    qtbot.keyClicks(home.table, "g")
    assert home.happened.count("G") == 1
    window.desk.preferences.letters_as_keys = False
    home.line.setFocus()
    home.table.setFocus()
    qtbot.keyClicks(home.table, "g")
    assert home.happened.count("G") == 1


def test_f6_goes_round_the_panes(window: Window, qtbot: QtBot) -> None:
    home = screen(window, "home")
    assert QApplication.focusWidget() is home.line
    seen = []
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())
    assert seen[0] is home.table
    assert seen[1] is not None
    assert window.navigation.isAncestorOf(seen[1])
    assert seen[2] is home.line


def test_below_900_px_one_pane_is_shown_and_f6_brings_the_other(window: Window, qtbot: QtBot) -> None:
    home = screen(window, "home")
    window.resize(800, 700)
    qtbot.waitUntil(lambda: not home.table.isVisible())
    assert home.line.isVisible()
    qtbot.keyClick(home.line, Qt.Key.Key_F6)
    assert home.table.hasFocus()
    assert not home.line.isVisible()
    window.resize(1300, 700)
    qtbot.waitUntil(lambda: home.line.isVisible() and home.table.isVisible())


def test_below_1100_px_the_navigation_is_a_rail(window: Window, qtbot: QtBot) -> None:
    assert window.navigation.width() == 212
    window.resize(1050, 700)
    qtbot.waitUntil(lambda: window.navigation.width() == 56)


def test_what_was_done_can_be_taken_back(window: Window, qtbot: QtBot) -> None:
    undone: list[str] = []
    window.desk.say("One", lambda: undone.append("one"))
    window.desk.say("Two", lambda: undone.append("two"))
    assert window.toast.accessibleName() == "Two"
    assert "Two" in window.menus.undo.text()
    qtbot.keyClick(window.toast, Qt.Key.Key_Z, CONTROL)
    window.toast.undone.emit()
    assert undone == ["two", "one"]
    assert not window.menus.undo.isEnabled()


def test_a_problem_is_told_at_the_top_until_dismissed(window: Window, qtbot: QtBot) -> None:
    def fail(_session: Any) -> None:
        raise Problem("This gift already has a receipt.")

    window.desk.ask(fail)
    qtbot.waitUntil(window.notice.isVisible)
    assert window.notice.text == "This gift already has a receipt."
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.notice.isVisible()


def test_a_bug_reaches_whoever_shows_crashes(window: Window, qtbot: QtBot) -> None:
    window.desk.setProperty("expects bugs", True)
    with qtbot.waitSignal(window.broke) as broke:
        window.desk.tasks.unhandled.emit(ValueError("bug"))
    assert isinstance(broke.args[0], ValueError)


def test_counts_are_shown_only_where_work_waits(window: Window) -> None:
    window.set_counts({"gifts": 14, "people": 0})
    names = {item.accessibleName() for item in window.navigation.findChildren(QWidget)}
    assert {"Gifts, 14 waiting", "People"} <= names


def test_text_grows_live_and_comes_back_exactly(window: Window, qtbot: QtBot) -> None:
    home = screen(window, "home")
    before = (margins(home), window.strip.height(), home.header.height())
    large, field = label("Large"), TextField("Amount")
    large.setContentsMargins(px(10), 0, 0, 0)
    field.input.setFixedWidth(px(120))
    home.body.addWidget(large)
    home.body.addWidget(field)
    for key in (Qt.Key.Key_Equal, Qt.Key.Key_Equal, Qt.Key.Key_Equal, Qt.Key.Key_Equal):
        qtbot.keyClick(window, key, CONTROL)
    assert window.desk.preferences.text_size == 200
    assert look.scale == 2.0
    assert margins(home).left() == 64
    assert (large.fontInfo().pixelSize(), large.contentsMargins().left()) == (26, 20)
    assert (field.input.width(), field.input.height()) == (240, 70)
    for _ in range(4):
        qtbot.keyClick(window, Qt.Key.Key_Minus, CONTROL)
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: home.header.height() == before[2])
    assert (margins(home), window.strip.height()) == before[:2]


def test_dark_is_dark(window: Window) -> None:
    dark = next(action for action in window.findChildren(QAction) if action.data() == "dark")
    dark.trigger()
    assert window.desk.preferences.theme == "dark"
    picture = window.grab().toImage()
    assert picture.pixelColor(700, 850).lightness() < 60


def test_every_key_of_the_window_is_used_once(window: Window) -> None:
    keys = [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()]
    assert sorted(keys) == sorted(set(keys))


def test_the_place_is_remembered(window: Window, desk: Desk) -> None:
    window.open(Place("gifts"))
    window.close()
    assert desk.preferences.place == "gifts"
    assert not desk.preferences.geometry.isEmpty()
