"""Who just came: volunteers first, then people of the list who are none yet."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.people.details import ConstituentKind
from mi_crm.people.records import Constituent
from mi_crm.people.search import search_people
from mi_crm.volunteering.queries.volunteer_list import VolunteerFilter, volunteer_lines
from mi_crm.volunteering.records.volunteers import Volunteer


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who may have come to a shift without being on its list."""

    volunteer_id: UUID | None
    """None of a person who is no volunteer yet."""
    person_id: UUID
    name: str
    second: str
    """A phone number or a place, which tells two of the same name apart."""


def who_came(session: Session, typed: str, *, today: date, now: datetime, limit: int = 8) -> list[Came]:
    """Return whom a typed name may mean; the dead and organizations cannot have come."""
    lines = volunteer_lines(session, VolunteerFilter(typed=typed), today=today, now=now, limit=limit)
    found = [Came(line.id, line.person_id, line.name, line.phone) for line in lines]
    known = {one.person_id for one in found}
    people = {
        one.id: one
        for one in search_people(session, typed, limit=2 * limit)
        if one.id not in known and one.kind is ConstituentKind.PERSON
    }
    # Whoever was archived as a volunteer is one still: their hours count again when they come.
    query = (
        select(Constituent.id, Volunteer.id)
        .outerjoin(Volunteer, Volunteer.constituent_id == Constituent.id)
        .where(Constituent.id.in_(people), Constituent.deceased.is_(False))
    )
    volunteers = {row[0]: row[1] for row in session.execute(query)}
    more = [
        Came(volunteers[key], key, one.name, one.place) for key, one in people.items() if key in volunteers
    ]
    return [*found, *more][:limit]
