"""Flow: the words of a letter as pieces, one under the other, from page to page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from reportlab.lib.colors import Color

from mi_crm.documents.fonts import Style, width
from mi_crm.documents.lines import Fitted, broken, fitted
from mi_crm.documents.pages import INK, INK2, Pages, Side
from mi_crm.receipts.sheet import Signature


class Piece(Protocol):
    """Something that stands on one page, whole."""

    @property
    def above(self) -> float:
        """Space above it, left out at the head of a page."""

    @property
    def height(self) -> float:
        """How far down it reaches."""

    def draw(self, pages: Pages, x0: float, x1: float, y: float) -> None:
        """Draw it between x0 and x1, from y down."""


def placed(pieces: Sequence[Piece], top: float, bottom: float) -> list[list[tuple[float, Piece]]]:
    """Return the pieces of each page with the place of each."""
    page: list[tuple[float, Piece]] = []
    found = [page]
    y = top
    for piece in pieces:
        above = piece.above if page else 0.0
        if page and y + above + piece.height > bottom:
            page = []
            found.append(page)
            y, above = top, 0.0
        page.append((y + above, piece))
        y += above + piece.height
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text."""

    text: str
    style: Style
    size: float
    height: float
    above: float = 0.0
    color: Color = INK

    def draw(self, pages: Pages, x0: float, _x1: float, y: float) -> None:
        """Draw the line."""
        pages.text(x0, y + self.height - 0.34 * self.size, self.text, self.style, self.size, self.color)


def paragraph(text: str, style: Style, size: float, leading: float, room: float, above: float) -> list[Line]:
    """Return the lines of a paragraph."""
    first, *others = broken(text, style, size, room)
    return [Line(first, style, size, leading, above), *(Line(line, style, size, leading) for line in others)]


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its value in a box; a `rule` above it begins another part of the box."""

    label: str
    value: str
    label_style: Style = Style.SERIF
    value_style: Style = Style.SERIF
    label_size: float = 11.0
    label_color: Color = INK
    value_color: Color = INK
    rule: Color | None = None


_ROW, _NEXT_LINE, _RULE_SPACE, _PAD, _INSET = 17.5, 14.0, 11.4, 8.0, 16.3
_VALUE_SIZE = 11.0


@dataclass(frozen=True, slots=True)
class _BoxRow:
    row: Row
    labels: tuple[str, ...]
    values: tuple[str, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Box:
    """Rows on a shaded ground."""

    rows: tuple[_BoxRow, ...]
    above: float
    height: float
    scale: float

    def draw(self, pages: Pages, x0: float, x1: float, y: float) -> None:
        """Draw the ground, then the rows on it."""
        pages.box(x0, y, x1 - x0, self.height)
        x0, x1 = x0 + _INSET, x1 - _INSET
        y += _PAD * self.scale
        for place, shown in enumerate(self.rows):
            row = shown.row
            if row.rule:
                if place:
                    pages.rule(x0, x1, y + 7.0 * self.scale, row.rule)
                y += _RULE_SPACE * self.scale
            size = row.label_size * self.scale
            for number, line in enumerate(shown.labels):
                baseline = y + (13.0 + number * _NEXT_LINE) * self.scale
                pages.text(x0, baseline, line, row.label_style, size, row.label_color)
            for number, line in enumerate(shown.values):
                baseline = y + (13.0 + number * _NEXT_LINE) * self.scale
                size = _VALUE_SIZE * self.scale
                pages.text(x1, baseline, line, row.value_style, size, row.value_color, Side.RIGHT)
            y += shown.height - (_RULE_SPACE * self.scale if row.rule else 0)


def boxed(rows: Sequence[Row], room: float, above: float, scale: float, most: float) -> list[Box]:
    """Return the rows in one box, or in several when it would be higher than `most`."""
    boxes: list[Box] = []
    held: list[_BoxRow] = []
    height = 2 * _PAD * scale
    for row in (_box_row(row, room - 2 * _INSET, scale) for row in rows):
        if held and height + row.height > most:
            boxes.append(Box(tuple(held), above, height, scale))
            held, height = [], 2 * _PAD * scale
        held.append(row)
        height += row.height
    return [*boxes, Box(tuple(held), above, height, scale)] if held else boxes


def _box_row(row: Row, room: float, scale: float) -> _BoxRow:
    values = broken(row.value, row.value_style, _VALUE_SIZE * scale, room * 0.62)
    widest = max(width(value, row.value_style, _VALUE_SIZE * scale) for value in values)
    labels = broken(row.label, row.label_style, row.label_size * scale, room - widest - 16)
    more = max(len(labels), len(values)) - 1
    return _BoxRow(row, labels, values, (_ROW + more * _NEXT_LINE + (_RULE_SPACE if row.rule else 0)) * scale)


_SIGNATURE = (150.0, 34.0)
"""The room for a scanned signature, or for a pen."""


@dataclass(frozen=True, slots=True)
class Signed:
    """The signature with the name and title under it."""

    signature: Signature
    png: bytes | None
    above: float
    scale: float

    @property
    def _title(self) -> Fitted:
        return fitted((self.signature.title,), Style.SANS, (468, 40), 8.35, 10.5)

    @property
    def height(self) -> float:
        """How far down name and title reach."""
        return _SIGNATURE[1] * self.scale + 19 + self._title.leading * len(self._title.lines)

    def draw(self, pages: Pages, x0: float, x1: float, y: float) -> None:
        """Draw the signature in its own proportion, then who it is."""
        y += _SIGNATURE[1] * self.scale
        if self.png:
            pages.picture(self.png, x0, y, _SIGNATURE[0], _SIGNATURE[1] * self.scale)
        name = fitted((self.signature.name,), Style.SERIF_MEDIUM, (x1 - x0, 12), 10.9, 12)
        for line in name.lines:
            pages.text(x0, y + 14, line, Style.SERIF_MEDIUM, name.size)
        for place, line in enumerate(self._title.lines):
            pages.text(x0, y + 26.4 + place * self._title.leading, line, Style.SANS, self._title.size, INK2)
