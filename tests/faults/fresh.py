"""Run a function in a process of its own, which has never opened a file of ours and may be killed."""

import multiprocessing
import os
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

# A server that has loaded the program and opened nothing hands out processes at once.
_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
_CONTEXT: Any = multiprocessing.get_context(_METHOD)
if _METHOD == "forkserver":
    _CONTEXT.set_forkserver_preload(["tests.faults.acts", "tests.faults.oracle"])


def start(folder: Path, function: Callable[..., object], *arguments: object) -> BaseProcess:
    """Start a function; its temporary files go to `folder`, its own words nowhere."""
    process: BaseProcess = _CONTEXT.Process(target=_alone, args=(folder, function, arguments), daemon=True)
    process.start()
    return process


def call(folder: Path, function: Callable[..., Any], *arguments: object) -> Any:
    """Return what a function returns in a process of its own."""
    here, there = _CONTEXT.Pipe(duplex=False)
    process = start(folder, _tell, there, function, arguments)
    there.close()
    try:
        return here.recv()
    except EOFError:
        words = (folder / "words").read_text(encoding="utf-8")[-2_000:]
        raise RuntimeError(f"{function.__name__} ended without an answer: {words}") from None
    finally:
        process.join()


def _tell(there: Connection, function: Callable[..., object], arguments: tuple[object, ...]) -> None:
    there.send(function(*arguments))


def _alone(folder: Path, function: Callable[..., object], arguments: tuple[object, ...]) -> None:
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    for name in ("TMPDIR", "HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(temporary)
    tempfile.tempdir = None
    with (folder / "words").open("a") as words:
        os.dup2(words.fileno(), 2)
    os.chdir(temporary)
    function(*arguments)
