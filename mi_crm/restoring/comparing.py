"""What would be different after a restore, shown before anybody decides."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from mi_crm.backups import manifest as sealed
from mi_crm.backups.manifest import Damaged
from mi_crm.backups.measuring import charity_of, figures_of
from mi_crm.backups.rules import Difference, Figures, differences
from mi_crm.giving.rules import gift_number
from mi_crm.receipts.records import Series
from mi_crm.receipts.sheet import receipt_number
from mi_crm.shared.money import Money
from mi_crm.store import sqlite

_SHOWN = 5

_GIFTS = (
    "SELECT gift.number, constituent.name, gift.amount FROM gift JOIN constituent ON "
    "constituent.id = gift.donor_id WHERE gift.number > ? ORDER BY gift.number DESC LIMIT ?"
)

_GONE = "SELECT count(*) FROM gift WHERE number > ?"

_SUMMARIES = "SELECT year, max(serial) FROM receipt WHERE number LIKE 'S-%' GROUP BY year ORDER BY year"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A backup beside the file in use."""

    backup: Path
    charity: str
    made_at: datetime | None
    figures: Figures
    now: Figures | None
    """None when the file in use cannot be read."""
    differences: tuple[Difference, ...]
    gifts: tuple[str, ...]
    """The newest gifts that would be gone, a line each."""
    gifts_gone: int
    receipts: str
    """From which to which number receipts and summaries would be gone; empty when none."""
    summaries: tuple[str, ...] = ()
    """The highest number of each year's summaries that would be gone."""

    @property
    def highest_receipt(self) -> str:
        """The highest numbers that this computer knows of, empty when it knows none."""
        last = (self.now or self.figures).last_receipt
        return ", ".join([*([receipt_number(*last)] if last else []), *self.summaries])


def compare(file: Path, backup: Path) -> Comparison:
    """Set a backup beside the file in use. Raises Damaged when the backup cannot be read."""
    try:
        manifest = sealed.read(backup)
        connection = sqlite.looking_at(backup)
        try:
            figures = manifest.figures if manifest else figures_of(connection)
            charity = charity_of(connection)
            (last_gift,) = connection.execute("SELECT coalesce(max(number), 0) FROM gift").fetchone()
            then = dict(connection.execute(_SUMMARIES).fetchall())
        finally:
            connection.close()
    except (OSError, dbapi2.DatabaseError) as error:
        raise Damaged("{name} is damaged or no backup. Choose another one.", name=backup.name) from error
    now, gifts, gone, summaries = _in_use(file, int(last_gift))
    newer = {year: last for year, last in summaries.items() if last > then.get(year, 0)}
    return Comparison(
        backup,
        charity,
        manifest.made_at if manifest else None,
        figures,
        now,
        differences(now, figures) if now else (),
        gifts,
        gone,
        _receipts(now, figures, newer, then) if now else "",
        tuple(receipt_number(year, last, Series.SUMMARY) for year, last in newer.items()),
    )


def _in_use(file: Path, last_gift: int) -> tuple[Figures | None, tuple[str, ...], int, dict[int, int]]:
    if not file.exists():
        return None, (), 0, {}
    try:
        connection = sqlite.connect(file)
        try:
            figures = figures_of(connection)
            rows = connection.execute(_GIFTS, (last_gift, _SHOWN)).fetchall()
            (gone,) = connection.execute(_GONE, (last_gift,)).fetchone()
            summaries = dict(connection.execute(_SUMMARIES).fetchall())
        finally:
            connection.close()
    except (dbapi2.DatabaseError, RuntimeError):
        return None, (), 0, {}
    lines = tuple(f"{gift_number(number)} {name}, {Money(cents).dollars()}" for number, name, cents in rows)
    return figures, lines, int(gone), summaries


def _receipts(now: Figures, backup: Figures, newer: dict[int, int], then: dict[int, int]) -> str:
    known = {year: last for year, _count, last in backup.receipts}
    gone = [
        (receipt_number(year, known.get(year, 0) + 1), receipt_number(year, last))
        for year, _count, last in now.receipts
        if last > known.get(year, 0)
    ]
    gone += [
        (
            receipt_number(year, then.get(year, 0) + 1, Series.SUMMARY),
            receipt_number(year, last, Series.SUMMARY),
        )
        for year, last in newer.items()
    ]
    return ", ".join(first if first == last else f"{first} to {last}" for first, last in gone)
