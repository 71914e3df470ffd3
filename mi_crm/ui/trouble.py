"""The page that stands instead of the frame when a file cannot be worked on, with what can be done."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.scroll import scrolled
from mi_crm.ui.shared.style import px


class Trouble(QWidget):
    """Says in plain words why the file is not open; `again`, `other` and `leave` are always there."""

    asked_again = Signal()
    asked_other = Signal()
    left = Signal()
    asked_restore = Signal()

    def __init__(
        self,
        title: str,
        sentence: str,
        *,
        passing: bool = False,
        told: Sequence[str] = (),
        ways: Sequence[Button] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Show the page.

        Of what is passing it is best to try again, else to choose another file; `ways` are better than both,
        the best of them first. `told` is what was tried and found.
        """
        super().__init__(parent)
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.again, self.other = Button(self.tr("Try again")), Button(self.tr("Choose another file"))
        self.restore = Button(self.tr("Restore a backup"))
        self.restore.clicked.connect(self.asked_restore)
        self.leave = Button(self.tr("Quit"), "quiet")
        self.again.clicked.connect(self.asked_again)
        self.other.clicked.connect(self.asked_other)
        self.leave.clicked.connect(self.left)
        usual = [self.again, self.other] if passing else [self.restore, self.other, self.again]
        best = [*ways, *usual][0]
        best.set_kind("primary")
        self.setFocusProxy(best)
        column = QWidget()
        column.setMaximumWidth(px(680))
        rows = QVBoxLayout(column)
        rows.setSpacing(px(12))
        rows.addStretch(1)
        rows.addWidget(Empty("something_missing", "hard-drive", title, sentence))
        if told:
            card = Card()
            for words in told:
                card.body.addWidget(label(words, wrap=True))
            rows.addWidget(card)
        # What leads on stands above what is always there.
        for line in ([*ways], [*usual, self.leave]):
            if line:
                rows.addWidget(flowing(*line), 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch(2)
        page = QWidget()
        across = QHBoxLayout(page)
        across.addStretch(1)
        across.addWidget(column, 100)
        across.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(page))
