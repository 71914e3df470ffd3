"""Above the calendar: which days, which programs, how many shifts need helpers, which view."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from mi_crm.ui.shared.buttons import Button, IconButton
from mi_crm.ui.shared.cards import clear
from mi_crm.ui.shared.chips import Segments, chip_width, paint_chip
from mi_crm.ui.shared.flow import Flow
from mi_crm.ui.shared.labels import label, mark_as
from mi_crm.ui.shared.marks import paint_focus
from mi_crm.ui.shared.style import color, px, sans
from mi_crm.ui.volunteering.schedule_words import COLORS
from mi_crm.volunteering.queries.week import ProgramRow

DAY, WEEK, MONTH, LIST = "day", "week", "month", "list"


class _Legend(QWidget):
    """The name of a program beside its color."""

    def __init__(self, program: ProgramRow) -> None:
        super().__init__()
        self._program = program
        self.setAccessibleName(program.name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(sans(12, 500)).horizontalAdvance(self._program.name) + px(20), px(36))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(60), px(36))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(COLORS[self._program.color]))
        side = px(10)
        painter.drawRoundedRect(QRectF(0, (self.height() - side) / 2, side, side), px(3), px(3))
        painter.setPen(color("ink2"))
        painter.setFont(sans(12, 500))
        place = self.rect().adjusted(px(16), 0, 0, 0)
        words = painter.fontMetrics().elidedText(
            self._program.name, Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)


class HolesChip(QAbstractButton):
    """How many shifts need helpers; goes to the next of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_count(self, count: int) -> None:
        """Show how many there are in what is shown."""
        words = self.tr("1 shift needs helpers") if count == 1 else self.tr("{n} shifts need helpers")
        self.setText(words.format(n=count))
        self.setAccessibleName(self.tr("{words}. Go to the next").format(words=self.text()))
        self.setToolTip(self.accessibleName())
        self.setVisible(count > 0)
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        return QSize(chip_width(self.text(), "triangle-alert") + px(4), px(30))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect()).adjusted(0, px(2), 0, -px(2))
        paint_chip(painter, rect, self.text(), "wait", "triangle-alert")
        if self.hasFocus():
            paint_focus(painter, rect, rect.height() / 2)


class ScheduleBar(QWidget):
    """`turned` brings -1 or 1, `today_asked` and `hole_asked` nothing, `view_chosen` the key of a view."""

    turned = Signal(int)
    today_asked = Signal()
    hole_asked = Signal()
    view_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with a week."""
        super().__init__(parent)
        self.back = IconButton("chevron-left", self.tr("Earlier"), side=36)
        self.on = IconButton("chevron-right", self.tr("Later"), side=36)
        for turner in (self.back, self.on):
            mark_as(turner, "kind", "secondary")
        self.today = Button(self.tr("Today"), key="T")
        self.range = label("", "pane")
        self.range.setMinimumHeight(px(36))
        self.holes = HolesChip()
        self.views = Segments(
            [
                (DAY, self.tr("Day")),
                (WEEK, self.tr("Week")),
                (MONTH, self.tr("Month")),
                (LIST, self.tr("List")),
            ]
        )
        self.views.choose(WEEK)
        self._legend: tuple[ProgramRow, ...] = ()
        turn = QWidget()
        three = QHBoxLayout(turn)
        three.setContentsMargins(0, 0, 0, 0)
        three.setSpacing(px(6))
        for button in (self.back, self.today, self.on):
            three.addWidget(button)
        left = QWidget()
        self._left = Flow(left, gap=14, line_gap=2)
        self._left.addWidget(turn)
        self._left.addWidget(self.range)
        holder = QWidget()
        self._programs = Flow(holder, gap=14, line_gap=0)
        self._left.addWidget(holder)
        right = QWidget()
        across = QHBoxLayout(right)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(px(8))
        across.addStretch(1)
        across.addWidget(self.holes)
        across.addWidget(self.views)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(px(8))
        self._line.addWidget(left, 1)
        self._line.addWidget(right, 0, Qt.AlignmentFlag.AlignTop)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        left.setSizePolicy(policy)
        self.back.clicked.connect(self._back)
        self.on.clicked.connect(self._on)
        self.today.clicked.connect(self.today_asked)
        self.holes.clicked.connect(self.hole_asked)
        self.views.chosen.connect(self.view_chosen)

    def show_range(self, words: str) -> None:
        """Say which days are shown."""
        self.range.setText(words)
        self.range.updateGeometry()

    def show_programs(self, programs: Iterable[ProgramRow]) -> None:
        """Show which color is which program."""
        found = tuple(programs)
        if found != self._legend:
            self._legend = found
            clear(self._programs)
            for program in found:
                self._programs.addWidget(_Legend(program))

    def stand(self, *, narrow: bool) -> None:
        """Stand on one line, or on two where the window is narrow."""
        self._line.setDirection(
            QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        )

    def _back(self) -> None:
        self.turned.emit(-1)

    def _on(self) -> None:
        self.turned.emit(1)
