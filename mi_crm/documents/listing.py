"""Listings: a table over as many pages as it needs, each with its heading and page n of m."""

from collections.abc import Sequence
from dataclasses import dataclass

from mi_crm.documents.fonts import Style
from mi_crm.documents.lines import broken, fitted
from mi_crm.documents.pages import INK, INK2, LINE, Color, Pages, Side

_MARGIN = 54.0
_HEAD, _TABLE_TOP, _LOWEST = 58.0, 112.0, 46.0
_SIZE, _LEADING, _ROW_PAD = 9.0, 11.0, 4.0
_GUTTER = 10.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a listing; `share` of the page's width."""

    title: str
    share: float
    side: Side = Side.LEFT


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a listing."""

    cells: tuple[str, ...]
    struck: bool = False
    """It is there and does not count."""
    sums: bool = False
    """It adds up what is above."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a listing says."""

    title: str
    subtitle: str
    organization: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    closing: tuple[str, ...] = ()
    """Sentences under the table."""
    foot: str = ""
    landscape: bool = False


def render(listing: Listing) -> bytes:
    """Return the listing as a PDF."""
    pages = Pages(listing.title, listing.organization, landscape=listing.landscape)
    rows = _laid_out(listing, pages.width - 2 * _MARGIN)
    sheets = _paged(rows, pages.height - _LOWEST - 16 - _TABLE_TOP)
    for number, sheet in enumerate(sheets, start=1):
        if number > 1:
            pages.next_page()
        _draw_around(pages, listing, f"Page {number} of {len(sheets)}")
        y = _TABLE_TOP
        for row in sheet:
            row.draw(pages, y)
            y += row.height
    return pages.finish()


@dataclass(frozen=True, slots=True)
class _Cell:
    x: float
    side: Side
    style: Style
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[_Cell, ...]
    height: float
    color: Color
    struck: bool
    rule: Color | None

    def draw(self, pages: Pages, y: float) -> None:
        if self.rule:
            pages.rule(_MARGIN, pages.width - _MARGIN, y, self.rule)
        for cell in self.cells:
            baseline = y + _ROW_PAD + _SIZE - 1
            for line in cell.lines:
                pages.text(cell.x, baseline, line, cell.style, _SIZE, self.color, cell.side)
                if self.struck and cell.side is Side.RIGHT:
                    pages.struck(cell.x, baseline, line, cell.style, _SIZE, self.color)
                baseline += _LEADING


def _laid_out(listing: Listing, room: float) -> list[_Row]:
    rows = [_laid_out_row(listing.columns, row, room) for row in listing.rows]
    for text in listing.closing:
        lines = broken(text, Style.SANS, _SIZE, room)
        height = 2 * _ROW_PAD + _LEADING * len(lines)
        cell = _Cell(_MARGIN, Side.LEFT, Style.SANS, lines)
        rows.append(_Row((cell,), height, INK, struck=False, rule=None))
    return rows


def _laid_out_row(columns: Sequence[Column], row: Row, room: float) -> _Row:
    cells = [
        _Cell(x, column.side, style, broken(text, style, _SIZE, wide))
        for (column, x, wide), text in zip(_places(columns, room), row.cells, strict=True)
        for style in (_STYLES[column.side, row.sums],)
    ]
    height = 2 * _ROW_PAD + _LEADING * max(len(cell.lines) for cell in cells) - 1
    color = INK2 if row.struck else INK
    return _Row(tuple(cells), height, color, row.struck, INK if row.sums else LINE)


# The serif's figures are all of one width, so that amounts stand under each other.
_STYLES = {
    (Side.LEFT, False): Style.SANS,
    (Side.LEFT, True): Style.SANS_BOLD,
    (Side.RIGHT, False): Style.SERIF,
    (Side.RIGHT, True): Style.SERIF_BOLD,
}


def _places(columns: Sequence[Column], room: float) -> list[tuple[Column, float, float]]:
    """Return where each column's text stands, and how wide it may be."""
    places: list[tuple[Column, float, float]] = []
    x = _MARGIN
    for column in columns:
        wide = room * column.share
        inner = wide if column is columns[-1] else wide - _GUTTER
        places.append((column, x + inner * column.side.value, inner))
        x += wide
    return places


def _paged(rows: Sequence[_Row], room: float) -> list[list[_Row]]:
    sheets: list[list[_Row]] = [[]]
    used = 0.0
    for row in rows:
        if sheets[-1] and used + row.height > room:
            sheets.append([])
            used = 0.0
        sheets[-1].append(row)
        used += row.height
    return sheets


def _draw_around(pages: Pages, listing: Listing, page: str) -> None:
    left, right = _MARGIN, pages.width - _MARGIN
    with pages.once(listing) as new:
        if new:
            aside = fitted((listing.organization,), Style.SANS, (right - left - 260, 30), 9, 11)
            for place, line in enumerate(aside.lines):
                pages.text(
                    right, _HEAD + place * aside.leading, line, Style.SANS, aside.size, INK2, Side.RIGHT
                )
            pages.text(left, _HEAD, listing.title, Style.SERIF_MEDIUM, 19)
            subtitle = fitted((listing.subtitle,), Style.SANS, (right - left, 14), 9, 11)
            for place, line in enumerate(subtitle.lines):
                pages.text(left, _HEAD + 17 + place * subtitle.leading, line, Style.SANS, subtitle.size, INK2)
            for column, x, _ in _places(listing.columns, right - left):
                pages.text(x, _TABLE_TOP - 6, column.title, Style.SANS_MEDIUM, 8, INK2, column.side)
            pages.text(left, pages.height - _LOWEST + 10, listing.foot, Style.SANS, 7.6, INK2)
    pages.text(right, pages.height - _LOWEST + 10, page, Style.SANS, 7.6, INK2, Side.RIGHT)
