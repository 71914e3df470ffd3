"""What part of a line matches what was typed, so that it can be marked."""

import re

from mi_crm.shared.text import fold

_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_LONGEST = 80


def plain(typed: str) -> str:
    """Return what was typed as one line of at most 200 letters that any store can be asked for."""
    text = typed[:200].encode(errors="ignore").decode().replace("\0", " ")
    return " ".join(text.split())


def marked(text: str, typed: str) -> tuple[tuple[int, int], ...]:
    """Return where in a text what was typed stands, from and to: as a whole, else word by word."""
    typed = typed.strip().removeprefix("$").strip()[:_LONGEST]
    if not typed:
        return ()
    if whole := re.search(rf"(?<![^\W_]){re.escape(typed)}", text, re.IGNORECASE):
        return (whole.span(),)
    if tail := _digits(typed):
        return tuple(found.span() for found in [re.search(tail, text)] if found)
    parts = fold(typed).split()
    return tuple(
        span for found in _WORD.finditer(text) if (span := _begun(found.start(), found[0], parts)) is not None
    )


def _digits(typed: str) -> str:
    """Return a pattern for the digits of a phone or number, however they are set apart; empty for words."""
    digits = re.sub(r"[\s().+/,-]", "", typed)
    if not digits.isascii() or not digits.isdigit() or len(digits) > 15:
        return ""
    return r"[\s().,-]{0,2}".join(digits)


def _begun(start: int, word: str, parts: list[str]) -> tuple[int, int] | None:
    folded = fold(word)
    longest = max((len(part) for part in parts if folded.startswith(part)), default=0)
    if not longest:
        return None
    # Folding may change how many letters there are; then the whole word is marked.
    end = longest if len(folded) == len(word) else len(word)
    return start, start + end
