"""The form one gift is typed into: kept fields passed over by Enter, every mistake said below its field."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QWidget,
)

from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.queries.batches import FormStart
from mi_crm.giving.queries.donors import Double, duplicate_check
from mi_crm.giving.records import NOT_MONEY, GiftKind, PaymentMethod
from mi_crm.receipts.queries.entering import counts_for_nothing, date_of_gift
from mi_crm.shared.money import ZERO
from mi_crm.shared.year_tables import YearTables
from mi_crm.ui.giving.donor_field import DonorField
from mi_crm.ui.giving.gift_fields import GiftFields
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import Field

_PAUSE = 120


class GiftForm(GiftFields):
    """Everything that is known of one gift. `finished` comes with Enter on the last open field."""

    edited = Signal()
    waits = Signal()
    settled = Signal()
    refused = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Make an empty form; `begin` gives it its choices."""
        super().__init__(desk, parent)
        self.but: UUID | None = None
        self._awaited = 0
        self._default_fund: UUID | None = None
        self._tables: YearTables | None = None
        self._given_on: date | None = None
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self._look_for_doubles)
        self._connect()

    def _connect(self) -> None:
        for field in self.fields():
            field.edited.connect(self._edited)
        self.benefit.edited.connect(self._edited)
        self.benefit.check.toggled.connect(self.detail.show_benefit)
        self.kind.edited.connect(self._show_kind)
        self.detail.edited.connect(self._date_the_gift)
        self.add_way.clicked.connect(self.detail.open_way)
        self.add_tribute.clicked.connect(self.detail.open_tribute)
        self.method.edited.connect(self._show_method)
        self.amount.edited.connect(self._tell_payment)
        self.add_note.clicked.connect(self.open_note)
        self.donor.picked.connect(self._donor_chosen)
        self.donor.edited.connect(self._show_facts)
        self.donor.asked_new.connect(self._begin_new)
        self.donor.waits.connect(self.waits)
        self.donor.settled.connect(self.settled)
        self.new_person.added.connect(self.take_donor)
        self.new_person.chosen.connect(self.take_donor)
        self.new_person.closed.connect(self.focus_donor)
        self.new_person.waits.connect(self.waits)
        self.new_person.refused.connect(self.refused)

    # -- what is typed ---------------------------------------------------------------------------

    def begin(self, start: FormStart, *, given_on: date, received_on: date | None) -> None:
        """Take the choices, and what a new line begins with."""
        self.fund.set_choices([(fund.id, fund.name) for fund in start.funds])
        self.campaign.set_choices([(None, self.tr("None")), *((one.id, one.name) for one in start.campaigns)])
        self._default_fund, self._given_on, self._tables = start.fund_id, given_on, start.tables
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
        self.detail.clear()
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
        kind: GiftKind = self.kind.value()
        amount = ZERO if kind in NOT_MONEY else self.amount.value()
        given_on, donor_id = self.given_on.value(), self.donor.value()
        if amount is None or given_on is None or donor_id is None:
            return None
        entry = GiftEntry(
            donor_id=donor_id,
            amount=amount,
            given_on=given_on,
            received_on=self.received_on.value(),
            payment_method=PaymentMethod.OTHER if kind in NOT_MONEY else self.method.value(),
            check_number=self.check_number.value() if not self.check_number.isHidden() else "",
            card_last4=self.last4.value() if not self.last4.isHidden() else "",
            fund_id=self.fund.value(),
            campaign_id=self.campaign.value(),
            kind=kind,
            benefit_description=self.benefit.what.value() if self.benefit.on else "",
            benefit_value=self.benefit.worth.value() if self.benefit.on else None,
            memo=self.memo.value(),
            note=self.note.value(),
            anonymous=self.anonymous.value(),
            detail=self.detail.detail(kind),
        )
        return replace(entry, benefit_disregarded=counts_for_nothing(entry, self._tables))

    def _date_the_gift(self) -> None:
        """Let the date of gift follow from the days and the way it came (R4.20 to R4.28)."""
        kind: GiftKind = self.kind.value()
        detail = self.detail.detail(kind)
        if detail.delivery or detail.postmarked_on or detail.settled_on:
            day, why = date_of_gift(kind, self.method.value(), self.received_on.value(), detail)
            if day is not None:
                self.given_on.set_value(day)
                self.given_on.set_help(why)
        self._edited()

    def _right(self, field: Field) -> bool:
        if not field.check():
            return False
        missing = {
            self.donor: (
                self.donor.value() is None,
                self.tr("Choose the donor from the list, or press Alt+N for somebody new."),
            ),
            self.amount: (
                self.kind.value() not in NOT_MONEY and not self.amount.value(),
                self.tr("Type an amount above zero."),
            ),
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
        if credited := self.detail.show_detail(entry.kind, entry.detail):
            who = self.detail.fields["who"]
            if isinstance(who, DonorField):
                who.ask_for(credited)
        self._show_method()
        self._tell_payment()
        self._await_donor(entry.donor_id)

    def _await_donor(self, donor_id: UUID) -> None:
        self._awaited += 1
        self.waits.emit()
        self.donor.ask_for(donor_id).finished.connect(self._donor_came)

    def _donor_came(self) -> None:
        self._awaited -= 1
        if not self.awaits_donor:
            self.settled.emit()

    @property
    def awaits_donor(self) -> bool:
        """Whether a donor is still to come from the store."""
        return self._awaited > 0 or self.donor.choosing

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
            "detail": self.detail.typed(),
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
        self.detail.restore(typed.get("detail") or {})
        self._show_method()
        self._tell_payment()
        if typed.get("donor"):
            self._await_donor(UUID(typed["donor"]))

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
        self._begin_new("" if self.donor.value() else self.donor.input.text())

    def _begin_new(self, typed: str) -> None:
        self.new_person.begin(typed)
        self.donor.set_error("")

    def take_donor(self, donor_id: UUID) -> None:
        """Choose a donor and go on with the amount."""
        self.donor.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.new_person.hide()
        self.donor.choose(donor_id)

    # -- what follows from what is typed ---------------------------------------------------------

    def _edited(self) -> None:
        self._soon.start()
        self.edited.emit()

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
        if self.donor.choosing:
            self._edited()
        else:  # put back, not chosen: nobody edited anything
            self._soon.start()

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
