"""The papers of a training: the sheet practitioners sign, and their certificates."""

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mi_crm.documents import attendance_sheet, certificate
from mi_crm.documents.attendance_sheet import AttendanceSheet, Attendee
from mi_crm.organization.queries import organization, pictures
from mi_crm.programs.actions.seats import SEATED
from mi_crm.programs.certificate import CertificateSheet
from mi_crm.programs.details import CertificateKind
from mi_crm.programs.queries.roster import certificates_of
from mi_crm.programs.queries.trainings import SessionRow
from mi_crm.programs.rules import license_words
from mi_crm.shared.dates import long_date
from mi_crm.shared.wall_clock import clock_time, local
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.paper import print_pdf
from mi_crm.volunteering.queries.training import TrainingPage

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class TrainingPapers(QObject):
    """Makes papers off the window's thread, then asks for a printer. `made` brings each PDF."""

    made = Signal(bytes)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Print nothing yet."""
        super().__init__(parent)
        self._desk, self._over, self._name = desk, parent, ""
        self._page: TrainingPage | None = None
        self._session: SessionRow | None = None

    def print_sheet(self, page: TrainingPage, session: SessionRow) -> None:
        """Print the sheet that practitioners sign at a session."""
        self._page, self._session, self._name = page, session, self.tr("Attendance sheet")
        self._desk.ask(_around).then(self._make_sheet)

    def _make_sheet(self, found: tuple[str, bytes | None]) -> None:
        if self._page is not None and self._session is not None:
            sheet = sheet_of(self._page, self._session, *found)
            self._desk.work(attendance_sheet.render, sheet).then(self._print)

    def print_certificates(self, training_id: UUID, enrollments: Collection[UUID] | None = None) -> None:
        """Print the certificates of a training that stand, or those of some practitioners."""
        self._name = self.tr("Certificates")
        self._desk.ask(_certificates, training_id, enrollments).then(self._make_certificates)

    def _make_certificates(
        self, found: tuple[list[certificate.Certificate], certificate.Issuer] | None
    ) -> None:
        if found is not None and found[0]:
            self._desk.work(certificate.render, *found).then(self._print)
        else:
            self._desk.tell(self.tr("There is no certificate to print yet."))

    def _print(self, pdf: bytes) -> None:
        self.made.emit(pdf)
        print_pdf(self._over, pdf, name=self._name)


def _around(session: "Session") -> tuple[str, bytes | None]:
    """Return what stands around a paper: whose it is, and the logo."""
    found = organization(session)
    if found is None:
        return "", None
    logo = found.details.legal_name, found.logo
    return logo[0], pictures(session, [logo[1]]).get(logo[1]) if logo[1] else None


def sheet_of(page: TrainingPage, session: SessionRow, charity: str, logo: bytes | None) -> AttendanceSheet:
    """Return what the sheet of one session says: who has a seat, by name."""
    begins, ends = (local(moment, session.zone) for moment in (session.starts_at, session.ends_at))
    where = (
        session.title,
        ", ".join(part for part in (session.site, session.room) if part),
        f"{clock_time(begins.time())} to {clock_time(ends.time())}",
    )
    return AttendanceSheet(
        organization=charity,
        day=long_date(begins.date()),
        title=page.details.row.title,
        where=tuple(part for part in where if part),
        attendees=tuple(
            Attendee(
                one.name,
                license_words(one.entry.license_kind, one.entry.license_state, one.entry.license_number),
            )
            for one in page.practitioners
            if one.state in SEATED
        ),
        logo=logo,
    )


def _certificates(
    session: "Session", training_id: UUID, enrollments: Collection[UUID] | None
) -> tuple[list[certificate.Certificate], certificate.Issuer] | None:
    found = organization(session)
    if found is None:
        return None
    rows = certificates_of(session, training_id, enrollment_ids=enrollments)
    names = [name for name in (found.logo, found.signature) if name]
    shown = pictures(session, names)
    details = found.details
    place = ", ".join(
        part for part in (details.street, details.city, f"{details.state} {details.zip}".strip()) if part
    )
    issuer = certificate.Issuer(
        organization=details.legal_name,
        lines=tuple(line for line in (place, f"EIN {details.ein}" if details.ein else "") if line),
        signatory=details.signatory,
        signatory_title=details.signatory_title,
        logo=shown.get(found.logo) if found.logo else None,
        signature=shown.get(found.signature) if found.signature else None,
    )
    return [certificate_of(row.sheet) for row in rows if not row.void_reason], issuer


def certificate_of(sheet: CertificateSheet) -> certificate.Certificate:
    """Return the paper of what a certificate says, the same words for ever."""
    completed = sheet.kind is CertificateKind.COMPLETION
    days = [f"{long_date(one.day)}, {one.begins} to {one.ends}" for one in sheet.sessions]
    shown = days if len(days) < 4 else [f"{days[0]} and {len(days) - 1} more sessions"]
    hours = f"{sheet.credit_minutes / 60:g}"
    credit = f"{hours} hours of continuing education" if sheet.credit_minutes else ""
    there = "" if completed else f"present for {sheet.minutes / 60:.4g} hours"
    places = " and ".join(dict.fromkeys(one.place for one in sheet.sessions if one.place))
    return certificate.Certificate(
        title="Certificate of Completion" if completed else "Certificate of Attendance",
        name=sheet.name,
        under_name=sheet.license,
        what="has completed the training" if completed else "attended a part of the training",
        subject=sheet.training,
        details=tuple(line for line in (*shown, places, credit or there) if line),
        number=sheet.number,
        issued_on=long_date(sheet.issued_on),
    )
