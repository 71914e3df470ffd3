"""Ctrl+Z and Ctrl+Shift+Z: what stands only in a form, and today's acts in the store, the newest first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from mi_crm.shared.occasion import Occasion
from mi_crm.ui.shared.tasks import Answer

if TYPE_CHECKING:
    from mi_crm.history.queries import Act, Next
    from mi_crm.ui.shared.desk import Desk


@dataclass(frozen=True, slots=True)
class Undo:
    """Something that stands only on the screen and can be taken back, in the words it was announced with."""

    words: str
    act: Callable[[], object]
    after: int
    """The newest act in the store when it was done."""


class Undoing(QObject):
    """What can be taken back or done again next; `returned` brings what was, once it is."""

    changed = Signal()
    returned = Signal(object)

    def __init__(self, desk: "Desk") -> None:
        """Know of nothing yet."""
        super().__init__(desk)
        self._desk = desk
        self._local: list[Undo] = []
        self._standing = 0
        self._asking, self._stale = False, False
        self.next_undo: Act | None = None
        self.next_redo: Act | None = None
        desk.changed.connect(self._on_changed)

    @property
    def local(self) -> Undo | None:
        """What Ctrl+Z takes back on the screen alone: only what is newer than every act that stands."""
        return self._local[-1] if self._local and self._local[-1].after >= self._standing else None

    def keep(self, words: str, act: Callable[[], object]) -> None:
        """Let Ctrl+Z take back something that is nothing in the store."""
        self._local.append(Undo(words, act, self._standing))
        self.changed.emit()

    def done(self, act: int) -> None:
        """Note an act, so that what came before it on the screen does not go first."""
        self._standing = max(self._standing, act)

    def forget(self) -> None:
        """Know of nothing any more, as another file comes."""
        self._local.clear()
        self._standing, self.next_undo, self.next_redo = 0, None, None
        self.changed.emit()

    # -- the keys --------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the newest of mine of today."""
        if self.local is not None:
            last = self._local.pop()
            self.changed.emit()
            last.act()
            return
        from mi_crm.history.actions import undo_newest

        self._undoes(self._desk.do(undo_newest, since=self.since(), when=self.when()))

    def redo(self) -> None:
        """Do again what I took back last."""
        from mi_crm.history.actions import redo_newest

        self._redoes(self._desk.do(redo_newest, since=self.since(), when=self.when()))

    def take_back(self, sequence: int) -> None:
        """Take back exactly this act, whatever was done since."""
        from mi_crm.history.actions import undo

        self._undoes(self._desk.do(undo, sequence, when=self.when()))

    def bring_back(self, sequence: int) -> None:
        """Do exactly this act again."""
        from mi_crm.history.actions import redo

        self._redoes(self._desk.do(redo, sequence, when=self.when()))

    def _undoes(self, answer: Answer[Any]) -> None:
        """Say that it goes on, should it be something as long as a whole import."""
        self._desk.runs.emit(answer.called(self.tr("Taking it back")).then(self._came))

    def _redoes(self, answer: Answer[Any]) -> None:
        self._desk.runs.emit(answer.called(self.tr("Doing it again")).then(self._came))

    def when(self) -> Occasion:
        """Return the occasion of what is done now."""
        return Occasion(self._desk.today(), self._desk.now(), self._desk.who)

    def since(self) -> datetime:
        """Return when today began at this office."""
        return datetime.combine(self._desk.today(), time.min).astimezone()

    def _came(self, returned: object) -> None:
        if returned is None:
            self._desk.say(self.tr("Nothing of today is left for that"))
        else:
            self.returned.emit(returned)

    # -- what comes next -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask what can be taken back or done again next; of a run of acts only after the last one."""
        self._stale = self._asking
        if not self._asking:
            self._asking = True
            answer = self._desk.ask(_next, self._desk.who, self.since()).then(self._know)
            answer.finished.connect(self._asked)

    def _asked(self) -> None:
        self._asking = False
        if self._stale:
            self.refresh()

    def _on_changed(self, names: frozenset[str]) -> None:
        if names & {"audit_event", "organization"}:
            self.refresh()

    def _know(self, found: "Next") -> None:
        self.next_undo, self.next_redo = found.undo, found.redo
        self._standing = found.undo.told.sequence if found.undo else 0
        self.changed.emit()


def _next(session: Any, who: str, since: datetime) -> "Next":  # a session; a screen opens none
    # Here, and so on the reading thread: the window is on the screen before the database is loaded.
    from mi_crm.history.queries import next_both

    return next_both(session, who, since)
