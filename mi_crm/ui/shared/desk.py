"""The desk: what every screen has at hand - the data, the day, and a way to speak to the person."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress
from mi_crm.ui.shared.calendars import Calendars
from mi_crm.ui.shared.messages import Questions
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.preferences import Preferences
from mi_crm.ui.shared.safety import Safety
from mi_crm.ui.shared.tasks import Answer, Tasks
from mi_crm.ui.shared.undoing import Undoing

P = ParamSpec("P")
T = TypeVar("T")


def _passed() -> float:
    """Return seconds that only go on, while the computer sleeps too, whatever becomes of its clock."""
    if sys.platform == "win32":
        return time.monotonic()
    # The usual clock stops with a Linux computer that sleeps; the one by this name elsewhere does not.
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Data(Protocol):
    """What the desk needs of a store."""

    sign: Callable[[], Any]

    @property
    def last_act(self) -> int:
        """The act that the last write of this thread left, 0 for none."""

    def read(self, query: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query."""

    def write(self, action: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an action as one transaction."""

    def try_out(self, action: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an action and save nothing."""

    def watch(self, watcher: Callable[[frozenset[str]], None]) -> None:
        """Tell what a commit touched."""


class Desk(QObject):
    """The one thing a screen is given."""

    changed = Signal(frozenset)
    said = Signal(str, object)
    told = Signal(object)
    went = Signal(object)
    runs = Signal(object)
    _touched = Signal(frozenset)

    def __init__(
        self,
        store: Data | None,
        tasks: Tasks,
        preferences: Preferences,
        *,
        today: Callable[[], date] = date.today,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        questions: Questions | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Sit down, at a store or before there is one."""
        super().__init__(parent)
        self.tasks, self.preferences = tasks, preferences
        self.today, self.now = today, now
        self.questions = questions or Questions()
        self.trust_clock()
        self.undoing = Undoing(self)
        self.safety = Safety(self)
        self.calendars = Calendars(self)
        # Queued: the store tells on the thread that wrote, and inside the write when inline.
        self._touched.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        if store is not None:
            self.sit_at(store)

    def trust_clock(self) -> None:
        """Take the clock as right from now on."""
        self._clock = self.now() - timedelta(seconds=_passed())

    def drift(self) -> timedelta:
        """Return by how much the clock moved against the time that really passed, asleep or awake."""
        return self.now() - timedelta(seconds=_passed()) - self._clock

    def sit_at(self, store: Data) -> None:
        """Work with this store from now on, and sign what is done in it."""
        self.store = store
        store.sign = self.sign
        store.watch(self._touched.emit)
        self.undoing.refresh()

    def sign(self) -> Any:
        """Say who acts and when, for the audit trail."""
        from mi_crm.store.audit import Signature  # the window is on the screen before the database is loaded

        return Signature(self.who, self.now())

    @property
    def who(self) -> str:
        """The typed name of the person at the keyboard."""
        return self.preferences.who

    def ask(self, query: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> Answer[T]:
        """Run a query on the reading thread."""
        return self.tasks.read(partial(self.store.read, query, *args, **kwargs))

    def do(self, action: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> Answer[T]:
        """Run an action as one transaction on the writing thread."""
        answer = self.tasks.write(partial(self.store.write, action, *args, **kwargs), self._last_act)
        answer.succeeded.connect(self._note_act)
        return answer

    def try_out(
        self, action: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Answer[T]:
        """Run an action on the writing thread and save nothing: the answer is what it would come to."""
        return self.tasks.write(partial(self.store.try_out, action, *args, **kwargs))

    def _last_act(self) -> int:
        return self.store.last_act

    def _note_act(self) -> None:
        self.undoing.done(self.tasks.act)

    def work(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Answer[T]:
        """Run a plain function that needs no store: a PDF, the reading of a file."""
        return self.tasks.work(partial(function, *args, **kwargs))

    def run(self, function: Callable[..., T], *args: Any, backed_up: str = "", **kwargs: Any) -> Answer[T]:
        """Run long work that opens its own transactions, as function(store, *args, progress=…, **kwargs).

        After two seconds the window shows its count and Stop. Stopped work fails with Cancelled, quietly.
        `backed_up` says before what a backup is made first.
        """

        def work(progress: Progress) -> T:
            return function(self.store, *args, progress=progress, **kwargs)

        first = self.safety.before(backed_up) if backed_up else None
        if first:
            answer = self.tasks.write_after(first, work, self._last_act)
        else:
            answer = self.tasks.write_long(work, self._last_act)
        self.runs.emit(answer)
        return answer

    def beside(
        self, function: Callable[..., T], *args: Any, backed_up: str = "", shown_at: str = "", **kwargs: Any
    ) -> Answer[T]:
        """Run long work of many short transactions beside the writing thread, as `run` does otherwise.

        What others save meanwhile does not wait for its end. `shown_at` is the screen that shows it itself.
        """
        first = self.safety.before(backed_up) if backed_up else None

        def work(progress: Progress) -> T:
            if first:
                first(progress)
            return function(self.store, *args, progress=progress, **kwargs)

        answer = self.tasks.aside_long(work)
        answer.shown_at = shown_at
        self.runs.emit(answer)
        return answer

    def work_long(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> Answer[T]:
        """Run long work that needs no store, as function(*args, progress=…, **kwargs), shown like `run`."""
        answer = self.tasks.work_long(lambda progress: function(*args, progress=progress, **kwargs))
        self.runs.emit(answer)
        return answer

    def away(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> Answer[T]:
        """Run long work that waits for a server, as function(*args, progress=…, **kwargs), shown alike."""
        answer = self.tasks.away_long(lambda progress: function(*args, progress=progress, **kwargs))
        self.runs.emit(answer)
        return answer

    def go(self, place: Place) -> None:
        """Open another screen."""
        self.went.emit(place)

    def say(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Say something, for eight seconds, never for errors; with `undo`, Ctrl+Z calls it.

        That is for what stands only on the screen; of an act in the store, `done` speaks.
        """
        if undo is not None:
            self.undoing.keep(text, undo)
        self.said.emit(text, undo and self.undoing.undo)

    def done(self, text: str) -> None:
        """Say what was done, when the store answers: Undo beside it takes back exactly this act."""
        act = self.tasks.act
        self.said.emit(text, partial(self.undoing.take_back, act) if act else None)

    def tell(self, problem: Problem | str) -> None:
        """Say what is wrong, at the top of the screen, until dismissed."""
        self.told.emit(problem)

    def undo(self) -> None:
        """Take back the newest thing I did today."""
        self.undoing.undo()

    def redo(self) -> None:
        """Do again what I took back last."""
        self.undoing.redo()
