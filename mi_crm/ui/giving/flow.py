"""A line that goes on below when it is full: chips never push a window wider."""

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mi_crm.ui.shared.style import look, px

_GAP = 8


class Flow(QWidget):
    """Puts widgets side by side, and in a new line where there is no room.

    It places them itself: a QLayout made in Python shares its items with C++ in ways that end in a crash.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._parts: list[QWidget] = []
        look.changed.connect(self.place)

    def put(self, widget: QWidget, place: int | None = None) -> None:
        """Add a widget at the end, or before the one at this place."""
        self._parts.insert(len(self._parts) if place is None else place, widget)
        widget.setParent(self)
        widget.installEventFilter(self)
        widget.show()

    def take_out(self, widget: QWidget) -> None:
        """Take a widget away for good."""
        self._parts.remove(widget)
        widget.removeEventFilter(self)
        widget.hide()
        widget.deleteLater()
        self.place()

    def place(self) -> None:
        """Put every widget where it belongs, and be as high as that takes."""
        gap, least = px(_GAP), px(36)
        lines: list[list[QWidget]] = [[]]
        x = 0
        for part in self._parts:
            if part.isHidden():
                continue
            wide = part.sizeHint().width()
            if lines[-1] and x + wide > self.width():
                lines.append([])
                x = 0
            lines[-1].append(part)
            x += wide + gap
        y = 0
        for line in lines:
            high = max((part.sizeHint().height() for part in line), default=0)
            high = max(high, least)
            x = 0
            for part in line:
                size = part.sizeHint()
                part.setGeometry(QRect(x, y + (high - size.height()) // 2, size.width(), size.height()))
                x += size.width() + gap
            y += high
        self.setFixedHeight(y)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent, QEvent.Type.LayoutRequest):
            self.place()
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()
