"""Hours by month, as a small chart."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from mi_crm.shared.dates import MONTHS
from mi_crm.ui.shared.style import color, px, sans
from mi_crm.ui.volunteering.volunteers_words import hours_cell


class MonthMarks(QWidget):
    """Hours of twelve months, the one of today in accent; hours are told in words too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._minutes: Sequence[int] = (0,) * 12
        self._month = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_months(self, minutes: Sequence[int], *, month: int) -> None:
        """Show the minutes of each month; `month` is the one of today."""
        self._minutes, self._month = minutes, month
        said = "; ".join(
            f"{name}: {hours_cell(given)}" for name, given in zip(MONTHS, minutes, strict=True) if given
        )
        self.setAccessibleName(self.tr("Hours by month. {months}").format(months=said or "–"))
        self.setToolTip(said)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(20) * 12, px(54))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        highest = max(self._minutes) or 1
        slot, room = px(20), self.height() - px(17)
        for place, minutes in enumerate(self._minutes):
            now = place + 1 == self._month
            high = max(2.0, room * minutes / highest)
            painter.setPen(Qt.PenStyle.NoPen if now else QPen(color("ctl"), 1))
            painter.setBrush(color("accent" if now else "prev"))
            bar = QRectF(place * slot + px(3), room - high, slot - px(7), high)
            painter.drawRoundedRect(bar if now else bar.adjusted(0.5, 0.5, -0.5, 0), px(2), px(2))
            painter.setFont(sans(11, 700 if now else 400))
            painter.setPen(color("ink" if now else "ink2"))
            below = QRectF(place * slot, room + px(2), slot, px(15))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, MONTHS[place][0])
