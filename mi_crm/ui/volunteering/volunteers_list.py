"""The list of those who help: search, filters, order."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.shared.dates import short_date
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty
from mi_crm.ui.shared.chips import Segments
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ENTER, ComboBox, SearchLine
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import CheckBox
from mi_crm.ui.shared.models import Column, PagedModel
from mi_crm.ui.shared.style import look, px
from mi_crm.ui.shared.table import Table
from mi_crm.ui.shared.tasks import Answer
from mi_crm.ui.volunteering.mail_bar import MailBar
from mi_crm.ui.volunteering.volunteers_words import PAPERS, STATUS, hours_cell
from mi_crm.volunteering.details import SkillKind, VolunteerStatus
from mi_crm.volunteering.queries.volunteer_list import (
    Order,
    SkillChoice,
    VolunteerFilter,
    VolunteerLine,
    count_volunteers,
    skill_choices,
    status_counts,
    volunteer_lines,
)

_SPARE = {2: 760, 5: 760, 4: 620, 3: 540}
"""Columns that are left out below so many logical px."""


class VolunteerList(QWidget):
    """`opened` brings the line to open; `counted` how many there are of each status."""

    opened = Signal(object)
    counted = Signal(object)
    asked_people = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show nobody yet."""
        super().__init__(parent)
        self.desk = desk
        self._order, self._descending = Order.NAME, False
        self._busy = self._again = False
        self._skills: list[SkillChoice] = []
        self.search = SearchLine()
        self.search.setAccessibleName(self.tr("Search volunteers"))
        self.search.setPlaceholderText(self.tr("Name or end of a phone number"))
        self.search.setMaxLength(200)
        self.search.setMinimumWidth(px(270))
        self.search.textChanged.connect(self.look_up)
        self.search.installEventFilter(self)
        self.status = Segments(
            [("", self.tr("All")), *((state.value, self.tr(STATUS[state][0])) for state in VolunteerStatus)]
        )
        self.status.chosen.connect(self.look_up)
        self.skill = ComboBox()
        self.skill.setAccessibleName(self.tr("Skill or language"))
        self.skill.setMinimumWidth(px(210))
        self.skill.activated.connect(self.look_up)
        self._show_skills([])
        self.lapsing = CheckBox(self.tr("Papers to renew"))
        self.lapsing.clicked.connect(self.look_up)
        self.table = Table(self.tr("Volunteers"), rows=52)
        self.model: PagedModel[VolunteerLine] = PagedModel(
            self._columns(), self._fetch, self, today=desk.today()
        )
        self.table.set_model(self.model)
        self.table.opened.connect(self.opened)
        self.table.sort_asked.connect(self._sort)
        self.footer = label("", "help")
        self.mail = MailBar(desk)
        self.people_button = Button(self.tr("Go to People"))
        self.people_button.clicked.connect(self.asked_people)
        self._nobody = Empty("nothing_found", "search", "", "")
        self._nothing_yet = Empty(
            "nothing_yet",
            "hand-heart",
            self.tr("No volunteers yet"),
            self.tr("Choose a person under People and press V: they can help from then on."),
            self.people_button,
        )
        self._lay_out()

    def _columns(self) -> list[Column[VolunteerLine]]:
        today = self.desk.today()
        return [
            Column(
                self.tr("Name"),
                lambda line: line.name,
                width=None,
                avatar=True,
                second=lambda line: line.phone,
                sort=Order.NAME.value,
            ),
            Column(self.tr("Status"), lambda line: line.status, width=124, chip=self._status),
            Column(self.tr("Since"), lambda line: str(line.since.year), width=74, sort=Order.SINCE.value),
            Column(
                self.tr("Hours {year}").format(year=today.year),
                lambda line: hours_cell(line.minutes) if line.minutes else None,
                number=True,
                width=104,
                sort=Order.HOURS.value,
            ),
            Column(self.tr("Next shift"), self._next, width=104),
            Column(self.tr("Last asked"), self._asked, width=104, sort=Order.ASKED.value, quiet=True),
            Column(self.tr("On file"), lambda line: line.papers, width=152, chip=self._papers),
        ]

    def _status(self, line: VolunteerLine) -> tuple[str, str, str]:
        words, state, icon = STATUS[line.status]
        return self.tr(words), state, icon

    def _papers(self, line: VolunteerLine) -> tuple[str, str, str]:
        if line.papers is None:
            return self.tr("Nothing"), "quiet", ""
        words, state, icon = PAPERS[line.papers]
        return self.tr(words), state, icon

    def _next(self, line: VolunteerLine) -> str | None:
        return self._day(line.next_shift)

    def _asked(self, line: VolunteerLine) -> str | None:
        return self._day(line.last_asked)

    def _day(self, moment: datetime | None) -> str | None:
        return short_date(moment.astimezone().date(), today=self.desk.today()) if moment else None

    def _lay_out(self) -> None:
        card = Card(flush=True)
        top = QVBoxLayout()
        top.setContentsMargins(px(16), px(12), px(16), px(8))
        top.addWidget(flowing(self.search, self.status, self.skill, self.lapsing, gap=10))
        card.body.setSpacing(0)
        card.body.addLayout(top)
        self._stack = QStackedLayout()
        card.body.addLayout(self._stack, 1)
        for page in (self.table, self._nobody, self._nothing_yet):
            self._stack.addWidget(page)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(8))
        rows.addWidget(self.mail)
        rows.addWidget(card, 1)
        rows.addWidget(self.footer)

    # -- asking ----------------------------------------------------------------------------------

    def filter(self) -> VolunteerFilter:
        """Return what the list is narrowed to."""
        key, place = self.status.key(), self.skill.currentIndex()
        return VolunteerFilter(
            typed=" ".join(self.search.text().split()),
            status=VolunteerStatus(key) if key else None,
            skill_id=self._skills[place - 1].id if 0 < place <= len(self._skills) else None,
            lapsing=self.lapsing.isChecked(),
            order=self._order,
            descending=self._descending,
        )

    def reload(self) -> None:
        """Ask for everything anew."""
        self.desk.ask(skill_choices).then(self._show_skills)
        self.desk.ask(status_counts).then(self.counted.emit)
        self.mail.reload()
        self.look_up()

    def look_up(self) -> None:
        """Ask for the list; while an answer is awaited, only the last wish is kept."""
        if self._busy:
            self._again = True
            return
        self._busy = True
        answer = self.desk.ask(count_volunteers, self.filter(), today=self.desk.today()).then(self._show)
        answer.finished.connect(self._came)
        self.table.wait_for(answer, self.tr("Reading volunteers"))

    def _came(self) -> None:
        self._busy = False
        if self._again:
            self._again = False
            self.look_up()

    def _fetch(self, offset: int, limit: int) -> Answer[Any]:
        return self.desk.ask(
            volunteer_lines,
            self.filter(),
            today=self.desk.today(),
            now=self.desk.now(),
            offset=offset,
            limit=limit,
        )

    def _show(self, count: int) -> None:
        asked = self.filter()
        self.model.show_count(count)
        narrowed = asked != VolunteerFilter(order=asked.order, descending=asked.descending)
        if count:
            self._stack.setCurrentWidget(self.table)
        elif narrowed:
            self._nobody.say(
                self.tr("Nobody matches"), self.tr("Try fewer letters, another status or another skill.")
            )
            self._stack.setCurrentWidget(self._nobody)
        else:
            self._stack.setCurrentWidget(self._nothing_yet)
        words = self.tr("1 volunteer") if count == 1 else self.tr("{count} volunteers")
        self.footer.setText(words.format(count=f"{count:,}") if count else "")

    def _show_skills(self, found: list[SkillChoice]) -> None:
        chosen = self.filter().skill_id if self._skills else None
        self._skills = found
        self.skill.clear()
        self.skill.addItem(self.tr("Any skill or language"))
        for one in found:
            speaks = self.tr("Speaks {language}").format(language=one.name)
            self.skill.addItem(speaks if one.kind is SkillKind.LANGUAGE else one.name)
        places = [one.id for one in found]
        self.skill.setCurrentIndex(places.index(chosen) + 1 if chosen in places else 0)

    def _sort(self, key: str, descending: bool) -> None:
        self._order, self._descending = Order(key), descending
        self.model.forget()

    # -- keys ------------------------------------------------------------------------------------

    def clear_filter(self) -> bool:
        """Show everybody who has not left; return whether anything was narrowed."""
        now = self.filter()
        narrowed = now != VolunteerFilter(order=now.order, descending=now.descending)
        self.search.clear()
        self.status.choose("")
        self.skill.setCurrentIndex(0)
        self.lapsing.setChecked(False)
        if narrowed:
            self.look_up()
        return narrowed

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if event.key() in ENTER:
                if self.table.current() is None:
                    self.table.choose(0)
                if (line := self.table.current()) is not None:
                    self.opened.emit(line)
                return True
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        wide = self.width() / look.scale
        for column, least in _SPARE.items():
            self.table.setColumnHidden(column, wide < least)
