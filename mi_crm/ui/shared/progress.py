"""Long work on screen: after two seconds its name, its count and Stop."""

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.tasks import Answer


class RunBar(QFrame):
    """One piece of long work, shown at the top of the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Wait for work."""
        super().__init__(parent)
        self.setProperty("notice", "info")
        self._answer: Answer[Any] | None = None
        self._here = ""
        self._words, self._count = label("", "medium", tone="softink"), label("", "help")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._stop = Button(self.tr("Stop"), "secondary", small=True)
        self._stop.clicked.connect(self._ask_to_stop)
        line = QHBoxLayout(self)
        line.setContentsMargins(px(14), px(9), px(10), px(9))
        line.setSpacing(px(14))
        rows = QVBoxLayout()
        rows.setSpacing(px(6))
        top = QHBoxLayout()
        top.addWidget(self._words, 1)
        top.addWidget(self._count)
        rows.addLayout(top)
        rows.addWidget(self._bar)
        line.addLayout(rows, 1)
        line.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignVCenter)
        self._late = QTimer(self, singleShot=True, interval=2000)
        self._late.timeout.connect(self._show)
        self.hide()

    def follow(self, answer: Answer[Any]) -> None:
        """Follow a piece of work until it is done."""
        self._answer = answer
        self._stop.setEnabled(True)
        self._stop.setVisible(answer.stoppable)
        self._bar.setRange(0, 0)
        self._count.setText("")
        answer.progressed.connect(self._go_on)
        answer.finished.connect(self._end)
        self._late.start()

    def stand_at(self, screen: str) -> None:
        """Leave it to the screen in hand to show its own work."""
        self._here = screen
        if self._answer is not None and not self._late.isActive():
            self._show()

    def _show(self) -> None:
        if self._answer is not None:
            self._words.setText(self._answer.words or self.tr("Working"))
            self.setVisible(not self._answer.shown_at or self._answer.shown_at != self._here)

    def _go_on(self, done: int, total: int) -> None:
        if self.sender() is self._answer:
            self._bar.setRange(0, max(0, total))
            self._bar.setValue(done)
            count = self.tr("{done} of {total}").format(done=f"{done:,}", total=f"{total:,}")
            self._count.setText(count if total else "")

    def _ask_to_stop(self) -> None:
        if self._answer is not None:
            self._answer.stop()
            self._stop.setEnabled(False)
            self._words.setText(self.tr("Stopping after the one in hand"))

    def _end(self) -> None:
        if self.sender() is self._answer:
            self._answer = None
            self._late.stop()
            self.hide()
