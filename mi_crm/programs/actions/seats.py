"""Who has a seat: a freed one goes to whoever waits longest, and the act that freed it says so."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.people.records import Constituent
from mi_crm.programs.details import EnrollmentState
from mi_crm.programs.records import Enrollment, Training
from mi_crm.programs.rules import has_seat
from mi_crm.shared.problems import Problem

SEATED = (EnrollmentState.REGISTERED, EnrollmentState.COMPLETED)
"""States that take a seat."""


def taken(session: Session, training: Training) -> int:
    """Return how many seats are taken."""
    session.flush()
    query = select(func.count()).where(Enrollment.training_id == training.id, Enrollment.state.in_(SEATED))
    return session.scalar(query) or 0


def give_free_seats(session: Session, training: Training) -> list[str]:
    """Give every free seat to who waits longest, and return their names in that order."""
    used, names = taken(session, training), []
    waiting = (
        select(Enrollment, Constituent.name)
        .join(Constituent, Constituent.id == Enrollment.constituent_id)
        .where(Enrollment.training_id == training.id, Enrollment.state == EnrollmentState.WAITING)
        .order_by(Enrollment.enrolled_at, Enrollment.id)
    )
    if not has_seat(training.seats, used):
        return []
    for enrollment, name in session.execute(waiting).all():
        if not has_seat(training.seats, used):
            break
        enrollment.state = EnrollmentState.REGISTERED
        used += 1
        names.append(name)
    session.flush()
    return names


def check_seats(session: Session, training: Training) -> None:
    """Raise Problem when more practitioners have a seat than there are."""
    used = taken(session, training)
    if training.seats is not None and used > training.seats:
        raise Problem(
            "{used} practitioners have a seat in {training}, and there would be {seats}."
            " Cancel some of them first, or leave more seats.",
            used=used,
            training=training.title,
            seats=training.seats,
        )
