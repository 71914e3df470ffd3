"""Letters in the order and shape in which they are printed: Hebrew and Arabic run from right to left."""

import re
import unicodedata
from functools import cache, lru_cache

from arabic_reshaper import ArabicReshaper
from arabic_reshaper.letters import LETTERS_ARABIC
from arabic_reshaper.ligatures import LIGATURES
from bidi import get_display

# Letters of right-to-left scripts: Hebrew, Arabic and its presentation forms.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_ALEFS = ("", " WITH HAMZA ABOVE", " WITH HAMZA BELOW", " WITH MADDA ABOVE")
# They steer joining and direction and have no shape of their own.
_STEERING = re.compile("[\u200c-\u200f]")


def composed(text: str) -> str:
    """Return the text with every accent made one with its letter where Unicode has such a letter."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=4096)
def in_print_order(line: str) -> str:
    """Return one line as its glyphs stand on the paper, from left to right.

    The line belongs to an English letter: a Hebrew or Arabic name in it turns, the line does not.
    """
    if line.isascii():
        return line
    line = composed(line)
    if _RIGHT_TO_LEFT.search(line):
        line = str(get_display(_reshaper().reshape(line), base_dir="L"))
    return _STEERING.sub("", line)


def has_shape(letter: str) -> bool:
    """Say whether we know how the letter joins its neighbors; only Arabic letters can fail here."""
    return unicodedata.bidirectional(letter) != "AL" or not letter.isalpha() or letter in _shaped_letters()


def spoken(glyph: str) -> str:
    """Return what a search should find for a printed glyph: the letters, not their joined form."""
    if "\ufb50" <= glyph <= "\ufdff" or "\ufe70" <= glyph <= "\ufefc":
        return unicodedata.normalize("NFKC", glyph)
    return glyph


@cache
def _shaped_letters() -> frozenset[str]:
    joined = {form for forms in LETTERS_ARABIC.values() for form in forms if form}
    ligatures = {form for _, (_, forms) in LIGATURES for form in forms if form}
    return frozenset(LETTERS_ARABIC) | joined | ligatures


@cache
def _reshaper() -> ArabicReshaper:
    """Return the shaper with the one ligature that Arabic cannot do without, lam with alef."""
    wanted = {name: "no" for name, _ in LIGATURES}
    wanted |= {f"ARABIC LIGATURE LAM WITH ALEF{alef}": "yes" for alef in _ALEFS}
    return ArabicReshaper(
        {"delete_harakat": "no", "delete_tatweel": "no", "support_ligatures": "yes", **wanted}
    )
