"""What this user's computer remembers of a data file, outside of it: how far it had come."""

from datetime import datetime
from pathlib import Path

import msgspec


class Seen(msgspec.Struct, frozen=True):
    """The newest act of a file when it was last seen, and when it was last looked through."""

    sequence: int
    sha256: str
    at: datetime
    checked_at: datetime | None = None


class Memory:
    """Remembers files by their identity. A memory that is lost or cannot be kept is no error."""

    def __init__(self, path: Path) -> None:
        """Remember in this file."""
        self.path = path

    def seen(self, file: str) -> Seen | None:
        """Return what is remembered of a file."""
        return self._all().get(file)

    def remember(self, file: str, seen: Seen) -> None:
        """Remember how far a file has come."""
        everything = self._all()
        if seen.checked_at is None and (before := everything.get(file)) is not None:
            seen = msgspec.structs.replace(seen, checked_at=before.checked_at)
        everything[file] = seen
        part = self.path.with_name(self.path.name + ".part")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(msgspec.json.encode(everything))
            part.replace(self.path)
        except OSError:
            part.unlink(missing_ok=True)

    def _all(self) -> dict[str, Seen]:
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=dict[str, Seen])
        except (OSError, msgspec.DecodeError):
            return {}
