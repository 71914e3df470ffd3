"""Why somebody was found, where the name on the screen does not show it."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.people.queries import PersonHit
from mi_crm.people.records import Constituent, Email, Phone
from mi_crm.people.rules.names import donor_number
from mi_crm.people.rules.words import Rank, TypedWord, phone_backwards, words_of_email
from mi_crm.shared.text import fold


def with_reasons(session: Session, hits: list[PersonHit], typed: Sequence[TypedWord]) -> list[PersonHit]:
    """Add to each hit what matched, unless its name or place says so already."""
    shown = {hit.id: _unexplained(typed, fold(f"{hit.name} {hit.place}").split()) for hit in hits}
    asking = [key for key, words in shown.items() if words]
    if not asking:
        return hits
    reasons = _facts(session, asking)
    return [
        replace(hit, why=_why(hit, shown[hit.id], reasons.get(hit.id, []))) if shown[hit.id] else hit
        for hit in hits
    ]


def _unexplained(typed: Sequence[TypedWord], shown: list[str]) -> list[TypedWord]:
    return [word for word in typed if not _begins_any(word, (Rank.NAME, Rank.OTHER), shown)]


def _begins_any(word: TypedWord, ranks: tuple[Rank, ...], found: Sequence[str]) -> bool:
    return any(
        known.startswith(beginning) for rank, beginning in word.beginnings if rank in ranks for known in found
    )


_Fact = tuple[Rank, list[str], str]
"""Where it stands in the index, its words there, and how it is said."""


def _facts(session: Session, ids: list[UUID]) -> dict[UUID, list[_Fact]]:
    found: dict[UUID, list[_Fact]] = {}
    rows = session.execute(
        select(
            Constituent.id,
            Constituent.first_name,
            Constituent.nickname,
            Constituent.former_name,
            Constituent.contact_name,
            Constituent.employer,
        ).where(Constituent.id.in_(ids))
    )
    for key, first_name, nickname, former_name, contact_name, employer in rows:
        found[key] = [
            (Rank.NAME, fold(former_name).split(), f"former name {former_name}"),
            (Rank.NAME, fold(nickname).split(), f"nickname {nickname}"),
            (Rank.NAME, fold(first_name).split(), first_name),
            (Rank.OTHER, fold(contact_name).split(), f"contact {contact_name}"),
            (Rank.OTHER, fold(employer).split(), employer),
        ]
    for key, number in session.execute(
        select(Phone.constituent_id, Phone.number).where(Phone.constituent_id.in_(ids))
    ):
        found[key].append((Rank.PHONE, [phone_backwards(number)], f"phone {number}"))
    for key, address in session.execute(
        select(Email.constituent_id, Email.address).where(Email.constituent_id.in_(ids))
    ):
        found[key].append((Rank.OTHER, sorted(words_of_email(address)), address))
    return found


def _why(hit: PersonHit, words: list[TypedWord], facts: list[_Fact]) -> str:
    number: _Fact = (Rank.NUMBER, [str(hit.number)], donor_number(hit.number))
    said = (
        next(
            (words_for for rank, known, words_for in [number, *facts] if _begins_any(word, (rank,), known)),
            "",
        )
        for word in words
    )
    return ", ".join(dict.fromkeys(part for part in said if part))
