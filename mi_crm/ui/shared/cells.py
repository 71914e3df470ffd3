"""The cells of a table, painted a column at a time: words, people with second lines, chips, check boxes.

Qt would ask the model seven questions for each cell and go through the style sheet for its answer; painted
here, a frame takes a third of that. What accessibility reads still comes from the model.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPixmap, QTextLayout
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from mi_crm.ui.shared.avatars import avatar_pixmap
from mi_crm.ui.shared.chips import chip_pixmap, chip_width, shortened
from mi_crm.ui.shared.marks import paint_check
from mi_crm.ui.shared.models import Column, RowsModel
from mi_crm.ui.shared.style import color, look, px, sans

Index = QModelIndex | QPersistentModelIndex
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_FRAME = 3
"""What Qt's own cells keep free beside their words, on top of the padding of the style sheet."""


def chosen(option: QStyleOptionViewItem) -> bool:
    """Return whether the row of the cell is the chosen one."""
    return bool(option.state & QStyle.StateFlag.State_Selected)


@dataclass(frozen=True, slots=True)
class Line:
    """A row in view: its place in the list, its top on the screen, and the row, None while it comes."""

    number: int
    top: int
    row: Any
    chosen: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """Where a column stands on the screen, and how high its cells are."""

    left: int
    width: int
    high: int


Paint = Callable[[QPainter, Strip, Sequence[Line]], None]
"""Paints the cells of one column."""


def paint_of(model: RowsModel[Any], column: Column[Any]) -> Paint:
    """Return how the cells of a column are painted."""
    if column.chip:
        return partial(_chips, column)
    if column.painted:
        return partial(_people, model, column)
    return partial(_words, model, column)


@lru_cache(maxsize=64)
def _font(pixels: int, weight: int, struck: bool, scale: float) -> tuple[QFont, QFontMetrics]:
    font = sans(pixels, weight)
    font.setStrikeOut(struck)
    return font, QFontMetrics(font)


@lru_cache(maxsize=4096)
def _cut(words: str, pixels: int, weight: int, struck: bool, room: int, scale: float) -> str:
    """Return words, cut with three dots where there is no room."""
    return _font(pixels, weight, struck, scale)[1].elidedText(words, Qt.TextElideMode.ElideRight, room)


@lru_cache(maxsize=4096)
def _set(words: str, weight: int, struck: bool, room: int, scale: float) -> tuple[str, float, int, float]:
    """Return words as they are set in a cell: cut, how wide and high they are, and where they stand in that.

    Letters that the font does not have come from others, which may be higher.
    """
    font, _ = _font(13, weight, struck, scale)
    cut = _cut(words, 13, weight, struck, room, scale)
    layout = QTextLayout(cut, font)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    return cut, line.naturalTextWidth(), round(line.height()), line.ascent()


def _words(
    model: RowsModel[Any], column: Column[Any], painter: QPainter, strip: Strip, lines: Sequence[Line]
) -> None:
    """Paint lines of text where Qt's own cells have them."""
    scale, inset = look.scale, px(9) + _FRAME
    room, right = strip.width - 2 * inset, strip.left + strip.width - inset
    for line in lines:
        row = line.row
        struck = row is not None and column.strike is not None and column.strike(row)
        quiet = row is not None and (struck or column.is_quiet(row))
        weight = 600 if row is not None and not struck and column.is_strong(row) else 400
        text = "…" if row is None else model.text(column, row)
        text, wide, tall, ascent = _set(text, weight, struck, room, scale)
        painter.setFont(_font(13, weight, struck, scale)[0])
        painter.setPen(color("ink2" if quiet and not line.chosen else "ink"))
        left = right - wide if column.number else strip.left + inset
        painter.drawText(QPointF(left, line.top + strip.high // 2 - tall // 2 + ascent), text)


def _people(
    model: RowsModel[Any], column: Column[Any], painter: QPainter, strip: Strip, lines: Sequence[Line]
) -> None:
    """Paint names, perhaps with an avatar before and a second line below."""
    scale, ratio = look.scale, painter.device().devicePixelRatio()
    side = px(32 if column.second else 26)
    align = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
    for line in lines:
        row = line.row
        left = strip.left + px(12)
        if row is None:
            painter.setPen(color("ink3"))
            painter.drawText(QRect(left, line.top, strip.width - px(12), strip.high), _MIDDLE, "…")
            continue
        name = model.text(column, row)
        if kind := column.kind(row):
            picture = avatar_pixmap(name, kind, side, chosen=line.chosen, ratio=ratio)
            painter.drawPixmap(left, line.top + (strip.high - side) // 2, picture)
            left += side + px(10)
        width = max(0, strip.left + strip.width - 1 - left - px(8))
        second = column.second(row) if column.second else ""
        struck = column.strike is not None and column.strike(row)
        weight = 600 if column.is_strong(row) else 500
        painter.setFont(_font(13, weight, struck, scale)[0])
        painter.setPen(color("ink2" if struck or column.is_quiet(row) else "ink"))
        words = _cut(name, 13, weight, struck, width, scale)
        if not second:
            painter.drawText(QRect(left, line.top, width, strip.high), _MIDDLE | align, words)
            continue
        high = px(17)
        top = line.top + (strip.high - 2 * high) // 2
        painter.drawText(QRect(left, top, width, high), _MIDDLE | align, words)
        painter.setFont(_font(12, 400, False, scale)[0])
        painter.setPen(color("ink2"))
        words = _cut(second, 12, 400, False, width, scale)
        painter.drawText(QRect(left, top + high, width, high), _MIDDLE | align, words)


def _chips(column: Column[Any], painter: QPainter, strip: Strip, lines: Sequence[Line]) -> None:
    """Paint state chips."""
    ratio, left = painter.device().devicePixelRatio(), strip.left + px(12)
    room = strip.left + strip.width - 1 - left
    for line in lines:
        if line.row is None or column.chip is None:
            continue
        words, state, icon = column.chip(line.row)
        if words:
            if chip_width(words, icon) > room:
                words = shortened(words, icon, room)
            chip = chip_pixmap(words, state, icon, chosen=line.chosen, ratio=ratio)
            painter.drawPixmap(left, line.top + (strip.high - round(chip.height() / ratio)) // 2, chip)


def paint_checks(
    is_checked: Callable[[int], bool], painter: QPainter, strip: Strip, lines: Sequence[Line]
) -> None:
    """Paint the check boxes of rows."""
    side, ratio = px(16), painter.device().devicePixelRatio()
    for line in lines:
        box = _box(is_checked(line.number), side, ratio, id(look.tokens))
        painter.drawPixmap(strip.left + px(14), line.top + (strip.high - side) // 2, box)


@lru_cache(maxsize=16)
def _box(checked: bool, side: int, ratio: float, theme: int) -> QPixmap:
    drawn = QPixmap(round(side * ratio), round(side * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    state = Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked
    paint_check(painter, QRectF(0, 0, side, side), state)
    painter.end()
    return drawn
