"""A shift in the calendar: a light button that says when, what, and how it is staffed."""

from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from typing_extensions import override

from mi_crm.ui.shared.icons import paint_icon
from mi_crm.ui.shared.marks import paint_focus
from mi_crm.ui.shared.style import color, look, px, sans
from mi_crm.ui.volunteering.schedule_layout import More
from mi_crm.ui.volunteering.schedule_words import COLORS, day_words, spoken, staffing_words
from mi_crm.volunteering.queries.week import ShiftRow

ARROWS: Final = frozenset(
    {
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
        Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Escape,
    }
)  # fmt: skip
_EDGE: Final = 7
"""So near to its lower edge, dragging changes when a shift ends."""


class ShiftCard(QAbstractButton):
    """One shift. `dragged` brings where the mouse is and whether it resizes, `let_go` whether it counts."""

    focused = Signal(object)
    dragged = Signal(QPoint, bool)
    let_go = Signal()

    def __init__(self, row: ShiftRow, parent: QWidget) -> None:
        """Show a shift."""
        super().__init__(parent)
        self.row, self._over, self._chosen, self._target = row, False, False, False
        self._drawn: QPixmap | None = None
        self._look: tuple[object, ...] = ()
        self._pressed_at: QPoint | None = None
        self._dragging = self._resizing = False
        self.setProperty("letters", True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMouseTracking(True)
        self.show_row(row, over=False)

    def show_row(self, row: ShiftRow, *, over: bool) -> None:
        """Show the same shift as it is now; `over` when it has ended."""
        if row == self.row and over == self._over and self._look:
            return
        self.row, self._over = row, over
        self._drawn = None
        name = spoken(row, over=over)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.update()

    @property
    def short(self) -> bool:
        """Whether helpers are missing and can still be found."""
        return self.row.missing > 0 and not self._over

    def set_chosen(self, chosen: bool) -> None:
        """Mark it as the one shown in the pane; Tab comes here."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)
            self.update()

    def set_target(self, target: bool) -> None:
        """Mark it as the one on which a helper would be dropped."""
        if target != self._target:
            self._target = target
            self.update()

    # -- keys and mouse ----------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if not event.isAutoRepeat():
                self.click()
        elif event.key() in ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()
            self._resizing = self._pressed_at.y() >= self.height() - px(_EDGE)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        if self._pressed_at is None:
            at_edge = here.y() >= self.height() - px(_EDGE)
            self.setCursor(Qt.CursorShape.SizeVerCursor if at_edge else Qt.CursorShape.PointingHandCursor)
            return
        far = (here - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if self._dragging or far:
            self._dragging = True
            self.dragged.emit(self.mapToParent(here) - self._pressed_at, self._resizing)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = None
        if self._dragging:
            self._dragging = False
            self.setDown(False)
            self.let_go.emit()
        else:
            super().mouseReleaseEvent(event)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    # -- painting ----------------------------------------------------------------------------------

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(90), px(46))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        looks = (
            self.size(), ratio, id(look.tokens), look.scale, self._chosen, self._target, self.hasFocus(),
            self.underMouse(),
        )  # fmt: skip
        if self._drawn is None or looks != self._look:
            self._look = looks
            self._drawn = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            self._drawn.setDevicePixelRatio(ratio)
            self._drawn.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._drawn)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter)
            painter.end()
        QPainter(self).drawPixmap(0, 0, self._drawn)

    def _paint(self, painter: QPainter) -> None:
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = "warn" if self.short else "ctl" if self.underMouse() else "line2"
        wide = 1.0
        if self._target or self._chosen or self.hasFocus():
            edge, wide = "accent", 2.0
        painter.setPen(QPen(color(edge), wide))
        painter.setBrush(color("warn_soft" if self.short else "soft" if self._target else "surface"))
        painter.drawRoundedRect(box, px(6), px(6))
        if self.hasFocus():
            painter.setPen(QPen(color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), px(4), px(4))
        bar = color(COLORS[self.row.color]) if self.row.color else color("ctl")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(bar)
        painter.drawRoundedRect(QRectF(px(5), px(6), px(3), max(self.height() - px(12), px(4))), 1.5, 1.5)
        inside = QRectF(px(12), px(5), self.width() - px(14), self.height() - px(9))
        self._paint_words(painter, inside)

    def _paint_words(self, painter: QPainter, inside: QRectF) -> None:
        line = QFontMetrics(sans(12, 600)).height()
        sign, tint = self._staffing()
        foot = QRectF(inside.left(), inside.bottom() - line, inside.width(), line)
        two_lines = inside.height() >= 2 * line
        if two_lines:
            self._paint_staffing(painter, foot, sign, tint)
        title = QRectF(inside.left(), inside.top(), inside.width(), line)
        painter.setPen(color("ink"))
        painter.setFont(sans(12, 600))
        if not two_lines:
            words = staffing_words(self.row)
            room = QFontMetrics(sans(11, 500)).horizontalAdvance(words) + px(20)
            if inside.width() > 2 * room:
                title.setRight(title.right() - room)
                place = QRectF(inside.right() - room, inside.top(), room, line)
                self._paint_staffing(painter, place, sign, tint)
                painter.setFont(sans(12, 600))
                painter.setPen(color("ink"))
            elif self.short:
                self._paint_sign(
                    painter, QRectF(inside.right() - px(13), inside.top(), px(13), line), sign, tint
                )
                title.setRight(title.right() - px(15))
            self._one_line(painter, title, self.row.title)
            return
        lines = max(int((inside.height() - line - px(2)) // line), 1)
        used = self._some_lines(painter, title, self.row.title, lines, line)
        if used < lines and (about := self._about()):
            painter.setFont(sans(12, 400))
            painter.setPen(color("ink2"))
            self._one_line(painter, title.translated(0, used * line + px(1)), about)

    def _about(self) -> str:
        """Return what stands below the title: the place, but of a training that stands above the day."""
        return self.row.session or ("" if self.row.training_id else self.row.place)

    def _staffing(self) -> tuple[str, str]:
        if self.short:
            return "triangle-alert", "warn"
        if self.row.missing:
            return "minus", "ink2"
        return "check", "pos"

    def _paint_staffing(self, painter: QPainter, place: QRectF, sign: str, tint: str) -> None:
        self._paint_sign(painter, place, sign, tint)
        painter.setFont(sans(12, 500))
        painter.setPen(color(tint))
        painter.drawText(
            place.adjusted(px(17), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, staffing_words(self.row)
        )

    def _paint_sign(self, painter: QPainter, place: QRectF, sign: str, tint: str) -> None:
        side = px(13)
        paint_icon(painter, sign, QRectF(place.left(), place.center().y() - side / 2, side, side), tint)

    def _one_line(self, painter: QPainter, place: QRectF, words: str) -> None:
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, cut)

    def _some_lines(self, painter: QPainter, first: QRectF, words: str, lines: int, line: int) -> int:
        """Draw words on at most so many lines, and return how many they took."""
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        place = QRectF(first.left(), first.top(), first.width(), lines * line)
        longest = max(words.split() or [""], key=len)
        if painter.fontMetrics().horizontalAdvance(longest) > first.width():
            # One size smaller rather than torn apart.
            painter.setFont(sans(11, 600))
        needs = painter.boundingRect(QRectF(0, 0, first.width(), 10_000), words, option).height()
        painter.save()
        painter.setClipRect(place)
        painter.drawText(QRectF(place.left(), place.top(), place.width(), needs + 1), words, option)
        painter.restore()
        return min(lines, max(1, round(needs / line)))


class MoreButton(QAbstractButton):
    """How many shifts there are besides; opens the day."""

    def __init__(self, more: More, parent: QWidget) -> None:
        """Show the count."""
        super().__init__(parent)
        self.more = more
        self.setText(f"+{more.count}")
        self.setAccessibleName(
            self.tr("{count} more shifts on {day}. Open the day").format(
                count=more.count, day=day_words(more.day)
            )
        )
        self.setToolTip(self.accessibleName())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(color("line2"), 1))
        painter.setBrush(color("quiet_soft"))
        painter.drawRoundedRect(box, px(6), px(6))
        painter.setPen(color("ink"))
        painter.setFont(sans(12, 600))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), px(6))
