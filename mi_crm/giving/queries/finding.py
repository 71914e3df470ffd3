"""Gifts, batches, funds and campaigns, found by what somebody remembers of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, func, literal_column, select
from sqlalchemy.orm import Session

from mi_crm.giving.queries.filters import GiftFilters
from mi_crm.giving.queries.register import GiftRow, rows_of
from mi_crm.giving.records import Batch, BatchStatus, Campaign, Fund, Gift
from mi_crm.giving.rules import gift_number
from mi_crm.shared.dates import short_date
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import begins_words, fold

_NUMBER = re.compile(r"(?:g-?\s?)?([0-9]{1,15})", re.ASCII | re.IGNORECASE)
_BATCH = re.compile(r"(?:batch\s*)?#?\s?([0-9]{1,9})", re.ASCII | re.IGNORECASE)
_TRANSACTION = re.compile(r"[0-9A-Z_-]{6,64}", re.ASCII | re.IGNORECASE)
_CHECK = re.compile(r"(?:check\s*(?:no\.?)?\s*)?#?\s?([0-9A-Z][0-9A-Z -]{0,19})", re.ASCII | re.IGNORECASE)
_END = "\U0010ffff"

_SAME_CHECK = 500
"""Of checks with the same number so many are looked at for the newest."""

_BATCHES = 2000
"""So many of the newest batches are looked at by title: two a day for four years."""

_NAMES = 2000
"""More funds or campaigns than anybody has."""


@dataclass(frozen=True, slots=True)
class FoundGift:
    """A gift, and why it was found."""

    row: GiftRow
    why: str
    batch_id: UUID | None
    """The batch it stands in."""


@dataclass(frozen=True, slots=True)
class FoundBatch:
    """A batch that was found by its number or title."""

    id: UUID
    number: int
    title: str
    batch_date: date
    status: BatchStatus


@dataclass(frozen=True, slots=True)
class FoundName:
    """A fund or campaign that was found by its name."""

    id: UUID
    name: str
    short_name: str
    closed: bool


def find_gifts(session: Session, typed: str, *, today: date, limit: int = 6) -> list[FoundGift]:
    """Return gifts by number, check number, transaction id or amount, in this order, the newest first.

    "250" may be any of these; "$250" and "250.00" are amounts only. Below zero are refunds and reversals.
    """
    why: dict[int, str] = {}
    for number, reason in _gifts(session, typed, limit):
        why.setdefault(number, reason)
        if len(why) >= limit:
            break
    if not why:
        return []
    rows = rows_of(session, Gift.number, list(why))
    batches = dict(session.execute(select(Gift.number, Gift.batch_id).where(Gift.number.in_(why))).all())
    return [
        FoundGift(row, why[row.number] or _amount_words(row, today), batches.get(row.number)) for row in rows
    ]


def _amount_words(row: GiftRow, today: date) -> str:
    return f"amount {row.amount.dollars()}, {short_date(row.given_on, today=today)}"


def _gifts(session: Session, typed: str, limit: int) -> Iterator[tuple[int, str]]:
    """Name the numbers of gifts with the reason; an empty reason is the amount. Each way reads one index."""
    if found := _NUMBER.fullmatch(typed):
        for number in session.scalars(select(Gift.number).where(Gift.number == int(found[1]))):
            yield number, f"gift {gift_number(number)}"
    if found := _CHECK.fullmatch(typed):
        for number, check in _by_check(session, " ".join(found[1].upper().split()), limit):
            yield number, f"check no. {check}"
    if _TRANSACTION.fullmatch(typed):
        for number, transaction in _by_transaction(session, typed, limit):
            yield number, f"transaction {transaction}"
    if amount := typed_amount(typed):
        numbers = select(Gift.number).where(Gift.amount == amount).order_by(Gift.number.desc()).limit(limit)
        for number in session.scalars(numbers):
            yield number, ""


def _by_check(session: Session, typed: str, limit: int) -> list[tuple[int, str]]:
    # The literal lets SQLite see that its partial index holds these rows.
    some = select(Gift.number, Gift.check_number).where(Gift.check_number != literal_column("''"))
    same = some.where(Gift.check_number == typed).limit(_SAME_CHECK)
    found = sorted(((number, check) for number, check in session.execute(same)), reverse=True)[:limit]
    if len(found) < limit and len(typed) > 2 and any(letter.isdigit() for letter in typed):
        longer = some.where(Gift.check_number > typed, Gift.check_number < typed + _END)
        rows = session.execute(longer.order_by(Gift.check_number).limit(limit))
        found += [(number, check) for number, check in rows]
    return found


def _by_transaction(session: Session, typed: str, limit: int) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for source in _sources(session):
        for text in dict.fromkeys((typed, typed.upper())):
            query = select(Gift.number, Gift.transaction_id).where(
                Gift.source == source,
                Gift.transaction_id.is_not(None),
                Gift.transaction_id >= text,
                Gift.transaction_id < text + _END,
            )
            found += [(number, str(known)) for number, known in session.execute(query.limit(limit))]
    return found


def _sources(session: Session) -> Iterator[str]:
    """Name the systems that gifts came from, by one look into the index for each."""
    last = ""
    query = select(func.min(Gift.source)).where(Gift.transaction_id.is_not(None))
    while last := session.scalar(query.where(Gift.source > last)) or "":
        yield last


def typed_amount(typed: str) -> Money | None:
    """Return the amount that was typed, also one below zero; None for anything else, and for a number."""
    text = typed.strip().replace("\N{MINUS SIGN}", "-")
    minus = text.startswith("-")
    text = text.removeprefix("-").strip()
    if text.startswith("0") and not text.startswith("0."):
        return None
    try:
        amount = Money.parse(text)
    except Problem:
        return None
    return -amount if minus else amount


def filters_for(typed: str) -> GiftFilters:
    """Return the filters that show in the register what `find_gifts` finds."""
    amount = typed_amount(typed)
    return GiftFilters(words=typed.strip()) if amount is None else GiftFilters(least=amount, most=amount)


def find_batches(session: Session, typed: str, *, limit: int = 6) -> list[FoundBatch]:
    """Return batches by number, such as "118" or "batch 118", or by the words of their title."""
    columns = select(Batch.id, Batch.number, Batch.title, Batch.batch_date, Batch.status)
    if number := _BATCH.fullmatch(typed):
        return [FoundBatch(*row) for row in session.execute(columns.where(Batch.number == int(number[1])))]
    words = fold(typed).split()
    newest = session.execute(select(Batch.number, Batch.title).order_by(Batch.number.desc()).limit(_BATCHES))
    numbers = [number for number, title in newest if title and begins_words(words, title)][:limit]
    chosen = columns.where(Batch.number.in_(numbers)).order_by(Batch.number.desc())
    return [FoundBatch(*row) for row in session.execute(chosen)] if numbers else []


def find_funds(session: Session, typed: str, *, limit: int = 6) -> list[FoundName]:
    """Return funds by the words of their name or short name, closed ones last."""
    columns = select(Fund.id, Fund.name, Fund.short_name, Fund.closed_on.is_not(None))
    return _named(session.execute(columns.order_by(Fund.name).limit(_NAMES)), typed, limit)


def find_campaigns(session: Session, typed: str, *, limit: int = 6) -> list[FoundName]:
    """Return campaigns by the words of their name, closed ones last."""
    none: ColumnElement[str] = literal_column("''", String())
    columns = select(Campaign.id, Campaign.name, none, Campaign.closed_on.is_not(None))
    return _named(session.execute(columns.order_by(Campaign.name).limit(_NAMES)), typed, limit)


def _named(rows: Iterable[Sequence[Any]], typed: str, limit: int) -> list[FoundName]:
    words = fold(typed).split()
    found = [FoundName(*row) for row in rows if begins_words(words, f"{row[1]} {row[2]}")]
    return sorted(found, key=_closed)[:limit]


def _closed(found: FoundName) -> bool:
    return found.closed
