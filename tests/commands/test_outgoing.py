"""Letters and the outbox from the command line: written, sent over a real mail server, saved as drafts."""

from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from sqlalchemy.orm import Session

from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.actions.record import record_gift
from mi_crm.giving.detail import Credit, CreditRole, GiftDetail, Notice, Tribute
from mi_crm.giving.records import GiftKind, PaymentMethod
from mi_crm.migrations.upgrade import create_store
from mi_crm.people.actions import add_constituent
from mi_crm.people.details import AcknowledgeBy, AddressDetails, ConstituentDetails, EmailDetails
from mi_crm.post.actions import save_account
from mi_crm.shared.money import Money
from tests.builders import a_fund
from tests.commands.test_commands import Office, office
from tests.conftest import NOW, TODAY, sign
from tests.post.server import MailServer, mail_server
from tests.receipts.building import a_charity, a_donor

__all__ = ["office"]


def some_letters(session: Session) -> None:
    """Let a match by e-mail and a family by mail wait."""
    a_charity(session)
    samuel = ConstituentDetails(
        first_name="Samuel",
        last_name="Reed",
        acknowledge_by=AcknowledgeBy.EMAIL,
        addresses=(AddressDetails("9 Elm Road", "Pasadena", "CA", "91100"),),
        emails=(EmailDetails("samuel@example.org"),),
    )
    employee = add_constituent(session, samuel, now=NOW, who="Dana")
    family = (Notice("Ada Reyes", "418 Willow Street, Fresno, CA 93700"), Notice("His friends"))
    for kind, detail in (
        (GiftKind.MATCHING, GiftDetail(credits=(Credit(employee, CreditRole.EMPLOYEE),))),
        (GiftKind.MONEY, GiftDetail(tribute=Tribute.HONOR, tribute_name="Ann Lee", notices=family)),
    ):
        entry = GiftEntry(
            donor_id=a_donor(session),
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
def letters(office: Office) -> Office:
    with create_store(office.file, sign=sign) as store:
        store.write(some_letters)
    return office


def test_letters_are_listed_written_and_then_wait_to_go_out(letters: Office, tmp_path: Path) -> None:
    waiting = letters.json("letters", "waiting")
    assert [(one["letter"], one["to"], one["needs"]) for one in waiting] == [
        ("employee", "Samuel Reed", None),
        ("tribute", "Ada Reyes", None),
        ("tribute", "His friends", "Address missing"),
    ]
    done = letters.json("letters", "write", "--out", tmp_path / "papers", "--combined", tmp_path / "all.pdf")
    assert [(one["to"], Path(one["file"]).exists()) for one in done["written"]] == [
        ("Samuel Reed", True),
        ("Ada Reyes", True),
    ]
    assert done["refused"] == []
    assert len(pypdfium2.PdfDocument(tmp_path / "all.pdf")) == 2
    out = letters.json("mail", "waiting")
    assert [(one["letter"], one["to"], one["way"], one["address"]) for one in out] == [
        ("employee", "Samuel Reed", "email", "samuel@example.org"),
        ("tribute", "Ada Reyes", "print", None),
    ]
    assert "2 papers are not out yet." in letters.run("mail", "waiting")
    assert letters.json("letters", "write", "--out", tmp_path)["written"] == []


def test_what_waits_is_sent_over_the_offices_own_server(letters: Office, tmp_path: Path) -> None:
    assert "Settings, E-mail" in letters.run("mail", "send", fails=True)
    letters.run("letters", "write", "--out", tmp_path)
    with mail_server() as server:
        _use(letters, server)
        assert letters.json("mail", "send")["sent"] == 1
        assert letters.json("mail", "send")["sent"] == 0
    (message,) = server.taken
    assert message["To"] == "Samuel Reed <samuel@example.org>"
    (paper,) = list(message.iter_attachments())
    assert paper.get_filename() == "With thanks.pdf"
    text = pypdfium2.PdfDocument(paper.get_content())[0].get_textpage().get_text_range()
    assert "Your employer has matched your gift." in text
    assert [one["to"] for one in letters.json("mail", "waiting")] == ["Ada Reyes"]


def test_an_address_that_is_refused_is_told_and_the_exit_says_so(letters: Office, tmp_path: Path) -> None:
    letters.run("letters", "write", "--out", tmp_path)
    with mail_server() as server:
        server.refused_to["samuel@example.org"] = "550 No such person here"
        _use(letters, server)
        code = _code(letters, "mail", "send")
    assert code == 1
    assert [one["reason"] for one in letters.json("mail", "waiting") if one["reason"]] == [
        "550 No such person here"
    ]


def test_drafts_lie_in_the_folder_and_wait_no_more(letters: Office, tmp_path: Path) -> None:
    letters.run("letters", "write", "--out", tmp_path / "papers")
    done: Any = letters.json("mail", "drafts", "--out", tmp_path / "drafts")
    assert (done["saved"], done["refused"]) == (1, 0)
    (draft,) = (tmp_path / "drafts").glob("*.eml")
    message = message_from_bytes(draft.read_bytes(), policy=policy.default)
    assert message["X-Unsent"] == "1"
    assert draft.name == "Letter to Samuel Reed.eml"


def _use(office: Office, server: MailServer) -> None:
    from mi_crm.migrations.upgrade import open_store

    with open_store(office.file, sign=sign) as store:
        store.write(save_account, server.account(), version=0)


def _code(office: Office, *arguments: str) -> int:
    from mi_crm.commands.main import main

    code = main(["--file", str(office.file), *arguments])
    office._capsys.readouterr()
    return code
