"""The gifts register: a page of it, its totals, its saved views."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, distinct, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mi_crm.giving.queries.filters import GiftFilters
from mi_crm.giving.records import (
    CONTRIBUTION,
    Acknowledgment,
    Batch,
    Campaign,
    Fund,
    Gift,
    GiftKind,
    GiftStatus,
    GiftView,
    PaymentMethod,
)
from mi_crm.people.details import ConstituentKind
from mi_crm.people.records import Constituent
from mi_crm.shared.money import ZERO, Money
from mi_crm.store.columns import Cents


@dataclass(frozen=True, slots=True)
class GiftRow:
    """One line of the register."""

    id: UUID
    number: int
    status: GiftStatus
    kind: GiftKind
    given_on: date
    received_on: date | None
    donor_id: UUID
    donor: str
    donor_kind: ConstituentKind
    payment_method: PaymentMethod
    check_number: str
    card_last4: str
    amount: Money
    fee: Money
    benefit_description: str
    benefit_value: Money | None
    contribution: Money | None
    """None where no paper may state one, or the value in return is not known yet."""
    refunded: Money
    fund: str
    campaign: str
    batch: int | None
    acknowledgment: Acknowledgment
    source: str | None
    transaction_id: str | None
    adjusts_id: UUID | None


def gift_rows() -> Select[*tuple[Any, ...]]:
    """Return the statement that reads gifts as rows."""
    return (
        select(
            Gift.id,
            Gift.number,
            Gift.status,
            Gift.kind,
            Gift.given_on,
            Gift.received_on,
            Gift.donor_id,
            Constituent.name.label("donor"),
            Constituent.kind.label("donor_kind"),
            Gift.payment_method,
            Gift.check_number,
            Gift.card_last4,
            Gift.amount,
            Gift.fee,
            Gift.benefit_description,
            Gift.benefit_value,
            Gift.contribution,
            Gift.refunded,
            Fund.name.label("fund"),
            func.coalesce(Campaign.name, "").label("campaign"),
            Batch.number.label("batch"),
            Gift.acknowledgment,
            Gift.source,
            Gift.transaction_id,
            Gift.adjusts_id,
        )
        .join(Constituent, Constituent.id == Gift.donor_id)
        .join(Fund, Fund.id == Gift.fund_id)
        .outerjoin(Campaign, Campaign.id == Gift.campaign_id)
        .outerjoin(Batch, Batch.id == Gift.batch_id)
    )


SORTS = ("date", "number", "donor", "amount")


def gifts_page(
    session: Session,
    filters: GiftFilters,
    *,
    today: date,
    sort: str = "date",
    newest_first: bool = True,
    offset: int = 0,
    limit: int = 100,
) -> list[GiftRow]:
    """Return a page of the register in one of the orders of SORTS."""
    # First the numbers, which an index alone answers at any depth, then the rows of this page only.
    numbers = select(Gift.number).where(*filters.conditions(today))
    if sort == "donor":
        numbers = numbers.join(Constituent, Constituent.id == Gift.donor_id)
    found = session.scalars(numbers.order_by(*_order(sort, newest_first)).offset(offset).limit(limit)).all()
    return rows_of(session, Gift.number, found)


def rows_of(session: Session, column: InstrumentedAttribute[Any], values: Sequence[object]) -> list[GiftRow]:
    """Return the rows of gifts by their numbers or ids, in the order asked for."""
    place = {value: at for at, value in enumerate(values)}
    rows = [GiftRow(**row._asdict()) for row in session.execute(gift_rows().where(column.in_(values)))]
    return sorted(rows, key=lambda row: place[getattr(row, column.key)])


def gift_row(session: Session, gift_id: UUID) -> GiftRow | None:
    """Return one gift, or None when it is not there."""
    rows = rows_of(session, Gift.id, [gift_id])
    return rows[0] if rows else None


def _order(sort: str, backwards: bool) -> list[ColumnElement[Any]]:
    orders: dict[str, list[ColumnElement[Any]]] = {
        "date": [Gift.given_on.expression, Gift.number.expression],
        "number": [Gift.number.expression],
        "amount": [Gift.amount.expression, Gift.number.expression],
        "donor": [
            Constituent.standing.expression,
            Constituent.sort_name.expression,
            Constituent.id.expression,
            Gift.given_on.expression,
            Gift.number.expression,
        ],
    }
    return [key.desc() if backwards else key.asc() for key in orders[sort]]


@dataclass(frozen=True, slots=True)
class GiftTotals:
    """Sums over every line that the filters let through."""

    lines: int
    gifts: int
    """Without reversals, refunds and what was reversed."""
    donors: int
    paid: Money
    given_back: Money
    contribution: Money


def gifts_count(session: Session, filters: GiftFilters, *, today: date) -> int:
    """Return how many lines the filters let through."""
    return session.scalar(select(func.count()).select_from(Gift).where(*filters.conditions(today))) or 0


def gifts_total(session: Session, filters: GiftFilters, *, today: date) -> GiftTotals:
    """Return the sums over every line that the filters let through; reversed and reversal cancel."""
    conditions = filters.conditions(today)
    lines, gifts, paid, back, contribution = session.execute(
        select(
            func.count(),
            func.sum(case((Gift.status == GiftStatus.POSTED, 1), else_=0)),
            func.sum(Gift.amount),
            func.sum(case((Gift.amount < ZERO, -Gift.benefit_value), else_=Gift.benefit_value)),
            func.sum(literal_column(CONTRIBUTION, Cents())),
        ).where(*conditions)
    ).one()
    # All donors are counted in the order of their index; for some, reading rows in that order is too slow.
    donor = "gift.donor_id" if filters == GiftFilters() else "gift.donor_id || ''"
    donors = session.scalar(
        select(func.count(distinct(literal_column(donor))))
        .select_from(Gift)
        .where(Gift.status == GiftStatus.POSTED, *conditions)
    )
    return GiftTotals(lines, gifts or 0, donors or 0, paid or ZERO, back or ZERO, contribution or ZERO)


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A saved view."""

    id: UUID
    name: str
    filters: GiftFilters


def saved_views(session: Session) -> list[ViewRow]:
    """Return the saved views in their order."""
    return [
        ViewRow(view.id, view.name, GiftFilters.from_json(view.filters))
        for view in session.scalars(select(GiftView).order_by(GiftView.position, GiftView.name))
    ]


def waiting_count(session: Session) -> int:
    """Return how many posted gifts wait for an acknowledgment."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Gift)
            .where(Gift.acknowledgment == Acknowledgment.WAITING, Gift.status == GiftStatus.POSTED)
        )
        or 0
    )
