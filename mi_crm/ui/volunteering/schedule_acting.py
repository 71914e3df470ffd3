"""What every act of the schedule has in common: it acts once, and says what went wrong."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mi_crm.shared.problems import Conflict, Problem
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.tasks import Answer
from mi_crm.volunteering.actions.placing import Refused


class Acting(QObject):
    """Runs acts; `settled` comes when one is done or refused, `stale` when somebody was quicker."""

    settled = Signal()
    stale = Signal()

    def __init__(self, desk: Desk, screen: QWidget) -> None:
        """Ask questions over this screen."""
        super().__init__(screen)
        self.desk, self.screen = desk, screen
        self.busy = False

    def begin(self) -> bool:
        """Return whether to go on: a key pressed twice acts once."""
        if self.busy:
            return False
        self.busy = True
        return True

    def follow(self, answer: Answer[Any], refused: Callable[[Problem], object] | None = None) -> None:
        """Tell what goes wrong; `refused` is called when something stands in the way of a helper."""
        answer.otherwise(partial(self._failed, refused))
        answer.finished.connect(self.end)

    def end(self) -> None:
        """Let the next act begin."""
        self.busy = False
        self.settled.emit()

    def _failed(self, refused: Callable[[Problem], object] | None, error: BaseException) -> None:
        """Let the next act begin."""
        """Tell what went wrong; `refused` is called when something stands in the way."""
        if isinstance(error, Conflict):
            # Somebody was quicker: what is true now is shown, and said once.
            self.desk.tell(
                Problem("Someone else changed this shift meanwhile. It is shown as it is now: look again.")
            )
            self.stale.emit()
        elif isinstance(error, Refused) and refused is not None:
            refused(error)
        elif isinstance(error, Problem):
            self.desk.tell(error)
        else:
            self.desk.tasks.unhandled.emit(error)

    def done(self, words: str, _result: object = None) -> None:
        """Tell what was done, with Undo beside it."""
        self.desk.done(words)
