"""Prints the list of a batch, to lie beside the checks and the tape."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mi_crm.documents.batch_list import BatchLine, BatchList, render
from mi_crm.giving.queries.batches import BatchPage
from mi_crm.giving.records import BatchStatus
from mi_crm.giving.rules import BATCH_WORDS, method_words
from mi_crm.organization.queries import charity_name
from mi_crm.shared.dates import long_date
from mi_crm.store.audit import head
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.paper import print_pdf

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class BatchPaper(QObject):
    """Makes the paper off the window's thread, then asks for a printer."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Print nothing yet."""
        super().__init__(parent)
        self._desk, self._over = desk, parent
        self._page: BatchPage | None = None

    def print_page(self, page: BatchPage) -> None:
        """Print a batch with its lines."""
        self._page = page
        self._desk.ask(_frame).then(self._make)

    def _make(self, found: tuple[str, str]) -> None:
        if self._page is not None:
            charity, record = found
            self._desk.work(render, as_paper(self._page, charity, record)).then(self._print)

    def _print(self, pdf: bytes) -> None:
        print_pdf(self._over, pdf, name=self.tr("Batch list"))


def _frame(session: "Session") -> tuple[str, str]:
    """Return what stands around the list: whose it is, and where the audit trail stands."""
    return charity_name(session), head(session).written


def as_paper(page: BatchPage, charity: str, record: str = "") -> BatchList:
    """Return what is printed of a batch, lines in the order they were entered."""
    batch = page.batch
    posted = batch.posted_at
    is_posted = batch.status is BatchStatus.POSTED and posted is not None
    return BatchList(
        organization=charity,
        number=batch.number,
        day=batch.batch_date,
        kind=BATCH_WORDS[batch.kind],
        state=f"Posted {long_date(posted.astimezone().date())}" if is_posted and posted else "Open",
        lines=tuple(
            BatchLine(
                line.place,
                line.donor,
                method_words(line.payment_method, line.check_number, line.card_last4),
                line.fund,
                line.amount,
            )
            for line in reversed(page.lines)
        ),
        expected_count=batch.balance.expected_count,
        expected_total=batch.balance.expected_total,
        record=record,
    )
