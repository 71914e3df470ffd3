"""Keep when a volunteer is usually free, and the days on which it is otherwise."""

from collections.abc import Sequence
from dataclasses import fields
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from mi_crm.shared.problems import Problem
from mi_crm.shared.text import clean_line
from mi_crm.store.rows import Telling, telling
from mi_crm.volunteering.actions.getting import get, name_of
from mi_crm.volunteering.entries import AwayEntry, FreeSpan
from mi_crm.volunteering.records.volunteers import Availability, AvailabilityException, Volunteer

_DAY = 1440


def set_week(session: Session, volunteer_id: UUID, spans: Sequence[FreeSpan], *, version: int) -> None:
    """Say when in the week a volunteer is usually free; spans of a day that touch are kept as one."""
    row = get(session, Volunteer, volunteer_id, version)
    wanted = set(joined(spans))
    with telling(session, "volunteer.week_changed") as act:
        query = select(Availability).where(Availability.volunteer_id == volunteer_id)
        there = {FreeSpan(one.weekday, one.from_minute, one.to_minute): one for one in session.scalars(query)}
        for span in there.keys() - wanted:
            session.delete(there[span])
        for span in sorted(wanted - there.keys()):
            session.add(
                Availability(
                    volunteer_id=volunteer_id,
                    weekday=span.weekday,
                    from_minute=span.from_minute,
                    to_minute=span.to_minute,
                )
            )
        if there.keys() != wanted:
            flag_modified(row, "since")
        act.about(row, ("constituent", row.constituent_id), name=name_of(session, row))


def joined(spans: Sequence[FreeSpan]) -> list[FreeSpan]:
    """Return spans in order, those of a day that touch as one. Raises Problem for one that is none."""
    found: list[FreeSpan] = []
    for span in sorted(spans):
        if not 0 <= span.weekday <= 6 or not 0 <= span.from_minute < span.to_minute <= _DAY:
            raise Problem("A free time begins before it ends, on one day.")
        last = found[-1] if found else None
        if last and last.weekday == span.weekday and span.from_minute <= last.to_minute:
            found[-1] = FreeSpan(last.weekday, last.from_minute, max(last.to_minute, span.to_minute))
        else:
            found.append(span)
    return found


def add_away(session: Session, volunteer_id: UUID, what: AwayEntry) -> UUID:
    """Note days on which a volunteer is away, or free although usually not, and return the note's id."""
    volunteer = get(session, Volunteer, volunteer_id)
    with telling(session, "away.added") as act:
        row = AvailabilityException(volunteer_id=volunteer_id, **_cleaned(what))
        session.add(row)
        session.flush()
        _about(session, act, volunteer, row)
    return row.id


def save_away(session: Session, away_id: UUID, what: AwayEntry) -> None:
    """Change days on which a volunteer is away."""
    row = get(session, AvailabilityException, away_id)
    with telling(session, "away.changed") as act:
        for name, value in _cleaned(what).items():
            setattr(row, name, value)
        _about(session, act, get(session, Volunteer, row.volunteer_id), row)


def remove_away(session: Session, away_id: UUID) -> None:
    """Forget days on which a volunteer would have been away."""
    row = get(session, AvailabilityException, away_id)
    with telling(session, "away.removed") as act:
        _about(session, act, get(session, Volunteer, row.volunteer_id), row)
        session.delete(row)


def _about(session: Session, act: Telling, volunteer: Volunteer, row: AvailabilityException) -> None:
    act.about(
        volunteer,
        ("constituent", volunteer.constituent_id),
        name=name_of(session, volunteer),
        first_day=row.first_day,
        last_day=row.last_day,
    )


def _cleaned(what: AwayEntry) -> dict[str, object]:
    if what.last_day < what.first_day:
        raise Problem("The last day is before the first. Check the dates.")
    if not 0 <= what.from_minute < what.to_minute <= _DAY:
        raise Problem("The time begins before it ends. Check the times.")
    found = {field.name: getattr(what, field.name) for field in fields(AwayEntry)}
    return found | {"reason": clean_line(what.reason, what="The reason")}
