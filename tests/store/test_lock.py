"""One window per file: who comes second is told who was first, and nobody who is gone is in the way."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from mi_crm.migrations import upgrade
from mi_crm.migrations.upgrade import open_store
from mi_crm.shared.dates import long_moment
from mi_crm.store.lock import InUse, alone, call_name, holder, is_open_in_window, lock_file, window_lock
from mi_crm.store.store import Store
from tests.conftest import NOW, sign
from tests.holding import held_elsewhere


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "mi-crm.db"
    path.touch()
    return path


def test_a_second_window_is_told_who_was_first_and_since_when(path: Path) -> None:
    with held_elsewhere(path):
        with pytest.raises(InUse) as refused:
            window_lock(path, NOW)
        assert refused.value.holder.is_us
        assert refused.value.values["since"] == long_moment(NOW)
        assert str(refused.value).startswith("mi-crm.db is open: ")
        assert is_open_in_window(path)
    assert not is_open_in_window(path)
    window_lock(path, NOW).close()


def test_a_window_that_was_killed_is_in_nobodys_way(path: Path) -> None:
    with held_elsewhere(path) as holding:
        holding.kill()
        holding.wait()
        with window_lock(path, NOW):
            assert is_open_in_window(path)


def test_looking_at_the_lock_does_not_drop_it(path: Path) -> None:
    look = "import sys; from pathlib import Path; from mi_crm.store.lock import holder"
    look += "; sys.exit(holder(Path(sys.argv[1])) is None)"
    with window_lock(path, NOW):
        assert holder(path) is not None
        with pytest.raises(InUse):
            window_lock(path, NOW)
        assert subprocess.run([sys.executable, "-c", look, str(path)], check=False).returncode == 0


def test_one_file_by_any_name_is_one_file(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.db"
    link.symlink_to(path)
    monkeypatch.chdir(tmp_path / "elsewhere")
    with window_lock(link, NOW):
        for name in (path, link, Path("link.db"), Path("../mi-crm.db"), tmp_path / "elsewhere/../mi-crm.db"):
            assert is_open_in_window(name), name
            assert call_name(name) == call_name(path)
    assert not lock_file(link).exists()


def test_two_files_open_two_windows(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with window_lock(path, NOW), window_lock(other, NOW):
        assert call_name(path) != call_name(other)


def test_a_file_nobody_ever_opened_is_open_nowhere(tmp_path: Path) -> None:
    assert holder(tmp_path / "never.db") is None
    assert list(tmp_path.iterdir()) == []


def test_what_must_be_alone_is_alone_or_does_nothing(path: Path) -> None:
    with alone(path, NOW):
        assert is_open_in_window(path)
    assert not is_open_in_window(path)
    with held_elsewhere(path), pytest.raises(InUse), alone(path, NOW):
        pytest.fail("it went on beside another window")


def test_the_window_itself_may_do_what_must_be_alone(path: Path) -> None:
    with window_lock(path, NOW):
        with alone(path, NOW):
            pass
        assert is_open_in_window(path)


def test_an_older_file_is_not_upgraded_under_another_window(
    closed_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = closed_file.read_bytes()
    monkeypatch.setattr(upgrade, "HEAD", "9999")
    with held_elsewhere(closed_file), pytest.raises(InUse):
        open_store(closed_file, sign=sign)
    assert closed_file.read_bytes() == before


def test_commands_run_beside_the_window(store: Store) -> None:
    with held_elsewhere(store.path), open_store(store.path, sign=sign) as beside:
        assert beside.path == store.path


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root becomes another user")
def test_another_user_of_the_computer_is_told_who_has_it_open() -> None:
    ask = "import os, sys; from pathlib import Path; from mi_crm.store.lock import *; os.setuid(65534)"
    ask += "; window_lock(Path(sys.argv[1]), None)"
    # Not in the folder of this test, which is closed to others.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mi-crm.db"
        path.parent.chmod(0o755)
        with held_elsewhere(path):
            found = subprocess.run(
                [sys.executable, "-c", ask, str(path)], capture_output=True, text=True, check=False
            )
    assert f"root has it open on {os.uname().nodename} since {long_moment(NOW)}" in found.stderr
