"""A file is made, brought up to date, or refused; never half of it, and never without its guards."""

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlcipher3 import dbapi2

from mi_crm.migrations.upgrade import config, create_store, open_store
from mi_crm.schema import HEAD, metadata
from mi_crm.shared.problems import Problem
from mi_crm.store.guards import guards, missing_guards
from mi_crm.store.store import Store
from tests.conftest import sign


def test_the_head_is_the_newest_revision() -> None:
    assert ScriptDirectory.from_config(config()).get_current_head() == HEAD


def test_the_file_has_the_tables_of_the_code_and_nothing_else(store: Store) -> None:
    assert (
        store.read(
            lambda session: compare_metadata(MigrationContext.configure(session.connection()), metadata)
        )
        == []
    )


def test_every_table_of_ours_is_strict(store: Store) -> None:
    rows = store.read(lambda session: session.connection().exec_driver_sql("PRAGMA table_list").all())
    loose = {row.name for row in rows if not row.strict and not row.name.startswith("sqlite_")}
    assert loose == {"alembic_version"}


def test_guards_stand_on_every_table_with_legal_weight(store: Store) -> None:
    assert store.read(lambda session: missing_guards(session.connection(), metadata)) == []
    assert {name.split("_", 1)[1].rpartition("_")[0] for name in guards(metadata)} >= {
        "gift",
        "receipt",
        "receipt_line",
    }


def test_a_file_that_lost_a_guard_is_not_opened(closed_file: Path) -> None:
    _execute(closed_file, "DROP TRIGGER guard_receipt_delete")
    with pytest.raises(Problem, match="guard_receipt_delete"):
        open_store(closed_file, sign=sign)


def test_a_file_of_a_newer_program_is_refused_and_not_touched(closed_file: Path) -> None:
    _execute(closed_file, "UPDATE alembic_version SET version_num = '9999'")
    before = closed_file.read_bytes()
    with pytest.raises(Problem, match="newer MI CRM"):
        open_store(closed_file, sign=sign)
    assert closed_file.read_bytes() == before


@pytest.mark.parametrize("content", [b"%PDF-1.7 not ours", b"SQLite format 3\0" + bytes(4096), b"x" * 5000])
def test_a_file_that_is_not_ours_is_refused_and_not_touched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with pytest.raises(Problem, match="is not a file of MI CRM"):
        open_store(path, sign=sign)
    assert path.read_bytes() == content
    assert [found.name for found in tmp_path.iterdir()] == ["other.db"]


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    _execute(path, "CREATE TABLE t (x)")
    with pytest.raises(Problem, match="is not a file of MI CRM"):
        open_store(path, sign=sign)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no file"):
        open_store(tmp_path / "none.db", sign=sign)
    with pytest.raises(Problem, match="folder"):
        open_store(tmp_path, sign=sign)


def test_making_a_file_over_another_is_refused(store: Store) -> None:
    with pytest.raises(Problem, match="already"):
        create_store(store.path, sign=sign)


def test_a_file_made_half_way_never_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mi_crm.migrations.upgrade.set_guards", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        create_store(tmp_path / "mi-crm.db", sign=sign)
    assert not (tmp_path / "mi-crm.db").exists()
    monkeypatch.undo()
    create_store(tmp_path / "mi-crm.db", sign=sign).close()


def test_a_file_without_its_guards_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mi_crm.migrations.upgrade.set_guards", lambda *_: None)
    with pytest.raises(RuntimeError, match="guards missing"):
        create_store(tmp_path / "mi-crm.db", sign=sign)


@pytest.mark.parametrize("name", ["é spaces 'quote' %20 #.db", "x" * 200 + ".db"])
def test_files_with_odd_names_open(closed_file: Path, name: str) -> None:
    path = shutil.copyfile(closed_file, closed_file.with_name(name))
    open_store(path, sign=sign).close()


def _execute(path: Path, statement: str) -> None:
    connection = dbapi2.connect(str(path))
    connection.execute(statement)
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
