"""How fast receipts are made, beside a stream written by hand and beside reportlab's plain canvas."""

import textwrap
import tracemalloc
from collections.abc import Iterable, Iterator
from io import BytesIO

import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from mi_crm.documents.receipt import render, render_many
from mi_crm.receipts.sheet import Sheet
from mi_crm.ui.shared.style import RESOURCES
from tests.benchmarks.measuring import Lines, in_turns
from tests.benchmarks.raw_paper import Words, raw_pdf
from tests.documents.papers import LOGO, PICTURES, SIGNATURE, a_sheet

pytestmark = pytest.mark.benchmark

MANY, EACH = 1_000, 100
SANS, SERIF = "Inter_400Regular", "SourceSerif4_400Regular"


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


@pytest.fixture(scope="module")
def papers() -> list[Words]:
    """Return the words of each receipt and where they stand, as they were printed."""
    found: list[Words] = []
    for sheet, line in receipts(MANY):
        words = [*sheet.address, sheet.greeting, *(part for fact in sheet.facts for part in fact)]
        words += [part for one in sheet.sums for part in one]
        words += [piece for said in sheet.sentences for piece in textwrap.wrap(said.text, 95)]
        words += [sheet.number, sheet.issued_on, line]
        found.append([(60.0, 640.0 - 16 * place, text) for place, text in enumerate(words)])
    return found


@pytest.fixture(scope="module")
def head() -> Words:
    letterhead = a_sheet().letterhead
    words = [letterhead.legal_name, *letterhead.lines]
    return [(60.0, 760.0 - 14 * place, text) for place, text in enumerate(words)]


@pytest.fixture(scope="module")
def _fonts() -> None:
    for name in (SANS, SERIF):
        pdfmetrics.registerFont(TTFont(name, str(RESOURCES / f"fonts/{name}.ttf")))


def by_canvas(head: Words, papers: Iterable[Words], *, shared: bool) -> bytes:
    """Return the same papers drawn by reportlab; `shared` draws the head once as a form."""
    out = BytesIO()
    canvas = Canvas(out)
    logo, signature = ImageReader(BytesIO(LOGO)), ImageReader(BytesIO(SIGNATURE))

    def draw_head() -> None:
        canvas.setFont(SERIF, 12)
        for x, y, text in head:
            canvas.drawString(x, y, text)
        canvas.drawImage(logo, 500, 700, 50, 50, mask="auto")
        canvas.drawImage(signature, 60, 120, 120, 20, mask="auto")

    if shared:
        canvas.beginForm("head")
        draw_head()
        canvas.endForm()
    for words in papers:
        canvas.doForm("head") if shared else draw_head()
        canvas.setFont(SANS, 10)
        for x, y, text in words:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.usefixtures("_fonts")
def test_a_thousand_in_one_file(papers: list[Words], head: Words, table: Lines) -> None:
    assert len(pypdfium2.PdfDocument(raw_pdf(head, papers))) == MANY

    def ours() -> object:
        return render_many(receipts(MANY), PICTURES)

    floor, taken = in_turns(lambda: raw_pdf(head, papers), ours, times=5)
    table.add("1,000 receipts in one file, beside a stream by hand", taken, floor)
    floor, taken = in_turns(lambda: by_canvas(head, papers, shared=True), ours, times=5)
    table.add("1,000 receipts in one file, beside canvas and form", taken, floor, most=1.11)


@pytest.mark.usefixtures("_fonts")
def test_one_file_each(papers: list[Words], head: Words, table: Lines) -> None:
    def ours() -> None:
        for sheet, line in receipts(EACH):
            render(sheet, PICTURES, register_line=line)

    def raw() -> None:
        for words in papers[:EACH]:
            raw_pdf(head, [words])

    def plain() -> None:
        for words in papers[:EACH]:
            by_canvas(head, [words], shared=False)

    floor, taken = in_turns(raw, ours, times=5)
    table.add("100 receipts in a file each, beside a stream by hand", taken, floor)
    floor, taken = in_turns(plain, ours, times=3)
    table.add("100 receipts in a file each, beside plain canvas", taken, floor, most=0.33)


def test_many_hold_little_more_than_their_file(table: Lines) -> None:
    render_many(receipts(MANY), PICTURES)
    tracemalloc.start()
    size = len(render_many(receipts(10 * MANY), PICTURES))
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    table.add("10,000 receipts: held at most", [held], [size], unit="MB", scale=1e-6, most=2.2)
