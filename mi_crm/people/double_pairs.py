"""Two records that may be one person, looked for among many at once. Nothing is ever merged here."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from mi_crm.people.queries import details_of
from mi_crm.people.records import Constituent, Email
from mi_crm.people.rules.likeness import LIKELY, likeness

_MOST = 500
"""Pairs looked at: whoever has more has another problem first."""


@dataclass(frozen=True, slots=True)
class DoublePair:
    """Two constituents that may be the same, and why."""

    one_id: UUID
    one: str
    other_id: UUID
    other: str
    score: int
    """0 to 100."""
    reason: str

    @property
    def id(self) -> tuple[UUID, UUID]:
        """Both of them, by which lists tell rows apart."""
        return self.one_id, self.other_id


def likely_pairs(session: Session, among: Select[UUID]) -> list[DoublePair]:
    """Return the pairs among some constituents that may be the same, likeliest first.

    They share an e-mail or their name; a phone alone is often an office. Who live in one household
    are known to be two.
    """
    pairs = _candidates(session, among)
    ids = {key for pair in pairs for key in pair}
    rows = {
        row.id: row
        for row in session.scalars(
            select(Constituent)
            .where(Constituent.id.in_(ids))
            .options(
                selectinload(Constituent.addresses),
                selectinload(Constituent.phones),
                selectinload(Constituent.emails),
            )
        )
    }
    found = []
    for one, other in pairs:
        here, there = rows[one], rows[other]
        if _in_one_household(here, there):
            continue
        alike = likeness(details_of(here), details_of(there))
        if alike.score >= LIKELY:
            found.append(DoublePair(one, here.name, other, there.name, alike.score, alike.reason))
    return sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other))


def _in_one_household(one: Constituent, other: Constituent) -> bool:
    homes = {one.household_id or one.id, other.household_id or other.id}
    return len(homes) == 1


def _candidates(session: Session, among: Select[UUID]) -> list[tuple[UUID, UUID]]:
    shared: tuple[tuple[InstrumentedAttribute[Any], InstrumentedAttribute[Any]], ...] = (
        (Email.address, Email.constituent_id),
        (Constituent.sort_name, Constituent.id),
    )
    pairs: dict[tuple[UUID, UUID], None] = {}
    for value, key in shared:
        several = (
            select(value)
            .where(key.in_(among), value != "")
            .group_by(value)
            .having(func.count(key.distinct()) > 1)
        )
        rows = session.execute(select(value, key).where(key.in_(among), value.in_(several)).distinct())
        groups: dict[str, list[UUID]] = {}
        for what, one in rows:
            groups.setdefault(what, []).append(one)
        pairs |= dict.fromkeys(_pairs(groups.values()))
    return list(pairs)[:_MOST]


def _pairs(groups: Iterable[list[UUID]]) -> Iterable[tuple[UUID, UUID]]:
    for group in groups:
        yield from combinations(sorted(group), 2)
