"""Which gifts pay for a training: those linked first, then those with money left."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from mi_crm.giving.actions.trainings import link_gifts
from mi_crm.giving.queries.impact import Offer, link_offers
from mi_crm.giving.rules import gift_number
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty, Notice
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import SearchLine
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.models import Column, TableModel
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Table
from mi_crm.ui.shared.values import AmountField


class LinkPage(Card):
    """The list; it links by itself, a part of zero takes a gift out."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__(flush=True)
        self.desk = desk
        self._training: UUID | None = None
        self._title = label(self.tr("Gifts that pay for it"), "pane")
        self._words = label("", "second", wrap=True)
        self.search = SearchLine()
        self.search.setPlaceholderText(self.tr("Donor or gift number"))
        self.search.setAccessibleName(self.tr("Search gifts"))
        self.search.setFixedWidth(px(240))
        self.search.textEdited.connect(self.reload)
        self.search.returnPressed.connect(self._into_table)
        self.table = Table(self.tr("Gifts"), rows=52)
        self.model: TableModel[Offer] = TableModel(
            [
                Column(
                    self.tr("Donor"),
                    lambda one: one.donor,
                    width=None,
                    second=lambda one: f"{gift_number(one.number)} · {one.fund}",
                ),
                Column(self.tr("Given on"), lambda one: one.given_on, width=120),
                Column(self.tr("Gift"), lambda one: one.whole, number=True, width=112),
                Column(self.tr("Left of it"), lambda one: one.free or None, number=True, width=112),
                Column(self.tr("For this training"), lambda one: one.part or None, number=True, width=130,
                       strong=True),
            ],
            self,
            today=desk.today(),
        )  # fmt: skip
        self.table.set_model(self.model)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._ask)
        self.empty = Empty(
            "nothing_found",
            "hand-coins",
            self.tr("No gift has money left for it"),
            self.tr(
                "Gifts of the funds of its program stand here. Settings › Funds says what each pays for."
            ),
        )
        self.empty.hide()
        self.part = AmountField(self.tr("Part for this training"))
        self.part.setMaximumWidth(px(240))
        self.part.entered.connect(self._link_part)
        self.whole = Button(self.tr("All that is left"), "primary", key="Space")
        self.whole.clicked.connect(self.link_whole)
        self.out = Button(self.tr("Take out"), key="Backspace")
        self.out.clicked.connect(self.take_out)
        leave = Button(self.tr("Back to the training"), "quiet", key="Esc")
        leave.clicked.connect(self.left)
        self.notice = Notice("wrong")
        self.notice.hide()
        head = QHBoxLayout()
        head.setContentsMargins(px(19), px(14), px(19), 0)
        head.addWidget(self._title, 1)
        head.addWidget(self.search)
        self._words.setContentsMargins(px(19), 0, px(19), 0)
        foot = QVBoxLayout()
        foot.setContentsMargins(px(19), px(4), px(19), px(14))
        foot.setSpacing(px(8))
        foot.addWidget(self.part)
        foot.addWidget(flowing(self.whole, self.out, leave))
        self.body.setSpacing(px(8))
        self.body.addLayout(head)
        self.body.addWidget(self._words)
        self.body.addWidget(self.notice)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty, 1)
        self.body.addLayout(foot)

    def begin(self, training_id: UUID) -> None:
        """Show the gifts for a training."""
        self._training = training_id
        self.search.clear()
        self.notice.hide()
        self.part.clear()
        self.reload()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Show what the store holds now."""
        if self._training is not None:
            self.desk.ask(link_offers, self._training, self.search.text()).then(self._show)

    def _show(self, offers: list[Offer]) -> None:
        self.model.show_rows(offers)
        self.table.setVisible(bool(offers))
        self.empty.setVisible(not offers)
        total = sum((offer.part for offer in offers), ZERO)
        gifts = sum(bool(offer.part) for offer in offers)
        words = self.tr(
            "{total} of {count} gifts is linked. Space links all that is left of the chosen gift."
        )
        self._words.setText(words.format(total=total.dollars(), count=gifts))
        if offers and not self.table.currentIndex().isValid():
            self.table.choose(0)
        self._chosen(self.table.current())

    def _chosen(self, offer: Offer | None) -> None:
        nothing = self.tr("Choose a gift first.")
        self.whole.set_enabled(
            offer is not None and bool(offer.free),
            nothing if offer is None else self.tr("Nothing of it is left."),
        )
        self.out.set_enabled(offer is not None and bool(offer.part), self.tr("It pays for nothing here."))

    def _ask(self, offer: Offer) -> None:
        self.part.set_value(offer.part or offer.free)
        self.part.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.part.input.selectAll()

    def _link_part(self) -> None:
        offer = self.table.current()
        value = self.part.value()
        if offer is not None and value is not None and self.part.check():
            self._send(offer, value)

    def link_whole(self) -> None:
        """Let all that is left of the chosen gift pay for the training."""
        offer = self.table.current()
        if offer is not None and offer.free:
            self._send(offer, offer.part + offer.free)

    def take_out(self) -> None:
        """Let the chosen gift pay for nothing of the training."""
        offer = self.table.current()
        if offer is not None and offer.part:
            self._send(offer, ZERO)

    def _send(self, offer: Offer, part: Money) -> None:
        self.notice.hide()
        if self._training is not None:
            done = self.desk.do(link_gifts, self._training, {offer.gift_id: part})
            done.then(self._linked).otherwise(self._refused)

    def _linked(self, total: Money) -> None:
        words = self.tr("{amount} linked") if total else self.tr("The gift is taken out")
        self.desk.done(words.format(amount=total.dollars()))
        self.part.clear()
        self.reload()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            self.notice.say("wrong", str(error))
            self.notice.show()
        else:
            self.desk.tasks.unhandled.emit(error)

    def _into_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
