"""Papers for and about those who help and those who were trained."""

from datetime import date

import pytest

from mi_crm.documents import certificate, hours_report, receipt
from mi_crm.documents.certificate import Certificate, Issuer
from mi_crm.documents.hours_report import HoursCell, HoursReport
from mi_crm.documents.rosters import (
    CreditRoster,
    Roster,
    RosterLine,
    Trained,
    render_credit,
    render_roster,
)
from mi_crm.receipts.sheet import Sentence
from mi_crm.shared.money import Money
from tests.documents.papers import (
    LOGO,
    ORG,
    ORG_NAME,
    PICTURES,
    SIGNATURE,
    a_sheet,
    glyphs_of,
    page_texts,
    text_of,
)

ISSUER = Issuer(ORG_NAME, ("EIN 00-0000000",), "Peter Lindqvist", "Director of Training", LOGO, SIGNATURE)
HUGE = "Wilhelmina Featherstonehaugh-Montgomery-Cholmondeley Wolfeschlegelsteinhausenbergerdorff III"
VOL3 = (
    "We state no amount for your time or expenses. Time itself is not deductible; "
    "please keep your own proof of what you paid."
)


def a_certificate(name: str) -> Certificate:
    return Certificate(
        "Certificate of Completion",
        name,
        "LCSW, CA 28417",
        "has completed",
        "MBT Basic Training",
        ("November 21 and 22, 2026", "12 hours of continuing education"),
        "C-2026-0012",
        "November 23, 2026",
    )


def test_a_certificate_says_who_completed_what() -> None:
    text = text_of(certificate.render([a_certificate("Lillian Park")], ISSUER))
    for words in (
        "Certificate of Completion This certifies that Lillian Park LCSW, CA 28417 has completed",
        "MBT Basic Training November 21 and 22, 2026 12 hours of continuing education",
        "Certificate no.",
        "C-2026-0012",
        "November 23, 2026",
        "Peter Lindqvist Director of Training",
        "EIN 00-0000000",
    ):
        assert words in text


@pytest.mark.parametrize("name", [HUGE, "李小龍", "<b>R&D</b>"])
def test_a_certificate_holds_any_name_inside_its_frame(name: str) -> None:
    pdf = certificate.render([a_certificate(name)], ISSUER)
    glyphs = glyphs_of(pdf)
    assert min(glyph.left for glyph in glyphs) > 0.5
    assert max(glyph.right for glyph in glyphs) < 10.5
    assert set(name) - {" "} <= {glyph.letter for glyph in glyphs}


def test_certificates_of_a_training_are_one_file() -> None:
    pages = page_texts(certificate.render([a_certificate(f"Person {place}") for place in range(30)], ISSUER))
    assert len(pages) == 30
    assert all(f"Person {place}" in page for place, page in enumerate(pages))


def test_no_certificates_are_no_paper() -> None:
    with pytest.raises(ValueError, match="no certificates"):
        certificate.render([], ISSUER)


def test_a_roster_shows_places_that_are_open() -> None:
    line = RosterLine(
        "8:30 – 10:30", "Training", "Registration desk", "Hall", "Thuy Nguyen", "(626) 555-0119", "Asked"
    )
    free = RosterLine("8:30 – 10:30", "Training", "Registration desk", "Hall", "", "", "")
    text = text_of(render_roster(Roster(ORG_NAME, "MBT Basic", "November 21", (line, free, free))))
    assert "8:30 – 10:30 Training Registration desk Hall Thuy Nguyen (626) 555-0119 Asked" in text
    assert "8:30 – 10:30 Training Registration desk Hall Open" in text
    assert "1 helper; 2 places are open." in text


def test_a_credit_roster_names_licenses_and_who_has_none() -> None:
    trained = (
        Trained("Lillian Park", "LCSW", "28417", "CA", "2 of 2", 720, "C-2026-0012", date(2026, 11, 23)),
        Trained("Zoë Ñuñez", "LMFT", "", "CA", "2 of 2", 720, "", None),
        Trained("Ng", "", "", "", "0 of 2", 0, "", None),
    )
    roster = CreditRoster(ORG_NAME, "MBT Basic", "November 21, 2026", date(2026, 11, 23), trained)
    text = text_of(render_credit(roster))
    assert "1 Lillian Park LCSW 28417 CA 2 of 2 C-2026-0012, 11/23/2026 12.00" in text
    assert "3 practitioners 1 certified 24.00" in text
    assert "License number missing for: Zoë Ñuñez." in text


def a_letter(count: int) -> bytes:
    sheet = a_sheet(
        number="",
        title="Letter of hours",
        facts=(("Nov 7, 2026 · Mailing table", "3.5"),) * count,
        sums=(("Hours in all", "10.5"),),
        sentences=(Sentence("ORG", ORG), Sentence("VOL3", VOL3)),
    )
    return receipt.render(sheet, PICTURES)


def test_a_long_letter_of_hours_begins_on_its_first_page() -> None:
    pages = page_texts(a_letter(70))
    assert "Nov 7, 2026" in pages[0]
    assert " ".join(pages).count("Nov 7, 2026 · Mailing table 3.5") == 70
    assert "Hours in all" in pages[-1]


def test_volunteer_tables_say_their_source_and_what_is_not_in_them() -> None:
    cell = HoursCell("Registration desk", "Veterans", "Hall", "Veterans", 3, 450, Money.parse("271.05"))
    unknown = HoursCell("Mailing", "", "", "", 1, 60, None)
    report = HoursReport(
        ORG_NAME, date(2026, 1, 1), date(2026, 12, 31), (cell, unknown), 3, 510, None,
        "An hour is worth $36.14 (Independent Sector, 2025).", 90,
    )  # fmt: skip
    text = text_of(hours_report.render(report))
    assert "January 1, 2026 to December 31, 2026" in text
    assert "Veterans Registration desk Hall Veterans 3 7.50 271.05" in text
    assert "Mailing 1 1.00 –" in text
    assert "All 3 8.50 –" in text
    assert "Independent Sector, 2025" in text
    assert "1.50 hours are entered and wait for approval" in text
