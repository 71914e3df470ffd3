"""The ways out of a paper: which one a donor wants, and how far each has come."""

from enum import StrEnum
from typing import Final

from mi_crm.people.details import AcknowledgeBy


class Way(StrEnum):
    """How a paper leaves the office."""

    PRINT = "print"
    PDF = "pdf"
    EMAIL = "email"
    DRAFT = "draft"
    """A message in a file, sent by the office's own program."""


class DeliveryState(StrEnum):
    """How far a paper has come on one way."""

    WAITING = "waiting"
    UNSURE = "unsure"
    """The server was handed it, and what became of it was never heard: only a look can tell."""
    DONE = "done"
    FAILED = "failed"
    BOUNCED = "bounced"
    """It went out and came back, as somebody noted."""
    DROPPED = "dropped"
    """Nobody waits for it any more: the receipt was voided, or the paper went another way."""


OPEN: Final = (DeliveryState.WAITING, DeliveryState.UNSURE, DeliveryState.FAILED, DeliveryState.BOUNCED)
"""What somebody still has to see to."""


def wanted_way(
    wish: AcknowledgeBy, *, no_mail: bool, no_email: bool, has_email: bool, has_address: bool = True
) -> Way | None:
    """Return the way a paper goes by what its donor wishes, or None for a donor who wants none.

    Who wants no mail, or has no address, gets it by e-mail where that is possible. An e-mail without an
    address stays an e-mail, so that somebody sees that the address is missing.
    """
    if wish is AcknowledgeBy.NONE:
        return None
    if wish is AcknowledgeBy.EMAIL:
        return Way.PRINT if no_email else Way.EMAIL
    return Way.EMAIL if (no_mail or not has_address) and has_email and not no_email else Way.PRINT
