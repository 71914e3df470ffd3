"""What came of a run: what was issued, what was not and why, and whether it was printed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mi_crm.receipts.actions.issue import RunResult
from mi_crm.ui.receipts.words import number_span
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Notice


class ResultNotice(Notice):
    """Stands above the queue until it is dismissed. `print_asked` asks for the papers."""

    print_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Say nothing yet."""
        self.again = Button("", icon="printer", small=True)
        super().__init__("done", closable=True, action=self.again, parent=parent)
        self.again.clicked.connect(self.print_asked)
        self.hide()

    def show_result(self, result: RunResult, *, printed: bool) -> None:
        """Say what was issued and what was not, and why."""
        numbers, refused = [one.number for one in result.issued], result.refused
        said = [self._issued(numbers)]
        if refused:
            words = self.tr("1 was not:") if len(refused) == 1 else self.tr("{n} were not:")
            said.append(words.format(n=f"{len(refused):,}"))
        if result.left:
            said.append(self.tr("Stopped; {n} still wait.").format(n=f"{result.left:,}"))
        lines = [f"{one.donor}, {one.gift}: {one.reason}" for one in refused[:5]]
        if len(refused) > 5:
            lines.append(self.tr("and {n} more").format(n=f"{len(refused) - 5:,}"))
        self._offer(self.tr("Print") if numbers and not printed else "")
        self.say("warn" if refused else "done", " ".join(said), "\n".join(lines))
        self.show()

    def _issued(self, numbers: Sequence[str]) -> str:
        if not numbers:
            return self.tr("Nothing was issued.")
        words = self.tr("{numbers} issued.") if len(numbers) == 1 else self.tr("{n} issued, {numbers}.")
        return words.format(n=f"{len(numbers):,}", numbers=number_span(numbers))

    def show_not_printed(self, numbers: Sequence[str]) -> None:
        """Say that the numbers stay although the paper did not come out."""
        span = number_span(numbers)
        self._offer(self.tr("Print again {numbers}").format(numbers=span))
        words = (
            self.tr("Not printed. The number stays: {numbers}.")
            if len(numbers) == 1
            else self.tr("Not printed. The numbers stay: {numbers}.")
        )
        self.say("warn", words.format(numbers=span))
        self.show()

    def _offer(self, words: str) -> None:
        self.again.setText(words)
        self.again.setVisible(bool(words))
