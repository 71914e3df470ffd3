"""What follows from a change: the words of the search index and the names of households are kept true."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session

from mi_crm.people.details import ConstituentDetails, Standing
from mi_crm.people.queries import details_of, member_details
from mi_crm.people.records import Constituent, KnownWord, SearchWord
from mi_crm.people.rules.names import joint_name, sort_name
from mi_crm.people.rules.words import ARCHIVED, words_of

# The tables themselves, not their classes: nobody shows these rows, so nobody need be told of them.
_SEARCH_WORDS = cast(Table, SearchWord.__table__)
_KNOWN_WORDS = cast(Table, KnownWord.__table__)

_AT_ONCE = 500
"""Values in one IN (...)."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index needs of a constituent."""

    id: UUID
    number: int
    name: str
    what: ConstituentDetails
    standing: Standing = Standing.ACTIVE


def write_words(session: Session, found: Sequence[Indexed]) -> None:
    """Write the words of constituents that have none in the index."""
    rows: list[tuple[int, str, UUID]] = []
    known: set[str] = set()
    for one in found:
        words = words_of(one.what, name=one.name, number=one.number)
        group = ARCHIVED if one.standing == Standing.ARCHIVED else 0
        rows += [(rank + group, word, one.id) for rank, word in words.indexed]
        known |= words.known
    # In the order of the tree, so that its pages are written once.
    rows.sort()
    session.execute(
        insert(_SEARCH_WORDS),
        [{"rank": rank, "word": word, "constituent_id": key} for rank, word, key in rows],
    )
    _remember(session, sorted(known))


def index_again(session: Session, row: Constituent) -> None:
    """Write the words of a constituent anew."""
    forget_words(session, row.id)
    write_words(session, [Indexed(row.id, row.number, row.name, details_of(row), row.standing)])


def move_words(session: Session, constituent_ids: Sequence[UUID], *, archived: bool) -> None:
    """Let the words of constituents stand among those of the archived, or among the others again."""
    there = SearchWord.rank < ARCHIVED if archived else SearchWord.rank >= ARCHIVED
    session.execute(
        update(_SEARCH_WORDS)
        .where(SearchWord.constituent_id.in_(constituent_ids), there)
        .values(rank=SearchWord.rank + (ARCHIVED if archived else -ARCHIVED))
    )


def forget_words(session: Session, constituent_id: UUID) -> None:
    """Take the words of a constituent out of the index."""
    session.execute(delete(_SEARCH_WORDS).where(SearchWord.constituent_id == constituent_id))


def _remember(session: Session, words: list[str]) -> None:
    for start in range(0, len(words), _AT_ONCE):
        some = words[start : start + _AT_ONCE]
        known = set(session.scalars(select(KnownWord.word).where(KnownWord.word.in_(some))))
        if new := [{"word": word} for word in some if word not in known]:
            session.execute(insert(_KNOWN_WORDS), new)


def named_by_members(session: Session, household: Constituent) -> bool:
    """Say whether the name of a household is the one its members make, rather than one that was typed."""
    return household.name == joint_name(member_details(session, household.id))


def name_by_members(session: Session, household: Constituent) -> None:
    """Give a household the name its members make; the last one stays when nobody is left."""
    session.flush()
    members = member_details(session, household.id)
    if members:
        household.name = joint_name(members)
        what = ConstituentDetails(kind=household.kind)
        household.sort_name = sort_name(what, members)
        session.flush()
        index_again(session, household)
