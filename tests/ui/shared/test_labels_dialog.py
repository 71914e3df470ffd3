"""Labels and envelopes are chosen, seen, nudged for this printer, printed or saved."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mi_crm.people.labels import Addresses
from mi_crm.store.store import Store
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.labels_dialog import ENVELOPE, LabelsDialog
from tests.documents.papers import glyphs_of, page_texts
from tests.receipts.building import a_charity
from tests.ui.conftest import questions

LEE = ("Ann Lee", "2208 Larkspur Court", "Pasadena, CA 91100")


@pytest.fixture
def dialog(desk: Desk, store: Store, qtbot: QtBot) -> LabelsDialog:
    store.write(a_charity)
    return opened(desk, qtbot, Addresses((LEE, ("Bo Kim", *LEE[1:])), ("Cy Diaz",)))


def opened(desk: Desk, qtbot: QtBot, found: Addresses) -> LabelsDialog:
    dialog = LabelsDialog(desk, found)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(desk.tasks.idle)
    return dialog


def test_the_first_sheet_is_seen_and_who_is_left_out_is_named(dialog: LabelsDialog) -> None:
    assert page_texts(dialog._pdf) == [" ".join((*LEE, "Bo Kim", *LEE[1:]))]


def test_a_used_sheet_begins_where_it_is_told(dialog: LabelsDialog, qtbot: QtBot) -> None:
    dialog.start.input.selectAll()
    qtbot.keyClicks(dialog.start.input, "30")
    qtbot.waitUntil(lambda: len(page_texts(dialog._pdf)) == 2 if dialog._pdf else False)
    qtbot.keyClicks(dialog.start.input, "0")
    qtbot.waitUntil(lambda: not dialog.print.isEnabled())
    dialog.start._leave()
    assert dialog.start.message == "Type a number from 1 to 30."


def test_the_nudge_is_of_this_computer_and_of_the_kind_of_sheet(
    dialog: LabelsDialog, desk: Desk, qtbot: QtBot
) -> None:
    before = glyphs_of(dialog._pdf)[0].left
    dialog.right.input.selectAll()
    qtbot.keyClicks(dialog.right.input, "-6")
    qtbot.waitUntil(lambda: bool(dialog._pdf) and glyphs_of(dialog._pdf)[0].left < before - 0.01)
    assert glyphs_of(dialog._pdf)[0].left == pytest.approx(before - 0.06, abs=0.002)
    dialog.right._leave()
    assert desk.preferences.label_nudge("5160") == (-6, 0)
    assert desk.preferences.label_nudge("5163") == (0, 0)
    again = opened(desk, qtbot, dialog.found)
    assert again.right.value() == "-6"


def test_envelopes_carry_the_charity_as_sender(dialog: LabelsDialog, qtbot: QtBot) -> None:
    dialog.stock.set_value(ENVELOPE)
    dialog.stock.edited.emit()
    qtbot.waitUntil(lambda: len(page_texts(dialog._pdf)) == 2)
    assert page_texts(dialog._pdf)[0].startswith("The Mentalizing Initiative 100 Example Plaza, Suite 400")
    assert not dialog.start.isVisible()


def test_it_is_printed_or_saved(dialog: LabelsDialog, tmp_path: Path, qtbot: QtBot) -> None:
    sent: list[bytes] = []

    def send(parent: QWidget, pdf: bytes) -> bool:
        sent.append(pdf)
        return False

    dialog.send = send
    dialog.print.click()
    assert sent == [dialog._pdf]
    assert dialog.isVisible()
    questions(dialog._desk).answers = [tmp_path / "labels.pdf"]
    dialog.save.click()
    qtbot.waitUntil(lambda: (tmp_path / "labels.pdf").exists() and not dialog.isVisible())
    assert (tmp_path / "labels.pdf").read_bytes() == sent[0]


def test_nobody_with_an_address_prints_nothing(desk: Desk, qtbot: QtBot) -> None:
    dialog = opened(desk, qtbot, Addresses((), ("Cy Diaz",)))
    assert not dialog.print.isEnabled()
    assert dialog._pdf == b""
