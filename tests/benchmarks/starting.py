"""A start to be timed as a whole process: of a bare window, or of the program until its first list.

    python -m tests.benchmarks.starting bare
    python -m tests.benchmarks.starting program FILE

Prints the seconds of the processor until the window was drawn, and until the first screen had its answers.
"""

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow
from typing_extensions import override


def say() -> None:
    """Print how much of the processor this process has used."""
    print(time.process_time(), flush=True)


class Bare(QMainWindow):
    """A window with nothing in it."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        say()
        QTimer.singleShot(0, self, self.leave)

    def leave(self) -> None:
        QApplication.quit()


def bare() -> None:
    app = QApplication(sys.argv[:1])
    window = Bare()
    window.resize(1440, 900)
    window.show()
    app.exec()


def program(path: Path) -> None:
    from mi_crm import app
    from mi_crm.ui import window

    class Watched(window.Window):
        """The program's own window, which says when it is drawn and when its first screen has its answers."""

        drawn = False

        @override
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            if not self.drawn:
                self.drawn = True
                say()
                self.look = QTimer(self, interval=2)
                self.look.timeout.connect(self.ask)
                self.look.start()

        def ask(self) -> None:
            if self.current() is not None and self.desk.tasks.idle():
                self.look.stop()
                say()
                QApplication.quit()

    window.Window = Watched  # type: ignore[misc]
    app.open_window(path)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if sys.argv[1] == "bare":
        bare()
    else:
        program(Path(sys.argv[2]))
