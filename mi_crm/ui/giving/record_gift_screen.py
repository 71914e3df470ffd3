"""Record gifts: a pile of checks goes in without looking up from the keyboard."""

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from mi_crm.giving.actions.batches import add_line, change_line, draft_form, post_batch, remove_line
from mi_crm.giving.actions.correct import reverse_gift
from mi_crm.giving.actions.entry import GiftEntry, entry_of
from mi_crm.giving.actions.record import record_gift
from mi_crm.giving.queries.batches import (
    BatchPage,
    FormStart,
    LineRow,
    batch_page,
    form_start,
    lines_of,
    newest_open_batch,
)
from mi_crm.giving.queries.donors import Double, duplicate_check
from mi_crm.giving.records import BatchStatus
from mi_crm.shared.problems import Problem
from mi_crm.ui.giving.batch_pane import BatchPane
from mi_crm.ui.giving.batch_paper import BatchPaper
from mi_crm.ui.giving.draft_keeper import DraftKeeper
from mi_crm.ui.giving.gift_form import GiftForm
from mi_crm.ui.giving.patience import Patience
from mi_crm.ui.giving.switch_menu import SwitchMenu
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Figure, rule
from mi_crm.ui.shared.desk import Desk, Undo
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.panes import TwoPanes
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.tasks import Answer


class RecordGiftScreen(Screen):
    """A form at the left, the pile at the right; the form comes first when there is room for one only."""

    name = "record_gift"
    shows = frozenset({"gift", "batch", "fund", "campaign"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Begin with the open batch, or a single gift when there is none."""
        super().__init__(desk, parent)
        self.batch_id: UUID | None = None
        self.page: BatchPage | None = None
        self._line: LineRow | None = None
        self._entry: GiftEntry | None = None
        self._parked: dict[str, Any] = {}
        self._begun = False
        self._saving = False
        self._closing = False
        self._donor: UUID | None = None
        self._singles: list[UUID] = []
        self._announce = False
        self._warning = ""
        self.form = GiftForm(desk)
        self.pane = BatchPane(desk)
        self.patience = Patience(self)
        self.paper = BatchPaper(desk, self)
        self.drafts = DraftKeeper(desk, self.form)
        self.switch = SwitchMenu(desk, self)
        self.save = Button(self.tr("Save and next"), "primary", key="Ctrl+Enter")
        self.save_close = Button(self.tr("Save and close"))
        self.clear = Button(self.tr("Clear"), "quiet", key="Esc")
        self.notice = self.form.notice
        self._left = Figure(self.tr("Still to find"))
        self._left.hide()
        self._make_layout()
        self._connect()
        self.start_at(self.form.donor.input)

    def _make_layout(self) -> None:
        card = Card(flush=True)
        card.body.setSpacing(0)
        card.body.addWidget(self.form, 1)
        card.body.addWidget(rule())
        line = QHBoxLayout()
        line.setContentsMargins(px(24), px(14), px(16), px(10))
        line.setSpacing(px(8))
        line.addWidget(self.save)
        line.addWidget(self.save_close)
        line.addStretch(1)
        line.addWidget(self.clear)
        card.body.addLayout(line)
        self.panes = TwoPanes(
            card, self.pane, names=(self.tr("Form"), self.tr("Batch list")), stretch=(43, 57)
        )
        self.body.addWidget(self.panes, 1)
        self.set_header(self.tr("Record gifts"), actions=[self._left, self.switch.button])

    def _connect(self) -> None:
        self.form.finished.connect(self.finish)
        self.form.edited.connect(self.notice.hide)
        self.drafts.offered.connect(self._say_restored)
        self.drafts.looked.connect(self._ready)
        self.form.waits.connect(self.patience.hold)
        self.form.settled.connect(self.patience.release)
        self.save.clicked.connect(self.finish)
        self.save_close.clicked.connect(self.save_and_close)
        self.clear.clicked.connect(self.cancel)
        self.pane.edit_asked.connect(self.edit_line)
        self.pane.remove_asked.connect(self.remove)
        self.pane.post.clicked.connect(self.post)
        self.pane.print_list.clicked.connect(self.print_here)
        self.key("Alt+N", self.form.begin_person)
        self.key("Alt+I", self.form.toggle_benefit)
        self.key("Alt+O", self.form.open_note)
        self.key("Alt+K", self.form.keep_field)
        self.key("Alt+B", self.switch.open, words=self.tr("Switch batch"))
        self.key("Alt+P", self.post, words=self.tr("Post batch"))

    # -- arriving --------------------------------------------------------------------------------

    @override
    def keys(self) -> list[KeyHint]:
        return [
            KeyHint("Enter", self.tr("Next field, last one saves")),
            KeyHint("Ctrl+Enter", self.tr("Save and next")),
            KeyHint("Alt+N", self.tr("New person")),
            KeyHint("Alt+I", self.tr("In return")),
            KeyHint("Alt+K", self.tr("Keep this field")),
            KeyHint("Ctrl+Z", self.tr("Take back")),
            KeyHint("Alt+O", self.tr("Note")),
        ]

    @override
    def open(self, place: Place) -> None:
        if place.what == "batch":
            self._go_to(place.id)
        elif place.id is not None:
            self._donor = place.id
            self._go_to(None)
        elif place.what == "single":
            self._go_to(None)
        elif not self._begun or self.batch_id is None or not self._is_open():
            self.desk.ask(newest_open_batch).then(self._go_to)

    def _is_open(self) -> bool:
        return self.page is not None and self.page.batch.status is BatchStatus.OPEN

    def _go_to(self, batch_id: UUID | None) -> None:
        if self._begun and batch_id == self.batch_id:
            self._take_waiting_donor()
            return
        self.drafts.rest()
        self.batch_id, self.page, self._begun = batch_id, None, True
        self._warning = ""
        self._stop_editing()
        self.form.clear_line()
        if batch_id is None:
            self._start_single()
        else:
            self.desk.ask(batch_page, batch_id).then(self._show_page)
        self.desk.ask(form_start, batch_id).then(self._begin)
        self.drafts.begin(draft_form(batch_id))

    def _start_single(self) -> None:
        self.desk.ask(lines_of, self._singles).then(self.pane.show_single)
        self._show_subtitle()

    def _begin(self, start: FormStart) -> None:
        today = self.desk.today()
        given_on = self.page.batch.batch_date if self.page else today
        self.form.begin(start, given_on=given_on, received_on=today)
        if not start.funds:
            self._say("warn", self.tr("There is no fund yet. Add one in Settings, then record gifts."))

    def _say_restored(self) -> None:
        self._say("info", self.tr("This line was half typed when it was left. Go on, or clear it with Esc."))

    def _ready(self) -> None:
        self._take_waiting_donor()
        if self.isVisible() and not self.form.new_person.isVisible():
            self.form.focus_donor()

    def _take_waiting_donor(self) -> None:
        if self._donor is not None and self.form.donor.value() is None:
            self.form.take_donor(self._donor)
        self._donor = None

    @override
    def reload(self) -> None:
        if not self._begun:
            return
        if self.batch_id is None:
            self._start_single()
        else:
            self.desk.ask(batch_page, self.batch_id).then(self._show_page)

    def _show_page(self, page: BatchPage | None) -> None:
        if page is None:
            self._begun = False
            self.open(Place(self.name, what="single"))
            return
        if page.batch.id != self.batch_id:
            return
        self.page = page
        self.pane.show_batch(page.batch, page.lines)
        if self._warning:
            self.pane.warn(self._warning)
        for button in (self.save, self.save_close):
            button.set_enabled(self._is_open(), self.tr("This batch is posted. Switch to another one."))
        even = page.batch.balance.even and page.batch.balance.expected_total is not None
        self.save.set_kind("secondary" if even and page.lines else "primary")
        self._show_subtitle()
        if self._announce:
            self._announce = False
            self._speak()

    def _show_subtitle(self) -> None:
        words = self.tr(
            "One line per check. Enter moves on and, on the last open field, saves and starts the next. "
            "Ctrl+Enter does so from anywhere."
        )
        narrow = self.panes.narrow
        left = self.page.batch.balance.left if self.page else None
        if narrow and self.page is not None:
            batch = self.page.batch
            of = f" / {batch.balance.expected_count}" if batch.balance.expected_count else ""
            words = self.tr("Batch {number} · {count} in").format(
                number=batch.number, count=f"{batch.balance.count}{of}"
            )
        self.set_header(self.tr("Record gifts"), words)
        self._left.setVisible(narrow and left is not None)
        if left is not None and self.page is not None:
            tone = "done" if self.page.batch.balance.even else "warn"
            self._left.show_value(left.dollars(), tone=tone)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._arrange)

    def _arrange(self) -> None:
        self.form.arrange(compact=self.panes.narrow)
        self._show_subtitle()

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
        name = self.form.donor.input.text()
        words = self.tr("{amount} from {donor}").format(amount=entry.amount.dollars(), donor=name)
        self.desk.undos.append(Undo(words, partial(self._take_back, gift_id, single=self.batch_id is None)))
        self.desk.undos_changed.emit()
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

    def _stop_editing(self) -> None:
        self._line = None
        self.save.setText(self.tr("Save and next"))
        self.save_close.show()
        self.clear.setText(self.tr("Clear"))

    def remove(self, line: LineRow) -> None:
        """Take a line out of the open batch; Undo puts it back."""
        if self.batch_id is not None and self._is_open():
            self._take_back(line.id)

    def _take_back(self, gift_id: UUID, *, single: bool = False) -> None:
        if single:
            reason = self.tr("Taken back when it was entered")
            self.desk.do(reverse_gift, gift_id, reason=reason, now=self.desk.now(), who=self.desk.who)
            if gift_id in self._singles:
                self._singles.remove(gift_id)
            return
        self.desk.do(remove_line, gift_id).then(self._taken_back)

    def _taken_back(self, entry: GiftEntry) -> None:
        if self._line is None and self.form.empty:
            self.form.show_entry(entry)
            self._say("info", self.tr("The line is out of the batch. Save it again, or clear it with Esc."))
            self.drafts.flush()
        else:
            self.desk.say(self.tr("{amount} is out of the batch").format(amount=entry.amount.dollars()))

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
        self.desk.undos = [undo for undo in self.desk.undos if not self._is_ours(undo)]
        self.desk.undos_changed.emit()
        words = self.tr("Batch {number} is posted: {count} gifts, {total}")
        total = page.batch.balance.total.dollars()
        self.desk.say(words.format(number=page.batch.number, count=count, total=total))
        self.desk.go(Place("batches", page.batch.id))

    def _is_ours(self, undo: Undo) -> bool:
        return isinstance(undo.act, partial) and undo.act.func == self._take_back

    def print_here(self) -> None:
        """Print the list of the batch."""
        if self.page is not None:
            self.paper.print_page(self.page)

    def new_here(self) -> None:
        """Begin a new batch."""
        self.desk.go(Place("batches", what="new"))

    @override
    def leave(self) -> bool:
        self.drafts.flush()
        return True

    def _say(self, kind: str, words: str) -> None:
        self.notice.say(kind, words)
        self.notice.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.notice, words))

    def _speak(self) -> None:
        left = self.page.batch.balance.left if self.page else None
        words = (
            self.tr("Saved")
            if left is None
            else self.tr("Saved, {amount} still to find").format(amount=left.dollars())
        )
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
