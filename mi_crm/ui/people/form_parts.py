"""Parts of the form: several addresses, phones and e-mails, and the members of a household."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.people.details import AddressDetails, ConstituentKind, EmailDetails, PhoneDetails, PlaceKind
from mi_crm.people.queries import PersonHit
from mi_crm.people.search import search_people
from mi_crm.shared.contact import clean_email, clean_phone, clean_state, clean_zip
from mi_crm.shared.problems import Problem
from mi_crm.ui.people.facts import PLACE_WORDS
from mi_crm.ui.shared.buttons import Button, IconButton
from mi_crm.ui.shared.cards import clear
from mi_crm.ui.shared.chips import FilterChip
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import CheckField, ChoiceField, Field, NoteField, TextField, row
from mi_crm.ui.shared.flow import Flow
from mi_crm.ui.shared.pick import PickList, PickRow
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.tasks import Answer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

T = TypeVar("T")


class RuledField(TextField):
    """One line that a rule brings into form when it is left."""

    def __init__(self, words: str, rule: Callable[[str], str], *, limit: int = 200) -> None:
        """Make an empty field; the rule raises the Problem to be shown."""
        super().__init__(words, limit=limit)
        self._rule = rule

    @override
    def check(self) -> bool:
        try:
            if self.value():
                self.input.setText(self._rule(self.value()))
        except Problem as problem:
            self.set_error(str(problem))
            return False
        return True


class Entry(QWidget, Generic[T]):
    """One of several: fields, and a button that takes it out."""

    edited = Signal()
    left = Signal()
    removed = Signal(object)

    def __init__(self, name: str) -> None:
        """Make an entry called so, such as “address”."""
        super().__init__()
        self.cross = IconButton("x", name, size=16, side=28)
        self.cross.clicked.connect(self._remove)

    def follow(self, *fields: Field) -> None:
        """Tell when one of these changes."""
        for field in fields:
            field.edited.connect(self.edited)
            field.left.connect(self.left)

    def _remove(self) -> None:
        self.removed.emit(self)

    def value(self) -> T | None:
        """Return what was typed, or None where nothing was."""
        raise NotImplementedError

    def set_value(self, value: T) -> None:
        """Show a value."""
        raise NotImplementedError

    def check(self) -> bool:
        """Say what is wrong, if anything."""
        raise NotImplementedError

    def focus_here(self) -> None:
        """Begin to type."""
        raise NotImplementedError


def _at_input(button: QWidget) -> QVBoxLayout:
    """Return a button at the height of the inputs beside it, below their labels."""
    rows = QVBoxLayout()
    rows.setContentsMargins(0, px(25), 0, 0)
    rows.addWidget(button)
    rows.addStretch(1)
    return rows


def _kinds(*kinds: PlaceKind) -> list[tuple[PlaceKind, str]]:
    return [(kind, PLACE_WORDS[kind]) for kind in kinds]


class AddressEntry(Entry[AddressDetails]):
    """A place where mail arrives."""

    def __init__(self) -> None:
        """Make an empty address."""
        super().__init__("")
        self.cross.set_name(self.tr("Remove this address"))
        self.kind = ChoiceField(self.tr("Address"), _kinds(PlaceKind.HOME, PlaceKind.WORK, PlaceKind.OTHER))
        self.street = NoteField(self.tr("Street"), lines=2)
        self.city = TextField(self.tr("City"), limit=80)
        self.state = RuledField(self.tr("State"), clean_state, limit=60)
        self.zip = RuledField(self.tr("ZIP"), clean_zip, limit=20)
        self.country = TextField(self.tr("Country"), placeholder=self.tr("United States"), limit=60)
        self.returned = CheckField(self.tr("Mail came back from here"))
        self.follow(self.kind, self.country, self.street, self.city, self.state, self.zip, self.returned)
        top = row(self.kind, self.country, gap=12)
        top.addLayout(_at_input(self.cross))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(10))
        rows.addLayout(top)
        rows.addWidget(self.street)
        rows.addLayout(row(self.city, self.state, self.zip, stretch=(4, 2, 3), gap=12))
        rows.addWidget(self.returned)

    @override
    def value(self) -> AddressDetails | None:
        made = AddressDetails(
            street=self.street.value(),
            city=self.city.value(),
            state=self.state.value(),
            zip=self.zip.value(),
            country=self.country.value(),
            kind=self.kind.value(),
            returned=self.returned.value(),
        )
        return made or None

    @override
    def set_value(self, value: AddressDetails) -> None:
        self.kind.set_value(value.kind)
        self.street.set_value(value.street)
        self.city.set_value(value.city)
        self.state.set_value(value.state)
        self.zip.set_value(value.zip)
        self.country.set_value(value.country)
        self.returned.set_value(value.returned)

    @override
    def check(self) -> bool:
        abroad = bool(self.country.value())
        return abroad or all([self.state.check(), self.zip.check()])

    @override
    def focus_here(self) -> None:
        self.street.input.setFocus(Qt.FocusReason.OtherFocusReason)


class _ShortEntry(Entry[T]):
    """A kind and one line: a phone or an e-mail address."""

    def __init__(
        self, words: str, remove: str, kinds: Sequence[PlaceKind], rule: Callable[[str], str]
    ) -> None:
        super().__init__(remove)
        self.line = RuledField(words, rule, limit=254)
        self.kind = ChoiceField(words, _kinds(*kinds))
        self.kind.set_words(self.tr("Kind"))
        self.kind.input.setAccessibleName(f"{words}: {self.tr('Kind')}")
        self.follow(self.line, self.kind)
        across = row(self.line, self.kind, stretch=(5, 2), gap=12)
        across.setContentsMargins(0, 0, 0, 0)
        across.addLayout(_at_input(self.cross))
        self.setLayout(across)

    @override
    def check(self) -> bool:
        return self.line.check()

    @override
    def focus_here(self) -> None:
        self.line.input.setFocus(Qt.FocusReason.OtherFocusReason)


class PhoneEntry(_ShortEntry[PhoneDetails]):
    """A phone number."""

    def __init__(self) -> None:
        """Make an empty one."""
        kinds = (PlaceKind.HOME, PlaceKind.MOBILE, PlaceKind.WORK, PlaceKind.OTHER)
        super().__init__("Phone", "Remove this phone", kinds, clean_phone)

    @override
    def value(self) -> PhoneDetails | None:
        typed = self.line.value()
        return PhoneDetails(typed, self.kind.value()) if typed else None

    @override
    def set_value(self, value: PhoneDetails) -> None:
        self.line.set_value(value.number)
        self.kind.set_value(value.kind)


class EmailEntry(_ShortEntry[EmailDetails]):
    """An e-mail address."""

    def __init__(self) -> None:
        """Make an empty one."""
        kinds = (PlaceKind.HOME, PlaceKind.WORK, PlaceKind.OTHER)
        super().__init__("E-mail", "Remove this e-mail", kinds, clean_email)

    @override
    def value(self) -> EmailDetails | None:
        typed = self.line.value()
        return EmailDetails(typed, self.kind.value()) if typed else None

    @override
    def set_value(self, value: EmailDetails) -> None:
        self.line.set_value(value.address)
        self.kind.set_value(value.kind)


class Entries(QWidget, Generic[T]):
    """Several entries of one kind, and a button for one more."""

    edited = Signal()
    left = Signal()

    def __init__(self, make: Callable[[], Entry[T]], add: str) -> None:
        """Begin with one empty entry."""
        super().__init__()
        self._make = make
        self.entries: list[Entry[T]] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(px(12))
        self.add_button = Button(add, "ghost", icon="plus", small=True)
        self.add_button.clicked.connect(self._add_empty)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(8))
        rows.addLayout(self._rows)
        rows.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.set_values(())

    def values(self) -> tuple[T, ...]:
        """Return what was typed."""
        return tuple(value for entry in self.entries if (value := entry.value()) is not None)

    def set_values(self, values: Sequence[T]) -> None:
        """Show these, or one empty entry."""
        clear(self._rows)
        self.entries = []
        for value in values:
            self._add().set_value(value)
        if not values:
            self._add()

    def check(self) -> bool:
        """Say what is wrong in each entry; return whether all are right."""
        checks = [entry.check() for entry in self.entries]
        return all(checks)

    def _add(self) -> Entry[T]:
        entry = self._make()
        entry.edited.connect(self.edited)
        entry.left.connect(self.left)
        entry.removed.connect(self._remove)
        self.entries.append(entry)
        self._rows.addWidget(entry)
        return entry

    def _add_empty(self) -> None:
        entry = self._add()
        entry.show()
        entry.focus_here()
        self.edited.emit()

    def _remove(self, entry: Entry[T]) -> None:
        self.entries.remove(entry)
        self._rows.removeWidget(entry)
        entry.hide()
        entry.deleteLater()
        if not self.entries:
            self._add().show()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()


class MembersField(QWidget):
    """The members of a household: a line to find them, and their names on chips below."""

    edited = Signal()

    def __init__(self, desk: Desk) -> None:
        """Begin with nobody."""
        super().__init__()
        self.desk = desk
        self._members: dict[UUID, str] = {}
        self.line = TextField(
            self.tr("Members"),
            placeholder=self.tr("Type a name"),
            help=self.tr("The first one is named first in letters."),
        )
        self._flow = Flow(gap=6, line_gap=6)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(8))
        rows.addWidget(self.line)
        rows.addLayout(self._flow)
        self.pick = PickList(self.line, self._fetch, _offer)
        self.pick.picked.connect(self._take)

    def _fetch(self, typed: str) -> Answer[Any]:
        return self.desk.ask(_persons, typed)

    def _take(self, hit: PersonHit) -> None:
        self.line.clear()
        if hit.id not in self._members:
            self._members[hit.id] = hit.name
            self._show_members()
            self.edited.emit()

    def value(self) -> list[UUID]:
        """Return who was chosen, in order."""
        return list(self._members)

    def set_value(self, value: dict[UUID, str] | None) -> None:
        """Show these members."""
        self._members = dict(value or {})
        self.line.clear()
        self._show_members()

    def _show_members(self) -> None:
        clear(self._flow)
        for key, name in self._members.items():
            chip = FilterChip(name)
            chip.setProperty("member", key.hex)
            chip.setToolTip(self.tr("Take out of the household"))
            chip.removed.connect(self._remove)
            self._flow.addWidget(chip)

    def _remove(self) -> None:
        chip = self.sender()
        if isinstance(chip, FilterChip):
            self._members.pop(UUID(hex=str(chip.property("member"))), None)
            self._show_members()
            self.line.input.setFocus(Qt.FocusReason.OtherFocusReason)
            self.edited.emit()


def _persons(session: "Session", typed: str) -> list[PersonHit]:
    return [hit for hit in search_people(session, typed, limit=30) if hit.kind == ConstituentKind.PERSON][:8]


def _offer(hit: PersonHit) -> PickRow:
    return PickRow(hit, hit.name, hit.line2)
