"""A file with people, gifts and receipts in it."""

from pathlib import Path

import pytest

from mi_crm.store.store import Store
from tests.builders import a_gift, a_person


@pytest.fixture
def filled(store: Store) -> Store:
    """Fill the file with two people and three gifts, $850.00 in all."""
    margaret = store.write(a_person, "Margaret Okafor")
    walter = store.write(a_person, "Walter Brandt")
    store.write(a_gift, "250.00", donor=margaret)
    store.write(a_gift, "500.00", donor=walter)
    store.write(a_gift, "100.00", donor=walter)
    return store


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return a folder for a second place."""
    folder = tmp_path / "OFFICE-USB"
    folder.mkdir()
    return folder
