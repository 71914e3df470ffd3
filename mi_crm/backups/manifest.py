"""A backup's file: the database, then what it says of itself, then a hash over both.

SQLite knows its own size and never looks at what follows, so a backup opens as any database does, and a
lone file on a memory stick carries the proof of each of its bits.

    database | manifest as JSON | sha256 of all before (32) | length of the JSON (8) | mark (8)
"""

import hashlib
import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from mi_crm.backups.rules import ENDING, Figures, Manifest
from mi_crm.shared.money import Money
from mi_crm.shared.problems import Problem
from mi_crm.shared.progress import Progress, no_progress

PART: Final = f"{ENDING}.part"
"""The end of the name of what is not a backup yet."""

_MARK: Final = b"MICRMBK1"
_SHA256: Final = 32
_AROUND: Final = _SHA256 + 8 + len(_MARK)
"""What stands around the JSON behind the database."""
_LONGEST: Final = 100_000
_BLOCK: Final = 1 << 20


class Damaged(Problem):
    """A backup is not what it was when it was made."""


def damaged(name: str, why: str = "it is not what was written") -> Damaged:
    """Return what to say of a damaged backup."""
    return Damaged("{name} is damaged ({why}). Use another backup.", name=name, why=why)


def seal(part: Path, manifest: Manifest, *, progress: Progress = no_progress) -> None:
    """Write the manifest and the hash behind a finished copy, and wait until the disk has them."""
    told = _told(manifest)
    with part.open("r+b") as file:
        digest = hashlib.sha256()
        size = part.stat().st_size
        while block := file.read(_BLOCK):
            progress(file.tell(), size)
            digest.update(block)
        digest.update(told)
        file.write(told + digest.digest() + len(told).to_bytes(8) + _MARK)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> Manifest | None:
    """Return what a backup says of itself without looking at the rest; None when it says nothing.

    Raises OSError when the file cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        length = _length(file, size)
        if length is None:
            return None
        file.seek(size - _AROUND - length)
        return _manifest(file.read(length))


def check(path: Path, *, name: str = "", progress: Progress = no_progress) -> Manifest | None:
    """Prove each byte of a backup and return what it says; None for a plain data file, which says nothing.

    Raises Damaged when the bytes are not those that were sealed, OSError when they cannot be read.
    """
    return _through(path, None, name or path.name, progress)


def unseal(path: Path, copy: Path, *, name: str = "", progress: Progress = no_progress) -> Manifest | None:
    """Copy the database out of a backup, proving each byte on the way, and return what the backup says.

    A plain data file is copied whole and says nothing: None. Raises Damaged when the bytes are not those that
    were sealed, with nothing left behind, OSError when a file cannot be read or written.
    """
    try:
        with copy.open("xb") as out:
            copy.chmod(0o600)  # the names and gifts of donors
            manifest = _through(path, out, name or path.name, progress)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return manifest


def _through(path: Path, out: BinaryIO | None, name: str, progress: Progress) -> Manifest | None:
    size = path.stat().st_size
    digest = hashlib.sha256()
    with path.open("rb") as file:
        length = _length(file, size)
        file.seek(0)
        end = size if length is None else size - _AROUND - length
        while (left := end - file.tell()) and (block := file.read(min(_BLOCK, left))):
            progress(file.tell(), size)
            digest.update(block)
            if out is not None:
                out.write(block)
        rest = file.read()
    if length is None and path.suffix != ENDING:
        return None
    told, kept = rest[:-_AROUND], rest[-_AROUND : _SHA256 - _AROUND]
    digest.update(told)
    manifest = _manifest(told)
    if digest.digest() != kept or manifest is None:
        raise damaged(name)
    return manifest


def _length(file: BinaryIO, size: int) -> int | None:
    if size < _AROUND:
        return None
    file.seek(size - 16)
    length, mark = int.from_bytes(file.read(8)), file.read(8)
    return length if mark == _MARK and 0 < length <= min(_LONGEST, size - _AROUND) else None


def _told(manifest: Manifest) -> bytes:
    kept = asdict(manifest)
    kept["made_at"] = manifest.made_at.isoformat()
    kept["figures"]["amount"] = manifest.figures.amount.cents
    return json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()


def _manifest(told: bytes) -> Manifest | None:
    try:
        kept = json.loads(told)
        figures = kept.pop("figures")
        receipts = tuple((int(year), int(count), int(last)) for year, count, last in figures.pop("receipts"))
        kept["made_at"] = datetime.fromisoformat(kept["made_at"])
        amount = Money(int(figures.pop("amount")))
        return Manifest(**kept, figures=Figures(**figures, amount=amount, receipts=receipts))
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
