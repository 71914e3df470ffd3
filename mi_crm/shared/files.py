"""Files that are there whole or not at all, also when the power goes."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.7, 1.0)
"""Seconds between tries while a scanner or an indexer holds the name, as happens on Windows."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a name beside `path` to write to; it becomes `path` once it is on the disk, or goes on a failure.

    Raises OSError; what stood at `path` before is untouched then.
    """
    part = path.with_name(path.name + ".part")
    try:
        yield part
        publish(part, path)
    finally:
        with suppress(OSError):  # The folder went away; the reason is on its way already.
            part.unlink(missing_ok=True)


def publish(part: Path, path: Path) -> None:
    """Bring a finished file to the disk and give it its name, for good once this returns."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    for wait in _PATIENCE:
        try:
            part.replace(path)
        except PermissionError:
            time.sleep(wait)
        else:
            break
    else:
        part.replace(path)
    sync_names(path.parent)


def sync_names(folder: Path) -> None:
    """Bring the names in a folder to the disk; where a folder cannot be synced, the system does so itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
