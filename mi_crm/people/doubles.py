"""Who may already be in the list while somebody is being added. Nothing is ever merged here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from mi_crm.people.details import ConstituentDetails, ConstituentKind
from mi_crm.people.queries import PersonHit, details_of, person_rows
from mi_crm.people.records import Constituent, Email, KnownWord, SearchWord
from mi_crm.people.rules.likeness import LIKELY, forms_of, likeness
from mi_crm.people.rules.names import display_name
from mi_crm.people.rules.words import ARCHIVED, Rank, phone_backwards, spelled_alike
from mi_crm.shared.contact import clean_email, clean_phone
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import fold

_MOST_CANDIDATES = 300


@dataclass(frozen=True, slots=True)
class Double:
    """A constituent that may be the one being added, and why."""

    hit: PersonHit
    score: int
    """0 to 100."""
    reason: str


def likely_doubles(
    session: Session, what: ConstituentDetails, *, but: UUID | None = None, limit: int = 5
) -> list[Double]:
    """Return who may be the same as somebody half typed, likeliest first, archived ones included.

    `but` is the constituent being edited, if it is in the list already.
    """
    what = _comparable(what)
    candidates = _candidates(session, what) - {but}
    if not candidates:
        return []
    rows = session.scalars(
        select(Constituent)
        .where(Constituent.id.in_(candidates))
        .options(
            selectinload(Constituent.addresses),
            selectinload(Constituent.phones),
            selectinload(Constituent.emails),
        )
    )
    scored = [(likeness(what, details_of(row)), row.sort_name, row.id) for row in rows]
    scored = sorted(
        (one for one in scored if one[0].score >= LIKELY), key=lambda one: (-one[0].score, one[1])
    )[:limit]
    hits = {hit.id: hit for hit in person_rows(session, [key for _, _, key in scored])}
    return [Double(hits[key], alike.score, alike.reason) for alike, _, key in scored]


def _comparable(what: ConstituentDetails) -> ConstituentDetails:
    """Return the details with phones and e-mails as they would be kept, half-typed ones left out."""
    phones = tuple(
        replace(phone, number=number)
        for phone in what.phones
        if (number := _tried(clean_phone, phone.number))
    )
    emails = tuple(
        replace(email, address=address)
        for email in what.emails
        if (address := _tried(clean_email, email.address))
    )
    return replace(what, phones=phones, emails=emails)


def _tried(clean: Callable[[str], str], typed: str) -> str:
    try:
        return clean(typed) if typed.strip() else ""
    except Problem:
        return ""


def _candidates(session: Session, what: ConstituentDetails) -> set[UUID]:
    """Return everybody with the same e-mail or phone, or with names spelled like these."""
    found: set[UUID] = set()
    if what.emails:
        addresses = [email.address for email in what.emails]
        found |= set(session.scalars(select(Email.constituent_id).where(Email.address.in_(addresses))))
    if what.phones:
        tails = [phone_backwards(phone.number) for phone in what.phones]
        found |= _having(session, (Rank.PHONE,), tails)
    if what.kind == ConstituentKind.PERSON:
        last = [word for name in (what.last_name, what.former_name) for word in fold(name).split()]
        given = forms_of(what.first_name) | forms_of(what.nickname) - {""}
        found |= _named(session, last, sorted(given))
    else:
        words = sorted(fold(display_name(what)).split(), key=len, reverse=True)
        found |= _named(session, words[:1], words[1:2])
    return found


def _named(session: Session, first: list[str], second: list[str]) -> set[UUID]:
    """Return who has one of the first words, or one spelled alike, and one that begins like the second."""
    if not first:
        return set()
    known = session.scalars(select(KnownWord.word)).all()
    wide = set(first).union(*(spelled_alike(word, known) for word in first))
    named = _having(session, (Rank.NAME,), sorted(wide))
    if len(named) <= _MOST_CANDIDATES or not second:
        return set(sorted(named)[:_MOST_CANDIDATES])
    also = {*second}.union(*(spelled_alike(word, known) for word in second))
    return set(sorted(named & _having(session, (Rank.NAME,), sorted(also)))[:_MOST_CANDIDATES])


def _having(session: Session, ranks: tuple[Rank, ...], words: list[str]) -> set[UUID]:
    ranked = [rank + group for rank in ranks for group in (0, ARCHIVED)]
    return set(
        session.scalars(
            select(SearchWord.constituent_id).where(SearchWord.rank.in_(ranked), SearchWord.word.in_(words))
        )
    )
