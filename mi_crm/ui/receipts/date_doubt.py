"""Whether today is right: asked before a number is taken under a date that may be wrong."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mi_crm.receipts.actions.clock import DateInDoubt, confirm_date
from mi_crm.ui.shared.desk import Desk


class DateDoubt(QObject):
    """Asks, and does again what was refused; any other failure is shown."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        """Ask for one screen."""
        super().__init__(window)
        self._desk, self._window = desk, window
        self.again: Callable[[], object] = lambda: None

    def meet(self, error: BaseException) -> None:
        """Ask whether the date is right, and only then do it again."""
        desk = self._desk
        if not isinstance(error, DateInDoubt):
            desk.tasks.unhandled.emit(error)
        elif desk.questions.ask(
            self._window,
            self.tr("Is today {day}?").format(day=error.values["today"]),
            self.tr("This computer says so, but {why}. A receipt bears its date for good.").format(
                why=error.values["why"]
            ),
            self.tr("Yes, the date is right"),
            keep=self.tr("No, I set it first"),
            danger=False,
        ):
            desk.trust_clock()
            desk.do(confirm_date, desk.today()).then(self._confirmed)

    def _confirmed(self, _nothing: None) -> None:
        self.again()
