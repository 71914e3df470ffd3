"""The system asks the program to end: it closes the file as it does when a person quits."""

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class Ending(QObject):
    """`asked` comes when the system shuts down, the screen goes away or somebody ends the program."""

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Listen from now on, on the main thread."""
        super().__init__(parent)
        # Python sees a signal only when Qt gives it its turn: the wakeup makes Qt do so at once.
        self._here, self._there = socket.socketpair()
        for end in (self._here, self._there):
            end.setblocking(False)
        signal.set_wakeup_fd(self._there.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._here.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)
        for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
            if (number := getattr(signal, name, None)) is not None:
                signal.signal(number, self._ask)

    def _wake(self) -> None:
        self._here.recv(64)

    def _ask(self, _number: int, _frame: object) -> None:
        self.asked.emit()
