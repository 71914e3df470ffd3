"""Labels: names and addresses on sheets that come ready cut, each in its cell, none over an edge."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mi_crm.documents.fonts import Style, width
from mi_crm.documents.lines import Fitted, fitted
from mi_crm.documents.pages import INCH, Pages

Address = tuple[str, ...]
"""The lines of a name and its address."""


@dataclass(frozen=True, slots=True)
class Stock:
    """A sheet of labels as its maker publishes it, in inches."""

    name: str
    columns: int
    rows: int
    left: float
    top: float
    wide: float
    high: float
    across: float
    """From the left edge of a label to that of its neighbor."""
    size: float
    """Of the letters, in points, where the lines are not too long."""
    between: float = 0.0
    """What is left free between two rows."""

    @property
    def count(self) -> int:
        """How many labels are on a sheet."""
        return self.columns * self.rows

    def cell(self, place: int) -> tuple[float, float]:
        """Return the left and upper edge of a label, the first one 0, row by row; in inches."""
        row, column = divmod(place, self.columns)
        return self.left + column * self.across, self.top + row * (self.high + self.between)


AVERY_5160: Final = Stock("Avery 5160", 3, 10, 0.1875, 0.5, 2.625, 1.0, 2.75, 10.0)
AVERY_5163: Final = Stock("Avery 5163", 2, 5, 0.15625, 0.5, 4.0, 2.0, 4.1875, 13.0)
STOCKS: Final = {"5160": AVERY_5160, "5163": AVERY_5163}

_INSET = (0.14, 0.08)
"""What stays free at each side and at top and bottom: printers and cutters slip a little. In inches."""

_SMALLEST: Final = 5.5
"""In points: what is smaller nobody can sort mail by."""


def render(
    addresses: Sequence[Address],
    stock: Stock,
    *,
    title: str,
    author: str,
    start: int = 1,
    nudge: tuple[int, int] = (0, 0),
) -> bytes:
    """Return the labels as a PDF; `start` is the first one that is still on the first sheet, from 1.

    `nudge` is in hundredths of an inch, right and down. Raises ValueError without addresses, and
    Problem when a letter is in no font.
    """
    if not addresses:
        raise ValueError("no addresses to print")
    pages = Pages(title, author, nudge=nudge)
    for place, address in enumerate(addresses, start=start - 1):
        on_sheet = place % stock.count
        if on_sheet == 0 and place >= stock.count:
            pages.next_page()
        _draw(pages, stock, on_sheet, address)
    return pages.finish()


def _draw(pages: Pages, stock: Stock, place: int, address: Address) -> None:
    left, top = (edge * INCH for edge in stock.cell(place))
    aside, above = (inset * INCH for inset in _INSET)
    high = stock.high * INCH - 2 * above
    room = (stock.wide * INCH - 2 * aside, high)
    shown = _fit(address, room, stock.size)
    y = top + above + (high - len(shown.lines) * shown.leading) / 2 + 0.82 * shown.size
    for line in shown.lines:
        pages.text(left + aside, y, line, Style.SANS, shown.size)
        y += shown.leading


def _fit(address: Address, room: tuple[float, float], size: float) -> Fitted:
    """Return the lines as they fit the label: smaller where they are long, and cut where they are absurd.

    A name that is cut still arrives; a city that nobody can read does not.
    """
    shown = fitted(address, Style.SANS, room, size, size * 1.2)
    if shown.size >= _SMALLEST:
        return shown
    size = min(_SMALLEST + 1, room[1] / len(address) / 1.1)
    return Fitted(tuple(_cut(line, size, room[0]) for line in address), size, size * 1.1)


def _cut(line: str, size: float, room: float) -> str:
    """Return a line with three dots where it is too wide."""
    if width(line, Style.SANS, size) <= room:
        return line
    while width(f"{line}…", Style.SANS, size) > room:
        line = line[:-1]
    return f"{line.rstrip()}…"
