"""Whether an open file is the newest this computer saw, and whether it is sound."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from mi_crm.shared.dates import long_moment
from mi_crm.shared.problems import Problem
from mi_crm.store.memory import Memory, Seen
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.trouble import Trouble
from mi_crm.ui.window import Window

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from mi_crm.store.store import Store

_CHECKED_EVERY = timedelta(days=7)


class Lookout(QObject):
    """Looks at a file when it is opened, and remembers how far it has come; `passed` lets it be worked on."""

    passed = Signal()

    def __init__(
        self, desk: Desk, window: Window, memory: Memory | None, show: Callable[[Trouble], None]
    ) -> None:
        """Take who shows pages. Without a memory, an older file is not noticed."""
        super().__init__(window)
        self._desk, self._window, self._memory, self._show_page = desk, window, memory, show
        self._store: Store | None = None
        self._known: Seen | None = None
        self._changed = False
        self._soon = QTimer(self, singleShot=True, interval=5_000)
        self._soon.timeout.connect(self._note)
        desk.changed.connect(self._soon.start)

    def begin(self, store: "Store", *, put_back: bool = False) -> None:
        """Compare the file with what is remembered of it, unless it is a backup put back a moment ago."""
        if (self._memory is None and not store.changed_outside) or put_back:
            self._pass(store)
        else:
            found = self._desk.ask(_compare, self._memory, self._desk.now())
            found.then(partial(self._compared, store))

    def end(self) -> None:
        """Remember how far the file has come, as it is about to be closed."""
        self._soon.stop()
        if self._store is not None and self._memory is not None:
            with suppress(Problem):
                from mi_crm.history.older import seen_now

                self._memory.remember(*self._store.read(seen_now, self._desk.now()))
        self._store, self._changed = None, False

    def check(self, *, whole: bool) -> None:
        """Look through the file behind the work in hand: all of it after an unclean end, else once a week."""
        from mi_crm.history.check import everything_wrong
        from mi_crm.store.sqlite import unsound

        whole = whole or self._changed
        if self._store is not None and (whole or self._is_due()):
            answer = self._desk.work(self._store.read, everything_wrong if whole else unsound)
            answer.then(self._checked).otherwise(self._check_failed)

    def _is_due(self) -> bool:
        if self._memory is None:
            return False
        checked = self._known.checked_at if self._known else None
        return checked is None or not timedelta(0) <= self._desk.now() - checked < _CHECKED_EVERY

    def _check_failed(self, error: BaseException) -> None:
        from mi_crm.store.sqlite import Damaged

        # A disk that cannot be read now says nothing of the file: it is looked at another time.
        if isinstance(error, Damaged):
            self._checked([str(error)])
        elif not isinstance(error, Problem):
            self._desk.tasks.unhandled.emit(error)

    def _checked(self, wrong: list[str]) -> None:
        if wrong:
            self._window.let_stand(
                "wrong",
                self.tr("The check of your file found something wrong: {what}").format(what=wrong[0]),
                self.tr("Restore the newest backup, or ask whoever looks after MI CRM before you go on."),
            )
        else:
            self._note(checked=True)

    # -- a file that is not as it was left --------------------------------------------------------

    def _compared(self, store: "Store", found: tuple[Seen | None, bool]) -> None:
        known, behind = found
        self._known = known
        if known is not None and behind:
            self._ask_older(store, known)
        elif store.changed_outside and store.only_read is None:
            self._ask_changed(store)
        else:
            self._pass(store)

    def _ask_older(self, store: "Store", known: Seen) -> None:
        go_on = Button(self.tr("Go on with this older file"))
        go_on.clicked.connect(partial(self._accept_older, store, known))
        self._show_page(
            Trouble(
                self.tr("This file is older than the one used before"),
                self.tr(
                    "On {when}, this computer saw more in it than it holds now. Perhaps an older copy was "
                    "put in its place. What was done since is not in this file."
                ).format(when=long_moment(known.at)),
                told=[
                    self.tr("If you put back a backup on purpose, go on. If not, look for the newer file.")
                ],
                ways=[go_on],
            )
        )

    def _ask_changed(self, store: "Store") -> None:
        go_on = Button(self.tr("Go on with it as it is"))
        go_on.clicked.connect(partial(self._accept_changed, store))
        self._show_page(
            Trouble(
                self.tr("This file is not as it was left"),
                store.changed_outside,
                told=[self.tr("If you go on, all of it is checked while you work.")],
                ways=[go_on],
            )
        )

    def _accept_older(self, store: "Store", known: Seen, _clicked: bool = False) -> None:
        from mi_crm.history.older import accept_older

        if store.only_read is None:
            self._desk.do(accept_older, known).then(partial(self._accept_changed, store))
        else:
            self._accepted(store)

    def _accept_changed(self, store: "Store", _clicked: bool | None = False) -> None:
        self._changed = bool(store.changed_outside)
        self._desk.work(store.accept).then(partial(self._accepted, store))

    def _accepted(self, store: "Store", _done: None = None) -> None:
        self._window.show_frame()
        self._window.hold()
        self._pass(store)

    def _pass(self, store: "Store") -> None:
        # Only from here on: what nobody accepted is not remembered as the newest.
        self._store = store
        self._note()
        self.passed.emit()

    def _note(self, *, checked: bool = False) -> None:
        from mi_crm.history.older import seen_now

        if self._store is not None and self._memory is not None:
            self._desk.ask(seen_now, self._desk.now(), checked=checked).then(self._remember)

    def _remember(self, seen: tuple[str, Seen]) -> None:
        if self._memory is not None:
            self._memory.remember(*seen)


def _compare(session: "Session", memory: Memory | None, now: datetime) -> tuple[Seen | None, bool]:
    """Return what is remembered of the open file, and whether the file lacks it."""
    from mi_crm.history.older import is_behind, seen_now

    if memory is None:
        return None, False
    known = memory.seen(seen_now(session, now)[0])
    return known, known is not None and is_behind(session, known)
