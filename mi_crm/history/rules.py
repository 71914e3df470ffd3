"""Which way leads back from an act."""

from enum import StrEnum


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
    if what.startswith("receipt"):
        return Way.REPLACEMENT
    if what in _CORRECTED or (posted and what in _IN_BATCH):
        return Way.CORRECTION
    return Way.UNDO if known else Way.NONE
