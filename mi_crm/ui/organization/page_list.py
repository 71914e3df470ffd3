"""The list of settings at the left."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import paint_focus
from mi_crm.ui.shared.style import color, px, sans

_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_INTO: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right)
_KEYS_OF_THE_LIST: Final = (*_STEPS, *_INTO, Qt.Key.Key_Left)


class _Entry(QAbstractButton):
    """One page of the settings."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A button would send the arrows to its neighbors in the order of Tab; here they are the list's.
        if event.key() in _KEYS_OF_THE_LIST:
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(160), px(32))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            painter.setPen(QPen(color("line2"), 1))
            painter.setBrush(color("surface"))
            painter.drawRoundedRect(edge, px(8), px(8))
        elif self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("line"))
            painter.drawRoundedRect(edge, px(8), px(8))
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), px(8))
        painter.setFont(sans(13, 600 if self.isChecked() else 500))
        painter.setPen(color("ink" if self.isChecked() else "ink2"))
        painter.drawText(self.rect().adjusted(px(13), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())


class PageList(QWidget):
    """`chosen` brings the key of a page, `opened` wants to go into it; the arrows go up and down."""

    chosen = Signal(str)
    opened = Signal()

    def __init__(self, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> None:
        """Offer groups of (key, words)."""
        super().__init__()
        self.setFixedWidth(px(196))
        self._entries: dict[str, _Entry] = {}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for place, (group, pages) in enumerate(groups):
            words = label(group, "group")
            words.setContentsMargins(px(13), px(14 if place else 8), 0, px(6))
            rows.addWidget(words)
            for key, name in pages:
                entry = _Entry(name)
                entry.setProperty("page", key)
                entry.clicked.connect(self._clicked)
                self._entries[key] = entry
                rows.addWidget(entry)
        rows.addStretch(1)

    def _clicked(self) -> None:
        self._choose(str(self.sender().property("page")))
        self.opened.emit()

    def _choose(self, key: str) -> None:
        self.show_at(key)
        self.chosen.emit(key)

    def show_at(self, key: str) -> None:
        """Mark a page without telling anybody; Tab comes to it alone."""
        here = any(entry.hasFocus() for entry in self._entries.values())
        for name, entry in self._entries.items():
            entry.setChecked(name == key)
            entry.setFocusPolicy(Qt.FocusPolicy.StrongFocus if name == key else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self._entries[key])
        if here:
            self._entries[key].setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = list(self._entries)
        here = next((place for place, key in enumerate(keys) if self._entries[key].hasFocus()), None)
        step = _STEPS.get(Qt.Key(event.key()))
        if here is not None and event.key() in _INTO:
            self.opened.emit()
            return
        if here is None or step is None:
            super().keyPressEvent(event)
            return
        self._choose(keys[(here + step) % len(keys)])
