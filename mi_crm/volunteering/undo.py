"""How each act of this room is taken back: row by row, as it was before."""

from sqlalchemy.orm import Session

from mi_crm.shared.occasion import Occasion
from mi_crm.store.audit import Told, Undo
from mi_crm.store.rows import take_back

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
)


def _back(session: Session, told: Told, when: Occasion) -> None:
    take_back(session, told)


UNDO: Undo = dict.fromkeys(_ACTS, _back)
