"""What is done to receipts from the screen: issue, void, replace."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mi_crm.receipts.actions.ending import replace, void
from mi_crm.receipts.actions.issue import RunResult, issue_each
from mi_crm.receipts.queries.register import receipt_rows
from mi_crm.receipts.queries.waiting import ready_gifts
from mi_crm.ui.receipts.date_doubt import DateDoubt
from mi_crm.ui.receipts.papers import unprintable
from mi_crm.ui.receipts.step import Step
from mi_crm.ui.shared.desk import Desk


class Acts(QObject):
    """Issues, voids and replaces. While a run goes on, `running` is True and lists need not follow it."""

    began = Signal()
    ran = Signal(object, bool)
    """What a run made, and whether it is to be printed."""
    ended = Signal()
    replaced = Signal(str)
    """The number that was taken in place of another."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        """Act for one screen."""
        super().__init__(window)
        self._desk, self._window = desk, window
        self.running = False
        self._doubt = DateDoubt(desk, window)

    def issue(self, gift_ids: Sequence[UUID], *, to_print: bool) -> None:
        """Issue a receipt for each gift, one after the other."""
        if self.running or not gift_ids:
            return
        self.running = True
        self.began.emit()
        desk = self._desk
        answer = desk.run(
            issue_each,
            list(gift_ids),
            today=desk.today(),
            now=desk.now(),
            who=desk.who,
            unprintable=unprintable,
            drift=desk.drift(),
            backed_up="receipts",
        ).called(self.tr("Issuing receipts"))
        answer.then(Step(self, partial(self._ran, to_print)).take)
        self._doubt.again = partial(self.issue, gift_ids, to_print=to_print)
        answer.otherwise(self._doubt.meet)
        answer.finished.connect(self._finished)

    def _ran(self, to_print: bool, result: RunResult) -> None:
        self.ran.emit(result, to_print)

    def _finished(self) -> None:
        self.running = False
        self.ended.emit()

    def issue_all(self, count: int) -> None:
        """Ask, then issue every receipt that is ready."""
        if self.running or not self._desk.questions.ask(
            self._window,
            self.tr("Issue all {n} receipts?").format(n=f"{count:,}"),
            self.tr("Each takes the next number. You can stop after any of them; what is issued stays."),
            self.tr("Issue all"),
            keep=self.tr("Not now"),
            danger=False,
        ):
            return
        self._desk.ask(ready_gifts).then(self._issue_ready)

    def _issue_ready(self, gift_ids: Sequence[UUID]) -> None:
        self.issue(gift_ids, to_print=False)

    def void(self, number: str) -> None:
        """Ask for the reason and void a receipt."""
        reason = self._desk.questions.ask_reason(
            self._window,
            self.tr("Void receipt {number}?").format(number=number),
            self.tr("The number stays in the register as void, and its gift waits for a receipt again."),
            [
                self.tr("Check returned"),
                self.tr("Entered twice"),
                self.tr("Wrong donor"),
                self.tr("Gift withdrawn"),
            ],
            self.tr("Void"),
        )
        if reason:
            desk = self._desk
            answer = desk.do(void, number, reason=reason, today=desk.today(), who=desk.who)
            answer.then(Step(self, partial(self._voided, number)).take)

    def _voided(self, number: str, _nothing: object) -> None:
        self._desk.say(self.tr("{number} is void").format(number=number))

    def replace(self, number: str) -> None:
        """Ask for the reason and issue a receipt in place of another, by what is known now."""
        reason = self._desk.questions.ask_reason(
            self._window,
            self.tr("Replace receipt {number}?").format(number=number),
            self.tr("It stays in the register as replaced; a new number is taken for what is known now."),
            [
                self.tr("Name misspelled"),
                self.tr("Address corrected"),
                self.tr("Wrong amount"),
                self.tr("Part of the gift was returned"),
            ],
            self.tr("Replace"),
        )
        if reason:
            self._replace(number, reason)

    def _replace(self, number: str, reason: str) -> None:
        desk = self._desk
        answer = desk.do(
            replace,
            number,
            reason=reason,
            today=desk.today(),
            now=desk.now(),
            who=desk.who,
            unprintable=unprintable,
            drift=desk.drift(),
        )
        answer.then(Step(self, partial(self._find, number)).take)
        self._doubt.again = partial(self._replace, number, reason)
        answer.otherwise(self._doubt.meet)

    def _find(self, old: str, receipt_id: UUID) -> None:
        answer = self._desk.ask(receipt_rows, [receipt_id])
        answer.then(Step(self, partial(self._replaced, old)).take)

    def _replaced(self, old: str, rows: Sequence[object]) -> None:
        number = str(getattr(rows[0], "number", ""))
        self._desk.say(self.tr("{new} issued in place of {old}").format(new=number, old=old))
        self.replaced.emit(number)
