"""The roster that a provider of continuing education keeps, and certificates as they were issued."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from mi_crm.people.records import Constituent, Email, Phone
from mi_crm.programs.certificate import CertificateSheet
from mi_crm.programs.details import EnrollmentState
from mi_crm.programs.records import Attendance, Certificate, Enrollment, Program, Site, Training
from mi_crm.shared.changes import convert, from_json

ROSTER = (
    "training_number", "training", "program", "first_day", "last_day", "site", "credit_hours", "number",
    "name", "license_kind", "license_number", "license_state", "email", "phone", "works_in", "workplace",
    "patients", "state", "minutes_present", "certificate", "certificate_issued_on",
)  # fmt: skip
"""The headings of the roster, in this order."""


def roster_query(*, training_id: UUID | None = None, year: int | None = None) -> Select[*tuple[object, ...]]:
    """Return the question for the roster of a training, of a year or of all, in the order it is kept.

    A training belongs to the year of its last day. Credit is in minutes, where `ROSTER` says hours.
    """
    minutes = (
        select(func.coalesce(func.sum(Attendance.minutes), 0))
        .where(Attendance.enrollment_id == Enrollment.id)
        .scalar_subquery()
    )
    query = (
        select(
            Training.number, Training.title, Program.name, Training.first_day, Training.last_day, Site.name,
            Training.credit_minutes, Constituent.number, Constituent.name, Enrollment.license_kind,
            Enrollment.license_number, Enrollment.license_state, Email.address, Phone.number,
            Enrollment.works_in, Enrollment.workplace, Enrollment.patients, Enrollment.state, minutes,
            Certificate.number, Certificate.issued_on,
        )
        .join(Training, Training.id == Enrollment.training_id)
        .join(Program, Program.id == Training.program_id)
        .join(Constituent, Constituent.id == Enrollment.constituent_id)
        .outerjoin(Site, Site.id == Training.site_id)
        .outerjoin(Email, (Email.constituent_id == Constituent.id) & (Email.position == 0))
        .outerjoin(Phone, (Phone.constituent_id == Constituent.id) & (Phone.position == 0))
        .outerjoin(
            Certificate, (Certificate.enrollment_id == Enrollment.id) & Certificate.voided_at.is_(None)
        )
        .order_by(Training.first_day, Training.number, Constituent.sort_name, Constituent.number)
    )  # fmt: skip
    if training_id is not None:
        query = query.where(Training.id == training_id)
    if year is not None:
        query = query.where(Training.last_day.between(date(year, 1, 1), date(year, 12, 31)))
    return query


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate that was issued."""

    id: UUID
    number: str
    sheet: CertificateSheet
    void_reason: str
    """Empty while it stands."""


def certificates_of(
    session: Session, training_id: UUID, *, enrollment_ids: Collection[UUID] | None = None
) -> list[CertificateRow]:
    """Return the certificates of a training, or of some who were in it, in the order of their numbers."""
    query = (
        select(Certificate)
        .join(Enrollment, Enrollment.id == Certificate.enrollment_id)
        .where(Enrollment.training_id == training_id)
        .order_by(Certificate.year, Certificate.serial)
    )
    if enrollment_ids is not None:
        query = query.where(Certificate.enrollment_id.in_(enrollment_ids))
    return [
        CertificateRow(row.id, row.number, convert(from_json(row.sheet), CertificateSheet), row.void_reason)
        for row in session.scalars(query)
    ]


def certificates_due(session: Session, training_id: UUID) -> int:
    """Return how many completed a training and have no certificate that stands."""
    standing = select(Certificate.enrollment_id).where(Certificate.voided_at.is_(None))
    due = select(func.count()).where(
        Enrollment.training_id == training_id,
        Enrollment.state == EnrollmentState.COMPLETED,
        Enrollment.id.not_in(standing),
    )
    return session.scalar(due) or 0
