"""The page that stands instead of the frame when a file cannot be worked on, with what can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Empty
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.style import px


class Trouble(QWidget):
    """Says in plain words why the file is not open; `again`, `other` and `leave` are always there."""

    asked_again = Signal()
    asked_other = Signal()
    left = Signal()
    asked_restore = Signal()

    def __init__(
        self, title: str, sentence: str, *, passing: bool = False, parent: QWidget | None = None
    ) -> None:
        """Show the page; of what is passing it is best to try again, else to choose another file."""
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
        buttons = [self.again, self.other] if passing else [self.restore, self.other, self.again]
        buttons[0].set_kind("primary")
        self.setFocusProxy(buttons[0])
        rows = QVBoxLayout(self)
        rows.setSpacing(px(8))
        rows.addStretch(1)
        rows.addWidget(Empty("something_missing", "hard-drive", title, sentence))
        rows.addWidget(flowing(*buttons, self.leave), 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch(2)
