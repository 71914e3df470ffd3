"""The cells that Qt cannot draw by itself: people, second lines, chips and check boxes."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from mi_crm.ui.shared.avatars import avatar_pixmap
from mi_crm.ui.shared.chips import chip_pixmap, chip_width, shortened
from mi_crm.ui.shared.marks import paint_check
from mi_crm.ui.shared.models import RowsModel
from mi_crm.ui.shared.style import color, look, px, sans

Index = QModelIndex | QPersistentModelIndex
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def chosen(option: QStyleOptionViewItem) -> bool:
    """Return whether the row of the cell is the chosen one."""
    return bool(option.state & QStyle.StateFlag.State_Selected)


class PersonCell(QStyledItemDelegate):
    """A name, perhaps with an avatar before it and a second line below it."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model: RowsModel[Any] = index.model()  # type: ignore[assignment]
        column, row, rect = model.columns[index.column()], model.row_at(index.row()), option.rect
        is_chosen = chosen(option)
        if is_chosen:
            painter.fillRect(rect, color("soft"))
        if row is None:
            painter.setPen(color("ink3"))
            painter.drawText(rect.adjusted(px(12), 0, 0, 0), _MIDDLE, "…")
            return
        name = model.text(column, row)
        left = rect.left() + px(12)
        if kind := column.kind(row):
            side = px(32 if column.second else 26)
            ratio = painter.device().devicePixelRatio()
            picture = avatar_pixmap(name, kind, side, chosen=is_chosen, ratio=ratio)
            painter.drawPixmap(left, rect.top() + (rect.height() - side) // 2, picture)
            left += side + px(10)
        place = QRect(left, rect.top(), max(0, rect.right() - left - px(8)), rect.height())
        second = column.second(row) if column.second else ""
        struck = column.strike is not None and column.strike(row)
        font = sans(13, 600 if column.is_strong(row) else 500)
        if struck:
            font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(color("ink2" if struck or column.is_quiet(row) else "ink"))
        align = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
        words = QFontMetrics(font).elidedText(name, Qt.TextElideMode.ElideRight, place.width())
        if not second:
            painter.drawText(place, _MIDDLE | align, words)
            return
        high = px(17)
        top = rect.top() + (rect.height() - 2 * high) // 2
        painter.drawText(QRect(place.left(), top, place.width(), high), _MIDDLE | align, words)
        small = sans(12)
        painter.setFont(small)
        painter.setPen(color("ink2"))
        words = QFontMetrics(small).elidedText(second, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(QRect(place.left(), top + high, place.width(), high), _MIDDLE | align, words)


class ChipCell(QStyledItemDelegate):
    """A state chip."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model: RowsModel[Any] = index.model()  # type: ignore[assignment]
        column, row, rect = model.columns[index.column()], model.row_at(index.row()), option.rect
        is_chosen = chosen(option)
        if is_chosen:
            painter.fillRect(rect, color("soft"))
        if row is None or column.chip is None:
            return
        words, state, icon = column.chip(row)
        if words:
            ratio = painter.device().devicePixelRatio()
            left = rect.left() + px(12)
            if chip_width(words, icon) > rect.right() - left:
                words = shortened(words, icon, rect.right() - left)
            chip = chip_pixmap(words, state, icon, chosen=is_chosen, ratio=ratio)
            top = rect.top() + (rect.height() - round(chip.height() / ratio)) // 2
            painter.drawPixmap(left, top, chip)


class CheckCell(QStyledItemDelegate):
    """The check box of a row."""

    def __init__(self, is_checked: Callable[[int], bool], parent: QObject | None = None) -> None:
        """Ask for each row whether it is checked."""
        super().__init__(parent)
        self._is_checked = is_checked

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect
        if chosen(option):
            painter.fillRect(rect, color("soft"))
        side = px(16)
        ratio = painter.device().devicePixelRatio()
        box = _box(self._is_checked(index.row()), side, ratio, id(look.tokens))
        painter.drawPixmap(rect.left() + px(14), rect.top() + (rect.height() - side) // 2, box)


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
