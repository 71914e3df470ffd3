"""Cells are painted by the table itself, and look as Qt's own do."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from mi_crm.ui.shared.models import Column, TableModel
from mi_crm.ui.shared.style import apply_style, color, px, sans
from mi_crm.ui.shared.table import Table

WORDS = (
    "Check 2217",
    "A name that is far too long for its column",
    "Ångström, g",
    "张伟",
    "ליאת",
    "–",
    "1,234.50",
)


@dataclass(frozen=True)
class Row:
    id: int
    words: str


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    """Show the words at the left, at the right, bold, and quiet."""
    table = Table("Words")
    qtbot.addWidget(table)
    columns = [
        Column[Row]("Left", lambda row: row.words, width=120),
        Column[Row]("Right", lambda row: row.words, width=120, number=True),
        Column[Row]("Bold", lambda row: row.words, width=120, strong=True),
        Column[Row]("Quiet", lambda row: row.words, width=120, quiet=True, strike=lambda row: row.id % 2 > 0),
    ]
    model: TableModel[Row] = TableModel(columns, table)
    table.set_model(model)
    model.show_rows([Row(number, words) for number, words in enumerate(WORDS)])
    table.resize(px(520), px(400))
    table.show()
    qtbot.waitExposed(table)
    return table


def qts_own(table: Table, qtbot: QtBot) -> QTableView:
    """Return a plain view of the same words, of the same measures."""
    view = QTableView()
    qtbot.addWidget(view)
    cells = QStandardItemModel(len(WORDS), 4, view)
    for row, words in enumerate(WORDS):
        for column in range(4):
            cell = QStandardItem(words)
            font = sans(13, 600 if column == 2 else 400)
            font.setStrikeOut(column == 3 and row % 2 > 0)
            cell.setFont(font)
            side = Qt.AlignmentFlag.AlignRight if column == 1 else Qt.AlignmentFlag.AlignLeft
            cell.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            if column == 3:
                cell.setForeground(color("ink2"))
            cells.setItem(row, column, cell)
    view.setModel(cells)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setFrameShape(QTableView.Shape.NoFrame)
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(px(40))
    view.horizontalHeader().setFixedHeight(px(36))
    for column in range(4):
        view.setColumnWidth(column, table.columnWidth(column))
    view.resize(table.size())
    view.show()
    qtbot.waitExposed(view)
    return view


def cell(view: QTableView, row: int, column: int) -> QImage:
    """Return a picture of a cell without the line below it and the mark of the chosen row."""
    left, top = view.columnViewportPosition(column), view.rowViewportPosition(row)
    place = QRect(left + px(4), top, view.columnWidth(column) - px(4), view.rowHeight(row) - 2)
    return view.viewport().grab(place).toImage()


@pytest.mark.parametrize("scale", [100, 130, 200])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_stand_where_qt_would_put_them(
    qapp: QApplication, qtbot: QtBot, request: pytest.FixtureRequest, theme: str, scale: int
) -> None:
    apply_style(qapp, theme, scale)
    table: Table = request.getfixturevalue("table")
    own = qts_own(table, qtbot)
    for view in (table, own):
        view.setCurrentIndex(view.model().index(2, 0))
    differing = [
        (row, column)
        for row in range(len(WORDS))
        for column in range(4)
        if cell(table, row, column) != cell(own, row, column)
    ]
    assert differing == []


def test_words_that_are_still_to_come_are_dots(table: Table, qtbot: QtBot) -> None:
    model = table.rows_model()
    assert isinstance(model, TableModel)
    before = cell(table, 0, 0)
    model.show_rows([Row(0, "…"), Row(1, "x")])
    dots = cell(table, 0, 0)
    assert dots != before
    model.row_at = lambda number: None  # type: ignore[method-assign]
    assert cell(table, 0, 0) == dots


def test_only_what_is_in_view_is_looked_at(table: Table, qtbot: QtBot) -> None:
    model = table.rows_model()
    assert isinstance(model, TableModel)
    model.show_rows([Row(number, f"Row {number}") for number in range(5_000)])
    seen: list[int] = []
    row_at = model.row_at

    def watched(number: int) -> Row | None:
        seen.append(number)
        return row_at(number)

    model.row_at = watched  # type: ignore[method-assign]
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum() // 2)
    table.viewport().grab()
    assert min(seen) > 2_000
    assert max(seen) - min(seen) < 20
