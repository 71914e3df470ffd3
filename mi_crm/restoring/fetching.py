"""Fetch the data file out of a backup: proved, ours, and brought up to date, beside where it will go."""

from pathlib import Path

from mi_crm.backups.manifest import Damaged, unseal
from mi_crm.backups.measuring import figures_of
from mi_crm.backups.proving import prove
from mi_crm.backups.rules import ROOM, Figures
from mi_crm.migrations.upgrade import bring_up
from mi_crm.restoring.schema import check_old_schema, check_schema
from mi_crm.schema import HEAD
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.store import sqlite
from mi_crm.store.disk import check_room
from mi_crm.store.store import Sign


def fetch(backup: Path, part: Path, *, sign: Sign, progress: Progress = no_progress) -> Figures:
    """Put the data file of a backup at `part` and return what was in it.

    Raises Damaged when it is not what was backed up or not wholly ours, Problem when it is no backup, of a
    newer program, or the disk does not take it; then nothing is left at `part`.
    """
    sqlite.remove(part)
    try:
        return _fetch(backup, part, sign, progress)
    except BaseException:
        sqlite.remove(part)
        raise


def _fetch(backup: Path, part: Path, sign: Sign, progress: Progress) -> Figures:
    name = backup.name
    try:
        check_room(part.parent, int(backup.stat().st_size * ROOM))
        manifest = unseal(backup, part, progress=progress)
    except OSError as error:
        raise Problem(
            "{path} cannot be read or copied. Check that it is there, then try again.", path=backup
        ) from error
    _check_ours(part, name)
    revision = check_old_schema(part, name)
    prove(part, manifest.figures if manifest else None, name=name, progress=progress)
    figures = manifest.figures if manifest else _figures(part)
    if revision != HEAD:
        bring_up(part, sign, revision)
        sqlite.fold_log(part)
        prove(part, name=name, progress=progress)
    check_schema(part, name)
    return figures


def _check_ours(part: Path, name: str) -> None:
    try:
        sqlite.check_ours(part)
    except Damaged:
        raise
    except Problem as error:
        raise Problem("{name} is no backup of MI CRM. Choose another file.", name=name) from error


def _figures(part: Path) -> Figures:
    connection = sqlite.looking_at(part)
    try:
        return figures_of(connection)
    finally:
        connection.close()
