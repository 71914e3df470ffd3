"""Every letter is printed by a font that has it, or refused by name."""

import unicodedata

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

from mi_crm.documents.fonts import Style, face, runs, unprintable, width
from mi_crm.documents.letters import in_print_order
from mi_crm.shared.problems import Problem
from tests.documents.papers import a_sheet

PRINTABLE = (
    "Zoë Ñuñez",
    "Zoe\u0308 in parts",
    "Łukasz Żółć",
    "Nguyễn Thị Ễn",
    "Ελένη Παπαδοπούλου",
    "Юрій Ґалаґан",
    "李小龍",
    "山田 はなこ",
    "שרה כהן",
    "محمد علي",
    "پروین گلی",
    "€ £ “quotes” – — … № ½ § ©",
    "two\nlines",
    "",
)


@pytest.mark.parametrize("text", PRINTABLE)
def test_what_can_be_printed(text: str) -> None:
    assert unprintable(text) == set()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Zoë 😀", {"😀"}),
        ("김민준", {"김", "민", "준"}),
        ("नम", {"न", "म"}),
        ("a\u202eb", {"\u202e"}),
        ("a\u200bb", {"\u200b"}),
        ("a\0b\tc", {"\0", "\t"}),
        ("\ue000 private", {"\ue000"}),
        ("x\u030c", {"x\u030c"}),
        ("e\u0323\u0301", {"ẹ\u0301"}),
        ("ڕێ", {"ڕ", "ێ"}),
    ],
)
def test_what_cannot_be_printed_is_named(text: str, missing: set[str]) -> None:
    assert unprintable(text) == missing


@pytest.mark.parametrize("text", ["שָׁלוֹם", "محمّد"])
def test_vowel_points_which_would_stand_beside_their_letter_are_refused(text: str) -> None:
    assert unprintable(text)


def test_a_sheet_can_be_checked_by_its_words() -> None:
    assert unprintable(a_sheet().words()) == set()
    assert unprintable(a_sheet(greeting="Dear 민준,").words()) == {"민", "준"}


def test_what_is_called_printable_is_printed() -> None:
    for code in range(0x20, 0x3000):
        letter = chr(code)
        if unprintable(letter):
            with pytest.raises(Problem):
                runs(letter, Style.SERIF)
        else:
            runs(letter, Style.SERIF)


def test_all_letters_called_printable_have_ink() -> None:
    for code in range(0x21, 0x10000):
        letter = chr(code)
        if unicodedata.category(letter)[0] in "LNPS" and not unprintable(letter):
            for found, text in runs(letter, Style.SANS):
                glyph = found.file.charToGlyph[ord(text)]
                assert found.file.glyphPos[glyph] < found.file.glyphPos[glyph + 1], f"U+{code:04X}"


def test_all_weights_of_a_family_print_the_same_letters() -> None:
    for family in ("SourceSerif4", "Inter"):
        letters = [frozenset(face(style).file.charToGlyph) for style in Style if style.startswith(family)]
        assert len(set(letters)) == 1


def test_letters_of_one_word_come_from_one_font() -> None:
    # Source Serif has no ᾳ, so that Inter prints the whole word.
    assert [(found.name, text) for found, text in runs("στοᾳ Bob", Style.SERIF)] == [
        ("Inter_400Regular", "στοᾳ"),
        ("SourceSerif4_400Regular", " Bob"),
    ]


def test_hebrew_stands_from_right_to_left() -> None:
    assert in_print_order("שרה כהן") == "ןהכ הרש"
    assert in_print_order("Ms. שרה כהן (Sarah)") == "Ms. ןהכ הרש (Sarah)"
    assert in_print_order("רחוב הרצל 12") == "12 לצרה בוחר"


def test_arabic_letters_join_and_stand_from_right_to_left() -> None:
    # Meem at the beginning, hah in the middle, meem in the middle, dal at the end: read from the right.
    assert in_print_order("محمد") == "\ufeaa\ufee4\ufea4\ufee3"
    # Lam and alef are one sign.
    assert in_print_order("لا") == "\ufefb"
    # Nothing is left out or drawn together beyond that.
    assert in_print_order("الله") == "\ufeea\ufee0\ufedf\ufe8d"


def test_a_persian_joiner_steers_and_is_not_printed() -> None:
    assert unprintable("علی\u200cرضا") == set()
    assert "\u200c" not in in_print_order("علی\u200cرضا")


def test_widths_are_those_of_the_font_file() -> None:
    file = TTFontFile(str(face(Style.SERIF).file.filename))
    expected = sum(file.charWidths[ord(letter)] for letter in "Margaret") * 11 / 1000
    assert width("Margaret", Style.SERIF, 11) == pytest.approx(expected)


def test_figures_of_the_serif_are_all_of_one_width() -> None:
    for style in (Style.SERIF, Style.SERIF_MEDIUM, Style.SERIF_BOLD):
        assert len({face(style).widths[figure] for figure in "0123456789"}) == 1
