"""What is done to papers on their way: send again, mark as sent, another way, leave out, came back."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mi_crm.receipts.actions.deliver import go_by, leave_out, mark_sent, note_bounce, send_again
from mi_crm.receipts.queries.deliveries import OutgoingRow
from mi_crm.receipts.rules.ways import Way
from mi_crm.ui.receipts.words import number_span, outgoing_name, tr
from mi_crm.ui.shared.desk import Desk


class WayActs(QObject):
    """Acts on the papers that are chosen, and says what was done."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        """Act for one screen."""
        super().__init__(window)
        self._desk, self._window = desk, window

    def again(self, rows: Sequence[OutgoingRow]) -> None:
        """Let papers wait once more."""
        self._do(send_again, rows, self.tr("{numbers} wait again"))

    def mark_sent(self, rows: Sequence[OutgoingRow]) -> None:
        """Note that papers are out."""
        self._do(mark_sent, rows, self.tr("{numbers} marked as sent"))

    def other_way(self, rows: Sequence[OutgoingRow]) -> None:
        """Let letters go by e-mail, and e-mails as letters."""
        if rows:
            by_mail = rows[0].way is not Way.PRINT
            words = self.tr("{numbers} to print") if by_mail else self.tr("{numbers} to e-mail")
            self._do(partial(go_by, way=Way.PRINT if by_mail else Way.EMAIL), rows, words)

    def leave_out(self, rows: Sequence[OutgoingRow]) -> None:
        """Ask, then let papers wait no more."""
        if rows and self._desk.questions.ask(
            self._window,
            self.tr("Leave out {numbers}?").format(numbers=_span(rows)),
            self.tr("Nothing is sent to them. What was issued or written stays."),
            self.tr("Leave out"),
        ):
            self._do(leave_out, rows, self.tr("{numbers} left out"))

    def _do(self, act: Callable[..., Any], rows: Sequence[OutgoingRow], words: str) -> None:
        if rows:
            desk = self._desk
            answer = desk.do(act, [row.id for row in rows], now=desk.now(), who=desk.who)
            answer.then(partial(self._done, words.format(numbers=_span(rows))))

    def _done(self, words: str, _nothing: object) -> None:
        self._desk.say(words)

    def came_back(self, number: str) -> None:
        """Ask why a paper came back, and note it."""
        reason = self._desk.questions.ask_reason(
            self._window,
            self.tr("Did {number} come back?").format(number=number),
            self.tr("The receipt stands. It is listed under To send until it goes out again."),
            [
                self.tr("Moved, left no address"),
                self.tr("No such address"),
                self.tr("The e-mail bounced"),
                self.tr("Refused"),
            ],
            self.tr("Note it"),
        )
        if reason:
            desk = self._desk
            answer = desk.do(note_bounce, number, reason=reason, now=desk.now(), who=desk.who)
            answer.then(partial(self._done, self.tr("{number} came back").format(number=number)))


def _span(rows: Sequence[OutgoingRow]) -> str:
    numbers = sorted(row.number for row in rows if row.number)
    letters = [row for row in rows if row.letter]
    if not letters:
        return number_span(numbers)
    return outgoing_name(letters[0]) if len(letters) == 1 else tr("{n} letters").format(n=f"{len(letters):,}")
