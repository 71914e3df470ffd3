"""The commands that keep the data safe."""

from pathlib import Path

import pytest

from tests.commands.test_commands import Office, office

__all__ = ["office"]


def test_a_backup_says_what_it_proved(office: Office) -> None:
    office.set_up()
    made = office.json("backup")
    assert made["proven"] is True
    assert (made["people"], made["gifts"], made["amount"]) == (0, 0, "0.00")
    assert Path(made["file"]).parent == office.folder / "office-backups"
    elsewhere = office.json("backup", "--to", office.folder / "é 'USB' %20")
    assert Path(elsewhere["file"]).exists()
    assert office.run("backup").startswith("Proven: 0 gifts, $0.00, in ")


def test_a_backup_into_a_file_is_refused_in_one_sentence(office: Office) -> None:
    office.set_up()
    assert "could not be written" in office.run("backup", "--to", office.folder / "org.toml", fails=True)


def test_check_names_a_damaged_backup(office: Office) -> None:
    office.set_up()
    made = Path(office.json("backup")["file"])
    assert office.json("check") == {"ok": True, "problems": []}
    made.write_bytes(made.read_bytes()[:-100])
    assert office.run("backup")  # the next one is sound
    # One problem makes the command end with 1.
    with pytest.raises(AssertionError):
        office.json("check")


def test_restore_puts_back_and_registers_what_paper_knows(office: Office) -> None:
    office.set_up()
    made = office.json("backup")["file"]
    done = office.json("restore", made, "--highest-receipt", "R-2026-0003")
    assert done["lost"] == ["R-2026-0001", "R-2026-0002", "R-2026-0003"]
    assert office.json("check")["ok"] is True
    rows = office.json("receipts", "register", "--year", "2026")
    assert [row["state"] for row in rows] == ["lost"] * 3


def test_restore_refuses_in_one_sentence(office: Office) -> None:
    office.set_up()
    assert "cannot be read" in office.run("restore", office.folder / "none.crmbak", fails=True)
    assert "no backup of MI CRM" in office.run("restore", office.folder / "org.toml", fails=True)
