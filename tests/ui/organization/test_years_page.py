"""Year tables in the settings: read, added by keys, refused in a sentence, taken out, taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mi_crm.organization.queries import year_tables
from mi_crm.store.store import Store
from mi_crm.ui.organization.years_page import YearsPage
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import Field


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> YearsPage:
    page = YearsPage(desk)
    qtbot.addWidget(page)
    page.resize(900, 900)
    page.show()
    qtbot.waitExposed(page)
    page.reload()
    qtbot.waitUntil(lambda: len(page.model.rows) > 10)
    return page


def type_into(field: Field, text: str) -> None:
    field.input.setFocus()
    QTest.keyClicks(field.input, text)


def test_a_year_is_added_by_keys_and_taken_back(page: YearsPage, store: Store, qtbot: QtBot) -> None:
    type_into(page.year, "2027")
    type_into(page.amount, "14.20")
    type_into(page.authority, "Rev. Proc. 2026-35")
    QTest.keyClick(page.authority.input, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: 2027 in store.read(year_tables).token_limits)
    qtbot.waitUntil(lambda: page.model.rows[0].year == 2027)
    page._desk.undo()
    qtbot.waitUntil(lambda: 2027 not in store.read(year_tables).token_limits)


def test_what_is_missing_is_said_below_its_field(page: YearsPage, qtbot: QtBot) -> None:
    type_into(page.year, "2027")
    type_into(page.amount, "14.20")
    page.finish()
    qtbot.waitUntil(lambda: page.authority.wrong)
    page.year.clear()
    type_into(page.year, "2026")
    type_into(page.authority, "Rev. Proc. 2025-32")
    page.finish()
    qtbot.waitUntil(lambda: page.year.wrong)


def test_only_an_added_year_can_be_taken_out(page: YearsPage, store: Store, qtbot: QtBot) -> None:
    page.table.choose(0)
    assert not page.remove.isEnabled()
    type_into(page.year, "2027")
    type_into(page.amount, "14.20")
    type_into(page.authority, "Rev. Proc. 2026-35")
    page.finish()
    qtbot.waitUntil(lambda: page.model.rows[0].year == 2027)
    page.table.choose(0)
    qtbot.waitUntil(page.remove.isEnabled)
    page.remove.setFocus()
    QTest.keyClick(page.remove, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: 2027 not in store.read(year_tables).token_limits)
