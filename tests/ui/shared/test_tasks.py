"""Answers come on the window's thread, after their asker has connected, and never to what is gone."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Cancelled, Progress
from mi_crm.ui.shared.tasks import Tasks


class Asker(QObject):
    """Keeps what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[object] = []
        self.threads: set[int] = set()

    def take(self, thing: object) -> None:
        self.told.append(thing)
        self.threads.add(threading.get_ident())


@pytest.fixture(params=[True, False], ids=["inline", "threaded"])
def tasks(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Tasks]:
    tasks = Tasks(inline=request.param)
    yield tasks
    qtbot.waitUntil(tasks.idle)
    tasks.close()


def test_an_answer_comes_queued_and_on_our_thread(tasks: Tasks, qtbot: QtBot) -> None:
    asker = Asker()
    tasks.read(lambda: 7).then(asker.take)
    assert asker.told == []
    qtbot.waitUntil(lambda: asker.told == [7])
    assert asker.threads == {threading.get_ident()}


def test_answers_of_one_thread_come_in_the_order_they_were_asked(tasks: Tasks, qtbot: QtBot) -> None:
    asker = Asker()
    for number in range(20):
        tasks.write(lambda number=number: number).then(asker.take)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(asker.told) == 20)
    assert asker.told == list(range(20))


def test_a_failure_nobody_takes_reaches_the_window(tasks: Tasks, qtbot: QtBot) -> None:
    asker = Asker()
    tasks.unhandled.connect(asker.take)

    def fail() -> None:
        raise Problem("No.")

    tasks.work(fail)
    qtbot.waitUntil(lambda: len(asker.told) == 1)
    assert str(asker.told[0]) == "No."


def test_a_failure_somebody_takes_stays_there(tasks: Tasks, qtbot: QtBot) -> None:
    asker, window = Asker(), Asker()
    tasks.unhandled.connect(window.take)

    def fail() -> None:
        raise Problem("No.")

    answer = tasks.work(fail).otherwise(asker.take)
    with qtbot.waitSignal(answer.finished):
        pass
    assert len(asker.told) == 1
    assert window.told == []


def test_an_answer_to_a_screen_that_is_gone_is_dropped(tasks: Tasks, qtbot: QtBot) -> None:
    asker = Asker()
    answer = tasks.read(lambda: 1).then(asker.take)
    asker.deleteLater()
    told = asker.told
    del asker
    with qtbot.waitSignal(answer.finished):
        pass
    assert told in ([], [1])


def test_long_work_tells_how_far_it_is(tasks: Tasks, qtbot: QtBot) -> None:
    def work(progress: Progress) -> str:
        for done in range(4):
            progress(done, 3)
        return "done"

    seen: list[tuple[int, int]] = []
    asker = Asker()
    answer = tasks.write_long(work).then(asker.take)
    answer.progressed.connect(lambda done, total: seen.append((done, total)))
    qtbot.waitUntil(lambda: asker.told == ["done"])
    assert seen[-1] == (3, 3)


def test_stopped_work_ends_quietly(qtbot: QtBot) -> None:
    tasks, window = Tasks(), Asker()
    tasks.unhandled.connect(window.take)
    started = threading.Event()
    seen: list[BaseException] = []

    def work(progress: Progress) -> None:
        try:
            while True:
                progress(1, 2)
                started.set()
        except Cancelled as stopped:
            seen.append(stopped)
            raise

    answer = tasks.write_long(work)
    assert started.wait(5)
    answer.stop()
    qtbot.waitUntil(tasks.idle)
    tasks.close()
    assert len(seen) == 1
    assert window.told == []


def test_closing_finishes_what_is_being_written() -> None:
    tasks = Tasks()
    written: list[int] = []
    for number in range(5):
        tasks.write(lambda number=number: written.append(number))  # type: ignore[misc]
    tasks.close()
    assert written == [0, 1, 2, 3, 4]
