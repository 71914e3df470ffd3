"""The last backup of the day: the window stays until it is proven, or somebody does without it."""

from typing import Any

from PySide6.QtCore import QObject, QTimer

from mi_crm.shared.progress import Cancelled
from mi_crm.ui.shared.messages import Dialog
from mi_crm.ui.shared.tasks import Answer
from mi_crm.ui.window import Window

_MOMENT = 400
"""Milliseconds that a window may take to close without a word."""


class Closing(QObject):
    """Stands between the wish to close the window and its end."""

    def __init__(self, window: Window) -> None:
        """Ask to be asked."""
        super().__init__(window)
        self._window = window
        self._answer: Answer[Any] | None = None
        self._dialog: Dialog | None = None
        self._done = False
        self._late = QTimer(self, singleShot=True, interval=_MOMENT)
        self._late.timeout.connect(self._show)
        window.may_close = self.may_close

    def may_close(self) -> bool:
        """Return whether the window may close now; otherwise it closes by itself once the backup is there."""
        if self._done:
            return True
        if self._answer is None:
            self._answer = self._window.desk.safety.back_up_at_end()
            if self._answer is None:
                return True
            self._answer.then(self._end).otherwise(self._failed)
            self._late.start()
        return False

    def _show(self) -> None:
        self._dialog = Dialog(
            self._window,
            self.tr("Backing up before closing"),
            self.tr("The window closes by itself when the backup is proven."),
            self.tr("Close without it"),
            keep=self.tr("Wait for it"),
            danger=False,
        )
        self._dialog.accepted.connect(self._go_without)
        self._dialog.open()

    def _go_without(self) -> None:
        if self._answer is not None:
            self._answer.stop()

    def _failed(self, error: BaseException) -> None:
        self._put_away()
        self._answer = None
        if isinstance(error, Cancelled) or self._window.desk.questions.ask(
            self._window,
            self.tr("There is no new backup"),
            str(error),
            self.tr("Close all the same"),
            keep=self.tr("Stay here"),
        ):
            self._end(None)

    def _end(self, _made: object) -> None:
        self._put_away()
        self._done = True
        self._window.close()

    def _put_away(self) -> None:
        self._late.stop()
        if self._dialog is not None:
            self._dialog.close()
            self._dialog.deleteLater()
            self._dialog = None
