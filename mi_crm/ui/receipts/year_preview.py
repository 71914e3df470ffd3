"""The summary that a donor would get, before any number is taken."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mi_crm.receipts.actions.summaries import MadeSummary
from mi_crm.receipts.queries.printing import Printable, summary_preview
from mi_crm.ui.receipts.papers import as_preview
from mi_crm.ui.shared.buttons import IconButton
from mi_crm.ui.shared.cards import Card
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.paper import PaperView
from mi_crm.ui.shared.style import px


class YearPreview(Card):
    """Turns through the donors of a plan; looking at a summary has no effect."""

    looked_at = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show no donor yet."""
        super().__init__(flush=True, parent=parent)
        self._desk = desk
        self._year = 0
        self._donors: Sequence[MadeSummary] = ()
        self._number = -1
        self._where = label("", "medium")
        self.before = IconButton("chevron-left", self.tr("Previous donor"))
        self.after = IconButton("chevron-right", self.tr("Next donor"))
        self.before.clicked.connect(self.previous)
        self.after.clicked.connect(self.next)
        self._for = label(self.tr("Preview"), "help")
        top = QHBoxLayout()
        top.setContentsMargins(px(16), px(4), px(10), 0)
        top.setSpacing(px(6))
        top.addWidget(self._for, 1)
        for part in (self.before, self._where, self.after):
            top.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.paper = PaperView()
        self.body.addLayout(top)
        self.body.addWidget(self.paper, 1)
        self.show_donors(0, ())

    def show_donors(self, year: int, donors: Sequence[MadeSummary]) -> None:
        """Turn through these, beginning with the one shown last if it is among them."""
        here = self._donors[self._number].donor_id if 0 <= self._number < len(self._donors) else None
        self._year, self._donors = year, donors
        self._number = -1
        found = next((place for place, one in enumerate(donors) if one.donor_id == here), 0)
        self.look(found if donors else -1)

    def look(self, number: int) -> None:
        """Show the summary of one of them; -1 shows none."""
        self._number = number
        there = 0 <= number < len(self._donors)
        self.before.setEnabled(there and number > 0)
        self.after.setEnabled(there and number + 1 < len(self._donors))
        if not there:
            self._where.setText("")
            self.paper.set_words(self.tr("No summary is due"))
            self.paper.show_pdf(None)
            return
        one = self._donors[number]
        self._where.setText(
            self.tr("{place} of {all}").format(place=f"{number + 1:,}", all=f"{len(self._donors):,}")
        )
        gifts = self.tr("1 gift") if one.gifts == 1 else self.tr("{n} gifts").format(n=one.gifts)
        self.paper.set_words(one.donor, f"{gifts}, {one.total.dollars()}")
        if self.isVisible():
            self._ask()
        self.looked_at.emit(number)

    def again(self) -> None:
        """Draw what is looked at, as the page is shown."""
        if 0 <= self._number < len(self._donors):
            self._ask()

    def _ask(self) -> None:
        donor = self._donors[self._number].donor_id
        self._desk.ask(summary_preview, donor, self._year).then(partial(self._draw, donor)).otherwise(
            self._none
        )

    def _draw(self, donor: object, found: Printable) -> None:
        if self._is(donor):
            self._desk.work(as_preview, found).then(partial(self._show, donor))

    def _show(self, donor: object, pdf: bytes) -> None:
        if self._is(donor):
            self.paper.show_pdf(pdf)

    def _none(self, _error: BaseException) -> None:
        """Show none: the donor's gifts were changed since the plan, and the next plan says why."""
        self.paper.show_pdf(None)

    def _is(self, donor: object) -> bool:
        return 0 <= self._number < len(self._donors) and self._donors[self._number].donor_id == donor

    def next(self) -> None:
        """Go to the next donor."""
        if self.after.isEnabled():
            self.look(self._number + 1)

    def previous(self) -> None:
        """Go to the donor before."""
        if self.before.isEnabled():
            self.look(self._number - 1)
