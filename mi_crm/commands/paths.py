"""Files that commands write: whole or not at all."""

import tempfile
from pathlib import Path

from mi_crm.shared.files import whole_file
from mi_crm.shared.problems import Problem


def folder_for(folder: Path) -> Path:
    """Return a folder that can be written to, made if need be; asked before what cannot be undone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"probe")
    except OSError as error:
        raise Problem("Nothing can be written to {folder}. Choose another folder.", folder=folder) from error
    return folder


def write_file(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    try:
        with whole_file(path) as part:
            part.write_bytes(content)
    except OSError as error:
        raise Problem(
            "{path} could not be written. Check the folder and the space on the disk.", path=path
        ) from error
