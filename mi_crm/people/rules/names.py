"""Names: how they are shown, sorted, written above an address and greeted, and read from one typed line."""

import re
from collections.abc import Sequence
from dataclasses import replace

from mi_crm.people.details import ConstituentDetails, ConstituentKind, OrganizationKind
from mi_crm.shared.text import fold

_GENERATIONS = frozenset(("jr", "sr", "ii", "iii", "iv", "v"))
_CREDENTIALS = frozenset(
    (
        "abpp", "apcc", "asw", "cpa", "dds", "dmd", "do", "dvm", "edd", "esq", "jd", "lcsw", "lmft", "lpcc",
        "ma", "mba", "md", "mft", "mph", "ms", "msw", "np", "pa", "phd", "psyd", "ret", "rn", "usa", "usaf",
        "usmc", "usn",
    )
)  # fmt: skip
_PREFIXES = frozenset(
    (
        "capt", "cdr", "col", "dr", "fr", "gen", "hon", "imam", "judge", "lt", "maj", "miss", "mr", "mrs",
        "ms", "msgr", "mx", "pastor", "prof", "professor", "rabbi", "rev", "sgt", "sister",
    )
)  # fmt: skip
_PARTICLES = frozenset(
    ("al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le", "st",
     "ter", "van", "von", "y")
)  # fmt: skip

_ALWAYS_ORGANIZATIONS = frozenset(
    (
        "agency", "association", "assoc", "clinic", "collective", "committee", "company", "corp",
        "corporation", "council", "dba", "dental", "department", "foundation", "gmbh", "hospital", "inc",
        "incorporated", "initiative", "institute", "llc", "llp", "lp", "ltd", "ministries", "nonprofit",
        "pc", "pllc", "plc", "services", "society", "university",
    )
)  # fmt: skip
_MOSTLY_ORGANIZATIONS = frozenset(
    (
        "academy", "bank", "center", "centre", "charitable", "charities", "church", "city", "co", "college",
        "county", "credit", "fund", "giving", "group", "health", "lodge", "medical", "network", "partners",
        "school", "store", "studio", "synagogue", "temple", "trust", "union", "unified",
    )
)  # fmt: skip
"""These are last names too, so they count only from three words on."""

_KIND_WORDS = (
    (OrganizationKind.DAF_SPONSOR, {"charitable", "giving", "dafgiving360"}),
    (OrganizationKind.FOUNDATION, {"foundation", "trust"}),
    (OrganizationKind.CLINIC, {"clinic", "hospital", "health"}),
    (OrganizationKind.SCHOOL, {"school", "academy", "college", "university", "unified"}),
    (OrganizationKind.GOVERNMENT, {"city", "county", "department"}),
    (OrganizationKind.COMPANY, {"bank", "co", "company", "corp", "corporation", "dental", "inc", "llc", "llp",
                                "incorporated", "lp", "ltd", "partners", "pc", "pllc"}),
)  # fmt: skip

_QUOTED = re.compile(r"\s*[(\"“]([^()\"“”]+)[)\"”]\s*")
_AMPERSAND = re.compile(r"\s+(?:&|and)\s+", re.IGNORECASE)


def donor_number(number: int) -> str:
    """Return the number of a constituent as it is shown: D-00547."""
    return f"D-{number:05}"


def display_name(what: ConstituentDetails, members: Sequence[ConstituentDetails] = ()) -> str:
    """Return the name as it is shown; that of a household is made of its members' unless one was typed."""
    if what.kind == ConstituentKind.PERSON:
        return _with_suffix(_joined(what.first_name, what.middle_name, what.last_name), what.suffix)
    return what.name or joint_name(members)


def joint_name(members: Sequence[ConstituentDetails]) -> str:
    """Return the name that the members of a household make: "Margaret and Samuel Okafor"."""
    if len(members) > 2:
        return f"The {members[0].last_name or members[0].first_name} Family"
    if len(members) == 2:
        one, other = members
        if one.last_name and fold(one.last_name) == fold(other.last_name) and other.first_name:
            return f"{one.first_name or display_name(one)} and {other.first_name} {one.last_name}"
    return " and ".join(display_name(member) for member in members)


def sort_name(what: ConstituentDetails, members: Sequence[ConstituentDetails] = ()) -> str:
    """Return the name by which a list is sorted: last name first, folded, without a leading "the"."""
    name = display_name(what, members)
    if what.kind == ConstituentKind.PERSON:
        by = _joined(what.last_name, what.first_name, what.middle_name, what.suffix)
    elif what.kind == ConstituentKind.HOUSEHOLD and not what.name and members:
        by = _joined(members[0].last_name, *(member.first_name for member in members))
    elif what.kind == ConstituentKind.HOUSEHOLD and len(sides := _AMPERSAND.split(name)) == 2:
        by = _joined(sides[1].rpartition(" ")[2], sides[0], sides[1].rpartition(" ")[0])
    else:
        by = re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)
    return fold(by) or name.casefold()


def addressee_lines(what: ConstituentDetails, members: Sequence[ConstituentDetails] = ()) -> tuple[str, ...]:
    """Return the name lines above an address: one for each of two members; for whom at an organization."""
    if what.addressee:
        return tuple(what.addressee.split("\n"))
    if what.kind == ConstituentKind.HOUSEHOLD and not what.name and 0 < len(members) < 3:
        return tuple(_formal_name(member) for member in members)
    if what.kind == ConstituentKind.PERSON:
        return (_formal_name(what),)
    name = display_name(what, members)
    return (name, f"Attn: {what.contact_name}") if what.contact_name else (name,)


def greeting(what: ConstituentDetails, members: Sequence[ConstituentDetails] = ()) -> str:
    """Return whom a letter greets, without "Dear": "Margaret", "Margaret and Samuel", "Friends"."""
    if what.salutation:
        return what.salutation
    if what.kind == ConstituentKind.PERSON:
        return what.nickname or what.first_name or _joined(what.prefix, what.last_name)
    if what.kind == ConstituentKind.HOUSEHOLD and members:
        names = [greeting(replace(member, salutation="")) for member in members]
        return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
    if what.kind == ConstituentKind.HOUSEHOLD:
        sides = _AMPERSAND.split(what.name)
        return " and ".join(side.split()[0] for side in sides) if len(sides) == 2 else what.name or "Friends"
    return what.contact_name or "Friends"


def split_name(typed: str) -> ConstituentDetails:
    """Read one typed line: "Okafor, Margaret", "Dr. Marisol Vega, LCSW", "Marlow & Finch LLP".

    What the line cannot be known to hold is left to the person who typed it: the result is a proposal,
    not yet cleaned.
    """
    line = " ".join(typed.split())
    words = fold(line).split()
    if kind := _organization_kind(words):
        return ConstituentDetails(kind=ConstituentKind.ORGANIZATION, name=line, organization_kind=kind)
    if line == line.lower():
        line = " ".join(word[:1].upper() + word[1:] for word in line.split())
    sides = _AMPERSAND.split(line)
    if len(sides) == 2 and all(sides):
        if all(len(side.split()) == 1 for side in sides):
            return ConstituentDetails(
                kind=ConstituentKind.ORGANIZATION, name=line, organization_kind=OrganizationKind.COMPANY
            )
        last, comma, firsts = line.partition(",")
        return ConstituentDetails(
            kind=ConstituentKind.HOUSEHOLD, name=_joined(firsts.strip(), last) if comma else line
        )
    return _split_person(line)


def _split_person(line: str) -> ConstituentDetails:
    nickname = ""
    if quoted := _QUOTED.search(line):
        nickname = quoted[1].strip()
        line = _QUOTED.sub(" ", line).strip()
    parts = [part.strip() for part in line.split(",") if part.strip()]
    suffixes = [part for part in parts[1:] if _is_suffix(part)]
    parts = [part for part in parts if part not in suffixes]
    if len(parts) >= 2:
        last, words = parts[0].split(), " ".join(parts[1:]).split()
        prefix, words = _take_prefix(words)
    else:
        prefix, words = _take_prefix(" ".join(parts).split())
        # Without a comma, Jo Ma and Kim Do are whole names.
        while len(words) > 2 and _is_suffix(words[-1]):
            suffixes.insert(0, words.pop())
        last = _take_last(words)
    return ConstituentDetails(
        prefix=prefix,
        first_name=words[0] if words else "",
        middle_name=" ".join(words[1:]),
        last_name=" ".join(last),
        suffix=", ".join(suffixes),
        nickname=nickname,
    )


def _take_prefix(words: list[str]) -> tuple[str, list[str]]:
    if len(words) > 1 and fold(words[0]) in _PREFIXES:
        return words[0], words[1:]
    return "", words


def _take_last(words: list[str]) -> list[str]:
    """Take the last name off the end of the words, with the particles before it."""
    if not words:
        return []
    last = [words.pop()]
    while len(words) > 1 and fold(words[-1]) in _PARTICLES:
        last.insert(0, words.pop())
    return last


def _is_suffix(word: str) -> bool:
    folded = fold(word).replace(" ", "")
    return folded in _GENERATIONS or (folded in _CREDENTIALS and word[1:] != word[1:].lower())


def _organization_kind(words: list[str]) -> OrganizationKind | None:
    known = set(words)
    if not (known & _ALWAYS_ORGANIZATIONS or (len(words) > 2 and known & _MOSTLY_ORGANIZATIONS)):
        return None
    return next((kind for kind, clues in _KIND_WORDS if known & clues), OrganizationKind.OTHER)


def _formal_name(person: ConstituentDetails) -> str:
    return _joined(person.prefix, display_name(person))


def _with_suffix(name: str, suffix: str) -> str:
    if not suffix or not name:
        return name or suffix
    return f"{name} {suffix}" if fold(suffix) in _GENERATIONS else f"{name}, {suffix}"


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
