"""What is done with shifts themselves: planned, changed, moved, copied, called off."""

from datetime import date, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal

from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.tasks import Answer
from mi_crm.ui.volunteering.schedule_acting import Acting
from mi_crm.ui.volunteering.schedule_form import ALL, FOLLOWING, ShiftForm
from mi_crm.ui.volunteering.schedule_motion import Motion
from mi_crm.ui.volunteering.schedule_words import day_words
from mi_crm.volunteering.actions.series import (
    ChangedSeries,
    PlannedSeries,
    change_all,
    change_following,
    plan_series,
)
from mi_crm.volunteering.actions.shifts import cancel_shift, change_shift, move_shift, plan_shift
from mi_crm.volunteering.actions.templates import Copied, copy_days
from mi_crm.volunteering.entries import ToTell
from mi_crm.volunteering.queries.week import ShiftRow
from mi_crm.volunteering.rules.words import clock_range


class ShiftChanges(Acting):
    """Changes shifts; `saved` brings the one that was planned or changed in a form."""

    saved = Signal(object)

    def save(self, form: ShiftForm) -> None:
        """Plan the shift of a form, or change it: alone, with those that follow, or with all to come."""
        try:
            what, rule = form.entry(), form.rule()
        except Problem as problem:
            form.refuse(str(problem))
            return
        if not self.begin():
            return
        shift = form.shift
        words = self.tr("{title} is saved").format(title=what.title or self.tr("The shift"))
        answer: Answer[Any]
        if shift is None and rule is None:
            answer = self.desk.do(plan_shift, what).then(partial(self._saved, words))
        elif shift is None and rule is not None:
            answer = self.desk.do(plan_series, what, rule).then(self._saved_series)
        elif shift is not None and form.scope.value() == FOLLOWING and shift.in_series:
            answer = self.desk.do(
                change_following, shift.id, what, version=shift.version, now=self.desk.now()
            ).then(partial(self._changed_series, shift.id))
        elif shift is not None and form.scope.value() == ALL and shift.in_series:
            answer = self.desk.do(
                change_all, shift.id, what, version=shift.version, today=self.desk.today(),
                now=self.desk.now(),
            ).then(partial(self._changed_series, shift.id))  # fmt: skip
        else:
            assert shift is not None  # noqa: S101 # the only case left
            answer = self.desk.do(change_shift, shift.id, what, version=shift.version)
            answer.then(partial(self._changed, words, shift.id))
        answer.otherwise(partial(self._not_saved, form))
        answer.finished.connect(self.end)

    def _saved(self, words: str, shift_id: UUID) -> None:
        self.saved.emit(shift_id)
        self.desk.done(words)

    def _changed(self, words: str, shift_id: UUID, _result: object) -> None:
        self._saved(words, shift_id)

    def _saved_series(self, planned: PlannedSeries) -> None:
        self._saved(self.tr("{n} shifts are planned").format(n=len(planned.shifts)), planned.shifts[0])

    def _changed_series(self, shift_id: UUID, found: ChangedSeries) -> None:
        words = self.tr("{n} shifts are changed").format(n=found.changed)
        if found.to_tell:
            names = ", ".join(one.name for one in found.to_tell[:3])
            words += self.tr("; tell {names}").format(names=names)
        self._saved(words, shift_id)

    def _not_saved(self, form: ShiftForm, error: BaseException) -> None:
        """Keep what was typed, and say why it was not saved."""
        if isinstance(error, Problem):
            form.refuse(str(error))
        else:
            self.desk.tasks.unhandled.emit(error)

    def copy_week(self, first: date, last: date, zone: str) -> None:
        """Plan the shifts of the week before once more, without their helpers."""
        if self.begin():
            week = timedelta(days=7)
            answer = self.desk.do(
                copy_days, first - week, last - week, first, zone, now=self.desk.now(), who=self.desk.who
            )
            self.follow(answer.then(self._copied))

    def _copied(self, found: Copied) -> None:
        count = len(found.shifts)
        self.desk.done(
            self.tr("1 shift is planned") if count == 1 else self.tr("{n} shifts are planned").format(n=count)
        )

    def move(self, motion: Motion) -> None:
        """Move a shift to where it was put down; its helpers stay on it."""
        row = motion.row
        if self.begin():
            answer = self.desk.do(
                move_shift,
                row.id,
                day=motion.day,
                begins=_time_of(motion.begins),
                ends=_time_of(motion.ends),
                version=row.version,
            )
            words = self.tr("{title} is now on {day}, {times}").format(
                title=row.title, day=day_words(motion.day), times=clock_range(motion.begins, motion.ends)
            )
            self.follow(answer.then(partial(self.done, words)))

    def call_off(self, row: ShiftRow) -> None:
        """Call a shift off, with a reason."""
        reason = self.desk.questions.ask_reason(
            self.screen,
            self.tr("Call off {title}?").format(title=row.title),
            self.tr("Its helpers are released, and you are told whom to call. Undo brings it back."),
            [self.tr("Training canceled"), self.tr("Not needed"), self.tr("The place is closed")],
            self.tr("Call it off"),
        )
        if reason and self.begin():
            answer = self.desk.do(
                cancel_shift, row.id, reason=reason, version=row.version, now=self.desk.now()
            )
            self.follow(answer.then(partial(self._called_off, row.title)))

    def _called_off(self, title: str, told: list[ToTell]) -> None:
        words = self.tr("{title} is called off").format(title=title)
        if told:
            names = ", ".join(f"{one.name} {one.phone or one.email}".strip() for one in told[:3])
            words += self.tr("; tell {names}").format(names=names)
        self.desk.done(words)


def _time_of(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
