"""Pages: plain words, rules and pictures at exact places; no value is ever read as markup."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from enum import Enum
from math import cos, radians, sin
from typing import Final, NewType

from mi_crm.documents.cut_fonts import CutFont
from mi_crm.documents.fonts import Face, Style, runs, width
from mi_crm.documents.pdf import Pdf, packed_stream, text_string
from mi_crm.documents.pictures import dots

LETTER: Final = (612.0, 792.0)
INCH: Final = 72.0

Color = NewType("Color", str)
"""Red, green and blue as a page writes them."""


def _color(code: str) -> Color:
    return Color(" ".join(f"{int(code[place : place + 2], 16) / 255:.3f}" for place in (0, 2, 4)))


INK: Final = _color("14252B")
INK2: Final = _color("45575D")
INK3: Final = _color("58696F")
LINE: Final = _color("C9D3D5")
BOX: Final = _color("F2F5F5")
ACCENT: Final = _color("0B5F73")


class Side(Enum):
    """Which end of a line stands at the given place."""

    LEFT = 0.0
    CENTER = 0.5
    RIGHT = 1.0


class Pages:
    """Pages of one document, measured in points to the right and down from the top left corner."""

    def __init__(
        self,
        title: str,
        author: str,
        *,
        size: tuple[float, float] = LETTER,
        landscape: bool = False,
        nudge: tuple[int, int] = (0, 0),
    ) -> None:
        """Begin the first page; `nudge` moves all of it, in hundredths of an inch to the right and down."""
        self.width, self.height = reversed(size) if landscape else size
        right, down = (hundredths * INCH / 100 for hundredths in nudge)
        self._origin = f"1 0 0 1 {right:.2f} {self.height - down:.2f} cm"
        self._pdf = Pdf()
        self._info = self._pdf.add(_info(title, author))
        self._root, self._tree, self._resources = (self._pdf.reserve() for _ in range(3))
        self._page_numbers: list[int] = []
        self._fonts: dict[Face, CutFont] = {}
        self._drawings: dict[Hashable, int] = {}
        self._pictures: dict[Hashable, int] = {}
        self._code = [self._origin]

    def text(
        self,
        x: float,
        y: float,
        line: str,
        style: Style,
        size: float,
        color: Color = INK,
        side: Side = Side.LEFT,
    ) -> None:
        """Print one line with its baseline at y. Raises Problem when a letter is in no font."""
        if not line:
            return
        if side is not Side.LEFT:
            x -= width(line, style, size) * side.value
        shown = " ".join(
            [
                f"/F{font.number} {size:.4g} Tf ({font.codes(text)}) Tj"
                for font, text in [(self._font(face), text) for face, text in runs(line, style)]
            ]
        )
        self._code.append(f"{color} rg BT {x:.2f} {-y:.2f} Td {shown} ET")

    def _font(self, face: Face) -> CutFont:
        font = self._fonts.get(face)
        if font is None:
            font = self._fonts[face] = CutFont(face, self._pdf.reserve())
        return font

    def rule(self, x0: float, x1: float, y: float, color: Color = LINE, thickness: float = 0.6) -> None:
        """Draw a line across, from x0 to x1."""
        self._fill(x0, y - thickness / 2, x1 - x0, thickness, color)

    def upright(self, x: float, y0: float, y1: float, color: Color = LINE, thickness: float = 0.6) -> None:
        """Draw a line down, from y0 to y1."""
        self._fill(x - thickness / 2, y0, thickness, y1 - y0, color)

    def struck(self, x: float, y: float, line: str, style: Style, size: float, color: Color) -> None:
        """Draw a line through the middle of a line of text that ends at x."""
        self.rule(x - width(line, style, size), x, y - size * 0.3, color)

    def _fill(self, x: float, y: float, wide: float, high: float, color: Color) -> None:
        self._code.append(f"{color} rg {x:.2f} {-y - high:.2f} {wide:.2f} {high:.2f} re f")

    def box(
        self, x: float, y: float, wide: float, high: float, color: Color = BOX, radius: float = 5
    ) -> None:
        """Fill a box with rounded corners."""
        self._code.append(f"{color} rg {_rounded(x, y, wide, high, radius)} f")

    def frame(
        self,
        x: float,
        y: float,
        wide: float,
        high: float,
        color: Color = INK3,
        thickness: float = 0.6,
        radius: float = 0,
    ) -> None:
        """Draw the outline of a box, its corners rounded if wanted."""
        path = (
            _rounded(x, y, wide, high, radius)
            if radius
            else f"{x:.2f} {-y - high:.2f} {wide:.2f} {high:.2f} re"
        )
        self._code.append(f"{color} RG {thickness:.4g} w {path} S")

    def picture(self, png: bytes, x: float, bottom: float, wide: float, high: float) -> float:
        """Draw a picture as large as the room allows, in its own proportion, and return its width."""
        shown = dots(png, wide, high)
        number = self._pictures.get((png, wide, high))
        if number is None:
            entries = shown.entries("DeviceRGB")
            if shown.alpha:
                alpha = self._pdf.add(packed_stream(shown.alpha, shown.entries("DeviceGray")))
                entries += f" /SMask {alpha} 0 R"
            number = self._pictures[png, wide, high] = self._pdf.add(packed_stream(shown.colors, entries))
        self._code.append(f"q {shown.wide:.2f} 0 0 {shown.high:.2f} {x:.2f} {-bottom:.2f} cm /X{number} Do Q")
        return shown.wide

    def across(self, word: str) -> None:
        """Print a large pale word from corner to corner, over whatever is there."""
        size = min(104.0, 430_000 / width(word, Style.SANS_BOLD, 1000))
        turn, along = radians(31), width(word, Style.SANS_BOLD, size) / 2
        a, b = cos(turn), sin(turn)
        x, y = self.width / 2, -self.height * 0.53
        self._code.append(f"q /Pale gs {a:.4f} {b:.4f} {-b:.4f} {a:.4f} {x:.2f} {y:.2f} cm")
        self.text(-along, size * 0.36, word, Style.SANS_BOLD, size, ACCENT)
        self._code.append("Q")

    @contextmanager
    def once(self, drawing: Hashable) -> Iterator[bool]:
        """Keep what is drawn inside, to be printed on many pages and written once.

        Gives True when it is to be drawn, the first time; `drawing` is all that its look depends on.
        """
        new = drawing not in self._drawings
        if new:
            page, self._code = self._code, []
            yield True
            self._drawings[drawing] = self._pdf.add_stream(
                "\n".join(self._code).encode("latin-1"),
                f"/Type /XObject /Subtype /Form /BBox [0 {-self.height:.0f} {self.width:.0f} 0] "
                f"/Resources {self._resources} 0 R",
            )
            self._code = page
        else:
            yield False
        self._code.append(f"/X{self._drawings[drawing]} Do")

    def next_page(self) -> None:
        """End this page and begin another."""
        content = self._pdf.add_stream("\n".join(self._code).encode("latin-1"))
        self._page_numbers.append(
            self._pdf.add(
                f"<< /Type /Page /Parent {self._tree} 0 R /Contents {content} 0 R "
                f"/Resources {self._resources} 0 R "
                f"/MediaBox [0 0 {self.width:.0f} {self.height:.0f}] >>".encode("ascii")
            )
        )
        self._code = [self._origin]

    def finish(self) -> bytes:
        """End the last page and return the document."""
        self.next_page()
        for font in self._fonts.values():
            font.write(self._pdf)
        fonts = " ".join(f"/F{font.number} {font.number} 0 R" for font in self._fonts.values())
        drawings = (*self._drawings.values(), *self._pictures.values())
        drawn = " ".join(f"/X{number} {number} 0 R" for number in drawings)
        kids = " ".join(f"{number} 0 R" for number in self._page_numbers)
        looks = "/ExtGState << /Pale << /ca 0.13 >> >>"
        pages = f"/Count {len(self._page_numbers)} /Kids [{kids}]"
        view = "/Lang (en-US) /ViewerPreferences << /DisplayDocTitle true >>"
        self._write(self._resources, f"<< /Font << {fonts} >> /XObject << {drawn} >> {looks} >>")
        self._write(self._tree, f"<< /Type /Pages {pages} >>")
        self._write(self._root, f"<< /Type /Catalog /Pages {self._tree} 0 R {view} >>")
        return self._pdf.finish(self._root, self._info)

    def _write(self, number: int, body: str) -> None:
        self._pdf.write(number, body.encode("ascii"))


def _rounded(x: float, y: float, wide: float, high: float, radius: float) -> str:
    """Return the path around a box."""
    left, right, top, bottom = x, x + wide, -y, -y - high
    r, c = radius, radius * 0.4477  # how far from the corner a curve is steered to be a quarter circle
    return (
        f"{left + r:.2f} {top:.2f} m {right - r:.2f} {top:.2f} l "
        f"{right - c:.2f} {top:.2f} {right:.2f} {top - c:.2f} {right:.2f} {top - r:.2f} c "
        f"{right:.2f} {bottom + r:.2f} l "
        f"{right:.2f} {bottom + c:.2f} {right - c:.2f} {bottom:.2f} {right - r:.2f} {bottom:.2f} c "
        f"{left + r:.2f} {bottom:.2f} l "
        f"{left + c:.2f} {bottom:.2f} {left:.2f} {bottom + c:.2f} {left:.2f} {bottom + r:.2f} c "
        f"{left:.2f} {top - r:.2f} l "
        f"{left:.2f} {top - c:.2f} {left + c:.2f} {top:.2f} {left + r:.2f} {top:.2f} c h"
    )


def _info(title: str, author: str) -> bytes:
    return (
        f"<< /Title {text_string(title)} /Author {text_string(author)} /Creator {text_string('MI CRM')} >>"
    ).encode("ascii")
