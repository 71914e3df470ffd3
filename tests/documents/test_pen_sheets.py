"""Sheets that are filled in by hand: numbered rows, room for pens, every name whole, every page complete."""

import random

import pypdfium2
import pytest

from mi_crm.documents import attendance_sheet, call_sheet, sign_in
from mi_crm.documents.attendance_sheet import AttendanceSheet, Attendee
from mi_crm.documents.call_sheet import CallSheet, Candidate
from mi_crm.documents.sign_in import Helper, SignIn
from mi_crm.shared.problems import Problem
from tests.documents.papers import LOGO, ORG_NAME, glyphs_of, page_texts, picture_of, text_of

HUGE = (
    "Wilhelmina Featherstonehaugh-Montgomery-Cholmondeley and Bartholomew "
    "Wolfeschlegelsteinhausenbergerdorff III"
)
SCRIPTS = ("李小龍", "مرحبا", "שרה", "Zoë Ñuñez", "<b>R&D</b> {{name}}")
DAY = "Saturday, November 21, 2026"
TITLE = "MBT Basic Training: Clinicians Serving Veterans"
WHERE = ("Community Hall, Room 2B", "8:30 AM to 5:00 PM", "Coordinator: Maya Torres, (310) 555-0177")


def a_sign_in(*names: str, **fields: object) -> bytes:
    helpers = tuple(
        Helper(row, name, "Registration desk", "8:30 – 10:30") for row, name in enumerate(names, start=1)
    )
    values = {"organization": ORG_NAME, "number": 61, "day": DAY, "title": TITLE, "where": WHERE, **fields}
    return sign_in.render(SignIn(helpers=helpers, **values))  # type: ignore[arg-type]


def test_a_sign_in_sheet_is_the_picture_in_the_design() -> None:
    pdf = a_sign_in("Hollis Grant", "Thuy Nguyen", logo=LOGO)
    text = text_of(pdf)
    for words in (
        f"{ORG_NAME}",
        "Volunteer sign-in",
        DAY,
        "Sheet 61 · Page 1 of 1",
        TITLE,
        "Community Hall, Room 2B · 8:30 AM to 5:00 PM · Coordinator: Maya Torres, (310) 555-0177",
        "No. Helper Role Planned Time in Time out Signature Hours",
        "1 Hollis Grant Registration desk 8:30 – 10:30",
        "3 Not on the list? Print your name here",
        "Thank you for helping. What you hear in a role-play or a case discussion stays in the room.",
        "Total hours",
        "Coordinator’s signature Date",
        "Schedule › Enter hours (Ctrl+H), sheet 61, by row number",
    ):
        assert words in text
    size = pypdfium2.PdfDocument(pdf)[0].get_size()
    assert size == (792, 612)


def test_a_reader_hears_what_the_file_is_and_in_which_language() -> None:
    document = pypdfium2.PdfDocument(pdf := a_sign_in("Hollis Grant"))
    assert document.get_metadata_dict()["Title"] == f"Volunteer sign-in: {TITLE}"
    assert b"/Lang (en-US)" in pdf


def test_fonts_are_cut_to_the_letters_used() -> None:
    assert len(a_sign_in("Hollis Grant", "李小龍")) < 120_000  # the Chinese font alone is 10 MB


@pytest.mark.parametrize("count", [0, 9, 10, 11, 300])
def test_rows_run_on_over_the_pages_and_end_with_three_empty_ones(count: int) -> None:
    pages = page_texts(a_sign_in(*(f"Helper Nr{row}" for row in range(1, count + 1))))
    assert len(pages) == -(-(count + 3) // 13)
    for number, page in enumerate(pages, start=1):
        assert f"Sheet 61 · Page {number} of {len(pages)}" in page
        assert TITLE in page
        assert ("Total hours, this page" if len(pages) > 1 else "Total hours") in page
    text = " ".join(pages)
    for row in range(1, count + 1):
        assert text.count(f"{row} Helper Nr{row} ") == 1
    assert text.count("Not on the list? Print your name here") == 1
    assert f"{count + 1} Not on the list?" in text


def test_boxes_are_big_enough_for_a_pen() -> None:
    """Nothing is printed where the hours are written, for 0.2 in of height and 0.45 in of width."""
    image = picture_of(a_sign_in("Hollis Grant"), dots_per_inch=144)
    box = image.crop((2 * 712, 2 * 158, 2 * 745, 2 * 173))
    assert box.getextrema() == ((255, 255),) * 3
    assert box.width >= 0.45 * 144
    assert box.height >= 0.2 * 144


@pytest.mark.parametrize("name", [HUGE, *SCRIPTS], ids=["huge", "zh", "ar", "he", "es", "markup"])
def test_every_name_is_whole_and_in_its_column(name: str) -> None:
    pdf = a_sign_in(name, "Ng")
    printed = text_of(pdf).replace(" ", "").replace("\ufffe", "")
    if name.isascii():
        assert name.replace(" ", "") in printed
    else:
        assert set(name) - {" "} <= set(printed)
    in_row = [glyph for glyph in glyphs_of(pdf) if 151 < glyph.top * 72 < 180]
    in_name = [glyph for glyph in in_row if 65 < glyph.left * 72 < 212]
    assert len(in_name) >= len(name.replace(" ", "")) * 0.6
    assert max(glyph.right for glyph in in_name) * 72 < 212.8
    assert min(glyph.top for glyph in in_name) * 72 > 151
    assert max(glyph.bottom for glyph in in_name) * 72 < 180


def test_a_letter_that_no_font_has_is_refused_and_named() -> None:
    with pytest.raises(Problem, match="No font here can print"):
        a_sign_in("Ada \U00012031")


def test_a_call_sheet_says_whom_to_call_and_why() -> None:
    sheet = CallSheet(
        organization=ORG_NAME,
        number=63,
        day=DAY,
        title="Registration desk",
        where=("Community Hall", "2 of 3 still needed"),
        candidates=(
            Candidate(1, "Thuy Nguyen", "(626) 555-0119", "Registration desk", "8:30 – 10:30",
                      "Last asked 41 days ago · did it 4 times"),
            Candidate(2, "Omar Haddad", "", "Registration desk", "8:30 – 10:30", "Speaks Arabic"),
        ),
    )  # fmt: skip
    text = text_of(call_sheet.render(sheet))
    for words in (
        "Call sheet",
        "Sheet 63 · Page 1 of 1",
        "No. Helper Phone For Why Yes No Message Note",
        "1 Thuy Nguyen (626) 555-0119",
        "Last asked 41 days ago · did it 4 times",
        "2 Omar Haddad No phone",
        "type the row, then y, n or m, for sheet 63",
    ):
        assert words in text


def test_an_attendance_sheet_has_licenses_and_two_signatures() -> None:
    sheet = AttendanceSheet(
        organization=ORG_NAME,
        day=DAY,
        title=TITLE,
        where=("Session 1 of 3", "Community Hall"),
        attendees=(Attendee("Lillian Park", "LCSW, CA 28417"), Attendee("Ng", "")),
    )
    text = text_of(attendance_sheet.render(sheet))
    assert "No. Practitioner License Time in Signature Time out Signature" in text
    assert "1 Lillian Park LCSW, CA 28417" in text
    assert "3 Not on the list? Print name and license" in text
    assert "Credit needs both" in text


@pytest.mark.slow
def test_any_names_make_a_sheet(request: pytest.FixtureRequest) -> None:
    seed = request.config.getoption("--seed") or random.randrange(10**9)
    print("seed", seed)
    source = random.Random(seed)
    letters = "abcdefghij ABC -'&<>{}%()\\李龍שרم/ñë"
    for _ in range(100):
        names = [
            "".join(source.choices(letters, k=source.randint(1, 200))) for _ in range(source.randint(0, 40))
        ]
        assert len(page_texts(a_sign_in(*names))) == -(-(len(names) + 3) // 13)
