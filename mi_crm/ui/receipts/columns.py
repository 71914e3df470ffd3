"""The columns of the two lists: gifts that wait, and numbers of the register."""

from datetime import date

from PySide6.QtWidgets import QWidget

from mi_crm.receipts.queries.register import ReceiptRow
from mi_crm.receipts.queries.waiting import WaitingRow
from mi_crm.receipts.records import ReceiptState
from mi_crm.shared.dates import short_date
from mi_crm.ui.receipts.words import receipt_chip, waiting_chip, waiting_line
from mi_crm.ui.shared.models import Column


def waiting_columns(owner: QWidget, today: date) -> list[Column[WaitingRow]]:
    """Return the columns of the queue."""
    return [
        Column(
            owner.tr("Donor"),
            lambda row: row.donor,
            width=None,
            avatar=lambda row: row.donor_kind.value,
            second=lambda row: waiting_line(row, today),
        ),
        Column(owner.tr("Paid"), lambda row: row.paid.dollars(), number=True, width=110),
        Column(owner.tr("State"), lambda row: row.words, width=164, chip=waiting_chip),
    ]


def register_columns(owner: QWidget) -> list[Column[ReceiptRow]]:
    """Return the columns of the register."""
    return [
        Column(
            owner.tr("Number"), lambda row: row.number, width=122, strong=_stands, quiet=_ended, strike=_void
        ),
        Column(owner.tr("Issued"), _day, width=74, quiet=_ended),
        Column(owner.tr("Donor"), lambda row: row.donor, width=None, quiet=_ended),
        Column(
            owner.tr("Paid"),
            lambda row: row.amount.dollars(),
            number=True,
            width=96,
            quiet=_ended,
            strike=_void,
        ),
        Column(owner.tr("State"), lambda row: row.state.value, width=150, chip=receipt_chip),
    ]


def _day(row: ReceiptRow) -> str:
    """Return the day without its year, which is in the number."""
    return short_date(row.issued_on, today=row.issued_on)


def _stands(row: ReceiptRow) -> bool:
    return row.state is ReceiptState.ISSUED


def _ended(row: ReceiptRow) -> bool:
    return row.state is not ReceiptState.ISSUED


def _void(row: ReceiptRow) -> bool:
    return row.state is ReceiptState.VOID
