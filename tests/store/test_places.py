"""Places where a live file would be damaged are refused with the reason and a better place."""

import os
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from mi_crm.migrations.upgrade import create_store, open_store
from mi_crm.store.location import ALLOW_PLACE, default_file
from mi_crm.store.places import BadPlace, check_place
from mi_crm.store.sqlite import Damaged
from tests.conftest import sign
from tests.damage import damage


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - The Mentalizing Initiative/Office", "OneDrive"),
        ("Dropbox (Charity)/books", "Dropbox"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud Drive"),
        ("Library/CloudStorage/Box-Box", "a sync service"),
        ("Nextcloud/a/b/c", "Nextcloud"),
        ("Box", "Box"),
        ("My Drive", "Google Drive"),
    ],
)
def test_a_folder_of_a_sync_service_is_refused(
    folder: str, service: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(BadPlace) as refused:
        create_store(tmp_path / folder / "mi-crm.db", sign=sign)
    assert f"is copied by {service}" in str(refused.value)
    assert str(default_file().parent) in str(refused.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "folder", ["Boxes", "Office/Box", "Synchrony", "Dropboxes", "one drive", "MI CRM", "Sync/../Office"]
)
def test_a_folder_that_only_sounds_like_one_is_fine(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert check_place(tmp_path / folder / "mi-crm.db")


@pytest.mark.parametrize("mark", [".dropbox", ".stfolder", ".owncloudsync.log", ".tmp.drivedownload"])
def test_what_a_service_leaves_in_its_folder_gives_it_away(mark: str, closed_file: Path) -> None:
    open_store(closed_file, sign=sign).close()
    # The folder of a file that was fine until now is given to a service.
    (closed_file.parent / mark).touch()
    with pytest.raises(BadPlace):
        open_store(closed_file, sign=sign)


def test_windows_says_itself_what_onedrive_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Work"))
    with pytest.raises(BadPlace, match="OneDrive"):
        check_place(tmp_path / "Work" / "Documents" / "mi-crm.db")
    assert check_place(tmp_path / "Workshop" / "mi-crm.db")


@pytest.mark.parametrize(
    ("kind", "options", "fine"),
    [("nfs4", "rw", False), ("cifs", "rw", False), ("", "rw,remote", False), ("ext4", "rw", True)],
)
def test_a_disk_of_another_computer_is_refused(
    kind: str, options: str, fine: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = [
        SimpleNamespace(mountpoint="/", fstype="nfs" if fine else "ext4", opts="rw"),
        SimpleNamespace(mountpoint=str(tmp_path), fstype=kind, opts=options),
    ]
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: mounts)
    if fine:
        assert check_place(tmp_path / "a" / "mi-crm.db")
    else:
        with pytest.raises(BadPlace, match="on another computer"):
            check_place(tmp_path / "a" / "mi-crm.db")


def test_a_second_name_for_the_file_is_refused_and_a_symbolic_link_is_followed(
    closed_file: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(closed_file)
    open_store(link, sign=sign).close()
    os.link(closed_file, tmp_path / "other.db")
    for name in (closed_file, tmp_path / "other.db", link):
        with pytest.raises(BadPlace, match="second name"):
            open_store(name, sign=sign)


def test_an_administrator_may_allow_a_place_and_the_file_is_then_checked_whole(
    closed_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (closed_file.parent / ".dropbox").touch()
    monkeypatch.setenv(ALLOW_PLACE, "1")
    open_store(closed_file, sign=sign).close()
    assert not check_place(closed_file)
    damage(closed_file)
    with pytest.raises(Damaged):
        open_store(closed_file, sign=sign)
