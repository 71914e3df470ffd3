"""Back up a data file: make the backup, carry it to the second place, throw old ones away."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mi_crm.backups import manifest as sealed
from mi_crm.backups.making import make
from mi_crm.backups.measuring import head_of
from mi_crm.backups.rules import ROOM, Manifest
from mi_crm.backups.shelf import Shelf, newest_proven, one_at_a_time
from mi_crm.shared.files import publish
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.store import sqlite
from mi_crm.store.disk import check_room


@dataclass(frozen=True, slots=True)
class Made:
    """A proven backup, and what became of the second place."""

    path: Path
    manifest: Manifest
    second: Path | None = None
    """Where a proven copy lies too."""
    second_problem: str = ""
    frozen: bool = False
    """Whether nothing is thrown away, as this one has far fewer people or gifts than the one before."""


def back_up(
    file: Path, *, why: str, now: datetime, to: Path | None = None, progress: Progress = no_progress
) -> Made:
    """Back up a data file beside itself and in the second place, or only in the folder `to`.

    A second place that is away is no error; what is wrong with one that is there is told. Raises Problem
    when there is no proven backup, and remembers that.
    """
    shelf = Shelf(file)
    with one_at_a_time(shelf.folder, now):
        number = shelf.next_number()
        try:
            shelf.sweep(to or shelf.folder)
            path, manifest = make(file, to or shelf.folder, number, why=why, now=now, progress=progress)
        except Problem as problem:
            shelf.remember(failed_at=now.isoformat(), failed_why=str(problem))
            raise
        shelf.remember(last_number=number, failed_at="", failed_why="")
        made = Made(path, manifest, frozen=to is None and shelf.is_frozen())
        if to is None:
            shelf.sweep(shelf.folder)
            made = _second(shelf, made, now, progress)
    return made


def back_up_if_changed(
    file: Path, *, why: str, now: datetime, progress: Progress = no_progress
) -> Made | None:
    """Back up a data file unless the newest backup holds all that was done; None when it does."""
    return back_up(file, why=why, now=now, progress=progress) if has_changed(file) else None


def has_changed(file: Path) -> bool:
    """Return whether something was done that is in no backup, judged by the audit trail."""
    newest = newest_proven(Shelf(file))
    connection = sqlite.connect(file)
    try:
        sequence, sha256 = head_of(connection)
    finally:
        connection.close()
    if newest is None or newest.manifest is None:
        return True
    figures = newest.manifest.figures
    return (figures.sequence, figures.head_sha256) != (sequence, sha256)


def _second(shelf: Shelf, made: Made, now: datetime, progress: Progress) -> Made:
    folder = shelf.second
    if folder is None or not folder.is_dir():
        return made
    try:
        carry(made.path, made.manifest, folder, progress=progress)
    except Problem as problem:
        return Made(made.path, made.manifest, None, str(problem), made.frozen)
    shelf.remember(copied_number=made.manifest.number, copied_at=now.isoformat())
    shelf.sweep(folder)
    return Made(made.path, made.manifest, folder, "", made.frozen)


def carry(backup: Path, manifest: Manifest, folder: Path, *, progress: Progress = no_progress) -> Path:
    """Copy a proven backup into another folder, read it there again, and return the proven copy."""
    target = folder / backup.name
    part = folder / f"{backup.name.removesuffix('.crmbak')}{sealed.PART}"
    try:
        check_room(folder, int(backup.stat().st_size * ROOM))
        try:
            with backup.open("rb") as file, part.open("wb") as out:
                shutil.copyfileobj(file, out, 1 << 20)
            if sealed.check(part, name=target.name, progress=progress) != manifest:
                raise sealed.damaged(target.name)
            publish(part, target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise Problem(
            "The second place {folder} did not take the backup. Check that it is there, has room and may be "
            "written to.",
            folder=folder,
        ) from error
    return target
