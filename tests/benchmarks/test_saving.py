"""What it costs to keep something: one gift, and a file of ten thousand."""

import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from mi_crm.exchange.import_gifts import read_file
from mi_crm.exchange.known import home_zone
from mi_crm.exchange.plan import plan_import
from mi_crm.exchange.save import save_import
from mi_crm.giving.actions.entry import GiftEntry
from mi_crm.giving.actions.record import record_gift
from mi_crm.giving.records import Fund, PaymentMethod
from mi_crm.people.records import Constituent
from mi_crm.shared.money import Money
from mi_crm.shared.occasion import Occasion
from mi_crm.shared.progress import no_progress
from mi_crm.store import sqlite
from mi_crm.store.store import Store
from tests.benchmarks.incoming import write_donations
from tests.benchmarks.measuring import Lines, in_turns
from tests.builders import a_fund
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.benchmark

ROWS = 10_000


@pytest.fixture
def raw(tmp_path: Path) -> Iterator[dbapi2.Connection]:
    """Open a file with the same settings and one table like that of the gifts."""
    connection = sqlite.connect(tmp_path / "raw.db")
    connection.execute(
        "CREATE TABLE gift (id BLOB PRIMARY KEY, number INTEGER UNIQUE, donor BLOB, cents INTEGER, day TEXT, "
        "method TEXT, fund BLOB, recorded_at TEXT, recorded_by TEXT)"
    )
    yield connection
    connection.close()


def test_one_gift_on_the_disk(big: Store, gifts: int, raw: dbapi2.Connection, table: Lines) -> None:
    donors = big.read(lambda session: list(session.scalars(select(Constituent.id).limit(100))))
    fund = big.read(lambda session: session.scalar(select(Fund.id)))
    assert fund is not None
    numbers = count(1)

    def floor() -> None:
        number = next(numbers)
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(
            "INSERT INTO gift VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number.to_bytes(16),
                number,
                fund.bytes,
                25_00,
                "2026-11-16",
                "check",
                fund.bytes,
                str(NOW),
                "Dana",
            ),
        )
        raw.execute("COMMIT")

    def program() -> None:
        number = next(numbers)
        entry = GiftEntry(
            donor_id=donors[number % len(donors)],
            amount=Money(25_00),
            given_on=TODAY,
            payment_method=PaymentMethod.CHECK,
            check_number=str(number),
            fund_id=fund,
        )
        big.write(record_gift, entry, today=TODAY, now=NOW, who="Dana")

    least, ours = in_turns(floor, program, times=100, clock=time.perf_counter)
    table.add("one gift saved durably, by the clock on the wall", ours, least, gifts=gifts, most=4)
    least, ours = in_turns(floor, program, times=100)
    table.add("one gift saved durably, processor alone", ours, least, gifts=gifts)
    assert raw.execute("SELECT count(*) FROM gift").fetchone()[0] == 202


@pytest.fixture
def donations(tmp_path: Path) -> Path:
    """Write ten thousand donations of 3,334 people."""
    path = tmp_path / "paypal.csv"
    write_donations(path, ROWS)
    return path


def test_a_file_comes_in(store: Store, donations: Path, tmp_path: Path, table: Lines) -> None:
    store.write(a_fund)
    moment = Occasion(TODAY, NOW, "Dana")
    whole, writing = [], []

    def come_in(session: Session) -> None:
        start = time.process_time()
        file, preset = read_file(donations)
        entries = preset.read(
            file, home=home_zone(session), today=TODAY, month_first=None, progress=no_progress
        )
        plan = plan_import(session, preset.source, entries.entries, no_progress)
        middle = time.process_time()
        save_import(session, file, preset, plan, moment, no_progress)
        assert plan.gross == Money(25_00 * ROWS)
        end = time.process_time()
        whole.append(end - start)
        writing.append(end - middle)

    store.write(come_in)
    floor = [written_again(store.path, tmp_path / f"{number}.db") for number in range(3)]
    table.add("import of 10,000 rows, from the file on", whole, floor)
    table.add("import of 10,000 rows, the writing itself", writing, floor, most=3.5)


def written_again(source: Path, target: Path) -> float:
    """Write every row of a file into an empty one with the same tables and indexes, in one transaction.

    This is what is left of an import when nothing is read, compared or thought about; returns seconds.
    """
    connection = sqlite.connect(target)
    connection.execute("ATTACH DATABASE ? AS source", (str(source),))
    made = connection.execute(
        "SELECT type, name, sql FROM source.sqlite_master WHERE type IN ('table', 'index') "
        "AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC"
    ).fetchall()
    for _, _, statement in made:
        connection.execute(statement)
    rows = []
    for name in [name for kind, name, _ in made if kind == "table"]:
        # What the file itself works out of other columns is in none of them.
        columns = [column[1] for column in connection.execute(f"PRAGMA source.table_info('{name}')")]
        kept = connection.execute(f"SELECT {', '.join(columns)} FROM source.{name}").fetchall()
        marks = ", ".join("?" * len(columns))
        rows.append((f"INSERT INTO main.{name} ({', '.join(columns)}) VALUES ({marks})", kept))
    connection.execute("PRAGMA foreign_keys = OFF")
    start = time.process_time()
    connection.execute("BEGIN IMMEDIATE")
    for statement, kept in rows:
        connection.executemany(statement, kept)
    connection.execute("COMMIT")
    taken = time.process_time() - start
    connection.close()
    return taken
