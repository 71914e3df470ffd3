"""Table: every list of the program - rows with a line below, one choice, check boxes, totals."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QHeaderView, QTableView, QWidget
from typing_extensions import override

from mi_crm.ui.shared.cards import Skeleton
from mi_crm.ui.shared.cells import Line, Paint, Strip, paint_checks, paint_of
from mi_crm.ui.shared.models import ROW_ROLE, Column, Index, PagedModel, RowsModel, TableModel, key_of
from mi_crm.ui.shared.preferences import Preferences
from mi_crm.ui.shared.style import color, look, px
from mi_crm.ui.shared.tasks import Answer
from mi_crm.ui.shared.totals import Totals

__all__ = ["ROW_ROLE", "Column", "PagedModel", "Table", "TableModel"]

_CHECK: Final = 44
_LEAST: Final = 140
_LEAST_CHIP: Final = 64
_LETTERS: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Table(QTableView):
    """A list of rows. `chosen` brings the row the cursor is on (None for none), `opened` the one to open."""

    chosen = Signal(object)
    opened = Signal(object)
    checked_changed = Signal()
    sort_asked = Signal(str, bool)

    def __init__(
        self, name: str = "", *, rows: int = 40, checkable: bool = False, parent: QWidget | None = None
    ) -> None:
        """Make a table; `name` is spoken, `rows` is the height of a row: 40, 52 or 60 px."""
        super().__init__(parent)
        self.setAccessibleName(name or self.tr("List"))
        self.checkable, self._high = checkable, rows
        self._checked: dict[object, Any] = {}
        self._before: tuple[object, int] = (None, -1)
        self._widths: dict[int, int] = {}
        self._memory: tuple[Preferences, str] | None = None
        self._paints: list[Paint] = []
        self._fitting = False
        self._awaited = False
        self._sought: object = None
        self._totals: Totals | None = None
        self._skeleton: Skeleton | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.sectionClicked.connect(self._sort)
        header.sectionResized.connect(self._resized)
        self.doubleClicked.connect(self._open)
        look.changed.connect(self._measure)
        self._measure()

    # -- rows ------------------------------------------------------------------------------------

    def set_model(self, model: RowsModel[Any]) -> None:
        """Show a TableModel or a PagedModel."""
        if self.checkable and (not model.columns or model.columns[0].words):
            model.columns = (Column("", self._check_words, width=_CHECK), *model.columns)
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._remember_row)
        model.modelReset.connect(self._restore_row)
        self._paints = [paint_of(model, column) for column in model.columns]
        if self.checkable:
            self._paints[0] = partial(paint_checks, self._is_checked)
        self._fit()

    def rows_model(self) -> RowsModel[Any] | None:
        """Return the model, with its own type."""
        model = self.model()
        return model if isinstance(model, RowsModel) else None

    def current(self) -> Any:
        """Return the row the cursor is on, or None."""
        model = self.rows_model()
        return model.row_at(self.currentIndex().row()) if model and self.currentIndex().isValid() else None

    def choose(self, number: int) -> None:
        """Put the cursor on a row."""
        model = self.rows_model()
        if model and 0 <= number < model.rowCount():
            self.setCurrentIndex(model.index(number, 0))

    def choose_key(self, key: object) -> bool:
        """Put the cursor on the row with this id, if it is loaded; return whether it is."""
        model = self.rows_model()
        for number, row in model.loaded() if model is not None else ():
            if key_of(row) == key:
                self.choose(number)
                return True
        return False

    @override
    def currentChanged(self, current: Any, previous: Any) -> None:
        super().currentChanged(current, previous)
        self._sought = None
        if current.row() != previous.row() or not current.isValid():
            self._tell_chosen()

    def _tell_chosen(self) -> None:
        row = self.current()
        self._awaited = row is None and self.currentIndex().isValid()
        self.chosen.emit(row)

    @override
    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        super().dataChanged(first, last, roles)
        # The row under the cursor was still to come when the cursor got there.
        if self._awaited and first.row() <= self.currentIndex().row() <= last.row():
            if self._sought is not None:
                self.choose_key(self._sought)
            if self._awaited:
                self._tell_chosen()

    def _open(self) -> None:
        if (row := self.current()) is not None:
            self.opened.emit(row)

    def _remember_row(self) -> None:
        self._before = (key_of(self.current()), self.currentIndex().row())

    def _restore_row(self) -> None:
        key, number = self._before
        model = self.rows_model()
        if model is None:
            return
        if self._checked and isinstance(model, TableModel):
            here = {key_of(row): row for row in model.rows}
            self._checked = {key: here[key] for key in self._checked if key in here}
            self.checked_changed.emit()
        if number < 0:
            if self.hasFocus():  # the focus was here before the rows were
                self.choose(0)
            return
        if key is None or not self.choose_key(key):
            self.choose(min(number, model.rowCount() - 1))
            # The rows are still to come, and the one that was chosen may stand in another place among them.
            self._sought = key
        if not self.currentIndex().isValid():
            self.chosen.emit(None)

    # -- check boxes -----------------------------------------------------------------------------

    def _is_checked(self, number: int) -> bool:
        model = self.rows_model()
        row = model.row_at(number) if model and self._checked else None
        return row is not None and key_of(row) in self._checked

    def _check_words(self, row: object) -> str:
        return self.tr("Selected") if key_of(row) in self._checked else self.tr("Not selected")

    def checked_rows(self) -> list[Any]:
        """Return the rows with a check, in the order they were checked."""
        return list(self._checked.values())

    def check(self, number: int, on: bool | None = None) -> None:
        """Check a row, or turn its check around."""
        model = self.rows_model()
        row = model.row_at(number) if model else None
        if row is None:
            return
        key = key_of(row)
        if on is None:
            on = key not in self._checked
        if on:
            self._checked[key] = row
        else:
            self._checked.pop(key, None)
        self.viewport().update()
        self.checked_changed.emit()

    def check_all(self, on: bool = True) -> None:
        """Check every row that is held, or none."""
        model = self.rows_model()
        rows = model.rows if on and isinstance(model, TableModel) else []
        self._checked = {key_of(row): row for row in rows}
        self.viewport().update()
        self.checked_changed.emit()

    # -- keys and mouse --------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = self.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _LETTERS:
            self._open()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers() & _LETTERS:
            model = self.model()
            self.choose(0 if event.key() == Qt.Key.Key_Home else model.rowCount() - 1)
        elif self.checkable and event.key() == Qt.Key.Key_Space:
            self.check(number)
        elif (
            self.checkable
            and event.key() == Qt.Key.Key_A
            and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ):
            self.check_all()
        elif (
            self.checkable
            and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self.check(number, on=True)
            self.choose(number + (1 if event.key() == Qt.Key.Key_Down else -1))
            self.check(self.currentIndex().row(), on=True)
        elif event.text().isprintable() and event.text() and not event.modifiers() & _LETTERS:
            # Letters are keys of the screen, not a search along the rows.
            event.ignore()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        if self.checkable and index.isValid() and index.column() == 0:
            self.check(index.row())

    @override
    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose(0)

    def _sort(self, section: int) -> None:
        model = self.rows_model()
        if model and (key := model.columns[section].sort):
            now = model.sorted_by
            descending = not now[1] if now and now[0] == key else model.columns[section].number
            model.show_sort(key, descending)
            self.sort_asked.emit(key, descending)

    # -- sizes -----------------------------------------------------------------------------------

    def remember(self, preferences: Preferences, name: str) -> None:
        """Keep the widths the user gives to the columns."""
        self._memory = (preferences, name)
        model = self.rows_model()
        words = {column.words: place for place, column in enumerate(model.columns)} if model else {}
        self._widths = {words[key]: width for key, width in preferences.widths(name).items() if key in words}
        self._fit()

    def set_row_height(self, high: int) -> None:
        """Set the height of a row: 40, 52 or 60 px at 100 %."""
        self._high = high
        self._measure()

    def _measure(self) -> None:
        self.verticalHeader().setMinimumSectionSize(px(20))
        self.verticalHeader().setDefaultSectionSize(px(self._high))
        self.horizontalHeader().setFixedHeight(px(36))
        self.horizontalHeader().setMinimumSectionSize(px(28))
        self._fit()
        self.viewport().update()

    def _fit(self) -> None:
        """Give each column its width, and the stretching one what is left."""
        model = self.rows_model()
        if model is None:
            return
        self._fitting = True
        wide = {
            place: px(self._widths.get(place, column.width or 0))
            for place, column in enumerate(model.columns)
        }
        free = [
            place for place, column in enumerate(model.columns) if column.width is None and not wide[place]
        ]
        rest = self.viewport().width() - sum(w for place, w in wide.items() if not self.isColumnHidden(place))
        # With large text chips give up room, cut with three dots, before the list scrolls sideways.
        chips = [place for place, column in enumerate(model.columns) if column.chip and wide[place]]
        for place in chips if free else ():
            lacking = max(0, px(_LEAST) * len(free) - rest)
            given = min(lacking, max(0, wide[place] - px(_LEAST_CHIP)))
            wide[place] -= given
            rest += given
        for place, width in wide.items():
            self.setColumnWidth(place, max(px(_LEAST), rest // len(free)) if place in free else width)
        self._fitting = False
        if self._totals:
            self._totals.update()

    def _resized(self, section: int, _old: int, new: int) -> None:
        model = self.rows_model()
        if self._fitting or model is None or QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            return
        self._widths[section] = round(new / look.scale)
        if self._memory:
            preferences, name = self._memory
            preferences.set_widths(name, {model.columns[place].words: w for place, w in self._widths.items()})

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._place_totals()
        if self._skeleton:
            self._skeleton.setGeometry(self.viewport().geometry())

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def full_height(self) -> int:
        """Return the height that shows every row without scrolling."""
        model = self.model()
        rows = model.rowCount() if model else 0
        return px(36) + rows * px(self._high) + px(44 if self._totals else 6)

    def fit_height(self) -> None:
        """Make the table as high as its rows: for short lists inside a card that scrolls as a whole."""
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(self.full_height())

    # -- totals ----------------------------------------------------------------------------------

    def set_totals(self, totals: Mapping[int, str]) -> None:
        """Show a row of totals below, aligned to the columns (numbered as given); empty takes it away."""
        shift = 1 if self.checkable else 0
        if totals and self._totals is None:
            self._totals = Totals(self)
        if self._totals is not None:
            self._totals.show_texts({place + shift: text for place, text in totals.items()})
            self._totals.setVisible(bool(totals))
        wanted = "true" if totals else ""
        if self.property("totals") != wanted:
            self.setProperty("totals", wanted)
            self.style().unpolish(self)
            self.style().polish(self)
            # The frame measures its padding only when told that its style has changed.
            QApplication.sendEvent(self, QEvent(QEvent.Type.StyleChange))
        self._place_totals()

    def _place_totals(self) -> None:
        if self._totals is not None:
            self._totals.setGeometry(0, self.height() - px(44), self.width(), px(44))
            self._totals.raise_()

    # -- waiting ---------------------------------------------------------------------------------

    def wait_for(self, answer: Answer[Any], words: str = "") -> None:
        """Show the shape of what comes when it takes longer than 200 ms, unless rows are already shown."""
        model = self.rows_model()
        if model and model.rowCount():
            return
        if self._skeleton is None:
            self._skeleton = Skeleton(5, parent=self)
        self._skeleton.setGeometry(self.viewport().geometry())
        self._skeleton.stopped.connect(answer.stop)
        self._skeleton.begin(words)
        answer.finished.connect(self._skeleton.end)

    # -- painting --------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        model = self.rows_model()
        if model is None or not model.rowCount():
            return
        painter, area = QPainter(self.viewport()), event.rect()
        lines = self._lines_in(area)
        high, across = px(self._high), self.horizontalHeader()
        for line in lines:
            if line.chosen:
                painter.fillRect(-across.offset(), line.top, across.length(), high, color("soft"))
        for place, paint in enumerate(self._paints):
            left, width = across.sectionViewportPosition(place), across.sectionSize(place)
            if width and left <= area.right() and left + width > area.left():
                painter.save()
                painter.setClipRect(left, 0, width, self.viewport().height(), Qt.ClipOperation.IntersectClip)
                paint(painter, Strip(left, width, high), lines)
                painter.restore()
        painter.setPen(color("line"))
        for line in lines:
            painter.drawLine(area.left(), line.top + high - 1, area.right(), line.top + high - 1)
        for line in lines:
            if line.chosen:
                painter.fillRect(0, line.top, px(3), high, color("accent"))

    def _lines_in(self, area: QRect) -> list[Line]:
        """Return the rows of which something is in view."""
        model, header, high = self.rows_model(), self.verticalHeader(), px(self._high)
        current = self.currentIndex().row()
        is_chosen = current >= 0 and self.selectionModel().isRowSelected(current)
        first = max(0, header.logicalIndexAt(area.top()))
        top, lines = header.sectionViewportPosition(first), []
        for number in range(first, model.rowCount() if model else 0):
            if model is None or top > area.bottom():
                break
            lines.append(Line(number, top, model.row_at(number), is_chosen and number == current))
            top += high
        return lines

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(320), px(220))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(160), px(110))
