"""F1: every key that works here, searchable."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.shared.text import fold
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.fields import TextField
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Column, Table, TableModel


class KeyMap(QDialog):
    """The keys of the screen first, then those of the window."""

    def __init__(
        self, groups: Sequence[tuple[str, Sequence[KeyHint]]], parent: QWidget | None = None
    ) -> None:
        """Show groups of keys, each under its words."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.resize(px(520), px(600))
        self._rows = [(where, hint) for where, hints in groups for hint in hints]
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(24), px(20), px(24), px(18))
        rows.setSpacing(px(12))
        rows.addWidget(label(self.tr("Keys that work here"), "pane"))
        self.search = TextField(self.tr("Find a key or what it does"))
        self.search.edited.connect(self._look)
        rows.addWidget(self.search)
        self.table = Table(self.tr("Keys"), rows=40)
        self.model: TableModel[tuple[str, KeyHint]] = TableModel(
            [
                Column(self.tr("Key"), _key, width=130, strong=True),
                Column(self.tr("What it does"), _words, width=None),
                Column(self.tr("Where"), _where, width=110, quiet=True),
            ],
            self,
        )
        self.table.set_model(self.model)
        rows.addWidget(self.table, 1)
        close = Button(self.tr("Close"), key="Esc")
        close.clicked.connect(self.reject)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(close)
        rows.addLayout(line)
        self._look()
        self.search.setFocus()

    def _look(self) -> None:
        wanted = fold(self.search.value())
        self.model.show_rows(
            [row for row in self._rows if wanted in fold(f"{row[1].key} {row[1].words} {row[0]}")]
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.search.input.hasFocus():
            self.table.setFocus()
        else:
            super().keyPressEvent(event)


def _key(row: tuple[str, KeyHint]) -> str:
    return row[1].key


def _words(row: tuple[str, KeyHint]) -> str:
    return row[1].words


def _where(row: tuple[str, KeyHint]) -> str:
    return row[0]
