"""Work off the window's thread; answers come back on it, always queued."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Final, Generic, Never, Self, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from typing_extensions import override

from mi_crm.shared.progress import Cancelled, Progress
from mi_crm.ui.shared.sweeper import Sweeper

T = TypeVar("T")

# More often than this nobody can read it, and the window would have no time for anything else.
_SECONDS_BETWEEN: Final = 0.04


class _Step(QObject):
    """Goes on with an answer, and never for an object that is gone."""

    def __init__(self, owner: QObject, go_on: Callable[[Any], object]) -> None:
        super().__init__(owner)
        self._go_on = go_on

    def take(self, result: object) -> None:
        self._go_on(result)


class Answer(QObject, Generic[T]):
    """What will come of a piece of work: succeeded(object) or failed(object), then finished()."""

    succeeded = Signal(object)
    failed = Signal(object)
    finished = Signal()
    progressed = Signal(int, int)
    _arrived = Signal(object, object)
    _moved = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        """Wait for the answer on the thread that asks."""
        super().__init__(parent)
        self.words = ""
        self.shown_at = ""
        """The screen that shows its progress itself; the window does so on all others."""
        self.stoppable = False
        self.done = False
        self.act = 0
        """The sequence of the act that the work left in the audit trail, 0 for none."""
        self._stop = threading.Event()
        # Queued: no answer comes before its asker has connected to it.
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._moved.connect(self.progressed, Qt.ConnectionType.QueuedConnection)
        self._moved_at = 0.0

    def then(self, slot: Callable[[T], object]) -> Self:
        """Call a bound method, or a partial of one, with the result."""
        owner = getattr(slot.func, "__self__", None) if isinstance(slot, partial) else None
        if isinstance(owner, QObject):
            # Qt lets go of a bound method when its object is gone, but not of a partial of one.
            step = _Step(owner, slot)
            self.succeeded.connect(step.take)
            self.finished.connect(step.deleteLater)
        else:
            self.succeeded.connect(slot)
        return self

    def otherwise(self, slot: Callable[[BaseException], object]) -> Self:
        """Call a bound method with the failure, instead of showing it."""
        self.failed.connect(slot)
        return self

    def called(self, words: str) -> Self:
        """Say what is being done, for the progress shown after two seconds."""
        self.words = words
        return self

    def stop(self) -> None:
        """Ask the work to stop; its transaction is rolled back and the answer fails with Cancelled."""
        self._stop.set()

    def progress(self, done: int, total: int) -> None:
        """Tell how far the work is; called by the work on its own thread."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if done >= total or now - self._moved_at > _SECONDS_BETWEEN:
            self._moved_at = now
            self._moved.emit(done, total)

    def work(self, job: Callable[[], T], act: Callable[[], int] | None = None) -> None:
        """Do the job now, on this thread, and send what came of it; `act` says what trace it left."""
        try:
            result, error = job(), None
            self.act = act() if act is not None else 0
        except BaseException as failure:  # noqa: BLE001 - every failure must reach the window
            result, error = None, failure
        self._arrived.emit(result, error)

    @Slot(object, object)
    def _deliver(self, result: object, error: BaseException | None) -> None:
        self.done = True
        owner = self.parent()
        if isinstance(owner, Tasks):
            owner.act = self.act
        if error is None:
            self.succeeded.emit(result)
        elif self.receivers("2failed(PyObject)"):
            self.failed.emit(error)
        elif not isinstance(error, Cancelled) and isinstance(owner, Tasks):
            owner.unhandled.emit(error)
        self.finished.emit()
        if isinstance(owner, Tasks):
            owner.act = 0
        self.deleteLater()


class _Inline(Executor):
    """Does the work at once; only the answer is queued. For tests and pictures."""

    @override
    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class Tasks(QObject):
    """One thread that writes, one that reads, one for work without the store, one that waits for servers."""

    unhandled = Signal(object)

    def __init__(self, parent: QObject | None = None, *, inline: bool = False) -> None:
        """Start no thread yet; inline does everything on the caller's thread."""
        super().__init__(parent)
        self.act = 0
        """The act whose answer is being given just now, 0 for none."""
        self._writer = self._executor("write", inline)
        self._reader = self._executor("read", inline)
        self._worker = self._executor("work", inline)
        self._aside = self._executor("aside", inline)
        self._away = self._executor("away", inline)
        self._sweeper = None if inline else Sweeper(self)

    def _executor(self, name: str, inline: bool) -> Executor:
        return _Inline() if inline else ThreadPoolExecutor(1, thread_name_prefix=name)

    def write(self, job: Callable[[], T], act: Callable[[], int] | None = None) -> Answer[T]:
        """Do the job after everything written before it; `act` says, right after it, what trace it left."""
        return self._submit(self._writer, job, act)

    def read(self, job: Callable[[], T]) -> Answer[T]:
        """Do the job after everything asked before it."""
        return self._submit(self._reader, job)

    def work(self, job: Callable[[], T]) -> Answer[T]:
        """Do a job that needs no store."""
        return self._submit(self._worker, job)

    def write_long(self, job: Callable[[Progress], T], act: Callable[[], int] | None = None) -> Answer[T]:
        """Do a long job on the writing thread, with progress and stop."""
        return self._submit_long(self._writer, job, act)

    def work_long(self, job: Callable[[Progress], T]) -> Answer[T]:
        """Do a long job without the store, with progress and stop."""
        return self._submit_long(self._worker, job)

    def away_long(self, job: Callable[[Progress], T]) -> Answer[T]:
        """Do a long job that waits for a server, with progress and stop; nothing else waits for it."""
        return self._submit_long(self._away, job)

    def aside(self, job: Callable[[], T]) -> Answer[T]:
        """Do a job that nobody waits behind, such as a look at a slow disk."""
        return self._submit(self._aside, job)

    def aside_long(self, job: Callable[[Progress], T]) -> Answer[T]:
        """Do a long job that nobody waits behind, such as a backup, with progress and stop."""
        return self._submit_long(self._aside, job)

    def write_after(
        self,
        first: Callable[[Progress], None],
        job: Callable[[Progress], T],
        act: Callable[[], int] | None = None,
    ) -> Answer[T]:
        """Do a long job on the writing thread, once `first` is done aside; saves go through meanwhile."""
        answer: Answer[T] = Answer(self)
        answer.stoppable = True

        def begin() -> None:
            try:
                first(answer.progress)
                self._writer.submit(answer.work, lambda: job(answer.progress), act)
            except BaseException as error:  # noqa: BLE001 # every failure must reach the window
                answer.work(partial(_raise, error))

        self._aside.submit(begin)
        return answer

    def _submit(
        self, executor: Executor, job: Callable[[], T], act: Callable[[], int] | None = None
    ) -> Answer[T]:
        answer: Answer[T] = Answer(self)
        executor.submit(answer.work, job, act)
        return answer

    def _submit_long(
        self, executor: Executor, job: Callable[[Progress], T], act: Callable[[], int] | None = None
    ) -> Answer[T]:
        answer: Answer[T] = Answer(self)
        answer.stoppable = True
        executor.submit(answer.work, lambda: job(answer.progress), act)
        return answer

    def waiting(self) -> list[Answer[Any]]:
        """Return the answers that have not come yet."""
        return [answer for answer in self.findChildren(Answer) if not answer.done]

    def idle(self) -> bool:
        """Return whether every answer has come."""
        return not self.waiting()

    def settle(self) -> None:
        """Take everything that is there now for something that stays."""
        if self._sweeper is not None:
            self._sweeper.settle()

    def close(self) -> None:
        """Finish what is being written, drop what only waits to be read, and stop the threads."""
        for answer in self.waiting():
            answer.stop()
        self._reader.shutdown(cancel_futures=True)
        self._aside.shutdown(cancel_futures=True)
        self._worker.shutdown(cancel_futures=True)
        self._away.shutdown(cancel_futures=True)
        self._writer.shutdown()
        if self._sweeper is not None:
            self._sweeper.stop()


def _raise(error: BaseException) -> Never:
    raise error


def at_once(result: T, parent: QObject | None = None) -> Answer[T]:
    """Return an answer whose result is known already; it still comes queued."""
    answer: Answer[T] = Answer(parent)
    answer.work(lambda: result)
    return answer
