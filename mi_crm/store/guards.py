"""Triggers that keep what has legal weight: the file itself refuses to change or delete it.

A table asks for them in its `info`:
    "frozen": columns that never change once `frozen_when` holds
    "frozen_when": a condition in SQL on the OLD row; without it, always
    "sealed": more columns that never change once `sealed_when`, another such condition, holds
A row may not be deleted either while `frozen_when` holds.
"""

from sqlalchemy import Connection, MetaData, Table, text


def guards(metadata: MetaData) -> dict[str, str]:
    """Return the statement of each trigger by its name."""
    found = {}
    for table in metadata.sorted_tables:
        if columns := table.info.get("frozen"):
            when = table.info.get("frozen_when", "1")
            found[f"guard_{table.name}_change"] = _refuse_change(table, "change", columns, when)
            found[f"guard_{table.name}_delete"] = _refuse_delete(table, when)
        if columns := table.info.get("sealed"):
            when = table.info["sealed_when"]
            found[f"guard_{table.name}_seal"] = _refuse_change(table, "seal", columns, when)
    return found


def _refuse_change(table: Table, what: str, columns: tuple[str, ...], when: str) -> str:
    changed = " OR ".join(f"OLD.{table.c[name].name} IS NOT NEW.{table.c[name].name}" for name in columns)
    return (
        f"CREATE TRIGGER guard_{table.name}_{what} BEFORE UPDATE ON {table.name}\n"
        f"WHEN ({when}) AND ({changed})\n"
        f"BEGIN SELECT RAISE(ABORT, 'guard: {table.name} cannot be changed'); END"
    )


def _refuse_delete(table: Table, when: str) -> str:
    return (
        f"CREATE TRIGGER guard_{table.name}_delete BEFORE DELETE ON {table.name}\n"
        f"WHEN {when}\n"
        f"BEGIN SELECT RAISE(ABORT, 'guard: {table.name} cannot be deleted'); END"
    )


def set_guards(connection: Connection, metadata: MetaData) -> None:
    """Put every guard in place anew; changing a table drops its triggers silently."""
    for name, statement in guards(metadata).items():
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        connection.exec_driver_sql(statement)


def missing_guards(connection: Connection, metadata: MetaData) -> list[str]:
    """Return the names of guards that are not in the file as they should be."""
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    there = {row.name: row.sql for row in rows}
    return [name for name, statement in guards(metadata).items() if there.get(name) != statement]
