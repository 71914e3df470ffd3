"""A throw-away copy of the sample: invented once a day, copied at each start."""

import os
import shutil
from datetime import date
from pathlib import Path

from mi_crm import __version__
from mi_crm.migrations.upgrade import HEAD, open_store
from mi_crm.sample.make import make_sample
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.store import sqlite
from mi_crm.store.store import Sign, Store


def fresh_sample(
    path: Path, shelf: Path, *, today: date, sign: Sign, progress: Progress = no_progress
) -> Store:
    """Put the sample of today at `path` and return it open; `shelf` is where one is kept for later."""
    kept = shelf / f"sample-{__version__}-{HEAD}-{today}.db"
    if not kept.exists():
        try:
            _shelve(kept, today, progress)
        except OSError:
            # Nothing can be kept on this computer: then it is invented again each time.
            return make_sample(path, today=today, progress=progress)
    shutil.copyfile(kept, path)
    return open_store(path, sign=sign)


def _shelve(kept: Path, today: date, progress: Progress) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_name(f"{kept.name}.{os.getpid()}")
    part.unlink(missing_ok=True)
    make_sample(part, today=today, progress=progress).close()
    part.replace(kept)
    sqlite.remove(part)
    for older in kept.parent.glob("sample-*.db"):
        if older != kept:
            sqlite.remove(older)
