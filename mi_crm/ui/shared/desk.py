"""The desk: what every screen has at hand - the data, the day, and a way to speak to the person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.messages import Questions
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.preferences import Preferences
from mi_crm.ui.shared.tasks import Answer, Tasks

P = ParamSpec("P")
T = TypeVar("T")


class Data(Protocol):
    """What the desk needs of a store."""

    sign: Callable[[], Any]

    def read(self, query: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query."""

    def write(self, action: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an action as one transaction."""

    def watch(self, watcher: Callable[[frozenset[str]], None]) -> None:
        """Tell what a commit touched."""


@dataclass(frozen=True, slots=True)
class Undo:
    """Something that can be taken back, in the words it was announced with."""

    words: str
    act: Callable[[], object]


class Desk(QObject):
    """The one thing a screen is given."""

    changed = Signal(frozenset)
    said = Signal(str, object)
    told = Signal(object)
    went = Signal(object)
    runs = Signal(object)
    undos_changed = Signal()
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
        self.undos: list[Undo] = []
        # Queued: the store tells on the thread that wrote, and inside the write when inline.
        self._touched.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        if store is not None:
            self.sit_at(store)

    def sit_at(self, store: Data) -> None:
        """Work with this store from now on, and sign what is done in it."""
        self.store = store
        store.sign = self.sign
        store.watch(self._touched.emit)

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
        return self.tasks.write(partial(self.store.write, action, *args, **kwargs))

    def work(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Answer[T]:
        """Run a plain function that needs no store: a PDF, the reading of a file."""
        return self.tasks.work(partial(function, *args, **kwargs))

    def run(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> Answer[T]:
        """Run long work that opens its own transactions, as function(store, *args, progress=…, **kwargs).

        After two seconds the window shows its count and Stop. Stopped work fails with Cancelled, quietly.
        """
        answer = self.tasks.write_long(
            lambda progress: function(self.store, *args, progress=progress, **kwargs)
        )
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
        """Say what happened, for eight seconds; with `undo`, Ctrl+Z takes it back. Never for errors."""
        if undo is not None:
            self.undos.append(Undo(text, undo))
            self.undos_changed.emit()
        self.said.emit(text, undo)

    def tell(self, problem: Problem | str) -> None:
        """Say what is wrong, at the top of the screen, until dismissed."""
        self.told.emit(problem)

    def forget_undos(self) -> None:
        """Take nothing back any more, as another file comes."""
        self.undos.clear()
        self.undos_changed.emit()

    def undo(self) -> None:
        """Take back the last thing that can be taken back."""
        if self.undos:
            last = self.undos.pop()
            self.undos_changed.emit()
            last.act()
