"""The treasurer's January on the sample: from what is to be mended to the mailing pack, by keys alone."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import pytest

from mi_crm.giving.queries.periods import periods
from mi_crm.receipts.queries.deliveries import summaries_waiting
from mi_crm.receipts.queries.register import years
from mi_crm.receipts.queries.verify import verify
from mi_crm.receipts.queries.year import sum_of, year_sums
from mi_crm.receipts.records import Series
from mi_crm.sample.make import make_sample
from tests.journeys import hands as the_hands
from tests.journeys.conftest import Start
from tests.journeys.hands import Hands, words_of

TODAY = date(2027, 1, 11)
NOW = datetime(2027, 1, 11, 17, 30, tzinfo=UTC)


@pytest.fixture
def january(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Hands]:
    """Start the program in January, on the sample of the year before."""
    monkeypatch.setattr(the_hands, "TODAY", TODAY)
    monkeypatch.setattr(the_hands, "NOW", NOW)

    def begin() -> Hands:
        make_sample(tmp_path / "mi-crm.db", today=date(2026, 12, 30), people=60, gifts=260, years=1).close()
        return start(tmp_path / "mi-crm.db")

    return begin


def test_a_year_from_mend_to_mailing_pack(january: Callable[[], Hands], tmp_path: Path) -> None:
    hands = january()
    hands.sees("Donors of 2026 without an annual summary", "The sums meet. Mend, then issue.")
    hands.goes_to("Year-end")
    hands.sees("Year-end summaries", "Tax year 2026. Summary numbers are taken only at step 4, Issue.")
    hands.comes_to_rest()

    # Mend: the first list, and back.
    hands.sees("Gifts still without a receipt", "The register runs without a gap")
    sums = hands.store.read(year_sums, 2026)
    assert sums.meet
    hands.press("Ctrl+Return")

    # Three sums: each figure opens its list.
    hands.sees("They meet: difference $0.00")
    hands.at(f"All money: {sums.ledger.total.dollars()}. {sums.ledger.count} posted payments")
    without = sum(one.count for one in sums.not_receipted)
    total = sum_of(sums.not_receipted).dollars()
    hands.tab_to(f"Not receipted: {total}. {without} payments, each with a reason")
    hands.press("Return")
    hands.sees("Payments of 2026, by date of gift.")
    hands.press("Alt+Left")
    hands.sees("They meet: difference $0.00")
    hands.press("Ctrl+Return")

    # Close the year.
    hands.sees("Closing means one thing: nothing more is posted on a day of 2026.")
    hands.at("Close 2026")
    hands.press("Return")
    hands.sees("2026 was closed on January 11, 2027")
    assert [one.name for one in hands.store.read(periods)] == ["2026"]
    hands.press("Ctrl+Return")

    # Issue: look at one, choose where, and make them.
    hands.sees("The three sums meet: difference $0.00.")
    hands.comes_to_rest()
    hands.at("Summaries to make")
    hands.press("Down")
    hands.sees_paper("Your giving in 2026", "taken at issue")
    hands.tab_to("Choose")
    papers = tmp_path / "papers"
    hands.questions.answers.append(papers)
    hands.press("Return")
    # The sample ends twelve days ago; the date is right all the same.
    hands.press("Ctrl+Return")
    hands.sees("summaries stand", "Print", "Labels")
    hands.comes_to_rest()
    (made,) = (one for one in hands.store.read(years) if one.series is Series.SUMMARY)
    count = int(made.last[-4:])
    assert (made.first, made.gaps) == ("S-2026-0001", 0)
    assert len(list(papers.glob("S-2026-*.pdf"))) == count
    assert len(pypdfium2.PdfDocument(papers / "Annual summaries 2026.pdf")) >= count
    assert "Replaces any earlier summary for 2026." in words_of(papers / "S-2026-0001.pdf")
    assert hands.store.read(verify).ok

    # The mailing pack.
    pack = tmp_path / "pack"
    hands.questions.answers.append(pack)
    hands.press("Ctrl+E")
    hands.sees("saved in pack")
    letters, emails = hands.store.read(summaries_waiting, 2026)
    assert letters + emails <= count
    with pypdfium2.PdfDocument(pack / "Letters 2026.pdf") as paper:
        assert len(paper) >= letters
    assert (pack / "Labels 2026.pdf").exists()
    assert (pack / "Not made 2026.xlsx").exists()
    hands.press("Ctrl+Return")
    hands.sees("Needs doing today")
