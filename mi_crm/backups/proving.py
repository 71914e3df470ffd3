"""Whether a copy is sound, whole and true: looked at anew, by a connection that did not make it."""

from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from mi_crm.backups.manifest import damaged
from mi_crm.backups.measuring import figures_of, revision_of
from mi_crm.backups.rules import Figures
from mi_crm.giving.queries.balance import unbalanced
from mi_crm.history.verify import broken_trail
from mi_crm.receipts.queries.verify import verify
from mi_crm.schema import HEAD, metadata
from mi_crm.shared.progress import Cancelled, Progress, no_progress
from mi_crm.store import sqlite
from mi_crm.store.guards import missing_guards

_STEPS: Final = 500_000
"""Of SQLite's own machine, between two looks at whether to stop: some hundredths of a second."""


def prove(
    path: Path, figures: Figures | None = None, *, name: str = "", progress: Progress = no_progress
) -> None:
    """Raise Damaged, saying what is wrong, unless a file at rest is sound and holds just these figures.

    The guards, the register and the audit trail are proved when the file is of this version of the program.
    """
    stopped: list[Cancelled] = []

    def look() -> bool:
        """Let a check of SQLite's be stopped, which knows nothing of progress."""
        try:
            progress(0, 0)
        except Cancelled as asked:
            stopped.append(asked)
        return bool(stopped)

    try:
        connection = sqlite.looking_at(path)
        connection.set_progress_handler(look, _STEPS)
        try:
            problems = _problems(connection, figures, progress)
        finally:
            connection.close()
    except (dbapi2.DatabaseError, DBAPIError) as error:
        if stopped:
            raise stopped[0] from error
        raise damaged(name or path.name, "it cannot be read") from error
    if problems:
        raise damaged(name or path.name, problems[0].rstrip("."))


def _problems(connection: dbapi2.Connection, figures: Figures | None, progress: Progress) -> list[str]:
    if found := sqlite.integrity(connection):
        return found
    if figures is not None and figures_of(connection) != figures:
        return ["it does not hold what the file held"]
    if revision_of(connection) != HEAD:
        return []
    with sqlite.session_at(connection) as session:
        if missing := missing_guards(session.connection(), metadata):
            return [f"it lost the guard {missing[0]}"]
        return [
            *unbalanced(session),
            *verify(session, progress=progress).problems,
            *broken_trail(session, progress=progress),
        ]
