"""The list of backups, in the settings and where one is restored."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from mi_crm.backups.shelf import Backup
from mi_crm.backups.standing import Standing
from mi_crm.ui.shared.backup_words import day_and_time, tr
from mi_crm.ui.shared.models import Column


def backup_columns(
    owner: QWidget, state: Callable[[Backup], tuple[str, str, str]], today: date
) -> list[Column[Backup]]:
    """Return the columns."""
    return [
        Column(owner.tr("No."), lambda row: row.number, number=True, width=52),
        Column(owner.tr("Made"), lambda row: _made(row, today), width=None, strong=True),
        Column(owner.tr("People"), lambda row: _figure(row, "people"), number=True, width=78),
        Column(owner.tr("Gifts"), lambda row: _figure(row, "gifts"), number=True, width=78),
        Column(owner.tr("Amount"), _amount, number=True, width=132),
        Column(owner.tr("State"), lambda row: state(row)[0], width=190, chip=state),
    ]


def _made(row: Backup, today: date) -> str:
    return day_and_time(row.manifest.made_at, today) if row.manifest else row.path.name


def _figure(row: Backup, name: str) -> str:
    return f"{getattr(row.manifest.figures, name):,}" if row.manifest else "–"


def _amount(row: Backup) -> str:
    return row.manifest.figures.amount.dollars() if row.manifest else "–"


def state_of(found: Standing | None, row: Backup) -> tuple[str, str, str]:
    """Return the chip of a backup: what it proved and where else it lies."""
    if row.manifest is None:
        return tr("Damaged"), "wrong", "circle-alert"
    if found is not None and row.number == found.memory.tried_number:
        if found.memory.tried_problem:
            return tr("Trial failed"), "wrong", "circle-alert"
        return tr("Restored on trial"), "done", "check"
    if found is not None and row.number in {copy.number for copy in found.copies}:
        return tr("Proven, in 2 places"), "done", "check"
    return tr("Proven"), "done", "check"
