"""The open places that one volunteer could take, judged as on every other way."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.shared.wall_clock import local
from mi_crm.volunteering.details import TAKES_A_PLACE
from mi_crm.volunteering.queries.facts import facts_for
from mi_crm.volunteering.records.shifts import Assignment, Need, Shift
from mi_crm.volunteering.rules.weights import blocked

AHEAD: Final = timedelta(weeks=8)
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """A place that somebody is still wanted for."""

    id: UUID
    """Of the need."""
    day: date
    begins: datetime
    """By the clock on its wall."""
    ends: datetime
    role: str
    title: str
    place: str
    against: tuple[str, ...]
    """What stands against it, in words; empty when nothing does."""
    blocked: bool
    """Whether it takes a reason, given in the schedule, to ask all the same."""


def open_places(session: Session, volunteer_id: UUID, *, now: datetime) -> list[OpenPlace]:
    """Return the open places of the next weeks: first those that nothing blocks, each kind by time."""
    taken = (
        select(func.count())
        .where(Assignment.need_id == Need.id, Assignment.state.in_(TAKES_A_PLACE))
        .scalar_subquery()
    )
    needs = session.scalars(
        select(Need.id)
        .join(Shift, Shift.id == Need.shift_id)
        .where(
            Shift.starts_at > now,
            Shift.starts_at < now + AHEAD,
            Shift.canceled_at.is_(None),
            taken < Need.best,
        )
        .order_by(Shift.starts_at, Need.position)
        .limit(_MOST)
    ).all()
    facts = facts_for(session, needs, [volunteer_id], now=now)
    if volunteer_id not in facts.helpers:
        return []
    found = []
    for need_id, slot in facts.slots.items():
        against = facts.conflicts(need_id, volunteer_id)
        zone = slot.span.zone
        begins, ends = local(slot.span.starts_at, zone), local(slot.span.ends_at, zone)
        found.append(
            OpenPlace(
                id=need_id,
                day=begins.date(),
                begins=begins,
                ends=ends,
                role=slot.role,
                title=slot.title,
                place=slot.place.name if slot.place else "",
                against=tuple(str(one) for one in against),
                blocked=blocked(against),
            )
        )
    return sorted(found, key=lambda one: (one.blocked, one.begins, one.id))
