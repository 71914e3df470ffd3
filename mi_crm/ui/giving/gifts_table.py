"""The lines of the register, page by page, with the paper of each and the sums over all of them."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mi_crm.giving.queries.filters import GiftFilters
from mi_crm.giving.queries.register import GiftRow, GiftTotals, gifts_page
from mi_crm.giving.records import GiftStatus
from mi_crm.giving.rules import KIND_WORDS, gift_number, method_words
from mi_crm.receipts.queries.papers import PaperState, papers_of
from mi_crm.ui.giving.gift_pane import STATES
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.table import Column, PagedModel, Table
from mi_crm.ui.shared.tasks import Answer

_MOST_PAPERS = 20_000
_ASIDE = (3, 4, 6, 7)
"""Method, campaign, given back and contribution give way to the pane, which says all of it."""


class GiftsTable(Table):
    """A table of any number of gifts. `fetched` comes with each page."""

    fetched = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(self.tr("Gifts"), checkable=True, parent=parent)
        self.desk = desk
        self._filters = GiftFilters()
        self._sort_key, self._newest_first = "date", True
        self._papers: dict[UUID, PaperState] = {}
        self._sums: GiftTotals | None = None
        self.pages = PagedModel[GiftRow](self._columns(), self._fetch, self, today=desk.today())
        self.set_model(self.pages)
        self.pages.show_sort("date", True)
        self.remember(desk.preferences, "gifts")

    def _columns(self) -> list[Column[GiftRow]]:
        def gone(row: GiftRow) -> bool:
            return row.status in (GiftStatus.REVERSED, GiftStatus.REVERSAL)

        return [
            Column(self.tr("Date of gift"), lambda row: row.given_on, width=104, sort="date", quiet=gone),
            Column(self.tr("Gift"), lambda row: gift_number(row.number), width=80, sort="number", quiet=True),
            Column(
                self.tr("Donor"),
                lambda row: row.donor,
                width=None,
                avatar=lambda row: row.donor_kind.value,
                sort="donor",
            ),
            Column(self.tr("Method"), self._method, width=118, quiet=gone),
            Column(self.tr("Campaign"), lambda row: row.campaign, width=138, quiet=gone),
            Column(
                self.tr("Paid"), lambda row: row.amount, number=True, width=112, sort="amount", strong=True,
                strike=lambda row: row.status is GiftStatus.REVERSED,
            ),
            Column(self.tr("Given back"), lambda row: row.benefit_value, number=True, width=96, quiet=gone),
            Column(
                self.tr("Contribution"), lambda row: row.contribution, number=True, width=116, quiet=gone
            ),
            Column(self.tr("Paper"), lambda row: "", width=196, chip=self._paper),
        ]  # fmt: skip

    def _method(self, row: GiftRow) -> str:
        return method_words(row.payment_method, row.check_number, row.card_last4)

    def _paper(self, row: GiftRow) -> tuple[str, str, str]:
        if row.status is not GiftStatus.POSTED:
            return STATES[row.status]
        paper = self._papers.get(row.id)
        return (paper.words, paper.state, paper.icon) if paper else (KIND_WORDS[row.kind], "quiet", "")

    def _fetch(self, offset: int, limit: int) -> Answer[Any]:
        answer = self.desk.ask(
            gifts_page,
            self._filters,
            today=self.desk.today(),
            sort=self._sort_key,
            newest_first=self._newest_first,
            offset=offset,
            limit=limit,
        )
        answer.succeeded.connect(self._ask_papers)
        answer.finished.connect(self.fetched)
        return answer

    def _ask_papers(self, rows: list[GiftRow]) -> None:
        if len(self._papers) > _MOST_PAPERS:
            self._papers.clear()
        self.desk.ask(papers_of, [row.id for row in rows]).then(self._take_papers)

    def _take_papers(self, papers: dict[UUID, PaperState]) -> None:
        self._papers.update(papers)
        self.viewport().update()

    def show_filters(self, filters: GiftFilters) -> None:
        """Ask for the gifts of these filters from now on."""
        self._filters = filters

    def show_count(self, count: int) -> None:
        """Show so many lines, to be fetched as they are looked at."""
        self.pages.show_count(count)

    def forget(self) -> None:
        """Drop what was fetched for other filters."""
        self.pages.forget()

    def sort_by(self, key: str, newest_first: bool) -> None:
        """Fetch the lines in another order."""
        self._sort_key, self._newest_first = key, newest_first
        self.pages.forget()

    def show_totals(self, totals: GiftTotals) -> None:
        """Show the sums over every line, loaded or not."""
        gifts = self.tr("1 gift") if totals.gifts == 1 else self.tr("{count} gifts")
        donors = self.tr("1 donor") if totals.donors == 1 else self.tr("{count} donors")
        words = self.tr("{gifts} from {donors}").format(
            gifts=gifts.format(count=f"{totals.gifts:,}"), donors=donors.format(count=f"{totals.donors:,}")
        )
        self._sums = totals
        texts = {0: words, 5: totals.paid.dollars(), 6: str(totals.given_back), 7: str(totals.contribution)}
        self.set_totals({place: text for place, text in texts.items() if not self.isColumnHidden(place + 1)})

    def make_room(self, on: bool) -> None:
        """Show only what tells gifts apart, when one of them is shown beside the list."""
        for column in _ASIDE:
            self.setColumnHidden(column + 1, on)
        self._fit()
        if self._sums is not None:
            self.show_totals(self._sums)

    def may_be_corrected(self, row: GiftRow) -> bool:
        """Return whether a gift still stands whole, so that it can be corrected."""
        return row.status is GiftStatus.POSTED and not row.refunded
