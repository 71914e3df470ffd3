"""Fields for money and days: typed freely, read strictly, checked on leaving."""

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from mi_crm.shared.dates import field_date, parse_date
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.wall_clock import clock_time, read_clock
from mi_crm.ui.shared.fields import Field

if TYPE_CHECKING:
    from mi_crm.ui.shared.desk import Desk


class AmountField(Field):
    """Dollars and cents, right-aligned; value() is Money, or None while empty or wrong."""

    input: QLineEdit

    def __init__(
        self,
        words: str,
        *,
        help: str = "",
        large: bool = False,
        keepable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty field; `large` is for the one amount a form is about."""
        line = QLineEdit()
        line.setMaxLength(20)
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        if large:
            line.setProperty("amount", "true")
        super().__init__(words, line, help=help, keepable=keepable, parent=parent)
        line.textEdited.connect(self._edit)

    @override
    def value(self) -> Money | None:
        try:
            return Money.parse(self.input.text()) if self.input.text().strip() else None
        except Problem:
            return None

    @override
    def set_value(self, value: Money | None) -> None:
        self.input.setText("" if value is None else str(value))
        self._changed = False

    @override
    def check(self) -> bool:
        text = self.input.text().strip()
        try:
            if text:
                self.input.setText(str(Money.parse(text)))
        except Problem as problem:
            self.set_error(str(problem))
            return False
        return True


class DateField(Field):
    """A day; value() is a date, or None while empty or wrong. The arrows go to the next and previous day."""

    input: QLineEdit

    def __init__(
        self,
        words: str,
        desk: "Desk",
        *,
        help: str = "",
        keepable: bool = False,
        future: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty field; `future` allows days after tomorrow."""
        line = QLineEdit()
        line.setMaxLength(20)
        line.setPlaceholderText("MM/DD/YYYY")
        super().__init__(words, line, help=help, keepable=keepable, parent=parent)
        self._desk, self._future = desk, future
        line.textEdited.connect(self._edit)

    def _read(self, text: str) -> date:
        today = self._desk.today()
        # A day to come is read as seen from the last day a field can hold.
        return parse_date(text, today=date(today.year + 50, 12, 31) if self._future else today)

    @override
    def value(self) -> date | None:
        try:
            return self._read(self.input.text()) if self.input.text().strip() else None
        except Problem:
            return None

    @override
    def set_value(self, value: date | None) -> None:
        self.input.setText("" if value is None else field_date(value))
        self._changed = False

    @override
    def check(self) -> bool:
        text = self.input.text().strip()
        try:
            if text:
                self.input.setText(field_date(self._read(text)))
        except Problem as problem:
            self.set_error(str(problem))
            return False
        return True

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.input and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
            if (
                step
                and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
                and not self.input.isReadOnly()
            ):
                start = self.value()
                self.input.setText(field_date(start + timedelta(step) if start else self._desk.today()))
                self._edit()
                return True
        return super().eventFilter(watched, event)


class TimeField(Field):
    """A time of day by the clock on the wall; value() is a time, or None while empty or wrong."""

    input: QLineEdit

    def __init__(
        self, words: str, *, after: "TimeField | None" = None, parent: QWidget | None = None
    ) -> None:
        """Make an empty field; what is typed without AM or PM comes `after` another."""
        line = QLineEdit()
        line.setMaxLength(12)
        line.setPlaceholderText("9:00 AM")
        super().__init__(words, line, parent=parent)
        self._after = after
        line.textEdited.connect(self._edit)

    def _read(self) -> time:
        return read_clock(self.input.text(), after=self._after.value() if self._after else None)

    @override
    def value(self) -> time | None:
        try:
            return self._read() if self.input.text().strip() else None
        except Problem:
            return None

    @override
    def set_value(self, value: time | None) -> None:
        self.input.setText("" if value is None else clock_time(value))
        self._changed = False

    @override
    def check(self) -> bool:
        try:
            if self.input.text().strip():
                self.input.setText(clock_time(self._read()))
        except Problem as problem:
            self.set_error(str(problem))
            return False
        return True
