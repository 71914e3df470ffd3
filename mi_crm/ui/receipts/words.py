"""How receipts are spoken of on screen."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication

from mi_crm.giving.rules import gift_number
from mi_crm.receipts.queries.deliveries import OutgoingRow, WayOut
from mi_crm.receipts.queries.letters import DueRow, LetterRow
from mi_crm.receipts.queries.register import ReceiptRow
from mi_crm.receipts.queries.unreceipted import WhyGroup
from mi_crm.receipts.queries.waiting import WaitingRow, WaitingState
from mi_crm.receipts.records import ReceiptState
from mi_crm.receipts.rules.letters import LetterKind
from mi_crm.receipts.rules.papers import Paper
from mi_crm.receipts.rules.refusals import Why
from mi_crm.receipts.rules.ways import DeliveryState, Way
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
        return tr("{day} · Corrected, replaces {number}").format(day=day, number=row.replaces[7:])
    if row.state is WaitingState.VALUE_NOTED:
        amount = row.contribution_amount.dollars()
        return tr("{day} · Contribution amount {amount}").format(day=day, amount=amount)
    return f"{day} · {row.fund}"


def receipt_chip(row: ReceiptRow) -> tuple[str, str, str]:
    """Return the chip of a number in the register."""
    if row.state is ReceiptState.VOID:
        words = tr("Void, {reason}") if len(row.end_reason) <= _SHORT else tr("Void")
        return words.format(reason=_lower(row.end_reason)), "wrong", "ban"
    if row.state is ReceiptState.REPLACED:
        return tr("Replaced by {number}").format(number=row.replaced_by[7:]), "quiet", "repeat-2"
    if row.state is ReceiptState.LOST:
        return tr("Lost"), "wait", "file-x"
    if chip := way_chip(row):
        return chip
    if row.replaces:
        return tr("Replaces {number}").format(number=row.replaces[7:]), "info", "repeat-2"
    if row.copies:
        words = tr("Copied once") if row.copies == 1 else tr("Copied {n} times").format(n=row.copies)
        return words, "done", "copy"
    return tr("Issued"), "done", "check"


_TO_DO: Final = {
    (Way.PRINT, DeliveryState.WAITING): ("To print", "wait", "printer"),
    (Way.PDF, DeliveryState.WAITING): ("To save", "wait", "download"),
    (Way.EMAIL, DeliveryState.WAITING): ("To e-mail", "wait", "mail"),
    (Way.DRAFT, DeliveryState.WAITING): ("To e-mail", "wait", "mail"),
}
_SEEN_TO: Final = {
    DeliveryState.UNSURE: ("May have gone out", "wrong", "circle-alert"),
    DeliveryState.FAILED: ("Not sent", "wrong", "circle-alert"),
    DeliveryState.BOUNCED: ("Came back", "wrong", "undo-2"),
}


def way_chip(row: ReceiptRow | LetterRow) -> tuple[str, str, str] | None:
    """Return the chip of the first way that somebody still has to see to, or None."""
    for way in row.ways:
        if chip := _SEEN_TO.get(way.state) or _TO_DO.get((way.way, way.state)):
            return tr(chip[0]), chip[1], chip[2]
    return None


def outgoing_chip(row: OutgoingRow) -> tuple[str, str, str]:
    """Return the chip of a paper that is not out yet."""
    if (row.way, row.state, row.to) == (Way.EMAIL, DeliveryState.WAITING, ""):
        return tr("E-mail missing"), "wrong", "circle-alert"
    chip = _SEEN_TO.get(row.state) or _TO_DO[row.way, row.state]
    return tr(chip[0]), chip[1], chip[2]


def outgoing_name(row: OutgoingRow) -> str:
    """Return what a paper that is not out yet is called: its number, or what the letter is about."""
    return tr(LETTERS[row.letter][0]) if row.letter else row.number


def outgoing_line(row: OutgoingRow) -> str:
    """Return the second line of a paper that is not out yet: number, where it goes, what is in the way."""
    return " · ".join(filter(None, (outgoing_name(row), row.to, row.reason)))


LETTERS: Final = {
    LetterKind.DAF: ("Thanks for a fund’s grant", "landmark"),
    LetterKind.GRANT: ("Grant letter", "landmark"),
    LetterKind.THANKS: ("Thank-you", "heart"),
    LetterKind.VEHICLE: ("Letter about a vehicle", "file-text"),
    LetterKind.TRIBUTE: ("Notice to the family", "heart-handshake"),
    LetterKind.EMPLOYEE: ("Thanks for a match", "heart"),
    LetterKind.REFUND: ("Refund letter", "undo-2"),
    LetterKind.VOID: ("Receipt is void", "ban"),
    LetterKind.EXPENSE: ("Volunteer’s expenses", "hand-helping"),
    LetterKind.STATEMENT: ("Giving statement", "list"),
}
"""What each letter is called, and its sign."""


def due_chip(row: DueRow) -> tuple[str, str, str]:
    """Return the chip of a letter that waits to be written: what it is, or what is missing."""
    if row.needs:
        return tr(row.needs), "wrong", "circle-alert"
    words, icon = LETTERS[row.due.kind]
    return tr(words), "info", icon


def due_line(row: DueRow, today: date) -> str:
    """Return the second line of a letter that waits: the day, the donor if another, and the gift."""
    day = short_date(row.given_on, today=today)
    about = tr("about {donor}").format(donor=row.about) if row.about else ""
    kind = tr(LETTERS[row.due.kind][0]) if row.needs else ""
    return " · ".join(filter(None, (day, about, gift_number(row.gift_number), kind)))


def written_chip(row: LetterRow) -> tuple[str, str, str]:
    """Return the chip of a letter that was written: what is still to do, or how it went out."""
    if chip := way_chip(row):
        return chip
    done = [way for way in row.ways if way.state is DeliveryState.DONE]
    if not done:
        return tr("Not sent out"), "quiet", "mail"
    words, icon = _OUT[done[-1].way]
    return tr(words), "done", icon


_OUT: Final = {
    Way.PRINT: ("Printed", "printer"),
    Way.PDF: ("Saved as PDF", "download"),
    Way.EMAIL: ("E-mailed", "mail"),
    Way.DRAFT: ("Draft saved", "mail"),
}


def written_line(row: LetterRow, today: date) -> str:
    """Return the second line of a letter: what it is, the gift, and the day it was written."""
    gift = gift_number(row.gift_number) if row.gift_number is not None else ""
    day = tr("written {day}").format(day=short_date(row.written_on, today=today))
    return " · ".join(filter(None, (tr(LETTERS[row.kind][0]), gift, day)))


_WENT: Final = {
    Way.PRINT: "Printed {day}",
    Way.PDF: "Saved as PDF {day}",
    Way.EMAIL: "E-mailed {day} to {to}",
    Way.DRAFT: "Draft saved {day}",
}


def ways_line(row: ReceiptRow | LetterRow, today: date) -> str:
    """Return how a receipt went out and what is still to do, in one line; empty where nothing is known."""
    return " · ".join(_way_words(way, today) for way in row.ways)


def _way_words(way: WayOut, today: date) -> str:
    day = short_date(way.moved_at.astimezone().date(), today=today)
    if way.state is DeliveryState.DONE:
        words = tr(_WENT[way.way])
        return words.format(day=day, to=way.sent_to) if way.sent_to else words.format(day=day, to="…")
    chip = _SEEN_TO.get(way.state) or _TO_DO[way.way, way.state]
    return f"{tr(chip[0])}: {way.reason}" if way.reason else tr(chip[0])


_SHORT: Final = 16
"""A longer reason does not fit into a chip; it stands below the list."""


def _lower(reason: str) -> str:
    """Return a reason as it goes on after a comma."""
    return reason[:1].lower() + reason[1:] if reason[1:2].islower() else reason


def number_span(numbers: Sequence[str]) -> str:
    """Return the numbers of a run in short: R-2026-0413, or 0413–0416."""
    if len(numbers) == 1:
        return numbers[0]
    return f"{numbers[0][7:]}–{numbers[-1][7:]}"


NOT_HERE: Final = {
    Why.OPEN: "in an open batch",
    Why.TAKEN_BACK: "taken back",
    Why.ELSEWHERE: "receipted by somebody else",
    Why.RETURNED: "returned to the donor",
    Why.ANONYMOUS: "anonymous",
    Why.GIVEN_BACK_TO_FUND: "from funds that may get nothing back",
    Why.LETTERED: "thanked by letter",
    Why.LETTER: "that get letters",
    Why.PLATFORM: "receipted by a giving fund",
    Why.POLICY_NONE: "from donors who want none",
    Why.POLICY_ANNUAL: "for the annual summary",
}
"""Why gifts are not in the queue, as it follows their number."""


def not_here(groups: Sequence[WhyGroup]) -> list[str]:
    """Return what is not in the queue, the most first, at most three reasons and the rest."""
    others = sorted((group for group in groups if group.why in NOT_HERE), key=lambda group: -group.count)
    said = [f"{group.count:,} {tr(NOT_HERE[group.why])}" for group in others[:3]]
    if more := sum(group.count for group in others[3:]):
        said.append(tr("{n} more").format(n=f"{more:,}"))
    return said


PAPERS: Final = {
    Paper.CASH: "Receipt",
    Paper.CHECK: "Receipt",
    Paper.CARD: "Receipt",
    Paper.EFT: "Receipt",
    Paper.QPQ: "Receipt, with a value given back",
    Paper.PAYMENT_RECEIPT: "Receipt for payment, no gift",
}
