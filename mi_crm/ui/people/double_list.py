"""Who may be in the list already, shown while somebody is being added; nothing is ever merged here."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mi_crm.people.doubles import Double
from mi_crm.people.rules.names import donor_number
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Avatar, clear
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import Sign
from mi_crm.ui.shared.style import px


class DoubleList(QFrame):
    """A warning that never blocks. `opened` brings the id of the one to open instead."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Warn of nobody."""
        super().__init__(parent)
        self.setProperty("notice", "warn")
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(Sign("triangle-alert", "warn", 16))
        top.addWidget(label(self.tr("May be in the list already"), "medium", tone="warn"), 1)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(8))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(14), px(10), px(10), px(10))
        rows.setSpacing(px(8))
        rows.addLayout(top)
        rows.addLayout(self._lines)
        self.hide()

    def show_doubles(self, found: Sequence[Double]) -> None:
        """Show who it may be, or nobody."""
        clear(self._lines)
        for double in found:
            self._lines.addWidget(self._line(double))
        self.setVisible(bool(found))

    def _line(self, double: Double) -> QWidget:
        hit = double.hit
        line = QWidget()
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(px(10))
        across.addWidget(Avatar(hit.name, hit.kind.value, 30))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(hit.name, "medium", wrap=True))
        about = " · ".join(part for part in (double.reason, hit.place, donor_number(hit.number)) if part)
        words.addWidget(label(about, "help", wrap=True))
        across.addLayout(words, 1)
        button = Button(self.tr("Open this one"), small=True)
        button.setAccessibleName(self.tr("Open {name}").format(name=hit.name))
        button.clicked.connect(partial(self.opened.emit, hit.id))
        across.addWidget(button)
        return line
