"""The program as it starts, and hands at its keys."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.style import apply_style
from tests.journeys.hands import Hands

Start = Callable[[Path], Hands]


@pytest.fixture
def start(qapp: QApplication) -> Iterator[Start]:
    """Start the program on a file, new or known; at the end it is left as one leaves it."""
    apply_style(qapp, "light", 100)
    started: list[Hands] = []
    bugs: list[BaseException] = []

    def start(path: Path) -> Hands:
        hands = Hands(path)
        hands.desk.tasks.unhandled.connect(bugs.append)
        started.append(hands)
        return hands

    yield start
    for hands in started:
        hands.window.close()
        hands.comes_to_rest()
        hands.desk.tasks.close()
        hands.opening.close()
        hands.window.deleteLater()
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    assert not [bug for bug in bugs if not isinstance(bug, Problem)]


@pytest.fixture
def hands(start: Start, tmp_path: Path) -> Hands:
    """Sit at the program on a file that does not exist yet."""
    return start(tmp_path / "mi-crm.db")
