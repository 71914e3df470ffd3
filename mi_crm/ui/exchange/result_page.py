"""What an import brought, and what can be done with it now."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mi_crm.exchange.import_gifts import ImportResult
from mi_crm.exchange.records import Verdict
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Figure
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import Round
from mi_crm.ui.shared.style import px


class ResultPage(QWidget):
    """The sums, the way to the batch and to receipts, and the way back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no result yet."""
        super().__init__(parent)
        self.words, self.sentence = label("", "pane", wrap=True), label("", "second", wrap=True)
        self.gross, self.fees, self.net, self.refunds, self.people = (
            Figure(words)
            for words in (
                self.tr("Gross"),
                self.tr("Fees"),
                self.tr("Net"),
                self.tr("Sent back"),
                self.tr("New people"),
            )
        )
        self.receipts = Button(self.tr("Issue receipts"), "primary", "receipt-text", key="Ctrl+Enter")
        self.batch = Button(self.tr("Show its gifts"), "secondary", "layers")
        self.again = Button(self.tr("Import another file"), "ghost", key="Ctrl+N")
        self.save = Button(self.tr("Save problem rows"), "ghost", "download")
        self.undo = Button(self.tr("Undo this import"), "danger", "undo-2")
        card = Card()
        card.body.setSpacing(px(14))
        card.body.addWidget(Round("check", tone="done"))
        card.body.addWidget(self.words)
        card.body.addWidget(self.sentence)
        card.body.addWidget(
            flowing(self.gross, self.fees, self.net, self.refunds, self.people, gap=48, line_gap=10)
        )
        card.body.addWidget(flowing(self.receipts, self.batch, self.save, self.again, self.undo))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(card)
        rows.addStretch(1)

    def show_result(self, result: ImportResult) -> None:
        """Say what was imported."""
        out = len(result.rows) - result.coming_in
        self.words.setText(
            self.tr("Import {n} is in, as batch {batch}").format(n=result.number, batch=result.batch)
            if result.batch
            else self.tr("Import {n} is in").format(n=result.number)
        )
        rows = (
            self.tr("1 row came in.")
            if result.coming_in == 1
            else self.tr("{n} rows came in.").format(n=f"{result.coming_in:,}")
        )
        stay = (
            self.tr("The other one stayed out.")
            if out == 1
            else self.tr("The other {n} stayed out.").format(n=f"{out:,}")
        )
        self.sentence.setText(f"{rows} {stay if out else ''}".strip())
        self.gross.show_value(result.gross.dollars())
        self.fees.show_value(result.fees.dollars())
        self.net.show_value((result.gross - result.fees).dollars())
        self.refunds.show_value(result.refunds.dollars())
        self.people.show_value(f"{result.counts[Verdict.CREATE]:,}")
        self.batch.setVisible(result.batch_id is not None)
        self.save.setVisible(result.problems > 0)
