"""Goes from one open batch to another, to single gifts, or to a new batch."""

from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from mi_crm.giving.queries.batches import BatchRow, batches
from mi_crm.giving.records import BatchStatus
from mi_crm.giving.rules import BATCH_WORDS
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place


class SwitchMenu(QObject):
    """A button with the open batches behind it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Make the button."""
        super().__init__(parent)
        self._desk = desk
        self.button = Button(self.tr("Switch batch"), icon="layers", parent=parent)
        self.button.clicked.connect(self.open)
        self.menu = QMenu(parent)

    def open(self) -> None:
        """Ask which batches are open, then show them."""
        self._desk.ask(batches, BatchStatus.OPEN).then(self._show)

    def _show(self, rows: list[BatchRow]) -> None:
        self.menu.clear()
        for row in rows:
            action = self.menu.addAction(self._words(row))
            action.triggered.connect(partial(self._desk.go, Place("record_gift", row.id, "batch")))
        if rows:
            self.menu.addSeparator()
        single = self.menu.addAction(self.tr("&Single gifts, posted at once"))
        single.triggered.connect(partial(self._desk.go, Place("record_gift", what="single")))
        new = self.menu.addAction(self.tr("&New batch…"))
        new.triggered.connect(partial(self._desk.go, Place("batches", what="new")))
        self.menu.setActiveAction(self.menu.actions()[0])
        self.menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def _words(self, row: BatchRow) -> str:
        name = self.tr("Batch {number}").format(number=row.number)
        left = row.balance.left
        still = self.tr("{amount} still to find").format(amount=left.dollars()) if left else ""
        return " · ".join(part for part in (name, row.title or BATCH_WORDS[row.kind], still) if part)
