"""The register on screen: search it, print a copy, void, replace."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from mi_crm.receipts.queries.register import ReceiptRow, register, register_size
from mi_crm.receipts.records import ReceiptState
from mi_crm.receipts.rules.ways import DeliveryState
from mi_crm.ui.receipts.columns import register_columns
from mi_crm.ui.receipts.words import number_span, ways_line
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import PagedModel, Table
from mi_crm.ui.shared.tasks import Answer
from mi_crm.ui.shared.typed import leave_undo


class RegisterPage(QWidget):
    """All numbers, or those void and replaced. `looked_at` brings the receipt the cursor is on."""

    looked_at = Signal(object)
    copy_asked = Signal()
    void_asked = Signal()
    replace_asked = Signal()
    came_back_asked = Signal()
    labels_asked = Signal()

    def __init__(self, desk: Desk, *, ended: bool, parent: QWidget | None = None) -> None:
        """Lay out search, list and what can be done."""
        super().__init__(parent)
        self._desk, self._ended = desk, ended
        self._wanted = ""
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(14))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Number or donor"))
        self.search.setAccessibleName(self.tr("Search the register"))
        self.search.setClearButtonEnabled(True)
        self.search.setProperty("size", "small")
        self.search.setMinimumWidth(px(110))
        self.search.setMaximumWidth(px(220))
        leave_undo(self.search)
        self._pause = QTimer(self, singleShot=True, interval=150)
        self._pause.timeout.connect(self.reload)
        self.search.textChanged.connect(self._typed)
        heading = self.tr("Replaced and void") if ended else self.tr("Register")
        self.card = Card(heading, " ", action=self.search, flush=True)
        self.table = Table(heading, checkable=True)
        self.model: PagedModel[ReceiptRow] = PagedModel(
            register_columns(self), self._fetch, self, today=desk.today()
        )
        self.table.set_model(self.model)
        self.table.chosen.connect(self._look)
        self.table.checked_changed.connect(self._show_selection)
        self.model.dataChanged.connect(self._page_came)
        self.nothing = Empty("nothing_yet", "receipt-text", self.tr("No receipts yet"), "")
        self.nothing.hide()
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.nothing, 1)
        rows.addWidget(self.card, 1)
        rows.addWidget(self._acts_card())
        self._show_selection()

    def _acts_card(self) -> QWidget:
        card = Card(flush=True)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        self._chosen, self._below = label("", "strong", wrap=True), label("", "help", wrap=True)
        words.addWidget(self._chosen)
        words.addWidget(self._below)
        self.copy = Button(self.tr("Copy"), icon="copy", key="R")
        self.labels = Button(self.tr("Labels"), icon="tag", key="L")
        self.labels.clicked.connect(self.labels_asked)
        self.came_back = Button(self.tr("Came back"), icon="undo-2", key="B")
        self.came_back.clicked.connect(self.came_back_asked)
        self.replace = Button(self.tr("Replace"), icon="repeat-2", key="E")
        self.void = Button(self.tr("Void"), "danger", icon="ban", key="Del")
        self.copy.clicked.connect(self.copy_asked)
        self.replace.clicked.connect(self.replace_asked)
        self.void.clicked.connect(self.void_asked)
        words.setContentsMargins(px(20), px(10), px(16), px(10))
        words.addSpacing(px(6))
        words.addWidget(flowing(self.copy, self.labels, self.came_back, self.replace, self.void))
        card.body.addLayout(words)
        return card

    def reload(self) -> None:
        """Show what the register holds, of what is searched."""
        answer = self._desk.ask(register_size, search=self.search.text(), ended=self._ended)
        answer.then(self._show_size)

    def look_for(self, number: str) -> None:
        """Search for one number and look at it."""
        self._wanted = number
        self.search.setText(number)
        self._pause.stop()
        self.reload()

    def _typed(self) -> None:
        self._pause.start()

    def _fetch(self, offset: int, limit: int) -> Answer[list[ReceiptRow]]:
        return self._desk.ask(
            register, search=self.search.text(), ended=self._ended, offset=offset, limit=limit
        )

    def _show_size(self, size: int) -> None:
        self.model.forget()
        self.model.show_count(size)
        self.card.set_aside(
            self.tr("1 number") if size == 1 else self.tr("{n} numbers").format(n=f"{size:,}")
        )
        self.table.setVisible(size > 0)
        self.nothing.setVisible(not size)
        if size:
            self.table.choose(max(0, self.table.currentIndex().row()) if not self._wanted else 0)
        else:
            self._say_nothing()
            self._look(None)

    def _say_nothing(self) -> None:
        if searched := self.search.text().strip():
            self.nothing.say(self.tr("No receipt matches “{words}”").format(words=searched),
                             self.tr("Try the last digits of the number, or fewer letters."))  # fmt: skip
        elif self._ended:
            self.nothing.say(
                self.tr("Nothing void or replaced"), self.tr("Every number stands as it was issued.")
            )
        else:
            self.nothing.say(self.tr("No receipts yet"), self.tr("Issue the first one under To issue."))

    def _page_came(self) -> None:
        self._look(self.table.current())

    def _look(self, row: object) -> None:
        self._wanted = ""
        self._show_selection()
        self.looked_at.emit(row)

    def current(self) -> ReceiptRow | None:
        """Return the receipt the cursor is on."""
        row = self.table.current()
        return row if isinstance(row, ReceiptRow) else None

    def chosen(self) -> list[ReceiptRow]:
        """Return the checked receipts, else the one the cursor is on."""
        checked: Sequence[ReceiptRow] = self.table.checked_rows()
        current = self.current()
        return sorted(checked, key=lambda row: row.number) or ([current] if current else [])

    def _show_selection(self) -> None:
        row, checked = self.current(), self.table.checked_rows()
        if row is None:
            self._chosen.setText(self.tr("Nothing chosen"))
            self._below.setText("")
        else:
            self._chosen.setText(f"{row.number} · {row.donor} · {row.amount.dollars()}")
            self._below.setText(self._said(row))
        if len(checked) > 1:
            span = number_span(sorted(one.number for one in checked))
            self._below.setText(
                self.tr("{n} selected to print or save: {span}").format(n=len(checked), span=span)
            )
        stands = row is not None and row.state is ReceiptState.ISSUED
        why_not = (
            self.tr("Only a receipt that stands can be changed.") if row else self.tr("Choose a receipt.")
        )
        self.copy.set_enabled(
            stands, self.tr("A void or replaced receipt is not copied.") if row else why_not
        )
        out = stands and row is not None and any(way.state is DeliveryState.DONE for way in row.ways)
        self.labels.set_enabled(row is not None, self.tr("Choose a receipt."))
        self.came_back.set_enabled(out, self.tr("It has not gone out yet.") if stands else why_not)
        self.replace.set_enabled(stands, why_not)
        self.void.set_enabled(stands, why_not)

    def _said(self, row: ReceiptRow) -> str:
        if row.state is ReceiptState.VOID:
            return self.tr("Void: {reason}").format(reason=row.end_reason)
        if row.state is ReceiptState.REPLACED:
            return self.tr("Replaced by {number}: {reason}").format(
                number=row.replaced_by, reason=row.end_reason
            )
        if row.state is ReceiptState.LOST:
            return row.end_reason
        replaces = self.tr("Replaces {number}").format(number=row.replaces) if row.replaces else ""
        return " · ".join(filter(None, (ways_line(row, self._desk.today()), replaces)))
