"""The fields of the gift form: their names and places, and the order in which Enter visits them."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mi_crm.giving.records import NOT_MONEY, GiftKind, PaymentMethod
from mi_crm.giving.rules import KIND_WORDS, METHOD_WORDS
from mi_crm.ui.giving.benefit_box import BenefitBox
from mi_crm.ui.giving.detail_box import DetailBox
from mi_crm.ui.giving.donor_field import DonorFacts, DonorField
from mi_crm.ui.giving.payment_fields import CheckNumberField, LastFourField
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Notice
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import CheckField, ChoiceField, Field, NoteField, TextField, row
from mi_crm.ui.shared.new_person import NewPerson
from mi_crm.ui.shared.scroll import scrolled
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.values import AmountField, DateField

_MOST_ROWS = 7


class GiftFields(QWidget):
    """Every field of a gift. `finished` comes with Enter on the last open field."""

    finished = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Make empty fields."""
        super().__init__(parent)
        self.desk = desk
        self._compact, self._arranged = False, False
        self._make_fields()
        self._make_layout()
        self.arrange(compact=False)
        for field in self.fields():
            field.entered.connect(self._advance)
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    def _make_fields(self) -> None:
        self.donor = DonorField(self.desk)
        self.facts = DonorFacts()
        self.notice = Notice("info")
        self.notice.hide()
        self.new_person = NewPerson(self.desk)
        self.amount = AmountField(self.tr("Amount"), large=True)
        self.check_number = CheckNumberField(self.tr("Check no."))
        self.last4 = LastFourField(self.tr("Card, last 4 digits"))
        self.given_on = DateField(self.tr("Date of gift"), self.desk, keepable=True)
        self.received_on = DateField(self.tr("Received"), self.desk, keepable=True)
        methods = [(method, METHOD_WORDS[method]) for method in PaymentMethod]
        self.method = ChoiceField(self.tr("Payment method"), methods, keepable=True)
        self.fund = ChoiceField(self.tr("Fund"), keepable=True)
        self.campaign = ChoiceField(self.tr("Campaign"), keepable=True)
        kinds = [(kind, KIND_WORDS[kind]) for kind in GiftKind]
        self.kind = ChoiceField(self.tr("Kind"), kinds, keepable=True)
        self.benefit = BenefitBox()
        self.detail = DetailBox(self.desk)
        self.memo = TextField(self.tr("A line on the receipt"))
        self.note = NoteField(self.tr("Note for the office"), lines=2)
        self.anonymous = CheckField(self.tr("Name in no public list"))
        self.add_note = Button(self.tr("Note"), icon="sticky-note", key="Alt+O", small=True)
        self.add_way = Button(self.tr("How it came"), icon="mail", key="Alt+W", small=True)
        self.add_tribute = Button(self.tr("Tribute"), icon="heart", key="Alt+T", small=True)
        self.kept = (self.given_on, self.received_on, self.method, self.fund, self.campaign, self.kind)
        for field in self.kept:
            field.kept = True

    def _make_layout(self) -> None:
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(12))
        self._rows = [row(gap=12) for _ in range(_MOST_ROWS)]
        for across in self._rows:
            self._lines.addLayout(across)
        self.payment = QWidget()
        payment = QVBoxLayout(self.payment)
        payment.setContentsMargins(0, 0, 0, 0)
        payment.addWidget(self.check_number)
        payment.addWidget(self.last4)
        self._notes = QWidget()
        notes = QVBoxLayout(self._notes)
        notes.setContentsMargins(0, 0, 0, 0)
        notes.setSpacing(px(10))
        for field in (self.memo, self.note, self.anonymous):
            notes.addWidget(field)
        self._notes.hide()
        self._aside = QWidget()
        aside = QVBoxLayout(self._aside)
        # As low as the field beside it, whose label takes the room above.
        aside.setContentsMargins(0, px(24), 0, 0)
        aside.addWidget(self.add_note)
        inside = QWidget()
        self._inside = rows = QVBoxLayout(inside)
        rows.setSpacing(px(12))
        rows.addWidget(self.notice)
        rows.addLayout(self._lines)
        rows.addWidget(self.benefit)
        rows.addWidget(self.detail)
        rows.addWidget(self._notes)
        more = QHBoxLayout()
        more.setSpacing(px(8))
        more.addWidget(self.add_way)
        more.addWidget(self.add_tribute)
        more.addStretch(1)
        rows.addLayout(more)
        rows.addStretch(1)
        self.area = scrolled(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)

    def fields(self) -> list[Field]:
        """Return the fields in the order in which they are read."""
        first = [self.donor, self.amount, self.check_number, self.last4, self.given_on]
        if self._compact:
            middle = [self.method, self.fund, self.campaign, self.received_on, self.kind]
        else:
            middle = [self.received_on, self.method, self.fund, self.campaign, self.kind]
        benefit = [self.benefit.check, self.benefit.what, self.benefit.worth]
        last = [self.memo, self.note, self.anonymous]
        return [*first, *middle, *benefit, *self.detail.all_fields(), *last]

    def arrange(self, *, compact: bool) -> None:
        """Put the fields where they belong: more of them side by side when the form has the whole page."""
        if self._arranged and compact == self._compact:
            return
        self._compact, self._arranged = compact, True
        inset = px(16 if compact else 24)
        self._inside.setContentsMargins(inset, inset, inset, px(12))
        lines: list[list[tuple[QWidget, int]]]
        if compact:
            lines = [
                [(self.donor, 7), (self.amount, 5)],
                [(self.facts, 1)],
                [(self.new_person, 1)],
                [(self.payment, 4), (self.given_on, 4), (self.method, 4)],
                [(self.fund, 6), (self.campaign, 6)],
                [(self.received_on, 4), (self.kind, 4), (self._aside, 4)],
            ]
        else:
            lines = [
                [(self.donor, 1)],
                [(self.facts, 1)],
                [(self.new_person, 1)],
                [(self.amount, 5), (self.payment, 6)],
                [(self.given_on, 4), (self.received_on, 4), (self.method, 5)],
                [(self.fund, 6), (self.campaign, 6)],
                [(self.kind, 6), (self._aside, 6)],
            ]
        for across, line in zip(self._rows, lines, strict=False):
            for widget, _share in line:
                # The line decides how wide a field is, not what stands in it.
                widget.setSizePolicy(QSizePolicy.Policy.Ignored, widget.sizePolicy().verticalPolicy())
                across.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        # Only now has every field left the line it was in before, and its place there to another.
        for across, line in zip(self._rows, lines, strict=False):
            for place, (_widget, share) in enumerate(line):
                across.setStretch(place, share)
        order = [field.input for field in self.fields()]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        self._show_method()

    def _advance(self) -> None:
        sender = self.sender()
        form = self.fields()
        if not isinstance(sender, Field) or sender not in form:
            return
        if sender is self.donor and self.donor.value() is None:
            self.donor.check()
            return
        if sender.wrong:
            return
        for field in form[form.index(sender) + 1 :]:
            # Enter passes over what is kept, and over what opens only when asked for.
            asked_for = field not in (self.benefit.check, self.memo, self.note, self.anonymous)
            asked_for = asked_for and not self.detail.is_optional(field)
            if field.isVisible() and field.isEnabled() and not field.kept and asked_for:
                field.input.setFocus(Qt.FocusReason.TabFocusReason)
                return
        self.finished.emit()

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.area.isAncestorOf(now):
            self.area.ensureWidgetVisible(now, 0, px(24))

    def _show_notes(self, shown: bool) -> None:
        self._notes.setVisible(shown)
        self.add_note.setVisible(not shown)

    def _show_method(self) -> None:
        method = self.method.value()
        self.check_number.setVisible(method is PaymentMethod.CHECK)
        self.last4.setVisible(method is PaymentMethod.CARD)
        self._show_kind()

    def _show_kind(self) -> None:
        """Open what the kind asks for; property has neither amount nor payment."""
        kind = self.kind.value() or GiftKind.MONEY
        self.detail.show_kind(kind)
        money = kind not in NOT_MONEY
        self.amount.setVisible(money)
        self.method.setVisible(money)
        self.payment.setVisible(money)
