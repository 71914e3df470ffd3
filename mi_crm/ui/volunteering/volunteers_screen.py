"""Volunteers: who helps, and all about one of them."""

from collections.abc import Callable
from functools import partial
from typing import Any
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
from mi_crm.ui.shared.tasks import Answer
from mi_crm.ui.volunteering.hours_papers import HoursPapers
from mi_crm.ui.volunteering.volunteers_asking import AskForm
from mi_crm.ui.volunteering.volunteers_forms import (
    AwayForm,
    HoursForm,
    LimitsForm,
    ListForm,
    PaperForm,
    ShiftHoursForm,
    SideForm,
    StatusForm,
    likes_form,
    skills_form,
)
from mi_crm.ui.volunteering.volunteers_list import VolunteerList
from mi_crm.ui.volunteering.volunteers_page import VolunteerView
from mi_crm.ui.volunteering.volunteers_week import Spans
from mi_crm.ui.volunteering.volunteers_words import STATUS
from mi_crm.volunteering.actions.assigning import ask
from mi_crm.volunteering.actions.availability import add_away, remove_away, save_away, set_week
from mi_crm.volunteering.actions.credentials import (
    add_credential,
    remove_credential,
    save_credential,
    verify_credential,
)
from mi_crm.volunteering.actions.hours import approve_hours, enter_other_hours, enter_shift_hours
from mi_crm.volunteering.actions.volunteers import (
    make_volunteer,
    save_volunteer,
    set_likes,
    set_skills,
    set_status,
)
from mi_crm.volunteering.details import HoursState, VolunteerStatus
from mi_crm.volunteering.entries import FreeSpan, ToTell
from mi_crm.volunteering.queries.choices import Choices, choices
from mi_crm.volunteering.queries.credentials_held import CredentialRow
from mi_crm.volunteering.queries.open_places import OpenPlace, open_places
from mi_crm.volunteering.queries.volunteer_hours import HelpLine, help_lines
from mi_crm.volunteering.queries.volunteer_list import VolunteerLine
from mi_crm.volunteering.queries.volunteer_page import AwayRow, VolunteerPage, volunteer_of, volunteer_page


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
        self._wanted: UUID | None = None
        self._after = ""
        self._form: SideForm | None = None
        self._wanted_week: Spans | None = None
        self._saving_week = False
        self.list = VolunteerList(desk)
        self.view = VolunteerView(desk)
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
        view.asked_shift.connect(self.ask_for_shift)
        view.asked_hours.connect(self.enter_hours)
        view.asked_approve.connect(self.approve)
        view.asked_letter.connect(self.print_here)
        view.asked_certificate.connect(self.print_certificate)
        view.asked_expenses.connect(partial(self.desk.go, Place("letters", what="write")))
        view.asked_status.connect(self.change_status)
        view.asked_person.connect(self._open_person)
        cards.asked_paper.connect(self.change_paper)
        cards.asked_skills.connect(self.change_skills)
        cards.asked_likes.connect(self.change_likes)
        cards.asked_limits.connect(self.change_limits)
        cards.asked_away.connect(self.change_away)
        view.asked_year.connect(self._load_lines)
        view.asked_calendar.connect(self.save_calendar)
        cards.week_turned.connect(self._turn_week)
        for key, slot in (
            ("S", self.ask_for_shift),
            ("H", self.enter_hours),
            ("A", self.approve),
            ("P", partial(self.change_paper, None)),
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
        return self._wanted is not None

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
        self._close_form()
        if key != self._wanted:
            self._wanted, self.view.page = key, None
        self._load()

    def _load(self) -> None:
        if self._wanted is not None:
            answer = self.desk.ask(volunteer_page, self._wanted, today=self.desk.today(), now=self.desk.now())
            answer.then(self._show_page).otherwise(self._cannot_show)

    def _show_page(self, page: VolunteerPage) -> None:
        if page.id != self._wanted:
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
        if self._wanted is not None:
            self.desk.ask(help_lines, self._wanted, year=self.view.shown_year()).then(self._show_lines)

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
        self._close_form()
        self._wanted = None
        self.pages.setCurrentWidget(self.list)
        self.set_header(self.tr("Volunteers"), " ")
        self.header.show()
        self.list.reload()
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def cancel(self) -> bool:
        """Close the form, else go back to the list, else clear the search."""
        if self._form is not None and self.on_page():
            self._leave_form()
        elif self._form is not None or self.pages.currentWidget() is self.view:
            self._go_to_list()
        elif not self.list.clear_filter():
            return False
        return True

    def finish(self) -> None:
        """Keep what the form holds."""
        if self._form is not None:
            self._form.finish()

    def focus_search(self) -> None:
        """Begin to type a name."""
        if self.pages.currentWidget() is self.view:
            self.show_list()
        self.list.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.search.selectAll()

    @override
    def focus_here(self) -> None:
        if self._form is not None:
            self._form.begin()
        elif self.on_page():
            self.view.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().focus_here()

    # -- forms -----------------------------------------------------------------------------------

    def _page(self) -> VolunteerPage | None:
        page = self.view.page
        return page if page is not None and page.id == self._wanted else None

    def _show_form(self, form: SideForm, keep: Callable[[], Answer[Any]], said: str) -> None:
        """Show a form beside the shifts; `keep` asks for its act, `said` is told when it is done."""
        self._close_form()
        self._form = form
        form.left.connect(self._leave_form)
        form.finished.connect(partial(self._keep, keep, said))
        self.view.show_beside(form)
        form.begin()

    def _keep(self, keep: Callable[[], Answer[Any]], said: str) -> None:
        keep().then(partial(self._kept, said)).otherwise(self._refused)

    def _kept(self, said: str, _answer: object) -> None:
        self._leave_form()
        self.desk.done(said)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, Problem) and self._form is not None:
            self._form.refuse(str(error))
        else:
            self.desk.tasks.unhandled.emit(error)

    def _leave_form(self) -> None:
        self._close_form()
        self.view.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_form(self) -> None:
        if self._form is not None:
            self._form = None
            self.view.show_beside(None)
            while self.pages.count() > 2:
                if (gone := self.pages.widget(2)) is not None:
                    self.pages.removeWidget(gone)
                    gone.deleteLater()

    def make(self, person_id: UUID) -> None:
        """Begin to make a person a volunteer."""
        self.desk.ask(person_details, person_id).then(self._begin_to_make)

    def _begin_to_make(self, person: PersonDetails) -> None:
        form = LimitsForm(self.desk, None, person.name)
        self._close_form()
        self._form = form
        form.left.connect(self._go_to_list)
        form.finished.connect(partial(self._make, form, person))
        self.pages.addWidget(scrolled(form))
        self.pages.setCurrentIndex(self.pages.count() - 1)
        self.header.show()
        self.set_header(self.tr("New volunteer"))
        form.begin()

    def _make(self, form: LimitsForm, person: PersonDetails) -> None:
        answer = self.desk.do(make_volunteer, person.id, form.entry())
        answer.then(partial(self._made, person.name)).otherwise(self._refused)

    def _made(self, name: str, key: UUID) -> None:
        self.desk.done(self.tr("{name} is a volunteer now").format(name=name))
        self.show_volunteer(key)

    def change_limits(self) -> None:
        """Change limits, emergency contact and notes."""
        if (page := self._page()) is not None:
            form = LimitsForm(self.desk, page)
            self._show_form(
                form,
                lambda: self.desk.do(save_volunteer, page.id, form.entry(), version=page.version),
                self.tr("{name} saved").format(name=page.name),
            )

    def change_skills(self) -> None:
        """Change what a volunteer can do and which languages they speak."""
        if self._page() is not None:
            self.desk.ask(choices).then(self._begin_skills)

    def _begin_skills(self, found: Choices) -> None:
        if (page := self._page()) is not None:
            self._show_list(skills_form(page, found.skills), page, set_skills)

    def change_likes(self) -> None:
        """Change which roles a volunteer likes."""
        if self._page() is not None:
            self.desk.ask(choices).then(self._begin_likes)

    def _begin_likes(self, found: Choices) -> None:
        if (page := self._page()) is not None:
            self._show_list(likes_form(page, found.roles), page, set_likes)

    def _show_list(self, form: ListForm, page: VolunteerPage, action: Callable[..., None]) -> None:
        self._show_form(
            form,
            lambda: self.desk.do(action, page.id, form.known(), version=page.version),
            self.tr("{name} saved").format(name=page.name),
        )

    def change_paper(self, held: CredentialRow | None) -> None:
        """Add a paper on file, or change one."""
        if self._page() is not None:
            self.desk.ask(choices).then(partial(self._begin_paper, held))

    def _begin_paper(self, held: CredentialRow | None, found: Choices) -> None:
        page, desk = self._page(), self.desk
        if page is None:
            return
        form = PaperForm(desk, found.papers, held)
        if held is None:
            self._show_form(
                form,
                lambda: desk.do(add_credential, page.id, form.entry(), today=desk.today()),
                self.tr("Kept on file"),
            )
            return
        self._show_form(
            form,
            lambda: desk.do(save_credential, held.id, form.entry(), version=held.version, today=desk.today()),
            self.tr("{paper} saved").format(paper=held.name),
        )
        form.verified.connect(partial(self._verify, held))
        form.removed.connect(partial(self._remove_paper, held))

    def _verify(self, held: CredentialRow) -> None:
        answer = self.desk.do(
            verify_credential, held.id, version=held.version, today=self.desk.today(), who=self.desk.who
        )
        said = self.tr("{paper} verified").format(paper=held.name)
        answer.then(partial(self._kept, said)).otherwise(self._refused)

    def _remove_paper(self, held: CredentialRow) -> None:
        said = self.tr("{paper} taken out").format(paper=held.name)
        self.desk.do(remove_credential, held.id).then(partial(self._kept, said)).otherwise(self._refused)

    def change_away(self, away: AwayRow | None) -> None:
        """Note days away, or change them."""
        page, desk = self._page(), self.desk
        if page is None:
            return
        form = AwayForm(desk, away)
        if away is None:
            self._show_form(form, lambda: desk.do(add_away, page.id, form.entry()), self.tr("Days noted"))
        else:
            self._show_form(form, lambda: desk.do(save_away, away.id, form.entry()), self.tr("Days noted"))
            form.removed.connect(partial(self._remove_away, away))

    def _remove_away(self, away: AwayRow) -> None:
        answer = self.desk.do(remove_away, away.id)
        answer.then(partial(self._kept, self.tr("Days taken away"))).otherwise(self._refused)

    def change_status(self, status: VolunteerStatus) -> None:
        """Change where a volunteer stands, showing first which shifts that frees."""
        page, desk = self._page(), self.desk
        if page is None:
            return
        form = StatusForm(desk, page.name, status)
        said = self.tr("{name}: {status}").format(name=page.name, status=self.tr(STATUS[status][0]).lower())
        self._show_form(form, partial(self._set_status, desk.do, form, page), said)
        for field in (form.reason, form.back_on):
            field.edited.connect(partial(self._foresee, form, page))
        self._foresee(form, page)

    def _set_status(
        self, how: Callable[..., Answer[Any]], form: StatusForm, page: VolunteerPage
    ) -> Answer[Any]:
        return how(
            set_status,
            page.id,
            form.status,
            reason=form.reason.value() if form.status is VolunteerStatus.ARCHIVED else None,
            back_on=form.back_on.value() if form.status is VolunteerStatus.ON_LEAVE else None,
            version=page.version,
            today=self.desk.today(),
            now=self.desk.now(),
        )

    def _foresee(self, form: StatusForm, page: VolunteerPage) -> None:
        """Ask what the change would free, and save nothing."""
        if form.status is VolunteerStatus.ARCHIVED and form.reason.value() is None:
            form.freed.setText(self.tr("Shifts ahead become free; they are shown once a reason is chosen."))
            return
        answer = self._set_status(self.desk.try_out, form, page)
        answer.then(partial(self._show_freed, form)).otherwise(self._cannot_foresee)

    def _show_freed(self, form: StatusForm, freed: list[ToTell]) -> None:
        if self._form is form:
            form.show_freed(freed)

    def _cannot_foresee(self, error: BaseException) -> None:
        if not isinstance(error, Problem):
            self.desk.tasks.unhandled.emit(error)

    # -- the week --------------------------------------------------------------------------------

    def go_to_week(self) -> None:
        """Go into the grid of the week."""
        if self.on_page():
            self.view.cards.week.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _turn_week(self, free: Spans) -> None:
        """Keep the week as it is shown; while one is being kept, only the newest waits."""
        self._wanted_week = free
        self._keep_week()

    def _keep_week(self) -> None:
        page, free = self.view.page, self._wanted_week
        if self._saving_week or free is None or page is None:
            return
        self._saving_week, self._wanted_week = True, None
        spans = [FreeSpan(*span) for span in sorted(free)]
        answer = self.desk.do(set_week, page.id, spans, version=page.version)
        answer.then(partial(self._kept_week, page.id)).otherwise(self._week_refused)

    def _kept_week(self, key: UUID, _answer: object) -> None:
        answer = self.desk.ask(volunteer_page, key, today=self.desk.today(), now=self.desk.now())
        answer.then(self._week_shown).otherwise(self._week_refused)

    def _week_shown(self, page: VolunteerPage) -> None:
        self._saving_week = False
        if page.id != self._wanted:
            return
        if self._wanted_week is None:
            self.view.show_page(page)
        else:
            self.view.page = page
            self._keep_week()

    def _week_refused(self, error: BaseException) -> None:
        self._saving_week, self._wanted_week = False, None
        if isinstance(error, Problem):
            self.desk.tell(error)
            self._load()
        else:
            self.desk.tasks.unhandled.emit(error)

    # -- acts ------------------------------------------------------------------------------------

    def ask_for_shift(self) -> None:
        """Offer the open places that whoever is shown could take."""
        page = self._page()
        if page is not None and self.view.shift_button.isEnabled():
            self.desk.ask(open_places, page.id, now=self.desk.now()).then(self._begin_to_ask)

    def _begin_to_ask(self, places: list[OpenPlace]) -> None:
        if (page := self._page()) is not None:
            form = AskForm(self.desk, page, places)
            self._show_form(
                form, partial(self._ask, form, page), self.tr("{name} asked").format(name=page.name)
            )

    def _ask(self, form: AskForm, page: VolunteerPage) -> Answer[Any]:
        place = form.place()
        return self.desk.do(
            ask,
            place.id if place else page.id,
            page.id,
            channel=form.channel(),
            now=self.desk.now(),
            who=self.desk.who,
        )

    def enter_hours(self) -> None:
        """Enter hours of the shift the cursor is on, or beside shifts where that is none that was held."""
        page, line = self._page(), self.view.table.current()
        if page is None:
            return
        held = isinstance(line, HelpLine) and line.begins is not None and line.begins <= self.desk.now()
        if held and line.hours_state is not HoursState.APPROVED:
            form = ShiftHoursForm(line)
            self._show_form(form, partial(self._keep_shift_hours, form, line), self.tr("Hours kept"))
        else:
            self.desk.ask(choices).then(self._begin_hours)

    def _keep_shift_hours(self, form: ShiftHoursForm, line: HelpLine) -> Answer[Any]:
        return self.desk.do(
            enter_shift_hours, line.id, form.minutes(), now=self.desk.now(), who=self.desk.who
        )

    def _begin_hours(self, found: Choices) -> None:
        page, desk = self._page(), self.desk
        if page is None:
            return
        form = HoursForm(desk, found.roles)
        self._show_form(
            form,
            lambda: desk.do(
                enter_other_hours, page.id, form.entry(), today=desk.today(), now=desk.now(), who=desk.who
            ),
            self.tr("Hours kept"),
        )

    def approve(self) -> None:
        """Approve all hours of whoever is shown that wait."""
        page = self._page()
        if page is not None and page.to_approve:
            answer = self.desk.do(
                approve_hours, list(page.to_approve), now=self.desk.now(), who=self.desk.who
            )
            answer.then(self._approved).otherwise(self._refused)

    def _approved(self, count: int) -> None:
        words = self.tr("1 entry approved") if count == 1 else self.tr("{count} entries approved")
        self.desk.done(words.format(count=count))

    def print_here(self) -> None:
        """Print the letter of the hours of the year that is shown (Ctrl+P)."""
        if (page := self._page()) is not None:
            self.papers.letter(page.id, self.view.shown_year())

    def print_certificate(self) -> None:
        """Print a certificate of the hours of the year that is shown."""
        if (page := self._page()) is not None:
            self.papers.certificate(page.id, self.view.shown_year())

    def _open_person(self) -> None:
        if (page := self._page()) is not None:
            self.desk.go(Place("people", page.person_id))

    def _keep_calendars(self) -> None:
        self.desk.calendars.choose(self)

    def save_calendar(self) -> None:
        """Save the calendar of whoever is shown as a file."""
        page = self._page()
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
