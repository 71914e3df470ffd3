"""Which way leads back from an act, and what is said when none does."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from mi_crm.giving.rules import gift_number
from mi_crm.shared.problems import Problem


class Way(StrEnum):
    """How an act can be mended."""

    UNDO = "undo"
    UNDONE = "undone"
    """It was taken back, and can be done again."""
    CORRECTION = "correction"
    """It is money by now: what is wrong is corrected by a new line."""
    REPLACEMENT = "replacement"
    """It is a number of the register: another paper replaces it."""
    NONE = "none"


_CORRECTED = frozenset(
    {
        "batch.posted",
        "lines.entered",
        "gifts.recorded",
        "gift.corrected",
        "gift.reversed",
        "gifts.reversed",
        "gift.refunded",
        "refund.reversed",
    }
)
_IN_BATCH = frozenset({"line.entered", "line.changed", "line.removed", "batch.opened", "batch.changed"})


def way_back(what: str, *, undone: bool, posted: bool, known: bool) -> Way:
    """Return how an act can be mended; `posted` says that the batch it was about is posted by now.

    `known` says that some room knows how to take it back.
    """
    if undone:
        return Way.UNDONE
    if what.startswith(("receipt", "certificate")):
        return Way.REPLACEMENT
    if what in _CORRECTED or (posted and what in _IN_BATCH):
        return Way.CORRECTION
    return Way.UNDO if known else Way.NONE


_LINE = "Batch {batch} is posted. Correct the gift instead."
_BATCH = "Batch {number} is posted. Correct its gifts instead."
_REFUSALS = {
    "line.entered": _LINE,
    "line.changed": _LINE,
    "line.removed": "Batch {batch} is posted. Record the gift by itself instead.",
    "lines.entered": "These lines came in together. Change or correct them one by one instead.",
    "batch.opened": _BATCH,
    "batch.changed": _BATCH,
    "batch.posted": _BATCH,
    "gift.corrected": "{gift} was corrected, and both lines stay. Correct it once more instead.",
    "gift.reversed": "{gift} is reversed, and its lines stay. If it was right, record it once more instead.",
    "gift.refunded": "Money of {gift} was sent back, and the line stays. Record what came again as a gift.",
    "refund.reversed": "The refund of {gift} is reversed, and its lines stay. Record the refund once more.",
    "receipt.issued": "Receipt {number} is in the register. Void or replace it instead.",
    "receipt.replaced": "Receipt {number} is in the register. Void or replace it instead.",
    "receipt.voided": "Receipt {number} is void and stays so. Issue a new receipt for the gift instead.",
    "receipt.copied": "The copy of receipt {number} is made. Nothing needs to be undone.",
    "receipt.summarized": "Summary {number} is in the register. Void it, or make summaries again instead.",
    "receipts.issued": "Receipts {first} to {last} are in the register. Void or replace a wrong one instead.",
    "papers.went_out": "These papers went out. What is wrong with one is mended in Receipts instead.",
    "papers.marked_sent": "These papers are marked as sent. Let them wait again in Receipts instead.",
    "papers.wait_again": "These papers wait to go out. Mark them as sent in Receipts instead.",
    "papers.go_by": "These papers go another way. Choose the way in Receipts instead.",
    "papers.left_out": "These papers do not go out. Print a copy in Receipts instead.",
    "message.sent": "The e-mail is sent. Mend what is wrong in Receipts or Letters instead.",
    "letter.written": "The letter to {donor} is written. Write it once more in Letters instead.",
    "letter.written_to": "The letter to {donor} is written. Write it once more in Letters instead.",
    "papers.came_back": "This came back. Let it wait again in Receipts instead.",
    "import.undone": "Import {number} is undone. Import the file once more instead.",
    "certificates.issued": "These certificates are numbered and stay. Make a wrong one void instead.",
    "certificate.voided": "Certificate {number} is void and stays so. Issue another one instead.",
    "practitioners.import_undone": "This file was taken back. Import it once more instead.",
    "organization.set_up": "The organization was set up with this. Change it in Settings instead.",
}
_BY_WAY = {
    Way.UNDO: "This cannot be undone.",
    Way.UNDONE: "This was undone already.",
    Way.CORRECTION: "This is posted by now. Correct the gift instead.",
    Way.REPLACEMENT: "This paper has its number and stays. Void or replace it instead.",
    Way.NONE: "This cannot be undone.",
}


def refusal(what: str, facts: Mapping[str, Any], way: Way) -> Problem:
    """Return why an act is not undone, and what to do instead."""
    if way is Way.UNDONE or what not in _REFUSALS:
        return Problem(_BY_WAY[way])
    values = dict(facts)
    if what.startswith(("gift.", "refund.")):
        values["gift"] = gift_number(values.pop("number"))
    return Problem(_REFUSALS[what], **values)
