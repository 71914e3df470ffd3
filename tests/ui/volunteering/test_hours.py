"""The paper loop: a sheet goes out, comes back, and is typed with both hands on the keyboard."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.people.actions import add_constituent
from mi_crm.people.details import ConstituentDetails, ConstituentKind
from mi_crm.people.records import Constituent
from mi_crm.store.store import Store
from mi_crm.ui.shared.places import Place
from mi_crm.ui.volunteering.hours_screen import HoursScreen
from mi_crm.ui.volunteering.schedule_screen import ScheduleScreen
from mi_crm.ui.volunteering.volunteers_screen import VolunteersScreen
from mi_crm.ui.window import Window
from mi_crm.volunteering.actions.sheets import make_call_sheet, make_sign_in_sheet
from mi_crm.volunteering.details import AssignmentState, HoursState, VolunteerStatus
from mi_crm.volunteering.queries.came import who_came
from mi_crm.volunteering.queries.sheet_page import sheet_page
from mi_crm.volunteering.records.shifts import Ask, Hours
from mi_crm.volunteering.records.volunteers import Volunteer
from tests.conftest import NOW, TODAY
from tests.documents.papers import page_texts, text_of
from tests.volunteering_builders import a_shift, a_volunteer, an_assignment

HELD = datetime(2026, 11, 14, 16, 30, tzinfo=UTC)


def a_sheet(session: Session) -> tuple[int, UUID]:
    """Print the sheet of a shift that was held, with Ann and Bo on it, and return its number and Cy."""
    shift = a_shift(session, "MBT Basic", starts_at=HELD)
    for name in ("Ann Alder", "Bo Birch"):
        an_assignment(session, a_volunteer(session, name), shift)
    return make_sign_in_sheet(session, shift[0], blank=3, now=NOW).number, a_volunteer(session, "Cy Cedar")


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


class Typing:
    """Hands that only type."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        qtbot.keyClick(focused(), Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
        screen = window.current()
        assert isinstance(screen, HoursScreen)
        self.screen = screen
        qtbot.waitUntil(window.desk.tasks.idle)

    def type(self, text: str) -> None:
        """Type a text and Enter, and wait for what it does."""
        self.qtbot.keyClicks(focused(), text)
        self.qtbot.keyClick(focused(), Qt.Key.Key_Return)
        self.qtbot.waitUntil(self.window.desk.tasks.idle)
        QApplication.processEvents()
        self.qtbot.waitUntil(self.window.desk.tasks.idle)


@pytest.fixture
def typing(window: Window, qtbot: QtBot) -> Typing:
    window.open(Place("volunteers"))
    qtbot.waitUntil(window.desk.tasks.idle)
    return Typing(window, qtbot)


def entered(store: Store) -> dict[str, tuple[int, HoursState]]:
    page = store.read(sheet_page, 1)
    return {
        line.name: (line.minutes, line.hours_state) for line in page.lines if line.hours_state is not None
    }


def test_hours_no_shows_and_walk_ins_are_typed_and_approved(
    typing: Typing, store: Store, qtbot: QtBot
) -> None:
    number, _ = store.write(a_sheet)
    typing.type(str(number))
    qtbot.waitUntil(lambda: typing.screen.page is not None)
    typing.type("1")
    typing.type("3.5")
    qtbot.waitUntil(lambda: entered(store) == {"Ann Alder": (210, HoursState.ENTERED)})
    typing.type("2")
    typing.type("n")
    qtbot.waitUntil(lambda: store.read(sheet_page, number).lines[1].state is AssignmentState.NO_SHOW)
    typing.type("3")
    qtbot.keyClicks(focused(), "ceda")
    qtbot.waitUntil(typing.screen.who.picks.isVisible)
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    typing.type("1:15")
    qtbot.waitUntil(lambda: entered(store).get("Cy Cedar") == (75, HoursState.ENTERED))
    qtbot.waitUntil(lambda: typing.screen.page is not None and len(typing.screen.page.to_approve) == 2)
    qtbot.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: {state for _, state in entered(store).values()} == {HoursState.APPROVED})
    assert store.read(sheet_page, number).lines[1].minutes == 0


def a_known_person(session: Session, name: str, *, deceased: bool = False) -> UUID:
    """Add a Dogwood whom the search finds."""
    what = ConstituentDetails(first_name=name, last_name="Dogwood", deceased=deceased)
    return add_constituent(session, what, now=NOW, who="Maya")


def test_a_person_who_just_came_becomes_a_volunteer_by_one_key(
    typing: Typing, store: Store, qtbot: QtBot
) -> None:
    number, _ = store.write(a_sheet)
    store.write(a_known_person, "Dee")
    who = typing.screen.who
    typing.type(str(number))
    typing.type("3")
    typing.type("Zebulon")
    qtbot.waitUntil(lambda: "Zebulon is not in the list. Add them under People" in who.name.message)
    assert focused() is who.name.input
    qtbot.keyClicks(focused(), "dogw")
    qtbot.waitUntil(who.picks.isVisible)
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert focused() is who.make
    assert who.make.text() == "Make Dee Dogwood a volunteer"
    assert store.read(lambda session: session.query(Volunteer).count()) == 3
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: focused() is typing.screen.given.input)
    typing.type("2")
    qtbot.waitUntil(lambda: entered(store).get("Dee Dogwood") == (120, HoursState.ENTERED))

    def made(session: Session) -> tuple[VolunteerStatus, date]:
        query = select(Volunteer).join(Constituent).where(Constituent.name == "Dee Dogwood")
        row = session.scalars(query).one()
        return row.status, row.since

    assert store.read(made) == (VolunteerStatus.APPLICANT, TODAY)


def test_the_dead_and_organizations_do_not_come(store: Store) -> None:
    store.write(a_known_person, "Dee")
    store.write(a_known_person, "Dan", deceased=True)
    store.write(
        add_constituent,
        ConstituentDetails(kind=ConstituentKind.ORGANIZATION, name="Dogwood Trust"),
        now=NOW,
        who="Maya",
    )
    found = store.read(who_came, "dogwood", today=TODAY, now=NOW)
    assert [(one.name, one.volunteer_id) for one in found] == [("Dee Dogwood", None)]


@pytest.mark.parametrize("typed", ["25", "-1", "3,5", "0", "x"])
def test_nonsense_is_refused_in_place_and_saves_nothing(
    typing: Typing, store: Store, qtbot: QtBot, typed: str
) -> None:
    number, _ = store.write(a_sheet)
    typing.type(str(number))
    typing.type("1")
    typing.type(typed)
    qtbot.waitUntil(lambda: typing.screen.given.wrong)
    assert focused() is typing.screen.given.input
    assert entered(store) == {}
    typing.type("2")
    qtbot.waitUntil(lambda: entered(store) == {"Ann Alder": (120, HoursState.ENTERED)})


def test_a_wrong_sheet_or_row_is_said_where_it_was_typed(typing: Typing, store: Store, qtbot: QtBot) -> None:
    number, _ = store.write(a_sheet)
    typing.type("99")
    qtbot.waitUntil(lambda: "no sheet 99" in typing.screen.sheet.message)
    typing.screen.sheet.input.clear()
    typing.type(str(number))
    typing.type("77")
    assert "rows 1 to 5" in typing.screen.row.message
    assert focused() is typing.screen.row.input


def test_what_was_typed_last_is_taken_back(typing: Typing, store: Store, qtbot: QtBot) -> None:
    number, _ = store.write(a_sheet)
    typing.type(str(number))
    typing.type("1")
    typing.type("3")
    qtbot.waitUntil(lambda: entered(store) != {})
    typing.window.desk.undo()
    qtbot.waitUntil(lambda: entered(store) == {})
    page = store.read(sheet_page, number)
    assert page.lines[0].state is AssignmentState.CONFIRMED


def test_a_row_typed_again_is_corrected_and_must_be_approved_again(
    typing: Typing, store: Store, qtbot: QtBot
) -> None:
    number, _ = store.write(a_sheet)
    typing.type(str(number))
    for hours in ("3", "2"):
        typing.type("1")
        typing.type(hours)
        qtbot.waitUntil(lambda hours=hours: entered(store).get("Ann Alder", (0,))[0] == int(hours) * 60)  # type: ignore[misc]
    rows = store.read(lambda session: session.scalars(select(Hours)).all())
    assert len(rows) == 1


def test_answers_to_calls_are_typed_by_row(typing: Typing, store: Store, qtbot: QtBot) -> None:
    def act(session: Session) -> int:
        shift = a_shift(session, "Ahead")
        helpers = [a_volunteer(session, name) for name in ("Ann Alder", "Bo Birch", "Cy Cedar")]
        return make_call_sheet(session, shift[1], helpers, now=NOW).number

    number = store.write(act)
    typing.type(str(number))
    for row, said in (("1", "y"), ("2", "n"), ("3", "m")):
        typing.type(row)
        typing.type(said)
    qtbot.waitUntil(
        lambda: (
            [line.state for line in store.read(sheet_page, number).lines]
            == [AssignmentState.CONFIRMED, AssignmentState.DECLINED, AssignmentState.ASKED]
        )
    )
    assert len(store.read(lambda session: session.scalars(select(Ask)).all())) == 3
    typing.type("1")
    typing.type("maybe")
    assert typing.screen.given.message == "Type y, n or m."


def test_the_paper_has_the_rows_that_the_sheet_has(typing: Typing, store: Store, qtbot: QtBot) -> None:
    number, _ = store.write(a_sheet)
    printed: list[bytes] = []

    def keep(_over: QWidget, pdf: bytes) -> bool:
        printed.append(pdf)
        return True

    typing.screen.papers.send = keep
    typing.type(str(number))
    qtbot.waitUntil(lambda: typing.screen.page is not None)
    qtbot.keyClick(focused(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(printed) == 1)
    text = text_of(printed[0])
    for words in (
        f"Sheet {number} · Page 1 of 1",
        "Saturday, November 14, 2026",
        "8:30 AM to 10:30 AM",
        "1 Ann Alder Desk of MBT Basic 8:30 – 10:30",
        "3 Not on the list?",
        f"sheet {number}, by row number",
    ):
        assert words in text
    typing.screen.papers.badges(number)
    qtbot.waitUntil(lambda: len(printed) == 2)
    assert "Ann Ann Alder" in page_texts(printed[1])[0]


def test_hours_beside_shifts_are_entered_on_the_page_and_approved(
    window: Window, store: Store, qtbot: QtBot
) -> None:
    helper = store.write(a_volunteer)
    window.open(Place("volunteers", helper))
    screen = window.current()
    assert isinstance(screen, VolunteersScreen)
    qtbot.waitUntil(lambda: screen.view.page is not None and screen.view.isVisible())
    screen.acts.enter_hours()
    qtbot.waitUntil(lambda: screen.beside.form is not None)
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    qtbot.keyClicks(focused(), "2.25")
    qtbot.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.view.page is not None and len(screen.view.page.to_approve) == 1)
    qtbot.waitUntil(lambda: len(screen.view.model.rows) == 1)
    screen.view.table.setFocus()
    qtbot.keyClick(screen.view.table, Qt.Key.Key_A)
    qtbot.waitUntil(
        lambda: store.read(lambda session: session.scalars(select(Hours.state)).one()) is HoursState.APPROVED
    )


def test_the_schedule_prints_a_sign_in_sheet_and_whom_to_call(
    window: Window, store: Store, qtbot: QtBot
) -> None:
    def act(session: Session) -> UUID:
        shift = a_shift(session, "MBT Basic", starts_at=datetime(2026, 11, 18, 17, tzinfo=UTC))
        an_assignment(session, a_volunteer(session, "Ann Alder"), shift)
        a_volunteer(session, "Bo Birch")
        return shift[0]

    shift_id = store.write(act)
    window.open(Place("schedule", shift_id))
    screen = window.current()
    assert isinstance(screen, ScheduleScreen)
    printed: list[bytes] = []

    def keep(_over: QWidget, pdf: bytes) -> bool:
        printed.append(pdf)
        return True

    screen.sheets.send = keep
    qtbot.waitUntil(lambda: screen.shift_id == shift_id)
    qtbot.waitUntil(lambda: screen.pane.suggestions.need_id is not None)
    qtbot.keyClick(focused(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(printed) == 1)
    assert "1 Ann Alder" in text_of(printed[0])
    screen.print_calls()
    qtbot.waitUntil(lambda: len(printed) == 2)
    text = text_of(printed[1])
    assert "Call sheet" in text
    assert "1 Bo Birch No phone" in text
    assert "Ann Alder" not in text
