"""Somebody edits the file with a tool of their own and takes the seal away: check names the row."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from mi_crm.receipts.sheet import chained, sha256_of
from mi_crm.schema import metadata
from mi_crm.store.guards import guards
from mi_crm.store.seal import seal_of
from tests.faults import fresh, office
from tests.faults.conftest import Tally
from tests.faults.test_flip import noticed

Edit = Callable[[dbapi2.Connection], object]

Office = Callable[[], Path]


def _sql(statement: str) -> Edit:
    return lambda connection: connection.execute(statement)


def _insert_gift(connection: dbapi2.Connection) -> None:
    names = [row[1] for row in connection.execute("PRAGMA table_info(gift)")]
    others = {"number": "number + 500", "id": "randomblob(16)"}
    values = ", ".join(others.get(name, name) for name in names)
    connection.execute(f"INSERT INTO gift ({', '.join(names)}) SELECT {values} FROM gift WHERE number = 1")


def _forge_sheet(connection: dbapi2.Connection) -> None:
    """Change what the last receipt says, with all of its hashes made anew."""
    number, text, before = connection.execute(
        "SELECT number, sheet, (SELECT chain_sha256 FROM receipt ORDER BY serial DESC LIMIT 1 OFFSET 1)"
        " FROM receipt ORDER BY serial DESC LIMIT 1"
    ).fetchone()
    sheet = json.loads(text)
    sheet["amount"] = sheet["contribution_amount"] = "9000.00"
    forged = json.dumps(sheet, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    sha256 = sha256_of(forged)
    connection.execute(
        "UPDATE receipt SET sheet = ?, sheet_sha256 = ?, chain_sha256 = ?, amount = 900000,"
        " contribution_amount = 900000 WHERE number = ?",
        (forged, sha256, chained(before, number, sha256), number),
    )


def _drop_guards(connection: dbapi2.Connection) -> None:
    for name in guards(metadata):
        connection.execute(f"DROP TRIGGER {name}")


ISSUED_AGAIN = (
    "UPDATE receipt SET state = 'issued', ended_on = NULL, ended_by = '', end_reason = ''"
    " WHERE number = 'R-2026-0003'"
)

EDITS: dict[str, tuple[Edit, str]] = {
    "a gift's amount": (_sql("UPDATE gift SET amount = 100 WHERE number = 4"), "G-1 to G-8"),
    "a gift's donor": (
        _sql("UPDATE gift SET donor_id = (SELECT max(id) FROM constituent) WHERE number = 4"),
        "G-1 to G-8",
    ),
    "a gift's date": (_sql("UPDATE gift SET given_on = '2025-12-31' WHERE number = 4"), "G-1 to G-8"),
    "a gift's fund": (
        _sql("UPDATE gift SET fund_id = (SELECT id FROM fund WHERE id <> fund_id) WHERE number = 4"),
        "G-1 to G-8",
    ),
    "a gift deleted": (_sql("DELETE FROM gift WHERE number = 20"), "G-16 to G-75"),
    "a gift inserted": (_insert_gift, "The ledger has 71 lines, but the audit trail knows of 70."),
    "a receipt's sheet, hashes and all": (_forge_sheet, "R-2026-0006 is not what the audit trail says"),
    "a receipt's state": (_sql(ISSUED_AGAIN), "R-2026-0003 is issued in the register, but void"),
    "a counter": (_sql("UPDATE counter SET last = 9 WHERE name = 'receipt 2026'"), "R-2026-0009"),
    "an audit row changed": (_sql("UPDATE audit_event SET who = 'X' WHERE sequence = 4"), "event 4"),
    "an audit row deleted": (
        _sql("DELETE FROM audit_event WHERE sequence = (SELECT max(sequence) FROM audit_event)"),
        "",
    ),
    "the guards dropped": (_drop_guards, "lost the guard guard_"),
}


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_behind_the_back_is_named(what: str, an_office: Office, tally: Tally) -> None:
    edit, says = EDITS[what]
    folder = an_office()
    path = office.data_file(folder)
    connection = dbapi2.connect(str(path), isolation_level=None)
    for name in guards(metadata):
        connection.execute(f"DROP TRIGGER {name}")
    if edit is not _drop_guards:
        edit(connection)
        for made in guards(metadata).values():
            connection.execute(made)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    seal_of(path).unlink()

    found = fresh.call(folder, noticed, path)
    assert [one for one in found if says in one], found
    tally("SQL", what, noticed=1, by=sorted({one.split(":")[0] for one in found}))
