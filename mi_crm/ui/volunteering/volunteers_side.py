"""What stands beside the shifts of a volunteer: the week, skills, papers on file, limits."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mi_crm.ui.shared.buttons import Button, IconButton
from mi_crm.ui.shared.cards import Card, clear
from mi_crm.ui.shared.chips import StateChip
from mi_crm.ui.shared.flow import Flow
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.marks import Sign
from mi_crm.ui.shared.style import px
from mi_crm.ui.volunteering.volunteers_week import WeekGrid
from mi_crm.ui.volunteering.volunteers_words import LEVEL, PAPERS, away_words, paper_words
from mi_crm.volunteering.details import Liking, SkillLevel
from mi_crm.volunteering.queries.volunteer_page import VolunteerPage


class _Part(Card):
    """A card with a heading, an act at its right, and lines below."""

    def __init__(self, heading: str, act: str) -> None:
        self.button = Button(act, "ghost", small=True)
        self.button.setAccessibleName(f"{heading}: {act}")
        super().__init__(heading, action=self.button)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(px(8))
        self.body.addLayout(self.lines)


class _Line(QWidget):
    """A sign, a name, and quiet words below it."""

    def __init__(self, icon: str, tone: str, name: str, below: str) -> None:
        super().__init__()
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(px(10))
        self._across.addWidget(Sign(icon, tone, 18), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(name, "medium", wrap=True))
        words.addWidget(label(below, "help", wrap=True))
        self._across.addLayout(words, 1)

    def add(self, control: QWidget) -> None:
        """Put a control at the right."""
        self._across.addWidget(control, 0, Qt.AlignmentFlag.AlignTop)


class SideCards(QWidget):
    """The cards. Acts are asked for by signals."""

    asked_paper = Signal(object)
    asked_skills = Signal()
    asked_likes = Signal()
    asked_limits = Signal()
    asked_away = Signal(object)
    week_turned = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.week = WeekGrid()
        self.week.turned.connect(self.week_turned)
        self.free, self.can, self.papers, self.limits = (
            _Part(self.tr("Usually free"), self.tr("Away")),
            _Part(self.tr("Can do"), self.tr("Edit")),
            _Part(self.tr("On file"), self.tr("Add")),
            _Part(self.tr("Limits and notes"), self.tr("Edit")),
        )
        self.free.button.clicked.connect(partial(self.asked_away.emit, None))
        self.can.button.clicked.connect(self.asked_skills)
        self.likes_button = Button(self.tr("Roles"), "ghost", small=True)
        self.likes_button.setAccessibleName(self.tr("Roles they like"))
        self.likes_button.clicked.connect(self.asked_likes)
        self.can.heading(self.tr("Can do"), action=self.likes_button)
        self.papers.button.clicked.connect(partial(self.asked_paper.emit, None))
        self.limits.button.clicked.connect(self.asked_limits)
        self.free.body.insertWidget(0, self.week)
        self._skill_chips = Flow(gap=6, line_gap=6)
        self.can.lines.addLayout(self._skill_chips)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(14))
        for part in (self.free, self.can, self.papers, self.limits):
            rows.addWidget(part)
        rows.addStretch(1)

    def show_page(self, page: VolunteerPage) -> None:
        """Show a volunteer."""
        self.week.show_free(page.free)
        self._show_away(page)
        self._show_skills(page)
        self._show_papers(page)
        self._show_limits(page)

    def _show_away(self, page: VolunteerPage) -> None:
        clear(self.free.lines)
        for away in page.away:
            words = self.tr("Free {days}") if away.free else self.tr("Away {days}")
            text = words.format(days=away_words(away.first_day, away.last_day))
            if away.reason:
                text = f"{text}: {away.reason}"
            line = Button(text, "quiet", icon="calendar-days", small=True)
            line.setToolTip(self.tr("Change or take away"))
            line.clicked.connect(partial(self.asked_away.emit, away))
            self.free.lines.addWidget(line, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_skills(self, page: VolunteerPage) -> None:
        clear(self._skill_chips)
        for one in page.skills:
            words = one.name if one.level is SkillLevel.ABLE else f"{one.name} ({self.tr(LEVEL[one.level])})"
            self._skill_chips.addWidget(StateChip(words, "info"))
        for role in page.likings:
            if role.liking is Liking.LIKES:
                self._skill_chips.addWidget(StateChip(role.name, "quiet", "heart"))
            else:
                self._skill_chips.addWidget(StateChip(role.name, "quiet", "ban"))
        if not page.skills and not page.likings:
            self._skill_chips.addWidget(label(self.tr("Nothing noted yet."), "help"))

    def _show_papers(self, page: VolunteerPage) -> None:
        clear(self.papers.lines)
        for row in page.credentials:
            if row.renewed:
                continue
            _, state, icon = PAPERS[row.standing]
            tone = {"done": "pos", "wait": "warn", "wrong": "neg"}[state]
            line = _Line(icon, tone, row.name, paper_words(row))
            change = IconButton("pencil", self.tr("Change {paper}").format(paper=row.name), size=14, side=26)
            change.clicked.connect(partial(self.asked_paper.emit, row))
            line.add(change)
            self.papers.lines.addWidget(line)
        if page.emergency_name or page.emergency_phone:
            who = " · ".join(
                filter(None, (page.emergency_name, page.emergency_relation, page.emergency_phone))
            )
            self.papers.lines.addWidget(_Line("circle-check", "pos", self.tr("Emergency contact"), who))
        else:
            missing = self.tr("None yet: Edit below adds one")
            self.papers.lines.addWidget(
                _Line("triangle-alert", "warn", self.tr("Emergency contact"), missing)
            )

    def _show_limits(self, page: VolunteerPage) -> None:
        clear(self.limits.lines)
        said = [
            page.week_minutes and self.tr("{hours} hours a week at most").format(
                hours=f"{page.week_minutes / 60:g}"
            ),
            page.days_in_row and self.tr("{days} days in a row at most").format(days=page.days_in_row),
            page.rest_minutes and self.tr("{hours} hours of rest between days").format(
                hours=f"{page.rest_minutes / 60:g}"
            ),
            page.travel_minutes is not None and self.tr("Travels up to {minutes} minutes").format(
                minutes=page.travel_minutes
            ),
            page.interests and self.tr("Interests: {interests}").format(interests=page.interests),
            page.notes,
        ]  # fmt: skip
        for words in filter(None, said):
            self.limits.lines.addWidget(label(str(words), "second", wrap=True))
        if not any(said):
            self.limits.lines.addWidget(label(self.tr("No limits noted."), "help"))
