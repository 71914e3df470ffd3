"""The shifts of a template as lines of fields: what, which role, which day, from, to, how many."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from functools import partial
from itertools import pairwise
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.ui.organization.helping_pages import CountField
from mi_crm.ui.shared.buttons import Button, IconButton
from mi_crm.ui.shared.fields import ChoiceField, Field, TextField, enter_moves_on, row
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.values import TimeField
from mi_crm.volunteering.entries import TemplateShiftEntry

_DAY = 1440


class ShiftLine(QWidget):
    """One shift. `left` comes when one of its fields is left changed."""

    left = Signal()
    removed = Signal()

    def __init__(self, roles: Mapping[UUID, str], number: int) -> None:
        """Offer the roles; one helper is needed, on the first day."""
        super().__init__()
        self.title = TextField(self.tr("Title"))
        self.role = ChoiceField(self.tr("Role"), roles.items(), placeholder=self.tr("Choose"))
        self.day = CountField(self.tr("Day"))
        self.begins = TimeField(self.tr("From"))
        self.ends = TimeField(self.tr("To"), after=self.begins)
        self.least = CountField(self.tr("Least"), empty=0)
        self.best = CountField(self.tr("Best"))
        self.fields: tuple[Field, ...] = (
            self.title, self.role, self.day, self.begins, self.ends, self.least, self.best,
        )  # fmt: skip
        for count in (self.day, self.least, self.best):
            count.set_value(1)
        self.cross = IconButton("x", self.tr("Take out shift {n}").format(n=number), size=14, side=28)
        self.cross.clicked.connect(self.removed)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, px(8))
        rows.setSpacing(px(6))
        rows.addLayout(row(self.title, self.role, gap=10))
        below = row(
            self.day, self.begins, self.ends, self.least, self.best, gap=10, stretch=(2, 4, 4, 2, 2)
        )  # fmt: skip
        below.addWidget(self.cross, 0, Qt.AlignmentFlag.AlignBottom)
        rows.addLayout(below)
        for field in self.fields:
            field.setFocusProxy(None)  # type: ignore[arg-type] # Qt takes none; its stub does not
            field.input.setAccessibleName(
                self.tr("Shift {n}: {field}").format(n=number, field=field.words.text())
            )
            field.left.connect(self.left)

    def show_shift(self, one: TemplateShiftEntry) -> None:
        """Show a shift as it is kept."""
        self.title.set_value(one.title)
        self.role.set_value(one.role_id)
        self.day.set_value(one.day + 1)
        self.begins.set_value(_clock(one.from_minute))
        self.ends.set_value(_clock(one.to_minute))
        self.least.set_value(one.least)
        self.best.set_value(one.best)

    @property
    def blank(self) -> bool:
        """Whether nothing was typed that tells what it is."""
        return not self.title.value() and all(
            field.value() is None for field in (self.role, self.begins, self.ends)
        )

    def shift(self) -> TemplateShiftEntry | None:
        """Return what was typed, or None while role or times are missing or a number is wrong."""
        role, begins, ends = self.role.value(), self.begins.value(), self.ends.value()
        day, least, best = self.day.value() or 1, self.least.value() or 0, self.best.value()
        if role is None or begins is None or ends is None or min(day, least, best or 1) < 0:
            return None
        start, end = _minute(begins), _minute(ends)
        return TemplateShiftEntry(
            title=self.title.value() or self.role.input.currentText(),
            role_id=role,
            from_minute=start,
            to_minute=end if end > start else end + _DAY,
            least=least,
            best=best or max(least, 1),
            day=day - 1,
        )


class _Lines(QWidget):
    """Has the focus while one of its fields has it."""

    @override
    def hasFocus(self) -> bool:
        here = QApplication.focusWidget()
        return here is not None and self.isAncestorOf(here)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to the first of them."""
        self.focusNextChild()


class ShiftsField(Field):
    """The shifts of a template; value() is a tuple of those that are typed in full."""

    def __init__(self, words: str) -> None:
        """Begin with one empty line."""
        lines = _Lines()
        # Tab passes it by, but Qt would not put anything behind what takes no focus at all.
        lines.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        super().__init__(words, lines)
        self._rows = QVBoxLayout(lines)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(px(6))
        self.another = Button(self.tr("Another shift"), "ghost", icon="plus", small=True)
        self.another.clicked.connect(self._add_clicked)
        self._rows.addWidget(self.another, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(None)  # type: ignore[arg-type] # as in a line: the chain must not turn back
        self._roles: dict[UUID, str] = {}
        self.lines: list[ShiftLine] = []
        self.forget()

    def show_roles(self, roles: Mapping[UUID, str]) -> None:
        """Know the roles that can be chosen."""
        self._roles = dict(roles)
        for line in self.lines:
            line.role.set_choices(self._roles.items())

    def forget(self) -> None:
        """Go back to one empty line, whatever was typed."""
        self._show_shifts(())

    def _show_shifts(self, shifts: Sequence[TemplateShiftEntry]) -> None:
        for line in tuple(self.lines):
            self._drop(line)
        for one in shifts:
            self._add().show_shift(one)
        if not shifts:
            self._add()

    def _add(self) -> ShiftLine:
        line = ShiftLine(self._roles, len(self.lines) + 1)
        line.left.connect(self._line_left)
        line.removed.connect(partial(self._remove, line))
        enter_moves_on(line.fields, self.another.setFocus)
        self._rows.insertWidget(len(self.lines), line)
        self.lines.append(line)
        self._chain()
        return line

    def _chain(self) -> None:
        """Let Tab go through the lines in the order of reading."""
        stops = [
            stop for line in self.lines for stop in (*(field.input for field in line.fields), line.cross)
        ]
        for before, after in pairwise((self.input, *stops, self.another)):
            QWidget.setTabOrder(before, after)

    def _add_clicked(self) -> None:
        self._add().title.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, line: ShiftLine) -> None:
        self.another.setFocus(Qt.FocusReason.OtherFocusReason)
        self._drop(line)
        self._line_left()

    def _drop(self, line: ShiftLine) -> None:
        self.lines.remove(line)
        line.hide()
        line.deleteLater()

    def _line_left(self) -> None:
        """Save the lines, unless one is half typed: what was kept of it must not go for a moment."""
        if self._partly:
            self.set_warning(self.tr("They are kept once each has a role, from and to."))
        else:
            self.set_warning("")
            self.left.emit()

    @property
    def _partly(self) -> list[ShiftLine]:
        return [line for line in self.lines if not line.blank and line.shift() is None]

    @override
    def value(self) -> tuple[TemplateShiftEntry, ...]:
        return tuple(one for line in self.lines if (one := line.shift()) is not None)

    @override
    def set_value(self, value: Iterable[TemplateShiftEntry] | None) -> None:
        shifts = tuple(value or ())
        # What is kept comes back in the order of the day; what is typed stays where it was typed.
        if sorted(shifts, key=_order) != sorted(self.value(), key=_order):
            self._show_shifts(shifts)

    @override
    def check(self) -> bool:
        if self._partly:
            self.set_error(self.tr("Each shift needs a role, from and to."))
            return False
        return True


def _order(one: TemplateShiftEntry) -> tuple[object, ...]:
    return one.day, one.from_minute, one.to_minute, one.title, str(one.role_id), one.least, one.best


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _clock(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)
