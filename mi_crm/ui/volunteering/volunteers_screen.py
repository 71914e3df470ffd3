"""Volunteers: who helps, and all about one of them."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from mi_crm.people.queries import PersonDetails, person_details
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.text import file_name
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.shared.scroll import scrolled
from mi_crm.ui.volunteering.hours_papers import HoursPapers
from mi_crm.ui.volunteering.volunteers_acts import VolunteerActs
from mi_crm.ui.volunteering.volunteers_beside import Beside
from mi_crm.ui.volunteering.volunteers_changes import VolunteerChanges
from mi_crm.ui.volunteering.volunteers_forms import LimitsForm
from mi_crm.ui.volunteering.volunteers_list import VolunteerList
from mi_crm.ui.volunteering.volunteers_page import VolunteerView
from mi_crm.ui.volunteering.volunteers_week_keeper import WeekKeeper
from mi_crm.ui.volunteering.volunteers_words import STATUS
from mi_crm.volunteering.actions.volunteers import (
    make_volunteer,
)
from mi_crm.volunteering.details import VolunteerStatus
from mi_crm.volunteering.queries.volunteer_hours import HelpLine, help_lines
from mi_crm.volunteering.queries.volunteer_list import VolunteerLine
from mi_crm.volunteering.queries.volunteer_page import VolunteerPage, volunteer_of, volunteer_page


class VolunteersScreen(Screen):
    """The list, and in its place the page of one volunteer."""

    name = "volunteers"
    shows = frozenset(
        {
            "volunteer", "volunteer_skill", "volunteer_role", "credential", "credential_type", "availability",
            "availability_exception", "skill", "role", "shift", "need", "assignment", "ask", "hours",
            "constituent", "phone", "email", "gift",
        }
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show nobody yet."""
        super().__init__(desk, parent)
        self._after = ""
        self.list = VolunteerList(desk)
        self.view = VolunteerView(desk)
        self.beside = Beside(desk, self.view)
        self.changes, self.acts = VolunteerChanges(desk, self.beside), VolunteerActs(desk, self.beside)
        self.week = WeekKeeper(desk, self.beside)
        self.papers = HoursPapers(desk, self)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.list)
        self.pages.addWidget(self.view)
        self.body.addWidget(self.pages, 1)
        self.view.back.clicked.connect(self._go_to_list)
        self.calendars_button = Button(self.tr("Calendars"), icon="calendar")
        self.calendars_button.setToolTip(
            self.tr("Keep a calendar of each helper and of the office in a folder, for other programs")
        )
        self.set_header(self.tr("Volunteers"), " ", [self.calendars_button])
        self._connect()
        self.start_at(self.list.search)

    def _connect(self) -> None:
        view, cards = self.view, self.view.cards
        self.list.opened.connect(self._open_line)
        self.calendars_button.clicked.connect(self._keep_calendars)
        self.list.mail.ended.connect(self.reload)
        self.list.counted.connect(self._show_counts)
        self.list.asked_people.connect(partial(self.desk.go, Place("people")))
        view.asked_shift.connect(self.acts.ask_for_shift)
        view.asked_hours.connect(self.acts.enter_hours)
        view.asked_approve.connect(self.acts.approve)
        view.asked_letter.connect(self.print_here)
        view.asked_certificate.connect(self.print_certificate)
        view.asked_expenses.connect(partial(self.desk.go, Place("letters", what="write")))
        view.asked_status.connect(self.changes.status)
        view.asked_person.connect(self._open_person)
        cards.asked_paper.connect(self.changes.paper)
        cards.asked_skills.connect(self.changes.skills)
        cards.asked_likes.connect(self.changes.likes)
        cards.asked_limits.connect(self.changes.limits)
        cards.asked_away.connect(self.changes.away)
        view.asked_year.connect(self._load_lines)
        view.asked_calendar.connect(self.save_calendar)
        cards.week_turned.connect(self.week.turn)
        self.week.stale.connect(self._load)
        self.beside.closed.connect(self._drop_pages)
        for key, slot in (
            ("S", self.acts.ask_for_shift),
            ("H", self.acts.enter_hours),
            ("A", self.acts.approve),
            ("P", partial(self.changes.paper, None)),
            ("W", self.go_to_week),
        ):
            self.key(key, slot, list_only=True)
        self.key("/", self.focus_search, list_only=True)

    @override
    def keys(self) -> list[KeyHint]:
        if self.on_page():
            return [
                KeyHint("S", self.tr("Ask for a shift")),
                KeyHint("H", self.tr("Enter hours")),
                KeyHint("A", self.tr("Approve hours")),
                KeyHint("W", self.tr("Usually free")),
                KeyHint("P", self.tr("New paper on file")),
                KeyHint("Esc", self.tr("Back to the list")),
            ]
        return [
            KeyHint("↑ ↓", self.tr("Choose")),
            KeyHint("Enter", self.tr("Open")),
            KeyHint("/", self.tr("Search")),
            KeyHint("Esc", self.tr("Clear search")),
        ]

    # -- showing ---------------------------------------------------------------------------------

    def on_page(self) -> bool:
        """Return whether one volunteer is shown."""
        return self.beside.wanted is not None

    @override
    def reload(self) -> None:
        if self.on_page():
            self._load()
        else:
            self.list.reload()

    @override
    def open(self, place: Place) -> None:
        if place.what == "make" and place.id is not None:
            self.make(place.id)
        elif place.what == "person" and place.id is not None:
            self.desk.ask(volunteer_of, place.id).then(self._open_side_of)
        elif place.id is not None:
            self.show_volunteer(place.id)
        elif place.what == "find":
            self.focus_search()
        elif self.pages.currentWidget() is not self.list:
            self.show_list()

    def _open_side_of(self, found: tuple[UUID, VolunteerStatus, object] | None) -> None:
        if found is not None:
            self.desk.go(Place(self.name, found[0]))

    def _open_line(self, line: VolunteerLine) -> None:
        self.desk.go(Place(self.name, line.id))

    def _show_counts(self, counts: dict[VolunteerStatus, int]) -> None:
        if not self.on_page():
            parts = [
                f"{counts[status]:,} {self._applicants(counts[status], status).lower()}"
                for status in VolunteerStatus
                if counts.get(status)
            ]
            self.set_header(self.tr("Volunteers"), ", ".join(parts) or " ")

    def _applicants(self, count: int, status: VolunteerStatus) -> str:
        many = status is VolunteerStatus.APPLICANT and count > 1
        return self.tr("Applicants") if many else self.tr(STATUS[status][0])

    def show_volunteer(self, key: UUID) -> None:
        """Show one volunteer."""
        self.beside.close()
        if key != self.beside.wanted:
            self.beside.wanted, self.view.page = key, None
        self._load()

    def _load(self) -> None:
        if self.beside.wanted is not None:
            answer = self.desk.ask(
                volunteer_page, self.beside.wanted, today=self.desk.today(), now=self.desk.now()
            )
            answer.then(self._show_page).otherwise(self._cannot_show)

    def _show_page(self, page: VolunteerPage) -> None:
        if page.id != self.beside.wanted:
            return
        came = self.pages.currentWidget() is not self.view
        self.view.show_page(page)
        self.pages.setCurrentWidget(self.view)
        self.set_header(page.name)
        self.header.hide()
        self._load_lines()
        if came:
            self.view.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _load_lines(self, _year: str = "") -> None:
        if self.beside.wanted is not None:
            self.desk.ask(help_lines, self.beside.wanted, year=self.view.shown_year()).then(self._show_lines)

    def _show_lines(self, lines: list[HelpLine]) -> None:
        focused = self.view.table.hasFocus()
        self.view.show_lines(lines)
        if focused or self.view.focusWidget() is None:
            target = self.view.table if lines else self.view.shift_button
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cannot_show(self, error: BaseException) -> None:
        if isinstance(error, NotFound):
            self.show_list()
        else:
            self.desk.tasks.unhandled.emit(error)

    def _go_to_list(self) -> None:
        self.desk.go(Place(self.name))

    def show_list(self) -> None:
        """Go back to the list."""
        self.beside.close()
        self.beside.wanted = None
        self.pages.setCurrentWidget(self.list)
        self.set_header(self.tr("Volunteers"), " ")
        self.header.show()
        self.list.reload()
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def cancel(self) -> bool:
        """Close the form, else go back to the list, else clear the search."""
        if self.beside.form is not None and self.on_page():
            self.beside.leave()
        elif self.beside.form is not None or self.pages.currentWidget() is self.view:
            self._go_to_list()
        elif not self.list.clear_filter():
            return False
        return True

    def finish(self) -> None:
        """Keep what the form holds."""
        if self.beside.form is not None:
            self.beside.form.finish()

    def focus_search(self) -> None:
        """Begin to type a name."""
        if self.pages.currentWidget() is self.view:
            self.show_list()
        self.list.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.search.selectAll()

    @override
    def focus_here(self) -> None:
        if self.beside.form is not None:
            self.beside.form.begin()
        elif self.on_page():
            self.view.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().focus_here()

    # -- forms -----------------------------------------------------------------------------------

    def _drop_pages(self) -> None:
        while self.pages.count() > 2:
            if (gone := self.pages.widget(2)) is not None:
                self.pages.removeWidget(gone)
                gone.deleteLater()

    def make(self, person_id: UUID) -> None:
        """Begin to make a person a volunteer."""
        self.desk.ask(person_details, person_id).then(self._begin_to_make)

    def _begin_to_make(self, person: PersonDetails) -> None:
        form = LimitsForm(self.desk, None, person.name)
        self.beside.close()
        self.beside.form = form
        form.left.connect(self._go_to_list)
        form.finished.connect(partial(self._make, form, person))
        self.pages.addWidget(scrolled(form))
        self.pages.setCurrentIndex(self.pages.count() - 1)
        self.header.show()
        self.set_header(self.tr("New volunteer"))
        form.begin()

    def _make(self, form: LimitsForm, person: PersonDetails) -> None:
        answer = self.desk.do(make_volunteer, person.id, form.entry())
        answer.then(partial(self._made, person.name)).otherwise(self.beside.refused)

    def _made(self, name: str, key: UUID) -> None:
        self.desk.done(self.tr("{name} is a volunteer now").format(name=name))
        self.show_volunteer(key)

    # -- acts ------------------------------------------------------------------------------------

    def go_to_week(self) -> None:
        """Go into the grid of the week."""
        if self.on_page():
            self.view.cards.week.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def print_here(self) -> None:
        """Print the letter of the hours of the year that is shown (Ctrl+P)."""
        if (page := self.beside.page()) is not None:
            self.papers.letter(page.id, self.view.shown_year())

    def print_certificate(self) -> None:
        """Print a certificate of the hours of the year that is shown."""
        if (page := self.beside.page()) is not None:
            self.papers.certificate(page.id, self.view.shown_year())

    def _open_person(self) -> None:
        if (page := self.beside.page()) is not None:
            self.desk.go(Place("people", page.person_id))

    def _keep_calendars(self) -> None:
        self.desk.calendars.choose(self)

    def save_calendar(self) -> None:
        """Save the calendar of whoever is shown as a file."""
        page = self.beside.page()
        if page is None:
            return
        name = f"{file_name(page.name) or page.number}.ics"
        path = self.desk.questions.choose_save_file(
            self, self.tr("Save calendar"), name, self.tr("Calendars (*.ics)")
        )
        if path is not None:
            from mi_crm.exchange.calendar_feed import save_feed  # it needs its library only here

            answer = self.desk.ask(save_feed, page.id, path, now=self.desk.now())
            answer.then(partial(self._saved, path.name)).otherwise(self._not_saved)

    def _saved(self, name: str, _answer: object) -> None:
        self.desk.say(self.tr("{file} saved").format(file=name))

    def _not_saved(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            self.desk.tell(error)
        else:
            self.desk.tasks.unhandled.emit(error)
