"""What would become of each row, before anything is saved."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mi_crm.exchange.import_gifts import ImportResult, RowResult
from mi_crm.exchange.records import Verdict
from mi_crm.ui.exchange.verdict_chips import PROBLEMS, VerdictChips, chip_of
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Figure, Notice
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Column, Table, TableModel

_FEE = 4
"""The column of the fees."""


class CheckPage(QWidget):
    """The rows with their verdicts and the sums; `foot` has the one button that imports and never scrolls."""

    month_first_answered = Signal(bool)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show no rows yet."""
        super().__init__(parent)
        self._result: ImportResult | None = None
        self.seen = Notice("info")
        self.month, self.day = (
            Button(words, small=True) for words in (self.tr("Month first"), self.tr("Day first"))
        )
        self.asks = Notice(
            "warn",
            self.tr("Days such as 3/4/2026 can be read in two ways here"),
            more=self.tr("Say what comes first in this file."),
            action=flowing(self.month, self.day),
        )
        self.gross, self.fees, self.net, self.refunds = (
            Figure(words)
            for words in (self.tr("Gross"), self.tr("Fees"), self.tr("Net"), self.tr("Sent back"))
        )
        self.chips = VerdictChips()
        self.save = Button(self.tr("Save problem rows"), "ghost", "download", small=True)
        self.table = Table(self.tr("Rows of the file"))
        self.model: TableModel[RowResult] = TableModel(
            [
                Column(self.tr("Row"), lambda row: row.row, number=True, width=64, quiet=True),
                Column(self.tr("Name"), lambda row: row.name, width=160),
                Column(self.tr("Date of gift"), lambda row: row.given_on, width=104),
                Column(self.tr("Amount"), lambda row: row.amount, number=True, width=104),
                Column(self.tr("Fee"), lambda row: row.fee or None, number=True, width=80, quiet=True),
                Column(self.tr("Decision"), lambda row: row.verdict.value, chip=chip_of, width=136),
                Column(self.tr("Why"), lambda row: row.reason, width=None, quiet=True),
            ],
            self,
            today=desk.today(),
        )
        self.table.set_model(self.model)
        self.table.remember(desk.preferences, "import rows")
        self.table.setMinimumHeight(px(36 + 4 * 40))
        self.reason = label("", "second", wrap=True)
        self.back = Button(self.tr("Back"), "secondary", key="Esc")
        self.sentence = label("", "second", wrap=True)
        self.act = Button(self.tr("Import"), "primary", key="Ctrl+Enter")
        self._make_layout()
        self.chips.chosen.connect(self.show_only)
        self.table.chosen.connect(self._say_why)
        self.month.clicked.connect(self._answer)
        self.day.clicked.connect(self._answer)

    def _make_layout(self) -> None:
        self.sums = Card()
        self.sums.body.addWidget(flowing(self.gross, self.fees, self.net, self.refunds, gap=48, line_gap=10))
        card = Card(flush=True)
        top = QHBoxLayout()
        top.setContentsMargins(px(16), px(10), px(12), px(10))
        top.addWidget(self.chips, 1)
        top.addWidget(self.save)
        card.body.setSpacing(0)
        card.body.addLayout(top)
        card.body.addWidget(self.table, 1)
        why = QHBoxLayout()
        why.setContentsMargins(px(20), px(8), px(20), px(10))
        why.addWidget(self.reason)
        card.body.addLayout(why)
        self.foot = Card(flush=True)
        line = QHBoxLayout()
        line.setContentsMargins(px(16), px(10), px(16), px(10))
        line.setSpacing(px(12))
        line.addWidget(self.back)
        line.addWidget(self.sentence, 1)
        line.addWidget(self.act)
        self.foot.body.addLayout(line)
        self._parts = QVBoxLayout(self)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(px(12))
        for part in (self.seen, self.asks, self.sums):
            self._parts.addWidget(part)
        self._parts.addWidget(card, 1)

    def set_low(self, *, low: bool) -> None:
        """Where the window is low, show the rows first, without their fees, and the sums below them."""
        self._parts.insertWidget(-1 if low else 2, self.sums)
        self.table.setColumnHidden(_FEE, low)

    def show_result(self, result: ImportResult) -> None:
        """Show what would come of a file."""
        self._result = result
        self.seen.say("info", result.seen_before)
        self.seen.setVisible(bool(result.seen_before))
        self.asks.setVisible(result.asks_month_first)
        self.gross.show_value(result.gross.dollars())
        self.fees.show_value(result.fees.dollars())
        self.net.show_value((result.gross - result.fees).dollars())
        self.refunds.show_value(result.refunds.dollars())
        self.chips.count(result)
        self.model.show_rows(result.rows)
        self.table.choose(0)
        self.save.setVisible(result.problems > 0)
        self.save.setText(
            self.tr("Save the problem row as a file")
            if result.problems == 1
            else self.tr("Save the {n} problem rows as a file").format(n=f"{result.problems:,}")
        )
        self._say_what(result)

    def _say_what(self, result: ImportResult) -> None:
        coming, out = result.coming_in, len(result.rows) - result.coming_in
        rows = self.tr("1 row") if coming == 1 else self.tr("{n} rows").format(n=f"{coming:,}")
        stay = (
            self.tr("The other one stays") if out == 1 else self.tr("The other {n} stay").format(n=f"{out:,}")
        )
        if result.asks_month_first:
            self.sentence.setText(self.tr("Say first how the days are written."))
        elif not coming:
            self.sentence.setText(self.tr("Nothing in this file is new."))
        else:
            words = self.tr("{rows}, {gross} gross, become one posted batch.")
            stay = self.tr("{stay} out.").format(stay=stay) if out else ""
            self.sentence.setText(f"{words.format(rows=rows, gross=result.gross.dollars())} {stay}".strip())
        self.act.setText(self.tr("Import {n}").format(n=f"{coming:,}"))
        self.act.set_enabled(bool(coming) and not result.asks_month_first, self.sentence.text())

    def show_only(self, verdict: Verdict | None) -> None:
        """Show the rows of one verdict, or all."""
        if self._result is not None:
            rows = self._result.rows
            self.model.show_rows([row for row in rows if verdict is None or row.verdict is verdict])
            self.table.choose(0)

    def next_problem(self) -> None:
        """Put the cursor on the next row that somebody has to look at, beginning again at the end."""
        rows, here = self.model.rows, self.table.currentIndex().row()
        order = [*range(here + 1, len(rows)), *range(here + 1)]
        found = next((place for place in order if rows[place].verdict in PROBLEMS), None)
        if found is None and self._result is not None and self._result.problems:
            self.chips.choose(None)
            self.show_only(None)
            found = next(place for place, row in enumerate(self.model.rows) if row.verdict in PROBLEMS)
        if found is not None:
            self.table.choose(found)
            self.table.setFocus()

    def _say_why(self, row: RowResult | None) -> None:
        words = self.tr("Row {row}: {reason}").format(row=row.row, reason=row.reason) if row else ""
        self.reason.setText(words)

    def _answer(self) -> None:
        self.month_first_answered.emit(self.sender() is self.month)
