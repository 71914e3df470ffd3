"""The list behind a figure of the year: gifts, donors, or pairs that may be one person."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mi_crm.exchange.export import export_year_gifts
from mi_crm.giving.rules import gift_number
from mi_crm.people.double_pairs import DoublePair
from mi_crm.receipts.actions.summaries import NotMade
from mi_crm.receipts.queries.mending import YearDonorRow, donors_of_check, donors_of_check_count, doubles_of
from mi_crm.receipts.queries.year_lists import YearGiftRow, year_gifts, year_gifts_sum
from mi_crm.shared.money import Money
from mi_crm.shared.text import file_name
from mi_crm.ui.receipts.year_words import DONOR_LISTS, LEFT_OUT, PAIRS, Listing, in_order, left_out_columns
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Column, PagedModel, Table, TableModel
from mi_crm.ui.shared.tasks import Answer


class YearList(QWidget):
    """One list at a time. Enter opens the record; the window's Back leads here again."""

    back_asked = Signal()
    left_out_asked = Signal(list)
    """Who gets no summary is to be saved as a list."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Lay out heading, the three kinds of table, and the foot."""
        super().__init__(parent)
        self._desk = desk
        self.listing: Listing | None = None
        self._year = 0
        self._title, self._sentence = label("", "pane", wrap=True), label("", "help", wrap=True)
        self.export = Button(self.tr("Export"), icon="file-spreadsheet", key="Ctrl+E")
        self.export.clicked.connect(self.export_here)
        self.back = Button(self.tr("Back"), "secondary", icon="arrow-left", key="Esc")
        self.back.clicked.connect(self.back_asked)
        words = QVBoxLayout()
        words.setSpacing(px(3))
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        top = QHBoxLayout()
        top.setContentsMargins(px(12), px(14), px(8), px(10))
        top.setSpacing(px(8))
        top.addLayout(words, 1)
        top.addWidget(self.export)
        top.addWidget(self.back)
        card = Card(flush=True)
        card.body.setContentsMargins(px(8), 0, px(8), px(4))
        card.body.addLayout(top)
        self._make_tables()
        self.nothing = Empty(
            "all_done", "circle-check", self.tr("Nothing here"), self.tr("All of it is mended.")
        )
        self.tables = QStackedWidget()
        for page in (self.gifts, self.donors, self.pairs, self.left_out, self.nothing):
            self.tables.addWidget(page)
        card.body.addWidget(self.tables, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(card, 1)

    def _make_tables(self) -> None:
        today = self._desk.today()
        self.gifts = Table(self.tr("Gifts"), rows=52)
        self.gift_rows: PagedModel[YearGiftRow] = PagedModel(
            [
                Column(self.tr("Gift"), lambda row: gift_number(row.gift_number), width=92),
                Column(self.tr("Date of gift"), lambda row: row.given_on, width=116),
                Column(self.tr("Donor"), lambda row: row.donor, width=None,
                       avatar=lambda row: row.donor_kind.value, second=lambda row: row.fund),
                Column(self.tr("Where it stands"), lambda row: row.place, width=230, quiet=True),
                Column(self.tr("Paid"), lambda row: row.paid or None, number=True, width=120),
            ],
            self._fetch_gifts, self, today=today,
        )  # fmt: skip
        self.gifts.set_model(self.gift_rows)
        self.donors = Table(self.tr("Donors"), rows=52)
        self.donor_rows: PagedModel[YearDonorRow] = PagedModel(
            [
                Column(self.tr("Donor"), lambda row: row.donor, width=None,
                       avatar=lambda row: row.donor_kind.value,
                       second=lambda row: row.email or self.tr("No e-mail")),
                Column(self.tr("Gifts"), lambda row: row.gifts, number=True, width=90),
                Column(self.tr("Paid"), lambda row: row.paid, number=True, width=130),
            ],
            self._fetch_donors, self, today=today,
        )  # fmt: skip
        self.donors.set_model(self.donor_rows)
        self.pairs = Table(self.tr("Pairs"), rows=52)
        self.pair_rows: TableModel[DoublePair] = TableModel(
            [
                Column(self.tr("One"), lambda row: row.one, width=None, avatar=True),
                Column(self.tr("The other"), lambda row: row.other, width=260, avatar=True),
                Column(self.tr("Why"), lambda row: row.reason, width=280, quiet=True),
            ],
            self,
        )
        self.pairs.set_model(self.pair_rows)
        self.left_out = Table(self.tr("Who gets no summary"), rows=52)
        self.left_rows: TableModel[NotMade] = TableModel(left_out_columns(self), self)
        self.left_out.set_model(self.left_rows)
        for table in (self.gifts, self.donors, self.pairs, self.left_out):
            table.opened.connect(self._open)

    def show_list(self, what: Listing, year: int) -> None:
        """Show another list, from its beginning."""
        if what != self.listing:
            for model in (self.gift_rows, self.donor_rows):
                model.forget()
                model.show_count(0)
        self.listing, self._year = what, year
        self._title.setText(what.title)
        self._sentence.setText(what.sentence)
        self.export.setVisible(what.behind is not None or what.key == LEFT_OUT)
        self.reload()

    def show_left_out(self, rows: Sequence[NotMade]) -> None:
        """Take who gets no summary, as the newest plan has it."""
        self.left_rows.show_rows(in_order(rows))
        if self.listing is not None and self.listing.key == LEFT_OUT:
            self._bring(self.left_out, len(rows))

    def reload(self) -> None:
        """Show the list as it is now."""
        if self.listing is None:
            return
        if self.listing.behind is not None:
            self._desk.ask(year_gifts_sum, self.listing.behind).then(partial(self._show_gifts, self.listing))
        elif self.listing.key in DONOR_LISTS:
            answer = self._desk.ask(donors_of_check_count, self._year, self.listing.key)
            answer.then(partial(self._show_donors, self.listing))
        elif self.listing.key == LEFT_OUT:
            self._bring(self.left_out, len(self.left_rows.rows))
        elif self.listing.key == PAIRS:
            self._desk.ask(doubles_of, self._year).then(self._show_pairs)

    def table(self) -> QWidget:
        """Return what takes the focus: the table shown, or the way back."""
        shown = self.tables.currentWidget()
        return self.back if shown is None or shown is self.nothing else shown

    def _fetch_gifts(self, offset: int, limit: int) -> Answer[list[YearGiftRow]]:
        if self.listing is None or self.listing.behind is None:
            raise RuntimeError("no gifts are shown")
        return self._desk.ask(year_gifts, self.listing.behind, offset=offset, limit=limit)

    def _fetch_donors(self, offset: int, limit: int) -> Answer[list[YearDonorRow]]:
        if self.listing is None:
            raise RuntimeError("no donors are shown")
        return self._desk.ask(donors_of_check, self._year, self.listing.key, offset=offset, limit=limit)

    def _show_gifts(self, of: Listing, found: tuple[int, Money]) -> None:
        if of != self.listing:
            return
        count, total = found
        self.gift_rows.forget()
        self.gift_rows.show_count(count)
        words = self.tr("1 gift") if count == 1 else self.tr("{n} gifts").format(n=f"{count:,}")
        self.gifts.set_totals({2: words, 4: total.dollars()} if count else {})
        self._bring(self.gifts, count)

    def _show_donors(self, of: Listing, found: tuple[int, Money]) -> None:
        if of != self.listing:
            return
        count, total = found
        self.donor_rows.forget()
        self.donor_rows.show_count(count)
        words = self.tr("1 donor") if count == 1 else self.tr("{n} donors").format(n=f"{count:,}")
        self.donors.set_totals({0: words, 2: total.dollars()} if count else {})
        self._bring(self.donors, count)

    def _show_pairs(self, rows: Sequence[DoublePair]) -> None:
        self.pair_rows.show_rows(rows)
        self._bring(self.pairs, len(rows))

    def _bring(self, table: Table, count: int) -> None:
        here = self.isAncestorOf(focused) if (focused := self.window().focusWidget()) else False
        self.tables.setCurrentWidget(table if count else self.nothing)
        self.export.set_enabled(bool(count), self.tr("There is nothing to export."))
        if count and not table.currentIndex().isValid():
            table.choose(0)
        if here:
            self.table().setFocus()

    def _open(self, row: object) -> None:
        if isinstance(row, YearGiftRow):
            self._desk.go(Place("gifts", row.gift_id))
        elif isinstance(row, YearDonorRow | NotMade):
            self._desk.go(Place("people", row.donor_id))
        elif isinstance(row, DoublePair):
            self._desk.go(Place("people", row.one_id))

    def export_here(self) -> None:
        """Save what is shown as a spreadsheet or CSV."""
        if self.listing is not None and self.listing.key == LEFT_OUT:
            self.left_out_asked.emit(list(self.left_rows.rows))
        if self.listing is None or self.listing.behind is None:
            return
        name = f"{file_name(f'{self._year} {self.listing.title}')}.xlsx"
        path = self._desk.questions.choose_save_file(
            self, self.tr("Export gifts"), name, self.tr("Spreadsheets (*.xlsx);;CSV (*.csv)")
        )
        if path is not None:
            made: Answer[Any] = self._desk.run(export_year_gifts, path, self.listing.behind)
            made.called(self.tr("Exporting gifts")).then(partial(self._exported, path))

    def _exported(self, path: Path, count: int) -> None:
        words = self.tr("1 line is in {name}") if count == 1 else self.tr("{count} lines are in {name}")
        self._desk.say(words.format(count=f"{count:,}", name=path.name))
