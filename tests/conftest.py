"""What every test can ask for: a real store on a real file, and a day that does not move."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mi_crm.migrations.upgrade import create_store, open_store
from mi_crm.store.store import Store

TODAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 16, 17, 30, tzinfo=UTC)


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
    create_store(path).close()
    return path


@pytest.fixture
def store(_empty_file: Path, tmp_path: Path) -> Iterator[Store]:
    """Open a new data file with every table and nothing in them."""
    path = tmp_path / "mi-crm.db"
    shutil.copyfile(_empty_file, path)
    store = open_store(path, now=NOW)
    yield store
    store.close()
