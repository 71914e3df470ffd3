"""What waits for the volunteer coordinator: holes, answers that are due, papers that run out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.people.records import Constituent
from mi_crm.volunteering.details import TAKES_A_PLACE, AssignmentState
from mi_crm.volunteering.queries.facts import commitments_of, slots_of
from mi_crm.volunteering.queries.helpers import helpers_of
from mi_crm.volunteering.queries.week import ShiftRow, hole_count, holes, shift_row
from mi_crm.volunteering.records.shifts import Assignment, Need, Shift
from mi_crm.volunteering.records.volunteers import Volunteer
from mi_crm.volunteering.rules.credentials import Standing, judge

AHEAD: Final = timedelta(days=7)
"""Holes of so many days wait today."""
ANSWER_WITHIN: Final = timedelta(days=2)
"""Whoever was asked longer ago is asked again."""
PAPERS_AHEAD: Final = timedelta(days=30)
_NOT_GOOD: Final = (Standing.EXPIRED, Standing.NOT_YET, Standing.MISSING)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Somebody who was asked and has not answered."""

    name: str
    shift_id: UUID
    shift: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class PaperMissing:
    """A paper that is not good, or not on file, for a shift that was promised."""

    helper: str
    paper: str
    expires_on: date | None
    shift_id: UUID
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class VolunteersWaiting:
    """What waits, each with its first case."""

    holes: int
    next_hole: ShiftRow | None
    answers: int
    oldest: Unanswered | None
    lapsing: int
    next_lapse: PaperMissing | None
    lapse_shift: ShiftRow | None


def volunteers_waiting(session: Session, now: datetime) -> VolunteersWaiting:
    """Return what waits for the coordinator at this moment."""
    due = (
        Assignment.state == AssignmentState.ASKED,
        Assignment.state_at <= now - ANSWER_WITHIN,
        Shift.starts_at > now,
        Shift.canceled_at.is_(None),
    )
    answers = session.scalar(
        select(func.count()).select_from(Assignment).join(Shift, Shift.id == Assignment.shift_id).where(*due)
    )
    oldest = session.execute(
        select(Constituent.name, Shift.id, Shift.title, Assignment.state_at)
        .join(Volunteer, Volunteer.id == Assignment.volunteer_id)
        .join(Constituent, Constituent.id == Volunteer.constituent_id)
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(*due)
        .order_by(Assignment.state_at, Shift.starts_at)
        .limit(1)
    ).first()
    found = papers_missing(session, now)
    return VolunteersWaiting(
        hole_count(session, now, now + AHEAD),
        next(iter(holes(session, now, now + AHEAD, limit=1)), None),
        answers or 0,
        Unanswered(*oldest) if oldest else None,
        len(found),
        found[0] if found else None,
        shift_row(session, found[0].shift_id) if found else None,
    )


def papers_missing(session: Session, now: datetime) -> list[PaperMissing]:
    """Return the papers that are not good on a shift somebody promised, each with its first such shift."""
    promised = commitments_of(session, now, now + PAPERS_AHEAD)
    slots = slots_of(session, Need.id.in_({one.slot_id for held in promised.values() for one in held}))
    asking = {key: slot for key, slot in slots.items() if any(kind.required for kind in slot.credentials)}
    concerned = {key for key, held in promised.items() if any(one.slot_id in asking for one in held)}
    if not concerned:
        return []
    helpers = helpers_of(session, concerned, now=now)
    found: dict[tuple[UUID, UUID], PaperMissing] = {}
    for key in concerned & helpers.keys():
        for one in promised[key]:
            if one.slot_id not in asking or one.state not in TAKES_A_PLACE:
                continue
            slot, helper = asking[one.slot_id], helpers[key]
            for kind in slot.credentials:
                judged = judge(
                    helper.credentials.get(kind.id, ()), kind, slot.span.first_day, slot.span.last_day
                )
                if kind.required and judged.standing in _NOT_GOOD:
                    expires = judged.held.expires_on if judged.held else None
                    gap = PaperMissing(helper.name, kind.name, expires, slot.shift_id, slot.span.starts_at)
                    found.setdefault((key, kind.id), gap)
    return sorted(found.values(), key=lambda gap: (gap.starts_at, gap.helper))
