"""Settings: the funds that gifts may be for."""

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from mi_crm.giving.actions.funds import (
    FundEntry,
    add_fund,
    close_fund,
    delete_fund,
    make_default,
    reopen_fund,
    save_fund,
)
from mi_crm.giving.queries.figures import FundRow, funds
from mi_crm.giving.queries.impact import MadePossible, made_possible_by_fund
from mi_crm.programs.queries.programs import ProgramRow, list_programs
from mi_crm.shared.dates import long_date
from mi_crm.shared.text import clean_line
from mi_crm.ui.organization.entries import CheckedField
from mi_crm.ui.organization.list_page import Acts, ListPage, RowForm, Words
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ChoiceField, row
from mi_crm.ui.shared.impact import made_words
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.models import Column
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.tasks import Answer


class FundForm(RowForm[FundRow, FundEntry]):
    """What is known of a fund."""

    def __init__(self, desk: Desk) -> None:
        """Make the fields."""
        line = partial(clean_line, limit=60)
        super().__init__(
            desk,
            {
                "name": CheckedField(
                    self.tr("Name on receipts"),
                    partial(clean_line, what="The name", limit=120),
                    needed=self.tr("Type a name."),
                ),
                "short_name": CheckedField(
                    self.tr("Short name"),
                    partial(line, what="The short name"),
                    hint=self.tr("Also accepted when importing"),
                ),
                "ledger_account": CheckedField(
                    self.tr("Ledger account"), partial(line, what="The ledger account")
                ),
                "purpose": CheckedField(
                    self.tr("What donors may be told"),
                    partial(clean_line, what="The purpose", limit=500),
                    hint=self.tr("A whole sentence; it follows the thanks on the letter"),
                ),
                "program_id": ChoiceField(
                    self.tr("Pays for"),
                    [(None, self.tr("All alike"))],
                    help=self.tr("Its gifts can be linked to trainings of this program"),
                ),
                "restricted": ChoiceField(
                    self.tr("Use"),
                    [(False, self.tr("Free, for whatever is needed most")), (True, self.tr("Restricted"))],
                ),
            },
        )
        fields = self.entries
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(14))
        rows.addLayout(row(fields["name"], fields["short_name"], fields["ledger_account"], stretch=(6, 4, 2)))
        rows.addLayout(row(fields["purpose"], fields["program_id"], fields["restricted"], stretch=(6, 3, 3)))
        self.made_possible = label("", "help", wrap=True)
        self.made_possible.hide()
        rows.addWidget(self.made_possible)

    @override
    def record_of(self, row: FundRow) -> FundEntry:
        return FundEntry(
            name=row.name,
            short_name=row.short_name,
            purpose=row.purpose,
            restricted=row.restricted,
            ledger_account=row.ledger_account,
            program_id=row.program_id,
        )

    def show_programs(self, programs: list[ProgramRow]) -> None:
        """Offer the programs that a fund can pay for."""
        field = self.entries["program_id"]
        if isinstance(field, ChoiceField):
            field.set_choices([(None, self.tr("All alike")), *((one.id, one.entry.name) for one in programs)])
            if self.row is not None and not self.new:
                field.set_value(self.row.program_id)

    @override
    def show_row(self, row: FundRow) -> None:
        super().show_row(row)
        self.made_possible.hide()
        self.desk.ask(made_possible_by_fund, row.id).then(partial(self._show_made, row.id))

    def _show_made(self, fund_id: UUID, made: MadePossible) -> None:
        if self.row is None or self.row.id != fund_id or self.new:
            return
        self.made_possible.setVisible(bool(made.trainings))
        self.made_possible.setText(made_words(made))

    @override
    def fetch(self) -> Answer[Any]:
        return self.desk.ask(funds, year=self.desk.today().year)

    @override
    def save(self, record: FundEntry, row: FundRow) -> Answer[Any]:
        return self.desk.do(save_fund, row.id, record, version=row.version)


class FundsPage(ListPage[FundRow, FundEntry]):
    """Funds with what they received this year."""

    def __init__(self, desk: Desk) -> None:
        """Lay out the page."""
        year = desk.today().year
        super().__init__(
            desk,
            Words(
                title=self.tr("Funds"),
                aside=self.tr("A fund with gifts can be closed, never deleted"),
                new=self.tr("New fund"),
                add=self.tr("Add fund"),
                close=self.tr("Close fund"),
                added=self.tr("Fund “{name}” added"),
                closed=self.tr("Fund “{name}” closed"),
                reopened=self.tr("Fund “{name}” opened again"),
                deleted=self.tr("Fund “{name}” deleted"),
            ),
            Acts(
                rows=funds,
                blank=FundEntry(name="", restricted=True),
                add=add_fund,
                close=close_fund,
                reopen=reopen_fund,
                delete=delete_fund,
            ),
            [
                Column(self.tr("Fund"), lambda fund: fund.name, width=None, second=self._second),
                Column(self.tr("Use"), lambda fund: fund.restricted, width=112, chip=self._use),
                Column(
                    self.tr("Received {year}").format(year=year),
                    lambda fund: fund.received,
                    number=True,
                    width=128,
                ),
                Column(self.tr("Gifts"), lambda fund: fund.gifts or None, number=True, width=64, quiet=True),
                Column(self.tr("Ledger"), lambda fund: fund.ledger_account, width=76, quiet=True),
                Column(self.tr("State"), lambda fund: fund.closed_on, width=106, chip=self._state),
            ],
            FundForm(desk),
            spare=(3, 4),
        )
        self.default_button = Button(self.tr("Make default"))
        self.default_button.clicked.connect(self.make_default)
        self.buttons.insertWidget(2, self.default_button)
        self._arrange()

    @override
    def reload(self) -> None:
        super().reload()
        if isinstance(self.form, FundForm):
            self.desk.ask(list_programs).then(self.form.show_programs)

    def _second(self, fund: FundRow) -> str:
        if fund.closed_on is not None:
            return self.tr("Closed {day}").format(day=long_date(fund.closed_on))
        return fund.purpose

    def _use(self, fund: FundRow) -> tuple[str, str, str]:
        return (self.tr("Restricted"), "info", "lock") if fund.restricted else (self.tr("Free"), "quiet", "")

    def _state(self, fund: FundRow) -> tuple[str, str, str]:
        if fund.closed_on is not None:
            return self.tr("Closed"), "quiet", "ban"
        return (
            (self.tr("Default"), "info", "star") if fund.is_default else (self.tr("In use"), "done", "check")
        )

    @override
    def _arrange(self) -> None:
        super()._arrange()
        fund = self.form.row
        button: Button | None = getattr(self, "default_button", None)
        if button is None:
            return
        usual = fund is not None and fund.is_default
        button.setVisible(fund is not None and not self.form.new and not usual and fund.closed_on is None)
        self.close_button.set_enabled(
            not usual, self.tr("New gifts go to this fund. Make another one the default first.")
        )
        if usual:
            self.delete_button.hide()

    def make_default(self) -> None:
        """Let new gifts be for this fund unless told otherwise."""
        self.act(self.tr("New gifts go to “{name}”"), make_default)
