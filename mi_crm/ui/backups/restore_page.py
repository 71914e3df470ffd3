"""Restore a backup: what would be different is shown before anybody decides."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.backups.manifest import Damaged
from mi_crm.backups.shelf import Backup
from mi_crm.backups.standing import Standing, standing
from mi_crm.restoring.comparing import Comparison, compare
from mi_crm.shared.dates import long_moment
from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.backup_table import backup_columns, state_of
from mi_crm.ui.shared.backup_words import tr
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty, Notice, clear
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import TextField
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.models import TableModel
from mi_crm.ui.shared.scroll import scrolled
from mi_crm.ui.shared.style import look, px
from mi_crm.ui.shared.table import Table

_NARROW = 760
"""Below so many logical px what will be different stands below the backups."""

_WHAT = {"people": "People", "gifts": "Gifts", "amount": "Amount", "receipts": "Receipts"}


class RestorePage(QWidget):
    """`chosen` brings a backup (Path) and the highest numbers on paper; `left` goes back."""

    chosen = Signal(object, str)
    left = Signal()

    def __init__(self, desk: Desk, file: Path, parent: QWidget | None = None) -> None:
        """Look for backups of a file, in both places."""
        super().__init__(parent)
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk, self._file = desk, file
        self._standing: Standing | None = None
        self._backup: Path | None = None
        self._found: Comparison | None = None
        self.notice = Notice("wrong", closable=True)
        self.notice.hide()
        self.table = Table(self.tr("Backups"))
        self._model: TableModel[Backup] = TableModel(
            backup_columns(self, self._state, desk.today()), self, today=desk.today()
        )
        self.table.set_model(self._model)
        self.table.chosen.connect(self._choose_row)
        self.highest = TextField(
            self.tr("Highest receipt number on paper"),
            help=self.tr(
                "Numbers after the last one of the backup are registered as lost, never used again. "
                "Where annual summaries were made, theirs too: R-2026-0417, S-2025-0138"
            ),
            limit=200,
        )
        self.highest.edited.connect(self.notice.hide)
        self.other = Button(self.tr("Choose a file…"))
        self.back = Button(self.tr("Back"), key="Esc")
        self.act = Button(self.tr("Restore"), "primary", key="Ctrl+Enter")
        self.other.clicked.connect(self._choose_file)
        self.back.clicked.connect(self.left)
        self.act.clicked.connect(self.finish)
        self._lay_out()
        for keys, act in (
            ("Ctrl+Return", self.finish),
            ("Ctrl+Enter", self.finish),
            ("Esc", self.left.emit),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.setFocusProxy(self.table)
        self._show_comparison(None)
        desk.tasks.aside(partial(standing, file, now=desk.now())).then(self._show)

    def _lay_out(self) -> None:
        self._list = Card(self.tr("Backups"), flush=True)
        self._none = Empty(
            "something_missing",
            "hard-drive",
            self.tr("No backup was found here"),
            self.tr("Put in the stick or open the folder where one lies, and choose it."),
        )
        self._list.body.addWidget(self.table, 1)
        self._list.body.addWidget(self._none, 1)
        self._none.hide()
        self.compared = Card(self.tr("What will be different"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(6))
        self.compared.body.addLayout(self._lines)
        self.compared.body.addWidget(self.highest)
        self.compared.body.addStretch(1)
        across = self._across = QHBoxLayout()
        across.setSpacing(px(16))
        across.addWidget(self._list, 6)
        across.addWidget(scrolled(self.compared), 5)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(12))
        buttons.addWidget(self.back)
        buttons.addWidget(self.other)
        buttons.addStretch(1)
        buttons.addWidget(self.act)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(32), px(28), px(32), px(24))
        rows.setSpacing(px(12))
        rows.addWidget(label(self.tr("Restore a backup"), "title"))
        rows.addWidget(
            label(
                self.tr("Everything goes back to the moment of the backup. The file in use now is kept."),
                "second",
                wrap=True,
            )
        )
        rows.addWidget(self.notice)
        rows.addLayout(across, 1)
        rows.addLayout(buttons)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() / look.scale < _NARROW
        self._across.setDirection(
            QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight
        )

    def _state(self, row: Backup) -> tuple[str, str, str]:
        return state_of(self._standing, row)

    def _show(self, found: Standing) -> None:
        self._standing = found
        here = {one.number for one in found.backups}
        rows = [*found.backups, *(copy for copy in found.copies if copy.number not in here)]
        rows.sort(key=lambda one: one.number, reverse=True)
        self._model.show_rows(rows)
        self.table.setVisible(bool(rows))
        self._none.setVisible(not rows)
        usable = next((place for place, one in enumerate(rows) if one.manifest is not None), None)
        if usable is not None:
            self.table.choose(usable)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            if usable:
                self._complain(
                    tr("{names}: damaged. The newest sound backup is chosen.").format(
                        names=", ".join(one.path.name for one in rows[:usable])
                    )
                )
        else:
            self.other.setFocus(Qt.FocusReason.OtherFocusReason)
            if rows:
                self._complain(tr("All backups here are damaged. Choose one from another place."))

    # -- choosing --------------------------------------------------------------------------------

    def _choose_row(self, row: object) -> None:
        if isinstance(row, Backup):
            self._choose(row.path)

    def _choose_file(self) -> None:
        path = self._desk.questions.choose_file(
            self, self.tr("Choose a backup"), self.tr("Backups (*.crmbak *.db)")
        )
        if path is not None:
            self._choose(path)
            self.act.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, path: Path) -> None:
        self._backup = path
        self._show_comparison(None)
        answer = self._desk.tasks.aside(partial(compare, self._file, path))
        answer.then(self._take).otherwise(self.refuse)

    def _take(self, found: Comparison) -> None:
        if found.backup == self._backup:
            self._show_comparison(found)

    def _show_comparison(self, found: Comparison | None) -> None:
        self._found = found
        self.act.set_enabled(found is not None, self.tr("Choose a backup."))
        clear(self._lines)
        if found is None:
            self._lines.addWidget(label(self.tr("Choose a backup."), "second", wrap=True))
            return
        for words, role in self._told(found):
            self._lines.addWidget(label(words, role, wrap=True))
        if not self.highest.value():
            self.highest.set_value(found.highest_receipt)

    def _told(self, found: Comparison) -> list[tuple[str, str]]:
        made = long_moment(found.made_at) if found.made_at else found.backup.name
        lines = [(self.tr("{charity}, {made}").format(charity=found.charity, made=made), "strong")]
        if found.now is None:
            lines.append(
                (self.tr("The file in use cannot be read. It is kept beside the restored one."), "body")
            )
        elif not found.differences:
            lines.append((self.tr("The same people, gifts, amount and receipts."), "body"))
        for line in found.differences:
            words = self.tr("{what}: {now} now, {backup} then").format(
                what=self.tr(_WHAT[line.what]), now=line.now, backup=line.backup
            )
            lines.append((words, "body"))
        if found.gifts_gone:
            words = self.tr("Gifts entered since, which will be gone: {n}. The newest:").format(
                n=f"{found.gifts_gone:,}"
            )
            lines += [(words, "strong"), *((gift, "second") for gift in found.gifts)]
        if found.receipts:
            words = self.tr("Receipts issued since: {numbers}").format(numbers=found.receipts)
            lines.append((words, "strong"))
        return lines

    # -- restoring -------------------------------------------------------------------------------

    def finish(self) -> None:
        """Ask once more, then restore."""
        if self._found is None or not self.act.isEnabled():
            return
        if self._desk.questions.ask(
            self,
            self.tr("Restore this backup?"),
            self.tr("The file in use is kept, and the restored one takes its place."),
            self.tr("Restore"),
            keep=self.tr("Keep it as it is"),
        ):
            self.act.set_enabled(False, self.tr("Restoring"))
            self.notice.hide()
            self.chosen.emit(self._found.backup, self.highest.value())

    def refuse(self, error: BaseException) -> None:
        """Say why nothing was restored; after a damaged backup the next one is chosen."""
        self.act.set_enabled(self._found is not None, self.tr("Choose a backup."))
        if not isinstance(error, Problem):
            self._desk.tasks.unhandled.emit(error)
            return
        words = str(error)
        if isinstance(error, Damaged) and (place := self._next()) is not None:
            self.table.choose(place)
            words = tr("{problem} The next one is chosen.").format(problem=words)
        self._complain(words)
        # Nothing had the focus while the window was at rest.
        (self.table if self.table.isVisible() else self.other).setFocus(Qt.FocusReason.OtherFocusReason)

    def _next(self) -> int | None:
        rows = self._model.rows
        here = next((place for place, one in enumerate(rows) if one.path == self._backup), None)
        if here is None:
            return None
        return next((place for place in range(here + 1, len(rows)) if rows[place].manifest), None)

    def _complain(self, words: str) -> None:
        self.notice.say("wrong", words)
        self.notice.show()
