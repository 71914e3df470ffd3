"""A bad day: the file is lost or spoiled, and a backup brings it back, by keys alone."""

from pathlib import Path

from mi_crm.backups.back_up import back_up
from mi_crm.backups.shelf import Shelf
from mi_crm.people.search import find
from mi_crm.receipts.queries.verify import verify
from tests.builders import a_person
from tests.conftest import NOW
from tests.journeys.conftest import Start
from tests.journeys.office import an_office


def test_from_the_menu_three_keys_restore_the_newest_backup(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "mi-crm.db"
    an_office(path)
    back_up(path, why="asked", now=NOW)
    hands = start(path)
    hands.sees("Needs doing today", "Proven")
    hands.store.write(a_person, "Typed By Mistake")
    hands.comes_to_rest()
    hands.desk.safety.restore_asked.emit()
    hands.at("Backups")
    hands.sees("What will be different", "People: 3 now, 2 then")

    hands.questions.answers.append(True)
    hands.press("Ctrl+Return")
    hands.sees("Restored: 0 gifts, $0.00. The file before is kept.")
    assert not hands.store.read(find, "Mistake", standing=None).ids
    assert hands.store.read(verify).ok
    # The one before is in a backup of its own.
    newest = Shelf(path).backups()[0]
    assert newest.manifest is not None
    assert newest.manifest.figures.people == 3
    hands.comes_to_rest()


def test_a_spoiled_file_is_restored_from_the_page_that_says_so(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "mi-crm.db"
    an_office(path)
    back_up(path, why="asked", now=NOW)
    path.write_bytes(b"\0" * 8_192)
    hands = start(path)
    hands.sees("Your file could not be opened")
    hands.at("Restore a backup")
    hands.press("Return")
    hands.at("Backups")
    hands.sees("cannot be read. It is kept")
    hands.questions.answers.append(True)
    hands.press("Ctrl+Return")
    hands.sees("Needs doing today")
    assert len(hands.store.read(find, "Okafor", standing=None).ids) == 1
    assert list(tmp_path.glob("mi-crm-before-restore-*.db"))
    hands.comes_to_rest()


def test_on_a_new_computer_a_lone_stick_brings_everything(start: Start, tmp_path: Path) -> None:
    an_office(tmp_path / "old.db")
    lone = back_up(tmp_path / "old.db", why="asked", now=NOW, to=tmp_path / "OFFICE-USB").path
    (tmp_path / "new").mkdir()
    hands = start(tmp_path / "new" / "mi-crm.db")
    hands.at("Set up")
    hands.tab_to("Restore")
    hands.press("Return")
    hands.sees("No backup was found here")
    hands.at("Choose a file…")
    hands.questions.answers.append(lone)
    hands.press("Return")
    hands.sees("The Mentalizing Initiative, November 16, 2026")
    hands.questions.answers.append(True)
    hands.press("Ctrl+Return")
    hands.sees("Needs doing today")
    assert len(hands.store.read(find, "Brandt", standing=None).ids) == 1
    hands.comes_to_rest()


def test_a_damaged_newest_backup_falls_to_the_next_and_says_why(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "mi-crm.db"
    an_office(path)
    back_up(path, why="asked", now=NOW)
    newest = back_up(path, why="asked", now=NOW).path
    content = bytearray(newest.read_bytes())
    content[-30] ^= 1  # of the hash
    newest.write_bytes(content)
    hands = start(path)
    hands.sees("Needs doing today", "Proven")
    hands.comes_to_rest()
    hands.desk.safety.restore_asked.emit()
    hands.at("Backups")
    hands.sees("The same people, gifts, amount and receipts.")
    hands.questions.answers += [True, True]
    hands.press("Ctrl+Return")
    hands.sees("is damaged (it is not what was written)", "The next one is chosen.")
    hands.comes_to_rest()
    hands.press("Ctrl+Return")
    hands.sees("Restored: 0 gifts, $0.00.")
    hands.comes_to_rest()
