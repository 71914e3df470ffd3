"""Small forms in the pane of a gift: money sent back, a receipt given by somebody else."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mi_crm.shared.money import Money
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import Field, TextField, enter_moves_on, row
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.values import AmountField, DateField


class _SmallForm(QFrame):
    """A heading, some fields, and the one button."""

    def make(self, heading: str, form: list[Field], action: str) -> None:
        """Put heading and button around the fields, which go into `rows`."""
        self.setProperty("card", "sunk")
        self.form = form
        act = Button(action, "primary", key="Enter", small=True)
        act.clicked.connect(self.finish)
        leave = Button(self.tr("Leave it"), "quiet", key="Esc", small=True)
        leave.clicked.connect(self.hide)
        enter_moves_on(form, self.finish)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(14), px(12), px(14), px(12))
        rows.setSpacing(px(10))
        rows.addWidget(label(heading, "heading"))
        self.rows = QVBoxLayout()
        self.rows.setSpacing(px(10))
        rows.addLayout(self.rows)
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addWidget(act)
        line.addStretch(1)
        line.addWidget(leave)
        rows.addLayout(line)
        self.hide()

    def show_empty(self) -> None:
        """Show the form with nothing in it."""
        for field in self.form:
            field.clear()
        self.show()
        self.form[0].input.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Hand over what was typed, or say what is missing."""
        raise NotImplementedError

    def all_right(self) -> bool:
        """Say below each field what is wrong; return whether nothing is."""
        wrong = [field for field in self.form if not field.check()]
        if wrong:
            wrong[0].input.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def miss(self, field: Field, sentence: str) -> None:
        """Say what is missing."""
        field.set_error(sentence)
        field.input.setFocus(Qt.FocusReason.OtherFocusReason)


class RefundForm(_SmallForm):
    """How much was sent back, when and why. `saved` brings the three."""

    saved = Signal(object, object, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Make a hidden form."""
        super().__init__(parent)
        self._desk = desk
        self.amount = AmountField(self.tr("Amount sent back"))
        self.on, self.why = DateField(self.tr("On"), desk), TextField(self.tr("Why"))
        self.make(self.tr("Refund"), [self.amount, self.on, self.why], self.tr("Record refund"))
        self.rows.addLayout(row(self.amount, self.on))
        self.rows.addWidget(self.why)

    def begin(self, left: Money) -> None:
        """Begin with the whole of what is left."""
        self.show_empty()
        self.amount.set_value(left)
        self.on.set_value(self._desk.today())
        self.amount.input.selectAll()

    def finish(self) -> None:
        """Hand over what was typed, or say what is missing."""
        if not self.all_right():
            return
        amount, on = self.amount.value(), self.on.value()
        if not amount:
            self.miss(self.amount, self.tr("Type an amount above zero."))
        elif on is None:
            self.miss(self.on, self.tr("Type the date."))
        elif not self.why.value():
            self.miss(self.why, self.tr("Say why it was sent back."))
        else:
            self.saved.emit(amount, on, self.why.value())

    def refuse(self, sentence: str) -> None:
        """Say what could not be saved."""
        self.miss(self.on if "date" in sentence else self.amount, sentence)


class ElsewhereForm(_SmallForm):
    """Who gave the receipt, its number and date. `saved` brings the three."""

    saved = Signal(str, str, object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Make a hidden form."""
        super().__init__(parent)
        self._desk = desk
        self.by, self.number = (
            TextField(self.tr("Receipt given by")),
            TextField(self.tr("Its number"), limit=60),
        )
        self.on = DateField(self.tr("On"), desk)
        self.make(self.tr("Receipted elsewhere"), [self.by, self.number, self.on], self.tr("Mark"))
        self.rows.addWidget(self.by)
        self.rows.addLayout(row(self.number, self.on))

    def begin(self) -> None:
        """Begin empty, with today."""
        self.show_empty()
        self.on.set_value(self._desk.today())

    def finish(self) -> None:
        """Hand over what was typed, or say what is missing."""
        if not self.all_right():
            return
        on: date | None = self.on.value()
        if not self.by.value():
            self.miss(self.by, self.tr("Say who gave the receipt, such as PayPal Giving Fund."))
        elif on is None:
            self.miss(self.on, self.tr("Type the date of the receipt."))
        else:
            self.saved.emit(self.by.value(), self.number.value(), on)

    def refuse(self, sentence: str) -> None:
        """Say what could not be saved."""
        self.miss(self.by, sentence)
