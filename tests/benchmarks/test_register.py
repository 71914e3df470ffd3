"""The register of gifts: shown, sorted, filtered and scrolled, beside models that know nothing."""

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot

from mi_crm.giving.queries.filters import GiftFilters
from mi_crm.giving.queries.register import GiftRow, gifts_count, gifts_page
from mi_crm.giving.records import PaymentMethod
from mi_crm.store.store import Store
from mi_crm.ui.giving.gifts_table import GiftsTable
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.preferences import Preferences
from mi_crm.ui.shared.style import apply_style, dress
from mi_crm.ui.shared.table import PagedModel, Table
from mi_crm.ui.shared.tasks import Tasks, at_once
from tests.benchmarks.measuring import Lines, in_turns
from tests.conftest import NOW

pytestmark = pytest.mark.benchmark

SIZE = (1170, 600)
CHECKS = GiftFilters(methods=(PaymentMethod.CHECK,))


@pytest.fixture
def desk(big: Store, tmp_path: Path, qapp: QApplication, day: date) -> Iterator[Desk]:
    """Sit at the file; everything is done at once, so that the processor's clock counts all of it."""
    apply_style(qapp, "light", 100)
    preferences = Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    desk = Desk(big, Tasks(inline=True), preferences, today=lambda: day, now=lambda: NOW)
    yield desk
    desk.tasks.close()


def draw(view: QWidget) -> None:
    """Let the answers come, and draw everything in view."""
    QApplication.processEvents()
    QApplication.processEvents()
    view.grab()


class Register:
    """The program's list of gifts on the file."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.view = GiftsTable(desk)
        shown(self.view)
        self.show(GiftFilters())

    def show(self, filters: GiftFilters) -> None:
        self.view.forget()
        self.view.show_filters(filters)
        self.desk.ask(gifts_count, filters, today=self.desk.today()).then(self.view.show_count)
        draw(self.view)

    def sort(self, key: str) -> None:
        self.view.sort_by(key, True)
        draw(self.view)


class Constant:
    """The same list of one gift over and over: what showing costs when there is nothing to find."""

    def __init__(self, gift: GiftRow, columns: PagedModel[GiftRow], count: int) -> None:
        self.count = count
        self.view = Table("Gifts", checkable=True)
        shown(self.view)
        self.model: PagedModel[GiftRow] = PagedModel(
            columns.columns[1:], lambda _, limit: at_once([gift] * limit, self.view), self.view
        )
        self.view.set_model(self.model)
        self.show()

    def show(self) -> None:
        self.model.forget()
        self.model.show_count(self.count)
        draw(self.view)


def shown(view: QWidget) -> None:
    dress(view)
    view.resize(*SIZE)
    view.show()


def once(make: Callable[[], object]) -> Callable[[], None]:
    """Return work that makes a list and throws it away."""

    def work() -> None:
        made = make()
        made.view.deleteLater()  # type: ignore[attr-defined]

    return work


def test_the_register(qtbot: QtBot, desk: Desk, big: Store, gifts: int, day: date, table: Lines) -> None:
    (gift,) = big.read(
        gifts_page, GiftFilters(), today=day, sort="date", newest_first=True, offset=0, limit=1
    )
    register = Register(desk)
    constant = Constant(gift, register.view.pages, gifts)

    floor, ours = in_turns(
        once(lambda: Constant(gift, register.view.pages, gifts)), once(lambda: Register(desk)), times=9
    )
    table.add("register: first rows drawn", ours, floor, gifts=gifts, most=1.3)

    keys = iter(["amount", "date"] * 20)
    floor, ours = in_turns(constant.show, lambda: register.sort(next(keys)), times=9)
    table.add("register: sorted anew", ours, floor, gifts=gifts)

    filters = iter([CHECKS, GiftFilters()] * 20)
    floor, ours = in_turns(constant.show, lambda: register.show(next(filters)), times=9)
    table.add("register: filtered anew", ours, floor, gifts=gifts)

    register.show(GiftFilters())
    plain = all_in_cpp(register.view)
    floor, ours = in_turns(frame_of(plain), frame_of(register.view), times=60)
    table.add("register: a frame while scrolling", ours, floor, gifts=gifts, most=1.6)

    gc.collect()
    tracemalloc.start()
    bar = register.view.verticalScrollBar()
    for step in range(100):
        bar.setValue(bar.maximum() * step // 100)
        draw(register.view)
    held = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    table.add("register: held after 100 places", [held], gifts=gifts, unit="MB", scale=1, most_ms=30)
    for view in (register.view, constant.view, plain):
        view.deleteLater()


def all_in_cpp(register: Table) -> QTableView:
    """Return a plain view of the same words, which Qt draws without asking Python."""
    view = QTableView()
    model = register.model()
    cells = QStandardItemModel(min(200, model.rowCount()), model.columnCount(), view)
    for row in range(cells.rowCount()):
        for column in range(cells.columnCount()):
            cells.setItem(row, column, QStandardItem(str(model.index(row, column).data() or "")))
    view.setModel(cells)
    view.verticalHeader().setDefaultSectionSize(40)
    shown(view)
    return view


def frame_of(view: QTableView) -> Callable[[], object]:
    """Return work that scrolls by a little and draws everything in view."""
    steps = iter(range(10_000))

    def work() -> None:
        view.verticalScrollBar().setValue(next(steps) * 7 % 2_000)
        view.viewport().grab()

    return work
