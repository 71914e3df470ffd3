"""Nothing holds the window up: the longest moment in which it could not have answered a key, step by step."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.measuring import Lines

pytestmark = pytest.mark.benchmark

TIMES = 3
MOST_MS = 50


@pytest.mark.parametrize("pause", [0, 5], ids=["at once", "after a pause"])
def test_a_morning(big_file: Path, gifts: int, table: Lines, pause: int) -> None:
    walls: dict[str, list[float]] = {}
    spent: dict[str, list[float]] = {}
    for _ in range(TIMES):
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.blocking", str(big_file), str(pause)],
            capture_output=True,
            text=True,
            check=True,
        )
        for line in done.stdout.splitlines():
            words, wall, processor = json.loads(line)
            walls.setdefault(words, []).append(wall)
            spent.setdefault(words, []).append(processor)
    when = f"after {pause} s" if pause else "at once"
    for words, taken in spent.items():
        table.add(f"longest block, {when}: {words}", taken, gifts=gifts, most_ms=MOST_MS)
    worst = [max(runs[place] for runs in walls.values()) for place in range(TIMES)]
    table.add(f"longest block, {when}: of all, on the wall", worst, gifts=gifts, most_ms=MOST_MS)
