"""What every test can ask for: a real store on a real file, and a day that does not move."""

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mi_crm.migrations.upgrade import create_store, open_store
from mi_crm.store.audit import Signature
from mi_crm.store.store import Store

# Also when pytest is started by hand, a test never needs a screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

TODAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 16, 17, 30, tzinfo=UTC)


def sign() -> Signature:
    """Sign as Dana that morning."""
    return Signature("Dana Whitlock", NOW)


_live: set[str] = set()


def _guard_live_files(event: str, arguments: tuple[object, ...]) -> None:
    """Stop any plain read of an open data file: closing it again would drop SQLite's locks (trust.md M9)."""
    if event == "open" and _live and isinstance(arguments[0], str | os.PathLike):
        path = os.path.abspath(arguments[0])  # noqa: PTH100 # pathlib would open files of its own here
        data = path.removesuffix("-wal").removesuffix("-shm")
        if data in _live and os.path.exists(f"{data}-wal"):  # noqa: PTH110 # the same; without a log it is closed
            raise RuntimeError(
                f"{path} is open as the data file and was opened a second time as a plain file"
            )


sys.addaudithook(_guard_live_files)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a random test be run again as it was."""
    parser.addoption("--seed", type=int, help="the seed that a random test printed")
    parser.addoption("--at-most", type=int, help="how often a fault comes at the most")


@pytest.fixture
def today() -> date:
    """Monday, November 16, 2026."""
    return TODAY


@pytest.fixture
def now() -> datetime:
    """Half past nine that morning in Los Angeles."""
    return NOW


@pytest.fixture(scope="session")
def _empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    create_store(path, sign=sign).close()
    return path


@pytest.fixture
def store(_empty_file: Path, tmp_path: Path) -> Iterator[Store]:
    """Open a new data file with every table and nothing in them."""
    path = tmp_path / "mi-crm.db"
    shutil.copyfile(_empty_file, path)
    store = open_store(path, sign=sign)
    _live.add(str(path))
    yield store
    _live.discard(str(path))
    store.close()


@pytest.fixture
def closed_file(store: Store) -> Path:
    """Close the data file, so that a test may look at its bytes or change them behind our back."""
    store.close()
    _live.discard(str(store.path))
    return store.path
