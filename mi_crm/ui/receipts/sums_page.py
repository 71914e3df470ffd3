"""Three sums: every dollar of the ledger has its one place, and each figure opens its list."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.receipts.queries.year import Figure as YearFigure
from mi_crm.receipts.queries.year import YearSums, sum_of
from mi_crm.shared.dates import long_date
from mi_crm.ui.receipts.year_figures import (
    ACKNOWLEDGED,
    NOT_RECEIPTED,
    RECEIPTED,
    LineButton,
    LineOf,
    ShareBar,
    SumButton,
    Swatch,
)
from mi_crm.ui.receipts.year_words import payments, tr
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Notice, clear
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import Sign
from mi_crm.ui.shared.scroll import ScrolledRows, scrolled
from mi_crm.ui.shared.style import px

_WIDE = 760
"""Below so many logical px the columns stand one under the other."""


class _Column(Card):
    """One of the three sums, line by line, with its total."""

    opened = Signal(str)

    def __init__(self, words: str, tint: str, parent: QWidget | None = None) -> None:
        super().__init__(flush=True, parent=parent)
        self.body.setContentsMargins(px(8), px(12), px(8), px(4))
        self.body.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(px(8), 0, px(8), px(4))
        top.setSpacing(px(8))
        top.addWidget(Swatch(tint))
        top.addWidget(label(words, "heading", wrap=True), 1)
        self.body.addLayout(top)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)
        self._count, self._total = label("", "help"), label("", "strong")
        foot = QHBoxLayout()
        foot.setContentsMargins(px(12), px(10), px(30), px(8))
        foot.addWidget(self._count, 1)
        foot.addWidget(self._total)
        self.body.addLayout(foot)

    def show_lines(self, lines: Sequence[LineOf], count: str, total: str) -> None:
        """Show the lines and what they come to."""
        here = [line.hasFocus() for line in self.findChildren(LineButton)]
        clear(self._lines)
        for place, line in enumerate(lines):
            button = LineButton(line)
            button.clicked.connect(self._open)
            self._lines.addWidget(button)
            if place < len(here) and here[place]:
                button.setFocus()
        if not lines:
            nothing = label(tr("Nothing"), "help")
            nothing.setContentsMargins(px(12), px(8), 0, px(8))
            self._lines.addWidget(nothing)
        self._count.setText(count)
        self._total.setText(total)

    def _open(self) -> None:
        button = self.sender()
        if isinstance(button, LineButton):
            self.opened.emit(button.line.key)


class SumsPage(QWidget):
    """All money = receipted + acknowledged, not deductible + not receipted."""

    opened = Signal(str)
    again_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing counted yet."""
        super().__init__(parent)
        inside = QWidget()
        column = ScrolledRows(inside)
        column.setContentsMargins(0, 0, px(2), 0)
        column.setSpacing(px(12))
        column.addWidget(self._sums_card())
        self._grid = QGridLayout()
        self._grid.setSpacing(px(14))
        self.receipted = _Column(self.tr("Receipted"), RECEIPTED)
        self.acknowledged = _Column(self.tr("Acknowledged, not deductible"), ACKNOWLEDGED)
        self.without = _Column(self.tr("Not receipted"), NOT_RECEIPTED)
        self._columns = (self.receipted, self.acknowledged, self.without)
        for one in self._columns:
            one.opened.connect(self.opened)
        column.addLayout(self._grid, 1)
        column.addWidget(self._property_card())
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(scrolled(inside))
        self._wide: bool | None = None
        self._arrange()

    def _sums_card(self) -> QWidget:
        self.ledger = SumButton(self.tr("All money"))
        self.sums = {
            "receipted": SumButton(self.tr("Receipted"), RECEIPTED),
            "acknowledged": SumButton(self.tr("Acknowledged, not deductible"), ACKNOWLEDGED),
            "not_receipted": SumButton(self.tr("Not receipted"), NOT_RECEIPTED),
        }
        self._buttons = {"ledger": self.ledger, **self.sums}
        card = Card()
        self._across = QGridLayout()
        self._across.setHorizontalSpacing(px(6))
        self._across.setVerticalSpacing(px(4))
        self._signs = [label(sign, "figure", tone="second") for sign in ("=", "+", "+")]
        for button in self._buttons.values():
            button.clicked.connect(self._open)
        card.body.addLayout(self._across)
        self._bar = ShareBar()
        card.body.addWidget(self._bar)
        self.again = Button(self.tr("Count again"), small=True)
        self.again.clicked.connect(self.again_asked)
        self.strays = Button(self.tr("Show them"), small=True)
        self.strays.clicked.connect(self._open_strays)
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(8))
        line.addWidget(self.strays)
        line.addWidget(self.again)
        self.verdict = Notice("info", self.tr("Counting…"), action=both)
        self.strays.hide()
        card.body.addWidget(self.verdict)
        return card

    def _property_card(self) -> QWidget:
        card = Card()
        self._kind, self._kind_below = label("", "strong", wrap=True), label("", "help", wrap=True)
        self.in_kind = Button("", small=True)
        self.in_kind.clicked.connect(self._open_property)
        words = QVBoxLayout()
        words.setSpacing(px(1))
        words.addWidget(self._kind)
        words.addWidget(self._kind_below)
        line = QHBoxLayout()
        line.setSpacing(px(14))
        line.addWidget(Sign("gift", "ink2", 18))
        line.addLayout(words, 1)
        line.addWidget(self.in_kind)
        card.body.addLayout(line)
        return card

    def first(self) -> QWidget:
        """Return the first figure."""
        return self.ledger

    def show_sums(self, sums: YearSums, counted: datetime) -> None:
        """Show the figures of a year."""
        self.ledger.show_sum(
            sums.ledger.total.dollars(),
            self.tr("1 posted payment")
            if sums.ledger.count == 1
            else self.tr("{n} posted payments").format(n=f"{sums.ledger.count:,}"),
        )
        parts = (sums.receipted, sums.acknowledged, sums.not_receipted)
        for (key, button), figures in zip(self.sums.items(), parts, strict=True):
            count = payments(sum(one.count for one in figures))
            each = self.tr("{payments}, each with a reason").format(payments=count)
            button.show_sum(sum_of(figures).dollars(), each if key == "not_receipted" else count)
        self._bar.show_parts(
            [
                (sum_of(figures).cents, tint)
                for figures, tint in zip(parts, (RECEIPTED, ACKNOWLEDGED, NOT_RECEIPTED), strict=True)
            ]
        )
        for column, figures in zip(self._columns, parts, strict=True):
            lines = [_line(figure) for figure in figures]
            if column is self.receipted and figures:
                count = f"{sum(one.count for one in figures):,}"
                lines += [
                    LineOf("receipted", self.tr("Of this, given back"), self.tr("Estimates of value"),
                           sums.given_back.dollars(), ""),
                    LineOf("receipted", self.tr("Of this, contribution amounts"),
                           self.tr("What the papers state"), sums.contributions.dollars(), count),
                ]  # fmt: skip
            total = sum_of(figures).dollars()
            column.show_lines(lines, payments(sum(one.count for one in figures)), total)
        self._say_verdict(sums, counted)
        self._say_property(sums)

    def _say_verdict(self, sums: YearSums, counted: datetime) -> None:
        moment = counted.astimezone()
        when = f"{long_date(moment.date())}, {moment:%I:%M %p}".replace(" 0", " ")
        if sums.meet:
            self.verdict.say(
                "done",
                self.tr("They meet: difference $0.00"),
                self.tr(
                    "Four queries, four counts. None is worked out as the rest of the others. Counted {when}."
                ).format(when=when),
            )
        else:
            self.verdict.say(
                "wrong",
                self.tr("They do not meet: {amount} in {payments}").format(
                    amount=sums.difference.dollars(), payments=payments(abs(sums.uncounted))
                ),
                self.tr("No summary can be made until every payment has one place. Counted {when}.").format(
                    when=when
                ),
            )
        self.strays.setVisible(not sums.meet)

    def _say_property(self, sums: YearSums) -> None:
        count, donors = sums.in_kind.count, sums.in_kind.donors
        gifts = self.tr("1 gift") if count == 1 else self.tr("{n} gifts").format(n=f"{count:,}")
        people = self.tr("1 donor") if donors == 1 else self.tr("{n} donors").format(n=f"{donors:,}")
        if count:
            words = self.tr("Property is apart: {gifts} from {donors}, described, never valued on paper")
            self._kind.setText(words.format(gifts=gifts, donors=people))
        else:
            self._kind.setText(self.tr("No property was given"))
        below = self.tr(
            "In none of these sums. Each summary describes its own. Internal values serve Form 990 only."
        )
        self._kind_below.setText(below if count else "")
        self._kind_below.setVisible(bool(count))
        self.in_kind.setVisible(bool(count))
        self.in_kind.setText(
            self.tr("Open it") if count == 1 else self.tr("Open the {n}").format(n=f"{count:,}")
        )

    def _open(self) -> None:
        sender = self.sender()
        self.opened.emit(next(key for key, button in self._buttons.items() if button is sender))

    def _open_property(self) -> None:
        self.opened.emit("in_kind")

    def _open_strays(self) -> None:
        self.opened.emit("strays")

    def _arrange(self) -> None:
        """Put the sums side by side, or one under the other where they do not fit."""
        wish = sum(button.sizeHint().width() for button in self._buttons.values()) + px(110)
        wide = self.width() >= max(px(_WIDE), wish)
        if wide == self._wide:
            return
        self._wide = wide
        for part in (*self._buttons.values(), *self._signs):
            self._across.removeWidget(part)
        for place, button in enumerate(self._buttons.values()):
            sign = self._signs[place - 1] if place else None
            if wide:
                self._across.addWidget(button, 0, 2 * place)
                if sign:
                    self._across.addWidget(sign, 0, 2 * place - 1, Qt.AlignmentFlag.AlignCenter)
            else:
                self._across.addWidget(button, place, 1)
                if sign:
                    self._across.addWidget(sign, place, 0, Qt.AlignmentFlag.AlignCenter)
        for place, column in enumerate(self._columns):
            self._grid.removeWidget(column)
            self._grid.addWidget(column, 0 if wide else place, place if wide else 0)
            self._grid.setColumnStretch(place, 1 if wide or not place else 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


def _line(figure: YearFigure) -> LineOf:
    return LineOf(
        figure.group.value, tr(figure.words), tr(figure.rule), figure.total.dollars(), f"{figure.count:,}"
    )
