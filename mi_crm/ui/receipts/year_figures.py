"""The figures of the January page: each is a button that opens the list behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from mi_crm.ui.shared.icons import paint_icon
from mi_crm.ui.shared.marks import paint_focus
from mi_crm.ui.shared.style import color, px, sans, serif

RECEIPTED, ACKNOWLEDGED, NOT_RECEIPTED = "accent", "c3", "prev"
"""The colors of the three sums; each stands beside its words."""


class _Opens(QAbstractButton):
    """What opens a list: Enter and Space press it, the hand points at it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def _begin(self) -> QPainter:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("sunk"))
            painter.drawRoundedRect(QRectF(self.rect()), px(6), px(6))
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1))
        return painter

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def _mark(painter: QPainter, rect: QRectF, tint: str) -> None:
    painter.setBrush(color(tint))
    # Of the palest color the edge is what tells it from its ground.
    painter.setPen(QPen(color("ctl"), 1) if tint == NOT_RECEIPTED else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(rect, px(2), px(2))


class Swatch(QWidget):
    """The color of a sum beside its words."""

    def __init__(self, tint: str, parent: QWidget | None = None) -> None:
        """Show a color."""
        super().__init__(parent)
        self._tint = tint
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(11), px(11))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _mark(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), self._tint)


class SumButton(_Opens):
    """One of the four sums: its words, its amount in large, how many payments."""

    def __init__(self, words: str, tint: str = "", parent: QWidget | None = None) -> None:
        """Show nothing counted yet."""
        super().__init__(parent)
        self._words, self._tint, self._amount, self._below = words, tint, "–", ""
        self.setFixedHeight(px(76))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_sum("–", "")

    def show_sum(self, amount: str, below: str) -> None:
        """Show another amount."""
        self._amount, self._below = amount, below
        self.setAccessibleName(f"{self._words}: {amount}. {below}".rstrip(". "))
        self.updateGeometry()
        self.update()

    def _room(self) -> int:
        return px(16) if self._tint else 0

    @override
    def sizeHint(self) -> QSize:
        wide = max(
            QFontMetrics(sans(12, 500)).horizontalAdvance(self._words) + self._room() + px(24),
            QFontMetrics(serif(22)).horizontalAdvance(self._amount),
            QFontMetrics(sans(12)).horizontalAdvance(self._below),
        )
        return QSize(wide + px(16), px(76))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = self._begin()
        left, wide, line = px(8), self.width() - px(16), px(20)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if self._tint:
            _mark(painter, QRectF(left, px(6) + (line - px(9)) / 2, px(9), px(9)), self._tint)
        painter.setFont(sans(12, 500))
        painter.setPen(color("ink2"))
        painter.drawText(QRectF(left + self._room(), px(6), wide, line), flags, self._words)
        arrow = QRectF(self.width() - px(8) - px(14), px(6) + (line - px(14)) / 2, px(14), px(14))
        paint_icon(painter, "chevron-right", arrow, "accent")
        painter.setFont(serif(22))
        painter.setPen(color("ink"))
        painter.drawText(QRectF(left, px(26), wide, px(28)), flags, self._amount)
        painter.setFont(sans(12))
        painter.setPen(color("ink2"))
        painter.drawText(QRectF(left, px(54), wide, px(18)), flags, self._below)


@dataclass(frozen=True, slots=True)
class LineOf:
    """One line of a column: what it is, the rule behind it, and how much."""

    key: str
    words: str
    rule: str
    amount: str
    count: str


class LineButton(_Opens):
    """One line of a column of figures."""

    def __init__(self, line: LineOf, parent: QWidget | None = None) -> None:
        """Show a line."""
        super().__init__(parent)
        self.line = line
        self.setFixedHeight(px(52))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{line.words}: {line.amount}, {line.count}. {line.rule}")
        self.setToolTip(f"{line.words}. {line.rule}")

    def _fonts(self) -> tuple[QFont, QFont]:
        return sans(13, 500), sans(12)

    @override
    def sizeHint(self) -> QSize:
        first, second = (QFontMetrics(font) for font in self._fonts())
        # The words give way to the amount; they stand whole in the tooltip.
        wide = max(first.horizontalAdvance(self.line.amount), second.horizontalAdvance(self.line.count))
        return QSize(wide + px(130), px(52))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = self._begin()
        left, right = px(8), self.width() - px(30)
        painter.setPen(QPen(color("line"), 1))
        painter.drawLine(px(8), self.height() - 1, self.width() - px(8), self.height() - 1)
        for font, top, words, figure, ink in (
            (self._fonts()[0], px(6), self.line.words, self.line.amount, "ink"),
            (self._fonts()[1], px(26), self.line.rule, self.line.count, "ink2"),
        ):
            measure = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(color(ink))
            taken = measure.horizontalAdvance(figure)
            shown = measure.elidedText(words, Qt.TextElideMode.ElideRight, right - left - taken - px(10))
            box = QRectF(left, top, right - left, px(20))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, figure)
        arrow = QRectF(self.width() - px(22), (self.height() - px(14)) / 2, px(14), px(14))
        paint_icon(painter, "chevron-right", arrow, "ink2")


class ShareBar(QWidget):
    """The three sums as parts of one bar; the figures above say the same in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no parts yet."""
        super().__init__(parent)
        self._parts: Sequence[tuple[int, str]] = ()
        self.setFixedHeight(px(10))

    def show_parts(self, parts: Sequence[tuple[int, str]]) -> None:
        """Show cents, each with its color."""
        self._parts = [(cents, tint) for cents, tint in parts if cents > 0]
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        total, gap, least = sum(cents for cents, _ in self._parts), px(5), px(8)
        room = self.width() - gap * max(0, len(self._parts) - 1)
        x = 0.5
        for place, (cents, tint) in enumerate(self._parts):
            last = place == len(self._parts) - 1
            wide = self.width() - x - 1 if last else max(least, room * cents / total)
            rest = (least + gap) * (len(self._parts) - 1 - place)
            wide = max(least, min(wide, self.width() - x - 1 - rest))
            _mark(painter, QRectF(x, 0.5, wide, self.height() - 1), tint)
            x += wide + gap
