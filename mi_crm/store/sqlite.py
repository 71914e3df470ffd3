"""The SQLite file: how each connection is opened, set and proved.

All that is SQLite's own stands in this file and in `guards.py`, so that PostgreSQL can come beside it.
The engine is sqlcipher3 without a key: one SQLite version on every system, and encryption one step away
(trust.md 3.2).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, QueuePool, StaticPool, create_engine, event
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from mi_crm.shared.problems import Problem

APPLICATION_ID = 0x4D494352
"""Marks a file as ours: the letters MICR."""


class Damaged(Problem):
    """What is in the file is not what was written to it."""


class Unreadable(Problem):
    """The disk gave an error: the file may be sound all the same, and is never called damaged for it."""


class Unwritable(Problem):
    """Nothing can be written to the file for now, whatever it is."""


class NotOurs(Problem):
    """The file is none of this program's."""


LEAST_SQLITE = (3, 51, 3)
"""Older ones can corrupt a file when the write-ahead log is reset."""

PREAMBLE: dict[str, int | str] = {
    "foreign_keys": 1,
    "journal_mode": "wal",
    "synchronous": 2,
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "temp_store": 2,
    "secure_delete": 1,
    "busy_timeout": 5000,
    "journal_size_limit": 67_108_864,
    "cache_size": -16_384,
}
"""Set and then read back on every connection. synchronous=2 is FULL: a save that was seen is on the disk.

cache_size is in KiB for each connection, and a window has up to five. With 64 MiB each the sums of a year
took 2-6 % less time on 60,000 gifts, and the window 100 MB more.
"""


def connect(path: Path) -> dbapi2.Connection:
    """Return a new connection to the file with every setting of PREAMBLE applied and proved."""
    connection = dbapi2.connect(str(path), check_same_thread=False, isolation_level=None)
    try:
        _check_engine(connection)
        for name, value in PREAMBLE.items():
            connection.execute(f"PRAGMA {name} = {value}")
        prove(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def connect_to_read(path: Path) -> dbapi2.Connection:
    """Return a new connection that can change nothing, also where nothing may be written beside the file."""
    uri = f"{path.resolve().as_uri()}?mode=ro"
    try:
        return _reader(uri)
    except dbapi2.OperationalError:
        if has_log(path):
            raise
        # Without a write-ahead log nobody is writing, and SQLite need not write down that it reads.
        return _reader(f"{uri}&immutable=1")


def _reader(uri: str) -> dbapi2.Connection:
    connection = dbapi2.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
    try:
        _check_engine(connection)
        for name, value in (PREAMBLE | {"query_only": 1}).items():
            if name not in ("journal_mode", "journal_size_limit"):
                connection.execute(f"PRAGMA {name} = {value}")
        # The first look at the file itself: here it shows whether it can be read.
        connection.execute("SELECT count(*) FROM sqlite_master")
    except BaseException:
        connection.close()
        raise
    return connection


def prove(connection: dbapi2.Connection) -> None:
    """Raise RuntimeError when a setting of PREAMBLE is not in force on this connection."""
    for name, value in PREAMBLE.items():
        row = connection.execute(f"PRAGMA {name}").fetchone()
        if row is not None and row[0] != value:
            raise RuntimeError(f"SQLite kept {name} at {row[0]!r} instead of {value!r}")


def _check_engine(connection: dbapi2.Connection) -> None:
    """Refuse an engine that is not SQLCipher, or too old to be safe (trust.md M10, M11)."""
    connection.execute("PRAGMA cipher_log_level = NONE")
    if connection.execute("PRAGMA cipher_version").fetchone() is None:
        raise RuntimeError("the SQLite in this program is not SQLCipher")
    if dbapi2.sqlite_version_info < LEAST_SQLITE:
        raise RuntimeError(f"SQLite {dbapi2.sqlite_version} is too old to be safe")


def engine_for(path: Path, *, only_read: bool = False) -> Engine:
    """Return the engine for a file; readers begin plainly, writers with BEGIN IMMEDIATE."""
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connect_to_read(path) if only_read else connect(path),
        poolclass=QueuePool,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def looking_at(path: Path) -> dbapi2.Connection:
    """Return a connection to a file at rest that can change nothing and puts nothing beside it."""
    connection = dbapi2.connect(
        f"{path.resolve().as_uri()}?mode=ro&immutable=1",
        uri=True,
        check_same_thread=False,
        isolation_level=None,
    )
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


@contextmanager
def session_at(connection: dbapi2.Connection) -> Iterator[Session]:
    """Open a session that only reads, on a connection of one's own."""
    engine = create_engine("sqlite://", module=dbapi2, creator=lambda: connection, poolclass=StaticPool)
    with Session(engine, autoflush=False) as session:
        yield session


def check_ours(path: Path) -> None:
    """Raise Problem unless the file is a database of this program; Damaged when it was one, or is empty."""
    if not path.exists():
        raise Problem("There is no file at {path}.", path=path)
    if path.is_dir():
        raise Problem("{path} is a folder. Choose a file.", path=path)
    if path.stat().st_size == 0:
        raise Damaged("{name} is empty: nothing is in it.", name=path.name)
    try:
        connection = connect_to_read(path)
        try:
            (mark,) = connection.execute("PRAGMA application_id").fetchone()
        finally:
            connection.close()
    except dbapi2.DatabaseError as error:
        if "not a database" in str(error):
            raise _not_ours(path) from error
        raise problem_of(error) or error from error
    if mark != APPLICATION_ID:
        raise _not_ours(path)


def _not_ours(path: Path) -> NotOurs:
    return NotOurs("{name} is not a file of MI CRM. Choose the file that MI CRM made.", name=path.name)


_BUSY = "Not saved: another program is using the file. Wait a moment, then save again."
_NOT_OPENED = "The file could not be opened. Check that the folder is there and may be written to."
_SENTENCES: dict[str, tuple[type[Problem], str]] = {
    "SQLITE_FULL": (Unwritable, "Not saved: the disk is full. Free some space, then save again."),
    "SQLITE_READONLY": (
        Unwritable,
        "This file may only be read. Get the right to change it and its folder, then retry.",
    ),
    "SQLITE_BUSY": (Problem, _BUSY),
    "SQLITE_LOCKED": (Problem, _BUSY),
    "SQLITE_IOERR": (
        Unreadable,
        "The disk could not be read or written. Check that it is connected, then try again.",
    ),
    "SQLITE_CANTOPEN": (Problem, _NOT_OPENED),
    "SQLITE_PERM": (Problem, _NOT_OPENED),
    "SQLITE_CORRUPT": (
        Damaged,
        "The file may be damaged and is not written to any more. Start MI CRM again: it helps from there.",
    ),
}
_SENTENCES["SQLITE_NOTADB"] = _SENTENCES["SQLITE_CORRUPT"]


def has_log(path: Path) -> bool:
    """Return whether the write-ahead log holds anything: the file is in use, or its last use was cut off."""
    log = path.resolve().with_name(f"{path.resolve().name}-wal")
    return log.exists() and log.stat().st_size > 0


def damaged() -> Damaged:
    """Return what is said of a file that is open and looks damaged."""
    return Damaged(_SENTENCES["SQLITE_CORRUPT"][1])


def unreadable() -> Unreadable:
    """Return what is said when the disk gives errors."""
    return Unreadable(_SENTENCES["SQLITE_IOERR"][1])


def looks_damaged(path: Path) -> bool:
    """Return whether a quick look through the file finds damage; a disk that cannot be read is none."""
    try:
        connection = connect_to_read(path)
        try:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
        finally:
            connection.close()
    except dbapi2.DatabaseError as error:
        return isinstance(problem_of(error), Damaged)


def problem_of(error: BaseException | None) -> Problem | None:
    """Return the sentence for a fault of the disk, or None when the error is something else."""
    error = getattr(error, "orig", error)
    name = getattr(error, "sqlite_errorname", "") or ""
    for code, (kind, sentence) in _SENTENCES.items():
        if name.startswith(code):
            return kind(sentence)
    words = str(error).lower()
    for part, code in _WORDS.items():
        if part in words:
            kind, sentence = _SENTENCES[code]
            return kind(sentence)
    return None


# sqlcipher3 does not give the error's name on every Python.
_WORDS = {
    "disk is full": "SQLITE_FULL",
    "readonly database": "SQLITE_READONLY",
    "database is locked": "SQLITE_BUSY",
    "disk i/o error": "SQLITE_IOERR",
    "unable to open database": "SQLITE_CANTOPEN",
    "disk image is malformed": "SQLITE_CORRUPT",
    "file is not a database": "SQLITE_NOTADB",
}


def integrity(connection: dbapi2.Connection) -> list[str]:
    """Return what SQLite's own checks find wrong in the file; empty when it is sound."""
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    found += [
        f"{row[0]}: a row points to nothing in {row[2]}"
        for row in connection.execute("PRAGMA foreign_key_check")
    ]
    return found


def remove(path: Path) -> None:
    """Remove a data file that nobody needs, with all that SQLite put beside it."""
    for ending in ("", "-wal", "-shm", ".seal"):
        file = path.with_name(path.name + ending)
        if file.exists():  # a folder that may not be written to refuses even what is not there
            file.unlink()


def unsound(session: Session) -> list[str]:
    """Return what SQLite's own checks find wrong in the open file; empty when it is sound."""
    return integrity(driver(session.connection()))


def fold_log(path: Path) -> None:
    """Fold the write-ahead log into the file. Left for later when another program still reads it."""
    connection = connect(path)
    try:
        connection.execute("PRAGMA optimize")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def driver(connection: Connection) -> dbapi2.Connection:
    """Return the driver's own connection behind SQLAlchemy's."""
    return connection.connection.driver_connection
