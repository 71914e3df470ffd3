"""The receipt carries its words, once each, whatever they are (receipts.md section 8)."""

import re
from dataclasses import replace

import pytest

from mi_crm.documents.receipt import Mark, register_line, render, render_many
from mi_crm.receipts.sheet import Letterhead, Sentence, Sheet, Signature
from mi_crm.shared.problems import Problem
from tests.documents.papers import (
    AMT,
    LOGO,
    NGS,
    ORG,
    PICTURES,
    QDESC,
    QLIM,
    QNET,
    a_sheet,
    glyphs_of,
    page_texts,
    picture_of,
    text_of,
)

REGISTER = register_line("7f3a91c044de2b17" + "0" * 48)


def test_the_register_is_named_by_the_first_sixteen_digits_of_its_chain() -> None:
    assert REGISTER == "Register 7f3a 91c0 44de 2b17"


def test_the_paper_holds_all_that_the_law_asks_for_once() -> None:
    text = text_of(render(a_sheet(), PICTURES, register_line=REGISTER))
    for words in (ORG, AMT, QDESC, QLIM, QNET, REGISTER, "R-2026-0413", "November 16, 2026", "1 of 1"):
        assert text.count(words) == 1, words
    for line in a_sheet().address:
        assert line in text


def test_the_words_stand_in_their_order() -> None:
    text = text_of(render(a_sheet(), PICTURES))
    words = ("Your gift receipt", "Dear Margaret", "Thank you", "Date of gift", "Payment $250.00",
             "Contribution amount $165.00", AMT, QDESC, QLIM, QNET, "Peter Lindqvist")  # fmt: skip
    places = [text.index(word) for word in words]
    assert places == sorted(places)


def test_the_donor_is_named_by_the_address_and_not_a_second_time() -> None:
    text = text_of(render(a_sheet(), PICTURES))
    assert text.count("2208 Larkspur Court") == 1


def test_a_plain_gift_has_no_logo_no_tagline_and_no_picture_of_a_signature() -> None:
    sheet = a_sheet(
        letterhead=Letterhead("The Mentalizing Initiative", "", ("EIN 00-0000000",), None),
        signature=Signature("Peter Lindqvist", "Treasurer", None),
        sums=(("Payment", "$250.00"), ("Contribution amount", "$250.00")),
        sentences=(Sentence("ORG", ORG), Sentence("AMT", AMT), Sentence("NGS", NGS)),
    )
    pdf = render(sheet, {})
    assert b"/Subtype /Image" not in pdf
    assert text_of(pdf).count(NGS) == 1


HOSTILE = (
    "R&D <Family> Trust",
    "<b>unclosed",
    "</para>",
    '<img src="/etc/passwd"/>',
    "&amp; &lt; &#65;",
    "{0.__class__} {{all_gifts}} {7*7}",
    "=HYPERLINK(1)",
    "back\\slash (bracket ) unclosed",
    'O\'Brien "Bob" – 50 % * _ ~',
)


@pytest.mark.parametrize("words", HOSTILE)
def test_no_value_is_read_as_markup(words: str) -> None:
    sheet = a_sheet(
        address=(words, "2208 Larkspur Court"),
        title=words,
        greeting=f"Dear {words},",
        opening=(words,),
        facts=((words, words),),
        sums=((words, "$1.00"),),
        sentences=(Sentence("ORG", words), Sentence("AMT", words)),
        signature=Signature(words, words, None),
        letterhead=Letterhead(words, words, (words,), None),
    )
    pdf = render(sheet, {}, register_line=words)
    assert text_of(pdf).count(" ".join(words.split())) == 15
    assert b"/Subtype /Image" not in pdf


NAMES = (
    "Zoë Ñuñez",
    "Łukasz Żółć",
    "Siobhán Ní Dhúill",
    "Nguyễn Thị Ễn",
    "Ελένη Παπαδοπούλου",
    "Юрій Ґалаґан",
    "李小龍",
    "山田 はなこ",
    "Þórdís Æsa Ðal",
    "Şükrü İğdır",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_again_in_the_paper(name: str) -> None:
    sheet = a_sheet(address=(name, "2208 Larkspur Court"), greeting=f"Dear {name},", donor_name=name)
    assert text_of(render(sheet, PICTURES)).count(name) == 2


def test_a_name_typed_in_parts_prints_as_one() -> None:
    assert "Zoë" in text_of(render(a_sheet(greeting="Dear Zoe\u0308,"), PICTURES))


@pytest.mark.parametrize("name", ["Kim 민준", "😀", "Ab\u202ecd", "x\u030c", "नमस्ते"])
def test_a_letter_in_no_font_is_refused_and_never_printed_as_a_box(name: str) -> None:
    with pytest.raises(Problem, match="No font here can print"):
        render(a_sheet(greeting=f"Dear {name},"), PICTURES)


def test_the_same_sheet_gives_the_same_bytes() -> None:
    sheet = a_sheet(greeting="Dear 李小龍 and שרה כהן,")
    assert render(sheet, PICTURES, register_line=REGISTER) == render(sheet, PICTURES, register_line=REGISTER)


def test_other_papers_made_before_change_no_byte() -> None:
    first = render(a_sheet(), PICTURES)
    render(a_sheet(greeting="Dear Łukasz,"), PICTURES)
    render_many([(a_sheet(greeting="Dear Zoë,"), "")], PICTURES)
    assert render(a_sheet(), PICTURES) == first


def test_a_preview_has_no_number_no_date_and_no_place_in_the_register() -> None:
    sheet = a_sheet(number="", issued_on="")
    text = text_of(render(sheet, PICTURES, mark=Mark.PREVIEW))
    for words in ("taken at issue", "day of issue", "Not in the register", "PREVIEW"):
        assert words in text
    assert "R-2026" not in text
    assert "Register " not in text


def test_a_preview_that_has_its_number_already_does_not_show_it() -> None:
    text = text_of(render(a_sheet(), PICTURES, mark=Mark.PREVIEW, register_line=REGISTER))
    assert "R-2026-0413" not in text
    assert REGISTER not in text


def test_a_copy_says_so_across_the_top_and_is_otherwise_the_same() -> None:
    original = text_of(render(a_sheet(), PICTURES, register_line=REGISTER))
    copy = text_of(render(a_sheet(), PICTURES, mark=Mark.COPY, register_line=REGISTER))
    words = "COPY of receipt R-2026-0413, first issued November 16, 2026."
    assert words in copy
    assert sorted(copy.replace(words, "").split()) == sorted(original.split())


def test_a_void_paper_says_so_and_keeps_its_number() -> None:
    text = text_of(render(a_sheet(), PICTURES, mark=Mark.VOID))
    assert "Receipt R-2026-0413 of November 16, 2026 is void. Please do not use it." in text
    assert "VOID" in text.split()


def test_the_sentence_across_the_top_can_be_given() -> None:
    words = "Receipt R-2026-0413 of November 16, 2026 is void: check returned. Please do not use it."
    assert words in text_of(render(a_sheet(), PICTURES, mark=Mark.VOID, original=words))


def test_a_long_reason_across_the_top_stays_above_the_letterhead() -> None:
    words = f"Receipt R-2026-0413 of November 16, 2026 is void: {'check returned by the bank, ' * 12}"
    glyphs = glyphs_of(render(a_sheet(), PICTURES, mark=Mark.VOID, original=words))
    top = [glyph for glyph in glyphs if glyph.bottom < 0.6]
    assert "".join(glyph.letter for glyph in top) == words.replace(" ", "")
    assert max(glyph.right for glyph in top) <= 7.51
    assert min(glyph.top for glyph in top) >= 0.25


def test_a_letter_a_little_too_long_is_set_smaller_and_stays_on_one_page() -> None:
    sheet = a_sheet(opening=("It helps pay for free training for clinicians who serve veterans. " * 4,))
    assert len(page_texts(render(sheet, PICTURES))) == 1


def test_a_long_letter_goes_on_legibly_on_a_second_page() -> None:
    opening = tuple(f"Paragraph {number}. It helps pay for free training." for number in range(20))
    texts = page_texts(render(a_sheet(opening=opening), PICTURES, register_line=REGISTER))
    assert len(texts) == 2
    for number, text in enumerate(texts, start=1):
        assert f"{number} of 2" in text
        assert "R-2026-0413" in text
        assert REGISTER in text
    whole = " ".join(texts)
    for words in (*opening, AMT, QDESC, QLIM, QNET):
        assert whole.count(words) == 1


def test_the_signature_never_stands_alone_on_a_page() -> None:
    for count in range(24):
        opening = tuple("It helps pay for free training." for _ in range(count))
        last = page_texts(render(a_sheet(opening=opening), PICTURES))[-1]
        assert QNET in last
        assert "Peter Lindqvist" in last


def test_the_foot_makes_room_for_a_long_address() -> None:
    org = ORG.replace("Suite 400", "Suite 400, in the building behind the old library, " * 4)
    sentences = (Sentence("ORG", org), *a_sheet().sentences[1:])
    text = text_of(render(a_sheet(sentences=sentences), PICTURES, register_line=REGISTER))
    assert " ".join(org.split()) in text
    assert REGISTER in text


def _red(image_box: tuple[int, int, int, int], pdf: bytes) -> tuple[int, int, int, int]:
    """Return the edges of what is red inside a box, in hundredths of an inch."""
    image = picture_of(pdf, dots_per_inch=100).crop(image_box)
    places = [
        (x, y)
        for x in range(image.width)
        for y in range(image.height)
        if (dot := image.getpixel((x, y))) and isinstance(dot, tuple) and dot[0] > 150 and dot[1] < 90
    ]
    across, down = [x for x, _ in places], [y for _, y in places]
    return min(across), min(down), max(across) + 1, max(down) + 1


def test_the_logo_stands_at_the_margin_and_what_is_clear_in_it_stays_white() -> None:
    pdf = render(a_sheet(), PICTURES)
    left, top, right, bottom = _red((90, 50, 200, 130), pdf)
    assert (right - left) == pytest.approx(bottom - top, abs=2)
    assert left == pytest.approx(10, abs=1)
    corner = picture_of(pdf, dots_per_inch=100).getpixel((90 + left, 50 + top))
    assert corner == (255, 255, 255)


def test_the_signature_keeps_its_proportion() -> None:
    left, top, right, bottom = _red((90, 860, 400, 1010), render(a_sheet(), PICTURES))
    assert (right - left) / (bottom - top) == pytest.approx(6, rel=0.06)


def test_a_missing_picture_is_an_error_and_not_another_paper() -> None:
    with pytest.raises(KeyError):
        render(a_sheet(), {"other": LOGO})


def _numbered(number: int) -> Sheet:
    return a_sheet(number=f"R-2026-{number:04}", greeting=f"Dear donor {number},")


def test_many_receipts_are_one_file_in_their_order() -> None:
    sheets = [(_numbered(number), register_line(f"{number:064x}")) for number in range(1, 31)]
    texts = page_texts(render_many(sheets, PICTURES))
    assert [re.findall(r"R-2026-\d{4}", text) for text in texts] == [[sheet.number] for sheet, _ in sheets]
    alone = page_texts(render(sheets[6][0], PICTURES, register_line=sheets[6][1]))
    assert alone == [texts[6]]


def test_many_receipts_hold_each_font_and_picture_once() -> None:
    one = render(_numbered(1), PICTURES)
    many = render_many([(_numbered(number), "") for number in range(1, 101)], PICTURES)
    assert many.count(b"/FontFile2") == one.count(b"/FontFile2")
    assert many.count(b"/Subtype /Image") == one.count(b"/Subtype /Image")
    assert len(many) < 6 * len(one)


def test_many_may_be_copies() -> None:
    texts = page_texts(render_many([(_numbered(1), ""), (_numbered(2), "")], PICTURES, mark=Mark.COPY))
    assert ["COPY of receipt" in text for text in texts] == [True, True]


def test_many_of_none_is_an_error() -> None:
    with pytest.raises(ValueError, match="no sheets"):
        render_many([], PICTURES)


def test_the_contribution_amount_is_the_last_sum_and_alone_in_the_accent() -> None:
    sheet = a_sheet(letterhead=replace(a_sheet().letterhead, logo=None))
    pdf = render(sheet, PICTURES)
    image = picture_of(pdf)
    accent = {
        y
        for y in range(image.height)
        for x in range(image.width)
        if (dot := image.getpixel((x, y))) and isinstance(dot, tuple) and dot[2] - dot[0] > 80
    }
    dollars = [glyph for glyph in glyphs_of(pdf) if glyph.letter == "$" and glyph.right > 6.5]
    last = max(dollars, key=lambda glyph: glyph.bottom)
    assert len(dollars) == 3
    assert min(accent) >= last.top * 100 - 2
    assert max(accent) <= last.bottom * 100 + 2
