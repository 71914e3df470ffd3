"""The tray: receipts on their way to the printer or a folder, off the window's thread."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mi_crm.receipts.actions.deliver import went_out
from mi_crm.receipts.actions.ending import record_copy
from mi_crm.receipts.queries.printing import Printable, printable
from mi_crm.receipts.rules.ways import Way
from mi_crm.ui.receipts.papers import Saved, copied, printed, save
from mi_crm.ui.receipts.step import Step
from mi_crm.ui.receipts.words import number_span
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.paper import print_pdf


class Tray(QObject):
    """Prints and saves receipts by number."""

    not_printed = Signal(list)
    """The numbers that stay, although their paper did not come out."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        """Print for one screen; `send` is what a test replaces by a printer of its own."""
        super().__init__(window)
        self._desk, self._window = desk, window
        self.send: Callable[[QWidget, bytes], bool] = print_pdf

    def print_numbers(self, numbers: Sequence[str]) -> None:
        """Print receipts as they were issued, in the order of their numbers."""
        if numbers:
            self._desk.ask(printable, list(numbers)).then(Step(self, partial(self._draw, list(numbers))).take)

    def _draw(self, numbers: list[str], found: Printable) -> None:
        answer = self._desk.work(printed, found)
        answer.then(Step(self, partial(self._print, numbers)).take)

    def _print(self, numbers: list[str], pdf: bytes) -> None:
        if self.send(self._window, pdf):
            self._note(numbers, Way.PRINT)
            self._desk.say(self.tr("{numbers} sent to the printer").format(numbers=number_span(numbers)))
        else:
            self.not_printed.emit(numbers)

    def _note(self, numbers: Sequence[str], way: Way, to: str = "") -> None:
        desk = self._desk
        desk.do(went_out, list(numbers), way, to=to, now=desk.now(), who=desk.who)

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

    def save_numbers(self, numbers: Sequence[str]) -> None:
        """Ask for a folder and save each receipt there."""
        folder = self._desk.questions.choose_folder(self._window, self.tr("Save receipts in a folder"))
        if folder is not None and numbers:
            answer = self._desk.ask(printable, list(numbers))
            answer.then(Step(self, partial(self._write, folder)).take)

    def _write(self, folder: Path, found: Printable) -> None:
        answer = self._desk.work_long(save, found, folder).called(self.tr("Saving receipts"))
        answer.then(Step(self, partial(self._saved, folder)).take)

    def _saved(self, folder: Path, saved: Saved) -> None:
        if saved.numbers:
            self._note(saved.numbers, Way.PDF, str(folder))
        if saved.problem:
            self._desk.tell(
                self.tr(
                    "{n} of {all} saved in {folder}. {problem} The numbers stay; save the rest again."
                ).format(
                    n=f"{len(saved.numbers):,}",
                    all=f"{saved.count:,}",
                    folder=folder.name,
                    problem=saved.problem,
                )
            )
            return
        words = (
            self.tr("1 receipt saved in {folder}")
            if len(saved.numbers) == 1
            else self.tr("{n} receipts saved in {folder}")
        )
        self._desk.say(words.format(n=f"{len(saved.numbers):,}", folder=folder.name))
