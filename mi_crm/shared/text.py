"""Text: what may be kept as a name or a note, and the form in which names are compared."""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

from mi_crm.shared.problems import Problem

_SPACES = re.compile(r"\s+")
# Marks that turn the direction of the text after them: gpj.exe can look like exe.jpg.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = frozenset("\u200b\u2060\ufeff\u00ad\u180e")
# Joiners that Persian and Indian names need.
_JOINERS = frozenset("\u200c\u200d")


def clean_line(text: str, *, what: str, limit: int = 200) -> str:
    """Return one line of text as it is kept: composed (NFC), spaces made single, no hidden marks.

    `what` names the field in the sentence of the Problem that a line too long or with hidden
    marks raises; `limit` is in characters.
    """
    return _clean(_SPACES.sub(" ", text).strip(), what, limit, frozenset())


def clean_note(text: str, *, what: str, limit: int = 20_000) -> str:
    """Return text of several lines as it is kept: composed (NFC), lines ended by a line feed."""
    return _clean(text.replace("\r\n", "\n").replace("\r", "\n").strip(), what, limit, frozenset("\n\t"))


def _clean(text: str, what: str, limit: int, allowed: frozenset[str]) -> str:
    # Length first: composing ten million letters would keep the user waiting for a refusal.
    if len(text) > 4 * limit:
        raise Problem("{what} is too long: {limit} characters at most.", what=what, limit=limit)
    text = unicodedata.normalize("NFC", text)
    if len(text) > limit:
        raise Problem("{what} is too long: {limit} characters at most.", what=what, limit=limit)
    # Most text is such, and an import brings hundreds of thousands of pieces.
    if text.isascii() and text.isprintable():
        return text
    for letter in text:
        if letter in allowed or letter in _JOINERS:
            continue
        if (
            letter in _TURNING
            or letter in _INVISIBLE
            or unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn")
        ):
            raise Problem("{what} holds a hidden character (U+{code:04X}). Type it again by hand.",
                          what=what, code=ord(letter))  # fmt: skip
    return text


def fold(text: str) -> str:
    """Return the form in which names are compared: no accents, no case, no punctuation, single spaces."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = (
        _PLAIN_LETTERS.get(letter, letter) if letter.isalnum() else "" if letter in "'’`.´" else " "
        for letter in plain
        if not unicodedata.combining(letter)
    )
    return _SPACES.sub(" ", "".join(letters)).strip()


# Letters that have no decomposition but are typed without their stroke.
_PLAIN_LETTERS = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ħ": "h",
    "ŧ": "t",
}

_UNSAFE_IN_FILES = re.compile(r"[^\w\- ]+")
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


def file_name(text: str, *, limit: int = 60) -> str:
    """Return text as part of a file name that every system accepts; empty when nothing of it can be kept."""
    name = _UNSAFE_IN_FILES.sub("", unicodedata.normalize("NFKC", text))
    name = _SPACES.sub(" ", name).strip(" -")[:limit].strip(" -")
    return f"{name}_" if name.casefold() in _RESERVED else name


@lru_cache(maxsize=4096)
def folded_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a name that is compared again and again."""
    return tuple(fold(text).split())


def begins_words(typed: Collection[str], text: str) -> bool:
    """Return whether each folded word typed begins a word of the text; none typed begins nothing."""
    words = folded_words(text)
    return bool(typed) and all(any(word.startswith(part) for word in words) for part in typed)
