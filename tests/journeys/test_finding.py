"""Find somebody who calls, and record what they give."""

from pathlib import Path

from tests.journeys.conftest import Start
from tests.journeys.office import an_office


def test_somebody_is_found_while_typing_and_gives_again(start: Start, tmp_path: Path) -> None:
    an_office(tmp_path / "mi-crm.db")
    hands = start(tmp_path / "mi-crm.db")
    hands.at("Record gift")
    hands.press("Ctrl+2")
    for letters in ("g", "reen", "e"):
        hands.at("Search people")
        hands.type(letters)
        hands.comes_to_rest()
    # Letters that were keys of the list (G, N, E) stayed letters.
    hands.sees("New person “greene”")
    hands.press("Ctrl+A")
    hands.type("brnadt")
    hands.comes_to_rest()
    hands.sees("Walter Brandt", "9 Alder Court")
    hands.press("Down")
    hands.at("People")
    hands.press("G")
    hands.at("Amount")
    hands.sees("D-00002")
    hands.type("75")
    hands.press("Return")
    hands.at("Check no.")
    hands.press("Return")
    hands.press("Alt+Left")
    hands.sees("$75.00")


def test_a_note_half_typed_waits_for_its_person(start: Start, tmp_path: Path) -> None:
    an_office(tmp_path / "mi-crm.db")
    hands = start(tmp_path / "mi-crm.db")
    hands.at("Record gift")
    hands.press("Ctrl+2")
    hands.at("Search people")
    hands.sees("9 Alder Court")
    hands.press("Down")
    hands.at("People")
    hands.sees("2208 Larkspur Court")
    hands.press("N")
    hands.at("Note")
    hands.type("Called about the")
    hands.press("Shift+F6")
    hands.at("Search people")
    hands.press("Down")
    hands.at("People")
    hands.press("Up")
    hands.sees("9 Alder Court")
    hands.press("Down")
    hands.sees("2208 Larkspur Court")
    hands.press("N")
    hands.at("Note")
    hands.type(" dinner")
    hands.press("Ctrl+Return")
    hands.sees("Called about the dinner")
