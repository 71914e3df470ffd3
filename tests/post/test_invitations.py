"""Invitations by e-mail, read back as another mail program does."""

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage
from uuid import UUID

import pytest
import vobject

from mi_crm.exchange.calendar import Entry, Method, Party
from mi_crm.post.invitations import Invitation, invitation_message, when
from mi_crm.post.rules import Account
from mi_crm.shared.problems import Problem

ACCOUNT = Account(sender_name="The Mentalizing Initiative", sender_address="help@example.org")


def an_entry(sequence: int = 0, ends: datetime = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)) -> Entry:
    return Entry(
        key=UUID(int=7),
        sequence=sequence,
        title="Registration desk: MBT Basic",
        starts_at=datetime(2026, 11, 21, 16, 30, tzinfo=UTC),
        ends_at=ends,
        zone="America/Los_Angeles",
        place="Community Hall",
        notes="Ring twice.",
        told_at=datetime(2026, 11, 16, tzinfo=UTC),
    )


def sent(method: Method = Method.REQUEST, sequence: int = 0, to: str = "zoe@example.org") -> EmailMessage:
    what = Invitation(
        entry=an_entry(sequence),
        to=Party("Zoë Ñuñez", to),
        method=method,
        call_name="Zoë",
        signed="Maya Torres",
    )
    raw = invitation_message(ACCOUNT, what, key="abc", now=datetime(2026, 11, 16, tzinfo=UTC)).as_bytes()
    read = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    return read


def test_the_words_say_who_what_and_when() -> None:
    message = sent()
    assert message["To"] == "Zoë Ñuñez <zoe@example.org>"
    assert message["Subject"] == (
        "Can you help? Registration desk: MBT Basic, Saturday, November 21, 2026, 8:30 AM to 10:30 AM"
    )
    body = message.get_body(("plain",))
    assert body is not None
    words = body.get_content().replace("\r\n", "\n")
    assert words.startswith("Dear Zoë,\n\nCould you help with this shift?")
    assert "Community Hall\n\nRing twice.\n\nMaya Torres" in words


def test_a_mail_program_finds_the_calendar_beside_the_words() -> None:
    message = sent()
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/calendar",
        "application/ics",
    ]
    calendar = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_content_charset() == "utf-8"
    assert calendar.get_content_disposition() is None
    read = vobject.readOne(calendar.get_content())
    assert read.vevent.uid.value == f"{UUID(int=7)}@mi-crm"
    attached = list(message.iter_attachments())[-1]
    assert attached.get_filename() == "shift.ics"
    assert (
        attached.get_content().replace(b"\r\n", b"\n")
        == calendar.get_content().replace("\r\n", "\n").encode()
    )


@pytest.mark.parametrize(
    ("method", "sequence", "begins"),
    [(Method.REQUEST, 1, "Changed: "), (Method.CANCEL, 2, "Not needed any more: ")],
)
def test_changes_and_cancellations_say_so(method: Method, sequence: int, begins: str) -> None:
    message = sent(method, sequence)
    assert message["Subject"].startswith(begins)
    calendar = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == method.value
    assert vobject.readOne(calendar.get_content()).vevent.sequence.value == str(sequence)


def test_a_draft_is_opened_for_sending() -> None:
    what = Invitation(
        entry=an_entry(), to=Party("Z", "z@example.org"), method=Method.REQUEST, call_name="Z", signed="M"
    )
    draft = invitation_message(ACCOUNT, what)
    assert draft["X-Unsent"] == "1"
    assert draft["Date"] is None


@pytest.mark.parametrize("address", ["", "no address", "a@b@c"])
def test_who_has_no_address_cannot_be_written_to(address: str) -> None:
    with pytest.raises(Problem, match="not an e-mail address"):
        sent(to=address)


def test_an_office_without_address_is_told_where_to_add_it() -> None:
    what = Invitation(
        entry=an_entry(), to=Party("Z", "z@example.org"), method=Method.REQUEST, call_name="Z", signed="M"
    )
    with pytest.raises(Problem, match="Settings"):
        invitation_message(Account(), what)


def test_a_shift_over_midnight_says_the_day_it_ends() -> None:
    late = an_entry(ends=datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
    assert when(late) == "Saturday, November 21, 2026, 8:30 AM to Sunday, 1:00 AM"
