"""Why this paper: every rule that decided, and what is missing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mi_crm.receipts.queries.preview import WhyThisPaper
from mi_crm.receipts.rules.papers import Reason
from mi_crm.receipts.rules.refusals import MENDABLE
from mi_crm.ui.receipts.words import PAPERS
from mi_crm.ui.shared.buttons import Button, IconButton
from mi_crm.ui.shared.cards import Card, Notice, clear, rule
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import Sign
from mi_crm.ui.shared.style import px


class WhyPane(Card):
    """Names the paper of one gift, with the rules that decided. `closed` asks to see the paper again."""

    closed = Signal()
    donor_asked = Signal()
    gift_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no gift yet."""
        super().__init__(flush=True, parent=parent)
        self.body.setSpacing(0)
        self._about = label("", "help", wrap=True)
        cross = IconButton("x", self.tr("Close, back to the paper"))
        cross.clicked.connect(self.closed)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(label(self.tr("Why this paper?"), "pane"))
        words.addWidget(self._about)
        top = QHBoxLayout()
        top.setContentsMargins(px(20), px(14), px(12), px(12))
        top.addLayout(words, 1)
        top.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(top)
        self.body.addWidget(rule())
        inside = QWidget()
        inside.setProperty("ground", "surface")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(px(20), px(14), px(20), px(16))
        self._rows.setSpacing(px(10))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setAccessibleName(self.tr("Reasons"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(area, 1)

    def show_why(self, why: WhyThisPaper) -> None:
        """Show the reasons of a gift."""
        parts = (why.donor, why.paid.dollars(), why.method, why.fund, why.gift)
        self._about.setText(" · ".join(part for part in parts if part))
        clear(self._rows)
        self._rows.addWidget(_banner(why))
        self._rows.addWidget(label(self.tr("Because"), "label"))
        for reason in why.verdict.reasons:
            self._rows.addWidget(_reason(reason))
        self._rows.addWidget(label(self.tr("What is missing"), "label"))
        self._rows.addWidget(self._missing(why))
        self._rows.addStretch(1)

    def _missing(self, why: WhyThisPaper) -> QWidget:
        refusal = why.verdict.refusal
        if refusal is None:
            return Notice("done", self.tr("Nothing is missing"),
                          more=self.tr("Donor, address, date, payment: all here"))  # fmt: skip
        if refusal.why not in MENDABLE:
            return Notice("info", self.tr("Nothing that could be filled in"))
        donor = refusal.why.value == "address_missing"
        button = Button(self.tr("Open the donor") if donor else self.tr("Open the gift"), small=True)
        button.clicked.connect(self.donor_asked if donor else self.gift_asked)
        return Notice("wrong", refusal.sentence.format(donor=why.donor), action=button)


def _banner(why: WhyThisPaper) -> QWidget:
    decision, refusal = why.verdict.decision, why.verdict.refusal
    box = QFrame()
    box.setProperty("notice", "wrong" if refusal else "info")
    line = QHBoxLayout(box)
    line.setContentsMargins(px(16), px(12), px(16), px(12))
    line.setSpacing(px(12))
    line.addWidget(Sign("circle-alert" if refusal else "receipt-text",
                        "neg" if refusal else "softink", size=20))  # fmt: skip
    words = QVBoxLayout()
    words.setSpacing(px(3))
    if refusal:
        words.addWidget(label(refusal.words, "heading", tone="wrong", wrap=True))
        words.addWidget(label(box.tr("No receipt"), "help"))
        line.addLayout(words, 1)
        return box
    words.addWidget(label(box.tr(PAPERS[decision.paper]), "heading", tone="softink", wrap=True))
    words.addWidget(label(" · ".join(decision.sentences), "help", tone="softink", wrap=True))
    line.addLayout(words, 1)
    if decision.contribution_amount is not None:
        sums = QVBoxLayout()
        sums.setSpacing(px(2))
        for made in (
            label(box.tr("Contribution amount"), "help", tone="softink"),
            label(decision.contribution_amount.dollars(), "figure", tone="softink"),
        ):
            sums.addWidget(made, 0, Qt.AlignmentFlag.AlignRight)
        line.addLayout(sums)
    return box


def _reason(reason: Reason) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(px(12))
    cap = label(reason.rule, "strong", tone="softink")
    cap.setProperty("notice", "info")
    cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
    cap.setFixedSize(px(54), px(22))
    line.addWidget(cap, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(px(1))
    words.addWidget(label(reason.text, "medium", wrap=True))
    if reason.more:
        words.addWidget(label(reason.more, "help", wrap=True))
    line.addLayout(words, 1)
    return row
