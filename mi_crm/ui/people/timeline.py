"""The timeline: events on a line, newest first; Enter opens one."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from mi_crm.ui.people.story import Event
from mi_crm.ui.shared.cells import chosen
from mi_crm.ui.shared.fields import ENTER
from mi_crm.ui.shared.icons import paint_icon
from mi_crm.ui.shared.marks import TONES, paint_focus
from mi_crm.ui.shared.style import color, look, px, sans

Index = QModelIndex | QPersistentModelIndex
_EVENT = int(Qt.ItemDataRole.UserRole) + 1
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_INSET = 44
"""Where the words begin, right of the circle."""


class Timeline(QListView):
    """As high as its events; whatever holds it scrolls. `opened` brings the event to open."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.setAccessibleName(self.tr("Timeline"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._model = _Events(self)
        self.setModel(self._model)
        self.setItemDelegate(_EventCell(self))
        self.doubleClicked.connect(self._open)
        look.changed.connect(self._fit)

    def show_events(self, events: list[Event]) -> None:
        """Show these events."""
        self._model.show_events(events)
        self._fit()

    def current(self) -> Event | None:
        """Return the event the cursor is on."""
        event = self.currentIndex().data(_EVENT)
        return event if isinstance(event, Event) else None

    def _open(self) -> None:
        if (event := self.current()) is not None:
            self.opened.emit(event)

    def _fit(self) -> None:
        self.scheduleDelayedItemsLayout()
        high = sum(self.sizeHintForRow(row) for row in range(self._model.rowCount()))
        self.setFixedHeight(max(high, 1) + 2)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    @override
    def wheelEvent(self, event: Any) -> None:
        event.ignore()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._open()
        elif event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._model.rowCount():
            self.setCurrentIndex(self._model.index(0, 0))


class _Events(QAbstractListModel):
    """The events, each with its words for those who listen."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.events: list[Event] = []

    def show_events(self, events: list[Event]) -> None:
        """Show these events."""
        self.beginResetModel()
        self.events = events
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.events)

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        event = self.events[index.row()]
        if role == _EVENT:
            return event
        if role in (int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.DisplayRole)):
            parts = (event.title, event.right, event.second, event.when, event.text)
            return ". ".join(part for part in parts if part)
        return None


class _EventCell(QStyledItemDelegate):
    """Draws an event: a circle on the line, two lines, perhaps a text below."""

    def __init__(self, view: Timeline) -> None:
        super().__init__(view)
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        event: Event = index.data(_EVENT)
        width = self._view.viewport().width()
        return QSize(px(120), px(47) + round(_lay_out(event.text, width)[1]))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        event: Event = index.data(_EVENT)
        rect: QRect = option.rect
        is_chosen = chosen(option) and self._view.hasFocus()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_chosen:
            paint_focus(painter, QRectF(rect).adjusted(0, 0, 0, -px(2)), px(6))
        self._circle(painter, rect, event, last=index.row() == index.model().rowCount() - 1)
        left, right = rect.left() + px(_INSET), rect.right() - px(8)
        high, top = px(18), rect.top() + px(4)
        strong, small = sans(13, 600), sans(12)
        lines = (
            (event.title, event.right, sans(13, 500), strong, "ink"),
            (event.second, event.when, small, small, "ink2"),
        )
        for place, (words, aside, font, aside_font, ink) in enumerate(lines):
            taken = QFontMetrics(aside_font).horizontalAdvance(aside) + px(10) if aside else 0
            line = QRect(left, top + place * high, max(px(40), right - left - taken), high)
            painter.setPen(color("ink2" if event.ended else ink))
            painter.setFont(font)
            cut = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, _MIDDLE, cut)
            painter.setFont(aside_font)
            line.setRight(right)
            painter.drawText(line, _MIDDLE | Qt.AlignmentFlag.AlignRight, aside)
        if event.text:
            painter.setPen(color("ink"))
            layout, _ = _lay_out(event.text, rect.width())
            layout.draw(painter, QRectF(left, top + 2 * high, 0, 0).topLeft())

    def _circle(self, painter: QPainter, rect: QRect, event: Event, *, last: bool) -> None:
        ground, ink = TONES[event.tone]
        side = px(26)
        circle = QRectF(rect.left() + px(3), rect.top() + px(6), side, side)
        if not last:
            painter.fillRect(
                QRectF(
                    circle.center().x() - 0.5, circle.bottom() + px(2), 1, rect.bottom() - circle.bottom()
                ),
                color("line2"),
            )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(ground))
        painter.drawEllipse(circle)
        inner = px(14)
        place = QRectF(0, 0, inner, inner)
        place.moveCenter(circle.center())
        paint_icon(painter, event.icon, place, ink)


def _lay_out(text: str, width: int) -> tuple[QTextLayout, float]:
    """Return the text of a note broken into lines, and how high it is."""
    layout = QTextLayout(text.replace("\n", "\u2028"), sans(13))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    room = max(px(80), width - px(_INSET) - px(8))
    high = 0.0
    layout.beginLayout()
    while text and (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        line.setPosition(QRectF(0, high, 0, 0).topLeft())
        high += line.height() + px(1)
    layout.endLayout()
    return layout, high
