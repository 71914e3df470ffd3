"""How fast a large file comes in and goes out again, and in how little memory lists are written."""

import csv
import time
import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mi_crm.exchange.export import export_gifts
from mi_crm.exchange.import_gifts import import_file, read_file
from mi_crm.exchange.undo import undo_import
from mi_crm.shared.money import Money
from mi_crm.store.store import Store
from tests.builders import a_fund

pytestmark = pytest.mark.benchmark

ROWS = 10_000
NOW = datetime(2026, 11, 16, 17, 30, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Write ten thousand donations of 3,334 people."""
    path = tmp_path / "paypal.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Date", "Time", "TimeZone", "Name", "Type", "Status", "Currency", "Gross", "Fee",
                         "From Email Address", "Transaction ID", "Zip/Postal Code"])  # fmt: skip
        for n in range(ROWS):
            writer.writerow(["10/05/2026", "12:00:00", "PDT", f"Donor{n // 3} Person", "Donation Payment",
                             "Completed", "USD", "25.00", "-0.99", f"d{n // 3}@mail.example", f"T{n}",
                             "91103"])  # fmt: skip
    return path


def test_ten_thousand_rows_come_in_and_go_out(store: Store, file: Path) -> None:
    store.write(a_fund)
    times = {}
    start = time.perf_counter()
    table, preset = read_file(file)
    times["read"] = time.perf_counter() - start
    start = time.perf_counter()
    result = import_file(store, table, preset, today=date(2026, 11, 16), now=NOW, who="Dana")
    times["import"] = time.perf_counter() - start
    assert result.gross == Money(25_00 * ROWS)
    start = time.perf_counter()
    again = import_file(store, table, preset, today=date(2026, 11, 16), now=NOW, who="Dana")
    times["again"] = time.perf_counter() - start
    assert again.coming_in == 0
    tracemalloc.start()
    for ending in (".csv", ".xlsx"):
        start = time.perf_counter()
        assert export_gifts(store, file.with_name(f"gifts{ending}")) == ROWS
        times[f"export {ending}"] = time.perf_counter() - start
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    start = time.perf_counter()
    store.write(undo_import, 1, now=NOW, who="Dana")
    times["undo"] = time.perf_counter() - start
    for what, seconds in times.items():
        print(f"{what}: {seconds:.2f} s")
    print(f"memory of the exports: {most / 1e6:.1f} MB")
    assert times["import"] < 20
    assert most < 50e6
