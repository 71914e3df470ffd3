"""Python's garbage is collected on the window's thread only: widgets that die on another one crash Qt."""

import gc
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer


class Sweeper(QObject):
    """Holds automatic collection back and collects every second, by Python's own thresholds."""

    _working: ClassVar[int] = 0

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin; made on the window's thread."""
        super().__init__(parent)
        Sweeper._working += 1
        gc.disable()
        # The modules of the start: to look through them takes longer than all that comes later.
        gc.freeze()
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()

    def sweep(self) -> None:
        """Collect the oldest generation that is due, and with it the younger ones."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return

    def settle(self) -> None:
        """Never look again at what is there now: modules, and screens that last as long as the window.

        What is garbage by now goes first, or it would stay for ever.
        """
        gc.collect(1)
        gc.freeze()

    def stop(self) -> None:
        """Let Python collect by itself again, once no other thread works any more."""
        if self._timer.isActive():
            self._timer.stop()
            Sweeper._working -= 1
            if not Sweeper._working:
                gc.unfreeze()
                gc.enable()
