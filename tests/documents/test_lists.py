"""Lists on paper: the batch beside its tape, the register for the auditor."""

from datetime import date

import pytest

from mi_crm.documents import batch_list, register
from mi_crm.documents.batch_list import BatchLine, BatchList
from mi_crm.documents.register import RegisterLine, YearRegister
from mi_crm.shared.money import Money
from tests.documents.papers import glyphs_of, page_texts, text_of


def a_batch(*amounts: str, count: int | None = None, total: str | None = None) -> BatchList:
    """Return an open batch of checks."""
    return BatchList(
        organization="The Mentalizing Initiative",
        number=118,
        day=date(2026, 11, 12),
        kind="Checks",
        state="Open",
        lines=tuple(
            BatchLine(
                2001 + place, "R&D <Family> Trust", f"Check {2217 + place}", "General", Money.parse(amount)
            )
            for place, amount in enumerate(amounts)
        ),
        expected_count=count,
        expected_total=None if total is None else Money.parse(total),
    )


def test_a_batch_list_adds_up() -> None:
    text = text_of(batch_list.render(a_batch("250.00", "75.50", count=2, total="325.50")))
    for words in (
        "Batch 118",
        "November 12, 2026 · Checks · Open",
        "2001 R&D <Family> Trust Check 2217 General 250.00",
        "Total 2 gifts $325.50",
        "Control total 2 gifts $325.50",
        "Difference none $0.00",
        "Page 1 of 1",
    ):
        assert words in text


def test_a_batch_list_says_what_is_missing() -> None:
    text = text_of(batch_list.render(a_batch("250.00", count=3, total="1,000.00")))
    assert "Difference 2 gifts missing -$750.00" in text
    text = text_of(batch_list.render(a_batch("250.00", "250.00", count=1, total="250.00")))
    assert "Difference 1 gift too many $250.00" in text


def test_a_batch_without_control_total_has_no_difference() -> None:
    text = text_of(batch_list.render(a_batch("250.00")))
    assert "Total 1 gift $250.00" in text
    assert "Difference" not in text


def test_an_empty_batch_is_a_list_all_the_same() -> None:
    assert "Total 0 gifts $0.00" in text_of(batch_list.render(a_batch()))


def test_amounts_stand_under_each_other() -> None:
    glyphs = glyphs_of(batch_list.render(a_batch("1,250.00", "75.50", "9.99")))
    points = [glyph.left for glyph in glyphs if glyph.letter == "." and glyph.left > 7][:3]
    assert len(points) == 3
    assert max(points) - min(points) < 0.01


def a_line(serial: int, state: str = "Issued", reason: str = "", paid: str = "100.00") -> RegisterLine:
    """Return a number of the register of 2026."""
    return RegisterLine(
        number=f"R-2026-{serial:04}",
        serial=serial,
        issued_on=date(2026, 11, 16),
        donor="Zoë Ñuñez",
        paper="Check",
        paid=Money.parse(paid),
        contribution_amount=Money.parse(paid),
        stands=state == "Issued",
        state=state,
        reason=reason,
    )


def a_register(*lines: RegisterLine) -> bytes:
    """Return the register of 2026 as a PDF."""
    return register.render(
        YearRegister("The Mentalizing Initiative", "00-0000000", 2026, date(2027, 1, 4), lines)
    )


def test_the_register_shows_every_number_and_counts_what_stands() -> None:
    text = text_of(
        a_register(
            a_line(1), a_line(2, "Void", "check returned"), a_line(3, "Replaced by R-2026-0004"), a_line(4)
        )
    )
    for words in (
        "Receipt register 2026",
        "EIN 00-0000000 · as of January 4, 2027",
        "R-2026-0001 11/16/2026 Zoë Ñuñez Check 100.00 100.00 Issued",
        "R-2026-0002 11/16/2026 Zoë Ñuñez Check 100.00 100.00 Void: check returned",
        "Replaced by R-2026-0004",
        "2 standing $200.00 $200.00",
        "Numbers R-2026-0001 to R-2026-0004: 4 in all, none missing.",
        "2 void or replaced: shown above, struck out, and in no total.",
    ):
        assert words in text


def test_a_gap_in_the_register_is_named() -> None:
    text = text_of(a_register(a_line(4), a_line(1)))
    assert "Numbers R-2026-0001 to R-2026-0004: 2 in all. Missing: 2, 3." in text


def test_a_year_may_begin_at_another_number() -> None:
    lines = (a_line(413), a_line(414))
    pdf = register.render(
        YearRegister(
            "The Mentalizing Initiative", "00-0000000", 2026, date(2027, 1, 4), lines, first_serial=413
        )
    )
    assert "none missing" in text_of(pdf)


def test_an_empty_register_says_so() -> None:
    assert "No number was taken in this year." in text_of(a_register())


@pytest.mark.parametrize("count", [1, 100, 500])
def test_each_page_is_numbered_and_no_line_is_lost(count: int) -> None:
    pages = page_texts(a_register(*(a_line(serial) for serial in range(1, count + 1))))
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Contribution State" in page
    text = " ".join(pages)
    for serial in range(1, count + 1):
        assert f"R-2026-{serial:04} 11/16/2026" in text
