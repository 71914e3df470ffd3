"""How fast papers are made, and in how little memory."""

import time
import tracemalloc
from collections.abc import Iterator

import pytest

from mi_crm.documents.receipt import render, render_many
from mi_crm.receipts.sheet import Sheet
from tests.documents.papers import PICTURES, a_sheet

pytestmark = pytest.mark.benchmark


def receipts(count: int) -> Iterator[tuple[Sheet, str]]:
    """Give receipts that differ as those of a year do."""
    for number in range(1, count + 1):
        sheet = a_sheet(
            number=f"R-2026-{number:04}",
            address=(f"Donor {number}", f"{number} Larkspur Court", "Pasadena, CA 91100"),
            greeting=f"Dear Donor {number},",
            facts=(("Date of gift", "November 12, 2026"), ("Payment method", f"Check no. {number}")),
            sums=(("Contribution amount", f"${number}.00"),),
        )
        yield sheet, "Register 7f3a 91c0 44de 2b17"


def test_a_thousand_receipts_in_one_file() -> None:
    render_many(receipts(1), PICTURES)
    start = time.process_time()
    pdf = render_many(receipts(1_000), PICTURES)
    spent = time.process_time() - start
    print(f"\n1,000 receipts in one file: {spent:.2f} s, {len(pdf):,} bytes")
    assert spent < 3


def test_a_thousand_receipts_in_a_file_each() -> None:
    render_many(receipts(1), PICTURES)
    start = time.process_time()
    sizes = [len(render(sheet, PICTURES, register_line=line)) for sheet, line in receipts(1_000)]
    spent = time.process_time() - start
    print(f"\n1,000 receipts in a file each: {spent:.2f} s, {max(sizes):,} bytes at most")
    assert spent < 4


def test_ten_thousand_receipts_hold_no_more_than_the_file() -> None:
    render_many(receipts(1_000), PICTURES)
    tracemalloc.start()
    pdf = render_many(receipts(10_000), PICTURES)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"\n10,000 receipts: {len(pdf):,} bytes, {most:,} held at most")
    assert most < 4 * len(pdf)
