"""Damage as disks do it: to a closed file, behind the program's back."""

from pathlib import Path

from mi_crm.store import sqlite


def damage(path: Path, index: str = "ix_gift_donor") -> None:
    """Spoil the page an index begins with: nothing that opening a file looks at."""
    connection = sqlite.connect(path)
    query = "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master WHERE name = ?"
    page, size = connection.execute(query, (index,)).fetchone()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


def spoil_header(path: Path) -> None:
    """Spoil the first page, so that no program knows the file any more."""
    with path.open("r+b") as file:
        file.write(bytes(4096))
