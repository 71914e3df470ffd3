"""PickList: names under a field while one types; arrows, Enter, Esc, never the mouse unless wanted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)
from typing_extensions import override

from mi_crm.ui.shared.avatars import avatar_pixmap
from mi_crm.ui.shared.cells import Index, chosen
from mi_crm.ui.shared.fields import ENTER, Field
from mi_crm.ui.shared.icons import pixmap
from mi_crm.ui.shared.style import color, px, sans
from mi_crm.ui.shared.tasks import Answer

_ROW = int(Qt.ItemDataRole.UserRole) + 1
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class PickRow:
    """One line of the list; `thing` is what `picked` brings. An empty kind shows no picture."""

    thing: object
    title: str
    second: str = ""
    right: str = ""
    right_second: str = ""
    kind: str = "person"


class PickList(QFrame):
    """The list under a field. `picked` brings the thing chosen, `asked_new` the text typed.

    Enter typed before the search has answered waits for the answer to what was typed (`held`), and takes
    its first line when it comes (then `released`).
    """

    picked = Signal(object)
    asked_new = Signal(str)
    held = Signal()
    released = Signal()

    def __init__(
        self,
        field: Field | QLineEdit,
        fetch: Callable[[str], Answer[Any]],
        show: Callable[[Any], PickRow],
        *,
        new: Callable[[str], str] | None = None,
        new_key: str = "",
        least: int = 1,
    ) -> None:
        """Ask fetch(text) for things while one types at least so many letters, and show each as a PickRow.

        `new` gives the words of a last row that calls for something new, such as “New person ‘Okaf’”.
        """
        line = field.input if isinstance(field, Field) else field
        if not isinstance(line, QLineEdit):
            raise TypeError("names are picked under a field of one line")
        super().__init__(line.window())
        self._line, self._fetch, self._show_row, self._new, self._least = line, fetch, show, new, least
        self._asked: str | None = None
        self._next: str | None = None
        self._enter_waits = False
        self.setProperty("card", "raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(28)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self.view = QListView()
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setProperty("ground", "raised")
        self.view.setMouseTracking(True)
        self.view.setAccessibleName(self.tr("Matches"))
        self._model = _Rows(self)
        self.view.setModel(self._model)
        self.view.setItemDelegate(_PickCell(new_key.replace("+", " "), self))
        self.view.clicked.connect(self._take)
        self.view.entered.connect(self.view.setCurrentIndex)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(6), px(6), px(6), px(6))
        rows.addWidget(self.view)
        self.hide()
        line.installEventFilter(self)
        line.textEdited.connect(self.look_up)

    def look_up(self, text: str) -> None:
        """Ask for what matches; while an answer is awaited, only the last text is kept."""
        text = text.strip()
        if len(text) < self._least:
            self._next = "" if self._asked is not None else None
            self.hide()
        elif self._asked is not None:
            self._next = text
        else:
            self._asked = text
            answer = self._fetch(text)
            answer.succeeded.connect(self._come)
            answer.finished.connect(self._came)

    def _come(self, things: Sequence[Any]) -> None:
        # An answer to less than what stands there now is stale: its first line may be somebody else.
        if self._next is not None or not self._line.hasFocus():
            return
        rows = [self._show_row(thing) for thing in things]
        if self._new:
            rows.append(PickRow(_NEW, self._new(self._line.text().strip()), kind=""))
        self._model.show_rows(rows)
        if not rows:
            self.hide()
            return
        self.view.setCurrentIndex(self._model.index(0, 0))
        self._place()
        self._speak(self.tr("{count} matches").format(count=len(things)))

    def _came(self) -> None:
        self._asked = None
        if self._next is not None:
            text, self._next = self._next, None
            self.look_up(text)
        if self._enter_waits and not self._waits():
            self._enter_waits = False
            if self.isVisible():
                self._take(self.view.currentIndex())
            self.released.emit()

    def _waits(self) -> bool:
        return self._asked is not None

    def _hold(self) -> None:
        if not self._enter_waits:
            self._enter_waits = True
            self.held.emit()

    def _place(self) -> None:
        window = self._line.window()
        if self.parent() is not window:
            self.setParent(window)
        below = self._line.mapTo(window, QPoint(0, self._line.height() + px(4)))
        high = sum(self.view.sizeHintForRow(row) for row in range(self._model.rowCount())) + px(12) + 2
        room = window.height() - below.y() - px(8)
        width = max(self._line.width(), px(360))
        left = min(below.x(), max(0, window.width() - width - px(8)))
        above = below.y() - self._line.height() - px(8)
        if high > room and above > room:
            high = min(high, above)
            self.setGeometry(left, above - high, width, high)
        else:
            self.setGeometry(left, below.y(), width, min(high, room))
        self.raise_()
        self.show()

    def _take(self, index: Index) -> None:
        row = index.data(_ROW)
        if isinstance(row, PickRow):
            self.hide()
            if row.thing is _NEW:
                self.asked_new.emit(self._line.text().strip())
            else:
                self.picked.emit(row.thing)

    def _step(self, by: int) -> None:
        count = self._model.rowCount()
        index = self._model.index((self.view.currentIndex().row() + by) % count, 0)
        self.view.setCurrentIndex(index)
        self._speak(str(index.data(int(Qt.ItemDataRole.AccessibleTextRole))))

    def _speak(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._line, words))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._line:
            if event.type() == QEvent.Type.FocusOut:
                self.hide()
            elif isinstance(event, QKeyEvent) and event.type() != QEvent.Type.KeyRelease:
                plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
                return plain and self._key(event, pressed=event.type() == QEvent.Type.KeyPress)
        return False

    def _key(self, event: QKeyEvent, *, pressed: bool) -> bool:
        """Take a key that belongs to the list, first when it might be a shortcut, then when it is pressed."""
        key = event.key()
        waits = self._waits() and key in ENTER
        ours = self.isVisible() and key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Escape, *ENTER)
        opens = key == Qt.Key.Key_Down and not self.isVisible()
        if not (waits or ours or opens):
            return False
        event.accept()
        if pressed and waits:
            self._hold()
        elif pressed and opens:
            self.look_up(self._line.text())
        elif pressed and key == Qt.Key.Key_Escape:
            self.hide()
        elif pressed and key in ENTER:
            self._take(self.view.currentIndex())
        elif pressed:
            self._step(1 if key == Qt.Key.Key_Down else -1)
        return True


_NEW = object()


class _Rows(QAbstractListModel):
    """The lines of the list."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[PickRow] = []

    def show_rows(self, rows: list[PickRow]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        if role == int(Qt.ItemDataRole.DisplayRole):
            return row.title
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(part for part in (row.title, row.second, row.right, row.right_second) if part)
        return None


class _PickCell(QStyledItemDelegate):
    """Draws a line: picture, two lines, and two at the right."""

    def __init__(self, new_key: str, parent: QObject) -> None:
        super().__init__(parent)
        self._new_key = new_key

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(200), px(40 if index.data(_ROW).thing is _NEW else 52))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: PickRow = index.data(_ROW)
        rect: QRect = option.rect
        is_chosen = chosen(option)
        if is_chosen:
            painter.fillRect(rect, color("soft"))
            painter.fillRect(QRect(rect.left(), rect.top(), px(3), rect.height()), color("accent"))
        elif index.row():
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), color("line"))
        ratio = painter.device().devicePixelRatio()
        left, right = rect.left() + px(12), rect.right() - px(12)
        if row.thing is _NEW:
            sign = pixmap("user-plus", 16, "accent", ratio)
            painter.drawPixmap(left + px(2), rect.top() + (rect.height() - px(16)) // 2, sign)
            painter.setFont(sans(13, 600))
            painter.setPen(color("accent"))
            painter.drawText(
                QRect(left + px(28), rect.top(), rect.width(), rect.height()), _MIDDLE, row.title
            )
            painter.setFont(sans(11, 500))
            painter.setPen(color("ink2"))
            painter.drawText(
                rect.adjusted(0, 0, -px(12), 0), _MIDDLE | Qt.AlignmentFlag.AlignRight, self._new_key
            )
            return
        if row.kind:
            side = px(32)
            picture = avatar_pixmap(row.title, row.kind, side, chosen=is_chosen, ratio=ratio)
            painter.drawPixmap(left, rect.top() + (rect.height() - side) // 2, picture)
            left += side + px(10)
        high = px(18)
        top = rect.top() + (rect.height() - (2 * high if row.second or row.right_second else high)) // 2
        big, small = sans(13, 600), sans(12)
        taken = max(
            QFontMetrics(big).horizontalAdvance(row.right),
            QFontMetrics(small).horizontalAdvance(row.right_second),
        )
        wide = max(px(40), right - left - taken - px(10))
        for place, (words, aside, font, ink) in enumerate(
            ((row.title, row.right, big, "ink"), (row.second, row.right_second, small, "ink2"))
        ):
            painter.setFont(font)
            painter.setPen(color(ink))
            y = top + place * high
            cut = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, wide)
            painter.drawText(QRect(left, y, wide, high), _MIDDLE, cut)
            painter.drawText(QRect(left, y, right - left, high), _MIDDLE | Qt.AlignmentFlag.AlignRight, aside)
