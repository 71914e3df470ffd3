"""The form for a person, an organization or a household: new ones, and those that change."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mi_crm.people.details import AcknowledgeBy, ConstituentDetails, ConstituentKind, ReceiptPolicy
from mi_crm.people.doubles import Double, likely_doubles
from mi_crm.people.rules.cleaning import clean
from mi_crm.people.rules.names import addressee_lines, greeting
from mi_crm.shared.problems import Problem
from mi_crm.ui.people.double_list import DoubleList
from mi_crm.ui.people.facts import ACKNOWLEDGE_WORDS, ORGANIZATION_WORDS, POLICY_WORDS
from mi_crm.ui.people.form_parts import AddressEntry, EmailEntry, Entries, MembersField, PhoneEntry
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Notice
from mi_crm.ui.shared.chips import Segments
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import CheckField, ChoiceField, Field, NoteField, TextField, enter_moves_on, row
from mi_crm.ui.shared.flow import flowing, see_through
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.values import DateField

PERSON, ORGANIZATION, HOUSEHOLD = ConstituentKind


class PersonForm(Card):
    """Asks for all that can be known. `saved` brings the details and the members; nothing is kept here."""

    saved = Signal(object, object)
    cancelled = Signal()
    asked_person = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Make an empty form for a person."""
        super().__init__(flush=True, parent=parent)
        self.desk = desk
        self.key: UUID | None = None
        self.version = 0
        self._kept: tuple[ConstituentDetails, list[UUID]] = (ConstituentDetails(), [])
        self._looking = False
        self._look_again = False
        self.heading_label = label("", "pane")
        self.kinds = Segments(
            [
                (PERSON, self.tr("Person")),
                (ORGANIZATION, self.tr("Organization")),
                (HOUSEHOLD, self.tr("Household")),
            ]
        )
        self.kinds.chosen.connect(self._kind_chosen)
        self.notice = Notice("wrong", closable=True)
        self.doubles = DoubleList()
        self.doubles.opened.connect(self.asked_person)
        self._make_fields()
        self.save_button = Button(self.tr("Save"), "primary", key="Ctrl+Enter")
        self.save_button.clicked.connect(self.finish)
        self.cancel_button = Button(self.tr("Cancel"), "quiet", key="Esc")
        self.cancel_button.clicked.connect(self.cancelled)
        self._lay_out()
        self._follow()
        self._soon = QTimer(self, singleShot=True, interval=250)
        self._soon.timeout.connect(self._look_for_doubles)
        self.begin()

    def _make_fields(self) -> None:
        self.prefix = TextField(self.tr("Title"), placeholder=self.tr("Dr."), limit=100)
        self.first_name = TextField(self.tr("First name"), limit=20_000)
        self.middle_name = TextField(self.tr("Middle name"), limit=20_000)
        self.last_name = TextField(self.tr("Last name"), limit=20_000)
        self.suffix = TextField(self.tr("Suffix"), placeholder=self.tr("Jr., LCSW"), limit=100)
        self.nickname = TextField(self.tr("Nickname"), limit=20_000)
        self.former_name = TextField(self.tr("Former name"), limit=20_000)
        self.job_title = TextField(self.tr("Job title"), limit=20_000)
        self.employer = TextField(self.tr("Employer"), limit=20_000)
        self.name = TextField(self.tr("Name"), limit=20_000)
        self.organization_kind = ChoiceField(
            self.tr("Kind of organization"), list(ORGANIZATION_WORDS.items())
        )
        self.contact_name = TextField(
            self.tr("Contact"), help=self.tr("To whose attention letters go."), limit=20_000
        )
        self.members = MembersField(self.desk)
        self.addresses = Entries(AddressEntry, self.tr("Another address"))
        self.phones = Entries(PhoneEntry, self.tr("Another phone"))
        self.emails = Entries(EmailEntry, self.tr("Another e-mail"))
        self.salutation = TextField(self.tr("Greeting"), limit=20_000)
        self.addressee = NoteField(self.tr("Addressee"), lines=2)
        self.policy = ChoiceField(self.tr("Receipts"), list(POLICY_WORDS.items()))
        self.acknowledge_by = ChoiceField(self.tr("Papers go by"), list(ACKNOWLEDGE_WORDS.items()))
        self.no_mail = CheckField(self.tr("No mail"))
        self.no_email = CheckField(self.tr("No e-mail"))
        self.no_call = CheckField(self.tr("No calls"))
        self.anonymous = CheckField(self.tr("Anonymous in public lists"))
        self.deceased = CheckField(self.tr("Deceased"))
        self.deceased_on = DateField(self.tr("Date of death"), self.desk)
        self._named: dict[str, Field] = {
            "Title": self.prefix,
            "First name": self.first_name,
            "Middle name": self.middle_name,
            "Last name": self.last_name,
            "Suffix": self.suffix,
            "Nickname": self.nickname,
            "Former name": self.former_name,
            "Job title": self.job_title,
            "Employer": self.employer,
            "Name": self.name,
            "Contact": self.contact_name,
            "Greeting": self.salutation,
            "Addressee": self.addressee,
        }
        """By the name that a Problem gives them."""

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("clear", "true")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(px(28), px(20), px(24), px(20))
        rows.setSpacing(px(14))
        top = QHBoxLayout()
        top.addWidget(self.heading_label, 1)
        top.addWidget(self.kinds)
        rows.addLayout(top)
        rows.addWidget(self.notice)
        self._of_persons = _group(
            row(self.prefix, self.first_name, self.middle_name, gap=12, stretch=(1, 3, 2)),
            row(self.last_name, self.suffix, gap=12, stretch=(4, 2)),
            row(self.nickname, self.former_name, gap=12),
        )
        self._work = _group(row(self.job_title, self.employer, gap=12))
        self._of_organizations = _group(row(self.organization_kind, self.contact_name, gap=12))
        for part in (self._of_persons, self.members, self.name, self._of_organizations, self.doubles):
            rows.addWidget(part)
        for heading, parts in (
            (self.tr("Contact"), (self.addresses, self.phones, self.emails)),
            (self.tr("Letters and receipts"), ()),
        ):
            rows.addSpacing(px(4))
            rows.addWidget(label(heading, "heading"))
            for part in parts:
                rows.addWidget(part)
        rows.addLayout(row(self.salutation, self.addressee, gap=12))
        rows.addLayout(row(self.policy, self.acknowledge_by, gap=12))
        rows.addWidget(flowing(self.no_mail, self.no_email, self.no_call, self.anonymous, gap=20))
        self._more_heading = label(self.tr("More"), "heading")
        self._life = _group(row(self.deceased, self.deceased_on, gap=12))
        for part in (self._more_heading, self._work, self._life):
            rows.addWidget(part)
        rows.addStretch(1)
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setWidget(inside)
        see_through(self.scroller)
        acts = QHBoxLayout()
        acts.setContentsMargins(px(28), px(10), px(24), px(10))
        acts.setSpacing(px(8))
        acts.addWidget(self.save_button)
        acts.addStretch(1)
        acts.addWidget(self.cancel_button)
        self.body.addWidget(self.scroller, 1)
        self.body.addLayout(acts)

    def _follow(self) -> None:
        for field in self._named.values():
            field.edited.connect(self._edited)
        self.members.edited.connect(self._edited)
        for entries in (self.addresses, self.phones, self.emails):
            entries.edited.connect(self._edited)
        self.deceased.toggled.connect(self._show_life)
        enter_moves_on(
            [
                self.prefix, self.first_name, self.middle_name, self.last_name, self.suffix, self.nickname,
                self.former_name, self.name, self.organization_kind, self.contact_name,
            ],
            self._after_names,
        )  # fmt: skip

    # -- filling ---------------------------------------------------------------------------------

    def begin(
        self,
        what: ConstituentDetails | None = None,
        *,
        key: UUID | None = None,
        version: int = 0,
        members: dict[UUID, str] | None = None,
        name: str = "",
    ) -> None:
        """Fill the form in: a proposal for somebody new, or all that is kept about `key`."""
        what = what or ConstituentDetails()
        self.key, self.version = key, version
        new = {
            PERSON: self.tr("New person"),
            ORGANIZATION: self.tr("New organization"),
            HOUSEHOLD: self.tr("New household"),
        }
        self._headings = new if key is None else dict.fromkeys(new, self.tr("Edit {name}").format(name=name))
        self.kinds.choose(what.kind)
        self.kinds.setVisible(key is None)
        self.notice.hide()
        self.doubles.show_doubles([])
        for field, value in self._texts(what):
            field.set_error("")
            field.set_value(value)
        self.organization_kind.set_value(what.organization_kind)
        self.members.set_value(members)
        self.addresses.set_values(what.addresses)
        self.phones.set_values(what.phones)
        self.emails.set_values(what.emails)
        self.policy.set_value(what.receipt_policy)
        self.acknowledge_by.set_value(what.acknowledge_by)
        for check, on in self._checks(what):
            check.set_value(on)
        self.deceased_on.set_value(what.deceased_on)
        self._show_kind()
        self._kept = (self.details(), self.members.value())
        self.scroller.verticalScrollBar().setValue(0)

    def _texts(self, what: ConstituentDetails) -> list[tuple[Field, str]]:
        return [
            (self.prefix, what.prefix), (self.first_name, what.first_name),
            (self.middle_name, what.middle_name), (self.last_name, what.last_name),
            (self.suffix, what.suffix), (self.nickname, what.nickname),
            (self.former_name, what.former_name), (self.job_title, what.job_title),
            (self.employer, what.employer), (self.name, what.name),
            (self.contact_name, what.contact_name), (self.salutation, what.salutation),
            (self.addressee, what.addressee),
        ]  # fmt: skip

    def _checks(self, what: ConstituentDetails) -> list[tuple[CheckField, bool]]:
        return [
            (self.no_mail, what.no_mail), (self.no_email, what.no_email), (self.no_call, what.no_call),
            (self.anonymous, what.anonymous), (self.deceased, what.deceased),
        ]  # fmt: skip

    def kind(self) -> ConstituentKind:
        """Return what the form is for now."""
        return ConstituentKind(self.kinds.key())

    def details(self) -> ConstituentDetails:
        """Return what was typed, as it was typed."""
        kind = self.kind()
        return ConstituentDetails(
            kind=kind,
            name="" if kind == PERSON else self.name.value(),
            prefix=self.prefix.value(),
            first_name=self.first_name.value(),
            middle_name=self.middle_name.value(),
            last_name=self.last_name.value(),
            suffix=self.suffix.value(),
            nickname=self.nickname.value(),
            former_name=self.former_name.value(),
            organization_kind=self.organization_kind.value() if kind == ORGANIZATION else None,
            contact_name=self.contact_name.value(),
            job_title=self.job_title.value(),
            employer=self.employer.value(),
            addressee=self.addressee.value(),
            salutation=self.salutation.value(),
            receipt_policy=self.policy.value() or ReceiptPolicy.EACH,
            acknowledge_by=self.acknowledge_by.value() or AcknowledgeBy.PRINT,
            no_mail=self.no_mail.value(),
            no_email=self.no_email.value(),
            no_call=self.no_call.value(),
            anonymous=self.anonymous.value(),
            deceased=self.deceased.value(),
            deceased_on=self.deceased_on.value() if self.deceased.value() else None,
            addresses=self.addresses.values(),
            phones=self.phones.values(),
            emails=self.emails.values(),
        )

    def changed(self) -> bool:
        """Return whether anything differs from what the form began with."""
        return (self.details(), self.members.value()) != self._kept

    # -- showing ---------------------------------------------------------------------------------

    def _kind_chosen(self) -> None:
        typed = self.details()
        # What was typed as one kind is not lost when it turns out to be another.
        if self.kind() != PERSON and not self.name.value():
            self.name.set_value(" ".join(part for part in (typed.first_name, typed.last_name) if part))
        self._show_kind()
        self.focus_here()
        self._edited()

    def _show_kind(self) -> None:
        kind = self.kind()
        self.heading_label.setText(self._headings[kind])
        self.name.setVisible(kind != PERSON)
        self.name.set_help(self.tr("Empty: made of the members’ names.") if kind == HOUSEHOLD else "")
        self._of_persons.setVisible(kind == PERSON)
        self._of_organizations.setVisible(kind == ORGANIZATION)
        self.members.setVisible(kind == HOUSEHOLD)
        for part in (self._more_heading, self._work, self._life):
            part.setVisible(kind == PERSON)
        self._show_life()
        self._show_generated()

    def _show_life(self) -> None:
        self.deceased_on.setVisible(self.deceased.value())

    def _show_generated(self) -> None:
        what = replace(self.details(), salutation="", addressee="")
        empty = self.kind() == HOUSEHOLD and not what.name
        words = "" if empty else greeting(what)
        self.salutation.input.setPlaceholderText(words)
        self.salutation.set_help(self.tr("After “Dear”. Empty: made of the name."))
        self.addressee.input.setPlaceholderText("" if empty else "\n".join(addressee_lines(what)))
        self.addressee.set_help(self.tr("Above the address. Empty: made of the name."))

    def _edited(self) -> None:
        self._show_generated()
        self._soon.start()

    def _look_for_doubles(self) -> None:
        if self.key is not None or self.isHidden():
            return
        if self._looking:
            self._look_again = True
            return
        self._looking = True
        answer = self.desk.ask(likely_doubles, self.details()).then(self._show_doubles)
        answer.finished.connect(self._looked)

    def _show_doubles(self, found: list[Double]) -> None:
        if self.key is None:
            self.doubles.show_doubles(found)

    def _looked(self) -> None:
        self._looking = False
        if self._look_again:
            self._look_again = False
            self._look_for_doubles()

    # -- finishing -------------------------------------------------------------------------------

    def focus_here(self) -> None:
        """Begin to type."""
        first = {PERSON: self.first_name, ORGANIZATION: self.name, HOUSEHOLD: self.members.line}
        first[self.kind()].input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _after_names(self) -> None:
        self.addresses.entries[0].focus_here()

    def finish(self) -> None:
        """Hand over what was typed, unless something in it is wrong."""
        self.notice.hide()
        right = [part.check() for part in (self.addresses, self.phones, self.emails)]
        if self.deceased.value() and not self.deceased_on.check():
            right.append(False)
        if not all(right):
            self.refuse(self.tr("One field needs another look before this can be kept."))
            self._go_to_wrong()
            return
        what, members = self.details(), self.members.value()
        try:
            if what.kind != HOUSEHOLD or what.name:
                clean(what)
            elif not members:
                raise Problem("Type a name for the household, or choose its members.")
        except Problem as problem:
            self.refuse(problem)
            return
        self.saved.emit(what, members)

    def refuse(self, problem: object) -> None:
        """Say what is wrong: at its field where that is known, else on top."""
        values: dict[str, Any] = problem.values if isinstance(problem, Problem) else {}
        field = self._named.get(str(values.get("what", "")))
        if field is not None:
            field.set_error(str(problem))
            field.input.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.notice.say("wrong", str(problem))
        self.notice.show()
        self.scroller.verticalScrollBar().setValue(0)

    def _go_to_wrong(self) -> None:
        for field in self.findChildren(Field):
            if field.wrong and field.isVisible():
                field.input.setFocus(Qt.FocusReason.OtherFocusReason)
                self.scroller.ensureWidgetVisible(field)
                return


def _group(*layouts: QHBoxLayout) -> QWidget:
    """Return rows that are shown or left out together."""
    group = QWidget()
    rows = QVBoxLayout(group)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(px(14))
    for line in layouts:
        rows.addLayout(line)
    return group
