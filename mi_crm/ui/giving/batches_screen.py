"""Batches: the piles that are open, and those that are posted."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.giving.actions.batches import BatchEntry, change_batch, drop_batch, open_batch
from mi_crm.giving.queries.batches import BatchPage, BatchRow, batch_page, batches
from mi_crm.giving.records import BatchStatus
from mi_crm.giving.rules import BATCH_WORDS
from mi_crm.shared.money import ZERO
from mi_crm.shared.problems import Problem
from mi_crm.ui.giving.batch_form import BatchForm
from mi_crm.ui.giving.batch_pane import BatchPane
from mi_crm.ui.giving.batch_paper import BatchPaper
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty
from mi_crm.ui.shared.chips import Segments
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.panes import TwoPanes
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.record_history import RecordHistory
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Column, Table, TableModel


class BatchesScreen(Screen):
    """A list at the left; what is chosen, or the form of a new batch, at the right."""

    name = "batches"
    shows = frozenset({"batch", "gift"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(desk, parent)
        self._wanted: UUID | None = None
        self._changing: BatchRow | None = None
        self._rows: list[BatchRow] = []
        self.new = Button(self.tr("New batch"), "primary", icon="plus", key="Ctrl+N")
        self.new.clicked.connect(self.new_here)
        self.segments = Segments(
            [("", self.tr("All")), ("open", self.tr("Open")), ("posted", self.tr("Posted"))]
        )
        self.segments.chosen.connect(self._filter)
        self.table = Table(self.tr("Batches"), rows=52)
        self.model = TableModel[BatchRow](self._columns(), self, today=desk.today())
        self.table.set_model(self.model)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self.open_batch)
        self.pane = BatchPane(desk)
        self.paper = BatchPaper(desk, self)
        self.history = RecordHistory(desk, few=2)
        self.form = BatchForm(desk)
        self.go_on = Button(self.tr("Go on entering"), "secondary", key="Enter", small=True)
        self.change = Button(self.tr("Change"), small=True, key="C")
        self.drop = Button(self.tr("Take away"), "danger", small=True)
        begin = Button(self.tr("New batch"), "primary")
        begin.clicked.connect(self.new_here)
        self.empty = Empty(
            "nothing_yet",
            "layers",
            self.tr("No batches yet"),
            self.tr("Add up the pile, open a batch with that total, then enter check after check."),
            begin,
        )
        self._page: BatchPage | None = None
        self._make_layout()
        self._connect()
        self.start_at(self.table)

    def _columns(self) -> list[Column[BatchRow]]:
        return [
            Column(
                self.tr("Batch"),
                lambda batch: self.tr("Batch {number}").format(number=batch.number),
                width=None,
                second=lambda batch: " · ".join(p for p in (BATCH_WORDS[batch.kind], batch.title) if p),
            ),
            Column(self.tr("Date"), lambda batch: batch.batch_date, width=90),
            Column(self.tr("Lines"), lambda batch: batch.balance.count, number=True, width=64),
            Column(
                self.tr("Entered"), lambda batch: batch.balance.total, number=True, width=112, strong=True
            ),
            Column(self.tr("State"), lambda batch: batch.status, width=150, chip=self._chip),
        ]

    def _chip(self, batch: BatchRow) -> tuple[str, str, str]:
        if batch.status is BatchStatus.POSTED:
            return self.tr("Posted"), "done", "check"
        left = batch.balance.left
        if left is None or not batch.balance.count:
            return self.tr("Open"), "info", "circle-dot"
        if batch.balance.even:
            return self.tr("Balances"), "done", "check"
        if left < ZERO:
            return self.tr("{amount} over").format(amount=(-left).dollars()), "wait", "triangle-alert"
        return self.tr("{amount} to find").format(amount=left.dollars()), "wait", "clock"

    def _make_layout(self) -> None:
        listing = Card(flush=True)
        top = QHBoxLayout()
        top.setContentsMargins(px(16), px(12), px(16), px(8))
        top.addWidget(self.segments)
        top.addStretch(1)
        listing.body.setSpacing(0)
        listing.body.addLayout(top)
        listing.body.addWidget(self.table, 1)
        shown = QWidget()
        rows = QVBoxLayout(shown)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(10))
        rows.addWidget(self.pane, 1)
        line = QHBoxLayout()
        line.setSpacing(px(8))
        for button in (self.go_on, self.change, self.drop):
            line.addWidget(button)
        line.addStretch(1)
        rows.addLayout(line)
        rows.addWidget(self.history)
        form = Card(flush=True)
        form.body.addWidget(self.form)
        self.side = QStackedWidget()
        self.side.addWidget(shown)
        self.side.addWidget(form)
        self.panes = TwoPanes(listing, self.side, names=(self.tr("Batches"), self.tr("Batch")))
        self.pages = QStackedWidget()
        self.pages.addWidget(self.panes)
        self.pages.addWidget(self.empty)
        self.body.addWidget(self.pages, 1)
        self.set_header(self.tr("Batches"), actions=[self.panes.turn_button, self.new])

    def _connect(self) -> None:
        self.pane.edit_asked.connect(self._open_line)
        self.pane.post.clicked.connect(self._go_on)
        self.pane.print_list.clicked.connect(self.print_here)
        self.form.saved.connect(self._save)
        self.form.left.connect(self.cancel)
        self.go_on.clicked.connect(self._go_on)
        self.change.clicked.connect(self.change_batch)
        self.drop.clicked.connect(self.drop_batch)
        self.key("C", self.change_batch, list_only=True, words=self.tr("Change what is expected"))

    @override
    def keys(self) -> list[KeyHint]:
        return [
            KeyHint("Enter", self.tr("Open batch")),
            KeyHint("Ctrl+N", self.tr("New batch")),
            KeyHint("C", self.tr("Change")),
            KeyHint("F6", self.tr("Its lines")),
            KeyHint("Ctrl+P", self.tr("Print list")),
        ]

    @override
    def open(self, place: Place) -> None:
        if place.what == "new":
            self.new_here()
        elif place.id is not None:
            self._wanted = place.id
            self.side.setCurrentIndex(0)
            self.reload()

    @override
    def reload(self) -> None:
        self.desk.ask(batches).then(self._show_rows)

    def _show_rows(self, rows: list[BatchRow]) -> None:
        self._rows = rows
        making = self.side.currentIndex() == 1
        self.pages.setCurrentWidget(self.panes if rows or making else self.empty)
        open_count = sum(row.status is BatchStatus.OPEN for row in rows)
        words = self.tr("1 batch is open") if open_count == 1 else self.tr("{count} batches are open")
        self.set_header(self.tr("Batches"), words.format(count=open_count) if open_count else "")
        self._filter()

    def _filter(self) -> None:
        key = self.segments.key()
        rows = [row for row in self._rows if not key or row.status.value == key]
        self.model.show_rows(rows)
        if self._wanted is not None and self.table.choose_key(self._wanted):
            self._wanted = None
        elif rows and not self.table.currentIndex().isValid():
            self.table.choose(0)
        self._choose(self.table.current())

    def _choose(self, row: BatchRow | None) -> None:
        if row is not None:
            self.desk.ask(batch_page, row.id).then(self._show_page)

    def _show_page(self, page: BatchPage | None) -> None:
        chosen = self.table.current()
        if page is None or chosen is None or page.batch.id != chosen.id:
            return
        self._page = page
        self.pane.show_batch(page.batch, page.lines)
        self.pane.post.hide()
        self.history.ask_for(page.batch.id)
        is_open = page.batch.status is BatchStatus.OPEN
        self.go_on.setVisible(is_open)
        self.change.setVisible(is_open)
        self.drop.setVisible(is_open and not page.lines)

    def open_batch(self, row: BatchRow) -> None:
        """Go on entering an open batch, or look at the gifts of a posted one."""
        if row.status is BatchStatus.OPEN:
            self.desk.go(Place("record_gift", row.id, "batch"))
        else:
            self.desk.go(Place("gifts", row.id, "batch"))

    def _go_on(self) -> None:
        if self._page is not None:
            self.open_batch(self._page.batch)

    def _open_line(self, line: object) -> None:
        gift_id = getattr(line, "id", None)
        if self._page is not None and self._page.batch.status is BatchStatus.POSTED:
            self.desk.go(Place("gifts", gift_id))
        else:
            self._go_on()

    def new_here(self) -> None:
        """Ask what is expected of a new batch."""
        self._changing = None
        self._show_form(None)

    def change_batch(self) -> None:
        """Change what is expected of the open batch."""
        row = self.table.current()
        if row is not None and row.status is BatchStatus.OPEN:
            self._changing = row
            self._show_form(row)

    def _show_form(self, row: BatchRow | None) -> None:
        self.pages.setCurrentWidget(self.panes)
        self.side.setCurrentIndex(1)
        self.panes.bring(1)
        self.form.begin(row)

    def finish(self) -> None:
        """Save the form that is open."""
        if self.side.currentIndex() == 1:
            self.form.finish()

    def cancel(self) -> bool:
        """Leave the form that is open."""
        if self.side.currentIndex() != 1:
            return False
        self.side.setCurrentIndex(0)
        self.panes.bring(0)
        self._show_rows(self._rows)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _save(self, what: BatchEntry) -> None:
        today = self.desk.today()
        if self._changing is not None:
            row = self._changing
            done = self.desk.do(change_batch, row.id, what, version=row.version, today=today)
            done.succeeded.connect(self._changed)
            done.failed.connect(self._refused)
        else:
            made = self.desk.do(open_batch, what, today=today, now=self.desk.now(), who=self.desk.who)
            made.succeeded.connect(self._opened)
            made.failed.connect(self._refused)

    def _changed(self) -> None:
        self.cancel()

    def _opened(self, batch_id: UUID) -> None:
        self.side.setCurrentIndex(0)
        self.panes.bring(0)
        self._wanted = batch_id
        self.desk.go(Place("record_gift", batch_id, "batch"))

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            self.form.refuse(str(error))
        else:
            self.desk.tasks.unhandled.emit(error)

    def drop_batch(self) -> None:
        """Take away an open batch without lines; Undo brings it back."""
        row = self.table.current()
        if row is None:
            return
        self.desk.do(drop_batch, row.id).then(partial(self._dropped, row.number))

    def _dropped(self, number: int, _done: None = None) -> None:
        self.desk.done(self.tr("Batch {number} is gone").format(number=number))

    def print_here(self) -> None:
        """Print the list of the chosen batch."""
        if self._page is not None:
            self.paper.print_page(self._page)
