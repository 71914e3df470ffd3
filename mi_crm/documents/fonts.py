"""Fonts: which of the shipped ones prints each letter, so that no name ever prints as boxes."""

import unicodedata
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from mi_crm.documents.letters import composed, has_shape, in_print_order, spoken
from mi_crm.shared.problems import Problem

_FOLDER = Path(__file__).parents[2] / "resources" / "fonts"


class Style(StrEnum):
    """The faces that papers are set in, by the file that is tried first."""

    SERIF = "SourceSerif4_400Regular"
    SERIF_MEDIUM = "SourceSerif4_500Medium"
    SERIF_BOLD = "SourceSerif4_600SemiBold"
    SERIF_ITALIC = "SourceSerif4_400Regular_Italic"
    SANS = "Inter_400Regular"
    SANS_MEDIUM = "Inter_500Medium"
    SANS_BOLD = "Inter_700Bold"


_SECOND = {
    Style.SERIF: "Inter_400Regular",
    Style.SERIF_MEDIUM: "Inter_500Medium",
    Style.SERIF_BOLD: "Inter_600SemiBold",
    Style.SERIF_ITALIC: "Inter_400Regular",
    Style.SANS: "SourceSerif4_400Regular",
    Style.SANS_MEDIUM: "SourceSerif4_500Medium",
    Style.SANS_BOLD: "SourceSerif4_600SemiBold",
}
_OTHER_SCRIPTS = ("NotoSansSC_400Regular", "NotoSansHebrew_400Regular", "NotoSansArabic_400Regular")

# Kinds of character that are refused even where a font holds a glyph for them: hidden ones, private
# ones, and marks that no composed letter took in, which would stand beside their letter.
_REFUSED = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Mc", "Me"))


class Face:
    """One font file."""

    def __init__(self, name: str) -> None:
        """Read the font file."""
        # Screens ask whether a name can be printed; plain ones need no font for the answer.
        from reportlab.pdfbase.ttfonts import TTFontFile

        self.name = name
        self.prints_latin = name not in _OTHER_SCRIPTS
        self.file = TTFontFile(str(_FOLDER / f"{name}.ttf"))
        self.widths: dict[str, float] = {chr(code): wide for code, wide in self.file.charWidths.items()}
        del self.file.table["name"]  # designer and license in many languages, which no paper needs

    def prints(self, letter: str) -> bool:
        """Say whether the font has a glyph with ink, or a space, for the letter."""
        glyph = self.file.charToGlyph.get(ord(letter), 0)
        if not glyph:
            return False
        return letter.isspace() or self.file.glyphPos[glyph] != self.file.glyphPos[glyph + 1]

    def width(self, text: str) -> float:
        """Return how wide the text is at a size of 1000."""
        return sum(map(self.widths.__getitem__, text))


@cache
def face(name: str) -> Face:
    """Return a shipped font, read once, when it is first needed."""
    return Face(name)


Run = tuple[Face, str]
"""Glyphs in print order that one face prints."""


@lru_cache(maxsize=16_384)
def runs(line: str, style: Style) -> tuple[Run, ...]:
    """Return one line as the runs that are printed from left to right.

    Raises Problem when a letter is in no font: a paper with a box on it is never made.
    """
    if missing := unprintable(line):
        raise Problem("No font here can print {letters}. Write it in other letters.",
                      letters=" ".join(sorted(missing)))  # fmt: skip
    line = in_print_order(line)
    first = face(style)
    if all(map(first.widths.__contains__, line)):
        return ((first, line),)
    found: list[Run] = []
    for word in _words(line):
        for part in [word] if _first_that_prints(word, style) else word:
            font = _first_that_prints(part, style) or first
            if found and found[-1][0] is font:
                found[-1] = (font, found[-1][1] + part)
            else:
                found.append((font, part))
    return tuple(found)


def _words(line: str) -> list[str]:
    """Return the words of a line, each with the space before it."""
    first, *others = line.split(" ")
    return [first, *(f" {other}" for other in others)]


def _chain(style: Style) -> tuple[str, ...]:
    return (style, _SECOND[style], *_OTHER_SCRIPTS)


def _first_that_prints(word: str, style: Style) -> Face | None:
    """Return the first face that prints the whole word: letters of one word should match."""
    return next((face(name) for name in _chain(style) if all(map(face(name).prints, word))), None)


@lru_cache(maxsize=16_384)
def width(line: str, style: Style, size: float) -> float:
    """Return how wide one line is, in points."""
    return sum(face.width(text) for face, text in runs(line, style)) * size / 1000


def unprintable(text: str) -> set[str]:
    """Return what no shipped font can print: single letters, or a letter with the mark that it cannot take.

    Empty means that every paper that holds the text can be made.
    """
    missing: set[str] = set()
    for line in text.split("\n"):
        if line.isascii() and line.isprintable():
            continue
        line = composed(line)
        missing |= {
            _with_its_letter(line, place)
            for place, letter in enumerate(line)
            if not _printable(letter) and letter not in _STEERING_MARKS
        }
        shaped = set(in_print_order(line)).difference(line)
        missing |= {spoken(glyph) for glyph in shaped if not _printable(glyph)}
    return missing


_STEERING_MARKS = "\u200c\u200d\u200e\u200f"


def _with_its_letter(line: str, place: int) -> str:
    start = place
    while start and unicodedata.category(line[start]).startswith("M"):
        start -= 1
    return line[start : place + 1]


@cache
def _printable(letter: str) -> bool:
    return (
        unicodedata.category(letter) not in _REFUSED
        and has_shape(letter)
        and _first_that_prints(letter, Style.SERIF) is not None
    )
