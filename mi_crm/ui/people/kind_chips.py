"""The chips above the list: everyone, or one kind."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.marks import paint_focus
from mi_crm.ui.shared.style import color, px, sans


class _Chip(QAbstractButton):
    """One choice: its words and how many there are."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._words, self._count = words, ""
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_count(None)

    def set_count(self, count: int | None) -> None:
        """Show how many there are, or nothing."""
        self._count = "" if count is None else f" {count:,}"
        self.setAccessibleName(self._words + self._count)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        words = QFontMetrics(sans(12, 500)).horizontalAdvance(self._words + self._count)
        return QSize(words + px(22), px(28))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        on = self.isChecked()
        painter.setPen(Qt.PenStyle.NoPen if on else QPen(color("line2"), 1))
        painter.setBrush(color("soft" if on else "surface"))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        painter.setFont(sans(12, 600 if on else 500))
        painter.setPen(color("softink" if on else "ink2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words + self._count)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), self.height() / 2)


class KindChips(QWidget):
    """Chooses one of a few lists; `chosen` brings its key."""

    chosen = Signal(str)

    def __init__(self, choices: Mapping[str, str], parent: QWidget | None = None) -> None:
        """Offer words by key; the first is chosen."""
        super().__init__(parent)
        self._chips: dict[str, _Chip] = {}
        for key, words in choices.items():
            chip = _Chip(words, self)
            chip.setChecked(not self._chips)
            chip.clicked.connect(self._clicked)
            self._chips[key] = chip
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(flowing(*self._chips.values(), gap=6, line_gap=6))

    def key(self) -> str:
        """Return the key of the chosen list."""
        return next(key for key, chip in self._chips.items() if chip.isChecked())

    def choose(self, key: str) -> None:
        """Choose a list without telling anybody."""
        self._chips[key].setChecked(True)

    def show_counts(self, counts: Mapping[str, int | None]) -> None:
        """Show how many there are behind each chip."""
        for key, chip in self._chips.items():
            chip.set_count(counts.get(key))

    def show_chip(self, key: str, shown: bool) -> None:
        """Show a chip or leave it out."""
        self._chips[key].setVisible(shown)

    def _clicked(self) -> None:
        self.chosen.emit(self.key())
