"""Two panes side by side, or one at a time when there is no room for both."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.style import px

_NARROW = 780  # px at 100 % for both panes; with the rail that is a window of 900


def focus_into(pane: QWidget) -> bool:
    """Put the focus on the first control of a pane that takes it; return whether there is one."""
    if pane.focusPolicy() & Qt.FocusPolicy.TabFocus and pane.isEnabled():
        pane.setFocus(Qt.FocusReason.TabFocusReason)
        return True
    control = pane.nextInFocusChain()
    seen = {pane}
    while control is not None and control not in seen:
        seen.add(control)
        takes = (
            control.isVisible() and control.isEnabled() and control.focusPolicy() & Qt.FocusPolicy.TabFocus
        )
        if takes and pane.isAncestorOf(control) and control.focusProxy() is None:
            control.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        control = control.nextInFocusChain()
    return False


class TwoPanes(QWidget):
    """A list and what is chosen in it, a form and what it fills; F6 goes between them."""

    def __init__(
        self,
        first: QWidget,
        second: QWidget,
        *,
        names: tuple[str, str],
        stretch: tuple[int, int] = (1, 1),
        gap: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        """Put two panes side by side; the names say on a button what the other one is when only one fits."""
        super().__init__(parent)
        self.panes = (first, second)
        self._names = names
        self._active, self._narrow, self._gap = 0, False, px(gap)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(8))
        self._turn = Button(names[1], key="F6", small=True)
        self._turn.clicked.connect(self.turn)
        self._turn.hide()
        rows.addWidget(self._turn, 0, Qt.AlignmentFlag.AlignRight)
        line = QHBoxLayout()
        line.setSpacing(px(gap))
        line.addWidget(first, stretch[0])
        line.addWidget(second, stretch[1])
        rows.addLayout(line, 1)

    @property
    def narrow(self) -> bool:
        """Whether only one pane is shown."""
        return self._narrow

    @property
    def turn_button(self) -> Button:
        """The button that goes to the other pane; a screen may give it a better place, such as its header."""
        return self._turn

    def bring(self, pane: int) -> None:
        """Show a pane: 0 or 1."""
        self._active = pane
        self._arrange()

    def turn(self) -> None:
        """Go to the other pane."""
        focused = QApplication.focusWidget()
        here = next(
            (n for n, pane in enumerate(self.panes) if focused and pane.isAncestorOf(focused)), self._active
        )
        self.bring(1 - here)
        focus_into(self.panes[1 - here])

    @override
    def minimumSizeHint(self) -> QSize:
        """Need no more room than one pane: where both do not fit, one at a time is shown."""
        least = [pane.minimumSizeHint().expandedTo(pane.minimumSize()) for pane in self.panes]
        if self._narrow:
            bar = self._turn.sizeHint().height() + px(8)
            return QSize(least[self._active].width(), least[self._active].height() + bar)
        return least[0].expandedTo(least[1])

    def _both(self) -> int:
        """Return the width at which both panes fit."""
        least = sum(max(pane.minimumSizeHint().width(), pane.minimumWidth()) for pane in self.panes)
        return max(px(_NARROW), least + self._gap)

    def _arrange(self) -> None:
        self._turn.setVisible(self._narrow)
        self._turn.setText(self._names[1 - self._active])
        for number, pane in enumerate(self.panes):
            pane.setVisible(not self._narrow or number == self._active)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self._both()
        if narrow != self._narrow:
            self._narrow = narrow
            self._arrange()
