"""Year-end on screen: the checks and their lists, the sums, closing, the run, the result."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import update
from sqlalchemy.orm import Session

from mi_crm.giving.queries.periods import periods
from mi_crm.giving.records import Acknowledgment, Gift
from mi_crm.people.details import AcknowledgeBy
from mi_crm.people.records import Constituent, Email
from mi_crm.receipts.queries.register import register
from mi_crm.shared.money import Money
from mi_crm.store.audit import Signature
from mi_crm.store.store import Store
from mi_crm.ui.receipts.year_screen import CLOSE, ISSUE, LIST, MADE, MEND, RUN, SUMS, YearEndScreen
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.preferences import Preferences
from mi_crm.ui.shared.tasks import Tasks
from mi_crm.ui.window import Window
from tests.builders import told
from tests.receipts.building import a_charity, a_donor, a_ready_gift
from tests.ui.conftest import Answers, questions

TODAY = date(2027, 1, 11)
NOW = datetime(2027, 1, 11, 17, 30, tzinfo=UTC)
DAY = date(2026, 6, 12)


def a_year(session: Session) -> list[UUID]:
    """Give by mail, by e-mail, without an address, and without a value."""
    a_charity(session)
    ruth = a_donor(session, "Ruth Salazar-Kim", zip="91200")
    okafor = a_donor(session, "Margaret Okafor", zip="90100")
    paul = a_donor(session, "Paul Sandoval")
    session.add(Email(constituent_id=paul, position=0, address="paul@example.org"))
    session.get_one(Constituent, paul).acknowledge_by = AcknowledgeBy.EMAIL
    devon = a_donor(session, "Devon Ruiz", street="")
    hana = a_donor(session, "Hana Sakai")
    a_ready_gift(session, "500", donor_id=ruth, given_on=DAY)
    a_ready_gift(session, "250", donor_id=okafor, given_on=DAY)
    a_ready_gift(session, "75", donor_id=paul, given_on=DAY)
    a_ready_gift(session, "40", donor_id=devon, given_on=DAY)
    a_ready_gift(session, "90", donor_id=hana, given_on=DAY, benefit_description="a seat")
    return [ruth, okafor, paul, devon, hana]


@pytest.fixture
def threaded(store: Store, preferences: Preferences) -> Iterator[Desk]:
    store.sign = lambda: Signature("Peter", NOW)
    yield from _desk(store, preferences, inline=False)


@pytest.fixture
def january(store: Store, preferences: Preferences) -> Iterator[Desk]:
    store.sign = lambda: Signature("Peter", NOW)
    store.write(told(a_year))
    yield from _desk(store, preferences, inline=True)


def _desk(store: Store, preferences: Preferences, *, inline: bool) -> Iterator[Desk]:
    desk = Desk(
        store, Tasks(inline=inline), preferences, today=lambda: TODAY, now=lambda: NOW, questions=Answers()
    )
    bugs: list[BaseException] = []
    desk.tasks.unhandled.connect(bugs.append)
    yield desk
    desk.tasks.close()
    assert not bugs


class Office:
    """A window at Year-end, driven by keys."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk, self.qtbot = desk, qtbot
        self.window = Window(desk)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.window.open(Place("year_end"))
        found = self.window.current()
        assert isinstance(found, YearEndScreen)
        self.screen = found
        self.rests()
        qtbot.waitUntil(lambda: self.screen.plan is not None)

    def rests(self) -> None:
        self.qtbot.waitUntil(self.desk.tasks.idle, timeout=20_000)

    def press(self, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        focused = self.window.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key, modifier)
        self.rests()

    def next(self) -> None:
        self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def back(self) -> None:
        self.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)

    def at(self, step: str) -> None:
        self.qtbot.waitUntil(lambda: self.screen.step == step, timeout=20_000)
        self.rests()

    def words(self) -> str:
        shown = [one for one in self.screen.findChildren(QWidget) if one.isVisible()]
        return "\n".join(one.text() for one in shown if isinstance(one, QLabel | QPushButton))


@pytest.fixture
def office(january: Desk, qtbot: QtBot) -> Office:
    return Office(january, qtbot)


def test_each_step_is_reached_by_keys_and_back_leads_through_them(office: Office) -> None:
    assert (office.screen.year, office.screen.step) == (2026, MEND)
    for step in (SUMS, CLOSE, ISSUE):
        office.next()
        assert office.screen.step == step
    for step in (CLOSE, SUMS, MEND):
        office.back()
        assert office.screen.step == step
    office.next()
    office.press(Qt.Key.Key_Escape)
    assert office.screen.step == MEND


def test_each_check_opens_its_list_and_comes_back(office: Office) -> None:
    rows = office.screen.mend.rows
    assert "Gifts that need something first" in office.words()
    assert "No mailing address and no e-mail" in office.words()
    assert "1 gift keeps a summary back" in office.words()
    rows["to_mend"].button.setFocus()
    office.press(Qt.Key.Key_Return)
    assert office.screen.step == LIST
    assert [row.donor for _, row in office.screen.list.gift_rows.loaded()] == ["Hana Sakai"]
    office.press(Qt.Key.Key_Return)
    assert office.window.current() is not office.screen
    office.back()
    assert (office.window.current(), office.screen.step) == (office.screen, LIST)
    office.press(Qt.Key.Key_Escape)
    assert office.screen.step == MEND
    rows["nowhere"].button.setFocus()
    office.press(Qt.Key.Key_Return)
    assert [row.donor for _, row in office.screen.list.donor_rows.loaded()] == ["Devon Ruiz"]


def test_every_figure_opens_the_gifts_behind_it_and_exports_them(office: Office, tmp_path: Path) -> None:
    office.next()
    assert office.screen.three.verdict.text == "They meet: difference $0.00"
    office.screen.three.sums["not_receipted"].setFocus()
    office.press(Qt.Key.Key_Return)
    found = [(row.donor, row.paid, row.place) for _, row in office.screen.list.gift_rows.loaded()]
    assert found == [
        ("Devon Ruiz", Money.parse("40"), "No address, left out"),
        ("Hana Sakai", Money.parse("90"), "Something must be settled first"),
    ]
    path = tmp_path / "not.csv"
    questions(office.desk).answers.append(path)
    office.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    lines = path.read_text("utf-8-sig").splitlines()
    assert lines[0] == "number,gift_date,legal_donor,kind,fund,stands,paid"
    assert [line.rpartition(",")[2] for line in lines[1:]] == ["40.00", "90.00"]


def test_nothing_is_issued_while_the_sums_do_not_meet(january: Desk, qtbot: QtBot) -> None:
    def break_one(session: Session) -> None:
        lost = update(Gift).where(Gift.amount == Money.parse("250"))
        session.execute(lost.values(acknowledgment=Acknowledgment.RECEIPTED))

    january.store.write(told(break_one))
    office = Office(january, qtbot)
    office.next()
    assert office.screen.three.verdict.text == "They do not meet: $250.00 in 1 payment"
    office.screen.three.strays.setFocus()
    office.press(Qt.Key.Key_Return)
    assert [row.donor for _, row in office.screen.list.gift_rows.loaded()] == ["Margaret Okafor"]
    office.press(Qt.Key.Key_Escape)
    office.next()
    office.next()
    assert office.screen.step == ISSUE
    issue = office.screen.next
    assert not issue.isEnabled()
    assert issue.property("kind") == "secondary"
    office.next()
    assert office.screen.step == ISSUE
    assert january.store.read(register) == []


def test_a_year_is_closed_and_opened_again_with_a_reason(office: Office) -> None:
    office.next()
    office.next()
    assert "nothing more is posted on a day of 2026" in office.words()
    office.press(Qt.Key.Key_Return)
    (closed,) = office.desk.store.read(periods)
    assert (closed.name, closed.reopened_on) == ("2026", None)
    assert "2026 was closed on January 11, 2027 by Dana Whitlock." in office.words()
    questions(office.desk).answers.append("A bank statement came late")
    office.screen.close_it.reopen.setFocus()
    office.press(Qt.Key.Key_Return)
    (again,) = office.desk.store.read(periods)
    assert again.reason == "A bank statement came late"
    assert office.screen.close_it.close_it.isEnabled()


def to_issue(office: Office, folder: Path) -> None:
    for _ in range(3):
        office.next()
    assert office.screen.step == ISSUE
    office.screen.make.folder.setText(str(folder))


def test_the_run_ends_in_papers_and_a_mailing_pack_in_the_order_of_the_mail(
    office: Office, tmp_path: Path
) -> None:
    to_issue(office, tmp_path / "papers")
    assert office.screen.next.property("kind") == "primary"
    assert office.screen.next.text() == "Issue 3 summaries"
    office.next()
    office.at(MADE)
    assert sorted(path.name for path in (tmp_path / "papers").iterdir()) == [
        "Annual summaries 2026.pdf",
        "S-2026-0001.pdf",
        "S-2026-0002.pdf",
        "S-2026-0003.pdf",
    ]
    assert "3 summaries stand" in office.words()
    assert "Print 2 letters" in office.words()
    assert "E-mail 1 PDF" in office.words()
    left = [(row.donor, row.why) for row in office.screen.made.model.rows]
    assert left == [("Hana Sakai", "to_settle"), ("Devon Ruiz", "no_address")]
    questions(office.desk).answers.append(tmp_path / "pack")
    office.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert sorted(path.name for path in (tmp_path / "pack").iterdir()) == [
        "Labels 2026.pdf",
        "Letters 2026.pdf",
        "Not made 2026.xlsx",
    ]
    with pypdfium2.PdfDocument(tmp_path / "pack/Letters 2026.pdf") as letters:
        pages = [page.get_textpage().get_text_range() for page in letters]
    assert ["Okafor" in pages[0], "Salazar" in pages[1], len(pages)] == [True, True, 2]
    printed: list[bytes] = []

    def printer(_window: QWidget, pdf: bytes) -> bool:
        printed.append(pdf)
        return True

    office.screen.acts.send = printer
    office.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert len(pypdfium2.PdfDocument(printed[0])) == 2
    office.qtbot.waitUntil(lambda: "Print 0 letters" in office.words())


def test_a_second_run_makes_only_what_is_missing(office: Office, tmp_path: Path) -> None:
    to_issue(office, tmp_path / "papers")
    office.next()
    office.at(MADE)
    (tmp_path / "papers/S-2026-0002.pdf").unlink()
    office.press(Qt.Key.Key_Escape)
    office.qtbot.waitUntil(lambda: office.screen.plan is not None)
    office.rests()
    assert office.screen.next.text() == "Issue 0 summaries"
    office.next()
    office.at(MADE)
    assert len(office.desk.store.read(register)) == 3
    assert (tmp_path / "papers/S-2026-0002.pdf").exists()
    assert "0 made now, 3 stood already." in office.words()


def test_a_folder_that_cannot_be_written_is_told_before_a_number_is_taken(
    store: Store, preferences: Preferences, qtbot: QtBot, tmp_path: Path
) -> None:
    store.sign = lambda: Signature("Peter", NOW)
    store.write(told(a_year))
    (tmp_path / "file").write_text("in the way")
    desk = Desk(
        store, Tasks(inline=True), preferences, today=lambda: TODAY, now=lambda: NOW, questions=Answers()
    )
    office = Office(desk, qtbot)
    to_issue(office, tmp_path / "file")
    office.next()
    office.at(ISSUE)
    assert "Nothing can be written to" in office.window.notice.text
    assert store.read(register) == []
    desk.tasks.close()


def test_cancel_stops_after_the_letter_in_hand_and_a_later_run_goes_on(
    store: Store, threaded: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    def many(session: Session) -> None:
        a_charity(session)
        for number in range(60):
            donor = a_donor(session, f"Donor No{number:02}")
            a_ready_gift(session, "20", donor_id=donor, given_on=DAY)

    store.write(told(many))
    desk = threaded
    office = Office(desk, qtbot)
    to_issue(office, tmp_path / "papers")
    focused = office.window.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: office.screen.step == RUN)
    qtbot.waitUntil(lambda: office.screen.acts.news.made >= 3, timeout=20_000)
    QTest.keyClick(office.screen.run.stop, Qt.Key.Key_Escape)
    office.at(MADE)
    made = len(store.read(register))
    assert 3 <= made < 60
    assert len(list((tmp_path / "papers").glob("S-*.pdf"))) == made
    assert f"{60 - made} donors were not reached." in office.words()
    office.screen.made.again.setFocus()
    office.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(store.read(register)) == 60, timeout=20_000)
    office.at(MADE)
    assert [row.number for row in reversed(store.read(register))] == [
        f"S-2026-{number:04}" for number in range(1, 61)
    ]
    assert len(list((tmp_path / "papers").glob("S-*.pdf"))) == 60
