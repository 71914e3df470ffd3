"""Loss of power: what a process wrote is recorded, and the disk is put together as it may be at any moment.

What was synced is there. What was not may be there, be missing, or be torn in pieces of 512 bytes. Names
come and go in the order in which they did, up to some point after the last sync.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

SECTOR = 512

CALLS = "openat,close,pwrite64,write,fdatasync,fsync,ftruncate,unlink,unlinkat,rename,lseek,sendfile,dup2"


@dataclass(slots=True)
class Write:
    """Bytes that a process gave to a file."""

    file: int
    at: int
    data: bytes


@dataclass(slots=True)
class Cut:
    """A file that was cut to a length."""

    file: int
    size: int


@dataclass(slots=True)
class Sync:
    """A file, or a folder, that was brought to the disk, with every name that changed before it."""

    file: int


@dataclass(slots=True)
class Name:
    """A name that now means another file, or none."""

    path: Path
    file: int | None


@dataclass(slots=True)
class Ack:
    """An act that somebody saw done."""


Event = Write | Cut | Sync | Name | Ack


class Recording:
    """What a process did to the files of a folder, and what they were before."""

    def __init__(self, folder: Path, log: Path) -> None:
        """Remember the files of the folder as they are; the process comes after."""
        self.folder, self.log = folder, log
        self.before: dict[Path, int] = {}
        self.contents: list[bytes] = []
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self.before[path] = len(self.contents)
                self.contents.append(path.read_bytes())
        self.events: list[Event] = []

    def record(self, *arguments: str) -> None:
        """Run the acts program with these arguments and record it."""
        strace = [
            "strace",
            "-f",
            "--seccomp-bpf",
            "-xx",
            "-s",
            "4000000",
            "-e",
            f"trace={CALLS}",
            "-o",
            str(self.log),
        ]
        program = [sys.executable, "-m", "tests.faults.acts", *arguments]
        subprocess.run([*strace, *program], check=True, cwd=Path(__file__).parents[2])
        with self.log.open() as lines:
            self.events = list(_Reader(self.folder, self.before, self.contents).read(lines))
        self.log.unlink()


_CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")
_HALF = re.compile(r"^(?:(\d+) +)?(.*) <unfinished \.\.\.>$")
_REST = re.compile(r"^(?:(\d+) +)?<\.\.\. \w+ resumed>(.*)$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


_FOLDER = -1
"""Stands for any folder where a file is meant: syncing it keeps names and no content."""


class _Reader:
    """Reads what strace wrote and tells it without file descriptors."""

    def __init__(self, folder: Path, before: dict[Path, int], contents: list[bytes]) -> None:
        self._folder = folder
        self._names = dict(before)
        self._now = [bytearray(one) for one in contents]
        self._open: dict[int, tuple[int, bool]] = {}
        self._at: dict[int, int] = {}
        self._acks: set[int] = set()
        self._folders: dict[int, Path] = {}

    def read(self, lines: Iterator[str]) -> Iterator[Event]:
        waiting: dict[str, str] = {}
        for line in lines:
            if half := _HALF.match(line):
                waiting[half[1]] = half[2]
                continue
            if rest := _REST.match(line):
                line = waiting.pop(rest[1]) + rest[2]
            if (call := _CALL.match(line)) and not call[3].startswith("-"):
                yield from getattr(self, f"_{call[1]}")(call[2], int(call[3]))

    def _openat(self, what: str, handle: int) -> Iterator[Event]:
        self._open.pop(handle, None)
        self._acks.discard(handle)
        path, flags = self._path(what), what.rsplit('"', 1)[1]
        if path is None:
            return
        if path.name == "acks":
            self._acks.add(handle)
            return
        if path not in self._names and "O_CREAT" not in flags:
            self._open[handle] = (_FOLDER, False)
            self._folders[handle] = path
            return
        if path not in self._names:
            self._now.append(bytearray())
            self._names[path] = len(self._now) - 1
            yield Name(path, self._names[path])
        file = self._names[path]
        if "O_TRUNC" in flags and self._now[file]:
            self._now[file] = bytearray()
            yield Cut(file, 0)
        self._open[handle] = (file, "O_APPEND" in flags)
        self._at[handle] = 0

    def _close(self, what: str, _: int) -> Iterator[Event]:
        self._open.pop(int(what), None)
        self._acks.discard(int(what))
        return iter(())

    def _write(self, what: str, count: int) -> Iterator[Event]:
        handle = int(what.split(",", 1)[0])
        if handle in self._acks:
            yield Ack()
        elif handle in self._open:
            at = len(self._now[self._open[handle][0]]) if self._open[handle][1] else self._at[handle]
            self._at[handle] = at + count
            yield self._wrote(handle, at, _bytes(what)[:count])

    def _pwrite64(self, what: str, count: int) -> Iterator[Event]:
        handle = int(what.split(",", 1)[0])
        if handle in self._open:
            yield self._wrote(handle, int(what.rsplit(",", 1)[1]), _bytes(what)[:count])

    def _sendfile(self, what: str, count: int) -> Iterator[Event]:
        to, source, start, _ = what.split(",")
        if int(to) in self._open and count:
            at, begin = self._at[int(to)], int(re.findall(r"\d+", start)[0])
            self._at[int(to)] = at + count
            data = bytes(self._now[self._open[int(source)][0]][begin : begin + count])
            yield self._wrote(int(to), at, data)

    def _wrote(self, handle: int, at: int, data: bytes) -> Event:
        file = self._open[handle][0]
        _put(self._now[file], at, data)
        return Write(file, at, data)

    def _lseek(self, what: str, place: int) -> Iterator[Event]:
        self._at[int(what.split(",", 1)[0])] = place
        return iter(())

    def _ftruncate(self, what: str, _: int) -> Iterator[Event]:
        handle, size = (int(word) for word in what.split(","))
        if handle in self._open:
            file = self._open[handle][0]
            _cut(self._now[file], size)
            yield Cut(file, size)

    def _fsync(self, what: str, _: int) -> Iterator[Event]:
        if int(what) in self._open:
            yield Sync(self._open[int(what)][0])

    _fdatasync = _fsync

    def _unlink(self, what: str, _: int) -> Iterator[Event]:
        path = self._path(what)
        if path in self._names:
            del self._names[path]
            yield Name(path, None)

    def _unlinkat(self, what: str, _: int) -> Iterator[Event]:
        folder = self._folders.get(int(what.split(",", 1)[0])) if what[0].isdecimal() else None
        path = self._path(what) if folder is None else folder / _text(_TEXT.findall(what)[0])
        if path in self._names:
            del self._names[path]
            yield Name(path, None)

    def _rename(self, what: str, _: int) -> Iterator[Event]:
        old, new = (self._inside(_text(word)) for word in _TEXT.findall(what))
        if old is not None and new is not None:
            self._names[new] = self._names.pop(old)
            yield Name(new, self._names[new])
            yield Name(old, None)

    def _dup2(self, what: str, _: int) -> Iterator[Event]:
        raise NotImplementedError("a file under two numbers")

    def _path(self, what: str) -> Path | None:
        found = _TEXT.search(what)
        return self._inside(_text(found[1])) if found else None

    def _inside(self, name: str) -> Path | None:
        """Return the path of a file of the folder; the index of the log lives in memory and is made anew."""
        path = Path(name)
        return path if path.is_relative_to(self._folder) and not name.endswith("-shm") else None


def _text(word: str) -> str:
    return bytes.fromhex(word.replace("\\x", "")).decode()


def _bytes(what: str) -> bytes:
    found = _TEXT.search(what)
    return bytes.fromhex(found[1].replace("\\x", "")) if found else b""


def _put(content: bytearray, at: int, data: bytes) -> None:
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    content[at : at + len(data)] = data


def _cut(content: bytearray, size: int) -> None:
    del content[size:]
    content.extend(bytes(size - len(content)))


@dataclass(slots=True)
class Disk:
    """What is certain to be on the disk, and what is on its way there."""

    files: list[bytearray]
    names: dict[Path, int]
    writes: dict[int, list[Write | Cut]] = field(default_factory=dict)
    renames: list[Name] = field(default_factory=list)
    acknowledged: int = 0

    def take(self, event: Event, *, lying: bool = False) -> None:
        """Let an event happen; a lying disk promises to keep what it does not."""
        match event:
            case Write() | Cut():
                while len(self.files) <= event.file:
                    self.files.append(bytearray())
                self.writes.setdefault(event.file, []).append(event)
            case Name():
                self.renames.append(event)
            case Sync() if not lying:
                for write in self.writes.pop(event.file, ()):
                    _apply(self.files[event.file], write)
                for name in self.renames:
                    _rename(self.names, name)
                self.renames.clear()
            case Ack():
                self.acknowledged += 1

    def lose_power(self, dice: Random) -> dict[Path, bytes]:
        """Return the files as they may be when the power goes now."""
        names = dict(self.names)
        for name in self.renames[: dice.randint(0, len(self.renames))]:
            _rename(names, name)
        odds = dice.choice((0.0, 0.5, 0.9, 1.0))
        return {path: self._content(file, odds, dice) for path, file in names.items()}

    def all(self) -> dict[Path, bytes]:
        """Return the files when the power stays."""
        names = dict(self.names)
        for name in self.renames:
            _rename(names, name)
        return {path: self._content(file, 1.0, Random(0)) for path, file in names.items()}

    def _content(self, file: int, odds: float, dice: Random) -> bytes:
        content = bytearray(self.files[file]) if file < len(self.files) else bytearray()
        for write in self.writes.get(file, ()):
            if isinstance(write, Cut) or odds in (0.0, 1.0):
                if odds == 1.0 or (odds and dice.random() < odds):
                    _apply(content, write)
                continue
            fate = dice.random()
            if fate < odds:
                _apply(content, write)
            elif fate < odds + (1 - odds) / 2:
                for start in range(0, len(write.data), SECTOR):
                    if dice.random() < 0.5:
                        _put(content, write.at + start, write.data[start : start + SECTOR])
        return bytes(content)


def _apply(content: bytearray, write: Write | Cut) -> None:
    if isinstance(write, Write):
        _put(content, write.at, write.data)
    else:
        _cut(content, write.size)


def _rename(names: dict[Path, int], name: Name) -> None:
    if name.file is None:
        names.pop(name.path, None)
    else:
        names[name.path] = name.file


def states(
    recording: Recording, count: int, dice: Random, *, lying: bool = False
) -> Iterator[tuple[dict[Path, bytes], int]]:
    """Return what the disk may hold at so many moments, and how many acts were acknowledged by then."""
    moments = sorted(dice.randrange(len(recording.events)) for _ in range(count))
    disk = Disk([bytearray(one) for one in recording.contents], dict(recording.before))
    done = 0
    for moment in moments:
        while done <= moment:
            disk.take(recording.events[done], lying=lying)
            done += 1
        yield disk.lose_power(dice), disk.acknowledged


def uncut(recording: Recording) -> tuple[dict[Path, bytes], int]:
    """Return what the disk holds when nothing happens to it."""
    disk = Disk([bytearray(one) for one in recording.contents], dict(recording.before))
    for event in recording.events:
        disk.take(event)
    return disk.all(), disk.acknowledged


def lay_out(files: dict[Path, bytes], recorded: Path, folder: Path) -> None:
    """Write the files of a recorded folder into another folder, and nothing else."""
    if folder.exists():
        shutil.rmtree(folder)
    for path, content in files.items():
        place = folder / path.relative_to(recorded)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    for name in ("papers", "backups", "data", "new"):
        (folder / name).mkdir(exist_ok=True)
