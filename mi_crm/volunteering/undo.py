"""How each act of this room is taken back: row by row, and nobody is put back where they cannot be."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.shared.occasion import Occasion
from mi_crm.store.audit import Told, Undo
from mi_crm.store.rows import rows_in, take_back
from mi_crm.volunteering.actions.getting import named
from mi_crm.volunteering.actions.placing import Refused, judged
from mi_crm.volunteering.details import TAKES_A_PLACE, Weight
from mi_crm.volunteering.records.shifts import Assignment, Shift

_ACTS = (
    "volunteer.made",
    "volunteer.changed",
    "volunteer.skills_changed",
    "volunteer.likes_changed",
    "volunteer.week_changed",
    "volunteer.status_changed",
    "away.added",
    "away.changed",
    "away.removed",
    "credential.added",
    "credential.changed",
    "credential.verified",
    "credential.removed",
    "skill.added",
    "skill.changed",
    "skill.closed",
    "skill.reopened",
    "credential_type.added",
    "credential_type.changed",
    "credential_type.closed",
    "credential_type.reopened",
    "role.added",
    "role.changed",
    "role.closed",
    "role.reopened",
    "site.requirements_changed",
    "shift.planned",
    "shift.changed",
    "shift.moved",
    "shift.canceled",
    "helper.asked",
    "helper.waits",
    "helper.confirmed",
    "helper.declined",
    "helper.released",
    "helper.swapped",
    "helper.noted",
    "helper.attended",
    "helper.missed",
    "helper.excused",
    "ask.noted",
    "helper.answered",
    "schedule.filled",
    "shifts.planned",
    "shifts.changed",
    "shifts.canceled",
    "template.added",
    "template.changed",
    "template.closed",
    "template.reopened",
    "template.removed",
    "sheet.made",
    "hours.entered",
    "hours.changed",
    "hours.removed",
    "hours.approved",
    "hours.declined",
    "weeks.imported",
    "hours.imported",
    "helpers.imported",
)


def _back(session: Session, told: Told, when: Occasion) -> None:
    held = _on_shifts(session, told)
    take_back(session, told)
    for row in _on_shifts(session, told).values():
        if row.id not in held and not row.override_reason:
            _check(session, row, when)


def _on_shifts(session: Session, told: Told) -> dict[UUID, Assignment]:
    """Return the assignments of an act by which somebody is counted on now."""
    keys = rows_in(told, Assignment.__tablename__)
    rows = session.scalars(
        select(Assignment).where(Assignment.id.in_(keys), Assignment.state.in_(TAKES_A_PLACE))
    )
    return {row.id: row for row in rows}


def _check(session: Session, row: Assignment, when: Occasion) -> None:
    """Refuse to put somebody back where something stands in the way by now."""
    shift = session.get_one(Shift, row.shift_id)
    if shift.starts_at <= when.now:
        return
    found = judged(session, row.need_id, row.volunteer_id, now=when.now, again=True)
    if blocks := [one for one in found if one.weight is Weight.BLOCK]:
        raise Refused(named(session, row.volunteer_id), shift.title, blocks)


UNDO: Undo = dict.fromkeys(_ACTS, _back)
