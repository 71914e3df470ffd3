"""Prints numbered sheets: sign-in for a shift or a day, calls for a place; and badges for those who come."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mi_crm.documents import badges, call_sheet, sign_in
from mi_crm.documents.badges import Badge
from mi_crm.documents.call_sheet import CallSheet, Candidate
from mi_crm.documents.sign_in import Helper, SignIn
from mi_crm.organization.queries import organization, pictures
from mi_crm.shared.dates import WEEKDAYS, long_date
from mi_crm.shared.problems import Problem
from mi_crm.shared.wall_clock import clock_time
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.paper import print_pdf
from mi_crm.ui.volunteering.volunteers_words import span_words
from mi_crm.volunteering.actions.sheets import Made, make_call_sheet, make_day_sheet, make_sign_in_sheet
from mi_crm.volunteering.details import SheetKind
from mi_crm.volunteering.queries.sheet_page import SheetPage, sheet_page
from mi_crm.volunteering.queries.suggesting import SuggestionRows, suggestions

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_CALLS: Final = 11
"""How many stand on a call sheet: a page of them."""


class SheetPapers(QObject):
    """Gives a sheet its number, makes the paper off the window's thread, then asks for a printer."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        """Print nothing yet."""
        super().__init__(over)
        self._desk, self._over = desk, over
        self.send: Callable[[QWidget, bytes], bool] = print_pdf

    def sign_in(self, shift_id: UUID) -> None:
        """Make and print a new sign-in sheet of a shift."""
        self._make(make_sign_in_sheet, shift_id, blank=sign_in.WALK_INS)

    def sign_in_day(self, training_id: UUID, day: date) -> None:
        """Make and print a new sign-in sheet of all helpers of a training on a day."""
        self._make(make_day_sheet, training_id, day, blank=sign_in.WALK_INS)

    def calls(self, need_id: UUID, volunteer_ids: list[UUID], why: dict[UUID, str]) -> None:
        """Make and print a new sheet of whom to call for a place, each with why they are a good choice."""
        answer = self._desk.do(make_call_sheet, need_id, volunteer_ids, now=self._desk.now())
        answer.then(partial(self._made, why)).otherwise(self._refused)

    def calls_for(self, need_id: UUID) -> None:
        """Make and print a new sheet of the best to call for a place."""
        answer = self._desk.ask(
            suggestions, need_id, today=self._desk.today(), now=self._desk.now(), able=_CALLS
        )
        answer.then(partial(self._suggested, need_id)).otherwise(self._refused)

    def _suggested(self, need_id: UUID, found: SuggestionRows | None) -> None:
        if found is None or not found.able:
            self._desk.tell(self.tr("Nobody can take this place now. The pane of the shift says why."))
            return
        why = {row.id: " · ".join(str(line) for line in row.lines) for row in found.able}
        self.calls(need_id, [row.id for row in found.able], why)

    def _make(self, action: Callable[..., Made], *about: object, blank: int) -> None:
        answer = self._desk.do(action, *about, blank=blank, now=self._desk.now())
        answer.then(partial(self._made, {})).otherwise(self._refused)

    def _made(self, why: dict[UUID, str], made: Made) -> None:
        self.print_sheet(made.number, why)

    def print_sheet(self, number: int, why: dict[UUID, str] | None = None) -> None:
        """Print a sheet that has its number already, with the rows that it has."""
        self._desk.ask(_paper, number, why or {}).then(self._draw).otherwise(self._refused)

    def badges(self, number: int) -> None:
        """Print a name badge for everybody on a sheet."""
        self._desk.ask(_badges, number).then(self._draw_badges).otherwise(self._refused)

    def _draw(self, paper: SignIn | CallSheet) -> None:
        render: Callable[[Any], bytes] = sign_in.render if isinstance(paper, SignIn) else call_sheet.render
        self._desk.work(render, paper).then(self._print).otherwise(self._refused)

    def _draw_badges(self, found: tuple[str, list[Badge]]) -> None:
        charity, cards = found
        if not cards:
            self._desk.tell(self.tr("Nobody is on this sheet yet."))
            return
        answer = self._desk.work(badges.render, cards, organization=charity, title=self.tr("Name badges"))
        answer.then(self._print).otherwise(self._refused)

    def _print(self, pdf: bytes) -> None:
        self.send(self._over, pdf)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            self._desk.tell(error)
        else:
            self._desk.tasks.unhandled.emit(error)


def _badges(session: "Session", number: int) -> tuple[str, list[Badge]]:
    page, office = sheet_page(session, number), organization(session)
    cards = [Badge(line.call_name, line.name, line.role) for line in page.lines if line.name]
    return (office.details.legal_name if office else ""), cards


def _paper(session: "Session", number: int, why: dict[UUID, str]) -> SignIn | CallSheet:
    page, office = sheet_page(session, number), organization(session)
    charity = office.details.legal_name if office else ""
    logo = pictures(session, [office.logo]).get(office.logo or "") if office else None
    day = f"{WEEKDAYS[page.day.weekday()]}, {long_date(page.day)}" if page.day else ""
    if page.kind is SheetKind.CALL:
        return CallSheet(
            organization=charity,
            number=page.number,
            day=day,
            title=page.title,
            where=_where(page),
            candidates=tuple(
                Candidate(
                    line.id,
                    line.name,
                    line.phone,
                    line.role,
                    span_words(line.begins, line.ends),
                    why.get(line.volunteer_id, "") if line.volunteer_id else "",
                )
                for line in page.lines
            ),
            logo=logo,
        )
    return SignIn(
        organization=charity,
        number=page.number,
        day=day,
        title=page.title,
        where=_where(page),
        helpers=tuple(
            Helper(line.id, line.name, line.role, span_words(line.begins, line.ends))
            for line in page.lines
            if line.name
        ),
        walk_ins=sum(not line.name for line in page.lines),
        logo=logo,
    )


def _where(page: SheetPage) -> tuple[str, ...]:
    hours = ""
    if page.begins and page.ends:
        hours = f"{clock_time(page.begins.time())} to {clock_time(page.ends.time())}"
    return tuple(filter(None, (page.place, hours)))
