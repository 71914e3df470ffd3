"""The one place that builds things: reads the command line, opens the store, sets up desk and window."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from mi_crm import __version__
from mi_crm.store.location import ALLOW_PLACE, default_file, state_folder
from mi_crm.store.lock import holder
from mi_crm.store.memory import Memory


def main(argv: Sequence[str]) -> int:
    """Run a command, draw the pictures, or open the window; return the exit code."""
    arguments = list(argv)
    word = _command(arguments)
    if word == "pictures":
        from mi_crm.ui.pictures import main as draw

        return draw(arguments[arguments.index(word) + 1 :])
    if word or {"-h", "--help", "--version"}.intersection(arguments):
        from mi_crm.commands.main import main as run

        return run(arguments)
    options = _options(arguments)
    if options.allow_place:
        os.environ[ALLOW_PLACE] = "1"
    return open_window(options.file, sample=options.sample)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the options of the window; the commands have a parser of their own, slow to load."""
    parser = argparse.ArgumentParser(prog="mi-crm", add_help=False)
    parser.add_argument("--file", type=Path, metavar="FILE")
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--allow-place", action="store_true")
    return parser.parse_args(arguments)


def _command(arguments: Sequence[str]) -> str:
    """Return the first word that is neither an option nor the file after --file; empty for the window."""
    before = ""
    for word in arguments:
        if not word.startswith("-") and before != "--file":
            return word
        before = word
    return ""


def open_window(path: Path | None, *, sample: bool = False) -> int:
    """Open the window on a file, on the one of last time, or on a throw-away file of invented data."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from mi_crm.ui.opening import Opening
    from mi_crm.ui.shared.crash import CrashCatcher
    from mi_crm.ui.shared.desk import Desk
    from mi_crm.ui.shared.doorbell import ring
    from mi_crm.ui.shared.ending import Ending
    from mi_crm.ui.shared.preferences import Preferences
    from mi_crm.ui.shared.style import apply_style
    from mi_crm.ui.shared.tasks import Tasks
    from mi_crm.ui.window import Window

    _keep_no_core()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("MI CRM")
    app.setApplicationVersion(__version__)
    preferences = Preferences()
    file = path or _last(preferences.last_file)
    if not sample and (held := holder(file)) and held.is_us and ring(file):
        return 0
    apply_style(app, preferences.theme, preferences.text_size)
    catcher = CrashCatcher(__version__, app)
    catcher.install(default_file().with_name("mi-crm.log"))
    tasks = Tasks()
    ending = Ending(app)
    ending.asked.connect(app.quit)
    desk = Desk(None, tasks, preferences)
    window = Window(desk, version=__version__)
    window.broke.connect(catcher.catch)
    opening = Opening(desk, window, file, sample=sample, memory=Memory(state_folder() / "files.json"))
    if preferences.spoiled is not None:
        window.let_stand(
            "warn",
            app.translate("Preferences", "The settings here could not be read; the usual ones hold."),
            str(preferences.spoiled),
        )
    window.show()
    # The frame is on the screen before the slow imports of the database begin.
    QTimer.singleShot(0, opening, opening.begin)
    code = app.exec()
    tasks.close()
    opening.close()
    return code


def _keep_no_core() -> None:
    """Let the system write no image of the memory, with everybody's names in it, when the program dies."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _last(name: str) -> Path:
    """Return the file of last time if it is still there, else the usual one."""
    return Path(name) if name and Path(name).exists() else default_file()
