"""The monthly trial: by itself, and told whether it passed."""

from datetime import timedelta
from pathlib import Path

import pytest

from mi_crm.backups.shelf import Memory, Shelf
from mi_crm.restoring.trial import is_due, try_restore
from mi_crm.shared.problems import Problem
from tests.conftest import NOW, sign
from tests.restoring.conftest import Office


def test_a_sound_backup_passes_and_leaves_nothing(office: Office) -> None:
    before = sorted(path.name for path in office.backup.parent.iterdir())
    memory = try_restore(office.file, sign=sign)
    assert (memory.tried_number, memory.tried_problem) == (1, "")
    assert sorted(path.name for path in office.backup.parent.iterdir()) == before
    assert not is_due(memory, NOW)


def test_a_damaged_backup_fails_and_says_so(office: Office) -> None:
    content = bytearray(office.backup.read_bytes())
    content[5_000] ^= 1
    office.backup.write_bytes(content)
    assert "is damaged" in try_restore(office.file, sign=sign).tried_problem


def test_what_a_killed_trial_left_is_swept(office: Office) -> None:
    left = office.backup.parent / "trial-abc"
    left.mkdir()
    (left / "mi-crm.db").write_bytes(b"names of donors")
    try_restore(office.file, sign=sign)
    assert not left.exists()


def test_without_a_backup_there_is_nothing_to_try(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="Back up first"):
        try_restore(tmp_path / "mi-crm.db", sign=sign)


@pytest.mark.parametrize(
    ("ago", "due"), [(timedelta(days=29), False), (timedelta(days=30), True), (timedelta(days=-3650), True)]
)
def test_a_trial_is_due_after_a_month_and_when_the_clock_went_back(ago: timedelta, *, due: bool) -> None:
    assert is_due(Memory(tried_at=(NOW - ago).isoformat()), NOW) is due
    assert is_due(Memory(), NOW)
    assert Shelf(Path("x.db")).memory() == Memory()
