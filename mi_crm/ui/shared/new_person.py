"""Somebody new, added without leaving the form in hand, with a look at who may be there already."""

from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mi_crm.people.actions import add_constituent
from mi_crm.people.details import AddressDetails, ConstituentDetails, ConstituentKind, EmailDetails
from mi_crm.people.doubles import Double, likely_doubles
from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import clear
from mi_crm.ui.shared.chips import Segments
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import Field, TextField, enter_moves_on, row
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import px

_PAUSE = 250


class NewPerson(QFrame):
    """A small form for somebody new. `added` and `chosen` bring an id: somebody new, or somebody known."""

    added = Signal(object)
    chosen = Signal(object)
    closed = Signal()
    waits = Signal()
    """Somebody is being added; the answer is awaited."""
    refused = Signal()

    def __init__(
        self, desk: Desk, title: str = "", *, only_persons: bool = False, parent: QWidget | None = None
    ) -> None:
        """Hidden until `begin`; `title` says who is added, a donor unless told otherwise."""
        super().__init__(parent)
        self.desk = desk
        self.setProperty("card", "sunk")
        self.kind = Segments([("person", self.tr("Person")), ("organization", self.tr("Organization"))])
        self.kind.chosen.connect(self._show_kind)
        if only_persons:
            self.kind.hide()
        self.first, self.last = TextField(self.tr("First name")), TextField(self.tr("Last name"))
        self.name = TextField(self.tr("Name of the organization"))
        self.street, self.city = TextField(self.tr("Street")), TextField(self.tr("City"))
        self.state = TextField(self.tr("State"), limit=40)
        self.zip = TextField(self.tr("ZIP"), limit=20)
        self.email = TextField(self.tr("E-mail"))
        self._form: list[Field] = [
            self.first, self.last, self.name, self.street, self.city, self.state, self.zip, self.email,
        ]  # fmt: skip
        for field in self._form:
            field.edited.connect(self._edited)
        enter_moves_on(self._form, self.add)
        self._doubles = QVBoxLayout()
        self._doubles.setSpacing(px(6))
        self._add = Button(self.tr("Add and go on"), "primary", key="Enter")
        self._add.clicked.connect(self.add)
        close = Button(self.tr("Not new"), "quiet", key="Esc")
        close.clicked.connect(self.close_form)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(16), px(12), px(16), px(14))
        rows.setSpacing(px(10))
        top = QHBoxLayout()
        top.addWidget(label(title or self.tr("New donor"), "heading"), 1)
        top.addWidget(self.kind)
        rows.addLayout(top)
        rows.addLayout(row(self.first, self.last))
        rows.addWidget(self.name)
        rows.addLayout(self._doubles)
        rows.addWidget(self.street)
        rows.addLayout(row(self.city, self.state, self.zip, stretch=(3, 1, 2)))
        rows.addWidget(self.email)
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addWidget(self._add)
        line.addStretch(1)
        line.addWidget(close)
        rows.addLayout(line)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self._look)
        self._asked = 0
        self.hide()

    def begin(self, typed: str) -> None:
        """Start with what was typed into the field of names."""
        for field in self._form:
            field.clear()
        first, _, last = typed.strip().rpartition(" ")
        self.first.set_value(first)
        self.last.set_value(last)
        self.name.set_value(typed.strip())
        self.kind.choose("person")
        self._show_kind()
        self.show()
        self.first.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self._look()

    def close_form(self) -> None:
        """Give up: they are not new after all."""
        self._soon.stop()
        self.hide()
        self.closed.emit()

    def _show_kind(self) -> None:
        person = self.kind.key() == "person"
        for field, shown in ((self.first, person), (self.last, person), (self.name, not person)):
            field.setVisible(shown)
        if self.isVisible():
            (self.first if person else self.name).input.setFocus(Qt.FocusReason.OtherFocusReason)
            self._look()

    def _details(self) -> ConstituentDetails:
        place = AddressDetails(
            street=self.street.value(), city=self.city.value(), state=self.state.value(), zip=self.zip.value()
        )
        emails = (EmailDetails(address=self.email.value()),) if self.email.value() else ()
        addresses = (place,) if any((place.street, place.city, place.state, place.zip)) else ()
        if self.kind.key() == "person":
            return ConstituentDetails(
                first_name=self.first.value(), last_name=self.last.value(), addresses=addresses, emails=emails
            )
        return ConstituentDetails(
            kind=ConstituentKind.ORGANIZATION, name=self.name.value(), addresses=addresses, emails=emails
        )

    def _edited(self) -> None:
        self._soon.start()

    def _look(self) -> None:
        self.desk.ask(likely_doubles, self._details(), limit=3).then(self._show_doubles)

    def _show_doubles(self, doubles: list[Double]) -> None:
        clear(self._doubles)
        if not doubles or not self.isVisible():
            return
        self._doubles.addWidget(label(self.tr("Already in the list?"), "label", tone="warn"))
        for double in doubles:
            self._doubles.addLayout(self._double_line(double))

    def _double_line(self, double: Double) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(px(8))
        facts = " · ".join(part for part in (double.hit.line2, double.reason) if part)
        words = label(f"{double.hit.name} · {facts}" if facts else double.hit.name, "help", wrap=True)
        use = _Use(double.hit.id, self.tr("Use this one"))
        use.setAccessibleName(self.tr("Use {name}").format(name=double.hit.name))
        use.used.connect(self.chosen)
        line.addWidget(words, 1)
        line.addWidget(use)
        return line

    def add(self) -> None:
        """Add the person, or say what is missing."""
        what = self._details()
        named = self.last if self.kind.key() == "person" else self.name
        if not (what.name or what.first_name or what.last_name):
            named.set_error(self.tr("Type a name."))
            named.input.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._add.set_enabled(False)
        self.waits.emit()
        answer = self.desk.do(add_constituent, what, now=self.desk.now(), who=self.desk.who)
        answer.succeeded.connect(self._added)
        answer.failed.connect(self._refused)

    def _added(self, person_id: UUID) -> None:
        self._add.set_enabled(True)
        self._soon.stop()
        self.hide()
        self.added.emit(person_id)

    def _refused(self, error: BaseException) -> None:
        self._add.set_enabled(True)
        self.refused.emit()
        if not isinstance(error, Problem):
            self.desk.tasks.unhandled.emit(error)
            return
        named = self.last if self.kind.key() == "person" else self.name
        wrong = self.email if "e-mail" in str(error).lower() else self.zip if "ZIP" in str(error) else named
        wrong.set_error(str(error))
        wrong.input.setFocus(Qt.FocusReason.OtherFocusReason)


class _Use(Button):
    """Takes somebody who is in the list already."""

    used = Signal(object)

    def __init__(self, person_id: UUID, words: str) -> None:
        super().__init__(words, "secondary", small=True)
        self._id = person_id
        self.clicked.connect(self._use)

    def _use(self) -> None:
        self.used.emit(self._id)
