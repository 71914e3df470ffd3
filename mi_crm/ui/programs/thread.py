"""The impact thread: money, helpers, practitioners, patients, as four stations on a line."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.ui.shared.icons import paint_icon
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import color, px


@dataclass(frozen=True, slots=True)
class Station:
    """A figure with its words; a complete one is filled."""

    icon: str
    figure: str
    words: str
    complete: bool = False


class _Sign(QWidget):
    """The circle of a station and the line to the next one."""

    def __init__(self, *, last: bool) -> None:
        super().__init__()
        self._icon, self._complete, self._last = "", False, last
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_sign(self, icon: str, *, complete: bool) -> None:
        self._icon, self._complete = icon, complete
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(32), px(32))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = px(32)
        middle = side / 2
        if not self._last:
            painter.setPen(QPen(color("prev"), px(2)))
            painter.drawLine(QPointF(side, middle), QPointF(self.width(), middle))
        painter.setPen(QPen(color("accent"), 1.5))
        painter.setBrush(color("accent" if self._complete else "surface"))
        painter.drawEllipse(QRectF(1, 1, side - 2, side - 2))
        small = px(16)
        place = QRectF((side - small) / 2, (side - small) / 2, small, small)
        if self._icon:
            paint_icon(painter, self._icon, place, "on_accent" if self._complete else "accent")


class _Station(QWidget):
    """A circle, and below it a figure and what it counts."""

    def __init__(self, *, last: bool) -> None:
        super().__init__()
        self._sign = _Sign(last=last)
        self._figure, self._words = label("", "strong"), label("", "help", wrap=True)
        self._words.setContentsMargins(0, 0, px(12), 0)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(3))
        rows.addWidget(self._sign)
        rows.addSpacing(px(4))
        rows.addWidget(self._figure)
        rows.addWidget(self._words)
        rows.addStretch(1)

    def show_station(self, station: Station) -> None:
        """Show a figure."""
        self._sign.show_sign(station.icon, complete=station.complete)
        self._figure.setText(station.figure)
        self._words.setText(station.words)
        self.setAccessibleName(f"{station.figure} {station.words}")


class Thread(QWidget):
    """Four stations: what was given, who helps, who is trained, whom it reaches."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._stations = [_Station(last=place == 3) for place in range(4)]
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for station in self._stations:
            line.addWidget(station, 1, Qt.AlignmentFlag.AlignTop)

    def show_stations(self, stations: tuple[Station, Station, Station, Station]) -> None:
        """Show the four figures."""
        for widget, station in zip(self._stations, stations, strict=True):
            widget.show_station(station)
