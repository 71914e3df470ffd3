"""Fields that are saved as they are left, with the time beside them; Ctrl+Z takes the last one back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import Field, enter_moves_on
from mi_crm.ui.shared.labels import label, set_tone
from mi_crm.ui.shared.marks import Sign
from mi_crm.ui.shared.sentences import clock_words
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.tasks import Answer

Row = TypeVar("Row")
Record = TypeVar("Record")


class SavedWords(QWidget):
    """“Saved 10:12 AM ✓”, or why it was not."""

    def __init__(self) -> None:
        """Say nothing yet."""
        super().__init__()
        self._words, self._sign = label("", "help"), Sign(size=14)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(7))
        line.addWidget(self._words, 1, Qt.AlignmentFlag.AlignRight)
        line.addWidget(self._sign)

    @property
    def text(self) -> str:
        """What is said."""
        return self._words.text()

    def clear(self) -> None:
        """Say nothing."""
        self._show("", "", "", "ink2")

    def saved(self, moment: datetime) -> None:
        """Say when it was saved."""
        self._show(self.tr("Saved {time}").format(time=clock_words(moment)), "", "check", "pos")

    def not_saved(self, why: str) -> None:
        """Say that it was not, and why."""
        self._show(why, "wrong", "circle-alert", "neg")

    def _show(self, words: str, tone: str, icon: str, tint: str) -> None:
        self._words.setText(words)
        set_tone(self._words, tone)
        self._sign.show_sign(icon, tint)


class SavedForm(QWidget, Generic[Row, Record]):
    """The fields of one record. One save at a time, each on top of what the one before left behind."""

    def __init__(self, desk: Desk, fields: Mapping[str, Field]) -> None:
        """Follow these fields, by the names that the record has for them."""
        super().__init__()
        self.desk = desk
        self.saved_words = SavedWords()
        self.entries = dict(fields)
        self.row: Row | None = None
        self._waiting: dict[str, object] = {}
        self._sent: dict[str, object] = {}
        self._busy = False
        for name, field in self.entries.items():
            field.setProperty("entry", name)
            field.left.connect(self._left)
        enter_moves_on(list(self.entries.values()), self.last_entered)

    # -- what a subclass knows -------------------------------------------------------------------

    def record_of(self, row: Row) -> Record:
        """Return what is saved of a row."""
        raise NotImplementedError

    def fetch(self) -> Answer[Any]:
        """Ask for what holds the row as it is now."""
        raise NotImplementedError

    def found_in(self, answer: object) -> Row | None:
        """Return the row in what `fetch` brought, or None when it is gone."""
        raise NotImplementedError

    def save(self, record: Record, row: Row) -> Answer[Any]:
        """Save a changed record over the row it was made from."""
        raise NotImplementedError

    def last_entered(self) -> None:
        """Enter was pressed in the last field: what it holds is saved already."""

    # -- showing and saving ----------------------------------------------------------------------

    def show_row(self, row: Row) -> None:
        """Show a row; of the row shown already, what is wrong or being typed stays as it is."""
        other = self.row is None or _key(row) != _key(self.row)
        before = None if self.row is None or other else self.record_of(self.row)
        self.row = row
        if other:
            self._waiting.clear()
            self.saved_words.clear()
        record = self.record_of(row)
        for name, field in self.entries.items():
            if other:
                field.set_error("")
            elif field.wrong or name in self._waiting or _is_typed(field, getattr(before, name, None)):
                continue
            field.set_value(getattr(record, name))

    def _left(self) -> None:
        field = self.sender()
        if self.row is None or not isinstance(field, Field) or field.wrong:
            return
        name = str(field.property("entry"))
        if (value := field.value()) != self._last_known(self.row, name):
            self._waiting[name] = value
            self._go_on()

    def _last_known(self, row: Row, name: str) -> object:
        for sent in (self._waiting, self._sent if self._busy else {}):
            if name in sent:
                return sent[name]
        value: object = getattr(self.record_of(row), name)
        return value

    def _go_on(self) -> None:
        if self._busy or not self._waiting or self.row is None:
            return
        self._busy = True
        self._sent, self._waiting = self._waiting, {}
        record = replace(self.record_of(self.row), **self._sent)  # type: ignore[type-var]  # a dataclass
        self.save(record, self.row).then(self._saved).otherwise(self._refused)

    def _saved(self, _answer: object) -> None:
        self.saved_words.saved(self.desk.now())
        self.fetch().then(self._fetched)

    def _fetched(self, answer: object) -> None:
        self._busy = False
        row = self.found_in(answer)
        if row is not None and _key(row) == _key(self.row):
            self.show_row(row)
            self._go_on()

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, Problem):
            self._busy = False
            self.desk.tasks.unhandled.emit(error)
            return
        if len(self._sent) == 1:
            self.entries[next(iter(self._sent))].set_error(str(error))
            self.saved_words.clear()
        else:
            self.saved_words.not_saved(str(error))
        self.fetch().then(self._fetched)


def _is_typed(field: Field, before: object) -> bool:
    return field.input.hasFocus() and bool(field.value() != before)


def _key(row: object) -> object:
    return getattr(row, "id", None)
