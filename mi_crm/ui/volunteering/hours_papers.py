"""Papers about the hours of one volunteer: the letter and the certificate, made off the window's thread."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mi_crm.documents import certificate, receipt
from mi_crm.documents.certificate import Certificate, Issuer
from mi_crm.receipts.queries.hours_letter import HoursPaper, hours_paper
from mi_crm.shared.dates import long_date
from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.paper import print_pdf
from mi_crm.ui.shared.tasks import Answer


class HoursPapers(QObject):
    """Asks for the hours, makes the paper, then asks for a printer."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        """Print nothing yet."""
        super().__init__(over)
        self._desk, self._over = desk, over
        self.send: Callable[[QWidget, bytes], bool] = print_pdf

    def letter(self, volunteer_id: UUID, year: int | None) -> None:
        """Print the letter about the approved hours of a year, or of all."""
        self._ask(volunteer_id, year).then(self._make_letter).otherwise(self._refused)

    def certificate(self, volunteer_id: UUID, year: int | None) -> None:
        """Print a certificate of the approved hours of a year, or of all."""
        self._ask(volunteer_id, year).then(self._make_certificate).otherwise(self._refused)

    def _ask(self, volunteer_id: UUID, year: int | None) -> Answer[HoursPaper]:
        return self._desk.ask(hours_paper, volunteer_id, year=year, today=self._desk.today())

    def _make_letter(self, found: HoursPaper) -> None:
        self._desk.work(receipt.render, found.sheet, found.pictures).then(self._print).otherwise(
            self._refused
        )

    def _make_certificate(self, found: HoursPaper) -> None:
        answer = self._desk.work(certificate.render, [certificate_of(found)], issuer_of(found))
        answer.then(self._print).otherwise(self._refused)

    def _print(self, pdf: bytes) -> None:
        self.send(self._over, pdf)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            self._desk.tell(error)
        else:
            self._desk.tasks.unhandled.emit(error)


def certificate_of(found: HoursPaper) -> Certificate:
    """Return what the certificate of these hours says."""
    return Certificate(
        title="Certificate of Volunteer Service",
        name=found.name,
        under_name="",
        what="gave",
        subject=f"{found.hours} hours of service",
        details=(f"{long_date(found.first)} to {long_date(found.last)}",),
        issued_on=found.sheet.issued_on,
    )


def issuer_of(found: HoursPaper) -> Issuer:
    """Return who certifies."""
    office = found.charity
    address = ", ".join(filter(None, (*office.street.splitlines(), office.city_line)))
    return Issuer(
        organization=office.legal_name,
        lines=(address, f"EIN {office.ein}"),
        signatory=office.signatory,
        signatory_title=office.signatory_title,
        logo=found.pictures.get(office.logo or ""),
        signature=found.pictures.get(office.signature or ""),
    )
