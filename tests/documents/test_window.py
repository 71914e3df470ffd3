"""The window of the envelope shows the address, all of it, and nothing else (DESIGN.md section 9)."""

import pytest

from mi_crm.documents import envelope_test
from mi_crm.documents.receipt import Mark, render
from mi_crm.receipts.sheet import Letterhead, Signature
from tests.documents.papers import PICTURES, Glyph, a_sheet, glyphs_of, text_of

ALWAYS_TOP, ALWAYS_BOTTOM, ALWAYS_LEFT, ALWAYS_RIGHT = 2.50, 3.17, 0.875, 4.375
MAY_TOP, MAY_BOTTOM, MAY_RIGHT = 2.04, 3.625, 5.4

LINES = (
    "Mrs. Margaret Okafor",
    "Mr. Samuel Okafor",
    "c/o Larkspur Gardens",
    "Building C, Apartment 12",
    "2208 Larkspur Court",
    "Pasadena, CA 91100",
)
LONG = "Wilhelmina" * 20


def in_the_window(glyphs: list[Glyph]) -> list[Glyph]:
    """Return the letters of which a part may ever show."""
    return [
        glyph
        for glyph in glyphs
        if glyph.bottom > MAY_TOP and glyph.top < MAY_BOTTOM and glyph.left < MAY_RIGHT
    ]


@pytest.mark.parametrize("count", range(1, 7))
def test_the_address_always_shows_and_nothing_else_ever_does(count: int) -> None:
    address = LINES[-count:]
    shown = in_the_window(glyphs_of(render(a_sheet(address=address), PICTURES)))
    assert "".join(glyph.letter for glyph in shown) == "".join(address).replace(" ", "")
    for glyph in shown:
        assert glyph.top >= ALWAYS_TOP
        assert glyph.bottom <= ALWAYS_BOTTOM
        assert glyph.left >= ALWAYS_LEFT
        assert glyph.right <= ALWAYS_RIGHT


@pytest.mark.parametrize("mark", [None, Mark.COPY])
def test_long_names_do_not_leave_the_page_nor_enter_the_window(mark: Mark | None) -> None:
    sheet = a_sheet(
        address=(LONG, LONG, "2208 Larkspur Court", "Pasadena, CA 91100"),
        title=LONG,
        greeting=f"Dear {LONG},",
        donor_name=LONG,
        facts=((LONG, LONG), ("For", "Veterans Training Fund " * 20)),
        sums=((LONG, "$250.00"), ("Contribution amount", "$999,999,999.99")),
        letterhead=Letterhead(LONG, LONG, (LONG, LONG, LONG, "EIN 00-0000000"), a_sheet().letterhead.logo),
        signature=Signature(LONG, LONG, a_sheet().signature.picture),
    )
    pdf = render(sheet, PICTURES, mark=mark, register_line="Register 7f3a 91c0 44de 2b17")
    window = "".join(glyph.letter for glyph in in_the_window(glyphs_of(pdf)))
    assert window == "".join(sheet.address).replace(" ", "")
    pages = text_of(pdf).count(" of ")
    assert pages >= 2
    for page in range(2):
        for glyph in glyphs_of(pdf, page):
            assert glyph.left >= 0.95
            assert glyph.right <= 7.55
            assert glyph.top >= 0.25
            assert glyph.bottom <= 10.75


def test_an_address_of_six_lines_is_still_large_enough_for_the_post_office() -> None:
    shown = in_the_window(glyphs_of(render(a_sheet(address=LINES), PICTURES)))
    capital = next(glyph for glyph in shown if glyph.letter == "M")
    assert (capital.bottom - capital.top) * 72 >= 5  # the capitals of 7.5 points


def test_a_nudge_moves_everything_by_hundredths_of_an_inch() -> None:
    before = glyphs_of(render(a_sheet(), PICTURES))
    after = glyphs_of(render(a_sheet(), PICTURES, nudge=(6, -3)))
    for old, new in zip(before, after, strict=True):
        assert new.left - old.left == pytest.approx(0.06, abs=0.002)
        assert new.top - old.top == pytest.approx(-0.03, abs=0.002)


def test_the_test_page_shows_the_address_where_a_letter_does() -> None:
    address = ("The Mentalizing Initiative", "100 Example Plaza, Suite 400", "Los Angeles, CA 90000")
    page = envelope_test.render("The Mentalizing Initiative", address, nudge=(6, 0))
    letter = render(a_sheet(address=address), PICTURES, nudge=(6, 0))
    assert in_the_window(glyphs_of(page)) == in_the_window(glyphs_of(letter))


def test_the_test_page_says_what_to_type() -> None:
    text = text_of(envelope_test.render("The Mentalizing Initiative", (), nudge=(6, -2)))
    assert "Move right" in text
    assert "Move down" in text
    assert "6 to the right and -2 down" in text
