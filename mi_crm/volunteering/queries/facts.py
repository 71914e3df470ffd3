"""What the rules look at, gathered from the file in few statements: slots, helpers, promises."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from mi_crm.programs.records import Site
from mi_crm.shared.wall_clock import day_bounds
from mi_crm.volunteering.details import (
    TAKES_A_PLACE,
    ConflictKind,
    Weight,
)
from mi_crm.volunteering.queries.helpers import among, helpers_of
from mi_crm.volunteering.queries.remembered import all_helpers
from mi_crm.volunteering.records.shifts import Assignment, Need, NeedSkill, Shift
from mi_crm.volunteering.records.volunteers import (
    CredentialType,
    Role,
    RoleCredential,
    RolePolicy,
    RoleSkill,
    SiteRequirement,
    Skill,
)
from mi_crm.volunteering.rules.conflicts import conflicts
from mi_crm.volunteering.rules.facts import (
    Commitment,
    CredentialNeed,
    Helper,
    Place,
    SkillNeed,
    Slot,
    Span,
    promised,
)
from mi_crm.volunteering.rules.fitness import LEVELS
from mi_crm.volunteering.rules.weights import Conflict

_AROUND = timedelta(days=21)
"""How far around a shift promises count: its week, the days in a row, and the rest before and after."""


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
        slot, others = self.slots[need_id], self.commitments.get(volunteer_id, ())
        if again:
            own = [one for one in others if one.slot_id == need_id]
            others = [one for one in others if one.slot_id != need_id]
            if any(one.state in TAKES_A_PLACE for one in own):
                slot = replace(slot, taken=slot.taken - 1)
        return conflicts(slot, self.helpers[volunteer_id], others)

    def with_placed(self, need_id: UUID, volunteer_id: UUID) -> "Facts":
        """Return the facts once a helper was asked for a place: the next of a plan is judged by them."""
        slot = self.slots[need_id]
        others = [one for one in self.commitments.get(volunteer_id, ()) if one.slot_id != need_id]
        return Facts(
            {**self.slots, need_id: replace(slot, taken=slot.taken + 1)},
            self.helpers,
            {**self.commitments, volunteer_id: (*others, promised(slot))},
        )


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
    helpers = (
        all_helpers(session, now=now)
        if volunteer_ids is None
        else helpers_of(session, volunteer_ids, now=now)
    )
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
    found = {}
    for row in rows:
        found[row.id] = Slot(
            id=row.id,
            shift_id=row.shift_id,
            title=row.title,
            span=_span(row.starts_at, row.ends_at, row.zone),
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
    rows = session.execute(among(select(*columns), Site.id, ids))
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
            among(
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
            among(
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
    for row in session.execute(among(select(*columns), RolePolicy.role_id, role_ids)):
        found[row.role_id][row.kind] = row.weight
    return found  # type: ignore[return-value] # a mapping of dicts is one of mappings


def commitments_of(
    session: Session, first: datetime, last: datetime, volunteer_ids: Collection[UUID] | None = None
) -> dict[UUID, tuple[Commitment, ...]]:
    """Return by volunteer what they were asked for between two moments, in any state, in order of time.

    A shift that is called off holds nobody.
    """
    rows = session.execute(
        among(
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
    found: defaultdict[UUID, list[Commitment]] = defaultdict(list)
    for row in rows:
        found[row.volunteer_id].append(
            Commitment(
                row.need_id,
                row.shift_id,
                row.title,
                _span(row.starts_at, row.ends_at, row.zone),
                row.state,
                places.get(row.site_id),
            )
        )
    return {key: tuple(value) for key, value in found.items()}


@lru_cache(maxsize=8192)
def _span(starts_at: datetime, ends_at: datetime, zone: str) -> Span:
    """Return when a shift is; the same shifts are asked for at each step on the schedule."""
    return Span(starts_at, ends_at, zone)
