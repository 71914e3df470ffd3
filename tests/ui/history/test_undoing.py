"""Ctrl+Z, Ctrl+Shift+Z and the Undo of a toast: each takes back what it says, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mi_crm.giving.actions.batches import BatchEntry, add_line, open_batch, post_batch
from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.records import BatchKind, PaymentMethod
from mi_crm.history.queries import story
from mi_crm.people.actions import add_constituent, archive, save_constituent, write_note
from mi_crm.people.details import ConstituentDetails
from mi_crm.people.queries import notes_of, person_details
from mi_crm.shared.money import Money
from mi_crm.store.audit import Signature, head, signed
from mi_crm.store.store import Store
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.window import Window
from tests.builders import a_fund
from tests.conftest import NOW, TODAY

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
MARGARET = ConstituentDetails(first_name="Margaret", last_name="Okafor")
WHO = "Dana Whitlock"


@pytest.fixture
def margaret(store: Store) -> UUID:
    return store.write(add_constituent, MARGARET, now=NOW, who=WHO)


@pytest.fixture(params=["desk", "threaded_desk"])
def at_people(request: pytest.FixtureRequest, margaret: UUID, qtbot: QtBot) -> Iterator[Window]:
    desk: Desk = request.getfixturevalue(request.param)
    window = Window(desk, version="0")
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.open(Place("people", margaret))
    rest(window, qtbot)
    yield window
    rest(window, qtbot)


def rest(window: Window, qtbot: QtBot) -> None:
    """Wait until nothing is under way: an answer may have asked for more."""
    for _ in range(4):
        qtbot.waitUntil(window.desk.tasks.idle)
        QApplication.processEvents()


def press(window: Window, qtbot: QtBot, *, again: bool = False) -> None:
    """Press Ctrl+Z, or Ctrl+Shift+Z, where the focus is."""
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Z, CONTROL | SHIFT if again else CONTROL)
    rest(window, qtbot)


def notes(store: Store, who: UUID) -> list[str]:
    return [note.text for note in store.read(notes_of, who)]


def test_the_newest_of_mine_goes_and_comes_back(
    at_people: Window, store: Store, margaret: UUID, qtbot: QtBot
) -> None:
    desk = at_people.desk
    desk.do(write_note, margaret, "Call first", now=NOW, who=WHO)
    desk.do(write_note, margaret, "Then write", now=NOW, who=WHO)
    rest(at_people, qtbot)
    assert at_people.menus.undo.text() == "&Undo: Note about Margaret Okafor written"
    assert not at_people.menus.redo.isEnabled()
    press(at_people, qtbot)
    assert notes(store, margaret) == ["Call first"]
    assert at_people.toast.accessibleName() == "Taken back: Note about Margaret Okafor written"
    press(at_people, qtbot)
    assert notes(store, margaret) == []
    press(at_people, qtbot, again=True)
    assert notes(store, margaret) == ["Call first"]
    assert at_people.toast.accessibleName() == "Done again: Note about Margaret Okafor written"
    assert at_people.menus.redo.text() == "&Redo: Note about Margaret Okafor written"
    press(at_people, qtbot, again=True)
    assert sorted(notes(store, margaret)) == ["Call first", "Then write"]
    assert not at_people.menus.redo.isEnabled()


def test_what_another_person_did_stays(at_people: Window, store: Store, margaret: UUID, qtbot: QtBot) -> None:
    at_people.desk.do(write_note, margaret, "Mine", now=NOW, who=WHO)
    rest(at_people, qtbot)
    peter = Signature("Peter Lindqvist", NOW)

    def of_peter(session: object) -> None:
        with signed(session, peter):  # type: ignore[arg-type]
            write_note(session, margaret, "His", now=NOW, who=peter.who)  # type: ignore[arg-type]

    store.write(of_peter)
    rest(at_people, qtbot)
    press(at_people, qtbot)
    assert notes(store, margaret) == ["His"]


def test_the_undo_of_a_toast_takes_its_own_act_back_whatever_came_after(
    at_people: Window, store: Store, margaret: UUID, qtbot: QtBot
) -> None:
    screen = at_people.screen_at("people")
    screen.archive_or_back()  # type: ignore[attr-defined]
    rest(at_people, qtbot)
    assert at_people.toast.accessibleName() == "Margaret Okafor archived"
    at_people.desk.do(write_note, margaret, "Meanwhile", now=NOW, who=WHO)
    rest(at_people, qtbot)
    QTest.mouseClick(at_people.toast._undo, Qt.MouseButton.LeftButton)
    rest(at_people, qtbot)
    assert store.read(person_details, margaret).standing == "active"
    assert notes(store, margaret) == ["Meanwhile"]


def test_a_toast_of_an_act_that_left_no_trace_offers_no_undo(at_people: Window, qtbot: QtBot) -> None:
    at_people.desk.done("Nothing came of it")
    assert at_people.toast._undo.isHidden()


def test_what_is_posted_is_not_jumped_over(
    at_people: Window, store: Store, margaret: UUID, qtbot: QtBot
) -> None:
    desk = at_people.desk
    desk.do(write_note, margaret, "Older", now=NOW, who=WHO)
    rest(at_people, qtbot)
    batch = store.write(
        open_batch, BatchEntry(kind=BatchKind.CHECKS, batch_date=TODAY), today=TODAY, now=NOW, who=WHO
    )
    entry = GiftEntry(
        donor_id=margaret,
        amount=Money(80_00),
        given_on=TODAY,
        payment_method=PaymentMethod.CASH,
        fund_id=store.write(a_fund),
    )
    store.write(add_line, batch, entry, today=TODAY, now=NOW, who=WHO)
    store.write(post_batch, batch, now=NOW, who=WHO)
    rest(at_people, qtbot)
    before = store.read(head)
    press(at_people, qtbot)
    assert at_people.notice.text == "Batch 1 is posted. Correct its gifts instead."
    assert store.read(head) == before
    assert notes(store, margaret) == ["Older"]


def test_what_somebody_changed_since_is_not_lost(
    at_people: Window, store: Store, margaret: UUID, qtbot: QtBot
) -> None:
    store.write(save_constituent, margaret, replace(MARGARET, nickname="Peg"), version=1)

    def of_peter(session: object) -> None:
        with signed(session, Signature("Peter Lindqvist", NOW)):  # type: ignore[arg-type]
            save_constituent(session, margaret, replace(MARGARET, nickname="Meg"), version=2)  # type: ignore[arg-type]

    store.write(of_peter)
    rest(at_people, qtbot)
    press(at_people, qtbot)
    assert at_people.notice.text == "Margaret Okafor was changed again since. Take that back first."
    assert store.read(person_details, margaret).what.nickname == "Meg"


def test_what_stands_only_on_the_screen_goes_first_only_while_nothing_newer_was_done(
    at_people: Window, store: Store, margaret: UUID, qtbot: QtBot
) -> None:
    desk, dropped = at_people.desk, []
    desk.do(write_note, margaret, "First", now=NOW, who=WHO)
    rest(at_people, qtbot)
    desk.say("The form is dropped", lambda: dropped.append("form"))
    desk.do(write_note, margaret, "Second", now=NOW, who=WHO)
    rest(at_people, qtbot)
    press(at_people, qtbot)
    assert (dropped, notes(store, margaret)) == ([], ["First"])
    assert at_people.menus.undo.text() == "&Undo: The form is dropped"
    press(at_people, qtbot)
    assert (dropped, notes(store, margaret)) == (["form"], ["First"])
    press(at_people, qtbot)
    assert notes(store, margaret) == []


def test_it_goes_to_where_it_shows(at_people: Window, store: Store, margaret: UUID, qtbot: QtBot) -> None:
    at_people.desk.do(archive, margaret)
    rest(at_people, qtbot)
    at_people.open(Place("home"))
    rest(at_people, qtbot)
    press(at_people, qtbot)
    assert at_people.current() is at_people.screen_at("people")
    assert at_people.screen_at("people").pane.who() == margaret  # type: ignore[attr-defined]


def test_yesterdays_work_stays(at_people: Window, store: Store, margaret: UUID, qtbot: QtBot) -> None:
    yesterday = NOW.replace(day=15)

    def earlier(session: object) -> None:
        with signed(session, Signature(WHO, yesterday)):  # type: ignore[arg-type]
            write_note(session, margaret, "Yesterday", now=yesterday, who=WHO)  # type: ignore[arg-type]

    # The only act of today was adding Margaret, who has a note by now.
    store.write(earlier)
    rest(at_people, qtbot)
    press(at_people, qtbot)
    assert notes(store, margaret) == ["Yesterday"]
    assert [told.what for told in store.read(story, margaret)] == ["note.written", "constituent.added"]
