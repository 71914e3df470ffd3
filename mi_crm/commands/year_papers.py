"""The papers of a year: each summary is made, drawn and in the folder, whatever happens on the way."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from queue import Empty, Queue
from typing import Final

from mi_crm.commands.paths import folder_for, write_file
from mi_crm.documents.fonts import unprintable
from mi_crm.documents.receipt import register_line, render, render_many
from mi_crm.receipts.actions.summaries import MadeSummary, SummaryRun, make_summaries
from mi_crm.receipts.queries.printing import printable, standing_numbers
from mi_crm.receipts.sheet import Sheet
from mi_crm.receipts.summary import SummarySheet
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Cancelled, Progress, no_progress
from mi_crm.store.store import Store

_AT_ONCE: Final = 50
_AHEAD: Final = 16
"""How many summaries may be numbered before their papers are drawn."""


class Stage(StrEnum):
    """What a run is at."""

    MAKING = "making"
    MISSING = "missing"
    """Papers that an earlier run left undrawn."""
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class PapersTo:
    """Where the papers of a year go."""

    folder: Path | None
    """A file for each donor, under its number."""
    together: Path | None = None
    """All that stand in one PDF, by name."""


@dataclass(frozen=True, slots=True)
class YearMade:
    """What came of a run: its summaries, and how many papers are in the folder for it."""

    run: SummaryRun
    papers: int
    problem: str
    """Why papers are missing in the folder; their numbers stay, and a later run draws them."""


def make_year(
    store: Store,
    year: int,
    to: PapersTo,
    *,
    today: date,
    now: datetime,
    who: str,
    drift: timedelta = timedelta(0),
    progress: Progress = no_progress,
    made_one: Callable[[MadeSummary], None] = lambda _: None,
    at: Callable[[Stage], None] = lambda _: None,
) -> YearMade:
    """Make the summaries of a year that are missing or changed, and draw every one that has no paper yet.

    Stopping ends it after the letter in hand. Raises Problem before the first number when a folder cannot be
    written to; when it is full later, the run stops, and says so.
    """
    for folder in (to.folder, to.together.parent if to.together else None):
        if folder is not None:
            folder_for(folder)
    press = _Press(store, to.folder)

    def go_on(done: int, total: int) -> None:
        if press.problem:
            raise Cancelled
        progress(done, total)

    def keep(made: MadeSummary) -> None:
        made_one(made)
        press.draw(made.number)

    at(Stage.MAKING)
    try:
        run = make_summaries(
            store,
            year,
            today=today,
            now=now,
            who=who,
            unprintable=unprintable,
            drift=drift,
            progress=go_on,
            made_one=keep,
        )
    finally:
        press.finish()
    problem = press.problem or run.why_stopped
    if not (problem or run.left):
        try:
            at(Stage.MISSING)
            press.papers += _draw_missing(store, year, to.folder, progress)
            at(Stage.TOGETHER)
            if to.together is not None and (numbers := store.read(standing_numbers, year)):
                write_file(to.together, drawn_together(store, numbers, progress))
        except Cancelled:
            pass
        except Problem as error:
            problem = str(error)
    return YearMade(run, press.papers, problem)


class _Press:
    """Draws papers on a thread of its own, while the next numbers are taken and the disk is waited for."""

    def __init__(self, store: Store, folder: Path | None) -> None:
        self.papers, self.problem = 0, ""
        self._store, self._folder = store, folder
        self._queue: Queue[str] = Queue(_AHEAD)
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._work, name="press")
        if folder is not None:
            self._thread.start()

    def draw(self, number: str) -> None:
        """Let a paper be drawn soon; what cannot be drawn any more waits for a later run."""
        if self._folder is not None and not self.problem:
            self._queue.put(number)

    def finish(self) -> None:
        """Draw what is in hand, and end."""
        self._done.set()
        if self._folder is not None:
            self._thread.join()

    def _work(self) -> None:
        while numbers := self._next():
            if self.problem or self._folder is None:
                continue
            try:
                for _ in draw_each(self._store, self._folder, numbers):
                    self.papers += 1
            except Problem as error:
                self.problem = str(error)

    def _next(self) -> list[str]:
        """Wait for what is to be drawn, and take all of it; nothing at the end."""
        found: list[str] = []
        while not found and not (self._done.is_set() and self._queue.empty()):
            try:
                found.append(self._queue.get(timeout=0.02))
                while True:
                    found.append(self._queue.get_nowait())
            except Empty:
                pass
        return found


def _draw_missing(store: Store, year: int, folder: Path | None, progress: Progress) -> int:
    """Draw what an earlier run numbered, but was stopped before it drew it."""
    if folder is None:
        return 0
    there = {path.name for path in folder.glob("S-*.pdf")}
    missing = [one for one in store.read(standing_numbers, year) if file_of(folder, one).name not in there]
    for done, _ in enumerate(draw_each(store, folder, missing), 1):
        progress(done, len(missing))
    return len(missing)


def file_of(folder: Path, number: str) -> Path:
    """Return the file of a summary."""
    return folder / f"{number}.pdf"


def draw_each(store: Store, folder: Path, numbers: Sequence[str]) -> Iterator[str]:
    """Draw each paper into a file of its own, and yield its number once it is on the disk."""
    for start in range(0, len(numbers), _AT_ONCE):
        found = store.read(printable, numbers[start : start + _AT_ONCE])
        for one in found.sheets:
            line = register_line(one.chain_sha256)
            paper = render(one.sheet, found.pictures, nudge=found.nudge, register_line=line)
            write_file(file_of(folder, one.sheet.number), paper)
            yield one.sheet.number


def drawn_together(store: Store, numbers: Sequence[str], progress: Progress = no_progress) -> bytes:
    """Return papers as one PDF, in the order of `numbers`."""
    first = store.read(printable, numbers[:1])
    pictures = dict(first.pictures)

    def sheets() -> Iterator[tuple[Sheet | SummarySheet, str]]:
        for start in range(0, len(numbers), _AT_ONCE):
            progress(start, len(numbers))
            some = numbers[start : start + _AT_ONCE]
            found = store.read(printable, some)
            pictures.update(found.pictures)
            by_number = {one.sheet.number: one for one in found.sheets}
            for number in some:
                yield by_number[number].sheet, register_line(by_number[number].chain_sha256)

    return render_many(sheets(), pictures, nudge=first.nudge)
