"""Pictures of every screen on invented data: looked at in review, never compared dot by dot."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from mi_crm.ui.routes import ROUTES
from mi_crm.ui.shared.components import Components
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.preferences import Preferences
from mi_crm.ui.shared.style import apply_style
from mi_crm.ui.shared.tasks import Tasks
from mi_crm.ui.window import Window

TODAY: Final = date(2026, 11, 16)
NOW: Final = datetime(2026, 11, 16, 17, 30, tzinfo=UTC)


def main(arguments: Sequence[str]) -> int:
    """Draw the pictures; return the exit code."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    options.folder.mkdir(parents=True, exist_ok=True)
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    wide, high = options.size
    for theme in ("light", "dark") if options.theme == "both" else (options.theme,):
        apply_style(app, theme, round(options.text_scale * 100))
        ending = f"-{theme}" if options.theme == "both" else ""
        with tempfile.TemporaryDirectory(prefix="mi-crm-pictures-") as folder:
            for name, page in _pages(Path(folder), options.page, people=options.people, gifts=options.gifts):
                page.resize(wide, high)
                page.show()
                _settle()
                file = options.folder / f"{name}{ending}.png"
                page.grab().save(str(file))
                sys.stdout.write(f"{file}\n")
    return 0


def _size(text: str) -> tuple[int, int]:
    wide, _, high = text.partition("x")
    if not (
        wide.isdecimal() and high.isdecimal() and 400 <= int(wide) <= 8_000 and 300 <= int(high) <= 8_000
    ):
        raise argparse.ArgumentTypeError(f"{text} is no size such as 1440x900")
    return int(wide), int(high)


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not 1 <= scale <= 2:
        raise argparse.ArgumentTypeError(f"{text} is no text size from 1 to 2")
    return scale


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mi-crm pictures", description="A PNG of every screen on sample data."
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--theme", choices=("light", "dark", "both"), default="light")
    parser.add_argument("--size", type=_size, default=(1440, 900), metavar="WxH")
    parser.add_argument("--text-scale", type=_scale, default=1.0, metavar="1…2")
    parser.add_argument(
        "--page", action="append", metavar="NAME", help="only this screen; may be given again"
    )
    parser.add_argument("--people", type=int, default=420)
    parser.add_argument("--gifts", type=int, default=1800)
    return parser


def _pages(
    folder: Path, wanted: Sequence[str] | None, *, people: int, gifts: int
) -> Iterator[tuple[str, QWidget]]:
    """Make the pages one after the other."""
    names = wanted or ["components", "first_run", *(route.name for route in ROUTES)]
    if "components" in names:
        yield "components", Components()
    if not set(names) - {"components"}:
        return
    from mi_crm.migrations.upgrade import create_store
    from mi_crm.organization.queries import charity_name
    from mi_crm.programs.queries.trainings import list_trainings
    from mi_crm.sample.make import make_sample
    from mi_crm.store.audit import Signature
    from mi_crm.ui.home.errands import counts

    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    preferences = Preferences(settings)
    preferences.who = "Dana Whitlock"
    tasks = Tasks(inline=True)
    if "first_run" in names:
        from mi_crm.ui.organization.first_run import FirstRun

        with create_store(folder / "empty.db", sign=lambda: Signature("Dana Whitlock", NOW)) as empty:
            window = Window(_desk(empty, tasks, preferences))
            window.show_whole(FirstRun(window.desk))
            yield "first_run", window
            window.deleteLater()
    with make_sample(folder / "sample.db", today=TODAY, people=people, gifts=gifts) as store:
        window = Window(_desk(store, tasks, preferences))
        window.set_names(store.read(charity_name))
        window.set_counts(store.read(counts, NOW))
        for name in names:
            if name not in ("components", "first_run"):
                training = store.read(list_trainings, since=TODAY) if name == "training" else []
                window.open(Place(name, training[-1].id if training else None))
                yield name, window
        window.deleteLater()
        _settle()


def _desk(store: object, tasks: Tasks, preferences: Preferences) -> Desk:
    return Desk(store, tasks, preferences, today=lambda: TODAY, now=lambda: NOW)  # type: ignore[arg-type]


def _settle() -> None:
    """Let answers come and widgets take their places."""
    loop = QEventLoop()
    QTimer.singleShot(900, loop.quit)
    loop.exec()
