"""What a spreadsheet would run as a formula goes out with an apostrophe and comes in without it."""

import re

_RUNS = re.compile(r"'*[ \u00a0]*[=+\-@\t\r\x00＝＋－＠]")
_GUARDED = re.compile(r"'" + _RUNS.pattern)


def guard(text: str) -> str:
    """Return text that no spreadsheet takes for a formula (trust.md 3.7).

    Text that looks guarded already is guarded once more, so that `unguard` always gives back what was there.
    """
    return f"'{text}" if _RUNS.match(text) else text


def unguard(text: str) -> str:
    """Return text without the one apostrophe that `guard` put before it."""
    return text[1:] if _GUARDED.match(text) else text
