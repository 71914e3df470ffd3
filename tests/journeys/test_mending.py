"""A gift was typed wrong, and its receipt is out already."""

from datetime import date
from pathlib import Path

from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.actions.record import record_gift
from mi_crm.giving.queries.donors import donor_typeahead
from mi_crm.giving.queries.figures import funds
from mi_crm.giving.queries.filters import GiftFilters
from mi_crm.giving.queries.register import gifts_page
from mi_crm.giving.records import GiftStatus, PaymentMethod
from mi_crm.receipts.queries.register import register
from mi_crm.receipts.queries.verify import verify
from mi_crm.receipts.records import ReceiptState
from mi_crm.shared.money import Money
from tests.conftest import NOW, TODAY
from tests.journeys.conftest import Start
from tests.journeys.office import an_office


def test_a_posted_gift_is_corrected_and_its_receipt_void(start: Start, tmp_path: Path) -> None:
    an_office(tmp_path / "mi-crm.db")
    hands = start(tmp_path / "mi-crm.db")
    hands.at("Record gift")
    store = hands.store
    donor, fund = store.read(donor_typeahead, "okaf")[0].id, store.read(funds, year=2026)[0].id
    gift = GiftEntry(
        donor_id=donor,
        amount=Money.parse("520"),
        given_on=date(2026, 11, 12),
        payment_method=PaymentMethod.CHECK,
        check_number="2217",
        fund_id=fund,
    )
    store.write(record_gift, gift, today=TODAY, now=NOW, who="Dana Whitlock")

    hands.press("Ctrl+5")
    hands.sees_paper("PREVIEW", "$520.00")
    hands.tab_to("Issue only")
    hands.press("Return")
    hands.sees("R-2026-0001 issued.")

    hands.press("Ctrl+3")
    hands.at("Gifts")
    hands.sees("Margaret Okafor")
    hands.press("C")
    hands.at("Amount")
    hands.press("Ctrl+A")
    hands.type("250")
    hands.press("Ctrl+Return")
    hands.at("Why it is corrected")
    hands.type("Typed wrong: the check says 250")
    hands.press("Return")
    hands.sees("is corrected; before and after are kept")
    rows = store.read(gifts_page, GiftFilters(), today=TODAY)
    assert {(row.status, row.amount) for row in rows if row.status is GiftStatus.POSTED} == {
        (GiftStatus.POSTED, Money.parse("250"))
    }

    hands.press("Ctrl+5")
    hands.sees("Corrected, replaces 0001", "1 ready")
    hands.tab_to("To issue 1")
    # Past what is to go out.
    hands.press("Right")
    hands.press("Right")
    hands.sees_paper("R-2026-0001", "$520.00")
    hands.tab_to("Register")
    hands.questions.answers.append("Wrong amount")
    hands.press("Del")
    hands.sees("R-2026-0001 is void")
    (paper,) = store.read(register)
    assert (paper.state, paper.end_reason) == (ReceiptState.VOID, "Wrong amount")
    assert store.read(verify).ok
