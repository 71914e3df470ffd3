"""A desk at a real store, with and without threads; questions are answered by the test."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from mi_crm.shared.problems import Problem
from mi_crm.store.store import Store
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.messages import Questions
from mi_crm.ui.shared.preferences import Preferences
from mi_crm.ui.shared.style import apply_style, dress
from mi_crm.ui.shared.tasks import Tasks
from mi_crm.ui.window import Window
from tests.conftest import NOW, TODAY


class Answers(Questions):
    """Gives the answers of a test, in order; `asked` lists the titles of the questions."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.asked: list[str] = []

    def _next(self, title: str) -> Any:
        self.asked.append(title)
        assert self.answers, f"a question nobody expected: {title}"
        return self.answers.pop(0)

    def ask(
        self,
        parent: QWidget | None,
        title: str,
        sentence: str,
        action: str,
        *,
        keep: str = "",
        danger: bool = True,
    ) -> bool:
        return bool(self._next(title))

    def tell(self, parent: QWidget | None, title: str, sentence: str) -> None:
        self.asked.append(title)

    def ask_reason(
        self,
        parent: QWidget | None,
        title: str,
        sentence: str,
        reasons: Sequence[str],
        action: str,
        *,
        keep: str = "",
    ) -> str | None:
        answer: str | None = self._next(title)
        return answer

    def ask_password(self, parent: QWidget | None, title: str, sentence: str, action: str) -> str | None:
        answer: str | None = self._next(title)
        return answer

    def choose_file(self, parent: QWidget | None, title: str, pattern: str = "") -> Path | None:
        answer: Path | None = self._next(title)
        return answer

    def choose_save_file(
        self, parent: QWidget | None, title: str, name: str, pattern: str = ""
    ) -> Path | None:
        answer: Path | None = self._next(title)
        return answer

    def choose_folder(self, parent: QWidget | None, title: str) -> Path | None:
        answer: Path | None = self._next(title)
        return answer


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> Iterator[None]:
    """Start every test light and at 100 %, with the shipped fonts."""
    apply_style(qapp, "light", 100)
    yield
    apply_style(qapp, "light", 100)


class DressedBot(QtBot):
    """A robot whose windows wear what the program's window wears."""

    @override
    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 20_000) -> None:
        """Wait longer than Qt's robot would: other programs may keep the computer busy."""
        super().waitUntil(callback, timeout=timeout)

    @override
    def addWidget(self, widget: QWidget, **kwargs: Any) -> None:
        dress(widget)
        super().addWidget(widget, **kwargs)


@pytest.fixture
def qtbot(request: pytest.FixtureRequest, qapp: QApplication) -> QtBot:
    """Drive widgets that are dressed as in the program, each one alone."""
    return DressedBot(request)


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    """Return the settings of a computer that never ran the program."""
    found = Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    found.who = "Dana Whitlock"
    return found


def a_desk(store: Store, preferences: Preferences, *, inline: bool) -> Desk:
    """Return a desk on November 16, 2026."""
    return Desk(
        store, Tasks(inline=inline), preferences, today=lambda: TODAY, now=lambda: NOW, questions=Answers()
    )


@pytest.fixture
def desk(store: Store, preferences: Preferences, qtbot: QtBot) -> Iterator[Desk]:
    """Sit at a desk that works at once; only answers are queued. A bug nobody expected fails the test."""
    desk = a_desk(store, preferences, inline=True)
    yield from _watched(desk, qtbot)


@pytest.fixture
def threaded_desk(store: Store, preferences: Preferences, qtbot: QtBot) -> Iterator[Desk]:
    """Sit at a desk that works on its threads, as in life."""
    desk = a_desk(store, preferences, inline=False)
    yield from _watched(desk, qtbot)


@pytest.fixture(params=[True, False], ids=["inline", "threaded"])
def any_desk(
    request: pytest.FixtureRequest, store: Store, preferences: Preferences, qtbot: QtBot
) -> Iterator[Desk]:
    """Sit at both kinds of desk, one after the other."""
    desk = a_desk(store, preferences, inline=request.param)
    yield from _watched(desk, qtbot)


def _watched(desk: Desk, qtbot: QtBot) -> Iterator[Desk]:
    errors: list[BaseException] = []
    desk.tasks.unhandled.connect(errors.append)
    yield desk
    qtbot.waitUntil(desk.tasks.idle)
    desk.tasks.close()
    desk.deleteLater()
    bugs = [error for error in errors if not isinstance(error, Problem)]
    if bugs and not desk.property("expects bugs"):
        raise AssertionError(f"a bug reached the window: {bugs[0]!r}") from bugs[0]


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Window:
    """Open the window with every screen, on an empty store."""
    window = Window(desk, version="0")
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    return window


def questions(desk: Desk) -> Answers:
    """Return the questions of a desk, to be given answers."""
    assert isinstance(desk.questions, Answers)
    return desk.questions
