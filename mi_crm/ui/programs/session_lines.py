"""The sessions of a training being typed: a line for each day, with its times."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.programs.entries import SessionEntry
from mi_crm.ui.shared.buttons import Button, IconButton
from mi_crm.ui.shared.cards import clear
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import Field, TextField, row
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import look, px
from mi_crm.ui.shared.values import DateField, TimeField

_WIDE = 800
"""Logical px from which a session stands on one line."""


class SessionLine(QWidget):
    """One session: the day, from when to when, and what it is called."""

    dropped = Signal(object)
    entered = Signal(object)

    def __init__(self, desk: Desk, number: int, zone: str, kept: SessionEntry | None) -> None:
        """Show a session, or an empty line."""
        super().__init__()
        self._zone, self._kept = zone, kept
        self.day = DateField(self.tr("Day {number}").format(number=number), desk, future=True)
        self.begins = TimeField(self.tr("From"))
        self.ends = TimeField(self.tr("To"), after=self.begins)
        self.title = TextField(self.tr("Title (may stay empty)"), limit=120)
        self.link = TextField(self.tr("Link to join (online)"), limit=500)
        self.drop = IconButton("trash-2", self.tr("Take out day {number}").format(number=number), size=16)
        self.drop.clicked.connect(self._drop)
        self._first = row(self.day, self.begins, self.ends, gap=10, stretch=(3, 2, 2))
        self._second = row(self.title, self.link, gap=10)
        self._second.addWidget(self.drop, 0, Qt.AlignmentFlag.AlignBottom)
        self._line = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(px(10))
        self._line.addLayout(self._first, 7)
        self._line.addLayout(self._second, 8)
        for field in self.fields:
            field.entered.connect(self._enter)
        if kept is not None:
            self.day.set_value(kept.day)
            self.begins.set_value(kept.begins)
            self.ends.set_value(kept.ends)
            self.title.set_value(kept.title)
            self.link.set_value(kept.link)

    @property
    def fields(self) -> list[Field]:
        """The fields in their order."""
        return [self.day, self.begins, self.ends, self.title, self.link]

    @override
    def minimumSizeHint(self) -> QSize:
        """Need no more room than the two halves below each other."""
        halves = (self._first.minimumSize(), self._second.minimumSize())
        return QSize(max(half.width() for half in halves), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() / look.scale >= _WIDE
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._line.setDirection(across if wide else down)

    def _drop(self) -> None:
        self.dropped.emit(self)

    def _enter(self) -> None:
        self.entered.emit(self)

    def entry(self) -> SessionEntry | None:
        """Return the session, or None after saying what is missing."""
        right = [field.check() for field in self.fields]
        for field, words in (
            (self.day, self.tr("Type the day.")),
            (self.begins, self.tr("Type when it begins.")),
            (self.ends, self.tr("Type when it ends.")),
        ):
            if field.value() is None and not field.wrong:
                field.set_error(words)
        day, begins, ends = self.day.value(), self.begins.value(), self.ends.value()
        if not all(right) or day is None or begins is None or ends is None:
            return None
        kept = self._kept or SessionEntry(day=day, begins=begins, ends=ends, zone=self._zone)
        return replace(
            kept,
            day=day,
            begins=begins,
            ends=ends,
            title=self.title.value(),
            link=self.link.value(),
        )

    def first_wrong(self) -> Field | None:
        """Return the first field that is not right."""
        return next((field for field in self.fields if field.wrong), None)


class SessionLines(QWidget):
    """All sessions; Enter goes from field to field, and after the last to what comes below."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        """Hold no line yet."""
        super().__init__()
        self.desk, self._zone = desk, "America/Los_Angeles"
        self.lines: list[SessionLine] = []
        self.add = Button(self.tr("Add a day"), "ghost", icon="plus", small=True)
        self.add.clicked.connect(self.add_line)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(px(10))
        self._words = label("", "help")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(8))
        top = QHBoxLayout()
        top.addWidget(label(self.tr("Sessions"), "heading"))
        top.addWidget(self._words, 1)
        top.addWidget(self.add)
        rows.addLayout(top)
        rows.addLayout(self._rows)

    def begin(self, sessions: Sequence[SessionEntry], zone: str) -> None:
        """Show these sessions, or one empty line."""
        self._zone = sessions[0].zone if sessions else zone
        words = self.tr("By the clock on the wall of {zone}")
        self._words.setText(words.format(zone=self._zone.rpartition("/")[2].replace("_", " ")))
        clear(self._rows)
        self.lines = []
        for one in sessions or (None,):
            self._append(one)

    def add_line(self) -> None:
        """Add a day after the last, at the same time."""
        last = self.lines[-1] if self.lines else None
        line = self._append(None)
        if last is not None and (day := last.day.value()) is not None:
            line.day.set_value(day + timedelta(days=1))
            line.begins.set_value(last.begins.value())
            line.ends.set_value(last.ends.value())
        line.day.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _append(self, one: SessionEntry | None) -> SessionLine:
        line = SessionLine(self.desk, len(self.lines) + 1, self._zone, one)
        line.dropped.connect(self._drop)
        line.entered.connect(self._next)
        self.lines.append(line)
        self._rows.addWidget(line)
        return line

    def _drop(self, line: SessionLine) -> None:
        self.lines.remove(line)
        line.hide()
        line.deleteLater()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next(self, line: SessionLine) -> None:
        fields = [field for one in self.lines for field in one.fields]
        here = next((place for place, field in enumerate(fields) if field.input.hasFocus()), len(fields))
        if here + 1 < len(fields):
            fields[here + 1].input.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.left.emit()

    def entries(self) -> tuple[SessionEntry, ...] | None:
        """Return the sessions, or None after saying what is missing; one empty line is no session."""
        if len(self.lines) == 1 and not any(field.value() for field in self.lines[0].fields):
            return ()
        found = [line.entry() for line in self.lines]
        return None if None in found else tuple(one for one in found if one is not None)

    def first_wrong(self) -> Field | None:
        """Return the first field that is not right."""
        return next((wrong for line in self.lines if (wrong := line.first_wrong())), None)
