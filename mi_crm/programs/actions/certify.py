"""Certificates: numbered without a gap, their words frozen, never taken back but made void."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.organization.records import Organization
from mi_crm.people.records import Constituent
from mi_crm.programs.actions.finding import found
from mi_crm.programs.certificate import CertificateSheet, HeldSession
from mi_crm.programs.details import CertificateKind, EnrollmentState, Presence, TrainingState
from mi_crm.programs.records import (
    Attendance,
    Certificate,
    Enrollment,
    Program,
    Site,
    Training,
    TrainingSession,
)
from mi_crm.programs.rules import certificate_number, license_words
from mi_crm.shared.changes import as_json
from mi_crm.shared.problems import NotFound, Problem
from mi_crm.shared.text import clean_line
from mi_crm.shared.wall_clock import clock_time, local
from mi_crm.store.audit import record
from mi_crm.store.numbers import take_numbers

_THERE = (Presence.PRESENT, Presence.PARTLY)


@dataclass(frozen=True, slots=True)
class Issued:
    """Certificates that were issued in one run."""

    ids: tuple[UUID, ...]
    first: str
    last: str


def issue_certificates(
    session: Session,
    training_id: UUID,
    enrollment_ids: Collection[UUID] | None = None,
    *,
    today: date,
    who: str,
) -> Issued:
    """Issue the certificates of a finished training that are not issued yet, in the order of the names.

    Who completed it gets one of completion; one of attendance, for a part, only who is named in
    `enrollment_ids`. Raises Problem when there is nobody to issue one to.
    """
    training = found(session, Training, training_id)
    if training.state is not TrainingState.HELD:
        raise Problem("Certificates are issued once the training is finished.")
    rows = _without(session, training, enrollment_ids)
    if not rows:
        raise Problem("Everybody who completed {title} has a certificate.", title=training.title)
    organization = session.scalars(select(Organization)).first()
    program = session.get_one(Program, training.program_id)
    said = _Said(training, program.name, organization, _held(session, training), _marks(session, training))
    serial = take_numbers(session, f"certificate {today.year}", len(rows))
    ids = []
    for place, (enrollment, person) in enumerate(rows):
        number = certificate_number(today.year, serial + place)
        sheet = said.sheet(number, enrollment, person, today)
        row = Certificate(
            number=number,
            year=today.year,
            serial=serial + place,
            enrollment_id=enrollment.id,
            kind=sheet.kind,
            issued_on=today,
            issued_by=who,
            sheet=as_json(sheet),
        )
        session.add(row)
        session.flush()
        ids.append(row.id)
    first, last = (certificate_number(today.year, one) for one in (serial, serial + len(rows) - 1))
    facts = {"training": training.title, "first": first, "last": last, "count": len(rows)}
    people = [person for _, person in rows]
    record(session, "certificates.issued", training, *people, facts=facts)
    return Issued(tuple(ids), first, last)


def void_certificate(session: Session, number: str, *, reason: str, now: datetime) -> None:
    """Make a certificate void, with the reason; its number stays taken, and another may be issued."""
    row = session.scalars(select(Certificate).where(Certificate.number == number)).one_or_none()
    if row is None:
        raise NotFound("There is no certificate {number}.", number=number)
    if row.voided_at is not None:
        raise Problem("Certificate {number} is void already.", number=number)
    reason = clean_line(reason, what="The reason", limit=300)
    if not reason:
        raise Problem("Say why it is void.")
    row.voided_at, row.void_reason = now, reason
    enrollment = session.get_one(Enrollment, row.enrollment_id)
    training = session.get_one(Training, enrollment.training_id)
    person = session.get_one(Constituent, enrollment.constituent_id)
    facts = {"number": number, "name": person.name, "training": training.title, "reason": reason}
    record(session, "certificate.voided", training, row, person, facts=facts)


def _without(
    session: Session, training: Training, chosen: Collection[UUID] | None
) -> list[tuple[Enrollment, Constituent]]:
    """Return who has no certificate that stands, in the order of the names."""
    standing = select(Certificate.enrollment_id).where(Certificate.voided_at.is_(None))
    query = (
        select(Enrollment, Constituent)
        .join(Constituent, Constituent.id == Enrollment.constituent_id)
        .where(Enrollment.training_id == training.id, Enrollment.id.not_in(standing))
        .order_by(Constituent.sort_name, Constituent.number)
    )
    if chosen is None:
        query = query.where(Enrollment.state == EnrollmentState.COMPLETED)
    else:
        attended = select(Attendance.enrollment_id).where(Attendance.presence.in_(_THERE))
        query = query.where(Enrollment.id.in_(chosen), Enrollment.id.in_(attended))
    return [(enrollment, person) for enrollment, person in session.execute(query)]


def _held(session: Session, training: Training) -> list[tuple[UUID, HeldSession]]:
    sites = {site.id: site.name for site in session.scalars(select(Site))}
    rows = session.scalars(
        select(TrainingSession)
        .where(TrainingSession.training_id == training.id)
        .order_by(TrainingSession.starts_at)
    )
    found = []
    for row in rows:
        begins, ends = (local(moment, row.zone) for moment in (row.starts_at, row.ends_at))
        site_id = row.site_id or training.site_id
        held = HeldSession(
            begins.date(),
            clock_time(begins.time()),
            clock_time(ends.time()),
            sites.get(site_id, "") if site_id else "",
        )
        found.append((row.id, held))
    return found


def _marks(session: Session, training: Training) -> dict[UUID, dict[UUID, int]]:
    """Return by enrollment and session how long somebody was there."""
    rows = session.execute(
        select(Attendance.enrollment_id, Attendance.session_id, Attendance.minutes)
        .join(TrainingSession, TrainingSession.id == Attendance.session_id)
        .where(TrainingSession.training_id == training.id, Attendance.presence.in_(_THERE))
    )
    found: dict[UUID, dict[UUID, int]] = {}
    for enrollment_id, session_id, minutes in rows:
        found.setdefault(enrollment_id, {})[session_id] = minutes
    return found


@dataclass(frozen=True, slots=True)
class _Said:
    """What the certificates of one training have in common."""

    training: Training
    program: str
    organization: Organization | None
    held: list[tuple[UUID, HeldSession]]
    marks: dict[UUID, dict[UUID, int]]

    def sheet(
        self, number: str, enrollment: Enrollment, person: Constituent, today: date
    ) -> CertificateSheet:
        """Return what the certificate of one practitioner says."""
        completed = enrollment.state is EnrollmentState.COMPLETED
        there = self.marks.get(enrollment.id, {})
        return CertificateSheet(
            number=number,
            kind=CertificateKind.COMPLETION if completed else CertificateKind.ATTENDANCE,
            issued_on=today,
            name=person.name,
            license=license_words(
                enrollment.license_kind, enrollment.license_state, enrollment.license_number
            ),
            training=self.training.title,
            program=self.program,
            sessions=tuple(session for key, session in self.held if key in there),
            credit_minutes=self.training.credit_minutes if completed else 0,
            minutes=sum(there.values()),
            organization=self.organization.legal_name if self.organization else "",
            signatory=self.organization.signatory if self.organization else "",
            signatory_title=self.organization.signatory_title if self.organization else "",
        )
