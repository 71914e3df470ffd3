"""The import screen by its keys: a file comes in, is told apart, and goes out again."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from mi_crm.exchange.queries import list_imports
from mi_crm.exchange.records import Verdict
from mi_crm.giving.records import Gift
from mi_crm.ui.exchange.import_screen import ImportScreen
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.window import Window
from tests.builders import a_fund
from tests.ui.conftest import questions

FILES = Path(__file__).parents[2] / "exchange" / "files"


@pytest.fixture
def screen(any_desk: Desk, qtbot: QtBot) -> Iterator[ImportScreen]:
    """Open the import screen in the window, on a store with one fund; inline and threaded."""
    any_desk.store.write(a_fund)
    window = Window(any_desk, version="0")
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    window.open(Place("import"))
    screen = window.current()
    assert isinstance(screen, ImportScreen)
    qtbot.waitUntil(any_desk.tasks.idle)
    yield screen
    window.hide()


def read(screen: ImportScreen, qtbot: QtBot, name: str) -> None:
    """Choose a file by Ctrl+N's act, and wait until its rows are shown."""
    questions(screen.desk).answers.append(FILES / name)
    screen.new_here()
    qtbot.waitUntil(lambda: screen.page is screen.check and screen.desk.tasks.idle())


def bring_in(screen: ImportScreen, qtbot: QtBot, name: str) -> None:
    read(screen, qtbot, name)
    screen.finish()
    qtbot.waitUntil(lambda: screen.page is screen.result and screen.desk.tasks.idle())


def gifts(screen: ImportScreen) -> int:
    def count(session: Any) -> int:
        return session.scalar(select(func.count()).select_from(Gift)) or 0

    return screen.desk.store.read(count)


def shown(screen: ImportScreen) -> list[int]:
    return [row.row for row in screen.check.model.rows]


def told(desk: Desk) -> list[str]:
    found: list[str] = []
    desk.told.connect(lambda problem: found.append(str(problem)))
    return found


def said(desk: Desk) -> list[str]:
    found: list[str] = []
    desk.said.connect(lambda words, undo: found.append(words))
    return found


def test_the_rows_are_shown_before_anything_is_saved(screen: ImportScreen, qtbot: QtBot) -> None:
    read(screen, qtbot, "activity.csv")
    check = screen.check
    assert len(check.model.rows) == 29
    assert gifts(screen) == 0
    assert (
        "“activity.csv”, PayPal activity download, 29 rows, read as UTF-8, comma." in screen._subtitle.text()
    )
    figures = (check.gross, check.fees, check.net, check.refunds)
    assert [figure.accessibleName() for figure in figures] == [
        "Gross: $3,081.90",
        "Fees: $61.93",
        "Net: $3,019.97",
        "Sent back: $210.00",
    ]
    assert check.act.accessibleName() == "Import 14"
    assert check.sentence.text() == (
        "14 rows, $3,081.90 gross, become one posted batch. The other 15 stay out."
    )


def test_a_chip_shows_the_rows_of_its_verdict(screen: ImportScreen, qtbot: QtBot) -> None:
    read(screen, qtbot, "activity.csv")
    chips = {chip.text(): chip for chip in screen.check.chips._group.buttons()}  # type: ignore[union-attr]
    assert list(chips) == [
        "All 29", "New person 11", "Known 3", "Here already 1", "Parked 4", "Left out 7", "Unreadable 3",
    ]  # fmt: skip
    qtbot.mouseClick(chips["Unreadable 3"], Qt.MouseButton.LeftButton)
    assert shown(screen) == [23, 24, 26]
    assert screen.check.reason.text() == "Row 23: “12,50” is no amount such as 1,234.50."
    qtbot.mouseClick(chips["All 29"], Qt.MouseButton.LeftButton)
    assert len(shown(screen)) == 29


def test_f8_goes_from_problem_to_problem_and_round(screen: ImportScreen, qtbot: QtBot) -> None:
    read(screen, qtbot, "activity.csv")
    seen = []
    for _ in range(8):
        QTest.keyClick(screen.check.table, Qt.Key.Key_F8)
        seen.append(screen.check.table.current().row)
    assert seen == [11, 14, 23, 24, 25, 26, 29, 11]
    screen.check.show_only(Verdict.CREATE)
    QTest.keyClick(screen.check.table, Qt.Key.Key_F8)
    assert screen.check.table.current().row == 11


def test_importing_leads_on_to_the_gifts_and_to_the_receipts(screen: ImportScreen, qtbot: QtBot) -> None:
    words = said(screen.desk)
    places: list[Place] = []
    screen.desk.went.connect(places.append)
    bring_in(screen, qtbot, "activity.csv")
    assert gifts(screen) == 14
    assert screen.result.words.text() == "Import 1 is in, as batch 1"
    assert screen.result.people.accessibleName() == "New people: 11"
    assert words == ["Import 1: 14 rows came in"]
    (row,) = screen.desk.store.read(list_imports)
    screen.result.batch.click()
    screen.finish()
    assert places == [Place("gifts", row.batch_id, "batch"), Place("receipts", what="waiting")]


def test_the_same_file_again_has_nothing_new(screen: ImportScreen, qtbot: QtBot) -> None:
    bring_in(screen, qtbot, "activity.csv")
    screen.cancel()
    read(screen, qtbot, "activity.csv")
    assert screen.check.seen.isVisible()
    assert "came in on November 16, 2026 as import 1" in screen.check.seen.text
    assert not screen.check.act.isEnabled()
    assert screen.check.sentence.text() == "Nothing in this file is new."
    screen.finish()
    assert gifts(screen) == 14


def test_undo_of_the_toast_takes_the_import_back(screen: ImportScreen, qtbot: QtBot) -> None:
    bring_in(screen, qtbot, "activity.csv")
    screen.desk.undo()
    qtbot.waitUntil(lambda: screen.page is screen.start and screen.desk.tasks.idle())
    assert screen.desk.store.read(list_imports)[0].undone_at is not None
    qtbot.waitUntil(lambda: len(screen.start.model.rows) == 1 and screen.desk.tasks.idle())
    assert screen.start.model.text(screen.start.model.columns[-1], screen.start.model.rows[0]) == "Undone"
    assert not screen.start.undo.isEnabled()


def test_u_in_the_list_asks_first(screen: ImportScreen, qtbot: QtBot) -> None:
    bring_in(screen, qtbot, "activity-cp1252.csv")
    screen.cancel()
    qtbot.waitUntil(lambda: len(screen.start.model.rows) == 1)
    screen.start.table.setFocus()
    answers = questions(screen.desk)
    answers.answers.append(False)
    QTest.keyClick(screen.start.table, Qt.Key.Key_U)
    assert answers.asked[-1] == "Undo import 1?"
    assert screen.desk.store.read(list_imports)[0].undone_at is None
    answers.answers.append(True)
    QTest.keyClick(screen.start.table, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: screen.desk.store.read(list_imports)[0].undone_at is not None)
    qtbot.waitUntil(screen.desk.tasks.idle)


def test_days_in_two_ways_are_asked_about_before_importing(screen: ImportScreen, qtbot: QtBot) -> None:
    read(screen, qtbot, "either-way.csv")
    check = screen.check
    assert check.asks.isVisible()
    assert not check.act.isEnabled()
    check.day.click()
    qtbot.waitUntil(check.act.isEnabled)
    assert not check.asks.isVisible()
    assert check.model.rows[0].given_on == date(2026, 10, 2)
    screen.finish()
    qtbot.waitUntil(lambda: screen.page is screen.result and screen.desk.tasks.idle())
    assert gifts(screen) == 3


def test_a_file_that_is_no_list_is_said_and_nothing_moves(screen: ImportScreen, qtbot: QtBot) -> None:
    problems = told(screen.desk)
    screen.desk.tasks.unhandled.connect(lambda error: problems.append(str(error)))
    questions(screen.desk).answers.append(FILES / "picture.csv")
    screen.new_here()
    qtbot.waitUntil(lambda: bool(problems) and screen.desk.tasks.idle())
    assert problems[0].startswith("picture.csv is a picture, not a list.")
    assert screen.page is screen.start
    read(screen, qtbot, "activity.csv")


def test_a_dropped_file_is_read(screen: ImportScreen, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(FILES / "statement.csv"))])
    drop = QDropEvent(
        QPointF(QPoint(5, 5)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    screen.dropEvent(drop)
    qtbot.waitUntil(lambda: screen.page is screen.check and screen.desk.tasks.idle())
    assert "statement report" in screen._subtitle.text()


def test_problem_rows_are_saved(screen: ImportScreen, qtbot: QtBot, tmp_path: Path) -> None:
    words = said(screen.desk)
    read(screen, qtbot, "activity.csv")
    questions(screen.desk).answers.append(tmp_path / "problems.csv")
    screen.check.save.click()
    qtbot.waitUntil(lambda: bool(words))
    assert words == ["7 rows were saved"]
    assert len((tmp_path / "problems.csv").read_text(encoding="utf-8-sig").splitlines()) == 8


def test_without_a_fund_the_sentence_says_what_to_do(desk: Desk, qtbot: QtBot) -> None:
    window = Window(desk, version="0")
    qtbot.addWidget(window)
    window.show()
    window.open(Place("import"))
    screen = window.current()
    assert isinstance(screen, ImportScreen)
    problems: list[str] = []
    desk.tasks.unhandled.connect(lambda error: problems.append(str(error)))
    read(screen, qtbot, "activity-cp1252.csv")
    screen.finish()
    qtbot.waitUntil(lambda: bool(problems) and desk.tasks.idle())
    assert problems == ["There is no fund that gifts could be for. Add one in Settings, then import again."]
    assert screen.page is screen.check


def test_large_text_puts_the_rows_first(screen: ImportScreen, qtbot: QtBot) -> None:
    window = screen.window()
    assert isinstance(window, Window)
    read(screen, qtbot, "activity.csv")
    window.set_text_size(200)
    qtbot.waitUntil(lambda: not screen.steps.isVisible())
    assert screen.check.foot.isVisible()
    qtbot.waitUntil(lambda: screen.check.sums.y() > screen.check.table.mapTo(screen.check, QPoint()).y())
