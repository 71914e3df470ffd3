"""Where a note about somebody is typed, above the timeline it will stand in."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.fields import NoteField
from mi_crm.ui.shared.style import px


class NoteBox(QFrame):
    """A field that opens with N and is gone once its note is kept. `saved` brings the text."""

    saved = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Stay hidden until a note is wanted."""
        super().__init__(parent)
        self.setProperty("card", "sunk")
        self._about: UUID | None = None
        self._half_typed: dict[UUID, str] = {}
        self.field = NoteField(self.tr("Note"), lines=3)
        self.save_button = Button(self.tr("Keep note"), "primary", key="Ctrl+Enter", small=True)
        self.save_button.clicked.connect(self.finish)
        cancel = Button(self.tr("Cancel"), "quiet", key="Esc", small=True)
        cancel.clicked.connect(self.close_box)
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addWidget(self.save_button)
        line.addWidget(cancel)
        line.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(14), px(10), px(14), px(12))
        rows.setSpacing(px(8))
        rows.addWidget(self.field)
        rows.addLayout(line)
        self.hide()

    def begin(self, about: UUID) -> None:
        """Open for a note about somebody."""
        self._about = about
        self.field.set_value(self._half_typed.pop(about, ""))
        self.show()
        self.field.input.moveCursor(QTextCursor.MoveOperation.End)
        self.field.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_for(self, about: UUID) -> None:
        """Close, unless the note is about this one; what was typed comes back with its person."""
        if self._about not in (None, about):
            self._half_typed[self._about] = self.field.value()
            self.close_box()

    def finish(self) -> None:
        """Keep the note."""
        if self.field.value():
            self.saved.emit(self.field.value())
        else:
            self.field.set_error(self.tr("Type the note first."))

    def close_box(self) -> None:
        """Drop what was typed."""
        self._about = None
        self.field.clear()
        self.hide()
        self.closed.emit()
