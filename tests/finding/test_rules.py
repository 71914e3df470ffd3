"""What is marked is what was typed, wherever it stands in a line."""

import pytest

from mi_crm.finding.rules import marked, plain


@pytest.mark.parametrize(
    ("text", "typed", "parts"),
    [
        ("Margaret Okafor", "oka", ["Oka"]),
        ("Margaret Okafor", "marg oka", ["Marg", "Oka"]),
        ("Zoë Ñuñez", "nun", ["Ñuñ"]),
        ("Conor O'Brien", "obr", ["O'Brien"]),
        ("phone (626) 555-0118", "0118", ["0118"]),
        ("phone (626) 555-0118", "5550118", ["555-0118"]),
        ("amount $1,250.00, Nov 13", "1,250", ["1,250"]),
        ("amount $1,250.00, Nov 13", "$1250", ["1,250"]),
        ("check no. 2217", "2217", ["2217"]),
        ("D-00547", "547", ["547"]),
        ("m.okafor@example.com", "okafor", ["okafor"]),
        ("close to “okafr”", "smith", []),
        ("Margaret Okafor", "", []),
        ("Margaret Okafor", "(((", []),
        ("b" * 200, "[a-z]+", []),
    ],
)
def test_what_matches_is_marked(text: str, typed: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in marked(text, typed)] == parts


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("  oka   for ", "oka for"),
        ("a\0b", "a b"),
        ("\ud800ok", "ok"),
        ("x" * 10_000, "x" * 200),
        ("", ""),
    ],
)
def test_what_is_typed_becomes_one_line_any_store_can_be_asked_for(typed: str, asked: str) -> None:
    assert plain(typed) == asked
