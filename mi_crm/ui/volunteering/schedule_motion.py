"""A shift on its way to another time, by mouse or by keys."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mi_crm.ui.shared.style import color, px, sans
from mi_crm.ui.volunteering.schedule_layout import DAY
from mi_crm.ui.volunteering.schedule_words import day_words, minute_of
from mi_crm.volunteering.queries.week import ShiftRow
from mi_crm.volunteering.rules.words import clock_range

HOUR: Final = 46
"""Height of an hour in px at 100 %."""
STEP: Final = 15
"""Shifts are moved by so many minutes."""


@dataclass(frozen=True, slots=True)
class Motion:
    """A shift on its way to another time."""

    row: ShiftRow
    day: date
    begins: int
    ends: int
    """Beyond 1440 when it ends after midnight."""
    by_key: bool

    @property
    def words(self) -> str:
        """Return where it would come to stand."""
        return f"{day_words(self.day)}, {clock_range(self.begins, self.ends)}"


class Ghost(QWidget):
    """Where a shift in motion would come to stand."""

    def __init__(self, parent: QWidget) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("accent"), 2, Qt.PenStyle.DashLine))
        painter.setBrush(color("soft"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), px(6), px(6))
        painter.setPen(color("softink"))
        painter.setFont(sans(12, 600))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(px(4), px(2), -px(4), -px(2)), flags, self.words)


def standing(row: ShiftRow, *, by_key: bool) -> Motion:
    """Return a shift where it stands, before it is moved."""
    begins = minute_of(row.begins)
    ends = minute_of(row.ends) + DAY * (row.ends.date() - row.begins.date()).days
    return Motion(row, row.begins.date(), begins, ends, by_key)


def shifted(motion: Motion, begins: int, day: date) -> Motion:
    """Return it at another time, as long as before; it begins within the day."""
    begins = min(max(begins, 0), DAY - STEP)
    return replace(motion, day=day, begins=begins, ends=begins + motion.ends - motion.begins)


def resized(motion: Motion, ends: int) -> Motion:
    """Return it with another end, a quarter of an hour to a day after it begins."""
    return replace(motion, ends=min(max(ends, motion.begins + STEP), motion.begins + DAY - STEP))


def minute_at(y: int) -> int:
    """Return the minute of the day at a height in real pixels, on the quarter of an hour."""
    return min(max(round(y * 60 / px(HOUR) / STEP) * STEP, 0), DAY)
