"""What is in a file, asked of the driver itself: it works on every version of the schema."""

from sqlcipher3 import dbapi2

from mi_crm.backups.rules import Figures
from mi_crm.shared.changes import from_json
from mi_crm.shared.money import Money

_RECEIPTS = (
    "SELECT year, count(*), max(serial) FROM receipt WHERE number LIKE 'R-%' GROUP BY year ORDER BY year"
)
_HEAD = "SELECT sequence, sha256 FROM audit_event ORDER BY sequence DESC LIMIT 1"
_FIRST = "SELECT facts FROM audit_event ORDER BY sequence LIMIT 1"


def figures_of(connection: dbapi2.Connection) -> Figures:
    """Return the figures of one state of the data."""
    (people,) = _row(connection, "SELECT count(*) FROM constituent")
    (gifts,) = _row(connection, "SELECT count(*) FROM gift WHERE status = 'posted'")
    (cents,) = _row(connection, "SELECT coalesce(sum(amount), 0) FROM gift WHERE status <> 'open'")
    receipts = tuple((year, count, last) for year, count, last in connection.execute(_RECEIPTS))
    sequence, sha256 = head_of(connection)
    return Figures(people, gifts, Money(cents), receipts, sequence, sha256)


def head_of(connection: dbapi2.Connection) -> tuple[int, str]:
    """Return the newest act of the audit trail: its sequence number and its hash."""
    if not _has_trail(connection):
        return 0, ""
    found = connection.execute(_HEAD).fetchone()
    return (0, "") if found is None else (int(found[0]), str(found[1]))


def file_id_of(connection: dbapi2.Connection) -> str:
    """Return which data file this is, empty for one older than the audit trail."""
    if not _has_trail(connection):
        return ""
    found = connection.execute(_FIRST).fetchone()
    return "" if found is None else str(from_json(found[0]).get("file", ""))


def charity_of(connection: dbapi2.Connection) -> str:
    """Return the charity's name, empty while it is not set up."""
    found = connection.execute("SELECT legal_name FROM organization").fetchone()
    return "" if found is None else str(found[0])


def revision_of(connection: dbapi2.Connection) -> str:
    """Return the version of the schema."""
    return str(_row(connection, "SELECT version_num FROM alembic_version")[0])


def _has_trail(connection: dbapi2.Connection) -> bool:
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'audit_event'")
    return found.fetchone() is not None


def _row(connection: dbapi2.Connection, statement: str) -> tuple[int, ...]:
    found: tuple[int, ...] = connection.execute(statement).fetchone()
    return found
