"""What is left of a file that looks damaged, found on a copy: the file itself is not touched."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from mi_crm.shared.problems import Problem
from mi_crm.store import sqlite


@dataclass(frozen=True, slots=True)
class Salvage:
    """What a copy of the file and of its write-ahead log showed."""

    folder: Path
    """Where file and log lie as they were found."""
    found: tuple[str, ...]
    """What SQLite says is wrong with them: names of tables and pages, and no data."""
    sound: Path | None = None
    """A copy that is sound."""
    without_log: bool = False
    """Whether it lacks what stood in the log alone, as the log is of another file or damaged."""
    people: int = 0
    gifts: int = 0
    last_act: datetime | None = None


def look_into(path: Path, folder: Path) -> Salvage:
    """Set a damaged file and its log aside as copies in a new folder, and find what of them is sound.

    No connection to the file may be open in this process. Raises sqlite.Unreadable when the disk gives
    errors, for then nothing is known of the file, and Problem when there is no room for copies.
    """
    log = path.with_name(f"{path.name}-wal")
    as_found, sound = folder / "as-found.db", folder / "sound.db"
    _set_aside(path, log, as_found)
    first: list[str] = []
    for with_log in (True, False):
        sqlite.remove(sound)
        shutil.copyfile(as_found, sound)
        if with_log and log.exists():
            shutil.copyfile(_log_of(as_found), _log_of(sound))
        found = _wrong_with(sound)
        if with_log:
            first = found
        if not found:
            people, gifts, last = _counts(sound)
            return Salvage(folder, tuple(first), sound, not with_log, people, gifts, last)
    sqlite.remove(sound)
    return Salvage(folder, tuple(first))


def _set_aside(path: Path, log: Path, as_found: Path) -> None:
    needed = 3 * (path.stat().st_size + (log.stat().st_size if log.exists() else 0))
    if shutil.disk_usage(path.parent).free < needed:
        raise Problem(
            "{folder} has no room for a look at copies: {needed} MB are needed. Free some space, then retry.",
            folder=path.parent,
            needed=-(-needed // 1_000_000),
        )
    try:
        as_found.parent.mkdir(mode=0o700)
        shutil.copyfile(path, as_found)
        if log.exists():
            shutil.copyfile(log, _log_of(as_found))
    except OSError as error:
        raise sqlite.Unreadable(
            "The disk could not be read. Check that it is connected, then try again."
        ) from error


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _wrong_with(copy: Path) -> list[str]:
    try:
        connection = sqlite.connect(copy)
        try:
            if found := sqlite.integrity(connection):
                return found[:20]
            (mark,) = connection.execute("PRAGMA application_id").fetchone()
            if mark != sqlite.APPLICATION_ID:
                return ["it is no file of MI CRM"]
            connection.execute("SELECT count(*) FROM constituent").fetchone()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
    except (dbapi2.DatabaseError, RuntimeError) as error:
        return [str(error)]
    return []


def _counts(copy: Path) -> tuple[int, int, datetime | None]:
    connection = sqlite.connect(copy)
    try:
        (people,) = connection.execute("SELECT count(*) FROM constituent").fetchone()
        (gifts,) = connection.execute("SELECT count(*) FROM gift WHERE status = 'posted'").fetchone()
        last = None
        with suppress(dbapi2.OperationalError):  # older than the audit trail
            (told,) = connection.execute("SELECT max(at) FROM audit_event").fetchone()
            last = None if told is None else datetime.fromisoformat(told).replace(tzinfo=UTC)
    finally:
        connection.close()
    return people, gifts, last
