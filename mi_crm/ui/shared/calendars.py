"""Keeps the calendars of the office and the helpers in a folder, and writes them anew when shifts change."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from mi_crm.shared.problems import Problem

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from mi_crm.exchange.calendar_feed import Written
    from mi_crm.ui.shared.desk import Desk
    from mi_crm.ui.shared.tasks import Answer

_TOUCHED: Final = frozenset({"shift", "need", "assignment", "site", "constituent", "volunteer"})
_SOON: Final = 5_000
"""Milliseconds: of many changes in a row only the last one is written."""
_AT_START: Final = 60_000
"""After the start, when nobody waits for the first screens any more: what was missed is made up for."""


class Calendars(QObject):
    """Asleep until a file is watched that has a folder; the folder is asked for once, and for each file."""

    def __init__(self, desk: "Desk") -> None:
        """Sit beside a desk."""
        super().__init__(desk)
        self._desk = desk
        self.file: Path | None = None
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.write_quietly)
        desk.changed.connect(self._changed)

    def watch(self, file: Path) -> None:
        """Begin to follow what changes in a file."""
        self.file = file
        if self.folder():
            self._soon.start(_AT_START)

    def rest(self) -> None:
        """Let the file be, as another one comes."""
        self.file = None
        self._soon.stop()

    @property
    def waiting(self) -> bool:
        """Whether something is about to be written."""
        return self._soon.isActive()

    def folder(self) -> str:
        """Return the folder, empty when none was chosen for this file, or while one practices."""
        return self._desk.preferences.calendars(str(self.file)) if self.file else ""

    def choose(self, over: QWidget) -> None:
        """Ask for a folder and write the calendars there now."""
        if self.file is None:
            # Invented helpers must never lie where the office reads of the real ones.
            self._desk.tell(Problem("Open your own file first: this one is only for looking or practice."))
            return
        chosen = self._desk.questions.choose_folder(over, self.tr("Keep calendars in a folder"))
        if chosen is not None:
            self._write(chosen).then(partial(self._written, self.file, chosen)).otherwise(self._refused)

    def _write(self, folder: Path) -> "Answer[Written]":
        # Beside the reading thread, which screens wait for.
        return self._desk.work(self._desk.store.read, _write_feeds, folder, self._desk.now())

    def _written(self, file: Path, folder: Path, written: "Written") -> None:
        self._desk.preferences.set_calendars(str(file), str(folder))
        words = self.tr("{count} calendars are in {folder} and follow each change")
        self._desk.say(words.format(count=written.files, folder=folder.name))

    def _changed(self, names: frozenset[str]) -> None:
        if names & _TOUCHED and self.folder():
            self._soon.start(_SOON)

    def write_quietly(self) -> None:
        """Write what changed, and say nothing unless it cannot be."""
        if self.file is not None and (folder := self.folder()):
            self._write(Path(folder)).otherwise(partial(self._lost, self.file))

    def _lost(self, file: Path, error: BaseException) -> None:
        if isinstance(error, Problem):
            # Told once; the folder is chosen again when it is wanted.
            self._desk.preferences.set_calendars(str(file), "")
        self._refused(error)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            self._desk.tell(error)
        else:
            self._desk.tasks.unhandled.emit(error)


# Loaded on the thread that writes, with a library that nothing else needs.
def _write_feeds(session: "Session", folder: Path, now: datetime) -> "Written":
    from mi_crm.exchange.calendar_feed import write_feeds

    return write_feeds(session, folder, now=now)
