"""Enter hours: a sheet comes back, and is typed row by row with both hands on the keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.shared.dates import long_date
from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.cards import Card, Empty
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import TextField
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.labels import label, set_tone
from mi_crm.ui.shared.models import Column, TableModel
from mi_crm.ui.shared.panes import TwoPanes
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.table import Table
from mi_crm.ui.volunteering.hours_sheets import SheetPapers
from mi_crm.ui.volunteering.hours_walk_in import WalkIn
from mi_crm.ui.volunteering.volunteers_words import sheet_chip, span_words
from mi_crm.volunteering.actions.hours import approve_hours
from mi_crm.volunteering.actions.sheets import Entered, answer_row, enter_row, enter_walk_in
from mi_crm.volunteering.details import AskAnswer, AssignmentState, SheetKind
from mi_crm.volunteering.queries.sheet_page import SheetLine, SheetPage, SheetRef, latest_sheets, sheet_page
from mi_crm.volunteering.rules.hours import hours_text

_ANSWERS = {"y": AskAnswer.YES, "n": AskAnswer.NO, "m": AskAnswer.MESSAGE}
_DIGITS = 6


class HoursScreen(Screen):
    """At the left what is typed, at the right the sheet as it fills."""

    name = "hours"
    shows = frozenset({"hours", "assignment", "sheet", "sheet_row", "shift", "constituent"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Wait for the number of a sheet."""
        super().__init__(desk, parent)
        self.page: SheetPage | None = None
        self._number = 0
        self._line: SheetLine | None = None
        self.papers = SheetPapers(desk, self)
        self.sheet = TextField(
            self.tr("Sheet"), help=self.tr("The number at the top right of the paper"), limit=_DIGITS
        )
        self.row = TextField(self.tr("Row"), limit=_DIGITS)
        self.who = WalkIn(desk)
        self.given = TextField(self.tr("Hours"), limit=8)
        self.said = label("", "medium", wrap=True)
        self.approve_button = Button(self.tr("Approve"), "primary", key="Ctrl+Enter", icon="check")
        self.print_button = Button(self.tr("Print again"), icon="printer", key="Ctrl+P")
        self.badges_button = Button(self.tr("Name badges"), icon="tag")
        self.table = Table(self.tr("Sheet"), rows=40)
        self.model: TableModel[SheetLine] = TableModel(self._columns(), self, today=desk.today())
        self.table.set_model(self.model)
        self.latest = Table(self.tr("Latest sheets"), rows=44)
        self._refs: TableModel[SheetRef] = TableModel(self._ref_columns(), self, today=desk.today())
        self.latest.set_model(self._refs)
        self.empty = Empty(
            "nothing_yet",
            "clock",
            self.tr("No sheets yet"),
            self.tr("Print a sign-in sheet from a shift in the schedule. Its number brings it back here."),
        )
        self._lay_out()
        self._connect()
        self.set_header(self.tr("Enter hours"), self.tr("From a sheet that came back, row by row"))
        self.start_at(self.sheet.input)
        self._show_sheet(None)

    def _columns(self) -> list[Column[SheetLine]]:
        return [
            Column(self.tr("No."), lambda line: line.id, width=48, number=True, quiet=True),
            Column(
                self.tr("Helper"),
                lambda line: line.name or self.tr("Not on the list"),
                width=None,
                quiet=lambda line: not line.name,
            ),
            Column(self.tr("Role"), lambda line: line.role or " ", width=150, quiet=True),
            Column(
                self.tr("Planned"), lambda line: span_words(line.begins, line.ends), width=116, quiet=True
            ),
            Column(
                self.tr("Hours"),
                lambda line: hours_text(line.minutes) if line.minutes else " ",
                number=True,
                width=70,
                strong=True,
            ),
            Column(self.tr("State"), lambda line: line.state, width=132, chip=self._chip),
        ]

    def _chip(self, line: SheetLine) -> tuple[str, str, str]:
        words, state, icon = sheet_chip(line)
        return self.tr(words) if words else "", state, icon

    def _ref_columns(self) -> list[Column[SheetRef]]:
        kinds = {SheetKind.SIGN_IN: self.tr("Sign-in"), SheetKind.CALL: self.tr("Calls")}
        return [
            Column(self.tr("Sheet"), lambda ref: ref.number, width=70, number=True),
            Column(self.tr("For"), lambda ref: ref.title, width=None),
            Column(self.tr("Kind"), lambda ref: kinds[ref.kind], width=90, quiet=True),
            Column(self.tr("Printed"), lambda ref: ref.printed_at.astimezone().date(), width=90),
        ]

    def _lay_out(self) -> None:
        typed = Card()
        numbers = QHBoxLayout()
        numbers.setSpacing(px(12))
        for field in (self.sheet, self.row, self.given):
            numbers.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        typed.body.addLayout(numbers)
        typed.body.addWidget(self.who)
        typed.body.addWidget(self.said)
        self._how = label("", "help", wrap=True)
        typed.body.addWidget(self._how)
        typed.body.addWidget(flowing(self.approve_button, self.print_button, self.badges_button))
        typed.body.addStretch(1)
        self._sheet_card = Card(flush=True)
        self._heading, self._about = label("", "heading", wrap=True), label("", "help", wrap=True)
        top = QVBoxLayout()
        top.setContentsMargins(px(19), px(14), px(16), px(6))
        top.setSpacing(px(2))
        top.addWidget(self._heading)
        top.addWidget(self._about)
        self._sheet_card.body.setSpacing(0)
        self._sheet_card.body.addLayout(top)
        for part in (self.table, self.latest, self.empty):
            self._sheet_card.body.addWidget(part, 1)
        panes = TwoPanes(
            typed, self._sheet_card, names=(self.tr("What is typed"), self.tr("Sheet")), stretch=(36, 64)
        )
        self.body.addWidget(panes, 1)

    def _connect(self) -> None:
        self.sheet.entered.connect(self._take_sheet)
        self.row.entered.connect(self._take_row)
        self.given.entered.connect(self._take_hours)
        self.who.known.connect(self._go_to_hours)
        self.approve_button.clicked.connect(self.finish)
        self.print_button.clicked.connect(self.print_here)
        self.badges_button.clicked.connect(self.print_badges)
        self.latest.opened.connect(self._open_ref)

    @override
    def keys(self) -> list[KeyHint]:
        return [
            KeyHint("Enter", self.tr("Next field")),
            KeyHint("n", self.tr("Did not come")),
            KeyHint("Ctrl+Enter", self.tr("Approve what was entered")),
            KeyHint("Ctrl+Z", self.tr("Take back")),
            KeyHint("Esc", self.tr("One field back")),
        ]

    # -- the sheet -------------------------------------------------------------------------------

    @override
    def open(self, place: Place) -> None:
        if place.what.isdecimal():
            self._ask_for(int(place.what))

    @override
    def reload(self) -> None:
        self.desk.ask(latest_sheets).then(self._show_latest)
        if self._number:
            self.desk.ask(sheet_page, self._number).then(self._show_sheet).otherwise(self._no_sheet)

    def _show_latest(self, found: Sequence[SheetRef]) -> None:
        self._refs.show_rows(found)
        self._arrange()

    def _open_ref(self, ref: SheetRef) -> None:
        self._ask_for(ref.number)

    def _take_sheet(self) -> None:
        typed = self.sheet.value()
        if typed.isascii() and typed.isdecimal():
            self._ask_for(int(typed))
        else:
            self.sheet.set_error(self.tr("Type the number of the sheet, such as 61."))

    def _ask_for(self, number: int) -> None:
        self._number = number
        self.sheet.set_value(str(number))
        self.desk.ask(sheet_page, number).then(self._begin_sheet).otherwise(self._no_sheet)

    def _no_sheet(self, error: BaseException) -> None:
        if not isinstance(error, Problem):
            self.desk.tasks.unhandled.emit(error)
            return
        self._number = 0
        self._show_sheet(None)
        self.sheet.set_error(str(error))
        self._go(self.sheet.input)

    def _begin_sheet(self, page: SheetPage) -> None:
        self._show_sheet(page)
        self._begin_row()

    def _show_sheet(self, page: SheetPage | None) -> None:
        self.page = page
        self.model.show_rows(page.lines if page else [])
        calls = page is not None and page.kind is SheetKind.CALL
        self.given.set_words(self.tr("Answer") if calls else self.tr("Hours"))
        self._how.setText(
            self.tr("Row, Enter, then y for yes, n for no or m for a message left, Enter.")
            if calls
            else self.tr(
                "Row, Enter, then hours such as 3.5 or 3:30, Enter. n is for somebody who did not come."
            )
        )
        self._how.setVisible(page is not None)
        if page is not None:
            day = long_date(page.day) if page.day else ""
            self._about.setText(" · ".join(filter(None, (day, page.place))))
            title = self.tr("Sheet {number}: {title}").format(number=page.number, title=page.title)
            self._heading.setText(title)
        self._arrange()

    def _arrange(self) -> None:
        page = self.page
        shown = page is not None
        self.table.setVisible(shown)
        self.latest.setVisible(not shown and bool(self._refs.rows))
        self.empty.setVisible(not shown and not self._refs.rows)
        if not shown:
            some = bool(self._refs.rows)
            self._heading.setText(self.tr("Latest sheets") if some else "")
            self._about.setText(self.tr("Type a number, or choose one and press Enter.") if some else "")
        for field in (self.row, self.given):
            field.setEnabled(shown)
        self.who.setVisible(self._line is not None and self._line.assignment_id is None)
        waiting = len(page.to_approve) if page else 0
        self.approve_button.setVisible(page is not None and page.kind is SheetKind.SIGN_IN)
        self.approve_button.setText(self.tr("Approve {count}").format(count=waiting))
        self.approve_button.set_enabled(waiting > 0, self.tr("Nothing waits for approval on this sheet."))
        self.print_button.setVisible(shown)
        self.badges_button.setVisible(page is not None and page.kind is SheetKind.SIGN_IN)

    # -- a row -----------------------------------------------------------------------------------

    def _begin_row(self) -> None:
        self._line = None
        for field in (self.row, self.given, self.who):
            field.clear()
        self._arrange()
        self._go(self.row.input)

    def _take_row(self) -> None:
        typed, page = self.row.value(), self.page
        if page is None:
            return
        number = int(typed) if typed.isascii() and typed.isdecimal() else 0
        line = next((line for line in page.lines if line.id == number), None)
        if line is None:
            words = self.tr("Sheet {sheet} has rows 1 to {last}.")
            self.row.set_error(words.format(sheet=page.number, last=len(page.lines)))
            self.row.input.selectAll()
            return
        self._line = line
        self.table.choose(page.lines.index(line))
        if line.name:
            self._say(f"{line.id}  {line.name}", "")
        else:
            self._say(self.tr("Row {row} is empty on the sheet.").format(row=line.id), "second")
        self._arrange()
        if line.name:
            self._go(self.given.input)
        else:
            self.who.clear()
            self.who.begin()

    def _go_to_hours(self) -> None:
        self._go(self.given.input)

    def _take_hours(self) -> None:
        page, line, typed = self.page, self._line, self.given.value()
        if page is None or line is None:
            self._go(self.row.input)
            return
        now, who = self.desk.now(), self.desk.who
        if page.kind is SheetKind.CALL:
            said = _ANSWERS.get(typed.casefold())
            if said is None:
                self._wrong(self.tr("Type y, n or m."))
                return
            answer = self.desk.do(answer_row, page.number, line.id, said, now=now, who=who)
        elif line.assignment_id is not None:
            answer = self.desk.do(enter_row, page.number, line.id, typed, now=now, who=who)
        elif (came := self.who.volunteer_id) is None:
            self.who.name.set_error(self.tr("Choose who came."))
            self.who.begin()
            return
        else:
            answer = self.desk.do(enter_walk_in, page.number, line.id, came, typed, now=now, who=who)
        answer.then(self._entered).otherwise(self._refused)

    def _entered(self, found: Entered) -> None:
        if found.state is AssignmentState.NO_SHOW:
            words = self.tr("{row}  {name}: did not come")
        elif found.minutes is not None:
            words = self.tr("{row}  {name}: {hours} hours")
        elif found.state is AssignmentState.CONFIRMED:
            words = self.tr("{row}  {name}: yes")
        elif found.state is AssignmentState.DECLINED:
            words = self.tr("{row}  {name}: no")
        else:
            words = self.tr("{row}  {name}: message left")
        hours = hours_text(found.minutes) if found.minutes else ""
        said = words.format(row=found.row, name=found.name, hours=hours)
        self._say(said, "done")
        self.desk.done(said)
        self._begin_row()

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            self._wrong(str(error))
        else:
            self.desk.tasks.unhandled.emit(error)

    def _wrong(self, sentence: str) -> None:
        self.given.set_error(sentence)
        self.given.input.selectAll()
        self._go(self.given.input)

    def _say(self, words: str, tone: str) -> None:
        self.said.setText(words)
        set_tone(self.said, tone)

    def _go(self, line: QWidget) -> None:
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(line, QLineEdit):
            line.selectAll()

    # -- acts ------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Approve what was entered from this sheet (Ctrl+Enter)."""
        if self.page is not None and (waiting := self.page.to_approve):
            answer = self.desk.do(approve_hours, waiting, now=self.desk.now(), who=self.desk.who)
            answer.then(self._approved).otherwise(self._refused)

    def _approved(self, count: int) -> None:
        words = self.tr("1 entry approved") if count == 1 else self.tr("{count} entries approved")
        self.desk.done(words.format(count=count))
        self._begin_row()

    def print_here(self) -> None:
        """Print the sheet again, with the same numbers (Ctrl+P)."""
        if self.page is not None:
            self.papers.print_sheet(self.page.number)

    def print_badges(self) -> None:
        """Print a name badge for everybody on the sheet."""
        if self.page is not None:
            self.papers.badges(self.page.number)

    def cancel(self) -> bool:
        """Go one field back: from the hours to the row, from the row to the sheet."""
        if self._line is not None:
            self._begin_row()
        elif self.page is not None:
            self._number = 0
            self._show_sheet(None)
            self.sheet.clear()
            self._go(self.sheet.input)
        else:
            return False
        return True

    @override
    def focus_here(self) -> None:
        self._go(self.row.input if self.page is not None else self.sheet.input)
