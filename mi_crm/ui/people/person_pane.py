"""The right side of People: who this is, and what we have been to each other."""

from uuid import UUID

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.giving.rules import method_words
from mi_crm.people.details import ConstituentKind, Standing
from mi_crm.shared.dates import short_date
from mi_crm.ui.people.asks import PersonPage
from mi_crm.ui.people.facts import about, breakable, chips, counted
from mi_crm.ui.people.note_box import NoteBox
from mi_crm.ui.people.side_cards import ContactPart, HouseholdPart, TrainingsPart
from mi_crm.ui.people.story import events
from mi_crm.ui.people.timeline import Timeline
from mi_crm.ui.shared.buttons import Button, IconButton
from mi_crm.ui.shared.cards import Avatar, Card, Figure, clear
from mi_crm.ui.shared.charts import YearBars
from mi_crm.ui.shared.chips import StateChip, Tabs
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.flow import Flow, flowing, see_through
from mi_crm.ui.shared.labels import label, rule
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.style import look, px

STEP = 30
"""Events shown at first, and with each wish for more."""

_SIDE_BY_SIDE = 620  # logical px: below it the cards stand under the timeline
_LONG_NAME = 30
_MONTHS = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


class PersonPane(Card):
    """One constituent. The acts are asked for by signals; the screen does them."""

    asked_gift = Signal()
    asked_edit = Signal()
    asked_archive = Signal()
    asked_volunteer = Signal()
    asked_household = Signal()
    asked_person = Signal(object)
    asked_more = Signal()
    opened = Signal(object)
    noted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show nobody yet."""
        super().__init__(flush=True, parent=parent)
        self.desk = desk
        self.page: PersonPage | None = None
        self.limit = STEP
        self._avatar = Avatar(size=56)
        self.name = label("", "title", wrap=True)
        # Beside its picture, whichever way the name is written.
        self.name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self._about = label("", "help", wrap=True)
        self._chips = Flow(gap=6, line_gap=6)
        self.gift_button = Button(self.tr("Record gift"), "primary", key="G")
        self.note_button = Button(self.tr("Note"), icon="sticky-note", key="N")
        self.edit_button = Button(self.tr("Edit"), icon="pencil", key="E")
        self.more_button = IconButton("ellipsis", self.tr("More"))
        self.gift_button.clicked.connect(self.asked_gift)
        self.note_button.clicked.connect(self.write_note)
        self.edit_button.clicked.connect(self.asked_edit)
        self.more_button.clicked.connect(self._show_menu)
        self._in_all, self._this_year, self._last_gift = (
            Figure(self.tr("Given in all")),
            Figure(self.tr("This year")),
            Figure(self.tr("Last gift")),
        )
        self._years = YearBars()
        self.tabs = Tabs(
            [
                ("all", self.tr("Everything"), None),
                ("gifts", self.tr("Gifts"), 0),
                ("notes", self.tr("Notes"), 0),
                ("receipts", self.tr("Receipts"), 0),
                ("history", self.tr("History"), None),
            ]
        )
        self.tabs.chosen.connect(self._show_events)
        self.note_box = NoteBox()
        self.note_box.saved.connect(self.noted)
        self.timeline = Timeline()
        self.timeline.opened.connect(self.opened)
        self._nothing = label("", "second", wrap=True)
        self._older = Button(self.tr("Show older"), "ghost", small=True)
        self._older.clicked.connect(self._ask_more)
        self._household, self._contact = HouseholdPart(), ContactPart()
        self._household.asked_person.connect(self.asked_person)
        self._household.asked_household.connect(self.asked_household)
        self._contact.asked_edit.connect(self.asked_edit)
        self._made = TrainingsPart(self.tr("Made possible by these gifts"))
        self._trained = TrainingsPart(self.tr("Trained in"))
        for part in (self._made, self._trained):
            part.asked_training.connect(self._open_training)
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("clear", "true")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(px(28), px(22), px(24), px(20))
        rows.setSpacing(px(16))
        rows.addLayout(self._header())
        rows.addWidget(rule())
        rows.addWidget(self._figures())
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(px(28))
        left = QVBoxLayout()
        left.setSpacing(px(10))
        for part in (self.tabs, self.note_box, self._nothing, self.timeline):
            left.addWidget(part)
        left.addWidget(self._older, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, px(6), 0, 0)
        side.setSpacing(px(16))
        side.addWidget(self._household)
        side.addWidget(rule())
        side.addWidget(self._contact)
        side.addWidget(self._made)
        side.addWidget(self._trained)
        side.addStretch(1)
        self._halves.addLayout(left, 1)
        self._halves.addWidget(self._side)
        rows.addLayout(self._halves, 1)
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setWidget(inside)
        see_through(self.scroller)
        self.body.addWidget(self.scroller)

    def _header(self) -> QBoxLayout:
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(px(12))
        who = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        who.setSpacing(px(16))
        words = QVBoxLayout()
        words.setSpacing(px(5))
        words.addLayout(self._head)
        words.addWidget(self._about)
        words.addLayout(self._chips)
        who.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        who.addLayout(words, 1)
        acts = QWidget()
        acts.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Minimum)
        buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight, acts)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(px(8))
        for button in (self.gift_button, self.note_button, self.edit_button, self.more_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._head.addWidget(self.name, 1)
        self._head.addWidget(acts, 0, Qt.AlignmentFlag.AlignTop)
        return who

    def _figures(self) -> QWidget:
        years = QWidget()
        rows = QVBoxLayout(years)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(4))
        rows.addWidget(label(self.tr("Giving by year"), "help"))
        rows.addWidget(self._years)
        self._years_part = years
        for figure in (self._in_all, self._this_year, self._last_gift):
            figure.setMinimumWidth(px(112))
        return flowing(self._in_all, self._this_year, self._last_gift, years, gap=18, line_gap=14)

    def _open_training(self, training_id: UUID) -> None:
        self.desk.go(Place("training", training_id))

    # -- showing ---------------------------------------------------------------------------------

    def show_page(self, page: PersonPage) -> None:
        """Show a constituent; a note half typed stays with the one it is about."""
        other = self.page is None or self.page.person.id != page.person.id
        self.page = page
        what = page.person.what
        if other:
            self.note_box.close_for(page.person.id)
            self.tabs.choose("all")
            self.scroller.verticalScrollBar().setValue(0)
        self._avatar.show_who(page.person.name, what.kind.value)
        self.name.setText(breakable(page.person.name))
        self.name.setAccessibleName(page.person.name)
        self._about.setText(about(page))
        clear(self._chips)
        for words, state, icon in chips(page):
            self._chips.addWidget(StateChip(words, state, icon))
        self._arrange()
        self._show_figures(page)
        self.tabs.set_count("gifts", page.giving.count)
        self.tabs.set_count("notes", page.note_count)
        self.tabs.set_count("receipts", len(page.receipts))
        self._household.show_page(page)
        self._contact.show_page(page)
        self._made.show_made(page.made)
        self._trained.show_trained(page.trained)
        self._show_events()

    def _show_figures(self, page: PersonPage) -> None:
        giving, today = page.giving, self.desk.today()
        since = ""
        if giving.first_on is not None:
            since = self.tr("{gifts} since {when}").format(
                gifts=counted(giving.count, self.tr("gift"), self.tr("gifts")),
                when=f"{_MONTHS[giving.first_on.month - 1]} {giving.first_on.year}",
            )
        self._in_all.show_value(
            giving.total.dollars() if giving.count else "–", since or self.tr("no gifts yet")
        )
        count = giving.this_year_count
        self._this_year.show_value(
            giving.this_year.dollars() if count else "–",
            counted(count, self.tr("gift"), self.tr("gifts")) if count else "",
        )
        last = giving.last
        if last is None:
            self._last_gift.show_value("–")
        else:
            days = (today - last.given_on).days
            when = short_date(last.given_on, today=today)
            if 0 <= days < 2:
                when = [self.tr("today"), self.tr("yesterday")][days]
            elif 2 <= days < 60:
                when = self.tr("{days} days ago").format(days=days)
            how = method_words(last.payment_method, last.check_number).lower()
            self._last_gift.show_value(last.amount.dollars(), f"{when}, {how}")
        self._years.show_years([(year.year, year.amount) for year in reversed(giving.years)])
        self._years_part.setVisible(bool(giving.years))

    def _show_events(self) -> None:
        if self.page is None:
            return
        page, which = self.page, self.tabs.key()
        shown = events(page, which, today=self.desk.today(), limit=self.limit)
        self.timeline.show_events(shown)
        self.timeline.setVisible(bool(shown))
        nothing = {
            "all": self.tr("Nothing yet. A gift, a note or a receipt will stand here."),
            "gifts": self.tr("No gifts yet."),
            "notes": self.tr("No notes yet. N writes one."),
            "receipts": self.tr("No receipts yet."),
            "history": "",
        }
        self._nothing.setText(nothing[which])
        self._nothing.setVisible(not shown)
        self._older.setVisible(len(shown) == self.limit)

    def _ask_more(self) -> None:
        self.limit += STEP
        self.asked_more.emit()

    # -- acts ------------------------------------------------------------------------------------

    def write_note(self) -> None:
        """Open the box for a note and go into it."""
        if self.page is not None:
            self.note_box.begin(self.page.person.id)
            self.scroller.ensureWidgetVisible(self.note_box)

    def focus_here(self) -> None:
        """Go to the timeline, or to the first button where nothing happened yet."""
        target = self.timeline if not self.timeline.isHidden() else self.gift_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def who(self) -> UUID | None:
        """Return who is shown."""
        return self.page.person.id if self.page else None

    def _show_menu(self) -> None:
        if self.page is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        person = self.page.person
        archived = person.standing == Standing.ARCHIVED
        menu.addAction(self.tr("Bring back") if archived else self.tr("Archive"), self.asked_archive.emit)
        if person.what.kind == ConstituentKind.PERSON:
            helps = self.page.helps is not None
            words = self.tr("Open as volunteer") if helps else self.tr("Make a volunteer")
            menu.addAction(words, self.asked_volunteer.emit)
        if person.what.kind == ConstituentKind.PERSON and person.household_id is None:
            menu.addAction(self.tr("Make a household"), self.asked_household.emit)
        menu.popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height() + 2)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() / look.scale >= _SIDE_BY_SIDE
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(across if wide else down)
        short = self.page is None or len(self.page.person.name) <= _LONG_NAME
        self._head.setDirection(across if wide and short else down)
        if wide:
            self._side.setFixedWidth(px(250))
        else:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16_777_215)
