"""The front door: what the command line asks for, and what it loads."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from mi_crm.app import _command, _last
from mi_crm.store.location import default_file
from mi_crm.ui import pictures


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ([], ""),
        (["--sample"], ""),
        (["--file", "office.db"], ""),
        (["--file", "office.db", "receipts"], "receipts"),
        (["pictures", "folder"], "pictures"),
    ],
)
def test_the_first_word_is_the_command(arguments: list[str], word: str) -> None:
    assert _command(arguments) == word


def test_the_file_of_last_time_is_opened_while_it_is_there(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    assert _last(str(path)) == default_file()
    path.touch()
    assert _last(str(path)) == path
    assert _last("") == default_file()


@pytest.mark.parametrize(
    ("code", "not_loaded"),
    [
        ("import mi_crm.app", {"PySide6", "sqlalchemy", "reportlab"}),
        ("import mi_crm.ui.window", {"sqlalchemy", "reportlab", "pypdfium2"}),
        ("import mi_crm.ui.opening", {"sqlalchemy", "sqlcipher3", "reportlab", "icalendar"}),
    ],
)
def test_nothing_slow_is_loaded_before_it_is_needed(code: str, not_loaded: set[str]) -> None:
    found = subprocess.run(
        [sys.executable, "-c", f"import sys; {code}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not_loaded.isdisjoint(found.stdout.split())


def test_pictures_can_be_looked_at(tmp_path: Path) -> None:
    assert (
        pictures.main([str(tmp_path), "--page", "components", "--theme", "dark", "--size", "1440x1100"]) == 0
    )
    picture = QImage(str(tmp_path / "components.png"))
    assert (picture.width(), picture.height()) == (1440, 1100)
    assert picture.pixelColor(5, 5).lightness() < 60
