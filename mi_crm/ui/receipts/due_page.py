"""To write: the letters that wait, whatever asks for them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mi_crm.receipts.actions.letters import LetterRun
from mi_crm.receipts.queries.letters import DueRow, due_count, due_letters
from mi_crm.receipts.rules.letters import LetterKind
from mi_crm.ui.receipts.words import due_chip, due_line
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty, Notice
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.models import Column
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Table, TableModel


class DuePage(QWidget):
    """The letters that wait. `looked_at` brings the one the cursor is on."""

    looked_at = Signal(object)
    counted = Signal(int)
    write_asked = Signal(bool)
    done_asked = Signal()
    print_again = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Lay out list and what is about to happen."""
        super().__init__(parent)
        self._desk = desk
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(14))
        self.again = Button(self.tr("Print"), icon="printer", small=True)
        self.again.clicked.connect(self.print_again)
        self.result = Notice("done", closable=True, action=self.again)
        self.result.hide()
        rows.addWidget(self.result)
        self.all = Button(self.tr("All"), "ghost", small=True)
        self.all.clicked.connect(self.check_all)
        self.card = Card(self.tr("To write"), " ", action=self.all, flush=True)
        self.table = Table(self.tr("Letters that wait to be written"), rows=48, checkable=True)
        today = desk.today()
        self.model: TableModel[DueRow] = TableModel(
            [
                Column(
                    self.tr("To"),
                    lambda row: row.to,
                    width=None,
                    avatar=lambda row: row.kind.value,
                    second=lambda row: due_line(row, today),
                ),
                Column(self.tr("Letter"), lambda row: row.due.kind.value, width=206, chip=due_chip),
            ],
            self,
            today=today,
        )
        self.table.set_model(self.model)
        self.table.chosen.connect(self._look)
        self.table.checked_changed.connect(self._show_selection)
        self.nothing = Empty(
            "all_done", "mail", self.tr("Every letter is written."),
            self.tr("Grants, tributes, matches and returned gifts bring the next ones."),
        )  # fmt: skip
        self.nothing.hide()
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.nothing, 1)
        rows.addWidget(self.card, 1)
        rows.addWidget(self._acts_card())
        self._show_selection()

    def _acts_card(self) -> QWidget:
        card = Card(flush=True)
        inside = QVBoxLayout()
        inside.setContentsMargins(px(20), px(10), px(16), px(10))
        inside.setSpacing(px(8))
        self._chosen, self._below = label("", "strong", wrap=True), label("", "help", wrap=True)
        self.done = Button(self.tr("Told otherwise"), "quiet", icon="check", key="X")
        self.only = Button(self.tr("Write only"))
        self.both = Button(self.tr("Write and print"), "primary", icon="printer", key="Ctrl+Enter")
        self.done.clicked.connect(self.done_asked)
        self.only.clicked.connect(self._write_only)
        self.both.clicked.connect(self._write_and_print)
        inside.addWidget(self._chosen)
        inside.addWidget(self._below)
        inside.addWidget(flowing(self.done, self.only, self.both))
        card.body.addLayout(inside)
        return card

    # -- what is shown ---------------------------------------------------------------------------

    def reload(self) -> None:
        """Show what waits now."""
        self._desk.ask(due_letters).then(self._show_rows)
        self._desk.ask(due_count).then(self._show_count)

    def _show_rows(self, rows: list[DueRow]) -> None:
        self.model.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.all.setVisible(bool(rows))
        if rows and not self.table.currentIndex().isValid():
            self.table.choose(0)
        if not rows:
            self.looked_at.emit(None)
        self._show_selection()

    def _show_count(self, count: int) -> None:
        self.counted.emit(count)
        needing = sum(1 for row in self.model.rows if row.needs)
        parts = [self.tr("{n} ready").format(n=f"{max(0, count - needing):,}")] if count else []
        if needing:
            words = self.tr("1 needs an address") if needing == 1 else self.tr("{n} need an address")
            parts.append(words.format(n=f"{needing:,}"))
        if count > len(self.model.rows):
            parts.append(self.tr("the {n} oldest are shown").format(n=f"{len(self.model.rows):,}"))
        self.card.set_aside(", ".join(parts))

    # -- what is chosen --------------------------------------------------------------------------

    def check_all(self) -> None:
        """Check every letter that can be written."""
        self.table.check_all(on=False)
        for number, row in enumerate(self.model.rows):
            if not row.needs:
                self.table.check(number, on=True)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def chosen(self) -> list[DueRow]:
        """Return the checked letters, else the one the cursor is on."""
        current = self.table.current()
        rows: Sequence[DueRow] = self.table.checked_rows() or ([current] if current else [])
        return list(rows)

    def to_write(self) -> list[DueRow]:
        """Return what would be written now."""
        return [row for row in self.chosen() if not row.needs]

    def _look(self, row: object) -> None:
        self._show_selection()
        self.looked_at.emit(row)

    def _show_selection(self) -> None:
        chosen, rows = self.chosen(), self.to_write()
        if len(chosen) > 1:
            self._chosen.setText(self.tr("{n} letters selected").format(n=f"{len(chosen):,}"))
        elif chosen:
            self._chosen.setText(chosen[0].to)
        else:
            self._chosen.setText(self.tr("Nothing to write"))
        stopped = len(chosen) - len(rows)
        words = self.tr("An address is missing; mend it first.") if stopped else ""
        self._below.setText(words or self.tr("A letter takes no number. It is kept as it is written."))
        self.both.setText(
            self.tr("Write and print {n}").format(n=f"{len(rows):,}")
            if len(rows) > 1
            else self.tr("Write and print")
        )
        why_not = self.tr("Choose a letter that is ready.")
        self.only.set_enabled(bool(rows), why_not)
        self.both.set_enabled(bool(rows), why_not)
        told = bool(chosen) and all(row.due.kind is LetterKind.TRIBUTE for row in chosen)
        self.done.set_enabled(told, self.tr("That is for families who were told by phone or in person."))

    def _write_only(self) -> None:
        self.write_asked.emit(False)

    def _write_and_print(self) -> None:
        self.write_asked.emit(True)

    # -- what came of it -------------------------------------------------------------------------

    def show_result(self, run: LetterRun, *, printed: bool) -> None:
        """Say what was written and what was not, and begin a new selection."""
        self.table.check_all(on=False)
        count = len(run.written)
        said = [
            self.tr("1 letter written.")
            if count == 1
            else self.tr("{n} letters written.").format(n=f"{count:,}")
        ]
        if run.refused:
            said.append(self.tr("{n} could not be:").format(n=f"{len(run.refused):,}"))
        if run.left:
            said.append(self.tr("Stopped; {n} still wait.").format(n=f"{run.left:,}"))
        reasons = list(dict.fromkeys(one.reason for one in run.refused))
        self.again.setVisible(bool(count) and not printed)
        self.result.say("warn" if run.refused else "done", " ".join(said), "\n".join(reasons[:5]))
        self.result.show()

    def show_not_printed(self) -> None:
        """Say that the letters stay although they did not come out of the printer."""
        self.again.show()
        self.result.say("warn", self.tr("Not printed. The letters are kept; print them again."))
        self.result.show()
