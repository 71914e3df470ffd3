"""The form beside the shifts of whoever is shown: one at a time, and what comes of it."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal

from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.tasks import Answer
from mi_crm.ui.volunteering.volunteers_form_parts import SideForm
from mi_crm.ui.volunteering.volunteers_page import VolunteerView
from mi_crm.volunteering.queries.volunteer_page import VolunteerPage


class Beside(QObject):
    """Shows a form, asks for its act, and keeps it with the reason when it is refused."""

    closed = Signal()

    def __init__(self, desk: Desk, view: VolunteerView) -> None:
        """Stand beside the page of a volunteer."""
        super().__init__(view)
        self.desk, self.view = desk, view
        self.wanted: UUID | None = None
        """Whose page is shown or about to be; None for the list."""
        self.form: SideForm | None = None

    def page(self) -> VolunteerPage | None:
        """Return the page of whoever is wanted, once it is there."""
        page = self.view.page
        return page if page is not None and page.id == self.wanted else None

    def show(self, form: SideForm, keep: Callable[[], Answer[Any]], said: str) -> None:
        """Show a form beside the shifts; `keep` asks for its act, `said` is told when it is done."""
        self.close()
        self.form = form
        form.left.connect(self.leave)
        form.finished.connect(partial(self._keep, keep, said))
        self.view.show_beside(form)
        form.begin()

    def _keep(self, keep: Callable[[], Answer[Any]], said: str) -> None:
        keep().then(partial(self.kept, said)).otherwise(self.refused)

    def kept(self, said: str, _answer: object) -> None:
        """Leave the form, as its act is done."""
        self.leave()
        self.desk.done(said)

    def refused(self, error: BaseException) -> None:
        """Show why the act was refused, where it was typed."""
        if isinstance(error, Problem) and self.form is not None:
            self.form.refuse(str(error))
        else:
            self.desk.tasks.unhandled.emit(error)

    def leave(self) -> None:
        """Close the form and go back to the shifts."""
        self.close()
        self.view.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def close(self) -> None:
        """Close the form, if there is one."""
        if self.form is not None:
            self.form = None
            self.view.show_beside(None)
            self.closed.emit()
