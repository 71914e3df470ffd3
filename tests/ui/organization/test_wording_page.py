"""Words of papers in the settings: typed, refused, seen on a real paper, saved, taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mi_crm.receipts.queries.wording import words_row
from mi_crm.receipts.rules.wording import DEFAULTS, WordsOf
from mi_crm.store.store import Store
from mi_crm.ui.organization.wording_page import WordingPage
from mi_crm.ui.shared.desk import Desk
from tests.receipts.building import a_charity, a_ready_gift


@pytest.fixture
def page(desk: Desk, store: Store, qtbot: QtBot) -> WordingPage:
    store.write(a_charity)
    store.write(a_ready_gift)
    page = WordingPage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 900)
    page.show()
    qtbot.waitExposed(page)
    page.reload()
    qtbot.waitUntil(lambda: shown(page) != "" and desk.tasks.idle())
    return page


def shown(page: WordingPage) -> str:
    return page.view._area.accessibleDescription()


def fixed(page: WordingPage) -> str:
    return " ".join(found.text() for found in page.fixed.findChildren(QLabel))


def test_the_fixed_sentences_are_shown_and_cannot_be_typed_in(page: WordingPage) -> None:
    assert "provided no goods or services in exchange for this contribution." in fixed(page)
    assert all(not found.textInteractionFlags() & Qt.TextInteractionFlag.TextEditable
               for found in page.fixed.findChildren(QLabel))  # fmt: skip
    assert "Margaret Okafor" in shown(page), "a real gift, not an invented one"


def test_words_are_seen_while_typed_and_saved_when_left(
    page: WordingPage, store: Store, qtbot: QtBot
) -> None:
    page.form.closing.input.setFocus()
    QTest.keyClicks(page.form.closing.input, "Come and see us.")
    qtbot.waitUntil(lambda: "Come and see us." in shown(page).replace("\r\n", " "))
    assert store.read(words_row, WordsOf.GIFT).words.version == 0, "typed is not saved"
    page.form.opening.input.setFocus()
    qtbot.waitUntil(lambda: store.read(words_row, WordsOf.GIFT).words.closing == "Come and see us.")
    qtbot.waitUntil(lambda: "Saved" in page.form.saved_words.text)


def test_a_field_that_does_not_exist_is_named_in_one_sentence(
    page: WordingPage, store: Store, qtbot: QtBot
) -> None:
    page.form.closing.input.setFocus()
    QTest.keyClicks(page.form.closing.input, "{{amount}}")
    page.form.opening.input.setFocus()
    qtbot.waitUntil(lambda: page.form.closing.wrong)
    assert store.read(words_row, WordsOf.GIFT).words == DEFAULTS[WordsOf.GIFT]


def test_the_programs_words_come_back_by_one_button(page: WordingPage, store: Store, qtbot: QtBot) -> None:
    page.form.closing.input.setFocus()
    QTest.keyClicks(page.form.closing.input, "Come.")
    page.form.opening.input.setFocus()
    qtbot.waitUntil(page.standard.isEnabled)
    page.standard.setFocus()
    QTest.keyClick(page.standard, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: store.read(words_row, WordsOf.GIFT).words.closing == "")
    assert store.read(words_row, WordsOf.GIFT).words.version == 2


def test_a_paper_that_was_never_made_says_so_instead_of_a_preview(page: WordingPage, qtbot: QtBot) -> None:
    page.paper_choice.input.setFocus()
    QTest.keyClicks(page.paper_choice.input, "Notices")
    qtbot.waitUntil(lambda: page.form.of is WordsOf.TRIBUTE)
    qtbot.waitUntil(lambda: "no such paper yet" in page.view._sentence.text())
