"""Not receipted, and why: every other gift by its reason."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mi_crm.receipts.queries.unreceipted import WhyGroup, WhyRow, not_receipted, not_receipted_rows
from mi_crm.receipts.rules.refusals import Why
from mi_crm.shared.money import ZERO
from mi_crm.ui.shared.cards import Card, Empty
from mi_crm.ui.shared.chips import Segments
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Column, PagedModel, Table, TableModel
from mi_crm.ui.shared.tasks import Answer


class UnreceiptedPage(QWidget):
    """The reasons with their counts and sums. `chosen` brings the group looked at, with its year."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Lay out years and reasons."""
        super().__init__(parent)
        self._desk = desk
        year = desk.today().year
        self.segments = Segments([str(year), str(year - 1), ("", self.tr("All years"))])
        self.segments.chosen.connect(self.reload)
        self.card = Card(self.tr("Why not"), " ", action=self.segments, flush=True)
        self.table = Table(self.tr("Reasons"), rows=40)
        self.model: TableModel[WhyGroup] = TableModel(
            [
                Column(self.tr("Reason"), lambda group: group.words, width=None),
                Column(self.tr("Gifts"), lambda group: group.count, number=True, width=90),
                Column(self.tr("Sum"), lambda group: group.total.dollars(), number=True, width=140),
            ],
            self,
        )
        self.table.set_model(self.model)
        self.table.chosen.connect(self.chosen)
        self.nothing = Empty(
            "all_done",
            "circle-check",
            self.tr("Nothing here"),
            self.tr("Every gift has its receipt, or will."),
        )
        self.nothing.hide()
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.nothing, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.card, 1)

    def year(self) -> int | None:
        """Return the year looked at, or None for all."""
        return int(self.segments.key()) if self.segments.key() else None

    def reload(self) -> None:
        """Show the reasons as they are now."""
        self._desk.ask(not_receipted, year=self.year()).then(self._show)

    def _show(self, groups: Sequence[WhyGroup]) -> None:
        self.model.show_rows(groups)
        self.table.setVisible(bool(groups))
        self.nothing.setVisible(not groups)
        money = [group for group in groups if group.why not in (Why.OPEN, Why.TAKEN_BACK)]
        words = self.tr("Together") if money == groups else self.tr("Money among them")
        count, total = sum(group.count for group in money), sum((group.total for group in money), ZERO)
        self.table.set_totals({0: words, 1: f"{count:,}", 2: total.dollars()} if groups else {})
        if groups and not self.table.currentIndex().isValid():
            self.table.choose(0)
        else:
            self.chosen.emit(self.table.current() if groups else None)


class WhyRows(Card):
    """The gifts that get no receipt for one reason. `opened` asks for a gift."""

    opened = Signal(object)
    looked_at = Signal(object)

    def __init__(self, desk: Desk, today: date, parent: QWidget | None = None) -> None:
        """Show no reason yet."""
        super().__init__(flush=True, parent=parent)
        self._desk = desk
        self._group: WhyGroup | None = None
        self._year: int | None = None
        self._title, self._sentence = label("", "pane", wrap=True), label("", "help", wrap=True)
        top = QVBoxLayout()
        top.setContentsMargins(px(20), px(14), px(16), px(10))
        top.setSpacing(px(3))
        top.addWidget(self._title)
        top.addWidget(self._sentence)
        self.body.addLayout(top)
        self.table = Table(self.tr("Gifts without a receipt"), rows=48)
        self.model: PagedModel[WhyRow] = PagedModel(
            [
                Column(self.tr("Donor"), lambda row: row.donor, width=None, second=_detail),
                Column(self.tr("Given"), lambda row: row.given_on, width=110),
                Column(self.tr("Paid"), lambda row: row.paid.dollars(), number=True, width=120),
            ],
            self._fetch,
            self,
            today=today,
        )
        self.table.set_model(self.model)
        self.table.opened.connect(self.opened)
        self.body.addWidget(self.table, 1)

    def show_group(self, group: WhyGroup | None, year: int | None) -> None:
        """Show the gifts of one reason."""
        self._group, self._year = group, year
        self._title.setText(group.words if group else "")
        self._sentence.setText(group.sentence if group else "")
        self.model.forget()
        self.model.show_count(group.count if group else 0)

    def _fetch(self, offset: int, limit: int) -> Answer[list[WhyRow]]:
        if self._group is None:
            raise RuntimeError("no reason is shown")
        return self._desk.ask(
            not_receipted_rows, self._group.why, year=self._year, offset=offset, limit=limit
        )

    def current(self) -> WhyRow | None:
        """Return the gift the cursor is on."""
        row = self.table.current()
        return row if isinstance(row, WhyRow) else None


def _detail(row: WhyRow) -> str:
    return " · ".join(part for part in (f"G-{row.gift_number}", row.detail) if part)
