"""Backups while the window is open: each half hour, before large acts, at the end, and on trial."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress
from mi_crm.ui.shared.tasks import Answer

if TYPE_CHECKING:
    from mi_crm.backups.back_up import Made
    from mi_crm.backups.standing import Standing
    from mi_crm.ui.shared.desk import Desk

_HALF_HOUR = 30 * 60 * 1_000
_SOON = 60 * 1_000
"""After the start, when nobody waits for the first screens any more."""


class Safety(QObject):
    """Asleep until a file is watched; `changed` when there is news, `restore_asked` for the page of it."""

    changed = Signal()
    restore_asked = Signal()

    def __init__(self, desk: "Desk") -> None:
        """Sit beside a desk."""
        super().__init__(desk)
        self._desk = desk
        self.file: Path | None = None
        self.standing: Standing | None = None
        self.busy = False
        self._half_hour = QTimer(self, interval=_HALF_HOUR)
        self._half_hour.timeout.connect(self._each_half_hour)
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._try_if_due)

    def watch(self, file: Path) -> None:
        """Begin to keep a file safe."""
        self.file = file
        self._half_hour.start()
        self._soon.start()
        self.look()

    def rest(self) -> None:
        """Let the file be, as another one comes."""
        self.file = self.standing = None
        self._half_hour.stop()
        self._soon.stop()
        self.changed.emit()

    def look(self) -> None:
        """Look how the backups stand."""
        if self.file is not None:
            self._desk.tasks.aside(partial(_standing, self.file, self._desk.now())).then(self._show)

    def _show(self, found: "Standing") -> None:
        if found.file == self.file:
            self.standing = found
            self.changed.emit()

    # -- backing up ------------------------------------------------------------------------------

    def back_up(self) -> None:
        """Back up now, whether something changed or not."""
        if self.file is not None and not self.busy:
            answer = self._aside(partial(_back_up, self.file, self._desk.now()))
            self._desk.runs.emit(answer.called(self.tr("Backing up")))
            answer.then(self._made).otherwise(self._failed)

    def back_up_at_end(self) -> Answer[Any] | None:
        """Back up what has changed, as the window closes; None when no file is watched."""
        if self.file is None:
            return None
        return self._aside(partial(_if_changed, self.file, "close", self._desk.now()))

    def before(self, why: str) -> Callable[[Progress], None] | None:
        """Return what backs up first, before an import or a run of receipts."""
        return None if self.file is None else partial(_first, self.file, why, self._desk.now())

    def _each_half_hour(self) -> None:
        if self.file is not None and not self.busy:
            answer = self._aside(partial(_if_changed, self.file, "half hour", self._desk.now()))
            answer.otherwise(self._quietly).finished.connect(self._try_if_due)

    def _aside(self, job: Callable[[Progress], Any]) -> Answer[Any]:
        self.busy = True
        answer = self._desk.tasks.aside_long(job)
        answer.finished.connect(self._done)
        return answer

    def _done(self) -> None:
        self.busy = False
        self.look()

    def _made(self, made: "Made") -> None:
        figures = made.manifest.figures
        if made.second_problem:
            self._desk.tell(made.second_problem)
        elif made.frozen:
            self._desk.tell(
                self.tr(
                    "This backup has far fewer people or gifts than the one before. Is that right? "
                    "No old backup is thrown away meanwhile."
                )
            )
        self._desk.say(
            self.tr("Backed up and proven: {gifts} gifts, {amount}").format(
                gifts=f"{figures.gifts:,}", amount=figures.amount.dollars()
            )
        )

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            self._desk.tell(error)
        else:
            self._quietly(error)

    def _quietly(self, error: BaseException) -> None:
        """Leave a problem to the card and the strip, which show it; a mistake of ours is told."""
        if isinstance(error, Exception) and not isinstance(error, Problem):
            self._desk.tasks.unhandled.emit(error)

    # -- trials and the second place -------------------------------------------------------------

    def try_restore(self) -> None:
        """Restore the newest backup on trial."""
        if self.file is not None and not self.busy:
            answer = self._aside(partial(_try, self.file, self._desk.sign))
            self._desk.runs.emit(answer.called(self.tr("Restoring on trial")))
            answer.then(self._tried).otherwise(self._failed)

    def _tried(self, memory: Any) -> None:
        if memory.tried_problem:
            self._desk.tell(memory.tried_problem)
        else:
            self._desk.say(self.tr("The newest backup was restored on trial: all is there"))

    def _try_if_due(self) -> None:
        if self.file is not None and not self.busy:
            self._aside(partial(_try_if_due, self.file, self._desk.sign)).otherwise(self._quietly)

    def choose_second(self, folder: Path) -> None:
        """Take a folder as the second place, and back up to it."""
        if self.file is not None:
            self._desk.tasks.aside(partial(_choose_second, self.file, folder)).then(self._chosen)

    def _chosen(self, _memory: object) -> None:
        self.back_up()


# Loaded on the thread that backs up: none of it is needed for the first screens.
def _standing(file: Path, now: datetime) -> "Standing":
    from mi_crm.backups.standing import standing

    return standing(file, now=now)


def _back_up(file: Path, now: datetime, progress: Progress) -> "Made":
    from mi_crm.backups.back_up import back_up

    return back_up(file, why="asked", now=now, progress=progress)


def _if_changed(file: Path, why: str, now: datetime, progress: Progress) -> "Made | None":
    from mi_crm.backups.back_up import back_up_if_changed

    return back_up_if_changed(file, why=why, now=now, progress=progress)


def _first(file: Path, why: str, now: datetime, progress: Progress) -> None:
    """Back up, and let the work go on when there is no room for it: the strip and Home say so."""
    try:
        _if_changed(file, why, now, progress)
    except Problem:
        return


def _try(file: Path, sign: Any, progress: Progress) -> object:
    from mi_crm.restoring.trial import try_restore

    return try_restore(file, sign=sign, progress=progress)


def _try_if_due(file: Path, sign: Any, progress: Progress) -> None:
    from mi_crm.backups.shelf import Shelf, newest_proven
    from mi_crm.restoring.trial import is_due

    shelf = Shelf(file)
    if is_due(shelf.memory(), sign().at) and newest_proven(shelf) is not None:
        _try(file, sign, progress)


def _choose_second(file: Path, folder: Path) -> object:
    from mi_crm.backups.shelf import Shelf

    return Shelf(file).remember(second=str(folder), copied_number=0, copied_at="")
