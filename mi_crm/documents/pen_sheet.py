"""Pen sheets: lists that are filled in by hand, in landscape, with numbered rows and room for a pen.

The number of the sheet and of the row is what is typed when it comes back.
"""

from dataclasses import dataclass
from enum import Enum

from mi_crm.documents.fonts import Style, width
from mi_crm.documents.lines import fitted
from mi_crm.documents.pages import INCH, INK, INK2, INK3, LINE, Color, Pages, Side

_LEFT, _RIGHT = 43.0, 11 * INCH - 43.0
_HEAD_RULE = 151.0
_LOWEST = 529.0
"""Where the last row of a page ends at the latest."""
_LOGO = 24.0
_GUTTER = 10.0


class Mark(Enum):
    """What stands in a column."""

    TEXT = "text"
    SMALL = "small"
    """Text of several lines."""
    NAME = "name"
    TIME = "time"
    """A box for a time, with its colon."""
    BOX = "box"
    LINE = "line"
    """A line to sign on."""
    TICK = "tick"


_SIDES = {Mark.BOX: Side.RIGHT, Mark.TICK: Side.CENTER}


@dataclass(frozen=True, slots=True)
class PenColumn:
    """A column; `left` and `wide` are in points from the left edge of the paper."""

    title: str
    left: float
    wide: float
    mark: Mark = Mark.TEXT


@dataclass(frozen=True, slots=True)
class PenRow:
    """A numbered row: what is printed in the columns for text, from left to right."""

    number: int
    words: tuple[str, ...]
    hint: str = ""
    """In an empty row, what to write there."""


@dataclass(frozen=True, slots=True)
class PenSheet:
    """What a sheet says."""

    organization: str
    kind: str
    """Under the name of the charity: Volunteer sign-in."""
    day: str
    """At the right: Saturday, November 21, 2026."""
    sheet: str
    """Under the day: Sheet 61."""
    title: str
    subtitle: str
    columns: tuple[PenColumn, ...]
    rows: tuple[PenRow, ...]
    row_height: float = 29.0
    thanks: str = ""
    """A sentence under the rows."""
    total: str = ""
    """What the box under the last column is for; empty for none."""
    signed_by: str = ""
    """Who signs the sheet at its foot; empty for nobody."""
    after: str = ""
    """At the foot: what is done with the sheet afterwards."""
    logo: bytes | None = None


def render(sheet: PenSheet) -> bytes:
    """Return the sheet as a PDF, over as many pages as its rows need.

    Raises Problem when a letter is in no font.
    """
    pages = Pages(f"{sheet.kind}: {sheet.title}", sheet.organization, landscape=True)
    on_page = int((_LOWEST - _HEAD_RULE) / sheet.row_height)
    parts = [sheet.rows[start : start + on_page] for start in range(0, len(sheet.rows), on_page)] or [()]
    for number, rows in enumerate(parts, start=1):
        if number > 1:
            pages.next_page()
        with pages.once(sheet) as new:
            if new:
                _draw_head(pages, sheet)
        where = "  ·  ".join(filter(None, (sheet.sheet, f"Page {number} of {len(parts)}")))
        pages.text(_RIGHT, 61, where, Style.SANS, 8.8, INK2, Side.RIGHT)
        y = _HEAD_RULE
        for row in rows:
            _draw_row(pages, sheet, row, y)
            y += sheet.row_height
            pages.rule(_LEFT, _RIGHT, y)
        _draw_foot(pages, sheet, y, several=len(parts) > 1)
    return pages.finish()


def _fit(
    pages: Pages,
    words: str,
    place: tuple[float, float, float, float],
    style: Style,
    size: float,
    color: Color = INK,
) -> None:
    """Print words from the left, the middle of their lines at y, within a width and a height."""
    x, y, wide, high = place
    if not words:
        return
    shown = fitted(tuple(words.split("\n")), style, (wide, high), size, 1.15 * size)
    baseline = y - (len(shown.lines) - 1) * shown.leading / 2 + 0.35 * shown.size
    for line in shown.lines:
        pages.text(x, baseline, line, style, shown.size, color)
        baseline += shown.leading


def _draw_head(pages: Pages, sheet: PenSheet) -> None:
    x = _LEFT
    if sheet.logo:
        x += pages.picture(sheet.logo, _LEFT, 40 + _LOGO, 80, _LOGO) + 10
    room = _RIGHT - x - 24 - width(sheet.day, Style.SERIF_BOLD, 11.5)
    _fit(pages, sheet.organization, (x, 44, room, 17), Style.SERIF_BOLD, 11.5)
    pages.text(x, 61, sheet.kind, Style.SANS, 8.8, INK2)
    pages.text(_RIGHT, 48, sheet.day, Style.SERIF_BOLD, 11.5, INK, Side.RIGHT)
    _fit(pages, sheet.title, (_LEFT, 92.5, _RIGHT - _LEFT, 30), Style.SERIF_MEDIUM, 20.5)
    _fit(pages, sheet.subtitle, (_LEFT, 114.2, _RIGHT - _LEFT, 13), Style.SANS, 9.3, INK2)
    pages.text(_LEFT, 144, "No.", Style.SANS_MEDIUM, 8.3, INK2)
    for column in sheet.columns:
        side = _SIDES.get(column.mark, Side.LEFT)
        x = column.left + column.wide * side.value
        pages.text(x, 144, column.title, Style.SANS_MEDIUM, 8.3, INK2, side)
    pages.rule(_LEFT, _RIGHT, _HEAD_RULE, INK, 0.8)


def _draw_row(pages: Pages, sheet: PenSheet, row: PenRow, y: float) -> None:
    high = sheet.row_height
    middle = y + high / 2
    pages.text(_LEFT + 11.7, middle + 3.6, str(row.number), Style.SANS, 10, INK2, Side.RIGHT)
    words = iter(row.words)
    if not row.words and row.hint:
        pages.text(sheet.columns[0].left, middle + 3.4, row.hint, Style.SERIF_ITALIC, 9.3, INK2)
    for column in sheet.columns:
        x, wide = column.left, column.wide
        match column.mark:
            case Mark.NAME:
                place = (x, middle, wide - _GUTTER, high - 4)
                _fit(pages, next(words, ""), place, Style.SERIF_MEDIUM, 11.5)
            case Mark.TEXT:
                place = (x, middle, wide - _GUTTER, high - 4)
                _fit(pages, next(words, ""), place, Style.SERIF, 10.4, INK2)
            case Mark.SMALL:
                place = (x, middle, wide - _GUTTER, high - 4)
                _fit(pages, next(words, ""), place, Style.SANS, 8.2, INK2)
            case Mark.TIME:
                pages.frame(x, y + 5, wide, high - 10, LINE, 0.8, 4)
                pages.text(x + wide / 2, middle + 3, ":", Style.SANS, 10, INK3, Side.CENTER)
            case Mark.BOX:
                pages.frame(x, y + 5, wide, high - 10, LINE, 0.8, 4)
            case Mark.LINE:
                pages.rule(x, x + wide, y + high - 7, INK2)
            case Mark.TICK:
                pages.frame(x + wide / 2 - 8, middle - 8, 16, 16, INK3, 0.8, 3)


def _draw_foot(pages: Pages, sheet: PenSheet, y: float, *, several: bool) -> None:
    if sheet.thanks:
        _fit(pages, sheet.thanks, (_LEFT, y + 17, 520, 20), Style.SERIF_ITALIC, 11)
    if sheet.total:
        box = sheet.columns[-1]
        wide = box.wide + 8
        pages.frame(_RIGHT - wide, y + 8, wide, 20.5, INK, 0.8, 4)
        words = f"{sheet.total}, this page" if several else sheet.total
        pages.text(_RIGHT - wide - 10, y + 21.4, words, Style.SANS, 9.3, INK2, Side.RIGHT)
    y += 45
    if sheet.signed_by:
        pages.text(_LEFT, y, sheet.signed_by, Style.SANS, 8, INK2)
        x = _LEFT + width(sheet.signed_by, Style.SANS, 8) + 9
        pages.rule(x, x + 190, y + 3, INK2)
        x += 190 + 20
        pages.text(x, y, "Date", Style.SANS, 8, INK2)
        pages.rule(x + 24, x + 94, y + 3, INK2)
    pages.text(_RIGHT, y, sheet.after, Style.SANS, 8, INK2, Side.RIGHT)
