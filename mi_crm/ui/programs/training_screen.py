"""One training: looked at along its thread, planned, filled with practitioners, paid for, and finished."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget
from typing_extensions import override

from mi_crm.programs.actions.trainings import (
    Saved,
    plan_training,
    save_training,
)
from mi_crm.programs.details import TrainingState
from mi_crm.programs.entries import TrainingEntry
from mi_crm.programs.queries.practitioners import PractitionerRow
from mi_crm.programs.queries.programs import ProgramRow, SiteRow, list_programs, list_sites
from mi_crm.programs.queries.trainings import time_zone
from mi_crm.shared.problems import Problem
from mi_crm.ui.programs.attendance_page import AttendancePage
from mi_crm.ui.programs.form_page import FormPage
from mi_crm.ui.programs.link_page import LinkPage
from mi_crm.ui.programs.practitioner_page import PractitionerPage
from mi_crm.ui.programs.training_acts import TrainingActs
from mi_crm.ui.programs.training_form import TrainingForm
from mi_crm.ui.programs.training_view import TrainingView
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.shared.style import px
from mi_crm.volunteering.queries.training import TrainingPage, training_page

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class _Pages(QStackedWidget):
    """Asks for the room that the page in hand needs, where Qt asks for that of the largest."""

    @override
    def minimumSizeHint(self) -> QSize:
        current = self.currentWidget()
        return current.minimumSizeHint() if current is not None else super().minimumSizeHint()


class TrainingScreen(Screen):
    """The page of a training, and the forms that are opened from it."""

    name = "training"
    shows = frozenset(
        {"training", "training_session", "enrollment", "attendance", "certificate", "training_gift", "gift",
         "constituent", "shift", "need", "assignment", "program", "site", "fund"}
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(desk, parent)
        self._id: UUID | None = None
        self._page: TrainingPage | None = None
        self._editing: TrainingPage | None = None
        self._wanted = ""
        self._menu = QMenu(self)
        self.back = Button(self.tr("Trainings"), "ghost", icon="chevron-left", small=True)
        self.back.clicked.connect(self._to_list)
        self.view = TrainingView(desk)
        self.form = TrainingForm(desk)
        self.practitioner = PractitionerPage(desk)
        self.attendance = AttendancePage(desk)
        self.link = LinkPage(desk)
        self.pages = _Pages()
        self.list = FormPage(desk)
        for page in (self.view, self.form, self.practitioner, self.attendance, self.link, self.list):
            self.pages.addWidget(page)
        self.acts = TrainingActs(desk, self)
        self.header.hide()
        self._crumb = label("", "medium")
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addWidget(self.back)
        line.addWidget(self._crumb, 1)
        self.body.addLayout(line)
        self.body.addWidget(self.pages, 1)
        self._connect()
        self.start_at(self.view.for_.table)

    def _connect(self) -> None:
        view = self.view
        view.edit_asked.connect(self.edit_training)
        view.told_asked.connect(self.write_told)
        view.sheet_asked.connect(self.acts.print_sheet)
        view.link_asked.connect(self.link_gifts)
        view.helpers_asked.connect(self.find_helpers)
        view.practitioner_asked.connect(self.add_practitioner)
        view.more_asked.connect(self._show_more)
        view.gift_opened.connect(self._open_gift)
        view.person_opened.connect(self._open_helper)
        view.enrollment_opened.connect(self._open_enrollment)
        view.due.clicked.connect(self._due)
        self.form.saved.connect(self._save)
        self.form.left.connect(self.cancel)
        self.practitioner.person_opened.connect(self._open_person)
        self.practitioner.void_asked.connect(self.acts.void_certificate)
        self.practitioner.left.connect(self.cancel)
        self.attendance.marked.connect(self.acts.mark)
        self.attendance.finished.connect(self.acts.finish_training)
        self.attendance.left.connect(self.cancel)
        self.link.left.connect(self.cancel)
        self.list.enrolled.connect(self._came_in)
        self.list.left.connect(self.cancel)
        self.acts.deleted.connect(self._to_list)
        self.acts.finished.connect(self._finished)
        self.key("A", self.add_here, list_only=True, words=self.tr("Add to this card"))
        self.key("Alt+N", self._new_person)
        for key, act, words in (
            ("P", self._present, self.tr("Was there")),
            ("X", self._absent, self.tr("Was absent")),
            ("E", self._excused, self.tr("Was excused")),
            ("T", self._for_a_part, self.tr("Was there for a part")),
        ):
            self.key(key, act, list_only=True, words=words)
        self.key("Shift+P", self._rest_present, list_only=True, words=self.tr("The rest were present"))
        self.key("Backspace", self._backspace, list_only=True, words=self.tr("Take the mark or link away"))
        self.key("Del", self.void_here, list_only=True, words=self.tr("Make the certificate void"))
        self.key("Space", self._space, list_only=True, words=self.tr("Link all that is left"))

    def _on_attendance(self, act: Callable[[], object]) -> None:
        if self.pages.currentWidget() is self.attendance:
            act()

    def _present(self) -> None:
        self._on_attendance(self.attendance.present)

    def _absent(self) -> None:
        self._on_attendance(self.attendance.absent)

    def _excused(self) -> None:
        self._on_attendance(self.attendance.excused)

    def _for_a_part(self) -> None:
        self._on_attendance(self.attendance.ask_minutes)

    def _rest_present(self) -> None:
        self._on_attendance(self.attendance.rest_present)

    def _backspace(self) -> None:
        if self.pages.currentWidget() is self.link:
            self.link.take_out()
        else:
            self._on_attendance(self.attendance.unmark)

    def _space(self) -> None:
        if self.pages.currentWidget() is self.link:
            self.link.link_whole()

    @override
    def title(self) -> str:
        if self.pages.currentWidget() is self.form and self._editing is None:
            return self.tr("Plan a training")
        return self._page.details.row.title if self._page else self.tr("Training")

    @override
    def keys(self) -> list[KeyHint]:
        page = self.pages.currentWidget()
        if page is self.attendance:
            return [
                KeyHint("P", self.tr("Present")),
                KeyHint("T", self.tr("A part")),
                KeyHint("X", self.tr("Absent")),
                KeyHint("E", self.tr("Excused")),
                KeyHint("Shift+P", self.tr("The rest were present")),
                KeyHint("Ctrl+Enter", self.tr("Finish training")),
            ]
        if page is self.link:
            return [
                KeyHint("Space", self.tr("All that is left")),
                KeyHint("Enter", self.tr("A part")),
                KeyHint("Backspace", self.tr("Take out")),
                KeyHint("Esc", self.tr("Back")),
            ]
        if page is self.view:
            return [
                KeyHint("Tab", self.tr("Next card")),
                KeyHint("A", self.tr("Add to this card")),
                KeyHint("Enter", self.tr("Open")),
                KeyHint("Ctrl+P", self.tr("Sign-in sheet")),
                KeyHint("Del", self.tr("Certificate void")),
                KeyHint("Alt+←", self.tr("Back")),
            ]
        return [KeyHint("Ctrl+Enter", self.tr("Save")), KeyHint("Esc", self.tr("Leave it"))]

    # -- arriving ----------------------------------------------------------------------------------

    @override
    def open(self, place: Place) -> None:
        if place.what == "new":
            self._id, self._page = None, None
            self.new_here()
        elif place.id is not None:
            if place.id != self._id:
                self._page = None
            self._id, self._wanted = place.id, place.what
            self._turn(self.view)
            self.reload()

    @override
    def leave(self) -> bool:
        if self.pages.currentWidget() is self.form and self.form.changed:
            return self._ask_to_leave()
        return True

    def _ask_to_leave(self) -> bool:
        gone = self.desk.questions.ask(
            self,
            self.tr("Leave what was typed?"),
            self.tr("This training is not saved."),
            self.tr("Leave it"),
            keep=self.tr("Go on typing"),
        )
        if gone:
            self.form.forget()
        return gone

    def _turn(self, page: QWidget) -> None:
        if page is not self.form:
            self.form.forget()
        self.pages.setCurrentWidget(page)
        self.pages.updateGeometry()
        self._refresh_window()

    def _refresh_window(self) -> None:
        """Let the window show the title and the keys of what is shown now."""
        refresh = getattr(self.window(), "refresh", None)
        if callable(refresh) and self.isVisible():
            refresh()

    @override
    def reload(self) -> None:
        if self._id is not None:
            self.desk.ask(training_page, self._id).then(self._show)

    def _show(self, page: TrainingPage | None) -> None:
        if page is None:
            if self.isVisible():
                self._to_list()
            return
        if page.details.row.id != self._id:
            return
        self._page = self.acts.page = page
        self.view.show_page(page)
        row = page.details.row
        self._crumb.setText(f"/ {row.term}" if row.term else "")
        if self.pages.currentWidget() is self.attendance:
            self.attendance.show_page(page)
        for one in page.practitioners:
            self.practitioner.show_certificates(one)
        wanted, self._wanted = self._wanted, ""
        if wanted == "attendance":
            self.note_attendance()
        elif wanted == "add":
            self.add_practitioner()
        elif wanted == "gifts":
            self.link_gifts()
        self._refresh_window()

    def _to_list(self) -> None:
        self.desk.go(Place("trainings"))

    # -- the training itself -------------------------------------------------------------------------

    def new_here(self) -> None:
        """Plan another training."""
        self._editing = None
        self._begin_form(on_told=False)

    def edit_training(self) -> None:
        """Change this training."""
        if self._page is not None:
            self._editing = self._page
            self._begin_form(on_told=False)

    def write_told(self) -> None:
        """Write what donors may be told of it."""
        if self._page is not None:
            self._editing = self._page
            self._begin_form(on_told=True)

    def _begin_form(self, *, on_told: bool) -> None:
        self._turn(self.form)
        if self._editing is None:
            self._crumb.setText(self.tr("/ New"))
        self.desk.ask(_choices).then(partial(self._fill_form, on_told))

    def _fill_form(self, on_told: bool, found: tuple[list[ProgramRow], list[SiteRow], str]) -> None:
        programs, sites, zone = found
        entry = self._editing.details.entry if self._editing else None
        self.form.begin(entry, programs, sites, zone, on_told=on_told)

    def _save(self, entry: TrainingEntry) -> None:
        if self._editing is None:
            made = self.desk.do(plan_training, entry)
            made.then(partial(self._planned, entry.title)).otherwise(self._form_refused)
        else:
            details = self._editing.details
            done = self.desk.do(save_training, details.row.id, entry, version=details.version)
            done.then(self._saved).otherwise(self._form_refused)

    def _planned(self, title: str, training_id: UUID) -> None:
        self.form.forget()
        self.desk.done(self.tr("“{title}” is planned").format(title=title))
        self._id = training_id
        self._turn(self.view)
        self.reload()
        self.view.for_.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _saved(self, saved: Saved) -> None:
        self.form.forget()
        words = self.tr("The training is saved")
        if saved.seated:
            words = self.tr("The training is saved; seats given to {names}").format(
                names=", ".join(saved.seated)
            )
        self.desk.done(words)
        self._turn(self.view)
        self.view.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _form_refused(self, error: BaseException) -> None:
        self._refused(self.form.refuse, error)

    def _refused(self, say: Callable[[str], object], error: BaseException) -> None:
        if isinstance(error, Problem):
            say(str(error))
        else:
            self.desk.tasks.unhandled.emit(error)

    def _show_more(self, place: QPoint) -> None:
        if self._page is None:
            return
        self._menu.clear()
        state = self._page.details.row.state
        acts = [(self.tr("Attendance…"), self.note_attendance)]
        acts.append((self.tr("Export the roster…"), self.acts.export_roster))
        if state is TrainingState.HELD:
            acts += [
                (self.tr("Issue certificates"), self.acts.issue_certificates),
                (self.tr("Print certificates…"), self.acts.print_certificates),
                (self.tr("Open again…"), self.acts.reopen),
            ]
        if state is TrainingState.PLANNED:
            acts.append((self.tr("Import practitioners from a form…"), self.import_form))
            acts += [
                (self.tr("Finish training"), self.acts.finish_training),
                (self.tr("Cancel training…"), self.acts.cancel_training),
            ]
        if state is TrainingState.CANCELED:
            acts.append((self.tr("Plan it again"), self.acts.plan_again))
        acts.append((self.tr("Delete"), self.acts.delete_training))
        for words, act in acts:
            self._menu.addAction(words, act)
        self._menu.setActiveAction(self._menu.actions()[0])
        self._menu.popup(place)

    # -- along the thread ----------------------------------------------------------------------------

    def add_here(self) -> None:
        """Add to the card that the cursor is in."""
        if self.pages.currentWidget() is not self.view:
            return
        if self.view.paid.table.hasFocus():
            self.link_gifts()
        elif self.view.run.table.hasFocus():
            self.find_helpers()
        else:
            self.add_practitioner()

    def link_gifts(self) -> None:
        """Show the gifts that pay, or could pay."""
        if self._id is not None:
            self._turn(self.link)
            self.link.begin(self._id)

    def find_helpers(self) -> None:
        """Go to the shifts of this training."""
        self.desk.go(Place("schedule", self._id, "training"))

    def _open_gift(self, gift_id: object) -> None:
        if isinstance(gift_id, UUID):
            self.desk.go(Place("gifts", gift_id))

    def _open_helper(self, person_id: object) -> None:
        if isinstance(person_id, UUID):
            self.desk.go(Place("people", person_id))
        else:
            self.find_helpers()

    def _open_person(self, person_id: UUID) -> None:
        self.desk.go(Place("people", person_id))

    # -- practitioners -------------------------------------------------------------------------------

    def add_practitioner(self) -> None:
        """Ask for somebody to enroll."""
        if self._page is not None:
            self._turn(self.practitioner)
            self.practitioner.begin_add(self._page.details.row.id)

    def import_form(self) -> None:
        """Choose a form's file and show what would come of it."""
        if self._id is None:
            return
        path = self.desk.questions.choose_file(
            self, self.tr("Practitioners from a form"), self.tr("Lists (*.csv *.tsv *.txt)")
        )
        if path is not None:
            self._turn(self.list)
            self.list.begin(self._id, path)

    def _came_in(self, count: int) -> None:
        words = self.tr("1 practitioner came in") if count == 1 else self.tr("{count} practitioners came in")
        self.desk.done(words.format(count=count))
        self.cancel()

    def _new_person(self) -> None:
        if self.pages.currentWidget() is self.practitioner:
            self.practitioner.begin_new()

    def _enrolled(self, enrollment_id: object) -> PractitionerRow | None:
        rows = self._page.practitioners if self._page else ()
        return next((one for one in rows if one.id == enrollment_id), None)

    def void_here(self) -> None:
        """Make the certificate of the practitioner that the cursor is on void (Del)."""
        table = self.view.for_.table
        if self.pages.currentWidget() is self.view and table.hasFocus():
            row = self._enrolled(getattr(table.current(), "id", None))
            if row is not None:
                self.acts.void_certificate(row)

    def _open_enrollment(self, enrollment_id: object) -> None:
        row = self._enrolled(enrollment_id)
        if row is not None:
            self._turn(self.practitioner)
            self.practitioner.begin_edit(row)

    # -- attendance and certificates -----------------------------------------------------------------

    def _due(self) -> None:
        if self._page is not None and self._page.details.row.state is TrainingState.HELD:
            self.acts.issue_certificates()
        else:
            self.note_attendance()

    def note_attendance(self) -> None:
        """Note who was there."""
        if self._page is not None:
            self._turn(self.attendance)
            self.attendance.show_page(self._page)
            self.attendance.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _finished(self) -> None:
        self._turn(self.view)
        self.view.due.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_here(self) -> None:
        """Print the sheet that practitioners sign."""
        self.acts.print_sheet()

    def export_here(self) -> None:
        """Write the roster with license numbers to a file."""
        self.acts.export_roster()

    # -- the keys of the window ----------------------------------------------------------------------

    def finish(self) -> None:
        """Finish what is open."""
        page = self.pages.currentWidget()
        if page is self.form:
            self.form.finish()
        elif page is self.practitioner:
            self.practitioner.finish()
        elif page is self.attendance:
            self.acts.finish_training()
        elif page is self.list:
            self.list.finish()

    def cancel(self) -> bool:
        """Go back to the page of the training, or to the list."""
        page = self.pages.currentWidget()
        if page is self.view:
            return False
        if page is self.practitioner and self.practitioner.close_part():
            return True
        if page is self.attendance and self.attendance.hide_minutes():
            return True
        if page is self.form and self.form.changed and not self._ask_to_leave():
            return True
        if self._id is None:
            self._turn(self.view)
            self._to_list()
            return True
        self._turn(self.view)
        self.reload()
        {
            self.link: self.view.paid.table,
            self.form: self.view.edit,
        }.get(page, self.view.for_.table).setFocus(Qt.FocusReason.OtherFocusReason)  # type: ignore[call-overload]
        return True


def _choices(session: "Session") -> tuple[list[ProgramRow], list[SiteRow], str]:
    """Return what a form offers: programs, places, and the zone of the office."""
    return list_programs(session), list_sites(session), time_zone(session)
