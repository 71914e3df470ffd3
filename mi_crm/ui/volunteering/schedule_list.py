"""The shifts as a list: the same shifts, the same keys."""

from PySide6.QtCore import QObject

from mi_crm.shared.dates import short_date
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.table import Column, Table, TableModel
from mi_crm.ui.volunteering.schedule_words import staffing_words, time_words
from mi_crm.volunteering.queries.week import Days, ShiftRow
from mi_crm.volunteering.rules.words import WEEKDAYS


class ShiftTable(Table):
    """The shifts of some weeks, by their beginning."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        """Show no shifts yet."""
        super().__init__(self.tr("Shifts"), rows=52)
        self._desk = desk
        self._model = TableModel[ShiftRow](self._columns(), self, today=desk.today())
        self.set_model(self._model)

    def _columns(self) -> list[Column[ShiftRow]]:
        return [
            Column(self.tr("Day"), self._day, width=110),
            Column(self.tr("Time"), time_words, width=168),
            Column(self.tr("Shift"), _title, width=None, second=_where),
            Column(self.tr("Program"), _program, width=110, quiet=True),
            Column(self.tr("Helpers"), staffing_words, width=128, chip=self._staffing),
        ]

    def _day(self, row: ShiftRow) -> str:
        day = row.begins.date()
        return f"{self.tr(WEEKDAYS[day.weekday()])[:3]} {short_date(day, today=self._desk.today())}"

    def _staffing(self, row: ShiftRow) -> tuple[str, str, str]:
        words = staffing_words(row)
        if row.missing and row.ends > self._desk.now():
            return words, "wait", "triangle-alert"
        return words, "quiet" if row.missing else "done", "minus" if row.missing else "check"

    def show_days(self, found: Days) -> None:
        """Show the shifts of some days."""
        self._model.show_rows(found.shifts)
        self.setColumnHidden(3, not any(row.program for row in found.shifts))

    @property
    def rows(self) -> list[ShiftRow]:
        """The shifts shown."""
        return list(self._model.rows)


def _title(row: ShiftRow) -> str:
    return row.title


def _where(row: ShiftRow) -> str:
    return " · ".join(part for part in (row.training, row.place) if part)


def _program(row: ShiftRow) -> str:
    return row.program
