"""The tray: papers on their way to the printer or a folder, off the window's thread."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mi_crm.receipts.actions.deliver import letters_went_out, went_out
from mi_crm.receipts.actions.ending import record_copy
from mi_crm.receipts.queries.printing import Printable, PrintableSheet, printable, printable_letters
from mi_crm.receipts.rules.ways import Way
from mi_crm.ui.receipts.papers import Saved, copied, in_one, printed, save
from mi_crm.ui.receipts.step import Step
from mi_crm.ui.receipts.words import number_span
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.paper import print_pdf
from mi_crm.ui.shared.tasks import Answer


class Tray(QObject):
    """Prints and saves receipts by number."""

    not_printed = Signal(list)
    """The numbers that stay, although their paper did not come out."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        """Print for one screen; `send` is what a test replaces by a printer of its own."""
        super().__init__(window)
        self._desk, self._window = desk, window
        self.send: Callable[[QWidget, bytes], bool] = print_pdf

    # -- what the papers are ---------------------------------------------------------------------

    def fetch(self, papers: Sequence[Any]) -> Answer[Printable]:
        """Ask for the papers, by what the lists know them by."""
        return self._desk.ask(printable, list(papers))

    def note(self, papers: Sequence[Any], way: Way, to: str = "") -> None:
        """Note that the papers went out."""
        desk = self._desk
        desk.do(went_out, list(papers), way, to=to, now=desk.now(), who=desk.who)

    def key_of(self, one: PrintableSheet) -> Any:  # noqa: ANN401 # a number, or the id of a letter
        """Return what the lists know a paper by."""
        return one.sheet.number

    def words_of(self, papers: Sequence[Any]) -> str:
        """Return the papers in short."""
        return number_span(papers)

    def saved_words(self, count: int) -> str:
        """Return how many papers were saved in {folder}."""
        return (
            self.tr("1 receipt saved in {folder}")
            if count == 1
            else self.tr("{n} receipts saved in {folder}")
        )

    def not_all_saved(self) -> str:
        """Return what is said when not all were saved."""
        return self.tr("{n} of {all} saved in {folder}. {problem} The numbers stay; save the rest again.")

    # -- printing and saving ---------------------------------------------------------------------

    def print_numbers(self, numbers: Sequence[Any]) -> None:
        """Print papers as they were made, in their order."""
        if numbers:
            self.fetch(numbers).then(Step(self, partial(self._draw, list(numbers))).take)

    def _draw(self, numbers: list[Any], found: Printable) -> None:
        answer = self._desk.work(printed, found)
        answer.then(Step(self, partial(self._print, numbers)).take)

    def _print(self, numbers: list[Any], pdf: bytes) -> None:
        if self.send(self._window, pdf):
            self.note(numbers, Way.PRINT)
            self._desk.say(self.tr("{numbers} sent to the printer").format(numbers=self.words_of(numbers)))
        else:
            self.not_printed.emit(numbers)

    def print_copy(self, number: str) -> None:
        """Print a copy, marked so, and count it once it is on its way."""
        answer = self._desk.ask(printable, [number])
        answer.then(Step(self, partial(self._draw_copy, number)).take)

    def _draw_copy(self, number: str, found: Printable) -> None:
        answer = self._desk.work(copied, found)
        answer.then(Step(self, partial(self._print_copy, number)).take)

    def _print_copy(self, number: str, pdf: bytes) -> None:
        if self.send(self._window, pdf):
            self._desk.do(record_copy, number)
            self._desk.say(self.tr("A copy of {number} sent to the printer").format(number=number))

    def save_numbers(self, numbers: Sequence[Any]) -> None:
        """Ask for a folder and save each paper there."""
        folder = self._desk.questions.choose_folder(self._window, self.tr("Save papers in a folder"))
        if folder is not None and numbers:
            self.fetch(numbers).then(Step(self, partial(self._write, folder)).take)

    def _write(self, folder: Path, found: Printable) -> None:
        answer = self._desk.work_long(save, found, folder).called(self.tr("Saving papers"))
        answer.then(Step(self, partial(self._saved, folder)).take)

    def _saved(self, folder: Path, saved: Saved) -> None:
        count = len(saved.sheets)
        if saved.sheets:
            self.note([self.key_of(one) for one in saved.sheets], Way.PDF, str(folder))
        if saved.problem:
            self._desk.tell(
                self.not_all_saved().format(
                    n=f"{count:,}", all=f"{saved.count:,}", folder=folder.name, problem=saved.problem
                )
            )
            return
        self._desk.say(self.saved_words(count).format(n=f"{count:,}", folder=folder.name))

    def save_in_one(self, numbers: Sequence[Any], name: str) -> None:
        """Ask for a file and save all the papers there, one after the other."""
        path = self._desk.questions.choose_save_file(
            self._window, self.tr("Save in one PDF"), name, "PDF (*.pdf)"
        )
        if path is not None and numbers:
            self.fetch(numbers).then(Step(self, partial(self._write_one, list(numbers), path)).take)

    def _write_one(self, numbers: list[Any], path: Path, found: Printable) -> None:
        answer = self._desk.work(in_one, found, path)
        answer.then(Step(self, partial(self._saved_one, numbers)).take)

    def _saved_one(self, numbers: list[Any], path: Path) -> None:
        self.note(numbers, Way.PDF, str(path))
        self._desk.say(self.tr("Saved as {name}").format(name=path.name))


class LetterTray(Tray):
    """Prints and saves letters, which are known by their ids."""

    @override
    def fetch(self, papers: Sequence[UUID]) -> Answer[Printable]:
        return self._desk.ask(printable_letters, list(papers))

    @override
    def note(self, papers: Sequence[UUID], way: Way, to: str = "") -> None:
        desk = self._desk
        desk.do(letters_went_out, list(papers), way, to=to, now=desk.now(), who=desk.who)

    @override
    def key_of(self, one: PrintableSheet) -> UUID | None:
        return one.letter_id

    @override
    def words_of(self, papers: Sequence[UUID]) -> str:
        count = len(papers)
        return self.tr("1 letter") if count == 1 else self.tr("{n} letters").format(n=f"{count:,}")

    @override
    def saved_words(self, count: int) -> str:
        return (
            self.tr("1 letter saved in {folder}") if count == 1 else self.tr("{n} letters saved in {folder}")
        )

    @override
    def not_all_saved(self) -> str:
        return self.tr("{n} of {all} saved in {folder}. {problem} Save the rest again.")
