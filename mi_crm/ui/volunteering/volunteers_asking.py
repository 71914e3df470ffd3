"""Asks one volunteer for a shift: the open places that fit first, and what stands against the others."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from typing_extensions import override

from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ChoiceField
from mi_crm.ui.shared.labels import label, set_tone
from mi_crm.ui.shared.models import Column, TableModel
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Table
from mi_crm.ui.volunteering.volunteers_form_parts import SideForm
from mi_crm.ui.volunteering.volunteers_words import ASK_BY, span_words
from mi_crm.volunteering.details import AskChannel
from mi_crm.volunteering.queries.open_places import OpenPlace
from mi_crm.volunteering.queries.volunteer_page import VolunteerPage


class AskForm(SideForm):
    """A list of places, and by what way they are asked. Enter in the list asks."""

    def __init__(self, desk: Desk, page: VolunteerPage, places: Sequence[OpenPlace]) -> None:
        """Offer the places."""
        self.by = ChoiceField(self.tr("Ask by"), list(ASK_BY.items()))
        self.by.set_value(page.ask_by)
        super().__init__(self.tr("Ask for a shift"), [self.by], self.tr("Ask"))
        self.table = Table(self.tr("Open places"), rows=50)
        self.model: TableModel[OpenPlace] = TableModel(
            [
                Column(self.tr("Date"), lambda place: place.day, width=104, second=_time),
                Column(
                    self.tr("Role"), lambda place: place.role, width=None, second=lambda place: place.title
                ),
                Column(self.tr("Fits"), lambda place: place.blocked, width=84, chip=self._chip),
            ],
            self,
            today=desk.today(),
        )
        self.table.set_model(self.model)
        self.table.setMinimumHeight(px(260))
        self.why = label("", "help", wrap=True)
        self.rows.addWidget(self.table, 1)
        self.rows.addWidget(self.why)
        self.rows.addWidget(self.by)
        self.table.chosen.connect(self._show_why)
        self.table.opened.connect(self.finish)
        self.model.show_rows(places)
        if places:
            self.table.choose(0)
        else:
            self.table.hide()
            self.why.setText(self.tr("No place is open in the next eight weeks."))
            self.act.set_enabled(False, self.tr("There is nothing to ask for."))

    def _chip(self, place: OpenPlace) -> tuple[str, str, str]:
        if place.blocked:
            return self.tr("No"), "wrong", "ban"
        if place.against:
            return self.tr("Hm"), "wait", "triangle-alert"
        return self.tr("Yes"), "done", "check"

    def _show_why(self, place: OpenPlace | None) -> None:
        if place is None:
            return
        words = " ".join(place.against) or self.tr("Nothing stands against it.")
        if place.blocked:
            words = self.tr("{why} In the schedule they can be asked all the same, with a reason.").format(
                why=words
            )
        self.why.setText(words)
        set_tone(self.why, "wrong" if place.blocked else "warn" if place.against else "")
        self.act.set_enabled(not place.blocked, words)

    @override
    def begin(self) -> None:
        super().begin()
        if self.model.rows:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def complete(self) -> bool:
        place = self.place()
        return place is not None and not place.blocked

    def place(self) -> OpenPlace | None:
        """Return the place the cursor is on."""
        found = self.table.current()
        return found if isinstance(found, OpenPlace) else None

    def channel(self) -> AskChannel:
        """Return by what way they are asked."""
        return AskChannel(self.by.value())


def _time(place: OpenPlace) -> str:
    return span_words(place.begins, place.ends)
