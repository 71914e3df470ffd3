"""The first moments: open the data file, set up the charity if it is new, say plainly what is wrong."""

import tempfile
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress
from mi_crm.store.lock import Holder, InUse, WindowLock, holder, window_lock
from mi_crm.ui.ahead import Ahead
from mi_crm.ui.closing import Closing
from mi_crm.ui.lookout import Lookout
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.doorbell import Doorbell, ring
from mi_crm.ui.trouble import Trouble
from mi_crm.ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from mi_crm.restoring.restore import Restored
    from mi_crm.store.memory import Memory
    from mi_crm.store.store import Sign, Store


class Opening(QObject):
    """Opens a file behind a window that is already on the screen, and another one when asked."""

    def __init__(
        self,
        desk: Desk,
        window: Window,
        path: Path,
        *,
        sample: bool = False,
        memory: "Memory | None" = None,
    ) -> None:
        """Take the desk and the window; nothing is opened before `begin`.

        Without a memory, an older file is not noticed.
        """
        super().__init__(window)
        self._desk, self._window = desk, window
        self._path, self._sample = path, sample
        self._unclean = False
        self._look: Problem | None = None
        self._lookout = Lookout(desk, window, memory, self._show_trouble)
        self._lookout.passed.connect(self._go_in)
        self._store: Store | None = None
        self._lock: WindowLock | None = None
        self._doorbell = Doorbell(self)
        self._doorbell.rung.connect(window.come_forward)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._started = False
        self._restored: Restored | None = None
        self._closing = Closing(window)
        self._ahead = Ahead(window)
        self._soon = QTimer(self, singleShot=True, interval=200)
        self._soon.timeout.connect(self._count)
        window.hold()
        window.file_asked.connect(self._choose)
        window.practice_asked.connect(self.practice)
        desk.changed.connect(self._changed)
        desk.safety.restore_asked.connect(self.show_restore)

    @Slot()
    def begin(self) -> None:
        """Open the file, or make it, off the window's thread: an older one is first copied and upgraded."""
        if self._sample:
            self._go_on(self._make_sample)
        else:
            self._desk.tasks.write(self._take).then(self._taken).otherwise(self._refuse)

    def _take(self) -> WindowLock | None:
        """Take the lock; where nothing can be written, nothing can be done twice either."""
        from mi_crm.store.places import check_place

        if self._lock is not None:
            return self._lock
        self._path = self._path.resolve()
        check_place(self._path)
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return window_lock(self._path, self._desk.now())
        return None

    def _taken(self, lock: WindowLock | None) -> None:
        self._lock = lock
        if lock is not None:
            # Before the file is open, so that a second start finds this window however long that takes.
            self._doorbell.listen(lock.path)
        self._go_on(self._open)

    def _go_on(self, make: "Callable[[], Store]") -> None:
        answer = self._desk.tasks.write(make).then(self._opened).otherwise(self._refuse)
        self._desk.runs.emit(answer.called(self.tr("Opening your file")))

    def _opened(self, store: "Store") -> None:
        self._store = store
        self._desk.sit_at(store)
        if not self._sample:
            self._desk.preferences.last_file = str(store.path)
        if store.only_read is not None:
            self._window.let_stand("warn", self.tr("Only for looking: {why}").format(why=store.only_read))
        if self._sample or self._look is not None:
            self._go_in()
        else:
            self._lookout.begin(store, put_back=self._restored is not None)

    def _go_in(self) -> None:
        self._desk.ask(_is_set_up).then(self._decide).otherwise(self._refuse)

    def _open(self) -> "Store":
        from mi_crm.migrations.upgrade import create_store, look_at, open_store
        from mi_crm.store.sqlite import Damaged, NotOurs, has_log

        if self._look is not None:
            return look_at(self._path, sign=self._desk.sign, why=self._look)
        if not self._path.exists():
            return create_store(self._path, sign=self._desk.sign)
        self._unclean = has_log(self._path)
        try:
            return open_store(self._path, sign=self._desk.sign)
        except NotOurs as problem:
            if str(self._path) != self._desk.preferences.last_file:
                raise
            # It was ours the last time: what was spoiled is the very beginning.
            raise Damaged("The beginning of {name} is spoiled.", name=self._path.name) from problem

    def _make_sample(self) -> "Store":
        from mi_crm.sample.fresh import fresh_sample
        from mi_crm.store.location import cache_folder

        self._folder = tempfile.TemporaryDirectory(prefix="mi-crm-sample-")
        path = Path(self._folder.name) / "sample.db"
        return fresh_sample(path, cache_folder(), today=self._desk.today(), sign=self._desk.sign)

    def close(self) -> None:
        """Close the file; the invented data is thrown away."""
        self._desk.safety.rest()
        self._desk.calendars.rest()
        self._started = False
        self._soon.stop()
        self._ahead.stop()
        self._lookout.end()
        if self._store is not None:
            self._store.close()
            self._store = None
        self._look = None
        self._doorbell.close()
        if self._lock is not None:
            self._lock.close()
            self._lock = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def practice(self) -> None:
        """Work on invented data instead."""
        self._switch(self._path, sample=True)

    def open(self, path: Path) -> None:
        """Work on another file instead, unless it is open already; then its window comes forward."""
        if self._lock is not None and path.resolve() == self._lock.path:
            self._say_open(self.tr("It is the one in this window."))
        else:
            self._desk.work(holder, path).then(partial(self._go_to, path))

    def _switch_to(self, path: Path) -> None:
        self._switch(path, sample=False)

    def _go_to(self, path: Path, held: Holder | None) -> None:
        if held is None:
            self._switch(path, sample=False)
        elif held.is_us and ring(path):
            self._say_open(self.tr("It is in another window, which came forward."))
        else:
            self._say_open(str(InUse(path, held)))

    def _say_open(self, sentence: str) -> None:
        self._desk.questions.tell(self._window, self.tr("This file is open already"), sentence)

    def _switch(self, path: Path, *, sample: bool) -> None:
        if not self._desk.tasks.idle():
            # Nothing may still read or write the file that is about to be closed.
            QTimer.singleShot(50, self, partial(self._switch, path, sample=sample))
        elif self._window.forget_screens():
            self.close()
            self._path, self._sample = path, sample
            self.begin()

    def _refuse(self, problem: BaseException) -> None:
        from mi_crm.store.sqlite import Damaged, Unreadable

        if not isinstance(problem, Problem):
            self._window.broke.emit(problem)
        elif isinstance(problem, Damaged) and self._look is None:
            from mi_crm.ui.rescue import (
                Rescue,  # loads the database, which the first window does not wait for
            )

            rescue = Rescue(self._desk, self._window, self._show_trouble)
            rescue.chosen.connect(self._switch_to)
            rescue.look.connect(self._look_only)
            rescue.begin(self._path, problem)
        else:
            self.close()
            self._show_trouble(
                Trouble(
                    self.tr("Your file could not be opened"),
                    str(problem),
                    passing=isinstance(problem, InUse | Unreadable),
                )
            )

    def _show_trouble(self, page: Trouble) -> None:
        page.asked_again.connect(self._try_again)
        page.asked_other.connect(self._choose)
        page.left.connect(self._window.close)
        page.asked_restore.connect(self.show_restore)
        self._window.show_frame()
        self._window.hold()
        self._window.show_whole(page)

    def _try_again(self) -> None:
        self.close()
        self._window.show_frame()
        self._window.hold()
        self.begin()

    def _look_only(self, problem: Problem) -> None:
        self._window.show_frame()
        self._window.hold()
        self._look = problem
        self._go_on(self._open)

    def _choose(self) -> None:
        path = self._desk.questions.choose_file(
            self._window, self.tr("Open a file"), self.tr("MI CRM (*.db)")
        )
        if path is not None:
            self.open(path)

    def _decide(self, ready: bool) -> None:
        if ready:
            self._start()
        else:
            self._desk.work(import_module, "mi_crm.ui.organization.first_run").then(self._show_first_run)

    def _show_first_run(self, module: ModuleType) -> None:
        first = module.FirstRun(self._desk)
        first.done.connect(self._set_up)
        first.practice.connect(self.practice)
        first.open_file.connect(self.open)
        first.restore.connect(self.show_restore)
        self._window.show_whole(first)

    def _set_up(self) -> None:
        self._window.show_frame()
        self._start()

    def _start(self) -> None:
        # Loading its modules and making it take longer than a key may wait: each is a step of its own.
        self._desk.work(self._window.load, self._window.first()).then(self._make_first)

    def _make_first(self, _loaded: None) -> None:
        self._window.make(self._window.first())
        QTimer.singleShot(0, self, self._show_first)

    def _show_first(self) -> None:
        self._started = True
        self._window.start()
        self._changed(frozenset({"organization"}))
        if self._store is not None and not self._sample:
            self._desk.safety.watch(self._store.path)
            if self._store.only_read is None:
                self._desk.calendars.watch(self._store.path)
        if self._restored is not None:
            self._say_restored(self._restored)
        self._ahead.begin()
        if not self._sample and self._look is None:
            self._lookout.check(whole=self._unclean)

    # -- restoring -------------------------------------------------------------------------------

    def show_restore(self) -> None:
        """Show the page where a backup is put back, in the place of everything else."""
        screen = self._window.current()
        if self._sample or (screen is not None and not screen.leave()):
            return
        self._desk.work(import_module, "mi_crm.ui.backups.restore_page").then(self._show_restore)

    def _show_restore(self, module: ModuleType) -> None:
        page = module.RestorePage(self._desk, self._path)
        page.chosen.connect(self._restore, Qt.ConnectionType.QueuedConnection)
        page.left.connect(self._leave_restore)
        self._window.show_whole(page)
        self._page = page

    def _leave_restore(self) -> None:
        self._window.show_frame()
        if not self._started:
            # There was no file to go back to: begin again from the start.
            self._window.hold()
            self.close()
            self.begin()

    def _restore(self, backup: Path, highest: str) -> None:
        if not self._desk.tasks.idle():
            # Nothing may still read or write the file that is about to be closed.
            QTimer.singleShot(50, self, partial(self._restore, backup, highest))
            return
        self._soon.stop()
        self._ahead.stop()
        self._window.setEnabled(False)
        answer = self._desk.tasks.write_long(
            partial(_restore, self._store, self._path, backup, highest, self._desk.sign)
        )
        self._desk.runs.emit(answer.called(self.tr("Restoring")))
        answer.then(self._take_restored).otherwise(self._refuse_restore)

    def _take_restored(self, restored: "Restored") -> None:
        self._window.setEnabled(True)
        self._restored = restored
        self._window.forget_screens()
        self.close()
        self.begin()

    def _refuse_restore(self, error: BaseException) -> None:
        self._window.setEnabled(True)
        self._page.refuse(error)

    def _say_restored(self, restored: "Restored") -> None:
        self._restored = None
        figures = restored.figures
        words = self.tr("Restored: {gifts} gifts, {amount}. The file before is kept.").format(
            gifts=f"{figures.gifts:,}", amount=figures.amount.dollars()
        )
        if restored.lost:
            words += " " + self.tr("{n} receipt numbers are registered as lost.").format(n=len(restored.lost))
        self._desk.say(words)

    def _changed(self, names: frozenset[str]) -> None:
        if self._started:
            # One count after a run of changes, not one for each.
            self._soon.start()
            if "organization" in names:
                self._desk.ask(_charity).then(self._window.set_names)

    def _count(self) -> None:
        self._desk.ask(_waiting, self._desk.now()).then(self._window.set_counts)


def _restore(
    store: "Store | None", file: Path, backup: Path, highest: str, sign: "Sign", progress: Progress
) -> "Restored":
    from mi_crm.restoring.restore import restore

    if store is not None:
        store.close()
    return restore(file, backup, sign=sign, highest_receipt=highest, progress=progress)


# Asked on the reading thread; the rooms are loaded there too, after the window is on the screen.
def _is_set_up(session: "Session") -> bool:
    from mi_crm.organization.queries import is_set_up

    return is_set_up(session)


def _charity(session: "Session") -> str:
    from mi_crm.organization.queries import charity_name

    return charity_name(session)


def _waiting(session: "Session", now: "datetime") -> dict[str, int]:
    from mi_crm.ui.home.errands import counts

    return counts(session, now)
