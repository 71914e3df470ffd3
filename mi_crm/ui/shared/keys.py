"""Which keys work here: the strip at the bottom and the map of F1."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from mi_crm.ui.shared.cards import clear
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import KeyCap, Sign
from mi_crm.ui.shared.style import px


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A key and what it does, in two or three words."""

    key: str
    words: str


class KeyStrip(QWidget):
    """The strip at the bottom: the keys that work now, and at the right where the data is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no keys yet."""
        super().__init__(parent)
        self.setProperty("ground", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(px(34))
        line = QHBoxLayout(self)
        line.setContentsMargins(px(16), 0, px(16), 0)
        line.setSpacing(px(16))
        hints = QWidget()
        hints.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._hints = QHBoxLayout(hints)
        self._hints.setContentsMargins(0, 0, 0, 0)
        self._hints.setSpacing(px(7))
        line.addWidget(hints, 1)
        self._backup_sign, self._backup = Sign("", size=14), label("", "help")
        line.addWidget(self._backup_sign)
        line.addSpacing(px(-10))
        line.addWidget(self._backup)
        line.addWidget(Sign("shield-check", "pos"))
        line.addSpacing(px(-10))
        line.addWidget(label(self.tr("On this computer only"), "help"))

    def show_backup(self, icon: str, tint: str, words: str) -> None:
        """Show how the backups stand, or nothing."""
        self._backup_sign.show_sign(icon, tint)
        self._backup.setText(words)

    def show_hints(self, hints: Iterable[KeyHint]) -> None:
        """Show these keys."""
        clear(self._hints)
        for place, hint in enumerate(hints):
            if place:
                self._hints.addSpacing(px(10))
            self._hints.addWidget(KeyCap(hint.key))
            self._hints.addWidget(label(hint.words, "help"))
        self._hints.addStretch(1)
