"""What can be done with a training from its page: cancel, finish, certify, print, give away, delete."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mi_crm.exchange.export_practitioners import export_practitioners
from mi_crm.programs.actions.attend import Mark, finish_training, mark_attendance, reopen_training
from mi_crm.programs.actions.certify import Issued, issue_certificates, void_certificate
from mi_crm.programs.actions.trainings import Canceled, cancel_training, delete_training, plan_again
from mi_crm.programs.queries.practitioners import PractitionerRow
from mi_crm.programs.queries.trainings import SessionRow
from mi_crm.programs.rules import training_number
from mi_crm.shared.problems import Problem
from mi_crm.ui.programs.papers import TrainingPapers
from mi_crm.ui.shared.desk import Desk
from mi_crm.volunteering.queries.training import TrainingPage


class TrainingActs(QObject):
    """Acts on the training in `page`, each told when the store answers."""

    deleted = Signal()
    finished = Signal()

    def __init__(self, desk: Desk, over: QWidget) -> None:
        """Act on nothing yet; questions stand over a widget."""
        super().__init__(over)
        self.desk, self._over = desk, over
        self.page: TrainingPage | None = None
        self.papers = TrainingPapers(desk, over)

    def _tell(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            self.desk.tell(error)
        else:
            self.desk.tasks.unhandled.emit(error)

    def cancel_training(self) -> None:
        """Cancel the training, with the reason; say what it leaves."""
        if self.page is None:
            return
        details = self.page.details
        reason = self.desk.questions.ask_reason(
            self._over,
            self.tr("Cancel this training?"),
            self.tr("Its practitioners and shifts stay as they are, to be told. Undo brings it back."),
            [
                self.tr("Too few practitioners"),
                self.tr("The teacher is ill"),
                self.tr("The place fell through"),
            ],
            self.tr("Cancel training"),
        )
        if reason is not None:
            done = self.desk.do(cancel_training, details.row.id, reason=reason, version=details.version)
            done.then(self._canceled).otherwise(self._tell)

    def _canceled(self, left: Canceled) -> None:
        practitioners, shifts = left.practitioners, left.shifts
        words = self.tr("Canceled; {practitioners} practitioners and {shifts} shifts are still to be told")
        self.desk.done(words.format(practitioners=practitioners, shifts=shifts))

    def plan_again(self) -> None:
        """Let a canceled training be held after all."""
        if self.page is not None:
            done = self.desk.do(plan_again, self.page.details.row.id)
            done.then(partial(self._did, self.tr("The training is planned again"))).otherwise(self._tell)

    def reopen(self) -> None:
        """Open a finished training again."""
        if self.page is not None:
            done = self.desk.do(reopen_training, self.page.details.row.id)
            done.then(partial(self._did, self.tr("The training is open again"))).otherwise(self._tell)

    def delete_training(self) -> None:
        """Take away a training that nothing belongs to; Undo brings it back."""
        if self.page is not None:
            self.desk.do(delete_training, self.page.details.row.id).then(self._deleted).otherwise(self._tell)

    def _deleted(self, _done: None) -> None:
        self.desk.done(self.tr("The training is deleted"))
        self.deleted.emit()

    def _did(self, words: str, _done: object) -> None:
        self.desk.done(words)

    def export_roster(self) -> None:
        """Write the roster with license numbers to a file."""
        if self.page is None:
            return
        name = f"{training_number(self.page.details.row.number)} roster.xlsx"
        path = self.desk.questions.choose_save_file(
            self._over, self.tr("Export the roster"), name, self.tr("Lists (*.xlsx *.csv)")
        )
        if path is not None:
            done = self.desk.run(export_practitioners, path, training_id=self.page.details.row.id)
            done.then(self._exported).otherwise(self._tell)

    def _exported(self, count: int) -> None:
        self.desk.say(self.tr("{count} rows of the roster are written").format(count=count))

    def mark(self, session_id: UUID, marks: Mapping[UUID, Mark | None]) -> None:
        """Note who was at a session."""
        self.desk.do(mark_attendance, session_id, marks, today=self.desk.today()).otherwise(self._tell)

    def finish_training(self) -> None:
        """Finish the training: who was at all of it completes it."""
        if self.page is not None:
            details = self.page.details
            done = self.desk.do(
                finish_training, details.row.id, today=self.desk.today(), version=details.version
            )
            done.then(self._finished).otherwise(self._tell)

    def _finished(self, count: int) -> None:
        words = (
            self.tr("1 practitioner completed it")
            if count == 1
            else self.tr("{count} practitioners completed it")
        )
        self.desk.done(words.format(count=count))
        self.finished.emit()

    def issue_certificates(self) -> None:
        """Give a number to the certificate of each who completed it, after asking."""
        if self.page is None:
            return
        count = self.page.certificates_due
        if not count:
            self.desk.tell(self.tr("Everybody who completed it has a certificate."))
            return
        if self.desk.questions.ask(
            self._over,
            self.tr("Issue {count} certificates?").format(count=count),
            self.tr("Each gets the next number and keeps it. A wrong one is made void, never taken back."),
            self.tr("Issue certificates"),
            danger=False,
        ):
            done = self.desk.do(
                issue_certificates, self.page.details.row.id, today=self.desk.today(), who=self.desk.who
            )
            done.then(self._issued).otherwise(self._tell)

    def _issued(self, issued: Issued) -> None:
        self.desk.say(
            self.tr("Certificates {first} to {last} are issued").format(first=issued.first, last=issued.last)
        )
        self.print_certificates()

    def void_certificate(self, row: PractitionerRow) -> None:
        """Ask for the reason and make the certificate of a practitioner void."""
        number = row.certificate
        if not number:
            words = self.tr("{name} has no certificate that stands.")
            self.desk.tell(words.format(name=row.name))
            return
        reason = self.desk.questions.ask_reason(
            self._over,
            self.tr("Make certificate {number} of {name} void?").format(number=number, name=row.name),
            self.tr("Its number stays taken, with the reason. Another one may be issued then."),
            [
                self.tr("Name misspelled"),
                self.tr("License number is wrong"),
                self.tr("Was not there for all of it"),
            ],
            self.tr("Make void"),
        )
        if reason is not None:
            done = self.desk.do(void_certificate, number, reason=reason, now=self.desk.now())
            done.then(partial(self._voided, number)).otherwise(self._tell)

    def _voided(self, number: str, _done: None) -> None:
        self.desk.say(self.tr("Certificate {number} is void").format(number=number))

    def print_certificates(self) -> None:
        """Print the certificates that stand."""
        if self.page is not None:
            self.papers.print_certificates(self.page.details.row.id)

    def print_sheet(self) -> None:
        """Print the sheet that practitioners sign, for the session that is on or comes next."""
        if self.page is None:
            return
        session = self._session_now(self.page)
        if session is None:
            self.desk.tell(self.tr("This training has no sessions yet. Add its days first."))
        else:
            self.papers.print_sheet(self.page, session)

    def _session_now(self, page: TrainingPage) -> SessionRow | None:
        sessions = page.details.sessions
        ahead = [one for one in sessions if one.ends_at > self.desk.now()]
        return ahead[0] if ahead else sessions[-1] if sessions else None
