"""A month of online gifts: the file from PayPal comes in, and its receipts go out."""

from pathlib import Path

from mi_crm.exchange.queries import list_imports
from mi_crm.receipts.queries.register import register
from mi_crm.receipts.queries.verify import verify
from mi_crm.receipts.queries.waiting import waiting, waiting_counts
from tests.journeys.conftest import Start
from tests.journeys.hands import words_of
from tests.journeys.office import an_office

ACTIVITY = Path(__file__).resolve().parents[1] / "exchange/files/activity.csv"


def test_a_paypal_file_comes_in_and_all_its_receipts_go_out(start: Start, tmp_path: Path) -> None:
    an_office(tmp_path / "mi-crm.db")
    hands = start(tmp_path / "mi-crm.db")
    hands.at("Record gift")

    hands.press("Ctrl+I")
    hands.at("Choose a file")
    hands.questions.answers.append(ACTIVITY)
    hands.press("Return")
    hands.sees("Nothing is saved yet.", "Zoë Ñuñez")
    assert hands.store.read(list_imports) == []
    hands.press("Ctrl+Return")
    hands.sees("Import 1 is in")
    hands.press("Ctrl+Return")

    hands.sees("To issue", "Ines Calloway")
    ready = hands.store.read(waiting_counts).ready
    hands.at("Gifts that wait for a receipt")
    hands.press("Ctrl+A")
    hands.tab_to("Issue only")
    hands.press("Return")
    hands.sees(f"{ready} issued")
    issued = hands.store.read(register)
    assert len(issued) == ready
    assert hands.store.read(verify).ok
    # What is left lacks an address, and says so.
    assert {row.words for row in hands.store.read(waiting, ready=False)} == {"Address missing"}

    hands.questions.answers.append(tmp_path / "papers")
    hands.press("Ctrl+E")
    hands.sees("receipts saved")
    words = [words_of(paper) for paper in sorted((tmp_path / "papers").glob("*.pdf"))]
    for donor, amount in (("Zoë Ñuñez", "$1,234.50"), ("Marlow & Finch LLP", "$500.00")):
        assert any(donor in text and amount in text for text in words)
    # The refunded part is no gift: 400.00 came, 150.00 went back.
    assert any("Ines Calloway" in text and "$250.00" in text for text in words)
