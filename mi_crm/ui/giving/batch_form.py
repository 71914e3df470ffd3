"""What is expected of a pile, asked before it is entered."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.giving.actions.batches import BatchEntry
from mi_crm.giving.queries.batches import BatchRow
from mi_crm.giving.records import BatchKind
from mi_crm.giving.rules import BATCH_WORDS
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ChoiceField, Field, TextField, enter_moves_on, row
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.values import AmountField, DateField


class CountField(TextField):
    """How many lines are expected; count() is a number, or None while empty or wrong."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        """Make an empty field."""
        super().__init__(words, limit=20, parent=parent)
        self.input.setAlignment(Qt.AlignmentFlag.AlignRight)

    def count(self) -> int | None:
        """Return what was typed."""
        text = self.value().replace(",", "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 and int(text) else None

    @override
    def check(self) -> bool:
        if self.value() and self.count() is None:
            self.set_error(self.tr("Type the number of lines in digits, such as 12."))
            return False
        return True


class BatchForm(QWidget):
    """The form of a new batch, or of one that is still open. `saved` brings a BatchEntry."""

    saved = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Make an empty form."""
        super().__init__(parent)
        self.desk = desk
        self._title = label("", "pane")
        self.kind = ChoiceField(self.tr("Kind"), [(kind, BATCH_WORDS[kind]) for kind in _KINDS])
        self.date = DateField(self.tr("Date"), desk, help=self.tr("The date of gift its lines begin with"))
        self.title = TextField(self.tr("Title"), placeholder=self.tr("Fall Appeal envelopes"), limit=120)
        self.count = CountField(self.tr("How many"))
        self.total = AmountField(self.tr("Control total"), large=True)
        self.total.set_help(self.tr("From the adding-machine tape. Leave it empty where there is none."))
        self._save = Button("", "primary", key="Ctrl+Enter")
        self._save.clicked.connect(self.finish)
        leave = Button(self.tr("Leave it"), "quiet", key="Esc")
        leave.clicked.connect(self.left)
        self._form: list[Field] = [self.kind, self.date, self.title, self.count, self.total]
        enter_moves_on(self._form, self.finish)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(24), px(20), px(24), px(20))
        rows.setSpacing(px(14))
        rows.addWidget(self._title)
        rows.addLayout(row(self.kind, self.date))
        rows.addWidget(self.title)
        rows.addLayout(row(self.count, self.total, stretch=(2, 3)))
        rows.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addWidget(self._save)
        line.addStretch(1)
        line.addWidget(leave)
        rows.addLayout(line)

    def begin(self, batch: BatchRow | None = None) -> None:
        """Begin with an open batch to change, or with nothing."""
        for field in self._form:
            field.clear()
        if batch is None:
            self._title.setText(self.tr("New batch"))
            self._save.setText(self.tr("Open batch"))
            self.kind.set_value(BatchKind.CHECKS)
            self.date.set_value(self.desk.today())
        else:
            self._title.setText(self.tr("Batch {number}").format(number=batch.number))
            self._save.setText(self.tr("Save"))
            self.kind.set_value(batch.kind)
            self.date.set_value(batch.batch_date)
            self.title.set_value(batch.title)
            expected = batch.balance.expected_count
            self.count.set_value(str(expected) if expected else "")
            self.total.set_value(batch.balance.expected_total)
        self.kind.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, sentence: str) -> None:
        """Say below the field it is about what could not be saved."""
        field: Field = self.total if "total" in sentence else self.count if "lines" in sentence else self.date
        field.set_error(sentence)
        field.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Hand over what was typed, or say what is wrong."""
        wrong = [field for field in self._form if not field.check()]
        on = self.date.value()
        if on is None and not wrong:
            self.date.set_error(self.tr("Type the date of the batch."))
            wrong = [self.date]
        if wrong or on is None:
            wrong[0].input.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.saved.emit(
            BatchEntry(
                kind=self.kind.value(),
                batch_date=on,
                title=self.title.value(),
                expected_count=self.count.count(),
                expected_total=self.total.value(),
            )
        )


_KINDS = (BatchKind.CHECKS, BatchKind.CASH, BatchKind.CARDS, BatchKind.MIXED)
