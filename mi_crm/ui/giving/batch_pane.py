"""The pile beside the form: what was expected, what is in, what is still to find, and every line."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.giving.queries.batches import BatchRow, LineRow
from mi_crm.giving.records import BatchKind, BatchStatus
from mi_crm.giving.rules import BATCH_WORDS, Balance
from mi_crm.shared.dates import short_date
from mi_crm.shared.money import ZERO
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Figure, Notice, rule
from mi_crm.ui.shared.chips import StateChip
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Column, Table, TableModel


def clock(moment: datetime) -> str:
    """Return a time of this computer's day, such as 8:50 AM."""
    here = moment.astimezone()
    return f"{here.hour % 12 or 12}:{here.minute:02} {'AM' if here.hour < 12 else 'PM'}"


class _Lines(Table):
    """The lines; Delete takes one out."""

    removed = Signal(object)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.current() is not None:
            self.removed.emit(self.current())
        else:
            super().keyPressEvent(event)


class BatchPane(Card):
    """The right side of Record gifts."""

    edit_asked = Signal(object)
    remove_asked = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show no batch yet."""
        super().__init__(flush=True, parent=parent)
        self.desk = desk
        self._title, self._facts = label("", "pane"), label("", "help", wrap=True)
        self._state = StateChip("", "info")
        self.print_list = Button(self.tr("Print batch list"), small=True)
        self.post = Button(self.tr("Post batch"), small=True)
        self.expected = Figure(self.tr("Control total"))
        self.entered = Figure(self.tr("Entered"))
        self.left = Figure(self.tr("Still to find"))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Part of the control total that is entered"))
        self._bar.setRange(0, 1000)
        self.table = _Lines(self.tr("Lines of the batch"), rows=52)
        self.model = TableModel[LineRow](self._columns(), self, today=desk.today())
        self.table.set_model(self.model)
        self.table.opened.connect(self.edit_asked)
        self.table.removed.connect(self.remove_asked)
        self._notice = Notice("info")
        head = QVBoxLayout()
        head.setContentsMargins(px(23), px(17), px(23), px(14))
        head.setSpacing(px(8))
        top, names = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(px(8))
        names.setSpacing(px(10))
        names.addWidget(self._title)
        names.addWidget(self._state)
        names.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(px(3))
        words.addLayout(names)
        words.addWidget(self._facts)
        top.addLayout(words, 1)
        for button in (self.print_list, self.post):
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(top)
        figures = QHBoxLayout()
        figures.setSpacing(px(16))
        for figure in (self.expected, self.entered, self.left):
            figures.addWidget(figure, 1, Qt.AlignmentFlag.AlignTop)
        head.addLayout(figures)
        head.addWidget(self._bar)
        self.body.setSpacing(0)
        self.body.addLayout(head)
        self.body.addWidget(rule())
        self.body.addWidget(self.table, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(px(15), px(10), px(15), px(8))
        foot.addWidget(self._notice)
        self.body.addLayout(foot)

    def _columns(self) -> list[Column[LineRow]]:
        return [
            Column(self.tr("No."), lambda line: line.place, number=True, width=52, quiet=True),
            Column(
                self.tr("Donor and fund"),
                lambda line: line.donor,
                width=None,
                second=lambda line: line.fund,
                avatar=lambda line: line.donor_kind.value,
            ),
            Column(self.tr("Check"), lambda line: line.check_number or line.card_last4 or " ", width=86),
            Column(self.tr("In return"), lambda line: line.benefit_description or " ", width=96, quiet=True),
            Column(
                self.tr("Amount"), lambda line: line.amount.dollars(), number=True, width=116, strong=True
            ),
        ]

    def show_batch(self, batch: BatchRow, lines: list[LineRow]) -> None:
        """Show a batch with its lines, newest first."""
        is_open = batch.status is BatchStatus.OPEN
        self._title.setText(self.tr("Batch {number}").format(number=batch.number))
        if is_open:
            self._state.show_state(self.tr("Open"), "info", "circle-dot")
        else:
            self._state.show_state(self.tr("Posted"), "done", "check")
        opened = self.tr("opened {time} by {who}").format(time=clock(batch.opened_at), who=batch.opened_by)
        if batch.opened_at.astimezone().date() != self.desk.today():
            day = short_date(batch.opened_at.astimezone().date(), today=self.desk.today())
            opened = self.tr("opened {day} by {who}").format(day=day, who=batch.opened_by)
        facts = (BATCH_WORDS[batch.kind], batch.title, opened)
        self._facts.setText(" · ".join(fact for fact in facts if fact))
        self._show_balance(batch.balance, batch.kind)
        self.table.setVisible(True)
        self.model.show_rows(lines)
        for widget in (self._bar, self.expected, self.left):
            widget.setVisible(batch.balance.expected_total is not None)
        self.post.setVisible(is_open)
        self.print_list.setVisible(True)
        even = batch.balance.even and batch.balance.expected_total is not None
        self.post.set_kind("primary" if even and batch.balance.count else "secondary")
        self.post.set_enabled(bool(batch.balance.count), self.tr("Add a line before posting."))
        if is_open:
            self._notice.say(
                "info",
                self.tr(
                    "Not yet money: an open batch is in no total and gets no receipt until it is posted."
                ),
                self.tr("Enter opens a line to edit it; Ctrl+Z takes the last one back."),
            )
        else:
            self._notice.say("done", self.tr("Posted. Its gifts are money and can be receipted."))

    def show_single(self, lines: list[LineRow]) -> None:
        """Show what was recorded one by one since the form was opened."""
        self._title.setText(self.tr("Single gifts"))
        self._state.show_state(self.tr("Posted one by one"), "info", "check")
        self._facts.setText(self.tr("Recorded here since you came; without a batch and its control total"))
        total = sum((line.amount for line in lines), ZERO)
        self.entered.show_value(total.dollars(), self._count_words(len(lines), BatchKind.MIXED))
        for widget in (self._bar, self.expected, self.left, self.post, self.print_list):
            widget.hide()
        self.model.show_rows(lines)
        self._notice.say(
            "info",
            self.tr("Money at once. Each gift is posted when it is saved."),
            self.tr("Ctrl+Z reverses the last one; the register keeps both lines."),
        )

    def warn(self, sentence: str) -> None:
        """Say something about the line that was just saved."""
        self._notice.say("warn", sentence, self.tr("Ctrl+Z takes the line back."))

    def _show_balance(self, balance: Balance, kind: BatchKind) -> None:
        self.entered.show_value(balance.total.dollars(), self._count_words(balance.count, kind))
        if balance.expected_total is None or balance.left is None:
            return
        expected = balance.expected_count
        on_tape = self._count_words(expected, kind) if expected else ""
        self.expected.show_value(
            balance.expected_total.dollars(),
            self.tr("{count} on the tape").format(count=on_tape) if on_tape else "",
        )
        part = 1000 * balance.total.cents // balance.expected_total.cents
        self._bar.setValue(max(0, min(1000, part)))
        self.left.show_value(*self._left_words(balance, kind), tone="done" if balance.even else "warn")

    def _left_words(self, balance: Balance, kind: BatchKind) -> tuple[str, str]:
        left, count = balance.left or ZERO, balance.count_left
        if balance.even:
            return self.tr("✓ {zero}").format(zero=ZERO.dollars()), self.tr("It balances")
        if left < ZERO:
            return (-left).dollars(), self.tr("too much")
        if count is None:
            return left.dollars(), ""
        if count < 0:
            return left.dollars(), self.tr("{count} too many").format(count=self._count_words(-count, kind))
        return left.dollars(), self._count_words(count, kind)

    def _count_words(self, count: int, kind: BatchKind) -> str:
        if kind is BatchKind.CHECKS:
            return self.tr("1 check") if count == 1 else self.tr("{count} checks").format(count=f"{count:,}")
        return self.tr("1 gift") if count == 1 else self.tr("{count} gifts").format(count=f"{count:,}")
