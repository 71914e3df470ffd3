"""A file in trouble: what is wrong is said, nothing is thrown away, and there is a way to go on."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mi_crm.history.older import seen_now
from mi_crm.migrations import upgrade
from mi_crm.migrations.upgrade import open_store
from mi_crm.store import doubt, rights
from mi_crm.store.audit import AuditEvent
from mi_crm.store.memory import Memory
from mi_crm.store.seal import seal_of
from mi_crm.store.sqlite import Unreadable, damaged, has_log
from mi_crm.store.store import Sign, Store
from mi_crm.ui.opening import Opening
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.preferences import Preferences
from mi_crm.ui.shared.tasks import Tasks
from mi_crm.ui.trouble import Trouble
from mi_crm.ui.window import Window
from tests.builders import a_person
from tests.conftest import NOW, TODAY, sign
from tests.damage import damage, spoil_header
from tests.receipts.building import a_charity
from tests.ui.conftest import Answers, questions


@pytest.fixture
def path(store: Store) -> Path:
    store.write(a_charity)
    store.write(a_person, "Adaeze Nwosu")
    return store.path


@pytest.fixture
def office(path: Path, closed_file: Path) -> Path:
    """Return the closed file of a charity with one person in it."""
    assert path == closed_file
    return closed_file


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubt, "PAUSE", 0)


@pytest.fixture
def window(preferences: Preferences, qtbot: QtBot) -> Iterator[Window]:
    desk = Desk(None, Tasks(), preferences, today=lambda: TODAY, now=lambda: NOW, questions=Answers())
    window = Window(desk, version="0")
    window.show()
    yield window
    qtbot.waitUntil(desk.tasks.idle, timeout=20_000)
    desk.tasks.close()
    window.close()
    window.deleteLater()


@pytest.fixture
def start(window: Window, tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[[Path], Opening]]:
    openings: list[Opening] = []

    def begin_with(path: Path) -> Opening:
        openings.append(Opening(window.desk, window, path, memory=Memory(tmp_path / "memory.json")))
        openings[-1].begin()
        return openings[-1]

    yield begin_with
    qtbot.waitUntil(window.desk.tasks.idle, timeout=20_000)
    for opening in openings:
        opening.close()


Start = Callable[[Path], Opening]


def page(window: Window, qtbot: QtBot) -> Trouble:
    qtbot.waitUntil(lambda: bool(window.findChildren(Trouble)), timeout=20_000)
    return window.findChildren(Trouble)[-1]


def words(trouble: Trouble) -> str:
    return "\n".join(part.text() for part in trouble.findChildren(QLabel))


def press(trouble: Trouble, name: str) -> None:
    next(part for part in trouble.findChildren(QAbstractButton) if part.text() == name).click()


def is_in(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.current() is not None, timeout=20_000)


def close(window: Window, opening: Opening, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.desk.tasks.idle, timeout=20_000)
    window.forget_screens()
    opening.close()


# -- only for looking ----------------------------------------------------------------------------


def test_a_disk_almost_full_leaves_everything_to_be_looked_at_and_no_save_loses_words(
    office: Path, window: Window, start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rights, "ROOM", 1 << 60)
    start(office)
    is_in(window, qtbot)
    assert window.standing.isVisible()
    assert window.standing.text.startswith("Only for looking: the disk is almost full")
    for name in window.places():
        window.open(Place(name))
        qtbot.waitUntil(window.desk.tasks.idle, timeout=20_000)
        assert not window.notice.isVisible(), (name, window.notice.text)
    failures: list[BaseException] = []
    window.desk.do(a_person, "Samuel Okafor").otherwise(failures.append)
    qtbot.waitUntil(lambda: bool(failures), timeout=20_000)
    assert str(failures[0]).startswith("Not saved: the disk is almost full")


# -- damage --------------------------------------------------------------------------------------


def test_a_damaged_file_is_not_touched_and_can_still_be_looked_at(
    office: Path, window: Window, start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    window.desk.preferences.last_file = str(office)
    spoil_header(office)
    before = office.read_bytes()
    start(office)
    trouble = page(window, qtbot)
    assert "Your file may be damaged" in words(trouble)
    assert "A backup is the way back" in words(trouble)
    (aside,) = tmp_path.glob("mi-crm-set-aside-*/as-found.db")
    assert aside.read_bytes() == before == office.read_bytes()
    questions(window.desk).answers.append(tmp_path / "report.txt")
    press(trouble, "Save a report")
    qtbot.waitUntil(lambda: (tmp_path / "report.txt").exists() and window.desk.tasks.idle(), timeout=20_000)
    report = (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert "A copy is sound: False" in report
    assert "Adaeze" not in report


def test_a_log_of_a_newer_generation_is_left_out_on_a_copy(
    office: Path, window: Window, start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    older = office.read_bytes()
    with open_store(office, sign=sign) as grown:
        grown.write(lambda session: [a_person(session, f"Person {number}") for number in range(300)])
    with open_store(office, sign=sign) as crashed:
        # The last save touches few pages, of a file that has grown since: only these are in the log.
        crashed.write(a_person, "Samuel Okafor")
        subprocess.run(["cp", f"{office}-wal", tmp_path / "wal"], check=True)
    office.write_bytes(older)
    shutil.copyfile(tmp_path / "wal", f"{office}-wal")
    start(office)
    trouble = page(window, qtbot)
    assert "Without its log of the last saves" in words(trouble)
    assert "1 people and 0 gifts" in words(trouble)
    assert office.read_bytes() == older
    press(trouble, "Go on with the sound copy")
    is_in(window, qtbot)
    assert not window.standing.isVisible()


def test_an_empty_file_is_called_empty_and_stays_so(
    tmp_path: Path, window: Window, start: Start, qtbot: QtBot
) -> None:
    path = tmp_path / "mi-crm.db"
    path.touch()
    start(path)
    page(window, qtbot)
    assert path.stat().st_size == 0


def test_a_sound_copy_is_gone_on_with_beside_the_file(
    office: Path, window: Window, start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = upgrade._open
    fails = [3]

    def passing(path: Path, sign: Sign) -> Store:
        if fails[0] and path == office:
            fails[0] -= 1
            raise damaged()
        return real(path, sign)

    monkeypatch.setattr(upgrade, "_open", passing)
    before = office.read_bytes()
    start(office)
    trouble = page(window, qtbot)
    assert "The copy is sound: 1 people and 0 gifts." in words(trouble)
    press(trouble, "Go on with the sound copy")
    is_in(window, qtbot)
    (copy,) = tmp_path.glob("mi-crm-2*.db")
    assert window.desk.preferences.last_file == str(copy)
    assert office.read_bytes() == before


def test_a_passing_fault_of_the_disk_is_ridden_out(
    office: Path, window: Window, start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, fails = upgrade._open, [2]

    def passing(path: Path, sign: Sign) -> Store:
        if fails[0]:
            fails[0] -= 1
            raise Unreadable("The disk could not be read.")
        return real(path, sign)

    monkeypatch.setattr(upgrade, "_open", passing)
    start(office)
    is_in(window, qtbot)
    assert fails == [0]
    assert not window.findChildren(Trouble)


# -- an older file -------------------------------------------------------------------------------


def test_a_whole_older_file_put_back_is_noticed_until_somebody_accepts_it(
    office: Path, window: Window, start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    shutil.copyfile(office, tmp_path / "older.db")
    opening = start(office)
    is_in(window, qtbot)
    window.desk.do(a_person, "Samuel Okafor")
    close(window, opening, qtbot)
    shutil.copyfile(tmp_path / "older.db", office)
    for _ in range(2):
        # Asked again as long as nobody accepts it.
        opening = start(office)
        trouble = page(window, qtbot)
        assert "This file is older than the one used before" in words(trouble)
        assert "November 16, 2026" in words(trouble)
        close(window, opening, qtbot)
        qtbot.waitUntil(lambda: not window.findChildren(Trouble), timeout=20_000)
    opening = start(office)
    press(page(window, qtbot), "Go on with this older file")
    is_in(window, qtbot)
    qtbot.waitUntil(window.desk.tasks.idle, timeout=20_000)
    assert isinstance(window.desk.store, Store)
    what = select(AuditEvent.what).order_by(AuditEvent.sequence.desc()).limit(1)
    assert window.desk.store.read(lambda session: session.scalars(what).one()) == "file.older_accepted"
    close(window, opening, qtbot)
    start(office)
    is_in(window, qtbot)


@pytest.mark.skipif(sys.platform == "win32", reason="cp is of Unix")
def test_the_log_taken_away_after_a_crash_is_noticed(
    office: Path, window: Window, start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    opening = start(office)
    is_in(window, qtbot)
    window.desk.do(a_person, "Samuel Okafor")
    qtbot.waitUntil(window.desk.tasks.idle, timeout=20_000)
    # By another program: the file alone, as it is with its log gone.
    subprocess.run(["cp", office, tmp_path / "alone.db"], check=True)
    close(window, opening, qtbot)
    shutil.copyfile(tmp_path / "alone.db", office)
    start(office)
    assert "This file is older than the one used before" in words(page(window, qtbot))


def test_a_file_changed_outside_is_worked_on_only_when_somebody_says_so(
    office: Path, window: Window, start: Start, qtbot: QtBot
) -> None:
    damage(office)
    opening = start(office)
    trouble = page(window, qtbot)
    assert "This file is not as it was left" in words(trouble)
    press(trouble, "Go on with it as it is")
    qtbot.waitUntil(window.standing.isVisible, timeout=20_000)
    assert window.standing.text.startswith("The check of your file found something wrong")
    close(window, opening, qtbot)


# -- an unclean end ------------------------------------------------------------------------------


def test_a_check_that_finds_something_is_told(
    office: Path, window: Window, start: Start, qtbot: QtBot
) -> None:
    damage(office)
    seal_of(office).unlink()
    opening = start(office)
    qtbot.waitUntil(window.standing.isVisible, timeout=20_000)
    assert window.standing.text.startswith("The check of your file found something wrong")
    close(window, opening, qtbot)


def test_after_an_unclean_end_the_file_is_checked_without_a_word(
    office: Path, window: Window, start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    crash = "import os, sys; from pathlib import Path; from mi_crm.migrations.upgrade import open_store"
    crash += "; from tests.builders import a_person; from tests.conftest import sign"
    crash += "; open_store(Path(sys.argv[1]), sign=sign).write(a_person, 'Samuel Okafor'); os._exit(9)"
    project = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", crash, office], cwd=project, check=False).returncode == 9
    assert has_log(office)
    # Checked a moment ago: only the unclean end asks for it now.
    memory = Memory(tmp_path / "memory.json")
    with open_store(Path(shutil.copy(office, tmp_path / "copy.db")), sign=sign) as copy:
        memory.remember(*copy.read(seen_now, NOW - timedelta(days=1), checked=True))
    start(office)
    is_in(window, qtbot)
    qtbot.waitUntil(lambda: [seen.checked_at for seen in memory._all().values()] == [NOW], timeout=20_000)
    assert not window.standing.isVisible()


def test_a_sound_file_is_checked_once_a_week_without_a_word(
    office: Path, window: Window, start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    opening = start(office)
    is_in(window, qtbot)
    memory = Memory(tmp_path / "memory.json")
    qtbot.waitUntil(lambda: [seen.checked_at for seen in memory._all().values()] == [NOW], timeout=20_000)
    assert not window.standing.isVisible()
    close(window, opening, qtbot)
    window.desk.now = lambda: NOW + timedelta(days=6)
    opening = start(office)
    is_in(window, qtbot)
    close(window, opening, qtbot)
    assert [seen.checked_at for seen in memory._all().values()] == [NOW]
    window.desk.now = lambda: NOW + timedelta(days=8)
    start(office)
    is_in(window, qtbot)
    qtbot.waitUntil(lambda: [seen.checked_at for seen in memory._all().values()] != [NOW], timeout=20_000)
