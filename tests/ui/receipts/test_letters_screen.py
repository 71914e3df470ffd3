"""Letters from the keyboard: chosen, seen, written, printed, saved, sent, told otherwise, written again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.actions.record import record_gift
from mi_crm.giving.detail import Credit, CreditRole, GiftDetail, Notice, Tribute
from mi_crm.giving.records import GiftKind, PaymentMethod
from mi_crm.people.actions import add_constituent
from mi_crm.people.details import AcknowledgeBy, AddressDetails, ConstituentDetails, EmailDetails
from mi_crm.receipts.queries.letters import due_letters, letters
from mi_crm.receipts.rules.ways import Way
from mi_crm.shared.money import Money
from mi_crm.store.store import Store
from mi_crm.ui.receipts.letters_screen import SEND, WRITE, WRITTEN, LettersScreen
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import Field
from mi_crm.ui.shared.labels_dialog import LabelsDialog
from tests.builders import a_fund
from tests.conftest import NOW, TODAY
from tests.receipts.building import a_charity, a_donor
from tests.ui.conftest import questions
from tests.ui.receipts.test_receipts_screen import Printer, words_of


def some_letters(session: Session) -> None:
    """Let a grant, a match, and two families wait."""
    a_charity(session)
    samuel = ConstituentDetails(
        first_name="Samuel",
        last_name="Reed",
        acknowledge_by=AcknowledgeBy.EMAIL,
        addresses=(AddressDetails("9 Elm Road", "Pasadena", "CA", "91100"),),
        emails=(EmailDetails("samuel@example.org"),),
    )
    employee = add_constituent(session, samuel, now=NOW, who="Dana")
    notices = (
        Notice("Ada Reyes", "418 Willow Street, Fresno, CA 93700"),
        Notice("His friends"),
    )
    for donor, kind, detail in (
        ("County of Los Angeles", GiftKind.GOVERNMENT_GRANT, GiftDetail()),
        ("Canyon Oak Bank", GiftKind.MATCHING, GiftDetail(credits=(Credit(employee, CreditRole.EMPLOYEE),))),
        (
            "Margaret Okafor",
            GiftKind.MONEY,
            GiftDetail(tribute=Tribute.MEMORY, tribute_name="Sgt. Andre Reyes", notices=notices),
        ),
    ):
        entry = GiftEntry(
            donor_id=a_donor(session, donor),
            amount=Money(250_00),
            given_on=TODAY,
            received_on=TODAY,
            payment_method=PaymentMethod.CHECK,
            fund_id=a_fund(session),
            kind=kind,
            detail=detail,
        )
        record_gift(session, entry, today=TODAY, now=NOW, who="Dana")


@pytest.fixture
def printer() -> Printer:
    return Printer()


@pytest.fixture
def screen(desk: Desk, store: Store, printer: Printer, qtbot: QtBot) -> LettersScreen:
    store.write(some_letters)
    screen = LettersScreen(desk)
    qtbot.addWidget(screen)
    screen.tray.send = printer.send
    screen.resize(1180, 820)
    screen.show()
    qtbot.waitExposed(screen)
    screen.focus_here()
    qtbot.waitUntil(lambda: len(screen.due.model.rows) == 4 and desk.tasks.idle())
    return screen


def wait_for(screen: LettersScreen, qtbot: QtBot, done: Callable[[], bool]) -> None:
    qtbot.waitUntil(lambda: done() and screen.desk.tasks.idle())


def shown(screen: LettersScreen) -> str:
    return screen.pane.paper._area.accessibleDescription()


def choose(screen: LettersScreen, to: str) -> None:
    """Go down the list to a letter, by keys."""
    QTest.keyClick(screen.due.table, Qt.Key.Key_Home)
    while (row := screen.due.table.current()) is not None and row.to != to:
        QTest.keyClick(screen.due.table, Qt.Key.Key_Down)


def tab(screen: LettersScreen, key: str, qtbot: QtBot) -> None:
    """Go to another tab, by keys."""
    button = screen.tabs._tabs[key]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    page = screen._pages[key]
    page.table.setFocus()
    qtbot.waitUntil(screen.desk.tasks.idle)


def test_the_list_says_what_waits_and_shows_its_true_page(screen: LettersScreen, qtbot: QtBot) -> None:
    assert [(row.to, row.needs) for row in screen.due.model.rows] == [
        ("County of Los Angeles", ""),
        ("Samuel Reed", ""),
        ("Ada Reyes", ""),
        ("His friends", "Address missing"),
    ]
    choose(screen, "Ada Reyes")
    wait_for(screen, qtbot, lambda: "has made a gift" in shown(screen))
    assert "$" not in shown(screen)


def test_all_are_written_by_keys_and_what_goes_by_mail_is_printed(
    screen: LettersScreen, printer: Printer, store: Store, qtbot: QtBot
) -> None:
    for _ in range(3):
        QTest.keyClick(screen.due.table, Qt.Key.Key_Space)
        QTest.keyClick(screen.due.table, Qt.Key.Key_Down)
    assert screen.due.both.text().startswith("Write and print 3")
    screen.finish()
    wait_for(screen, qtbot, lambda: len(printer.pdfs) == 1)
    text = words_of(printer.pdfs[0])
    assert "We confirm with thanks the grant of $250.00" in text
    assert "has made a gift to The Mentalizing Initiative in memory of Sgt. Andre Reyes" in text
    assert "Your employer has matched" not in text, "it goes by e-mail"
    assert [row.to for row in store.read(due_letters)] == ["His friends"]
    tab(screen, SEND, qtbot)
    wait_for(screen, qtbot, lambda: screen.outgoing.current() is not None)
    waiting = screen.outgoing.current()
    assert waiting is not None
    assert (waiting.donor, waiting.way, waiting.to) == ("Samuel Reed", Way.EMAIL, "samuel@example.org")


def test_a_family_that_was_told_by_phone_is_marked_so_and_that_can_be_undone(
    screen: LettersScreen, store: Store, qtbot: QtBot
) -> None:
    choose(screen, "His friends")
    wait_for(screen, qtbot, screen.due.done.isEnabled)
    QTest.keyClick(screen.due.table, Qt.Key.Key_X)
    wait_for(screen, qtbot, lambda: len(screen.due.model.rows) == 3)
    screen.desk.undo()
    wait_for(screen, qtbot, lambda: len(screen.due.model.rows) == 4)


def write_first(screen: LettersScreen, qtbot: QtBot) -> None:
    choose(screen, "County of Los Angeles")
    screen.due.only.setFocus()
    QTest.keyClick(screen.due.only, Qt.Key.Key_Space)
    wait_for(screen, qtbot, lambda: len(screen.due.model.rows) == 3)


def test_what_is_written_is_listed_with_its_day_and_printed_again(
    screen: LettersScreen, printer: Printer, qtbot: QtBot
) -> None:
    write_first(screen, qtbot)
    assert "1 letter written." in screen.due.result.text
    tab(screen, WRITTEN, qtbot)
    wait_for(screen, qtbot, lambda: screen.written.current() is not None)
    row = screen.written.current()
    assert row is not None
    assert row.written_on == TODAY
    assert "To print" in screen.written._below.text()
    screen.print_here()
    wait_for(screen, qtbot, lambda: bool(printer.pdfs))
    wait_for(screen, qtbot, lambda: "Printed Nov 16" in screen.written._below.text())


def test_letters_are_saved_each_to_a_file_or_all_in_one(
    screen: LettersScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    write_first(screen, qtbot)
    screen.due.check_all()
    screen._write(to_print=False)
    wait_for(screen, qtbot, lambda: len(screen.due.model.rows) == 1)
    tab(screen, WRITTEN, qtbot)
    wait_for(screen, qtbot, lambda: screen.written.current() is not None)
    questions(screen.desk).answers = [tmp_path]
    for _ in range(3):
        QTest.keyClick(screen.written.table, Qt.Key.Key_Space)
        QTest.keyClick(screen.written.table, Qt.Key.Key_Down)
    screen.export_here()
    wait_for(screen, qtbot, lambda: len(list(tmp_path.glob("*.pdf"))) == 3)
    names = sorted(path.name for path in tmp_path.glob("*.pdf"))
    assert names[0].startswith("In memory of Sgt Andre Reyes Ada Reyes")
    questions(screen.desk).answers = [tmp_path / "all.pdf"]
    QTest.keyClick(screen.written.table, Qt.Key.Key_O)
    wait_for(screen, qtbot, (tmp_path / "all.pdf").exists)
    text = words_of((tmp_path / "all.pdf").read_bytes())
    assert "Your employer has matched your gift." in text
    assert "in memory of Sgt. Andre Reyes" in text


def test_a_letter_is_written_again_by_one_key(screen: LettersScreen, store: Store, qtbot: QtBot) -> None:
    write_first(screen, qtbot)
    tab(screen, WRITTEN, qtbot)
    wait_for(screen, qtbot, lambda: screen.written.current() is not None)
    questions(screen.desk).answers = [True]
    QTest.keyClick(screen.written.table, Qt.Key.Key_E)
    wait_for(screen, qtbot, lambda: len(store.read(letters)) == 2)


def test_labels_are_for_whom_the_letters_go_to(screen: LettersScreen, qtbot: QtBot) -> None:
    choose(screen, "Samuel Reed")
    QTest.keyClick(screen.due.table, Qt.Key.Key_L)
    wait_for(screen, qtbot, lambda: screen.findChild(LabelsDialog) is not None)
    dialog = screen.findChild(LabelsDialog)
    assert dialog is not None
    assert [lines[0] for lines in dialog.found.lines] == ["Samuel Reed"]
    dialog.reject()


def test_a_printer_that_fails_loses_no_letter(
    screen: LettersScreen, printer: Printer, store: Store, qtbot: QtBot
) -> None:
    printer.works = False
    choose(screen, "County of Los Angeles")
    screen.finish()
    wait_for(screen, qtbot, lambda: "Not printed" in screen.due.result.text)
    assert [row.donor for row in store.read(letters)] == ["County of Los Angeles"]
    printer.works = True
    screen.due.again.setFocus()
    QTest.keyClick(screen.due.again, Qt.Key.Key_Space)
    wait_for(screen, qtbot, lambda: len(printer.pdfs) == 1)


def type_into(field: Field, text: str) -> None:
    field.input.setFocus()
    QTest.keyClicks(field.input, text)


def test_a_volunteers_expense_letter_is_typed_seen_and_written_by_keys(
    screen: LettersScreen, store: Store, printer: Printer, qtbot: QtBot
) -> None:
    screen.new_here()
    page = screen.other
    QTest.keyClick(page.kind.input, Qt.Key.Key_End)
    qtbot.waitUntil(page.fields["what"].isVisible)
    assert not page.fields["year"].isVisible()
    type_into(page.who, "Samuel Re")
    qtbot.waitUntil(page.who.picks.isVisible)
    QTest.keyClick(page.who.input, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.who.value() is not None)
    for name, text in (
        ("what", "flew to a board meeting"),
        ("place", "Denver"),
        ("first", "9/3/2026"),
        ("last", "9/1/2026"),
    ):
        type_into(page.fields[name], text)
    screen.finish()
    assert page.fields["last"].wrong, "the last day lies before the first"
    page.fields["last"].clear()
    type_into(page.fields["last"], "9/5/2026")
    wait_for(screen, qtbot, lambda: "flew to a board meeting" in shown(screen))
    screen.finish()
    wait_for(screen, qtbot, lambda: [row.donor for row in store.read(letters)] == ["Samuel Reed"])
    assert screen.tabs.key() == WRITE
    assert printer.pdfs == [], "he wants e-mail"


def test_a_letter_that_cannot_be_written_says_why_beside_the_form(
    screen: LettersScreen, qtbot: QtBot
) -> None:
    screen.new_here()
    type_into(screen.other.who, "Samuel Re")
    qtbot.waitUntil(screen.other.who.picks.isVisible)
    QTest.keyClick(screen.other.who.input, Qt.Key.Key_Return)
    wait_for(screen, qtbot, lambda: "no gift to thank for" in screen.pane.paper._sentence.text())
    assert screen.cancel()
    wait_for(screen, qtbot, lambda: screen._left.currentWidget() is screen.due)
