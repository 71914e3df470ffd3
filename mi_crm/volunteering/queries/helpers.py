"""Volunteers as planning sees them: what they can do, when they are free, what they did so far."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from mi_crm.people.records import Address, Constituent
from mi_crm.shared.wall_clock import local
from mi_crm.volunteering.details import AssignmentState, HoursState, Liking, SkillLevel, VolunteerStatus
from mi_crm.volunteering.records.shifts import Ask, Assignment, Hours, Need, Shift
from mi_crm.volunteering.records.volunteers import (
    Availability,
    AvailabilityException,
    Credential,
    Volunteer,
    VolunteerRole,
    VolunteerSkill,
)
from mi_crm.volunteering.rules.facts import Dated, Held, Helper

LATELY = timedelta(days=90)
"""How far back somebody was asked lately."""

_MANY = 400
"""From so many helpers on, those of all the file are read instead of one by one."""

_Query: TypeAlias = Select[*tuple[Any, ...]]


def helpers_of(
    session: Session, volunteer_ids: Collection[UUID] | None, *, now: datetime
) -> dict[UUID, Helper]:
    """Return volunteers as planning sees them, by name; None for all who are not archived."""
    some = volunteer_ids
    zip_code = (
        select(Address.zip)
        .where(Address.constituent_id == Constituent.id, Address.position == 0)
        .scalar_subquery()
    )
    query = (
        select(
            Volunteer.id, Constituent.name, Volunteer.status, Volunteer.back_on, Volunteer.left_on,
            Volunteer.week_minutes, Volunteer.days_in_row, Volunteer.rest_minutes, Volunteer.travel_minutes,
            zip_code.label("zip"),
        )
        .join(Constituent, Constituent.id == Volunteer.constituent_id)
        .order_by(Constituent.sort_name, Volunteer.id)
    )  # fmt: skip
    if some is None:
        query = query.where(Volunteer.status != VolunteerStatus.ARCHIVED)
    rows = session.execute(among(query, Volunteer.id, some)).all()
    skills: defaultdict[UUID, dict[UUID, SkillLevel]] = defaultdict(dict)
    for key, skill, level in _all(session, some, VolunteerSkill, "skill_id", "level"):
        skills[key][skill] = level
    credentials: defaultdict[UUID, defaultdict[UUID, tuple[Held, ...]]] = defaultdict(
        lambda: defaultdict(tuple)
    )
    for key, kind, issued, expires, verified in _all(
        session, some, Credential, "credential_type_id", "issued_on", "expires_on", "verified_on"
    ):
        credentials[key][kind] += (Held(issued, expires, verified is not None),)
    usual: defaultdict[UUID, defaultdict[int, tuple[tuple[int, int], ...]]] = defaultdict(
        lambda: defaultdict(tuple)
    )
    for key, weekday, start, end in _all(
        session, some, Availability, "weekday", "from_minute", "to_minute", order="from_minute"
    ):
        usual[key][weekday] += ((start, end),)
    dated: defaultdict[UUID, tuple[Dated, ...]] = defaultdict(tuple)
    for key, *values in _all(
        session, some, AvailabilityException, "first_day", "last_day", "from_minute", "to_minute", "free",
        order="first_day",
    ):  # fmt: skip
        dated[key] += (Dated(*values),)
    likes: defaultdict[UUID, set[UUID]] = defaultdict(set)
    avoids: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for key, role, liking in _all(session, some, VolunteerRole, "role_id", "liking"):
        (likes if liking is Liking.LIKES else avoids)[key].add(role)
    past = _past(session, some, now)
    return {
        row.id: Helper(
            id=row.id,
            name=row.name,
            status=row.status,
            back_on=row.back_on,
            left_on=row.left_on,
            skills=skills.get(row.id, {}),
            credentials=credentials.get(row.id, {}),
            usual=usual.get(row.id, {}),
            dated=dated.get(row.id, ()),
            week_minutes=row.week_minutes,
            days_in_row=row.days_in_row,
            rest_minutes=row.rest_minutes,
            travel_minutes=row.travel_minutes,
            likes=frozenset(likes.get(row.id, ())),
            avoids=frozenset(avoids.get(row.id, ())),
            zip=row.zip or "",
            **past.of(row.id),
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class _Past:
    """What helpers did so far, by volunteer."""

    done: Mapping[UUID, Mapping[UUID, int]]
    helped: Mapping[UUID, date]
    asked: Mapping[UUID, tuple[date, int]]
    minutes: Mapping[UUID, int]

    def of(self, key: UUID) -> dict[str, Any]:
        """Return the facts of one helper."""
        last, lately = self.asked.get(key, (None, 0))
        return {
            "times_done": self.done.get(key, {}),
            "last_helped": self.helped.get(key),
            "last_asked": last,
            "asked_lately": lately,
            "year_minutes": self.minutes.get(key, 0),
        }


def _past(session: Session, some: Collection[UUID] | None, now: datetime) -> _Past:
    done: defaultdict[UUID, dict[UUID, int]] = defaultdict(dict)
    helped: dict[UUID, date] = {}
    attended = (
        select(Assignment.volunteer_id, Need.role_id, Shift.zone, func.count(), func.max(Shift.starts_at))
        .join(Need, Need.id == Assignment.need_id)
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(Assignment.state == AssignmentState.ATTENDED)
        .group_by(Assignment.volunteer_id, Need.role_id, Shift.zone)
    )
    for key, role, zone, count, last in session.execute(among(attended, Assignment.volunteer_id, some)):
        done[key][role] = done[key].get(role, 0) + count
        helped[key] = max(helped.get(key, date.min), local(last, zone).date())
    asked = (
        select(
            Ask.volunteer_id,
            func.max(Ask.asked_at),
            func.sum(case((Ask.asked_at > now - LATELY, 1), else_=0)),
        )
        .where(Ask.asked_at <= now)
        .group_by(Ask.volunteer_id)
    )
    minutes = (
        select(Hours.volunteer_id, func.sum(Hours.minutes))
        .where(Hours.day >= date(now.year, 1, 1), Hours.state != HoursState.DECLINED)
        .group_by(Hours.volunteer_id)
    )
    return _Past(
        done,
        helped,
        {
            key: (last.date(), lately)
            for key, last, lately in session.execute(among(asked, Ask.volunteer_id, some))
        },
        {key: total or 0 for key, total in session.execute(among(minutes, Hours.volunteer_id, some))},
    )


def _all(
    session: Session, some: Collection[UUID] | None, kind: type[Any], *names: str, order: str = ""
) -> Iterable[tuple[Any, ...]]:
    """Return columns of what belongs to volunteers, theirs first."""
    query = select(kind.volunteer_id, *(getattr(kind, name) for name in names))
    if order:
        query = query.order_by(getattr(kind, order))
    return session.execute(among(query, kind.volunteer_id, some))


def among(query: _Query, column: Any, ids: Collection[UUID] | None) -> _Query:  # noqa: ANN401 # any column
    """Return the query for these keys only; for very many it asks for all, and whoever reads picks."""
    return query if ids is None or len(ids) > _MANY else query.where(column.in_(ids))
