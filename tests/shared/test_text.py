"""Names are kept as people write them, without what nobody can see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mi_crm.shared.problems import Problem
from mi_crm.shared.text import clean_line, clean_note, file_name, fold

NAMES = (
    *("Zoë Ñuñez", "Łukasz", "李小龍", "יעל כהן", "عمر", "Θάνος", "Ольга", "O’Neil", "Nguyễn Thị Ánh"),
    *("<b>R&D</b>", "=HYPERLINK(1)"),
)


@pytest.mark.parametrize("name", NAMES)
def test_names_of_every_script_are_kept_as_they_are(name: str) -> None:
    assert clean_line(name, what="The name") == name


def test_spaces_are_made_single_and_letters_composed() -> None:
    assert clean_line("  Zoe\u0308 \t Nun\u0303ez\n", what="The name") == "Zoë Nuñez"


@pytest.mark.parametrize(
    "hidden", ["gpj\u202eexe", "a\u2066b", "a\x00b", "a\u200bb", "a\x85b\x07", "\ud800", "\ue000"]
)
def test_hidden_marks_are_refused_by_the_name_of_the_field(hidden: str) -> None:
    with pytest.raises(Problem, match=r"^The name holds a hidden character"):
        clean_line(hidden, what="The name")


def test_a_name_of_ten_thousand_letters_is_refused() -> None:
    with pytest.raises(Problem, match="too long: 200 characters at most"):
        clean_line("x" * 10_000, what="The name")


def test_braces_in_a_value_are_no_template() -> None:
    assert str(Problem("No {name}.", name="{0.__class__}")) == "No {0.__class__}."


def test_notes_keep_their_lines() -> None:
    assert clean_note("one\r\ntwo\rthree ", what="The note") == "one\ntwo\nthree"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Zoë  ÑUÑEZ", "zoe nunez"),
        ("Łukasz", "lukasz"),
        ("O’Neil-Smith", "oneil smith"),
        ("Marlow & Finch LLP", "marlow finch llp"),
        ("李小龍", "李小龍"),
        ("m.okafor@example.com", "mokafor examplecom"),
    ],
)
def test_names_are_compared_without_accents_case_and_points(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize("typed", ["../../x", "C:\\x", "a\0b", "NUL", "con", "x" * 300, "李小龍", "", "..."])
def test_file_names_stay_inside_their_folder(typed: str) -> None:
    name = file_name(typed)
    assert not set(name) & set('/\\:*?"<>|.\0')
    assert len(name) <= 61
    assert name.casefold() not in {"nul", "con"}


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
