"""The first moments: a new file, a known one, one that cannot be opened, invented data."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mi_crm.exchange.calendar_feed import OFFICE
from mi_crm.giving.actions.begin import begin
from mi_crm.migrations.upgrade import create_store
from mi_crm.organization.rules import OrganizationDetails
from mi_crm.ui.opening import Opening
from mi_crm.ui.organization.first_run import FirstRun
from mi_crm.ui.shared.cards import Empty
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.preferences import Preferences
from mi_crm.ui.shared.tasks import Tasks
from mi_crm.ui.window import Window
from tests.builders import told
from tests.conftest import NOW, TODAY, sign
from tests.ui.conftest import Answers
from tests.volunteering_builders import a_shift


@pytest.fixture
def desk(preferences: Preferences, qtbot: QtBot) -> Iterator[Desk]:
    """Sit down before there is a file."""
    desk = Desk(None, Tasks(), preferences, today=lambda: TODAY, now=lambda: NOW, questions=Answers())
    yield desk
    qtbot.waitUntil(desk.tasks.idle)
    desk.tasks.close()


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Window:
    window = Window(desk, version="0")
    qtbot.addWidget(window)
    window.show()
    return window


def opened(window: Window, path: Path, qtbot: QtBot, *, sample: bool = False) -> Opening:
    opening = Opening(window.desk, window, path, sample=sample)
    opening.begin()
    qtbot.waitUntil(window.desk.tasks.idle)
    return opening


def test_a_new_file_begins_with_the_first_set_up(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    opening = opened(window, tmp_path / "new" / "mi-crm.db", qtbot)
    qtbot.waitUntil(lambda: window.findChild(FirstRun) is not None)
    assert (tmp_path / "new" / "mi-crm.db").exists()
    assert window.current() is None
    keys = {key.toString(): action for action in window.menus.actions for key in action.shortcuts()}
    assert not keys["Ctrl+Return"].isEnabled()
    assert keys["Ctrl++"].isEnabled()
    qtbot.waitUntil(window.desk.tasks.idle)
    opening.close()


def test_keys_before_the_file_is_open_do_nothing(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    opening = Opening(window.desk, window, tmp_path / "mi-crm.db")
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F2)
    QTest.keyClick(window.navigation, Qt.Key.Key_Return)
    assert window.current() is None
    opening.begin()
    qtbot.waitUntil(lambda: window.findChild(FirstRun) is not None)
    qtbot.waitUntil(window.desk.tasks.idle)
    opening.close()


def test_a_file_that_is_not_ours_is_refused_in_words(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear Margaret", encoding="utf-8")
    opened(window, path, qtbot)
    qtbot.waitUntil(lambda: window.findChild(Empty) is not None)
    assert path.read_text(encoding="utf-8") == "Dear Margaret"


def test_practice_is_on_a_file_that_is_thrown_away(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("mi_crm.store.location.cache_folder", lambda: tmp_path / "cache")
    opening = opened(window, tmp_path / "mine.db", qtbot)
    qtbot.waitUntil(lambda: window.findChild(FirstRun) is not None)
    first = window.findChild(FirstRun)
    assert isinstance(first, FirstRun)
    window.desk.preferences.set_calendars(str(tmp_path / "mine.db"), str(tmp_path))
    first.practice.emit()
    qtbot.waitUntil(lambda: window.current() is not None, timeout=60_000)
    qtbot.waitUntil(window.desk.tasks.idle)
    assert window.desk.preferences.last_file == str(tmp_path / "mine.db")
    assert window.desk.calendars.folder() == "", "invented helpers lie among the real ones"
    assert list(tmp_path.glob("mi-crm-sample-*"))
    opening.close()
    assert not list(tmp_path.glob("mi-crm-sample-*"))


def test_calendars_are_kept_as_soon_as_the_file_is_open(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    folder, path, desk = tmp_path / "calendars", tmp_path / "office.db", window.desk
    folder.mkdir()
    desk.preferences.set_calendars(str(path), str(folder))
    store = create_store(path, sign=sign)
    store.write(begin, OrganizationDetails(legal_name="The Initiative", ein="95-1234567"), funds=[])
    store.close()
    opening = opened(window, path, qtbot)
    qtbot.waitUntil(lambda: window.current() is not None)
    opening._ahead.stop()
    assert desk.calendars.waiting, "what changed while the program was closed is made up for"
    desk.do(told(lambda session: a_shift(session, "Evening talk")))
    desk.calendars.write_quietly()
    qtbot.waitUntil(lambda: b"Evening talk" in _content(folder / OFFICE))
    qtbot.waitUntil(desk.tasks.idle)
    opening.close()


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""
