"""What a message says, and that no value of anybody's can say more."""

import pytest

from mi_crm.post.rules import BODY, SUBJECT, Account, Letter, clean_account, clean_wording, filled, message
from mi_crm.shared.problems import Problem
from tests.conftest import NOW

ACCOUNT = Account(
    server="smtp.example.org", sender_name="Fundación Söhne, Inc.", sender_address="giving@example.org"
)


def a_letter(**more: object) -> Letter:
    values: dict[str, object] = {
        "to_name": "Margaret Okafor",
        "to_address": "margaret@example.org",
        "values": {
            "greeting": "Dear Margaret,", "paper": "Your gift receipt", "organization": "The Initiative",
            "signatory": "Peter Lindqvist", "title": "Treasurer",
        },
        "file": "R-2026-0413.pdf",
        "pdf": b"%PDF-1.7 a paper",
    }  # fmt: skip
    return Letter(**values | more)  # type: ignore[arg-type]


def test_a_message_is_plain_words_with_the_paper_attached() -> None:
    made = message(ACCOUNT, a_letter(), key="018f", now=NOW)
    assert made["Subject"] == "Your gift receipt from The Initiative"
    assert made["Message-ID"] == "<018f@example.org>"
    assert made["Date"].datetime == NOW
    body, paper = made.iter_parts()
    assert body.get_content_type() == "text/plain"
    assert body.get_content().startswith("Dear Margaret,\n\nThank you.")
    assert body.get_content().endswith("Peter Lindqvist\nTreasurer\n")
    assert (paper.get_content_type(), paper.get_filename()) == ("application/pdf", "R-2026-0413.pdf")
    assert paper.get_content() == b"%PDF-1.7 a paper"


def test_a_draft_is_marked_to_be_sent_and_has_no_date_of_its_own() -> None:
    made = message(Account(), a_letter())
    assert made["X-Unsent"] == "1"
    assert [made[name] for name in ("From", "Date", "Message-ID")] == [None] * 3


def test_names_of_any_script_reach_their_place() -> None:
    made = message(ACCOUNT, a_letter(to_name="Nguyễn “Thuý”, 王芳; <x>"), key="1", now=NOW)
    assert made["To"].addresses[0].display_name == "Nguyễn “Thuý”, 王芳; <x>"
    assert made["To"].addresses[0].addr_spec == "margaret@example.org"
    assert made.as_bytes().isascii()


def test_a_name_cannot_add_a_line_to_the_head() -> None:
    account = Account(sender_address="a@example.org", subject="For {{donor}}")
    made = message(account, a_letter(values={"donor": "Eve\r\nBcc: all@example.org"}), key="1", now=NOW)
    assert made["Subject"] == "For Eve Bcc: all@example.org"
    assert made["Bcc"] is None


def test_fields_are_filled_in_one_pass() -> None:
    values = {"donor": "{{number}} {0} %s", "number": "R-1"}
    assert filled("{{donor}} / {{ number }} / {{title}}", values) == "{{number}} {0} %s / R-1 / "


@pytest.mark.parametrize("wording", [SUBJECT, BODY, "Plain words", "{{ donor }}", "One { or } is no field"])
def test_good_wording_is_kept(wording: str) -> None:
    assert clean_wording(wording) == wording


@pytest.mark.parametrize(
    "wording", ["{{amount}}", "{{donor", "donor}}", "{{donor.__class__}}", "{{}}", "{{a\nb}}"]
)
def test_a_field_that_does_not_exist_is_named(wording: str) -> None:
    with pytest.raises(Problem, match="There is no field"):
        clean_wording(wording)


@pytest.mark.parametrize(
    "wording",
    ["Fully tax-deductible!", "It is deductible.", "No goods or services were provided.", "501(c)(3)"],
)
def test_words_of_tax_law_stay_on_the_paper(wording: str) -> None:
    with pytest.raises(Problem, match="to the letter itself"):
        clean_wording(wording)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (Account(server="smtp example"), "no name of a server"),
        (Account(port=0), "A port is a number"),
        (Account(sender_address="nobody"), "is not an e-mail address"),
    ],
)
def test_what_no_server_would_take_is_refused(typed: Account, problem: str) -> None:
    with pytest.raises(Problem, match=problem):
        clean_account(typed)


def test_empty_wording_is_the_usual_one_again() -> None:
    kept = clean_account(Account(server=" SMTP.Example.org ", subject=" ", body=""))
    assert (kept.server, kept.subject, kept.body) == ("smtp.example.org", SUBJECT, BODY)


def test_an_address_with_letters_that_servers_refuse_is_said() -> None:
    with pytest.raises(Problem, match="most mail servers refuse"):
        message(ACCOUNT, a_letter(to_address="josé@example.org"), key="1", now=NOW)
    made = message(ACCOUNT, a_letter(to_address="jose@exämple.org"), key="1", now=NOW)
    assert made["To"].addresses[0].addr_spec == "jose@xn--exmple-cua.org"
