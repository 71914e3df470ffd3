"""Settings › Backups: where they lie, what each proved, and what can be done with them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mi_crm.backups.shelf import Backup
from mi_crm.ui.shared.backup_table import backup_columns, state_of
from mi_crm.ui.shared.backup_words import detail_words, proven_words, second_words, strip_words
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty, Notice
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label, set_tone
from mi_crm.ui.shared.marks import Sign
from mi_crm.ui.shared.models import TableModel
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Table


class BackupsPage(QWidget):
    """How the backups stand, the second place, and the list."""

    def __init__(self, desk: Desk) -> None:
        """Follow the backups of the desk."""
        super().__init__()
        self.desk = desk
        self.now = Button(self.tr("Back up now"), "primary")
        self.trial = Button(self.tr("Try a restore now"))
        self.restore = Button(self.tr("Restore…"))
        self.second = Button(self.tr("Choose a second place…"))
        for button, act in (
            (self.now, desk.safety.back_up), (self.trial, desk.safety.try_restore),
            (self.restore, desk.safety.restore_asked), (self.second, self._choose_second),
        ):  # fmt: skip
            button.clicked.connect(act)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, px(6), 0)
        rows.setSpacing(px(14))
        rows.addWidget(self._head())
        rows.addWidget(self._places())
        self.list = Card(self.tr("Backups"), self.tr("Old ones go by themselves"), flush=True)
        self.table = Table(self.tr("Backups"))
        self._model: TableModel[Backup] = TableModel(
            backup_columns(self, self._state, desk.today()), self, today=desk.today()
        )
        self.table.set_model(self._model)
        self._none = Empty(
            "nothing_yet",
            "hard-drive",
            self.tr("No backup yet"),
            self.tr("The first one is made within half an hour, or with Back up now."),
        )
        self.list.body.addWidget(self.table, 1)
        self.list.body.addWidget(self._none, 1)
        rows.addWidget(self.list, 1)
        desk.safety.changed.connect(self.follow)
        self.follow()

    def _head(self) -> Card:
        card = Card()
        self._sign = Sign("hard-drive", "pos", size=20)
        self.title, self.detail = label("", "heading", wrap=True), label("", "second", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(px(3))
        words.addWidget(self.title)
        words.addWidget(self.detail)
        line = QHBoxLayout()
        line.setSpacing(px(14))
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        card.body.addLayout(line)
        card.body.addWidget(flowing(self.now, self.trial, self.restore))
        self.frozen = Notice(
            "warn",
            self.tr("The newest backup has far fewer people or gifts than the one before."),
            more=self.tr("No old backup is thrown away until that is no longer so."),
        )
        card.body.addWidget(self.frozen)
        return card

    def _places(self) -> Card:
        card = Card(self.tr("Where they lie"), self.tr("One place is not enough"))
        self.first = label("", "body", wrap=True)
        self.first.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.first.setAccessibleName(self.tr("On this computer"))
        self.second_words = label("", "second", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(px(14))
        words = QVBoxLayout()
        words.setSpacing(px(3))
        words.addWidget(self.first)
        words.addWidget(self.second_words)
        line.addLayout(words, 1)
        line.addWidget(self.second, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(line)
        return card

    def _state(self, row: Backup) -> tuple[str, str, str]:
        return state_of(self.desk.safety.standing, row)

    def follow(self) -> None:
        """Show how the backups stand now."""
        found, now = self.desk.safety.standing, self.desk.now()
        for button in (self.now, self.trial, self.restore, self.second):
            button.set_enabled(found is not None, self.tr("Invented data is not backed up."))
        if found is None:
            self.title.setText(self.tr("Nothing is backed up here"))
            self.detail.setText(self.tr("Invented data is not backed up."))
            self._model.show_rows([])
        else:
            icon, tint, words = strip_words(found, now)
            self._sign.show_sign(icon, tint)
            self.title.setText(words if found.failed else proven_words(found, now))
            set_tone(self.title, {"neg": "wrong", "warn": "warn"}.get(tint, ""))
            self.detail.setText(detail_words(found, now))
            self.first.setText(str(found.folder))
            self.second_words.setText(second_words(found, now))
            set_tone(self.second_words, "warn" if found.days_without_copy(now) else "second")
            self._model.show_rows(list(found.backups))
        self.frozen.setVisible(found is not None and found.frozen)
        self.table.setVisible(self._model.rowCount() > 0)
        self._none.setVisible(self._model.rowCount() == 0)

    def _choose_second(self) -> None:
        folder = self.desk.questions.choose_folder(
            self, self.tr("Choose a memory stick or another folder for backups")
        )
        if folder is not None:
            self.desk.safety.choose_second(folder)
