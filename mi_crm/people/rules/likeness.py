"""Who may be the same person: a judgement with its reason, never an act."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import token_sort_ratio

from mi_crm.people.details import ConstituentDetails, ConstituentKind
from mi_crm.people.rules.names import display_name
from mi_crm.shared.text import fold

LIKELY = 70
"""From this score on a constituent is shown as a likely double."""

_EMPTY_WORDS = frozenset(("and", "co", "corp", "inc", "llc", "llp", "of", "the"))

_NICKNAMES = Path(__file__).resolve().parents[3] / "resources" / "nicknames.txt"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much alike two constituents are, from 0 to 100, and why."""

    score: int
    reason: str


@cache
def _families() -> dict[str, frozenset[str]]:
    """Return, by given name, the numbers of the lines of the list that hold it."""
    found: dict[str, set[str]] = {}
    for line in _NICKNAMES.read_text(encoding="utf-8").splitlines():
        names = line.split()
        for name in names:
            found.setdefault(name, set()).update(names[:1])
    return {name: frozenset(formal) for name, formal in found.items()}


def forms_of(given_name: str) -> set[str]:
    """Return the folded given name with the forms it is also used in: bob, robert."""
    folded = fold(given_name)
    formal = _families().get(folded, frozenset())
    return {folded, *formal} | {name for name, lines in _families().items() if lines & formal}


def likeness(one: ConstituentDetails, other: ConstituentDetails) -> Likeness:
    """Compare two constituents: same e-mail, same phone, or a name alike in the same place."""
    name = _names_alike(one, other)
    if {email.address for email in one.emails} & {email.address for email in other.emails}:
        return Likeness(max(name, 90), "Same e-mail")
    if {phone.number for phone in one.phones} & {phone.number for phone in other.phones}:
        return Likeness(max(name, 80), "Same phone")
    if one.kind != other.kind or name < 80:
        return Likeness(0, "")
    city = _shared_city(one, other)
    alike = "Same name" if name >= 97 else "Similar name"
    if city:
        return Likeness(min(100, name + 5), f"{alike}, also in {city}")
    if one.addresses and other.addresses:
        return Likeness(name - 20, f"{alike}, in another city")
    return Likeness(name - 10, alike)


def _names_alike(one: ConstituentDetails, other: ConstituentDetails) -> int:
    if one.kind != ConstituentKind.PERSON or other.kind != ConstituentKind.PERSON:
        return round(token_sort_ratio(_telling_words(one), _telling_words(other)))
    last = max(
        (JaroWinkler.similarity(mine, theirs) for mine in _last_names(one) for theirs in _last_names(other)),
        default=0.0,
    )
    if last < 0.9:
        return 0
    mine, theirs = _given_names(one), _given_names(other)
    if not mine or not theirs:
        # A family name alone is weak evidence.
        return round(80 * last)
    if fold(one.first_name) == fold(other.first_name):
        return round(100 * last)
    if mine & theirs:
        return round(95 * last)
    first = max(JaroWinkler.similarity(a, b) for a in mine for b in theirs)
    return round(100 * last * first) if first >= 0.85 else 0


def _telling_words(what: ConstituentDetails) -> str:
    return " ".join(word for word in fold(display_name(what)).split() if word not in _EMPTY_WORDS)


def _last_names(person: ConstituentDetails) -> set[str]:
    return {fold(name) for name in (person.last_name, person.former_name) if fold(name)}


def _given_names(person: ConstituentDetails) -> set[str]:
    given = (person.first_name.partition(" ")[0], person.nickname)
    return set().union(*(forms_of(name) for name in given if fold(name)))


def _shared_city(one: ConstituentDetails, other: ConstituentDetails) -> str:
    here = {fold(address.city): address.city for address in one.addresses if address.city}
    return next((a.city for a in other.addresses if fold(a.city) in here), "")
