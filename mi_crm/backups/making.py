"""Make a backup: a copy of one moment, proved before it gets its name."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2

from mi_crm import __version__
from mi_crm.backups import manifest as sealed
from mi_crm.backups.measuring import charity_of, figures_of, file_id_of, revision_of
from mi_crm.backups.proving import prove
from mi_crm.backups.rules import ROOM, Manifest, file_name
from mi_crm.shared.files import publish
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.store import sqlite
from mi_crm.store.disk import check_room, sync_file

_PAGES: Final = 4_000
"""Copied between two looks at whether to stop: some 16 MB."""


def make(
    source: Path, folder: Path, number: int, *, why: str, now: datetime, progress: Progress = no_progress
) -> tuple[Path, Manifest]:
    """Back up a data file into a folder and return the proven backup with what it says of itself.

    The file may be in use: whoever saves meanwhile does not wait. Raises Problem, with nothing left behind,
    when the folder cannot take it or the copy is not sound, and what `progress` raises.
    """
    part = folder / f"{source.stem}-{number:06}{sealed.PART}"
    with _told(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        try:
            manifest = _copy(source, part, number, why, now, progress)
            sync_file(part)
            prove(part, manifest.figures, name=f"backup {number}", progress=progress)
            sealed.seal(part, manifest, progress=progress)
            target = folder / file_name(source.stem, manifest)
            publish(part, target)
        finally:
            sqlite.remove(part)
    return target, manifest


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Say in one sentence what the disk did not take."""
    try:
        yield
    except (OSError, dbapi2.DatabaseError) as error:
        if "malformed" in str(error):  # the data file itself
            raise sqlite.problem_of(error) or error from error
        raise Problem(
            "The backup could not be written to {folder}. Check that the place is there, has room and "
            "may be written to, then back up again.",
            folder=folder,
        ) from error


def _copy(source: Path, part: Path, number: int, why: str, now: datetime, progress: Progress) -> Manifest:
    reader = sqlite.connect(source)
    try:
        reader.execute("BEGIN")
        # From the first look on, the transaction sees one moment: figures and copy are of the same.
        manifest = Manifest(
            number=number,
            made_at=now,
            why=why,
            charity=charity_of(reader),
            file_id=file_id_of(reader),
            revision=revision_of(reader),
            program=__version__,
            figures=figures_of(reader),
        )
        size = _size(reader)
        check_room(part.parent, int(size * ROOM))
        part.touch(mode=0o600)
        writer = dbapi2.connect(str(part), isolation_level=None)
        try:
            # It is waited for once, at the end; until then nobody relies on it.
            writer.execute("PRAGMA synchronous = OFF")
            reader.backup(
                writer, pages=_PAGES, progress=lambda _status, left, total: progress(total - left, total)
            )
            writer.execute("PRAGMA journal_mode = DELETE")
        finally:
            writer.close()
    finally:
        reader.close()
    return manifest


def _size(connection: dbapi2.Connection) -> int:
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    return int(pages * size)
