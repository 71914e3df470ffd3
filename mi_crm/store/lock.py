"""One window per file: a lock of the kernel's beside the file, which no killed process leaves behind."""

import getpass
import os
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Self

from mi_crm.shared.dates import long_moment
from mi_crm.shared.problems import Problem

_TRIES, _BETWEEN = 5, 0.05
"""Whoever only asks holds the lock for a moment too."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a file open: all empty when the lock does not say."""

    user: str
    host: str
    since: str

    @property
    def is_us(self) -> bool:
        """Whether it is the same person on the same computer."""
        return (self.user, self.host) == (_user(), platform.node())


class InUse(Problem):
    """The file is open in another window, or something works on it that must be alone."""

    def __init__(self, path: Path, holder: Holder) -> None:
        """Say who has the file open."""
        self.path, self.holder = path, holder
        super().__init__(
            "{name} is open: {user} has it open on {host} since {since}. Close it there, then try again.",
            name=path.name,
            user=holder.user or "someone",
            host=holder.host or "this computer",
            since=holder.since or "a while ago",
        )


class WindowLock:
    """A lock that is held until `close`, or until the process ends however it ends."""

    def __init__(self, path: Path, descriptor: int) -> None:
        """Keep an open and locked lock file; `window_lock` takes locks."""
        self.path, self._descriptor = path, descriptor
        _ours.add(path)

    def close(self) -> None:
        """Let others have the file."""
        if self._descriptor >= 0:
            _ours.discard(self.path)
            with suppress(OSError):
                os.ftruncate(self._descriptor, 0)
            _let_go(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        """Return the lock, to be let go at the end of the block."""
        return self

    def __exit__(self, *error: object) -> None:
        """Let others have the file."""
        self.close()


_ours: set[Path] = set()
"""The files whose locks this process holds."""


def window_lock(path: Path, now: datetime) -> WindowLock:
    """Take the lock on a file, there or yet to be made, writing into it who has it since when.

    Raises InUse when another process holds it, OSError when no lock can be kept beside the file.
    """
    path = path.resolve()
    file = lock_file(path)
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
    except PermissionError:
        # Made by another user of this computer: it can be locked, though not written to.
        descriptor = os.open(file, os.O_RDONLY)
    try:
        for attempt in range(_TRIES):
            if _locked(descriptor):
                break
            if attempt == _TRIES - 1:
                raise InUse(path, _told(descriptor))
            time.sleep(_BETWEEN)
        with suppress(OSError):  # a full disk keeps no names, and the lock holds all the same
            _tell(descriptor, Holder(_user(), platform.node(), long_moment(now)))
        return WindowLock(path, descriptor)
    except BaseException:
        os.close(descriptor)
        raise


def holder(path: Path) -> Holder | None:
    """Return who has a file open in a window, or None when nobody has."""
    try:
        descriptor = os.open(lock_file(path.resolve()), os.O_RDONLY)
    except OSError:
        return None
    if _locked(descriptor):
        _let_go(descriptor)
        return None
    try:
        return _told(descriptor)
    finally:
        os.close(descriptor)


def is_open_in_window(path: Path) -> bool:
    """Return whether a window, of this process or another, has the file open."""
    return holder(path) is not None


def is_open_elsewhere(path: Path) -> bool:
    """Return whether a window of another process has the file open."""
    return path.resolve() not in _ours and is_open_in_window(path)


@contextmanager
def alone(path: Path, now: datetime) -> Iterator[None]:
    """Keep every other window away from a file, for what no window survives: a restore, an upgrade.

    Within the process whose window has the file open, that window's lock is enough; it is for the
    window to rest meanwhile. Raises InUse when another process has it open.
    """
    if path.resolve() in _ours:
        yield
        return
    try:
        lock = window_lock(path, now)
    except OSError as error:
        raise Problem(
            "Nothing can be written to {folder}. Get the right to change it, then try again.",
            folder=path.parent,
        ) from error
    with lock:
        yield


def call_name(path: Path) -> str:
    """Return by which name the window on a file is called: this user's, however the path is spelled."""
    mark = lock_file(path.resolve()).stat()
    return "mi-crm-" + sha256(f"{_user()} {mark.st_dev} {mark.st_ino}".encode()).hexdigest()[:20]


def lock_file(path: Path) -> Path:
    """Return the file that carries the lock: never the database itself, whose locks are SQLite's own."""
    return path.with_name(path.name + ".lock")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


# Byte 0 carries the lock and nothing else, as Windows lets nobody read what is locked.
def _tell(descriptor: int, who: Holder) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, f"\n{who.user}\n{who.host}\n{who.since}\n".encode())


def _told(descriptor: int) -> Holder:
    os.lseek(descriptor, 1, os.SEEK_SET)
    lines = os.read(descriptor, 1000).decode(errors="replace").split("\n")
    user, host, since = (*lines, "", "", "")[:3]
    return Holder(user, host, since)


if sys.platform == "win32":
    import msvcrt

    def _locked(descriptor: int) -> bool:
        """Take the lock and return True, or return False when another has it."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _let_go(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
        os.close(descriptor)

else:
    import fcntl

    def _locked(descriptor: int) -> bool:
        """Take the lock and return True, or return False when another has it.

        flock is of the descriptor and not of the process: looking at the lock again never drops it.
        """
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _let_go(descriptor: int) -> None:
        os.close(descriptor)
