"""The list of hits: headings that are passed over, and lines with what matches marked."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from mi_crm.ui.find.shown import Line
from mi_crm.ui.shared.avatars import avatar_pixmap
from mi_crm.ui.shared.cells import Index, chosen
from mi_crm.ui.shared.icons import pixmap
from mi_crm.ui.shared.style import color, px, sans

_LINE = int(Qt.ItemDataRole.UserRole) + 1
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_RIGHT = _MIDDLE | Qt.AlignmentFlag.AlignRight

Marks = Sequence[tuple[int, int]]


class HitList(QListView):
    """Lines under headings; the arrows step from line to line over all of them."""

    taken = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setProperty("ground", "raised")
        self.setMouseTracking(True)
        self._model = _Lines(self)
        self.setModel(self._model)
        self.setItemDelegate(_HitCell(self))
        self.clicked.connect(self.take)
        self.entered.connect(self._point)

    def show_lines(self, lines: list[Line]) -> None:
        """Show these lines and choose the first that leads somewhere."""
        self._model.show_lines(lines)
        self.scrollToTop()
        self.choose(0, 1)

    def line(self) -> Line | None:
        """Return the chosen line."""
        found = self.currentIndex().data(_LINE)
        return found if isinstance(found, Line) else None

    def step(self, by: int) -> None:
        """Choose the next line, from the last one the first."""
        if count := self._model.rowCount():
            self.choose((self.currentIndex().row() + by) % count, by)

    def step_group(self, by: int) -> None:
        """Choose the first line of the next group, or of the one before."""
        lines, here = self._model.lines, self.currentIndex().row()
        starts = [place for place, line in enumerate(lines) if line.act is None]
        if starts:
            now = max((at for at, start in enumerate(starts) if start <= here), default=0)
            self.choose(starts[(now + by) % len(starts)], 1)

    def choose(self, place: int, by: int) -> None:
        """Choose the line at a place, or the one after (1) or before (-1) a heading that stands there."""
        lines = self._model.lines
        for passed in range(len(lines)):
            at = (place + by * passed) % len(lines)
            if lines[at].act is not None:
                self.setCurrentIndex(self._model.index(at, 0))
                if at and lines[at - 1].act is None:
                    # With the first line of a group one sees its heading.
                    self.scrollTo(self._model.index(at - 1, 0))
                    self.scrollTo(self._model.index(at, 0))
                return

    def take(self, index: Index | None = None) -> None:
        """Go where the chosen line leads."""
        found = (index or self.currentIndex()).data(_LINE)
        if isinstance(found, Line) and found.act is not None:
            self.taken.emit(found)

    def wanted_height(self) -> int:
        """Return how high the list would be with every line in view."""
        return sum(self.sizeHintForRow(row) for row in range(self._model.rowCount()))

    def _point(self, index: QModelIndex) -> None:
        if index.flags() & Qt.ItemFlag.ItemIsSelectable:
            self.setCurrentIndex(index)


class _Lines(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def show_lines(self, lines: list[Line]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        is_line = index.isValid() and self.lines[index.row()].act is not None
        return Qt.ItemFlag.ItemIsEnabled | (
            Qt.ItemFlag.ItemIsSelectable if is_line else Qt.ItemFlag.NoItemFlags
        )

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        line = self.lines[index.row()]
        if role == _LINE:
            return line
        if role == int(Qt.ItemDataRole.DisplayRole):
            return line.title
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return line.spoken
        return None


class _HitCell(QStyledItemDelegate):
    """Draws a heading, or a line: picture, title and what is said below it, and what stands at the right."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: Line = index.data(_LINE)
        if line.act is None:
            return QSize(px(200), px(30))
        return QSize(px(200), px(52 if line.about or line.why or line.aside_below else 40))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(_LINE)
        rect: QRect = option.rect
        if line.act is None:
            painter.setFont(sans(12, 600))
            painter.setPen(color("ink2"))
            painter.drawText(rect.adjusted(px(12), px(4), -px(12), 0), _MIDDLE, line.title)
            return
        is_chosen = chosen(option)
        if is_chosen:
            painter.fillRect(rect, color("soft"))
            painter.fillRect(QRect(rect.left(), rect.top(), px(3), rect.height()), color("accent"))
        side = px(32)
        top = rect.top() + (rect.height() - side) // 2
        self._picture(painter, line, QRect(rect.left() + px(12), top, side, side), is_chosen=is_chosen)
        left, right = rect.left() + px(12) + side + px(10), rect.right() - px(12)
        right -= self._aside(painter, line, QRect(left, rect.top(), right - left, rect.height()))
        self._words(painter, line, QRect(left, rect.top(), max(0, right - left), rect.height()))

    def _picture(self, painter: QPainter, line: Line, place: QRect, *, is_chosen: bool) -> None:
        ratio = painter.device().devicePixelRatio()
        if line.picture:
            side = place.width()
            picture = avatar_pixmap(line.title, line.picture, side, chosen=is_chosen, ratio=ratio)
            painter.drawPixmap(place.topLeft(), picture)
        elif line.icon:
            tint = "accent" if not line.of else "ink2"
            inset = (place.width() - px(16)) // 2
            painter.drawPixmap(
                place.topLeft() + QPointF(inset, inset).toPoint(), pixmap(line.icon, 16, tint, ratio)
            )

    def _aside(self, painter: QPainter, line: Line, place: QRect) -> int:
        """Draw what stands at the right and return how much room it takes."""
        small = sans(12)
        big = sans(11, 500) if line.key else sans(12) if line.picture else sans(13, 600)
        first = line.key.replace("+", " ") or line.aside
        wide = max(
            QFontMetrics(big).horizontalAdvance(first),
            QFontMetrics(small).horizontalAdvance(line.aside_below),
        )
        # Where text is large and the window narrow, the words come first.
        if not wide or wide > place.width() * 0.45:
            return 0
        upper, lower = _halves(place) if line.aside_below else (place, place)
        painter.setFont(big)
        painter.setPen(color("ink2" if line.key or line.picture or line.quiet else "ink"))
        painter.drawText(upper, _RIGHT, first)
        if line.aside_below:
            painter.setFont(small)
            painter.setPen(color("ink2"))
            painter.drawText(lower, _RIGHT, line.aside_below)
        return wide + px(12)

    def _words(self, painter: QPainter, line: Line, place: QRect) -> None:
        second = " · ".join(part for part in (line.why, line.about) if part)
        upper, lower = _halves(place) if second or line.aside_below else (place, place)
        ink = "accent" if not line.of else "ink2" if line.quiet else "ink"
        _draw(painter, upper, line.title, line.title_marks, sans(13, 600), ink)
        if second:
            shift = len(line.why) + 3 if line.why else 0
            marks = [*line.why_marks, *((start + shift, end + shift) for start, end in line.about_marks)]
            _draw(painter, lower, second, marks, sans(12), "ink2")


def _halves(place: QRect) -> tuple[QRect, QRect]:
    high = px(18)
    top = place.top() + (place.height() - 2 * high) // 2
    return QRect(place.left(), top, place.width(), high), QRect(place.left(), top + high, place.width(), high)


def _draw(painter: QPainter, place: QRect, words: str, marks: Marks, font: QFont, ink: str) -> None:
    """Draw words on one line, cut where they do not fit; what matches is underlined and heavier."""
    words = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, place.width())
    heavy = QFont(font)
    heavy.setWeight(QFont.Weight.Bold)
    heavy.setUnderline(True)
    painter.setPen(color(ink))
    left = float(place.left())
    for piece, is_marked in _pieces(words, marks):
        painter.setFont(heavy if is_marked else font)
        wide = QFontMetricsF(painter.font()).horizontalAdvance(piece)
        painter.drawText(QRectF(left, place.top(), wide + 1, place.height()), _MIDDLE, piece)
        left += wide


def _pieces(words: str, marks: Marks) -> list[tuple[str, bool]]:
    if not marks or _right_to_left(words):
        # Letters that are written from right to left are not taken apart.
        return [(words, bool(marks))]
    pieces, at = [], 0
    for start, end in marks:
        pieces += [(words[at:start], False), (words[start:end], True)]
        at = end
    pieces.append((words[at:], False))
    return [piece for piece in pieces if piece[0]]


def _right_to_left(words: str) -> bool:
    return any("\u0590" <= letter <= "\u08ff" for letter in words)
