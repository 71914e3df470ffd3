"""Funds and campaigns: added, changed, closed; never deleted once gifts are for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from mi_crm.giving.records import Campaign, Fund, Gift
from mi_crm.programs.records import Program
from mi_crm.shared.changes import changed, plain
from mi_crm.shared.problems import Conflict, NotFound, Problem
from mi_crm.shared.text import clean_line
from mi_crm.store.audit import kept, record, revived

Named = TypeVar("Named", Fund, Campaign)


@dataclass(frozen=True, slots=True, kw_only=True)
class FundEntry:
    """What is known of a fund."""

    name: str
    short_name: str = ""
    purpose: str = ""
    restricted: bool = False
    ledger_account: str = ""
    program_id: UUID | None = None
    """What it pays for; None when it pays for all alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignEntry:
    """What is known of a campaign."""

    name: str
    starts_on: date | None = None
    ends_on: date | None = None


def add_fund(session: Session, what: FundEntry) -> UUID:
    """Add a fund and return its id; the first one is the default."""
    fund = Fund(is_default=not session.scalar(select(exists().where(Fund.is_default))))
    _fill_fund(session, fund, what)
    session.add(fund)
    session.flush()
    record(session, "fund.added", fund, facts={"name": fund.name})
    return fund.id


def save_fund(session: Session, fund_id: UUID, what: FundEntry, *, version: int) -> None:
    """Change a fund."""
    fund = _get(session, Fund, fund_id, version)
    before = entry_of_fund(fund)
    _fill_fund(session, fund, what)
    if changes := changed(before, entry_of_fund(fund)):
        record(session, "fund.changed", fund, facts={"name": fund.name}, changes=changes)


def entry_of_fund(fund: Fund) -> FundEntry:
    """Return what is known of a fund, as it was typed."""
    return FundEntry(**{name: getattr(fund, name) for name in FundEntry.__dataclass_fields__})


def make_default(session: Session, fund_id: UUID) -> None:
    """Make this fund the one that new gifts are for unless told otherwise."""
    fund = _get(session, Fund, fund_id)
    if fund.closed_on is not None:
        raise Problem("The fund {name} is closed. Open it again first.", name=fund.name)
    before = session.scalar(select(Fund).where(Fund.is_default))
    session.execute(
        update(Fund)
        .where(Fund.is_default, Fund.id != fund_id)
        .values(is_default=False, version=Fund.version + 1)
    )
    fund.is_default = True
    if before is not None and before is not fund:
        record(session, "fund.made_default", fund, before, facts={"name": fund.name, "before": before.name})
    else:
        record(session, "fund.made_default", fund, facts={"name": fund.name})


def close_fund(session: Session, fund_id: UUID, *, on: date) -> None:
    """Close a fund: no new gifts, and all of its past stays."""
    fund = _get(session, Fund, fund_id)
    if fund.is_default:
        raise Problem("New gifts go to {name}. Make another fund the default first.", name=fund.name)
    _close(session, fund, on)


def reopen_fund(session: Session, fund_id: UUID) -> None:
    """Let a closed fund take gifts again."""
    _close(session, _get(session, Fund, fund_id), None)


def delete_fund(session: Session, fund_id: UUID) -> None:
    """Take away a fund that no gift was ever for."""
    fund = _get(session, Fund, fund_id)
    if session.scalar(select(exists().where(Gift.fund_id == fund_id))):
        raise Problem("{name} has gifts, so it can be closed but not deleted.", name=fund.name)
    if fund.is_default:
        raise Problem("New gifts go to {name}. Make another fund the default first.", name=fund.name)
    _delete(session, fund)


def add_campaign(session: Session, what: CampaignEntry) -> UUID:
    """Add a campaign and return its id."""
    campaign = Campaign()
    _fill_campaign(session, campaign, what)
    session.add(campaign)
    session.flush()
    record(session, "campaign.added", campaign, facts={"name": campaign.name})
    return campaign.id


def save_campaign(session: Session, campaign_id: UUID, what: CampaignEntry, *, version: int) -> None:
    """Change a campaign."""
    campaign = _get(session, Campaign, campaign_id, version)
    before = entry_of_campaign(campaign)
    _fill_campaign(session, campaign, what)
    if changes := changed(before, entry_of_campaign(campaign)):
        record(session, "campaign.changed", campaign, facts={"name": campaign.name}, changes=changes)


def entry_of_campaign(campaign: Campaign) -> CampaignEntry:
    """Return what is known of a campaign, as it was typed."""
    return CampaignEntry(**{name: getattr(campaign, name) for name in CampaignEntry.__dataclass_fields__})


def close_campaign(session: Session, campaign_id: UUID, *, on: date) -> None:
    """Close a campaign: no new gifts, and all of its past stays."""
    _close(session, _get(session, Campaign, campaign_id), on)


def reopen_campaign(session: Session, campaign_id: UUID) -> None:
    """Let a closed campaign take gifts again."""
    _close(session, _get(session, Campaign, campaign_id), None)


def delete_campaign(session: Session, campaign_id: UUID) -> None:
    """Take away a campaign that no gift was ever for."""
    campaign = _get(session, Campaign, campaign_id)
    if session.scalar(select(exists().where(Gift.campaign_id == campaign_id))):
        raise Problem("{name} has gifts, so it can be closed but not deleted.", name=campaign.name)
    _delete(session, campaign)


def put_back(session: Session, table: type[Named], facts: Mapping[str, Any]) -> None:
    """Keep a deleted fund or campaign again as it was; `facts` are those of its deletion."""
    row = revived(table, facts["row"])
    _name(session, table, row.name, row.id)
    session.add(row)
    session.flush()
    record(session, f"{row.__tablename__}.added", row, facts={"name": row.name})


def _close(session: Session, row: Fund | Campaign, on: date | None) -> None:
    before, row.closed_on = row.closed_on, on
    if before != on:
        what = f"{row.__tablename__}.{'closed' if on else 'reopened'}"
        changes = {"closed_on": (plain(before), plain(on))}
        record(session, what, row, facts={"name": row.name}, changes=changes)


def _delete(session: Session, row: Fund | Campaign) -> None:
    session.delete(row)
    record(session, f"{row.__tablename__}.deleted", row, facts={"name": row.name, "row": kept(row)})


def _fill_fund(session: Session, fund: Fund, what: FundEntry) -> None:
    fund.name = _name(session, Fund, what.name, fund.id)
    fund.short_name = clean_line(what.short_name, what="The short name", limit=60)
    fund.purpose = clean_line(what.purpose, what="The purpose", limit=500)
    fund.restricted = what.restricted
    if what.program_id is not None and session.get(Program, what.program_id) is None:
        raise NotFound("This program is no longer in the list. Choose the program again.")
    fund.program_id = what.program_id
    fund.ledger_account = clean_line(what.ledger_account, what="The ledger account", limit=60)


def _fill_campaign(session: Session, campaign: Campaign, what: CampaignEntry) -> None:
    if what.starts_on and what.ends_on and what.ends_on < what.starts_on:
        raise Problem("The campaign ends before it begins. Check the dates.")
    campaign.name = _name(session, Campaign, what.name, campaign.id)
    campaign.starts_on, campaign.ends_on = what.starts_on, what.ends_on


def _name(session: Session, table: type[Fund | Campaign], name: str, own_id: UUID | None) -> str:
    name = clean_line(name, what="The name", limit=120)
    if not name:
        raise Problem("Type a name.")
    with session.no_autoflush:
        taken = session.scalar(select(table.id).where(func.lower(table.name) == func.lower(name)))
    if taken is not None and taken != own_id:
        raise Problem("{name} is there already. Choose another name.", name=name)
    return name


def _get(session: Session, table: type[Named], row_id: UUID, version: int | None = None) -> Named:
    row = session.get(table, row_id)
    if row is None:
        raise NotFound("This is no longer in the list.")
    if version is not None and row.version != version:
        raise Conflict("Someone else changed this meanwhile. Look at it again, then save once more.")
    return row
