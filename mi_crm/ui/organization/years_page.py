"""Settings: the figures that the law sets anew each year, each with who says so; a year can be added."""

from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mi_crm.organization.actions import add_figures, remove_figures
from mi_crm.organization.figures import NAMES, FigureKind, Figures, FiguresRow
from mi_crm.organization.queries import figure_rows
from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ChoiceField, Field, TextField, enter_moves_on, row
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.models import Column
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Table, TableModel
from mi_crm.ui.shared.values import AmountField

_AMOUNTS: Final = {
    FigureKind.TOKEN_LIMITS: "Most a low-cost article may cost us",
    FigureKind.IRA_LIMITS: "Most a person may give from an IRA",
    FigureKind.NATIONAL_HOUR: "Worth of an hour",
    FigureKind.CALIFORNIA_HOUR: "Worth of an hour",
}


class YearsPage(QWidget):
    """Every year of every table, and a form for one more."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        """Lay out the list above the form."""
        super().__init__()
        self._desk = desk
        self.which = ChoiceField(self.tr("Table"), [(kind, NAMES[kind]) for kind in FigureKind])
        self.year = TextField(self.tr("Year"), limit=4)
        self.amount = AmountField("")
        self.second = AmountField(self.tr("Once, for a split-interest gift"))
        self.authority = TextField(
            self.tr("Source"), help=self.tr("Who publishes it, such as Rev. Proc. 2026-35"), limit=200
        )
        self.add = Button(self.tr("Add the year"), "primary", key="Ctrl+Enter")
        self.remove = Button(self.tr("Take out"), "quiet", key="Del")
        self.add.clicked.connect(self.finish)
        self.remove.clicked.connect(self.take_out)
        self.which.edited.connect(self._show_fields)
        self._every: list[Field] = [self.which, self.year, self.amount, self.second, self.authority]
        enter_moves_on(self._every, self.finish)
        self.table = Table(self.tr("Figures by year"), rows=48)
        self.model: TableModel[FiguresRow] = TableModel(
            [
                Column(self.tr("Table"), lambda one: one.name, width=168, second=lambda one: one.authority),
                Column(self.tr("Year"), lambda one: str(one.year), width=62),
                Column(self.tr("Figures"), lambda one: one.figures, width=None, second=_sure),
            ],
            self,
            today=desk.today(),
        )
        self.table.set_model(self.model)
        self.table.setMinimumHeight(px(300))
        self.table.chosen.connect(self._look)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, px(6), 0)
        rows.setSpacing(px(14))
        listing = Card(self.tr("Year tables"), self.tr("With who says so, and how sure we are"), flush=True)
        listing.body.addWidget(self.table, 1)
        rows.addWidget(listing, 1)
        rows.addWidget(self._form_card())
        self._show_fields()
        self._look(None)

    def _form_card(self) -> Card:
        card = Card(self.tr("Add a year"), self.tr("No year is ever filled with the one before"))
        card.body.addLayout(row(self.which, self.year, stretch=(3, 1)))
        card.body.addLayout(row(self.amount, self.second))
        self.derived = label("", "help", wrap=True)
        card.body.addWidget(self.derived)
        card.body.addWidget(self.authority)
        card.body.addWidget(flowing(self.add, self.remove))
        return card

    # -- showing ---------------------------------------------------------------------------------

    def reload(self) -> None:
        """Show the figures as they are kept."""
        self._desk.ask(figure_rows).then(self._show_rows)

    def _show_rows(self, rows: list[FiguresRow]) -> None:
        self.model.show_rows(rows)
        self._look(self.table.current())

    def _look(self, one: object) -> None:
        own = isinstance(one, FiguresRow) and one.own
        self.remove.set_enabled(own, self.tr("Only a year that was added by hand can be taken out."))

    def _show_fields(self) -> None:
        kind = self.which.value()
        self.amount.set_words(self.tr(_AMOUNTS[kind]))
        self.second.setVisible(kind is FigureKind.IRA_LIMITS)
        self.derived.setText(
            self.tr("The least payment is five times and the cap of 2% ten times this figure.")
            if kind is FigureKind.TOKEN_LIMITS
            else ""
        )
        self.derived.setVisible(kind is FigureKind.TOKEN_LIMITS)

    # -- acts ------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Add the year, or say what is missing (Ctrl+Enter)."""
        if not all([field.check() for field in self._every]):  # noqa: C419 # each says what is wrong with it
            return
        year, amount = self.year.value(), self.amount.value()
        if not (year.isascii() and year.isdecimal()):
            self.year.set_error(self.tr("Type a year, such as 2027."))
        elif amount is None:
            self.amount.set_error(self.tr("Type the figure."))
        else:
            what = Figures(
                self.which.value(), int(year), amount, self.authority.value(), self.second.value() or None
            )
            self._desk.do(add_figures, what).then(partial(self._added, what)).otherwise(self._refused)

    def _added(self, what: Figures, _key: object) -> None:
        for field in (self.year, self.amount, self.second, self.authority):
            field.clear()
        self._desk.done(self.tr("{name} of {year} added").format(name=NAMES[what.kind], year=what.year))
        self.reload()

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, Problem):
            self._desk.tasks.unhandled.emit(error)
            return
        words = str(error)
        field = self.authority if "publishes" in words else self.second if "one-time" in words else self.year
        field.set_error(words)

    def take_out(self) -> None:
        """Take out the year that was added by hand (Del)."""
        one = self.table.current()
        if isinstance(one, FiguresRow) and one.own and one.kind is not None:
            words = self.tr("{name} of {year} taken out").format(name=one.name, year=one.year)
            self._desk.do(remove_figures, one.kind, one.year).then(partial(self._removed, words))

    def _removed(self, words: str, _nothing: object) -> None:
        self._desk.done(words)
        self.reload()


def _sure(one: FiguresRow) -> str:
    """Return how sure we are of a figure, in words for the office."""
    if one.own:
        return QCoreApplication.translate("YearsPage", "Added by hand")
    if "check" in one.mark:
        return QCoreApplication.translate("YearsPage", "Check it against the source before you rely on it")
    return QCoreApplication.translate("YearsPage", "Found in the source")
