"""Ctrl+Z in a field is the field's while something typed can be taken back there; else it is the window's."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override


def leave_undo(input: QWidget) -> None:
    """Let the window take Ctrl+Z and Ctrl+Shift+Z while they would do nothing here."""
    if isinstance(input, QLineEdit | QPlainTextEdit):
        input.installEventFilter(_Leaving(input))


class _Leaving(QObject):
    def __init__(self, input: QLineEdit | QPlainTextEdit) -> None:
        super().__init__(input)
        self._typed = input if isinstance(input, QLineEdit) else input.document()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self._typed.isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self._typed.isRedoAvailable()
            if undo or redo:
                event.ignore()
                return True
        return False
