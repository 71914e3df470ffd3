"""A file that looks damaged: a copy is looked into, and the person is told what can be done."""

import platform
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mi_crm import __version__
from mi_crm.backups.rules import Manifest
from mi_crm.backups.shelf import Backup, Shelf, newest_proven
from mi_crm.shared.dates import long_moment
from mi_crm.shared.problems import Problem
from mi_crm.store.salvage import Salvage, look_into
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.trouble import Trouble
from mi_crm.ui.window import Window


class Rescue(QObject):
    """Looks into a closed file; `chosen` is the file to open then, `look` the reason only to look at this."""

    chosen = Signal(object)
    look = Signal(object)

    def __init__(self, desk: Desk, window: Window, show: Callable[[Trouble], None]) -> None:
        """Take the desk, the window and who shows pages."""
        super().__init__(window)
        self._desk, self._window, self._show_page = desk, window, show

    def begin(self, path: Path, problem: Problem) -> None:
        """Look into a copy of the file, then show what was found."""
        self._path, self._problem = path, problem
        self._stamp = f"{self._desk.now().astimezone():%Y%m%d-%H%M%S}"
        folder = path.with_name(f"{path.stem}-set-aside-{self._stamp}")
        answer = self._desk.tasks.write(lambda: (look_into(path, folder), newest_proven(Shelf(path))))
        answer.then(self._found).otherwise(self._failed)
        self._desk.runs.emit(answer.called(self.tr("Looking at a copy of your file")))

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Problem):
            self._window.broke.emit(error)
            return
        self._show_page(Trouble(self.tr("Your file could not be opened"), str(error), passing=True))

    def _found(self, found: tuple[Salvage, Backup | None]) -> None:
        salvage, backup = found
        self._salvage = salvage
        told = [self.tr("MI CRM tried to open it three times, and then looked at a copy.")]
        ways = []
        if salvage.sound is not None:
            told.append(self._sound(salvage))
            ways.append(self._way(self.tr("Go on with the sound copy"), self._go_on))
        else:
            told.append(self.tr("The copy is damaged in the same way. A backup is the way back."))
        if backup is not None and backup.manifest is not None:
            told.append(self._newest(backup.manifest, salvage))
        ways += [
            self._way(self.tr("Look at the file as it is"), self._look),
            self._way(self.tr("Save a report"), self._report),
        ]
        self._show_page(
            Trouble(
                self.tr("Your file may be damaged"),
                self.tr("{name} was not changed, and nothing in it was thrown away.").format(
                    name=self._path.name
                ),
                told=told,
                ways=ways,
            )
        )

    def _sound(self, salvage: Salvage) -> str:
        words = (
            self.tr("Without its log of the last saves, which does not belong to it, the copy is sound")
            if salvage.without_log
            else self.tr("The copy is sound")
        )
        what = self.tr("{words}: {people} people and {gifts} gifts.").format(
            words=words, people=f"{salvage.people:,}", gifts=f"{salvage.gifts:,}"
        )
        if salvage.last_act is None:
            return what
        return self.tr("{what} The last thing done in it was on {when}.").format(
            what=what, when=long_moment(salvage.last_act)
        )

    def _newest(self, backup: Manifest, salvage: Salvage) -> str:
        figures = backup.figures
        words = self.tr("The newest proven backup is of {when}: {people} people and {gifts} gifts").format(
            when=long_moment(backup.made_at), people=f"{figures.people:,}", gifts=f"{figures.gifts:,}"
        )
        if salvage.sound is None:
            return f"{words}."
        return self.tr("{words}, {more_people} people and {more_gifts} gifts against the copy.").format(
            words=words,
            more_people=f"{figures.people - salvage.people:+,}",
            more_gifts=f"{figures.gifts - salvage.gifts:+,}",
        )

    def _way(self, words: str, act: Callable[[], None]) -> Button:
        button = Button(words)
        button.clicked.connect(act)
        return button

    def _go_on(self) -> None:
        if (sound := self._salvage.sound) is not None:
            # A file of its own, beside the damaged one: that is kept as it is.
            target = self._path.with_name(f"{self._path.stem}-{self._stamp}{self._path.suffix}")
            self._desk.work(sound.rename, target).then(self.chosen.emit).otherwise(self._failed)

    def _look(self) -> None:
        self.look.emit(self._problem)

    def _report(self) -> None:
        target = self._desk.questions.choose_save_file(
            self._window, self.tr("Save a report"), "mi-crm-report.txt", self.tr("Text (*.txt)")
        )
        if target is not None:
            self._desk.work(_write, target, self._words()).otherwise(self._failed)

    def _words(self) -> str:
        """Return what the makers need to know; nothing of what is in the file."""
        salvage = self._salvage
        lines = [
            f"MI CRM {__version__}, Python {platform.python_version()}, {platform.platform()}",
            f"Size: {(salvage.folder / 'as-found.db').stat().st_size:,} bytes",
            f"A copy is sound: {salvage.sound is not None}; without the log: {salvage.without_log}",
            *salvage.found,
        ]
        return "\n".join(lines) + "\n"


def _write(path: Path, words: str) -> None:
    try:
        path.write_text(words, encoding="utf-8")
    except OSError as error:
        raise Problem("{path} could not be written. Choose another folder.", path=path) from error
