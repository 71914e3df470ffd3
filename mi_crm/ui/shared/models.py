"""What tables show: columns are data, a row is a frozen dataclass, long lists come page by page."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from mi_crm.shared.dates import short_date
from mi_crm.ui.shared.style import look
from mi_crm.ui.shared.tasks import Answer

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

# Plain integers: comparing an enum costs more than the rest of data() together.
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_ALIGN: Final = int(Qt.ItemDataRole.TextAlignmentRole)
_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
_READ: Final = int(Qt.ItemDataRole.AccessibleTextRole)
_SAID: Final = (_READ, _TIP)
ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its words, and what it shows of a row.

    `value` gives text, Money, a number, a date or None (shown as a dash). `number` aligns right; `width` is
    in px at 100 %, None stretches (one column per table). `chip` gives (words, state, icon); `second` a
    second line; `avatar` the kind for the picture beside the name (True: a person). `sort` is the key sent
    with `sort_asked`.
    """

    words: str
    value: Callable[[Row], object]
    number: bool = False
    width: int | None = 120
    chip: Callable[[Row], tuple[str, str, str]] | None = None
    second: Callable[[Row], str] | None = None
    avatar: bool | Callable[[Row], str] = False
    sort: str | None = None
    strike: Callable[[Row], bool] | None = None
    quiet: bool | Callable[[Row], bool] = False
    strong: bool | Callable[[Row], bool] = False

    @property
    def painted(self) -> bool:
        """Whether the column is more than a line of text."""
        return self.chip is not None or self.second is not None or self.avatar is not False

    def is_quiet(self, row: Row) -> bool:
        """Return whether the row's text is in second ink here."""
        return self.quiet(row) if callable(self.quiet) else self.quiet

    def is_strong(self, row: Row) -> bool:
        """Return whether the row's text is bold here."""
        return self.strong(row) if callable(self.strong) else self.strong

    def kind(self, row: Row) -> str:
        """Return the kind of the avatar, empty for none."""
        return self.avatar(row) if callable(self.avatar) else "person" if self.avatar else ""


def key_of(row: object) -> object:
    """Return what tells a row from others: its id, or the row itself."""
    return getattr(row, "id", row)


class RowsModel(QAbstractTableModel, Generic[Row]):
    """What both kinds of model share: everything but where the rows come from."""

    def __init__(
        self, columns: Sequence[Column[Row]], parent: QObject | None = None, *, today: date | None = None
    ) -> None:
        """Take columns; with `today`, dates of this year lose their year."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self.today = today
        self.sorted_by: tuple[str, bool] | None = None
        look.changed.connect(self._look_changed)

    def row_at(self, number: int) -> Row | None:
        """Return a row, or None while it is being loaded."""
        raise NotImplementedError

    def loaded(self) -> Iterator[tuple[int, Row]]:
        """Return the rows that are here, each with its place."""
        raise NotImplementedError

    def text(self, column: Column[Row], row: Row) -> str:
        """Return what a cell says."""
        value = column.chip(row)[0] if column.chip else column.value(row)
        if value is None or value == "":
            return "–"
        if isinstance(value, str):
            return value
        if isinstance(value, date):
            return short_date(value, today=self.today or date.min)
        if isinstance(value, int) and not isinstance(value, bool):
            return f"{value:,}"
        return str(value)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        place = index.column()
        if role == _DISPLAY:
            row = self.row_at(index.row())
            return "…" if row is None else self.text(self.columns[place], row)
        if role == _ALIGN:
            return RIGHT if self.columns[place].number else LEFT
        if role == ROW_ROLE:
            return self.row_at(index.row())
        if role in _SAID:
            return self._spoken(index.row(), self.columns[place], role)
        return None

    def _spoken(self, number: int, column: Column[Row], role: int) -> str | None:
        row = self.row_at(number)
        if row is None:
            return None
        text = self.text(column, row)
        if role == _TIP:
            return text if len(text) > 12 and not column.number else None
        second = column.second(row) if column.second else ""
        return f"{column.words}: {text}" + (f". {second}" if second else "")

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == _DISPLAY:
            if self.sorted_by and column.sort == self.sorted_by[0]:
                return f"{column.words} {'↓' if self.sorted_by[1] else '↑'}"
            return column.words
        if role == _ALIGN:
            return RIGHT if column.number else LEFT
        return None

    def show_sort(self, key: str, descending: bool) -> None:
        """Show by which column the rows are sorted."""
        self.sorted_by = (key, descending)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, len(self.columns) - 1))

    def _look_changed(self) -> None:
        if rows := self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, len(self.columns) - 1))


class TableModel(RowsModel[Row]):
    """A list held whole: up to some thousand rows."""

    def __init__(
        self, columns: Sequence[Column[Row]], parent: QObject | None = None, *, today: date | None = None
    ) -> None:
        """Hold no rows yet."""
        super().__init__(columns, parent, today=today)
        self.rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; where they are the same ones as before, place and choice stay."""
        new = list(rows)
        if self.rows and [key_of(row) for row in new] == [key_of(row) for row in self.rows]:
            self.rows = new
            self._look_changed()
            return
        self.beginResetModel()
        self.rows = new
        self.endResetModel()

    @override
    def loaded(self) -> Iterator[tuple[int, Row]]:
        yield from enumerate(self.rows)

    @override
    def row_at(self, number: int) -> Row | None:
        return self.rows[number] if 0 <= number < len(self.rows) else None

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)


PAGE: Final = 100
_PAGES: Final = 60
_ASKED: Final = 2


class PagedModel(RowsModel[Row]):
    """A list of any length: the count, and the pages last looked at."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        fetch: Callable[[int, int], Answer[Any]],
        parent: QObject | None = None,
        *,
        today: date | None = None,
    ) -> None:
        """Fetch pages by fetch(offset, limit), which answers with a list of rows."""
        super().__init__(columns, parent, today=today)
        self._fetch = fetch
        self._count = 0
        self._generation = 0
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._asked: set[int] = set()
        self._wanted: list[int] = []
        self._last_page = -1

    def show_count(self, count: int) -> None:
        """Show so many rows, all to be fetched again; pages already shown stay until their new ones come."""
        self._generation += 1
        self._asked.clear()
        self._wanted.clear()
        if count == self._count and self._pages:
            shown = list(self._pages)[-3:]
            self._pages = OrderedDict((page, self._pages[page]) for page in shown)
            for page in shown:
                self._want(page)
            return
        self.beginResetModel()
        self._pages.clear()
        self._count = count
        self.endResetModel()

    def show_first(self, count: int, rows: Sequence[Row]) -> None:
        """Show so many rows, of which the first page is here already, so that nothing flickers."""
        self._generation += 1
        self._asked.clear()
        self._wanted.clear()
        self.beginResetModel()
        self._pages = OrderedDict({0: rows} if rows else {})
        self._count = count
        self.endResetModel()

    def forget(self) -> None:
        """Drop every page, as when the same number of rows comes in another order."""
        self.beginResetModel()
        self._generation += 1
        self._pages.clear()
        self._asked.clear()
        self._wanted.clear()
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._count

    @override
    def row_at(self, number: int) -> Row | None:
        if not 0 <= number < self._count:
            return None
        page, place = divmod(number, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._want(page)
            return None
        if page != self._last_page:
            self._last_page = page
            self._pages.move_to_end(page)
        return rows[place] if place < len(rows) else None

    @override
    def loaded(self) -> Iterator[tuple[int, Row]]:
        for page, rows in self._pages.items():
            yield from enumerate(rows, page * PAGE)

    def _want(self, page: int) -> None:
        if page not in self._asked:
            if page in self._wanted:
                self._wanted.remove(page)
            self._wanted.append(page)
            # Of a quick scroll only the last places matter.
            del self._wanted[:-4]
            self._ask_next()

    def _ask_next(self) -> None:
        while self._wanted and len(self._asked) < _ASKED:
            page = self._wanted.pop()
            self._asked.add(page)
            answer = self._fetch(page * PAGE, PAGE)
            _Page(self, page, self._generation, answer)

    def take(self, page: int, generation: int, rows: Sequence[Row] | None) -> None:
        """Take a page that was fetched; None when it could not be."""
        if generation != self._generation:
            return
        self._asked.discard(page)
        if rows is not None:
            self._pages[page] = rows
            self._pages.move_to_end(page)
            while len(self._pages) > _PAGES:
                self._pages.popitem(last=False)
            last = min((page + 1) * PAGE, self._count) - 1
            if last >= page * PAGE:
                self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(self.columns) - 1))
        self._ask_next()


class _Page(QObject):
    """Waits for one page, so that a model that is gone is never called."""

    def __init__(self, model: PagedModel[Any], page: int, generation: int, answer: Answer[Any]) -> None:
        super().__init__(model)
        self._model, self._page, self._generation = model, page, generation
        self._rows: Sequence[Any] | None = None
        answer.succeeded.connect(self._take)
        answer.finished.connect(self._end)

    def _take(self, rows: Sequence[Any]) -> None:
        self._rows = rows

    def _end(self) -> None:
        self._model.take(self._page, self._generation, self._rows)
        self.deleteLater()
