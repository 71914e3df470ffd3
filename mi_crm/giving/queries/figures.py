"""What came in: by month for Home, by fund and campaign for Settings."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from mi_crm.giving.queries.register import GiftRow, rows_of
from mi_crm.giving.records import Campaign, Fund, Gift, GiftKind, GiftStatus
from mi_crm.shared.money import ZERO, Money


def giving_by_month(session: Session, year: int) -> tuple[Money, ...]:
    """Return what was given in each of the twelve months of a year, without payments that are no gifts."""
    month = extract("month", Gift.given_on)
    rows = session.execute(
        select(month, func.sum(Gift.amount))
        .where(
            Gift.given_on.between(date(year, 1, 1), date(year, 12, 31)),
            Gift.status != GiftStatus.OPEN,
            Gift.kind != GiftKind.PAYMENT,
        )
        .group_by(month)
    ).all()
    sums = {int(number): amount for number, amount in rows}
    return tuple(sums.get(number, ZERO) for number in range(1, 13))


def given_between(session: Session, first: date, last: date) -> Money:
    """Return what was given from one day to another, without payments that are no gifts."""
    return (
        session.scalar(
            select(func.sum(Gift.amount)).where(
                Gift.given_on.between(first, last),
                Gift.status != GiftStatus.OPEN,
                Gift.kind != GiftKind.PAYMENT,
            )
        )
        or ZERO
    )


def latest_gifts(session: Session, *, limit: int = 8) -> list[GiftRow]:
    """Return the gifts of the last days that are money, newest first."""
    numbers = session.scalars(
        select(Gift.number)
        .where(Gift.status == GiftStatus.POSTED)
        .order_by(Gift.given_on.desc(), Gift.number.desc())
        .limit(limit)
    ).all()
    rows = {row.number: row for row in rows_of(session, Gift.number, numbers)}
    return [rows[number] for number in numbers]


@dataclass(frozen=True, slots=True)
class FundRow:
    """A fund with what it received."""

    id: UUID
    name: str
    short_name: str
    purpose: str
    restricted: bool
    ledger_account: str
    is_default: bool
    closed_on: date | None
    version: int
    received: Money
    """In the year asked about."""
    gifts: int
    """In the year asked about."""
    program_id: UUID | None = None
    """What it pays for; None when it pays for all alike."""


def funds(session: Session, *, year: int) -> list[FundRow]:
    """Return every fund with what it received in a year, open ones first."""
    sums = _sums(session, Gift.fund_id, year)
    return [
        FundRow(
            fund.id,
            fund.name,
            fund.short_name,
            fund.purpose,
            fund.restricted,
            fund.ledger_account,
            fund.is_default,
            fund.closed_on,
            fund.version,
            *sums.get(fund.id, (ZERO, 0)),
            fund.program_id,
        )
        for fund in session.scalars(
            select(Fund).order_by(Fund.closed_on.is_not(None), Fund.is_default.desc(), Fund.name)
        )
    ]


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign with what it received."""

    id: UUID
    name: str
    starts_on: date | None
    ends_on: date | None
    closed_on: date | None
    version: int
    received: Money
    """In the year asked about."""
    gifts: int
    """In the year asked about."""


def campaigns(session: Session, *, year: int) -> list[CampaignRow]:
    """Return every campaign with what it received in a year, open ones first."""
    sums = _sums(session, Gift.campaign_id, year)
    return [
        CampaignRow(
            campaign.id,
            campaign.name,
            campaign.starts_on,
            campaign.ends_on,
            campaign.closed_on,
            campaign.version,
            *sums.get(campaign.id, (ZERO, 0)),
        )
        for campaign in session.scalars(
            select(Campaign).order_by(Campaign.closed_on.is_not(None), Campaign.name)
        )
    ]


def _sums(session: Session, column: object, year: int) -> dict[UUID, tuple[Money, int]]:
    rows = session.execute(
        select(column, func.sum(Gift.amount), func.count().filter(Gift.status == GiftStatus.POSTED))  # type: ignore[call-overload]
        .where(Gift.given_on.between(date(year, 1, 1), date(year, 12, 31)), Gift.status != GiftStatus.OPEN)
        .group_by(column)
    ).all()
    return {row[0]: (row[1], row[2]) for row in rows}
