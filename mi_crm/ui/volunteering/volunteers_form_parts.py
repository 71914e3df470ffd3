"""What every form beside the shifts of a volunteer is made of: its frame, hours and numbers."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card
from mi_crm.ui.shared.fields import (
    Field,
    enter_moves_on,
)
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import px
from mi_crm.volunteering.rules.hours import read_time


class HoursField(Field):
    """Hours as people write them; value() is minutes, or None while empty or wrong."""

    input: QLineEdit

    def __init__(self, words: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        """Make an empty field."""
        line = QLineEdit()
        line.setMaxLength(8)
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        super().__init__(words, line, help=hint, parent=parent)
        line.textEdited.connect(self._edit)

    @override
    def value(self) -> int | None:
        try:
            return read_time(self.input.text()) if self.input.text().strip() else None
        except Problem:
            return None

    @override
    def set_value(self, value: int | None) -> None:
        self.input.setText("" if value is None else f"{value / 60:.4f}".rstrip("0").rstrip("."))
        self._changed = False

    @override
    def check(self) -> bool:
        try:
            if self.input.text().strip():
                read_time(self.input.text())
        except Problem as problem:
            self.set_error(str(problem))
            return False
        return True


class NumberField(Field):
    """A whole number, or none; value() is an int, or None while empty or wrong."""

    input: QLineEdit

    def __init__(self, words: str, *, hint: str = "", most: int = 10_000) -> None:
        """Make an empty field for 1 to `most`."""
        line = QLineEdit()
        line.setMaxLength(6)
        super().__init__(words, line, help=hint)
        self._most = most
        line.textEdited.connect(self._edit)

    @override
    def value(self) -> int | None:
        text = self.input.text().strip()
        return int(text) if text.isascii() and text.isdecimal() and 0 < int(text) <= self._most else None

    @override
    def set_value(self, value: int | None) -> None:
        self.input.setText("" if value is None else str(value))
        self._changed = False

    @override
    def check(self) -> bool:
        if self.input.text().strip() and self.value() is None:
            words = self.tr("Type a whole number up to {most}, or leave it empty.")
            self.set_error(words.format(most=f"{self._most:,}"))
            return False
        return True


class SideForm(Card):
    """A heading, fields, one button that does it. `left` comes when it is closed by hand."""

    left = Signal()
    finished = Signal()

    def __init__(self, heading: str, fields: Sequence[Field], action: str) -> None:
        """Put heading and buttons around what goes into `rows`."""
        super().__init__(heading)
        self.fields = list(fields)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(px(12))
        self.body.addLayout(self.rows)
        self.said = label("", "medium", tone="wrong", wrap=True)
        self.said.hide()
        self.body.addWidget(self.said)
        self.act = Button(action, "primary", key="Ctrl+Enter")
        self.act.clicked.connect(self.finish)
        leave = Button(self.tr("Leave it"), "quiet", key="Esc")
        leave.clicked.connect(self.left)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(px(8))
        self.buttons.addWidget(self.act)
        self.buttons.addWidget(leave)
        self.buttons.addStretch(1)
        self.body.addLayout(self.buttons)
        self.body.addStretch(1)
        enter_moves_on(self.fields, self.finish)

    def begin(self) -> None:
        """Put the cursor into the first field."""
        self.refuse("")
        if self.fields:
            self.fields[0].input.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Ask for what was typed to be kept, if all of it is right."""
        self.refuse("")
        wrong = [field for field in self.fields if not field.isHidden() and not field.check()]
        if wrong:
            wrong[0].input.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.complete():
            self.finished.emit()

    def complete(self) -> bool:
        """Say what is missing; return whether nothing is."""
        return True

    def miss(self, field: Field, sentence: str) -> bool:
        """Say what is missing."""
        field.set_error(sentence)
        field.input.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def refuse(self, sentence: str) -> None:
        """Say why it was not kept."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
