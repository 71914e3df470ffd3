"""The form one gift is typed into: kept fields passed over by Enter, every mistake said below its field."""

from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.queries.batches import FormStart
from mi_crm.giving.queries.donors import Double, duplicate_check
from mi_crm.giving.records import GiftKind, PaymentMethod
from mi_crm.giving.rules import KIND_WORDS, METHOD_WORDS
from mi_crm.ui.giving.benefit_box import BenefitBox
from mi_crm.ui.giving.donor_field import DonorFacts, DonorField
from mi_crm.ui.giving.new_person import NewPerson
from mi_crm.ui.giving.payment_fields import CheckNumberField, LastFourField
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Notice
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import CheckField, ChoiceField, Field, NoteField, TextField, row
from mi_crm.ui.shared.scroll import scrolled
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.values import AmountField, DateField

__all__ = ["GiftForm"]

_PAUSE = 120
_MOST_ROWS = 7


class GiftForm(QWidget):
    """Everything that is known of one gift. `finished` comes with Enter on the last open field."""

    edited = Signal()
    finished = Signal()
    waits = Signal()
    settled = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Make an empty form; `begin` gives it its choices."""
        super().__init__(parent)
        self.desk = desk
        self.but: UUID | None = None
        self._compact, self._arranged = False, False
        self._default_fund: UUID | None = None
        self._given_on: date | None = None
        self._make_fields()
        self._make_layout()
        self.arrange(compact=False)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self._look_for_doubles)
        self._connect()

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
        self.memo = TextField(self.tr("A line on the receipt"))
        self.note = NoteField(self.tr("Note for the office"), lines=2)
        self.anonymous = CheckField(self.tr("Name in no public list"))
        self.add_note = Button(self.tr("Note"), icon="sticky-note", key="Alt+O", small=True)
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
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(px(24), px(24), px(24), px(12))
        rows.setSpacing(px(12))
        rows.addWidget(self.notice)
        rows.addLayout(self._lines)
        rows.addWidget(self.benefit)
        rows.addWidget(self._notes)
        rows.addStretch(1)
        self.area = scrolled(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)

    def _connect(self) -> None:
        for field in self.fields():
            field.edited.connect(self._edited)
            field.entered.connect(self._advance)
        self.benefit.edited.connect(self._edited)
        self.method.edited.connect(self._show_method)
        self.amount.edited.connect(self._tell_payment)
        self.add_note.clicked.connect(self.open_note)
        self.donor.picked.connect(self._donor_chosen)
        self.donor.edited.connect(self._show_facts)
        self.donor.asked_new.connect(self.new_person.begin)
        self.donor.waits.connect(self.waits)
        self.donor.settled.connect(self.settled)
        self.new_person.added.connect(self.take_donor)
        self.new_person.chosen.connect(self.take_donor)
        self.new_person.closed.connect(self.focus_donor)
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    # -- order and places ------------------------------------------------------------------------

    def fields(self) -> list[Field]:
        """Return the fields in the order in which they are read."""
        first = [self.donor, self.amount, self.check_number, self.last4, self.given_on]
        if self._compact:
            middle = [self.method, self.fund, self.campaign, self.received_on, self.kind]
        else:
            middle = [self.received_on, self.method, self.fund, self.campaign, self.kind]
        benefit = [self.benefit.check, self.benefit.what, self.benefit.worth]
        return [*first, *middle, *benefit, self.memo, self.note, self.anonymous]

    def arrange(self, *, compact: bool) -> None:
        """Put the fields where they belong: more of them side by side when the form has the whole page."""
        if self._arranged and compact == self._compact:
            return
        self._compact, self._arranged = compact, True
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
            if field.isVisible() and field.isEnabled() and not field.kept and asked_for:
                field.input.setFocus(Qt.FocusReason.TabFocusReason)
                return
        self.finished.emit()

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.area.isAncestorOf(now):
            self.area.ensureWidgetVisible(now, 0, px(24))

    # -- what is typed ---------------------------------------------------------------------------

    def begin(self, start: FormStart, *, given_on: date, received_on: date | None) -> None:
        """Take the choices, and what a new line begins with."""
        self.fund.set_choices([(fund.id, fund.name) for fund in start.funds])
        self.campaign.set_choices([(None, self.tr("None")), *((one.id, one.name) for one in start.campaigns)])
        self._default_fund, self._given_on = start.fund_id, given_on
        self.fund.set_value(start.fund_id)
        self.campaign.set_value(start.campaign_id)
        self.given_on.set_value(start.given_on or given_on)
        self.received_on.set_value(start.received_on if start.given_on else received_on)
        self.method.set_value(start.payment_method)
        self.kind.set_value(GiftKind.MONEY)
        self._show_method()

    def clear_line(self) -> None:
        """Make room for the next gift; what is kept stays."""
        line: list[Field] = [self.donor, self.amount, self.check_number, self.last4]
        for field in (*line, self.memo, self.note, self.anonymous):
            field.clear()
        self.benefit.clear()
        self._notes.hide()
        self.add_note.show()
        for kept in self.kept:
            kept.set_error("")
            if not kept.kept:
                self._reset(kept)
        self._show_method()
        self._show_facts()
        self._tell_payment()
        self.new_person.hide()
        self.but = None

    def _reset(self, field: Field) -> None:
        first = {self.fund: self._default_fund, self.given_on: self._given_on, self.kind: GiftKind.MONEY}
        if field is not self.method:
            field.set_value(first.get(field))

    @property
    def empty(self) -> bool:
        """Whether nothing of the next gift was typed yet."""
        typed = (self.donor.input.text(), self.amount.input.text(), self.check_number.input.text())
        more = (self.last4.input.text(), self.memo.value(), self.note.value(), self.benefit.what.value())
        return not any(text.strip() for text in (*typed, *more)) and not self.benefit.on

    def entry(self) -> GiftEntry | None:
        """Return what was typed, or None after saying below each field what is wrong."""
        wrong = [field for field in self.fields() if not field.isHidden() and not self._right(field)]
        if wrong:
            wrong[0].input.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        amount, given_on, donor_id = self.amount.value(), self.given_on.value(), self.donor.value()
        if amount is None or given_on is None or donor_id is None:
            return None
        return GiftEntry(
            donor_id=donor_id,
            amount=amount,
            given_on=given_on,
            received_on=self.received_on.value(),
            payment_method=self.method.value(),
            check_number=self.check_number.value() if not self.check_number.isHidden() else "",
            card_last4=self.last4.value() if not self.last4.isHidden() else "",
            fund_id=self.fund.value(),
            campaign_id=self.campaign.value(),
            kind=self.kind.value(),
            benefit_description=self.benefit.what.value() if self.benefit.on else "",
            benefit_value=self.benefit.worth.value() if self.benefit.on else None,
            memo=self.memo.value(),
            note=self.note.value(),
            anonymous=self.anonymous.value(),
        )

    def _right(self, field: Field) -> bool:
        if not field.check():
            return False
        missing = {
            self.donor: (
                self.donor.value() is None,
                self.tr("Choose the donor from the list, or press Alt+N for somebody new."),
            ),
            self.amount: (not self.amount.value(), self.tr("Type an amount above zero.")),
            self.given_on: (self.given_on.value() is None, self.tr("Type the date of gift.")),
            self.fund: (self.fund.value() is None, self.tr("Add a fund in Settings first.")),
            self.benefit.what: (
                self.benefit.on and not self.benefit.what.value(),
                self.tr("Say what the donor got, such as dinner, 1 seat."),
            ),
        }
        is_missing, sentence = missing.get(field, (False, ""))
        if is_missing:
            field.set_error(sentence)
        return not is_missing

    def show_entry(self, entry: GiftEntry) -> None:
        """Show a gift that is there already, to be changed."""
        self.clear_line()
        self.method.set_value(entry.payment_method)
        self.amount.set_value(entry.amount)
        self.check_number.set_value(entry.check_number)
        self.last4.set_value(entry.card_last4)
        self.given_on.set_value(entry.given_on)
        self.received_on.set_value(entry.received_on)
        self.fund.set_value(entry.fund_id)
        self.campaign.set_value(entry.campaign_id)
        self.kind.set_value(entry.kind)
        self.benefit.set_on(bool(entry.benefit_description))
        self.benefit.what.set_value(entry.benefit_description)
        self.benefit.worth.set_value(entry.benefit_value)
        self.memo.set_value(entry.memo)
        self.note.set_value(entry.note)
        self.anonymous.set_value(entry.anonymous)
        self._show_notes(bool(entry.memo or entry.note or entry.anonymous))
        self._show_method()
        self._tell_payment()
        self.donor.ask_for(entry.donor_id)

    # -- a half-typed line -----------------------------------------------------------------------

    def typed(self) -> dict[str, Any]:
        """Return what stands in the form, right or wrong, to be kept as a draft."""
        return {
            "donor": str(self.donor.value() or ""),
            "donor_text": self.donor.input.text(),
            "amount": self.amount.input.text(),
            "check_number": self.check_number.input.text(),
            "last4": self.last4.input.text(),
            "given_on": self.given_on.input.text(),
            "received_on": self.received_on.input.text(),
            "method": str(self.method.value() or ""),
            "fund": str(self.fund.value() or ""),
            "campaign": str(self.campaign.value() or ""),
            "kind": str(self.kind.value() or ""),
            "in_return": self.benefit.on,
            "what": self.benefit.what.input.text(),
            "worth": self.benefit.worth.input.text(),
            "memo": self.memo.input.text(),
            "note": self.note.value(),
            "anonymous": self.anonymous.value(),
        }

    def restore(self, typed: dict[str, Any]) -> None:
        """Put a half-typed line back."""
        self.clear_line()
        self.method.set_value(PaymentMethod(typed["method"]) if typed.get("method") else None)
        for name, field in (
            ("donor_text", self.donor), ("amount", self.amount), ("check_number", self.check_number),
            ("last4", self.last4), ("given_on", self.given_on), ("received_on", self.received_on),
            ("what", self.benefit.what), ("worth", self.benefit.worth), ("memo", self.memo),
        ):  # fmt: skip
            field.input.setText(str(typed.get(name, "")))
        self.fund.set_value(UUID(typed["fund"]) if typed.get("fund") else self._default_fund)
        self.campaign.set_value(UUID(typed["campaign"]) if typed.get("campaign") else None)
        self.kind.set_value(GiftKind(typed["kind"]) if typed.get("kind") else GiftKind.MONEY)
        self.benefit.set_on(bool(typed.get("in_return")))
        self.note.set_value(str(typed.get("note", "")))
        self.anonymous.set_value(bool(typed.get("anonymous")))
        self._show_notes(bool(typed.get("memo") or typed.get("note") or typed.get("anonymous")))
        self._show_method()
        self._tell_payment()
        if typed.get("donor"):
            self.donor.ask_for(UUID(typed["donor"]))

    # -- keys ------------------------------------------------------------------------------------

    def focus_donor(self) -> None:
        """Begin the next gift."""
        self.donor.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.donor.input.selectAll()

    def keep_field(self) -> None:
        """Keep the field in hand for the next gift, or no longer."""
        here = QApplication.focusWidget()
        for field in self.kept:
            if field.input is here:
                field.kept = not field.kept

    def toggle_benefit(self) -> None:
        """Say that something was given in return, or that nothing was."""
        self.benefit.set_on(not self.benefit.on)
        if self.benefit.on:
            self.benefit.what.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_note(self) -> None:
        """Make room for a note."""
        self._show_notes(True)
        self.note.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_person(self) -> None:
        """Add somebody new."""
        self.donor.picks.hide()
        self.new_person.begin("" if self.donor.value() else self.donor.input.text())

    def take_donor(self, donor_id: UUID) -> None:
        """Choose a donor and go on with the amount."""
        self.new_person.hide()
        self.donor.ask_for(donor_id)

    # -- what follows from what is typed ---------------------------------------------------------

    def _edited(self) -> None:
        self._soon.start()
        self.edited.emit()

    def _show_notes(self, shown: bool) -> None:
        self._notes.setVisible(shown)
        self.add_note.setVisible(not shown)

    def _show_method(self) -> None:
        method = self.method.value()
        self.check_number.setVisible(method is PaymentMethod.CHECK)
        self.last4.setVisible(method is PaymentMethod.CARD)

    def _tell_payment(self) -> None:
        self.benefit.set_payment(self.amount.value())

    def _show_facts(self) -> None:
        self.facts.show_donor(self.donor.card, desk=self.desk)

    def _donor_chosen(self) -> None:
        self._show_facts()
        if self.donor.card is None:
            return
        if self.donor.card.anonymous:
            self.anonymous.set_value(True)
        here = QApplication.focusWidget()
        if here is None or self.donor.input is here or self.new_person.isAncestorOf(here):
            self._after_donor()
        self._edited()

    def _after_donor(self) -> None:
        if self.isVisible():
            self.amount.input.setFocus(Qt.FocusReason.TabFocusReason)
            self.amount.input.selectAll()

    def _look_for_doubles(self) -> None:
        donor_id = self.donor.value()
        if donor_id is None:
            return
        number = self.check_number.input.text().strip() if not self.check_number.isHidden() else ""
        self.desk.ask(
            duplicate_check, donor_id, number, self.amount.value(), self.given_on.value(),
            today=self.desk.today(), but=self.but,
        ).then(self._warn)  # fmt: skip

    def _warn(self, doubles: list[Double]) -> None:
        for field, same in ((self.check_number, "check"), (self.amount, "amount")):
            said = next((double.sentence for double in doubles if double.same == same), "")
            if not field.wrong and (said or field.message):
                field.set_warning(said)
