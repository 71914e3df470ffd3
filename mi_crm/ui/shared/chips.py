"""Chips, segments and tabs: a word and a sign, never color alone."""

from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from mi_crm.ui.shared.flow import Flow
from mi_crm.ui.shared.icons import paint_icon
from mi_crm.ui.shared.marks import TONES, paint_focus
from mi_crm.ui.shared.style import color, look, px, sans


def chip_width(words: str, icon: str) -> int:
    """Return the width of a state chip in real pixels."""
    return QFontMetrics(sans(12, 500)).horizontalAdvance(words) + px(16) + (px(17) if icon else 0)


def shortened(words: str, icon: str, room: int) -> str:
    """Return the words of a state chip, cut with three dots where its room in real pixels is too small."""
    beside = chip_width("", icon)
    return QFontMetrics(sans(12, 500)).elidedText(words, Qt.TextElideMode.ElideRight, room - beside)


def paint_chip(
    painter: QPainter, rect: QRectF, words: str, state: str, icon: str, *, chosen: bool = False
) -> None:
    """Draw a state chip; on a chosen row its ground is the surface."""
    ground, ink = TONES[state]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("surface" if chosen else ground))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    x = rect.left() + px(8)
    if icon:
        side = px(13)
        paint_icon(painter, icon, QRectF(x, rect.top() + (rect.height() - side) / 2, side, side), ink)
        x += px(17)
    painter.setFont(sans(12, 500))
    painter.setPen(color(ink))
    place = QRectF(x, rect.top(), rect.right() - x - px(6), rect.height())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
    painter.restore()


@lru_cache(maxsize=512)
def _drawn(
    words: str, state: str, icon: str, chosen: bool, ratio: float, scale: float, theme: int
) -> QPixmap:
    width, height = chip_width(words, icon), px(22)
    drawn = QPixmap(round(width * ratio), round(height * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    paint_chip(painter, QRectF(0, 0, width, height), words, state, icon, chosen=chosen)
    painter.end()
    return drawn


def chip_pixmap(words: str, state: str, icon: str, *, chosen: bool, ratio: float) -> QPixmap:
    """Return a chip drawn before, for tables."""
    return _drawn(words, state, icon, chosen, ratio, look.scale, id(look.tokens))


class StateChip(QWidget):
    """How something stands, as word and sign; states: done, wait, info, quiet, wrong."""

    def __init__(
        self, words: str, state: str = "info", icon: str = "", parent: QWidget | None = None
    ) -> None:
        """Show the words."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(words, state, icon)

    def show_state(self, words: str, state: str = "info", icon: str = "") -> None:
        """Show another state."""
        self._words, self._state, self._icon = words, state, icon
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(chip_width(self._words, self._icon), px(22))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_chip(QPainter(self), QRectF(self.rect()), self._words, self._state, self._icon)


class FilterChip(QAbstractButton):
    """A filter in force: its words and a cross. Click, Backspace or Delete removes it."""

    removed = Signal()

    def __init__(self, words: str, icon: str = "", parent: QWidget | None = None) -> None:
        """Show the words, such as “Fund: Veterans Training”."""
        super().__init__(parent)
        self._icon = icon
        self.setText(words)
        self.setAccessibleName(self.tr("{filter}. Remove").format(filter=words))
        self.setToolTip(self.tr("Remove this filter"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.removed)

    @override
    def sizeHint(self) -> QSize:
        words = QFontMetrics(sans(12, 500)).horizontalAdvance(self.text())
        return QSize(words + px(42) + (px(18) if self._icon else 0), px(28))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("soft"))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        if self.hasFocus():
            paint_focus(painter, rect, rect.height() / 2 - 1)
        x = px(10)
        if self._icon:
            paint_icon(
                painter, self._icon, QRectF(x, (self.height() - px(13)) / 2, px(13), px(13)), "softink"
            )
            x += px(18)
        painter.setFont(sans(12, 500))
        painter.setPen(color("softink"))
        painter.drawText(self.rect().adjusted(x, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        cross = px(13)
        place = QRectF(self.width() - cross - px(9), (self.height() - cross) / 2, cross, cross)
        paint_icon(painter, "x", place, "softink")


class _Segment(QAbstractButton):
    """One of the views of a Segments row."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(sans(12, 600)).horizontalAdvance(self.text()) + px(24), px(28))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked():
            painter.setPen(QPen(color("line2"), 1))
            painter.setBrush(color("surface"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), px(6), px(6))
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), px(6))
        painter.setFont(sans(12, 600 if self.isChecked() else 500))
        painter.setPen(color("ink" if self.isChecked() else "ink2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class Segments(QFrame):
    """Chooses one of a few views; `chosen` brings its key (the words, or the key of a pair)."""

    chosen = Signal(str)

    def __init__(self, words: Iterable[str | tuple[str, str]], parent: QWidget | None = None) -> None:
        """Offer words, or (key, words); the first is chosen."""
        super().__init__(parent)
        self.setProperty("segments", "true")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout(self)
        line.setContentsMargins(3, 3, 3, 3)
        line.setSpacing(px(2))
        self._segments: dict[str, _Segment] = {}
        for choice in words:
            key, text = (choice, choice) if isinstance(choice, str) else choice
            segment = _Segment(text, self)
            segment.setChecked(not self._segments)
            segment.clicked.connect(self._clicked)
            self._segments[key] = segment
            line.addWidget(segment)

    def _clicked(self) -> None:
        self.chosen.emit(self.key())

    def key(self) -> str:
        """Return the key of the chosen view."""
        return next((key for key, segment in self._segments.items() if segment.isChecked()), "")

    def keys(self) -> list[str]:
        """Return the keys of the views, in order."""
        return list(self._segments)

    def choose(self, key: str) -> None:
        """Choose a view without telling anybody."""
        self._segments[key].setChecked(True)


class _Tab(QAbstractButton):
    """One saved view."""

    def __init__(self, words: str, count: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(words)
        self.set_count(count)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_count(self, count: int | None) -> None:
        """Show how many there are, or nothing."""
        self._count = "" if count is None else f"{count:,}"
        self.setAccessibleName(f"{self.text()} {self._count}".strip())
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        words = QFontMetrics(sans(13, 600)).horizontalAdvance(self.text())
        count = QFontMetrics(sans(13, 600)).horizontalAdvance(self._count) + px(8) if self._count else 0
        return QSize(words + count + px(6), px(40))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = sans(13, 600 if self.isChecked() else 500)
        painter.setFont(font)
        painter.setPen(color("ink" if self.isChecked() else "ink2"))
        place = self.rect().adjusted(px(3), 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._count:
            place.adjust(QFontMetrics(font).horizontalAdvance(self.text()) + px(8), 0, 0, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._count)
        if self.isChecked():
            painter.fillRect(QRectF(0, self.height() - 2, self.width(), 2), color("accent"))
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), px(4))


class Tabs(QWidget):
    """Chooses one of the saved views; `chosen` brings its key. The arrows go along."""

    chosen = Signal(str)

    def __init__(
        self, tabs: Iterable[tuple[str, str, int | None]] = (), parent: QWidget | None = None
    ) -> None:
        """Offer (key, words, count or None); the first is chosen."""
        super().__init__(parent)
        # Large text on a small window breaks the row into lines.
        self._line = Flow(self, gap=22, line_gap=0)
        self._tabs: dict[str, _Tab] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for key, words, count in tabs:
            self.add(key, words, count)

    def add(self, key: str, words: str, count: int | None = None) -> None:
        """Add a tab at the end."""
        tab = _Tab(words, count, self)
        tab.setChecked(not self._tabs)
        tab.clicked.connect(self._clicked)
        self._tabs[key] = tab
        self._line.addWidget(tab)

    def set_count(self, key: str, count: int | None) -> None:
        """Show how many there are behind a tab."""
        self._tabs[key].set_count(count)

    def _clicked(self) -> None:
        self.chosen.emit(self.key())

    def key(self) -> str:
        """Return the key of the chosen tab."""
        return next((key for key, tab in self._tabs.items() if tab.isChecked()), "")

    def choose(self, key: str) -> None:
        """Choose a tab without telling anybody."""
        self._tabs[key].setChecked(True)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Also where a layout around it knows no widths.
        self.setMinimumHeight(self.heightForWidth(self.width()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, color("line2"))
