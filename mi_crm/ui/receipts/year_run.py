"""What is done with the summaries of a year: make them, print them, save the mailing pack."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from mi_crm.commands.mailing_pack import Pack, save_left_out, save_pack
from mi_crm.commands.year_papers import PapersTo, YearMade, drawn_together, make_year
from mi_crm.people.labels import Addresses, addresses
from mi_crm.receipts.actions.deliver import went_out
from mi_crm.receipts.actions.summaries import NotMade
from mi_crm.receipts.queries.deliveries import summaries_waiting
from mi_crm.receipts.queries.printing import YearLetters, year_letters
from mi_crm.receipts.rules.ways import Way
from mi_crm.ui.receipts.date_doubt import DateDoubt
from mi_crm.ui.receipts.run_page import RunNews
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.labels_dialog import LabelsDialog
from mi_crm.ui.shared.paper import print_pdf


class YearRun(QObject):
    """Acts for the Year-end screen. While a run goes on, `running` is True and nothing follows it."""

    began = Signal(object)
    ran = Signal(object)
    """A YearMade."""
    ended = Signal()
    counted = Signal(int, int)
    """How many summaries wait for the printer, and how many to be e-mailed."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        """Act for one screen; `send` is what a test replaces by a printer of its own."""
        super().__init__(window)
        self._desk, self._window = desk, window
        self._doubt = DateDoubt(desk, window)
        self.send: Callable[[QWidget, bytes], bool] = print_pdf
        self.running = False
        self.news = RunNews()
        self.folder: Path | None = None

    def issue(self, year: int, to: PapersTo) -> None:
        """Make what is missing or changed, after a proven backup, beside everything else."""
        if self.running:
            return
        desk = self._desk
        self.running, self.news = True, RunNews()
        self.folder = to.folder or (to.together.parent if to.together else None)
        answer = desk.beside(
            make_year,
            year,
            to,
            today=desk.today(),
            now=desk.now(),
            who=desk.who,
            drift=desk.drift(),
            made_one=self.news.take,
            at=self.news.at,
            backed_up="summaries",
            shown_at="year_end",
        ).called(self.tr("Making the summaries of {year}").format(year=year))
        self._doubt.again = partial(self.issue, year, to)
        answer.then(self._ran).otherwise(self._doubt.meet).finished.connect(self._finished)
        self.began.emit(answer)

    def _ran(self, made: YearMade) -> None:
        self.running = False
        self.ran.emit(made)

    def _finished(self) -> None:
        self.running = False
        self.ended.emit()

    def open_folder(self) -> None:
        """Show the folder in the file manager of the system."""
        if self.folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))

    def count_ways(self, year: int) -> None:
        """Count what waits for the printer and the outbox."""
        self._desk.ask(summaries_waiting, year).then(self._counted)

    def _counted(self, found: tuple[int, int]) -> None:
        self.counted.emit(*found)

    # -- letters ---------------------------------------------------------------------------------

    def print_letters(self, year: int) -> None:
        """Print every summary that waits for the printer, sorted by ZIP code."""
        self._desk.ask(year_letters, year, waiting=True).then(self._draw)

    def _draw(self, found: YearLetters) -> None:
        if found.numbers:
            desk = self._desk
            answer: Any = desk.work_long(drawn_together, desk.store, found.numbers)
            answer.called(self.tr("Drawing the letters")).then(partial(self._print, found.numbers))

    def _print(self, numbers: Sequence[str], pdf: bytes) -> None:
        desk = self._desk
        if not self.send(self._window, pdf):
            desk.say(self.tr("Not printed. The letters wait; print again when the printer is ready."))
            return
        desk.do(went_out, list(numbers), Way.PRINT, now=desk.now(), who=desk.who)
        one = self.tr("1 letter sent to the printer")
        many = self.tr("{n} letters sent to the printer")
        desk.say(one if len(numbers) == 1 else many.format(n=f"{len(numbers):,}"))

    def labels(self, year: int) -> None:
        """Print labels or envelopes for the letters."""
        self._desk.ask(year_letters, year).then(self._ask_addresses)

    def _ask_addresses(self, found: YearLetters) -> None:
        self._desk.ask(addresses, found.donors, asked_for=True).then(self._show_labels)

    def _show_labels(self, found: Addresses) -> None:
        LabelsDialog(self._desk, found, self._window).open()

    # -- the pack --------------------------------------------------------------------------------

    def save_pack(self, year: int, left_out: Sequence[NotMade]) -> None:
        """Ask for a folder, and save letters, labels and the list of who got nothing there."""
        desk = self._desk
        folder = desk.questions.choose_folder(self._window, self.tr("Save the mailing pack in a folder"))
        if folder is not None:
            answer: Any = desk.work_long(save_pack, desk.store, year, folder, left_out)
            answer.called(self.tr("Saving the mailing pack")).then(partial(self._saved, folder))

    def _saved(self, folder: Path, pack: Pack) -> None:
        self.folder = folder
        self._desk.say(
            self.tr("{letters} letters, {labels} labels and {others} without one saved in {folder}").format(
                letters=f"{pack.letters:,}",
                labels=f"{pack.labels:,}",
                others=f"{pack.not_made:,}",
                folder=folder.name,
            )
        )

    def save_list(self, year: int, left_out: Sequence[NotMade]) -> None:
        """Ask for a file, and save who gets no summary, and why."""
        path = self._desk.questions.choose_save_file(
            self._window,
            self.tr("Export who gets no summary"),
            f"Not made {year}.xlsx",
            self.tr("Spreadsheets (*.xlsx);;CSV (*.csv)"),
        )
        if path is not None:
            self._desk.work(save_left_out, path, left_out).then(partial(self._listed, path))

    def _listed(self, path: Path, count: int) -> None:
        words = self.tr("1 line is in {name}") if count == 1 else self.tr("{n} lines are in {name}")
        self._desk.say(words.format(n=f"{count:,}", name=path.name))
