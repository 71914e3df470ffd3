"""Places where a live database would sooner or later be damaged; backups may lie anywhere."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import psutil

from mi_crm.shared.problems import Problem
from mi_crm.store.location import ALLOW_PLACE, default_file

_NETWORK: Final = frozenset({
    "9p", "afpfs", "afs", "ceph", "cifs", "coda", "davfs", "fuse.davfs2", "fuse.gvfsd-fuse",
    "fuse.rclone", "fuse.sshfs", "glusterfs", "fuse.glusterfs", "lustre", "ncpfs", "nfs", "nfs4",
    "smb2", "smb3", "smbfs", "sshfs", "webdav",
})  # fmt: skip

_NAMED: Final = {
    "onedrive": "OneDrive", "dropbox": "Dropbox", "google drive": "Google Drive",
    "googledrive": "Google Drive", "my drive": "Google Drive", "icloud drive": "iCloud Drive",
    "iclouddrive": "iCloud Drive",
    "mobile documents": "iCloud Drive", "cloudstorage": "a sync service", "nextcloud": "Nextcloud",
    "owncloud": "ownCloud", "box sync": "Box", "pcloud drive": "pCloud", "syncthing": "Syncthing",
}  # fmt: skip
"""Folders that are a service's wherever they are; "OneDrive - Charity" and "Dropbox (Charity)" too."""

_AT_HOME: Final = {"box": "Box", "sync": "Syncthing", "mega": "MEGA"}
"""Folders that are a service's when they lie in the person's own folder, and may be anything elsewhere."""

_MARKED: Final = {
    ".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".stfolder": "Syncthing", ".stversions": "Syncthing",
    ".owncloudsync.log": "Nextcloud", ".nextcloudsync.log": "Nextcloud", ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive", ".sync": "a sync service",
}  # fmt: skip
"""What services leave at the top of what they keep in step."""

_VARIABLES: Final = {
    "OneDrive": "OneDrive", "OneDriveConsumer": "OneDrive", "OneDriveCommercial": "OneDrive",
}  # fmt: skip


class BadPlace(Problem):
    """The live file may not lie here."""


def check_place(path: Path) -> bool:
    """Return whether the file, there or to be made, lies where it is safe.

    Elsewhere raises BadPlace with the reason and a better place, or returns False when an administrator
    allowed it.
    """
    problem = _bad(path.resolve())
    if problem is None:
        return True
    if os.environ.get(ALLOW_PLACE) == "1":
        return False
    raise problem


def _bad(path: Path) -> BadPlace | None:
    better = default_file().parent
    if path.is_file() and path.stat().st_nlink > 1:
        return BadPlace(
            "{name} has a second name on this disk (a hard link), through which it can be damaged. "
            "Copy the file to {better}, and open the copy.",
            name=path.name,
            better=better,
        )
    if _is_remote(path):
        return BadPlace(
            "{folder} is on another computer, and a connection that breaks can damage the file. "
            "Keep the file on this computer, in {better}; backups may lie anywhere.",
            folder=path.parent,
            better=better,
        )
    if service := _service(path):
        return BadPlace(
            "{folder} is copied by {service}, which can damage a file that is in use. "
            "Keep the file in {better}, and only its backups where {service} sees them.",
            folder=path.parent,
            service=service,
            better=better,
        )
    return None


def _is_remote(path: Path) -> bool:
    """Return whether the folder is on a network file system, as the system's own list of drives says."""
    if path.drive.startswith("\\\\"):
        return True
    try:
        mounted = {
            Path(part.mountpoint): part.fstype.lower() in _NETWORK or "remote" in part.opts.split(",")
            for part in psutil.disk_partitions(all=True)
        }
    except OSError:
        # The system does not say; what keeps it from that will be told when the file is opened.
        return False
    return next((mounted[folder] for folder in path.parents if folder in mounted), False)


def _service(path: Path) -> str:
    """Return which service copies the folder, or nothing."""
    for variable, service in _VARIABLES.items():
        root = os.environ.get(variable)
        if root and path.is_relative_to(Path(root).resolve()):
            return service
    for sign in (_named, _marked):
        if service := next(_each(path, sign), ""):
            return service
    return ""


def _each(path: Path, sign: Callable[[Path], str]) -> Iterator[str]:
    return (service for folder in path.parents if (service := sign(folder)))


def _named(folder: Path) -> str:
    name = folder.name.lower()
    for known, service in _NAMED.items():
        if name == known or name.startswith((f"{known} - ", f"{known} (", f"{known}-")):
            return service
    return _AT_HOME.get(name, "") if folder.parent == Path.home() else ""


def _marked(folder: Path) -> str:
    return next((service for name, service in _MARKED.items() if os.path.lexists(folder / name)), "")
