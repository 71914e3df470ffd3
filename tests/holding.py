"""Another process that has a file open, as a second window of the program would."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from mi_crm.store.lock import window_lock

lock = window_lock(Path(sys.argv[1]), datetime(2026, 11, 16, 17, 30, tzinfo=UTC))
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_elsewhere(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Have another process hold the lock on a file during the block."""
    holding = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holding.stdin is not None
    assert holding.stdout is not None
    try:
        assert holding.stdout.readline() == "held\n"
        yield holding
    finally:
        holding.stdin.close()
        holding.wait()
        holding.stdout.close()
