"""Lines of people in the pane of a shift: who it is, how they stand, and what can be done."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from uuid import UUID

from PySide6.QtCore import QMimeData, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QDrag, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from mi_crm.ui.shared.avatars import initials, paint_avatar
from mi_crm.ui.shared.chips import StateChip, chip_width, paint_chip
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import Sign, paint_focus
from mi_crm.ui.shared.style import color, px, sans
from mi_crm.ui.volunteering.schedule_grid import HELPER

_LEFT = 42


class PersonLine(QAbstractButton):
    """Somebody with a second line and perhaps a state; can be dragged onto a shift."""

    def __init__(
        self,
        name: str,
        second: str,
        *,
        volunteer_id: UUID,
        state: tuple[str, str, str] | None = None,
        tone: str = "ink2",
        parent: QWidget | None = None,
    ) -> None:
        """Show who it is; `state` is words, kind and icon of a chip, `tone` the color of the second line."""
        super().__init__(parent)
        self.name, self._second, self._state, self._tone = name, second, state, tone
        self.volunteer_id = volunteer_id
        self._pressed_at: QPoint | None = None
        self.current = False
        said = [name, state[0] if state else "", second]
        self.setAccessibleName(", ".join(part for part in said if part))
        self.setToolTip(second)
        self.setProperty("letters", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_current(self, current: bool) -> None:
        """Mark it as the one on which the keys act."""
        self.current = current
        self.update()

    @override
    def sizeHint(self) -> QSize:
        high = QFontMetrics(sans(13, 600)).height() + QFontMetrics(sans(12)).height()
        return QSize(px(150), max(high + px(6), px(40)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), self.sizeHint().height())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed_at = event.position().toPoint()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            return
        far = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if far >= QApplication.startDragDistance():
            self._pressed_at = None
            self.setDown(False)
            carried = QMimeData()
            carried.setData(HELPER, self.volunteer_id.bytes)
            drag = QDrag(self)
            drag.setMimeData(carried)
            drag.setPixmap(self.grab())
            drag.exec(Qt.DropAction.CopyAction)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("soft"))
            painter.drawRoundedRect(QRectF(self.rect()), px(6), px(6))
            painter.setBrush(color("accent"))
            painter.drawRoundedRect(QRectF(0, px(6), px(3), self.height() - px(12)), 1.5, 1.5)
        side = px(30)
        rect = QRectF(px(6), (self.height() - side) / 2, side, side)
        paint_avatar(painter, rect, initials(self.name), "person", chosen=self.current)
        right = self.width() - px(4)
        if self._state is not None:
            words, kind, icon = self._state
            wide, high = chip_width(words, icon), px(22)
            right -= wide
            paint_chip(
                painter,
                QRectF(right, (self.height() - high) / 2, wide, high),
                words,
                kind,
                icon,
                chosen=self.current,
            )
            right -= px(6)
        first, second = sans(13, 600), sans(12)
        upper = QFontMetrics(first).height()
        top = (self.height() - upper - QFontMetrics(second).height()) // 2
        left = px(_LEFT)
        for y, words, font, ink in (
            (top, self.name, first, "ink"),
            (top + upper, self._second, second, self._tone),
        ):
            painter.setFont(font)
            painter.setPen(color(ink))
            room = QRectF(left, y, right - left, QFontMetrics(font).height())
            cut = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, cut)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), px(6))


def helper_line(
    line: PersonLine,
    *acts: QWidget,
    chips: Sequence[tuple[str, str, str]] = (),
    below: Sequence[QWidget] = (),
) -> QWidget:
    """Return a line of a person with acts at its right, reasons as chips and further acts below it."""
    holder = QWidget()
    rows = QVBoxLayout(holder)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(px(4))
    across = QHBoxLayout()
    across.setSpacing(px(8))
    across.addWidget(line, 1)
    for act in acts:
        across.addWidget(act)
    rows.addLayout(across)
    for some in ([StateChip(*chip) for chip in chips], list(below)):
        if some:
            under = QHBoxLayout()
            under.setContentsMargins(px(_LEFT), 0, 0, 0)
            under.addWidget(flowing(*some, gap=6, line_gap=4))
            rows.addLayout(under)
    return holder


def tab_through(*layouts: QLayout) -> None:
    """Let Tab go through what stands in layouts in the order in which it is read."""
    found = [control for layout in layouts for control in _controls(layout)]
    for before, after in pairwise(found):
        QWidget.setTabOrder(before, after)


def _controls(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget
        elif widget is not None and (held := widget.layout()) is not None:
            yield from _controls(held)
        elif inner is not None:
            yield from _controls(inner)


class StatesRow(QFrame):
    """How it goes with a helper, from the suggestion to the day; the last comes from the sign-in sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show the four steps."""
        super().__init__(parent)
        self.setProperty("card", "sunk")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(10), px(5), px(10), px(5))
        parts: list[QWidget] = []
        for place, (words, tone) in enumerate(
            (
                (self.tr("Suggested"), "second"),
                (self.tr("Asked"), "warn"),
                (self.tr("Confirmed or declined"), "done"),
                (self.tr("Attended"), "second"),
            )
        ):
            if place:
                parts.append(Sign("chevron-right", "ink3", size=12))
            parts.append(label(words, "group", tone=tone))
        rows.addWidget(flowing(*parts, gap=6, line_gap=2))
        self.setToolTip(self.tr("Attended is set after the shift, from the sign-in sheet."))
