"""Settings: templates, the shifts of a day that comes back."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from mi_crm.shared.text import clean_line
from mi_crm.ui.organization.entries import CheckedField
from mi_crm.ui.organization.list_page import Acts, ListPage, RowForm, Words
from mi_crm.ui.organization.shift_lines import ShiftsField
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ChoiceField, row
from mi_crm.ui.shared.models import Column
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.tasks import Answer
from mi_crm.volunteering.actions.templates import (
    add_template,
    close_template,
    reopen_template,
    save_template,
)
from mi_crm.volunteering.entries import TemplateEntry
from mi_crm.volunteering.queries.templates import (
    TemplateChoices,
    TemplateRow,
    template_choices,
    template_rows,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def _templates(session: "Session", *, year: int) -> list[TemplateRow]:
    return template_rows(session)


class TemplateForm(RowForm[TemplateRow, TemplateEntry]):
    """What is known of a template."""

    def __init__(self, desk: Desk) -> None:
        """Make the fields."""
        self.place = ChoiceField(self.tr("Place"), [(None, "–")])
        self.shifts = ShiftsField(self.tr("Shifts"))
        super().__init__(
            desk,
            {
                "name": CheckedField(
                    self.tr("Name"),
                    partial(clean_line, what="The name", limit=120),
                    hint=self.tr("Such as Training day"),
                    needed=self.tr("Type a name."),
                ),
                "site_id": self.place,
                "shifts": self.shifts,
            },
        )
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(14))
        rows.addLayout(row(self.entries["name"], self.place))
        rows.addWidget(self.shifts)

    def show_choices(self, found: TemplateChoices) -> None:
        """Know the roles and places that can be chosen."""
        self.place.set_choices([(None, "–"), *((one.id, one.name) for one in found.places.values())])
        self.shifts.show_roles(found.roles)

    @override
    def show_row(self, row: TemplateRow) -> None:
        if self.row is None or self.row.id != row.id:
            self.shifts.forget()
        super().show_row(row)

    @override
    def begin_new(self, record: TemplateEntry) -> None:
        self.shifts.forget()
        super().begin_new(record)

    @override
    def record_of(self, row: TemplateRow) -> TemplateEntry:
        return row.entry

    @override
    def fetch(self) -> Answer[Any]:
        return self.desk.ask(template_rows)

    @override
    def save(self, record: TemplateEntry, row: TemplateRow) -> Answer[Any]:
        return self.desk.do(save_template, row.id, record, version=row.version)


class TemplatesPage(ListPage[TemplateRow, TemplateEntry]):
    """Templates with where they are and how many shifts they have."""

    def __init__(self, desk: Desk) -> None:
        """Lay out the page."""
        self._form = TemplateForm(desk)
        super().__init__(
            desk,
            Words(
                title=self.tr("Shift templates"),
                aside=self.tr("What was planned from one stays"),
                new=self.tr("New template"),
                add=self.tr("Add template"),
                close=self.tr("Close template"),
                added=self.tr("Template “{name}” added"),
                closed=self.tr("Template “{name}” closed"),
                reopened=self.tr("Template “{name}” opened again"),
                deleted="",
            ),
            Acts(
                rows=_templates,
                blank=TemplateEntry(name=""),
                add=add_template,
                close=close_template,
                reopen=reopen_template,
            ),
            [
                Column(self.tr("Template"), lambda one: one.name, width=None),
                Column(self.tr("Place"), lambda one: one.place, width=180, quiet=True),
                Column(self.tr("Shifts"), lambda one: len(one.entry.shifts), number=True, width=90),
                Column(self.tr("State"), lambda one: one.closed_on, width=106, chip=self.state_chip),
            ],
            self._form,
            spare=(1,),
        )

    @override
    def reload(self) -> None:
        self.desk.ask(template_choices, today=self.desk.today()).then(self._show_choices)

    def _show_choices(self, found: TemplateChoices) -> None:
        """Show the rows once it is known which roles and places they name."""
        self._form.show_choices(found)
        super().reload()
