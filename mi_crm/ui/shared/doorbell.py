"""A second start on the same file calls the window that has it open, and leaves."""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from mi_crm.store.lock import call_name

_TRIES, _BETWEEN = 10, 0.1
"""The other window may have started a moment ago."""


class Doorbell(QObject):
    """Tells a window that somebody called it; only this user of the computer can."""

    rung = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Hear nothing yet."""
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    def listen(self, path: Path) -> None:
        """Hear calls for the window on a file whose lock it holds."""
        name = call_name(path)
        # Who holds the lock is alone: what bears the name was left by a process that was killed.
        QLocalServer.removeServer(name)
        self._server.listen(name)

    def close(self) -> None:
        """Hear nothing any more."""
        self._server.close()

    def _answer(self) -> None:
        while caller := self._server.nextPendingConnection():
            caller.disconnected.connect(caller.deleteLater)
            caller.disconnectFromServer()
            self.rung.emit()


def ring(path: Path) -> bool:
    """Call the window on a file; return whether it heard."""
    if sys.platform == "win32":
        import ctypes

        # Only who was just started may come forward, and may let another do so: here, any.
        ctypes.windll.user32.AllowSetForegroundWindow(-1)
    for _ in range(_TRIES):
        caller = QLocalSocket()
        caller.connectToServer(call_name(path))
        if caller.waitForConnected(1_000):
            caller.disconnectFromServer()
            return True
        time.sleep(_BETWEEN)
    return False
