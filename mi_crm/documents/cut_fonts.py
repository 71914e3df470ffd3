"""Cut fonts: what a document holds of a font is the letters that it uses."""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from struct import pack
from threading import Lock

from mi_crm.documents.fonts import Face
from mi_crm.documents.letters import spoken
from mi_crm.documents.pdf import Pdf, packed_stream


def _written(code: int) -> str:
    """Return a letter's number as it stands in a page: two bytes, those that would end a string escaped."""
    return "".join(_ESCAPED.get(byte, byte) for byte in (chr(code >> 8), chr(code & 255)))


_ESCAPED = {"(": r"\(", ")": r"\)", "\\": r"\\", "\r": r"\r"}

# Every document holds these of a font that it uses: short documents then use the same cut fonts, and
# cutting is what takes the time.
_ALWAYS = {chr(letter): _written(code) for code, letter in enumerate(range(32, 127), start=1)}


class CutFont:
    """The letters of a face that one document uses, each under the number that its pages call it by."""

    def __init__(self, face: Face, number: int) -> None:
        """Begin with the letters that every document holds; `number` is the font's own in the document."""
        self.face = face
        self.number = number
        self._codes = _ALWAYS.copy() if face.prints_latin else {}

    def codes(self, text: str) -> str:
        """Return the text as the pages write it."""
        codes = self._codes
        try:
            return "".join([codes[letter] for letter in text])
        except KeyError:
            for letter in text:
                codes.setdefault(letter, _written(len(codes) + 1))
            return self.codes(text)

    def write(self, pdf: Pdf) -> None:
        """Write the font into the document."""
        cut = _cut(self.face, tuple(self._codes))
        program = pdf.add(cut.program)
        descriptor = pdf.add(f"{cut.descriptor} /FontFile2 {program} 0 R >>".encode("ascii"))
        glyphs = pdf.add(cut.glyphs)
        below = pdf.add(
            f"{cut.below} /FontDescriptor {descriptor} 0 R /CIDToGIDMap {glyphs} 0 R >>".encode("ascii")
        )
        letters = pdf.add(cut.letters)
        pdf.write(
            self.number,
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{cut.name} /Encoding /Identity-H "
            f"/DescendantFonts [{below} 0 R] /ToUnicode {letters} 0 R >>".encode("ascii"),
        )


@dataclass(frozen=True, slots=True)
class _Cut:
    name: str
    program: bytes
    descriptor: str
    below: str
    glyphs: bytes
    letters: bytes


_cutting = Lock()
"""A font file is read from one place at a time."""


@lru_cache(maxsize=128)
def _cut(face: Face, letters: tuple[str, ...]) -> _Cut:
    """Return all of a cut font that does not depend on the document."""
    file = face.file
    codes = [ord(letter) for letter in letters]
    with _cutting:
        program = file.makeSubset(codes)
    packed = zlib.compress(program, 9)
    name = f"{_tag(packed)}+{face.name}"
    box = " ".join(f"{edge:.0f}" for edge in file.bbox)
    widths = " ".join(f"{face.widths[letter]:.4g}" for letter in letters)
    return _Cut(
        name=name,
        program=packed_stream(packed, f"/Length1 {len(program)}"),
        descriptor=(
            f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{box}] "
            f"/Ascent {file.ascent:.0f} /Descent {file.descent:.0f} /CapHeight {file.capHeight:.0f} "
            f"/ItalicAngle {file.italicAngle:.4g} /StemV {file.stemV:.0f}"
        ),
        below=(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            f"/DW {file.defaultWidth:.4g} /W [1 [{widths}]]"
        ),
        glyphs=packed_stream(zlib.compress(_glyph_table(face, codes), 9)),
        letters=packed_stream(zlib.compress(_letter_table(letters), 9)),
    )


def _tag(packed: bytes) -> str:
    """Return the six letters by which readers tell cut fonts of one face apart."""
    number = zlib.crc32(packed)
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))


def _glyph_table(face: Face, codes: list[int]) -> bytes:
    """Return the glyph in the cut font of each number: letters that look the same share one."""
    places = {0: 0}
    glyphs = [places.setdefault(face.file.charToGlyph[code], len(places)) for code in codes]
    return pack(f">{len(glyphs) + 1}H", 0, *glyphs)


def _letter_table(letters: tuple[str, ...]) -> bytes:
    """Return the table by which a reader finds and copies letters."""
    entries = [
        f"<{code:04X}> <{spoken(letter).encode('utf-16-be').hex().upper()}>"
        for code, letter in enumerate(letters, start=1)
    ]
    blocks = [entries[start : start + 100] for start in range(0, len(entries), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
