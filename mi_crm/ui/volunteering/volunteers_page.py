"""One volunteer: what they gave, when they are free, what they can do and have on file."""

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from mi_crm.shared.dates import MONTHS, long_date
from mi_crm.shared.money import ZERO
from mi_crm.ui.shared.avatars import Avatar
from mi_crm.ui.shared.buttons import Button, IconButton
from mi_crm.ui.shared.cards import Card, Figure, clear
from mi_crm.ui.shared.chips import Segments, StateChip
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.flow import Flow, flowing
from mi_crm.ui.shared.labels import label, rule
from mi_crm.ui.shared.models import Column, TableModel
from mi_crm.ui.shared.scroll import scrolled
from mi_crm.ui.shared.style import look, px
from mi_crm.ui.shared.table import Table
from mi_crm.ui.volunteering.volunteers_months import MonthMarks
from mi_crm.ui.volunteering.volunteers_side import SideCards
from mi_crm.ui.volunteering.volunteers_words import (
    LEAVING,
    PREFERS,
    STATUS,
    hours_cell,
    hours_figure,
    line_chip,
    line_time,
)
from mi_crm.volunteering.details import HoursState, SkillKind, VolunteerStatus
from mi_crm.volunteering.queries.volunteer_hours import HelpLine
from mi_crm.volunteering.queries.volunteer_page import Kept, VolunteerPage

_SIDE_BY_SIDE = 860
"""Logical px: below it the cards stand under the table."""
_LEAST = 420
ALL_YEARS = "all"


class VolunteerView(QWidget):
    """The page. Acts are asked for by signals; the screen does them."""

    asked_shift = Signal()
    asked_hours = Signal()
    asked_approve = Signal()
    asked_letter = Signal()
    asked_certificate = Signal()
    asked_expenses = Signal()
    asked_status = Signal(object)
    asked_person = Signal()
    asked_year = Signal(str)
    asked_calendar = Signal()
    opened_line = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show nobody yet."""
        super().__init__(parent)
        self.desk = desk
        self.page: VolunteerPage | None = None
        self.back = Button(self.tr("Volunteers"), "ghost", icon="chevron-left", small=True)
        self.back.setAccessibleName(self.tr("Back to the list of volunteers"))
        self._where = label("", "medium")
        self._avatar, self.name = Avatar(size=56), label("", "title", wrap=True)
        self._chips = Flow(gap=6, line_gap=6)
        self.shift_button = Button(self.tr("Ask for a shift"), "primary", icon="calendar-plus", key="S")
        self.hours_button = Button(self.tr("Enter hours"), icon="clock", key="H")
        self.more_button = IconButton("ellipsis", self.tr("More"))
        self.shift_button.clicked.connect(self.asked_shift)
        self.hours_button.clicked.connect(self.asked_hours)
        self.more_button.clicked.connect(self.show_menu)
        self._year, self._all, self._kept = (
            Figure(self.tr("Hours this year")),
            Figure(self.tr("Hours in all")),
            Figure(self.tr("Came when promised")),
        )
        self._months, self._months_words = MonthMarks(), label("", "help")
        self.table = Table(self.tr("Shifts and hours"), rows=50)
        self.model: TableModel[HelpLine] = TableModel(self._columns(), self, today=desk.today())
        self.table.set_model(self.model)
        self.table.opened.connect(self.opened_line)
        self.letter_button = Button(self.tr("Letter of hours"), "ghost", icon="printer", small=True)
        self.letter_button.clicked.connect(self.asked_letter)
        self.approve_button = Button(self.tr("Approve"), small=True, key="A", icon="check")
        self.approve_button.clicked.connect(self.asked_approve)
        self.years: Segments | None = None
        self._nothing = label(self.tr("Nothing in this year."), "second")
        self.cards = SideCards()
        self._lay_out()

    def _columns(self) -> list[Column[HelpLine]]:
        return [
            Column(self.tr("Date"), lambda line: line.day, width=84),
            Column(self.tr("Shift"), lambda line: line.role or line.title, width=None, second=self._second),
            Column(self.tr("Time"), line_time, width=122, quiet=True),
            Column(
                self.tr("Hours"),
                lambda line: hours_cell(line.minutes) if line.minutes else None,
                number=True,
                width=70,
                strong=lambda line: line.hours_state is not HoursState.DECLINED,
            ),
            Column(self.tr("State"), line_chip, width=128, chip=self._chip),
        ]

    def _second(self, line: HelpLine) -> str:
        if line.role:
            return line.title if line.title != line.role else ""
        return line.note if line.note != line.title else ""

    def _chip(self, line: HelpLine) -> tuple[str, str, str]:
        words, state, icon = line_chip(line)
        return self.tr(words) if words else "", state, icon

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(14))
        where = QHBoxLayout()
        where.setSpacing(px(6))
        where.addWidget(self.back)
        where.addWidget(self._where)
        where.addStretch(1)
        rows.addLayout(where)
        head = Card()
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(px(14))
        who = QVBoxLayout()
        who.setSpacing(px(6))
        who.addWidget(self.name)
        who.addLayout(self._chips)
        name = QHBoxLayout()
        name.setSpacing(px(14))
        name.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        name.addLayout(who, 1)
        self._head.addLayout(name, 1)
        acts = QHBoxLayout()
        acts.setSpacing(px(8))
        for button in (self.shift_button, self.hours_button, self.more_button):
            acts.addWidget(button)
        acts.addStretch(1)
        self._head.addLayout(acts)
        head.body.addLayout(self._head)
        head.body.addWidget(rule())
        self._numbers = figures = QWidget()
        self._figures = QBoxLayout(QBoxLayout.Direction.LeftToRight, figures)
        self._figures.setContentsMargins(0, 0, 0, 0)
        self._figures.setSpacing(px(16))
        months = QVBoxLayout()
        months.setSpacing(px(4))
        months.addWidget(self._months_words)
        months.addWidget(self._months)
        for figure in (self._year, self._all, self._kept):
            self._figures.addWidget(figure, 1, Qt.AlignmentFlag.AlignTop)
        self._figures.addLayout(months)
        head.body.addWidget(figures)
        rows.addWidget(head)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(px(14))
        self._shifts = shifts = Card(flush=True)
        years = QWidget()
        self._years = QHBoxLayout(years)
        self._years.setContentsMargins(0, 0, 0, 0)
        top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top = top
        top.setContentsMargins(px(19), px(12), px(16), px(6))
        top.setSpacing(px(8))
        top.addWidget(label(self.tr("Shifts and hours"), "heading"), 1)
        top.addWidget(flowing(years, self.approve_button, self.letter_button))
        shifts.body.addLayout(top)
        shifts.body.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignHCenter)
        shifts.body.addWidget(self.table, 1)
        self._halves.addWidget(shifts, 1)
        self.side = QStackedWidget()
        self.side.addWidget(scrolled(self.cards))
        self._halves.addWidget(self.side)
        rows.addLayout(self._halves, 1)

    # -- showing ---------------------------------------------------------------------------------

    def show_page(self, page: VolunteerPage) -> None:
        """Show a volunteer."""
        other = self.page is None or self.page.id != page.id
        self.page = page
        self._avatar.show_who(page.name, "person")
        self.name.setText(page.name)
        self._where.setText(f"/  {page.name}")
        clear(self._chips)
        for words, state, icon in self._header_chips(page):
            self._chips.addWidget(StateChip(words, state, icon))
        self._show_figures(page)
        self._show_years(page, fresh=other)
        self.cards.show_page(page)
        self.approve_button.setVisible(bool(page.to_approve))
        self.approve_button.setText(self.tr("Approve {count}").format(count=len(page.to_approve)))
        busy = page.status in (VolunteerStatus.ARCHIVED, VolunteerStatus.APPLICANT)
        self.shift_button.set_enabled(
            not busy, self.tr("Only active volunteers are asked for shifts. Change the status first.")
        )
        self._arrange()

    def _header_chips(self, page: VolunteerPage) -> list[tuple[str, str, str]]:
        found = [(self.tr("Volunteer since {year}").format(year=page.since.year), "info", "hand-heart")]
        if page.status is not VolunteerStatus.ACTIVE:
            words, state, icon = STATUS[page.status]
            words = self.tr(words)
            if page.leaving_reason is not None and page.left_on is not None:
                words = f"{words} {long_date(page.left_on)}: {self.tr(LEAVING[page.leaving_reason])}"
            elif page.back_on is not None:
                words = self.tr("{status} until {day}").format(status=words, day=long_date(page.back_on))
            found.append((words, state, icon))
        if page.given > ZERO:
            words = self.tr("Also a donor, {amount}").format(amount=page.given.dollars())
            found.append((words, "quiet", "hand-coins"))
        found += [(one.name, "quiet", "") for one in page.skills if one.kind is SkillKind.LANGUAGE]
        words, state, icon = PREFERS[page.ask_by]
        found.append((self.tr(words), state, icon))
        if not page.phone and not page.email:
            found.append((self.tr("No phone or e-mail"), "wait", "triangle-alert"))
        return found

    def _show_figures(self, page: VolunteerPage) -> None:
        shifts = self.tr("1 shift") if page.year_shifts == 1 else self.tr("{count} shifts")
        self._year.show_value(
            hours_figure(page.year_minutes) if page.year_minutes else "–",
            shifts.format(count=page.year_shifts) if page.year_minutes else self.tr("none yet"),
        )
        since = ""
        if page.first_hours is not None:
            month = f"{MONTHS[page.first_hours.month - 1]} {page.first_hours.year}"
            since = self.tr("since {month}").format(month=month)
        self._all.show_value(hours_figure(page.all_minutes) if page.all_minutes else "–", since)
        kept = page.kept
        if kept.promised:
            value = self.tr("{came} of {promised}").format(came=kept.came, promised=kept.promised)
            self._kept.show_value(value, self._missed(kept))
        else:
            self._kept.show_value("–", self.tr("no shift yet"))
        today = self.desk.today()
        self._months_words.setText(self.tr("Hours by month, {year}").format(year=today.year))
        self._months.show_months(page.months, month=today.month)

    def _missed(self, kept: Kept) -> str:
        parts = []
        if kept.excused:
            parts.append(self.tr("{count} called off").format(count=kept.excused))
        if kept.missed:
            parts.append(self.tr("{count} did not come").format(count=kept.missed))
        return ", ".join(parts) or self.tr("always")

    def _show_years(self, page: VolunteerPage, *, fresh: bool) -> None:
        before = self.years.key() if self.years is not None and not fresh else ""
        keys = [*(str(year) for year in page.years[:2]), ALL_YEARS]
        if self.years is None or list(self.years.keys()) != keys:
            clear(self._years)
            self.years = Segments([*((key, key) for key in keys[:-1]), (ALL_YEARS, self.tr("All"))])
            self.years.chosen.connect(self.asked_year)
            self._years.addWidget(self.years)
        if fresh or before not in keys:
            self.years.choose(keys[0])
        else:
            self.years.choose(before)

    def shown_year(self) -> int | None:
        """Return the year whose shifts are shown, or None for all."""
        key = self.years.key() if self.years is not None else ALL_YEARS
        return None if key == ALL_YEARS else int(key)

    def show_lines(self, lines: list[HelpLine]) -> None:
        """Show shifts and hours."""
        self.model.show_rows(lines)
        self._nothing.setVisible(not lines)
        self.table.setVisible(bool(lines))

    def show_beside(self, form: QWidget | None) -> None:
        """Show a form in place of the cards; None brings the cards back."""
        while self.side.count() > 1:
            if (gone := self.side.widget(1)) is not None:
                self.side.removeWidget(gone)
                gone.hide()
                gone.deleteLater()
        if form is not None:
            self.side.addWidget(scrolled(form))
            self.side.setCurrentIndex(1)
        self._arrange()

    # -- acts ------------------------------------------------------------------------------------

    def show_menu(self) -> None:
        """Offer what is done less often."""
        page = self.page
        if page is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open as person and donor"), self.asked_person.emit)
        menu.addAction(self.tr("Save calendar…"), self.asked_calendar.emit)
        menu.addAction(self.tr("Certificate of hours"), self.asked_certificate.emit)
        menu.addAction(self.tr("Letter about expenses"), self.asked_expenses.emit)
        menu.addSeparator()
        words = {
            VolunteerStatus.ACTIVE: self.tr("Active again"),
            VolunteerStatus.ON_LEAVE: self.tr("On leave…"),
            VolunteerStatus.ARCHIVED: self.tr("Leaves…"),
        }
        if page.status is VolunteerStatus.APPLICANT:
            words[VolunteerStatus.ACTIVE] = self.tr("Accept")
        for status, text in words.items():
            if status is not page.status:
                menu.addAction(text, partial(self.asked_status.emit, status))
        menu.popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height() + 2)))

    @override
    def minimumSizeHint(self) -> QSize:
        """Need no more room than the cards under each other do."""
        least = super().minimumSizeHint()
        return QSize(min(least.width(), px(_LEAST)), least.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() / look.scale >= _SIDE_BY_SIDE
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        for part in (self._halves, self._head, self._figures, self._top):
            part.setDirection(across if wide else down)
        if wide:
            self.side.setFixedWidth(px(372))
        else:
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(16_777_215)
        # Where there is room for one thing, a form is that thing.
        for shown in (self._shifts, self._numbers):
            shown.setVisible(wide or self.side.count() == 1)
        self.table.setMinimumHeight(px(240))
        self.side.setMinimumHeight(0 if wide else px(460))
