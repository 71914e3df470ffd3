"""Record gifts: a pile of checks goes in without looking up from the keyboard."""

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mi_crm.giving.actions.batches import add_line, change_line, draft_form, post_batch, remove_line
from mi_crm.giving.actions.entry import GiftEntry, entry_of
from mi_crm.giving.actions.record import record_gift
from mi_crm.giving.queries.batches import (
    LineRow,
    form_start,
)
from mi_crm.giving.queries.donors import Double, duplicate_check
from mi_crm.history.actions import Returned
from mi_crm.shared.problems import Problem
from mi_crm.ui.giving.record_gift_page import RecordGiftPage
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.tasks import Answer


class RecordGiftScreen(RecordGiftPage):
    """Saves what the form holds, changes it, takes it back, and posts the whole."""

    name = "record_gift"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Begin with the open batch, or a single gift when there is none."""
        super().__init__(desk, parent)
        self._entry: GiftEntry | None = None
        self._parked: dict[str, Any] = {}
        self._saving = False
        self._closing = False
        self._out: GiftEntry | None = None
        self.form.finished.connect(self.finish)
        self.save.clicked.connect(self.finish)
        self.save_close.clicked.connect(self.save_and_close)
        self.clear.clicked.connect(self.cancel)
        self.pane.edit_asked.connect(self.edit_line)
        self.pane.remove_asked.connect(self.remove)
        self.pane.post.clicked.connect(self.post)
        self.key("Alt+P", self.post, words=self.tr("Post batch"))

    # -- saving ----------------------------------------------------------------------------------

    def finish(self) -> None:
        """Save the line and start the next; from anywhere."""
        if self.form.new_person.isVisible():
            self.form.new_person.add()
            return
        if self._saving or not self.save.isEnabled():
            return
        self.panes.bring(0)
        entry = self.form.entry()
        if entry is None:
            return
        self._saving, self._entry = True, entry
        self.patience.hold()
        today, now, who = self.desk.today(), self.desk.now(), self.desk.who
        answer: Answer[Any]
        if self._line is not None:
            answer = self.desk.do(change_line, self._line.id, entry, version=self._line.version, today=today)
            answer.succeeded.connect(self._changed)
        elif self.batch_id is not None:
            answer = self.desk.do(add_line, self.batch_id, entry, today=today, now=now, who=who)
            answer.succeeded.connect(self._saved)
        else:
            answer = self.desk.do(record_gift, entry, today=today, now=now, who=who)
            answer.succeeded.connect(self._saved)
        answer.failed.connect(self._refused)

    def save_and_close(self) -> None:
        """Save the line, if there is one, and go to the batches."""
        if self.form.empty:
            self.desk.go(Place("batches"))
            return
        self._closing = True
        self.finish()
        self._closing = self._saving

    def _saved(self, gift_id: UUID) -> None:
        entry = self._entry
        if entry is None:
            return
        if self.batch_id is None:
            self._singles.append(gift_id)
        self._warning = ""
        self.desk.ask(
            duplicate_check, entry.donor_id, entry.check_number, entry.amount, entry.given_on,
            today=self.desk.today(), but=gift_id,
        ).then(self._warn)  # fmt: skip
        self._next()

    def _warn(self, doubles: list[Double]) -> None:
        if doubles:
            self._warning = doubles[0].sentence
            self.pane.warn(self._warning)

    def _changed(self) -> None:
        self._next()
        self._go_on_typing()

    def _go_on_typing(self) -> None:
        """Leave the line that was changed, and put back what stood in the form before."""
        self._stop_editing()
        self.form.restore(self._parked)
        self.drafts.begin(draft_form(self.batch_id))

    def _next(self) -> None:
        self._saving, self._entry, self._announce = False, None, True
        self.notice.hide()
        self.drafts.forget()
        self.form.clear_line()
        self.form.focus_donor()
        if self.batch_id is None:
            self._start_single()
        if self._closing:
            self._closing = False
            self.patience.drop()
            self.desk.go(Place("batches"))
        else:
            self.patience.release()

    def _refused(self, error: BaseException) -> None:
        self._saving, self._closing, self._entry = False, False, None
        self.patience.drop()
        if isinstance(error, Problem):
            self._say("wrong", str(error))
        else:
            self.desk.tasks.unhandled.emit(error)

    # -- changing and taking back ----------------------------------------------------------------

    def edit_line(self, line: LineRow) -> None:
        """Put a line of the batch into the form, to be changed; a half-typed one is kept meanwhile."""
        if self.batch_id is None:
            self.desk.go(Place("gifts", line.id))
            return
        if not self._is_open():
            self.desk.go(Place("gifts", line.id))
            return
        if self._line is None:
            self.drafts.rest()
            self._parked = self.form.typed()
        self._line = line
        self.form.but = line.id
        self.save.setText(self.tr("Save line {number}").format(number=line.place))
        self.save_close.hide()
        self.clear.setText(self.tr("Leave it"))
        self.panes.bring(0)
        self.desk.ask(form_start, self.batch_id, also=line.id).then(self._begin)
        self.desk.ask(entry_of, line.id).then(self._show_line)

    def _show_line(self, entry: GiftEntry) -> None:
        line = self._line
        if line is None:
            return
        self.form.show_entry(entry)
        self.form.but = line.id
        self.form.amount.input.setFocus()
        self.form.amount.input.selectAll()

    def remove(self, line: LineRow) -> None:
        """Take a line out of the open batch; Undo puts it back."""
        if self.batch_id is not None and self._is_open():
            self.desk.do(remove_line, line.id).then(self._removed)

    def _removed(self, entry: GiftEntry) -> None:
        self.desk.done(self.tr("{amount} is out of the batch").format(amount=entry.amount.dollars()))
        self._take_into_form(entry)

    def _take_into_form(self, entry: GiftEntry) -> None:
        """Put a line that is out of the batch into the form, if that is free."""
        if self._line is None and self.form.empty:
            self.form.show_entry(entry)
            self._say("info", self.tr("The line is out of the batch. Save it again, or clear it with Esc."))
            self.drafts.flush()
            self._out = entry

    @override
    def came_back(self, returned: Returned) -> None:
        what, brought = returned.told.what, returned.brought
        if what == "gift.recorded":
            if returned.again and isinstance(brought, UUID):
                self._singles.append(brought)
            else:
                self._singles = [key for key in self._singles if key != returned.told.subject("gift")]
            if self.batch_id is None:
                self._start_single()
        elif what in ("line.entered", "line.removed") and returned.told.subject("batch") == self.batch_id:
            if isinstance(brought, GiftEntry):
                self._take_into_form(brought)
            elif self._out is not None and self._line is None and self.form.entry() == self._out:
                # The line is back in the batch; the form no longer holds it a second time.
                self._next()

    def cancel(self) -> bool:
        """Close what is open: the new person, the line being changed, the half-typed line."""
        if self.form.new_person.isVisible():
            self.form.new_person.close_form()
            return True
        if self._line is not None:
            self._go_on_typing()
            return True
        if self.form.empty:
            return False
        typed = self.form.typed()
        self.form.clear_line()
        self.notice.hide()
        self.drafts.flush()
        self.form.focus_donor()
        self.desk.say(self.tr("The half-typed line is cleared"), undo=partial(self.form.restore, typed))
        return True

    # -- the batch as a whole --------------------------------------------------------------------

    def post(self) -> None:
        """Post the batch; when it differs from its control total, ask why first."""
        page = self.page
        if page is None or not self._is_open() or not page.lines:
            return
        if not self.form.empty:
            self._say("warn", self.tr("A line is half typed. Save it or clear it, then post the batch."))
            return
        reason: str | None = ""
        if not page.batch.balance.even:
            left = page.batch.balance.left
            differs = (
                self.tr("It differs from its control total by {amount}.").format(amount=left.dollars())
                if left
                else self.tr("The number of lines differs from the tape.")
            )
            reason = self.desk.questions.ask_reason(
                self,
                self.tr("Post batch {number} as it is?").format(number=page.batch.number),
                differs + " " + self.tr("Posted lines are money and change only by a correction."),
                [
                    self.tr("One check was set aside"),
                    self.tr("The tape was added up wrong"),
                    self.tr("One check was entered in another batch"),
                ],
                self.tr("Post batch"),
            )
        if reason is None:
            return
        done = self.desk.do(post_batch, page.batch.id, now=self.desk.now(), who=self.desk.who, reason=reason)
        done.then(self._posted)

    def _posted(self, count: int) -> None:
        page = self.page
        self._begun = False
        if page is None:
            return
        words = self.tr("Batch {number} is posted: {count} gifts, {total}")
        total = page.batch.balance.total.dollars()
        self.desk.say(words.format(number=page.batch.number, count=count, total=total))
        self.desk.go(Place("batches", page.batch.id))
