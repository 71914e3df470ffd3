"""The seal: the hash of a data file as it was closed, beside it, so that any byte changed since is noticed.

While the file is open the seal says only that. A file that something else changed or damaged keeps the seal
that does not fit, until somebody accepts it.
"""

import hashlib
import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from mi_crm.shared.files import whole_file

_OPEN, _CLOSING = {"state": "open"}, {"state": "closing"}


def seal_of(path: Path) -> Path:
    """Return where the seal of a data file stands."""
    return path.with_name(path.name + ".seal")


def broken(path: Path) -> str:
    """Return a sentence when a file is not as it was left; empty when it is, or nobody can say.

    Asked before the file is opened: closing a plain file again would drop SQLite's locks (trust.md M9).
    """
    if _has_log(path):
        return ""  # Open elsewhere, or left in a crash: SQLite takes what is whole from the log.
    try:
        kept = json.loads(seal_of(path).read_text(encoding="utf-8"))
        if kept == _OPEN:
            return (
                "MI CRM was not closed last time, and the log of that time is gone from beside the file. "
                "What was saved last may be missing."
            )
        if kept == _CLOSING or kept["sha256"] == _hash(path):
            return ""
        closed_at = datetime.fromisoformat(kept["closed_at"])
    except (OSError, ValueError, LookupError, TypeError):
        return ""
    return (
        f"The file is not as MI CRM closed it on {closed_at:%Y-%m-%d %H:%M} UTC: something else changed or "
        "damaged it, or an older file was put in its place."
    )


def break_seal(path: Path) -> None:
    """Say that the file is open, once it is and before anything is written."""
    _write(path, _OPEN)


def begin_sealing(path: Path) -> None:
    """Say that the log is about to be folded into the file, after which it is gone for a good reason."""
    _write(path, _CLOSING)


def make_seal(path: Path, *, closed_at: datetime) -> None:
    """Seal a file that was closed; where another program has it open still, say so instead."""
    if _has_log(path):
        _write(path, _OPEN)
        return
    with suppress(OSError):
        sha256 = _hash(path)
        if not _has_log(path):
            _write(path, {"sha256": sha256, "closed_at": closed_at.isoformat()})


def _write(path: Path, content: dict[str, Any]) -> None:
    try:
        with whole_file(seal_of(path)) as part:
            part.write_text(json.dumps(content), encoding="utf-8")
    except OSError:
        # On a full disk no seal is better than an old one. Where it cannot be removed either, the file may
        # only be read, and does not change.
        with suppress(OSError):
            seal_of(path).unlink(missing_ok=True)


def _has_log(path: Path) -> bool:
    return path.with_name(path.name + "-wal").exists()


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
