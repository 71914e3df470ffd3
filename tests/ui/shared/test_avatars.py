"""Initials: the first of the first name and of the last."""

import pytest

from mi_crm.ui.shared.avatars import initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Margaret Okafor", "MO"),
        ("Daniel & Ruth Feldman", "DF"),
        ("Marisol Vega, LCSW", "MV"),
        ("Cher", "C"),
        ("José Ñandú", "JÑ"),
        ("3M", ""),
        ("", ""),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
