"""The outbox against a real server: each message has its own fate, none stops another, none goes twice."""

import gc
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from sqlalchemy.orm import Session

from mi_crm.commands.paths import write_file
from mi_crm.history.verify import broken_trail
from mi_crm.people.details import AcknowledgeBy
from mi_crm.people.records import Constituent, Email
from mi_crm.post.actions import hand_over, save_account
from mi_crm.post.drafts import save_drafts
from mi_crm.post.line import Line, open_line
from mi_crm.post.password import Password
from mi_crm.post.queries import account_row, ready_to_send
from mi_crm.post.rules import Account, Security
from mi_crm.post.sending import SendResult, send_all
from mi_crm.receipts.actions.deliver import mark_sent, send_again
from mi_crm.receipts.actions.ending import void
from mi_crm.receipts.actions.issue import issue
from mi_crm.receipts.queries.deliveries import OutgoingRow, outgoing
from mi_crm.receipts.queries.register import receipt
from mi_crm.receipts.rules.ways import DeliveryState, Way
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Cancelled
from mi_crm.store.store import Store
from tests.conftest import NOW, TODAY
from tests.post.server import PASSWORD, USER, MailServer, mail_server, our_certificate
from tests.receipts.building import a_charity, a_donor, a_ready_gift

HOW: Any = {"today": TODAY, "now": NOW, "who": "Dana", "unprintable": lambda text: set()}
WHO: Any = {"now": NOW, "who": "Dana"}


@pytest.fixture
def office(store: Store) -> Store:
    store.write(a_charity)
    return store


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as found:
        yield found


def waiting(session: Session, name: str, email: str, count: int = 1) -> None:
    donor = a_donor(session, name)
    session.get_one(Constituent, donor).acknowledge_by = AcknowledgeBy.EMAIL
    if email:
        session.add(Email(constituent_id=donor, position=0, address=email))
    for _ in range(count):
        issue(session, a_ready_gift(session, donor_id=donor), **HOW)


def three(office: Store) -> None:
    for name in ("Ann Lee", "Bo Kim", "Cy Diaz"):
        office.write(waiting, name, f"{name.split()[0].lower()}@example.org")


def run(
    office: Store, server: MailServer, connect: Callable[[], Line] | None = None, **more: Any
) -> SendResult:
    save(office, server.account())
    return send_all(
        office, connect or partial(open_line, server.account(), None), now=lambda: NOW, who="Dana", **more
    )


def save(office: Store, account: Account) -> None:
    office.write(save_account, account, version=office.read(account_row).version)


def rows(office: Store) -> dict[str, OutgoingRow]:
    return {row.donor: row for row in office.read(outgoing)}


def received(server: MailServer) -> list[str]:
    return [str(found["To"].addresses[0].addr_spec) for found in server.taken]


def state_of(office: Store, number: str) -> DeliveryState:
    (way,) = office.read(receipt, number).row.ways
    return way.state


def test_what_waits_is_sent_with_its_own_paper_and_noted(office: Store, server: MailServer) -> None:
    office.write(waiting, "Nguyễn Thuý", "thuy@example.org")
    office.write(waiting, "王芳", "fang@exämple.org")
    assert run(office, server) == SendResult(sent=2, refused=0, unheard=0, left=0)
    assert received(server) == ["thuy@example.org", "fang@xn--exmple-cua.org"]
    first = server.taken[0]
    assert first["To"].addresses[0].display_name == "Nguyễn Thuý"
    assert first["From"].addresses[0].addr_spec == "giving@example.org"
    (paper,) = first.iter_attachments()
    words = pypdfium2.PdfDocument(paper.get_content())[0].get_textpage().get_text_range()
    assert "R-2026-0001" in words
    assert "COPY" not in words
    assert office.read(outgoing) == []
    (way,) = office.read(receipt, "R-2026-0001").row.ways
    assert (way.state, way.sent_to, way.moved_at) == (DeliveryState.DONE, "thuy@example.org", NOW)
    assert run(office, server).sent == 0
    assert len(server.taken) == 2


def test_one_refusal_stops_nobody_else_and_is_told_in_the_servers_words(
    office: Store, server: MailServer
) -> None:
    three(office)
    server.refused_to = {"bo@example.org": "550 No such user here"}
    assert run(office, server) == SendResult(sent=2, refused=1, unheard=0, left=0)
    assert received(server) == ["ann@example.org", "cy@example.org"]
    row = rows(office)["Bo Kim"]
    assert (row.state, row.reason, row.to) == (
        DeliveryState.FAILED,
        "550 No such user here",
        "bo@example.org",
    )
    assert server.lines == 1


def test_who_asks_to_be_tried_later_waits(office: Store, server: MailServer) -> None:
    three(office)
    server.refused_to = {"ann@example.org": "451 Greylisted, try again in five minutes"}
    assert run(office, server) == SendResult(sent=2, refused=0, unheard=0, left=1)
    row = rows(office)["Ann Lee"]
    assert (row.state, row.reason) == (DeliveryState.WAITING, "451 Greylisted, try again in five minutes")
    server.refused_to = {}
    assert run(office, server).sent == 1


def test_a_missing_address_is_said_and_mended(office: Store, server: MailServer) -> None:
    office.write(waiting, "Ann Lee", "")
    office.write(waiting, "Bo Kim", "bo@example.org")
    assert run(office, server) == SendResult(sent=1, refused=1, unheard=0, left=0)
    row = rows(office)["Ann Lee"]
    assert row.reason.startswith("No e-mail address.")


def test_a_line_that_drops_before_a_message_is_opened_again_and_nobody_is_doubled(
    office: Store, server: MailServer
) -> None:
    three(office)
    server.hang_up_at = {2: "before"}
    assert run(office, server) == SendResult(sent=3, refused=0, unheard=0, left=0)
    assert received(server) == ["ann@example.org", "bo@example.org", "cy@example.org"]
    assert server.lines == 2


def test_a_line_that_drops_after_a_message_says_honestly_that_nobody_knows(
    office: Store, server: MailServer
) -> None:
    three(office)
    server.hang_up_at = {2: "after"}
    assert run(office, server) == SendResult(sent=2, refused=0, unheard=1, left=0)
    assert rows(office)["Bo Kim"].state is DeliveryState.UNSURE
    # Nothing sends it by itself: the server had taken it.
    assert run(office, server).sent == 0
    assert received(server).count("bo@example.org") == 1
    office.write(mark_sent, [rows(office)["Bo Kim"].id], **WHO)
    assert rows(office) == {}


def test_what_is_sent_again_has_the_same_message_id(office: Store, server: MailServer) -> None:
    office.write(waiting, "Ann Lee", "ann@example.org")
    server.hang_up_at = {1: "after"}
    run(office, server)
    office.write(send_again, [rows(office)["Ann Lee"].id], **WHO)
    assert run(office, server).sent == 1
    first, second = (found["Message-ID"] for found in server.taken)
    assert first == second


def test_a_server_that_keeps_hanging_up_leaves_the_rest_waiting(office: Store, server: MailServer) -> None:
    three(office)
    server.hang_up_at = {2: "before", 3: "before"}
    result = run(office, server)
    assert (result.sent, result.left) == (1, 2)
    assert "stays in the outbox" in result.why_stopped
    assert {row.state for row in rows(office).values()} == {DeliveryState.WAITING}


def test_offline_everything_waits_and_goes_later(office: Store, server: MailServer) -> None:
    three(office)
    save(office, server.account())
    nowhere = Account(server="127.0.0.1", port=1, security=Security.NONE)
    result = run(office, server, partial(open_line, nowhere, None))
    assert (result.sent, result.left) == (0, 3)
    assert "cannot be reached" in result.why_stopped
    assert run(office, server).sent == 3


def test_a_sender_who_may_not_send_stops_the_run_with_the_servers_words(
    office: Store, server: MailServer
) -> None:
    three(office)
    server.refused_sender = "553 Not your address"
    result = run(office, server)
    assert (result.sent, result.refused, result.left) == (0, 0, 3)
    assert "giving@example.org send: 553 Not your address" in result.why_stopped


def test_stopping_keeps_what_was_sent_and_the_next_run_goes_on(office: Store, server: MailServer) -> None:
    three(office)

    def stop(done: int, total: int) -> None:
        assert total == 3
        if done == 1:
            raise Cancelled

    assert run(office, server, progress=stop) == SendResult(sent=1, refused=0, unheard=0, left=2)
    assert run(office, server) == SendResult(sent=2, refused=0, unheard=0, left=0)
    assert received(server) == ["ann@example.org", "bo@example.org", "cy@example.org"]


def test_a_crash_between_handing_over_and_noting_is_told_as_it_is(office: Store, server: MailServer) -> None:
    three(office)
    save(office, server.account())

    class PowerCut(BaseException):
        pass

    def cut(session: Session, *args: Any, **kwargs: Any) -> None:
        raise PowerCut

    class Dying:
        """The store until the moment at which the first answer is to be noted."""

        read = office.read

        @staticmethod
        def write(action: Any, *args: Any, **kwargs: Any) -> Any:
            if action.__name__ == "sent":
                raise PowerCut
            return office.write(action, *args, **kwargs)

    with pytest.raises(PowerCut):
        send_all(Dying(), partial(open_line, server.account(), None), now=lambda: NOW, who="Dana")  # type: ignore[arg-type]
    assert len(server.taken) == 1
    assert rows(office)["Ann Lee"].state is DeliveryState.UNSURE
    assert run(office, server).sent == 2
    assert Counter(received(server)) == Counter(["ann@example.org", "bo@example.org", "cy@example.org"])


def test_two_programs_never_send_the_same_message(office: Store, server: MailServer) -> None:
    three(office)
    (first, *_), seen = office.read(ready_to_send), []

    def other_desk(done: int, total: int) -> None:
        if done == 0:
            seen.append(first)
            office.write(hand_over, first, "ann@example.org", **WHO)

    assert run(office, server, progress=other_desk) == SendResult(sent=2, refused=0, unheard=0, left=0)
    assert received(server) == ["bo@example.org", "cy@example.org"]


def test_another_program_may_be_quicker_by_a_moment(office: Store, server: MailServer) -> None:
    three(office)
    (first, *_), lines = office.read(ready_to_send), list[Line]()

    def connect() -> Line:
        if not lines:
            # The message is made already; the other desk hands it over now.
            office.write(hand_over, first, "ann@example.org", **WHO)
        lines.append(open_line(server.account(), None))
        return lines[-1]

    assert run(office, server, connect) == SendResult(sent=2, refused=0, unheard=0, left=0)
    assert received(server) == ["bo@example.org", "cy@example.org"]


def test_a_receipt_that_was_voided_meanwhile_is_not_sent(office: Store, server: MailServer) -> None:
    three(office)

    def meanwhile(done: int, total: int) -> None:
        if done == 1:
            office.write(void, "R-2026-0002", reason="Check returned", today=TODAY, who="Dana")

    assert run(office, server, progress=meanwhile).sent == 2
    assert received(server) == ["ann@example.org", "cy@example.org"]


def test_four_hundred_messages_each_go_once(office: Store, server: MailServer) -> None:
    office.write(waiting, "Ann Lee", "ann@example.org", 398)
    office.write(waiting, "Bo Kim", "bo@example.org", 2)
    server.refused_to = {"bo@example.org": "550 No such user here"}
    server.hang_up_at = {100: "before", 250: "after"}
    assert run(office, server) == SendResult(sent=397, refused=2, unheard=1, left=0)
    files = [next(found.iter_attachments()).get_filename() for found in server.taken]
    assert files == [f"R-2026-{serial:04}.pdf" for serial in range(1, 399)]
    assert office.read(broken_trail) == []


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_the_line_is_closed_to_listeners_and_asks_for_the_password(office: Store, security: Security) -> None:
    three(office)
    with mail_server(security, asks_password=True) as server:
        account = server.account(security=security, user=USER)
        line = partial(open_line, account, Password(PASSWORD), context=our_certificate())
        assert run(office, server, line).sent == 3
        wrong = partial(open_line, account, Password("wrong"), context=our_certificate())
        with pytest.raises(Problem, match="did not accept user and password"):
            wrong()
        with pytest.raises(Problem, match="could not prove that it is localhost"):
            open_line(account, Password(PASSWORD))


def test_no_password_goes_over_an_open_line(server: MailServer) -> None:
    with pytest.raises(Problem, match="No password is sent over an open line"):
        open_line(server.account(user=USER), Password(PASSWORD))
    assert server.lines == 0


def test_a_server_without_starttls_is_said(server: MailServer) -> None:
    with pytest.raises(Problem, match="does not offer"):
        open_line(server.account(security=Security.STARTTLS), None)


def test_the_other_kind_of_tls_is_said() -> None:
    with mail_server() as server, pytest.raises(Problem, match="another kind of TLS"):
        open_line(server.account(security=Security.TLS), None)


def test_the_password_is_in_no_file_log_or_report(
    office: Store, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    three(office)
    caplog.set_level(logging.DEBUG)
    with mail_server(Security.TLS, asks_password=True) as server:
        account = server.account(security=Security.TLS, user=USER)
        save(office, account)
        password = Password(PASSWORD)
        assert PASSWORD not in f"{password} {password!r} {account!r}"
        with pytest.raises(Problem) as caught:
            open_line(account, Password(PASSWORD + "x"), context=our_certificate())
        assert PASSWORD not in f"{caught.value} {caught.value.__cause__!r}"
        run(office, server, partial(open_line, account, password, context=our_certificate()))
    assert PASSWORD not in caplog.text
    office.close()
    gc.collect()
    assert all(PASSWORD.encode() not in path.read_bytes() for path in tmp_path.rglob("*") if _is_ours(path))


def _is_ours(path: Path) -> bool:
    return path.is_file() and not path.name.startswith("mi-crm.db")


def test_drafts_lie_in_the_folder_and_wait_no_more(office: Store, tmp_path: Path) -> None:
    three(office)
    office.write(waiting, "Dee / Day", "")
    made = save_drafts(office, tmp_path, write_file, now=lambda: NOW, who="Dana")
    assert (made.saved, made.refused, made.left) == (3, 1, 0)
    drafts = sorted(tmp_path.glob("*.eml"))
    assert [path.name for path in drafts] == [
        "R-2026-0001 Ann Lee.eml", "R-2026-0002 Bo Kim.eml", "R-2026-0003 Cy Diaz.eml",
    ]  # fmt: skip
    assert b"X-Unsent: 1" in drafts[0].read_bytes()
    (way,) = office.read(receipt, "R-2026-0001").row.ways
    assert (way.way, way.state, way.sent_to) == (Way.DRAFT, DeliveryState.DONE, str(tmp_path))


def test_a_full_disk_ends_the_drafts_where_they_are_and_the_rest_waits(office: Store, tmp_path: Path) -> None:
    three(office)
    (tmp_path / "R-2026-0002 Bo Kim.eml").mkdir()
    made = save_drafts(office, tmp_path, write_file, now=lambda: NOW, who="Dana")
    assert (made.saved, made.left) == (1, 2)
    assert "could not be written" in made.why_stopped
    assert set(rows(office)) == {"Bo Kim", "Cy Diaz"}
