"""From a file that does not exist to a true receipt on paper."""

from pathlib import Path

from mi_crm.receipts.queries.register import register
from mi_crm.receipts.queries.verify import verify
from mi_crm.shared.money import Money
from tests.journeys.hands import Hands, words_of


def set_up(hands: Hands) -> None:
    """Answer what the first set-up asks."""
    hands.at("Set up")
    hands.press("Return")
    hands.fill({"Your name": "Dana Whitlock"})
    hands.fill({"Legal name": "The Mentalizing Initiative", "EIN": "951234567"})
    hands.at("Fiscal year starts")
    hands.press("Return")
    hands.fill(
        {"Street": "100 Example Plaza, Suite 400", "City": "Los Angeles", "State": "CA", "ZIP": "90000"}
    )
    hands.fill({"Phone": "310 555 0142", "Email for donors": "giving@example.org"})
    hands.press("Ctrl+Return")
    hands.at("Line below the name")
    hands.press("Return")
    hands.fill({"Signed by": "Peter Lindqvist", "Title": "Treasurer", "Receipts are numbered from": ""})
    hands.at("Fund")
    hands.press("Ctrl+Return")
    hands.sees("The Mentalizing Initiative", "Dana Whitlock")


def record(hands: Hands, donor: str, amount: str, check: str) -> None:
    """Record the check of somebody known."""
    hands.at("Donor")
    hands.type(donor)
    hands.press("Return")
    hands.fill({"Amount": amount, "Check no.": check})


def test_from_first_run_to_a_receipt_on_paper(hands: Hands, tmp_path: Path) -> None:
    set_up(hands)

    hands.press("Ctrl+4", "Ctrl+N")
    hands.at("Kind")
    hands.press("Return")
    hands.fill({"Date": "11/12", "Title": "Monday's mail", "How many": "3", "Control total": "875.50"})

    hands.at("Donor")
    hands.type("Margaret Okafor")
    hands.press("Alt+N")
    hands.at("First name")
    hands.press("Return", "Return")
    hands.fill(
        {"Street": "2208 Larkspur Court", "City": "Pasadena", "State": "CA", "ZIP": "91101", "E-mail": ""}
    )
    hands.fill({"Amount": "250", "Check no.": "2217"})
    hands.at("Donor")
    hands.type("Elena Ruiz")
    hands.press("Alt+N")
    hands.at("First name")
    hands.press("Return", "Return")
    hands.fill(
        {"Street": "9 Alder Court", "City": "Culver City", "State": "CA", "ZIP": "90230", "E-mail": ""}
    )
    hands.fill({"Amount": "125.50", "Check no.": "301"})
    record(hands, "okaf", "500", "2218")
    hands.sees("It balances")
    hands.press("Alt+P")
    hands.sees("is posted: 3 gifts, $875.50")

    hands.press("Ctrl+5")
    hands.sees_paper("PREVIEW", "$250.00", "Margaret Okafor")
    assert hands.store.read(register) == []  # looking took no number
    hands.press("Ctrl+A")
    hands.tab_to("Issue only")
    hands.press("Return")
    hands.sees("3 issued, 0001–0003")

    hands.questions.answers.append(tmp_path / "papers")
    hands.press("Ctrl+E")
    hands.sees("3 receipts saved")
    papers = sorted((tmp_path / "papers").glob("*.pdf"))
    words = [words_of(paper) for paper in papers]
    assert len(papers) == 3
    for part in (
        "The Mentalizing Initiative",
        "EIN 95-1234567",
        "R-2026-0001",
        "Margaret Okafor 2208 Larkspur Court Pasadena, CA 91101",
        "November 12, 2026",
        "$250.00",
        "The Mentalizing Initiative provided no goods or services in exchange for this contribution.",
        "Peter Lindqvist",
    ):
        assert part in words[0]
    assert not any("PREVIEW" in text or "COPY" in text for text in words)
    assert [paper.amount for paper in hands.store.read(register)] == [
        Money.parse(amount) for amount in ("500", "125.50", "250")
    ]
    assert hands.store.read(verify).ok
