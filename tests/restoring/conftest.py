"""A charity with three receipts, a backup, and what was done after it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from mi_crm.backups.back_up import back_up
from mi_crm.receipts.actions.issue import issue
from mi_crm.store.store import Store
from tests.conftest import NOW, TODAY, _live
from tests.receipts.building import a_charity, a_donor, a_ready_gift


@dataclass(frozen=True, slots=True)
class Office:
    """A closed file, and a backup of the day before."""

    file: Path
    backup: Path


def an_issued_gift(store: Store, amount: str, day: date = TODAY) -> UUID:
    """Record a gift and issue its receipt."""
    gift = store.write(a_ready_gift, amount, donor_id=store.write(a_donor))
    store.write(issue, gift, today=day, now=NOW, who="Dana", unprintable=lambda _text: set())
    return gift


@pytest.fixture
def office(store: Store) -> Office:
    """Issue R-2026-0001 to 0003, back up, and issue 0004 and 0005."""
    store.write(a_charity)
    for amount in ("100.00", "200.00", "300.00"):
        an_issued_gift(store, amount)
    backup = back_up(store.path, why="asked", now=NOW).path
    for amount in ("40.00", "50.00"):
        an_issued_gift(store, amount)
    store.close()
    _live.discard(str(store.path))
    return Office(store.path, backup)
