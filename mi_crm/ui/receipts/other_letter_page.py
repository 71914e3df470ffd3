"""Another letter: one that nothing asks for by itself, written to whom one chooses."""

from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.giving.queries.donors import DonorOffer, donor_typeahead
from mi_crm.receipts.particulars import Returned, Service
from mi_crm.receipts.queries.composing import ExpenseLetter, Statement, Thanks, Wish
from mi_crm.receipts.rules.letters import LetterKind
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ChoiceField, Field, TextField, enter_moves_on, row
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.pick import PickList, PickRow
from mi_crm.ui.shared.scroll import scrolled
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.tasks import Answer
from mi_crm.ui.shared.values import AmountField, DateField

_OF_KIND: Final = {
    LetterKind.THANKS: (),
    LetterKind.STATEMENT: ("year",),
    LetterKind.EXPENSE: ("what", "place", "first", "last", "repaid", "repaid_on"),
}
"""The fields of each letter beside who gets it."""


class PersonField(Field):
    """Somebody of the list of people; value() is the id, or None while nobody is chosen."""

    input: QLineEdit

    def __init__(self, words: str, desk: Desk) -> None:
        """Nobody is chosen yet."""
        super().__init__(words, QLineEdit())
        self._desk = desk
        self._chosen: UUID | None = None
        self.input.setPlaceholderText(self.tr("Name, number or end of the phone number"))
        self.input.setMaxLength(200)
        self.picks = PickList(self.input, self._search, _offer)
        self.picks.picked.connect(self._pick)
        self.input.textEdited.connect(self._typed)

    def _search(self, typed: str) -> Answer[Any]:
        return self._desk.ask(donor_typeahead, typed, limit=6)

    def _typed(self) -> None:
        self._chosen = None
        self._edit()

    def _pick(self, offer: DonorOffer) -> None:
        self.input.setText(offer.name)
        self._chosen = offer.id
        self.set_error("")
        self._edit()

    @override
    def value(self) -> UUID | None:
        return self._chosen

    @override
    def set_value(self, value: None) -> None:
        self.input.clear()
        self._chosen = None

    @override
    def check(self) -> bool:
        if self._chosen is None and self.input.text().strip() and not self.picks.isVisible():
            self.set_error(self.tr("Choose somebody from the list."))
            return False
        return True


def _offer(offer: DonorOffer) -> PickRow:
    return PickRow(offer, offer.name, offer.where, kind=offer.kind.value)


class OtherLetterPage(QWidget):
    """A form for what the letter needs. `wished` brings it when it can be shown, None before."""

    wished = Signal(object)
    write_asked = Signal(object, bool)
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Lay out the fields; those of the chosen letter are shown."""
        super().__init__(parent)
        self._desk = desk
        self.kind = ChoiceField(
            self.tr("Letter"),
            [
                (LetterKind.THANKS, self.tr("Thank-you for the newest gift, no receipt")),
                (LetterKind.STATEMENT, self.tr("Giving statement of a year, no receipt")),
                (LetterKind.EXPENSE, self.tr("Volunteer who paid for something")),
            ],
        )
        self.who = PersonField(self.tr("To"), desk)
        self.fields: dict[str, Field] = {
            "year": TextField(self.tr("Year"), limit=4),
            "what": TextField(
                self.tr("What was done"), help=self.tr("As it goes on after “you”: taught a course")
            ),
            "place": TextField(self.tr("Where")),
            "first": DateField(self.tr("From"), desk),
            "last": DateField(self.tr("To (day)"), desk),
            "repaid": AmountField(self.tr("Repaid by us, if anything")),
            "repaid_on": DateField(self.tr("Repaid on"), desk),
        }
        self.card = Card(self.tr("Another letter"), " ", flush=True)
        inside = QWidget()
        inside.setProperty("clear", "true")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(px(20), px(6), px(20), px(16))
        rows.setSpacing(px(14))
        for part in (self.kind, self.who, self.fields["year"], self.fields["what"], self.fields["place"]):
            rows.addWidget(part)
        rows.addLayout(row(self.fields["first"], self.fields["last"]))
        rows.addLayout(row(self.fields["repaid"], self.fields["repaid_on"]))
        rows.addStretch(1)
        self.card.body.addWidget(scrolled(inside), 1)
        every = [self.kind, self.who, *self.fields.values()]
        for field in every:
            field.edited.connect(self._show)
        enter_moves_on(every, self.finish)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(px(14))
        whole.addWidget(self.card, 1)
        whole.addWidget(self._acts_card())
        self.fields["year"].set_value(str(desk.today().year))
        self._show()

    def _acts_card(self) -> QWidget:
        card = Card(flush=True)
        lines = QHBoxLayout()
        lines.setContentsMargins(px(20), px(10), px(16), px(10))
        self._below = label("", "help", wrap=True)
        leave = Button(self.tr("Leave it"), "quiet", key="Esc")
        only = Button(self.tr("Write only"))
        both = Button(self.tr("Write and print"), "primary", icon="printer", key="Ctrl+Enter")
        leave.clicked.connect(self.left)
        only.clicked.connect(self._write_only)
        both.clicked.connect(self.finish)
        inside = QVBoxLayout()
        inside.setSpacing(px(8))
        inside.addWidget(self._below)
        inside.addWidget(flowing(leave, only, both))
        lines.addLayout(inside)
        card.body.addLayout(lines)
        return card

    def begin(self) -> None:
        """Begin with nobody chosen."""
        self.who.set_value(None)
        for name, field in self.fields.items():
            if name != "year":
                field.clear()
        self.kind.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def _show(self) -> None:
        wanted = _OF_KIND[self.kind.value()]
        for name, field in self.fields.items():
            field.setVisible(name in wanted)
        self._below.setText(_SAID[self.kind.value()])
        self.wished.emit(self.wish())

    def wish(self) -> Wish | None:
        """Return what would be written, or None while something is missing."""
        who, kind = self.who.value(), self.kind.value()
        values = {name: self.fields[name].value() for name in _OF_KIND[kind]}
        if who is None:
            return None
        if kind is LetterKind.THANKS:
            return Thanks(who)
        if kind is LetterKind.STATEMENT:
            year = str(values["year"])
            return (
                Statement(who, int(year)) if year.isascii() and year.isdecimal() and len(year) == 4 else None
            )
        repaid = (
            Returned(values["repaid"], values["repaid_on"])
            if values["repaid"] and values["repaid_on"]
            else None
        )
        if not all(values[name] for name in ("what", "place", "first", "last")):
            return None
        service = Service(values["what"], values["place"], values["first"], values["last"])
        return ExpenseLetter(who, service, repaid)

    def finish(self) -> None:
        """Write and print the letter, or say what is missing (Ctrl+Enter)."""
        self._write(to_print=True)

    def _write_only(self) -> None:
        self._write(to_print=False)

    def _write(self, *, to_print: bool) -> None:
        if self._all_there() and (wish := self.wish()) is not None:
            self.write_asked.emit(wish, to_print)

    def _all_there(self) -> bool:
        """Say below the first field that is empty or wrong what is missing."""
        for field in (self.who, *(self.fields[name] for name in _OF_KIND[self.kind.value()])):
            missing = self._missing(field)
            if not field.check() or missing:
                if missing:
                    field.set_error(missing)
                field.input.setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        return True

    def _missing(self, field: Field) -> str:
        fields = self.fields
        if field is self.who:
            return "" if self.who.value() else self.tr("Choose to whom it goes.")
        if field is fields["repaid"]:
            alone = fields["repaid_on"].value() and not field.value()
            return self.tr("Type how much was repaid.") if alone else ""
        if field is fields["repaid_on"]:
            alone = fields["repaid"].value() and not field.value()
            return self.tr("Type the day on which it was repaid.") if alone else ""
        if field is fields["last"]:
            first, last = fields["first"].value(), field.value()
            if first and last and last < first:
                return self.tr("The last day cannot be before the first.")
        if field is fields["year"]:
            return "" if self.wish() else self.tr("Type a year, such as 2026.")
        return "" if field.value() else self.tr("This is part of the letter. Fill it in.")


_SAID: Final = {
    LetterKind.THANKS: "Thanks without a figure. The receipt is a paper of its own.",
    LetterKind.STATEMENT: "Each gift of the year, for information. It takes the place of no receipt.",
    LetterKind.EXPENSE: "It states no expense: the volunteer keeps the proof of what was paid.",
}
