"""The first set-up by keys alone, interrupted, and with everything typed wrong."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from mi_crm.giving.queries.figures import funds
from mi_crm.organization.queries import draft, is_set_up, organization, pictures
from mi_crm.store.store import Store
from mi_crm.ui.organization.first_run import FUNDS, LETTER, ORGANIZATION, YOU, FirstRun
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import TextField
from mi_crm.ui.shared.paper import Pages
from mi_crm.ui.shared.style import apply_style
from tests.organization.test_picture import a_bomb, a_png, a_scan
from tests.ui.conftest import questions

Opened = Callable[[Desk], FirstRun]


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Opened]:
    """Open first set-ups; they are put away while their desk still works, as the window does it."""
    pages: list[FirstRun] = []

    def opened(desk: Desk) -> FirstRun:
        page = FirstRun(desk)
        qtbot.addWidget(page)
        page.resize(1440, 900)
        page.show()
        qtbot.waitExposed(page)
        qtbot.waitUntil(desk.tasks.idle)
        page.activateWindow()
        page.welcome.focus_here()
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.hide()


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def type_here(*words: str) -> None:
    """Type into the field with the focus and go on with Enter, as hands on the keyboard do."""
    for word in words:
        QTest.keyClicks(focused(), word)
        QTest.keyClick(focused(), Qt.Key.Key_Return)


def control_enter() -> None:
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def words(page: FirstRun) -> str:
    """Return what the letter says now."""
    return Pages(page.paper.pdf).text(0) if page.paper.pdf else ""


def fill(page: FirstRun, **texts: str) -> None:
    for name, text in texts.items():
        field = page.fields[name]
        assert isinstance(field, TextField)
        field.input.setText(text)
        field.input.textEdited.emit(text)


def test_by_keys_alone_from_nothing_to_a_charity(any_desk: Desk, opened: Opened, qtbot: QtBot) -> None:
    page = opened(any_desk)
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert page.step == YOU
    type_here("Peter Lindqvist")
    assert page.step == ORGANIZATION
    type_here("The Mentalizing Initiative", "951234567")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    type_here("100 Example Plaza, Suite 400", "Los Angeles")
    QTest.keyClicks(focused(), "CA")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    type_here("90000", "310 555 0142", "giving@example.org")
    control_enter()
    assert page.step == LETTER
    type_here("Training clinicians to hold mind in mind", "Peter Lindqvist", "Treasurer", "413")
    assert page.step == FUNDS
    QTest.keyClick(focused(), Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    QTest.keyClicks(focused(), "Veterans Training Fund")
    with qtbot.waitSignal(page.done):
        control_enter()

    found = any_desk.store.read(organization)
    assert found is not None
    what = found.details
    assert (what.legal_name, what.ein) == ("The Mentalizing Initiative", "95-1234567")
    assert (what.street, what.city, what.state, what.zip) == (
        "100 Example Plaza, Suite 400",
        "Los Angeles",
        "CA",
        "90000",
    )
    assert (what.phone, what.email) == ("(310) 555-0142", "giving@example.org")
    assert (what.signatory, what.signatory_title) == ("Peter Lindqvist", "Treasurer")
    assert what.first_receipt_number == 413
    assert any_desk.who == "Peter Lindqvist"
    general, veterans = any_desk.store.read(funds, year=2026)
    assert (general.name, general.is_default, general.restricted) == ("General operating", True, False)
    assert (veterans.name, veterans.is_default, veterans.restricted) == (
        "Veterans Training Fund",
        False,
        True,
    )


def test_what_is_wrong_is_said_on_leaving_and_holds_the_step(
    desk: Desk, opened: Opened, qtbot: QtBot
) -> None:
    page = opened(desk)
    page.go_to(ORGANIZATION)
    name, ein = page.fields["legal_name"], page.fields["ein"]
    type_here("The Mentalizing Initiative", "00-000000")
    assert ein.message == "An EIN has nine digits: two, a dash, seven. One is missing."
    control_enter()
    assert page.step == ORGANIZATION
    assert focused() is ein.input
    fill(page, ein="00-0000000")
    assert not ein.wrong
    ein.check()
    assert "begins with 00" in ein.message
    assert not ein.wrong
    assert not name.wrong
    assert page.fields["street"].message == "This stands on every receipt."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("A" * 10_000, "The legal name is too long: 150 characters at most."),
        ("The \u202eevitaitinI", "The legal name holds a hidden character (U+202E). Type it again by hand."),
        ("The 𓀀 Society", "𓀀 cannot be printed. Write it with other letters."),
        ("", "Type the legal name, as on your IRS determination letter."),
    ],
)
def test_a_bad_name_is_one_sentence_and_stays_as_typed(
    desk: Desk, opened: Opened, qtbot: QtBot, typed: str, sentence: str
) -> None:
    page = opened(desk)
    page.go_to(ORGANIZATION)
    fill(page, legal_name=typed)
    page.finish()
    assert page.step == ORGANIZATION
    assert page.fields["legal_name"].message == sentence
    assert page.fields["legal_name"].input.text() == typed  # type: ignore[attr-defined]


def test_markup_in_a_name_is_a_name(desk: Desk, opened: Opened, qtbot: QtBot) -> None:
    page = opened(desk)
    page.go_to(ORGANIZATION)
    fill(page, legal_name="<b>R&D</b> =HYPERLINK(1)")
    qtbot.waitUntil(lambda: "<b>R&D</b> =HYPERLINK(1)" in words(page))


def test_the_letter_follows_what_is_typed(any_desk: Desk, opened: Opened, qtbot: QtBot) -> None:
    page = opened(any_desk)
    page.go_to(ORGANIZATION)
    fill(page, legal_name="The Mentalizing Initiative", ein="95-1234567", street="100 Example Plaza")
    qtbot.waitUntil(lambda: "100 Example Plaza" in words(page))
    assert "EIN 95-1234567" in words(page)
    assert "PREVIEW" in words(page)


def test_stopping_at_any_step_keeps_every_word(
    any_desk: Desk, opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(a_png())
    page = opened(any_desk)
    page.go_to(YOU)
    type_here("Peter Lindqvist")
    fill(page, legal_name="The Ment", ein="95-12")
    page.go_to(LETTER)
    questions(any_desk).answers.append(logo)
    page.letter.logo.choose.click()
    qtbot.waitUntil(lambda: page.letter.logo.png is not None)
    page.go_to(FUNDS)
    page.funds.add_line()
    QTest.keyClicks(focused(), "Veterans")
    page.go_to(ORGANIZATION)
    page.stop()
    qtbot.waitUntil(lambda: "Veterans" in any_desk.store.read(draft))
    qtbot.waitUntil(any_desk.tasks.idle)
    page.close()

    again = opened(any_desk)
    qtbot.waitUntil(lambda: again.letter.logo.png is not None)
    assert not any_desk.store.read(is_set_up)
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert again.step == ORGANIZATION
    assert again.you.who.value() == "Peter Lindqvist"
    assert again.fields["legal_name"].value() == "The Ment"
    assert again.fields["ein"].value() == "95-12"
    assert again.letter.logo.png == page.letter.logo.png
    assert [fund.name for fund in again.funds.funds()] == ["General operating", "Veterans"]


def test_closing_the_window_keeps_the_last_word(desk: Desk, opened: Opened, qtbot: QtBot) -> None:
    page = opened(desk)
    page.go_to(ORGANIZATION)
    fill(page, legal_name="The Mentalizing Init")
    page.hide()
    qtbot.waitUntil(lambda: "The Mentalizing Init" in desk.store.read(draft))


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        (
            "bomb.png",
            a_bomb(),
            "This picture is 50,000 by 50,000 dots, more than 50 million. Save it smaller, then choose it.",
        ),
        ("letter.png", b"%PDF-1.7", "This is a PDF. Save it as a PNG or JPEG picture, then choose that."),
        (
            "torn.png",
            a_png(600, 400)[:-60],
            "This picture is damaged and cannot be shown. Save it again, then choose it.",
        ),
    ],
)
def test_a_bad_picture_is_one_sentence_and_changes_nothing(
    any_desk: Desk, opened: Opened, qtbot: QtBot, tmp_path: Path, name: str, data: bytes, sentence: str
) -> None:
    page = opened(any_desk)
    page.go_to(LETTER)
    good, bad = tmp_path / "good.png", tmp_path / name
    good.write_bytes(a_png())
    bad.write_bytes(data)
    questions(any_desk).answers += [good, bad]
    page.letter.logo.choose.click()
    qtbot.waitUntil(lambda: page.letter.logo.png is not None)
    before = page.letter.logo.png
    page.letter.logo.choose.click()
    qtbot.waitUntil(lambda: page.letter.logo.message == sentence)
    assert page.letter.logo.png == before


def test_pictures_come_along_into_the_charity(
    any_desk: Desk, opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    scan = tmp_path / "signature.jpg"
    scan.write_bytes(a_scan())
    page = opened(any_desk)
    page.you.who.set_value("Peter Lindqvist")
    fill(page, legal_name="The Initiative", ein="951234567", street="1 Plaza", city="Reno", zip="89501")
    page.fields["state"].set_value("NV")
    page.go_to(LETTER)
    questions(any_desk).answers.append(scan)
    page.letter.signature.choose.click()
    qtbot.waitUntil(lambda: page.letter.signature.png is not None)
    page.go_to(FUNDS)
    with qtbot.waitSignal(page.done):
        page.finish()
    found = any_desk.store.read(organization)
    assert found is not None
    assert found.signature is not None
    assert any_desk.store.read(pictures, [found.signature]) == {found.signature: page.letter.signature.png}
    assert any_desk.store.read(draft) == ""


def test_the_last_step_sends_back_to_what_was_left_open(desk: Desk, opened: Opened, qtbot: QtBot) -> None:
    page = opened(desk)
    page.you.who.set_value("Peter Lindqvist")
    page.go_to(FUNDS)
    page.finish()
    assert page.step == ORGANIZATION
    assert focused() is page.fields["legal_name"].input
    assert not desk.store.read(is_set_up)


def test_two_funds_of_one_name_are_refused(desk: Desk, opened: Opened, qtbot: QtBot) -> None:
    page = opened(desk)
    page.go_to(FUNDS)
    page.funds.add_line()
    type_here("general OPERATING")
    assert page.step == FUNDS
    assert page.funds.fields[-2].message == "This fund is there already."
    page.funds._lines[-1].cross.click()
    assert [fund.name for fund in page.funds.funds()] == ["General operating"]


def test_a_full_disk_is_one_sentence_and_loses_nothing(
    desk: Desk, store: Store, opened: Opened, qtbot: QtBot
) -> None:
    page = opened(desk)
    page.you.who.set_value("Peter Lindqvist")
    fill(page, legal_name="The Initiative", ein="951234567", street="1 Plaza", city="Reno", zip="89501")
    page.letter.logo.show_picture(_noise())
    page.go_to(FUNDS)

    def fill_disk(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    event.listen(store._engine, "connect", fill_disk)
    store._engine.dispose()
    page.finish()
    qtbot.waitUntil(page.notice.isVisible)
    assert page.notice.text == "Not saved: the disk is full. Free some space, then save again."
    assert page.fields["legal_name"].value() == "The Initiative"
    assert not store.read(is_set_up)

    event.remove(store._engine, "connect", fill_disk)
    store._engine.dispose()
    with qtbot.waitSignal(page.done):
        page.finish()
    assert store.read(is_set_up)


def _noise() -> bytes:
    """Return a picture that needs room on the disk."""
    out = BytesIO()
    Image.effect_noise((400, 300), 90).save(out, "PNG")
    return out.getvalue()


def test_the_other_two_ways(desk: Desk, opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    page = opened(desk)
    with qtbot.waitSignal(page.practice):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        QTest.keyClick(focused(), Qt.Key.Key_Space)
    questions(desk).answers.append(tmp_path / "office.db")
    with qtbot.waitSignal(page.open_file) as asked:
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert asked.args == [tmp_path / "office.db"]


@pytest.mark.parametrize("scale", [100, 200])
def test_every_step_fits_the_window(
    desk: Desk, opened: Opened, qtbot: QtBot, qapp: QApplication, scale: int
) -> None:
    apply_style(qapp, "light", scale)
    page = opened(desk)
    page.resize(1024, 700)
    for step in (YOU, ORGANIZATION, LETTER, FUNDS):
        page.go_to(step)
        qtbot.waitUntil(page.next_button.isVisible)
        assert page.forms[step].width() <= page.pages.width()
        edge = page.next_button.mapTo(page, page.next_button.rect().bottomRight())
        assert edge.x() <= page.width()
        assert edge.y() <= page.height()
    assert page.width() == 1024


def test_a_narrow_window_shows_the_form_or_the_letter(
    desk: Desk, opened: Opened, qtbot: QtBot, qapp: QApplication
) -> None:
    apply_style(qapp, "light", 200)
    page = opened(desk)
    page.go_to(ORGANIZATION)
    assert not page.paper.isVisible()
    QTest.keyClick(focused(), Qt.Key.Key_F6)
    assert page.paper.isVisible()
    qtbot.waitUntil(lambda: "Your gift receipt" in words(page))
    QTest.keyClick(focused(), Qt.Key.Key_F6)
    assert not page.paper.isVisible()
    assert page.pages.isAncestorOf(focused())
