"""Each record shows what was done with it, in sentences, the newest first."""

from dataclasses import replace

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mi_crm.giving.actions.funds import FundEntry, add_fund, close_fund, save_fund
from mi_crm.giving.actions.record import change_remarks
from mi_crm.history.actions import undo
from mi_crm.people.actions import add_constituent, add_constituents, archive, save_constituent
from mi_crm.people.details import ConstituentDetails
from mi_crm.shared.occasion import Occasion
from mi_crm.store.audit import head
from mi_crm.store.store import Store
from mi_crm.ui.giving.gift_pane import GiftPane
from mi_crm.ui.people.asks import person_page
from mi_crm.ui.people.story import events
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.record_history import RecordHistory
from tests.builders import a_gift
from tests.conftest import NOW, TODAY

MARGARET = ConstituentDetails(first_name="Margaret", last_name="Okafor")
WHO = "Dana Whitlock"


def words(history: RecordHistory) -> list[str]:
    """Return the lines, sentence and who by turns."""
    texts = [one.text() for one in history.findChildren(QLabel) if not one.isHidden()]
    return [text for text in texts if text and text != "History"]


def settle(desk: Desk, qtbot: QtBot) -> None:
    """Wait until nothing is under way."""
    for _ in range(3):
        qtbot.waitUntil(desk.tasks.idle)
        QApplication.processEvents()


def test_a_fund_tells_its_history(any_desk: Desk, store: Store, qtbot: QtBot) -> None:
    store.write(add_fund, FundEntry(name="General"))
    key = store.write(add_fund, FundEntry(name="Schools"))
    store.write(save_fund, key, FundEntry(name="Schools", purpose="Seats."), version=1)
    store.write(close_fund, key, on=TODAY)
    store.write(undo, store.read(head).sequence, when=Occasion(TODAY, NOW, WHO))
    history = RecordHistory(any_desk)
    qtbot.addWidget(history)
    history.ask_for(key)
    settle(any_desk, qtbot)
    day = "Dana Whitlock, November 16, 2026, " if NOW.date() != TODAY else "Dana Whitlock, today "
    lines = words(history)
    assert lines[::2] == [
        "Fund Schools opened again, by Undo",
        "Fund Schools closed",
        "What donors may be told of the fund Schools changed",
    ]
    assert all(line.startswith(day) for line in lines[1::2])
    assert not history.more.isHidden()
    history.more.click()
    settle(any_desk, qtbot)
    assert words(history)[-2] == "Fund Schools added"
    assert history.more.isHidden()


def test_a_gift_tells_what_its_story_does_not_and_nothing_twice(
    any_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    gift = store.write(a_gift)
    store.write(change_remarks, gift, memo="In memory of Ada", note="", anonymous=False, version=1)
    pane = GiftPane(any_desk)
    qtbot.addWidget(pane)
    pane.ask_for(gift)
    settle(any_desk, qtbot)
    assert words(pane.acts)[::2] == ["Words on the receipt of G-1 changed"]


def test_a_person_tells_every_change_and_how_it_began(store: Store) -> None:
    key = store.write(add_constituent, MARGARET, now=NOW, who=WHO)
    store.write(save_constituent, key, replace(MARGARET, nickname="Peg"), version=1)
    store.write(archive, key)
    page = store.read(person_page, key, today=TODAY, limit=30)
    assert [event.title for event in events(page, "history", today=TODAY, limit=30)] == [
        "Margaret Okafor archived",
        "Nickname of Margaret Okafor changed",
        "Margaret Okafor added",
    ]
    assert events(page, "all", today=TODAY, limit=30) == []


def test_of_many_added_at_once_one_still_knows_when_and_by_whom(store: Store) -> None:
    both = [MARGARET, replace(MARGARET, first_name="Ada")]
    key, _ = store.write(add_constituents, both, now=NOW, who="Peter Lindqvist")
    page = store.read(person_page, key, today=TODAY, limit=30)
    (only,) = events(page, "history", today=TODAY, limit=30)
    assert (only.title, only.second) == ("Margaret Okafor added", "Peter Lindqvist")
