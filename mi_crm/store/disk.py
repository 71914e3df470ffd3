"""Files that get their name last, on disks that fail and beside programs that look into every file."""

import os
import shutil
import sys
import time
from pathlib import Path
from typing import Final

from mi_crm.shared.problems import Problem

_PAUSES: Final = (0.05, 0.1, 0.2, 0.4, 0.75, 0.9)
"""Seconds between tries, 2.4 in all: how long a virus scanner keeps a new file to itself (trust.md G21)."""


def name_last(part: Path, target: Path) -> None:
    """Give a finished file its name, in the place of the one that has it, and wait until the disk knows.

    Raises OSError when something keeps the file to itself for longer than a virus scanner does.
    """
    for pause in _PAUSES:
        try:
            part.replace(target)
            break
        except PermissionError:
            time.sleep(pause)
    else:
        part.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows has no such call and does it by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
