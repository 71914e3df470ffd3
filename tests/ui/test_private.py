"""What people trust the charity with stays in the file: no log, report or leftover carries a name."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from mi_crm.store.lock import is_open_in_window
from mi_crm.ui.shared.preferences import Preferences

PROJECT = Path(__file__).parents[2]
MARK = "ZZPIIMARKER"

_WORK = """
import sys
from pathlib import Path
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication
from sqlalchemy import text
from mi_crm.commands.main import main
from mi_crm.migrations.upgrade import open_store
from mi_crm.receipts.actions.issue import issue_each
from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.crash import CrashCatcher, CrashWindow
from tests.builders import a_person
from tests.conftest import NOW, TODAY, sign
from tests.receipts.building import a_charity, a_donor, a_ready_gift

folder, mark = Path(sys.argv[1]), sys.argv[2]
app = QApplication([])
catcher = CrashCatcher("0", app)
catcher.install(folder / "data" / "mi-crm.log")
CrashWindow.exec = lambda window: 0
from mi_crm.migrations.upgrade import create_store
path = folder / "data" / "mi-crm.db"
with create_store(path, sign=sign) as store:
    store.write(a_charity)
    gift = store.write(lambda session: a_ready_gift(session, donor_id=a_donor(session, mark)))
    for fault in (
        lambda session: session.execute(text("INSERT INTO constituent (name) VALUES (:it)"), {"it": mark}),
        lambda session: {}[mark],
    ):
        try:
            store.write(fault)
        except Exception as error:
            catcher.catch(error)
    app.processEvents()
    qWarning('cannot open "' + mark + '.pdf"')
(folder / "in.csv").write_text(f"Date,Name\\n1/2/2026,{mark}\\n", encoding="utf-8")
for command in (
    ["receipts", "issue", "--date-is-right", "--out", str(folder / "out")],
    ["import", "gifts", str(folder / "in.csv")],
    ["check"],
):
    try:
        main(["--file", str(path), *command])
    except SystemExit:
        pass
(folder / "in.csv").unlink()
"""


def test_no_name_is_left_outside_of_the_file(tmp_path: Path) -> None:
    for name in ("data", "temp", "home"):
        (tmp_path / name).mkdir()
    done = subprocess.run(
        [sys.executable, "-c", _WORK, str(tmp_path), MARK],
        cwd=PROJECT, capture_output=True, text=True, check=False,
        env={**os.environ, "TMPDIR": str(tmp_path / "temp"), "HOME": str(tmp_path / "home")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "out").glob("*.pdf")), done.stderr
    log = (tmp_path / "data" / "mi-crm.log").read_text(encoding="utf-8")
    assert "IntegrityError" in log
    assert "KeyError" in log
    assert "Qt: cannot open" in log
    assert MARK not in done.stderr
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    mine = [path for path in files if "out" not in path.parts and not path.name.startswith("mi-crm.db")]
    assert [path for path in mine if path.suffix != ".crmbak" and MARK.encode() in path.read_bytes()] == []
    assert MARK.encode() in (tmp_path / "data" / "mi-crm.db").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends programs otherwise")
@pytest.mark.parametrize("ended_by", ["SIGTERM", "SIGHUP"])
def test_the_system_ends_the_program_and_the_file_is_closed(ended_by: str, tmp_path: Path) -> None:
    path = tmp_path / "mi-crm.db"
    start = "import sys; from mi_crm.app import main; sys.exit(main(sys.argv[1:]))"
    folders = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    program = subprocess.Popen(
        [sys.executable, "-c", start, "--file", str(path)], cwd=PROJECT, env=os.environ | folders
    )
    try:
        while not (is_open_in_window(path) and path.exists()):
            assert program.poll() is None
        program.send_signal(getattr(signal, ended_by))
        assert program.wait(30) == 0
    finally:
        program.kill()
        program.wait()
    assert not path.with_name("mi-crm.db-wal").exists()
    assert not is_open_in_window(path)


@pytest.mark.parametrize("spoiled", [b"\x00\xff" * 300, b"[General\ntheme=dark", b"theme"])
def test_settings_that_cannot_be_read_are_put_aside(tmp_path: Path, spoiled: bytes) -> None:
    file = tmp_path / "settings.ini"
    file.write_bytes(spoiled)
    preferences = Preferences(QSettings(str(file), QSettings.Format.IniFormat))
    assert preferences.theme == "system"
    assert preferences.text_size == 100
    if preferences.spoiled is not None:
        assert preferences.spoiled.read_bytes() == spoiled
    preferences.theme = "dark"
    again = Preferences(QSettings(str(file), QSettings.Format.IniFormat))
    assert again.theme == "dark"
