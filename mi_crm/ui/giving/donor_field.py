"""Who gave: a name, number or phone tail typed, a donor chosen, and what the office should know of them."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.giving.queries.donors import DonorCard, DonorOffer, LastGift, donor_card, donor_typeahead
from mi_crm.giving.rules import method_words
from mi_crm.people.details import ReceiptPolicy
from mi_crm.shared.dates import short_date
from mi_crm.ui.shared.avatars import Avatar
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import Field
from mi_crm.ui.shared.icons import paint_icon
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.pick import PickList, PickRow
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.tasks import Answer


class DonorLine(QLineEdit):
    """The line one types the donor into; a check sign stands in it once somebody is chosen."""

    def __init__(self) -> None:
        """Nobody is chosen yet."""
        super().__init__()
        self.setMaxLength(200)
        self._settled = False

    def settle(self, settled: bool) -> None:
        """Show whether somebody is chosen."""
        self._settled = settled
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._settled:
            side = px(16)
            place = QRectF(self.width() - side - px(11), (self.height() - side) / 2, side, side)
            paint_icon(QPainter(self), "check", place, "ink2")


class DonorField(Field):
    """The donor; value() is the donor's id, or None while nobody is chosen."""

    input: DonorLine
    picked = Signal()
    asked_new = Signal(str)
    waits = Signal()
    """Enter was typed before the answer came."""
    settled = Signal()
    """The answer is here."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Nobody is chosen yet."""
        self.desk = desk
        super().__init__(self.tr("Donor"), DonorLine(), parent=parent)
        self.input.setPlaceholderText(self.tr("Name, number or end of the phone number"))
        self.card: DonorCard | None = None
        self.picks = PickList(
            self.input, self._search, self._show_offer, new=self._new_words, new_key="Alt+N"
        )
        self.picks.picked.connect(self.choose)
        self.picks.asked_new.connect(self.asked_new)
        self.picks.held.connect(self.waits)
        self.picks.released.connect(self._come_to_rest)
        self.choosing = False
        self.input.textEdited.connect(self._typed)

    def _search(self, typed: str) -> Answer[Any]:
        return self.desk.ask(donor_typeahead, typed, limit=6)

    def _show_offer(self, offer: DonorOffer) -> PickRow:
        amount, day = self.tr("–"), self.tr("no gifts")
        if offer.last is not None:
            amount = offer.last.amount.dollars()
            day = short_date(offer.last.given_on, today=self.desk.today())
        return PickRow(offer.id, offer.name, offer.where, amount, day, offer.kind.value)

    def _new_words(self, typed: str) -> str:
        return self.tr("New person “{typed}”").format(typed=typed)

    def _typed(self) -> None:
        self.card = None
        self.input.settle(False)
        self._edit()

    def choose(self, donor_id: UUID) -> None:
        """Choose a donor by id; what is typed meanwhile waits."""
        self.choosing = True
        self.waits.emit()
        self.ask_for(donor_id).finished.connect(self._chosen)

    def _chosen(self) -> None:
        self.choosing = False
        self._come_to_rest()

    def _come_to_rest(self) -> None:
        if not self.choosing:
            self.settled.emit()

    def ask_for(self, donor_id: UUID) -> Answer[Any]:
        """Choose a donor by id; `picked` follows when the card is here."""
        answer = self.desk.ask(donor_card, donor_id)
        answer.succeeded.connect(self._show_card)
        return answer

    def _show_card(self, card: DonorCard | None) -> None:
        self.show_donor(card)
        self.picked.emit()

    def show_donor(self, card: DonorCard | None) -> None:
        """Show a donor as chosen, or nobody."""
        self.card = card
        self.input.setText(card.name if card else "")
        self.input.setCursorPosition(0)
        self.input.settle(card is not None)
        self.set_error("")
        self._changed = False

    @override
    def value(self) -> UUID | None:
        return self.card.id if self.card else None

    @override
    def set_value(self, value: None) -> None:
        self.show_donor(None)

    @override
    def check(self) -> bool:
        if self.card is None and self.input.text().strip() and not self.picks.isVisible():
            self.set_error(self.tr("Choose the donor from the list, or press Alt+N for somebody new."))
            return False
        return True


class DonorFacts(QFrame):
    """The card below the donor: where, the last gift, how they want receipts, their number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nobody."""
        super().__init__(parent)
        self.setProperty("card", "sunk")
        self._picture = Avatar(size=30)
        self._first, self._second, self._number = label("", "help"), label("", "help"), label("", "help")
        for words in (self._first, self._second):
            words.setMinimumWidth(0)
        line = QHBoxLayout(self)
        line.setContentsMargins(px(12), px(7), px(12), px(7))
        line.setSpacing(px(10))
        line.addWidget(self._picture)
        words_of = QVBoxLayout()
        words_of.setSpacing(px(1))
        words_of.addWidget(self._first)
        words_of.addWidget(self._second)
        line.addLayout(words_of, 1)
        line.addWidget(self._number, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_donor(self, card: DonorCard | None, *, desk: Desk) -> None:
        """Show a donor, or hide."""
        self.setVisible(card is not None)
        if card is None:
            return
        self._picture.show_who(card.name, card.kind.value)
        self._first.setText(" · ".join(part for part in (card.city, self._last(card.last, desk)) if part))
        self._second.setText(self._receipts(card))
        self._number.setText(f"D-{card.number:05}")

    def _last(self, last: LastGift | None, desk: Desk) -> str:
        if last is None:
            return self.tr("no gifts yet")
        how = method_words(last.payment_method, last.check_number).lower()
        words = self.tr("last gift {amount}, {day}, {how}")
        day = short_date(last.given_on, today=desk.today())
        return words.format(amount=last.amount.dollars(), day=day, how=how)

    def _receipts(self, card: DonorCard) -> str:
        words = {
            ReceiptPolicy.EACH: self.tr("Receipts for each gift"),
            ReceiptPolicy.ANNUAL: self.tr("One summary a year"),
            ReceiptPolicy.NONE: self.tr("Wants no receipts"),
        }[card.receipt_policy]
        if card.receipt_policy is ReceiptPolicy.NONE:
            return words
        if not card.has_address:
            return self.tr("{words}; no address yet").format(words=words)
        return words if card.no_mail else self.tr("{words}, by mail").format(words=words)
