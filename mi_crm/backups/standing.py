"""How the backups stand: what the office is told of them each day."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mi_crm.backups.rules import NAG_AFTER, Manifest
from mi_crm.backups.shelf import Backup, Memory, Shelf, moment, newest_proven


@dataclass(frozen=True, slots=True)
class Standing:
    """The backups of one data file."""

    file: Path
    folder: Path
    backups: tuple[Backup, ...]
    """Beside the file, the newest first."""
    copies: tuple[Backup, ...]
    """In the second place, none while it is away."""
    newest: Manifest | None
    memory: Memory
    second_here: bool
    """Whether the second place is there now."""
    frozen: bool

    @property
    def failed(self) -> bool:
        """Whether the last backup failed."""
        return bool(self.memory.failed_at)

    @property
    def trial_passed(self) -> bool:
        """Whether the last trial restore passed."""
        return bool(self.memory.tried_at) and not self.memory.tried_problem

    def days_without_copy(self, now: datetime) -> int | None:
        """Return for how many days there is no new copy in a second place, once that is too long."""
        since = moment(self.memory.copied_at) or moment(self.memory.asked_at)
        if since is None or now - since < NAG_AFTER:
            return None
        return (now - since).days


def standing(file: Path, *, now: datetime) -> Standing:
    """Look at the backups of a data file; the first look begins to count the days without a second place."""
    shelf = Shelf(file)
    memory = shelf.memory()
    if not memory.asked_at:
        memory = shelf.remember(asked_at=now.isoformat())
    newest = newest_proven(shelf)
    second = Path(memory.second) if memory.second else None
    return Standing(
        file=file,
        folder=shelf.folder,
        backups=tuple(shelf.backups()),
        copies=tuple(shelf.backups(second)) if second else (),
        newest=newest.manifest if newest else None,
        memory=memory,
        second_here=second is not None and second.is_dir(),
        frozen=shelf.is_frozen(),
    )
