"""Mend: what is to be looked at before a year is summed up; each check opens its list."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.receipts.actions.summaries import SummaryRun
from mi_crm.receipts.queries.mending import YearChecks
from mi_crm.receipts.queries.year import YearSums
from mi_crm.receipts.rules.ways import Way
from mi_crm.ui.receipts.year_preview import YearPreview
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Figure
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label, rule
from mi_crm.ui.shared.marks import Sign
from mi_crm.ui.shared.panes import TwoPanes
from mi_crm.ui.shared.scroll import ScrolledRows, scrolled
from mi_crm.ui.shared.style import px

_SIGNS = {
    "done": ("circle-check", "pos"),
    "warn": ("triangle-alert", "warn"),
    "wrong": ("circle-x", "neg"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """How one check stands."""

    key: str
    tone: str
    """done, warn or wrong."""
    title: str
    sentence: str
    count: int = 0
    act: str = ""


class CheckRow(QWidget):
    """One check: its sign, what was found, and the button that opens its list."""

    opened = Signal(str)

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        """Show nothing found yet."""
        super().__init__(parent)
        self._key = key
        self._sign = Sign("clock", "ink3", 18)
        self._title, self._sentence = label("…", "strong", wrap=True), label("", "help", wrap=True)
        self._count = label("", "figure")
        self.button = Button("")
        self.button.clicked.connect(self._open)
        line = QHBoxLayout(self)
        line.setContentsMargins(px(20), px(6), px(16), px(6))
        line.setSpacing(px(14))
        line.addWidget(self._sign)
        words = QVBoxLayout()
        words.setSpacing(px(1))
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        line.addLayout(words, 1)
        line.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.button.hide()
        self._count.hide()

    def show_check(self, check: Check, *, first: bool) -> None:
        """Show what was found; the first one that is left has the primary button."""
        icon, tint = _SIGNS[check.tone]
        self._sign.show_sign(icon, tint)
        self._title.setText(check.title)
        self._sentence.setText(check.sentence)
        self._sentence.setVisible(bool(check.sentence))
        self._count.setText(f"{check.count:,}")
        for part in (self._count, self.button):
            part.setVisible(bool(check.count))
        self.button.setText(check.act)
        self.button.setAccessibleName(f"{check.act}: {check.count:,}, {check.title}")
        self.button.set_kind("primary" if first else "secondary")
        self.setAccessibleName(f"{check.title}. {check.sentence}")

        self._fit()

    def _fit(self) -> None:
        """Be as high as the words need at this width; what scrolls would ask for more."""
        self.setFixedHeight(max(px(53), self.heightForWidth(self.width())))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _open(self) -> None:
        self.opened.emit(self._key)


KEYS = ("batches", "register", "to_mend", "waiting", "nowhere", "returned", "came_back", "doubles")


class MendPage(QWidget):
    """The figures of the year, the checks, and the summaries as they would be."""

    opened = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Lay out figures and checks at the left, the paper at the right."""
        super().__init__(parent)
        self.summaries = Figure(self.tr("Summaries"))
        self.payments = Figure(self.tr("Payments"))
        self.money = Figure(self.tr("All money"))
        figures = Card()
        figures.body.addWidget(flowing(self.summaries, self.payments, self.money, gap=56, line_gap=10))
        self.rows = {key: CheckRow(key) for key in KEYS}
        checks = Card(flush=True)
        checks.body.setSpacing(0)
        for place, row in enumerate(self.rows.values()):
            if place:
                checks.body.addWidget(rule())
            checks.body.addWidget(row)
            row.opened.connect(self.opened)
        left = QWidget()
        column = ScrolledRows(left)
        column.setContentsMargins(0, 0, px(2), 0)
        column.setSpacing(px(12))
        column.addWidget(figures)
        column.addWidget(checks)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(Sign("info", "ink2", 14), 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(
            label(
                self.tr(
                    "A cross keeps a donor's summary back until it is mended. A triangle may pass. "
                    "Each list brings you back here."
                ),
                "help",
                wrap=True,
            ),
            1,
        )
        column.addLayout(foot)
        column.addStretch(1)
        self.preview = YearPreview(desk)
        names = (self.tr("The checks"), self.tr("The paper"))
        panes = TwoPanes(scrolled(left), self.preview, names=names, stretch=(58, 42))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(panes)

    def first(self) -> QWidget | None:
        """Return the button of the first check that is left."""
        return next((row.button for row in self.rows.values() if not row.button.isHidden()), None)

    def show_sums(self, sums: YearSums) -> None:
        """Show the money of the year."""
        below = self.tr("dated in {year}, posted").format(year=sums.year)
        self.payments.show_value(f"{sums.ledger.count:,}", below)
        self.money.show_value(sums.ledger.total.dollars(), self.tr("gross, less reversals"))

    def show_plan(self, plan: SummaryRun | None) -> None:
        """Show how many summaries there are, and how they go out; None while they are being counted."""
        if plan is None:
            self.summaries.show_value("…", self.tr("being counted"))
            return
        letters = sum(one.way is Way.PRINT for one in plan.made)
        emails = sum(one.way is Way.EMAIL for one in plan.made)
        parts = [self.tr("{n} by mail").format(n=f"{letters:,}")]
        if emails:
            parts.append(self.tr("{n} by e-mail").format(n=f"{emails:,}"))
        if neither := len(plan.made) - letters - emails:
            parts.append(self.tr("{n} neither").format(n=f"{neither:,}"))
        if plan.unchanged:
            parts.append(self.tr("{n} made already").format(n=f"{plan.unchanged:,}"))
        self.summaries.show_value(f"{len(plan.made) + plan.unchanged:,}", ", ".join(parts))

    def show_checks(self, found: YearChecks) -> None:
        """Show how each check stands."""
        left = True
        for check in self._checks(found):
            first = left and bool(check.count)
            self.rows[check.key].show_check(check, first=first)
            left = left and not first

    def _checks(self, found: YearChecks) -> Sequence[Check]:
        return (
            self._batches(found),
            self._register(found),
            Check("to_mend", "wrong", self.tr("Gifts that need something first"),
                  self.tr("Mostly an estimate of value. No paper for these gifts until it is set"),
                  found.to_mend, self.tr("Set values"))
            if found.to_mend else Check("to_mend", "done", self.tr("Nothing is missing in any gift"), ""),
            Check("waiting", "warn", self.tr("Gifts still without a receipt"),
                  self.tr("{amount}. On a summary they stand without a number").format(
                      amount=found.waiting_total.dollars()),
                  found.waiting, self.tr("Issue"))
            if found.waiting else Check("waiting", "done", self.tr("Every gift has its receipt"), ""),
            Check("nowhere", "warn", self.tr("No mailing address and no e-mail"),
                  self.tr("Add one, or leave them out; {amount} in all").format(
                      amount=found.nowhere_total.dollars()),
                  found.nowhere, self.tr("Mend in a list"))
            if found.nowhere else Check("nowhere", "done", self.tr("Everybody can be reached"), ""),
            Check("returned", "warn", self.tr("Mail came back"),
                  self.tr("Their address is not used until it is mended"),
                  found.returned, self.tr("Mend in a list"))
            if found.returned else Check("returned", "done", self.tr("No mail came back"), ""),
            Check("came_back", "warn", self.tr("Receipts that were refused or came back"),
                  self.tr("Send them again, or print them"), found.came_back, self.tr("Look"))
            if found.came_back else Check("came_back", "done", self.tr("No receipt was refused"), ""),
            Check("doubles", "warn", self.tr("Two likely the same person"),
                  self.tr("Two summaries could go to one home"), found.doubles, self.tr("Compare"))
            if found.doubles else Check("doubles", "done", self.tr("Nobody is in the list twice"), ""),
        )  # fmt: skip

    def _batches(self, found: YearChecks) -> Check:
        if found.open_batches:
            title = self.tr("Batches with gifts of {year} are open").format(year=found.year)
            sentence = self.tr("Their gifts are not money yet, and on no summary")
            return Check("batches", "warn", title, sentence, found.open_batches, self.tr("Open"))
        balanced = found.posted_batches - found.posted_with_reason
        sentence = self.tr("{n} batches. {balanced} in balance, {others} posted with a reason").format(
            n=f"{found.posted_batches:,}", balanced=f"{balanced:,}", others=f"{found.posted_with_reason:,}"
        )
        title = self.tr("Every batch of {year} is posted").format(year=found.year)
        return Check("batches", "done", title, sentence if found.posted_batches else "")

    def _register(self, found: YearChecks) -> Check:
        register = found.register
        if register is None:
            title = self.tr("No receipt of {year} was issued").format(year=found.year)
            return Check("register", "done", title, "")
        span = self.tr("{first} to {last}").format(first=register.first, last=register.last[7:])
        if register.gaps:
            title = self.tr("The register has gaps")
            return Check("register", "wrong", title, span, register.gaps, self.tr("Look"))
        return Check("register", "done", self.tr("The register runs without a gap"), span)
