"""A widget in a ring of references dies on the window's thread, whatever the other threads do."""

import gc
import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mi_crm.ui.shared.tasks import Tasks

died: list[int] = []


class Ring(QObject):
    """Refers to itself, so that only the collector can take it away."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self

    def __del__(self) -> None:
        died.append(threading.get_ident())


def litter() -> int:
    """Make enough garbage to set off every automatic collection."""
    return len([{"ring": []} for _ in range(200_000)])


def test_nothing_is_collected_on_a_working_thread(qtbot: QtBot) -> None:
    died.clear()
    tasks = Tasks()
    try:
        for _ in range(2000):
            Ring()
        for job in (tasks.read, tasks.write, tasks.work):
            job(litter)
        qtbot.waitUntil(tasks.idle, timeout=20_000)
        assert not gc.isenabled()
        assert set(died) <= {threading.get_ident()}
        qtbot.waitUntil(lambda: len(died) == 2000, timeout=20_000)
        assert set(died) == {threading.get_ident()}
    finally:
        tasks.close()
    assert gc.isenabled()


def test_what_stays_is_not_looked_at_again_and_what_comes_after_it_is(qtbot: QtBot) -> None:
    died.clear()
    tasks = Tasks()
    try:
        assert gc.get_freeze_count() > 10_000, "the modules of the start are looked through"
        Ring()
        screens = [Ring() for _ in range(10)]
        tasks.settle()
        assert len(died) == 1, "garbage was kept for ever"
        del screens
        died.clear()
        stays = gc.get_freeze_count()
        assert stays > 10_000
        for _ in range(2000):
            Ring()
        qtbot.waitUntil(lambda: len(died) == 2000, timeout=20_000)
        assert gc.get_freeze_count() >= stays - 2000
    finally:
        tasks.close()
    assert gc.get_freeze_count() == 0
