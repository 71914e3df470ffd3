"""Who was there: one session after the other, a letter for each practitioner."""

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from mi_crm.programs.actions.attend import Mark
from mi_crm.programs.actions.seats import SEATED
from mi_crm.programs.details import Presence
from mi_crm.programs.queries.practitioners import PractitionerRow
from mi_crm.programs.queries.trainings import SessionRow
from mi_crm.shared.dates import short_date
from mi_crm.shared.wall_clock import clock_time, local
from mi_crm.ui.programs.words import PRESENT, say
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card
from mi_crm.ui.shared.chips import Tabs
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import TextField
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.models import Column, TableModel
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Table
from mi_crm.volunteering.queries.training import TrainingPage


class AttendancePage(Card):
    """The grid. `marked` brings (session, marks); `finished` asks to finish the training."""

    marked = Signal(object, object)
    finished = Signal()
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__(flush=True)
        self.desk = desk
        self._page: TrainingPage | None = None
        self._session: SessionRow | None = None
        self._tabs = Tabs()
        self._line = QHBoxLayout()
        self._line.setContentsMargins(px(19), px(6), px(19), 0)
        self._line.addWidget(self._tabs, 1)
        self._words = label("", "second", wrap=True)
        self._words.setContentsMargins(px(19), px(14), px(19), 0)
        self.table = Table(self.tr("Attendance"), rows=52)
        self.model: TableModel[PractitionerRow] = TableModel(
            [
                Column(
                    self.tr("Practitioner"),
                    lambda one: one.title,
                    width=None,
                    second=lambda one: one.entry.workplace,
                    avatar=True,
                ),
                Column(
                    self.tr("License number"), lambda one: one.entry.license_number, width=130, quiet=True
                ),
                Column(self.tr("There"), self._words_of, width=130, chip=self._chip),
                Column(self.tr("Minutes"), self._minutes, number=True, width=84),
                Column(self.tr("Certificate"), lambda one: one.certificate, width=130, quiet=True),
            ],
            self,
        )
        self.table.set_model(self.model)
        self.minutes = TextField(
            self.tr("For how many minutes?"), help=self.tr("Then Enter. Esc leaves it."), limit=6
        )
        self.minutes.setMaximumWidth(px(260))
        self.minutes.entered.connect(self._partly)
        self.minutes.hide()
        self.all_there = Button(self.tr("The rest were present"), key="Shift+P")
        self.all_there.clicked.connect(self.rest_present)
        self.finish_button = Button(self.tr("Finish training"), "primary", key="Ctrl+Enter")
        self.finish_button.clicked.connect(self.finished)
        leave = Button(self.tr("Back to the training"), "quiet", key="Esc")
        leave.clicked.connect(self.left)
        self.body.setSpacing(px(8))
        self.body.addWidget(self._words)
        self.body.addLayout(self._line)
        self.body.addWidget(self.table, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(px(19), px(4), px(19), px(14))
        foot.setSpacing(px(8))
        foot.addWidget(self.minutes)
        foot.addWidget(flowing(self.finish_button, self.all_there, leave))
        self.body.addLayout(foot)

    def show_page(self, page: TrainingPage) -> None:
        """Show the sessions and the practitioners who have a seat."""
        before = self._session.id if self._session else None
        self._page = page
        self._fill_tabs(page, before)
        self._show_session()

    def _fill_tabs(self, page: TrainingPage, before: UUID | None) -> None:
        sessions = page.details.sessions
        tabs = Tabs()
        today = self.desk.today()
        for one in sessions:
            marked = sum(one.id in row.attendance for row in self._seated())
            begins = local(one.starts_at, one.zone)
            words = f"{short_date(begins.date(), today=today)}, {clock_time(begins.time())}"
            tabs.add(str(one.id), words, marked)
        tabs.chosen.connect(self._choose)
        self._line.replaceWidget(self._tabs, tabs)
        self._tabs.hide()
        self._tabs.deleteLater()
        self._tabs = tabs
        chosen = next((one for one in sessions if one.id == before), None) or self._next_open(sessions)
        self._session = chosen
        if chosen is not None:
            tabs.choose(str(chosen.id))

    def _next_open(self, sessions: tuple[SessionRow, ...]) -> SessionRow | None:
        """Return the first session that is begun and not all noted."""
        begun = [one for one in sessions if one.starts_at <= self.desk.now()]
        for one in begun:
            if any(one.id not in row.attendance for row in self._seated()):
                return one
        return begun[-1] if begun else sessions[0] if sessions else None

    def _choose(self, key: str) -> None:
        if self._page is not None:
            sessions = self._page.details.sessions
            self._session = next((one for one in sessions if str(one.id) == key), self._session)
            self._show_session()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _seated(self) -> list[PractitionerRow]:
        rows = self._page.practitioners if self._page else ()
        return [row for row in rows if row.state in SEATED]

    def _show_session(self) -> None:
        rows = self._seated()
        self.model.show_rows(rows)
        if rows and not self.table.currentIndex().isValid():
            self.table.choose(0)
        if self._session is None:
            self._words.setText(self.tr("This training has no sessions yet."))
            return
        key = self._session.id
        open_ = sum(key not in row.attendance for row in rows)
        words = (
            self.tr("Everybody is noted for this session.")
            if not open_
            else self.tr(
                "P present, T for a part, X absent, E excused, Backspace takes a mark away. {count} to note."
            )
        )
        self._words.setText(words.format(count=open_))
        self.all_there.set_enabled(bool(open_), self.tr("Everybody is noted."))

    # -- cells -----------------------------------------------------------------------------------

    def _presence(self, row: PractitionerRow) -> tuple[Presence, int] | None:
        return row.attendance.get(self._session.id) if self._session else None

    def _chip(self, row: PractitionerRow) -> tuple[str, str, str]:
        found = self._presence(row)
        if found is None:
            return "", "quiet", ""
        words, state, icon = PRESENT[found[0]]
        return say(words), state, icon

    def _words_of(self, row: PractitionerRow) -> str:
        return self._chip(row)[0]

    def _minutes(self, row: PractitionerRow) -> int | None:
        found = self._presence(row)
        return found[1] if found else None

    # -- acts ------------------------------------------------------------------------------------

    def present(self) -> None:
        """Note that the chosen one was there."""
        self._mark(Mark(Presence.PRESENT))

    def absent(self) -> None:
        """Note that the chosen one was not there."""
        self._mark(Mark(Presence.ABSENT))

    def excused(self) -> None:
        """Note that the chosen one had said so."""
        self._mark(Mark(Presence.EXCUSED))

    def unmark(self) -> None:
        """Take the mark of the chosen one away."""
        self._mark(None)

    def ask_minutes(self) -> None:
        """Ask for how long the chosen one was there."""
        if self.table.current() is not None:
            self.minutes.clear()
            self.minutes.show()
            self.minutes.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _partly(self) -> None:
        text = self.minutes.value()
        if not (
            text.isascii() and text.isdecimal() and self._session and 0 < int(text) < self._session.minutes
        ):
            most = self._session.minutes - 1 if self._session else 0
            self.minutes.set_error(self.tr("Type minutes from 1 to {most}.").format(most=most))
            return
        self.hide_minutes()
        self._mark(Mark(Presence.PARTLY, int(text)))

    def hide_minutes(self) -> bool:
        """Leave the question for minutes; return whether it was asked."""
        if self.minutes.isHidden():
            return False
        self.minutes.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _mark(self, mark: Mark | None) -> None:
        row = self.table.current()
        if row is not None and self._session is not None:
            self._send({row.id: mark})
            self.table.choose(min(self.table.currentIndex().row() + 1, self.model.rowCount() - 1))

    def rest_present(self) -> None:
        """Note of everybody without a mark that they were there."""
        if self._session is not None:
            key = self._session.id
            rest = {row.id: Mark(Presence.PRESENT) for row in self._seated() if key not in row.attendance}
            if rest:
                self._send(rest)

    def _send(self, marks: Mapping[UUID, Mark | None]) -> None:
        if self._session is not None:
            self.marked.emit(self._session.id, dict(marks))
