"""A file is there whole or not at all, and a name that a scanner holds for a moment is waited for."""

from pathlib import Path
from typing import Any

import pytest

from mi_crm.shared import files
from mi_crm.shared.files import whole_file


def _held(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    replace, tries = Path.replace, iter(range(times))

    def held(self: Path, target: Any) -> Path:
        if next(tries, None) is not None:
            raise PermissionError(13, "held by a scanner")
        return replace(self, target)

    monkeypatch.setattr(files, "_PATIENCE", (0, 0, 0))
    monkeypatch.setattr(Path, "replace", held)


def _write(path: Path, text: str) -> None:
    with whole_file(path) as part:
        part.write_text(text)


def test_a_name_that_is_held_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("old")
    _held(monkeypatch, 3)
    _write(path, "new")
    assert path.read_text() == "new"


def test_a_name_that_is_held_for_good_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("old")
    _held(monkeypatch, 100)
    with pytest.raises(PermissionError):
        _write(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        with whole_file(path) as part:
            part.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail(tmp_path / "list.csv")
    assert list(tmp_path.iterdir()) == []
