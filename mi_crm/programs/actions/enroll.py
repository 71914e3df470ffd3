"""Practitioners: enrolled or on the waiting list, changed, canceled; a freed seat goes to who waits."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.people.details import ConstituentKind, Standing
from mi_crm.people.records import Constituent
from mi_crm.programs.actions.finding import found
from mi_crm.programs.actions.seats import give_free_seats, taken
from mi_crm.programs.details import EnrollmentState, TrainingState
from mi_crm.programs.entries import PractitionerEntry
from mi_crm.programs.records import Certificate, Enrollment, Training
from mi_crm.programs.rules import checked_practitioner, has_seat
from mi_crm.shared.changes import changed
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.store.pointers import pointing_at
from mi_crm.store.rows import Telling, telling

_COLUMNS = tuple(field.name for field in fields(PractitionerEntry))


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Somebody who was enrolled."""

    id: UUID
    name: str
    waiting: bool
    """All seats were taken: they are on the waiting list."""


def enroll(
    session: Session, training_id: UUID, constituent_id: UUID, entry: PractitionerEntry, *, now: datetime
) -> Enrolled:
    """Enroll a person in a training, on the waiting list when its seats are taken."""
    return enroll_many(session, training_id, [(constituent_id, entry)], now=now)[0]


def enroll_many(
    session: Session,
    training_id: UUID,
    practitioners: Sequence[tuple[UUID, PractitionerEntry]],
    *,
    now: datetime,
) -> list[Enrolled]:
    """Enroll persons in this order as one act. Raises Problem, and enrolls nobody, if one cannot be."""
    training = _open(session, training_id)
    done: list[Enrolled] = []
    with telling(session, "practitioner.enrolled") as act:
        used = taken(session, training)
        act.about(training)
        for constituent_id, entry in practitioners:
            seated = has_seat(training.seats, used)
            done.append(_enroll(session, training, constituent_id, entry, now, act, seated=seated))
            used += seated
        act.about(training=training.title, count=len(done), waiting=sum(one.waiting for one in done))
        if len(done) == 1:
            act.about(name=done[0].name)
        else:
            act.what = "practitioners.enrolled"
    return done


def _enroll(
    session: Session,
    training: Training,
    constituent_id: UUID,
    entry: PractitionerEntry,
    now: datetime,
    act: Telling,
    *,
    seated: bool,
) -> Enrolled:
    person = _person(session, constituent_id)
    mine = select(Enrollment).where(
        Enrollment.training_id == training.id, Enrollment.constituent_id == constituent_id
    )
    row = session.scalars(mine).one_or_none()
    if row is not None and row.state is not EnrollmentState.CANCELED:
        raise Problem("{name} is enrolled in {training} already.", name=person.name, training=training.title)
    if row is None:
        row = Enrollment(training_id=training.id, constituent_id=constituent_id)
        session.add(row)
    _fill(row, checked_practitioner(entry))
    row.state = EnrollmentState.REGISTERED if seated else EnrollmentState.WAITING
    row.enrolled_at = now
    session.flush()
    act.about(row, person)
    return Enrolled(row.id, person.name, not seated)


def save_enrollment(session: Session, enrollment_id: UUID, entry: PractitionerEntry, *, version: int) -> None:
    """Change what is kept of a practitioner in a training. What a certificate says stays as it was issued."""
    row = found(session, Enrollment, enrollment_id, version)
    entry, before = checked_practitioner(entry), entry_of_enrollment(row)
    with telling(session, "enrollment.changed") as act:
        _fill(row, entry)
        _tell(session, act, row)
        act.changes = changed(before, entry)


def cancel_enrollment(session: Session, enrollment_id: UUID, *, version: int) -> tuple[str, ...]:
    """Give up a seat or a place on the waiting list, and return the names of who got the seat."""
    row = found(session, Enrollment, enrollment_id, version)
    training = found(session, Training, row.training_id)
    person = session.get_one(Constituent, row.constituent_id)
    if row.state is EnrollmentState.CANCELED:
        raise Problem("{name} is not enrolled any more.", name=person.name)
    if row.state is EnrollmentState.COMPLETED:
        raise Problem(
            "{name} completed {training}, and this stays.", name=person.name, training=training.title
        )
    check_uncertified(session, row, person.name)
    with telling(session, "enrollment.canceled") as act:
        row.state = EnrollmentState.CANCELED
        seated = give_free_seats(session, training) if training.state is TrainingState.PLANNED else []
        _tell(session, act, row)
        act.about(seated=seated)
    return tuple(seated)


def remove_enrollment(session: Session, enrollment_id: UUID) -> None:
    """Take out somebody who was enrolled by mistake and whom nothing was noted of since."""
    row = found(session, Enrollment, enrollment_id)
    training = found(session, Training, row.training_id)
    if pointing_at(session, "enrollment", row.id):
        raise Problem("Attendance is noted by now. Cancel the enrollment instead.")
    with telling(session, "enrollment.removed") as act:
        _tell(session, act, row)
        session.delete(row)
        session.flush()
        act.about(seated=give_free_seats(session, training))


def check_uncertified(session: Session, row: Enrollment, name: str) -> None:
    """Raise Problem when a certificate stands that says what would no longer be so."""
    standing = select(Certificate.number).where(
        Certificate.enrollment_id == row.id, Certificate.voided_at.is_(None)
    )
    if number := session.scalar(standing):
        raise Problem("{name} has certificate {number}. Make it void first.", name=name, number=number)


def entry_of_enrollment(row: Enrollment) -> PractitionerEntry:
    """Return what is kept of a practitioner, as it was typed."""
    return PractitionerEntry(**{name: getattr(row, name) for name in _COLUMNS})


def entry_before(session: Session, constituent_id: UUID) -> PractitionerEntry | None:
    """Return what was kept of somebody at the training before, to be offered again, or None."""
    newest = (
        select(Enrollment)
        .where(Enrollment.constituent_id == constituent_id)
        .order_by(Enrollment.enrolled_at.desc())
        .limit(1)
    )
    row = session.scalars(newest).one_or_none()
    return None if row is None else replace(entry_of_enrollment(row), note="")


def _fill(row: Enrollment, entry: PractitionerEntry) -> None:
    for name in _COLUMNS:
        setattr(row, name, getattr(entry, name))


def _tell(session: Session, act: Telling, row: Enrollment) -> None:
    person = session.get_one(Constituent, row.constituent_id)
    training = session.get_one(Training, row.training_id)
    act.about(training, row, person, name=person.name, training=training.title)


def _open(session: Session, training_id: UUID) -> Training:
    training = found(session, Training, training_id)
    if training.state is TrainingState.CANCELED:
        raise Problem("{title} is canceled. Plan it again first.", title=training.title)
    if training.state is TrainingState.HELD:
        raise Problem("{title} is finished. Open it again first.", title=training.title)
    return training


def _person(session: Session, constituent_id: UUID) -> Constituent:
    person = session.get(Constituent, constituent_id)
    if person is None:
        raise NotFound("This person is no longer in the list. Choose the person again.")
    if person.kind is not ConstituentKind.PERSON:
        raise Problem("{name} is no person. Enroll each practitioner by name.", name=person.name)
    if person.standing is Standing.ARCHIVED:
        raise Problem("{name} is archived. Bring them back in People first.", name=person.name)
    return person
