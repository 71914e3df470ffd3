"""What happened afterwards: money that went back, receipts to correct, papers asked for (8.1 point 1)."""

from dataclasses import dataclass
from typing import Final

from mi_crm.receipts.rules.facts import Facts, Later
from mi_crm.receipts.rules.papers import Code, Paper, Reason, Ruling
from mi_crm.shared.dates import long_date
from mi_crm.shared.money import ZERO

_UNDONE: Final = {
    Later.RETURNED_UNPAID: Reason(
        "R4.13", "The payment came back unpaid", "A payment in its place is a gift of its own day."
    ),
    Later.CHARGEBACK: Reason("R4.13", "The payment was charged back"),
    Later.DUPLICATE_REFUNDED: Reason("R4.14", "It was charged twice, and this charge was sent back"),
}
_AFTER: Final = (Code.FX, Code.AMT, Code.DATE, Code.WHO)
"""After which sentence a correction is told: the first of these that is there."""

_FINAL: Final = frozenset(
    {Paper.BLOCK, Paper.NONE, Paper.VOID, Paper.REFUND_LETTER, Paper.PLEDGE_CONFIRMATION}
)
"""Answers that no correction and no copy changes."""


def ended(facts: Facts) -> Ruling | None:
    """Return the ruling on a gift of which nothing is left, or None while something is."""
    if reason := _UNDONE.get(facts.later) if facts.later else None:
        return _nothing_left(facts, reason, Paper.VOID, (Code.WHO, Code.VOID))
    if facts.later is Later.REFUND and not facts.paid:
        reason = Reason("R4.14", "All of it was returned", "The donor gets a letter that says so.")
        return _nothing_left(facts, reason, Paper.REFUND_LETTER, (Code.WHO, Code.REF))
    return None


def _nothing_left(facts: Facts, reason: Reason, paper: Paper, codes: tuple[Code, ...]) -> Ruling:
    if facts.receipt_issued_on is None:
        none = Reason(reason.rule, reason.text, "No receipt went out, so no paper is due.")
        return Ruling(paper=Paper.NONE, reasons=(none,))
    return Ruling(paper=paper, sentences=codes, reasons=(reason,), stated=ZERO)


@dataclass(frozen=True, slots=True)
class Amended:
    """The paper of a gift as it goes out now."""

    paper: Paper
    sentences: tuple[Code, ...]
    reasons: tuple[Reason, ...] = ()


def amended(facts: Facts, ruling: Ruling) -> Amended:
    """Return the paper of its kind, corrected or copied where that is what was asked for."""
    as_is = Amended(ruling.paper, ruling.sentences)
    if facts.later is None or ruling.paper in _FINAL:
        return as_is
    if facts.later is Later.COPY_ASKED:
        return Amended(
            Paper.COPY,
            (Code.COPY, *ruling.sentences),
            (Reason("R8.16", "A copy says the same words, with its first date and COPY across the top"),),
        )
    if facts.later is Later.FIRST_PAPER_ASKED:
        asked = f"Asked for on {long_date(facts.later_on)}: " if facts.later_on else ""
        late = Reason(
            "R1.3",
            f"{asked}it carries the day it is made",
            "After the return is filed it is probably too late to be of use.",
        )
        return Amended(ruling.paper, ruling.sentences, (late,))
    if facts.later is Later.REFUND:
        returned = Reason(
            "R4.14",
            f"{facts.returned.dollars()} was returned",
            f"The paper is for the {facts.paid.dollars()} that remains.",
        )
        return _corrected(facts, ruling, (Code.CORR, Code.REF), returned)
    if facts.later is Later.MISTYPED_RECEIPT:
        mistyped = Reason("R8.14", "The receipt was mistyped", "A new number replaces it; the old one stays.")
        return _corrected(facts, ruling, (Code.CORR,), mistyped)
    return as_is


def _corrected(facts: Facts, ruling: Ruling, codes: tuple[Code, ...], reason: Reason) -> Amended:
    if facts.receipt_issued_on is None:
        return Amended(ruling.paper, ruling.sentences, (reason,))
    after = next(code for code in _AFTER if code in ruling.sentences)
    place = ruling.sentences.index(after) + 1
    return Amended(Paper.CORRECTED, (*ruling.sentences[:place], *codes, *ruling.sentences[place:]), (reason,))
