"""What is changed of a volunteer, in a form beside their shifts: each act is told with Undo beside it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.tasks import Answer
from mi_crm.ui.volunteering.volunteers_beside import Beside
from mi_crm.ui.volunteering.volunteers_forms import AwayForm, LimitsForm, PaperForm, StatusForm
from mi_crm.ui.volunteering.volunteers_list_forms import ListForm, likes_form, skills_form
from mi_crm.ui.volunteering.volunteers_words import STATUS
from mi_crm.volunteering.actions.availability import add_away, remove_away, save_away
from mi_crm.volunteering.actions.credentials import (
    add_credential,
    remove_credential,
    save_credential,
    verify_credential,
)
from mi_crm.volunteering.actions.volunteers import (
    save_volunteer,
    set_likes,
    set_skills,
    set_status,
)
from mi_crm.volunteering.details import VolunteerStatus
from mi_crm.volunteering.entries import ToTell
from mi_crm.volunteering.queries.choices import Choices, choices
from mi_crm.volunteering.queries.credentials_held import CredentialRow
from mi_crm.volunteering.queries.volunteer_page import AwayRow, VolunteerPage


class VolunteerChanges(QObject):
    """Limits, skills, likes, papers, days away and status of whoever is shown."""

    def __init__(self, desk: Desk, beside: Beside) -> None:
        """Show the forms there."""
        super().__init__(beside)
        self.desk, self.beside = desk, beside

    def limits(self) -> None:
        """Change limits, emergency contact and notes."""
        if (page := self.beside.page()) is not None:
            form = LimitsForm(self.desk, page)
            self.beside.show(
                form,
                lambda: self.desk.do(save_volunteer, page.id, form.entry(), version=page.version),
                self.tr("{name} saved").format(name=page.name),
            )

    def skills(self) -> None:
        """Change what a volunteer can do and which languages they speak."""
        if self.beside.page() is not None:
            self.desk.ask(choices).then(self._begin_skills)

    def _begin_skills(self, found: Choices) -> None:
        if (page := self.beside.page()) is not None:
            self._show_list(skills_form(page, found.skills), page, set_skills)

    def likes(self) -> None:
        """Change which roles a volunteer likes."""
        if self.beside.page() is not None:
            self.desk.ask(choices).then(self._begin_likes)

    def _begin_likes(self, found: Choices) -> None:
        if (page := self.beside.page()) is not None:
            self._show_list(likes_form(page, found.roles), page, set_likes)

    def _show_list(self, form: ListForm, page: VolunteerPage, action: Callable[..., None]) -> None:
        self.beside.show(
            form,
            lambda: self.desk.do(action, page.id, form.known(), version=page.version),
            self.tr("{name} saved").format(name=page.name),
        )

    def paper(self, held: CredentialRow | None) -> None:
        """Add a paper on file, or change one."""
        if self.beside.page() is not None:
            self.desk.ask(choices).then(partial(self._begin_paper, held))

    def _begin_paper(self, held: CredentialRow | None, found: Choices) -> None:
        page, desk = self.beside.page(), self.desk
        if page is None:
            return
        form = PaperForm(desk, found.papers, held)
        if held is None:
            self.beside.show(
                form,
                lambda: desk.do(add_credential, page.id, form.entry(), today=desk.today()),
                self.tr("Kept on file"),
            )
            return
        self.beside.show(
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
        answer.then(partial(self.beside.kept, said)).otherwise(self.beside.refused)

    def _remove_paper(self, held: CredentialRow) -> None:
        said = self.tr("{paper} taken out").format(paper=held.name)
        self.desk.do(remove_credential, held.id).then(partial(self.beside.kept, said)).otherwise(
            self.beside.refused
        )

    def away(self, away: AwayRow | None) -> None:
        """Note days away, or change them."""
        page, desk = self.beside.page(), self.desk
        if page is None:
            return
        form = AwayForm(desk, away)
        if away is None:
            self.beside.show(form, lambda: desk.do(add_away, page.id, form.entry()), self.tr("Days noted"))
        else:
            self.beside.show(form, lambda: desk.do(save_away, away.id, form.entry()), self.tr("Days noted"))
            form.removed.connect(partial(self._remove_away, away))

    def _remove_away(self, away: AwayRow) -> None:
        answer = self.desk.do(remove_away, away.id)
        answer.then(partial(self.beside.kept, self.tr("Days taken away"))).otherwise(self.beside.refused)

    def status(self, status: VolunteerStatus) -> None:
        """Change where a volunteer stands, showing first which shifts that frees."""
        page, desk = self.beside.page(), self.desk
        if page is None:
            return
        form = StatusForm(desk, page.name, status)
        said = self.tr("{name}: {status}").format(name=page.name, status=self.tr(STATUS[status][0]).lower())
        self.beside.show(form, partial(self._set_status, desk.do, form, page), said)
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
        if self.beside.form is form:
            form.show_freed(freed)

    def _cannot_foresee(self, error: BaseException) -> None:
        if not isinstance(error, Problem):
            self.desk.tasks.unhandled.emit(error)
