"""Volunteers are found, looked at and kept by keys alone."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.store.store import Store
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.volunteering.volunteers_asking import AskForm
from mi_crm.ui.volunteering.volunteers_forms import LimitsForm, PaperForm, StatusForm
from mi_crm.ui.volunteering.volunteers_screen import VolunteersScreen
from mi_crm.ui.volunteering.volunteers_week import covered, turned
from mi_crm.ui.window import Window
from mi_crm.volunteering.actions.lists import add_credential_type
from mi_crm.volunteering.details import AssignmentState, VolunteerStatus
from mi_crm.volunteering.entries import CredentialTypeEntry
from mi_crm.volunteering.records.shifts import Assignment
from mi_crm.volunteering.records.volunteers import Availability, Credential, Volunteer
from tests.builders import a_person, told
from tests.ui.conftest import questions
from tests.volunteering_builders import a_shift, a_volunteer, an_assignment


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(focused(), key, modifier)


def at_page(window: Window, qtbot: QtBot, key: UUID) -> VolunteersScreen:
    window.open(Place("volunteers", key))
    screen = window.current()
    assert isinstance(screen, VolunteersScreen)
    qtbot.waitUntil(lambda: screen.view.page is not None and screen.view.isVisible())
    qtbot.waitUntil(window.desk.tasks.idle)
    return screen


def test_a_name_is_typed_and_enter_opens_the_page(window: Window, store: Store, qtbot: QtBot) -> None:
    for name in ("Hollis Grant", "Margaret Okafor", "Thuy Nguyen"):
        store.write(a_volunteer, name)
    window.open(Place("volunteers"))
    screen = window.current()
    assert isinstance(screen, VolunteersScreen)
    qtbot.waitUntil(lambda: screen.list.model.rowCount() == 3)
    qtbot.keyClicks(focused(), "okaf")
    qtbot.waitUntil(lambda: screen.list.model.rowCount() == 1)
    qtbot.waitUntil(lambda: screen.list.model.row_at(0) is not None)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.view.isVisible() and screen.view.name.text() == "Margaret Okafor")
    press(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(screen.list.isVisible)
    assert screen.list.search.text() == "okaf"


def test_somebody_is_made_a_volunteer_and_gets_a_license(window: Window, store: Store, qtbot: QtBot) -> None:
    person = store.write(a_person, "Lillian Park")
    kind = store.write(add_credential_type, CredentialTypeEntry(name="LCSW", valid_months=24))
    window.open(Place("people", person))
    qtbot.waitUntil(window.desk.tasks.idle)
    people = window.current()
    assert people is not None
    people.list.table.setFocus()  # type: ignore[attr-defined]
    press(qtbot, Qt.Key.Key_V)
    screen = window.current()
    assert isinstance(screen, VolunteersScreen)
    qtbot.waitUntil(lambda: isinstance(screen.beside.form, LimitsForm))
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.view.isVisible() and screen.view.name.text() == "Lillian Park")
    screen.view.table.setFocus()
    focused_page = screen.view
    focused_page.cards.papers.button.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: isinstance(screen.beside.form, PaperForm))
    qtbot.waitUntil(lambda: focused().window() is window)
    press(qtbot, Qt.Key.Key_Down)  # the first of the list
    press(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(focused(), "28417")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(focused(), "11/1/2026")
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.beside.form is None)
    paper = store.read(lambda session: session.scalars(select(Credential)).one())
    assert (paper.credential_type_id, paper.number) == (kind, "28417")
    assert (paper.issued_on, paper.expires_on) == (date(2026, 11, 1), date(2028, 10, 31))
    qtbot.waitUntil(lambda: screen.view.page is not None and len(screen.view.page.credentials) == 1)


def test_the_week_is_turned_with_arrows_and_space(window: Window, store: Store, qtbot: QtBot) -> None:
    screen = at_page(window, qtbot, store.write(a_volunteer))
    screen.view.cards.week.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Space):
        press(qtbot, key)
    assert screen.view.cards.week.accessibleDescription() == "Wed, Afternoon: free"

    def free() -> set[tuple[int, int, int]]:
        rows = store.read(lambda session: session.scalars(select(Availability)).all())
        return {(row.weekday, row.from_minute, row.to_minute) for row in rows}

    qtbot.waitUntil(lambda: free() == {(1, 720, 1020), (2, 720, 1020)})
    qtbot.waitUntil(window.desk.tasks.idle)
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: free() == {(1, 720, 1020)})


@pytest.mark.parametrize(
    ("free", "after"),
    [
        (frozenset(), {(0, 480, 720)}),
        (frozenset({(0, 480, 720)}), set()),
        (frozenset({(0, 540, 600)}), {(0, 480, 720)}),
        (frozenset({(0, 400, 800), (1, 0, 60)}), {(0, 400, 480), (0, 720, 800), (1, 0, 60)}),
        (frozenset({(0, 720, 800)}), {(0, 480, 800)}),
    ],
)
def test_turning_a_morning_leaves_all_else_as_it_was(
    free: frozenset[tuple[int, int, int]], after: set[tuple[int, int, int]]
) -> None:
    assert turned(free, 0, 0) == after
    assert covered(turned(free, 0, 0), 0, 0) in (0, 1)


def test_somebody_is_asked_for_a_place_that_fits_by_keys(window: Window, store: Store, qtbot: QtBot) -> None:
    def act(session: Session) -> UUID:
        helper = a_volunteer(session)
        an_assignment(session, helper, a_shift(session, "Same time"))
        a_shift(session, "Overlaps")
        a_shift(session, "Free then", starts_at=datetime(2026, 12, 5, 18, tzinfo=UTC))
        full = a_shift(session, "Full", starts_at=datetime(2026, 12, 6, 18, tzinfo=UTC), best=1)
        an_assignment(session, a_volunteer(session, "Bo Birch"), full)
        a_shift(session, "Over", starts_at=datetime(2026, 11, 1, 18, tzinfo=UTC))
        return helper

    screen = at_page(window, qtbot, store.write(act))
    screen.view.table.setFocus()
    press(qtbot, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: isinstance(screen.beside.form, AskForm))
    form = screen.beside.form
    assert isinstance(form, AskForm)
    offered = [(place.title, place.blocked) for place in form.model.rows]
    assert offered[0] == ("Free then", False)
    assert ("Overlaps", True) in offered
    assert not {"Over", "Full"} & set(dict(offered))
    press(qtbot, Qt.Key.Key_Down)
    assert not form.act.isEnabled()
    press(qtbot, Qt.Key.Key_Up)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.beside.form is None)
    states = store.read(lambda session: session.scalars(select(Assignment.state)).all())
    assert sorted(states) == [AssignmentState.ASKED, AssignmentState.CONFIRMED, AssignmentState.CONFIRMED]


def test_leaving_says_first_which_shifts_become_free(window: Window, store: Store, qtbot: QtBot) -> None:
    def act(session: Session) -> UUID:
        helper = a_volunteer(session)
        an_assignment(session, helper, a_shift(session, "MBT Basic"))
        return helper

    key = store.write(act)
    screen = at_page(window, qtbot, key)
    screen.changes.status(VolunteerStatus.ARCHIVED)
    form = screen.beside.form
    assert isinstance(form, StatusForm)
    press(qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "1 shift becomes free:\nNovember 21, 2026: MBT Basic" in form.freed.text())
    state = store.read(lambda session: session.scalars(select(Assignment.state)).one())
    assert state is AssignmentState.CONFIRMED  # looking ahead saved nothing
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.beside.form is None)
    assert store.read(lambda session: session.get_one(Volunteer, key).status) is VolunteerStatus.ARCHIVED
    assert store.read(lambda session: session.scalars(select(Assignment.state)).one()) is (
        AssignmentState.CANCELED
    )
    window.desk.undo()
    qtbot.waitUntil(
        lambda: store.read(lambda session: session.get_one(Volunteer, key).status) is VolunteerStatus.ACTIVE
    )


def test_a_form_says_what_is_missing_and_keeps_what_was_typed(
    window: Window, store: Store, qtbot: QtBot
) -> None:
    screen = at_page(window, qtbot, store.write(a_volunteer))
    screen.changes.limits()
    form = screen.beside.form
    assert isinstance(form, LimitsForm)
    form.week.input.setFocus()
    for typed, said in (("3,5", "3.5 or 3:30"), ("25", "24 hours"), ("-1", "3.5 or 3:30")):
        form.week.input.clear()
        qtbot.keyClicks(form.week.input, typed)
        press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert said in form.week.message
        assert form.week.input.text() == typed
        assert screen.beside.form is form


def test_the_calendar_is_saved_where_it_can_be(
    window: Window, store: Store, qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    folder = tmp_path
    screen = at_page(window, qtbot, store.write(a_volunteer))
    questions(desk).answers += [folder / "gone" / "m.ics", folder / "m.ics"]
    screen.save_calendar()
    qtbot.waitUntil(lambda: "There is no folder" in window.notice.text)
    screen.save_calendar()
    qtbot.waitUntil((folder / "m.ics").exists)


def test_calendars_are_kept_in_a_folder_and_follow_each_change(
    window: Window, store: Store, qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    def act(session: Session) -> UUID:
        helper = a_volunteer(session)
        an_assignment(session, helper, a_shift(session, "MBT Basic"))
        return helper

    screen = at_page(window, qtbot, store.write(act))
    folder, calendars = tmp_path / "calendars", desk.calendars
    screen.calendars_button.click()
    assert "Open your own file first" in window.notice.text
    calendars.watch(store.path)
    questions(desk).answers += [folder, folder]
    screen.calendars_button.click()
    qtbot.waitUntil(lambda: "There is no folder" in window.notice.text)
    assert calendars.folder() == ""
    folder.mkdir()
    screen.calendars_button.click()
    qtbot.waitUntil(lambda: calendars.folder() == str(folder))
    before = (folder / "office.ics").read_bytes()
    desk.do(told(lambda session: a_shift(session, "Another")))
    qtbot.waitUntil(lambda: calendars.waiting)
    calendars.write_quietly()
    qtbot.waitUntil(lambda: (folder / "office.ics").read_bytes() != before)
    assert b"Another" in (folder / "office.ics").read_bytes()
    calendars.rest()
    assert not calendars.waiting
    assert calendars.folder() == ""
