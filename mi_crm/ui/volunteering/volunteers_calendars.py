"""Keeps the calendars of the office and the helpers in a folder, and writes them anew when shifts change."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from mi_crm.exchange.calendar_feed import Written, write_feeds
from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.desk import Desk

_TOUCHED: Final = frozenset({"shift", "need", "assignment", "site", "constituent", "volunteer"})
_SOON: Final = 5_000
"""Milliseconds: of many changes in a row only the last one is written."""


class Calendars(QObject):
    """Asks for the folder once; it belongs to this data file, so that practicing overwrites no real one."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        """Follow what changes, where a folder was chosen before."""
        super().__init__(over)
        self._desk, self._over = desk, over
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self.write_quietly)
        desk.changed.connect(self._changed)

    def folder(self) -> str:
        """Return the folder, empty when none was chosen."""
        preferences = self._desk.preferences
        return preferences.calendars(preferences.last_file)

    def choose(self) -> None:
        """Ask for a folder and write the calendars there now."""
        chosen = self._desk.questions.choose_folder(self._over, self.tr("Keep calendars in a folder"))
        if chosen is not None:
            answer = self._desk.ask(write_feeds, chosen, now=self._desk.now())
            answer.then(partial(self._written, chosen)).otherwise(self._refused)

    def _written(self, folder: Path, written: Written) -> None:
        preferences = self._desk.preferences
        preferences.set_calendars(preferences.last_file, str(folder))
        words = self.tr("{count} calendars are in {folder} and follow each change")
        self._desk.say(words.format(count=written.files, folder=folder.name))

    def _changed(self, names: frozenset[str]) -> None:
        if names & _TOUCHED and self.folder():
            self._soon.start()

    def write_quietly(self) -> None:
        """Write what changed, and say nothing unless it cannot be."""
        if folder := self.folder():
            answer = self._desk.ask(write_feeds, Path(folder), now=self._desk.now())
            answer.otherwise(self._lost)

    def _lost(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            # Told once; the folder is chosen again when it is wanted.
            preferences = self._desk.preferences
            preferences.set_calendars(preferences.last_file, "")
        self._refused(error)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            self._desk.tell(error)
        else:
            self._desk.tasks.unhandled.emit(error)
