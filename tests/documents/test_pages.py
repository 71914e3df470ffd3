"""The files themselves: complete, self-contained, and the same each time."""

import os
import re
import subprocess
import sys
import zlib

import pypdfium2
import pytest

from mi_crm.documents.fonts import Style
from mi_crm.documents.lines import broken, fitted
from mi_crm.documents.pages import Pages
from mi_crm.documents.receipt import Mark, render
from tests.documents.papers import PICTURES, a_sheet, picture_of, text_of


def test_the_file_says_what_it_is_in_which_language_and_whose() -> None:
    pdf = render(a_sheet(), PICTURES)
    document = pypdfium2.PdfDocument(pdf)
    assert document.get_metadata_value("Title") == "Receipt R-2026-0413"
    assert document.get_metadata_value("Author") == "The Mentalizing Initiative"
    assert b"/Lang (en-US)" in pdf
    assert b"/DisplayDocTitle true" in pdf


@pytest.mark.parametrize(
    ("mark", "title"),
    [
        (Mark.COPY, "Copy of receipt R-2026-0413"),
        (Mark.VOID, "Void receipt R-2026-0413"),
        (Mark.PREVIEW, "Preview of a receipt"),
    ],
)
def test_other_papers_say_so_in_their_title(mark: Mark, title: str) -> None:
    document = pypdfium2.PdfDocument(render(a_sheet(), PICTURES, mark=mark))
    assert document.get_metadata_value("Title") == title


def test_a_name_in_any_script_is_kept_in_the_title() -> None:
    document = pypdfium2.PdfDocument(Pages("李小龍 (שרה)", "R&D \\ (Trust").finish())
    assert document.get_metadata_value("Title") == "李小龍 (שרה)"
    assert document.get_metadata_value("Author") == "R&D \\ (Trust"


def test_the_page_is_us_letter() -> None:
    assert pypdfium2.PdfDocument(render(a_sheet(), PICTURES))[0].get_size() == (612, 792)


def test_every_font_is_in_the_file() -> None:
    pdf = render(a_sheet(greeting="Dear 李小龍, שרה and محمد,"), PICTURES, mark=Mark.PREVIEW)
    fonts = re.findall(rb"/Subtype /Type0 /BaseFont /[A-Z]{6}\+", pdf)
    assert len(fonts) >= 8
    assert pdf.count(b"/Subtype /Type0") == pdf.count(b"/FontFile2") == pdf.count(b"/ToUnicode") == len(fonts)
    assert b"/Type1" not in pdf
    assert b"Helvetica" not in pdf


def test_the_table_of_objects_finds_each_of_them() -> None:
    pdf = render(a_sheet(), PICTURES)
    start = int(pdf.rsplit(b"startxref\n", 1)[1].split()[0])
    lines = pdf[start:].split(b"\n")
    assert lines[0] == b"xref"
    count = int(lines[1].split()[1])
    assert lines[2] == b"0000000000 65535 f "
    for number, line in enumerate(lines[3 : 2 + count], start=1):
        assert len(line) == 19
        assert pdf[int(line[:10]) :].startswith(b"%d 0 obj\n" % number)


def test_every_stream_is_as_long_as_it_says() -> None:
    pdf = render(a_sheet(), PICTURES)
    streams = re.findall(rb"/Length (\d+) /Filter /FlateDecode[^>]*(?:>[^>]+)*?>>\nstream\n", pdf)
    assert len(streams) > 10
    for found in re.finditer(rb"/Length (\d+) /Filter /FlateDecode", pdf):
        begin = pdf.index(b"stream\n", found.end()) + len(b"stream\n")
        length = int(found[1])
        assert pdf[begin + length :].startswith(b"\nendstream")
        zlib.decompress(pdf[begin : begin + length])


def test_another_run_of_the_program_gives_the_same_bytes() -> None:
    program = (
        "import hashlib; from tests.documents.papers import *; from mi_crm.documents.receipt import render;"
        "print(hashlib.sha256(render(a_sheet(greeting='Dear 李小龍,'), PICTURES)).hexdigest())"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


def test_thousands_of_different_letters_are_printed_right() -> None:
    # More letters than two bytes' worth of escapes: brackets, backslashes and line ends among their numbers.
    letters = "".join(map(chr, range(0x4E00, 0x4E00 + 900)))
    pages = Pages("Letters", "Test")
    for place, line in enumerate(broken(letters, Style.SERIF, 10, 500)):
        pages.text(50, 60 + 12 * place, line, Style.SERIF, 10)
    assert text_of(pages.finish()).replace(" ", "") == letters


def test_letters_that_look_alike_are_told_apart_when_copied() -> None:
    pages = Pages("Letters", "Test")
    pages.text(50, 60, "A Α А", Style.SERIF, 10)
    assert text_of(pages.finish()) == "A Α А"


def test_hebrew_and_arabic_are_found_by_their_spoken_order() -> None:
    pages = Pages("Letters", "Test")
    pages.text(50, 60, "שרה כהן", Style.SERIF, 10)
    pages.text(50, 80, "محمد علي", Style.SERIF, 10)
    assert text_of(pages.finish()) == "שרה כהן محمد علي"


def test_arabic_is_drawn_joined_and_not_letter_by_letter() -> None:
    joined, apart = Pages("a", "a"), Pages("a", "a")
    joined.text(50, 60, "محمد", Style.SERIF, 20)
    for place, letter in enumerate("دمحم"):
        apart.text(50 + 20 * place, 60, letter, Style.SERIF, 20)

    def inks(pages: Pages) -> int:
        """Count the separate patches of ink in the middle of the line."""
        image = picture_of(pages.finish(), dots_per_inch=150).convert("L").crop((90, 80, 320, 150))
        dark = [any(int(image.getpixel((x, y))) < 128 for y in range(70)) for x in range(230)]  # type: ignore[arg-type]
        return sum(here and not before for before, here in zip([False, *dark], dark, strict=False))

    assert inks(joined) == 1
    assert inks(apart) > 2


def test_lines_are_no_wider_than_their_room() -> None:
    assert broken("one two three", Style.SERIF, 10, 40) == ("one two", "three")
    assert broken("", Style.SERIF, 10, 40) == ("",)
    assert "".join(broken("W" * 200, Style.SERIF, 10, 40)) == "W" * 200
    assert max(map(len, broken("李" * 20, Style.SERIF, 10, 40))) == 4


def test_lines_are_set_smaller_before_they_are_broken() -> None:
    shown = fitted(("Mrs. Margaret Okafor-Lindqvist",), Style.SERIF, (140, 48), 10.5, 11.8)
    assert len(shown.lines) == 1
    assert 8.4 <= shown.size < 10.5


def test_a_word_of_ten_thousand_letters_takes_no_time_to_speak_of() -> None:
    assert len(broken("W" * 10_000, Style.SERIF, 11, 468)) > 100
