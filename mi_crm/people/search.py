"""Finding people as somebody types: by the beginning of any of their words, typing errors forgiven."""

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from uuid import UUID

from sqlalchemy import TextualSelect, bindparam, column, select, text
from sqlalchemy.orm import Session

from mi_crm.people.details import ConstituentKind, Standing
from mi_crm.people.queries import PersonHit, person_rows
from mi_crm.people.reasons import with_reasons
from mi_crm.people.records import Constituent, KnownWord, SearchWord
from mi_crm.people.rules.words import ARCHIVED, Rank, TypedWord, spelled_alike, typed_words

_END = "\U0010ffff"
"""Sorts after every word that begins the same."""

_FEW = 100
"""Hits looked for where few are shown."""

_TOO_FEW = 3
"""With fewer true hits, words spelled alike are looked for too."""

_COMMON = 1500
"""A word with so many hits is common; how many more it has does not matter."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best first."""

    typed: str
    ids: tuple[UUID, ...]
    alike: frozenset[UUID]
    """Those found only by forgiving a typing error; they come last."""
    whole: bool
    """Whether these are all there are."""
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
    standing = None if archived else Standing.ACTIVE
    return hits(session, find(session, typed, standing=standing, most=max(limit, _FEW)), limit=limit)


def hits(session: Session, found: Found, *, offset: int = 0, limit: int = 50) -> list[PersonHit]:
    """Return a page of what a search found, with the reason where the name does not show it."""
    rows = person_rows(session, found.ids[offset : offset + limit])
    rows = [replace(row, alike=True) if row.id in found.alike else row for row in rows]
    return with_reasons(session, rows, typed_words(found.typed))


def find(
    session: Session,
    typed: str,
    *,
    kind: ConstituentKind | None = None,
    standing: Standing | None = Standing.ACTIVE,
    most: int = 1000,
) -> Found:
    """Return the constituents of one kind and standing, or all, whom every typed word matches.

    Where there are no more than `most` they are put in order; else they stay in that of the index,
    which can be read quickly.
    """
    heard = typed_words(typed)
    if not heard:
        return Found(typed, (), frozenset(), True, {})
    groups = (0, ARCHIVED) if standing is None else (0 if standing == Standing.ACTIVE else ARCHIVED,)
    words = [_Word(word.beginnings) for word in heard]
    scores, whole = _matching(session, words, most=most, groups=groups)
    likely: dict[UUID, int] = {}
    if len(scores) < _TOO_FEW and (wider := _with_alike(session, heard)):
        likely, _ = _matching(session, wider, most=_FEW, groups=groups)
    if whole:
        ordered = _in_order(session, heard, scores, likely)
        kinds = Counter(of for _, of in ordered)
        ids = tuple(key for key, of in ordered if kind in (None, of))
        return Found(typed, ids, frozenset(likely) - frozenset(scores), True, dict(kinds))
    if kind is not None:
        scores, whole = _matching(session, words, most=most, groups=groups, kind=kind)
    return Found(typed, tuple(scores), frozenset(), whole, {})


_KNOWN = select(KnownWord.word)
_NAMES = select(Constituent.id, Constituent.sort_name, Constituent.kind, Constituent.standing).where(
    Constituent.id.in_(bindparam("ids", expanding=True))
)


def _in_order(
    session: Session, heard: list[TypedWord], scores: dict[UUID, int], likely: dict[UUID, int]
) -> list[tuple[UUID, ConstituentKind]]:
    """Put hits in order: true ones first, then by what matched, whole names, then by name."""
    typed = {word.text for word in heard}
    rows = session.execute(_NAMES, {"ids": [*scores, *(key for key in likely if key not in scores)]}).all()
    rows = sorted(
        rows,
        key=lambda row: (
            row.id not in scores,
            row.standing,
            scores.get(row.id, likely.get(row.id, 0)),
            not typed.issuperset(row.sort_name.split()),
            row.sort_name,
        ),
    )
    return [(row.id, row.kind) for row in rows]


def _matching(
    session: Session,
    words: list[_Word],
    *,
    most: int,
    groups: tuple[int, ...],
    kind: ConstituentKind | None = None,
) -> tuple[dict[UUID, int], bool]:
    """Return whom every word matches, with their scores (low is good), and whether these are all.

    The rarest word leads: its part of the index is read in order and stopped early; for each hit
    the other words are looked up by the constituent.
    """
    lead = words[0] if len(words) == 1 else min(words, key=lambda word: _hits(session, word))
    others = [word for word in words if word is not lead]
    # Somebody may match by two words at once, and is then read twice.
    limit = most + most // 2
    found: dict[UUID, int] = {}
    whole = True
    for group in groups:
        for read in _reads(lead, group):
            sql, given = _statement(read, others, kind, limit)
            rows = session.execute(_prepared(sql), given).all()
            whole = whole and len(rows) < limit
            for key, score in rows:
                found[key] = min(found.get(key, score), score)
            if len(found) >= most:
                return dict(list(found.items())[:most]), False
    return found, whole


@dataclass(frozen=True, slots=True)
class _Read:
    """One read of the index, in its order: the words that begin so, or these words."""

    rank: int
    beginning: str = ""
    words: tuple[str, ...] = ()


def _reads(lead: _Word, group: int) -> list[_Read]:
    """Return the reads that find the leading word, the best rank first."""
    reads = [_Read(rank + group, beginning) for rank, beginning in lead.beginnings]
    if lead.alike:
        reads += [_Read(rank + group, words=lead.alike) for rank in (Rank.NAME, Rank.OTHER)]
    return reads


def _statement(
    read: _Read, others: list[_Word], kind: ConstituentKind | None, limit: int
) -> tuple[str, dict[str, object]]:
    """Return the SQL of one read, with whoever lacks one of the other words left out.

    Written as text: building the same select with SQLAlchemy took longer than running it. Every value in it
    is bound. With subqueries, not joins: nothing may change the order of the index or read somebody twice.
    """
    given: dict[str, object] = {"rank": read.rank, "limit": limit}
    where = ["w.rank = :rank", _which(read, given)]
    score = _score("w", [] if read.words else ["beginning"])
    for place, other in enumerate(others):
        row = f"o{place}"
        matching = f"{row}.constituent_id = w.constituent_id AND ({_matches(row, other, given)})"
        names = [name for name in given if name.startswith(row) and name.endswith("_b")]
        where.append(f"EXISTS (SELECT 1 FROM search_word {row} WHERE {matching})")  # noqa: S608 - bound
        score += f" + (SELECT min({_score(row, names)}) FROM search_word {row} WHERE {matching})"  # noqa: S608 - bound
    if kind is not None:
        where.append("EXISTS (SELECT 1 FROM constituent c WHERE c.id = w.constituent_id AND c.kind = :kind)")
        given["kind"] = kind.value
    sql = (
        f"SELECT w.constituent_id, {score} FROM search_word w WHERE {' AND '.join(where)} "  # noqa: S608 - bound
        "ORDER BY w.word, w.constituent_id LIMIT :limit"
    )
    return sql, given


def _score(row: str, whole: list[str]) -> str:
    """Return how little a word of the index says: by its rank, and whether it was typed whole."""
    if not whole:
        return f"{row}.rank % {ARCHIVED} * 2 + 1"
    typed = ", ".join(f":{name}" for name in whole)
    return f"{row}.rank % {ARCHIVED} * 2 + CASE WHEN {row}.word IN ({typed}) THEN 0 ELSE 1 END"


def _which(read: _Read, given: dict[str, object]) -> str:
    if read.words:
        return f"w.word IN ({_names('a', read.words, given)})"
    given |= {"beginning": read.beginning, "ending": read.beginning + _END}
    return "w.word >= :beginning AND w.word < :ending"


def _matches(row: str, word: _Word, given: dict[str, object]) -> str:
    ranks: dict[str, list[int]] = {}
    for rank, beginning in word.beginnings:
        ranks.setdefault(beginning, []).append(rank)
    ways = []
    for place, (beginning, of) in enumerate(ranks.items()):
        name = f"{row}_{place}"
        given |= {f"{name}_b": beginning, f"{name}_e": beginning + _END}
        ways.append(f"{row}.word >= :{name}_b AND {row}.word < :{name}_e AND {_ranked(row, of)}")
    if word.alike:
        alike = _names(f"{row}_a", word.alike, given)
        ways.append(f"{row}.word IN ({alike}) AND {_ranked(row, [Rank.NAME, Rank.OTHER])}")
    return " OR ".join(ways)


def _ranked(row: str, ranks: list[int]) -> str:
    of = ", ".join(str(rank + group) for group in (0, ARCHIVED) for rank in ranks)
    # The plus keeps SQLite on the index by constituent and word, where the word says more.
    return f"+{row}.rank IN ({of})"


def _names(prefix: str, values: tuple[str, ...], given: dict[str, object]) -> str:
    given |= {f"{prefix}{place}": value for place, value in enumerate(values)}
    return ", ".join(f":{prefix}{place}" for place in range(len(values)))


@lru_cache(maxsize=256)
def _prepared(sql: str) -> TextualSelect:
    return text(sql).columns(column("constituent_id", SearchWord.constituent_id.type))


def _hits(session: Session, word: _Word) -> int:
    """Return how many words of the index a typed word may be, up to where it does not matter any more."""
    count = 0
    for read in _reads(word, 0):
        given: dict[str, object] = {"rank": read.rank, "most": _COMMON}
        some = f"SELECT 1 FROM search_word w WHERE w.rank = :rank AND {_which(read, given)} LIMIT :most"  # noqa: S608 - bound
        sql = f"SELECT count(*) FROM ({some}) AS some"  # noqa: S608 - bound above
        count += session.execute(text(sql), given).scalar() or 0
    return count


def _with_alike(session: Session, heard: list[TypedWord]) -> list[_Word]:
    """Return the typed words with the known words spelled like them; nothing when none is."""
    if not any(len(word.text) > 3 for word in heard):
        return []
    known = session.scalars(_KNOWN).all()
    words = [_Word(word.beginnings, spelled_alike(word.text, known)) for word in heard]
    return words if any(word.alike for word in words) else []
