"""Flow: the words of a letter as pieces, one under the other, from page to page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from mi_crm.documents.fonts import Style, width
from mi_crm.documents.lines import Fitted, broken, fitted
from mi_crm.documents.pages import INK, INK2, Color, Pages, Side
from mi_crm.receipts.sheet import Signature


class Piece(Protocol):
    """Something that stands on one page, whole."""

    @property
    def above(self) -> float:
        """Space above it, left out at the head of a page."""

    @property
    def height(self) -> float:
        """How far down it reaches."""

    @property
    def lonely(self) -> bool:
        """Whether it may not begin a page: a signature alone on a page would sign anything."""

    def draw(self, pages: Pages, x0: float, x1: float, y: float) -> None:
        """Draw it between x0 and x1, from y down."""


def placed(pieces: Sequence[Piece], top: float, bottom: float) -> list[list[tuple[float, Piece]]]:
    """Return the pieces of each page with the place of each."""
    page: list[Piece] = []
    found = [page]
    y = top
    for piece in pieces:
        if page and y + piece.above + piece.height > bottom:
            carried = [page.pop()] if piece.lonely and len(page) > 1 else []
            page = carried
            found.append(page)
            y = top + sum(before.height for before in carried)
        y += (piece.above if page else 0.0) + piece.height
        page.append(piece)
    return [_on_page(page, top) for page in found]


def _on_page(page: Sequence[Piece], top: float) -> list[tuple[float, Piece]]:
    places: list[tuple[float, Piece]] = []
    y = top
    for piece in page:
        y += piece.above if places else 0.0
        places.append((y, piece))
        y += piece.height
    return places


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of one paragraph that stay together."""

    lines: tuple[str, ...]
    style: Style
    size: float
    leading: float
    above: float
    lonely: bool = False

    @property
    def height(self) -> float:
        """How far down the lines reach."""
        return self.leading * len(self.lines)

    def draw(self, pages: Pages, x0: float, _x1: float, y: float) -> None:
        """Draw the lines."""
        for line in self.lines:
            y += self.leading
            pages.text(x0, y - 0.34 * self.size, line, self.style, self.size)


# A paragraph of up to this many lines is not torn by the end of a page.
_TOGETHER = 6


def paragraph(text: str, style: Style, size: float, leading: float, room: float, above: float) -> list[Lines]:
    """Return a paragraph in pieces that each stay together."""
    lines = broken(text, style, size, room)
    starts = range(0, len(lines), 2 if len(lines) > _TOGETHER else _TOGETHER)
    step = starts.step
    return [
        Lines(lines[start : start + step], style, size, leading, 0.0 if start else above) for start in starts
    ]


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
    lonely: bool = False

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


def boxed(
    rows: Sequence[Row], room: float, above: float, scale: float, most: float, left: float = 0.0
) -> list[Box]:
    """Return the rows in one box, or in several when it would be higher than `most`.

    The first of several fills what is `left` of the page.
    """
    boxes: list[Box] = []
    held: list[_BoxRow] = []
    height = 2 * _PAD * scale
    shown = [_box_row(row, room - 2 * _INSET, scale) for row in rows]
    several = height + sum(row.height for row in shown) > most
    for row in shown:
        if held and height + row.height > (left if several and left > 0 and not boxes else most):
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
    lonely: bool = True

    @property
    def _name(self) -> Fitted:
        return fitted((self.signature.name,), Style.SERIF_MEDIUM, (468, 40), 10.9, 12.4)

    @property
    def _title(self) -> Fitted:
        return fitted((self.signature.title,), Style.SANS, (468, 40), 8.35, 10.5)

    @property
    def height(self) -> float:
        """How far down name and title reach."""
        words = len(self._name.lines) * self._name.leading + len(self._title.lines) * self._title.leading
        return _SIGNATURE[1] * self.scale + 6.6 + words

    def draw(self, pages: Pages, x0: float, _x1: float, y: float) -> None:
        """Draw the signature in its own proportion, then who it is."""
        y += _SIGNATURE[1] * self.scale
        if self.png:
            with pages.once((self.png, x0, y)) as new:
                if new:
                    pages.picture(self.png, x0, y, *_SIGNATURE)
        y += 1.2
        for line in self._name.lines:
            y += self._name.leading
            pages.text(x0, y, line, Style.SERIF_MEDIUM, self._name.size)
        y += 1.8
        for line in self._title.lines:
            y += self._title.leading
            pages.text(x0, y, line, Style.SANS, self._title.size, INK2)
