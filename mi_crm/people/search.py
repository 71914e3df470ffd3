"""Finding people as somebody types: by the beginning of any of their words, typing errors forgiven."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from mi_crm.people.details import ConstituentKind
from mi_crm.people.queries import PersonHit, person_rows
from mi_crm.people.reasons import with_reasons
from mi_crm.people.records import Constituent, KnownWord, SearchWord
from mi_crm.people.rules.words import ARCHIVED, Rank, TypedWord, spelled_alike, typed_words

_END = "\U0010ffff"
"""Sorts after every word that begins the same."""

_FEW = 200
"""So few hits are put in order by name; more stay in the order of the index, which is quick to read."""

_TOO_FEW = 3
"""With fewer true hits, words spelled alike are looked for too."""

_COMMON = 500
"""A word with so many hits is common; how many more it has does not matter."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the best hits, and how many there are."""

    hits: list[PersonHit]
    total: int
    """At least so many; exactly, if whole."""
    whole: bool
    kinds: dict[ConstituentKind, int]
    """How many there are of each kind, whichever kind was asked for; empty unless whole."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A typed word, and the known words that are spelled like it."""

    beginnings: tuple[tuple[Rank, str], ...]
    alike: tuple[str, ...] = ()


def search_people(
    session: Session, typed: str, *, limit: int = 20, archived: bool = False
) -> list[PersonHit]:
    """Return the constituents somebody may mean, best first; archived ones, last, only when asked for."""
    return find_people(session, typed, limit=limit, archived=archived).hits


def find_people(
    session: Session,
    typed: str,
    *,
    kind: ConstituentKind | None = None,
    limit: int = 50,
    archived: bool = False,
) -> Found:
    """Return the best hits of one kind or all, and how many there are of each."""
    heard = typed_words(typed)
    if not heard:
        return Found([], 0, True, {})
    words = [_Word(word.beginnings) for word in heard]
    scores, whole = _matching(session, words, most=max(limit, _FEW), archived=archived)
    likely: dict[UUID, int] = {}
    if len(scores) < _TOO_FEW and (wider := _with_alike(session, heard)):
        likely, _ = _matching(session, wider, most=_FEW, archived=archived)
    if whole and len(scores) < _FEW:
        ordered = _by_name(session, scores, likely)
        counts = Counter(of for _, of in ordered)
        ids = [key for key, of in ordered if kind in (None, of)]
    else:
        if kind is not None:
            scores, whole = _matching(session, words, most=max(limit, _FEW), archived=archived, kind=kind)
        counts, ids = Counter(), list(scores)
    rows = with_reasons(session, person_rows(session, ids[:limit]), heard)
    hits = [row if row.id in scores else replace(row, alike=True) for row in rows]
    return Found(hits, len(ids), whole, dict(counts))


def _by_name(
    session: Session, scores: dict[UUID, int], likely: dict[UUID, int]
) -> list[tuple[UUID, ConstituentKind]]:
    """Put few hits in order: true ones first, then by what matched, then by name."""
    rows = session.execute(
        select(Constituent.id, Constituent.sort_name, Constituent.kind, Constituent.standing).where(
            Constituent.id.in_([*scores, *(key for key in likely if key not in scores)])
        )
    ).all()
    rows = sorted(
        rows,
        key=lambda row: (
            row.id not in scores,
            row.standing,
            scores.get(row.id, likely.get(row.id, 0)),
            row.sort_name,
        ),
    )
    return [(row.id, row.kind) for row in rows]


def _matching(
    session: Session,
    words: list[_Word],
    *,
    most: int,
    archived: bool,
    kind: ConstituentKind | None = None,
) -> tuple[dict[UUID, int], bool]:
    """Return whom every word matches, with their scores (low is good), and whether these are all.

    The rarest word leads: its part of the index is read in order and stopped early; for each hit
    the other words are looked up by the constituent.
    """
    lead = words[0] if len(words) == 1 else min(words, key=lambda word: _hits(session, word))
    others = [word for word in words if word is not lead]
    found: dict[UUID, int] = {}
    whole = True
    for group in (0, ARCHIVED) if archived else (0,):
        for query in _scans(lead, others, group, kind):
            # A constituent may match by two of its words.
            rows = session.execute(query.limit(most + most // 2)).all()
            whole = whole and len(rows) < most + most // 2
            for key, *parts in rows:
                found.setdefault(key, sum(parts))
            if len(found) >= most:
                return dict(list(found.items())[:most]), False
    return found, whole


def _scans(lead: _Word, others: list[_Word], group: int, kind: ConstituentKind | None) -> list[Select[Any]]:
    """Return the reads of the index for one word, the best rank first."""
    also: list[ColumnElement[bool]] = []
    scores: list[ColumnElement[int]] = []
    for other in others:
        row = aliased(SearchWord)
        same = and_(row.constituent_id == SearchWord.constituent_id, _matches(row, other))
        also.append(exists().where(same))
        best = func.min(row.rank % ARCHIVED * 2 + case((row.word.in_(_whole(other)), 0), else_=1))
        scores.append(select(best).where(same).scalar_subquery())
    if kind is not None:
        also.append(exists().where(Constituent.id == SearchWord.constituent_id, Constituent.kind == kind))
    queries = []
    for rank, beginning in lead.beginnings:
        score = rank * 2 + case((SearchWord.word == beginning, 0), else_=1)
        queries.append(
            select(SearchWord.constituent_id, score, *scores)
            .where(SearchWord.rank == rank + group, *_begins(SearchWord.word, beginning), *also)
            .order_by(SearchWord.word, SearchWord.constituent_id)
        )
    if lead.alike:
        queries += [
            select(SearchWord.constituent_id, literal(rank * 2 + 1), *scores).where(
                SearchWord.rank == rank + group, SearchWord.word.in_(lead.alike), *also
            )
            for rank in (Rank.NAME, Rank.OTHER)
        ]
    return queries


def _matches(row: type[SearchWord], word: _Word) -> ColumnElement[bool]:
    ways = [
        and_(row.rank.in_((rank, rank + ARCHIVED)), *_begins(row.word, beginning))
        for rank, beginning in word.beginnings
    ]
    if word.alike:
        ranks = (Rank.NAME, Rank.OTHER, Rank.NAME + ARCHIVED, Rank.OTHER + ARCHIVED)
        ways.append(and_(row.rank.in_(ranks), row.word.in_(word.alike)))
    return or_(*ways)


def _begins(column: InstrumentedAttribute[str], beginning: str) -> tuple[ColumnElement[bool], ...]:
    return column >= beginning, column < beginning + _END


def _whole(word: _Word) -> list[str]:
    return [beginning for _, beginning in word.beginnings]


def _hits(session: Session, word: _Word) -> int:
    some = select(SearchWord.rank).where(_matches(SearchWord, word)).limit(_COMMON).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _with_alike(session: Session, heard: list[TypedWord]) -> list[_Word]:
    """Return the typed words with the known words spelled like them; nothing when none is."""
    if not any(len(word.text) > 3 for word in heard):
        return []
    known = session.scalars(select(KnownWord.word)).all()
    words = [_Word(word.beginnings, spelled_alike(word.text, known)) for word in heard]
    return words if any(word.alike for word in words) else []
