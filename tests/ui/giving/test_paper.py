"""The list of a batch as it lies beside the checks."""

from uuid import UUID

from mi_crm.documents.batch_list import render
from mi_crm.giving.actions.batches import add_line
from mi_crm.giving.queries.batches import batch_page
from mi_crm.shared.money import Money
from mi_crm.store.store import Store
from mi_crm.ui.giving.batch_paper import as_paper
from mi_crm.ui.shared.paper import Pages
from tests.conftest import NOW, TODAY
from tests.ui.giving.conftest import Office, a_check


def test_the_list_has_every_line_in_the_order_of_the_pile(store: Store, office: Office, batch: UUID) -> None:
    for amount, number in (("250", "2217"), ("49.50", "2218")):
        store.write(add_line, batch, a_check(office, amount, number), today=TODAY, now=NOW, who="Dana")
    page = store.read(batch_page, batch)
    assert page is not None
    paper = as_paper(page, "The Mentalizing Initiative")
    assert [(line.number, line.payment, str(line.amount)) for line in paper.lines] == [
        (1, "Check 2217", "250.00"),
        (2, "Check 2218", "49.50"),
    ]
    assert (paper.total, paper.expected_total, paper.state) == (
        Money.parse("299.50"),
        Money.parse("300"),
        "Open",
    )
    text = Pages(render(paper)).text(0)
    assert "Margaret Okafor" in text
    assert "299.50" in text
