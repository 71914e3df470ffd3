"""From a hole to a helper, by keys: found, asked, confirmed, declined, taken back."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from mi_crm.people.records import Constituent
from mi_crm.store.store import Store
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.volunteering.schedule_screen import ScheduleScreen
from mi_crm.ui.window import Window
from mi_crm.volunteering.details import AssignmentState
from mi_crm.volunteering.queries.one_shift import OnShiftRow, shift_view
from mi_crm.volunteering.records.shifts import Ask, Assignment, Shift
from mi_crm.volunteering.records.volunteers import Volunteer
from tests.builders import told
from tests.conftest import NOW
from tests.ui.conftest import questions
from tests.ui.volunteering.hands import focused_name, press, shown, title
from tests.volunteering_week import Week

CTRL = Qt.KeyboardModifier.ControlModifier
S = AssignmentState


def states(store: Store, week: Week, key: str) -> dict[str, AssignmentState]:
    """Return how everybody stands with a shift."""
    view = store.read(shift_view, week.shifts[key])
    assert view is not None
    return {one.name: one.state for one in view.people}


def on_screen(screen: ScheduleScreen) -> list[str]:
    """Return the lines of the pane as they are read aloud."""
    return [line.accessibleName() for line in screen.pane.lines]


def test_a_hole_is_found_asked_for_confirmed_and_taken_back(
    store: Store, screen: ScheduleScreen, week: Week, window: Window, qtbot: QtBot
) -> None:
    press(qtbot, screen, "h")
    assert title(screen) == "Registration desk"
    # Tamara speaks Spanish, which is wished for, and was never asked.
    assert screen.pane.suggestions.lines[0].name == "Tamara Vance"
    press(qtbot, screen, "1")
    assert states(store, week, "Registration desk")["Tamara Vance"] is S.ASKED
    assert "Tamara Vance, Asked, By phone today, no answer yet" in on_screen(screen)
    assert window.toast.accessibleName() == "Tamara Vance was asked"
    assert focused_name().endswith("1 of 3 confirmed, needs 2, 2 asked, Veterans")
    # C is for the first who was asked and has not answered.
    press(qtbot, screen, "c")
    assert states(store, week, "Registration desk")["Jerome Whitfield"] is S.CONFIRMED
    press(qtbot, screen, "c")
    assert states(store, week, "Registration desk")["Tamara Vance"] is S.CONFIRMED
    assert "3 of 3 confirmed" in focused_name()
    assert "needs" not in focused_name()
    assert screen.bar.holes.text() == "2 shifts need helpers"
    for state in (S.ASKED, None):
        press(qtbot, screen, Qt.Key.Key_Z, held=CTRL)
        qtbot.waitUntil(screen.desk.tasks.idle)
        shown(qtbot, screen)
        if state is None:
            assert states(store, week, "Registration desk")["Jerome Whitfield"] is S.ASKED
        else:
            assert states(store, week, "Registration desk")["Tamara Vance"] is state
    press(qtbot, screen, Qt.Key.Key_Z, held=CTRL)
    qtbot.waitUntil(lambda: "Tamara Vance" not in states(store, week, "Registration desk"))


def test_x_notes_a_no(store: Store, screen: ScheduleScreen, week: Week, qtbot: QtBot) -> None:
    press(qtbot, screen, "h", "x")
    assert states(store, week, "Registration desk")["Jerome Whitfield"] is S.DECLINED
    # Nobody is left who was asked: the key does nothing more.
    before = states(store, week, "Registration desk")
    press(qtbot, screen, "x", "c")
    assert states(store, week, "Registration desk") == before


def test_a_conflict_takes_a_reason(store: Store, screen: ScheduleScreen, week: Week, qtbot: QtBot) -> None:
    press(qtbot, screen, "h")
    omar = next(line for line in screen.pane.suggestions.lines if line.name == "Omar Haddad")
    assert "overlaps 1.5 h" in omar.accessibleName()
    questions(screen.desk).answers = ["Agreed with them"]
    tab_to(qtbot, screen, "Ask Omar Haddad anyway, with a reason")
    press(qtbot, screen, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: states(store, week, "Registration desk").get("Omar Haddad") is S.ASKED)
    shown(qtbot, screen)
    view = screen.pane.view
    assert view is not None
    one = next(one for one in view.people if one.name == "Omar Haddad")
    assert one.override_reason == "Agreed with them"
    assert any("asked anyway: Agreed with them" in line for line in on_screen(screen))


def test_swapping_takes_somebody_from_the_other_shift(
    store: Store, screen: ScheduleScreen, week: Week, qtbot: QtBot
) -> None:
    press(qtbot, screen, "h")
    tab_to(qtbot, screen, "Take Omar Haddad from Audio, video to this one")
    press(qtbot, screen, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: states(store, week, "Registration desk").get("Omar Haddad") is S.ASKED)
    assert states(store, week, "Audio, video")["Omar Haddad"] is S.CANCELED


def tab_to(qtbot: QtBot, screen: ScheduleScreen, name: str) -> None:
    """Press Tab until the focus says this."""
    heard = []
    for _ in range(60):
        heard.append(focused_name())
        if heard[-1] == name:
            return
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never came to {name}: {heard}")


def test_the_pane_is_read_from_top_to_bottom(screen: ScheduleScreen, qtbot: QtBot) -> None:
    press(qtbot, screen, "h", Qt.Key.Key_Return)
    heard = [focused_name()]
    for _ in range(8):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        heard.append(focused_name())
    assert heard == [
        "Thuy Nguyen, Confirmed, By phone Nov 13",
        "Jerome Whitfield, Asked, By phone Nov 13, no answer yet",
        "Beatrice Lund, Declined, Cannot come before 10",
        "Tamara Vance, Free Saturday. Never asked yet",
        "Ask Tamara Vance",
        "Margaret Okafor, Free Saturday. Never asked yet",
        "Ask Margaret Okafor",
        "Priya Raman, Free Saturday. Never asked yet",
        "Ask Priya Raman",
    ]


def test_someone_else_is_found_by_name(
    store: Store, screen: ScheduleScreen, week: Week, qtbot: QtBot
) -> None:
    press(qtbot, screen, "h", "a")
    assert focused_name() == "Ask someone else"
    press(qtbot, screen, "paul", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: states(store, week, "Registration desk").get("Paul Reyes") is S.ASKED)


def test_what_can_be_done_with_somebody_stands_below_them(
    store: Store, screen: ScheduleScreen, week: Week, qtbot: QtBot
) -> None:
    press(qtbot, screen, "h", Qt.Key.Key_Return, Qt.Key.Key_Return)
    tab_to(qtbot, screen, "Thuy Nguyen: Release")
    press(qtbot, screen, Qt.Key.Key_Return)
    assert states(store, week, "Registration desk")["Thuy Nguyen"] is S.CANCELED


def test_an_older_save_is_refused_kindly(
    store: Store, screen: ScheduleScreen, week: Week, window: Window, qtbot: QtBot
) -> None:
    press(qtbot, screen, "h")
    one: OnShiftRow = next(one for one in screen.pane.view.people if one.state is S.ASKED)  # type: ignore[union-attr]

    def meanwhile(session: Session) -> None:
        session.get_one(Assignment, one.id).note = "Has a cold"

    store.write(told(meanwhile))
    screen.acts.confirm(one)
    qtbot.waitUntil(window.notice.isVisible)
    assert "Someone else changed this shift meanwhile" in window.notice.text
    shown(qtbot, screen)
    assert states(store, week, "Registration desk")["Jerome Whitfield"] is S.ASKED
    assert any("Has a cold" in line for line in on_screen(screen))
    # What is shown now is true now, and the same key works.
    press(qtbot, screen, "c")
    assert states(store, week, "Registration desk")["Jerome Whitfield"] is S.CONFIRMED


def test_a_shift_is_moved_and_made_longer_by_keys(
    store: Store, screen: ScheduleScreen, week: Week, qtbot: QtBot
) -> None:
    press(qtbot, screen, "h", "r", Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert screen.week.grid.motion is not None
    assert screen.week.grid.motion.words == "Sunday, November 22, 9:00 to 11:00 AM"
    press(qtbot, screen, Qt.Key.Key_Down, held=Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, screen, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Sunday November 22, 9:00 to 11:15 AM" in focused_name())
    press(qtbot, screen, Qt.Key.Key_Z, held=CTRL)
    qtbot.waitUntil(lambda: "Saturday November 21, 8:30 to 10:30 AM" in focused_name())


def test_esc_leaves_a_moving_shift_where_it_was(screen: ScheduleScreen, qtbot: QtBot) -> None:
    press(qtbot, screen, "h", "r", Qt.Key.Key_Down, Qt.Key.Key_Escape, Qt.Key.Key_Return)
    assert screen.week.grid.motion is None
    assert title(screen) == "Registration desk"
    assert screen.pane.view is not None
    assert (screen.pane.view.shift.begins.hour, screen.pane.view.shift.begins.minute) == (8, 30)


def test_asked_by_phone_is_remembered(store: Store, screen: ScheduleScreen, qtbot: QtBot) -> None:
    press(qtbot, screen, "h", "1")

    def asked(session: Session) -> list[tuple[str, str]]:
        query = (
            select(Constituent.name, Ask.asked_by)
            .join(Volunteer, Volunteer.id == Ask.volunteer_id)
            .join(Constituent, Constituent.id == Volunteer.constituent_id)
            .where(Ask.asked_at == NOW)
        )
        return [(name, by) for name, by in session.execute(query)]

    assert store.read(asked) == [("Tamara Vance", "Dana Whitlock")]


def test_on_its_threads_a_key_held_down_asks_nobody_for_the_wrong_shift(
    store: Store, threaded_desk: Desk, week: Week, qtbot: QtBot
) -> None:
    window = Window(threaded_desk, version="0")
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    window.open(Place("schedule"))
    screen = window.current()
    assert isinstance(screen, ScheduleScreen)
    shown(qtbot, screen)
    # From shift to shift without waiting, then at once the key: it must not act on one that is still to come.
    for _ in range(3):
        screen.week.grid.setFocus()
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Home)
        for _ in range(2):
            QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Down)
            QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_1)
    shown(qtbot, screen)
    here = title(screen)
    assert here == "MBT-A, school counselors"
    press(qtbot, screen, "1")
    qtbot.waitUntil(threaded_desk.tasks.idle)

    def asked(session: Session) -> set[str]:
        query = (
            select(Shift.title)
            .join(Assignment, Assignment.shift_id == Shift.id)
            .join(Ask, Ask.assignment_id == Assignment.id)
            .where(Ask.asked_at == NOW)
        )
        return set(session.scalars(query))

    assert store.read(asked) == {here}
    window.close()
