"""How fast a list of 1,000,000 gifts is shown and scrolled, against a model that is C++ throughout."""

import time
from dataclasses import dataclass

import pytest
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView
from pytestqt.qtbot import QtBot

from mi_crm.shared.money import Money
from mi_crm.ui.shared.models import Column, PagedModel
from mi_crm.ui.shared.style import apply_style
from mi_crm.ui.shared.table import Table
from mi_crm.ui.shared.tasks import Answer, Tasks

pytestmark = pytest.mark.benchmark

FRAMES = 60


@dataclass(frozen=True, slots=True)
class Gift:
    id: int
    donor: str
    paid: Money


COLUMNS: list[Column[Gift]] = [
    Column("Date", lambda _: "Nov 12", width=90),
    Column("Gift", lambda gift: f"G-{gift.id}", quiet=True),
    Column("Donor", lambda gift: gift.donor, width=None, avatar=True),
    Column("Method", lambda _: "Check 2217"),
    Column("Campaign", lambda _: "Fall Appeal 2026"),
    Column("Paid", lambda gift: gift.paid, number=True, strong=True),
    Column("Given back", lambda _: None, number=True),
    Column("Contribution", lambda gift: gift.paid, number=True),
    Column("Paper", lambda _: "", chip=lambda _: ("Issued", "done", "check")),
]


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    apply_style(qapp, "light", 100)


def milliseconds_a_frame(view: QAbstractItemView) -> float:
    """Return the processor time of drawing everything in view once."""
    start = time.process_time()
    for _ in range(FRAMES):
        view.viewport().grab()
    return (time.process_time() - start) * 1000 / FRAMES


def test_a_million_gifts(qtbot: QtBot) -> None:
    tasks = Tasks(inline=True)

    def fetch(offset: int, limit: int) -> Answer[list[Gift]]:
        return tasks.read(
            lambda: [Gift(n, f"Margaret Okafor {n}", Money(n * 100)) for n in range(offset, offset + limit)]
        )

    start = time.perf_counter()
    table = Table("Gifts", checkable=True)
    qtbot.addWidget(table)
    model: PagedModel[Gift] = PagedModel(COLUMNS, fetch, table)
    table.set_model(model)
    table.resize(1170, 600)
    table.show()
    model.show_count(1_000_000)
    qtbot.waitUntil(lambda: model.row_at(0) is not None)
    first = (time.perf_counter() - start) * 1000
    ours = milliseconds_a_frame(table)

    floor = QTableView()
    qtbot.addWidget(floor)
    cells = QStandardItemModel(200, len(COLUMNS), floor)
    for row in range(20):
        for column in range(len(COLUMNS)):
            cells.setItem(row, column, QStandardItem("1,234.00"))
    floor.setModel(cells)
    floor.verticalHeader().setDefaultSectionSize(40)
    floor.resize(1170, 600)
    floor.show()
    qtbot.waitExposed(floor)
    theirs = milliseconds_a_frame(floor)
    print(f"\nfirst rows after {first:.0f} ms; a frame takes {ours:.1f} ms, all in C++ {theirs:.1f} ms")
    assert first < 500
    assert ours < theirs * 3
