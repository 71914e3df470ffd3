"""The paper of each gift in a list, in a few words."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from mi_crm.receipts.queries.corrections import standing_receipts
from mi_crm.receipts.queries.facts import cases
from mi_crm.receipts.rules.papers import Paper
from mi_crm.receipts.rules.refusals import Verdict, Why, judge


@dataclass(frozen=True, slots=True)
class PaperState:
    """What a chip says about the paper of a gift."""

    words: str
    state: str
    """done, wait, info, quiet or wrong."""
    icon: str


_REFUSED: Final = {
    Why.OPEN: PaperState("Not posted yet", "quiet", "layers"),
    Why.TAKEN_BACK: PaperState("Taken back", "quiet", "undo-2"),
    Why.RECEIPTED: PaperState("Receipted", "done", "check"),
    Why.ELSEWHERE: PaperState("Receipted elsewhere", "quiet", "external-link"),
    Why.RETURNED: PaperState("Returned", "quiet", "undo-2"),
    Why.ANONYMOUS: PaperState("Anonymous", "quiet", "user-x"),
    Why.GIVEN_BACK_TO_FUND: PaperState("Stopped, nothing may be given back", "wrong", "circle-alert"),
    Why.LETTERED: PaperState("Letter written", "done", "mail"),
    Why.LETTER: PaperState("Letter", "info", "mail"),
    Why.PLATFORM: PaperState("Receipted by the fund", "quiet", "external-link"),
    Why.POLICY_NONE: PaperState("None wanted", "quiet", "ban"),
    Why.POLICY_ANNUAL: PaperState("Annual summary", "quiet", "file-text"),
    Why.NOT_SAID_FOR_WHAT: PaperState("Stopped, purpose missing", "wrong", "circle-alert"),
    Why.VALUE_MISSING: PaperState("Stopped, value missing", "wrong", "circle-alert"),
    Why.DESCRIPTION_MISSING: PaperState("Stopped, benefit not named", "wrong", "circle-alert"),
    Why.BLOCKED: PaperState("Stopped, something to settle", "wrong", "circle-alert"),
    Why.ADDRESS_MISSING: PaperState("Address missing", "wrong", "circle-alert"),
}
_QPQ: Final = PaperState("Receipt, value given back", "info", "gift")
_PAYMENT: Final = PaperState("Payment, no gift", "quiet", "receipt-text")
_IRA: Final = PaperState("IRA letter", "info", "landmark")
_MATCH: Final = PaperState("Matching letter", "info", "mail")
_PROPERTY: Final = PaperState("Receipt, property", "info", "gift")
_PLAIN: Final = PaperState("Receipt", "wait", "receipt-text")


def papers_of(session: Session, gift_ids: Collection[UUID]) -> dict[UUID, PaperState]:
    """Return what paper each gift has or will get; gifts that are not there are left out."""
    numbers = standing_receipts(session, list(gift_ids))
    return {
        gift_id: PaperState(numbers[gift_id].number, "done", "check")
        if gift_id in numbers
        else _state(judge(found.facts, found.office))
        for gift_id, found in cases(session, gift_ids).items()
    }


def _state(verdict: Verdict) -> PaperState:
    if verdict.refusal:
        return _REFUSED[verdict.refusal.why]
    return _PAPERS.get(verdict.decision.of_kind, _PLAIN)


_PAPERS: Final = {
    Paper.QPQ: _QPQ,
    Paper.PAYMENT_RECEIPT: _PAYMENT,
    Paper.QCD: _IRA,
    Paper.MATCH_ACK: _MATCH,
    Paper.NONCASH: _PROPERTY,
    Paper.SECURITIES: _PROPERTY,
}
