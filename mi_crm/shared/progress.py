"""How long work tells how far it is, and how it is stopped."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called as progress(done, total), with total 0 when it is not known; raises Cancelled to stop the work."""


class Cancelled(Exception):
    """The user asked to stop; the transaction in hand is rolled back."""


def no_progress(done: int, total: int) -> None:
    """Ignore progress."""
