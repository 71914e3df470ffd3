"""The first moments: open the data file, set up the charity if it is new, say plainly what is wrong."""

import tempfile
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Empty
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.style import px
from mi_crm.ui.window import Window

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from mi_crm.store.store import Store


class Opening(QObject):
    """Opens a file behind a window that is already on the screen."""

    def __init__(self, desk: Desk, window: Window, path: Path, closing: ExitStack, *, sample: bool) -> None:
        """Take the desk and the window; `closing` gets what must be closed at the end."""
        super().__init__(window)
        self._desk, self._window, self._closing = desk, window, closing
        self._path, self._sample = path, sample
        self._started = False
        self._soon = QTimer(self, singleShot=True, interval=200)
        self._soon.timeout.connect(self._count)

    @Slot()
    def begin(self) -> None:
        """Open the file, or make it, off the window's thread: an older one is first copied and upgraded."""
        answer = self._desk.tasks.write(self._sample_store if self._sample else self._store)
        answer.then(self._opened).otherwise(self._refuse)
        self._desk.runs.emit(answer.called(self.tr("Opening your file")))

    def _opened(self, store: "Store") -> None:
        self._closing.callback(store.close)
        self._desk.sit_at(store)
        self._desk.changed.connect(self._changed)
        self._desk.ask(_is_set_up).then(self._decide)

    def _store(self) -> "Store":
        from mi_crm.migrations.upgrade import create_store, open_store

        if self._path.exists():
            return open_store(self._path, now=self._desk.now())
        return create_store(self._path)

    def _sample_store(self) -> "Store":
        from mi_crm.sample.fresh import fresh_sample
        from mi_crm.store.location import cache_folder

        folder = self._closing.enter_context(tempfile.TemporaryDirectory(prefix="mi-crm-sample-"))
        path = Path(folder) / "sample.db"
        return fresh_sample(path, cache_folder(), today=self._desk.today(), now=self._desk.now())

    def _refuse(self, problem: BaseException) -> None:
        if not isinstance(problem, Problem):
            self._window.broke.emit(problem)
            return
        other = Button(self.tr("Choose another file"), "primary")
        other.clicked.connect(self._choose)
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.addStretch(1)
        rows.addWidget(
            Empty(
                "something_missing",
                "hard-drive",
                self.tr("Your file could not be opened"),
                str(problem),
                other,
            )
        )
        leave = Button(self.tr("Quit"), "quiet")
        leave.clicked.connect(self._window.close)
        rows.addWidget(leave)
        rows.setSpacing(px(8))
        rows.setAlignment(leave, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch(2)
        self._window.show_whole(page)

    def _choose(self) -> None:
        path = self._desk.questions.choose_file(
            self._window, self.tr("Open a file"), self.tr("MI CRM (*.db)")
        )
        if path is not None:
            self._path, self._sample = path, False
            self._window.show_frame()
            self.begin()

    def _decide(self, ready: bool) -> None:
        if ready:
            self._start()
            return
        first = import_module("mi_crm.ui.organization.first_run").FirstRun(self._desk)
        first.done.connect(self._set_up)
        self._window.show_whole(first)

    def _set_up(self) -> None:
        self._window.show_frame()
        self._start()

    def _start(self) -> None:
        self._started = True
        self._window.start()
        self._changed(frozenset({"organization"}))

    def _changed(self, names: frozenset[str]) -> None:
        if self._started:
            # One count after a run of changes, not one for each.
            self._soon.start()
            if "organization" in names:
                self._desk.ask(_charity).then(self._window.set_names)

    def _count(self) -> None:
        self._desk.ask(_waiting).then(self._window.set_counts)


# Asked on the reading thread; the rooms are loaded there too, after the window is on the screen.
def _is_set_up(session: "Session") -> bool:
    from mi_crm.organization.queries import is_set_up

    return is_set_up(session)


def _charity(session: "Session") -> str:
    from mi_crm.organization.queries import charity_name

    return charity_name(session)


def _waiting(session: "Session") -> dict[str, int]:
    from mi_crm.ui.home.errands import counts

    return counts(session)
