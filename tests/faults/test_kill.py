"""A process that is killed at any moment loses nothing that was acknowledged and leaves nothing by halves."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.faults import acts, fresh, oracle
from tests.faults.conftest import AtMost, Tally

FEW, MANY = 3, 200

Office = Callable[[], Path]


@pytest.mark.parametrize("name", acts.ACTS)
def test_a_killed_act_is_whole_or_absent(name: str, an_office: Office, dice: Random, tally: Tally) -> None:
    _kill(name, FEW, an_office, dice, tally)


@pytest.mark.slow
@pytest.mark.parametrize("name", acts.ACTS)
def test_many_killed_acts(name: str, an_office: Office, dice: Random, tally: Tally, at_most: AtMost) -> None:
    _kill(name, at_most(MANY), an_office, dice, tally)


def _kill(name: str, times: int, an_office: Office, dice: Random, tally: Tally) -> None:
    acknowledged = killed = 0
    for _ in range(times):
        folder = an_office()
        process = fresh.start(folder, acts.run, name, folder, 50)
        _wait(folder, process.is_alive, dice.randrange(4))
        time.sleep(dice.uniform(0, 0.06))
        process.kill()
        process.join()
        killed += process.exitcode == -9
        acknowledged += acts.acknowledged(folder)
        verdict = fresh.call(folder, oracle.ask, folder, name)
        assert not verdict, f"{folder}: {verdict}"
        shutil.rmtree(folder)
    assert killed, "no process was killed while it worked"
    tally("KILL", name, kills=killed, acknowledged=acknowledged, violations=0)


def _wait(folder: Path, alive: Callable[[], bool], done: int) -> None:
    """Wait until so many acts are done, so that the kill comes while one of the first is done."""
    acks = folder / "acks"
    while alive() and not (acks.exists() and acks.stat().st_size >= done):
        time.sleep(0.0005)
