"""Settings: the campaigns, each an effort with a beginning and an end."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from mi_crm.giving.actions.funds import (
    CampaignEntry,
    add_campaign,
    close_campaign,
    delete_campaign,
    reopen_campaign,
    save_campaign,
)
from mi_crm.giving.queries.figures import CampaignRow, campaigns
from mi_crm.shared.text import clean_line
from mi_crm.ui.organization.entries import CheckedField
from mi_crm.ui.organization.list_page import Acts, ListPage, RowForm, Words
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import row
from mi_crm.ui.shared.models import Column
from mi_crm.ui.shared.tasks import Answer
from mi_crm.ui.shared.values import DateField


class CampaignForm(RowForm[CampaignRow, CampaignEntry]):
    """What is known of a campaign."""

    def __init__(self, desk: Desk) -> None:
        """Make the fields."""
        super().__init__(
            desk,
            {
                "name": CheckedField(
                    self.tr("Name on receipts"),
                    partial(clean_line, what="The name", limit=120),
                    needed=self.tr("Type a name."),
                ),
                "starts_on": DateField(self.tr("Begins on"), desk, future=True),
                "ends_on": DateField(self.tr("Ends on"), desk, help=self.tr("Empty: no end"), future=True),
            },
        )
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(row(*self.entries.values(), stretch=(6, 3, 3)))

    @override
    def record_of(self, row: CampaignRow) -> CampaignEntry:
        return CampaignEntry(name=row.name, starts_on=row.starts_on, ends_on=row.ends_on)

    @override
    def fetch(self) -> Answer[Any]:
        return self.desk.ask(campaigns, year=self.desk.today().year)

    @override
    def save(self, record: CampaignEntry, row: CampaignRow) -> Answer[Any]:
        return self.desk.do(save_campaign, row.id, record, version=row.version)


class CampaignsPage(ListPage[CampaignRow, CampaignEntry]):
    """Campaigns with what they brought this year."""

    def __init__(self, desk: Desk) -> None:
        """Lay out the page."""
        year = desk.today().year
        super().__init__(
            desk,
            Words(
                title=self.tr("Campaigns"),
                aside=self.tr("A campaign with gifts can be closed, never deleted"),
                new=self.tr("New campaign"),
                add=self.tr("Add campaign"),
                close=self.tr("Close campaign"),
                added=self.tr("Campaign “{name}” added"),
                closed=self.tr("Campaign “{name}” closed"),
                reopened=self.tr("Campaign “{name}” opened again"),
                deleted=self.tr("Campaign “{name}” deleted"),
            ),
            Acts(
                rows=campaigns,
                blank=CampaignEntry(name=""),
                add=add_campaign,
                close=close_campaign,
                reopen=reopen_campaign,
                delete=delete_campaign,
            ),
            [
                Column(self.tr("Campaign"), lambda campaign: campaign.name, width=None),
                Column(self.tr("Begins"), lambda campaign: campaign.starts_on, width=104, quiet=True),
                Column(self.tr("Ends"), lambda campaign: campaign.ends_on, width=104, quiet=True),
                Column(
                    self.tr("Received {year}").format(year=year),
                    lambda campaign: campaign.received,
                    number=True,
                    width=128,
                ),
                Column(
                    self.tr("Gifts"),
                    lambda campaign: campaign.gifts or None,
                    number=True,
                    width=64,
                    quiet=True,
                ),
                Column(self.tr("State"), lambda campaign: campaign.closed_on, width=106, chip=self._state),
            ],
            CampaignForm(desk),
            spare=(1, 2),
        )

    def _state(self, campaign: CampaignRow) -> tuple[str, str, str]:
        today = self.desk.today()
        if campaign.closed_on is not None:
            return self.tr("Closed"), "quiet", "ban"
        if campaign.ends_on is not None and campaign.ends_on < today:
            return self.tr("Ended"), "quiet", "clock"
        if campaign.starts_on is not None and campaign.starts_on > today:
            return self.tr("To come"), "info", "calendar"
        return self.tr("In use"), "done", "check"
