"""What is selected in the register, what it comes to, and what can really be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from mi_crm.giving.queries.register import GiftRow
from mi_crm.giving.records import Acknowledgment, GiftStatus
from mi_crm.shared.money import ZERO
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.style import look, px

_ROOM = 820
"""From so many logical px on there is room for a sentence."""


class SelectionBar(QFrame):
    """Hidden while nothing is selected."""

    cleared = Signal()
    correct_asked = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show nothing selected."""
        super().__init__(parent)
        self.desk = desk
        self._rows: Sequence[GiftRow] = ()
        self.setProperty("notice", "info")
        self._count, self._sum = label("", "strong", tone="softink"), label("", "strong", tone="softink")
        self._said = label("", "help", tone="softink", wrap=True)
        self.receipts = Button("", "primary", icon="receipt-text", small=True)
        self.receipts.clicked.connect(self._to_receipts)
        self.correct = Button(self.tr("Correct…"), icon="pencil", small=True)
        self.correct.clicked.connect(self._correct)
        clear = Button(self.tr("Clear"), "quiet", key="Esc", small=True)
        clear.clicked.connect(self.cleared)
        line = QHBoxLayout(self)
        line.setContentsMargins(px(18), px(5), px(10), px(5))
        line.setSpacing(px(10))
        for widget in (self._count, self._sum, self.receipts, self.correct):
            line.addWidget(widget)
        line.addWidget(self._said, 10)
        line.addStretch(1)
        line.addWidget(clear)
        self.hide()

    def show_rows(self, rows: Sequence[GiftRow]) -> None:
        """Show what is selected."""
        self._rows = rows
        self.setVisible(bool(rows))
        if not rows:
            return
        total = sum((row.amount for row in rows), ZERO)
        self._count.setText(self.tr("{count} selected").format(count=f"{len(rows):,}"))
        self._sum.setText(total.dollars())
        self.setAccessibleName(f"{self._count.text()}, {total.dollars()}")
        waiting = self._waiting()
        self.receipts.setVisible(bool(waiting))
        words = self.tr("Receipt of 1 gift") if len(waiting) == 1 else self.tr("Receipts of {count} gifts")
        self.receipts.setText(words.format(count=len(waiting)))
        standing = [row for row in rows if row.status is GiftStatus.POSTED]
        self.correct.setVisible(len(rows) == 1 and len(standing) == 1 and not rows[0].refunded)
        if len(rows) > 1:
            self._said.setText(self.tr("Gifts are corrected one at a time."))
        elif standing:
            self._said.setText(
                self.tr("A posted gift changes only by a correction, which keeps before and after.")
            )
        else:
            self._said.setText(self.tr("This line stays as it is."))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._said.setVisible(self.width() / look.scale > _ROOM)

    def _waiting(self) -> list[GiftRow]:
        return [
            row
            for row in self._rows
            if row.status is GiftStatus.POSTED and row.acknowledgment is Acknowledgment.WAITING
        ]

    def _to_receipts(self) -> None:
        waiting = self._waiting()
        place = Place("receipts", waiting[0].id) if len(waiting) == 1 else Place("receipts", what="waiting")
        self.desk.go(place)

    def _correct(self) -> None:
        self.correct_asked.emit(self._rows[0].id)
