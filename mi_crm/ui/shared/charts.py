"""Small charts: this year in accent, last year outlined at its left; each can be read as a table."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.shared.dates import MONTHS
from mi_crm.shared.money import Money
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.models import Column, TableModel
from mi_crm.ui.shared.style import color, px, sans
from mi_crm.ui.shared.table import Table


def steps(highest: int) -> tuple[int, int]:
    """Return the step and the number of steps, at most five, of an axis that reaches a number of cents."""
    unit = 100
    while True:
        for factor in (1, 2, 5):
            step = unit * factor
            if step * 5 >= highest:
                return step, max(1, -(-highest // step))
        unit *= 10


def short_money(cents: int) -> str:
    """Return an amount for an axis: $40k, $500, $1.5M."""
    dollars = cents / 100
    if dollars >= 1_000_000:
        return f"${dollars / 1_000_000:g}M"
    return f"${dollars / 1000:g}k" if dollars >= 1000 else f"${dollars:g}"


def _bar(painter: QPainter, rect: QRectF, *, now: bool) -> None:
    painter.setPen(Qt.PenStyle.NoPen if now else QPen(color("ctl"), 1))
    painter.setBrush(color("accent" if now else "prev"))
    if rect.height() >= 1:
        painter.drawRoundedRect(rect if now else rect.adjusted(0.5, 0.5, -0.5, 0), px(2), px(2))


class _Bars(QWidget):
    """The painted bars of twelve months."""

    def __init__(self) -> None:
        super().__init__()
        self.this_year: list[int] = [0] * 12
        self.last_year: list[int] = [0] * 12
        self.year, self.month = 0, 0
        self.setMinimumHeight(px(180))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(420), px(280))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step, count = steps(max(*self.this_year, *self.last_year, 10000))
        left, top, bottom = px(40), px(8), self.height() - px(46)
        high, right = bottom - top, self.width()
        painter.setFont(sans(11))
        for number in range(count + 1):
            y = bottom - high * number / count
            painter.setPen(QPen(color("ctl" if not number else "line"), 1))
            painter.drawLine(QPointF(left, y), QPointF(right, y))
            painter.setPen(color("ink2"))
            place = QRectF(0, y - px(8), left - px(8), px(16))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, short_money(step * number))
        slot = (right - left) / 12
        bar = min(slot * 0.36, px(16))
        scale = high / (step * count)
        for month in range(12):
            middle = left + slot * (month + 0.5)
            for cents, x, now in (
                (self.last_year[month], middle - bar - 1, False),
                (self.this_year[month], middle + 1, True),
            ):
                _bar(painter, QRectF(x, bottom - cents * scale, bar, cents * scale), now=now)
            current = month + 1 == self.month
            painter.setFont(sans(11, 700 if current else 400))
            painter.setPen(color("ink" if current else "ink2"))
            words = MONTHS[month][:3]
            if QFontMetrics(painter.font()).horizontalAdvance(words) > slot - 2:
                words = words[0]
            painter.drawText(
                QRectF(middle - slot, bottom + px(6), 2 * slot, px(16)), Qt.AlignmentFlag.AlignHCenter, words
            )
        x = float(left)
        painter.setFont(sans(12))
        for year, now in ((self.year, True), (self.year - 1, False)):
            _bar(painter, QRectF(x, self.height() - px(14), px(10), px(10)), now=now)
            painter.setPen(color("ink2"))
            words = str(year)
            painter.drawText(QPointF(x + px(16), self.height() - px(5)), words)
            x += px(34) + QFontMetrics(painter.font()).horizontalAdvance(words)


class MonthBars(QWidget):
    """Giving by month, this year against last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._bars = _Bars()
        self._table = Table(self.tr("Giving by month"), rows=28)
        self._button = Button(self.tr("Show as table"), "ghost", key="Alt+T", small=True)
        self._button.setShortcut("Alt+T")
        self._button.clicked.connect(self._turn)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(4))
        self._stack = QStackedLayout()
        # First into its place: a stack without one would show its first widget as a window of its own.
        rows.addLayout(self._stack, 1)
        self._stack.addWidget(self._bars)
        self._stack.addWidget(self._table)
        rows.addWidget(self._button, 0, Qt.AlignmentFlag.AlignRight)

    def show_months(
        self, this_year: Sequence[Money], last_year: Sequence[Money], *, year: int, month: int
    ) -> None:
        """Show twelve sums of each year; `month` is the one of today, `year` the one of this year."""
        self._bars.this_year = [amount.cents for amount in this_year]
        self._bars.last_year = [amount.cents for amount in last_year]
        self._bars.year, self._bars.month = year, month
        self._bars.setAccessibleName(
            self.tr("Giving by month, {year} against {before}").format(year=year, before=year - 1)
        )
        self._bars.update()
        model: TableModel[tuple[str, Money, Money]] = TableModel(
            [
                Column(self.tr("Month"), _month, width=None),
                Column(str(year - 1), _last, number=True, quiet=True),
                Column(str(year), _this, number=True),
            ],
            self,
        )
        model.show_rows(list(zip(MONTHS, last_year, this_year, strict=True)))
        self._table.set_model(model)

    def _turn(self) -> None:
        to_table = self._stack.currentIndex() == 0
        self._stack.setCurrentIndex(1 if to_table else 0)
        self._button.setText(self.tr("Show as chart") if to_table else self.tr("Show as table"))
        self._button.setShortcut("Alt+T")


def _month(row: tuple[str, Money, Money]) -> str:
    return row[0]


def _last(row: tuple[str, Money, Money]) -> Money:
    return row[1]


def _this(row: tuple[str, Money, Money]) -> Money:
    return row[2]


class YearBars(QWidget):
    """Giving by year, small: the last one in accent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._years: list[tuple[int, int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_years(self, years: Sequence[tuple[int, Money]]) -> None:
        """Show (year, sum), oldest first; the eight last fit."""
        self._years = [(year, amount.cents) for year, amount in years][-8:]
        said = "; ".join(f"{year}: {amount.dollars()}" for year, amount in years[-8:])
        self.setAccessibleName(self.tr("Giving by year. {years}").format(years=said))
        self.setToolTip(said)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(25) * max(1, len(self._years)), px(54))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        highest = max((cents for _, cents in self._years), default=0) or 1
        room = self.height() - px(17)
        for place, (year, cents) in enumerate(self._years):
            high = max(2.0, room * cents / highest)
            _bar(
                painter,
                QRectF(place * px(25) + px(4), room - high, px(17), high),
                now=place == len(self._years) - 1,
            )
            painter.setFont(sans(11))
            painter.setPen(color("ink2"))
            label = QRectF(place * px(25), room + px(2), px(25), px(15))
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, f"{year % 100:02}")


class Bar(QWidget):
    """How much of a whole is there: a bar, never without its numbers in words beside it."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        """Show an empty bar."""
        super().__init__(parent)
        self._share = 0.0
        self._name = name
        self.setFixedHeight(px(8))
        self.show_share(0.0)

    def show_share(self, share: float) -> None:
        """Show a share between 0 and 1."""
        self._share = max(0.0, min(1.0, share))
        self.setAccessibleName(f"{self._name} {self._share:.0%}".strip())
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        rect, radius = QRectF(self.rect()), self.height() / 2
        painter.setBrush(color("track"))
        painter.drawRoundedRect(rect, radius, radius)
        if self._share:
            rect.setWidth(max(rect.height(), rect.width() * self._share))
            painter.setBrush(color("accent"))
            painter.drawRoundedRect(rect, radius, radius)
