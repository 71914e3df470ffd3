"""How each act of this room is taken back: row by row, as long as the seats are still there.

Certificates are not taken back: a number that was given is made void.
"""

from sqlalchemy.orm import Session

from mi_crm.programs.actions.seats import check_seats
from mi_crm.programs.records import Training
from mi_crm.shared.occasion import Occasion
from mi_crm.store.audit import Told, Undo
from mi_crm.store.rows import take_back


def _back(session: Session, told: Told, when: Occasion) -> None:
    take_back(session, told)
    for kind, key in told.subjects:
        training = session.get(Training, key) if kind == Training.__tablename__ else None
        if training is not None:
            check_seats(session, training)


UNDO: Undo = dict.fromkeys(
    (
        "program.added",
        "program.changed",
        "program.closed",
        "program.reopened",
        "program.deleted",
        "site.added",
        "site.changed",
        "site.closed",
        "site.reopened",
        "site.deleted",
        "training.planned",
        "training.changed",
        "training.canceled",
        "training.planned_again",
        "training.deleted",
        "training.held",
        "training.reopened",
        "practitioner.enrolled",
        "practitioners.enrolled",
        "enrollment.changed",
        "enrollment.canceled",
        "enrollment.removed",
        "attendance.marked",
        "attendances.marked",
    ),
    _back,
)
