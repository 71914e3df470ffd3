"""Bring in volunteers and what they did before, as one comes from another program: many at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from mi_crm.shared.problems import Problem
from mi_crm.shared.wall_clock import span_of
from mi_crm.store.audit import record
from mi_crm.store.base import EVEN, Base, new_id
from mi_crm.store.numbers import take_numbers
from mi_crm.volunteering.actions.availability import joined
from mi_crm.volunteering.actions.shifts import checked
from mi_crm.volunteering.actions.volunteers import cleaned
from mi_crm.volunteering.details import (
    AskAnswer,
    AskChannel,
    AssignmentState,
    HoursCategory,
    HoursState,
    Liking,
    SkillLevel,
    VolunteerStatus,
)
from mi_crm.volunteering.entries import AwayEntry, CredentialEntry, FreeSpan, ShiftEntry, VolunteerEntry
from mi_crm.volunteering.records.shifts import Ask, Assignment, Hours, Need, Shift
from mi_crm.volunteering.records.volunteers import (
    Availability,
    AvailabilityException,
    Credential,
    Volunteer,
    VolunteerRole,
    VolunteerSkill,
)

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVolunteer:
    """A volunteer among many, with all that is known."""

    constituent_id: UUID
    what: VolunteerEntry
    status: VolunteerStatus = VolunteerStatus.ACTIVE
    skills: tuple[tuple[UUID, SkillLevel], ...] = ()
    likes: tuple[tuple[UUID, Liking], ...] = ()
    week: tuple[FreeSpan, ...] = ()
    away: tuple[AwayEntry, ...] = ()
    credentials: tuple[CredentialEntry, ...] = ()
    """Verified by who brings them in, on the day they were issued."""


def bring_volunteers(session: Session, whats: Sequence[NewVolunteer], *, who: str) -> list[UUID]:
    """Let many persons help, in this order, and return their ids."""
    ids = [new_id() for _ in whats]
    pairs = list(zip(ids, whats, strict=True))
    _insert(
        session,
        Volunteer,
        (
            {"id": key, "constituent_id": one.constituent_id, "status": one.status, **cleaned(one.what)}
            for key, one in pairs
        ),
    )
    _insert(
        session,
        VolunteerSkill,
        (
            {"volunteer_id": key, "skill_id": skill, "level": level}
            for key, one in pairs
            for skill, level in one.skills
        ),
    )
    _insert(
        session,
        VolunteerRole,
        (
            {"volunteer_id": key, "role_id": role, "liking": liking}
            for key, one in pairs
            for role, liking in one.likes
        ),
    )
    _insert(session, Availability, (
        {"volunteer_id": key, "weekday": span.weekday, "from_minute": span.from_minute,
         "to_minute": span.to_minute}
        for key, one in pairs for span in joined(one.week)
    ))  # fmt: skip
    _insert(session, AvailabilityException, (
        {"volunteer_id": key, "first_day": away.first_day, "last_day": away.last_day,
         "from_minute": away.from_minute, "to_minute": away.to_minute, "free": away.free,
         "reason": away.reason}
        for key, one in pairs for away in one.away
    ))  # fmt: skip
    _insert(session, Credential, (
        {"volunteer_id": key, "credential_type_id": paper.type_id, "number": paper.number,
         "issued_on": paper.issued_on, "expires_on": paper.expires_on, "document": paper.document,
         "verified_on": paper.issued_on, "verified_by": who if paper.issued_on else ""}
        for key, one in pairs for paper in one.credentials
    ))  # fmt: skip
    if ids:
        record(session, "volunteers.made", facts={"count": len(ids)})
    return ids


@dataclass(frozen=True, slots=True)
class PastHelper:
    """A helper on a shift of the past."""

    volunteer_id: UUID
    minutes: int | None
    """What they gave; None when they did not come."""
    place: int = 0
    """Which of the shift's needs they filled."""


@dataclass(frozen=True, slots=True)
class PastShift:
    """A shift of the past with those who helped."""

    what: ShiftEntry
    helpers: tuple[PastHelper, ...]


def bring_past_shifts(
    session: Session, whats: Sequence[PastShift], *, asked_before: timedelta, now: datetime, who: str
) -> int:
    """Keep shifts that are over, who helped and for how long, approved; nobody is judged for what happened.

    Everybody was asked so long before, and had said yes. Returns how many hours were kept.
    """
    rows: dict[type[Base], list[dict[str, Any]]] = {
        kind: [] for kind in (Shift, Need, Assignment, Ask, Hours)
    }
    if not whats:
        return 0
    first = take_numbers(session, "shift", len(whats))
    for place, one in enumerate(whats):
        _past(rows, checked(session, one.what), one.helpers, first + place, asked_before, now, who)
    for kind, values in rows.items():
        _insert(session, kind, iter(values))
    record(session, "shifts.kept", facts={"count": len(whats), "first": first})
    return len(rows[Hours])


def _past(
    rows: dict[type[Base], list[dict[str, Any]]],
    what: ShiftEntry,
    helpers: Sequence[PastHelper],
    number: int,
    asked_before: timedelta,
    now: datetime,
    who: str,
) -> None:
    starts, ends = span_of(what.day, what.begins, what.ends, what.zone)
    if ends > now:
        raise Problem("{shift} is not over yet.", shift=what.title)
    shift = {"id": new_id(), "number": number, "starts_at": starts, "ends_at": ends} | {
        name: getattr(what, name)
        for name in ("title", "zone", "program_id", "training_id", "session_id", "site_id", "room", "notes")
    }
    needs = [
        {
            "id": new_id(),
            "shift_id": shift["id"],
            "role_id": need.role_id,
            "position": place,
            "least": need.least,
            "best": need.best,
        }
        for place, need in enumerate(what.needs)
    ]
    rows[Shift].append(shift)
    rows[Need] += needs
    for helper in helpers:
        need = needs[helper.place]
        came = helper.minutes is not None
        state = AssignmentState.ATTENDED if came else AssignmentState.NO_SHOW
        assignment = {
            "id": new_id(),
            "need_id": need["id"],
            "shift_id": shift["id"],
            "volunteer_id": helper.volunteer_id,
            "state": state,
            "state_at": ends,
        }
        rows[Assignment].append(assignment)
        rows[Ask].append(
            {
                "assignment_id": assignment["id"],
                "volunteer_id": helper.volunteer_id,
                "asked_at": starts - asked_before,
                "asked_by": who,
                "channel": AskChannel.PHONE,
                "answer": AskAnswer.YES,
                "answered_at": starts - asked_before,
            }
        )
        if came:
            rows[Hours].append(
                {
                    "volunteer_id": helper.volunteer_id,
                    "day": what.day,
                    "minutes": helper.minutes,
                    "category": HoursCategory.SHIFT,
                    "assignment_id": assignment["id"],
                    "role_id": need["role_id"],
                    "program_id": what.program_id,
                    "training_id": what.training_id,
                    "site_id": what.site_id,
                    "state": HoursState.APPROVED,
                    "entered_at": ends,
                    "entered_by": who,
                    "decided_at": ends,
                    "decided_by": who,
                }
            )


def _insert(session: Session, kind: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    values = list(rows)
    for start in range(0, len(values), _AT_ONCE):
        session.execute(insert(kind), values[start : start + _AT_ONCE], execution_options=EVEN)
