"""The power goes out: what was saved is there, and what was half typed too."""

import signal
import subprocess
import sys
from pathlib import Path

from tests.journeys.conftest import Start
from tests.journeys.half_typed import AMOUNT, CHECK, SAVED

HERE = Path(__file__).resolve().parents[2]


def test_the_half_typed_line_survives_a_killed_process(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "mi-crm.db"
    typist = [sys.executable, "-m", "tests.journeys.half_typed", str(path)]
    with subprocess.Popen(typist, cwd=HERE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    assert said.strip() == "half typed"
    assert process.returncode == -signal.SIGKILL

    hands = start(path)
    hands.sees("1 batch is open")
    hands.press("F2")
    hands.sees("This line was half typed when it was left.", SAVED, AMOUNT, CHECK, "Walter Brandt")
    hands.at("Amount")
    hands.press("Return", "Return")
    hands.sees("2 checks")
