"""Screens made ahead of their first visit, so that the first is as quick as the second."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from mi_crm.ui.shared.tasks import Answer
from mi_crm.ui.window import Window

_PAUSE = 50
"""Milliseconds between two steps, in which keys and answers have their turn."""


class Ahead(QObject):
    """Makes one screen after another behind the one in hand.

    Modules are loaded off the window's thread; making a screen, putting it into the window and each part
    that it leaves for later are steps of their own, so that none of them holds up a key. `done` comes when
    every screen is there.
    """

    done = Signal()

    def __init__(self, window: Window) -> None:
        """Make nothing before `begin`."""
        super().__init__(window)
        self._window = window
        self._steps: Iterator[Answer[Any] | None] = iter(())
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._step)

    def begin(self) -> None:
        """Begin with the screens of the window in their order."""
        self._steps = self._make_all()
        self._pause.start()

    def stop(self) -> None:
        """Make nothing more, as another file comes."""
        self._steps = iter(())
        self._pause.stop()

    def _step(self) -> None:
        if not self._window.desk.tasks.idle():
            self._pause.start()
            return
        try:
            answer = next(self._steps)
        except StopIteration:
            self.done.emit()
            return
        if answer is None:
            self._pause.start()
        else:
            answer.finished.connect(self._pause.start)

    def _make_all(self) -> Iterator[Answer[Any] | None]:
        """Make everything; whoever goes to a screen in the meantime finds what there is."""
        for name in self._window.places():
            yield self._window.desk.work(self._window.load, name)
            self._window.make(name)
            yield None
            screen = self._window.screen_at(name)
            yield None
            for part in screen.later():
                part()
                yield None
            # Screen by screen: a sweep while this goes on would look through all of them at once.
            self._window.desk.tasks.settle()
            yield None
