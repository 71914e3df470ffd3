"""The run: how far it is, how long it takes yet, what was made last, and Cancel after the letter in hand."""

import time
from collections import deque
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from mi_crm.commands.year_papers import Stage
from mi_crm.people.details import ConstituentKind
from mi_crm.receipts.actions.summaries import MadeSummary
from mi_crm.receipts.rules.ways import Way
from mi_crm.ui.receipts.year_words import left_words, tr
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Notice
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.models import Column
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Table, TableModel
from mi_crm.ui.shared.tasks import Answer

_SHOWN: Final = 30
"""Rows of what was made last."""


class RunNews:
    """What a run tells, written by its thread and read by the window's."""

    def __init__(self) -> None:
        """Tell of nothing yet."""
        self.stage: Stage | None = None
        self.began_at = time.monotonic()
        self.made = 0
        self.first = self.last = ""
        self.latest: deque[MadeSummary] = deque(maxlen=_SHOWN)

    def at(self, stage: Stage) -> None:
        """Note what the run is at."""
        self.stage, self.began_at = stage, time.monotonic()

    def take(self, made: MadeSummary) -> None:
        """Note a summary that is on the disk."""
        self.made += 1
        self.first, self.last = self.first or made.number, made.number
        self.latest.appendleft(made)


@dataclass(frozen=True, slots=True)
class _Row:
    """One summary of the run."""

    number: str
    donor: str
    donor_kind: ConstituentKind
    gifts: int
    total: str
    state: tuple[str, str, str]


def _row(made: MadeSummary) -> _Row:
    words = tr("Made, mail") if made.way is Way.PRINT else tr("Made, e-mail") if made.way else tr("Made")
    state = (words, "done", "check")
    return _Row(made.number, made.donor, made.donor_kind, made.gifts, made.total.dollars(), state)


class RunPage(QWidget):
    """Follows one run to its end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Wait for a run."""
        super().__init__(parent)
        self._answer: Answer[Any] | None = None
        self._news = RunNews()
        self._stopping = False
        self._done = self._total = 0
        # More often nobody can read it, and what is drawn takes the processor from the run.
        self._pause = QTimer(self, singleShot=True, interval=250)
        self._pause.timeout.connect(self._show)
        self._title, self._below = label("", "figure", wrap=True), label("", "second", wrap=True)
        self._safe, self._share = label("", "help", wrap=True), label("", "help")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.stop = Button(self.tr("Cancel"), "danger", icon="x", key="Esc")
        self.stop.clicked.connect(self.cancel)
        card = Card()
        top = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(px(4))
        words.addWidget(self._title)
        words.addWidget(self._below)
        top.addLayout(words, 1)
        top.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignVCenter)
        card.body.addLayout(top)
        card.body.addWidget(self.bar)
        foot = QHBoxLayout()
        foot.addWidget(self._safe, 1)
        foot.addWidget(self._share)
        card.body.addLayout(foot)
        self._note = Notice(
            "info",
            self.tr(
                "Cancel stops after the letter in hand. Finished letters keep their numbers and stay; "
                "a later run goes on from the next. You may go on working in other screens."
            ),
        )
        self.table = Table(self.tr("Just made"), rows=40)
        self.model: TableModel[_Row] = TableModel(
            [
                Column(self.tr("Summary"), lambda row: row.number, width=130, strong=True),
                Column(
                    self.tr("For"), lambda row: row.donor, width=None, avatar=lambda row: row.donor_kind.value
                ),
                Column(self.tr("Gifts"), lambda row: row.gifts, number=True, width=70),
                Column(self.tr("Contribution amounts"), lambda row: row.total, number=True, width=170),
                Column(self.tr("State"), lambda row: row.state[0], width=120, chip=lambda row: row.state),
            ],
            self,
        )
        self.table.set_model(self.model)
        self._latest = below = Card(
            self.tr("Just made"), self.tr("Newest first. One bad record never stops the run."), flush=True
        )
        below.body.addWidget(self.table, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(12))
        rows.addWidget(card)
        rows.addWidget(self._note)
        rows.addWidget(below, 1)
        rows.addStretch(0)

    def set_low(self, *, low: bool) -> None:
        """Leave the room to the figures where there is little."""
        self._note.setVisible(not low)
        self._latest.setVisible(not low)

    def follow(self, answer: Answer[Any], news: RunNews) -> None:
        """Follow a run until it is done."""
        self._answer, self._news, self._stopping = answer, news, False
        self.stop.setEnabled(True)
        self.bar.setRange(0, 0)
        self._share.setText("")
        self._safe.setText("")
        self.model.show_rows(())
        self._title.setText(self.tr("Backing up first"))
        self._below.setText(self.tr("The file is copied and proven before the first number is taken."))
        answer.progressed.connect(self._go_on)

    def cancel(self) -> None:
        """Stop after the letter in hand."""
        if self._answer is not None and not self._stopping:
            self._stopping = True
            self._answer.stop()
            self.stop.setEnabled(False)
            self._title.setText(self.tr("Stopping after the letter in hand"))
            self._below.setText("")

    def _go_on(self, done: int, total: int) -> None:
        if self.sender() is self._answer:
            self._done, self._total = done, total
            if not self._pause.isActive():
                self._pause.start()

    def _show(self) -> None:
        news, done, total = self._news, self._done, self._total
        if self._stopping or news.stage is None or not self.isVisible():
            return
        self.bar.setRange(0, max(0, total))
        self.bar.setValue(done)
        self._share.setText(f"{done * 100 // total}%" if total else "")
        figures = {"n": f"{min(done + 1, total):,}", "all": f"{total:,}"}
        self._title.setText(
            {
                Stage.MAKING: self.tr("Donor {n} of {all}"),
                Stage.MISSING: self.tr("Drawing what was left, {n} of {all}"),
                Stage.TOGETHER: self.tr("One PDF for all, {n} of {all}"),
            }[news.stage].format(**figures)
        )
        passed = time.monotonic() - news.began_at
        words = [news.latest[0].donor + "."] if news.latest and news.stage is Stage.MAKING else []
        if done and passed > 1:
            words.append(left_words(passed / done * (total - done)))
        self._below.setText(" ".join(words))
        if news.made:
            span = news.first if news.first == news.last else f"{news.first} to {news.last[7:]}"
            self._safe.setText(self.tr("{numbers} made, numbered and safe.").format(numbers=span))
            self.model.show_rows([_row(one) for one in tuple(news.latest)])
