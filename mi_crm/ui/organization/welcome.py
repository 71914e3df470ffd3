"""The first page of all: set up, practice, open a file, or restore a backup."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import Mark, Round
from mi_crm.ui.shared.style import px


class Welcome(QWidget):
    """Four ways to begin."""

    set_up = Signal()
    practice = Signal()
    open_file = Signal()
    restore = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Offer the four."""
        super().__init__(parent)
        self._set_up = Button(self.tr("Set up"), "primary")
        self._practice = Button(self.tr("Practice"))
        self._open = Button(self.tr("Open a file"))
        self._restore = Button(self.tr("Restore"))
        for button, signal in (
            (self._set_up, self.set_up), (self._practice, self.practice), (self._open, self.open_file),
            (self._restore, self.restore),
        ):  # fmt: skip
            button.clicked.connect(signal)
        self.setFocusProxy(self._set_up)
        self._kept = label("", "help", wrap=True)
        middle = QWidget()
        middle.setMaximumWidth(px(640))
        middle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        rows = QVBoxLayout(middle)
        rows.setSpacing(px(14))
        rows.addWidget(Mark(44), 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(label(self.tr("Welcome to MI CRM"), "title"))
        rows.addWidget(
            label(
                self.tr(
                    "A register of people, gifts and receipts for one charity. "
                    "Everything you enter stays on this computer."
                ),
                "second",
                wrap=True,
            )
        )
        rows.addSpacing(px(8))
        rows.addWidget(
            _way("building-2", self.tr("Set up your organization"),
                 self.tr("Name, EIN, address and letter. About six minutes; you can stop at any step."),
                 self._set_up, self._kept)
        )  # fmt: skip
        rows.addWidget(
            _way("users-round", self.tr("Practice with sample data"),
                 self.tr("A year of invented people and gifts to try everything on. Nothing of it is kept."),
                 self._practice)
        )  # fmt: skip
        rows.addWidget(
            _way("folder-open", self.tr("Open a file"),
                 self.tr("Your office has used MI CRM before, on this computer or another."), self._open)
        )  # fmt: skip
        rows.addWidget(
            _way("archive-restore", self.tr("Restore a backup"),
                 self.tr("The computer is new, or the file is gone: a backup brings everything back."),
                 self._restore)
        )  # fmt: skip
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(middle, 8)
        across.addStretch(1)
        page = QVBoxLayout(self)
        page.addStretch(1)
        page.addLayout(across)
        page.addStretch(2)
        self.show_draft(step="")

    def show_draft(self, *, step: str) -> None:
        """Say where an unfinished set-up goes on; an empty step says that there is none."""
        self._set_up.setText(self.tr("Go on with set-up") if step else self.tr("Set up"))
        self._kept.setText(self.tr("What you typed is kept. You stopped at: {step}.").format(step=step))
        self._kept.setVisible(bool(step))

    def focus_here(self) -> None:
        """Begin at the first way."""
        self._set_up.setFocus(Qt.FocusReason.OtherFocusReason)


def _way(icon: str, title: str, sentence: str, button: Button, more: QWidget | None = None) -> Card:
    card = Card()
    button.setAccessibleDescription(sentence)
    line = QHBoxLayout()
    line.setSpacing(px(16))
    line.addWidget(Round(icon, size=40))
    words = QVBoxLayout()
    words.setSpacing(px(3))
    words.addWidget(label(title, "heading"))
    words.addWidget(label(sentence, "second", wrap=True))
    if more is not None:
        words.addWidget(more)
    line.addLayout(words, 1)
    line.addWidget(button)
    card.body.addLayout(line)
    return card
