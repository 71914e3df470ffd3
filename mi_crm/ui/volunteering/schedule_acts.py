"""What is done with the helpers of a shift: each act is told with Undo beside it."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal

from mi_crm.shared.problems import Problem
from mi_crm.ui.volunteering.schedule_acting import Acting
from mi_crm.ui.volunteering.schedule_words import said
from mi_crm.volunteering.actions.assigning import ask, cancel, confirm, decline, mark, swap, wait
from mi_crm.volunteering.actions.filling import Applied, apply_fill
from mi_crm.volunteering.actions.placing import Placed
from mi_crm.volunteering.details import AskChannel, AssignmentState
from mi_crm.volunteering.entries import ToTell
from mi_crm.volunteering.queries.one_shift import OnShiftRow
from mi_crm.volunteering.queries.suggesting import AbleRow, UnableRow


class HelperActs(Acting):
    """Asks, confirms, declines, swaps, and applies a plan; `applied` comes when that is done."""

    applied = Signal()

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
        if self.begin():
            answer = self.desk.do(
                ask, need_id, volunteer_id, channel=channel, override=override, now=self.desk.now(),
                who=self.desk.who,
            )  # fmt: skip
            answer.then(self._asked)
            self.follow(answer, partial(self._refused, need_id, volunteer_id, channel))

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
        self.busy = False
        self._ask_anyway(need_id, volunteer_id, channel, str(values["name"]), str(values["reasons"]))

    def _ask_anyway(
        self, need_id: UUID, volunteer_id: UUID, channel: AskChannel, name: str, reasons: str
    ) -> None:
        reason = self.desk.questions.ask_reason(
            self.screen,
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
        if self.begin():
            answer = self.desk.do(wait, need_id, volunteer_id, now=self.desk.now())
            self.follow(answer.then(self._asked))

    def swap(self, need_id: UUID, row: UnableRow) -> None:
        """Take somebody from the shift that stands in the way to this one."""
        if row.elsewhere is not None and self.begin():
            answer = self.desk.do(
                swap, row.elsewhere.assignment_id, need_id, channel=row.ask_by,
                version=row.elsewhere.version, now=self.desk.now(), who=self.desk.who,
            )  # fmt: skip
            self.follow(answer.then(partial(self._swapped, row.elsewhere.title)))

    def _swapped(self, other: str, placed: Placed) -> None:
        words = self.tr("{name} was released from {other} and asked for {shift}")
        self.desk.done(words.format(name=placed.name, other=other, shift=placed.shift))

    def confirm(self, one: OnShiftRow) -> None:
        """Note that somebody said yes."""
        if self.begin():
            answer = self.desk.do(confirm, one.id, version=one.version, now=self.desk.now())
            answer.then(partial(self.done, self.tr("{name} is confirmed").format(name=one.name)))
            self.follow(answer, self.desk.tell)

    def decline(self, one: OnShiftRow) -> None:
        """Note that somebody said no."""
        if self.begin():
            answer = self.desk.do(decline, one.id, version=one.version, now=self.desk.now())
            self.follow(answer.then(partial(self.done, self.tr("{name} said no").format(name=one.name))))

    def release(self, one: OnShiftRow) -> None:
        """Release somebody from the shift."""
        if self.begin():
            answer = self.desk.do(cancel, one.id, version=one.version, now=self.desk.now())
            self.follow(answer.then(partial(self._released, one.name)))

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
        if self.begin():
            answer = self.desk.do(mark, one.id, state, version=one.version, now=self.desk.now())
            self.follow(answer.then(partial(self.done, words.format(name=one.name))))

    def apply(self, pairs: Sequence[tuple[UUID, UUID]]) -> None:
        """Ask everybody of a plan for their place."""
        if self.begin():
            answer = self.desk.do(apply_fill, pairs, now=self.desk.now(), who=self.desk.who)
            self.follow(answer.then(self._applied))

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
