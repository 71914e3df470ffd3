"""The first set-up at the left: which steps there are, and how far one is."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.ui.shared.icons import paint_icon
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import Mark, paint_focus
from mi_crm.ui.shared.style import color, px, sans

WIDE, NARROW = 300, 76


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, and what it asks in a few words."""

    words: str
    sentence: str


class _StepButton(QAbstractButton):
    """A number or a check mark in a circle, name and sentence beside it. Finished steps can be pressed."""

    def __init__(self, number: int, step: Step) -> None:
        super().__init__()
        self._number, self._step, self._state, self._narrow = number, step, "to come", False
        self.setText(step.words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_state(self, state: str, spoken: str) -> None:
        """Show a step that is done, now, or to come."""
        self._state = state
        self.setEnabled(state == "done")
        self.setCursor(Qt.CursorShape.PointingHandCursor if state == "done" else Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(f"{self.text()}, {spoken}")
        self.setToolTip(self.text())
        self.update()

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the circle alone, or with its words."""
        self._narrow = narrow
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(40 if self._narrow else 200), px(46))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = px(28)
        circle = QRectF(px(2), px(3), side, side)
        if self._state == "to come":
            painter.setPen(QPen(color("ctl"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent"))
            painter.drawEllipse(circle)
        if self._state == "done":
            sign = QRectF(0, 0, px(16), px(16))
            sign.moveCenter(circle.center())
            paint_icon(painter, "check", sign, "on_accent")
        else:
            painter.setPen(color("on_accent" if self._state == "now" else "ink2"))
            painter.setFont(sans(13, 600))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number))
        if not self._narrow:
            left = px(44)
            bold, small = sans(14, 600), sans(12)
            high = QFontMetrics(bold).height()
            painter.setFont(bold)
            painter.setPen(color("ink"))
            painter.drawText(QRectF(left, px(1), self.width() - left, high), self.text())
            painter.setFont(small)
            painter.setPen(color("ink2"))
            words = QFontMetrics(small).elidedText(
                self._step.sentence, Qt.TextElideMode.ElideRight, self.width() - left
            )
            painter.drawText(QRectF(left, px(2) + high, self.width() - left, high), words)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), px(8))


class StepRail(QWidget):
    """`asked` brings the number of a finished step to go back to."""

    asked = Signal(int)

    def __init__(self, steps: Sequence[Step], foot: str, parent: QWidget | None = None) -> None:
        """Show the steps, the first of them now."""
        super().__init__(parent)
        self.setProperty("ground", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._buttons = [_StepButton(number, step) for number, step in enumerate(steps, start=1)]
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(Mark(28))
        names = QVBoxLayout()
        names.setSpacing(0)
        self._wide_only = [
            label("MI CRM", "line"),
            label(self.tr("First set-up"), "help"),
            label(foot, "help", wrap=True),
        ]
        names.addWidget(self._wide_only[0])
        names.addWidget(self._wide_only[1])
        head.addLayout(names, 1)
        self._rows = QVBoxLayout(self)
        self._rows.setSpacing(px(6))
        self._rows.addLayout(head)
        self._rows.addSpacing(px(24))
        for button in self._buttons:
            button.clicked.connect(self._clicked)
            self._rows.addWidget(button)
        self._rows.addStretch(1)
        self._rows.addWidget(self._wide_only[2])
        self.set_narrow(narrow=False)

    def _clicked(self) -> None:
        self.asked.emit(self._buttons.index(self.sender()))  # type: ignore[arg-type]  # one of them sent it

    def show_step(self, now: int | None) -> None:
        """Mark the step one is at; None for none."""
        for place, button in enumerate(self._buttons):
            state = "to come" if now is None or place > now else "now" if place == now else "done"
            spoken = {"to come": self.tr("to come"), "now": self.tr("now"), "done": self.tr("done")}[state]
            button.show_state(state, spoken)

    def set_narrow(self, *, narrow: bool) -> None:
        """Be a column of circles, or the whole."""
        self.setFixedWidth(px(NARROW if narrow else WIDE))
        side = px(22 if narrow else 30)
        self._rows.setContentsMargins(side, px(34), side if narrow else px(24), px(24))
        for widget in self._wide_only:
            widget.setVisible(not narrow)
        for button in self._buttons:
            button.set_narrow(narrow=narrow)
