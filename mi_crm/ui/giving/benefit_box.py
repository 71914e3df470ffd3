"""What the donor got in return: its fair value, and what is left as the contribution amount."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mi_crm.giving.rules import contribution_amount, needs_disclosure
from mi_crm.shared.money import Money
from mi_crm.ui.shared.fields import CheckField, TextField, row
from mi_crm.ui.shared.labels import label, mark_as, rule
from mi_crm.ui.shared.marks import Sign
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.values import AmountField


class BenefitBox(QFrame):
    """A box to check, and below it two fields and a sum that explains itself."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing was given in return."""
        super().__init__(parent)
        self._payment: Money | None = None
        self.check = CheckField(self.tr("Donor received something in return"))
        self.what = TextField(self.tr("What"), placeholder=self.tr("Dinner, 1 seat"))
        self.worth = AmountField(self.tr("Fair value"))
        self._sum, self._result = label("", "second"), label("", "heading")
        self._sign, self._sentence = Sign("info", "ink2"), label("", "help", wrap=True)
        self._below = QWidget()
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(px(8))
        below.addLayout(row(self.what, self.worth, gap=12, stretch=(3, 1)))
        below.addWidget(rule())
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addWidget(label(self.tr("Contribution amount"), "label"))
        line.addStretch(1)
        line.addWidget(self._sum)
        line.addWidget(self._result)
        below.addLayout(line)
        said = QHBoxLayout()
        said.setSpacing(px(8))
        said.addWidget(self._sign)
        said.addWidget(self._sentence, 1)
        below.addLayout(said)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(6))
        rows.addWidget(self.check)
        rows.addWidget(self._below)
        self.check.toggled.connect(self._toggle)
        for field in (self.what, self.worth):
            field.edited.connect(self._tell)
        self._toggle(False)

    @property
    def on(self) -> bool:
        """Whether something was given in return."""
        return self.check.value()

    def set_on(self, on: bool) -> None:
        """Check or clear the box."""
        self.check.set_value(on)

    def clear(self) -> None:
        """Nothing was given in return."""
        self.what.clear()
        self.worth.clear()
        self.set_on(False)

    def set_payment(self, payment: Money | None) -> None:
        """Know what was paid, to say what of it is a gift."""
        self._payment = payment
        self._explain()

    def _toggle(self, on: bool) -> None:
        self._below.setVisible(on)
        mark_as(self, "card", "sunk" if on else "")
        inset = px(14) if on else 0
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(inset, px(8) if on else 0, inset, px(12) if on else 0)
        self._explain()
        self.edited.emit()

    def _tell(self) -> None:
        self._explain()
        self.edited.emit()

    def _explain(self) -> None:
        payment, worth = self._payment, self.worth.value()
        known = payment is not None and worth is not None
        self._sum.setVisible(known)
        self._result.setText("–")
        if payment is None or worth is None:
            said = self.tr("The value may wait, but the receipt cannot be made without it.")
        else:
            left = contribution_amount(payment, worth)
            self._sum.setText(f"{payment.dollars()} − {worth.dollars()} =")
            self._result.setText(left.dollars())
            if not left:
                said = self.tr("The value is at or above the payment: a receipt for payment, and no gift.")
            elif needs_disclosure(payment, worth):
                said = self.tr("Over $75, so the receipt will state the value.")
            else:
                said = self.tr("The receipt will state the value and what is left as a gift.")
        self._sentence.setText(said)
        self._result.setAccessibleDescription(said)
