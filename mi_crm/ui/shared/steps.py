"""How far a job of several pages is: numbered steps on a line."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from mi_crm.ui.shared.icons import paint_icon
from mi_crm.ui.shared.style import color, px, sans

_CIRCLE, _GAP, _LINE = 22, 10, 40


class Steps(QWidget):
    """Numbered steps on a line: those done have a check, the one in hand is bold."""

    def __init__(self, words: Sequence[str], parent: QWidget | None = None) -> None:
        """Stand at the first step."""
        super().__init__(parent)
        self._words = tuple(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.stand_at(0)

    def stand_at(self, step: int) -> None:
        """Show which step is in hand, counted from 0."""
        self._now = step
        self.setAccessibleName(
            self.tr("Step {step} of {all}: {words}").format(
                step=step + 1, all=len(self._words), words=self._words[step]
            )
        )
        self.update()

    @override
    def sizeHint(self) -> QSize:
        font = QFontMetrics(sans(13, 600))
        words = sum(font.horizontalAdvance(words) for words in self._words)
        gaps = len(self._words) * (_CIRCLE + 2 * _GAP) + (len(self._words) - 1) * (_LINE + _GAP)
        return QSize(words + px(gaps), px(28))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(160), px(28))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = 0.0, self.height() / 2
        for number, words in enumerate(self._words):
            if number:
                painter.setPen(QPen(color("line2"), 1))
                painter.drawLine(int(x), int(middle), int(x) + px(_LINE), int(middle))
                x += px(_LINE + _GAP)
            circle = QRectF(x + 1, middle - px(_CIRCLE) / 2, px(_CIRCLE), px(_CIRCLE))
            self._paint_circle(painter, circle, number)
            x += px(_CIRCLE + _GAP)
            font = sans(13, 600 if number == self._now else 500)
            painter.setFont(font)
            painter.setPen(color("ink" if number == self._now else "ink2"))
            wide = QFontMetrics(font).horizontalAdvance(words)
            painter.drawText(QRectF(x, 0, wide + 4, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
            x += wide + px(_GAP)

    def _paint_circle(self, painter: QPainter, circle: QRectF, number: int) -> None:
        done = number <= self._now
        painter.setPen(Qt.PenStyle.NoPen if done else QPen(color("ctl"), 1))
        painter.setBrush(color("accent") if done else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        if number < self._now:
            sign = QRectF(0, 0, px(13), px(13))
            sign.moveCenter(circle.center())
            paint_icon(painter, "check", sign, "on_accent")
        else:
            painter.setPen(color("on_accent" if done else "ink2"))
            painter.setFont(sans(12, 600))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(number + 1))
