"""What the rules look at, gathered from the file in few statements: slots, helpers, promises."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from mi_crm.people.records import Address, Constituent
from mi_crm.programs.records import Site
from mi_crm.shared.wall_clock import day_bounds, local
from mi_crm.volunteering.details import (
    TAKES_A_PLACE,
    AssignmentState,
    ConflictKind,
    HoursState,
    Liking,
    SkillLevel,
    VolunteerStatus,
    Weight,
)
from mi_crm.volunteering.records.shifts import Ask, Assignment, Hours, Need, NeedSkill, Shift
from mi_crm.volunteering.records.volunteers import (
    Availability,
    AvailabilityException,
    Credential,
    CredentialType,
    Role,
    RoleCredential,
    RolePolicy,
    RoleSkill,
    SiteRequirement,
    Skill,
    Volunteer,
    VolunteerRole,
    VolunteerSkill,
)
from mi_crm.volunteering.rules.conflicts import conflicts
from mi_crm.volunteering.rules.facts import (
    Commitment,
    CredentialNeed,
    Dated,
    Held,
    Helper,
    Place,
    SkillNeed,
    Slot,
    Span,
)
from mi_crm.volunteering.rules.fitness import LEVELS
from mi_crm.volunteering.rules.weights import Conflict

_AROUND = timedelta(days=21)
"""How far around a shift promises count: its week, the days in a row, and the rest before and after."""

LATELY = timedelta(days=90)
"""How far back somebody was asked lately."""

_MANY = 400
"""From so many helpers on, those of all the file are read instead of one by one."""

_Query: TypeAlias = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the rules look at for some shifts."""

    slots: Mapping[UUID, Slot]
    """By need, in order of time."""
    helpers: Mapping[UUID, Helper]
    """By volunteer."""
    commitments: Mapping[UUID, Sequence[Commitment]] = field(default_factory=dict)
    """By volunteer: their assignments around these shifts, in any state."""

    def conflicts(self, need_id: UUID, volunteer_id: UUID, *, again: bool = False) -> tuple[Conflict, ...]:
        """Return what stands between a helper and a place.

        With `again` it is judged as if they were not on it: to confirm, to put somebody back, or to look at
        what is planned already.
        """
        slot, promised = self.slots[need_id], self.commitments.get(volunteer_id, ())
        if again:
            own = [one for one in promised if one.slot_id == need_id]
            promised = [one for one in promised if one.slot_id != need_id]
            if any(one.state in TAKES_A_PLACE for one in own):
                slot = replace(slot, taken=slot.taken - 1)
        return conflicts(slot, self.helpers[volunteer_id], promised)


def facts_of_needs(session: Session, need_ids: Collection[UUID], *, now: datetime) -> Facts:
    """Return the facts to fill some places with any volunteer of the file."""
    return _around(session, slots_of(session, Need.id.in_(need_ids)), None, now)


def facts_of_shift(session: Session, shift_id: UUID, *, now: datetime) -> Facts:
    """Return the facts to fill a shift with any volunteer of the file."""
    return _around(session, slots_of(session, Need.shift_id == shift_id), None, now)


def facts_of_days(session: Session, first: date, last: date, zone: str, *, now: datetime) -> Facts:
    """Return the facts of the shifts that begin on some days and are not called off."""
    begin, end = day_bounds(first, last, zone)
    which = (Shift.starts_at >= begin) & (Shift.starts_at < end) & Shift.canceled_at.is_(None)
    return _around(session, slots_of(session, which), None, now)


def facts_of_training(session: Session, training_id: UUID, *, now: datetime) -> Facts:
    """Return the facts of the shifts of a training that are not called off."""
    which = (Shift.training_id == training_id) & Shift.canceled_at.is_(None)
    return _around(session, slots_of(session, which), None, now)


def facts_for(
    session: Session, need_ids: Collection[UUID], volunteer_ids: Collection[UUID], *, now: datetime
) -> Facts:
    """Return the facts of some places and some helpers only."""
    return _around(session, slots_of(session, Need.id.in_(need_ids)), volunteer_ids, now)


def _around(
    session: Session, slots: Mapping[UUID, Slot], volunteer_ids: Collection[UUID] | None, now: datetime
) -> Facts:
    helpers = helpers_of(session, volunteer_ids, now=now)
    if not slots:
        return Facts(slots, helpers)
    first = min(slot.span.starts_at for slot in slots.values()) - _AROUND
    last = max(slot.span.ends_at for slot in slots.values()) + _AROUND
    return Facts(slots, helpers, commitments_of(session, first, last, volunteer_ids))


def slots_of(session: Session, which: ColumnElement[bool]) -> dict[UUID, Slot]:
    """Return the places of needs and shifts for which this holds, by need and in order of time."""
    count = (
        select(func.count())
        .where(Assignment.need_id == Need.id, Assignment.state.in_(TAKES_A_PLACE))
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Need.id, Need.shift_id, Shift.title, Shift.starts_at, Shift.ends_at, Shift.zone, Need.role_id,
            Role.name, Need.best, Need.least, count.label("taken"), Shift.site_id,
        )
        .join(Shift, Shift.id == Need.shift_id)
        .join(Role, Role.id == Need.role_id)
        .where(which)
        .order_by(Shift.starts_at, Shift.number, Need.position)
    ).all()  # fmt: skip
    places = _places(session, {row.site_id for row in rows if row.site_id})
    skills = _skill_needs(session, [row.id for row in rows], {row.role_id for row in rows})
    credentials = _credential_needs(session, {row.role_id for row in rows}, places)
    policies = _policies(session, {row.role_id for row in rows})
    spans: dict[UUID, Span] = {}
    found = {}
    for row in rows:
        if row.shift_id not in spans:
            spans[row.shift_id] = Span(row.starts_at, row.ends_at, row.zone)
        found[row.id] = Slot(
            id=row.id,
            shift_id=row.shift_id,
            title=row.title,
            span=spans[row.shift_id],
            role_id=row.role_id,
            role=row.name,
            best=row.best,
            least=row.least,
            taken=row.taken,
            place=places.get(row.site_id),
            skills=_strictest(skills[row.role_id] + skills[row.id]),
            credentials=_each_once(credentials[row.role_id] + credentials[row.site_id]),
            policy=policies[row.role_id],
        )
    return found


def _places(session: Session, ids: Collection[UUID]) -> dict[UUID, Place]:
    columns = (Site.id, Site.name, Site.travel_minutes, Site.online, Site.zip)
    rows = session.execute(_among(select(*columns), Site.id, ids))
    return {row.id: Place(row.id, row.name, row.travel_minutes, row.online, row.zip) for row in rows}


def _skill_needs(
    session: Session, need_ids: Collection[UUID], role_ids: Collection[UUID]
) -> defaultdict[UUID, list[SkillNeed]]:
    found: defaultdict[UUID, list[SkillNeed]] = defaultdict(list)
    for kind, owner, ids in (
        (RoleSkill, RoleSkill.role_id, role_ids),
        (NeedSkill, NeedSkill.need_id, need_ids),
    ):
        rows = session.execute(
            _among(
                select(owner.label("owner"), Skill.id, Skill.name, Skill.kind, kind.level, kind.required)
                .join(Skill, Skill.id == kind.skill_id)
                .order_by(Skill.name),
                owner,
                ids,
            )
        )
        for row in rows:
            found[row.owner].append(SkillNeed(row.id, row.name, row.kind, row.level, row.required))
    return found


def _strictest(needs: Iterable[SkillNeed]) -> tuple[SkillNeed, ...]:
    """Return each skill once: what is required before what is wished, and the higher level."""
    found: dict[UUID, SkillNeed] = {}
    for need in needs:
        other = found.get(need.id)
        if other is None or (need.required, LEVELS[need.level]) > (other.required, LEVELS[other.level]):
            found[need.id] = need
    return tuple(found.values())


def _credential_needs(
    session: Session, role_ids: Collection[UUID], site_ids: Collection[UUID]
) -> defaultdict[UUID | None, list[CredentialNeed]]:
    found: defaultdict[UUID | None, list[CredentialNeed]] = defaultdict(list)
    for kind, owner, ids in (
        (RoleCredential, RoleCredential.role_id, role_ids),
        (SiteRequirement, SiteRequirement.site_id, site_ids),
    ):
        rows = session.execute(
            _among(
                select(
                    owner.label("owner"), CredentialType.id, CredentialType.name, CredentialType.soon_days,
                    CredentialType.grace_days, kind.required,
                )
                .join(CredentialType, CredentialType.id == kind.credential_type_id)
                .order_by(CredentialType.name),
                owner,
                ids,
            )
        )  # fmt: skip
        for row in rows:
            found[row.owner].append(
                CredentialNeed(row.id, row.name, row.soon_days, row.grace_days, row.required)
            )
    return found


def _each_once(needs: Iterable[CredentialNeed]) -> tuple[CredentialNeed, ...]:
    found: dict[UUID, CredentialNeed] = {}
    for need in needs:
        if need.id not in found or need.required:
            found[need.id] = need
    return tuple(found.values())


def _policies(
    session: Session, role_ids: Collection[UUID]
) -> defaultdict[UUID, Mapping[ConflictKind, Weight]]:
    found: defaultdict[UUID, dict[ConflictKind, Weight]] = defaultdict(dict)
    columns = (RolePolicy.role_id, RolePolicy.kind, RolePolicy.weight)
    for row in session.execute(_among(select(*columns), RolePolicy.role_id, role_ids)):
        found[row.role_id][row.kind] = row.weight
    return found  # type: ignore[return-value] # a mapping of dicts is one of mappings


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
    rows = session.execute(_among(query, Volunteer.id, some)).all()
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
    for key, role, zone, count, last in session.execute(_among(attended, Assignment.volunteer_id, some)):
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
            for key, last, lately in session.execute(_among(asked, Ask.volunteer_id, some))
        },
        {key: total or 0 for key, total in session.execute(_among(minutes, Hours.volunteer_id, some))},
    )


def commitments_of(
    session: Session, first: datetime, last: datetime, volunteer_ids: Collection[UUID] | None = None
) -> dict[UUID, tuple[Commitment, ...]]:
    """Return by volunteer what they were asked for between two moments, in any state, in order of time.

    A shift that is called off holds nobody.
    """
    rows = session.execute(
        _among(
            select(
                Assignment.volunteer_id, Assignment.need_id, Assignment.shift_id, Assignment.state,
                Shift.title, Shift.starts_at, Shift.ends_at, Shift.zone, Shift.site_id,
            )
            .join(Shift, Shift.id == Assignment.shift_id)
            .where(Shift.starts_at < last, Shift.ends_at > first, Shift.canceled_at.is_(None))
            .order_by(Shift.starts_at),
            Assignment.volunteer_id,
            volunteer_ids,
        )
    ).all()  # fmt: skip
    places = _places(session, {row.site_id for row in rows if row.site_id})
    spans: dict[UUID, Span] = {}
    found: defaultdict[UUID, list[Commitment]] = defaultdict(list)
    for row in rows:
        if row.shift_id not in spans:
            spans[row.shift_id] = Span(row.starts_at, row.ends_at, row.zone)
        found[row.volunteer_id].append(
            Commitment(
                row.need_id, row.shift_id, row.title, spans[row.shift_id], row.state, places.get(row.site_id)
            )
        )
    return {key: tuple(value) for key, value in found.items()}


def _all(
    session: Session, some: Collection[UUID] | None, kind: type[Any], *names: str, order: str = ""
) -> Iterable[tuple[Any, ...]]:
    """Return columns of what belongs to volunteers, theirs first."""
    query = select(kind.volunteer_id, *(getattr(kind, name) for name in names))
    if order:
        query = query.order_by(getattr(kind, order))
    return session.execute(_among(query, kind.volunteer_id, some))


def _among(query: _Query, column: Any, ids: Collection[UUID] | None) -> _Query:  # noqa: ANN401 # any column
    """Return the query for these keys only; for very many it asks for all, and whoever reads picks."""
    return query if ids is None or len(ids) > _MANY else query.where(column.in_(ids))
