"""The week of a volunteer: when they are usually free, as boxes that keys and mouse turn."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from mi_crm.ui.shared.icons import paint_icon
from mi_crm.ui.shared.marks import paint_focus
from mi_crm.ui.shared.style import color, px, sans

PARTS = ((8 * 60, 12 * 60), (12 * 60, 17 * 60), (17 * 60, 21 * 60))
"""Morning, afternoon and evening, in minutes from midnight."""

Spans = frozenset[tuple[int, int, int]]
"""Weekday (0 for Monday), from minute, to minute."""

_DAY = 24 * 60


def covered(free: Iterable[tuple[int, int, int]], weekday: int, part: int) -> float:
    """Return how much of a part of a day is free, from 0 to 1."""
    begins, ends = PARTS[part]
    minutes = {
        minute
        for day, first, last in free
        if day == weekday
        for minute in range(max(first, begins), min(last, ends))
    }
    return len(minutes) / (ends - begins)


def turned(free: Spans, weekday: int, part: int) -> Spans:
    """Return the spans with a part of a day made free, or busy where it was wholly free; the rest stays."""
    begins, ends = PARTS[part]
    minutes = {m for day, first, last in free if day == weekday for m in range(first, last)}
    inside = set(range(begins, ends))
    minutes = minutes - inside if inside <= minutes else minutes | inside
    spans, start = set[tuple[int, int, int]](), -1
    for minute in range(_DAY + 1):
        if minute in minutes and start < 0:
            start = minute
        elif minute not in minutes and start >= 0:
            spans.add((weekday, start, minute))
            start = -1
    return frozenset(span for span in free if span[0] != weekday) | spans


class WeekGrid(QWidget):
    """Seven days of three parts. The arrows go about, Space turns a box. `turned` brings the new spans."""

    turned = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show a week with nothing in it."""
        super().__init__(parent)
        self.free: Spans = frozenset()
        self._at = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Usually free"))
        self._days = [
            self.tr("Mon"), self.tr("Tue"), self.tr("Wed"), self.tr("Thu"), self.tr("Fri"), self.tr("Sat"),
            self.tr("Sun"),
        ]  # fmt: skip
        self._parts = [self.tr("Morning"), self.tr("Afternoon"), self.tr("Evening")]
        self.setToolTip(
            self.tr("Morning is 8 to 12, afternoon 12 to 5, evening 5 to 9. Space turns the box.")
        )

    def show_free(self, free: Spans) -> None:
        """Show when somebody is usually free."""
        self.free = free
        self._describe()
        self.update()

    def _describe(self) -> None:
        day, part = self._at
        share = covered(self.free, day, part)
        state = self.tr("free") if share == 1 else self.tr("partly free") if share else self.tr("not free")
        words = f"{self._days[day]}, {self._parts[part]}: {state}"
        self.setAccessibleDescription(words)
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _left(self) -> int:
        return px(78)

    def _box(self, day: int, part: int) -> QRectF:
        wide = (self.width() - self._left()) / 7
        high = px(30)
        top = px(22) + part * (high + px(4))
        return QRectF(self._left() + day * wide + px(2), top, wide - px(4), high)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(320), px(22) + 3 * px(34))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), px(22) + 3 * px(34))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(sans(12))
        for day, words in enumerate(self._days):
            box = self._box(day, 0)
            painter.setPen(color("ink2"))
            head = QRectF(box.left() - px(4), 0, box.width() + px(8), px(18))
            painter.drawText(head, Qt.AlignmentFlag.AlignCenter, words)
        for part, words in enumerate(self._parts):
            box = self._box(0, part)
            painter.setPen(color("ink"))
            side = QRectF(0, box.top(), self._left() - px(6), box.height())
            painter.drawText(side, Qt.AlignmentFlag.AlignVCenter, words)
            for day in range(7):
                self._paint_box(painter, day, part)

    def _paint_box(self, painter: QPainter, day: int, part: int) -> None:
        box, share = self._box(day, part), covered(self.free, day, part)
        painter.setPen(QPen(color("ctl" if not share else "soft"), 1))
        painter.setBrush(color("soft" if share else "surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), px(6), px(6))
        if share:
            side = px(14)
            middle = box.center()
            sign = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
            paint_icon(painter, "check" if share == 1 else "minus", sign, "softink")
        if self.hasFocus() and (day, part) == self._at:
            paint_focus(painter, box.adjusted(-px(2), -px(2), px(2), px(2)), px(7))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._describe()
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        day, part = self._at
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in steps:
            by_day, by_part = steps[key]
            self._at = min(6, max(0, day + by_day)), min(2, max(0, part + by_part))
            self._describe()
            self.update()
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._turn()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        for day in range(7):
            for part in range(3):
                if self._box(day, part).contains(event.position()):
                    self._at = day, part
                    self._turn()
                    return

    def _turn(self) -> None:
        self.show_free(turned(self.free, *self._at))
        self.turned.emit(self.free)
