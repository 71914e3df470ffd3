"""How fast anything is found with each letter typed, beside the plain SQL that reads the same lines."""

import pytest
from sqlalchemy.orm import Session

from mi_crm.finding.queries import find_anything
from mi_crm.people.search import search_people
from mi_crm.store.store import Store
from tests.benchmarks.measuring import Lines, in_turns, late
from tests.conftest import TODAY

pytestmark = pytest.mark.benchmark

WORDS = (
    *("margar", "okafor", "smith", "okafr", "john s", "2217"),
    *("250", "$250", "G-4471", "R-2026", "fall", "0118"),
)
"""Each is typed letter by letter, up to six."""

FLOOR = (
    """SELECT c.name FROM search_word w JOIN constituent c ON c.id = w.constituent_id
    WHERE w.rank = 0 AND w.word >= :typed AND w.word < :typed || '~' ORDER BY w.word LIMIT 6""",
    "SELECT number, amount, given_on FROM gift WHERE amount = 25000 ORDER BY number DESC LIMIT 6",
    "SELECT number, amount, given_on FROM gift WHERE check_number = :typed AND check_number <> '' LIMIT 6",
    "SELECT number FROM receipt WHERE number >= :typed AND number < :typed || '~' LIMIT 6",
)
"""The lines that a hit of each kind needs at least, read by driver and SQL alone."""


def plain_sql(session: Session, typed: str) -> None:
    cursor = session.connection().connection.cursor()
    for sql in FLOOR:
        cursor.execute(sql, {"typed": typed} if ":typed" in sql else {})
        cursor.fetchall()


def test_each_letter(big: Store, gifts: int, table: Lines) -> None:
    floor: list[float] = []
    everything: list[float] = []
    people: list[float] = []
    for typed in (word[:letters] for word in WORDS for letters in range(1, len(word) + 1)):
        raw, program = in_turns(
            lambda typed=typed: big.read(plain_sql, typed),  # type: ignore[misc]
            lambda typed=typed: big.read(find_anything, typed, today=TODAY),  # type: ignore[misc]
            times=3,
        )
        floor += raw
        everything += program
        _, alone = in_turns(
            lambda: None,
            lambda typed=typed: big.read(search_people, typed, limit=6, archived=True),  # type: ignore[misc]
            times=3,
        )
        people += alone
    table.add("find anything with each letter, median", everything, floor, gifts=gifts)
    table.add("find anything with each letter, p95", everything, floor, gifts=gifts, pick=late, most_ms=16)
    table.add("people in the same box, p95", people, gifts=gifts, pick=late, most_ms=5)
    assert everything
