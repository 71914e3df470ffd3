"""Chips that count the rows by verdict and show only those of one."""

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.exchange.import_gifts import ImportResult, RowResult
from mi_crm.exchange.records import Verdict
from mi_crm.ui.shared.cards import clear
from mi_crm.ui.shared.chips import chip_width, paint_chip
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.marks import paint_focus
from mi_crm.ui.shared.style import color, px

PROBLEMS = (Verdict.PARK, Verdict.REFUSE)
"""Verdicts that somebody has to look at."""

_LOOKS = {
    Verdict.CREATE: ("done", "user-plus"),
    Verdict.MATCH: ("done", "check"),
    Verdict.HAVE: ("quiet", "copy"),
    Verdict.PARK: ("wait", "clock"),
    Verdict.IGNORE: ("quiet", "ban"),
    Verdict.REFUSE: ("wrong", "circle-alert"),
}


def words_of(verdict: Verdict) -> str:
    """Return the verdict in the words of the screen."""
    return {
        Verdict.CREATE: QCoreApplication.translate("Verdict", "New person"),
        Verdict.MATCH: QCoreApplication.translate("Verdict", "Known"),
        Verdict.HAVE: QCoreApplication.translate("Verdict", "Here already"),
        Verdict.PARK: QCoreApplication.translate("Verdict", "Parked"),
        Verdict.IGNORE: QCoreApplication.translate("Verdict", "Left out"),
        Verdict.REFUSE: QCoreApplication.translate("Verdict", "Unreadable"),
    }[verdict]


def chip_of(row: RowResult) -> tuple[str, str, str]:
    """Return the chip of a row."""
    if row.is_refund and row.verdict is Verdict.MATCH:
        return QCoreApplication.translate("Verdict", "Refund"), "done", "undo-2"
    return words_of(row.verdict), *_LOOKS[row.verdict]


class _Chip(QAbstractButton):
    """One verdict with its count; chosen, it has an edge."""

    def __init__(self, words: str, state: str, icon: str) -> None:
        super().__init__()
        self._state, self._icon = state, icon
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(chip_width(self.text(), self._icon) + px(4), px(28))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        chip = QRectF(self.rect()).adjusted(px(2), px(2), -px(2), -px(2))
        paint_chip(painter, chip, self.text(), self._state, self._icon)
        if self.isChecked():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(color("ctl"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), self.height() / 2)


class VerdictChips(QWidget):
    """All rows, or those of one verdict: `chosen` brings the verdict, None for all."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no chips yet."""
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._group: QButtonGroup | None = None
        self._verdicts: list[Verdict | None] = []

    def count(self, result: ImportResult) -> None:
        """Show how many rows there are of each verdict; all are chosen."""
        clear(self._rows)
        self._verdicts = [None, *(verdict for verdict in Verdict if result.counts[verdict])]
        self._group = QButtonGroup(self)
        chips = []
        for place, verdict in enumerate(self._verdicts):
            words = self.tr("All") if verdict is None else words_of(verdict)
            many = len(result.rows) if verdict is None else result.counts[verdict]
            chip = _Chip(f"{words} {many:,}", *(_LOOKS[verdict] if verdict else ("info", "list")))
            chip.setChecked(verdict is None)
            self._group.addButton(chip, place)
            chips.append(chip)
        self._group.idClicked.connect(self._choose)
        self._rows.addWidget(flowing(*chips, gap=4, line_gap=4))

    def choose(self, verdict: Verdict | None) -> None:
        """Choose a verdict without telling anybody."""
        if self._group is not None and verdict in self._verdicts:
            self._group.button(self._verdicts.index(verdict)).setChecked(True)

    def _choose(self, place: int) -> None:
        self.chosen.emit(self._verdicts[place])
