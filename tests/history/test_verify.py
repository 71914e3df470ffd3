"""Whoever changes the file behind the program's back is found, and the row that does not fit is named."""

from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from mi_crm.giving.actions.correct import reverse_gift
from mi_crm.giving.actions.record import post_many
from mi_crm.giving.queries.seals import _FORM, _FORMS
from mi_crm.giving.records import Fund
from mi_crm.history.verify import broken_trail
from mi_crm.migrations.upgrade import create_store, open_store
from mi_crm.schema import metadata
from mi_crm.store.audit import Signature, file_id, head, signed
from mi_crm.store.guards import guards
from mi_crm.store.store import Store
from tests.builders import a_fund, a_gift, a_person
from tests.conftest import NOW, sign
from tests.history.test_undo import DAY, WHO, _entry


@pytest.fixture
def books(store: Store) -> Store:
    """Open a file with a few gifts, one of them reversed."""
    store.write(lambda session: post_many(session, [_entry(session) for _ in range(5)], **DAY))
    gift = store.write(a_gift)
    store.write(reverse_gift, gift, reason="The check came back", now=NOW, who=WHO)
    return store


def test_what_the_program_wrote_is_whole(books: Store) -> None:
    assert books.read(broken_trail) == []


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE audit_event SET who = 'Nobody' WHERE sequence = 3", "does not fit at event 3"),
        ("UPDATE audit_event SET facts = '{}' WHERE sequence = 2", "does not fit at event 2"),
        ("UPDATE audit_event SET changes = '{\"a\":[1,2]}' WHERE sequence = 4", "does not fit at event 4"),
        ("UPDATE audit_event SET at = '2020-01-01 00:00:00.000000' WHERE sequence = 2", "event 2"),
        ("UPDATE audit_event SET undoes = 1 WHERE sequence = 5", "does not fit at event 5"),
        ("DELETE FROM audit_event WHERE sequence = 2", "lacks event 2"),
        ("DELETE FROM audit_subject WHERE sequence = 4", "does not fit at event 4"),
        ("UPDATE audit_subject SET record_id = randomblob(16) WHERE sequence = 4 AND place = 0", "event 4"),
        ("UPDATE audit_subject SET record_id = x'00' WHERE sequence = 4 AND place = 0", "cannot be read"),
        ("UPDATE gift SET amount = 100 WHERE number = 3", "G-1 to G-5: not as Dana"),
        ("UPDATE gift SET given_on = '2025-12-31' WHERE number = 2", "G-1 to G-5: not as Dana"),
        ("UPDATE gift SET donor_id = (SELECT max(id) FROM constituent) WHERE number = 1", "G-1 to G-5"),
        ("UPDATE gift SET check_number = '1' WHERE number = 4", "G-1 to G-5: not as Dana"),
        ("DELETE FROM gift WHERE number = 5", "G-1 to G-5: not as Dana"),
        (
            "INSERT",
            "The ledger has 8 lines, but the audit trail knows of 7.",
        ),
    ],
)
def test_a_change_behind_the_back_is_named(
    books: Store, closed_file: Path, statement: str, says: str
) -> None:
    connection = dbapi2.connect(str(closed_file))
    for name in guards(metadata):
        connection.execute(f"DROP TRIGGER {name}")
    if statement.startswith("INSERT"):
        columns = [row[1] for row in connection.execute("PRAGMA table_info(gift)")]
        values = {"number": "number + 50", "id": "randomblob(16)", "transaction_id": "NULL"}
        chosen = ", ".join(values.get(name, name) for name in columns)
        statement = f"INSERT INTO gift ({', '.join(columns)}) SELECT {chosen} FROM gift WHERE number = 1"
    connection.execute(statement)
    for made in guards(metadata).values():
        connection.execute(made)
    connection.commit()
    connection.close()
    with open_store(closed_file, sign=sign) as again:
        found = again.read(broken_trail)
    assert found, "nobody noticed"
    assert says in found[0]


def _execute(session: Session, statement: str) -> None:
    session.connection().exec_driver_sql(statement)


@pytest.mark.parametrize("table", ["audit_event", "audit_subject"])
def test_the_file_itself_refuses_to_change_or_forget_what_was_done(books: Store, table: str) -> None:
    for statement in (f"UPDATE {table} SET sequence = 99", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError, match="guard"):
            books.write(_execute, statement)
    assert books.read(broken_trail) == []


def test_a_write_that_leaves_no_trace_is_not_saved(store: Store) -> None:
    fund = store.write(a_fund)
    with pytest.raises(RuntimeError, match=r"\['fund'\] were changed and left no trace"):
        store.write(lambda session: setattr(session.get_one(Fund, fund), "name", "Silent"))
    assert store.read(lambda session: session.get_one(Fund, fund).name) == "General operating"


def test_a_file_knows_itself_and_who_signed(store: Store) -> None:
    assert len(store.read(file_id)) == 36
    before = store.read(head)

    def act(session: Session) -> None:
        with signed(session, Signature("Peter Lindqvist", NOW)):
            a_person(session)

    store.write(act)
    after = store.read(head)
    assert after.sequence == before.sequence + 1
    assert after.sha256 != before.sha256
    assert len(after.short) == 16


def test_two_files_have_two_identities(store: Store, tmp_path: Path) -> None:
    with create_store(tmp_path / "other.db", sign=sign) as other:
        assert other.read(file_id) != store.read(file_id)


def test_a_seal_is_over_every_column_that_the_file_freezes() -> None:
    gift, more = _FORMS[_FORM]
    assert set(gift) == set(metadata.tables["gift"].info["frozen"])
    assert {*more, "gift_id"} == set(metadata.tables["gift_more"].info["frozen"])
