"""Starting the program twice: the window that is open comes forward, and there is no second one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mi_crm.ui.opening import Opening
from mi_crm.ui.organization.first_run import FirstRun
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.preferences import Preferences
from mi_crm.ui.shared.tasks import Tasks
from mi_crm.ui.trouble import Trouble
from mi_crm.ui.window import Window
from tests.conftest import NOW, TODAY
from tests.holding import held_elsewhere
from tests.ui.conftest import Answers, questions

START = "import sys; from mi_crm.app import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture
def window(preferences: Preferences, qtbot: QtBot) -> Iterator[Window]:
    desk = Desk(None, Tasks(), preferences, today=lambda: TODAY, now=lambda: NOW, questions=Answers())
    window = Window(desk, version="0")
    qtbot.addWidget(window)
    window.show()
    yield window
    qtbot.waitUntil(desk.tasks.idle, timeout=20_000)
    desk.tasks.close()


def opened(window: Window, path: Path, qtbot: QtBot) -> Opening:
    opening = Opening(window.desk, window, path)
    opening.begin()
    qtbot.waitUntil(lambda: window.findChild(FirstRun) is not None, timeout=20_000)
    qtbot.waitUntil(window.desk.tasks.idle, timeout=20_000)
    return opening


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_a_second_start_brings_the_first_window_forward(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "mi-crm.db"
    opening = opened(window, path, qtbot)
    window.showMinimized()
    second = subprocess.Popen(
        [sys.executable, "-c", START, "--file", str(path)],
        env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "HOME": str(tmp_path)},
    )
    try:
        qtbot.waitUntil(lambda: not window.isMinimized(), timeout=20_000)
        assert second.wait(20) == 0
    finally:
        second.kill()
        second.wait()
    opening.close()


def test_a_file_open_in_another_window_is_not_opened_again(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mi_crm.ui.shared.doorbell._TRIES", 1)
    opening = opened(window, tmp_path / "mine.db", qtbot)
    with held_elsewhere(tmp_path / "other.db"):
        questions(window.desk).answers.append(tmp_path / "other.db")
        window.file_asked.emit()
        qtbot.waitUntil(lambda: questions(window.desk).asked == ["Open a file", "This file is open already"])
    assert window.desk.preferences.last_file == str(tmp_path / "mine.db")
    assert window.findChild(FirstRun) is not None
    opening.close()


def test_a_file_that_is_in_use_can_be_tried_again(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "mi-crm.db"
    opening = Opening(window.desk, window, path)
    with held_elsewhere(path):
        opening.begin()
        qtbot.waitUntil(lambda: window.findChild(Trouble) is not None, timeout=20_000)
        assert not path.exists()
    trouble = window.findChild(Trouble)
    assert isinstance(trouble, Trouble)
    trouble.again.click()
    qtbot.waitUntil(lambda: window.findChild(FirstRun) is not None, timeout=20_000)
    qtbot.waitUntil(window.desk.tasks.idle, timeout=20_000)
    opening.close()
