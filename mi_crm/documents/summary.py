"""Annual summaries: a donor's year as tables that run on from page to page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mi_crm.documents.flow import Lines, Piece, Signed, paragraph
from mi_crm.documents.fonts import Style, width
from mi_crm.documents.letter import LEFT, RIGHT, TOP, Frame
from mi_crm.documents.lines import broken
from mi_crm.documents.pages import ACCENT, INK, INK2, LINE, Color, Pages, Side
from mi_crm.receipts.summary import MoneyLine, SummarySheet, ToldLine

INFORMATION = "For your information, not in the total"

_ROOM = RIGHT - LEFT
_SIZE, _LEADING, _PAD = 9.3, 10.8, 4.4
_HEAD_SIZE = 7.6


@dataclass(frozen=True, slots=True)
class _Column:
    title: tuple[str, ...]
    x: float
    """The left edge, or the right one of a column of amounts."""
    room: float
    side: Side = Side.LEFT


_MONEY: Final = (
    _Column(("Date of gift",), LEFT, 60),
    _Column(("Receipt no.",), 136, 60),
    _Column(("Method",), 200, 58),
    _Column(("Paid",), 308, 48, Side.RIGHT),
    _Column(("Value", "given back"), 364, 50, Side.RIGHT),
    _Column(("Contribution", "amount"), 424, 54, Side.RIGHT),
    _Column(("What was given back",), 434, RIGHT - 434),
)
_TOLD: Final = (
    _Column(("Date of gift",), LEFT, 60),
    _Column(("Receipt no.",), 136, 60),
    _Column(("",), 200, RIGHT - 200),
)
_TOTAL_AT: Final = 5
"""The column under which the total stands."""


@dataclass(frozen=True, slots=True)
class _Head:
    """The titles of the columns."""

    columns: tuple[_Column, ...]
    above: float = 2.0
    lonely: bool = False

    @property
    def height(self) -> float:
        """How far down the rule under them is."""
        return 4.0 + 9.4 * max(len(column.title) for column in self.columns) + 4.0

    def draw(self, pages: Pages, x0: float, x1: float, y: float) -> None:
        """Draw the titles and the rule under them."""
        end = y + self.height
        for column in self.columns:
            baseline = end - 6.4 - 9.4 * (len(column.title) - 1)
            for line in column.title:
                pages.text(column.x, baseline, line, Style.SANS, _HEAD_SIZE, INK2, column.side)
                baseline += 9.4
        pages.rule(x0, x1, end, INK, 0.9)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a table; its titles stand again when it begins a page."""

    head: _Head
    cells: tuple[tuple[str, ...], ...]
    style: Style = Style.SERIF
    colors: tuple[Color, ...] = ()
    under: Color | None = LINE
    above: float = 0.0
    lonely: bool = False

    @property
    def height(self) -> float:
        """How far down the rule under it is."""
        return 2 * _PAD + _LEADING * max(len(lines) for lines in self.cells)

    def draw(self, pages: Pages, x0: float, x1: float, y: float) -> None:
        """Draw the cells and the rule under them."""
        for place, (column, lines) in enumerate(zip(self.head.columns, self.cells, strict=True)):
            color = self.colors[place] if self.colors else INK
            baseline = y + _PAD + _LEADING - 2.6
            for line in lines:
                pages.text(column.x, baseline, line, self.style, self._size(line, column), color, column.side)
                baseline += _LEADING
        if self.under:
            pages.rule(x0, x1, y + self.height, self.under)

    def _size(self, line: str, column: _Column) -> float:
        """Return the size at which a figure fits its column; words were broken to fit it."""
        wide = width(line, self.style, _SIZE) if column.side is Side.RIGHT else 0.0
        return _SIZE * min(1.0, (column.room + 4) / wide) if wide else _SIZE


@dataclass(frozen=True, slots=True)
class _Total:
    """The total of the contribution amounts."""

    total: str
    above: float = 0.0
    height: float = 21.0
    lonely: bool = True

    def draw(self, pages: Pages, x0: float, x1: float, y: float) -> None:
        """Draw its words and, under the contribution amounts, its figure."""
        pages.rule(x0, x1, y, INK, 0.9)
        pages.text(x0, y + 14.4, "Total of the contribution amounts", Style.SERIF_BOLD, 10)
        pages.text(
            _MONEY[_TOTAL_AT].x, y + 14.4, self.total, Style.SERIF_BOLD, 10, ACCENT, _MONEY[_TOTAL_AT].side
        )


@dataclass(frozen=True, slots=True)
class _Break:
    """The end of a page."""

    above: float = 0.0
    height: float = 0.0
    lonely: bool = False

    def draw(self, pages: Pages, x0: float, x1: float, y: float) -> None:
        """Draw nothing."""


def draw_summary(
    pages: Pages, sheet: SummarySheet, pictures: Mapping[str, bytes], frame: Frame, across: str
) -> None:
    """Draw a summary on as many pages as it needs, with a word across each if it is not the summary."""
    letter = _paged(list(_pieces(sheet, pictures)), frame.bottom)
    for number, pieces in enumerate(letter, start=1):
        if number > 1:
            pages.next_page()
        frame.draw_head(pages, pictures, number, len(letter))
        for y, piece in pieces:
            piece.draw(pages, LEFT, RIGHT, y)
        frame.draw_foot(pages)
        if across:
            pages.across(across)


def _pieces(sheet: SummarySheet, pictures: Mapping[str, bytes]) -> Iterator[Piece]:
    yield from paragraph(sheet.title, Style.SERIF_MEDIUM, 19, 23, _ROOM, 0)
    yield from _words(" ".join((sheet.greeting, *sheet.opening)), 8)
    if sheet.money:
        yield _heading(f"Gifts of money dated in {sheet.year}")
        yield from _table(_Head(_MONEY), [_money_cells(line) for line in sheet.money])
        yield _Total(sheet.total)
        yield from _words(sheet.closing, 6)
    if sheet.property:
        yield _heading(f"Property given in {sheet.year} (no value stated)")
        yield from _table(_Head(_TOLD), [_told_cells(line) for line in sheet.property])
    if sheet.made_possible:
        yield from _words(sheet.made_possible, 10)
    if sheet.signature.name or sheet.signature.picture:
        png = pictures[sheet.signature.picture] if sheet.signature.picture else None
        yield Signed(sheet.signature, png, 8, 0.9)
    if sheet.information:
        yield _Break()
        yield from paragraph(INFORMATION, Style.SERIF_MEDIUM, 19, 23, _ROOM, 0)
        yield _heading("IRA distributions")
        yield from _table(_Head(_TOLD), [_told_cells(line) for line in sheet.information])
        for text in sheet.information_closing:
            yield from _words(text, 8)
    yield Lines((sheet.last_line,), Style.SERIF_BOLD, 10, 14, 14, lonely=True)


def _heading(text: str) -> Lines:
    return Lines((text,), Style.SERIF_BOLD, 11, 15, 12)


def _words(text: str, above: float) -> list[Lines]:
    return paragraph(text, Style.SERIF, 10.6, 14.2, _ROOM, above)


def _table(head: _Head, rows: Sequence[tuple[str, ...]]) -> Iterator[Piece]:
    yield head
    for row in rows:
        # Figures stay on one line; words take as many as they need.
        cells = tuple(
            (text,) if column.side is Side.RIGHT else broken(text, Style.SERIF, _SIZE, column.room)
            for column, text in zip(head.columns, row, strict=True)
        )
        yield _Row(head, cells)


def _money_cells(line: MoneyLine) -> tuple[str, ...]:
    return (
        line.day,
        line.receipt,
        line.method,
        line.paid,
        line.value,
        line.contribution,
        line.given_back,
    )


def _told_cells(line: ToldLine) -> tuple[str, ...]:
    return (line.day, line.receipt, line.text)


def _paged(pieces: Sequence[Piece], bottom: float) -> list[list[tuple[float, Piece]]]:
    """Return the pieces of each page with the place of each; a table that goes on shows its titles again."""
    letter: list[list[tuple[float, Piece]]] = [[]]
    y = TOP

    def put(piece: Piece) -> None:
        nonlocal y
        y += piece.above if letter[-1] else 0.0
        letter[-1].append((y, piece))
        y += piece.height

    for place, piece in enumerate(pieces):
        if isinstance(piece, _Break):
            letter.append([])
            y = TOP
            continue
        if letter[-1] and y + _needed(pieces, place) > bottom:
            carried = _carried(letter[-1]) if piece.lonely else []
            letter.append([])
            y = TOP
            if isinstance(piece, _Row):
                put(piece.head)
            for before in carried:
                put(before)
        put(piece)
    return letter


def _needed(pieces: Sequence[Piece], place: int) -> float:
    """Return the least height that a piece needs: a heading stands with the first line of its table."""
    needed = 0.0
    for piece in pieces[place:]:
        needed += piece.above + piece.height
        if not _leads(piece):
            break
    return needed


def _leads(piece: Piece) -> bool:
    return isinstance(piece, _Head) or (isinstance(piece, Lines) and piece.style is Style.SERIF_BOLD)


def _carried(page: list[tuple[float, Piece]]) -> list[Piece]:
    """Take the last line off a page, so that what follows it does not begin a page alone."""
    if len(page) < 3 or not isinstance(page[-1][1], _Row | Lines):
        return []
    before = page.pop()[1]
    return [before.head, before] if isinstance(before, _Row) else [before]
