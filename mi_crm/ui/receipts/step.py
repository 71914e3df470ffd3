"""A step of something that takes several answers: it remembers what the answer is for."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject


class Step(QObject):
    """Goes on with an answer, and never for a screen that is gone."""

    def __init__(self, owner: QObject, go_on: Callable[[Any], object]) -> None:
        """Wait for one answer on behalf of `owner`."""
        super().__init__(owner)
        self._go_on = go_on

    def take(self, result: object) -> None:
        """Go on with the answer."""
        self.deleteLater()
        self._go_on(result)
