"""A disk that fails in the middle of a save: the save is refused in words, whole, and the next one works."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mi_crm.migrations.upgrade import open_store
from mi_crm.people.records import Constituent
from tests.conftest import sign

_SAVES = """
import sys
from pathlib import Path
from mi_crm.migrations.upgrade import open_store
from mi_crm.shared.problems import Problem
from tests.builders import a_person
from tests.conftest import sign

with open_store(Path(sys.argv[1]), sign=sign) as store:
    for number in range(8):
        try:
            store.write(a_person, f"Person {number}")
            print("saved")
        except Problem as problem:
            print(problem)
"""

PROJECT = Path(__file__).parents[2]

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")


def saves(path: Path, fault: str) -> list[str]:
    """Save eight people while the system gives a fault, and return what came of each."""
    call = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"inject={fault}", "-P", f"{path}-wal"]
    done = subprocess.run(
        [*call, sys.executable, "-c", _SAVES, str(path)],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "ptrace" in done.stderr:
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def people(path: Path) -> int:
    with open_store(path, sign=sign) as store:
        return store.read(
            lambda session: session.scalars(select(func.count()).select_from(Constituent)).one()
        )


@needs_strace
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("pwrite64:error=ENOSPC:when=5", "Not saved: the disk is full. Free some space, then save again."),
        ("pwrite64:error=ENOSPC:when=9", "Not saved: the disk is full. Free some space, then save again."),
        ("pwrite64:error=EIO:when=7", "Not saved. The disk could not be read or written."),
        ("fsync,fdatasync:error=EIO:when=2", "Not saved. The disk could not be read or written."),
        ("fsync,fdatasync:error=EIO:when=4", "Not saved. The disk could not be read or written."),
    ],
)
def test_one_save_is_refused_whole_and_the_next_works(closed_file: Path, fault: str, words: str) -> None:
    told = saves(closed_file, fault)
    refused = [one for one in told if one != "saved"]
    assert len(refused) == 1, told
    assert refused[0].startswith(words)
    assert told[-1] == "saved"
    assert people(closed_file) == told.count("saved")


@needs_strace
def test_a_disk_that_stays_full_takes_nothing_and_loses_nothing(closed_file: Path) -> None:
    told = saves(closed_file, "pwrite64:error=ENOSPC:when=60+")
    assert told[0] == "saved"
    assert told[-1].startswith("Not saved: the disk is full")
    assert people(closed_file) == told.count("saved")
