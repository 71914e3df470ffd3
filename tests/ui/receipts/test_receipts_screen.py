"""Receipts from the keyboard: chosen, seen, issued, printed, saved, voided, replaced, explained."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from mi_crm.giving.actions.correct import reverse_gift
from mi_crm.giving.records import Acknowledgment, GiftKind
from mi_crm.receipts.queries.deliveries import to_print
from mi_crm.receipts.queries.register import receipt, register
from mi_crm.receipts.queries.verify import verify
from mi_crm.receipts.queries.waiting import waiting
from mi_crm.receipts.records import ReceiptState
from mi_crm.receipts.rules.ways import Way
from mi_crm.shared.money import Money
from mi_crm.store.store import Store
from mi_crm.ui.receipts.receipts_screen import ENDED, QUEUE, REGISTER, WHY, ReceiptsScreen
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from tests.builders import told
from tests.conftest import NOW
from tests.receipts.building import a_charity, a_donor, a_ready_gift
from tests.ui.conftest import questions


def words_of(pdf: bytes) -> str:
    return " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).replace(
        "\r\n", " "
    )


def some_gifts(session: Session) -> list[UUID]:
    a_charity(session)
    return [
        a_ready_gift(
            session, "500", donor_id=a_donor(session, "Ruth Salazar-Kim"), given_on=date(2026, 11, 12)
        ),
        a_ready_gift(
            session,
            "250",
            donor_id=a_donor(session, "Margaret Okafor"),
            given_on=date(2026, 11, 12),
            benefit_description="one seat at the Autumn Evening dinner",
            benefit_value=Money.parse("85"),
        ),
        a_ready_gift(session, "75", donor_id=a_donor(session, "Paul Sandoval"), given_on=date(2026, 11, 13)),
        a_ready_gift(
            session, "75", donor_id=a_donor(session, "Devon Ruiz", street=""), given_on=date(2026, 11, 12)
        ),
        a_ready_gift(
            session,
            "5000",
            donor_id=a_donor(session, "Westbrook Family Foundation"),
            kind=GiftKind.FOUNDATION_GRANT,
            given_on=date(2026, 11, 13),
        ),
    ]


class Printer:
    """Takes what is sent to the printer, or fails."""

    def __init__(self) -> None:
        self.pdfs: list[bytes] = []
        self.works = True

    def send(self, parent: QWidget, pdf: bytes) -> bool:
        if self.works:
            self.pdfs.append(pdf)
        return self.works


@pytest.fixture
def gifts(store: Store) -> list[UUID]:
    return store.write(some_gifts)


@pytest.fixture
def printer() -> Printer:
    return Printer()


def at(desk: Desk, printer: Printer, qtbot: QtBot, place: Place | None = None) -> ReceiptsScreen:
    screen = ReceiptsScreen(desk)
    qtbot.addWidget(screen)
    screen.tray.send = printer.send
    screen.resize(1180, 820)
    if place:
        screen.open(place)
    screen.show()
    qtbot.waitExposed(screen)
    screen.focus_here()
    settled(desk, qtbot)
    return screen


def settled(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(desk.tasks.idle)


@pytest.fixture
def screen(desk: Desk, gifts: list[UUID], printer: Printer, qtbot: QtBot) -> ReceiptsScreen:
    return filled(desk, printer, qtbot)


def filled(desk: Desk, printer: Printer, qtbot: QtBot) -> ReceiptsScreen:
    screen = at(desk, printer, qtbot)
    qtbot.waitUntil(lambda: screen.queue.counts.count == 4)
    return screen


def shown(screen: ReceiptsScreen) -> str:
    return screen.pane.paper._area.accessibleDescription()


def wait_for(screen: ReceiptsScreen, qtbot: QtBot, done: Callable[[], bool]) -> None:
    qtbot.waitUntil(lambda: done() and screen.desk.tasks.idle())


def store_of(screen: ReceiptsScreen) -> Store:
    store = screen.desk.store
    assert isinstance(store, Store)
    return store


def test_the_queue_shows_what_is_ready_first_and_its_true_page(screen: ReceiptsScreen, qtbot: QtBot) -> None:
    rows = screen.queue.model.rows
    assert [row.donor for row in rows] == [
        "Ruth Salazar-Kim",
        "Margaret Okafor",
        "Paul Sandoval",
        "Devon Ruiz",
    ]
    wait_for(screen, qtbot, lambda: "PREVIEW" in shown(screen))
    assert "taken at issue" in shown(screen)
    assert "Ruth Salazar-Kim" in shown(screen)
    QTest.keyClick(screen.queue.table, Qt.Key.Key_Down)
    wait_for(screen, qtbot, lambda: "Margaret Okafor" in shown(screen))
    assert "contribution amount $165.00" in shown(screen).replace("\r\n", " ")
    assert store_of(screen).read(register) == []


def test_a_gift_that_lacks_something_says_what(screen: ReceiptsScreen, qtbot: QtBot) -> None:
    screen.queue.table.choose(3)
    wait_for(screen, qtbot, lambda: screen.pane.currentWidget() is screen.pane.why)
    assert not screen.queue.both.isEnabled()
    with qtbot.waitSignal(screen.desk.went) as went:
        screen.pane.why.donor_asked.emit()
    assert went.args == [Place("people", screen.queue.model.rows[3].donor_id)]


def test_space_and_ctrl_enter_issue_and_print_what_is_selected(
    any_desk: Desk, gifts: list[UUID], printer: Printer, qtbot: QtBot
) -> None:
    screen = filled(any_desk, printer, qtbot)
    table = screen.queue.table
    for _ in range(2):
        QTest.keyClick(table, Qt.Key.Key_Space)
        QTest.keyClick(table, Qt.Key.Key_Down)
    assert screen.queue.both.text() == "Issue and print 2"
    screen.finish()
    wait_for(screen, qtbot, lambda: len(printer.pdfs) == 1)
    text = words_of(printer.pdfs[0])
    assert "R-2026-0001" in text
    assert "R-2026-0002" in text
    assert "PREVIEW" not in text
    assert [row.number for row in store_of(screen).read(register)] == ["R-2026-0002", "R-2026-0001"]
    assert screen.queue.result.text == "2 issued, 0001–0002."
    qtbot.waitUntil(lambda: [row.donor for row in screen.queue.model.rows] == ["Paul Sandoval", "Devon Ruiz"])
    assert screen.queue.table.checked_rows() == []


def test_all_selects_what_is_ready_and_one_refusal_does_not_stop_the_others(
    screen: ReceiptsScreen, qtbot: QtBot
) -> None:
    screen.queue.all.click()
    assert len(screen.queue.to_issue()) == 3

    # Meanwhile somebody else issues one of them.
    def meanwhile(session: Session) -> None:
        from mi_crm.giving.records import Gift

        gift = session.get_one(Gift, screen.queue.model.rows[1].gift_id)
        gift.acknowledgment = Acknowledgment.ELSEWHERE
        gift.elsewhere_by = "PayPal"

    store = store_of(screen)
    screen.acts.running = True
    store.write(told(meanwhile))
    screen.acts.running = False
    screen.queue.only.click()
    wait_for(screen, qtbot, lambda: len(store.read(register)) == 2)
    qtbot.waitUntil(lambda: "1 was not" in screen.queue.result.text)
    assert "Margaret Okafor" in screen.queue.result._more.text()
    assert store.read(verify).ok


def test_when_the_printer_fails_the_numbers_stay_and_can_be_printed_again(
    screen: ReceiptsScreen, printer: Printer, qtbot: QtBot
) -> None:
    printer.works = False
    screen.queue.all.click()
    screen.queue.both.click()
    qtbot.waitUntil(lambda: "Not printed" in screen.queue.result.text)
    assert screen.queue.result.again.text() == "Print again 0001–0003"
    assert len(store_of(screen).read(register)) == 3
    printer.works = True
    screen.queue.result.again.click()
    wait_for(screen, qtbot, lambda: len(printer.pdfs) == 1)
    assert "R-2026-0003" in words_of(printer.pdfs[0])
    assert len(store_of(screen).read(register)) == 3


def test_an_empty_queue_says_that_every_gift_has_its_receipt(
    desk: Desk, store: Store, printer: Printer, qtbot: QtBot
) -> None:
    store.write(a_charity)
    screen = at(desk, printer, qtbot)
    assert screen.queue.done.isVisible()
    assert screen.queue.done._line.text() == "Every gift has its receipt."


def test_issuing_all_asks_first(screen: ReceiptsScreen, qtbot: QtBot) -> None:
    asked = questions(screen.desk)
    asked.answers = [False, True]
    screen.queue.everything.clicked.emit()
    settled(screen.desk, qtbot)
    assert store_of(screen).read(register) == []
    screen.queue.everything.clicked.emit()
    wait_for(screen, qtbot, lambda: len(store_of(screen).read(register)) == 3)
    assert asked.asked == ["Issue all 3 receipts?"] * 2


def issue_three(screen: ReceiptsScreen, qtbot: QtBot) -> None:
    screen.queue.all.click()
    screen.queue.only.click()
    wait_for(screen, qtbot, lambda: len(store_of(screen).read(register)) == 3)
    qtbot.waitUntil(lambda: not screen.acts.running)
    settled(screen.desk, qtbot)


def in_register(screen: ReceiptsScreen, qtbot: QtBot, number: str) -> None:
    screen.open(Place("receipts", what=number))
    wait_for(screen, qtbot, lambda: (row := screen.register.current()) is not None and row.number == number)


def test_receipts_are_saved_to_a_folder_one_file_each(
    screen: ReceiptsScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    issue_three(screen, qtbot)
    questions(screen.desk).answers = [tmp_path / "papers"]
    screen.export_here()
    wait_for(screen, qtbot, lambda: len(list((tmp_path / "papers").glob("*.pdf"))) == 3)
    names = sorted(file.name for file in (tmp_path / "papers").iterdir())
    assert names[0] == "R-2026-0001 Ruth Salazar-Kim.pdf"
    assert "R-2026-0001" in words_of((tmp_path / "papers" / names[0]).read_bytes())


def test_a_copy_is_marked_and_counted(screen: ReceiptsScreen, printer: Printer, qtbot: QtBot) -> None:
    issue_three(screen, qtbot)
    in_register(screen, qtbot, "R-2026-0002")
    screen.copy()
    wait_for(screen, qtbot, lambda: store_of(screen).read(receipt, "R-2026-0002").row.copies == 1)
    assert "COPY of receipt R-2026-0002, first issued November 16, 2026." in words_of(printer.pdfs[0])


def test_print_again_gives_the_same_paper_unmarked(
    screen: ReceiptsScreen, printer: Printer, qtbot: QtBot
) -> None:
    issue_three(screen, qtbot)
    in_register(screen, qtbot, "R-2026-0002")
    screen.print_here()
    wait_for(screen, qtbot, lambda: len(printer.pdfs) == 1)
    assert "COPY" not in words_of(printer.pdfs[0])
    assert store_of(screen).read(receipt, "R-2026-0002").row.copies == 0


def test_void_asks_for_a_reason_and_the_gift_waits_again(screen: ReceiptsScreen, qtbot: QtBot) -> None:
    issue_three(screen, qtbot)
    in_register(screen, qtbot, "R-2026-0001")
    store, asked = store_of(screen), questions(screen.desk)
    asked.answers = [None, "Check returned"]
    screen.void()
    settled(screen.desk, qtbot)
    assert store.read(receipt, "R-2026-0001").row.state is ReceiptState.ISSUED
    screen.void()
    wait_for(screen, qtbot, lambda: store.read(receipt, "R-2026-0001").row.state is ReceiptState.VOID)
    assert asked.asked == ["Void receipt R-2026-0001?"] * 2
    assert "Ruth Salazar-Kim" in [row.donor for row in store.read(waiting)]
    screen._go(ENDED)
    wait_for(screen, qtbot, lambda: "is void: Check returned" in shown(screen).replace("\r\n", " "))
    assert not screen.ended.void.isEnabled()


def test_a_number_of_the_register_tells_its_own_history(screen: ReceiptsScreen, qtbot: QtBot) -> None:
    issue_three(screen, qtbot)
    in_register(screen, qtbot, "R-2026-0002")
    history = screen.pane.history

    def told() -> list[str]:
        return [one.text() for one in history.findChildren(QLabel)]

    issued = "Receipt R-2026-0002 issued to Margaret Okafor, $250.00"
    wait_for(screen, qtbot, lambda: history.isVisible() and told()[1:2] == [issued])
    questions(screen.desk).answers = ["Check returned"]
    screen.void()
    settled(screen.desk, qtbot)
    screen._go(ENDED)
    wait_for(screen, qtbot, lambda: history.isVisible() and len(told()) == 5)
    assert "R-2026-0002" in told()[1]
    assert "Check returned" in told()[1]
    assert told()[3] == issued


def test_replace_takes_a_new_number_and_shows_it(screen: ReceiptsScreen, qtbot: QtBot) -> None:
    issue_three(screen, qtbot)
    in_register(screen, qtbot, "R-2026-0001")
    questions(screen.desk).answers = ["Name misspelled"]
    screen.replace()
    wait_for(
        screen, qtbot, lambda: (row := screen.register.current()) is not None and row.number == "R-2026-0004"
    )
    assert store_of(screen).read(receipt, "R-2026-0001").row.replaced_by == "R-2026-0004"
    wait_for(
        screen, qtbot, lambda: "This paper replaces receipt R-2026-0001" in shown(screen).replace("\r\n", " ")
    )


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("3", ["R-2026-0003"]),
        ("r-2026-0002", ["R-2026-0002"]),
        ("2026", ["R-2026-0003", "R-2026-0002", "R-2026-0001"]),
        ("zzz", []),
    ],
)
def test_the_register_is_searched_by_number(
    screen: ReceiptsScreen, qtbot: QtBot, typed: str, numbers: Sequence[str]
) -> None:
    issue_three(screen, qtbot)
    screen._go(REGISTER)
    settled(screen.desk, qtbot)
    screen.register.search.setText(typed)
    qtbot.waitUntil(lambda: not screen.register._pause.isActive())
    wait_for(screen, qtbot, lambda: screen.register.model.rowCount() == len(numbers))
    rows: list[Any] = []

    def came() -> bool:
        rows[:] = [screen.register.model.row_at(place) for place in range(len(numbers))]
        return None not in rows

    qtbot.waitUntil(came)
    assert [row.number for row in rows] == numbers
    assert screen.register.nothing.isVisible() == (not numbers)


def test_a_receipt_whose_gift_was_taken_back_asks_to_be_voided(screen: ReceiptsScreen, qtbot: QtBot) -> None:
    gift = screen.queue.model.rows[0].gift_id
    issue_three(screen, qtbot)
    store_of(screen).write(reverse_gift, gift, reason="Check returned", now=NOW, who="Dana")
    qtbot.waitUntil(screen.queue.late.isVisible)
    assert screen.queue.late.text == "R-2026-0001, Ruth Salazar-Kim: The gift was taken back."
    questions(screen.desk).answers = ["Check returned"]
    screen.queue._mend.click()
    wait_for(screen, qtbot, lambda: not screen.queue.late.isVisible())
    assert store_of(screen).read(receipt, "R-2026-0001").row.state is ReceiptState.VOID


def test_every_other_gift_is_named_with_its_reason(screen: ReceiptsScreen, qtbot: QtBot) -> None:
    assert screen.queue.others.text == "Not here: 1 that get letters"
    screen._go(WHY)
    wait_for(screen, qtbot, lambda: len(screen.unreceipted.model.rows) == 2)
    wait_for(screen, qtbot, lambda: screen.pane.others.model.row_at(0) is not None)
    row = screen.pane.others.model.row_at(0)
    assert row is not None
    assert (row.donor, row.words) == ("Westbrook Family Foundation", "Gets a letter, not a receipt")
    with qtbot.waitSignal(screen.desk.went) as went:
        screen.pane.others.table.opened.emit(row)
    assert went.args == [Place("gifts", row.gift_id)]


def test_why_this_paper_names_the_rules(screen: ReceiptsScreen, qtbot: QtBot) -> None:
    screen.queue.table.choose(1)
    screen.ask_why()
    qtbot.waitUntil(lambda: screen.pane.currentWidget() is screen.pane.why)
    said = [found.text() for found in screen.pane.why.findChildren(QLabel)]
    assert {"R2.1", "R2.15", "R1.8", "$165.00", "Nothing is missing"} <= set(said)
    assert screen.cancel()
    assert screen.pane.currentWidget() is screen.pane.sheet
    assert not screen.cancel()


def test_why_a_receipt_was_made_so_is_told_from_the_register_too(
    screen: ReceiptsScreen, qtbot: QtBot
) -> None:
    issue_three(screen, qtbot)
    in_register(screen, qtbot, "R-2026-0002")
    screen.ask_why()
    qtbot.waitUntil(lambda: screen.pane.currentWidget() is screen.pane.why)
    assert "$165.00" in [found.text() for found in screen.pane.why.findChildren(QLabel)]


def test_arriving_with_a_gift_shows_its_receipt_or_why(
    desk: Desk, gifts: list[UUID], printer: Printer, qtbot: QtBot
) -> None:
    screen = at(desk, printer, qtbot, Place("receipts", gifts[2]))
    qtbot.waitUntil(lambda: screen.pane.currentWidget() is screen.pane.why)
    assert screen.tabs.key() == QUEUE
    issue_three(screen, qtbot)
    screen.open(Place("receipts", gifts[2]))
    wait_for(
        screen, qtbot, lambda: (row := screen.register.current()) is not None and row.donor == "Paul Sandoval"
    )
    assert screen.tabs.key() == REGISTER


def test_the_register_says_how_each_number_went_out(
    screen: ReceiptsScreen, printer: Printer, qtbot: QtBot
) -> None:
    issue_three(screen, qtbot)
    in_register(screen, qtbot, "R-2026-0002")
    assert screen.register._below.text() == "To print"
    screen.print_here()
    wait_for(screen, qtbot, lambda: screen.register._below.text() == "Printed Nov 16")
    assert store_of(screen).read(to_print) == ["R-2026-0001", "R-2026-0003"]
    printer.works = False
    in_register(screen, qtbot, "R-2026-0001")
    screen.print_here()
    settled(screen.desk, qtbot)
    assert store_of(screen).read(to_print) == ["R-2026-0001", "R-2026-0003"]


def test_what_cannot_be_written_is_said_and_the_rest_is_kept(
    screen: ReceiptsScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    issue_three(screen, qtbot)
    # Something is in the way of the second file, as a full disk would be.
    (tmp_path / "papers" / "R-2026-0002 Margaret Okafor.pdf").mkdir(parents=True)
    told = QSignalSpy(screen.desk.told)
    questions(screen.desk).answers = [tmp_path / "papers"]
    screen.export_here()
    qtbot.waitUntil(lambda: told.count() == 1)
    assert str(told.at(0)[0]).startswith("1 of 3 saved in papers. ")
    settled(screen.desk, qtbot)
    ways = {row.number: [way.way for way in row.ways] for row in store_of(screen).read(register)}
    assert ways == {
        "R-2026-0001": [Way.PRINT, Way.PDF],
        "R-2026-0002": [Way.PRINT],
        "R-2026-0003": [Way.PRINT],
    }


def test_a_folder_that_cannot_be_written_to_is_said_before_anything_is_noted(
    screen: ReceiptsScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    issue_three(screen, qtbot)
    (tmp_path / "a file").write_bytes(b"")
    told = QSignalSpy(screen.desk.tasks.unhandled)
    questions(screen.desk).answers = [tmp_path / "a file"]
    screen.export_here()
    qtbot.waitUntil(lambda: told.count() == 1)
    assert "Choose another folder." in str(told.at(0)[0])
    assert all(len(row.ways) == 1 for row in store_of(screen).read(register))


def test_a_doubtful_date_is_asked_about_before_a_number_is_taken(
    desk: Desk, gifts: list[UUID], printer: Printer, qtbot: QtBot
) -> None:
    screen = filled(desk, printer, qtbot)
    desk.now = lambda: NOW + timedelta(hours=2)
    questions(desk).answers += [False, True]
    QTest.keyClick(screen.queue.table, Qt.Key.Key_Space)
    screen.finish()
    wait_for(screen, qtbot, lambda: not questions(desk).answers[1:] and desk.tasks.idle())
    assert not printer.pdfs
    screen.finish()
    wait_for(screen, qtbot, lambda: len(printer.pdfs) == 1)
    assert questions(desk).asked == ["Is today November 16, 2026?"] * 2
    assert abs(desk.drift()) < timedelta(minutes=1)
