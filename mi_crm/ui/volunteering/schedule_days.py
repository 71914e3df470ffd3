"""One day or seven of them: their names and trainings above, hours below."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.ui.shared.icons import paint_icon
from mi_crm.ui.shared.marks import paint_focus
from mi_crm.ui.shared.style import color, look, px, sans, serif
from mi_crm.ui.volunteering.schedule_grid import GUTTER, DayGrid
from mi_crm.ui.volunteering.schedule_layout import SHOWN
from mi_crm.ui.volunteering.schedule_motion import HOUR
from mi_crm.ui.volunteering.schedule_words import COLORS, day_words
from mi_crm.volunteering.queries.week import Days, TrainingBand
from mi_crm.volunteering.rules.words import WEEKDAYS

_NAMES: Final = 44
_BAND: Final = 26
_FIRST_HOUR: Final = 7


class BandButton(QAbstractButton):
    """A training across its days; opens it."""

    def __init__(self, band: TrainingBand, parent: QWidget) -> None:
        """Show its title on the color of its program."""
        super().__init__(parent)
        self.band = band
        self.setText(band.title)
        days = (
            day_words(band.first_day)
            if band.first_day == band.last_day
            else self.tr("{first} to {last}").format(
                first=day_words(band.first_day), last=day_words(band.last_day)
            )
        )
        self.setAccessibleName(
            self.tr("Training {title}, {days}. Open it").format(title=band.title, days=days)
        )
        self.setToolTip(band.title)
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
        # The accent can carry words; the other colors of programs stand as a bar beside them.
        filled = COLORS[self.band.color] == "accent"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("accent" if filled else "quiet_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), px(5), px(5))
        if not filled:
            painter.setBrush(color(COLORS[self.band.color]))
            painter.drawRoundedRect(QRectF(0, 0, px(5), self.height()), 2, 2)
        ink = "on_accent" if filled else "ink"
        side = px(15)
        paint_icon(painter, "graduation-cap", QRectF(px(9), (self.height() - side) / 2, side, side), ink)
        painter.setPen(color(ink))
        painter.setFont(sans(12, 600))
        place = self.rect().adjusted(px(30), 0, -px(6), 0)
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), px(5))


class _Names(QWidget):
    """The names of the days, and below them the trainings."""

    training_asked = Signal(object)

    def __init__(self, grid: DayGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid, self._offset, self._today = grid, 0, date.min
        self._bands: list[tuple[BandButton, int]] = []

    def show_bands(self, found: Days, today: date) -> None:
        self._today = today
        focused = next((button.band for button, _ in self._bands if button.hasFocus()), None)
        for button, _ in self._bands:
            button.hide()
            button.deleteLater()
        self._bands = []
        levels: list[date] = []
        for band in found.bands:
            level = next((n for n, until in enumerate(levels) if until < band.first_day), len(levels))
            levels[level:level + 1] = [band.last_day]  # fmt: skip
            button = BandButton(band, self)
            button.clicked.connect(self._open)
            button.show()
            self._bands.append((button, level))
            if band == focused:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._levels = len(levels)
        self.lay_out()

    _levels = 0

    def lay_out(self, offset: int | None = None) -> None:
        self._offset = self._offset if offset is None else offset
        self.setFixedHeight(px(_NAMES) + self._levels * px(_BAND) + (px(6) if self._levels else 0))
        for button, level in self._bands:
            if button.band.first_day not in self._grid.days:
                # The days have turned already; their own bands come next.
                continue
            left = self._grid.left_of(button.band.first_day) + 4
            right = self._grid.left_of(button.band.last_day)
            right += self._grid.widths[self._grid.days.index(button.band.last_day)] - 3
            top = px(_NAMES) + level * px(_BAND)
            button.setGeometry(QRect(left - self._offset, top, right - left, px(_BAND) - 3))
        self.update()

    def _open(self) -> None:
        button = self.sender()
        if isinstance(button, BandButton):
            self.training_asked.emit(button.band.training_id)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for day, width in zip(self._grid.days, self._grid.widths, strict=True):
            left = self._grid.left_of(day) - self._offset
            painter.fillRect(QRect(left, px(_NAMES), 1, self.height()), color("line"))
            painter.setFont(sans(12, 500))
            painter.setPen(color("ink2"))
            name = self.tr(WEEKDAYS[day.weekday()])[:3]
            wide = painter.fontMetrics().horizontalAdvance(name)
            place = QRect(left + px(9), 0, width, px(_NAMES))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, name)
            painter.setFont(serif(19, 500))
            painter.setPen(color("accent" if day == self._today else "ink"))
            painter.drawText(
                place.adjusted(wide + px(7), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(day.day)
            )
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), color("line2"))


class DaysView(QWidget):
    """A calendar of days. Its grid says what is chosen, opened, moved and dropped."""

    def __init__(self, *, most: int | None = SHOWN, parent: QWidget | None = None) -> None:
        """Show no days yet; `most` is how many shifts stand side by side before the rest is counted."""
        super().__init__(parent)
        self._most, self._scrolled_for = most, (date.min, date.min)
        self.grid = DayGrid()
        self.names = _Names(self.grid)
        self.area = QScrollArea()
        self.area.setWidget(self.grid)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setAutoFillBackground(False)
        self.area.setCornerWidget(QWidget())
        self.area.horizontalScrollBar().valueChanged.connect(self.names.lay_out)
        self.area.verticalScrollBar().setSingleStep(px(HOUR) // 2)
        self.grid.laid_out.connect(self.names.lay_out)
        self.grid.chosen.connect(self._see)
        look.changed.connect(self._lay_out)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 1, 1, 1)
        rows.setSpacing(0)
        rows.addWidget(self.names)
        rows.addWidget(self.area, 1)
        self.setMinimumSize(px(GUTTER + 160), px(220))

    def show_days(self, found: Days, now: datetime, today: date) -> None:
        """Show what is planned, from seven o'clock or the first shift on."""
        self.grid.show_days(found, now, today, most=self._most)
        self.names.show_bands(found, today)
        self._lay_out()
        if self._scrolled_for != (found.first, found.last):
            self._scrolled_for = (found.first, found.last)
            hours = [row.begins.hour for row in found.shifts if row.begins.date() >= found.first]
            first = min([_FIRST_HOUR, *hours])
            self.area.verticalScrollBar().setValue(first * px(HOUR) - px(10))

    def _lay_out(self) -> None:
        room = self.area.width() - self.area.verticalScrollBar().sizeHint().width()
        self.grid.lay_out(room)

    def _see(self, _row: object) -> None:
        """Bring the chosen card into view."""
        card = self.grid.current
        if card is not None:
            self.area.ensureVisible(card.x() + card.width(), card.y() + card.height(), px(8), px(8))
            self.area.ensureVisible(card.x(), card.y(), px(8), px(8))

    def choose(self, shift_id: UUID, *, focus: bool = False) -> bool:
        """Choose a shift; return whether it is shown."""
        card = self.grid.mark(shift_id)
        if card is not None:
            self._see(card.row)
            if focus:
                card.setFocus(Qt.FocusReason.OtherFocusReason)
        return card is not None

    def focus_here(self) -> None:
        """Take the focus, on the chosen shift."""
        (self.grid.current or self.grid).setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
