"""Filters in words: what can be filtered by as somebody types, and what the filters in force say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.giving.queries.filters import GiftFilters, Period
from mi_crm.giving.records import (
    Acknowledgment,
    Batch,
    Campaign,
    Fund,
    GiftKind,
    GiftStatus,
    PaymentMethod,
)
from mi_crm.giving.rules import KIND_WORDS, METHOD_WORDS
from mi_crm.people.records import Constituent
from mi_crm.people.search import search_people
from mi_crm.shared.dates import parse_date, short_date
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import fold

PERIOD_WORDS = {
    Period.THIS_MONTH: "this month",
    Period.LAST_MONTH: "last month",
    Period.THIS_YEAR: "this year",
    Period.LAST_YEAR: "last year",
}
STATUS_WORDS = {
    GiftStatus.POSTED: "posted",
    GiftStatus.REVERSED: "reversed",
    GiftStatus.REVERSAL: "reversal",
    GiftStatus.REFUND: "refund",
    GiftStatus.OPEN: "in an open batch",
}
ACKNOWLEDGMENT_WORDS = {
    Acknowledgment.WAITING: "none yet",
    Acknowledgment.RECEIPTED: "receipted",
    Acknowledgment.ELSEWHERE: "receipted elsewhere",
    Acknowledgment.NOT_DUE: "not due",
}


@dataclass(frozen=True, slots=True)
class FilterOffer:
    """One more filter that could be set."""

    field: str
    what: str
    """What it is about: Fund, Method, Date of gift."""
    words: str
    value: Any

    def added_to(self, filters: GiftFilters) -> GiftFilters:
        """Return the filters with this one: another value beside those there are, or in their place."""
        now = getattr(filters, self.field, None)
        if self.field == "days":
            return replace(filters, period=None, given_from=self.value[0], given_to=self.value[1])
        if self.field == "period":
            return replace(filters, period=self.value, given_from=None, given_to=None)
        if self.field == "amount":
            return replace(filters, least=self.value[0], most=self.value[1])
        if isinstance(now, tuple):
            return filters if self.value in now else replace(filters, **{self.field: (*now, self.value)})  # type: ignore[arg-type]
        return replace(filters, **{self.field: self.value})


def filter_offers(session: Session, typed: str, *, today: date, limit: int = 9) -> list[FilterOffer]:
    """Return the filters that fit what was typed: a fund, a donor, a method, a day, an amount, a number."""
    found = [*_by_value(typed, today), *_by_name(session, typed)]
    if typed.strip():
        found += [
            FilterOffer("donor_id", "Donor", hit.name, hit.id)
            for hit in search_people(session, typed, limit=4)
        ]
        found.append(FilterOffer("words", "Number or name", f"“{typed.strip()}”", typed.strip()))
    return found[:limit]


_YEAR = re.compile(r"(?:19|20)[0-9]{2}", re.ASCII)
_OVER = re.compile(r"(?:over|from|>=?|above)\s*(.+)", re.IGNORECASE)
_UNDER = re.compile(r"(?:under|to|<=?|below)\s*(.+)", re.IGNORECASE)
_SPAN = re.compile(r"(.+?)\s*(?:-|–|to)\s*(.+)", re.IGNORECASE)


def _by_value(typed: str, today: date) -> Iterator[FilterOffer]:
    typed = typed.strip()
    if _YEAR.fullmatch(typed):
        year = int(typed)
        yield FilterOffer("days", "Date of gift", typed, (date(year, 1, 1), date(year, 12, 31)))
    if found := _OVER.fullmatch(typed):
        yield from _amounts(found[1], None, f"{typed}")
        if day := _day(found[1], today):
            yield FilterOffer("days", "Date of gift", f"since {short_date(day, today=today)}", (day, None))
    elif found := _UNDER.fullmatch(typed):
        yield from _amounts(None, found[1], f"{typed}")
        if day := _day(found[1], today):
            yield FilterOffer("days", "Date of gift", f"until {short_date(day, today=today)}", (None, day))
    elif day := _day(typed, today):
        yield FilterOffer("days", "Date of gift", short_date(day, today=today), (day, day))
    elif found := _SPAN.fullmatch(typed):
        yield from _amounts(found[1], found[2], typed)
        first, last = _day(found[1], today), _day(found[2], today)
        if first and last and first <= last:
            words = f"{short_date(first, today=today)} to {short_date(last, today=today)}"
            yield FilterOffer("days", "Date of gift", words, (first, last))
    elif typed:
        yield from _amounts(typed, typed, typed)


def _amounts(least: str | None, most: str | None, typed: str) -> Iterator[FilterOffer]:
    try:
        low = Money.parse(least) if least is not None else None
        high = Money.parse(most) if most is not None else None
    except Problem:
        return
    yield FilterOffer("amount", "Paid", _amount_words(low, high), (low, high))


def _day(typed: str, today: date) -> date | None:
    try:
        return parse_date(typed, today=today)
    except Problem:
        return None


def _by_name(session: Session, typed: str) -> list[FilterOffer]:
    wanted = fold(typed).split()
    rows = [FilterOffer("funds", "Fund", name, key) for key, name in _names(session, Fund)]
    rows += [FilterOffer("campaigns", "Campaign", name, key) for key, name in _names(session, Campaign)]
    rows += [FilterOffer("period", "Date of gift", words, value) for value, words in PERIOD_WORDS.items()]
    rows += [FilterOffer("methods", "Method", METHOD_WORDS[value], value) for value in PaymentMethod]
    rows += [FilterOffer("kinds", "Kind", KIND_WORDS[value], value) for value in GiftKind]
    rows += [FilterOffer("statuses", "State", words, value) for value, words in STATUS_WORDS.items()]
    rows += [
        FilterOffer("acknowledgments", "Receipt", words, value)
        for value, words in ACKNOWLEDGMENT_WORDS.items()
    ]
    return [row for row in rows if _fits(f"{row.what} {row.words}", wanted)]


def _fits(words: str, wanted: list[str]) -> bool:
    there = fold(words).split()
    return all(any(word.startswith(part) for word in there) for part in wanted)


def _names(session: Session, table: type[Fund | Campaign]) -> list[tuple[UUID, str]]:
    rows = session.execute(select(table.id, table.name).order_by(table.closed_on.is_not(None), table.name))
    return [(row[0], row[1]) for row in rows]


@dataclass(frozen=True, slots=True)
class FilterWords:
    """A filter in force, as its chip says it; `fields` are cleared when it is removed."""

    fields: tuple[str, ...]
    words: str


def filter_words(session: Session, filters: GiftFilters, *, today: date) -> list[FilterWords]:
    """Return what the filters say, one chip each."""
    found: list[FilterWords] = []
    if filters.period:
        found.append(FilterWords(("period",), f"Date of gift: {PERIOD_WORDS[filters.period]}"))
    elif filters.given_from or filters.given_to:
        days = _days_words(filters.given_from, filters.given_to, today)
        found.append(FilterWords(("given_from", "given_to"), f"Date of gift: {days}"))
    for name, what, table in (("funds", "Fund", Fund), ("campaigns", "Campaign", Campaign)):
        if keys := getattr(filters, name):
            names = dict(_names(session, table))
            found.append(FilterWords((name,), f"{what}: {', '.join(names.get(key, '?') for key in keys)}"))
    for name, what, words in (
        ("methods", "Method", METHOD_WORDS),
        ("kinds", "Kind", KIND_WORDS),
        ("statuses", "State", STATUS_WORDS),
        ("acknowledgments", "Receipt", ACKNOWLEDGMENT_WORDS),
    ):
        if values := getattr(filters, name):
            said = ", ".join(
                words[value].lower() if len(words[value]) > 3 else words[value] for value in values
            )
            found.append(FilterWords((name,), f"{what}: {said}"))
    if filters.least is not None or filters.most is not None:
        found.append(FilterWords(("least", "most"), f"Paid: {_amount_words(filters.least, filters.most)}"))
    if filters.donor_id is not None:
        name_of = session.scalar(select(Constituent.name).where(Constituent.id == filters.donor_id))
        found.append(FilterWords(("donor_id",), f"Donor: {name_of or '?'}"))
    if filters.batch_id is not None:
        number = session.scalar(select(Batch.number).where(Batch.id == filters.batch_id))
        found.append(FilterWords(("batch_id",), f"Batch {number}"))
    if filters.words:
        found.append(FilterWords(("words",), f"“{filters.words}”"))
    return found


def without(filters: GiftFilters, names: tuple[str, ...]) -> GiftFilters:
    """Return the filters with some cleared."""
    bare = GiftFilters()
    return replace(filters, **{name: getattr(bare, name) for name in names})


def _days_words(first: date | None, last: date | None, today: date) -> str:
    if first and last:
        if (first.month, first.day, last.month, last.day, first.year) == (1, 1, 12, 31, last.year):
            return str(first.year)
        if first == last:
            return short_date(first, today=today)
        return f"{short_date(first, today=today)} to {short_date(last, today=today)}"
    if first:
        return f"since {short_date(first, today=today)}"
    return f"until {short_date(last, today=today)}" if last else ""


def _amount_words(least: Money | None, most: Money | None) -> str:
    if least is not None and most is not None:
        return least.dollars() if least == most else f"{least.dollars()} to {most.dollars()}"
    if least is not None:
        return f"{least.dollars()} or more"
    return f"{most.dollars()} or less" if most is not None else ""
