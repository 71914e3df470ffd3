"""Keeps the usual week of a volunteer while it is still being turned on and off."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.volunteering.volunteers_beside import Beside
from mi_crm.ui.volunteering.volunteers_week import Spans
from mi_crm.volunteering.actions.availability import set_week
from mi_crm.volunteering.entries import FreeSpan
from mi_crm.volunteering.queries.volunteer_page import VolunteerPage, volunteer_page


class WeekKeeper(QObject):
    """Saves one week at a time; `stale` comes when one is refused, and the page must be read anew."""

    stale = Signal()

    def __init__(self, desk: Desk, beside: Beside) -> None:
        """Keep the week of whoever is shown there."""
        super().__init__(beside)
        self.desk, self.beside = desk, beside
        self._wanted: Spans | None = None
        self._saving = False

    def turn(self, free: Spans) -> None:
        """Keep the week as it is shown; while one is being kept, only the newest waits."""
        self._wanted = free
        self._keep()

    def _keep(self) -> None:
        page, free = self.beside.view.page, self._wanted
        if self._saving or free is None or page is None:
            return
        self._saving, self._wanted = True, None
        spans = [FreeSpan(*span) for span in sorted(free)]
        answer = self.desk.do(set_week, page.id, spans, version=page.version)
        answer.then(partial(self._kept, page.id)).otherwise(self._refused)

    def _kept(self, key: UUID, _answer: object) -> None:
        answer = self.desk.ask(volunteer_page, key, today=self.desk.today(), now=self.desk.now())
        answer.then(self._shown).otherwise(self._refused)

    def _shown(self, page: VolunteerPage) -> None:
        self._saving = False
        if page.id != self.beside.wanted:
            return
        if self._wanted is None:
            self.beside.view.show_page(page)
        else:
            self.beside.view.page = page
            self._keep()

    def _refused(self, error: BaseException) -> None:
        self._saving, self._wanted = False, None
        if isinstance(error, Problem):
            self.desk.tell(error)
            self.stale.emit()
        else:
            self.desk.tasks.unhandled.emit(error)
