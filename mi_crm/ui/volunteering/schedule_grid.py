"""The painted ground of days and hours, with a button for each shift on it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mi_crm.ui.shared.style import color, px, sans
from mi_crm.ui.volunteering.schedule_card import MoreButton, ShiftCard
from mi_crm.ui.volunteering.schedule_layout import (
    DAY,
    SHOWN,
    Part,
    parts_of,
    side_by_side,
    widths_of,
)
from mi_crm.ui.volunteering.schedule_motion import (
    HOUR,
    STEP,
    Ghost,
    Motion,
    minute_at,
    resized,
    shifted,
    standing,
)
from mi_crm.ui.volunteering.schedule_words import hour_words, minute_of
from mi_crm.volunteering.queries.week import Days, ShiftRow

GUTTER: Final = 52
HELPER: Final = "application/x-mi-crm-volunteer"
"""What is dragged from the pane: the key of a volunteer."""


class DayGrid(QWidget):
    """Days side by side from midnight to midnight."""

    chosen = Signal(object)
    opened = Signal(object)
    beyond = Signal(int)
    moved = Signal(object)
    dropped = Signal(object, object)
    day_asked = Signal(object)
    new_asked = Signal(object, int)
    laid_out = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no days yet."""
        super().__init__(parent)
        self.setAccessibleName(self.tr("Calendar"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAcceptDrops(True)
        self.setProperty("letters", True)
        self.days: list[date] = []
        self.widths: list[int] = []
        self.motion: Motion | None = None
        self._cards: dict[UUID, ShiftCard] = {}
        self._more: list[MoreButton] = []
        self._parts: list[Part] = []
        self._lanes: list[int] = []
        self._order: list[Part] = []
        self._current: ShiftCard | None = None
        self._today, self._now = date.min, datetime.min.replace(tzinfo=UTC)
        self._room = 0
        self._ghost = Ghost(self)

    # -- what is shown -----------------------------------------------------------------------------

    def show_days(self, found: Days, now: datetime, today: date, *, most: int | None = SHOWN) -> None:
        """Show what is planned on some days; `now` by the clock on the wall, `most` lanes for a crowd."""
        self.stop_motion()
        count = (found.last - found.first).days + 1
        self.days = [found.first + timedelta(days=n) for n in range(count)]
        self._now, self._today = now, today
        parts = parts_of(found.shifts, found.first, found.last)
        self._parts, more, self._lanes = [], [], []
        for day in self.days:
            placed, left_out = side_by_side(parts.get(day, ()), most)
            self._parts += placed
            more += left_out
            self._lanes.append(max((part.lanes for part in placed), default=0))
        self._order = [part for part in self._parts if not part.tail]
        self._show_cards()
        for button in self._more:
            button.hide()
            button.deleteLater()
        self._more = [MoreButton(one, self) for one in more]
        for button in self._more:
            button.clicked.connect(self._open_day)
            button.show()
        self.lay_out(self._room)

    def _show_cards(self) -> None:
        wanted = {part.row.id: part for part in self._order}
        for key in self._cards.keys() - wanted.keys():
            card = self._cards.pop(key)
            if card is self._current:
                self._current = None
            card.hide()
            card.deleteLater()
        for key, part in wanted.items():
            over = part.row.ends <= self._now
            card = self._cards.get(key) or self._make_card(part.row)
            card.show_row(part.row, over=over)
        if self._current is None and self._order:
            self.mark(self._order[0].row.id)

    def _make_card(self, row: ShiftRow) -> ShiftCard:
        card = self._cards[row.id] = ShiftCard(row, self)
        card.focused.connect(self._focus_on)
        card.clicked.connect(self._open)
        card.dragged.connect(self._drag)
        card.let_go.connect(self.end_motion)
        card.show()
        return card

    def lay_out(self, room: int) -> None:
        """Put everything in its place; `room` is the width there is for gutter and days."""
        self._room = room
        if not self.days:
            return
        self.widths = widths_of(self._lanes, room - px(GUTTER), empty=px(64), lane=px(82))
        self.setFixedSize(px(GUTTER) + sum(self.widths), 24 * px(HOUR) + 1)
        for part in self._order:
            self._cards[part.row.id].setGeometry(self._place(part))
        for button in self._more:
            one = button.more
            button.setGeometry(self._rect(one.day, one.begins, one.ends, one.lane, one.lanes))
        self._place_ghost()
        self.update()
        self.laid_out.emit()

    def left_of(self, day: date) -> int:
        """Return where a day begins, in real pixels."""
        return px(GUTTER) + sum(self.widths[: self.days.index(day)])

    def _place(self, part: Part) -> QRect:
        return self._rect(part.day, part.begins, part.ends, part.lane, part.lanes)

    def _rect(self, day: date, begins: int, ends: int, lane: int, lanes: int) -> QRect:
        wide = self.widths[self.days.index(day)] - 6
        left = self.left_of(day) + 3 + wide * lane // lanes
        right = self.left_of(day) + 3 + wide * (lane + 1) // lanes
        top = round(begins * px(HOUR) / 60)
        bottom = round(min(ends, DAY) * px(HOUR) / 60)
        return QRect(left + 1, top + 1, right - left - 2, max(bottom - top - 1, px(20)))

    # -- the current shift ------------------------------------------------------------------------

    @property
    def current(self) -> ShiftCard | None:
        """The card that is chosen."""
        return self._current

    def card(self, shift_id: UUID) -> ShiftCard | None:
        """Return the card of a shift, if it is shown."""
        return self._cards.get(shift_id)

    def cards(self) -> Sequence[ShiftCard]:
        """Return the cards in the order of the days."""
        return [self._cards[part.row.id] for part in self._order]

    def mark(self, shift_id: UUID | None) -> ShiftCard | None:
        """Choose a shift without telling anybody, and return its card; None when it is not shown."""
        card = self._cards.get(shift_id) if shift_id is not None else None
        if self._current is not None and self._current is not card:
            self._current.set_chosen(False)
        self._current = card
        if card is not None:
            card.set_chosen(True)
        return card

    def _focus_on(self, card: ShiftCard) -> None:
        self.mark(card.row.id)
        self.chosen.emit(card.row)

    def _open(self) -> None:
        card = self.sender()
        if self.motion is not None:
            self.end_motion()
        elif isinstance(card, ShiftCard):
            self.opened.emit(card.row)

    def _open_day(self) -> None:
        button = self.sender()
        if isinstance(button, MoreButton):
            self.day_asked.emit(button.more.day)

    # -- keys -------------------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self.motion is not None and self.motion.by_key and self._steer(event):
            return
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._turn(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._order:
            self._go(self._order[0 if key == Qt.Key.Key_Home else -1])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.beyond.emit(1 if key == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    def _at(self) -> int:
        current = self._current.row.id if self._current else None
        return next((n for n, part in enumerate(self._order) if part.row.id == current), -1)

    def _step(self, step: int) -> None:
        there = self._at() + step
        if 0 <= there < len(self._order):
            self._go(self._order[there])
        else:
            self.beyond.emit(step)

    def _turn(self, step: int) -> None:
        """Go to the next or previous day that has shifts, to the one nearest in time."""
        here = self._order[self._at()] if self._at() >= 0 else None
        if here is None:
            self.beyond.emit(step)
            return
        later = [part for part in self._order if (part.day > here.day if step > 0 else part.day < here.day)]
        if not later:
            self.beyond.emit(step)
            return
        day = min(part.day for part in later) if step > 0 else max(part.day for part in later)
        beside = [part for part in later if part.day == day]
        self._go(min(beside, key=lambda part: (abs(part.begins - here.begins), part.lane)))

    def _go(self, part: Part) -> None:
        self._cards[part.row.id].setFocus(Qt.FocusReason.TabFocusReason)

    # -- moving a shift -----------------------------------------------------------------------------

    def begin_motion(self) -> None:
        """Let the arrows move the chosen shift until Enter puts it down or Esc lets it be."""
        if self._current is not None:
            self._current.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show_motion(standing(self._current.row, by_key=True))

    def _steer(self, event: QKeyEvent) -> bool:
        motion, key = self.motion, Qt.Key(event.key())
        if motion is None:
            return False
        if key == Qt.Key.Key_Escape:
            self.stop_motion()
            return True
        longer = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        minutes = {Qt.Key.Key_Down: STEP, Qt.Key.Key_Up: -STEP}.get(key)
        days = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(key)
        if minutes is not None and longer:
            self._show_motion(resized(motion, motion.ends + minutes))
        elif minutes is not None:
            self._show_motion(shifted(motion, motion.begins + minutes, motion.day))
        elif days is not None:
            self._show_motion(shifted(motion, motion.begins, motion.day + timedelta(days=days)))
        else:
            return False
        return True

    def _drag(self, corner: QPoint, resizing: bool) -> None:
        card = self.sender()
        if not isinstance(card, ShiftCard):
            return
        motion = standing(card.row, by_key=False)
        if resizing:
            bottom = corner.y() + card.height()
            self._show_motion(resized(motion, minute_at(bottom)))
            return
        middle = corner.x() + card.width() // 2
        self._show_motion(shifted(motion, minute_at(corner.y()), self._day_at(middle)))

    def _show_motion(self, motion: Motion) -> None:
        told = motion.words
        self.motion = motion
        self._ghost.words = told
        self._place_ghost()
        if motion.by_key and self._current is not None:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._current, told))

    def _place_ghost(self) -> None:
        motion = self.motion
        self._ghost.setVisible(motion is not None and motion.day in self.days)
        if motion is not None and motion.day in self.days:
            self._ghost.setGeometry(self._rect(motion.day, motion.begins, motion.ends, 0, 1))
            self._ghost.raise_()
            self._ghost.update()

    def end_motion(self) -> None:
        """Put the shift down where it is now."""
        motion = self.motion
        self.stop_motion()
        if motion is not None and replace(motion, by_key=False) != standing(motion.row, by_key=False):
            self.moved.emit(motion)

    def stop_motion(self) -> None:
        """Let the shift be where it was."""
        self.motion = None
        self._ghost.hide()

    # -- a helper dropped on a shift ----------------------------------------------------------------

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(HELPER):
            event.acceptProposedAction()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        target = self._card_at(event.position().toPoint())
        for card in self._cards.values():
            card.set_target(card is target)
        event.setAccepted(target is not None)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        for card in self._cards.values():
            card.set_target(False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        target = self._card_at(event.position().toPoint())
        for card in self._cards.values():
            card.set_target(False)
        if target is not None:
            event.acceptProposedAction()
            self.dropped.emit(target.row, UUID(bytes=bytes(event.mimeData().data(HELPER).data())))

    def _card_at(self, here: QPoint) -> ShiftCard | None:
        found = self.childAt(here)
        return found if isinstance(found, ShiftCard) else None

    # -- the ground ---------------------------------------------------------------------------------

    def _day_at(self, x: int) -> date:
        left = px(GUTTER)
        for day, width in zip(self.days, self.widths, strict=True):
            left += width
            if x < left:
                return day
        return self.days[-1]

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        if self.days and here.x() >= px(GUTTER):
            self.new_asked.emit(self._day_at(here.x()), minute_at(here.y()) // 30 * 30)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        dirty = event.rect()
        painter.fillRect(dirty, color("surface"))
        hour, gutter = px(HOUR), px(GUTTER)
        left = gutter
        for day, width in zip(self.days, self.widths, strict=True):
            if day == self._today:
                painter.fillRect(QRect(left, dirty.top(), width, dirty.height()) & dirty, color("sunk"))
            painter.fillRect(QRect(left, dirty.top(), 1, dirty.height()), color("line"))
            left += width
        painter.setFont(sans(11, 500))
        for number in range(max(dirty.top() // hour, 0), min(dirty.bottom() // hour + 2, 25)):
            y = number * hour
            painter.fillRect(QRect(gutter, y, self.width() - gutter, 1), color("line"))
            if 0 < number < 24:
                painter.setPen(color("ink2"))
                place = QRect(0, y - hour // 2, gutter - px(8), hour)
                painter.drawText(
                    place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, hour_words(number)
                )
        self._paint_now(painter)
        self._paint_tails(painter)

    def _paint_now(self, painter: QPainter) -> None:
        if self._today in self.days:
            y = round(minute_of(self._now) * px(HOUR) / 60)
            width = self.widths[self.days.index(self._today)]
            painter.fillRect(QRect(self.left_of(self._today), y, width, 2), color("accent"))

    def _paint_tails(self, painter: QPainter) -> None:
        """Paint what is left of a shift after midnight; its card stands on the day before."""
        for part in self._parts:
            if part.tail:
                painter.setPen(QPen(color("line2"), 1))
                painter.setBrush(color("quiet_soft"))
                place = self._place(part)
                painter.drawRoundedRect(place, px(6), px(6))
                painter.setPen(color("ink2"))
                painter.setFont(sans(12, 500))
                painter.drawText(
                    place.adjusted(px(8), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, part.row.title
                )
