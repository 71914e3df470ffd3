"""Initials in a circle for a person, a building in a square for an organization."""

from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from mi_crm.ui.shared.icons import paint_icon
from mi_crm.ui.shared.style import color, look, px, sans

_SIGNS = {
    "organization": "building-2",
    "household": "house",
    "more": "ellipsis",
    "open": "user-plus",
    "training": "graduation-cap",
}


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name, without titles after a comma."""
    words = [word for word in name.partition(",")[0].replace("&", " ").split() if word[0].isalpha()]
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()


def paint_avatar(painter: QPainter, rect: QRectF, letters: str, kind: str, *, chosen: bool = False) -> None:
    """Draw a person, organization or household; on a chosen row the ground is the surface."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    sign = _SIGNS.get(kind)
    painter.setBrush(color("surface" if chosen else "quiet_soft" if sign else "soft"))
    if sign:
        painter.drawRoundedRect(rect, rect.width() * 0.18, rect.width() * 0.18)
        side = rect.width() * 0.5
        place = QRectF(0, 0, side, side)
        place.moveCenter(rect.center())
        paint_icon(painter, sign, place, "ink2")
    else:
        painter.drawEllipse(rect)
        # A copy: the font of the house is shared by everything that is drawn in it.
        font = QFont(sans(12, 600))
        font.setPixelSize(max(8, round(rect.width() * 0.36)))
        painter.setFont(font)
        painter.setPen(color("softink"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, letters)
    painter.restore()


@lru_cache(maxsize=1024)
def _drawn(letters: str, kind: str, side: int, chosen: bool, ratio: float, theme: int) -> QPixmap:
    drawn = QPixmap(round(side * ratio), round(side * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    paint_avatar(painter, QRectF(0, 0, side, side), letters, kind, chosen=chosen)
    painter.end()
    return drawn


def avatar_pixmap(name: str, kind: str, side: int, *, chosen: bool, ratio: float) -> QPixmap:
    """Return an avatar drawn before, for tables; side in real pixels."""
    return _drawn("" if kind in _SIGNS else initials(name), kind, side, chosen, ratio, id(look.tokens))


class Avatar(QWidget):
    """Who this is, at a glance; the name itself always stands beside it."""

    def __init__(
        self, name: str = "", kind: str = "person", size: int = 36, parent: QWidget | None = None
    ) -> None:
        """Show a person, organization or household, so many px wide."""
        super().__init__(parent)
        self._name, self._kind, self._size = name, kind, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_who(self, name: str, kind: str = "person") -> None:
        """Show somebody else."""
        self._name, self._kind = name, kind
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(self._size), px(self._size))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_avatar(QPainter(self), QRectF(self.rect()), initials(self._name), self._kind)
