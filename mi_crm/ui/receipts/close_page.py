"""Close: nothing more is posted in a month or a year that is over; opening again takes a reason."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mi_crm.giving.actions.closing import close_period, reopen_period
from mi_crm.giving.queries.periods import PeriodRow, period_days
from mi_crm.shared.dates import MONTHS
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Notice
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ChoiceField
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import Sign
from mi_crm.ui.shared.models import Column
from mi_crm.ui.shared.scroll import ScrolledRows, scrolled
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Table, TableModel


class ClosePage(QWidget):
    """One sentence of what closing means, what stays open, the button, and what was closed before."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Lay out the act and what was done before."""
        super().__init__(parent)
        self._desk = desk
        self._year = 0
        self._periods: Sequence[PeriodRow] = ()
        inside = QWidget()
        column = ScrolledRows(inside)
        column.setContentsMargins(0, 0, px(2), 0)
        column.setSpacing(px(12))
        column.addWidget(self._act_card())
        column.addWidget(self._before_card())
        column.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(scrolled(inside))

    def _act_card(self) -> QWidget:
        card = Card()
        self.state = Notice("info")
        self._what = label("", "pane", wrap=True)
        self._means = label("", wrap=True)
        card.body.addWidget(self.state)
        card.body.addWidget(self._what)
        card.body.addWidget(self._means)
        card.body.addWidget(label(self.tr("What stays open"), "strong"))
        for words in (
            self.tr(
                "A gift posted in it can be corrected, refunded or taken back; those lines are dated today."
            ),
            self.tr("A check postmarked in it that comes later keeps its date of gift and is posted today."),
            self.tr("Its donor's summary is then replaced by the next run; receipts are issued as ever."),
        ):
            line = QHBoxLayout()
            line.setSpacing(px(8))
            line.addWidget(Sign("check", "pos", 14))
            line.addWidget(label(words, "second", wrap=True), 1)
            card.body.addLayout(line)
        self.period = ChoiceField(self.tr("Period"))
        self.period.setMaximumWidth(px(280))
        self.period.edited.connect(self._show_state)
        self.close_it = Button("", "secondary", icon="lock")
        self.close_it.clicked.connect(self.close_period)
        line = QHBoxLayout()
        line.setSpacing(px(12))
        line.addWidget(self.period, 1)
        foot = QVBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_it)
        line.addLayout(foot)
        line.addStretch(1)
        card.body.addLayout(line)
        return card

    def _before_card(self) -> QWidget:
        self.reopen = Button(self.tr("Open again"), "secondary", icon="lock-open", small=True)
        self.reopen.clicked.connect(self.reopen_period)
        self._before = Card(self.tr("Closed before"), " ", action=self.reopen, flush=True)
        self.table = Table(self.tr("Closed periods"), rows=40)
        self.model: TableModel[PeriodRow] = TableModel(
            [
                Column(self.tr("Period"), lambda row: row.name, width=150, strong=_closed),
                Column(self.tr("What happened"), lambda row: row.sentence, width=None),
            ],
            self,
        )
        self.table.set_model(self.model)
        self.table.chosen.connect(self._show_reopen)
        self.table.opened.connect(self.reopen_period)
        self._before.body.addWidget(self.table)
        return self._before

    def first(self) -> QWidget:
        """Return what the step begins with."""
        return self.close_it if self.close_it.isEnabled() else self.period.input

    def closed_year(self) -> PeriodRow | None:
        """Return the closing of the whole year, while it stands."""
        first, last = period_days(self._year)
        found = (
            one for one in self._periods if _closed(one) and (one.first_day, one.last_day) == (first, last)
        )
        return next(found, None)

    def show_periods(self, year: int, rows: Sequence[PeriodRow]) -> None:
        """Show what of a year was ever closed."""
        if year != self._year:
            self._year = year
            today = self._desk.today()
            last_month = 12 if year < today.year else today.month - 1
            choices: list[tuple[int, str]] = [(0, str(year))]
            choices += [(month, f"{MONTHS[month - 1]} {year}") for month in range(last_month, 0, -1)]
            self.period.set_choices(choices)
            self.period.set_value(0 if year < today.year or last_month == 0 else last_month)
        self._periods = rows
        self.model.show_rows(list(reversed(rows)))
        self._before.setVisible(bool(rows))
        if rows and not self.table.currentIndex().isValid():
            self.table.choose(0)
        self.table.fit_height()
        self._show_state()
        self._show_reopen()

    def _month(self) -> int | None:
        return int(self.period.value() or 0) or None

    def _days(self) -> tuple[date, date]:
        return period_days(self._year, self._month())

    def _name(self) -> str:
        month = self._month()
        return f"{MONTHS[month - 1]} {self._year}" if month else str(self._year)

    def _show_state(self) -> None:
        if not self._year:
            return
        name, (first, last) = self._name(), self._days()
        closed = next(
            (
                one
                for one in self._periods
                if _closed(one) and one.first_day <= first and one.last_day >= last
            ),
            None,
        )
        self._what.setText(self.tr("Close {period}").format(period=name))
        self._means.setText(
            self.tr("Closing means one thing: nothing more is posted on a day of {period}.").format(
                period=name
            )
        )
        self.close_it.setText(self.tr("Close {period}").format(period=name))
        over = last < self._desk.today()
        self.close_it.set_enabled(
            closed is None and over,
            self.tr("{period} is closed already.").format(period=name)
            if closed
            else self.tr("{period} is not over yet.").format(period=name),
        )
        if closed is not None:
            self.state.say("done", closed.sentence)
        elif over:
            self.state.say(
                "info", self.tr("{period} is open. Closing can be undone with a reason.").format(period=name)
            )
        else:
            self.state.say(
                "info",
                self.tr("{period} is not over yet: it can be closed when its last day has passed.").format(
                    period=name
                ),
            )

    def _show_reopen(self) -> None:
        row = self.table.current()
        stands = isinstance(row, PeriodRow) and _closed(row)
        self.reopen.set_enabled(stands, self.tr("Choose a period that is closed."))

    def close_period(self) -> None:
        """Close the period that is chosen."""
        if self.close_it.isEnabled():
            desk = self._desk
            answer = desk.do(close_period, self._year, self._month(), now=desk.now(), who=desk.who)
            answer.then(self._closed_now)

    def _closed_now(self, _id: object) -> None:
        self._desk.done(self.tr("{period} is closed").format(period=self._name()))
        self.changed.emit()

    def reopen_period(self, _row: object = None) -> None:
        """Ask for the reason, and open the chosen period again."""
        row = self.table.current()
        if not isinstance(row, PeriodRow) or not _closed(row):
            return
        reason = self._desk.questions.ask_reason(
            self,
            self.tr("Open {period} again?").format(period=row.name),
            self.tr("Both the closing and the reason stay on the listing of the register."),
            [],
            self.tr("Open it again"),
        )
        if reason:
            desk = self._desk
            answer = desk.do(reopen_period, row.id, reason=reason, now=desk.now(), who=desk.who)
            answer.then(self._opened_now)

    def _opened_now(self, _nothing: object) -> None:
        self._desk.say(self.tr("Opened again"))
        self.changed.emit()


def _closed(row: PeriodRow) -> bool:
    return row.reopened_on is None
