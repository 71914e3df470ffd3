"""What a disk must have before something large is written to it, and when it has what was written."""

import os
import shutil
from pathlib import Path

from mi_crm.shared.problems import Problem


def sync_file(path: Path) -> None:
    """Wait until a file that no database connection has open is on the disk."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def check_room(folder: Path, needed: int) -> None:
    """Raise Problem when a folder has not so many bytes free."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Problem(
            "{folder} has too little room: {needed} MB are needed and {free} MB are free. "
            "Free some space, or choose another place.",
            folder=folder,
            needed=f"{-(-needed // 1_000_000):,}",
            free=f"{free // 1_000_000:,}",
        )
