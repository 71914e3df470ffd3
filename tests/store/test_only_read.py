"""A file that may only be read is opened for looking, and says so when somebody saves."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from mi_crm.migrations.upgrade import look_at, open_store
from mi_crm.shared.problems import Problem
from mi_crm.store import rights
from mi_crm.store.store import Store
from tests.builders import a_person
from tests.conftest import sign

_LOOK = """
import os, sys
from pathlib import Path
from mi_crm.migrations.upgrade import open_store
from mi_crm.shared.problems import Problem
from tests.builders import a_person
from tests.conftest import sign

os.setuid(65534)
with open_store(Path(sys.argv[1]), sign=sign) as store:
    print(store.read(lambda session: session.connection().exec_driver_sql(
        "SELECT name FROM constituent").scalar_one()))
    try:
        store.write(a_person, "Samuel Okafor")
    except Problem as problem:
        print(problem)
"""

as_another = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root becomes another user"
)


@as_another
@pytest.mark.parametrize(
    ("file", "folder", "why"),
    [
        (0o444, 0o777, "Not saved: the file mi-crm.db may only be read."),
        (0o666, 0o555, "Not saved: nothing may be written to the folder"),
        (0o444, 0o555, "Not saved: the file mi-crm.db may only be read."),
    ],
)
def test_rights_that_are_lacking_are_named(closed_file: Path, file: int, folder: int, why: str) -> None:
    with open_store(closed_file, sign=sign) as store:
        store.write(a_person, "Adaeze Nwosu")
    # The folders of a test are closed to others.
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "mi-crm.db"
        path.write_bytes(closed_file.read_bytes())
        path.chmod(file)
        path.parent.chmod(folder)
        done = subprocess.run(
            [sys.executable, "-c", _LOOK, str(path)],
            cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        name, told = done.stdout.splitlines()
        assert name == "Adaeze Nwosu"
        assert told.startswith(why)
        assert path.read_bytes() == closed_file.read_bytes()


def test_a_disk_almost_full_is_only_looked_at(closed_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rights, "ROOM", 1 << 60)
    before = closed_file.read_bytes()
    with open_store(closed_file, sign=sign) as store, pytest.raises(Problem, match="almost full"):
        store.write(a_person)
    assert closed_file.read_bytes() == before


def test_the_engine_itself_refuses_to_write_where_one_only_looks(closed_file: Path) -> None:
    with look_at(closed_file, sign=sign, why=Problem("it looks damaged.")) as store:
        assert isinstance(store, Store)
        store.only_read = None
        with pytest.raises(Problem, match="may only be read"):
            store.write(a_person)
        store.only_read = Problem("it looks damaged.")
