"""How fast somebody is found with each letter typed, beside a table that holds every answer ready."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select
from sqlcipher3 import dbapi2

from mi_crm.people.records import Constituent
from mi_crm.people.search import search_people
from mi_crm.shared.text import fold
from mi_crm.store.store import Store
from tests.benchmarks.measuring import Lines, in_turns, late

pytestmark = pytest.mark.benchmark

MOST_MS = {1_000: 5, 100_000: 5, 1_000_000: 16}


@pytest.fixture(scope="module")
def names(big: Store) -> list[str]:
    return big.read(
        lambda session: list(session.scalars(select(Constituent.name).order_by(Constituent.number)))
    )


@pytest.fixture(scope="module")
def prefixes(names: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dbapi2.Connection]:
    """Hold the first 200 people of every beginning of a word: nothing can be quicker to ask."""
    connection = dbapi2.connect(str(Path(tmp_path_factory.mktemp("prefixes")) / "prefixes.db"))
    connection.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT)")
    connection.execute(
        "CREATE TABLE prefix (prefix TEXT, place INTEGER, id INTEGER, PRIMARY KEY (prefix, place)) "
        "WITHOUT ROWID"
    )
    connection.executemany("INSERT INTO person VALUES (?, ?)", list(enumerate(names)))
    places: dict[str, int] = {}
    rows = []
    for key, name in enumerate(names):
        for word in fold(name).split():
            for length in range(1, 7):
                place = places[word[:length]] = places.get(word[:length], -1) + 1
                if place < 200:
                    rows.append((word[:length], place, key))
    connection.executemany("INSERT OR IGNORE INTO prefix VALUES (?, ?, ?)", rows)
    connection.commit()
    yield connection
    connection.close()


def typed(names: list[str]) -> list[str]:
    """Return what forty people type letter by letter, and once more with two letters swapped."""
    random = Random(1)
    found = []
    for name in random.sample(names, 40):
        word = fold(name).split()[-1]
        found += [word[:length] for length in range(1, min(6, len(word)) + 1)]
        if len(word) > 4:
            found.append(word[:2] + word[3] + word[2] + word[4:6])
    return found


def test_each_letter(
    big: Store, gifts: int, names: list[str], prefixes: dbapi2.Connection, table: Lines
) -> None:
    ours: list[float] = []
    floor: list[float] = []
    for letters in typed(names):
        asked = (
            "SELECT name FROM prefix JOIN person USING (id) WHERE prefix = ? ORDER BY place LIMIT 20",
            (letters,),
        )
        raw, program = in_turns(
            lambda asked=asked: prefixes.execute(*asked).fetchall(),  # type: ignore[misc]
            lambda letters=letters: big.read(search_people, letters),  # type: ignore[misc]
            times=3,
        )
        floor += raw
        ours += program
    table.add("search with each letter, median", ours, floor, gifts=gifts)
    table.add(
        "search with each letter, p95", ours, floor, gifts=gifts, pick=late, most_ms=MOST_MS.get(gifts, 16)
    )
    assert ours
