"""A day planned from a template, and a template made of a day."""

from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.volunteering.schedule_acting import Acting
from mi_crm.ui.volunteering.schedule_side import ScheduleSide
from mi_crm.ui.volunteering.schedule_template_forms import KeepForm, PlanForm
from mi_crm.ui.volunteering.schedule_words import day_words
from mi_crm.ui.volunteering.volunteers_form_parts import SideForm
from mi_crm.volunteering.actions.templates import Copied, plan_from_template, template_of_day
from mi_crm.volunteering.queries.templates import TemplateChoices, template_choices
from mi_crm.volunteering.queries.week import Days


class Templates(Acting):
    """Shows the forms of templates beside the calendar; `planned` brings the first new shift."""

    planned = Signal(object)

    def __init__(self, desk: Desk, screen: QWidget, side: ScheduleSide) -> None:
        """Show forms at this side."""
        super().__init__(desk, screen)
        self._side = side

    def begin_plan(self, day: date) -> None:
        """Begin to plan a day from a template."""
        answer = self.desk.ask(template_choices, today=self.desk.today())
        answer.then(partial(self._begin_plan, day))

    def _begin_plan(self, day: date, found: TemplateChoices) -> None:
        form = PlanForm(self.desk, found, day)
        self._side.show_form(form, partial(self._plan, form))

    def _plan(self, form: PlanForm) -> None:
        row, day = form.row, form.day.value()
        if row is not None and day is not None and self.begin():
            answer = self.desk.do(
                plan_from_template, row.id, day, form.found.zone, training_id=form.training.value()
            )
            answer.then(self._planned).otherwise(partial(self._refused, form))
            answer.finished.connect(self.end)

    def _planned(self, found: Copied) -> None:
        self.planned.emit(found.shifts[0])
        count = len(found.shifts)
        self.desk.done(
            self.tr("1 shift is planned") if count == 1 else self.tr("{n} shifts are planned").format(n=count)
        )

    def begin_keep(self, day: date, found: Days) -> None:
        """Begin to keep the shifts of a day as a template."""
        shifts = [row for row in found.shifts if row.begins.date() == day]
        if not shifts:
            self.desk.say(self.tr("Nothing is planned on {day}").format(day=day_words(day)))
            return
        form = KeepForm(day, shifts, found.zone)
        self._side.show_form(form, partial(self._keep, form))

    def _keep(self, form: KeepForm) -> None:
        if self.begin():
            name = form.name.value()
            answer = self.desk.do(
                template_of_day, name, form.on, form.zone, training_id=form.training.value()
            )
            answer.then(partial(self._kept, name)).otherwise(partial(self._refused, form))
            answer.finished.connect(self.end)

    def _kept(self, name: str, _template_id: UUID) -> None:
        self._side.leave()
        self.desk.done(self.tr("Template {name} is kept").format(name=name))

    def _refused(self, form: SideForm, error: BaseException) -> None:
        """Keep what was typed, and say why it was not done."""
        if isinstance(error, Problem):
            form.refuse(str(error))
        else:
            self.desk.tasks.unhandled.emit(error)
