"""What it costs to copy the file and to prove it."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from mi_crm.backups.back_up import back_up
from mi_crm.commands.files import check
from mi_crm.store.store import Store
from mi_crm.ui.home.errands import counts
from tests.benchmarks.measuring import Lines, in_turns

pytestmark = pytest.mark.benchmark

LARGE = 500_000


def test_a_backup(big_file: Path, gifts: int, tmp_path: Path, table: Lines) -> None:
    def raw() -> None:
        target = tmp_path / "raw.db"
        target.unlink(missing_ok=True)
        reader, writer = dbapi2.connect(str(big_file)), dbapi2.connect(str(target))
        reader.backup(writer)
        writer.close()
        reader.close()

    def ours() -> None:
        back_up(big_file, why="asked", now=datetime.now(UTC), to=tmp_path)

    floor, taken = in_turns(raw, ours, times=1 if gifts > LARGE else 5)
    table.add("backup, copied and proved, beside the copy alone", taken, floor, gifts=gifts)


def test_check(big_file: Path, gifts: int, capsys: pytest.CaptureFixture[str], table: Lines) -> None:
    def raw() -> None:
        connection = dbapi2.connect(str(big_file))
        connection.execute("PRAGMA integrity_check").fetchall()
        connection.execute("PRAGMA foreign_key_check").fetchall()
        connection.close()

    def ours() -> None:
        check(argparse.Namespace(file=big_file, json=False))

    floor, taken = in_turns(raw, ours, times=1 if gifts > LARGE else 5)
    assert "All is well" in capsys.readouterr().out
    table.add("check, beside SQLite's own checks", taken, floor, gifts=gifts)


def test_figures(big: Store, gifts: int, table: Lines) -> None:
    floor, ours = in_turns(lambda: None, lambda: big.read(counts, datetime.now(UTC)), times=5)
    table.add("what waits, counted for the navigation", ours, gifts=gifts, most_ms=300)
    assert len(floor) == len(ours)
