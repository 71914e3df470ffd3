"""Lucide icons, tinted when they are painted, so that they follow theme and text size."""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QIconEngine, QPainter, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer
from typing_extensions import override

from mi_crm.ui.shared.style import RESOURCES, color, px


@cache
def _source(name: str) -> str:
    text = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return text.replace('stroke-width="2"', 'stroke-width="1.75"')


@lru_cache(maxsize=1024)
def _drawn(name: str, pixels: int, tint: str) -> QPixmap:
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", tint).encode()))
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return pixmap


def pixmap(name: str, size: float = 16, tint: str = "ink2", ratio: float = 1.0) -> QPixmap:
    """Return an icon as a pixmap: size in px at 100 % text, tint a token or a color like #0B5F73."""
    value = tint if tint.startswith("#") else color(tint).name()
    drawn = _drawn(name, max(1, round(px(size) * ratio)), value)
    if ratio != 1.0:
        drawn = QPixmap(drawn)
        drawn.setDevicePixelRatio(ratio)
    return drawn


def paint_icon(painter: QPainter, name: str, rect: QRectF, tint: str) -> None:
    """Draw an icon into a square of real pixels."""
    value = tint if tint.startswith("#") else color(tint).name()
    ratio = painter.device().devicePixelRatio()
    drawn = _drawn(name, max(1, round(rect.width() * ratio)), value)
    painter.drawPixmap(rect, drawn, QRectF(drawn.rect()))


class _Tinted(QIconEngine):
    """Draws an icon in the color its token has now."""

    def __init__(self, name: str, size: int, tint: str) -> None:
        super().__init__()
        self._name, self._size, self._tint = name, size, tint

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QPointF(rect.center()) + QPointF(0.5, 0.5))
        paint_icon(painter, self._name, square, "ink3" if mode == QIcon.Mode.Disabled else self._tint)

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        value = color("ink3" if mode == QIcon.Mode.Disabled else self._tint).name()
        return QPixmap(_drawn(self._name, max(1, min(size.width(), size.height())), value))

    @override
    def clone(self) -> QIconEngine:
        return _Tinted(self._name, self._size, self._tint)


def icon(name: str, size: float = 16, tint: str = "ink2") -> QIcon:
    """Return a Lucide icon for a menu, button or field; tint is a color token."""
    return QIcon(_Tinted(name, round(size), tint))


def paint_mark(painter: QPainter, rect: QRectF, tint: QColor | None = None) -> None:
    """Draw the mark: a circle held inside a circle."""
    tint = tint or color("accent")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = rect.width()
    line = side * 0.09
    painter.setPen(QPen(tint, line))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(rect.adjusted(line / 2, line / 2, -line / 2, -line / 2))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(tint))
    painter.drawEllipse(QPointF(rect.center().x(), rect.top() + side * 0.66), side * 0.235, side * 0.235)
    painter.restore()


def mark(pixels: int = 64) -> QIcon:
    """Return the mark as the window's icon."""
    drawn = QPixmap(pixels, pixels)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    paint_mark(painter, QRectF(1, 1, pixels - 2, pixels - 2), QColor("#0B5F73"))
    painter.end()
    return QIcon(drawn)
