"""To issue: the gifts that wait for their receipt, and the register's last lines."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.receipts.actions.issue import RunResult
from mi_crm.receipts.queries.corrections import OutdatedRow, outdated
from mi_crm.receipts.queries.register import ReceiptRow, YearOfNumbers, register, years
from mi_crm.receipts.queries.unreceipted import WhyGroup, not_receipted
from mi_crm.receipts.queries.waiting import WaitingCounts, WaitingRow, WaitingState, waiting, waiting_counts
from mi_crm.shared.money import ZERO
from mi_crm.ui.receipts.columns import register_columns, waiting_columns
from mi_crm.ui.receipts.result_notice import ResultNotice
from mi_crm.ui.receipts.words import not_here
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty, Notice
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label, set_tone
from mi_crm.ui.shared.marks import Sign
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Table, TableModel

SHOWN = 1000
"""So many of the oldest gifts that are ready are in the list; the next ones come as these are issued."""

SHOWN_BLOCKED = 200
"""So many that lack something stand below them."""


class QueuePage(QWidget):
    """The queue. `looked_at` brings the gift the cursor is on."""

    looked_at = Signal(object)
    counted = Signal(object)
    why_asked = Signal()
    all_asked = Signal()
    issue_asked = Signal(bool)
    print_again = Signal()
    outdated_asked = Signal(object)
    receipt_asked = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Lay out queue, latest numbers and what is about to happen."""
        super().__init__(parent)
        self._desk = desk
        self.counts = WaitingCounts(0, 0, ZERO, None)
        self._ready: list[WaitingRow] = []
        self._blocked: list[WaitingRow] = []
        self._outdated: list[OutdatedRow] = []
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(14))
        self.result = ResultNotice()
        self.result.print_asked.connect(self.print_again)
        rows.addWidget(self.result)
        self._mend = Button("", small=True)
        self._mend.clicked.connect(self._mend_outdated)
        self.late = Notice("warn", action=self._mend)
        self.late.hide()
        rows.addWidget(self.late)
        rows.addWidget(self._queue_card(desk.today()), 3)
        rows.addWidget(self._latest_card(desk.today()))
        rows.addWidget(self._acts_card())

    def _queue_card(self, today: date) -> QWidget:
        self.all = Button(self.tr("All"), "ghost", small=True)
        self.all.clicked.connect(self._check_all)
        self.card = Card(self.tr("To issue"), " ", action=self.all, flush=True)
        self.table = Table(self.tr("Gifts that wait for a receipt"), rows=48, checkable=True)
        self.model: TableModel[WaitingRow] = TableModel(
            waiting_columns(self, today),
            self,
            today=today,
        )
        self.table.set_model(self.model)
        self.table.chosen.connect(self._look)
        self.table.checked_changed.connect(self._show_selection)
        self.done = Empty("all_done", "receipt-text", self.tr("Every gift has its receipt."), "")
        self.done.hide()
        why = Button(self.tr("Why not?"), "ghost", small=True)
        why.clicked.connect(self.why_asked)
        self.others = Notice("info", action=why)
        self.others.hide()
        around = QVBoxLayout()
        around.setContentsMargins(px(12), px(10), px(12), px(12))
        around.addWidget(self.others)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.done, 1)
        self.card.body.addLayout(around)
        return self.card

    def _latest_card(self, today: date) -> QWidget:
        line = QWidget()
        gaps = QHBoxLayout(line)
        gaps.setContentsMargins(0, 0, 0, 0)
        gaps.setSpacing(px(7))
        self._gaps, self._gap_sign = label("", "help"), Sign("shield-check", "pos")
        gaps.addWidget(self._gaps)
        gaps.addWidget(self._gap_sign)
        self._latest = Card(self.tr("Latest in the register"), action=line, flush=True)
        self.latest_table = Table(self.tr("Latest in the register"), rows=36)
        self.latest: TableModel[ReceiptRow] = TableModel(register_columns(self), self, today=today)
        self.latest_table.set_model(self.latest)
        self.latest_table.opened.connect(self.receipt_asked)
        self._latest.body.addWidget(self.latest_table)
        self._latest.hide()
        return self._latest

    def _acts_card(self) -> QWidget:
        card = Card(flush=True)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        self._chosen, self._below = label("", "strong"), label("", "help", wrap=True)
        words.addWidget(self._chosen)
        words.addWidget(self._below)
        self.everything = Button(self.tr("Issue all"), "quiet")
        self.only = Button(self.tr("Issue only"))
        self.both = Button(self.tr("Issue and print"), "primary", icon="printer", key="Ctrl+Enter")
        self.everything.clicked.connect(self.all_asked)
        self.only.clicked.connect(self._issue_only)
        self.both.clicked.connect(self._issue_and_print)
        line = QHBoxLayout()
        line.setContentsMargins(px(20), px(10), px(16), px(10))
        line.setSpacing(px(8))
        line.addLayout(words, 1)
        line.addWidget(flowing(self.everything, self.only, self.both))
        card.body.addLayout(line)
        return card

    # -- what is shown ---------------------------------------------------------------------------

    def reload(self) -> None:
        """Show the queue as it is now."""
        self._desk.ask(waiting, ready=True, limit=SHOWN).then(self._take_ready)

    def _take_ready(self, rows: list[WaitingRow]) -> None:
        self._ready = rows
        if rows:
            # Its page is asked for before everything that looks at the whole queue.
            self._show_rows([*rows, *self._blocked])
        desk = self._desk
        desk.ask(register, limit=4).then(self._show_latest)
        desk.ask(waiting, ready=False, limit=SHOWN_BLOCKED).then(self._take_blocked)
        desk.ask(years).then(self._show_years)
        desk.ask(outdated).then(self._show_outdated)
        desk.ask(waiting_counts).then(self._show_counts)
        desk.ask(not_receipted, year=desk.today().year).then(self._show_others)

    def _take_blocked(self, rows: list[WaitingRow]) -> None:
        self._blocked = rows
        self._show_rows([*self._ready, *rows])

    def _show_rows(self, rows: list[WaitingRow]) -> None:
        self.model.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.done.setVisible(not rows)
        if rows and not self.table.currentIndex().isValid():
            self.table.choose(0)
        if not rows:
            self.looked_at.emit(None)
        self._show_selection()

    def _show_counts(self, counts: WaitingCounts) -> None:
        self.counts = counts
        self.all.setText(self.tr("All {n}").format(n=f"{min(counts.ready, SHOWN):,}"))
        self.all.setVisible(counts.ready > 0)
        self.card.heading(self.tr("To issue"), self._aside(counts))
        self._show_selection()
        self.counted.emit(counts)

    def _aside(self, counts: WaitingCounts) -> str:
        parts = [self.tr("{n} ready").format(n=f"{counts.ready:,}")]
        if counts.blocked:
            words = self.tr("{n} need something") if counts.blocked > 1 else self.tr("1 needs something")
            parts.append(words.format(n=f"{counts.blocked:,}"))
        if counts.count > SHOWN:
            parts.append(self.tr("the {n} oldest are shown").format(n=f"{SHOWN:,}"))
        words = ", ".join(parts)
        if counts.oldest is None:
            return words
        days = (self._desk.today() - counts.oldest).days
        if days < 2:
            return words
        return self.tr("{words}. Oldest: {days} days").format(words=words, days=f"{days:,}")

    def _show_latest(self, rows: Sequence[ReceiptRow]) -> None:
        self.latest.show_rows(rows)
        self.latest_table.fit_height()
        self._arrange()
        if rows:
            self.done.say(
                self.tr("Every gift has its receipt."),
                self.tr("Last one: {number}").format(number=rows[0].number),
            )

    def _show_years(self, found: Sequence[YearOfNumbers]) -> None:
        if not found:
            return
        gaps = sum(year.gaps for year in found)
        year = found[0]
        words = self.tr("No gaps, {first} to {last}")
        if gaps:
            words = self.tr("Numbers are missing. Run a check")
        elif year.first == year.last:
            words = self.tr("No gaps, {first} alone")
        self._gaps.setText(words.format(first=year.first, last=year.last[7:]))
        self._gap_sign.show_sign("triangle-alert" if gaps else "shield-check", "neg" if gaps else "pos")
        set_tone(self._gaps, "wrong" if gaps else "")

    def _show_others(self, groups: Sequence[WhyGroup]) -> None:
        said = not_here(groups)
        words = self.tr("Not here: {reasons}").format(reasons=" · ".join(said[:2])) if said else ""
        self.others.say("info", words, " · ".join(said[2:]))
        self._arrange()

    def _show_outdated(self, rows: list[OutdatedRow]) -> None:
        self._outdated = rows
        self._arrange()
        if not rows:
            return
        row = rows[0]
        self._mend.setText(self.tr("Void it") if row.void else self.tr("Replace it"))
        more = (
            ""
            if len(rows) == 1
            else self.tr("And {n} more that no longer fit their gift.").format(n=len(rows) - 1)
        )
        self.late.say("warn", f"{row.number}, {row.donor}: {row.reason}.", more)

    def _mend_outdated(self) -> None:
        if self._outdated:
            self.outdated_asked.emit(self._outdated[0])

    def _arrange(self) -> None:
        """Leave the room to the queue where there is little."""
        self.late.setVisible(bool(self._outdated) and self.height() >= px(300))
        self.others.setVisible(bool(self.others.text) and self.height() >= px(420))
        notices = (self.result, self.late)
        room = self.height() - sum(notice.sizeHint().height() for notice in notices if not notice.isHidden())
        self._latest.setVisible(bool(self.latest.rows) and room >= px(600))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # -- what is chosen --------------------------------------------------------------------------

    def _check_all(self) -> None:
        self.table.check_all(on=False)
        for number, row in enumerate(self.model.rows):
            if row.state is not WaitingState.BLOCKED:
                self.table.check(number, on=True)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def to_issue(self) -> list[WaitingRow]:
        """Return what would be issued now: the checked gifts that are ready, else the one looked at."""
        rows = self.table.checked_rows() or [self.table.current()]
        return [row for row in rows if row is not None and row.state is not WaitingState.BLOCKED]

    def _look(self, row: object) -> None:
        self._show_selection()
        self.looked_at.emit(row)

    def _show_selection(self) -> None:
        checked, rows = self.table.checked_rows(), self.to_issue()
        total = sum((row.paid for row in rows), ZERO).dollars()
        if checked:
            words = self.tr("{n} selected, {total} paid").format(n=f"{len(checked):,}", total=total)
            stopped = len(checked) - len(rows)
            below = self.tr("{n} of them cannot be issued yet").format(n=stopped) if stopped else ""
        else:
            words = (
                self.tr("{donor}, {total}").format(donor=rows[0].donor, total=total)
                if rows
                else self.tr("Nothing to issue")
            )
            below = ""
        self._chosen.setText(words)
        self._below.setText(below or self.tr("Numbers are taken when you issue"))
        count = f" {len(rows):,}" if len(rows) > 1 else ""
        self.both.setText(self.tr("Issue and print") + count)
        why_not = self.tr("Choose a gift that is ready.")
        self.only.set_enabled(bool(rows), why_not)
        self.both.set_enabled(bool(rows), why_not)
        self.everything.setText(self.tr("Issue all {n}").format(n=f"{self.counts.ready:,}"))
        # Fewer are checked with one click on All.
        self.everything.setVisible(self.counts.ready > SHOWN)

    def _issue_only(self) -> None:
        self.issue_asked.emit(False)

    def _issue_and_print(self) -> None:
        self.issue_asked.emit(True)

    # -- what came of it -------------------------------------------------------------------------

    def show_result(self, result: RunResult, *, printed: bool) -> None:
        """Say what was issued and what was not, and begin a new selection."""
        self.table.check_all(on=False)
        self.result.show_result(result, printed=printed)
        self._arrange()

    def show_not_printed(self, numbers: Sequence[str]) -> None:
        """Say that the numbers stay although the paper did not come out."""
        self.result.show_not_printed(numbers)
        self._arrange()
