"""Letters: thanks, notices and letters after a refund, written, seen, sent, and when each was done."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QApplication, QSizePolicy, QStackedWidget, QWidget
from typing_extensions import override

from mi_crm.giving.actions.details import tell_tribute
from mi_crm.people.labels import Addresses, addresses
from mi_crm.post.drafts import save_drafts
from mi_crm.post.queries import letters_to_send
from mi_crm.post.sending import send_all
from mi_crm.receipts.actions.letters import LetterRun, write_each
from mi_crm.receipts.queries.composing import Due, Wish
from mi_crm.receipts.queries.deliveries import (
    OutgoingCounts,
    OutgoingRow,
    letters_to_print,
    outgoing_letter_counts,
)
from mi_crm.receipts.queries.letters import DueRow, LetterRow, letter_count
from mi_crm.shared.problems import Problem
from mi_crm.ui.receipts.due_page import DuePage
from mi_crm.ui.receipts.other_letter_page import OtherLetterPage
from mi_crm.ui.receipts.outgoing_page import OutgoingPage
from mi_crm.ui.receipts.paper_pane import PaperPane
from mi_crm.ui.receipts.papers import unprintable
from mi_crm.ui.receipts.step import Step
from mi_crm.ui.receipts.tray import LetterTray
from mi_crm.ui.receipts.way_acts import WayActs
from mi_crm.ui.receipts.written_page import WrittenPage
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

WRITE, SEND, WRITTEN = "write", "send", "written"


class LettersScreen(Screen):
    """What waits to be written beside the true page, what waits to go out, and all that was written."""

    name = "letters"
    shows = frozenset(
        {"gift", "letter", "receipt", "delivery", "constituent", "address", "organization", "tribute_notice"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Lay out tabs, the list at the left, the paper at the right."""
        super().__init__(desk, parent)
        self.tray, self.ways = LetterTray(desk, self), WayActs(desk, self)
        self.outbox = Outbox(
            desk,
            self,
            send=partial(send_all, which=letters_to_send),
            save=partial(save_drafts, which=letters_to_send),
        )
        self._written: list[UUID] = []
        self._running = False
        self.tabs = Tabs([
            (WRITE, self.tr("To write"), None),
            (SEND, self.tr("To send"), None),
            (WRITTEN, self.tr("Written"), None),
        ])  # fmt: skip
        self.due, self.outgoing = DuePage(desk), OutgoingPage(desk, of_letters=True)
        self.written = WrittenPage(desk)
        self._pages: dict[str, DuePage | OutgoingPage | WrittenPage] = {
            WRITE: self.due,
            SEND: self.outgoing,
            WRITTEN: self.written,
        }
        self.other = OtherLetterPage(desk)
        self._left = QStackedWidget()
        for page in (*self._pages.values(), self.other):
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
        self.new = Button(self.tr("Another letter"), icon="plus", key="Ctrl+N")
        self.set_header(self.tr("Letters"), actions=[self.new, self.save, self.print])
        self._connect()
        self._keys_here()
        self.start_at(self.due.table)
        self._show_acts()

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._show_tab)
        self.new.clicked.connect(self.new_here)
        self.save.clicked.connect(self.export_here)
        self.other.wished.connect(self._show_wish)
        self.other.write_asked.connect(self._write_other)
        self.other.left.connect(self.cancel)
        self.print.clicked.connect(self.print_here)
        for page in self._pages.values():
            page.looked_at.connect(self._look)
            page.table.checked_changed.connect(self._show_acts)
        self.due.counted.connect(self._show_due)
        self.due.write_asked.connect(self._write)
        self.due.done_asked.connect(self.told_otherwise)
        self.due.print_again.connect(self._print_again)
        self.outgoing.counted.connect(self._show_outgoing)
        self.outgoing.send_asked.connect(self.outbox.send)
        self.outgoing.drafts_asked.connect(self.outbox.save_drafts)
        self.outgoing.print_asked.connect(self.print_here)
        self.outgoing.again_asked.connect(self.again)
        self.outgoing.sent_asked.connect(self.mark_sent)
        self.outgoing.other_way_asked.connect(self.other_way)
        self.outgoing.leave_asked.connect(self.leave_out)
        self.outbox.ran.connect(self.outgoing.show_result)
        self.outbox.ended.connect(self.reload)
        self.written.counted.connect(self._show_written)
        self.written.again_asked.connect(self.again)
        self.written.labels_asked.connect(self.labels_here)
        self.written.one_pdf_asked.connect(self.one_pdf)
        self.tray.not_printed.connect(self._not_printed)

    def _keys_here(self) -> None:
        self.key("X", self.told_otherwise, list_only=True)
        self.key("A", self.again_out, list_only=True)
        self.key("E", self.again, list_only=True)
        self.key("M", self.mark_sent, list_only=True)
        self.key("I", self.other_way, list_only=True)
        self.key("L", self.labels_here, list_only=True)
        self.key("O", self.one_pdf, list_only=True)
        self.key("D", self.save_drafts, list_only=True)
        self.key("Del", self.leave_out, list_only=True)
        self.key("Left", self.pane.paper.previous, list_only=True)
        self.key("Right", self.pane.paper.next, list_only=True)
        self.key("/", self._search, list_only=True, words=self.tr("Search the letters"))

    @override
    def keys(self) -> list[KeyHint]:
        select = KeyHint("Space", self.tr("Select"))
        if self.tabs.key() == SEND:
            return [
                select,
                KeyHint("Ctrl+Enter", self.tr("Send e-mails")),
                KeyHint("Ctrl+P", self.tr("Print")),
                KeyHint("A", self.tr("Send again")),
                KeyHint("M", self.tr("Mark as sent")),
                KeyHint("I", self.tr("The other way")),
                KeyHint("L", self.tr("Labels")),
                KeyHint("Del", self.tr("Leave out")),
            ]
        if self.tabs.key() == WRITTEN:
            return [
                select,
                KeyHint("Ctrl+P", self.tr("Print")),
                KeyHint("Ctrl+E", self.tr("Save PDFs")),
                KeyHint("O", self.tr("One PDF")),
                KeyHint("L", self.tr("Labels")),
                KeyHint("E", self.tr("Write again")),
            ]
        return [
            select,
            KeyHint("Ctrl+Enter", self.tr("Write and print")),
            KeyHint("Ctrl+N", self.tr("Another letter")),
            KeyHint("X", self.tr("Told otherwise")),
            KeyHint("← →", self.tr("Preview")),
        ]

    # -- arriving and showing --------------------------------------------------------------------

    @override
    def open(self, place: Place) -> None:
        if place.what in self._pages:
            self._go(place.what)

    @override
    def reload(self) -> None:
        # A run changes something with each letter; the lists follow it once, at its end.
        if self._running or self.outbox.running:
            return
        for tab, page in self._pages.items():
            if tab in (self.tabs.key(), WRITE):
                page.reload()
        if self.tabs.key() != SEND:
            self.desk.ask(outgoing_letter_counts).then(self._show_outgoing)
        if self.tabs.key() != WRITTEN:
            self.desk.ask(letter_count).then(self._show_written)

    def _go(self, tab: str) -> None:
        self.tabs.choose(tab)
        self._show_tab(tab)

    def _show_tab(self, tab: str) -> None:
        page, focused = self._pages[tab], QApplication.focusWidget()
        within = focused is not None and self._left.isAncestorOf(focused)
        self._left.setCurrentWidget(page)
        if within:
            page.table.setFocus()
        self.pane.begin(others=False)
        page.reload()
        if tab == WRITE:
            self._look(self.due.table.current())
        self._show_acts()

    def _show_due(self, count: int) -> None:
        self.tabs.set_count(WRITE, count)

    def _show_written(self, count: int) -> None:
        self.tabs.set_count(WRITTEN, count)

    def _show_outgoing(self, counts: OutgoingCounts) -> None:
        self.tabs.set_count(SEND, counts.count)
        self._show_acts()

    def _show_acts(self) -> None:
        ids = self._ids()
        why_not = self.tr("Write letters first, or choose some that are written.")
        waiting = self.tabs.key() == SEND and self.outgoing.letters() > 0
        self.save.set_enabled(bool(ids), why_not)
        self.print.set_enabled(bool(ids) or waiting, why_not)

    def _ids(self) -> list[UUID]:
        """Return the letters that printing and saving are about."""
        page = self._pages[self.tabs.key()]
        if isinstance(page, WrittenPage):
            return [row.id for row in page.chosen()]
        if isinstance(page, OutgoingPage):
            return page.checked_ids()
        return self._written

    def _look(self, row: object) -> None:
        """Show the paper of the row the cursor is on, unless its list is hidden."""
        self._show_acts()
        if self._left.currentWidget() is self.other:
            return
        kinds: dict[str, type[Any]] = {WRITE: DueRow, SEND: OutgoingRow, WRITTEN: LetterRow}
        if row is None or isinstance(row, kinds[self.tabs.key()]):
            self.pane.look(row)

    def cancel(self) -> bool:
        """Leave the other letter, or clear the search (Esc); return whether there was something."""
        if self._left.currentWidget() is self.other:
            self._show_tab(self.tabs.key())
            self._pages[self.tabs.key()].table.setFocus()
            return True
        if self.tabs.key() == WRITTEN and self.written.search.text():
            self.written.search.clear()
            return True
        return False

    def _search(self) -> None:
        if self.tabs.key() == WRITTEN:
            self.written.search.setFocus()

    # -- another letter --------------------------------------------------------------------------

    def new_here(self) -> None:
        """Begin a letter that nothing asks for by itself (Ctrl+N)."""
        self._left.setCurrentWidget(self.other)
        self.pane.begin(others=False)
        self.other.begin()

    def _show_wish(self, wish: object) -> None:
        if self._left.currentWidget() is self.other:
            self.pane.look(wish)

    def _write_other(self, wish: Wish, to_print: bool) -> None:
        self._go(WRITE)
        self.write([wish], to_print=to_print)

    # -- writing ---------------------------------------------------------------------------------

    def finish(self) -> None:
        """Write and print what is selected, or send the e-mails that wait (Ctrl+Enter)."""
        if self._left.currentWidget() is self.other:
            self.other.finish()
            return
        if self.tabs.key() == WRITE:
            self._write(to_print=True)
        elif self.tabs.key() == SEND and self.outgoing.counts.to_email:
            self.outbox.send()

    def _write(self, to_print: bool) -> None:
        self.write([row.due for row in self.due.to_write()], to_print=to_print)

    def write(self, wishes: Sequence[Wish], *, to_print: bool) -> None:
        """Write each letter, one after the other."""
        if self._running or not wishes:
            return
        self._running = True
        desk = self.desk
        answer = desk.run(
            write_each,
            list(wishes),
            today=desk.today(),
            now=desk.now(),
            who=desk.who,
            unprintable=unprintable,
        ).called(self.tr("Writing letters"))
        answer.then(Step(self, partial(self._ran, to_print)).take)
        answer.finished.connect(self._ended)

    def _ran(self, to_print: bool, run: LetterRun) -> None:
        self._written = [one.letter_id for one in run.written]
        self.due.show_result(run, printed=to_print)
        self._show_acts()
        if to_print and self._written:
            self.desk.ask(letters_to_print).then(self._print_of_run)

    def _print_of_run(self, waiting: list[UUID]) -> None:
        """Print what was written just now, but for what goes by e-mail or to nobody."""
        self.tray.print_numbers([one for one in self._written if one in set(waiting)])

    def _ended(self) -> None:
        self._running = False
        self.reload()

    def again(self) -> None:
        """Write the chosen letters once more, by what is known now; the old ones stay (E)."""
        if self.tabs.key() == SEND:
            self.again_out()
            return
        rows = [row for row in self.written.chosen() if row.gift_id]
        if self.tabs.key() != WRITTEN or not rows:
            return
        if self.desk.questions.ask(
            self,
            self.tr("Write {n} again?").format(n=len(rows)) if len(rows) > 1 else self.tr("Write it again?"),
            self.tr("It says what is known now. The old letter is kept."),
            self.tr("Write again"),
            danger=False,
        ):
            wishes = [Due(row.kind, row.gift_id, row.about_id) for row in rows if row.gift_id]
            self.write(wishes, to_print=False)

    def told_otherwise(self) -> None:
        """Note that families were told by phone or in person (X)."""
        rows = self.due.chosen()
        if self.tabs.key() == WRITE and self.due.done.isEnabled() and rows:
            for row in rows:
                if row.due.about_id:
                    answer = self.desk.do(tell_tribute, row.due.about_id, on=self.desk.today())
                    answer.then(Step(self, partial(self._told, row.to)).take)

    def _told(self, name: str, _nothing: object) -> None:
        self.desk.done(self.tr("{name} is marked as told").format(name=name))

    # -- ways out --------------------------------------------------------------------------------

    def print_here(self) -> None:
        """Print the letters that are chosen, or those just written (Ctrl+P)."""
        if self.tabs.key() == SEND and not self.outgoing.table.checked_rows():
            self.desk.ask(letters_to_print).then(self.tray.print_numbers)
        else:
            self.tray.print_numbers(self._ids())

    def export_here(self) -> None:
        """Save each letter that is chosen as a PDF of its own (Ctrl+E)."""
        if ids := self._ids():
            self.tray.save_numbers(ids)

    def one_pdf(self) -> None:
        """Save the letters that are chosen in one PDF (O)."""
        if self.tabs.key() == WRITTEN and (ids := self._ids()):
            self.tray.save_in_one(ids, "letters.pdf")

    def _print_again(self) -> None:
        self.due.result.hide()
        self.tray.print_numbers(self._written)

    def _not_printed(self, ids: list[UUID]) -> None:
        self._written = ids
        if self.tabs.key() == WRITE:
            self.due.show_not_printed()
        else:
            self.desk.tell(Problem(self.tr("Not printed. Print again when the printer is ready.")))

    def again_out(self) -> None:
        """Let what was refused or came back wait once more (A)."""
        if self.tabs.key() == SEND and self.outgoing.again.isEnabled():
            self.ways.again(self.outgoing.chosen())

    def mark_sent(self) -> None:
        """Note that what is chosen is out (M)."""
        if self.tabs.key() == SEND:
            self.ways.mark_sent(self.outgoing.chosen())

    def other_way(self) -> None:
        """Let letters go by e-mail, or e-mails as letters (I)."""
        if self.tabs.key() == SEND and self.outgoing.other_way.isEnabled():
            self.ways.other_way(self.outgoing.chosen())

    def leave_out(self) -> None:
        """Let what is chosen not go out (Del)."""
        if self.tabs.key() == SEND:
            self.ways.leave_out(self.outgoing.chosen())

    def save_drafts(self) -> None:
        """Save the e-mails that wait as drafts (D)."""
        if self.tabs.key() == SEND and self.outgoing.counts.to_email:
            self.outbox.save_drafts()

    def labels_here(self) -> None:
        """Print labels or envelopes for whom the chosen letters go to (L)."""
        page = self._pages[self.tabs.key()]
        if isinstance(page, WrittenPage):
            ids = [row.to_id for row in page.chosen()]
        elif isinstance(page, OutgoingPage):
            ids = [row.donor_id for row in page.chosen()]
        else:
            ids = [row.to_id for row in page.chosen()]
        if people := list(dict.fromkeys(key for key in ids if key)):
            self.desk.ask(addresses, people, asked_for=True).then(self._show_labels)

    def _show_labels(self, found: Addresses) -> None:
        LabelsDialog(self.desk, found, self).open()
