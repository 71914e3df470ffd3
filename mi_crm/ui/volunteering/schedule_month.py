"""A month at a glance: each day with its first shifts; Enter opens the day."""

from calendar import Calendar
from datetime import UTC, date, datetime, timedelta
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget
from typing_extensions import override

from mi_crm.ui.shared.cards import clear
from mi_crm.ui.shared.icons import paint_icon
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import paint_focus
from mi_crm.ui.shared.style import color, px, sans, serif
from mi_crm.ui.volunteering.schedule_card import ARROWS
from mi_crm.ui.volunteering.schedule_words import COLORS, day_words, staffing_words
from mi_crm.volunteering.queries.week import Days, ShiftRow, TrainingBand
from mi_crm.volunteering.rules.words import WEEKDAYS

_LINE: Final = 20


def weeks_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the whole weeks of a month, Monday to Sunday."""
    days = list(Calendar().itermonthdates(day.year, day.month))
    return days[0], days[-1]


class DayCell(QAbstractButton):
    """One day of the month with its trainings and shifts."""

    focused = Signal(object)

    def __init__(self, day: date, parent: QWidget | None = None) -> None:
        """Show an empty day."""
        super().__init__(parent)
        self.day = day
        self._shifts: list[ShiftRow] = []
        self._bands: list[TrainingBand] = []
        self._now = datetime.min.replace(tzinfo=UTC)
        self._in_month = self._is_today = False
        self.setProperty("letters", True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(px(64), px(58))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_day(
        self, shifts: list[ShiftRow], bands: list[TrainingBand], now: datetime, today: date, *, in_month: bool
    ) -> None:
        """Show what is planned that day."""
        self._shifts, self._bands, self._now, self._in_month = shifts, bands, now, in_month
        self._is_today = self.day == today
        short = sum(1 for row in shifts if _short(row, now))
        parts = [day_words(self.day), *(band.title for band in bands)]
        parts.append(self.tr("1 shift") if len(shifts) == 1 else self.tr("{n} shifts").format(n=len(shifts)))
        if short:
            parts.append(
                self.tr("1 needs helpers") if short == 1 else self.tr("{n} need helpers").format(n=short)
            )
        self.setAccessibleName(", ".join(parts))
        self.setToolTip("\n".join(f"{row.title}  {staffing_words(row)}" for row in shifts[:12]))
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
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
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), color("surface" if self._in_month else "sunk"))
        painter.fillRect(QRect(0, 0, self.width(), 1), color("line"))
        painter.fillRect(QRect(0, 0, 1, self.height()), color("line"))
        painter.setFont(serif(15, 500))
        painter.setPen(color("accent" if self._is_today else "ink" if self._in_month else "ink3"))
        painter.drawText(
            QRect(px(8), px(3), self.width(), px(22)), Qt.AlignmentFlag.AlignVCenter, str(self.day.day)
        )
        line = max(px(_LINE), QFontMetrics(sans(12)).height() + 2)
        room = max((self.height() - px(27)) // line, 0)
        entries = len(self._bands) + len(self._shifts)
        shown = room if entries <= room else max(room - 1, 0)
        y = px(26)
        for place in range(min(entries, shown)):
            where = QRect(px(6), y, self.width() - px(10), line)
            if place < len(self._bands):
                self._paint_band(painter, where, self._bands[place])
            else:
                self._paint_shift(painter, where, self._shifts[place - len(self._bands)])
            y += line
        if entries > shown and room:
            painter.setFont(sans(12, 600))
            painter.setPen(color("ink2"))
            more = f"+{entries - shown}"
            painter.drawText(QRect(px(8), y, self.width(), line), Qt.AlignmentFlag.AlignVCenter, more)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), px(4))

    def _paint_band(self, painter: QPainter, where: QRect, band: TrainingBand) -> None:
        side = px(13)
        paint_icon(
            painter, "graduation-cap",
            QRectF(where.left(), where.center().y() - side / 2, side, side), COLORS[band.color],
        )  # fmt: skip
        painter.setFont(sans(12, 600))
        painter.setPen(color("ink"))
        _elided(painter, where.adjusted(px(17), 0, 0, 0), band.title)

    def _paint_shift(self, painter: QPainter, where: QRect, row: ShiftRow) -> None:
        short = _short(row, self._now)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(COLORS[row.color] if row.color else "ctl"))
        painter.drawRoundedRect(
            QRectF(where.left(), where.top() + px(3), px(3), where.height() - px(6)), 1.5, 1.5
        )
        side, ink = px(12), "warn" if short else "ink2"
        words = staffing_words(row)
        painter.setFont(sans(11, 500))
        wide = painter.fontMetrics().horizontalAdvance(words)
        right = where.right()
        if where.width() > 3 * wide:
            painter.setPen(color(ink))
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
            right -= wide + px(3)
        if short:
            right -= side
            paint_icon(
                painter, "triangle-alert", QRectF(right, where.center().y() - side / 2, side, side), ink
            )
        painter.setFont(sans(12, 500))
        painter.setPen(color("ink"))
        _elided(
            painter,
            QRect(where.left() + px(7), where.top(), right - where.left() - px(10), where.height()),
            row.title,
        )


class MonthView(QWidget):
    """The weeks of a month. `opened` brings a day, `beyond` -1 or 1 at an edge."""

    opened = Signal(object)
    chosen = Signal(object)
    beyond = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no month yet."""
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(1, 1, 1, 1)
        self._grid.setSpacing(0)
        self.cells: list[DayCell] = []
        self._first = date.min

    def show_month(self, found: Days, month: date, now: datetime, today: date) -> None:
        """Show the month of a day; `found` holds its whole weeks."""
        if found.first != self._first or len(self.cells) != (found.last - found.first).days + 1:
            self._make(found)
        by_day: dict[date, list[ShiftRow]] = {}
        for row in found.shifts:
            by_day.setdefault(row.begins.date(), []).append(row)
        for cell in self.cells:
            bands = [band for band in found.bands if band.first_day <= cell.day <= band.last_day]
            cell.show_day(by_day.get(cell.day, []), bands, now, today, in_month=cell.day.month == month.month)

    def _make(self, found: Days) -> None:
        had_focus = any(cell.hasFocus() for cell in self.cells)
        clear(self._grid)
        for column, name in enumerate(WEEKDAYS):
            head = label(self.tr(name)[:3], "label")
            head.setContentsMargins(px(8), px(6), 0, px(4))
            self._grid.addWidget(head, 0, column)
        self._first = found.first
        count = (found.last - found.first).days + 1
        self.cells = [DayCell(found.first + timedelta(days=n)) for n in range(count)]
        for place, cell in enumerate(self.cells):
            cell.clicked.connect(self._open)
            cell.focused.connect(self._focus_on)
            self._grid.addWidget(cell, 1 + place // 7, place % 7)
        for row in range(1, 7):
            self._grid.setRowStretch(row, 1 if row <= count // 7 else 0)
        if had_focus:
            self.cells[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, day: date, *, focus: bool = False) -> None:
        """Let Tab come to this day, and perhaps go there now."""
        for cell in self.cells:
            at = cell.day == day
            cell.setFocusPolicy(Qt.FocusPolicy.StrongFocus if at else Qt.FocusPolicy.ClickFocus)
            if at and focus:
                cell.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_on(self, cell: DayCell) -> None:
        self.choose(cell.day)
        self.chosen.emit(cell.day)

    def _open(self) -> None:
        cell = self.sender()
        if isinstance(cell, DayCell):
            self.opened.emit(cell.day)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = next((n for n, cell in enumerate(self.cells) if cell.hasFocus()), None)
        step = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7,
        }.get(Qt.Key(event.key()))  # fmt: skip
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.beyond.emit(1 if event.key() == Qt.Key.Key_PageDown else -1)
        elif here is None or step is None:
            super().keyPressEvent(event)
        elif 0 <= here + step < len(self.cells):
            self.cells[here + step].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.beyond.emit(1 if step > 0 else -1)


def _short(row: ShiftRow, now: datetime) -> bool:
    return row.missing > 0 and row.ends > now


def _elided(painter: QPainter, where: QRect, words: str) -> None:
    cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, where.width())
    painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, cut)
