"""Papers on the way, by keys alone: sent by a real server, refused, printed instead, left out, come back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from mi_crm.people.details import AcknowledgeBy
from mi_crm.people.records import Constituent, Email
from mi_crm.post.actions import save_account
from mi_crm.receipts.actions.issue import issue
from mi_crm.receipts.queries.deliveries import outgoing
from mi_crm.receipts.queries.register import receipt
from mi_crm.receipts.rules.ways import DeliveryState, Way
from mi_crm.store.store import Store
from mi_crm.ui.receipts.receipts_screen import OUTGOING, REGISTER, ReceiptsScreen
from mi_crm.ui.receipts.words import outgoing_chip
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from tests.conftest import NOW, TODAY
from tests.post.server import MailServer, mail_server
from tests.receipts.building import a_charity, a_donor, a_ready_gift
from tests.ui.conftest import questions


def papers(session: Session) -> None:
    """Issue two by e-mail, one by e-mail without an address, and one to print."""
    a_charity(session)
    for name, email, by in (
        ("Ann Lee", "ann@example.org", AcknowledgeBy.EMAIL),
        ("Bo Kim", "bo@example.org", AcknowledgeBy.EMAIL),
        ("Cy Diaz", "", AcknowledgeBy.EMAIL),
        ("Dee Day", "", AcknowledgeBy.PRINT),
    ):
        donor = a_donor(session, name)
        session.get_one(Constituent, donor).acknowledge_by = by
        if email:
            session.add(Email(constituent_id=donor, position=0, address=email))
        gift = a_ready_gift(session, donor_id=donor)
        issue(session, gift, today=TODAY, now=NOW, who="Dana", unprintable=lambda text: set())


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as found:
        yield found


def shown(desk: Desk, qtbot: QtBot) -> ReceiptsScreen:
    screen = ReceiptsScreen(desk)
    qtbot.addWidget(screen)
    screen.resize(1180, 820)
    screen.show()
    qtbot.waitExposed(screen)
    screen.open(Place("receipts", what=OUTGOING))
    qtbot.waitUntil(lambda: screen.outgoing.current() is not None and desk.tasks.idle(), timeout=20_000)
    screen.outgoing.table.setFocus()
    return screen


@pytest.fixture
def screen(desk: Desk, store: Store, qtbot: QtBot) -> ReceiptsScreen:
    store.write(papers)
    return shown(desk, qtbot)


def press(screen: ReceiptsScreen, key: Qt.Key, *, ctrl: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(screen.outgoing.table, key, modifier)


def at_row(screen: ReceiptsScreen, donor: str) -> None:
    for number in range(screen.outgoing.model.rowCount()):
        row = screen.outgoing.model.row_at(number)
        if row is not None and row.donor == donor:
            screen.outgoing.table.choose(number)
            return
    raise AssertionError(donor)


def waiting(store: Store) -> dict[str, tuple[Way, DeliveryState]]:
    return {row.donor: (row.way, row.state) for row in store.read(outgoing)}


def test_the_list_says_what_waits_and_what_is_missing(screen: ReceiptsScreen) -> None:
    page = screen.outgoing
    chips = {row.donor: outgoing_chip(row)[0] for _, row in page.model.loaded()}
    assert chips == {
        "Ann Lee": "To e-mail", "Bo Kim": "To e-mail", "Cy Diaz": "E-mail missing", "Dee Day": "To print",
    }  # fmt: skip
    assert page.send.text() == "Send 3 e-mails"


def test_e_mails_go_out_and_each_tells_its_fate(
    threaded_desk: Desk, store: Store, server: MailServer, qtbot: QtBot
) -> None:
    store.write(papers)
    store.write(save_account, server.account(), version=0)
    server.refused_to = {"bo@example.org": "550 No such user here"}
    screen = shown(threaded_desk, qtbot)
    screen.finish()
    qtbot.waitUntil(lambda: not screen.outgoing.result.isHidden(), timeout=20_000)
    assert screen.outgoing.result.text.startswith("1 sent. 2 could not be sent; each says why.")
    qtbot.waitUntil(lambda: screen.outgoing.counts.to_see_to == 2 and threaded_desk.tasks.idle())
    assert [found["To"].addresses[0].addr_spec for found in server.taken] == ["ann@example.org"]
    at_row(screen, "Bo Kim")
    qtbot.waitUntil(lambda: screen.outgoing._below.text() == "550 No such user here")
    # Mended, and sent again.
    server.refused_to = {}
    press(screen, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: waiting(store).get("Bo Kim") == (Way.EMAIL, DeliveryState.WAITING))
    qtbot.waitUntil(lambda: screen.outgoing.counts.to_email == 1 and threaded_desk.tasks.idle())
    screen.finish()
    qtbot.waitUntil(lambda: "Bo Kim" not in waiting(store), timeout=20_000)
    qtbot.waitUntil(lambda: not screen.outbox.running)


def test_without_an_account_one_is_led_to_its_settings(screen: ReceiptsScreen, qtbot: QtBot) -> None:
    went = QSignalSpy(screen.desk.went)
    screen.finish()
    qtbot.waitUntil(lambda: went.count() == 1)
    assert went.at(0)[0] == Place("settings", what="email")


def test_offline_is_said_and_everything_waits(
    threaded_desk: Desk, store: Store, server: MailServer, qtbot: QtBot
) -> None:
    store.write(papers)
    store.write(save_account, server.account(port=1), version=0)
    screen = shown(threaded_desk, qtbot)
    before = waiting(store)
    screen.finish()
    qtbot.waitUntil(lambda: not screen.outgoing.result.isHidden(), timeout=20_000)
    assert screen.outgoing.result.text.startswith("0 sent. 3 wait still.")
    assert "cannot be reached" in screen.outgoing.result._more.text()
    assert waiting(store) == before


def test_a_paper_goes_the_other_way_is_marked_or_left_out(
    screen: ReceiptsScreen, store: Store, qtbot: QtBot
) -> None:
    at_row(screen, "Cy Diaz")
    press(screen, Qt.Key.Key_I)
    qtbot.waitUntil(lambda: waiting(store)["Cy Diaz"] == (Way.PRINT, DeliveryState.WAITING))
    qtbot.waitUntil(lambda: screen.outgoing.counts.to_print == 2 and screen.desk.tasks.idle())
    at_row(screen, "Dee Day")
    press(screen, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: "Dee Day" not in waiting(store) and screen.desk.tasks.idle())
    questions(screen.desk).answers = [False, True]
    at_row(screen, "Ann Lee")
    press(screen, Qt.Key.Key_Delete)
    assert "Ann Lee" in waiting(store)
    press(screen, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "Ann Lee" not in waiting(store) and screen.desk.tasks.idle())
    assert store.read(receipt, "R-2026-0001").row.state == "issued"


def test_letters_of_the_list_are_printed_and_gone(screen: ReceiptsScreen, store: Store, qtbot: QtBot) -> None:
    sent: list[bytes] = []

    def send(parent: QWidget, pdf: bytes) -> bool:
        sent.append(pdf)
        return True

    screen.tray.send = send
    assert screen.outgoing.print.text() == "Print letter"
    screen.print_here()
    qtbot.waitUntil(lambda: len(sent) == 1 and "Dee Day" not in waiting(store))
    assert set(waiting(store)) == {"Ann Lee", "Bo Kim", "Cy Diaz"}


def test_drafts_are_saved_in_a_folder(
    screen: ReceiptsScreen, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    questions(screen.desk).answers = [tmp_path / "drafts"]
    press(screen, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: not screen.outgoing.result.isHidden())
    assert len(list((tmp_path / "drafts").glob("*.eml"))) == 2
    assert screen.outgoing.result.text.startswith("2 drafts saved. 1 could not be sent")


def test_what_came_back_is_noted_in_the_register(screen: ReceiptsScreen, store: Store, qtbot: QtBot) -> None:
    at_row(screen, "Dee Day")
    press(screen, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: "Dee Day" not in waiting(store))
    screen.open(Place("receipts", what="R-2026-0004"))
    qtbot.waitUntil(lambda: screen.register.current() is not None and screen.register.came_back.isEnabled())
    assert screen.tabs.key() == REGISTER
    screen.register.table.setFocus()
    questions(screen.desk).answers = ["Moved, left no address"]
    QTest.keyClick(screen.register.table, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: waiting(store).get("Dee Day") == (Way.PRINT, DeliveryState.BOUNCED))
    qtbot.waitUntil(lambda: "Came back: Moved, left no address" in screen.register._below.text())
