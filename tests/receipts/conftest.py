"""A charity that is set up, for the tests of its receipts."""

import pytest

from mi_crm.store.store import Store
from tests.receipts.building import a_charity


@pytest.fixture
def office(store: Store) -> Store:
    """Open a store with a charity."""
    store.write(a_charity)
    return store
