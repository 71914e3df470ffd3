"""Receipts: turn gifts into letters with unbroken numbers."""

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QApplication, QSizePolicy, QStackedWidget, QWidget
from typing_extensions import override

from mi_crm.people.labels import Addresses, addresses
from mi_crm.post.drafts import save_drafts
from mi_crm.post.queries import receipts_to_send
from mi_crm.post.sending import send_all
from mi_crm.receipts.actions.issue import RunResult
from mi_crm.receipts.queries.corrections import OutdatedRow
from mi_crm.receipts.queries.deliveries import (
    OutgoingCounts,
    OutgoingRow,
    letters_among,
    outgoing_counts,
    to_print,
)
from mi_crm.receipts.queries.preview import standing_number
from mi_crm.receipts.queries.register import Issued, ReceiptRow, RegisterCounts, receipt, register_counts
from mi_crm.receipts.queries.unreceipted import WhyGroup, WhyRow
from mi_crm.receipts.queries.waiting import WaitingCounts, WaitingRow
from mi_crm.receipts.records import ReceiptState, Series
from mi_crm.shared.problems import Problem
from mi_crm.ui.receipts.acts import Acts
from mi_crm.ui.receipts.outgoing_page import OutgoingPage
from mi_crm.ui.receipts.paper_pane import PaperPane
from mi_crm.ui.receipts.queue_page import QueuePage
from mi_crm.ui.receipts.register_page import RegisterPage
from mi_crm.ui.receipts.step import Step
from mi_crm.ui.receipts.tray import Tray
from mi_crm.ui.receipts.unreceipted_page import UnreceiptedPage
from mi_crm.ui.receipts.way_acts import WayActs
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.chips import Tabs
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.labels_dialog import LabelsDialog
from mi_crm.ui.shared.outbox import Outbox
from mi_crm.ui.shared.panes import TwoPanes
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.shared.style import px

QUEUE, OUTGOING, REGISTER, ENDED, WHY = "queue", "outgoing", "register", "ended", "why"


class ReceiptsScreen(Screen):
    """The queue beside the true page, the register, and every gift that gets no receipt."""

    name = "receipts"
    shows = frozenset(
        {"gift", "receipt", "delivery", "constituent", "address", "organization", "fund", "batch"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Lay out tabs, the list at the left, the paper at the right."""
        super().__init__(desk, parent)
        self.tray, self.acts = Tray(desk, self), Acts(desk, self)
        self.ways = WayActs(desk, self)
        self.outbox = Outbox(
            desk,
            self,
            send=partial(send_all, which=receipts_to_send),
            save=partial(save_drafts, which=receipts_to_send),
        )
        self._issued: list[str] = []
        self.tabs = Tabs([
            (QUEUE, self.tr("To issue"), None),
            (OUTGOING, self.tr("To send"), None),
            (REGISTER, self.tr("Register"), None),
            (ENDED, self.tr("Replaced and void"), None),
            (WHY, self.tr("Not receipted"), None),
        ])  # fmt: skip
        self.queue = QueuePage(desk)
        self.outgoing = OutgoingPage(desk)
        self.register = RegisterPage(desk, ended=False)
        self.ended = RegisterPage(desk, ended=True)
        self.unreceipted = UnreceiptedPage(desk)
        self._pages: dict[str, QueuePage | OutgoingPage | RegisterPage | UnreceiptedPage] = {
            QUEUE: self.queue,
            OUTGOING: self.outgoing,
            REGISTER: self.register,
            ENDED: self.ended,
            WHY: self.unreceipted,
        }
        self._left = QStackedWidget()
        for page in self._pages.values():
            self._left.addWidget(page)
        self.pane = PaperPane(desk)
        for side in (self._left, self.pane):
            # What a page would like must not move the middle from tab to tab.
            side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
            side.setMinimumHeight(px(230))
        self.body.addWidget(self.tabs)
        self.body.addWidget(
            TwoPanes(
                self._left, self.pane, names=(self.tr("The list"), self.tr("The paper")), stretch=(58, 42)
            ),
            1,
        )
        self.save = Button(self.tr("Save PDFs"), icon="download", key="Ctrl+E")
        self.print = Button(self.tr("Print letters"), icon="printer", key="Ctrl+P")
        self.set_header(self.tr("Receipts"), actions=[self.save, self.print])
        self._connect()
        self._keys_here()
        self.start_at(self.queue.table)
        self._show_acts()

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._show_tab)
        self.save.clicked.connect(self.export_here)
        self.print.clicked.connect(self.print_here)
        self.queue.looked_at.connect(self._look)
        self.queue.counted.connect(self._show_waiting)
        self.queue.why_asked.connect(self._go_why)
        self.queue.issue_asked.connect(self._issue)
        self.queue.all_asked.connect(self._issue_all)
        self.acts.ran.connect(self._ran)
        self.acts.ended.connect(self.reload)
        self.acts.replaced.connect(self.look_for)
        self.outbox.ran.connect(self.outgoing.show_result)
        self.outbox.ended.connect(self.reload)
        self.outgoing.looked_at.connect(self._look)
        self.outgoing.counted.connect(self._show_outgoing)
        self.outgoing.table.checked_changed.connect(self._show_acts)
        self.outgoing.send_asked.connect(self.outbox.send)
        self.outgoing.drafts_asked.connect(self.outbox.save_drafts)
        self.outgoing.print_asked.connect(self.print_here)
        self.outgoing.again_asked.connect(self.send_again)
        self.outgoing.sent_asked.connect(self.mark_sent)
        self.outgoing.other_way_asked.connect(self.other_way)
        self.outgoing.leave_asked.connect(self.void)
        self.queue.print_again.connect(self._print_again)
        self.queue.outdated_asked.connect(self._mend)
        self.queue.receipt_asked.connect(self._open_receipt)
        for page in (self.register, self.ended):
            page.looked_at.connect(self._look)
            page.copy_asked.connect(self.copy)
            page.void_asked.connect(self.void)
            page.replace_asked.connect(self.replace)
            page.came_back_asked.connect(self.note_came_back)
            page.labels_asked.connect(self.labels_here)
            page.table.checked_changed.connect(self._show_acts)
        self.unreceipted.chosen.connect(self._show_group)
        self.pane.others.opened.connect(self._open_gift)
        self.pane.back_asked.connect(self.cancel)
        self.tray.not_printed.connect(self._not_printed)

    def _keys_here(self) -> None:
        self.key("W", self.ask_why, list_only=True)
        self.key("R", self.copy, list_only=True)
        self.key("E", self.replace, list_only=True)
        self.key("Del", self.void, list_only=True)
        self.key("A", self.send_again, list_only=True)
        self.key("M", self.mark_sent, list_only=True)
        self.key("I", self.other_way, list_only=True)
        self.key("B", self.note_came_back, list_only=True)
        self.key("L", self.labels_here, list_only=True)
        self.key("D", self.save_drafts, list_only=True)
        self.key("Left", self.pane.paper.previous, list_only=True)
        self.key("Right", self.pane.paper.next, list_only=True)
        self.key("/", self._search, list_only=True, words=self.tr("Search the register"))

    @override
    def keys(self) -> list[KeyHint]:
        if self.tabs.key() == OUTGOING:
            return [
                KeyHint("Space", self.tr("Select")),
                KeyHint("Ctrl+Enter", self.tr("Send e-mails")),
                KeyHint("Ctrl+P", self.tr("Print")),
                KeyHint("A", self.tr("Send again")),
                KeyHint("M", self.tr("Mark as sent")),
                KeyHint("I", self.tr("The other way")),
                KeyHint("L", self.tr("Labels")),
                KeyHint("Del", self.tr("Leave out")),
            ]
        return [
            KeyHint("Space", self.tr("Select")),
            KeyHint("Ctrl+Enter", self.tr("Issue and print")),
            KeyHint("W", self.tr("Why this paper")),
            KeyHint("R", self.tr("Copy")),
            KeyHint("Del", self.tr("Void")),
            KeyHint("E", self.tr("Replace")),
        ]

    # -- arriving and showing --------------------------------------------------------------------

    @override
    def open(self, place: Place) -> None:
        if place.id is not None:
            self.desk.ask(standing_number, place.id).then(Step(self, partial(self._arrive, place.id)).take)
        elif place.what.startswith("find:"):
            self.look_for(place.what.removeprefix("find:"))
        elif place.what.partition("-")[0] in tuple(Series):
            self.look_for(place.what)
        elif place.what in self._pages:
            self._go(place.what)
        elif place.what:
            self._go(QUEUE)

    def _arrive(self, gift_id: UUID, number: str) -> None:
        """Show a gift: its receipt, or what it would get."""
        if number:
            self.look_for(number)
        else:
            self._go(QUEUE)
            self.queue.table.choose_key(gift_id)
            self.pane.ask_why(gift_id)

    def look_for(self, number: str) -> None:
        """Show one number of the register."""
        self._go(REGISTER)
        self.register.look_for(number)

    @override
    def reload(self) -> None:
        # A run changes something with each receipt; the lists follow it once, at its end.
        if self.acts.running or self.outbox.running:
            return
        self._pages[self.tabs.key()].reload()
        if self.tabs.key() != QUEUE:
            self.queue.reload()
        if self.tabs.key() != OUTGOING:
            self.desk.ask(outgoing_counts).then(self._show_outgoing)
        self.desk.ask(register_counts).then(self._show_counts)

    def _go(self, tab: str) -> None:
        self.tabs.choose(tab)
        self._show_tab(tab)

    def _show_tab(self, tab: str) -> None:
        page, focused = self._pages[tab], QApplication.focusWidget()
        within = focused is not None and self._left.isAncestorOf(focused)
        self._left.setCurrentWidget(page)
        if within:
            page.table.setFocus()
        self.pane.begin(others=tab == WHY)
        page.reload()
        if tab == QUEUE:
            self._look(self.queue.table.current())
        self._show_acts()

    def _show_counts(self, counts: RegisterCounts) -> None:
        self.tabs.set_count(REGISTER, counts.count)
        self.tabs.set_count(ENDED, counts.void + counts.replaced)

    def _show_waiting(self, counts: WaitingCounts) -> None:
        self.tabs.set_count(QUEUE, counts.count)

    def _show_outgoing(self, counts: OutgoingCounts) -> None:
        self.tabs.set_count(OUTGOING, counts.count)
        self._show_acts()

    def _show_acts(self) -> None:
        numbers = self._numbers()
        why_not = self.tr("Issue receipts first, or choose some in the register.")
        letters = self.tabs.key() == OUTGOING and self.outgoing.letters() > 0
        self.save.set_enabled(bool(numbers), why_not)
        self.print.set_enabled(bool(numbers) or letters, why_not)

    def _numbers(self) -> list[str]:
        """Return the receipts that printing and saving are about."""
        page = self._pages[self.tabs.key()]
        if isinstance(page, RegisterPage):
            return [row.number for row in page.chosen()]
        if isinstance(page, OutgoingPage):
            return page.checked_letters()
        return self._issued if page is self.queue else []

    # -- the paper -------------------------------------------------------------------------------

    def _look(self, row: object) -> None:
        """Show the paper of the row the cursor is on."""
        self._show_acts()
        if self._is_shown(row):
            self.pane.look(row)

    def _is_shown(self, row: object) -> bool:
        """Return whether the row belongs to the tab that is shown: hidden lists move their cursor too."""
        if isinstance(row, WaitingRow):
            return self.tabs.key() == QUEUE
        if isinstance(row, OutgoingRow):
            return self.tabs.key() == OUTGOING
        return not isinstance(row, ReceiptRow) or self.tabs.key() in (REGISTER, ENDED)

    def ask_why(self) -> None:
        """Show why the gift the cursor is on gets its paper, or none (W)."""
        page = self._pages[self.tabs.key()]
        row = self.pane.others.current() if page is self.unreceipted else page.table.current()
        if isinstance(row, ReceiptRow | OutgoingRow):
            self.desk.ask(receipt, row.number).then(self._ask_why_of)
        elif isinstance(row, WaitingRow | WhyRow):
            self.pane.ask_why(row.gift_id)

    def _ask_why_of(self, found: Issued) -> None:
        self.pane.ask_why(found.gift_ids[0])

    def cancel(self) -> bool:
        """Close the reasons, or clear the search (Esc); return whether there was something."""
        page = self._pages[self.tabs.key()]
        if self.pane.close_why():
            (self.pane.others if page is self.unreceipted else page).table.setFocus()
            return True
        if isinstance(page, RegisterPage) and page.search.text():
            page.search.clear()
            return True
        return False

    def _show_group(self, group: WhyGroup | None) -> None:
        self.pane.others.show_group(group, self.unreceipted.year())

    def _go_why(self) -> None:
        self._go(WHY)

    def _search(self) -> None:
        page = self._pages[self.tabs.key()]
        if isinstance(page, RegisterPage):
            page.search.setFocus()

    def _open_receipt(self, row: ReceiptRow) -> None:
        self.look_for(row.number)

    def _open_gift(self, row: WhyRow) -> None:
        self.desk.go(Place("gifts", row.gift_id))

    # -- acts ------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Issue and print what is selected (Ctrl+Enter)."""
        if self.tabs.key() == QUEUE:
            self._issue(to_print=True)
        elif self.tabs.key() == OUTGOING and self.outgoing.counts.to_email:
            self.outbox.send()

    def _issue(self, to_print: bool) -> None:
        self.acts.issue([row.gift_id for row in self.queue.to_issue()], to_print=to_print)

    def _issue_all(self) -> None:
        self.acts.issue_all(self.queue.counts.ready)

    def _ran(self, result: RunResult, to_print: bool) -> None:
        self._issued = [one.number for one in result.issued]
        self.queue.show_result(result, printed=to_print)
        self._show_acts()
        if to_print and self._issued:
            self.desk.ask(letters_among, self._issued).then(self._print_letters)

    def _print_letters(self, letters: list[str]) -> None:
        """Print what was issued just now, but for what goes by e-mail or to nobody."""
        self.tray.print_numbers(letters)
        if others := len(self._issued) - len(letters):
            words = (
                self.tr("1 is no letter; see To send")
                if others == 1
                else self.tr("{n} are no letters; see To send")
            )
            self.desk.say(words.format(n=f"{others:,}"))

    def _print_again(self) -> None:
        self.queue.result.hide()
        self.tray.print_numbers(self._issued)

    def _not_printed(self, numbers: list[str]) -> None:
        self._issued = numbers
        self.queue.show_not_printed(numbers)
        if self.tabs.key() != QUEUE:
            words = self.tr("Not printed. The numbers stay; print again when the printer is ready.")
            self.desk.tell(Problem(words))

    def print_here(self) -> None:
        """Print the receipts that are chosen, or those just issued (Ctrl+P)."""
        if self.tabs.key() == OUTGOING and not self.outgoing.table.checked_rows():
            self.desk.ask(to_print).then(self.tray.print_numbers)
        else:
            self.tray.print_numbers(self._numbers())

    def export_here(self) -> None:
        """Save the receipts that are chosen, or those just issued, as PDFs (Ctrl+E)."""
        if numbers := self._numbers():
            self.tray.save_numbers(numbers)

    def _standing(self) -> str:
        """Return the number of the receipt that the cursor is on, if it stands."""
        page = self._pages[self.tabs.key()]
        row = page.current() if isinstance(page, RegisterPage) else None
        return row.number if row is not None and row.state is ReceiptState.ISSUED else ""

    def copy(self) -> None:
        """Print a copy of the receipt that is chosen, marked COPY (R)."""
        if number := self._standing():
            self.tray.print_copy(number)

    def void(self) -> None:
        """Void the receipt that is chosen, or leave out the papers that are (Del)."""
        if self.tabs.key() == OUTGOING:
            self.ways.leave_out(self.outgoing.chosen())
        elif number := self._standing():
            self.acts.void(number)

    def replace(self) -> None:
        """Replace the receipt that is chosen (E)."""
        if number := self._standing():
            self.acts.replace(number)

    def send_again(self) -> None:
        """Let what was refused or came back wait once more (A)."""
        if self.tabs.key() == OUTGOING and self.outgoing.again.isEnabled():
            self.ways.again(self.outgoing.chosen())

    def mark_sent(self) -> None:
        """Note that what is chosen is out (M)."""
        if self.tabs.key() == OUTGOING:
            self.ways.mark_sent(self.outgoing.chosen())

    def other_way(self) -> None:
        """Let letters go by e-mail, or e-mails as letters (I)."""
        if self.tabs.key() == OUTGOING and self.outgoing.other_way.isEnabled():
            self.ways.other_way(self.outgoing.chosen())

    def save_drafts(self) -> None:
        """Save the e-mails that wait as drafts (D)."""
        if self.tabs.key() == OUTGOING and self.outgoing.counts.to_email:
            self.outbox.save_drafts()

    def note_came_back(self) -> None:
        """Note that the receipt that is chosen came back (B)."""
        if number := self._standing():
            self.ways.came_back(number)

    def labels_here(self) -> None:
        """Print labels or envelopes for the donors of what is chosen (L)."""
        page = self._pages[self.tabs.key()]
        if isinstance(page, RegisterPage | OutgoingPage) and (rows := page.chosen()):
            donors = list(dict.fromkeys(row.donor_id for row in rows if row.donor_id))
            self.desk.ask(addresses, donors, asked_for=True).then(self._show_labels)

    def _show_labels(self, found: Addresses) -> None:
        LabelsDialog(self.desk, found, self).open()

    def _mend(self, row: OutdatedRow) -> None:
        if row.void:
            self.acts.void(row.number)
        else:
            self.acts.replace(row.number)
