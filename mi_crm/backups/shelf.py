"""The places where backups of a data file lie, and what is remembered of them on this computer."""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from mi_crm.backups import manifest as sealed
from mi_crm.backups.rules import Kept, Manifest, number_of, removable, shrunk
from mi_crm.shared.files import publish
from mi_crm.shared.problems import Problem
from mi_crm.store.lock import InUse, window_lock

_MEMORY: Final = "backups.json"

_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup in a place; without a manifest it cannot be read or is damaged."""

    path: Path
    number: int
    manifest: Manifest | None
    size: int

    @property
    def kept(self) -> Kept | None:
        """What decides on keeping it."""
        if self.manifest is None:
            return None
        figures = self.manifest.figures
        return Kept(self.number, self.manifest.made_at.date(), figures.people, figures.gifts)


@dataclass(frozen=True, slots=True)
class Memory:
    """What this computer remembers of the backups of one data file."""

    second: str = ""
    """The second place: a folder, perhaps on a stick that is away."""
    asked_at: str = ""
    """Since when a second place is missing."""
    last_number: int = 0
    copied_number: int = 0
    """The newest backup that lies proven in the second place."""
    copied_at: str = ""
    tried_number: int = 0
    """The backup that was restored on trial last."""
    tried_at: str = ""
    tried_problem: str = ""
    """Empty when the trial passed."""
    failed_at: str = ""
    """When the last backup failed, empty when it did not."""
    failed_why: str = ""


class Shelf:
    """The backups of one data file."""

    def __init__(self, file: Path) -> None:
        """Take the data file; its backups lie in a folder beside it."""
        self.file = file
        self.folder = file.with_name(f"{file.stem}-backups")

    @property
    def second(self) -> Path | None:
        """The second place, if one was chosen."""
        second = self.memory().second
        return Path(second) if second else None

    def memory(self) -> Memory:
        """Return what is remembered; what cannot be read was never known."""
        try:
            kept: dict[str, Any] = json.loads((self.folder / _MEMORY).read_text(encoding="utf-8"))
            return Memory(**{name: type(value)(kept[name]) for name, value in asdict(Memory()).items()})
        except (OSError, ValueError, LookupError, TypeError):
            return Memory()

    def remember(self, **changes: str | int) -> Memory:
        """Change what is remembered. A folder that takes nothing forgets it."""
        changed = replace(self.memory(), **changes)  # type: ignore[arg-type]  # its own fields
        part = self.folder / f"{_MEMORY}.{os.getpid()}.part"
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.write_text(json.dumps(asdict(changed), indent=1), encoding="utf-8")
            publish(part, self.folder / _MEMORY)
        return changed

    def backups(self, folder: Path | None = None) -> list[Backup]:
        """Return the backups in a place, the newest first; none when the place is away."""
        return backups_in(folder or self.folder, self.file.stem)

    def next_number(self) -> int:
        """Return the number of the next backup: higher than any that is known."""
        known = [one.number for folder in self.places() for one in self.backups(folder)]
        return max([self.memory().last_number, *known], default=0) + 1

    def places(self) -> list[Path]:
        """Return the folder beside the file, then the second place."""
        second = self.second
        return [self.folder] if second is None else [self.folder, second]

    def sweep(self, folder: Path) -> None:
        """Remove what an interrupted backup left, and the backups that the rule does not keep.

        A stick that was drawn out keeps what it has until the next time.
        """
        with suppress(OSError):
            for part in folder.glob(f"{_plain(self.file.stem)}-*{sealed.PART}*"):
                part.unlink()
            there = self.backups(folder)
            remove = set(removable([one.kept for one in there if one.kept], in_use=self.in_use()))
            for one in there:
                if one.number in remove:
                    one.path.unlink()

    def in_use(self) -> tuple[int, ...]:
        """Return the numbers of backups that are being read."""
        return tuple(_read_now)

    def is_frozen(self) -> bool:
        """Return whether nothing is thrown away, as the newest backup is far smaller than the one before."""
        return shrunk([one.kept for one in self.backups() if one.kept])


_read_now: list[int] = []


@contextmanager
def reading(number: int) -> Iterator[None]:
    """Keep a backup from being thrown away while it is read."""
    _read_now.append(number)
    try:
        yield
    finally:
        _read_now.remove(number)


@contextmanager
def one_at_a_time(folder: Path, now: datetime) -> Iterator[None]:
    """Wait for the backup that another thread makes into this folder.

    Raises Problem when another program makes one.
    """
    with _one_at_a_time, ExitStack() as stack:
        # A folder that takes no lock takes no backup either, and that is told better.
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                stack.enter_context(window_lock(folder / "making", now))
            except InUse as error:
                raise Problem("Another backup is being made. Wait for it, then back up again.") from error
        yield


def backups_in(folder: Path, stem: str = "") -> list[Backup]:
    """Return the backups in a folder, of one data file or of all, the newest first."""
    found = []
    with suppress(OSError):
        for path in folder.iterdir():
            number = number_of(path.name)
            if number is not None and (not stem or path.name.startswith(f"{stem}-{number:06}-")):
                found.append(_backup(path, number))
    return sorted(found, key=lambda one: one.number, reverse=True)


def unreadable(file: Path) -> list[str]:
    """Return a sentence for each backup of a file that is plainly damaged, without reading all of it."""
    return [
        f"The backup {one.path.name} is damaged. Remove it, and back up again."
        for one in Shelf(file).backups()
        if one.manifest is None
    ]


def _backup(path: Path, number: int) -> Backup:
    try:
        return Backup(path, number, sealed.read(path), path.stat().st_size)
    except OSError:
        return Backup(path, number, None, 0)


def _plain(stem: str) -> str:
    """Return a stem in which no letter means something to `glob`."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in stem)


def moment(kept: str) -> datetime | None:
    """Return a remembered moment."""
    return datetime.fromisoformat(kept) if kept else None


def newest_proven(shelf: Shelf) -> Backup | None:
    """Return the newest backup beside the file that has its name, and so was proven."""
    return next((one for one in shelf.backups() if one.manifest is not None), None)
