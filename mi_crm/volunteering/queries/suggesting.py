"""Who could take a place on a shift and who cannot, as rows; the rules decide, with their reasons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from mi_crm.people.records import Constituent
from mi_crm.volunteering.details import (
    AskChannel,
    AssignmentState,
    ConflictKind,
    VolunteerStatus,
)
from mi_crm.volunteering.queries.facts import Facts, facts_for, facts_of_needs
from mi_crm.volunteering.records.shifts import Assignment
from mi_crm.volunteering.records.volunteers import Volunteer
from mi_crm.volunteering.rules.facts import Slot
from mi_crm.volunteering.rules.suggestions import Chip, Suggestion, Unable, suggest
from mi_crm.volunteering.rules.words import Said

_SAID_ALREADY = frozenset({ConflictKind.ALREADY_ON_IT, ConflictKind.DECLINED})
_PATTERN = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


@dataclass(frozen=True, slots=True)
class AbleRow:
    """Somebody who could take the place."""

    id: UUID
    """Of the volunteer."""
    name: str
    ask_by: AskChannel
    lines: tuple[Said, ...]
    chips: tuple[Chip, ...]
    warnings: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a helper is on at that time, and could leave for this."""

    assignment_id: UUID
    version: int
    title: str


@dataclass(frozen=True, slots=True)
class UnableRow:
    """Somebody who cannot take the place, and why."""

    id: UUID
    name: str
    ask_by: AskChannel
    reasons: tuple[Said, ...]
    elsewhere: Elsewhere | None
    """Given when that shift is all that stands in the way."""


@dataclass(frozen=True, slots=True)
class SuggestionRows:
    """Everybody for one place, the best first; of the long lists only the beginning."""

    need_id: UUID
    able: tuple[AbleRow, ...]
    able_count: int
    unable: tuple[UnableRow, ...]
    unable_count: int
    full: bool
    """All places are taken: whoever is asked waits."""


def suggestions(
    session: Session, need_id: UUID, *, today: date, now: datetime, able: int = 6, unable: int = 4
) -> SuggestionRows | None:
    """Return who could take a place and who cannot, or None when the place is gone."""
    return _rows(session, need_id, facts_of_needs(session, [need_id], now=now), today, able, unable)


def named_helpers(
    session: Session, need_id: UUID, typed: str, *, today: date, now: datetime, limit: int = 8
) -> list[AbleRow | UnableRow]:
    """Return the volunteers whose name has this in it, first those who could take the place."""
    pattern = f"%{' '.join(typed.split())[:80].translate(_PATTERN)}%"
    found = session.scalars(
        select(Volunteer.id)
        .join(Constituent, Constituent.id == Volunteer.constituent_id)
        .where(Constituent.name.ilike(pattern, escape="\\"), Volunteer.status != VolunteerStatus.ARCHIVED)
        .order_by(Constituent.sort_name)
        .limit(limit)
    ).all()
    rows = _rows(session, need_id, facts_for(session, [need_id], found, now=now), today, limit, limit)
    return [] if rows is None else [*rows.able, *rows.unable]


def _rows(
    session: Session, need_id: UUID, facts: Facts, today: date, able: int, unable: int
) -> SuggestionRows | None:
    slot = facts.slots.get(need_id)
    if slot is None:
        return None
    full = slot.taken >= slot.best
    if full:
        # Nobody is kept from a waiting list by its being full.
        slot = replace(slot, taken=slot.best - 1)
    found = suggest(slot, facts.helpers.values(), facts.commitments, today=today)
    nearest = [one for one in found.unable if not _SAID_ALREADY & {c.kind for c in one.conflicts}]
    first, last = found.able[:able], nearest[:unable]
    ways = _ways(session, [*(one.helper.id for one in first), *(one.helper.id for one in last)])
    shifts = _elsewhere(session, slot, last, facts)
    return SuggestionRows(
        need_id,
        tuple(_able(one, ways) for one in first),
        len(found.able),
        tuple(
            UnableRow(
                one.helper.id, one.helper.name, ways[one.helper.id], one.conflicts, shifts.get(one.helper.id)
            )
            for one in last
        ),
        len(nearest),
        full,
    )


def _able(one: Suggestion, ways: dict[UUID, AskChannel]) -> AbleRow:
    return AbleRow(
        one.helper.id, one.helper.name, ways[one.helper.id], one.lines, one.chips, tuple(one.warnings)
    )


def _ways(session: Session, helpers: Iterable[UUID]) -> dict[UUID, AskChannel]:
    query = select(Volunteer.id, Volunteer.ask_by).where(Volunteer.id.in_(list(helpers)))
    return {row.id: row.ask_by for row in session.execute(query)}


def _elsewhere(session: Session, slot: Slot, unable: Sequence[Unable], facts: Facts) -> dict[UUID, Elsewhere]:
    """Return by volunteer the one shift that stands in the way, of those with nothing else against them."""
    held = {}
    for one in unable:
        overlapping = [
            other
            for other in facts.commitments.get(one.helper.id, ())
            if other.state in (AssignmentState.ASKED, AssignmentState.CONFIRMED)
            and other.span.start < slot.span.end
            and slot.span.start < other.span.end
        ]
        if len(overlapping) == 1 and len(one.conflicts) == 1:
            held[one.helper.id] = overlapping[0]
    wanted = [(other.slot_id, key) for key, other in held.items()]
    query = select(Assignment.volunteer_id, Assignment.id, Assignment.version).where(
        tuple_(Assignment.need_id, Assignment.volunteer_id).in_(wanted)
    )
    return {key: Elsewhere(row, version, held[key].title) for key, row, version in session.execute(query)}
