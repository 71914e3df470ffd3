"""Each address stands in its own label, as Avery publishes the sheets, and where the post office reads it."""

import random
from collections.abc import Sequence

import pytest

from mi_crm.documents import envelopes, labels
from mi_crm.documents.labels import AVERY_5160, AVERY_5163, Stock
from tests.documents.papers import Glyph, glyphs_of, page_texts

SHORT = ("Margaret Okafor", "2208 Larkspur Court", "Pasadena, CA 91100")
LONG = (
    "The Honorable Wilhelmina Featherstonehaugh-Montgomery and Professor Bartholomew Featherstonehaugh III",
    "The International Association of Mentalization-Based Practitioners of Southern California",
    "100 Example Plaza, Suite 400, Building C, Second Floor",
    "c/o Larkspur Gardens",
    "Rancho Santa Margarita, CA 92688-1234",
)
# Avery's own figures, in inches: columns, rows, left, top, width, height, pitch across.
PUBLISHED = {
    AVERY_5160: (3, 10, 0.1875, 0.5, 2.625, 1.0, 2.75),
    AVERY_5163: (2, 5, 0.15625, 0.5, 4.0, 2.0, 4.1875),
}
STOCKS = pytest.mark.parametrize("stock", PUBLISHED, ids=lambda stock: stock.name)


def made(
    addresses: Sequence[tuple[str, ...]], stock: Stock, start: int = 1, nudge: tuple[int, int] = (0, 0)
) -> bytes:
    return labels.render(addresses, stock, title="Labels", author="Us", start=start, nudge=nudge)


def cell(stock: Stock, place: int) -> tuple[float, float, float, float]:
    columns, _, left, top, wide, high, across = PUBLISHED[stock]
    x, y = left + place % columns * across, top + place // columns * high
    return x, y, x + wide, y + high


def inside(glyph: Glyph, edges: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = edges
    return left <= glyph.left and glyph.right <= right and top <= glyph.top and glyph.bottom <= bottom


@STOCKS
def test_the_cells_are_where_avery_publishes_them(stock: Stock) -> None:
    columns, rows, *_ = PUBLISHED[stock]
    assert stock.count == columns * rows
    for place in range(stock.count):
        left, top, _, _ = cell(stock, place)
        assert stock.cell(place) == pytest.approx((left, top), abs=1 / 720)
    last_left, last_top, last_right, last_bottom = cell(stock, stock.count - 1)
    assert 8.5 - last_right == pytest.approx(PUBLISHED[stock][2], abs=1 / 72)
    assert last_bottom == pytest.approx(10.5)
    assert (last_left, last_top) > (0, 0)


@STOCKS
@pytest.mark.parametrize("address", [SHORT, LONG, ("Ng",)], ids=["short", "long", "tiny"])
def test_every_letter_stays_in_its_own_label(stock: Stock, address: tuple[str, ...]) -> None:
    pdf = made([address] * stock.count, stock)
    glyphs = glyphs_of(pdf)
    letters = len("".join(address).replace(" ", ""))
    assert len(glyphs) == letters * stock.count
    for place in range(stock.count):
        # Printers slip: a sixteenth of an inch stays free at every edge.
        left, top, right, bottom = cell(stock, place)
        edges = (left + 1 / 16, top + 1 / 16, right - 1 / 16, bottom - 1 / 16)
        for glyph in glyphs[place * letters : (place + 1) * letters]:
            assert inside(glyph, edges), (place, glyph)


@STOCKS
def test_a_short_address_stands_in_the_middle_of_its_label(stock: Stock) -> None:
    glyphs = glyphs_of(made([SHORT], stock))
    _, top, _, bottom = cell(stock, 0)
    above = min(glyph.top for glyph in glyphs) - top
    below = bottom - max(glyph.bottom for glyph in glyphs)
    assert above == pytest.approx(below, abs=0.06)


def test_a_used_sheet_begins_at_its_first_free_label_and_goes_on_to_the_next_sheet() -> None:
    people = [(f"Person {number}",) for number in range(1, 33)]
    pdf = made(people, AVERY_5160, start=29)
    pages = page_texts(pdf)
    assert len(pages) == 2
    assert pages[0] == "Person 1 Person 2"
    assert all(inside(glyph, cell(AVERY_5160, 28)) for glyph in glyphs_of(pdf)[:7])
    assert pages[1].startswith("Person 3 ")
    assert pages[1].endswith("Person 32")
    assert all(inside(glyph, cell(AVERY_5160, 0)) for glyph in glyphs_of(pdf, 1)[:7])


def test_a_full_sheet_makes_no_empty_one() -> None:
    assert len(page_texts(made([SHORT] * 30, AVERY_5160))) == 1
    assert len(page_texts(made([SHORT] * 31, AVERY_5160))) == 2
    assert len(page_texts(made([SHORT], AVERY_5160, start=30))) == 1


def test_a_nudge_moves_all_labels_by_hundredths_of_an_inch() -> None:
    before, after = (glyphs_of(made([SHORT], AVERY_5160, nudge=nudge)) for nudge in ((0, 0), (7, -4)))
    for old, new in zip(before, after, strict=True):
        assert new.left - old.left == pytest.approx(0.07, abs=0.002)
        assert new.top - old.top == pytest.approx(-0.04, abs=0.002)


def test_names_of_any_length_stay_inside() -> None:
    seed = random.randrange(10**9)
    print("seed", seed)
    chance = random.Random(seed)
    words = ["Ng", "Okafor", "Featherstonehaugh", "O’Brien-Montgomery", "W" * 40, "Łukasz", "and"]
    for _ in range(60):
        lines = tuple(
            " ".join(chance.choices(words, k=chance.randint(1, 8))) for _ in range(chance.randint(1, 6))
        )
        for stock in PUBLISHED:
            glyphs = glyphs_of(made([lines], stock))
            assert all(inside(glyph, cell(stock, 0)) for glyph in glyphs), (seed, lines)
            capitals = [glyph.bottom - glyph.top for glyph in glyphs if glyph.letter in "WNFOM"]
            # Capitals of Inter are 0.727 of its size, and no size is below 5.5 points.
            assert min(capitals, default=1) * 72 >= 3.9, (seed, lines)


def test_a_name_of_absurd_length_is_cut_before_its_city_gets_unreadable() -> None:
    lines = ("W" * 400, "2208 Larkspur Court", "Pasadena, CA 91100")
    words = page_texts(made([lines], AVERY_5160))[0]
    assert words.endswith("W… 2208 Larkspur Court Pasadena, CA 91100")


def test_an_envelope_lies_on_its_long_side_with_both_addresses_in_their_places() -> None:
    sender = ("The Mentalizing Initiative", "100 Example Plaza, Suite 400", "Los Angeles, CA 90000")
    pdf = envelopes.render([SHORT, LONG], sender, title="Envelopes", author="Us")
    pages = page_texts(pdf)
    assert len(pages) == 2
    assert pages[0] == " ".join((*sender, *SHORT))
    for page, address in enumerate((SHORT, LONG)):
        glyphs = glyphs_of(pdf, page)
        own = len("".join(sender).replace(" ", ""))
        for glyph in glyphs[:own]:
            assert inside(glyph, (0.25, 0.25, 4.0, 1.375)), glyph
        for glyph in glyphs[own:]:
            # What the post office reads: 0.5 in off each side, 0.625 to 2.75 in from the bottom.
            assert inside(glyph, (0.5, 4.125 - 2.75, 9.5 - 0.5, 4.125 - 0.625)), (address, glyph)
            assert glyph.left >= 3.9


def test_nothing_to_print_is_refused() -> None:
    with pytest.raises(ValueError, match="no addresses"):
        made([], AVERY_5160)
    with pytest.raises(ValueError, match="no addresses"):
        envelopes.render([], (), title="", author="")
