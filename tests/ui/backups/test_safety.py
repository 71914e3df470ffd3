"""Backups while the window is open: by the clock, before large acts, at the end; and what is shown."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mi_crm.backups.back_up import back_up
from mi_crm.backups.rules import Manifest
from mi_crm.backups.shelf import Shelf
from mi_crm.shared.problems import Problem
from mi_crm.store.store import Store
from mi_crm.ui.closing import Closing
from mi_crm.ui.home.home_screen import HomeScreen
from mi_crm.ui.organization.backups_page import BackupsPage
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.messages import Dialog
from mi_crm.ui.window import Window
from tests.builders import a_gift, a_person
from tests.conftest import NOW
from tests.ui.conftest import questions


def until(qtbot: QtBot, wish: Callable[[], bool]) -> None:
    """Wait as long as a first trial may take on a busy computer: it makes a new file to compare with."""
    qtbot.waitUntil(wish, timeout=30_000)


def watched(desk: Desk, store: Store, qtbot: QtBot) -> None:
    desk.safety.watch(store.path)
    until(qtbot, lambda: desk.safety.standing is not None)


def test_each_half_hour_of_change_is_backed_up_and_no_other(desk: Desk, store: Store, qtbot: QtBot) -> None:
    watched(desk, store, qtbot)
    store.write(a_gift)
    for _ in range(2):
        desk.safety._half_hour.timeout.emit()
        until(qtbot, desk.tasks.idle)
        until(qtbot, lambda: not desk.safety.busy)
    assert [one.number for one in Shelf(store.path).backups()] == [1]
    assert desk.safety._half_hour.interval() == 30 * 60 * 1000


def test_the_first_backup_is_restored_on_trial_by_itself(desk: Desk, store: Store, qtbot: QtBot) -> None:
    watched(desk, store, qtbot)
    desk.safety._half_hour.timeout.emit()
    until(qtbot, lambda: Shelf(store.path).memory().tried_number == 1)
    until(qtbot, lambda: bool(desk.safety.standing and desk.safety.standing.trial_passed))


def test_a_save_goes_through_while_the_backup_waits(
    threaded_desk: Desk, store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    real = back_up

    def slow(*arguments: object, **more: object) -> object:
        assert go_on.wait(20)
        return real(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("mi_crm.backups.back_up.back_up", slow)
    watched(threaded_desk, store, qtbot)
    threaded_desk.safety.back_up()
    began = time.perf_counter()
    with qtbot.waitSignal(threaded_desk.do(a_person).succeeded):
        pass
    print("saved in", time.perf_counter() - began)
    assert threaded_desk.safety.busy
    go_on.set()
    until(qtbot, lambda: not threaded_desk.safety.busy)
    assert len(Shelf(store.path).backups()) == 1


def test_a_run_is_backed_up_first(desk: Desk, store: Store, qtbot: QtBot) -> None:
    watched(desk, store, qtbot)
    store.write(a_gift)
    seen: list[int] = []

    def run(found: Store, *, progress: object) -> None:
        seen.append(len(Shelf(found.path).backups()))

    with qtbot.waitSignal(desk.run(run, backed_up="import").succeeded):
        pass
    assert seen == [1]


def test_a_run_goes_on_when_there_is_no_room_for_a_backup(
    desk: Desk, store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched(desk, store, qtbot)

    def full(*_: object, **__: object) -> None:
        raise Problem("Free some space.")

    monkeypatch.setattr("mi_crm.backups.making.check_room", full)
    with qtbot.waitSignal(desk.run(lambda _store, progress: None, backed_up="import").succeeded):
        pass
    desk.safety.look()
    until(qtbot, lambda: bool(desk.safety.standing and desk.safety.standing.failed))


# -- what is shown -----------------------------------------------------------------------------------


def test_home_says_what_was_proven(desk: Desk, store: Store, window: Window, qtbot: QtBot) -> None:
    store.write(a_gift, "850.00")
    home = window.screen_at("home")
    assert isinstance(home, HomeScreen)
    assert home.backup.isHidden()
    watched(desk, store, qtbot)
    assert home.backup.title.text() == "No backup yet"
    home.backup.now.click()
    at = f"{NOW.astimezone():%-I:%M %p}"
    until(qtbot, lambda: home.backup.title.text() == f"Proven {at}: 1 gifts, $850.00")
    assert window.strip._backup.text() == f"Backed up {at}, verified"


def errand(home: HomeScreen) -> Button | None:
    return home.findChild(Button, "errand backup")


def test_after_seven_days_without_a_second_place_the_line_rises_to_the_top(
    desk: Desk, store: Store, window: Window, qtbot: QtBot
) -> None:
    home = window.screen_at("home")
    assert isinstance(home, HomeScreen)
    home.reload()
    Shelf(store.path).remember(asked_at=(NOW - timedelta(days=6, hours=23)).isoformat())
    watched(desk, store, qtbot)
    until(qtbot, desk.tasks.idle)
    assert errand(home) is None
    Shelf(store.path).remember(asked_at=(NOW - timedelta(days=7)).isoformat())
    desk.safety.look()
    until(qtbot, lambda: errand(home) is not None)
    button = errand(home)
    assert button is not None
    assert "Choose a memory stick" in button.accessibleDescription()
    button.click()
    settings = window.current()
    assert settings is not None
    assert settings.name == "settings"
    assert window.findChild(BackupsPage) is not None


def test_a_failed_backup_is_told_in_words(desk: Desk, store: Store, window: Window, qtbot: QtBot) -> None:
    home = window.screen_at("home")
    assert isinstance(home, HomeScreen)
    home.reload()
    Shelf(store.path).remember(failed_at=NOW.isoformat(), failed_why="The disk is full. Free some space.")
    watched(desk, store, qtbot)
    assert "Backup failed" in window.strip._backup.text()
    assert home.backup.detail.text() == "The disk is full. Free some space."
    until(qtbot, lambda: errand(home) is not None)


def test_settings_list_each_backup_and_take_a_second_place(
    desk: Desk, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "OFFICE-USB").mkdir()
    store.write(a_gift)
    page = BackupsPage(desk)
    qtbot.addWidget(page)
    watched(desk, store, qtbot)
    questions(desk).answers = [tmp_path / "OFFICE-USB"]
    page.second.click()
    until(qtbot, lambda: len(page._model.rows) == 1)
    assert page._state(page._model.rows[0])[0] == "Proven, in 2 places"
    assert "OFFICE-USB" in page.second_words.text()
    page.trial.click()
    until(qtbot, lambda: page._state(page._model.rows[0])[0] == "Restored on trial")


def test_invented_data_is_not_backed_up(desk: Desk, qtbot: QtBot) -> None:
    page = BackupsPage(desk)
    qtbot.addWidget(page)
    assert not page.now.isEnabled()
    assert "not backed up" in page.detail.text()


# -- at the end --------------------------------------------------------------------------------------


def test_closing_backs_up_what_changed_and_then_closes(
    desk: Desk, store: Store, window: Window, qtbot: QtBot
) -> None:
    Closing(window)
    watched(desk, store, qtbot)
    store.write(a_gift)
    window.close()
    assert window.isVisible()
    until(qtbot, lambda: not window.isVisible())
    assert len(Shelf(store.path).backups()) == 1


def test_a_long_last_backup_is_told_and_can_be_done_without(
    threaded_desk: Desk, store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached = threading.Event()

    def endless(*_: object, progress: object, **__: object) -> Manifest:
        assert callable(progress)
        reached.set()
        while True:
            progress(1, 2)
            time.sleep(0.01)

    monkeypatch.setattr("mi_crm.backups.back_up.make", endless)
    window = Window(threaded_desk, version="0")
    qtbot.addWidget(window)
    window.show()
    Closing(window)
    watched(threaded_desk, store, qtbot)
    store.write(a_gift)
    window.close()
    until(qtbot, lambda: any(dialog.isVisible() for dialog in window.findChildren(Dialog)))
    assert reached.is_set()
    (dialog,) = window.findChildren(Dialog)
    assert dialog.windowTitle() == "Backing up before closing"
    dialog.act.click()
    until(qtbot, lambda: not window.isVisible())
    assert Shelf(store.path).backups() == []


def test_a_last_backup_that_fails_asks(
    desk: Desk, store: Store, window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise Problem("Free some space.")

    monkeypatch.setattr("mi_crm.backups.making.check_room", full)
    Closing(window)
    watched(desk, store, qtbot)
    store.write(a_gift)
    questions(desk).answers = [False]
    window.close()
    until(qtbot, lambda: questions(desk).asked == ["There is no new backup"])
    assert window.isVisible()
    questions(desk).answers = [True]
    window.close()
    until(qtbot, lambda: not window.isVisible())
