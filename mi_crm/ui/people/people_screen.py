"""People: who is this, and what have we been to each other."""

from collections.abc import Callable, Iterable
from functools import cached_property, partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from typing_extensions import override

from mi_crm.people.actions import (
    add_constituent,
    archive,
    save_constituent,
    unarchive,
    write_note,
)
from mi_crm.people.details import ConstituentDetails, ConstituentKind, Standing
from mi_crm.people.households import make_household, save_household
from mi_crm.people.labels import Addresses, addresses, addresses_of_list
from mi_crm.people.queries import PersonDetails
from mi_crm.people.rules.names import display_name, split_name
from mi_crm.shared.problems import NotFound
from mi_crm.ui.people.asks import Listing, PersonPage, person_page
from mi_crm.ui.people.facts import counted
from mi_crm.ui.people.list_pane import ListPane
from mi_crm.ui.people.person_form import PersonForm
from mi_crm.ui.people.person_pane import STEP, PersonPane
from mi_crm.ui.people.story import Event
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.labels_dialog import LabelsDialog
from mi_crm.ui.shared.panes import TwoPanes
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.shared.style import px


class PeopleScreen(Screen):
    """The list at the left; at the right one constituent, or the form."""

    name = "people"
    shows = frozenset(
        {
            "constituent",
            "address",
            "phone",
            "email",
            "note",
            "gift",
            "receipt",
            "volunteer",
            "training",
            "enrollment",
        }
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show nobody yet."""
        super().__init__(desk, parent)
        self.new_button = Button(self.tr("New person"), "primary", icon="plus", key="Ctrl+N")
        self.new_button.clicked.connect(self.new_here)
        self.labels_button = Button(self.tr("Labels"), icon="tag", key="L")
        self.labels_button.clicked.connect(self.labels_here)
        self.set_header(self.tr("People"), " ", [self.labels_button, self.new_button])
        self.list = ListPane(desk)
        self.list.checked.connect(self._count_labels)
        self.list.setMinimumWidth(px(330))
        self.pane = PersonPane(desk)
        self._nobody = Card()
        self._nobody.body.addWidget(
            Empty(
                "nothing_yet",
                "users",
                self.tr("Nobody chosen"),
                self.tr("Type a name at the left, or use the arrows. All about them stands here."),
            )
        )
        self.right = QStackedWidget()
        for page in (self._nobody, self.pane):
            self.right.addWidget(page)
        self.panes = TwoPanes(
            self.list, self.right, names=(self.tr("List of people"), self.tr("Details")), stretch=(34, 66)
        )
        self.body.addWidget(self.panes, 1)
        self._wanted: UUID | None = None
        self._loading: UUID | None = None
        self._connect()
        self.start_at(self.list.search)

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(self._enter_pane)
        self.list.asked_new.connect(self.new_called)
        self.list.asked_import.connect(self._go_import)
        self.list.listed.connect(self._show_counts)
        self.pane.asked_gift.connect(self.record_gift)
        self.pane.asked_edit.connect(self.edit)
        self.pane.asked_volunteer.connect(self.to_volunteer)
        self.pane.asked_archive.connect(self.archive_or_back)
        self.pane.asked_household.connect(self.edit_household)
        self.pane.asked_person.connect(self.show_person)
        self.pane.asked_more.connect(self._reload_pane)
        self.pane.opened.connect(self._open_event)
        self.pane.noted.connect(self._keep_note)
        self.pane.note_box.closed.connect(self._back_from_note)
        self.key("G", self.record_gift, list_only=True)
        self.key("N", self.pane.write_note, list_only=True)
        self.key("E", self.edit, list_only=True)
        self.key("V", self.to_volunteer, list_only=True, words=self.tr("Volunteer: open, or make one"))
        self.key("L", self.labels_here, list_only=True)
        self.key("/", self.list.focus_search, list_only=True)

    @cached_property
    def form(self) -> PersonForm:
        """The form, made when first needed: it has more fields than all the rest together."""
        form = PersonForm(self.desk)
        form.saved.connect(self._save)
        form.cancelled.connect(self.cancel)
        form.asked_person.connect(self._open_instead)
        return form

    @override
    def later(self) -> Iterable[Callable[[], object]]:
        return [lambda: self.form, self._place_form]

    def _place_form(self) -> None:
        if self.right.indexOf(self.form) < 0:
            self.right.addWidget(self.form)

    def _in_form(self) -> bool:
        return isinstance(self.right.currentWidget(), PersonForm)

    @override
    def keys(self) -> list[KeyHint]:
        return [
            KeyHint("↑ ↓", self.tr("Choose")),
            KeyHint("Enter", self.tr("Open")),
            KeyHint("Space", self.tr("Select")),
            KeyHint("L", self.tr("Labels")),
            KeyHint("G", self.tr("Record gift")),
            KeyHint("N", self.tr("Note")),
            KeyHint("E", self.tr("Edit")),
            KeyHint("/", self.tr("Search")),
            KeyHint("Esc", self.tr("Clear search")),
        ]

    @override
    def reload(self) -> None:
        self.list.reload()
        self._reload_pane()

    @override
    def open(self, place: Place) -> None:
        wish, _, typed = place.what.partition(":")
        if wish == "find":
            self.panes.bring(0)
            if typed:
                self.list.search.setText(typed)
            self.list.focus_search()
        elif wish == "new" and typed:
            self._let_go_of_form()
            self.new_called(typed)
        elif wish == "new":
            self.new_here()
        elif place.id is not None:
            self._let_go_of_form()
            self.show_person(place.id)
            if place.what == "edit":
                self._edit_when_shown = place.id

    @override
    def focus_here(self) -> None:
        if self.right.currentWidget() is self.form:
            self.form.focus_here()
        else:
            super().focus_here()

    _edit_when_shown: UUID | None = None

    # -- showing ---------------------------------------------------------------------------------

    def _show_counts(self, listing: Listing) -> None:
        counts = listing.counts
        parts = (
            counted(counts.persons, self.tr("person"), self.tr("people")),
            counted(counts.organizations, self.tr("organization"), self.tr("organizations")),
            counted(counts.households, self.tr("household"), self.tr("households")),
        )
        self.set_header(self.tr("People"), ", ".join(parts))

    def _choose(self, key: UUID | None) -> None:
        if self._in_form():
            # The list chooses somebody by itself when it comes; whoever types in the form goes on there.
            focused = QApplication.focusWidget()
            if self.form.changed() or (focused is not None and self.form.isAncestorOf(focused)):
                return
            self.right.setCurrentWidget(self.pane)
        self._want(key)
        if key is None:
            self.right.setCurrentWidget(self._nobody)
        else:
            self._load()

    def _want(self, key: UUID | None) -> None:
        if key != self._wanted:
            self.pane.limit = STEP
        self._wanted = key

    def _load(self) -> None:
        """Ask for the page of the one wanted; of a run along the list only the last one matters."""
        if self._loading is None and self._wanted is not None:
            self._loading = self._wanted
            answer = self.desk.ask(person_page, self._wanted, today=self.desk.today(), limit=self.pane.limit)
            answer.then(self._show_page).otherwise(self._cannot_show)
            answer.finished.connect(self._loaded)

    def _loaded(self) -> None:
        before, self._loading = self._loading, None
        if self._wanted != before:
            self._load()

    def _show_page(self, page: PersonPage) -> None:
        if page.person.id != self._wanted:
            return
        self.pane.show_page(page)
        if not self._in_form():
            self.right.setCurrentWidget(self.pane)
        if self._edit_when_shown == page.person.id:
            self._edit_when_shown = None
            self.edit()

    def _cannot_show(self, error: BaseException) -> None:
        self._wanted = None
        if isinstance(error, NotFound):
            # Taken back a moment ago: the list knows already.
            if self.right.currentWidget() is self.pane:
                self.right.setCurrentWidget(self._nobody)
        else:
            self.desk.tasks.unhandled.emit(error)

    def _reload_pane(self) -> None:
        if self._wanted is not None:
            self._load()

    def show_person(self, key: UUID) -> None:
        """Show one constituent, wherever in the list that is."""
        self._close_form()
        self._want(key)
        self.list.point_at(key)
        self.panes.bring(1)
        self._load()

    def _enter_pane(self) -> None:
        self.panes.bring(1)
        self.pane.focus_here()

    def _open_event(self, event: Event) -> None:
        if event.place is not None:
            self.desk.go(event.place)

    def _go_import(self) -> None:
        self.desk.go(Place("import"))

    # -- acts ------------------------------------------------------------------------------------

    def _person(self) -> PersonDetails | None:
        page = self.pane.page
        return page.person if page and self.right.currentWidget() is self.pane else None

    def record_gift(self) -> None:
        """Record a gift of whoever is shown."""
        if (person := self._person()) is not None:
            self.desk.go(Place("record_gift", person.id))

    def to_volunteer(self) -> None:
        """Go to the helping side of whoever is shown, or begin to make them a volunteer."""
        page = self.pane.page
        if (person := self._person()) is None or page is None:
            return
        if page.helps is not None:
            self.desk.go(Place("volunteers", page.helps[0]))
        elif person.what.kind == ConstituentKind.PERSON:
            self.desk.go(Place("volunteers", person.id, "make"))

    def new_here(self) -> None:
        """Begin with somebody new, from what was typed in vain."""
        self.new_called(self.list.meant())

    def new_called(self, typed: str) -> None:
        """Begin with somebody new, of whom this much was typed."""
        self._begin_form()
        self.form.begin(split_name(typed) if typed else None)
        self.form.focus_here()

    def edit(self) -> None:
        """Change what is kept about whoever is shown."""
        if (person := self._person()) is None or self.pane.page is None:
            return
        is_home = person.what.kind == ConstituentKind.HOUSEHOLD
        members = {row.id: row.name for row in self.pane.page.members} if is_home else None
        self._begin_form()
        self.form.begin(person.what, key=person.id, version=person.version, members=members, name=person.name)
        self.form.focus_here()

    def edit_household(self) -> None:
        """Change the household of whoever is shown, or make one with this person in it."""
        if (person := self._person()) is None:
            return
        if person.what.kind == ConstituentKind.HOUSEHOLD:
            self.edit()
        elif person.household_id is not None:
            self._edit_when_shown = person.household_id
            self.show_person(person.household_id)
        else:
            self._begin_form()
            home = ConstituentDetails(kind=ConstituentKind.HOUSEHOLD)
            self.form.begin(home, members={person.id: person.name})
            self.form.focus_here()

    def _begin_form(self) -> None:
        self._place_form()
        self.right.setCurrentWidget(self.form)
        self.panes.bring(1)

    def finish(self) -> None:
        """Keep what is being typed: a note, or the form."""
        if self._in_form():
            self.form.finish()
        elif not self.pane.note_box.isHidden():
            self.pane.note_box.finish()

    def cancel(self) -> bool:
        """Close the form or the note, else clear the search, else go back to the list."""
        if self._in_form():
            self._drop_form()
        elif not self.pane.note_box.isHidden():
            self.pane.note_box.close_box()
        elif self.list.filter() != self.list.filter().__class__():
            self.list.clear_filter()
            self.list.search.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.panes.bring(0)
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _let_go_of_form(self) -> None:
        """Make room for somebody else; what was typed can be taken up again."""
        if self.right.currentWidget() is self.form:
            self._drop_form()

    def _drop_form(self) -> None:
        if self.form.changed():
            typed = (self.form.details(), self.form.key, self.form.version)
            words = self.tr("What you typed was dropped.")
            self.desk.say(words, undo=partial(self._take_up_again, *typed))
        self._close_form()
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_up_again(self, what: ConstituentDetails, key: UUID | None, version: int) -> None:
        self._begin_form()
        self.form.begin(what, key=key, version=version, name=display_name(what))
        self.form.focus_here()

    def _close_form(self) -> None:
        if self._in_form():
            self.right.setCurrentWidget(self.pane if self.pane.page else self._nobody)
            if self._wanted is None and self.list.current() is not None:
                self._wanted = self.list.current()
                self._load()

    def _open_instead(self, key: UUID) -> None:
        self.right.setCurrentWidget(self.pane if self.pane.page else self._nobody)
        self.show_person(key)

    def _save(self, what: ConstituentDetails, members: list[UUID]) -> None:
        self.form.save_button.set_enabled(False, self.tr("It is being saved."))
        now, who, key = self.desk.now(), self.desk.who, self.form.key
        is_home = what.kind == ConstituentKind.HOUSEHOLD
        if key is None and is_home:
            answer = self.desk.do(make_household, what, members, now=now, who=who)
            answer.then(self._added_household)
        elif key is None:
            answer = self.desk.do(add_constituent, what, now=now, who=who)
            answer.then(self._added)
        elif is_home:
            answer = self.desk.do(save_household, key, what, members, version=self.form.version)
            answer.then(self._saved)
        else:
            answer = self.desk.do(save_constituent, key, what, version=self.form.version)
            answer.then(self._saved)
        answer.otherwise(self._refused)
        answer.finished.connect(self._may_save)

    def _may_save(self) -> None:
        self.form.save_button.set_enabled(True)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, Exception) and hasattr(error, "sentence"):
            self.form.refuse(error)
        else:
            self.desk.tasks.unhandled.emit(error)

    def _added(self, key: UUID) -> None:
        self.desk.done(self.tr("{name} added").format(name=display_name(self.form.details())))
        self._show_saved(key)

    def _added_household(self, key: UUID) -> None:
        self.desk.done(self.tr("Household added"))
        self._show_saved(key)

    def _saved(self, key: UUID) -> None:
        shown = self.pane.page
        words = self.tr("Saved")
        if shown is not None and shown.person.id == key:
            words = self.tr("{name} saved").format(name=shown.person.name)
        self.desk.done(words)
        self._show_saved(key)

    def _show_saved(self, key: UUID) -> None:
        self.form.begin()
        self.right.setCurrentWidget(self.pane)
        self.show_person(key)
        self.list.reload()
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def labels_here(self) -> None:
        """Print labels or envelopes for who is checked, else for everyone in the list as it is (L)."""
        if ids := self.list.checked_ids():
            self.desk.ask(addresses, ids).then(self._show_labels)
            return
        shown = self.list.filter()
        answer = self.desk.ask(addresses_of_list, shown.typed, kind=shown.kind, standing=shown.standing)
        answer.then(self._show_labels)

    def _count_labels(self) -> None:
        count = len(self.list.checked_ids())
        self.labels_button.setText(
            self.tr("Labels {n}").format(n=f"{count:,}") if count else self.tr("Labels")
        )

    def _show_labels(self, found: Addresses) -> None:
        LabelsDialog(self.desk, found, self).open()

    def archive_or_back(self) -> None:
        """Archive whoever is shown, or bring them back."""
        if (person := self._person()) is None:
            return
        if person.standing == Standing.ARCHIVED:
            words = self.tr("{name} is back in the list").format(name=person.name)
            self.desk.do(unarchive, person.id).then(partial(self._done, words))
        else:
            words = self.tr("{name} archived").format(name=person.name)
            self.desk.do(archive, person.id).then(partial(self._done, words))

    def _done(self, words: str, _key: UUID) -> None:
        self.desk.done(words)

    def _keep_note(self, text: str) -> None:
        key = self.pane.who()
        if key is not None:
            answer = self.desk.do(write_note, key, text, now=self.desk.now(), who=self.desk.who)
            answer.then(self._noted).otherwise(self._note_refused)

    def _noted(self, _key: UUID) -> None:
        self.pane.note_box.close_box()
        self.desk.done(self.tr("Note kept"))

    def _note_refused(self, error: BaseException) -> None:
        if hasattr(error, "sentence"):
            self.pane.note_box.field.set_error(str(error))
        else:
            self.desk.tasks.unhandled.emit(error)

    def _back_from_note(self) -> None:
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)
