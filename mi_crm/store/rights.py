"""Whether a file can be written to, and if not, why: it is then opened for looking only."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

from mi_crm.shared.problems import Problem

ROOM: Final = 100_000_000
"""Free bytes below which nothing is written: the write-ahead log alone may grow to 67 MB."""


def why_only_read(path: Path) -> Problem | None:
    """Return why nothing can be written to the file or beside it, or None when it can.

    SQLite needs the folder too, for its write-ahead log.
    """
    if not os.access(path, os.W_OK):
        return Problem(
            "the file {name} may only be read. Get the right to change it, then open it again.",
            name=path.name,
        )
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError:
        return Problem(
            "nothing may be written to the folder {folder}. Get the right to change it, "
            "then open the file again.",
            folder=path.parent,
        )
    free = shutil.disk_usage(path.parent).free
    if free < ROOM:
        return Problem(
            "the disk is almost full: {free} MB are left. Free some space, until there are {room} MB, "
            "then open the file again.",
            free=free // 1_000_000,
            room=ROOM // 1_000_000,
        )
    return None
