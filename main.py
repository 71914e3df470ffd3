"""Start MI CRM: make this computer ready once, with nothing but Python itself, then run the program.

Every line is understood by Python 3.8, so that an old Python can say which one is needed.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import venv
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
LOCK = HERE / "requirements.lock"
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STAMP = VENV / "ready"  # written last: without it the environment is half-finished, and is made anew

# What Qt opens that no Python package brings, and the Debian package that does.
DRAWING = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
}
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}


def prepare(libraries: dict[str, str]) -> None:
    """Make the environment and these system libraries ready, unless they are: then this takes no time."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        raise SystemExit(f"MI CRM needs Python 3.11, 3.12 or 3.13, and this is {sys.version.split()[0]}.")
    packages = _missing(libraries)
    if _environment_is_ready() and not packages:
        return
    if sys.platform == "linux" and not _bundled_pip():
        packages.append(f"python3.{sys.version_info.minor}-venv")
    try:
        if packages:
            _install_system_packages(sorted(packages))
        with _alone():
            if not _environment_is_ready():
                _install_environment()
    except OSError as problem:
        hint = f"is it yours, and is there room on the disk? ({problem})"
        raise SystemExit(f"MI CRM cannot make itself ready in its own folder; {hint}") from problem
    except KeyboardInterrupt:
        raise SystemExit("Stopped; the next start begins anew.") from None


def become(*command: str) -> NoReturn:
    """Let the prepared Python take over, with these arguments."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # it would cost a second at each start
    if sys.platform == "win32":  # where exec gives the prompt back while the program still runs
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise SystemExit(subprocess.call([str(PYTHON), *command]))
    os.execv(PYTHON, [str(PYTHON), *command])


def _environment_is_ready() -> bool:
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text() == _stamp()


def _stamp() -> str:
    where = f"{sys.implementation.cache_tag} {sysconfig.get_platform()} "
    return where + hashlib.sha256(LOCK.read_bytes()).hexdigest()


def _missing(libraries: dict[str, str]) -> list[str]:
    """Return the Debian packages of the libraries that this Linux cannot open."""
    packages = []
    for library, package in libraries.items() if sys.platform == "linux" else ():
        try:
            ctypes.CDLL(library)
        except OSError:
            packages.append(package)
    return packages


@contextmanager
def _alone() -> Iterator[None]:
    """Let one start at a time change this computer; the lock ends with its process, however that ends."""
    with (HERE / ".venv.lock").open("w") as lock:
        if sys.platform == "win32":
            import msvcrt

            for _ in range(60):  # each waits ten seconds, then gives up
                with suppress(OSError):
                    msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
            os.set_inheritable(lock.fileno(), True)  # a pip that outlives a killed start keeps its lock
        yield


def _install_system_packages(packages: list[str]) -> None:
    """Let the system's administrator install these, or tell anybody else what to type."""
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        raise SystemExit(
            f"MI CRM needs what Debian calls {names}; please install this system's packages for it."
        )
    line = f"apt-get update && apt-get install -y --no-install-recommends {names}"
    is_root = sys.platform != "win32" and os.geteuid() == 0
    if is_root:
        _say("Installing the system's own packages that MI CRM needs ...")
        with _alone():
            if not _run("sh", "-c", f"export DEBIAN_FRONTEND=noninteractive; {line}"):
                return
    else:
        line = f"sudo sh -c '{line}'" if shutil.which("sudo") else f"su - -c '{line}'"
    raise SystemExit(f"MI CRM needs packages that only the system's administrator can install: {line}")


def _install_environment() -> None:
    """Fill .venv with the exact packages of the lock: pip brings uv, and uv brings the rest in seconds."""
    STAMP.unlink(missing_ok=True)
    _say("Making MI CRM ready on this computer; this is done once and takes about half a minute ...")
    venv.create(VENV, clear=True, symlinks=sys.platform != "win32")
    first = VENV / "uv.txt"
    first.write_text(
        next(part for part in re.split(r"\n(?=\w)", LOCK.read_text()) if part.startswith("uv=="))
    )

    python = str(PYTHON)
    checked = ["--require-hashes", "--only-binary=:all:", "--requirement"]
    pip = [python, f"{_bundled_pip()}/pip", "install", "--no-compile", *checked]
    uv = [python, "-m", "uv", "pip", "install", "--python", python, *checked]
    trouble = _run(*pip, str(first)) or _run(*uv, str(LOCK))
    if trouble and _run(*pip, str(LOCK)):  # pip may know of a mirror that uv does not
        raise SystemExit(f"MI CRM could not be made ready; is this computer on the internet? ({trouble})")
    STAMP.write_text(_stamp())


def _bundled_pip() -> Path | None:
    """Return the pip that comes with Python, which Debian keeps in a package of its own."""
    places = [
        Path(os.__file__).parent / "ensurepip/_bundled",
        Path(sysconfig.get_config_var("WHEEL_PKG_DIR") or "/"),
    ]
    return next((wheel for place in places for wheel in place.glob("pip-*.whl")), None)


def _run(*command: str) -> str:
    """Run a command quietly; return nothing, or the last thing it said when it failed."""
    own = {"UV_SYSTEM_CERTS": "1", "UV_PYTHON_DOWNLOADS": "never", "PIP_USER": "0", "PIP_NO_INPUT": "1"}
    surroundings = {**os.environ, **own}
    done = subprocess.run(  # close_fds: it holds the lock as long as it runs
        command, cwd=HERE, env=surroundings, capture_output=True, text=True, check=False, close_fds=False
    )
    said = (done.stdout + done.stderr).strip() or f"exit {done.returncode}"
    return said.splitlines()[-1].strip() if done.returncode else ""


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _libraries_for(arguments: list[str]) -> dict[str, str]:
    """Return what the system must bring: nothing for most commands, much for a window."""
    words = [
        word for word, before in zip(arguments, ["", *arguments]) if word[0:1] != "-" and before != "--file"
    ]
    if words[:1] == ["pictures"]:
        return DRAWING
    if words or {"-h", "--help", "--version"}.intersection(arguments):
        return {}
    if sys.platform != "linux" or "QT_QPA_PLATFORM" in os.environ:
        return DRAWING
    if "DISPLAY" in os.environ:
        return {**DRAWING, **X11}
    if "WAYLAND_DISPLAY" in os.environ:
        return {**DRAWING, **WAYLAND}
    raise SystemExit(
        "MI CRM found no screen to open its window on (DISPLAY and WAYLAND_DISPLAY are not set); "
        "its commands need none: python3 main.py --help"
    )


if __name__ == "__main__":
    prepare(_libraries_for(sys.argv[1:]))
    if not VENV.samefile(sys.prefix):
        become(__file__, *sys.argv[1:])
    from mi_crm.app import main

    sys.exit(main(sys.argv[1:]))
