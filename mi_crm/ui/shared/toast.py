"""What just happened, in one line at the bottom, and how to take it back."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QEnterEvent,
    QFontMetrics,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from mi_crm.ui.shared.icons import paint_icon
from mi_crm.ui.shared.style import color, px, sans

SECONDS = 8


class _UndoButton(QAbstractButton):
    """Undo, with its key."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(self.tr("Undo"))
        self.setAccessibleName(self.text())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        wide = QFontMetrics(sans(13, 600)).horizontalAdvance(self.text())
        return QSize(wide + px(12) + QFontMetrics(sans(11, 500)).horizontalAdvance("Ctrl Z") + px(12), px(28))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = self.rect().adjusted(px(6), 0, -px(6), 0)
        painter.setFont(sans(13, 600))
        painter.setPen(color("toast_accent"))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.setFont(sans(11, 500))
        painter.setPen(color("toast_ink"))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, "Ctrl Z")
        if self.hasFocus():
            painter.setPen(color("toast_accent"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), px(4), px(4))


class Toast(QWidget):
    """Stays for eight seconds, and while it is hovered or has the focus."""

    undone = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Wait for something to say."""
        super().__init__(parent)
        self._words = ""
        self._room = parent
        self._undo = _UndoButton(self)
        self._undo.clicked.connect(self._take_back)
        self._undo.installEventFilter(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(px(44), px(6), px(12), px(6))
        line.addStretch(1)
        line.addWidget(self._undo)
        self._timer = QTimer(self, singleShot=True, interval=SECONDS * 1000)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, words: str, *, undo: bool) -> None:
        """Show the words, with or without Undo."""
        self._words = words
        self.setAccessibleName(words)
        self._undo.setVisible(undo)
        self.place()
        self.show()
        self.raise_()
        self.update()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def place(self) -> None:
        """Stand at the bottom, in the middle."""
        parent = self._room
        wide = QFontMetrics(sans(13, 600)).horizontalAdvance(self._words) + px(70)
        if not self._undo.isHidden():
            wide += self._undo.sizeHint().width() + px(24)
        wide = min(max(wide, px(280)), parent.width() - px(24))
        self.setGeometry((parent.width() - wide) // 2, parent.height() - px(44 + 12), wide, px(44))

    def _take_back(self) -> None:
        self.hide()
        self.undone.emit()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        if not self._undo.hasFocus():
            self._timer.start()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._timer.stop()
        elif event.type() == QEvent.Type.FocusOut:
            self._timer.start()
        return super().eventFilter(watched, event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("toast"))
        painter.drawRoundedRect(self.rect(), px(8), px(8))
        side = px(18)
        paint_icon(
            painter, "circle-check", QRectF(px(16), (self.height() - side) / 2, side, side), "toast_pos"
        )
        font = sans(13, 600)
        painter.setFont(font)
        painter.setPen(color("toast_ink"))
        right = self._undo.width() + px(16) if not self._undo.isHidden() else px(12)
        place = self.rect().adjusted(px(44), 0, -right, 0)
        words = QFontMetrics(font).elidedText(self._words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
