"""The system refuses: a full disk, a failing disk, no more handles, no rights, a file that another holds."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from mi_crm.shared.problems import Problem
from mi_crm.store import sqlite
from tests.faults import acts, fresh, office, oracle
from tests.faults.conftest import AtMost, Tally
from tests.faults.test_cut import strace_is_missing

Office = Callable[[], Path]

FAULTS = [
    ("pwrite64", "ENOSPC", "+"),
    ("pwrite64", "ENOSPC", ""),
    ("pwrite64", "EIO", ""),
    ("fdatasync,fsync", "EIO", "+"),
    ("ftruncate", "ENOSPC", "+"),
    ("pread64,read", "EIO", ""),
    ("pread64,read", "EIO", "+"),
]
"""The call, what the system says, and whether from then on."""

LATEST = {"pwrite64": 60, "fdatasync,fsync": 12, "ftruncate": 2, "pread64,read": 40}

PLAIN = (
    "Not saved: the disk is full.",
    "The disk could not be read or written.",
    "Not saved. The disk could not be read or written.",
    "The file could not be opened.",
)
"""How each of these sentences begins; none of them speaks of damage."""


@pytest.mark.skipif(bool(strace_is_missing()), reason=strace_is_missing() or "strace")
@pytest.mark.parametrize(("call", "error", "on"), FAULTS)
def test_a_failing_disk_is_told_as_that(
    call: str, error: str, on: str, an_office: Office, dice: Random, tally: Tally
) -> None:
    _fail(call, error, on, 1, an_office, dice, tally)


@pytest.mark.slow
@pytest.mark.skipif(bool(strace_is_missing()), reason=strace_is_missing() or "strace")
@pytest.mark.parametrize(("call", "error", "on"), FAULTS)
def test_many_failing_disks(
    call: str, error: str, on: str, an_office: Office, dice: Random, tally: Tally, at_most: AtMost
) -> None:
    _fail(call, error, on, at_most(25), an_office, dice, tally)


def _fail(call: str, error: str, on: str, times: int, an_office: Office, dice: Random, tally: Tally) -> None:
    told = 0
    for _ in range(times):
        folder = an_office()
        when = dice.randint(1, LATEST[call])
        path = office.data_file(folder)
        strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-P", str(path), "-P", f"{path}-wal"]
        strace += ["-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={when}{on}"]
        program = [sys.executable, "-m", "tests.faults.acts", "save gift", str(folder), "4", "{}"]
        done = subprocess.run(
            [*strace, *program], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
        )
        said = acts.said(folder)
        where = f"{error} at {call} {when}{on}: {done.stderr[-2_000:]}"
        assert done.returncode in (0, acts.TOLD), where
        assert not said or said.startswith(PLAIN), f"{where}: {said}"
        told += bool(said)
        verdict = fresh.call(folder, oracle.ask, folder, "save gift")
        assert not verdict, f"{where}: {verdict}"
        if said.startswith(PLAIN[0]):  # after a failing sync the save is in doubt
            assert len(acts.ACTS["save gift"].found(folder)) == acts.acknowledged(folder), where
        shutil.rmtree(folder)
    tally("SYS", f"{error} at {call}{' and on' if on else ''}", runs=times, told=told, violations=0)


def _save_with_few_handles(folder: Path) -> tuple[str, bool]:
    """Return what is said when no file can be opened, and whether it works again when some can."""
    import resource

    most = resource.getrlimit(resource.RLIMIT_NOFILE)
    path = office.data_file(folder)
    lowest = os.open(os.devnull, os.O_RDONLY)
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, most[1]))
    try:
        office.opened(path).close()
        said = ""
    except Problem as problem:
        said = str(problem)
    resource.setrlimit(resource.RLIMIT_NOFILE, most)
    acts.run("save gift", folder, 1)
    return said, not oracle.ask(folder, "save gift")


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit of open files")
def test_no_more_handles_is_told_and_passes(an_office: Office, tally: Tally) -> None:
    folder = an_office()
    said, works = fresh.call(folder, _save_with_few_handles, folder)
    assert said.startswith(PLAIN), said
    assert works
    tally("SYS", "EMFILE", runs=1, told=1)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of three megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def _fill(place: Path, *, leave: int) -> Path:
    """Fill a disk but for so many bytes, and return the file that does."""
    ballast = place / "ballast"
    free = os.statvfs(place)
    ballast.write_bytes(bytes(max(0, free.f_bavail * free.f_bsize - leave)))
    return ballast


def _said(name: str, folder: Path, times: int) -> str:
    try:
        acts.run(name, folder, times)
    except Problem as problem:
        return str(problem)
    return ""


@pytest.mark.parametrize("name", ["save gift", "import", "export", "write papers", "back up", "first run"])
def test_a_full_disk_keeps_what_was_saved_and_goes_on_after(
    name: str, small_disk: Path, an_office: Office, tally: Tally
) -> None:
    folder = shutil.copytree(an_office(), small_disk / "office")
    ballast = _fill(small_disk, leave=250_000)
    said = fresh.call(folder, _said, name, folder, 100)
    assert "full" in said or "space" in said or "written" in said or "made" in said, said
    assert "damaged" not in said
    done = acts.acknowledged(folder)
    ballast.unlink()
    verdict = fresh.call(folder, oracle.ask, folder, name)
    assert not verdict, verdict
    assert not list(folder.rglob("*.part*")), "something half made was left"
    (folder / "acks").unlink()
    office.data_file(folder).unlink()
    shutil.rmtree(folder)
    tally("SYS", f"3 MB disk: {name}", acknowledged=done, violations=0)


def _as_nobody(path: Path) -> str:
    os.setgid(65534)
    os.setuid(65534)
    try:
        with office.opened(path) as store:
            acts.ACTS["save gift"].run(path.parents[1], 1, lambda: None)
            store.close()
    except Problem as problem:
        return str(problem)
    return "saved"


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root may become somebody else")
@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o777), (0o444, 0o555), (0o666, 0o555)])
def test_what_may_only_be_read_is_told_and_not_touched(
    file: int, folder: int, an_office: Office, tally: Tally
) -> None:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o755)
        shutil.copytree(an_office(), place, dirs_exist_ok=True)
        for made in place.rglob("*"):
            made.chmod(0o777 if made.is_dir() else 0o666)
        (place / "tmp").mkdir()
        (place / "tmp").chmod(0o777)
        path = office.data_file(place)
        path.chmod(file)
        path.parent.chmod(folder)
        before = path.read_bytes()
        said = fresh.call(place, _as_nobody, path)
        assert said.startswith(
            (
                "Not saved: the file mi-crm.db may only be read.",
                "Not saved: nothing may be written to the folder",
            )
        ), said
        assert path.read_bytes() == before
        tally("SYS", f"file {file:o}, folder {folder:o}", told=1)


def _hold(path: Path, ready: Path, seconds: float) -> None:
    connection = sqlite.connect(path)
    connection.execute("BEGIN IMMEDIATE")
    ready.touch()
    time.sleep(seconds)
    connection.execute("ROLLBACK")
    connection.close()


def _save(folder: Path, patience: int) -> str:
    sqlite.PREAMBLE["busy_timeout"] = patience
    return _said("save gift", folder, 1)


@pytest.mark.parametrize(
    ("seconds", "patience", "says"),
    [
        (0.3, 5_000, ""),
        (10, 200, "Not saved: another program is using the file."),
        pytest.param(3, 5_000, "", marks=pytest.mark.slow),
        pytest.param(60, 5_000, "Not saved: another program is using the file.", marks=pytest.mark.slow),
    ],
)
def test_a_file_that_another_holds_is_waited_for_and_then_told(
    seconds: float, patience: int, says: str, an_office: Office, tally: Tally
) -> None:
    folder = an_office()
    ready = folder / "ready"
    holder = fresh.start(folder, _hold, office.data_file(folder), ready, seconds)
    while not ready.exists():
        holder.join(0.005)
        assert holder.is_alive()
    said = fresh.call(folder, _save, folder, patience)
    assert said.startswith(says), said
    assert bool(said) == bool(says)
    holder.kill()
    holder.join()
    verdict = fresh.call(folder, oracle.ask, folder, "save gift")
    assert not verdict, verdict
    tally("SYS", f"held for {seconds} s", told=said or "saved")
