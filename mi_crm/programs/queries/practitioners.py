"""The practitioners of a training, with what is noted of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.people.records import Constituent, Email, Phone
from mi_crm.programs.actions.enroll import entry_of_enrollment
from mi_crm.programs.details import EnrollmentState, Presence, WorksIn
from mi_crm.programs.entries import PractitionerEntry
from mi_crm.programs.records import Attendance, Certificate, Enrollment, TrainingSession
from mi_crm.programs.rules import titled


@dataclass(frozen=True, slots=True)
class VoidCertificate:
    """A certificate that was made void, and why."""

    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class PractitionerRow:
    """A practitioner in a training."""

    id: UUID
    """Of the enrollment."""
    version: int
    constituent_id: UUID
    number: int
    name: str
    sort_name: str
    entry: PractitionerEntry
    state: EnrollmentState
    enrolled_at: datetime
    email: str
    phone: str
    attendance: Mapping[UUID, tuple[Presence, int]]
    """By session: whether they were there, and for how many minutes."""
    certificate: str
    """The number of the one that stands."""
    voided: tuple[VoidCertificate, ...]
    """Those that were made void, the newest last."""

    @property
    def title(self) -> str:
        """The name with the license behind it: Marisol Vega, LCSW."""
        return titled(self.name, self.entry.license_kind)


def practitioners_of(session: Session, training_id: UUID, *, canceled: bool = False) -> list[PractitionerRow]:
    """Return the practitioners of a training by name, those who wait last in the order they came.

    With `canceled`, also those who gave up their seat, at the end.
    """
    query = (
        select(Enrollment, Constituent, Email.address, Phone.number, Certificate.number)
        .join(Constituent, Constituent.id == Enrollment.constituent_id)
        .outerjoin(Email, (Email.constituent_id == Constituent.id) & (Email.position == 0))
        .outerjoin(Phone, (Phone.constituent_id == Constituent.id) & (Phone.position == 0))
        .outerjoin(
            Certificate, (Certificate.enrollment_id == Enrollment.id) & Certificate.voided_at.is_(None)
        )
        .where(Enrollment.training_id == training_id)
    )
    if not canceled:
        query = query.where(Enrollment.state != EnrollmentState.CANCELED)
    marks, voided = _marks(session, training_id), _voided(session, training_id)
    found = [
        PractitionerRow(
            row.id,
            row.version,
            person.id,
            person.number,
            person.name,
            person.sort_name,
            entry_of_enrollment(row),
            row.state,
            row.enrolled_at,
            email or "",
            phone or "",
            marks.get(row.id, {}),
            certificate or "",
            tuple(voided.get(row.id, ())),
        )
        for row, person, email, phone, certificate in session.execute(query)
    ]
    return sorted(found, key=_place)


def _place(row: PractitionerRow) -> tuple[int, str, int]:
    if row.state is EnrollmentState.WAITING:
        return 1, f"{row.enrolled_at.timestamp():020.6f}", row.number
    return (2 if row.state is EnrollmentState.CANCELED else 0), row.sort_name, row.number


def _marks(session: Session, training_id: UUID) -> dict[UUID, dict[UUID, tuple[Presence, int]]]:
    rows = session.execute(
        select(Attendance)
        .join(TrainingSession, TrainingSession.id == Attendance.session_id)
        .where(TrainingSession.training_id == training_id)
    ).scalars()
    found: dict[UUID, dict[UUID, tuple[Presence, int]]] = {}
    for row in rows:
        found.setdefault(row.enrollment_id, {})[row.session_id] = (row.presence, row.minutes)
    return found


def _voided(session: Session, training_id: UUID) -> dict[UUID, list[VoidCertificate]]:
    rows = session.execute(
        select(Certificate.enrollment_id, Certificate.number, Certificate.void_reason)
        .join(Enrollment, Enrollment.id == Certificate.enrollment_id)
        .where(Enrollment.training_id == training_id, Certificate.voided_at.is_not(None))
        .order_by(Certificate.year, Certificate.serial)
    )
    found: dict[UUID, list[VoidCertificate]] = {}
    for enrollment_id, number, reason in rows:
        found.setdefault(enrollment_id, []).append(VoidCertificate(number, reason))
    return found


def populations(rows: Sequence[PractitionerRow]) -> dict[WorksIn, int]:
    """Return how many of them serve whom, the most first."""
    counts: dict[WorksIn, int] = {}
    for row in rows:
        counts[row.entry.works_in] = counts.get(row.entry.works_in, 0) + 1
    return dict(sorted(counts.items(), key=lambda one: -one[1]))
