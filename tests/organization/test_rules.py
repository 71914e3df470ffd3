"""What may be said of a charity, and in which form it is kept."""

from dataclasses import replace

import pytest

from mi_crm.organization.rules import (
    OrganizationDetails,
    city_line,
    clean,
    clean_ein,
    clean_field,
    clean_month,
    clean_nudge,
    clean_time_zone,
    ein_doubt,
    read_first_number,
)
from mi_crm.shared.problems import Problem

CHARITY = OrganizationDetails(legal_name="The Mentalizing Initiative", ein="95-1234567")


@pytest.mark.parametrize("typed", ["95-1234567", "951234567", " 95 1234567 ", "95–1234567", "95-123-4567"])
def test_an_ein_is_kept_as_two_digits_a_dash_and_seven(typed: str) -> None:
    assert clean_ein(typed) == "95-1234567"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("00-000000", "An EIN has nine digits: two, a dash, seven. One is missing."),
        ("95-12345", "An EIN has nine digits: two, a dash, seven. Two are missing."),
        ("95-12345678", "An EIN has nine digits: two, a dash, seven. One too many here."),
        ("9" * 40, "An EIN has nine digits: two, a dash, seven. 31 too many here."),
        ("95-123456O", "An EIN has nine digits: two, a dash, seven. Nothing else belongs in it."),
        ("٩٥-١٢٣٤٥٦٧", "An EIN has nine digits: two, a dash, seven. Nothing else belongs in it."),
        ("95+1234567", "An EIN has nine digits: two, a dash, seven. Nothing else belongs in it."),
        (
            "123-45-6789",
            "This has the form of a Social Security number. An EIN has two digits, a dash, seven.",
        ),
        ("", "Type the EIN of the organization, such as 12-3456789."),
        ("\u202e95-1234567", "EIN holds a hidden character (U+202E). Type it again by hand."),
    ],
)
def test_anything_else_is_refused_in_one_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(Problem) as refused:
        clean_ein(typed)
    assert str(refused.value) == sentence


def test_a_prefix_that_the_irs_does_not_give_is_worth_a_look_and_no_error() -> None:
    assert ein_doubt("95-1234567") == ""
    assert "begins with 00" in ein_doubt(clean_ein("00-0000000"))


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("legal_name", "  The   Mentalizing Initiative ", "The Mentalizing Initiative"),
        ("legal_name", "<b>R&D</b>", "<b>R&D</b>"),
        ("street", "100 Example Plaza\n Suite 400 ", "100 Example Plaza\nSuite 400"),
        ("state", "california", "CA"),
        ("state", "c.a.", "CA"),
        ("zip", "911001234", "91100-1234"),
        ("phone", "310.555.0142", "(310) 555-0142"),
        ("phone", "", ""),
        ("email", "Giving@Example.org", "giving@example.org"),
        ("email", " ", ""),
        ("time_zone", "America/New_York", "America/New_York"),
    ],
)
def test_texts_are_kept_in_one_form(name: str, typed: str, kept: str) -> None:
    assert clean_field(name, typed) == kept


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("legal_name", " ", "Type the legal name, as on your IRS determination letter."),
        ("legal_name", "A" * 10_000, "The legal name is too long: 150 characters at most."),
        (
            "legal_name",
            "The \u202eevitaitinI",
            "The legal name holds a hidden character (U+202E). Type it again by hand.",
        ),
        ("state", "Bavaria", "Bavaria is no state of the United States. Type two letters, such as CA."),
        ("zip", "9110", "A ZIP code has five digits, such as 91100, or nine, such as 91100-1234."),
        ("street", "1\n2\n3", "Street is too long: two lines at most."),
        ("email", "giving", "giving is not an e-mail address. It needs the form name@example.org."),
        ("time_zone", "Mars/Sea", "There is no time zone Mars/Sea. Type one such as America/Los_Angeles."),
        ("time_zone", "../etc", "There is no time zone ../etc. Type one such as America/Los_Angeles."),
    ],
)
def test_what_cannot_be_kept_says_why(name: str, typed: str, sentence: str) -> None:
    with pytest.raises(Problem) as refused:
        clean_field(name, typed)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("typed", "month"), [("01-01", 1), ("07-01", 7), ("July", 7), ("oct", 10), ("12", 12)]
)
def test_a_fiscal_year_begins_with_a_month(typed: str, month: int) -> None:
    assert clean_month(typed) == month


@pytest.mark.parametrize("typed", ["07-15", "13", "0", "", "Smarch", "²"])
def test_a_fiscal_year_begins_on_no_other_day(typed: str) -> None:
    with pytest.raises(Problem, match="first day of a month"):
        clean_month(typed)


@pytest.mark.parametrize(
    ("typed", "number"), [("413", 413), ("R-2026-0413", 413), ("r-2026-1", 1), ("0001", 1)]
)
def test_receipts_may_begin_at_any_number(typed: str, number: int) -> None:
    assert read_first_number(typed, year=2026) == number


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0", "The first receipt number lies between 1 and 999,999."),
        ("1000000", "The first receipt number lies between 1 and 999,999."),
        ("-5", "Type the first receipt number in digits, such as 1 or R-2026-0413."),
        ("1e5", "Type the first receipt number in digits, such as 1 or R-2026-0413."),
        ("", "Type the first receipt number in digits, such as 1 or R-2026-0413."),
        ("R-2025-0413", "Receipts of this year begin with R-2026-."),
    ],
)
def test_other_first_numbers_are_refused(typed: str, sentence: str) -> None:
    with pytest.raises(Problem) as refused:
        read_first_number(typed, year=2026)
    assert str(refused.value) == sentence


def test_details_are_cleaned_as_a_whole() -> None:
    kept = clean(replace(CHARITY, ein="951234567", state="California", phone="310 555 0142"))
    assert (kept.ein, kept.state, kept.phone) == ("95-1234567", "CA", "(310) 555-0142")
    with pytest.raises(Problem):
        clean(replace(CHARITY, fiscal_year_month=13))
    with pytest.raises(Problem):
        clean(replace(CHARITY, first_receipt_number=0))


def test_the_city_line_leaves_out_what_is_not_known() -> None:
    assert city_line(replace(CHARITY, city="Los Angeles", state="CA", zip="90000")) == "Los Angeles, CA 90000"
    assert city_line(replace(CHARITY, city="Los Angeles")) == "Los Angeles"
    assert city_line(CHARITY) == ""


def test_papers_move_by_half_an_inch_at_most() -> None:
    assert clean_nudge(-50) == -50
    with pytest.raises(Problem, match="half an inch"):
        clean_nudge(51)


def test_every_zone_that_is_offered_exists() -> None:
    from mi_crm.organization.rules import TIME_ZONES

    assert [clean_time_zone(name) for name in TIME_ZONES] == list(TIME_ZONES)
