"""Which gifts are asked for: filters of the register, and how they are kept and asked."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, literal_column, or_, select

from mi_crm.giving.records import Acknowledgment, Gift, GiftKind, GiftStatus, PaymentMethod
from mi_crm.people.records import SearchWord
from mi_crm.people.rules.words import ARCHIVED, Rank
from mi_crm.shared.money import Money
from mi_crm.shared.text import fold


class Period(StrEnum):
    """A stretch of time that moves with the calendar, so that a saved view stays true."""

    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"


def days_of(period: Period, today: date) -> tuple[date, date]:
    """Return the first and last day of a period."""
    first = today.replace(day=1)
    if period is Period.THIS_MONTH:
        return first, (first + timedelta(31)).replace(day=1) - timedelta(1)
    if period is Period.LAST_MONTH:
        return (first - timedelta(1)).replace(day=1), first - timedelta(1)
    year = today.year if period is Period.THIS_YEAR else today.year - 1
    return date(year, 1, 1), date(year, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftFilters:
    """Which gifts: every filter that is set must hold; within one, any of its values."""

    period: Period | None = None
    given_from: date | None = None
    given_to: date | None = None
    funds: tuple[UUID, ...] = ()
    campaigns: tuple[UUID, ...] = ()
    methods: tuple[PaymentMethod, ...] = ()
    kinds: tuple[GiftKind, ...] = ()
    statuses: tuple[GiftStatus, ...] = ()
    """Empty means every line of the ledger: all but the lines of open batches."""
    least: Money | None = None
    most: Money | None = None
    donor_id: UUID | None = None
    batch_id: UUID | None = None
    acknowledgments: tuple[Acknowledgment, ...] = ()
    words: str = ""
    """A gift number, a check number or a donor's name."""

    def to_json(self) -> str:
        """Return the filters as they are kept; what is not set is left out."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        kept = {name: value for name, value in values.items() if value not in (None, (), "")}
        return json.dumps(kept, default=_plain, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read kept filters; one that a newer version added is left out."""
        kept = json.loads(text)
        names = {field.name for field in fields(cls)}
        read: dict[str, Any] = {name: _READ[name](value) for name, value in kept.items() if name in names}
        return cls(**read)

    def conditions(self, today: date) -> list[ColumnElement[bool]]:
        """Return what must hold of a gift."""
        found: list[ColumnElement[bool]] = []
        first, last = days_of(self.period, today) if self.period else (self.given_from, self.given_to)
        if first is not None:
            found.append(Gift.given_on >= first)
        if last is not None:
            found.append(Gift.given_on <= last)
        found.append(Gift.status.in_(self.statuses) if self.statuses else Gift.status != GiftStatus.OPEN)
        for column, values in (
            (Gift.fund_id, self.funds),
            (Gift.campaign_id, self.campaigns),
            (Gift.payment_method, self.methods),
            (Gift.kind, self.kinds),
            (Gift.acknowledgment, self.acknowledgments),
        ):
            if values:
                found.append(column.in_(values))
        if self.least is not None:
            found.append(Gift.amount >= self.least)
        if self.most is not None:
            found.append(Gift.amount <= self.most)
        if self.donor_id is not None:
            found.append(Gift.donor_id == self.donor_id)
        if self.batch_id is not None:
            found.append(Gift.batch_id == self.batch_id)
        if self.words.strip():
            found.append(_has_words(self.words))
        return found


_NAMES = (Rank.NAME, Rank.NAME + ARCHIVED)
_NUMBER = re.compile(r"(?:g-?)?([0-9]{1,15})", re.ASCII | re.IGNORECASE)


def _has_words(words: str) -> ColumnElement[bool]:
    any_of: list[ColumnElement[bool]] = [
        # The literal lets SQLite see that its partial index holds these rows.
        and_(Gift.check_number == words.strip().upper(), Gift.check_number != literal_column("''"))
    ]
    if number := _NUMBER.fullmatch(words.strip()):
        any_of.append(Gift.number == int(number[1]))
    elif folded := fold(words).split():
        donors = select(SearchWord.constituent_id)
        found = [
            donors.where(
                SearchWord.rank.in_(_NAMES), SearchWord.word >= word, SearchWord.word < word + "\U0010ffff"
            )
            for word in folded
        ]
        any_of.append(and_(*(Gift.donor_id.in_(donors) for donors in found)))
    return or_(false(), *any_of)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Money):
        return value.cents
    return str(value)


def _many(kind: Callable[[str], object]) -> Callable[[list[str]], tuple[object, ...]]:
    return lambda values: tuple(kind(value) for value in values)


_READ: dict[str, Callable[[Any], object]] = {
    "period": Period,
    "given_from": date.fromisoformat,
    "given_to": date.fromisoformat,
    "funds": _many(UUID),
    "campaigns": _many(UUID),
    "methods": _many(PaymentMethod),
    "kinds": _many(GiftKind),
    "statuses": _many(GiftStatus),
    "least": Money,
    "most": Money,
    "donor_id": UUID,
    "batch_id": UUID,
    "acknowledgments": _many(Acknowledgment),
    "words": str,
}
