"""The backups on Home: what the newest one proved, and Back up now."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mi_crm.ui.shared.backup_words import detail_words, proven_words, strip_words
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.labels import label, set_tone
from mi_crm.ui.shared.marks import Sign
from mi_crm.ui.shared.style import px


class BackupCard(Card):
    """Hidden while no file is kept safe, as with invented data."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Follow the backups of the desk."""
        super().__init__(parent=parent)
        self._desk = desk
        self._sign = Sign("hard-drive", "pos", size=18)
        self.title, self.detail = label("", "medium", wrap=True), label("", "help", wrap=True)
        self.now = Button(self.tr("Back up now"))
        self.now.clicked.connect(desk.safety.back_up)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self.title)
        words.addWidget(self.detail)
        line = QHBoxLayout()
        line.setSpacing(px(14))
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(words, 1)
        line.addWidget(self.now)
        self.body.addLayout(line)
        desk.safety.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show how the backups stand now."""
        found = self._desk.safety.standing
        self.setVisible(found is not None)
        if found is None:
            return
        now = self._desk.now()
        icon, tint, words = strip_words(found, now)
        self._sign.show_sign(icon, tint)
        self.title.setText(words if found.failed else proven_words(found, now))
        set_tone(self.title, {"neg": "wrong", "warn": "warn"}.get(tint, ""))
        self.detail.setText(detail_words(found, now))
        self.now.setAccessibleDescription(f"{self.title.text()}. {self.detail.text()}")
