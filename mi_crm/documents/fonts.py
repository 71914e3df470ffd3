"""Fonts: which of the shipped ones prints each letter, so that no name ever prints as boxes."""

import unicodedata
import zlib
from collections.abc import Sequence
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

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


class Face(TTFont):
    """One font file, of which each document holds the letters that it uses.

    Cutting a font down is most of the work of a short document, and short documents use much the
    same letters: the cuts are kept.
    """

    def __init__(self, name: str) -> None:
        """Read the font file."""
        super().__init__(f"mi-{name}", str(_FOLDER / f"{name}.ttf"), asciiReadable=True)
        self.widths: dict[int, float] = self.face.charWidths
        del self.face.table[
            "name"
        ]  # designer and license in many languages, which no reader of a PDF asks for

    def prints(self, letter: str) -> bool:
        """Say whether the font has a glyph with ink, or a space, for the letter."""
        glyph = self.face.charToGlyph.get(ord(letter), 0)
        if not glyph:
            return False
        return letter.isspace() or self.face.glyphPos[glyph] != self.face.glyphPos[glyph + 1]

    def width(self, text: str) -> float:
        """Return how wide the text is at a size of 1000."""
        widths = self.widths
        return sum([widths[ord(letter)] for letter in text])

    def addObjects(self, doc: Any) -> None:  # noqa: ANN401, N802 - reportlab's name and its untyped document
        """Write the letters in use into the document."""
        state = self.state[doc]
        state.frozen = 1
        for number, letters in enumerate(state.subsets):
            name = self.getSubsetInternalName(number, doc)[1:]
            self._add_subset(doc, name, number, tuple(letters))
        del self.state[doc]

    def _add_subset(self, doc: Any, name: str, number: int, letters: tuple[int, ...]) -> None:  # noqa: ANN401
        cut, length, names = _cut(self, letters)
        cut_name = f"{_tag(number)}+{self.fontName}"
        program = _packed(cut, Length1=length)
        descriptor = pdfdoc.PDFDictionary({
            "Type": "/FontDescriptor",
            "Ascent": self.face.ascent,
            "CapHeight": self.face.capHeight,
            "Descent": self.face.descent,
            "Flags": 4,  # its own encoding, not one of Adobe's
            "FontBBox": pdfdoc.PDFArray(self.face.bbox),
            "FontName": pdfdoc.PDFName(cut_name),
            "ItalicAngle": self.face.italicAngle,
            "StemV": self.face.stemV,
            "FontFile2": doc.Reference(program, f"fontFile:{cut_name}"),
            "MissingWidth": self.face.defaultWidth,
        })  # fmt: skip
        font = pdfdoc.PDFDictionary({
            "Type": "/Font",
            "Subtype": "/TrueType",
            "BaseFont": pdfdoc.PDFName(cut_name),
            "FirstChar": 0,
            "LastChar": len(letters) - 1,
            "Widths": pdfdoc.PDFArray([round(self.widths.get(letter, 0), 2) for letter in letters]),
            "ToUnicode": doc.Reference(_packed(names), f"toUnicode:{cut_name}"),
            "FontDescriptor": doc.Reference(descriptor, f"fontDescriptor:{cut_name}"),
        })  # fmt: skip
        doc.Reference(font, name)
        doc.idToObject["BasicFonts"].dict[name] = font


@cache
def face(name: str) -> Face:
    """Return a shipped font, read once, when it is first needed."""
    found = Face(name)
    pdfmetrics.registerFont(found)
    return found


@lru_cache(maxsize=256)
def _cut(whole: Face, letters: tuple[int, ...]) -> tuple[bytes, int, bytes]:
    """Return the font cut down to the letters, its unpacked length and its table of letters."""
    program = whole.face.makeSubset(letters)
    return zlib.compress(program, 9), len(program), zlib.compress(_letter_table(letters))


def _packed(content: bytes, **entries: int) -> pdfdoc.PDFStream:
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary({"Filter": "/FlateDecode", **entries}), content, filters=[])


def _tag(number: int) -> str:
    """Return the six letters that name a cut font."""
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))


def _letter_table(letters: Sequence[int]) -> bytes:
    """Return the table by which a reader finds and copies the letters of the printed glyphs."""
    entries = [
        f"<{code:02X}> <{spoken(chr(letter)).encode('utf-16-be').hex().upper()}>"
        for code, letter in enumerate(letters)
        if letter
    ]
    blocks = (entries[start : start + 100] for start in range(0, len(entries), 100))
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


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
    if all(map(first.face.charToGlyph.__contains__, map(ord, line))):
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
