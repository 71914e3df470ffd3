"""Settings: the programs that trainings belong to."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from mi_crm.programs.actions.programs import (
    add_program,
    close_program,
    delete_program,
    reopen_program,
    save_program,
)
from mi_crm.programs.details import ProgramColor
from mi_crm.programs.entries import ProgramEntry
from mi_crm.programs.queries.programs import ProgramRow, list_programs
from mi_crm.shared.text import clean_line
from mi_crm.ui.organization.entries import CheckedField
from mi_crm.ui.organization.list_page import Acts, ListPage, RowForm, Words
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ChoiceField, row
from mi_crm.ui.shared.models import Column
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.tasks import Answer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def _programs(session: "Session", *, year: int) -> list[ProgramRow]:
    """Return the programs, which have nothing to count by years."""
    return list_programs(session)


class ProgramForm(RowForm[ProgramRow, ProgramEntry]):
    """What is known of a program."""

    def __init__(self, desk: Desk) -> None:
        """Make the fields."""
        colors = {
            ProgramColor.TEAL: self.tr("Teal"),
            ProgramColor.GREEN: self.tr("Green"),
            ProgramColor.VIOLET: self.tr("Violet"),
            ProgramColor.OCHRE: self.tr("Ochre"),
            ProgramColor.BLUE: self.tr("Blue"),
            ProgramColor.RED: self.tr("Red"),
        }
        super().__init__(
            desk,
            {
                "name": CheckedField(
                    self.tr("Name"),
                    partial(clean_line, what="The name", limit=160),
                    needed=self.tr("Type a name."),
                ),
                "short_name": CheckedField(
                    self.tr("Short name"),
                    partial(clean_line, what="The short name", limit=30),
                    hint=self.tr("As in the calendar"),
                ),
                "color": ChoiceField(self.tr("Color in the calendar"), list(colors.items())),
                "purpose": CheckedField(
                    self.tr("What donors may be told"),
                    partial(clean_line, what="What donors may be told", limit=500),
                    hint=self.tr("A whole sentence"),
                ),
            },
        )
        fields = self.entries
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(14))
        rows.addLayout(row(fields["name"], fields["short_name"], fields["color"], stretch=(6, 3, 3)))
        rows.addWidget(fields["purpose"])

    @override
    def record_of(self, row: ProgramRow) -> ProgramEntry:
        return row.entry

    @override
    def fetch(self) -> Answer[Any]:
        return self.desk.ask(list_programs)

    @override
    def save(self, record: ProgramEntry, row: ProgramRow) -> Answer[Any]:
        return self.desk.do(save_program, row.id, record, version=row.version)


class ProgramsPage(ListPage[ProgramRow, ProgramEntry]):
    """Programs with the trainings they have."""

    def __init__(self, desk: Desk) -> None:
        """Lay out the page."""
        super().__init__(
            desk,
            Words(
                title=self.tr("Programs"),
                aside=self.tr("A program with trainings can be closed, never deleted"),
                new=self.tr("New program"),
                add=self.tr("Add program"),
                close=self.tr("Close program"),
                added=self.tr("Program “{name}” added"),
                closed=self.tr("Program “{name}” closed"),
                reopened=self.tr("Program “{name}” opened again"),
                deleted=self.tr("Program “{name}” deleted"),
            ),
            Acts(
                rows=_programs,
                blank=ProgramEntry(name=""),
                add=add_program,
                close=close_program,
                reopen=reopen_program,
                delete=delete_program,
            ),
            [
                Column(
                    self.tr("Program"),
                    lambda one: one.entry.name,
                    width=None,
                    second=lambda one: one.entry.purpose,
                ),
                Column(self.tr("Short name"), lambda one: one.entry.short_name, width=120, quiet=True),
                Column(self.tr("Trainings"), lambda one: one.trainings or None, number=True, width=96),
                Column(self.tr("State"), lambda one: one.closed_on, width=106, chip=self._state),
            ],
            ProgramForm(desk),
            spare=(1,),
        )

    @override
    def is_used(self, row: ProgramRow) -> bool:
        return bool(row.trainings)

    def _state(self, program: ProgramRow) -> tuple[str, str, str]:
        if program.closed_on is not None:
            return self.tr("Closed"), "quiet", "ban"
        return self.tr("In use"), "done", "check"
