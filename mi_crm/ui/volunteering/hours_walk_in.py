"""Who just came to a shift: a volunteer, or a person of the list who becomes one on the spot."""

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import TextField
from mi_crm.ui.shared.pick import PickList, PickRow
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.tasks import Answer
from mi_crm.volunteering.actions.volunteers import make_volunteer
from mi_crm.volunteering.details import VolunteerStatus
from mi_crm.volunteering.entries import VolunteerEntry
from mi_crm.volunteering.queries.came import Came, who_came


class WalkIn(QWidget):
    """A name and, for whoever is no volunteer yet, one key; `known` comes when it is a volunteer."""

    known = Signal()

    def __init__(self, desk: Desk) -> None:
        """Ask for nobody yet."""
        super().__init__()
        self._desk = desk
        self.volunteer_id: UUID | None = None
        self._person: Came | None = None
        self.name = TextField(self.tr("Who came"), help=self.tr("A person who was not on the list"))
        self.make = Button("", "primary", icon="hand-heart", key="Enter")
        self.make.clicked.connect(self._make)
        self.picks = PickList(self.name, self._find, self._show_found)
        self.picks.picked.connect(self._take)
        self.picks.released.connect(self._look)
        self.name.entered.connect(self._look)
        self.name.input.textEdited.connect(self._forget)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(8))
        rows.addWidget(self.name)
        rows.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        self.clear()

    def clear(self) -> None:
        """Ask for somebody else."""
        self.name.clear()
        self._forget()

    def begin(self) -> None:
        """Put the cursor where the name is typed."""
        self.name.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.input.selectAll()

    def _forget(self, _typed: str = "") -> None:
        self.volunteer_id = self._person = None
        self.make.hide()

    def _find(self, typed: str) -> Answer[Any]:
        return self._desk.ask(who_came, typed, today=self._desk.today(), now=self._desk.now())

    def _show_found(self, one: Came) -> PickRow:
        return PickRow(
            one, one.name, one.second, right="" if one.volunteer_id else self.tr("No volunteer yet")
        )

    def _take(self, one: Came) -> None:
        self.name.set_value(one.name)
        self.name.set_error("")
        self.volunteer_id, self._person = one.volunteer_id, one
        if one.volunteer_id is not None:
            self.known.emit()
            return
        self.make.setText(self.tr("Make {name} a volunteer").format(name=one.name))
        self.make.show()
        self.make.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self) -> None:
        """Say what to do about a name that nobody has."""
        if self._person is None and not self.picks.isVisible():
            name = self.name.value()
            words = (
                self.tr("{name} is not in the list. Add them under People (Ctrl+2, Ctrl+N), then come back.")
                if name
                else self.tr("Type who came, and choose them.")
            )
            self.name.set_error(words.format(name=name))
            self.begin()

    def _make(self) -> None:
        if (one := self._person) is not None:
            what = VolunteerEntry(since=self._desk.today())
            answer = self._desk.do(make_volunteer, one.person_id, what, status=VolunteerStatus.APPLICANT)
            answer.then(partial(self._made, one)).otherwise(self._refused)

    def _made(self, one: Came, volunteer_id: UUID) -> None:
        self._desk.done(self.tr("{name} is a volunteer now, as an applicant").format(name=one.name))
        if one is self._person:
            self.volunteer_id = volunteer_id
            self.make.hide()
            self.known.emit()

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            self.name.set_error(str(error))
            self.begin()
        else:
            self._desk.tasks.unhandled.emit(error)
