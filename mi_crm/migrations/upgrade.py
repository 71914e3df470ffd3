"""Open or make a data file, with its schema brought up to date first."""

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from mi_crm.backups.back_up import back_up
from mi_crm.giving.queries.seals import seal_of_all
from mi_crm.schema import HEAD, metadata
from mi_crm.shared.files import sync_names
from mi_crm.shared.problems import Problem
from mi_crm.store import audit, sqlite
from mi_crm.store.doubt import surely
from mi_crm.store.guards import missing_guards, set_guards
from mi_crm.store.lock import alone, is_open_elsewhere
from mi_crm.store.places import check_place
from mi_crm.store.rights import why_only_read
from mi_crm.store.seal import begin_sealing, break_seal, broken
from mi_crm.store.store import Sign, Store

if TYPE_CHECKING:
    from alembic.config import Config


def create_store(path: Path, *, sign: Sign) -> Store:
    """Make a new, empty data file and open it; `sign` says who acts in it.

    Raises Problem when something is there already.
    """
    check_place(path)
    if path.exists():
        raise Problem("{path} is there already. Choose another name, or open it instead.", path=path)
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sqlite.remove(part)
        _make(part, sign)
        # Nobody can open a file that is half made: it gets its name last.
        part.rename(path)
        sync_names(path.parent)
    except (OSError, dbapi2.DatabaseError, DBAPIError) as error:
        sqlite.remove(part)
        raise sqlite.problem_of(error) or Problem(
            "The file could not be made in {folder}. Choose a folder you may write to.", folder=path.parent
        ) from error
    return Store(path, sqlite.engine_for(path), sign)


def _make(part: Path, sign: Sign) -> None:
    # Names and gifts of donors are for this user of the computer alone.
    part.touch(mode=0o600)
    connection = sqlite.connect(part)
    try:
        connection.execute(f"PRAGMA application_id = {sqlite.APPLICATION_ID}")
    finally:
        connection.close()
    _run(part, sign, before=None)
    sqlite.fold_log(part)


def open_store(path: Path, *, sign: Sign) -> Store:
    """Open a data file; one of an older version is backed up first and then brought up to date.

    Raises Problem, without writing a byte, for a file that is not ours, lies in a bad place or is of a newer
    version of the program, and for an older one that another window has open. What looks like damage is
    believed only after three tries.
    """
    return surely(path, lambda: _open(path, sign))


def _open(path: Path, sign: Sign) -> Store:
    safe = check_place(path)
    changed_outside = broken(path)  # asked first: an open file must not be read like this
    sqlite.check_ours(path)
    if sqlite.has_log(path) and not is_open_elsewhere(path) and sqlite.looks_damaged(path):
        # Looked at before anything can fold a log into the file that is not its own.
        raise sqlite.damaged()
    only_read = why_only_read(path)
    if not changed_outside and only_read is None:
        begin_sealing(path)
    revision = _revision(path)
    if revision != HEAD:
        if revision not in _known():
            raise Problem("This file was made by a newer MI CRM. Install the newer version to open it.")
        if only_read is not None:
            raise Problem("The file must be brought up to date, but {why}", why=only_read)
        with alone(path, sign().at):
            # Another start may have done it while this one waited for the lock.
            if (revision := _revision(path)) != HEAD:
                _upgrade(path, sign, revision)
    engine = sqlite.engine_for(path, only_read=only_read is not None)
    store = Store(path, engine, sign, only_read=only_read, changed_outside=changed_outside)
    if not safe and (found := store.read(sqlite.unsound)):
        store.close()
        raise sqlite.Damaged("The file is damaged: {found}.", found=found[0])
    if missing := store.read(lambda session: missing_guards(session.connection(), metadata)):
        store.close()
        raise Problem(
            "This file lost the guard {guard} and was not opened. Restore a backup of it.", guard=missing[0]
        )
    if not changed_outside and only_read is None:
        break_seal(path)
    return store


def look_at(path: Path, *, sign: Sign, why: Problem) -> Store:
    """Open a file in whatever state for looking only, never to write; `why` is said to who would save.

    Raises Problem when not even looking is possible.
    """
    try:
        if _revision(path) != HEAD:
            raise Problem("This file is of another version of MI CRM, and cannot be looked at as it is.")
        engine = sqlite.engine_for(path, only_read=True)
        return Store(path, engine, sign, only_read=why)
    except dbapi2.DatabaseError as error:
        raise Problem("The file cannot even be looked at.") from error


def _upgrade(path: Path, sign: Sign, revision: str | None) -> None:
    back_up(path, why="upgrade", now=sign().at)
    bring_up(path, sign, revision)


def bring_up(path: Path, sign: Sign, revision: str | None) -> None:
    """Bring a file up to date that needs no backup, as it is a copy."""
    try:
        _run(path, sign, before=revision)
    except DBAPIError as error:
        raise sqlite.problem_of(error) or error from error


def _revision(path: Path) -> str | None:
    connection = sqlite.connect_to_read(path)
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except dbapi2.OperationalError:
        return None
    finally:
        connection.close()
    return None if row is None else str(row[0])


def is_known(revision: str) -> bool:
    """Return whether this program knows a version of the schema; a newer one it does not."""
    return revision == HEAD or revision in _known()


def _known() -> set[str]:
    from alembic.script import ScriptDirectory  # Alembic is slow to load and rarely needed.

    return {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}


def config() -> "Config":
    """Return Alembic's configuration: the folder of this package, and no file."""
    from alembic.config import Config

    found = Config()
    found.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    found.set_main_option("path_separator", "os")
    return found


def _run(path: Path, sign: Sign, *, before: str | None) -> None:
    """Bring the schema to HEAD in one transaction: guards set and foreign keys checked before the commit."""
    from alembic import command

    engine = sqlite.engine_for(path)
    try:
        with engine.connect().execution_options(writes=True) as connection:
            # Tables that point at each other are rebuilt; the setting is ignored inside a transaction.
            sqlite.driver(connection).execute("PRAGMA foreign_keys = OFF")
            with connection.begin():
                settings = config()
                settings.attributes["connection"] = connection
                command.upgrade(settings, "head")
                set_guards(connection, metadata)
                if missing := missing_guards(connection, metadata):
                    raise RuntimeError(f"guards missing after the upgrade: {missing}")
                _tell(connection, sign, before)
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                    raise RuntimeError(f"rows that point to nothing after the upgrade: {broken[:3]}")
    finally:
        engine.dispose()


def _tell(connection: Connection, sign: Sign, before: str | None) -> None:
    """Leave the trace of the making or the upgrade; the first event gives the file its identity."""
    with Session(connection, info=audit.begun(sign), join_transaction_mode="rollback_only") as session:
        if before is None:
            audit.record(session, "file.made", facts={"file": str(uuid4())})
            return
        facts: dict[str, Any] = {"before": before, "after": HEAD}
        if audit.head(session).sequence == 0:
            facts |= {"file": str(uuid4())} | seal_of_all(session)
        audit.record(session, "file.upgraded", facts=facts)
