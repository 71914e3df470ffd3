"""Restoring a backup: what is kept, what is refused, and what a kill leaves."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from mi_crm.backups import manifest as sealed
from mi_crm.backups.back_up import back_up
from mi_crm.backups.manifest import Damaged
from mi_crm.backups.measuring import figures_of
from mi_crm.backups.shelf import Shelf
from mi_crm.history.verify import broken_trail
from mi_crm.migrations.upgrade import create_store, open_store
from mi_crm.organization.records import Organization
from mi_crm.receipts.queries.register import register
from mi_crm.receipts.queries.verify import verify
from mi_crm.receipts.records import ReceiptState, Series
from mi_crm.receipts.sheet import counter_name
from mi_crm.restoring.comparing import compare
from mi_crm.restoring.restore import restore
from mi_crm.shared.problems import Problem
from mi_crm.store import sqlite
from mi_crm.store.numbers import next_number
from tests.conftest import NOW, sign
from tests.receipts.building import a_charity
from tests.restoring.conftest import Office, an_issued_gift


def gifts_in(path: Path) -> int:
    connection = sqlite.looking_at(path)
    try:
        return figures_of(connection).gifts
    finally:
        connection.close()


def strays(folder: Path) -> list[str]:
    return [
        path.name
        for path in folder.iterdir()
        if path.name.endswith(("-wal", "-shm", "-journal", "-part", ".part"))
    ]


def test_what_would_be_gone_is_shown_first(office: Office) -> None:
    found = compare(office.file, office.backup)
    assert [(line.what, line.now, line.backup) for line in found.differences] == [
        ("people", "5", "3"),
        ("gifts", "5", "3"),
        ("amount", "$690.00", "$600.00"),
        ("receipts", "5", "3"),
    ]
    assert found.gifts == ("G-5 Margaret Okafor, $50.00", "G-4 Margaret Okafor, $40.00")
    assert found.receipts == "R-2026-0004 to R-2026-0005"
    assert found.highest_receipt == "R-2026-0005"


def test_a_restore_puts_the_backup_back_and_keeps_the_file_in_use(office: Office) -> None:
    done = restore(office.file, office.backup, sign=sign)
    assert gifts_in(office.file) == 3
    assert done.kept is not None
    assert sealed.check(done.kept) is not None
    assert gifts_in(done.kept) == 5
    assert strays(office.file.parent) == []
    with open_store(office.file, sign=sign) as store:
        assert store.read(broken_trail) == []
        what = store.read(
            lambda session: (
                session.connection()
                .exec_driver_sql("SELECT what FROM audit_event ORDER BY sequence DESC LIMIT 1")
                .scalar_one()
            )
        )
    assert what == "file.restored"


def test_numbers_on_paper_are_registered_as_lost_and_never_used_again(office: Office) -> None:
    done = restore(office.file, office.backup, sign=sign, highest_receipt="R-2026-0005")
    assert done.lost == ("R-2026-0004", "R-2026-0005")
    with open_store(office.file, sign=sign) as store:
        assert store.read(verify).problems == ()
        an_issued_gift(store, "70.00")
        rows = store.read(register)
        assert [(row.number, row.state) for row in rows] == [
            ("R-2026-0006", ReceiptState.ISSUED),
            ("R-2026-0005", ReceiptState.LOST),
            ("R-2026-0004", ReceiptState.LOST),
            ("R-2026-0003", ReceiptState.ISSUED),
            ("R-2026-0002", ReceiptState.ISSUED),
            ("R-2026-0001", ReceiptState.ISSUED),
        ]
        assert rows[1].end_reason.startswith("Lost when a backup was restored on November 16, 2026")
        assert store.read(verify).problems == ()
        assert store.read(broken_trail) == []


def test_numbers_of_summaries_are_lost_by_the_year_they_sum_up(office: Office) -> None:
    done = restore(office.file, office.backup, sign=sign, highest_receipt="R-2026-0004, s-2025-2 S-2024-0001")
    assert done.lost == ("R-2026-0004", "S-2024-0001", "S-2025-0001", "S-2025-0002")
    with open_store(office.file, sign=sign) as store:
        an_issued_gift(store, "70.00")
        assert store.try_out(next_number, counter_name(Series.SUMMARY, 2025)) == 3
        assert "R-2026-0005" in [row.number for row in store.read(register)]
        assert store.read(verify).problems == ()
        assert store.read(broken_trail) == []


def test_a_number_the_backup_knows_loses_nothing(office: Office) -> None:
    assert restore(office.file, office.backup, sign=sign, highest_receipt="2026-3").lost == ()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("417", "such as R-2026-0417"),
        ("R-2026-0000", "such as R-2026-0417"),
        ("R-2027-0001", "still to come"),
        ("R-2026-999999", "999,996 lost numbers"),
    ],
)
def test_a_slip_in_the_highest_number_restores_nothing(office: Office, typed: str, words: str) -> None:
    with pytest.raises(Problem, match=words):
        restore(office.file, office.backup, sign=sign, highest_receipt=typed)
    assert gifts_in(office.file) == 5
    assert strays(office.file.parent) == []


def test_a_lone_copy_under_another_name_is_restored_and_proved(office: Office, tmp_path: Path) -> None:
    lone = shutil.copyfile(office.backup, tmp_path / "é copy 'of' %20 Friday.crmbak")
    assert restore(office.file, lone, sign=sign).figures.gifts == 3


def test_a_plain_copy_of_a_database_is_restored_too(office: Office, tmp_path: Path) -> None:
    plain = shutil.copyfile(office.file, tmp_path / "copy.db")
    assert restore(office.file, plain, sign=sign).figures.gifts == 5


@pytest.mark.parametrize("how", ["flipped", "truncated", "empty"])
def test_a_damaged_backup_changes_nothing(office: Office, how: str) -> None:
    content = bytearray(office.backup.read_bytes())
    content[len(content) // 2] ^= 4
    office.backup.write_bytes(
        {"flipped": bytes(content), "truncated": bytes(content[:20_000]), "empty": b""}[how]
    )
    with pytest.raises(Damaged, match=r"mi-crm-000001-.* is damaged"):
        restore(office.file, office.backup, sign=sign)
    assert gifts_in(office.file) == 5
    assert [one.number for one in Shelf(office.file).backups()] == [1]
    assert strays(office.file.parent) == []


def test_a_file_that_cannot_be_read_is_kept_beside_the_restored_one(office: Office) -> None:
    damaged = b"\0" * 100 + office.file.read_bytes()[100:]
    office.file.write_bytes(damaged)
    done = restore(office.file, office.backup, sign=sign)
    assert done.kept == office.file.with_name("mi-crm-before-restore-20261116-173000.db")
    assert done.kept.read_bytes() == damaged
    assert gifts_in(office.file) == 3


def test_a_file_that_is_gone_is_restored(office: Office) -> None:
    office.file.unlink()
    assert restore(office.file, office.backup, sign=sign).kept is None
    assert gifts_in(office.file) == 3


@pytest.mark.parametrize("ending", ["-wal", "-journal", "-shm"])
def test_a_stray_log_never_meets_the_restored_file(office: Office, ending: str) -> None:
    log = office.file.with_name(office.file.name + ending)
    log.write_bytes(b"of another file")
    office.file.write_bytes(b"\0" * 100 + office.file.read_bytes()[100:])
    restore(office.file, office.backup, sign=sign)
    assert not log.exists()
    assert gifts_in(office.file) == 3


def test_another_charity_is_refused(office: Office, tmp_path: Path) -> None:
    with create_store(tmp_path / "other.db", sign=sign) as store:
        store.write(a_charity)
    backup = back_up(tmp_path / "other.db", why="asked", now=NOW).path
    with pytest.raises(Problem, match="is a backup of another file: of The Mentalizing Initiative"):
        restore(office.file, backup, sign=sign)
    assert gifts_in(office.file) == 5
    with create_store(tmp_path / "blank.db", sign=sign):
        pass
    assert restore(tmp_path / "blank.db", office.backup, sign=sign).figures.gifts == 3


@pytest.mark.parametrize(
    "hostile",
    [
        "CREATE TRIGGER later AFTER INSERT ON gift BEGIN DELETE FROM note; END",
        "CREATE TRIGGER guard_gift_extra BEFORE UPDATE ON gift WHEN 1\nBEGIN DELETE FROM note; END",
        "CREATE VIEW gifts AS SELECT * FROM gift",
        "CREATE TABLE more (x)",
        "CREATE INDEX slow ON gift (amount)",
        "DROP TRIGGER guard_gift_delete",
    ],
)
def test_a_schema_that_is_not_ours_is_refused(office: Office, tmp_path: Path, hostile: str) -> None:
    bad = shutil.copyfile(office.file, tmp_path / "bad.db")
    _execute(bad, hostile)
    with pytest.raises(Problem, match=r"bad\.db (holds|is damaged)"):
        restore(office.file, bad, sign=sign)
    assert gifts_in(office.file) == 5


def test_a_newer_backup_is_refused(office: Office, tmp_path: Path) -> None:
    new = shutil.copyfile(office.file, tmp_path / "new.db")
    _execute(new, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Problem, match="made by a newer MI CRM"):
        restore(office.file, new, sign=sign)
    assert gifts_in(office.file) == 5


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"SQLite format 3\0" + bytes(4096)])
def test_what_is_no_backup_is_refused(office: Office, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "letter.pdf").write_bytes(content)
    with pytest.raises(Problem, match="is no backup of MI CRM"):
        restore(office.file, tmp_path / "letter.pdf", sign=sign)
    with pytest.raises(Problem, match="cannot be read or copied"):
        restore(office.file, tmp_path / "none.crmbak", sign=sign)


_KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from mi_crm.restoring import restore as room
from mi_crm.store.audit import Signature
real = getattr(room, sys.argv[3])
def kill(*arguments, **more):
    if sys.argv[4] == "after":
        real(*arguments, **more)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(room, sys.argv[3], kill)
room.restore(Path(sys.argv[1]), Path(sys.argv[2]), sign=lambda: Signature("x", datetime.now(UTC)))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
@pytest.mark.parametrize(
    ("at", "when", "gifts"),
    [
        ("fetch", "before", 5),
        ("fetch", "after", 5),
        ("_keep", "after", 5),
        ("_tell", "after", 5),
        ("_put_aside_logs", "after", 5),
        ("publish", "before", 5),
        ("publish", "after", 3),
    ],
)
def test_a_restore_killed_at_any_moment_leaves_one_whole_file(
    office: Office, at: str, when: str, gifts: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(office.file), str(office.backup), at, when], check=False
    )
    assert done.returncode == -signal.SIGKILL
    with open_store(office.file, sign=sign) as store:
        assert store.read(verify).problems == ()
        assert store.read(broken_trail) == []
    assert gifts_in(office.file) == gifts
    restore(office.file, office.backup, sign=sign)
    assert gifts_in(office.file) == 3
    assert strays(office.file.parent) == []


def test_the_restored_charity_is_as_it_was(office: Office) -> None:
    restore(office.file, office.backup, sign=sign)
    with open_store(office.file, sign=sign) as store:
        assert store.read(lambda session: session.query(Organization).one().legal_name) == (
            "The Mentalizing Initiative"
        )


def _execute(path: Path, statement: str) -> None:
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute(statement)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
