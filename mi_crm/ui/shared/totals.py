"""The row of totals below a table, aligned to its columns."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QTableView, QWidget
from typing_extensions import override

from mi_crm.ui.shared.models import RowsModel
from mi_crm.ui.shared.style import color, px, sans


class Totals(QWidget):
    """The row of totals: over all rows of the filter, not only those loaded."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._texts: dict[int, str] = {}
        table.horizontalScrollBar().valueChanged.connect(self.update)

    def show_texts(self, texts: dict[int, str]) -> None:
        """Show these texts under these columns."""
        self._texts = texts
        self.setAccessibleName(self.tr("Totals: {totals}").format(totals=", ".join(texts.values())))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("sunk"))
        # Round below, as the card around it is.
        painter.setClipRect(self.rect())
        painter.drawRoundedRect(self.rect().adjusted(0, -px(20), 0, 0), px(9), px(9))
        painter.fillRect(QRect(0, 0, self.width(), 1), color("line2"))
        font = sans(13, 600)
        painter.setFont(font)
        painter.setPen(color("ink"))
        model = self._table.model()
        for place, text in self._texts.items():
            left, width = self._table.columnViewportPosition(place), self._table.columnWidth(place)
            right = isinstance(model, RowsModel) and model.columns[place].number
            need = QFontMetrics(font).horizontalAdvance(text) + px(24)
            cell = QRect(left, 0, width, self.height())
            # A total is wider than what it adds: it may take room of the neighbor, never be cut.
            if need > width:
                cell = (
                    QRect(left + width - need, 0, need, self.height())
                    if right
                    else QRect(left, 0, need, self.height())
                )
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            painter.drawText(cell.adjusted(px(12), 0, -px(12), 0), side | Qt.AlignmentFlag.AlignVCenter, text)
