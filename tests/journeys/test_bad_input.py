"""Whatever is typed or given: one sentence, nothing lost, nothing half done."""

from pathlib import Path

import pytest

from mi_crm.giving.queries.filters import GiftFilters
from mi_crm.giving.queries.register import gifts_count
from mi_crm.people.queries import count_people
from tests.conftest import TODAY
from tests.journeys.conftest import Start
from tests.journeys.office import an_office

AMOUNTS = ("12,50", "1e5", "-5", "1.234,56")
DATES = ("2/31", "11/12/1825", "11/12/2099")


def test_a_file_that_is_not_ours_leads_to_another_one(start: Start, tmp_path: Path) -> None:
    letter = tmp_path / "letter.db"
    letter.write_text("Dear Margaret", encoding="utf-8")
    hands = start(letter)
    hands.sees("letter.db is not a file of MI CRM.")
    assert letter.read_text(encoding="utf-8") == "Dear Margaret"
    an_office(tmp_path / "mi-crm.db")
    hands.tab_to("Choose another file")
    hands.questions.answers.append(tmp_path / "mi-crm.db")
    hands.press("Return")
    hands.at("Record gift")
    hands.sees("The Mentalizing Initiative")


def test_amounts_and_dates_that_cannot_be_are_said_and_stay_as_typed(start: Start, tmp_path: Path) -> None:
    an_office(tmp_path / "mi-crm.db")
    hands = start(tmp_path / "mi-crm.db")
    hands.at("Record gift")
    hands.press("F2")
    hands.at("Donor")
    hands.type("okaf")
    hands.press("Return")
    for name, texts in (("Amount", AMOUNTS), ("Date of gift", DATES)):
        for text in texts:
            hands.at(name)
            hands.press("Ctrl+A")
            hands.type(text)
            hands.press("Ctrl+Return")
            hands.at(name)
            hands.sees(text)
            assert hands.described()
        hands.press("Ctrl+A")
        hands.type("250" if name == "Amount" else "11/12")
        hands.tab_to("Date of gift")
    assert hands.store.read(gifts_count, GiftFilters(), today=TODAY) == 0
    hands.press("Ctrl+Return")
    hands.sees("1 gift", "$250.00")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("x" * 10_000, ""),
        ("<b>R&D</b>", "<b>R&D</b>"),
        ('=HYPERLINK("http://prize.example")', '=HYPERLINK("http://prize.example")'),
        ("gpj\u202eexe", ""),
    ],
    ids=["long", "markup", "formula", "override"],
)
def test_a_strange_name_is_kept_as_a_name_or_refused(
    start: Start, tmp_path: Path, typed: str, shown: str
) -> None:
    an_office(tmp_path / "mi-crm.db")
    hands = start(tmp_path / "mi-crm.db")
    hands.at("Record gift")
    hands.press("F2")
    hands.at("Donor")
    hands.press("Alt+N")
    hands.at("First name")
    hands.press("Return")
    hands.at("Last name")
    hands.paste(typed)
    hands.press("Ctrl+Return")
    hands.comes_to_rest()
    people = hands.store.read(count_people)
    if shown:
        hands.at("Amount")
        hands.sees(shown)
        assert people.persons == 3
    else:
        hands.at("Last name")
        assert hands.described()
        assert people.persons == 2
