"""Backups that are proved before they count, and what they withstand."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlcipher3 import dbapi2

from mi_crm.backups import manifest as sealed
from mi_crm.backups.back_up import back_up, back_up_if_changed, has_changed
from mi_crm.backups.manifest import Damaged
from mi_crm.backups.proving import prove
from mi_crm.backups.shelf import Shelf
from mi_crm.migrations.upgrade import open_store
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Cancelled
from mi_crm.store.store import Store
from tests.builders import a_gift, a_person
from tests.conftest import NOW, sign
from tests.damage import damage


def parts(folder: Path) -> list[Path]:
    return [
        path for path in folder.rglob("*") if ".part" in path.name or path.name.endswith(("-wal", "-shm"))
    ]


def test_a_backup_holds_what_was_saved_and_says_so(filled: Store) -> None:
    made = back_up(filled.path, why="asked", now=NOW)
    assert made.path.name == "mi-crm-000001-20261116-173000.crmbak"
    figures = made.manifest.figures
    assert (figures.people, figures.gifts, figures.amount) == (2, 3, Money.parse("850"))
    assert sealed.check(made.path) == made.manifest == sealed.read(made.path)
    assert parts(made.path.parent) == []
    if sys.platform != "win32":
        assert made.path.stat().st_mode & 0o777 == 0o600
        assert made.path.parent.stat().st_mode & 0o777 == 0o700


def test_a_backup_opens_as_a_data_file_does(filled: Store, tmp_path: Path) -> None:
    made = back_up(filled.path, why="asked", now=NOW)
    copy = shutil.copyfile(made.path, tmp_path / "copy.db")
    with open_store(copy, sign=sign) as opened:
        opened.write(a_person, "Elena Ruiz")
        assert opened.read(lambda session: session.connection().exec_driver_sql(
            "SELECT count(*) FROM constituent").scalar_one()) == 3  # fmt: skip


def test_nothing_is_made_while_nothing_was_done(filled: Store) -> None:
    assert has_changed(filled.path)
    assert back_up_if_changed(filled.path, why="close", now=NOW)
    assert not has_changed(filled.path)
    assert back_up_if_changed(filled.path, why="close", now=NOW) is None
    filled.write(a_person)
    assert back_up_if_changed(filled.path, why="close", now=NOW)
    assert [one.number for one in Shelf(filled.path).backups()] == [2, 1]


def test_a_save_goes_through_while_a_backup_is_made_and_is_not_in_it(filled: Store) -> None:
    saved: list[float] = []

    def save(_done: int, _total: int) -> None:
        if not saved:
            began = time.perf_counter()
            filled.write(a_gift, "1000.00")
            saved.append(time.perf_counter() - began)

    made = back_up(filled.path, why="asked", now=NOW, progress=save)
    assert made.manifest.figures.gifts == 3
    assert saved[0] < 1
    assert has_changed(filled.path)


def test_stopping_leaves_nothing(filled: Store) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        back_up(filled.path, why="asked", now=NOW, progress=stop)
    assert Shelf(filled.path).backups() == []
    assert parts(filled.path.parent / "mi-crm-backups") == []


def test_the_checks_of_sqlite_itself_can_be_stopped(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mi_crm.backups.proving._STEPS", 100)

    def stop(_done: int, total: int) -> None:
        if total == 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        back_up(filled.path, why="asked", now=NOW, progress=stop)
    assert Shelf(filled.path).backups() == []


def test_the_second_place_gets_a_proven_copy(filled: Store, stick: Path) -> None:
    Shelf(filled.path).remember(second=str(stick))
    made = back_up(filled.path, why="asked", now=NOW)
    assert made.second == stick
    (copy,) = Shelf(filled.path).backups(stick)
    assert sealed.check(copy.path) == made.manifest
    assert Shelf(filled.path).memory().copied_number == 1


def test_a_second_place_that_is_away_is_no_error(filled: Store, tmp_path: Path) -> None:
    Shelf(filled.path).remember(second=str(tmp_path / "away"))
    made = back_up(filled.path, why="asked", now=NOW)
    assert (made.second, made.second_problem) == (None, "")
    assert Shelf(filled.path).memory().copied_number == 0


@pytest.mark.skipif(sys.platform == "win32" or not hasattr(os, "geteuid"), reason="needs folder rights")
def test_a_second_place_that_takes_nothing_is_told(
    filled: Store, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Shelf(filled.path).remember(second=str(stick))
    real = Path.open

    def refuse(path: Path, *arguments: str, **more: str) -> object:
        if path.parent == stick:
            raise PermissionError(13, "refused")
        return real(path, *arguments, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    made = back_up(filled.path, why="asked", now=NOW)
    assert made.second_problem.startswith(f"The second place {stick} did not take the backup.")
    assert made.path.exists()


def test_a_full_target_is_refused_before_it_begins(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(
        Problem, match=r"too little room: 2 MB are needed and 0 MB are free\. Free some space"
    ):
        back_up(filled.path, why="asked", now=NOW)
    assert Shelf(filled.path).backups() == []
    assert parts(filled.path.parent / "mi-crm-backups") == []
    assert "too little room" in Shelf(filled.path).memory().failed_why


def test_a_target_that_is_no_folder_is_told(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    with pytest.raises(Problem, match=r"could not be written to .*taken"):
        back_up(filled.path, why="asked", now=NOW, to=tmp_path / "taken")
    assert (tmp_path / "taken").read_text() == "x"


def test_a_virus_scanner_is_waited_out(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    real, tries = Path.replace, []

    def busy(path: Path, target: Path) -> Path:
        if path.name.endswith(sealed.PART):
            tries.append(path)
            if len(tries) <= 3:
                raise PermissionError(13, "in use")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", busy)
    made = back_up(filled.path, why="asked", now=NOW)
    assert len(tries) == 4
    assert made.path.exists()


def test_a_scanner_that_never_lets_go_costs_the_backup_and_nothing_else(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = back_up(filled.path, why="asked", now=NOW)
    filled.write(a_person)
    real = Path.replace

    def busy(path: Path, target: Path) -> Path:
        if path.name.endswith(sealed.PART):
            raise PermissionError(13, "in use")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr("mi_crm.shared.files._PATIENCE", (0.001,) * 6)
    with pytest.raises(Problem, match="could not be written"):
        back_up(filled.path, why="asked", now=NOW)
    assert [one.path for one in Shelf(filled.path).backups()] == [first.path]
    assert parts(first.path.parent) == []


def test_a_clock_set_back_ten_years_still_makes_backups_in_their_order(filled: Store) -> None:
    back_up(filled.path, why="asked", now=NOW)
    filled.write(a_person)
    past = back_up(filled.path, why="asked", now=NOW.replace(year=2016))
    assert Shelf(filled.path).backups()[0].path == past.path
    assert past.manifest.number == 2


def test_a_number_is_never_used_again(filled: Store) -> None:
    made = back_up(filled.path, why="asked", now=NOW)
    made.path.unlink()
    assert back_up(filled.path, why="asked", now=NOW).manifest.number == 2


@pytest.mark.parametrize("name", ["é spaces 'quote' %20 #? [x] & co", "x" * 200])
def test_odd_folders_take_backups(filled: Store, tmp_path: Path, name: str) -> None:
    made = back_up(filled.path, why="asked", now=NOW, to=tmp_path / name)
    assert sealed.check(made.path) == made.manifest
    prove_again(made.path, tmp_path)


def prove_again(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "again.db"
    manifest = sealed.unseal(path, copy)
    assert manifest
    prove(copy, manifest.figures)


def test_every_flipped_bit_is_noticed(tmp_path: Path, sound: bytes) -> None:
    path = tmp_path / "mi-crm-000001-20261116-173000.crmbak"
    seed = random.SystemRandom().randrange(10**6)
    print("seed", seed)
    for place in random.Random(seed).sample(range(len(sound) * 8), 300):
        damaged = bytearray(sound)
        damaged[place // 8] ^= 1 << place % 8
        path.write_bytes(damaged)
        with pytest.raises(Damaged, match="is damaged"):
            sealed.check(path)


@pytest.mark.parametrize("keep", [0, 1, 47, 100, 4096, -1, -16, -48, -400])
def test_a_truncated_backup_is_noticed(keep: int, tmp_path: Path, sound: bytes) -> None:
    path = tmp_path / "mi-crm-000001-20261116-173000.crmbak"
    path.write_bytes(sound[:keep] if keep else b"")
    with pytest.raises(Damaged):
        sealed.unseal(path, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


@pytest.fixture
def sound(filled: Store) -> bytes:
    return back_up(filled.path, why="asked", now=NOW).path.read_bytes()


def test_a_copy_that_lost_a_row_is_not_proven(filled: Store, tmp_path: Path) -> None:
    made = back_up(filled.path, why="asked", now=NOW)
    copy = tmp_path / "copy.db"
    sealed.unseal(made.path, copy)
    connection = dbapi2.connect(str(copy), isolation_level=None)
    connection.execute("DROP TRIGGER guard_gift_delete")
    connection.execute("DELETE FROM gift WHERE number = 2")
    connection.close()
    with pytest.raises(Damaged, match="does not hold what the file held"):
        prove(copy, made.manifest.figures)


def test_a_copy_with_a_changed_amount_is_not_proven(filled: Store, tmp_path: Path) -> None:
    made = back_up(filled.path, why="asked", now=NOW)
    copy = tmp_path / "copy.db"
    sealed.unseal(made.path, copy)
    connection = dbapi2.connect(str(copy), isolation_level=None)
    (guard,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'guard_gift_change'").fetchone()
    connection.execute("DROP TRIGGER guard_gift_change")
    connection.execute("UPDATE gift SET amount = amount + 100 WHERE number = 1")
    connection.execute("UPDATE gift SET amount = amount - 100 WHERE number = 2")
    connection.execute(guard)
    connection.close()
    with pytest.raises(Damaged, match=r"not as .* left it"):
        prove(copy, made.manifest.figures)


_KILLED = """
import os, sys, signal
from datetime import datetime, UTC
from pathlib import Path
from mi_crm.backups import making
from mi_crm.backups.back_up import back_up
at = sys.argv[2]
real = getattr(making, at) if hasattr(making, at) else getattr(making.sealed, at)
def kill(*arguments, **more):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(making if hasattr(making, at) else making.sealed, at, kill)
back_up(Path(sys.argv[1]), why="asked", now=datetime.now(UTC))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
@pytest.mark.parametrize("at", ["sync_file", "prove", "seal", "publish"])
def test_a_backup_killed_half_way_leaves_none_and_is_swept(closed_filled: Path, at: str) -> None:
    first = back_up(closed_filled, why="asked", now=NOW)
    done = subprocess.run([sys.executable, "-c", _KILLED, str(closed_filled), at], check=False)
    assert done.returncode == -signal.SIGKILL
    folder = first.path.parent
    assert parts(folder)
    assert [one.path for one in Shelf(closed_filled).backups()] == [first.path]
    again = back_up(closed_filled, why="asked", now=NOW)
    assert parts(folder) == []
    assert sealed.check(again.path) == again.manifest
    assert sealed.check(first.path) == first.manifest


def test_a_backup_of_a_damaged_file_gets_no_name(closed_filled: Path) -> None:
    damage(closed_filled)
    with pytest.raises(Problem, match="damaged"):
        back_up(closed_filled, why="asked", now=NOW)
    assert Shelf(closed_filled).backups() == []
    assert parts(Shelf(closed_filled).folder) == []


@pytest.fixture
def closed_filled(filled: Store, closed_file: Path) -> Path:
    return closed_file


def test_old_backups_go_by_the_rule(filled: Store) -> None:
    for days_ago in (3, 3, 2, 2, 1, 1, 0, 0):
        back_up(filled.path, why="asked", now=NOW - timedelta(days=days_ago))
    assert [one.number for one in Shelf(filled.path).backups()] == [8, 7, 6, 5, 4, 2]


def test_backing_up_into_a_folder_throws_nothing_of_others_away(filled: Store, stick: Path) -> None:
    (stick / "other-000001-20261116-173000.crmbak").write_bytes(b"x")
    (stick / "notes.txt").write_text("x")
    back_up(filled.path, why="asked", now=NOW, to=stick)
    assert len(list(stick.iterdir())) == 3
