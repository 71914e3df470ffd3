"""What January costs: the sums, the papers of the year, and a run with its numbers on the disk."""

import tracemalloc
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from mi_crm.commands.year_papers import PapersTo, make_year
from mi_crm.documents.receipt import render, render_many
from mi_crm.receipts.actions.summaries import MadeSummary
from mi_crm.receipts.queries.facts import charity
from mi_crm.receipts.queries.mending import year_checks
from mi_crm.receipts.queries.summaries import drafts, summary_donors
from mi_crm.receipts.queries.year import year_sums
from mi_crm.receipts.summary import SummarySheet
from mi_crm.shared.progress import Cancelled
from mi_crm.store.store import Store
from mi_crm.ui.shared.style import RESOURCES
from tests.benchmarks.measuring import Lines, in_turns, seconds
from tests.benchmarks.raw_paper import Words, raw_pdf
from tests.benchmarks.test_papers import SANS, SERIF, by_canvas
from tests.conftest import NOW, TODAY
from tests.documents.papers import PICTURES

pytestmark = pytest.mark.benchmark

YEAR, PAPERS, RUN = 2026, 300, 500


@pytest.fixture(scope="module")
def _fonts() -> None:
    for name in (SANS, SERIF):
        pdfmetrics.registerFont(TTFont(name, str(RESOURCES / f"fonts/{name}.ttf")))


@pytest.fixture(scope="module")
def sheets(big: Store) -> list[SummarySheet]:
    """Return summaries as a year of the sample has them, without pictures of their own."""
    donors = big.read(summary_donors, YEAR)[:PAPERS]
    found = big.read(drafts, donors, YEAR, big.read(charity))
    made = [one.sheet.numbered("S-2026-0001", "January 11, 2027") for one in found if one.sheet]
    return [
        replace(
            one,
            letterhead=replace(one.letterhead, logo="logo"),
            signature=replace(one.signature, picture="signature"),
        )
        for one in made
    ]


def words_of(sheet: SummarySheet) -> Words:
    """Return the words of a summary and where they stand, near enough."""
    lines = [*sheet.address, sheet.greeting, *sheet.opening, sheet.closing[:95], sheet.closing[95:]]
    for line in sheet.money:
        lines += [
            line.day,
            line.receipt,
            line.method,
            line.paid,
            line.value,
            line.contribution,
            line.given_back,
        ]
    lines += [sheet.total, sheet.foot, sheet.last_line, sheet.number, sheet.issued_on]
    return [(60.0, 640.0 - 8 * place, text) for place, text in enumerate(lines) if text]


def test_the_sums_and_the_checks(big: Store, gifts: int, table: Lines) -> None:
    big.read(year_sums, YEAR)
    sums = [seconds(lambda: big.read(year_sums, YEAR)) for _ in range(3)]
    table.add("January: the three sums counted", sums, gifts=gifts)
    checks = [seconds(lambda: big.read(year_checks, YEAR)) for _ in range(3)]
    table.add("January: what there is to mend", checks, gifts=gifts)


@pytest.mark.usefixtures("_fonts")
def test_the_papers(sheets: list[SummarySheet], gifts: int, table: Lines) -> None:
    words = [words_of(sheet) for sheet in sheets]
    letterhead = sheets[0].letterhead
    head: Words = [
        (60.0, 760.0 - 14 * at, text) for at, text in enumerate((letterhead.legal_name, *letterhead.lines))
    ]
    pictures = {"logo": next(iter(PICTURES.values())), "signature": list(PICTURES.values())[-1]}

    def together() -> object:
        return render_many(((sheet, "Register 7f3a 91c0") for sheet in sheets), pictures)

    def each() -> None:
        for sheet in sheets[:50]:
            render(sheet, pictures, register_line="Register 7f3a 91c0")

    what = f"{len(sheets)} summaries in one file"
    floor, taken = in_turns(lambda: raw_pdf(head, words), together, times=5)
    table.add(f"{what}, beside a stream by hand", taken, floor, gifts=gifts)
    floor, taken = in_turns(lambda: by_canvas(head, words, shared=True), together, times=5)
    table.add(f"{what}, beside canvas and form", taken, floor, gifts=gifts, most=1.11)
    floor, taken = in_turns(
        lambda: [by_canvas(head, [one], shared=False) for one in words[:50]], each, times=3
    )
    table.add("50 summaries in a file each, beside plain canvas", taken, floor, gifts=gifts, most=0.33)


def test_a_run(big: Store, gifts: int, table: Lines, tmp_path: Path) -> None:
    """Make the first letters of a year, each in its transaction and its file, and stop."""
    first: list[float] = []
    begun, worked = perf_counter(), process_time()

    def made_one(made: MadeSummary) -> None:
        first.append(perf_counter() - begun)

    def stop(done: int, total: int) -> None:
        if len(first) >= RUN:
            raise Cancelled

    done = make_year(
        big, YEAR, PapersTo(tmp_path), today=TODAY, now=NOW, who="Peter", progress=stop, made_one=made_one
    )
    count = len(done.run.made)
    assert count == done.papers == len(list(tmp_path.glob("S-*.pdf")))
    table.add("January: the first letter, by the clock on the wall", [first[0]], gifts=gifts, most_ms=1000)
    table.add(
        "January: a letter numbered, saved and drawn, processor",
        [(process_time() - worked) / count],
        gifts=gifts,
    )
    table.add("January: the same by the clock on the wall", [(first[-1] - first[0]) / count], gifts=gifts)


def test_a_run_holds_no_more_the_longer_it_is(big: Store, gifts: int, table: Lines, tmp_path: Path) -> None:
    made: list[int] = []

    def keep(one: MadeSummary) -> None:
        if len(made) < RUN:
            made.append(tracemalloc.get_traced_memory()[0])

    def stop(done: int, total: int) -> None:
        if len(made) >= RUN:
            raise Cancelled

    tracemalloc.start()
    make_year(big, YEAR, PapersTo(tmp_path), today=TODAY, now=NOW, who="Peter", progress=stop, made_one=keep)
    tracemalloc.stop()
    if len(made) < RUN // 2:
        return
    early, late = max(made[len(made) // 5 : len(made) // 5 + 60]), max(made[-60:])
    table.add(
        "January: held more after 400 letters", [late - early], gifts=gifts, unit="MB", scale=1e-6, most_ms=4
    )
