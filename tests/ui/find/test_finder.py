"""The box that finds anything, with keys only: opened from anywhere, left without a trace."""

from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from mi_crm.people.actions import add_constituents
from mi_crm.people.details import AddressDetails, ConstituentDetails
from mi_crm.store.store import Store
from mi_crm.ui.find.finder import Finder
from mi_crm.ui.find.hit_list import HitList
from mi_crm.ui.giving.gifts_screen import GiftsScreen
from mi_crm.ui.people.people_screen import PeopleScreen
from mi_crm.ui.routes import ROUTES
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.window import Window
from tests.builders import a_gift
from tests.conftest import NOW

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FIND = "Find anyone or anything"
PATIENCE = 20_000


@pytest.fixture
def people(store: Store) -> list[UUID]:
    """Add six of one name, so that there are more than are shown."""
    whats = [
        ConstituentDetails(
            first_name=first,
            last_name="Okafor",
            addresses=(AddressDetails("1 Main St", "Pasadena", "CA", "91101"),),
        )
        for first in ("Ada", "Ben", "Chidi", "Dov", "Eve", "Finn")
    ]
    return store.write(add_constituents, whats, now=NOW, who="Dana")


@pytest.fixture
def gift(store: Store, people: list[UUID]) -> UUID:
    """Let the first of them give."""
    return store.write(a_gift, "250.00", donor=people[0])


@pytest.fixture
def started(gift: UUID, window: Window, qtbot: QtBot) -> Window:
    """Open the window at Home, with people in the file."""
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)
    window.start()
    qtbot.waitUntil(window.desk.tasks.idle, timeout=PATIENCE)
    return window


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(focus(), key, modifier)


def find(window: Window, qtbot: QtBot, typed: str = "") -> Finder:
    """Press Ctrl+K, type, and wait for the answer."""
    press(qtbot, Qt.Key.Key_K, CONTROL)
    assert focus().accessibleName() == FIND
    for letter in typed:
        QTest.keyClick(focus(), letter)  # type: ignore[call-overload]
    qtbot.waitUntil(window.desk.tasks.idle, timeout=PATIENCE)
    box = window.findChild(Finder)
    assert isinstance(box, Finder)
    return box


def lines(box: Finder) -> list[str]:
    model = box.list.model()
    assert model is not None
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def group(box: Finder) -> str:
    line = box.list.line()
    return line.of if line else ""


def chosen(box: Finder) -> str:
    line = box.list.line()
    return line.title if line else ""


@pytest.mark.parametrize("name", [route.name for route in ROUTES])
def test_it_opens_from_every_screen_and_leaves_the_focus_where_it_was(
    started: Window, qtbot: QtBot, name: str
) -> None:
    started.open(Place(name))
    qtbot.waitUntil(started.desk.tasks.idle, timeout=PATIENCE)
    before = focus()
    box = find(started, qtbot, "oka")
    assert lines(box)[0] == "People"
    press(qtbot, Qt.Key.Key_Escape)
    assert box.isHidden()
    assert focus() is before


def test_a_half_typed_gift_stays_as_it_is(started: Window, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: focus().accessibleName() == "Donor", timeout=PATIENCE)
    qtbot.waitUntil(started.desk.tasks.idle, timeout=PATIENCE)
    line = focus()
    assert isinstance(line, QLineEdit)
    for letter in "okaf":
        QTest.keyClick(focus(), letter)  # type: ignore[call-overload]
    qtbot.waitUntil(started.desk.tasks.idle, timeout=PATIENCE)
    press(qtbot, Qt.Key.Key_Left, SHIFT)
    left = Leaving()
    line.installEventFilter(left)
    find(started, qtbot, "ben")
    press(qtbot, Qt.Key.Key_Escape)
    assert focus() is line
    assert (line.text(), line.cursorPosition(), line.selectedText()) == ("okaf", 3, "f")
    # The field was not left: nothing was checked, and nothing is said to be wrong.
    assert line.accessibleDescription() == ""
    assert left.reasons == [Qt.FocusReason.PopupFocusReason]


class Leaving(QObject):
    """Notes why a control lost the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.reasons: list[Qt.FocusReason] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.reasons.append(event.reason())  # type: ignore[attr-defined]
        return False


def test_the_arrows_go_over_groups_and_enter_arrives(
    started: Window, qtbot: QtBot, people: list[UUID]
) -> None:
    box = find(started, qtbot, "250")
    assert lines(box) == ["Gifts", "Ada Okafor"]
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(started.desk.tasks.idle, timeout=PATIENCE)
    assert box.isHidden()
    assert started.windowTitle().startswith("Gifts")
    box = find(started, qtbot, "oka")
    assert lines(box)[0] == "People"
    assert lines(box)[6] == "All people with “oka”"
    press(qtbot, Qt.Key.Key_Up)
    assert chosen(box) == "All people with “oka”"
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Down)
    second = chosen(box)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(started.desk.tasks.idle, timeout=PATIENCE)
    assert second == "Ben Okafor"
    assert started._place == Place("people", people[1])


def test_tab_steps_from_group_to_group(started: Window, qtbot: QtBot) -> None:
    box = find(started, qtbot, "o")
    assert group(box) == "People"
    press(qtbot, Qt.Key.Key_Tab)
    assert group(box) == "Gifts for a fund"
    press(qtbot, Qt.Key.Key_Tab)
    assert group(box) == "Commands"
    press(qtbot, Qt.Key.Key_Tab)
    assert group(box) == "People"
    press(qtbot, Qt.Key.Key_Backtab, SHIFT)
    assert group(box) == "Commands"


def test_all_people_shows_them_in_the_list(started: Window, qtbot: QtBot) -> None:
    find(started, qtbot, "oka")
    press(qtbot, Qt.Key.Key_Up)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(started.desk.tasks.idle, timeout=PATIENCE)
    assert focus().accessibleName() == "Search people"
    assert focus().property("text") == "oka"


def test_a_command_is_found_by_its_words_and_given(started: Window, qtbot: QtBot) -> None:
    box = find(started, qtbot, "dark theme")
    assert lines(box)[:2] == ["Commands", "Dark"]
    press(qtbot, Qt.Key.Key_Return)
    assert started.desk.preferences.theme == "dark"
    box = find(started, qtbot, "record gi")
    line = box.list.line()
    assert line is not None
    assert (line.title, line.key) == ("Record gift", "F2")
    press(qtbot, Qt.Key.Key_Return)
    assert started.desk.preferences.place == "home"
    qtbot.waitUntil(lambda: started.windowTitle().startswith("Record"), timeout=PATIENCE)


def test_nobody_found_offers_somebody_new(started: Window, qtbot: QtBot) -> None:
    box = find(started, qtbot, "zweig")
    assert lines(box) == ["New person “zweig”"]
    assert box.words.text() == "Nothing found for “zweig”."
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(started.desk.tasks.idle, timeout=PATIENCE)
    assert started.windowTitle().startswith("People")
    texts = [line.text() for line in started.findChildren(QLineEdit) if line.isVisible()]
    assert "zweig" in [text.casefold() for text in texts]
    people = started.current()
    assert isinstance(people, PeopleScreen)
    assert people.form.isAncestorOf(focus())


def test_an_empty_box_shows_where_one_was_and_commands(
    started: Window, qtbot: QtBot, people: list[UUID]
) -> None:
    started.open(Place("people", people[1]))
    box = find(started, qtbot)
    assert lines(box)[:3] == ["Where you were", "Ben Okafor", "Commands"]
    assert lines(box)[3:6] == ["Record gift", "Home", "People"]


def test_a_key_of_the_window_takes_its_place(started: Window, qtbot: QtBot) -> None:
    box = find(started, qtbot, "oka")
    press(qtbot, Qt.Key.Key_2, CONTROL)
    qtbot.waitUntil(box.isHidden, timeout=PATIENCE)
    assert started.windowTitle().startswith("People")


def test_a_correction_makes_room_for_what_was_found(started: Window, qtbot: QtBot, gift: UUID) -> None:
    started.open(Place("gifts", gift, "correct"))
    qtbot.waitUntil(started.desk.tasks.idle, timeout=PATIENCE)
    gifts = started.current()
    assert isinstance(gifts, GiftsScreen)
    assert gifts.whole.currentIndex() == 1
    find(started, qtbot, "250")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(started.desk.tasks.idle, timeout=PATIENCE)
    assert gifts.whole.currentIndex() == 0
    assert gifts.pane.isVisible()
    assert gifts.record.isVisible()


def test_every_line_and_control_has_a_name(started: Window, qtbot: QtBot) -> None:
    box = find(started, qtbot, "oka")
    assert (box.line.accessibleName(), box.list.accessibleName()) == (FIND, "Found")
    first = box.list.model().index(1, 0).data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert first == "Ada Okafor, 1 Main St, Pasadena, D-00001, People"
    assert QAccessible.queryAccessibleInterface(box.line).text(QAccessible.Text.Name) == FIND


@pytest.mark.parametrize("percent", [100, 200])
def test_it_fits_the_smallest_window(started: Window, qtbot: QtBot, percent: int) -> None:
    started.set_text_size(percent)
    started.resize(640, 480)
    box = find(started, qtbot, "oka")
    assert started.rect().contains(box.geometry())
    assert box.rect().contains(box.box.geometry())
    assert box.list.height() > 0


def test_the_last_letters_win_and_enter_waits_for_their_answer(
    threaded_desk: Desk, people: list[UUID], qtbot: QtBot
) -> None:
    window = Window(threaded_desk, version="0")
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)
    window.start()
    press(qtbot, Qt.Key.Key_K, CONTROL)
    for letter in "chidi":
        QTest.keyClick(focus(), letter)  # type: ignore[call-overload]
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window._place == Place("people", people[2]), timeout=PATIENCE)


def test_hit_list_without_lines_has_nothing_to_choose(qtbot: QtBot) -> None:
    empty = HitList()
    qtbot.addWidget(empty)
    empty.step(1)
    empty.step_group(1)
    assert empty.line() is None
