"""Tables: the same for three rows and for a million."""

from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from mi_crm.shared.money import Money
from mi_crm.ui.shared.models import PAGE, Column, PagedModel, TableModel
from mi_crm.ui.shared.table import Table
from mi_crm.ui.shared.tasks import Answer, Tasks


@dataclass(frozen=True, slots=True)
class Gift:
    id: int
    donor: str
    paid: Money
    day: date | None = None


COLUMNS: list[Column[Gift]] = [
    Column("Date", lambda gift: gift.day),
    Column(
        "Donor",
        lambda gift: gift.donor,
        width=None,
        avatar=True,
        second=lambda gift: f"No. {gift.id}",
        sort="donor",
    ),
    Column("Paid", lambda gift: gift.paid, number=True, sort="paid"),
    Column("Paper", lambda gift: "", chip=lambda gift: ("Issued", "done", "check")),
]
THREE = [Gift(n, name, Money(n * 10000), date(2026, 11, n)) for n, name in ((1, "Ann"), (2, "Bo"), (3, "Cy"))]


def a_table(qtbot: QtBot, *, checkable: bool = False) -> tuple[Table, TableModel[Gift]]:
    table = Table("Gifts", checkable=checkable)
    qtbot.addWidget(table)
    model = TableModel(COLUMNS, table, today=date(2026, 11, 16))
    table.set_model(model)
    model.show_rows(THREE)
    table.resize(700, 400)
    table.show()
    qtbot.waitExposed(table)
    return table, model


def test_models_keep_the_rules_of_qt(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    _, model = a_table(qtbot)
    qtmodeltester.check(model)


def test_cells_say_what_they_hold(qtbot: QtBot) -> None:
    _, model = a_table(qtbot)
    said = [model.index(0, place).data() for place in range(4)]
    assert said == ["Nov 1", "Ann", "100.00", "Issued"]
    read = int(Qt.ItemDataRole.AccessibleTextRole)
    assert model.index(0, 1).data(read) == "Donor: Ann. No. 1"
    assert model.index(0, 2).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight


def test_nothing_is_a_dash(qtbot: QtBot) -> None:
    _, model = a_table(qtbot)
    model.show_rows([Gift(9, "", Money(0))])
    assert [model.index(0, place).data() for place in range(3)] == ["–", "–", "0.00"]


def test_the_choice_stays_with_its_row_when_rows_change(qtbot: QtBot) -> None:
    table, model = a_table(qtbot)
    table.choose(1)
    model.show_rows([Gift(4, "Di", Money(1)), *THREE])
    assert table.current() == THREE[1]
    model.show_rows([THREE[0]])
    assert table.current() == THREE[0]


def test_enter_opens_and_letters_are_left_to_the_screen(qtbot: QtBot) -> None:
    table, _ = a_table(qtbot)
    table.setFocus()
    table.choose(0)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [THREE[0]]
    qtbot.keyClicks(table, "c")
    assert table.current() == THREE[0]


def test_space_checks_and_shift_goes_on(qtbot: QtBot) -> None:
    table, model = a_table(qtbot, checkable=True)
    table.setFocus()
    table.choose(0)
    with qtbot.waitSignal(table.checked_changed):
        qtbot.keyClick(table, Qt.Key.Key_Space)
    assert table.checked_rows() == [THREE[0]]
    assert model.index(0, 0).data() == "Selected"
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.checked_rows() == THREE[:2]
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert table.checked_rows() == [THREE[0]]


def test_a_check_goes_with_its_row_and_leaves_with_it(qtbot: QtBot) -> None:
    table, model = a_table(qtbot, checkable=True)
    table.check(1)
    table.check(2)
    better = Gift(2, "Bob", Money(20000))
    model.show_rows([Gift(4, "Di", Money(1)), better])
    assert table.checked_rows() == [better]


def test_a_click_on_the_box_checks(qtbot: QtBot) -> None:
    table, model = a_table(qtbot, checkable=True)
    place = table.visualRect(model.index(2, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert table.checked_rows() == [THREE[2]]


def test_a_header_asks_for_its_order(qtbot: QtBot) -> None:
    table, model = a_table(qtbot)
    header = table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(2) + 5, 10)
    for descending in (True, False):
        with qtbot.waitSignal(table.sort_asked) as asked:
            qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert asked.args == ["paid", descending]
    assert model.headerData(2, Qt.Orientation.Horizontal) == "Paid ↑"


def test_totals_take_room_below_the_rows(qtbot: QtBot) -> None:
    table, _ = a_table(qtbot)
    before = table.viewport().height()
    table.set_totals({1: "3 gifts", 2: "$600.00"})
    assert table.viewport().height() == before - 44
    table.set_totals({})
    assert table.viewport().height() == before


@pytest.fixture
def tasks(qtbot: QtBot) -> Tasks:
    return Tasks(inline=True)


def a_long_list(qtbot: QtBot, tasks: Tasks, asked: list[tuple[int, int]]) -> tuple[Table, PagedModel[Gift]]:
    def fetch(offset: int, limit: int) -> Answer[list[Gift]]:
        asked.append((offset, limit))
        return tasks.read(lambda: [Gift(n, f"Donor {n}", Money(n)) for n in range(offset, offset + limit)])

    table = Table("Gifts")
    qtbot.addWidget(table)
    model: PagedModel[Gift] = PagedModel(COLUMNS, fetch, table)
    table.set_model(model)
    table.resize(700, 400)
    table.show()
    qtbot.waitExposed(table)
    model.show_count(1_000_000)
    return table, model


def test_a_million_rows_are_fetched_as_they_are_looked_at(qtbot: QtBot, tasks: Tasks) -> None:
    asked: list[tuple[int, int]] = []
    table, model = a_long_list(qtbot, tasks, asked)
    assert model.index(0, 1).data() == "…"
    qtbot.waitUntil(lambda: model.index(0, 1).data() == "Donor 0")
    table.choose(999_999)
    with qtbot.waitSignal(table.chosen, check_params_cb=lambda row: row is not None):
        pass
    assert table.current().donor == "Donor 999999"
    assert model.rowCount() == 1_000_000
    assert len(asked) < 8


def test_a_quick_scroll_fetches_only_where_it_ends(qtbot: QtBot, tasks: Tasks) -> None:
    asked: list[tuple[int, int]] = []
    _, model = a_long_list(qtbot, tasks, asked)
    for number in range(0, 500_000, 1_000):
        model.row_at(number)
    qtbot.waitUntil(tasks.idle)
    assert model.row_at(499_000) is not None
    assert len(asked) < 12


def test_old_pages_are_dropped(qtbot: QtBot, tasks: Tasks) -> None:
    asked: list[tuple[int, int]] = []
    _, model = a_long_list(qtbot, tasks, asked)
    for page in range(80):
        model.row_at(page * PAGE)
        qtbot.waitUntil(tasks.idle)
    asked.clear()
    model.row_at(5 * PAGE)
    model.row_at(79 * PAGE)
    assert asked == [(5 * PAGE, PAGE)]
    qtbot.waitUntil(tasks.idle)


def test_a_reload_keeps_what_is_on_the_screen_until_the_new_rows_come(qtbot: QtBot, tasks: Tasks) -> None:
    asked: list[tuple[int, int]] = []
    table, model = a_long_list(qtbot, tasks, asked)
    qtbot.waitUntil(lambda: model.row_at(0) is not None)
    table.choose(3)
    asked.clear()
    model.show_count(1_000_000)
    assert model.index(0, 1).data() == "Donor 0"
    assert (0, PAGE) in asked
    qtbot.waitUntil(tasks.idle)
    assert table.current().id == 3


def test_the_chosen_row_stays_chosen_when_a_row_comes_above_it(qtbot: QtBot, tasks: Tasks) -> None:
    rows = list(THREE)

    def fetch(offset: int, limit: int) -> Answer[list[Gift]]:
        return tasks.read(lambda: rows[offset : offset + limit])

    table = Table("Gifts")
    qtbot.addWidget(table)
    model: PagedModel[Gift] = PagedModel(COLUMNS, fetch, table)
    table.set_model(model)
    table.show()
    model.show_count(3)
    table.choose(0)
    qtbot.waitUntil(lambda: table.current() == rows[0])
    chosen: list[object] = []
    table.chosen.connect(chosen.append)

    rows.insert(0, Gift(4, "Di", Money(-10000), date(2026, 11, 4)))
    model.show_count(4)
    qtbot.waitUntil(lambda: table.current() is not None)
    assert table.current() == THREE[0]
    assert {row.id for row in chosen if isinstance(row, Gift)} == {1}
