"""Buttons: one primary per view, the key on the button, the accessible name clean."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)
from typing_extensions import override

from mi_crm.ui.shared.icons import paint_icon
from mi_crm.ui.shared.labels import mark_as
from mi_crm.ui.shared.style import color, px, sans

_INK = {"primary": "on_accent", "secondary": "ink", "ghost": "accent", "quiet": "ink2", "danger": "neg"}


class Button(QPushButton):
    """A button of one of five kinds: primary, secondary, ghost, quiet, danger."""

    def __init__(
        self,
        text: str,
        kind: str = "secondary",
        icon: str = "",
        key: str = "",
        *,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a button; `key` is written on it ("Ctrl+Enter") but not bound to anything."""
        super().__init__(text, parent)
        self._icon, self._key, self._small = icon, key.replace("+", " "), small
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(text)
        self.set_kind(kind)

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text.replace("&", ""))
        self.updateGeometry()

    def set_kind(self, kind: str) -> None:
        """Change the kind, as when posting becomes the next thing to do."""
        self._kind = kind
        mark_as(self, "kind", kind)

    def set_icon(self, icon: str) -> None:
        """Change the sign before the words."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_enabled(self, enabled: bool, why_not: str = "") -> None:
        """Enable, or disable and say why in the tooltip."""
        self.setEnabled(enabled)
        self.setToolTip("" if enabled else why_not)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def _parts(self) -> tuple[int, int, int, int]:
        """Return the widths of icon with gap, words, gap, key."""
        words = QFontMetrics(sans(self._points(), 600)).horizontalAdvance(self.text().replace("&", ""))
        key = QFontMetrics(sans(self._points(), 500)).horizontalAdvance(self._key) if self._key else 0
        sign = (px(16) + (px(8) if words else 0)) if self._icon else 0
        return sign, words, px(10) if key else 0, key

    def _points(self) -> int:
        return 12 if self._small else 13

    @override
    def sizeHint(self) -> QSize:
        inset = 10 if self._small else 10 if self._kind == "quiet" else 14
        return QSize(sum(self._parts()) + 2 * px(inset) + 2, px(28 if self._small else 36))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.state &= ~QStyle.StateFlag.State_HasFocus
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            _ring(painter, QRectF(self.rect()), self._kind)
        ink = _INK[self._kind] if self.isEnabled() else "ink3"
        sign, words, gap, key = self._parts()
        x = (self.width() - sign - words - gap - key) / 2
        if self._icon:
            paint_icon(painter, self._icon, QRectF(x, (self.height() - px(16)) / 2, px(16), px(16)), ink)
        painter.setPen(color(ink))
        painter.setFont(sans(self._points(), 600))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextHideMnemonic
        painter.drawText(QRectF(x + sign, 0, words + 2, self.height()), flags, self.text())
        if key:
            painter.setFont(sans(self._points(), 500))
            painter.drawText(QRectF(x + sign + words + gap, 0, key + 2, self.height()), flags, self._key)


class IconButton(QPushButton):
    """A button with a sign only; its name is spoken and shown as tooltip."""

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        size: int = 18,
        side: int = 32,
        tint: str = "ink2",
        parent: QWidget | None = None,
    ) -> None:
        """Make a square button."""
        super().__init__("", parent)
        self._icon, self._size, self._side, self._tint = icon, size, side, tint
        self.setProperty("kind", "quiet")
        self.setAutoDefault(False)
        self.set_name(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_name(self, name: str) -> None:
        """Say what the button does now."""
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_icon(self, icon: str) -> None:
        """Change the sign."""
        self._icon = icon
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _pressed_by_enter(self, event):
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(self._side), px(self._side))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        if self.hasFocus():
            _ring(painter, QRectF(self.rect()), "quiet")
        side = px(self._size)
        place = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        paint_icon(painter, self._icon, place, self._tint if self.isEnabled() else "ctl")


def _pressed_by_enter(button: QPushButton, event: QKeyEvent) -> bool:
    """Let Enter press a button as Space does; holding it down presses once."""
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    if not event.isAutoRepeat():
        button.click()
    return True


def _ring(painter: QPainter, rect: QRectF, kind: str) -> None:
    """Draw the focus: 2 px, inside the button on a filled one."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = 3.5 if kind == "primary" else 1
    painter.setPen(
        QPen(
            color("on_accent" if kind == "primary" else "neg" if kind == "danger" else "accent"),
            1.5 if kind == "primary" else 2,
        )
    )
    radius = px(6) - (2 if kind == "primary" else 0)
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()
