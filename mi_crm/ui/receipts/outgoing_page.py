"""On the way: papers that are not out yet, each with its way and its fate."""

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mi_crm.post.drafts import Drafted
from mi_crm.post.sending import SendResult
from mi_crm.receipts.queries.deliveries import (
    OutgoingCounts,
    OutgoingRow,
    outgoing,
    outgoing_counts,
    outgoing_letter_counts,
    outgoing_letters,
)
from mi_crm.receipts.rules.ways import DeliveryState, Way
from mi_crm.ui.receipts.words import outgoing_chip, outgoing_line, outgoing_name
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty, Notice
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.models import Column
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import PagedModel, Table
from mi_crm.ui.shared.tasks import Answer


class OutgoingPage(QWidget):
    """What waits, was refused or came back. `looked_at` brings the row the cursor is on."""

    looked_at = Signal(object)
    counted = Signal(object)
    send_asked = Signal()
    print_asked = Signal()
    drafts_asked = Signal()
    again_asked = Signal()
    sent_asked = Signal()
    other_way_asked = Signal()
    leave_asked = Signal()

    def __init__(self, desk: Desk, *, of_letters: bool = False, parent: QWidget | None = None) -> None:
        """Lay out list and what can be done, for receipts or for letters."""
        super().__init__(parent)
        self._desk, self._of_letters = desk, of_letters
        self.counts = OutgoingCounts()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(14))
        self.result = Notice("done", closable=True)
        self.result.hide()
        rows.addWidget(self.result)
        self.card = Card(self.tr("To send"), " ", flush=True)
        self.table = Table(self.tr("Papers that are not out yet"), rows=48, checkable=True)
        self.model: PagedModel[OutgoingRow] = PagedModel(
            [
                Column(self.tr("Donor"), lambda row: row.donor, width=None, second=outgoing_line),
                Column(self.tr("How it stands"), lambda row: row.state.value, width=172, chip=outgoing_chip),
            ],
            self._fetch,
            self,
            today=desk.today(),
        )
        self.table.set_model(self.model)
        self.table.chosen.connect(self._look)
        self.table.checked_changed.connect(self._show_selection)
        self.model.dataChanged.connect(self._page_came)
        self.nothing = Empty(
            "all_done", "mail", self.tr("Every paper is out."), self.tr("What you make next waits here.")
        )
        self.nothing.hide()
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.nothing, 1)
        rows.addWidget(self.card, 1)
        rows.addWidget(self._acts_card())
        self._show_selection()

    def _acts_card(self) -> QWidget:
        card = Card(flush=True)
        inside = QVBoxLayout()
        inside.setContentsMargins(px(20), px(10), px(16), px(10))
        inside.setSpacing(px(8))
        self._chosen, self._below = label("", "strong", wrap=True), label("", "help", wrap=True)
        self.again = Button(self.tr("Send again"), icon="repeat-2", key="A")
        self.sent = Button(self.tr("Mark as sent"), icon="check", key="M")
        self.other_way = Button(self.tr("Print instead"), icon="printer", key="I")
        self.leave = Button(self.tr("Leave out"), "quiet", key="Del")
        self.drafts = Button(self.tr("Save drafts"), icon="download", key="D")
        self.print = Button(self.tr("Print"), icon="printer", key="Ctrl+P")
        self.send = Button(self.tr("Send e-mails"), "primary", icon="mail", key="Ctrl+Enter")
        for button, signal in (
            (self.again, self.again_asked),
            (self.sent, self.sent_asked),
            (self.other_way, self.other_way_asked),
            (self.leave, self.leave_asked),
            (self.drafts, self.drafts_asked),
            (self.print, self.print_asked),
            (self.send, self.send_asked),
        ):
            button.clicked.connect(signal)
        inside.addWidget(self._chosen)
        inside.addWidget(self._below)
        inside.addWidget(flowing(self.again, self.sent, self.other_way, self.leave))
        inside.addWidget(flowing(self.drafts, self.print, self.send))
        card.body.addLayout(inside)
        return card

    # -- what is shown ---------------------------------------------------------------------------

    def reload(self) -> None:
        """Show what is not out yet."""
        counts = outgoing_letter_counts if self._of_letters else outgoing_counts
        self._desk.ask(counts).then(self._show_counts)

    def _fetch(self, offset: int, limit: int) -> Answer[list[OutgoingRow]]:
        rows = outgoing_letters if self._of_letters else outgoing
        return self._desk.ask(rows, offset=offset, limit=limit)

    def _show_counts(self, counts: OutgoingCounts) -> None:
        self.counts = counts
        self.counted.emit(counts)
        self.model.forget()
        self.model.show_count(counts.count)
        parts = [
            words.format(n=f"{count:,}")
            for count, words in (
                (counts.to_print, self.tr("{n} to print")),
                (counts.to_email, self.tr("{n} to e-mail")),
                (counts.to_see_to, self.tr("{n} to see to")),
            )
            if count
        ]
        self.card.set_aside(", ".join(parts))
        self.table.setVisible(counts.count > 0)
        self.nothing.setVisible(not counts.count)
        if counts.count:
            self.table.choose(min(max(0, self.table.currentIndex().row()), counts.count - 1))
        else:
            self._look(None)
        self._show_selection()

    def _page_came(self) -> None:
        self._look(self.table.current())

    def _look(self, row: object) -> None:
        self._show_selection()
        self.looked_at.emit(row)

    def current(self) -> OutgoingRow | None:
        """Return the row the cursor is on."""
        row = self.table.current()
        return row if isinstance(row, OutgoingRow) else None

    def chosen(self) -> list[OutgoingRow]:
        """Return the checked rows, else the one the cursor is on."""
        current = self.current()
        return list(self.table.checked_rows()) or ([current] if current else [])

    def checked_letters(self) -> list[str]:
        """Return the numbers of the papers that are checked; without a check, all that wait are meant."""
        return sorted(row.number for row in self._checked())

    def checked_ids(self) -> list[UUID]:
        """Return the same of letters, which have no numbers."""
        return [row.paper_id for row in self._checked()]

    def _checked(self) -> list[OutgoingRow]:
        return [row for row in self.table.checked_rows() if row.way is Way.PRINT]

    def letters(self) -> int:
        """Return how many letters would be printed now."""
        return len(self._checked()) if self.table.checked_rows() else self.counts.to_print

    def _show_selection(self) -> None:
        rows, counts = self.chosen(), self.counts
        if len(rows) > 1:
            self._chosen.setText(self.tr("{n} selected").format(n=f"{len(rows):,}"))
            self._below.setText("")
        elif rows:
            self._chosen.setText(f"{outgoing_name(rows[0])} · {rows[0].donor}")
            self._below.setText(rows[0].reason or rows[0].to)
        else:
            self._chosen.setText(self.tr("Nothing chosen"))
            self._below.setText("")
        why_not = self.tr("Choose a paper.")
        stuck = [row for row in rows if row.state is not DeliveryState.WAITING]
        self.again.set_enabled(bool(stuck) and stuck == rows, self.tr("It waits already."))
        self.sent.set_enabled(bool(rows), why_not)
        self.leave.set_enabled(bool(rows), why_not)
        ways = {row.way for row in rows}
        self.other_way.setText(self.tr("E-mail instead") if ways == {Way.PRINT} else self.tr("Print instead"))
        self.other_way.set_enabled(len(ways) == 1, self.tr("Choose letters only, or e-mails only."))
        letters = self.letters()
        self.print.setText(
            self.tr("Print {n} letters").format(n=f"{letters:,}") if letters > 1 else self.tr("Print letter")
        )
        self.print.set_enabled(bool(letters), self.tr("No letter waits for the printer."))
        no_mail = self.tr("No e-mail waits.")
        self.send.setText(
            self.tr("Send {n} e-mails").format(n=f"{counts.to_email:,}")
            if counts.to_email > 1
            else self.tr("Send e-mail")
        )
        self.send.set_enabled(bool(counts.to_email), no_mail)
        self.drafts.set_enabled(bool(counts.to_email), no_mail)

    # -- what came of it -------------------------------------------------------------------------

    def show_result(self, result: SendResult | Drafted) -> None:
        """Say what went out and what did not, and why."""
        done = result.sent if isinstance(result, SendResult) else result.saved
        words = self.tr("{n} sent.") if isinstance(result, SendResult) else self.tr("{n} drafts saved.")
        said = [words.format(n=f"{done:,}")]
        if result.refused:
            said.append(self.tr("{n} could not be sent; each says why.").format(n=f"{result.refused:,}"))
        if isinstance(result, SendResult) and result.unheard:
            said.append(
                self.tr("{n} may have gone out: look, then mark as sent or send again.").format(
                    n=f"{result.unheard:,}"
                )
            )
        if result.left:
            said.append(self.tr("{n} wait still.").format(n=f"{result.left:,}"))
        well = done and not result.why_stopped and len(said) == 1
        self.result.say("done" if well else "warn", " ".join(said), result.why_stopped)
        self.result.show()
