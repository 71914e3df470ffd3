"""Written: every letter that was, what became of it, and its ways out."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from mi_crm.receipts.queries.letters import LetterRow, letter_count, letters
from mi_crm.ui.receipts.words import ways_line, written_chip, written_line
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.models import Column
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import PagedModel, Table
from mi_crm.ui.shared.tasks import Answer
from mi_crm.ui.shared.typed import leave_undo


class WrittenPage(QWidget):
    """Letters, the newest first. `looked_at` brings the one the cursor is on."""

    looked_at = Signal(object)
    counted = Signal(int)
    again_asked = Signal()
    labels_asked = Signal()
    one_pdf_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Lay out search, list and what can be done."""
        super().__init__(parent)
        self._desk = desk
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(14))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Name"))
        self.search.setAccessibleName(self.tr("Search the letters"))
        self.search.setClearButtonEnabled(True)
        self.search.setProperty("size", "small")
        self.search.setMinimumWidth(px(110))
        self.search.setMaximumWidth(px(220))
        leave_undo(self.search)
        self._pause = QTimer(self, singleShot=True, interval=150)
        self._pause.timeout.connect(self.reload)
        self.search.textChanged.connect(self._typed)
        self.card = Card(self.tr("Written"), " ", action=self.search, flush=True)
        self.table = Table(self.tr("Letters that were written"), rows=48, checkable=True)
        today = desk.today()
        self.model: PagedModel[LetterRow] = PagedModel(
            [
                Column(
                    self.tr("To"),
                    lambda row: row.donor,
                    width=None,
                    second=lambda row: written_line(row, today),
                ),
                Column(self.tr("How it stands"), lambda row: row.kind.value, width=172, chip=written_chip),
            ],
            self._fetch,
            self,
            today=today,
        )
        self.table.set_model(self.model)
        self.table.chosen.connect(self._look)
        self.table.checked_changed.connect(self._show_selection)
        self.model.dataChanged.connect(self._page_came)
        self.nothing = Empty("nothing_yet", "mail", self.tr("No letters yet"), "")
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
        self.again = Button(self.tr("Write again"), icon="repeat-2", key="E")
        self.labels = Button(self.tr("Labels"), icon="tag", key="L")
        self.one_pdf = Button(self.tr("One PDF"), icon="file-text", key="O")
        self.again.clicked.connect(self.again_asked)
        self.labels.clicked.connect(self.labels_asked)
        self.one_pdf.clicked.connect(self.one_pdf_asked)
        inside.addWidget(self._chosen)
        inside.addWidget(self._below)
        inside.addWidget(flowing(self.again, self.labels, self.one_pdf))
        card.body.addLayout(inside)
        return card

    def reload(self) -> None:
        """Show what was written, of what is searched."""
        self._desk.ask(letter_count, search=self.search.text()).then(self._show_size)

    def _typed(self) -> None:
        self._pause.start()

    def _fetch(self, offset: int, limit: int) -> Answer[list[LetterRow]]:
        return self._desk.ask(letters, search=self.search.text(), offset=offset, limit=limit)

    def _show_size(self, size: int) -> None:
        self.model.forget()
        self.model.show_count(size)
        words = self.tr("1 letter") if size == 1 else self.tr("{n} letters").format(n=f"{size:,}")
        self.card.set_aside(words)
        self.table.setVisible(size > 0)
        self.nothing.setVisible(not size)
        if not self.search.text():
            self.counted.emit(size)
        if size:
            self.table.choose(min(max(0, self.table.currentIndex().row()), size - 1))
            return
        if searched := self.search.text().strip():
            self.nothing.say(
                self.tr("No letter to “{words}”").format(words=searched), self.tr("Try fewer letters.")
            )
        else:
            self.nothing.say(self.tr("No letters yet"), self.tr("Write the first one under To write."))
        self._look(None)

    def _page_came(self) -> None:
        self._look(self.table.current())

    def _look(self, row: object) -> None:
        self._show_selection()
        self.looked_at.emit(row)

    def current(self) -> LetterRow | None:
        """Return the letter the cursor is on."""
        row = self.table.current()
        return row if isinstance(row, LetterRow) else None

    def chosen(self) -> list[LetterRow]:
        """Return the checked letters, else the one the cursor is on."""
        checked: Sequence[LetterRow] = self.table.checked_rows()
        current = self.current()
        return list(checked) or ([current] if current else [])

    def _show_selection(self) -> None:
        row, rows = self.current(), self.chosen()
        if len(rows) > 1:
            self._chosen.setText(self.tr("{n} letters selected").format(n=f"{len(rows):,}"))
            self._below.setText(self.tr("To print, save or put into one PDF"))
        elif row:
            self._chosen.setText(row.donor)
            self._below.setText(
                ways_line(row, self._desk.today()) or self.tr("Written by {who}").format(who=row.written_by)
            )
        else:
            self._chosen.setText(self.tr("Nothing chosen"))
            self._below.setText("")
        why_not = self.tr("Choose a letter.")
        again = bool(rows) and all(one.gift_id for one in rows)
        self.again.set_enabled(again, self.tr("Choose a letter about a gift.") if rows else why_not)
        self.labels.set_enabled(any(one.to_id for one in rows), why_not)
        self.one_pdf.set_enabled(bool(rows), why_not)
