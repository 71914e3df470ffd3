"""How receipts are spoken of on screen."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication

from mi_crm.receipts.queries.register import ReceiptRow
from mi_crm.receipts.queries.waiting import WaitingRow, WaitingState
from mi_crm.receipts.records import ReceiptState
from mi_crm.receipts.rules import Paper
from mi_crm.shared.dates import short_date

STATES: Final = {
    WaitingState.READY: ("done", "check"),
    WaitingState.VALUE_NOTED: ("info", "gift"),
    WaitingState.BLOCKED: ("wrong", "circle-alert"),
}


def tr(words: str) -> str:
    """Return words in the language of the window."""
    return QCoreApplication.translate("Receipts", words)


def waiting_chip(row: WaitingRow) -> tuple[str, str, str]:
    """Return the chip of a gift in the queue."""
    return (tr(row.words), *STATES[row.state])


def waiting_line(row: WaitingRow, today: date) -> str:
    """Return the second line of a gift in the queue: when it was given, and what is special about it."""
    day = short_date(row.given_on, today=today)
    if row.replaces:
        return tr("{day} · Corrected, will replace {number}").format(day=day, number=row.replaces)
    if row.state is WaitingState.VALUE_NOTED:
        amount = row.contribution_amount.dollars()
        return tr("{day} · Contribution amount {amount}").format(day=day, amount=amount)
    return f"{day} · {row.fund}"


def receipt_chip(row: ReceiptRow) -> tuple[str, str, str]:
    """Return the chip of a number in the register."""
    if row.state is ReceiptState.VOID:
        return tr("Void, {reason}").format(reason=_lower(row.end_reason)), "wrong", "ban"
    if row.state is ReceiptState.REPLACED:
        return tr("Replaced by {number}").format(number=row.replaced_by[7:]), "quiet", "repeat-2"
    if row.replaces:
        return tr("Replaces {number}").format(number=row.replaces[7:]), "info", "repeat-2"
    if row.copies:
        words = tr("Copied once") if row.copies == 1 else tr("Copied {n} times").format(n=row.copies)
        return words, "done", "copy"
    return tr("Issued"), "done", "check"


def _lower(reason: str) -> str:
    """Return a reason as it goes on after a comma."""
    return reason[:1].lower() + reason[1:] if reason[1:2].islower() else reason


def number_span(numbers: Sequence[str]) -> str:
    """Return the numbers of a run in short: R-2026-0413, or 0413–0416."""
    if len(numbers) == 1:
        return numbers[0]
    return f"{numbers[0][7:]}–{numbers[-1][7:]}"


PAPERS: Final = {
    Paper.CASH: "Receipt",
    Paper.CHECK: "Receipt",
    Paper.CARD: "Receipt",
    Paper.EFT: "Receipt",
    Paper.QPQ: "Receipt, with a value given back",
    Paper.PAYMENT_RECEIPT: "Receipt for payment, no gift",
}
