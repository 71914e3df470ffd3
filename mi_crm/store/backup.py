"""A copy of the data file that is checked before it gets its name."""

from pathlib import Path

from sqlcipher3 import dbapi2

from mi_crm.shared.files import publish
from mi_crm.shared.problems import Problem
from mi_crm.store import sqlite


def back_up(source: Path, target: Path) -> Path:
    """Copy the file with SQLite's own backup to `target`, prove the copy sound, and return `target`.

    The copy is whole or absent: it has another name until it is checked.
    """
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        _copy(source, part)
        publish(part, target)
    except (OSError, dbapi2.DatabaseError) as error:
        part.unlink(missing_ok=True)
        raise sqlite.problem_of(error) or Problem(
            "The backup could not be written to {folder}. Check the disk, then try again.",
            folder=target.parent,
        ) from error
    return target


def _copy(source: Path, part: Path) -> None:
    reader = dbapi2.connect(str(source))
    writer = dbapi2.connect(str(part))
    try:
        reader.backup(writer)
        writer.execute("PRAGMA journal_mode = DELETE")
    finally:
        writer.close()
        reader.close()
    checker = dbapi2.connect(str(part))
    try:
        if found := sqlite.integrity(checker):
            raise Problem("The backup is not sound and was thrown away: {found}.", found=found[0])
    finally:
        checker.close()
