"""Settings: the places where trainings are held and helpers are needed, and what they ask of helpers."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from mi_crm.programs.actions.programs import close_site, delete_site, reopen_site
from mi_crm.shared.problems import Problem
from mi_crm.shared.text import clean_line, clean_note
from mi_crm.ui.organization.entries import CheckedField
from mi_crm.ui.organization.list_page import Acts, ListPage, RowForm, Words
from mi_crm.ui.organization.wishes import WishesField
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ChoiceField, row
from mi_crm.ui.shared.models import Column
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.tasks import Answer
from mi_crm.volunteering.actions.lists import add_place, save_place
from mi_crm.volunteering.entries import CredentialWish, PlaceEntry
from mi_crm.volunteering.queries.lists import PaperKindRow, PlaceRow, paper_kind_rows, place_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def _places(session: "Session", *, year: int) -> list[PlaceRow]:
    """Return the places, which have nothing to count by years."""
    return place_rows(session)


def _minutes(typed: str) -> str:
    """Return minutes as they are kept. Raises Problem for no number from 0 to 600."""
    text = typed.strip() or "0"
    if not (text.isascii() and text.isdecimal() and int(text[:5]) <= 600 and len(text) < 4):
        raise Problem("Type the time to get there in minutes, from 0 to 600.")
    return str(int(text))


class MinutesField(CheckedField):
    """A time to get somewhere; value() is a whole number of minutes."""

    @override
    def value(self) -> int:  # type: ignore[override]  # a number is what it is about
        try:
            return int(_minutes(self.input.text()))
        except Problem:
            return -1

    @override
    def set_value(self, value: int | str | None) -> None:
        super().set_value(str(value) if value is not None else "")


class PlaceForm(RowForm[PlaceRow, PlaceEntry]):
    """What is known of a place."""

    def __init__(self, desk: Desk) -> None:
        """Make the fields."""

        def line(words: str, limit: int, *, hint: str = "", needed: str = "") -> CheckedField:
            return CheckedField(words, partial(clean_line, what=words, limit=limit), hint=hint, needed=needed)

        self.papers = WishesField(
            self.tr("Asks of everyone who helps there"),
            lambda key, required: CredentialWish(key, required=required),
            hint=self.tr("Papers on file with commas between; ? behind one that is only wished for"),
        )
        super().__init__(
            desk,
            {
                "name": line(self.tr("Name"), 160, needed=self.tr("Type a name.")),
                "online": ChoiceField(
                    self.tr("Kind"), [(False, self.tr("On site")), (True, self.tr("Online"))]
                ),
                "travel_minutes": MinutesField(
                    self.tr("Minutes to get there"), _minutes, hint=self.tr("From another place")
                ),
                "street": line(self.tr("Street"), 200),
                "city": line(self.tr("City"), 100),
                "state": line(self.tr("State"), 40),
                "zip": line(self.tr("ZIP"), 20),
                "arrival": CheckedField(
                    self.tr("What helpers must know"),
                    partial(clean_note, what="What helpers must know", limit=2_000),
                    hint=self.tr("Parking, the door, whom to ask for"),
                ),
                "papers": self.papers,
            },
        )
        fields = self.entries
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(14))
        rows.addLayout(row(fields["name"], fields["online"], fields["travel_minutes"], stretch=(6, 3, 3)))
        address = (fields["street"], fields["city"], fields["state"], fields["zip"])
        rows.addLayout(row(*address, stretch=(5, 4, 2, 2)))
        rows.addLayout(row(fields["arrival"], self.papers))

    def show_kinds(self, found: list[PaperKindRow]) -> None:
        """Know the names that may be typed."""
        self.papers.show_names({one.id: one.name for one in found})

    @override
    def record_of(self, row: PlaceRow) -> PlaceEntry:
        return row.entry

    @override
    def fetch(self) -> Answer[Any]:
        return self.desk.ask(place_rows)

    @override
    def save(self, record: PlaceEntry, row: PlaceRow) -> Answer[Any]:
        return self.desk.do(save_place, row.id, record, version=row.version)


class PlacesPage(ListPage[PlaceRow, PlaceEntry]):
    """Places with the trainings held there."""

    def __init__(self, desk: Desk) -> None:
        """Lay out the page."""
        self._form = PlaceForm(desk)
        super().__init__(
            desk,
            Words(
                title=self.tr("Places"),
                aside=self.tr("A place in use can be closed, never deleted"),
                new=self.tr("New place"),
                add=self.tr("Add place"),
                close=self.tr("Close place"),
                added=self.tr("Place “{name}” added"),
                closed=self.tr("Place “{name}” closed"),
                reopened=self.tr("Place “{name}” opened again"),
                deleted=self.tr("Place “{name}” deleted"),
            ),
            Acts(
                rows=_places,
                blank=PlaceEntry(name=""),
                add=add_place,
                close=close_site,
                reopen=reopen_site,
                delete=delete_site,
            ),
            [
                Column(self.tr("Place"), lambda one: one.entry.name, width=None, second=_where),
                Column(self.tr("To get there"), self._travel, width=120, quiet=True),
                Column(self.tr("Trainings"), lambda one: one.trainings or None, number=True, width=96),
                Column(self.tr("State"), lambda one: one.closed_on, width=106, chip=self._state),
            ],
            self._form,
            spare=(1,),
        )

    @override
    def reload(self) -> None:
        self.desk.ask(paper_kind_rows).then(self._form.show_kinds)
        super().reload()

    @override
    def is_used(self, row: PlaceRow) -> bool:
        return bool(row.trainings or row.entry.papers)

    def _travel(self, site: PlaceRow) -> str:
        return "" if site.entry.online else self.tr("{n} min").format(n=site.entry.travel_minutes)

    def _state(self, site: PlaceRow) -> tuple[str, str, str]:
        if site.closed_on is not None:
            return self.tr("Closed"), "quiet", "ban"
        return (
            (self.tr("Online"), "info", "monitor")
            if site.entry.online
            else (self.tr("In use"), "done", "check")
        )


def _where(site: PlaceRow) -> str:
    entry = site.entry
    place = f"{entry.state} {entry.zip}".strip()
    return ", ".join(part for part in (entry.street.replace("\n", ", "), entry.city, place) if part)
