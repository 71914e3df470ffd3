"""Add a practitioner to a training, or change what is kept of one, from the keys alone."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from mi_crm.people.queries import PersonDetails, PersonHit, person_details
from mi_crm.people.search import search_people
from mi_crm.programs.actions.enroll import (
    Enrolled,
    cancel_enrollment,
    enroll,
    entry_before,
    save_enrollment,
)
from mi_crm.programs.details import WorksIn
from mi_crm.programs.entries import PractitionerEntry
from mi_crm.programs.queries.practitioners import PractitionerRow
from mi_crm.programs.rules import read_patients
from mi_crm.shared.problems import Problem
from mi_crm.ui.programs.words import WORKS_IN, say, void_words
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Notice
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ChoiceField, Field, NoteField, TextField, enter_moves_on, row
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.new_person import NewPerson
from mi_crm.ui.shared.pick import PickList, PickRow
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.tasks import Answer


class PersonField(Field):
    """Who it is; value() is the person's id, or None while nobody is chosen."""

    input: QLineEdit
    picked = Signal()
    asked_new = Signal(str)

    def __init__(self, desk: Desk, words: str) -> None:
        """Nobody is chosen yet."""
        self.desk = desk
        line = QLineEdit()
        line.setMaxLength(200)
        line.setPlaceholderText(self.tr("Name, number, e-mail or end of the phone number"))
        super().__init__(words, line)
        self.person: UUID | None = None
        self.picks = PickList(line, self._search, self._show_hit, new=self._new_words, new_key="Alt+N")
        self.picks.picked.connect(self._pick)
        self.picks.asked_new.connect(self.asked_new)
        line.textEdited.connect(self._typed)

    def _search(self, typed: str) -> Answer[Any]:
        return self.desk.ask(search_people, typed, limit=6)

    def _show_hit(self, hit: PersonHit) -> PickRow:
        return PickRow(hit, hit.name, hit.line2, kind=hit.kind.value)

    def _new_words(self, typed: str) -> str:
        return self.tr("New person “{typed}”").format(typed=typed)

    def _typed(self) -> None:
        self.person = None
        self._edit()

    def _pick(self, hit: PersonHit) -> None:
        self.show_person(hit.id, hit.name)
        self.picked.emit()

    def show_person(self, person_id: UUID | None, name: str) -> None:
        """Show somebody as chosen, or nobody."""
        self.person = person_id
        self.input.setText(name)
        self.input.setCursorPosition(0)
        self.set_error("")
        self._changed = False

    @override
    def value(self) -> UUID | None:
        return self.person

    @override
    def set_value(self, value: None) -> None:
        self.show_person(None, "")

    @override
    def check(self) -> bool:
        if self.person is None and self.input.text().strip() and not self.picks.isVisible():
            self.set_error(self.tr("Choose the person from the list, or press Alt+N for somebody new."))
            return False
        return True


class PatientsField(TextField):
    """How many patients somebody reports."""

    def count(self) -> int | None:
        """Return what was typed; None when it is not known."""
        try:
            return read_patients(self.value())
        except Problem:
            return None

    @override
    def check(self) -> bool:
        try:
            read_patients(self.value())
        except Problem as problem:
            self.set_error(str(problem))
            return False
        return True


class PractitionerPage(Card):
    """The form; it enrolls, saves and cancels by itself, and emits `left` when it is done with."""

    person_opened = Signal(object)
    void_asked = Signal(object)
    """The certificate of a PractitionerRow is to be made void."""
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        """Make an empty form."""
        super().__init__()
        self.desk = desk
        self._row: PractitionerRow | None = None
        self._training: UUID | None = None
        self._title = label("", "pane")
        self.person = PersonField(desk, self.tr("Practitioner"))
        self.new_person = NewPerson(desk, self.tr("New practitioner"), only_persons=True)
        self.license_kind = TextField(self.tr("License"), placeholder="LCSW", limit=40)
        self.license_number = TextField(self.tr("License number"), limit=40)
        self.license_state = TextField(self.tr("State of the license"), placeholder="CA", limit=40)
        self.works_in = ChoiceField(
            self.tr("Works in"), [(kind, say(words)) for kind, (words, _) in WORKS_IN.items()]
        )
        self.workplace = TextField(self.tr("Workplace"), placeholder=self.tr("East Valley community clinic"))
        self.patients = PatientsField(
            self.tr("Patients"), help=self.tr("In their care, as they report it"), limit=20
        )
        self.note = NoteField(self.tr("Note"), lines=2)
        self.notice = Notice("wrong")
        self.notice.hide()
        self.save = Button("", "primary", key="Ctrl+Enter")
        self.save.clicked.connect(self.finish)
        self.give_up = Button(self.tr("Cancel enrollment"), "danger")
        self.give_up.clicked.connect(self._cancel_enrollment)
        self.open_person = Button(self.tr("Open person"))
        self.open_person.clicked.connect(self._open_person)
        self.certificates = label("", "second", wrap=True)
        self.void = Button(self.tr("Make certificate void"), "danger", icon="ban")
        self.void.clicked.connect(self._ask_void)
        leave = Button(self.tr("Done"), "quiet", key="Esc")
        leave.clicked.connect(self.left)
        self._form: list[Field] = [
            self.person, self.license_kind, self.license_number, self.license_state, self.works_in,
            self.workplace, self.patients,
        ]  # fmt: skip
        enter_moves_on(self._form, self.finish)
        self.person.picked.connect(self._picked)
        self.person.asked_new.connect(self.begin_new)
        self.new_person.added.connect(self._take)
        self.new_person.chosen.connect(self._take)
        self.new_person.closed.connect(self._back_to_person)
        self.body.setSpacing(px(14))
        self.body.addWidget(self._title)
        self.body.addWidget(self.notice)
        self.body.addWidget(self.person)
        self.body.addWidget(self.new_person)
        self.body.addLayout(row(self.license_kind, self.license_number, self.license_state))
        self.body.addLayout(row(self.works_in, self.workplace, self.patients, stretch=(3, 5, 3)))
        self.body.addWidget(self.note)
        self.body.addWidget(self.certificates)
        self.body.addWidget(flowing(self.save, self.open_person, self.give_up, self.void, leave))
        self.body.addStretch(1)

    def begin_add(self, training_id: UUID) -> None:
        """Ask for somebody to enroll in a training."""
        self._row, self._training = None, training_id
        self._title.setText(self.tr("Add a practitioner"))
        self.save.setText(self.tr("Enroll and next"))
        for part in (self.give_up, self.open_person, self.certificates, self.void):
            part.hide()
        self._empty()
        self.person.setEnabled(True)
        self.person.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_edit(self, found: PractitionerRow) -> None:
        """Show what is kept of a practitioner."""
        self._row = found
        self.show_certificates(found)
        self._title.setText(found.title)
        self.save.setText(self.tr("Save"))
        self.give_up.show()
        self.open_person.show()
        self._empty()
        self.person.show_person(found.constituent_id, found.name)
        self.person.setEnabled(False)
        self._show(found.entry)
        self.license_kind.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_certificates(self, found: PractitionerRow) -> None:
        """Show the certificates of the practitioner in hand, as they are now; nothing typed is lost."""
        if self._row is None or found.id != self._row.id:
            return
        self._row = replace(self._row, certificate=found.certificate, voided=found.voided)
        lines = [void_words(one) for one in found.voided]
        if found.certificate:
            lines.append(self.tr("Certificate {number} stands").format(number=found.certificate))
        self.certificates.setText("\n".join(lines))
        self.certificates.setVisible(bool(lines))
        self.void.setVisible(bool(found.certificate))

    def _ask_void(self) -> None:
        if self._row is not None:
            self.void_asked.emit(self._row)

    def _empty(self) -> None:
        self.notice.hide()
        self.new_person.hide()
        for field in (*self._form, self.note):
            field.clear()
        self.works_in.set_value(WorksIn.CLINIC)

    def _show(self, entry: PractitionerEntry) -> None:
        self.license_kind.set_value(entry.license_kind)
        self.license_number.set_value(entry.license_number)
        self.license_state.set_value(entry.license_state)
        self.works_in.set_value(entry.works_in)
        self.workplace.set_value(entry.workplace)
        self.patients.set_value("" if entry.patients is None else str(entry.patients))
        self.note.set_value(entry.note)

    def begin_new(self, typed: str = "") -> None:
        """Add somebody who is not in the list yet."""
        if self._row is None:
            self.new_person.begin(typed or self.person.input.text())

    def _take(self, person_id: UUID) -> None:
        # Known at once, so that no key is lost while the name comes.
        self.person.show_person(person_id, self.person.input.text())
        self.new_person.hide()
        self.license_kind.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.desk.ask(person_details, person_id).then(self._taken)

    def _taken(self, found: PersonDetails) -> None:
        if self.person.person == found.id:
            self.person.show_person(found.id, found.name)
            self.desk.ask(entry_before, found.id).then(self._offer)

    def _back_to_person(self) -> None:
        self.person.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _picked(self) -> None:
        if self.person.person is not None:
            self.desk.ask(entry_before, self.person.person).then(self._offer)
        self.license_kind.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, before: PractitionerEntry | None) -> None:
        """Show what was kept of them at the training before; nothing typed meanwhile is lost."""
        if before is not None and not self.license_kind.value() and not self.license_number.value():
            self._show(before)
            self.license_kind.input.selectAll()

    def _entry(self) -> PractitionerEntry | None:
        wrong = [field for field in self._form if not field.check()]
        if self.person.person is None and not wrong:
            self.person.set_error(self.tr("Choose who it is."))
            wrong = [self.person]
        if wrong:
            wrong[0].input.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return PractitionerEntry(
            license_kind=self.license_kind.value(),
            license_number=self.license_number.value(),
            license_state=self.license_state.value(),
            works_in=self.works_in.value(),
            workplace=self.workplace.value(),
            patients=self.patients.count(),
            note=self.note.value(),
        )

    def finish(self) -> None:
        """Enroll or save, or say what is missing."""
        if self.new_person.isVisible():
            self.new_person.add()
            return
        entry = self._entry()
        if entry is None:
            return
        if self._row is not None:
            saved = self.desk.do(save_enrollment, self._row.id, entry, version=self._row.version)
            saved.then(partial(self._saved, self._row.name)).otherwise(self._refused)
        elif self._training is not None and self.person.person is not None:
            done = self.desk.do(enroll, self._training, self.person.person, entry, now=self.desk.now())
            done.then(self._enrolled).otherwise(self._refused)

    def _enrolled(self, enrolled: Enrolled) -> None:
        words = (
            self.tr("{name} is on the waiting list: all seats are taken")
            if enrolled.waiting
            else self.tr("{name} is enrolled")
        )
        self.desk.done(words.format(name=enrolled.name))
        if self._training is not None:
            self.begin_add(self._training)

    def _saved(self, name: str, _done: object) -> None:
        self.desk.done(self.tr("{name} is saved").format(name=name))
        self.left.emit()

    def close_part(self) -> bool:
        """Close the new person that is being added; return whether there was one."""
        if self.new_person.isVisible():
            self.new_person.close_form()
            return True
        return False

    @property
    def typing(self) -> bool:
        """Whether somebody is being typed who is not enrolled yet."""
        return self._row is None and bool(self.person.input.text().strip())

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            self.notice.say("wrong", str(error))
            self.notice.show()
        else:
            self.desk.tasks.unhandled.emit(error)

    def _cancel_enrollment(self) -> None:
        if self._row is not None:
            done = self.desk.do(cancel_enrollment, self._row.id, version=self._row.version)
            done.then(partial(self._gave_up, self._row.name)).otherwise(self._refused)

    def _gave_up(self, name: str, seated: tuple[str, ...]) -> None:
        words = self.tr("{name} gave up the seat").format(name=name)
        if seated:
            words = self.tr("{name} gave up the seat; it went to {next}").format(
                name=name, next=", ".join(seated)
            )
        self.desk.done(words)
        self.left.emit()

    def _open_person(self) -> None:
        if self._row is not None:
            self.person_opened.emit(self._row.constituent_id)
