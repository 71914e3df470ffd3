"""What is done with a volunteer all day: asked for a shift, hours entered and approved."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.tasks import Answer
from mi_crm.ui.volunteering.volunteers_asking import AskForm
from mi_crm.ui.volunteering.volunteers_beside import Beside
from mi_crm.ui.volunteering.volunteers_hours_forms import HoursForm, ShiftHoursForm
from mi_crm.volunteering.actions.assigning import ask
from mi_crm.volunteering.actions.hours import approve_hours, enter_other_hours, enter_shift_hours
from mi_crm.volunteering.details import HoursState
from mi_crm.volunteering.queries.choices import Choices, choices
from mi_crm.volunteering.queries.open_places import OpenPlace, open_places
from mi_crm.volunteering.queries.volunteer_hours import HelpLine
from mi_crm.volunteering.queries.volunteer_page import VolunteerPage


class VolunteerActs(QObject):
    """Asks whoever is shown for shifts, and keeps their hours."""

    def __init__(self, desk: Desk, beside: Beside) -> None:
        """Show the forms there."""
        super().__init__(beside)
        self.desk, self.beside = desk, beside

    def ask_for_shift(self) -> None:
        """Offer the open places that whoever is shown could take."""
        page = self.beside.page()
        if page is not None and self.beside.view.shift_button.isEnabled():
            self.desk.ask(open_places, page.id, now=self.desk.now()).then(self._begin_to_ask)

    def _begin_to_ask(self, places: list[OpenPlace]) -> None:
        if (page := self.beside.page()) is not None:
            form = AskForm(self.desk, page, places)
            self.beside.show(
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
        page, line = self.beside.page(), self.beside.view.table.current()
        if page is None:
            return
        held = isinstance(line, HelpLine) and line.begins is not None and line.begins <= self.desk.now()
        if held and line.hours_state is not HoursState.APPROVED:
            form = ShiftHoursForm(line)
            self.beside.show(form, partial(self._keep_shift_hours, form, line), self.tr("Hours kept"))
        else:
            self.desk.ask(choices).then(self._begin_hours)

    def _keep_shift_hours(self, form: ShiftHoursForm, line: HelpLine) -> Answer[Any]:
        return self.desk.do(
            enter_shift_hours, line.id, form.minutes(), now=self.desk.now(), who=self.desk.who
        )

    def _begin_hours(self, found: Choices) -> None:
        page, desk = self.beside.page(), self.desk
        if page is None:
            return
        form = HoursForm(desk, found.roles)
        self.beside.show(
            form,
            lambda: desk.do(
                enter_other_hours, page.id, form.entry(), today=desk.today(), now=desk.now(), who=desk.who
            ),
            self.tr("Hours kept"),
        )

    def approve(self) -> None:
        """Approve all hours of whoever is shown that wait."""
        page = self.beside.page()
        if page is not None and page.to_approve:
            answer = self.desk.do(
                approve_hours, list(page.to_approve), now=self.desk.now(), who=self.desk.who
            )
            answer.then(self._approved).otherwise(self.beside.refused)

    def _approved(self, count: int) -> None:
        words = self.tr("1 entry approved") if count == 1 else self.tr("{count} entries approved")
        self.desk.done(words.format(count=count))
