"""The right side: the true page of what is looked at, why it gets that paper, or who gets none."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mi_crm.receipts.queries.composing import ExpenseLetter, Statement, Thanks
from mi_crm.receipts.queries.deliveries import OutgoingRow
from mi_crm.receipts.queries.letters import DueRow, LetterRow
from mi_crm.receipts.queries.preview import WhyThisPaper, why_this_paper
from mi_crm.receipts.queries.printing import (
    Printable,
    printable,
    printable_letters,
    printable_preview,
    printable_wish,
)
from mi_crm.receipts.queries.register import ReceiptRow
from mi_crm.receipts.queries.waiting import WaitingRow, WaitingState
from mi_crm.receipts.records import ReceiptState
from mi_crm.shared.problems import Problem
from mi_crm.ui.receipts.papers import as_preview, as_they_stand
from mi_crm.ui.receipts.step import Step
from mi_crm.ui.receipts.unreceipted_page import WhyRows
from mi_crm.ui.receipts.why_pane import WhyPane
from mi_crm.ui.shared.cards import Card
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.paper import PaperView
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.record_history import RecordHistory
from mi_crm.ui.shared.style import px


class PaperPane(QStackedWidget):
    """Shows one thing about the row the cursor is on. `back_asked` comes when the reasons are closed."""

    back_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show no paper yet."""
        super().__init__(parent)
        self._desk = desk
        self._row: object = None
        self._behind: QWidget
        self.paper = PaperView(self.tr("Preview"))
        self.sheet = Card(flush=True)
        self.sheet.body.addWidget(self.paper, 1)
        self.history = RecordHistory(desk, few=2)
        below = QWidget()
        line = QVBoxLayout(below)
        line.setContentsMargins(px(20), 0, px(20), px(12))
        line.addWidget(self.history)
        self.sheet.body.addWidget(below)
        self.why = WhyPane()
        self.others = WhyRows(desk, desk.today())
        for pane in (self.sheet, self.why, self.others):
            self.addWidget(pane)
        self._behind = self.sheet
        self._of: WhyThisPaper | None = None
        self.why.closed.connect(self.back_asked)
        self.why.donor_asked.connect(self._open_donor)
        self.why.gift_asked.connect(self._open_gift)

    def begin(self, *, others: bool) -> None:
        """Show nothing yet: of a receipt, or of the gifts that get none."""
        self._row = None
        self.paper.show_pdf(None)
        self._behind = self.others if others else self.sheet
        self.setCurrentWidget(self._behind)

    def look(self, row: object) -> None:
        """Show the paper of a gift that waits, or of a receipt, unless it is shown already."""
        if row == self._row:
            return
        self._row = row
        self.history.hide()
        if isinstance(row, WaitingRow):
            if row.state is WaitingState.BLOCKED:
                self.paper.show_pdf(None)
                self.ask_why(row.gift_id)
                return
            self.paper.set_words(self.tr("Preview"), self.tr("Receipt and letter in one. No number yet"))
            self._desk.ask(printable_preview, row.gift_id).then(self._step(self._draw, row, as_preview))
        elif isinstance(row, ReceiptRow):
            stands = row.state is ReceiptState.ISSUED
            self.paper.set_words(
                row.number, self.tr("As it was issued") if stands else self.tr("No longer stands")
            )
            self._desk.ask(printable, [row.number]).then(self._step(self._draw, row, as_they_stand))
            self.history.ask_for(row.id)
        elif isinstance(row, OutgoingRow) and row.letter is None:
            self.paper.set_words(row.number, self.tr("As it was issued"))
            self._desk.ask(printable, [row.number]).then(self._step(self._draw, row, as_they_stand))
        elif isinstance(row, DueRow):
            self.paper.set_words(self.tr("Preview"), row.needs or self.tr("As it will be written"))
            self._desk.ask(printable_wish, row.due).then(self._step(self._draw, row, as_preview))
        elif isinstance(row, ExpenseLetter | Statement | Thanks):
            self.paper.set_words(self.tr("Preview"), self.tr("As it will be written"))
            answer = self._desk.ask(printable_wish, row)
            answer.then(self._step(self._draw, row, as_preview)).otherwise(self._say_why_none)
        elif isinstance(row, OutgoingRow | LetterRow):
            letter = row.paper_id if isinstance(row, OutgoingRow) else row.id
            self.paper.set_words(self.tr("Letter"), self.tr("As it was written"))
            self._desk.ask(printable_letters, [letter]).then(self._step(self._draw, row, as_they_stand))
        else:
            self.paper.set_words(self.tr("Preview"))
            self.paper.show_pdf(None)
        self.setCurrentWidget(self.sheet)

    def _step(self, go_on: Callable[..., object], *known: object) -> Callable[[object], None]:
        return Step(self, partial(go_on, *known)).take

    def _draw(self, row: object, how: Callable[[Printable], bytes], found: Printable) -> None:
        # The cursor may have gone on meanwhile.
        if row == self._row:
            self._desk.work(how, found).then(self._step(self._show, row))

    def _show(self, row: object, pdf: bytes) -> None:
        if row == self._row:
            self.paper.show_pdf(pdf)

    def _say_why_none(self, error: BaseException) -> None:
        if not isinstance(error, Problem):
            self._desk.tasks.unhandled.emit(error)
            return
        self.paper.set_words(self.tr("No letter"), str(error))
        self.paper.show_pdf(None)

    def ask_why(self, gift_id: UUID) -> None:
        """Show why a gift gets its paper, or none."""
        self._desk.ask(why_this_paper, gift_id).then(self._show_why)

    def _show_why(self, why: WhyThisPaper) -> None:
        self._of = why
        self.why.show_why(why)
        self.setCurrentWidget(self.why)

    def close_why(self) -> bool:
        """Go back from the reasons; return whether they were shown."""
        if self.currentWidget() is not self.why:
            return False
        self.setCurrentWidget(self._behind)
        return True

    def _open_donor(self) -> None:
        if self._of:
            self._desk.go(Place("people", self._of.donor_id))

    def _open_gift(self) -> None:
        if self._of:
            self._desk.go(Place("gifts", self._of.gift_id))
