"""Name badges: each inside its card, the name in letters that are read across a room."""

import pytest

from mi_crm.documents import badges
from mi_crm.documents.badges import AVERY_5395, Badge
from tests.documents.papers import Glyph, glyphs_of, page_texts

# Avery's own figures, in inches: left, top, width, height, pitch across, pitch down.
PUBLISHED = (0.6875, 0.5833, 3.375, 2.3333, 3.75, 2.5)


def cell(place: int) -> tuple[float, float, float, float]:
    left, top, wide, high, across, down = PUBLISHED
    x, y = left + place % 2 * across, top + place // 2 * down
    return x, y, x + wide, y + high


def made(*names: str, start: int = 1) -> bytes:
    cards = [Badge(name.split()[0], name, "Registration desk") for name in names]
    return badges.render(cards, organization="The Mentalizing Initiative", title="Badges", start=start)


def inside(glyph: Glyph, edges: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = edges
    return left < glyph.left and glyph.right < right and top < glyph.top and glyph.bottom < bottom


def test_the_cards_are_where_avery_publishes_them() -> None:
    for place in range(8):
        assert AVERY_5395.cell(place) == pytest.approx(cell(place)[:2], abs=1 / 720)
    assert cell(7)[2] == pytest.approx(8.5 - PUBLISHED[0])
    assert cell(7)[3] == pytest.approx(11 - PUBLISHED[1], abs=0.001)


@pytest.mark.parametrize(
    "name",
    [
        "Hollis Grant",
        "Wolfeschlegelsteinhausenbergerdorff Featherstonehaugh-Montgomery III",
        "李小龍",
        "<b> &",
    ],
    ids=["short", "huge", "chinese", "markup"],
)
def test_every_letter_stays_on_its_card(name: str) -> None:
    glyphs = glyphs_of(made(*[name] * 8))
    for place in range(8):
        assert any(inside(glyph, cell(place)) for glyph in glyphs)
    assert all(any(inside(glyph, cell(place)) for place in range(8)) for glyph in glyphs)


def test_a_common_name_is_at_least_half_an_inch_high() -> None:
    letters = [glyph for glyph in glyphs_of(made("Hollis Grant")) if glyph.letter == "H"]
    assert max(glyph.bottom - glyph.top for glyph in letters) > 0.35


def test_a_sheet_that_was_begun_is_gone_on_with() -> None:
    pages = page_texts(made("Hollis Grant", "Thuy Nguyen", start=8))
    assert len(pages) == 2
    assert "Hollis" in pages[0]
    assert "Thuy" in pages[1]


def test_one_name_alone_is_said_once() -> None:
    card = Badge("Ng", "Ng", helper=False)
    text = page_texts(badges.render([card], organization="Us", title="Badges"))[0]
    assert text == "Us Ng"


def test_no_badges_are_no_paper() -> None:
    with pytest.raises(ValueError, match="no badges"):
        made()
