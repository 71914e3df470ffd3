"""Batches with their running sums, their lines, and what a new line begins with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from mi_crm.giving.records import (
    Batch,
    BatchKind,
    BatchStatus,
    Campaign,
    Fund,
    Gift,
    GiftDraft,
    GiftStatus,
    PaymentMethod,
)
from mi_crm.giving.rules import Balance
from mi_crm.organization.queries import year_tables
from mi_crm.people.details import ConstituentKind
from mi_crm.people.records import Constituent
from mi_crm.shared.money import ZERO, Money
from mi_crm.shared.year_tables import YearTables


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch with what stands in it now."""

    id: UUID
    number: int
    kind: BatchKind
    status: BatchStatus
    batch_date: date
    title: str
    opened_at: datetime
    opened_by: str
    posted_at: datetime | None
    posted_by: str
    difference_reason: str
    version: int
    balance: Balance


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of a batch."""

    id: UUID
    place: int
    """1 for the first line that was entered."""
    number: int
    status: GiftStatus
    donor_id: UUID
    donor: str
    donor_kind: ConstituentKind
    fund: str
    campaign: str
    payment_method: PaymentMethod
    check_number: str
    card_last4: str
    given_on: date
    benefit_description: str
    benefit_value: Money | None
    amount: Money
    version: int


def batches(session: Session, status: BatchStatus | None = None, *, limit: int = 500) -> list[BatchRow]:
    """Return batches, open ones first, then newest first."""
    chosen = select(Batch.id).order_by(Batch.status, Batch.number.desc()).limit(limit)
    if status is not None:
        chosen = chosen.where(Batch.status == status)
    rows = session.execute(_batches().where(Batch.id.in_(chosen)).order_by(Batch.status, Batch.number.desc()))
    return [_row(*row) for row in rows]


def batch(session: Session, batch_id: UUID) -> BatchRow | None:
    """Return one batch, or None when it is not there."""
    row = session.execute(_batches().where(Batch.id == batch_id)).one_or_none()
    return None if row is None else _row(*row)


def _batches() -> Select[Batch, int, Money | None]:
    lines = select(Gift).where(Gift.batch_id == Batch.id).correlate(Batch)
    count = lines.with_only_columns(func.count()).scalar_subquery()
    total = lines.with_only_columns(func.sum(Gift.amount)).scalar_subquery()
    return select(Batch, count, total)


def _row(found: Batch, count: int, total: Money | None) -> BatchRow:
    return BatchRow(
        id=found.id,
        number=found.number,
        kind=found.kind,
        status=found.status,
        batch_date=found.batch_date,
        title=found.title,
        opened_at=found.opened_at,
        opened_by=found.opened_by,
        posted_at=found.posted_at,
        posted_by=found.posted_by,
        difference_reason=found.difference_reason,
        version=found.version,
        balance=Balance(count, total or ZERO, found.expected_count, found.expected_total),
    )


def batch_lines(session: Session, batch_id: UUID) -> list[LineRow]:
    """Return the lines of a batch, newest first."""
    return _lines(session, Gift.batch_id == batch_id)


def lines_of(session: Session, gift_ids: Sequence[UUID]) -> list[LineRow]:
    """Return gifts in the shape of lines, newest first."""
    return _lines(session, Gift.id.in_(gift_ids))


def _lines(session: Session, chosen: ColumnElement[bool]) -> list[LineRow]:
    rows = session.execute(
        select(
            Gift.id,
            Gift.number,
            Gift.status,
            Gift.donor_id,
            Constituent.name.label("donor"),
            Constituent.kind.label("donor_kind"),
            Fund.name.label("fund"),
            func.coalesce(Campaign.name, "").label("campaign"),
            Gift.payment_method,
            Gift.check_number,
            Gift.card_last4,
            Gift.given_on,
            Gift.benefit_description,
            Gift.benefit_value,
            Gift.amount,
            Gift.version,
        )
        .join(Constituent, Constituent.id == Gift.donor_id)
        .join(Fund, Fund.id == Gift.fund_id)
        .outerjoin(Campaign, Campaign.id == Gift.campaign_id)
        .where(chosen)
        .order_by(Gift.number)
    ).all()
    return [LineRow(place=place, **row._asdict()) for place, row in enumerate(rows, 1)][::-1]


def open_batch_count(session: Session) -> int:
    """Return how many batches are open."""
    return (
        session.scalar(select(func.count()).select_from(Batch).where(Batch.status == BatchStatus.OPEN)) or 0
    )


def newest_open_batch(session: Session) -> UUID | None:
    """Return the open batch to go on with: the one that was opened last."""
    return session.scalar(
        select(Batch.id).where(Batch.status == BatchStatus.OPEN).order_by(Batch.number.desc()).limit(1)
    )


@dataclass(frozen=True, slots=True)
class BatchPage:
    """A batch with its lines."""

    batch: BatchRow
    lines: list[LineRow]


def batch_page(session: Session, batch_id: UUID) -> BatchPage | None:
    """Return a batch with its lines as they stand together, or None when it is not there."""
    found = batch(session, batch_id)
    return None if found is None else BatchPage(found, batch_lines(session, batch_id))


def draft(session: Session, form: str) -> str | None:
    """Return the half-typed line that a form left behind, as JSON."""
    return session.scalar(select(GiftDraft.typed).where(GiftDraft.form == form))


@dataclass(frozen=True, slots=True)
class Offer:
    """A fund or campaign that a new gift can be for."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class FormStart:
    """What a new line begins with: the choices, and what the line before it held."""

    funds: list[Offer]
    campaigns: list[Offer]
    fund_id: UUID | None
    campaign_id: UUID | None
    given_on: date | None
    received_on: date | None
    payment_method: PaymentMethod
    tables: YearTables
    """The limits by year, by which what a donor got may count for nothing."""


_METHOD_OF = {BatchKind.CASH: PaymentMethod.CASH, BatchKind.CARDS: PaymentMethod.CARD}


def form_start(session: Session, batch_id: UUID | None, *, also: UUID | None = None) -> FormStart:
    """Return the choices of a form and the values it begins with.

    `also` is a gift that is changed: what it was for is offered even if it is closed by now.
    """
    its_fund = select(Gift.fund_id).where(Gift.id == also).scalar_subquery()
    its_campaign = select(Gift.campaign_id).where(Gift.id == also).scalar_subquery()
    funds = session.execute(
        select(Fund.id, Fund.name, Fund.is_default)
        .where(or_(Fund.closed_on.is_(None), Fund.id == its_fund))
        .order_by(Fund.name)
    ).all()
    campaigns = [
        Offer(*row)
        for row in session.execute(
            select(Campaign.id, Campaign.name)
            .where(or_(Campaign.closed_on.is_(None), Campaign.id == its_campaign))
            .order_by(Campaign.name)
        )
    ]
    default = next((fund.id for fund in funds if fund.is_default), funds[0].id if funds else None)
    offers = [Offer(fund.id, fund.name) for fund in funds]
    kind = session.scalar(select(Batch.kind).where(Batch.id == batch_id)) if batch_id else None
    last = session.execute(
        select(Gift.fund_id, Gift.campaign_id, Gift.given_on, Gift.received_on, Gift.payment_method)
        .where(Gift.batch_id == batch_id)
        .order_by(Gift.number.desc())
        .limit(1)
    ).one_or_none() if batch_id else None  # fmt: skip
    tables = year_tables(session)
    if last is None:
        method = _METHOD_OF.get(kind, PaymentMethod.CHECK) if kind else PaymentMethod.CHECK
        return FormStart(offers, campaigns, default, None, None, None, method, tables)
    return FormStart(
        offers,
        campaigns,
        last.fund_id if any(offer.id == last.fund_id for offer in offers) else default,
        last.campaign_id if any(offer.id == last.campaign_id for offer in campaigns) else None,
        last.given_on,
        last.received_on,
        last.payment_method,
        tables,
    )
