"""Whether a file has our tables, guards and nothing else: a strange trigger would run in our name."""

import re
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from sqlcipher3 import dbapi2

from mi_crm.backups.manifest import Damaged
from mi_crm.backups.measuring import revision_of
from mi_crm.migrations.upgrade import create_store, is_known
from mi_crm.shared.problems import Problem
from mi_crm.store import sqlite
from mi_crm.store.audit import Signature

_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
_GUARD = re.compile(
    r"CREATE TRIGGER guard_\w+ BEFORE (UPDATE|DELETE) ON \w+\nWHEN [^;]*\n"
    r"BEGIN SELECT RAISE\(ABORT, 'guard: \w+ cannot be \w+'\); END"
)

Object = tuple[str, str, str, str]
"""Type, name, table and text of what a schema is made of."""


def check_old_schema(path: Path, name: str) -> str:
    """Return the version of a file that is to be upgraded. Raises Problem for a newer or a strange one.

    Nothing but guards may run while it is brought up to date.
    """
    connection = sqlite.looking_at(path)
    try:
        try:
            revision = revision_of(connection)
        except (dbapi2.DatabaseError, TypeError):
            revision = ""
        if not is_known(revision):
            raise Problem(
                "{name} was made by a newer MI CRM. Install the newer version to restore it.", name=name
            )
        for kind, what, _table, sql in _objects(connection):
            if kind == "view" or (kind == "trigger" and not _GUARD.fullmatch(sql)):
                raise _strange(name, what)
    finally:
        connection.close()
    return revision


def check_schema(path: Path, name: str) -> None:
    """Raise Damaged when a file of this version has any other schema than a new one."""
    connection = sqlite.looking_at(path)
    try:
        found = set(_objects(connection))
    finally:
        connection.close()
    if strange := sorted(what for _kind, what, _table, _sql in found ^ _ours()):
        raise _strange(name, strange[0])


def _strange(name: str, what: str) -> Damaged:
    return Damaged(
        "{name} holds {what}, which is not as MI CRM makes it. It was not restored. Use another backup.",
        name=name,
        what=what,
    )


def _objects(connection: dbapi2.Connection) -> Iterable[Object]:
    return [(kind, name, table, sql or "") for kind, name, table, sql in connection.execute(_SCHEMA)]


@cache
def _ours() -> frozenset[Object]:
    """Return the schema of a file made now."""
    with tempfile.TemporaryDirectory(prefix="mi-crm-schema-") as folder:
        path = Path(folder) / "new.db"
        create_store(path, sign=lambda: Signature("MI CRM", datetime.min.replace(tzinfo=UTC))).close()
        connection = sqlite.looking_at(path)
        try:
            return frozenset(_objects(connection))
        finally:
            connection.close()
