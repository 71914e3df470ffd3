"""What is done with a shift and its helpers: each act is told with Undo beside it."""

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mi_crm.shared.problems import Conflict, Problem
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.tasks import Answer
from mi_crm.ui.volunteering.schedule_form import ALL, FOLLOWING, ShiftForm
from mi_crm.ui.volunteering.schedule_grid import Motion
from mi_crm.ui.volunteering.schedule_words import day_words, said
from mi_crm.volunteering.actions.assigning import ask, cancel, confirm, decline, mark, swap, wait
from mi_crm.volunteering.actions.filling import Applied, apply_fill
from mi_crm.volunteering.actions.placing import Placed, Refused
from mi_crm.volunteering.actions.series import (
    ChangedSeries,
    PlannedSeries,
    change_all,
    change_following,
    plan_series,
)
from mi_crm.volunteering.actions.shifts import cancel_shift, change_shift, move_shift, plan_shift
from mi_crm.volunteering.actions.templates import Copied, copy_days
from mi_crm.volunteering.details import AskChannel, AssignmentState
from mi_crm.volunteering.entries import ToTell
from mi_crm.volunteering.queries.one_shift import OnShiftRow
from mi_crm.volunteering.queries.suggesting import AbleRow, UnableRow
from mi_crm.volunteering.queries.week import ShiftRow
from mi_crm.volunteering.rules.words import clock_range


class ShiftActs(QObject):
    """Runs the acts; `settled` comes when one is done or refused, `stale` when the record was changed."""

    settled = Signal()
    stale = Signal()
    applied = Signal()
    saved = Signal(object)

    def __init__(self, desk: Desk, screen: QWidget) -> None:
        """Ask questions over this screen."""
        super().__init__(screen)
        self.desk, self._screen = desk, screen
        self._busy = False

    def _begin(self) -> bool:
        """Return whether to go on: a key pressed twice acts once."""
        if self._busy:
            return False
        self._busy = True
        return True

    def _follow(self, answer: Answer[Any], refused: Callable[[Problem], object] | None = None) -> None:
        answer.otherwise(partial(self._failed, refused))
        answer.finished.connect(self._end)

    def _end(self) -> None:
        self._busy = False
        self.settled.emit()

    def _failed(self, refused: Callable[[Problem], object] | None, error: BaseException) -> None:
        if isinstance(error, Conflict):
            # Somebody was quicker: what is true now is shown, and said once.
            self.desk.tell(
                Problem("Someone else changed this shift meanwhile. It is shown as it is now: look again.")
            )
            self.stale.emit()
        elif isinstance(error, Refused) and refused is not None:
            refused(error)
        elif isinstance(error, Problem):
            self.desk.tell(error)
        else:
            self.desk.tasks.unhandled.emit(error)

    # -- helpers -------------------------------------------------------------------------------------

    def ask(self, need_id: UUID, row: AbleRow | UnableRow, *, anyway: bool) -> None:
        """Ask somebody; over a conflict only with a reason."""
        if not anyway:
            self.ask_by_key(need_id, row.id, row.ask_by)
            return
        reasons = row.reasons if isinstance(row, UnableRow) else row.warnings
        self._ask_anyway(need_id, row.id, row.ask_by, row.name, " ".join(said(one) for one in reasons))

    def ask_by_key(
        self, need_id: UUID, volunteer_id: UUID, channel: AskChannel = AskChannel.PHONE, override: str = ""
    ) -> None:
        """Ask a volunteer for a place; what stands in the way is told, and a reason asked for."""
        if self._begin():
            answer = self.desk.do(
                ask, need_id, volunteer_id, channel=channel, override=override, now=self.desk.now(),
                who=self.desk.who,
            )  # fmt: skip
            answer.then(self._asked)
            self._follow(answer, partial(self._refused, need_id, volunteer_id, channel))

    def _asked(self, placed: Placed) -> None:
        if placed.state is AssignmentState.WAITING:
            words = self.tr("{name} is on the waiting list").format(name=placed.name)
        else:
            words = self.tr("{name} was asked").format(name=placed.name)
        if placed.warnings:
            words += f". {said(placed.warnings[0])}"
        self.desk.done(words)

    def _refused(self, need_id: UUID, volunteer_id: UUID, channel: AskChannel, problem: Problem) -> None:
        values = problem.values
        self._busy = False
        self._ask_anyway(need_id, volunteer_id, channel, str(values["name"]), str(values["reasons"]))

    def _ask_anyway(
        self, need_id: UUID, volunteer_id: UUID, channel: AskChannel, name: str, reasons: str
    ) -> None:
        reason = self.desk.questions.ask_reason(
            self._screen,
            self.tr("Ask {name} anyway?").format(name=name),
            self.tr("{reasons} Your reason stays with the shift.").format(reasons=reasons),
            [self.tr("Agreed with them"), self.tr("Nobody else can"), self.tr("They offered")],
            self.tr("Ask anyway"),
            keep=self.tr("Do not ask"),
        )
        if reason:
            self.ask_by_key(need_id, volunteer_id, channel, reason)

    def wait(self, need_id: UUID, volunteer_id: UUID) -> None:
        """Put somebody on the waiting list."""
        if self._begin():
            answer = self.desk.do(wait, need_id, volunteer_id, now=self.desk.now())
            self._follow(answer.then(self._asked))

    def swap(self, need_id: UUID, row: UnableRow) -> None:
        """Take somebody from the shift that stands in the way to this one."""
        if row.elsewhere is not None and self._begin():
            answer = self.desk.do(
                swap, row.elsewhere.assignment_id, need_id, channel=row.ask_by,
                version=row.elsewhere.version, now=self.desk.now(), who=self.desk.who,
            )  # fmt: skip
            self._follow(answer.then(partial(self._swapped, row.elsewhere.title)))

    def _swapped(self, other: str, placed: Placed) -> None:
        words = self.tr("{name} was released from {other} and asked for {shift}")
        self.desk.done(words.format(name=placed.name, other=other, shift=placed.shift))

    def confirm(self, one: OnShiftRow) -> None:
        """Note that somebody said yes."""
        if self._begin():
            answer = self.desk.do(confirm, one.id, version=one.version, now=self.desk.now())
            answer.then(partial(self._done, self.tr("{name} is confirmed").format(name=one.name)))
            self._follow(answer, self.desk.tell)

    def decline(self, one: OnShiftRow) -> None:
        """Note that somebody said no."""
        if self._begin():
            answer = self.desk.do(decline, one.id, version=one.version, now=self.desk.now())
            self._follow(answer.then(partial(self._done, self.tr("{name} said no").format(name=one.name))))

    def release(self, one: OnShiftRow) -> None:
        """Release somebody from the shift."""
        if self._begin():
            answer = self.desk.do(cancel, one.id, version=one.version, now=self.desk.now())
            self._follow(answer.then(partial(self._released, one.name)))

    def _released(self, name: str, told: list[ToTell]) -> None:
        words = self.tr("{name} is released").format(name=name)
        if told:
            words += self.tr("; tell them: {how}").format(how=told[0].phone or told[0].email or name)
        self.desk.done(words)

    def mark(self, one: OnShiftRow, state: AssignmentState) -> None:
        """Note on the day that somebody was there, was not, or was excused."""
        words = {
            AssignmentState.ATTENDED: self.tr("{name} was there"),
            AssignmentState.NO_SHOW: self.tr("{name} was not there"),
            AssignmentState.EXCUSED: self.tr("{name} is excused"),
        }[state]
        if self._begin():
            answer = self.desk.do(mark, one.id, state, version=one.version, now=self.desk.now())
            self._follow(answer.then(partial(self._done, words.format(name=one.name))))

    def _done(self, words: str, _result: object = None) -> None:
        self.desk.done(words)

    def apply(self, pairs: Sequence[tuple[UUID, UUID]]) -> None:
        """Ask everybody of a plan for their place."""
        if self._begin():
            answer = self.desk.do(apply_fill, pairs, now=self.desk.now(), who=self.desk.who)
            self._follow(answer.then(self._applied))

    def _applied(self, found: Applied) -> None:
        count = len(found.placed)
        words = (
            self.tr("Asked for 1 place") if count == 1 else self.tr("Asked for {n} places").format(n=count)
        )
        if found.refused:
            first = found.refused[0]
            words += self.tr("; {n} left out. {name}: {why}").format(
                n=len(found.refused), name=first.name, why=first.reason
            )
        self.applied.emit()
        self.desk.done(words)

    # -- shifts ----------------------------------------------------------------------------------------

    def save(self, form: ShiftForm) -> None:
        """Plan the shift of a form, or change it: alone, with those that follow, or with all to come."""
        try:
            what, rule = form.entry(), form.rule()
        except Problem as problem:
            form.refuse(str(problem))
            return
        if not self._begin():
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
        answer.finished.connect(self._end)

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
        if self._begin():
            week = timedelta(days=7)
            answer = self.desk.do(
                copy_days, first - week, last - week, first, zone, now=self.desk.now(), who=self.desk.who
            )
            self._follow(answer.then(self._copied))

    def _copied(self, found: Copied) -> None:
        count = len(found.shifts)
        self.desk.done(
            self.tr("1 shift is planned") if count == 1 else self.tr("{n} shifts are planned").format(n=count)
        )

    def move(self, motion: Motion) -> None:
        """Move a shift to where it was put down; its helpers stay on it."""
        row = motion.row
        if self._begin():
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
            self._follow(answer.then(partial(self._done, words)))

    def call_off(self, row: ShiftRow) -> None:
        """Call a shift off, with a reason."""
        reason = self.desk.questions.ask_reason(
            self._screen,
            self.tr("Call off {title}?").format(title=row.title),
            self.tr("Its helpers are released, and you are told whom to call. Undo brings it back."),
            [self.tr("Training canceled"), self.tr("Not needed"), self.tr("The place is closed")],
            self.tr("Call it off"),
        )
        if reason and self._begin():
            answer = self.desk.do(
                cancel_shift, row.id, reason=reason, version=row.version, now=self.desk.now()
            )
            self._follow(answer.then(partial(self._called_off, row.title)))

    def _called_off(self, title: str, told: list[ToTell]) -> None:
        words = self.tr("{title} is called off").format(title=title)
        if told:
            names = ", ".join(f"{one.name} {one.phone or one.email}".strip() for one in told[:3])
            words += self.tr("; tell {names}").format(names=names)
        self.desk.done(words)


def _time_of(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
