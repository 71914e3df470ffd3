"""All helpers of the open file, read once: what an act changed since is read again by its trace."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.store.audit import AuditEvent, AuditSubject, head, may_write
from mi_crm.volunteering.details import VolunteerStatus
from mi_crm.volunteering.queries.helpers import helpers_of
from mi_crm.volunteering.records.volunteers import Volunteer
from mi_crm.volunteering.rules.facts import Helper

_MANY: Final = ("volunteers.made", "shifts.kept")
"""Acts on so many helpers that their traces do not name them."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """The helpers as of an act and a day: how often somebody was asked lately depends on it."""

    sequence: int
    day: date
    helpers: Mapping[UUID, Helper]


_KEPT: Final[WeakKeyDictionary[Any, _Kept]] = WeakKeyDictionary()
"""By the engine of the open file."""
_LOCK: Final = threading.Lock()


def all_helpers(session: Session, *, now: datetime) -> Mapping[UUID, Helper]:
    """Return all volunteers who are not archived as planning sees them, by name.

    Within an act they are always read: what it does may yet be taken back.
    """
    if may_write(session):
        return helpers_of(session, None, now=now)
    newest, engine = head(session).sequence, session.get_bind()
    with _LOCK:
        kept = _KEPT.get(engine)
    if kept is None or kept.day != now.date() or kept.sequence > newest:
        kept = _Kept(newest, now.date(), helpers_of(session, None, now=now))
    elif kept.sequence < newest:
        kept = _Kept(newest, kept.day, _brought_up(session, kept, now))
    with _LOCK:
        if (other := _KEPT.get(engine)) is None or other.sequence <= kept.sequence:
            _KEPT[engine] = kept
    return kept.helpers


def _brought_up(session: Session, kept: _Kept, now: datetime) -> Mapping[UUID, Helper]:
    later = AuditEvent.sequence > kept.sequence
    if session.scalar(select(AuditEvent.sequence).where(later, AuditEvent.what.in_(_MANY)).limit(1)):
        return helpers_of(session, None, now=now)
    about = select(AuditSubject.record_id).where(AuditSubject.sequence > kept.sequence)
    touched = set(
        session.scalars(
            select(Volunteer.id).where(
                Volunteer.id.in_(about.where(AuditSubject.kind == "volunteer"))
                | Volunteer.constituent_id.in_(about.where(AuditSubject.kind == "constituent"))
            )
        )
    )
    gone = set(session.scalars(about.where(AuditSubject.kind == "volunteer"))) - touched
    if not touched and not gone:
        return kept.helpers
    again = helpers_of(session, touched, now=now)
    if any(
        key not in kept.helpers or one.name != kept.helpers[key].name
        for key, one in again.items()
        if one.status is not VolunteerStatus.ARCHIVED
    ):
        return helpers_of(session, None, now=now)
    return {
        key: again.get(key, one)
        for key, one in kept.helpers.items()
        if key not in gone and (key not in again or again[key].status is not VolunteerStatus.ARCHIVED)
    }
