"""Pages: plain words, rules and pictures at exact places; no value is ever read as markup."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from enum import Enum
from functools import lru_cache
from io import BytesIO
from threading import Lock

from PIL import Image
from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from mi_crm.documents.fonts import Style, face, runs, width

rl_config.trustedHosts = []
rl_config.trustedSchemes = []
rl_config.useA85 = 0

LETTER = (612.0, 792.0)
INCH = 72.0

INK = HexColor("#14252B")
INK2 = HexColor("#45575D")
INK3 = HexColor("#58696F")
LINE = HexColor("#C9D3D5")
BOX = HexColor("#F2F5F5")
ACCENT = HexColor("#0B5F73")
WRONG = HexColor("#A32D26")

# The fonts are shared by all documents and are no safer than reportlab's: one document is finished at a time.
_fonts_in_use = Lock()


class Side(Enum):
    """Which end of a line stands at the given place."""

    LEFT = 0.0
    CENTER = 0.5
    RIGHT = 1.0


class Pages:
    """Pages of one document, measured in points to the right and down from the top left corner."""

    def __init__(
        self, title: str, author: str, *, landscape: bool = False, nudge: tuple[int, int] = (0, 0)
    ) -> None:
        """Begin the first page; `nudge` moves all of it, in hundredths of an inch to the right and down."""
        self.width, self.height = reversed(LETTER) if landscape else LETTER
        self._right, self._down = (hundredths * INCH / 100 for hundredths in nudge)
        self._drawings: dict[Hashable, str] = {}
        self._out = BytesIO()
        self._canvas = Canvas(
            self._out,
            pagesize=(self.width, self.height),
            invariant=1,
            pageCompression=1,
            lang="en-US",
            initialFontName=face(Style.SERIF).fontName,  # type: ignore[arg-type] # the stub is wrong
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("MI CRM")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self._begin()

    def _begin(self) -> None:
        self._canvas.translate(self._right, self.height - self._down)

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
        """Print one line with its baseline at y."""
        if not line:
            return
        if side is not Side.LEFT:
            x -= width(line, style, size) * side.value
        self._canvas.setFillColor(color)
        for font, text in runs(line, style):
            self._canvas.setFont(font.fontName, size)
            self._canvas.drawString(x, -y, text)
            x += font.width(text) * size / 1000

    def struck(self, x: float, y: float, line: str, style: Style, size: float, color: Color) -> None:
        """Draw a line through the middle of a line of text that ends at x."""
        self.rule(x - width(line, style, size), x, y - size * 0.3, color)

    def rule(self, x0: float, x1: float, y: float, color: Color = LINE, thickness: float = 0.6) -> None:
        """Draw a line across, from x0 to x1."""
        self._canvas.setFillColor(color)
        self._canvas.rect(x0, -y - thickness / 2, x1 - x0, thickness, stroke=0, fill=1)

    def upright(self, x: float, y0: float, y1: float, color: Color = LINE, thickness: float = 0.6) -> None:
        """Draw a line down, from y0 to y1."""
        self._canvas.setFillColor(color)
        self._canvas.rect(x - thickness / 2, -y1, thickness, y1 - y0, stroke=0, fill=1)

    def box(self, x: float, y: float, box_width: float, height: float, color: Color = BOX) -> None:
        """Fill a box with rounded corners."""
        self._canvas.setFillColor(color)
        self._canvas.roundRect(x, -y - height, box_width, height, 5, stroke=0, fill=1)

    def frame(self, x: float, y: float, frame_width: float, height: float, color: Color = INK3) -> None:
        """Draw the outline of a box."""
        self._canvas.setStrokeColor(color)
        self._canvas.setLineWidth(0.6)
        self._canvas.rect(x, -y - height, frame_width, height, stroke=1, fill=0)

    def picture(self, png: bytes, x: float, bottom: float, box_width: float, height: float) -> float:
        """Draw a picture as large as the box allows, in its own proportion, and return its width."""
        image, share = _picture(png, box_width, height)
        shown = image.width * share
        self._canvas.drawImage(ImageReader(image), x, -bottom, shown, image.height * share, mask="auto")
        return shown

    def across(self, word: str) -> None:
        """Print a large pale word from corner to corner, over whatever is there."""
        self._canvas.saveState()
        self._canvas.setFillColor(ACCENT)
        self._canvas.setFillAlpha(0.13)
        self._canvas.translate(self.width / 2, -self.height * 0.53)
        self._canvas.rotate(31)
        size = min(104.0, 430_000 / width(word, Style.SANS_BOLD, 1000))
        self._canvas.setFont(face(Style.SANS_BOLD).fontName, size)
        self._canvas.drawCentredString(0, -size * 0.36, word)
        self._canvas.restoreState()

    @contextmanager
    def once(self, drawing: Hashable) -> Iterator[bool]:
        """Keep what is drawn inside, to be printed on many pages and written once.

        Gives True when it is to be drawn, the first time; `drawing` is all that its look depends on.
        """
        new = drawing not in self._drawings
        name = self._drawings.setdefault(drawing, f"drawing{len(self._drawings)}")
        if new:
            self._canvas.beginForm(name, 0, -int(self.height), int(self.width), 0)
        yield new
        if new:
            self._canvas.endForm()
        self._canvas.doForm(name)

    def next_page(self) -> None:
        """End this page and begin another."""
        self._canvas.showPage()
        self._begin()

    def finish(self) -> bytes:
        """End the last page and return the document."""
        with _fonts_in_use:
            self._canvas.showPage()
            self._canvas.save()
        return self._out.getvalue()


@lru_cache(maxsize=16)
def _picture(png: bytes, box_width: float, height: float) -> tuple[Image.Image, float]:
    """Return the picture at no more than 600 dots an inch, and the size of one dot in points."""
    with Image.open(BytesIO(png)) as opened:
        image = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    image.thumbnail((box_width * 600 / INCH, height * 600 / INCH), Image.Resampling.LANCZOS)
    return image, min(box_width / image.width, height / image.height)
