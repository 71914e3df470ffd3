"""The power goes at any moment: what was acknowledged is on the disk, and nothing is there by halves."""

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.faults import disk, fresh, oracle
from tests.faults.conftest import AtMost, Tally
from tests.faults.disk import Recording

FEW, MANY = 12, 2_000

SAVES, CONTROL = 30, 40

TIMES = {
    "save gift": SAVES,
    "import": 2,
    "write papers": 4,
    "export": 4,
    "back up": 4,
    "restore": 2,
    "upgrade": 1,
    "first run": 2,
}
"""What is recorded, and how often it is done."""

OFF, NORMAL = 0, 1

SMALL_LOG = {"wal_autocheckpoint": 40}
"""Folds the log into the file every few saves, where it would be every few dozen."""

Office = Callable[[], Path]


def strace_is_missing() -> str:
    """Return why no system call can be recorded here, or nothing."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    done = subprocess.run(["strace", "-qq", "-e", "trace=none", "true"], capture_output=True, check=False)
    return "" if done.returncode == 0 else "this computer lets nobody watch a process (ptrace)"


pytestmark = pytest.mark.skipif(bool(strace_is_missing()), reason=strace_is_missing() or "strace")


def _recorded(folder: Path, name: str, times: int, **settings: int) -> Recording:
    recording = Recording(folder, folder.with_suffix(".strace"))
    recording.record(name, str(folder), str(times), json.dumps(settings))
    return recording


def _judge(recording: Recording, name: str, states: Iterable[Any], folder: Path) -> list[oracle.Verdict]:
    """Ask the oracle about each state of the disk, in one fresh process."""
    scratch = folder.with_suffix(".scratch")
    return list(fresh.call(folder, judge_all, recording.folder, name, list(states), scratch))


def judge_all(recorded: Path, name: str, states: list[Any], scratch: Path) -> list[oracle.Verdict]:
    """Lay out each state where nothing was before, and return what the oracle says of it."""
    verdicts = []
    for files, acknowledged in states:
        disk.lay_out(files, recorded, scratch)
        verdicts.append(oracle.ask(scratch, name, acknowledged))
    return verdicts


@pytest.mark.parametrize("name", TIMES)
def test_a_cut_loses_nothing_acknowledged(name: str, an_office: Office, dice: Random, tally: Tally) -> None:
    _cut(name, FEW, an_office(), dice, tally)


@pytest.mark.slow
@pytest.mark.parametrize("name", TIMES)
def test_many_cuts(name: str, an_office: Office, dice: Random, tally: Tally, at_most: AtMost) -> None:
    _cut(name, at_most(MANY), an_office(), dice, tally)


def _cut(name: str, count: int, folder: Path, dice: Random, tally: Tally) -> None:
    recording = _recorded(folder, name, TIMES[name], **(SMALL_LOG if name == "save gift" else {}))
    files, acknowledged = disk.uncut(recording)
    assert acknowledged == TIMES[name]
    for path, content in files.items():
        assert path.read_bytes() == content, f"{path} is not what the recording says"
    assert _judge(recording, name, [(files, acknowledged)], folder) == [oracle.Verdict()]

    for start in range(0, count, 100):
        some = list(disk.states(recording, min(100, count - start), dice))
        for place, verdict in enumerate(_judge(recording, name, some, folder)):
            assert not verdict, f"cut {start + place}: {verdict}"
    tally("CUT", name, cuts=count, events=len(recording.events), violations=0)


@pytest.mark.parametrize(("level", "harm"), [(OFF, "damaged"), (NORMAL, "lost")])
def test_the_harness_sees_what_is_not_synced(
    level: int, harm: str, an_office: Office, dice: Random, tally: Tally
) -> None:
    """Negative controls: a harness that finds nothing wrong here finds nothing anywhere."""
    folder = an_office()
    recording = _recorded(folder, "save gift", SAVES, synchronous=level, **SMALL_LOG)
    verdicts = _judge(recording, "save gift", disk.states(recording, CONTROL, dice), folder)
    counts = Counter(map(_harm, verdicts))
    assert counts[harm] > 0, counts
    tally("CUT", f"control: synchronous={level}", cuts=CONTROL, **counts)


def test_a_disk_that_lies_is_noticed(an_office: Office, dice: Random, tally: Tally) -> None:
    """Where no sync is honored acts may be gone, but what is left is whole or is said to be damaged."""
    folder = an_office()
    recording = _recorded(folder, "save gift", SAVES, **SMALL_LOG)
    verdicts = _judge(recording, "save gift", disk.states(recording, CONTROL, dice, lying=True), folder)
    for verdict in verdicts:
        halves = [one for one in verdict.lost if "is None" not in one]
        assert not halves or verdict.unopened or verdict.check, verdict
    tally("CUT", "lying disk", cuts=CONTROL, **Counter(map(_harm, verdicts)))


def _harm(verdict: oracle.Verdict) -> str:
    return "damaged" if verdict.unopened or verdict.check else "lost" if verdict.lost else "whole"
