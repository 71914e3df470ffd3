"""Small painted controls: check box, pin, key cap and signs."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget
from typing_extensions import override

from mi_crm.ui.shared.icons import paint_icon, paint_mark
from mi_crm.ui.shared.style import color, px, sans


def paint_check(painter: QPainter, rect: QRectF, state: Qt.CheckState, *, enabled: bool = True) -> None:
    """Draw a check box in a square of real pixels."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    radius = rect.width() * 0.25
    if state == Qt.CheckState.Unchecked:
        painter.setPen(QPen(color("ctl" if enabled else "line2"), max(1.0, rect.width() / 14)))
        painter.setBrush(color("surface" if enabled else "sunk"))
        painter.drawRoundedRect(box, radius, radius)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("accent" if enabled else "ctl"))
        painter.drawRoundedRect(box, radius, radius)
        pen = QPen(color("on_accent"), rect.width() / 8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        path = QPainterPath()
        if state == Qt.CheckState.PartiallyChecked:
            points = ((0.28, 0.5), (0.72, 0.5))
        else:
            points = ((0.26, 0.52), (0.43, 0.69), (0.75, 0.34))  # type: ignore[assignment]
        for place, (x, y) in enumerate(points):
            point = QPointF(rect.left() + x * rect.width(), rect.top() + y * rect.height())
            path.lineTo(point) if place else path.moveTo(point)
        painter.drawPath(path)
    painter.restore()


def paint_focus(painter: QPainter, rect: QRectF, radius: float = 6) -> None:
    """Draw the 2-px ring of the focus inside a rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()


class CheckBox(QCheckBox):
    """A check box with words."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        """Make an unchecked box."""
        super().__init__(words, parent)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(34) + QFontMetrics(sans(13, 500)).horizontalAdvance(self.text()), px(28))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(60), px(28))

    @override
    def hitButton(self, pos: object) -> bool:
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = px(18)
        rect = QRectF(px(3), (self.height() - side) / 2, side, side)
        self._paint_box(painter, rect)
        if self.hasFocus():
            paint_focus(painter, rect.adjusted(-3, -3, 3, 3), px(6))
        painter.setFont(sans(13, 500))
        painter.setPen(color("ink" if self.isEnabled() else "ink3"))
        place = self.rect().adjusted(px(30), 0, 0, 0)
        words = QFontMetrics(painter.font()).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextHideMnemonic, words)

    def _paint_box(self, painter: QPainter, rect: QRectF) -> None:
        paint_check(painter, rect, self.checkState(), enabled=self.isEnabled())


class RadioButton(QRadioButton):
    """One of several, with words."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        """Make an unchosen one."""
        super().__init__(words, parent)
        self.setAccessibleName(words)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(34) + QFontMetrics(sans(13, 500)).horizontalAdvance(self.text()), px(28))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def hitButton(self, pos: object) -> bool:
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = px(18)
        rect = QRectF(px(3), (self.height() - side) / 2, side, side)
        painter.setPen(QPen(color("accent" if self.isChecked() else "ctl"), 1.5))
        painter.setBrush(color("surface"))
        painter.drawEllipse(rect.adjusted(1, 1, -1, -1))
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent"))
            painter.drawEllipse(rect.center(), side * 0.26, side * 0.26)
        if self.hasFocus():
            paint_focus(painter, rect.adjusted(-3, -3, 3, 3), side * 0.66)
        painter.setFont(sans(13, 500))
        painter.setPen(color("ink" if self.isEnabled() else "ink3"))
        painter.drawText(self.rect().adjusted(px(30), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())


class PinButton(QAbstractButton):
    """Keeps a field's value for the next entry: a pin, and the word “kept” while it does."""

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        """Make a pin for a field of that name; Tab passes it, Alt+K in the field sets it."""
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Keep {what} for the next entry").format(what=what))
        self.setToolTip(self.accessibleName())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        words = (
            QFontMetrics(sans(12, 500)).horizontalAdvance(self.tr("kept")) + px(4) if self.isChecked() else 0
        )
        return QSize(px(16) + words, px(16))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = "accent" if self.isChecked() else "ink3"
        paint_icon(painter, "pin", QRectF(0, (self.height() - px(14)) / 2, px(14), px(14)), ink)
        if self.isChecked():
            painter.setFont(sans(12, 500))
            painter.setPen(color(ink))
            painter.drawText(
                self.rect().adjusted(px(18), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.tr("kept")
            )
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), px(3))


class Sign(QWidget):
    """An icon beside words; it takes no part in what is read aloud."""

    def __init__(
        self, icon: str = "", tint: str = "ink2", size: int = 14, parent: QWidget | None = None
    ) -> None:
        """Show an icon, or nothing."""
        super().__init__(parent)
        self._icon, self._tint, self._size = icon, tint, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        # Shown before it has a parent, it would be a window of its own and take the focus away.
        if not icon:
            self.hide()

    def show_sign(self, icon: str, tint: str = "ink2") -> None:
        """Show another icon, or none."""
        self._icon, self._tint = icon, tint
        self.setVisible(bool(icon))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(self._size), px(self._size + 2))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._icon:
            side = px(self._size)
            paint_icon(
                QPainter(self), self._icon, QRectF(0, (self.height() - side) / 2, side, side), self._tint
            )


class Mark(QWidget):
    """The mark of the program."""

    def __init__(self, size: int = 26, parent: QWidget | None = None) -> None:
        """Draw it so many px wide."""
        super().__init__(parent)
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(self._size), px(self._size))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_mark(QPainter(self), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))


class Round(QWidget):
    """An icon in a soft circle, for empty states and lists."""

    def __init__(
        self, icon: str, *, size: int = 48, tone: str = "info", parent: QWidget | None = None
    ) -> None:
        """Draw a circle so many px wide; tones are those of chips."""
        super().__init__(parent)
        self._icon, self._size, self._tone = icon, size, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(self._size), px(self._size))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ground, ink = TONES[self._tone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(ground))
        painter.drawEllipse(self.rect())
        side = px(self._size) * 0.44
        paint_icon(
            painter,
            self._icon,
            QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side),
            ink,
        )


TONES = {
    "done": ("pos_soft", "pos"),
    "wait": ("warn_soft", "warn"),
    "warn": ("warn_soft", "warn"),
    "info": ("soft", "softink"),
    "quiet": ("quiet_soft", "ink2"),
    "wrong": ("neg_soft", "neg"),
}


class KeyCap(QWidget):
    """A key as it stands on the keyboard, such as Ctrl K."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        """Draw the key; `Ctrl+K` is written Ctrl K."""
        super().__init__(parent)
        self._key = key.replace("+", " ") if key != "+" else key
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        words = QFontMetrics(sans(11, 500)).horizontalAdvance(self._key)
        return QSize(max(px(20), words + px(13)), px(20))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("line2"), 1))
        painter.setBrush(color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), px(4), px(4))
        painter.setFont(sans(11, 500))
        painter.setPen(color("ink2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._key)
