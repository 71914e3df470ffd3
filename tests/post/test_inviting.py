"""Those who were asked by e-mail get one invitation each, over a real server, and each has its own fate."""

from collections.abc import Callable, Iterator
from datetime import date, time
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.commands.paths import write_file
from mi_crm.people.records import Email
from mi_crm.post.actions import save_account
from mi_crm.post.inviting import Waiting, messages_waiting, save_invitations, send_invitations
from mi_crm.post.line import open_line
from mi_crm.post.rules import Account
from mi_crm.post.sending import SendResult
from mi_crm.store.audit import record
from mi_crm.store.store import Store
from mi_crm.volunteering.actions.assigning import ask, cancel, confirm
from mi_crm.volunteering.actions.shifts import cancel_shift, move_shift
from mi_crm.volunteering.details import AskChannel
from mi_crm.volunteering.records.shifts import Ask, Assignment, Shift
from mi_crm.volunteering.records.volunteers import Volunteer
from tests.conftest import NOW
from tests.post.server import MailServer, mail_server
from tests.volunteering_builders import a_shift, a_volunteer


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as found:
        yield found


def asked(session: Session, name: str, address: str, by: AskChannel = AskChannel.EMAIL) -> UUID:
    helper = a_volunteer(session, name)
    if address:
        person = session.get_one(Volunteer, helper).constituent_id
        session.add(Email(constituent_id=person, position=0, address=address, kind="home"))
        session.flush()
        record(session, "test.changed", ("constituent", person))
    shift = a_shift(session, f"Shift of {name}")
    placed = ask(session, shift[1], helper, channel=by, override="Test", now=NOW, who="Maya")
    return placed.assignment_id


def run(store: Store, server: MailServer) -> SendResult:
    account = server.account()
    if not store.read(lambda session: session.scalars(select(Ask)).first()):
        raise AssertionError("nobody was asked")
    store.write(save_account, account, version=0)
    return send_invitations(store, partial(open_line, account, None), now=lambda: NOW, who="Maya")


def count_of(store: Store, key: UUID) -> int:
    return store.read(lambda session: session.get_one(Assignment, key).invitation)


def test_each_is_sent_once_with_its_calendar(store: Store, server: MailServer) -> None:
    first = store.write(asked, "Ann Alder", "ann@example.org")
    store.write(asked, "Bo Birch", "", AskChannel.PHONE)
    assert run(store, server) == SendResult(sent=1, refused=0, unheard=0, left=0)
    (message,) = server.taken
    assert message["Subject"].startswith("Can you help? Desk of Shift of Ann Alder")
    kinds = [part.get_content_type() for part in message.walk()]
    assert "text/calendar" in kinds
    assert count_of(store, first) == 1
    assert store.read(messages_waiting, now=NOW).keys == []


def test_a_refusal_is_noted_and_stops_nobody(store: Store, server: MailServer) -> None:
    first = store.write(asked, "Ann Alder", "ann@example.org")
    store.write(asked, "Bo Birch", "bo@example.org")
    nobody = store.write(asked, "Cy Cedar", "")
    server.refused_to = {"ann@example.org": "550 No such user here"}
    assert run(store, server) == SendResult(sent=1, refused=2, unheard=0, left=0)

    def note(key: UUID) -> str:
        return store.read(
            lambda session: session.scalars(select(Ask.note).where(Ask.assignment_id == key)).one()
        )

    assert "No such user" in note(first)
    assert "not an e-mail address" in note(nobody)


def test_who_asks_to_be_tried_later_waits(store: Store, server: MailServer) -> None:
    key = store.write(asked, "Ann Alder", "ann@example.org")
    server.refused_to = {"ann@example.org": "450 Try later"}
    assert run(store, server).left == 1
    assert store.read(messages_waiting, now=NOW).keys == [key]


def calendar_of(message: EmailMessage) -> Any:
    (part,) = (part for part in message.walk() if part.get_content_type() == "text/calendar")
    return Calendar.from_ical(part.get_content())


def test_who_was_invited_is_told_of_each_change_once(store: Store, server: MailServer) -> None:
    key = store.write(asked, "Ann Alder", "ann@example.org")
    phoned = store.write(asked, "Bo Birch", "bo@example.org", AskChannel.PHONE)
    run(store, server)

    def send() -> int:
        connect = partial(open_line, server.account(), None)
        return send_invitations(store, connect, now=lambda: NOW, who="Maya").sent

    def act(key: UUID, what: Callable[[Session, Assignment, Shift], object]) -> None:
        def change(session: Session) -> None:
            row = session.get_one(Assignment, key)
            what(session, row, session.get_one(Shift, row.shift_id))

        store.write(change)

    def move(hour: int) -> Callable[[Session, Assignment, Shift], object]:
        return lambda session, _, shift: move_shift(
            session, shift.id, day=date(2026, 11, 21), begins=time(hour), version=shift.version
        )

    for one in (key, phoned):
        act(one, move(14))
    assert store.read(messages_waiting, now=NOW) == Waiting(changes=(key,))
    act(key, lambda s, row, _: confirm(s, row.id, version=row.version, now=NOW))
    act(key, move(8))
    act(key, move(15))
    assert (send(), send()) == (1, 0)
    act(key, lambda s, row, _: cancel(s, row.id, version=row.version, now=NOW))
    act(phoned, lambda s, row, _: cancel(s, row.id, version=row.version, now=NOW))
    assert store.read(messages_waiting, now=NOW) == Waiting(cancellations=(key,))
    assert (send(), send()) == (1, 0)
    # Asked anew after all, by e-mail: what they hear is the newest, and comes once too.
    act(
        key,
        lambda s, row, _: ask(
            s, row.need_id, row.volunteer_id, channel=AskChannel.EMAIL, now=NOW, who="Maya"
        ),
    )
    assert (send(), send()) == (1, 0)

    calendars = [calendar_of(message) for message in server.taken]
    events = [one.walk("VEVENT")[0] for one in calendars]
    assert [one["METHOD"] for one in calendars] == ["REQUEST", "REQUEST", "CANCEL", "REQUEST"]
    assert {str(one["UID"]) for one in events} == {f"{key}@mi-crm"}
    assert [one["SEQUENCE"] for one in events] == [0, 1, 2, 3]
    assert [one["DTSTART"].dt.hour for one in events] == [8, 15, 15, 15]
    assert [str(one["To"]) for one in server.taken] == ["Ann Alder <ann@example.org>"] * 4


def test_a_cancellation_has_its_own_fate(store: Store, server: MailServer) -> None:
    key = store.write(asked, "Ann Alder", "ann@example.org")
    run(store, server)
    connect = partial(open_line, server.account(), None)
    shift = store.read(lambda session: session.get_one(Assignment, key).shift_id)

    def call_off(session: Session) -> None:
        version = session.get_one(Shift, shift).version
        cancel_shift(session, shift, reason="Not needed", version=version, now=NOW)

    store.write(call_off)
    assert store.read(messages_waiting, now=NOW) == Waiting(cancellations=(key,))
    server.refused_to = {"ann@example.org": "450 Try later"}
    assert send_invitations(store, connect, now=lambda: NOW, who="Maya").left == 1
    assert store.read(messages_waiting, now=NOW) == Waiting(cancellations=(key,))
    server.refused_to = {"ann@example.org": "550 No such user here"}
    assert send_invitations(store, connect, now=lambda: NOW, who="Maya").refused == 1
    assert store.read(messages_waiting, now=NOW) == Waiting()
    note = store.read(lambda s: s.scalars(select(Ask.note).where(Ask.assignment_id == key)).one())
    assert "No such user" in note


def test_drafts_are_saved_and_wait_no_more(store: Store, tmp_path: Path) -> None:
    store.write(asked, "Ann Alder", "ann@example.org")
    store.write(save_account, Account(sender_address="office@example.org"), version=0)
    made = save_invitations(store, tmp_path, write_file, now=lambda: NOW, who="Maya")
    assert (made.saved, made.refused, made.left) == (1, 0, 0)
    (path,) = tmp_path.glob("*.eml")
    assert path.name == "Invitation 2026-11-21 1 Ann Alder.eml"
    assert b"X-Unsent: 1" in path.read_bytes()
    assert store.read(messages_waiting, now=NOW).keys == []


def test_a_folder_that_cannot_be_written_leaves_them_waiting(store: Store, tmp_path: Path) -> None:
    key = store.write(asked, "Ann Alder", "ann@example.org")
    store.write(save_account, Account(sender_address="office@example.org"), version=0)
    made = save_invitations(store, tmp_path / "gone", write_file, now=lambda: NOW, who="Maya")
    assert made.saved == 0
    assert made.why_stopped
    assert store.read(messages_waiting, now=NOW).keys == [key]
