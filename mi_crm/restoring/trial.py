"""The monthly drill: the newest backup is restored into a folder of its own, looked through, thrown away."""

import shutil
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from mi_crm.backups.measuring import figures_of
from mi_crm.backups.rules import DRILL_EVERY
from mi_crm.backups.shelf import Memory, Shelf, moment, newest_proven, reading
from mi_crm.migrations.upgrade import open_store
from mi_crm.restoring.fetching import fetch
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.store import sqlite
from mi_crm.store.store import Sign

_PREFIX = "trial-"


def is_due(memory: Memory, now: datetime) -> bool:
    """Return whether a month has gone by since the last trial, or the clock was set back."""
    last = moment(memory.tried_at)
    return last is None or not last <= now < last + DRILL_EVERY


def try_restore(file: Path, *, sign: Sign, progress: Progress = no_progress) -> Memory:
    """Restore the newest backup on trial, and remember and return whether that passed.

    Raises Problem when there is no backup to try.
    """
    shelf, now = Shelf(file), sign().at
    backup = newest_proven(shelf)
    if backup is None:
        raise Problem("There is no backup to try yet. Back up first.")
    sweep_trials(shelf.folder)
    problem = ""
    with reading(backup.number), _own_folder(shelf.folder) as folder:
        try:
            _restore(backup.path, Path(folder) / file.name, sign, progress)
        except Problem as found:
            problem = str(found)
    return shelf.remember(tried_number=backup.number, tried_at=now.isoformat(), tried_problem=problem)


def _own_folder(shelf: Path) -> tempfile.TemporaryDirectory[str]:
    """Return a folder that only this user may look into, thrown away at the end."""
    try:
        return tempfile.TemporaryDirectory(prefix=_PREFIX, dir=shelf)
    except OSError as error:
        raise Problem(
            "{folder} cannot be written to. Check the disk, then try again.", folder=shelf
        ) from error


def _restore(backup: Path, copy: Path, sign: Sign, progress: Progress) -> None:
    figures = fetch(backup, copy, sign=sign, progress=progress)
    open_store(copy, sign=sign).close()
    connection = sqlite.looking_at(copy)
    try:
        found = figures_of(connection)
    finally:
        connection.close()
    if (found.people, found.gifts, found.amount) != (figures.people, figures.gifts, figures.amount):
        raise Problem("{name} did not open with what it held. Use another backup.", name=backup.name)


def sweep_trials(folder: Path) -> None:
    """Remove what a trial left that was killed."""
    with suppress(OSError):
        for left in folder.glob(f"{_PREFIX}*"):
            shutil.rmtree(left, ignore_errors=True)
