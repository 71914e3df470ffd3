"""A morning at the program, with a heart that beats every millisecond on the window's thread.

    python -m tests.benchmarks.blocking FILE [PAUSE]

Goes to every screen as soon as the first is there, or PAUSE seconds later and then through what one does in
them. Prints for each step the longest time between two beats: on the wall, and in seconds of the processor
spent by the window's thread.
"""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from mi_crm.exchange.import_gifts import import_file, read_file
from mi_crm.giving.queries.filters import GiftFilters
from mi_crm.giving.records import PaymentMethod
from mi_crm.ui.giving.gifts_screen import GiftsScreen
from mi_crm.ui.opening import Opening
from mi_crm.ui.people.people_screen import PeopleScreen
from mi_crm.ui.routes import ROUTES
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.preferences import Preferences
from mi_crm.ui.shared.style import apply_style
from mi_crm.ui.shared.tasks import Tasks
from mi_crm.ui.window import Window
from tests.benchmarks.incoming import write_donations
from tests.conftest import NOW, TODAY


class Heart(QObject):
    """Beats every millisecond and remembers the longest time between two beats."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self, interval=1)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self.begin()

    def begin(self) -> None:
        """Forget what was."""
        self.wall = self.processor = 0.0
        self._last = time.perf_counter(), time.thread_time()
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter(), time.thread_time()
        self.wall = max(self.wall, now[0] - self._last[0])
        self.processor = max(self.processor, now[1] - self._last[1])
        self._last = now


class Morning:
    """The program on a file, and what is done with it."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.folder = folder
        self.preferences = Preferences(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
        self.tasks = Tasks()
        self.desk = Desk(None, self.tasks, self.preferences, today=lambda: TODAY, now=lambda: NOW)
        self.window = Window(self.desk)
        self.opening = Opening(self.desk, self.window, path)
        self.heart = Heart()

    def step(self, words: str, act: Callable[[], object], least: float = 0.4) -> None:
        """Do something, wait until the program has come to rest, and print how long it held the window up."""
        self.heart.begin()
        QTimer.singleShot(0, self.window, act)
        loop, start = QEventLoop(), time.monotonic()

        def look() -> None:
            if time.monotonic() - start > least and self.tasks.idle():
                loop.quit()

        timer = QTimer(interval=20)
        timer.timeout.connect(look)
        timer.start()
        loop.exec()
        sys.stdout.write(json.dumps([words, self.heart.wall, self.heart.processor]) + "\n")
        sys.stdout.flush()

    def go(self, pause: float) -> None:
        """Open the file and go through everything."""
        self.step("the window is shown", self.window.show)
        self.step("the file is opened, Home comes", self.opening.begin, 1.0)
        if pause:
            self.step("screens are made ahead", lambda: None, pause)
        for route in ROUTES[1:]:
            self.step(f"first visit: {route.words}", partial(self.window.open, Place(route.name)))
        if not pause:
            return
        for route in ROUTES:
            self.step(f"next visit: {route.words}", partial(self.window.open, Place(route.name)))
        self.gifts()
        self.people()
        self.step("a backup is made and proved", self.desk.safety.back_up)
        self.step("a backup is put back to try", self.desk.safety.try_restore)
        write_donations(self.folder / "paypal.csv", 2_000)
        file, preset = read_file(self.folder / "paypal.csv")
        who = self.desk.who
        come_in = partial(self.desk.run, import_file, file, preset, today=TODAY, now=NOW, who=who)
        self.step("an import of 2,000 rows", come_in)
        self.step("dark theme", self.dark)
        self.step("a quiet moment", lambda: None, 2.0)

    def gifts(self) -> None:
        """Filter, sort and open gifts."""
        gifts = self.window.screen_at("gifts")
        assert isinstance(gifts, GiftsScreen)
        table = gifts.table
        self.step("gifts", partial(self.window.open, Place("gifts")))
        self.step("gifts: filters offered", gifts.bar.begin)
        for other in QApplication.topLevelWidgets():
            if other is not self.window:
                other.close()
        only_checks = GiftFilters(methods=(PaymentMethod.CHECK,))
        self.step("gifts: filtered", partial(gifts.show_filters, only_checks))
        self.step("gifts: all again", gifts.show_all)
        for column in (6, 3):
            self.step(f"gifts: sorted by {table.pages.columns[column].words}", partial(table._sort, column))
        self.step("gifts: first of the list", partial(table.choose, 0))
        self.step("gifts: opened", table._open)
        self.step("gifts: the end of the list", partial(table.choose, table.pages.rowCount() - 1))

    def people(self) -> None:
        """Find somebody, look at them, and begin with somebody new."""
        people = self.window.screen_at("people")
        assert isinstance(people, PeopleScreen)
        self.step("people", partial(self.window.open, Place("people")))
        for typed in ("o", "oka", "okaf", ""):
            self.step(f"people: “{typed}” typed", partial(people.list.search.setText, typed))
        self.step("people: one chosen", partial(people.list.table.choose, 1))
        self.step("people: a new one begun", people.new_here)

    def dark(self) -> None:
        """Choose the dark theme."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_style(app, "dark", 100)

    def end(self) -> None:
        """Leave."""
        self.window.close()
        self.tasks.close()
        self.opening.close()


def main(source: Path, pause: float) -> None:
    """Spend the morning on a copy of the file."""
    app = QApplication(sys.argv[:1])
    apply_style(app, "light", 100)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copyfile(source, folder / "file.db")
        morning = Morning(folder / "file.db", folder)
        morning.go(pause)
        morning.end()


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 0.0)
