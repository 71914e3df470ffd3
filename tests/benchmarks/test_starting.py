"""How soon there is a window and a first list, beside a window with nothing in it: whole processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.measuring import Lines

pytestmark = pytest.mark.benchmark

TIMES = 7


def started(*arguments: str, home: Path) -> list[float]:
    """Return what a start prints."""
    # A computer of its own: nobody's settings are read or changed. What Python compiled is kept, as main.py
    # sees to it.
    there = {name: str(home) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME")}
    there |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(home / "compiled")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.starting", *arguments],
        env={**os.environ, **there},
        capture_output=True,
        text=True,
        check=True,
    )
    return [float(line) for line in done.stdout.split()]


def test_a_start(big_file: Path, gifts: int, tmp_path: Path, table: Lines) -> None:
    bare, window, first = [], [], []
    started("program", str(big_file), home=tmp_path)
    for _ in range(TIMES):
        bare += started("bare", home=tmp_path)
        drawn, listed = started("program", str(big_file), home=tmp_path)
        window.append(drawn)
        first.append(listed)
    table.add("start: the window is drawn", window, bare, gifts=gifts, most=1.3)
    table.add("start: the first screen has its lists", first, bare, gifts=gifts, most=2.5)
