"""What every fault needs: an office, a seed that is printed, and a line in the table at the end."""

import json
import random
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.faults import office

Tally = Callable[..., None]

AtMost = Callable[[int], int]


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """Return the seed of this test: printed, and given again with --seed."""
    given = request.config.getoption("--seed")
    found = random.randrange(2**32) if given is None else int(given)
    print(f"--seed {found}")
    return found


@pytest.fixture
def dice(seed: int) -> Random:
    """Return the chance of this test."""
    return Random(seed)


@pytest.fixture
def at_most(request: pytest.FixtureRequest) -> AtMost:
    """Return what keeps the full count of a fault within --at-most."""
    limit = request.config.getoption("--at-most")
    return lambda count: count if limit is None else min(count, int(limit))


@pytest.fixture(scope="session")
def _furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "office"
    office.furnish(folder)
    return folder


@pytest.fixture
def an_office(_furnished: Path, tmp_path: Path) -> Iterator[Callable[[], Path]]:
    """Return what gives a new office each time; all but the last go away at the end."""
    names = count()

    def new() -> Path:
        return shutil.copytree(_furnished, tmp_path / f"office{next(names)}")

    yield new
    for folder in tmp_path.glob("office*"):
        shutil.rmtree(folder)


@pytest.fixture
def tally(record_property: Callable[[str, object], None], seed: int) -> Tally:
    """Return what puts a line into the table: the fault, what it met, and figures."""

    def line(fault: str, what: str, **figures: object) -> None:
        record_property("fault", json.dumps([fault, what, seed, figures]))

    return line


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the table of faults."""
    lines = [
        json.loads(value)
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
        if name == "fault"
    ]
    if lines:
        terminalreporter.section("faults")
        for fault, what, seed, figures in sorted(lines, key=lambda one: one[:2]):
            told = ", ".join(f"{name} {value}" for name, value in figures.items())
            terminalreporter.write_line(f"{fault:<6} {what:<34} {told} (seed {seed})")
