"""The form of a training: what it is, where, how many seats, and its sessions."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from mi_crm.programs.entries import TrainingEntry
from mi_crm.programs.queries.programs import ProgramRow, SiteRow
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import clean_line
from mi_crm.ui.programs.session_lines import SessionLines
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Notice
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import CheckField, ChoiceField, Field, NoteField, TextField, enter_moves_on, row
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import px

_NO_LIMIT = 32_767


class SeatsField(TextField):
    """How many seats there are; count() is a number, or None for no limit."""

    def count(self) -> int | None:
        """Return what was typed."""
        text = self.value().replace(",", "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None

    @override
    def check(self) -> bool:
        if self.value() and not self.count():
            self.set_error(self.tr("Type the seats in digits, such as 24, or leave it empty for no limit."))
            return False
        return True


class HoursField(TextField):
    """Hours of credit; minutes() is a whole number of minutes, 0 when empty."""

    def minutes(self) -> int | None:
        """Return what was typed, or None when it is no number of hours."""
        text = self.value() or "0"
        whole, _, part = text.partition(".")
        if not (whole.isascii() and whole.isdecimal() and len(whole) < 4):
            return None
        if part and not (part.isascii() and part.isdecimal() and len(part) < 3):
            return None
        return round(int(whole) * 60 + (int(part) / 10 ** len(part) * 60 if part else 0))

    def set_minutes(self, minutes: int) -> None:
        """Show minutes as hours."""
        self.set_value(f"{minutes / 60:g}" if minutes else "")

    @override
    def check(self) -> bool:
        if self.minutes() is None:
            self.set_error(self.tr("Type the hours such as 6.5, or leave it empty."))
            return False
        return True


class TrainingForm(Card):
    """The form. `saved` brings a TrainingEntry."""

    saved = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        """Make an empty form."""
        super().__init__()
        self.desk = desk
        self._title = label("", "pane")
        self.program = ChoiceField(self.tr("Program"), placeholder=self.tr("Choose"))
        self.title = TextField(
            self.tr("Title"), placeholder="MBT Basic: Clinicians Serving Veterans", limit=_NO_LIMIT
        )
        self.term = TextField(self.tr("Term"), help=self.tr("Empty: from its first day"), limit=60)
        self.site = ChoiceField(self.tr("Place"))
        self.room = TextField(self.tr("Room"), limit=100)
        self.seats = SeatsField(self.tr("Seats"), help=self.tr("Empty: no limit"), limit=20)
        self.credit = HoursField(self.tr("Hours of credit"), limit=20)
        self.free = CheckField(self.tr("Free to attend"))
        self.told = TextField(
            self.tr("What donors may be told"),
            help=self.tr(
                "A whole sentence without names. It stands on the annual summary of who gave to it, once the"
                " training is finished."
            ),
            limit=_NO_LIMIT,
        )
        self.notes = NoteField(self.tr("Notes for the office"), lines=2)
        self.sessions = SessionLines(desk)
        self.notice = Notice("wrong")
        self.notice.hide()
        self.save = Button("", "primary", key="Ctrl+Enter")
        self.save.clicked.connect(self.finish)
        leave = Button(self.tr("Leave it"), "quiet", key="Esc")
        leave.clicked.connect(self.left)
        self._form: list[Field] = [
            self.program, self.title, self.term, self.site, self.room, self.seats, self.credit, self.free,
        ]  # fmt: skip
        enter_moves_on(self._form, self._into_sessions)
        self.sessions.left.connect(self._into_told)
        enter_moves_on([self.told], self.finish)
        self._shown: object = None
        self._before: TrainingEntry | None = None
        line = QHBoxLayout()
        line.addWidget(self.save)
        line.addStretch(1)
        line.addWidget(leave)
        self.body.setSpacing(px(14))
        self.body.addWidget(self._title)
        self.body.addWidget(self.notice)
        self.body.addLayout(row(self.program, self.title, self.term, stretch=(4, 6, 3)))
        self.body.addLayout(row(self.site, self.room, self.seats, self.credit, stretch=(5, 4, 2, 2)))
        self.body.addWidget(self.free)
        self.body.addWidget(self.sessions)
        self.body.addWidget(self.told)
        self.body.addWidget(self.notes)
        self.body.addLayout(line)
        self.body.addStretch(1)

    def begin(
        self,
        entry: TrainingEntry | None,
        programs: Sequence[ProgramRow],
        sites: Sequence[SiteRow],
        zone: str,
        *,
        on_told: bool = False,
    ) -> None:
        """Show a training, or an empty form; with `on_told`, begin at what donors may be told."""
        self._before = entry
        self.notice.hide()
        for field in (*self._form, self.told, self.notes):
            field.clear()
        self._title.setText(self.tr("Edit training") if entry else self.tr("Plan a training"))
        self.save.setText(self.tr("Save training") if entry else self.tr("Plan training"))
        kept = {entry.program_id, entry.site_id} if entry else set()
        self.program.set_choices(
            (one.id, one.entry.name) for one in programs if one.closed_on is None or one.id in kept
        )
        nowhere: tuple[UUID | None, str] = (None, self.tr("Not known yet"))
        places = [(one.id, one.entry.name) for one in sites if one.closed_on is None or one.id in kept]
        self.site.set_choices([nowhere, *places])
        if entry is None:
            self.free.set_value(True)
        else:
            self.program.set_value(entry.program_id)
            self.title.set_value(entry.title)
            self.term.set_value(entry.term)
            self.site.set_value(entry.site_id)
            self.room.set_value(entry.room)
            self.seats.set_value(str(entry.seats) if entry.seats is not None else "")
            self.credit.set_minutes(entry.credit_minutes)
            self.free.set_value(entry.free)
            self.told.set_value(entry.told_donors)
            self.notes.set_value(entry.notes)
        self.sessions.begin(entry.sessions if entry else (), zone)
        first: Field = self.told if on_told else self.title if entry else self.program
        first.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self._shown = self._typed()

    @property
    def changed(self) -> bool:
        """Whether something was typed that leaving would lose."""
        return self._shown is not None and self._typed() != self._shown

    def forget(self) -> None:
        """Let what was typed go: it is saved, or given up."""
        self._shown = None

    def _typed(self) -> list[object]:
        fields = [*self._form, self.told, self.notes]
        lines = [field for line in self.sessions.lines for field in line.fields]
        return [field.value() for field in (*fields, *lines)]

    def _into_sessions(self) -> None:
        if self.sessions.lines:
            self.sessions.lines[0].day.input.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._into_told()

    def _into_told(self) -> None:
        self.told.input.setFocus(Qt.FocusReason.TabFocusReason)

    def finish(self) -> None:
        """Hand over what was typed, or say what is missing."""
        wrong_ones = [field for field in self._form if not field.check()]
        if self.program.value() is None:
            self.program.set_error(self.tr("Choose the program. Settings has the list of them."))
        if not self.title.value():
            self.title.set_error(self.tr("Type the title of the training."))
        sessions = self.sessions.entries()
        wrong = next((field for field in self._form if field.wrong), None) or self.sessions.first_wrong()
        credit = self.credit.minutes()
        if wrong is not None or wrong_ones or sessions is None or credit is None:
            if wrong is not None:
                wrong.input.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        try:
            told = clean_line(self.told.value(), what=self.tr("What donors may be told"), limit=500)
        except Problem as problem:
            self.told.set_error(str(problem))
            self.told.input.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.saved.emit(
            TrainingEntry(
                program_id=self.program.value(),
                title=self.title.value(),
                term=self.term.value(),
                site_id=self.site.value(),
                room=self.room.value(),
                seats=self.seats.count(),
                free=self.free.value(),
                credit_minutes=credit,
                told_donors=told,
                notes=self.notes.value(),
                sessions=sessions,
            )
        )

    def refuse(self, sentence: str) -> None:
        """Say why it was not saved."""
        self.notice.say("wrong", sentence)
        self.notice.show()
