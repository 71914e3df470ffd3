"""The words by which a constituent is found, and the words somebody typed to find one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mi_crm.people.details import ConstituentDetails
from mi_crm.shared.text import fold


class Rank(IntEnum):
    """What a word of the search index is; a hit on the first says most."""

    NAME = 0
    NUMBER = 1
    PHONE = 2
    """The digits backwards, so that the last ones, which people know, can be typed first."""
    OTHER = 3
    """Contact, employer, city, e-mail."""


ARCHIVED = 10
"""Added to the rank of the words of an archived constituent, which keeps them out of ordinary searches."""

_SILENT = frozenset(("and", "of", "the"))
_DIGITS = re.compile(r"\D+")
_PHONE_LIKE = re.compile(r"[+(]?[0-9][0-9()\s.+/-]*[0-9]", re.ASCII)
_NUMBER = re.compile(r"#?d-?0*([0-9]{1,9})", re.ASCII | re.IGNORECASE)
_BETWEEN = re.compile(r"[\W_]+")
_HAN = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_SHORTEST_TAIL = 3


@dataclass(frozen=True, slots=True)
class TypedWord:
    """One word of a search: what it may be the beginning of, best first."""

    beginnings: tuple[tuple[Rank, str], ...]
    text: str = ""
    """The folded word, to be compared with words that are spelled alike; empty for numbers."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one constituent."""

    indexed: tuple[tuple[int, str], ...]
    """Rank and word, for the search index."""
    known: frozenset[str]
    """The words of names and cities, with which mistyped words are compared."""


def words_of(what: ConstituentDetails, *, name: str, number: int) -> Words:
    """Return every word by which a constituent with this shown name and number is found."""
    names = _words(name, what.first_name, what.middle_name, what.last_name, what.nickname, what.former_name)
    places = _words(what.contact_name, *(address.city for address in what.addresses))
    others = (places | _words(what.employer)).union(*(words_of_email(email.address) for email in what.emails))
    found: list[tuple[int, str]] = [(Rank.NAME, word) for word in names]
    found += [(Rank.OTHER, word) for word in others - names]
    found.append((Rank.NUMBER, str(number)))
    found += {(Rank.PHONE, phone_backwards(phone.number)) for phone in what.phones}
    known = (
        word for word in names | places if len(word) > 2 and not word.isdigit() and not _HAN.search(word)
    )
    return Words(tuple(found), frozenset(known))


def words_of_email(address: str) -> set[str]:
    """Return the address, its domain, and the words before the @."""
    local, _, domain = address.partition("@")
    return {address, domain} | {
        word for word in _BETWEEN.split(local) if len(word) > 1 and not word.isdigit()
    }


def typed_words(typed: str) -> list[TypedWord]:
    """Read what somebody typed into a search field; every word of the answer must match."""
    line = " ".join(typed[:200].split())
    if _PHONE_LIKE.fullmatch(line) and len(_DIGITS.sub("", line)) >= _SHORTEST_TAIL:
        return [_typed_digits(_DIGITS.sub("", line))]
    found: list[TypedWord] = []
    for token in line.split():
        if number := _NUMBER.fullmatch(token):
            found.append(TypedWord(((Rank.NUMBER, number[1]),)))
        elif token.isascii() and token.isdigit():
            found.append(_typed_digits(token))
        elif "@" in token:
            found.append(TypedWord(((Rank.OTHER, token.lower().removeprefix("@")),)))
        else:
            found += _typed_name(token)
    heard = [word for word in found if word.text not in _SILENT]
    return list(dict.fromkeys(heard or found))


def _typed_name(token: str) -> list[TypedWord]:
    words = fold(token).split()
    # m.okafor is one beginning of an e-mail address, and two words of a name.
    raw = token.lower()
    if len(words) == 1 and raw != words[0] and re.search(r"[._+-]", raw):
        return [TypedWord(((Rank.NAME, words[0]), (Rank.OTHER, words[0]), (Rank.OTHER, raw)))]
    return [TypedWord(((Rank.NAME, word), (Rank.OTHER, word)), word) for word in words]


def _typed_digits(digits: str) -> TypedWord:
    beginnings = [(Rank.NAME, digits), (Rank.OTHER, digits)]
    if number := digits.lstrip("0"):
        beginnings.insert(1, (Rank.NUMBER, number))
    if len(digits) >= _SHORTEST_TAIL:
        beginnings.insert(-1, (Rank.PHONE, phone_backwards(digits)))
    return TypedWord(tuple(beginnings))


def phone_backwards(phone: str) -> str:
    """Return the digits of a phone number from the last to the first."""
    digits = _DIGITS.sub("", phone)
    if len(digits) == 11 and digits.startswith("1"):
        digits = digits[1:]
    return digits[::-1]


def _words(*texts: str) -> set[str]:
    found: set[str] = set()
    return found.union(*(_folded(text) for text in texts if text))


@lru_cache(maxsize=20_000)
def _folded(text: str) -> frozenset[str]:
    """Return the words of a name; many people share a first name or a city."""
    found = set(fold(text).split())
    for word in tuple(found):
        if _HAN.search(word):
            # Chinese, Japanese and Korean names have no space before the given name.
            found |= {word[start:] for start in range(1, min(len(word), 8))}
    return frozenset(found - _SILENT or found)


def spelled_alike(text: str, known: Sequence[str], *, most: int = 12) -> tuple[str, ...]:
    """Return the known words that differ from a typed word, or from its beginning, by a typing error or two.

    One error is forgiven from four letters on, two from eight; two letters swapped are one error.
    """
    if len(text) < 4:
        return ()
    errors = 1 if len(text) < 8 else 2
    shortest, longest = len(text) - errors, len(text) + errors
    # One quick pass over all words leaves few to be looked at closely.
    heads = [word[:longest] for word in known]
    near = process.extract(text, heads, scorer=OSA.distance, score_cutoff=3 * errors, limit=None)
    found: dict[str, tuple[int, int, bool]] = {}
    for _, _, place in near:
        word = known[place]
        distance = min(
            (
                OSA.distance(text, word[:size], score_cutoff=errors)
                for size in range(shortest, min(longest, len(word)) + 1)
            ),
            default=errors + 1,
        )
        if distance <= errors:
            # A whole word alike is likelier than the beginning of a longer one.
            found[word] = (distance, abs(len(word) - len(text)), word[0] != text[0])
    best = sorted((likely, word) for word, likely in found.items() if not word.startswith(text))
    return tuple(word for _, word in best[:most])
