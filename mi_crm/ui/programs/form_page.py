"""A form's file before it comes in: a verdict for each row, and one button."""

from pathlib import Path
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from mi_crm.exchange.import_practitioners import Enrolling, Line, enroll_file, read_form
from mi_crm.exchange.records import Verdict
from mi_crm.exchange.table_file import TableFile
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.problems import Problem
from mi_crm.ui.programs.words import say
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Notice
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.models import Column, TableModel
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Table

_VERDICTS: Final = {
    Verdict.CREATE: ("New", "info", "user-plus"),
    Verdict.MATCH: ("Known", "done", "check"),
    Verdict.HAVE: ("Enrolled already", "quiet", "minus"),
    Verdict.PARK: ("By hand", "wait", "triangle-alert"),
    Verdict.IGNORE: ("Left out", "quiet", "minus"),
    Verdict.REFUSE: ("Cannot be read", "wrong", "circle-alert"),
}


class FormPage(Card):
    """The rows of a file. `enrolled` brings how many came in."""

    enrolled = Signal(int)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__(flush=True)
        self.desk = desk
        self._training: UUID | None = None
        self._file: TableFile | None = None
        self._title, self._words = label("", "pane"), label("", "second", wrap=True)
        self.notice = Notice("wrong")
        self.notice.hide()
        self.table = Table(self.tr("Rows of the file"), rows=52)
        self.model: TableModel[Line] = TableModel(
            [
                Column(self.tr("Row"), lambda one: one.row, number=True, width=64, quiet=True),
                Column(
                    self.tr("Practitioner"),
                    lambda one: one.name,
                    width=220,
                    second=lambda one: one.entry.workplace,
                ),
                Column(self.tr("License"), lambda one: one.entry.license_number, width=120, quiet=True),
                Column(self.tr("What happens"), lambda one: one.verdict, width=150, chip=_chip),
                Column(self.tr("Why"), lambda one: one.reason, width=None),
            ],
            self,
        )
        self.table.set_model(self.model)
        self.act = Button(self.tr("Enroll them"), "primary", key="Ctrl+Enter")
        self.act.clicked.connect(self.finish)
        leave = Button(self.tr("Back to the training"), "quiet", key="Esc")
        leave.clicked.connect(self.left)
        around = QVBoxLayout()
        around.setContentsMargins(px(19), px(14), px(19), 0)
        around.setSpacing(px(6))
        for part in (self._title, self._words, self.notice):
            around.addWidget(part)
        foot = QVBoxLayout()
        foot.setContentsMargins(px(19), px(4), px(19), px(14))
        foot.addWidget(flowing(self.act, leave))
        self.body.setSpacing(px(8))
        self.body.addLayout(around)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(foot)

    def begin(self, training_id: UUID, path: Path) -> None:
        """Read a file and show what would come of it; nothing is saved."""
        self._training, self._file = training_id, None
        self._title.setText(path.name)
        self._words.setText(self.tr("Reading…"))
        self.notice.hide()
        self.model.show_rows([])
        self.act.set_enabled(False, self.tr("The file is being read."))
        self.desk.work(read_form, path).then(self._read).otherwise(self._refused)

    def _read(self, file: TableFile) -> None:
        self._file = file
        if self._training is not None:
            found = self.desk.ask(enroll_file, self._training, file, preview=True, occasion=self._when())
            found.then(self._show).otherwise(self._refused)

    def _when(self) -> Occasion:
        return Occasion(self.desk.today(), self.desk.now(), self.desk.who)

    def _show(self, found: Enrolling) -> None:
        self.model.show_rows(found.lines)
        words = self.tr(
            "{count} of {all} rows come in, {waiting} of them on the waiting list. Nothing is saved yet."
        )
        self._words.setText(words.format(count=found.coming_in, all=len(found.lines), waiting=found.waiting))
        self.act.setText(self.tr("Enroll {count}").format(count=found.coming_in))
        self.act.set_enabled(bool(found.coming_in), self.tr("No row of this file comes in."))
        self.table.choose(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Enroll everybody whose row comes in."""
        if self._file is not None and self._training is not None and self.act.isEnabled():
            self.act.set_enabled(False, self.tr("They are being enrolled."))
            done = self.desk.do(enroll_file, self._training, self._file, preview=False, occasion=self._when())
            done.then(self._done).otherwise(self._refused)

    def _done(self, found: Enrolling) -> None:
        self.enrolled.emit(found.coming_in)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            self._words.clear()
            self.notice.say("wrong", str(error))
            self.notice.show()
        else:
            self.desk.tasks.unhandled.emit(error)


def _chip(line: Line) -> tuple[str, str, str]:
    words, state, icon = _VERDICTS[line.verdict]
    return say(words), state, icon
