"""Where gifts are recorded: a form at the left, the pile at the right, and how both are filled."""

from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from mi_crm.giving.actions.batches import draft_form
from mi_crm.giving.queries.batches import (
    BatchPage,
    FormStart,
    LineRow,
    batch_page,
    form_start,
    lines_of,
    newest_open_batch,
)
from mi_crm.giving.records import BatchStatus
from mi_crm.shared.money import ZERO
from mi_crm.ui.giving.batch_pane import BatchPane
from mi_crm.ui.giving.batch_paper import BatchPaper
from mi_crm.ui.giving.draft_keeper import DraftKeeper
from mi_crm.ui.giving.gift_form import GiftForm
from mi_crm.ui.giving.patience import Patience
from mi_crm.ui.giving.switch_menu import SwitchMenu
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Figure, rule
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.panes import TwoPanes
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.shared.style import px


class RecordGiftPage(Screen):
    """A form at the left, the pile at the right; the form comes first when there is room for one only."""

    shows = frozenset({"gift", "batch", "fund", "campaign"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Begin with the open batch, or a single gift when there is none."""
        super().__init__(desk, parent)
        self.batch_id: UUID | None = None
        self.page: BatchPage | None = None
        self._line: LineRow | None = None
        self._begun = False
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
        self.form.edited.connect(self.notice.hide)
        self.form.waits.connect(self.patience.hold)
        self.form.settled.connect(self.patience.release)
        self.form.refused.connect(self.patience.drop)
        self.drafts.offered.connect(self._say_restored)
        self.drafts.looked.connect(self._ready)
        self.pane.print_list.clicked.connect(self.print_here)
        self.key("Alt+N", self.form.begin_person)
        self.key("Alt+I", self.form.toggle_benefit)
        self.key("Alt+O", self.form.open_note)
        self.key("Alt+W", self.form.detail.open_way, words=self.tr("How it came"))
        self.key("Alt+T", self.form.detail.open_tribute, words=self.tr("In memory or honor"))
        self.key("Alt+K", self.form.keep_field)
        self.key("Alt+B", self.switch.open, words=self.tr("Switch batch"))
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
        self.set_header(
            self.tr("Record gifts"), actions=[self._left, self.panes.turn_button, self.switch.button]
        )

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
        # What is typed before the form knows its batch is given back once it does.
        self.patience.hold()
        if place.what == "batch":
            self._go_to(place.id)
        elif place.id is not None:
            self._donor = place.id
            self._go_to(None)
        elif place.what == "single":
            self._go_to(None)
        elif not self._begun or self.batch_id is None or not self._is_open():
            self.desk.ask(newest_open_batch).then(self._go_to)
        else:
            self.patience.release()

    def _is_open(self) -> bool:
        return self.page is not None and self.page.batch.status is BatchStatus.OPEN

    def _go_to(self, batch_id: UUID | None) -> None:
        if self._begun and batch_id == self.batch_id:
            self._take_waiting_donor()
            self._stop_waiting()
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
        self._stop_waiting()

    def _stop_waiting(self) -> None:
        if not self.form.awaits_donor:
            self.patience.release()

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
        self.switch.button.setVisible(not self.panes.narrow)
        self._show_subtitle()

    def _stop_editing(self) -> None:
        self._line = None
        self.save.setText(self.tr("Save and next"))
        self.save_close.show()
        self.clear.setText(self.tr("Clear"))

    def _say(self, kind: str, words: str) -> None:
        self.notice.say(kind, words)
        self.notice.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.notice, words))

    def saved_words(self) -> str:
        """Return what is spoken after each line."""
        balance = self.page.batch.balance if self.page else None
        if balance is None or balance.left is None:
            return self.tr("Saved")
        if balance.even:
            return self.tr("Saved, the batch balances")
        if balance.left < ZERO:
            return self.tr("Saved, {amount} too much").format(amount=(-balance.left).dollars())
        return self.tr("Saved, {amount} still to find").format(amount=balance.left.dollars())

    def _speak(self) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.saved_words()))

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
