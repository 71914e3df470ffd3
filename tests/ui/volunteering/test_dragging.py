"""The same by mouse: a shift is dragged to another time or made longer, a helper is dropped on a shift."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mi_crm.store.store import Store
from mi_crm.ui.shared.style import px
from mi_crm.ui.volunteering.schedule_card import ShiftCard
from mi_crm.ui.volunteering.schedule_grid import HELPER
from mi_crm.ui.volunteering.schedule_motion import HOUR
from mi_crm.ui.volunteering.schedule_screen import ScheduleScreen
from mi_crm.volunteering.details import AssignmentState
from mi_crm.volunteering.queries.one_shift import shift_view
from mi_crm.volunteering.queries.week import shift_row
from tests.ui.volunteering.hands import press, shown
from tests.volunteering_week import Week

LEFT = Qt.MouseButton.LeftButton


def card_of(screen: ScheduleScreen, week: Week, key: str) -> ShiftCard:
    """Return the card of a shift."""
    card = screen.week.grid.card(week.shifts[key])
    assert card is not None
    return card


def drag(card: ShiftCard, start: QPoint, by: QPoint) -> None:
    """Drag a card with the mouse."""
    QTest.mousePress(card, LEFT, pos=start)
    QTest.mouseMove(card, start + by / 2)
    QTest.mouseMove(card, start + by)
    QTest.mouseRelease(card, LEFT, pos=start + by)


def test_a_shift_is_dragged_to_another_day_and_hour(
    store: Store, screen: ScheduleScreen, week: Week, qtbot: QtBot
) -> None:
    card = card_of(screen, week, "Fall Appeal mailing")
    thursday = screen.week.grid.widths[2]
    drag(card, QPoint(20, 20), QPoint(thursday, -px(HOUR)))
    qtbot.waitUntil(lambda: store.read(shift_row, card.row.id).begins.day == 19)  # type: ignore[union-attr]
    row = store.read(shift_row, card.row.id)
    assert row is not None
    assert (row.begins.hour, row.ends.hour) == (9, 11)
    shown(qtbot, screen)
    press(qtbot, screen, Qt.Key.Key_Z, held=Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: store.read(shift_row, row.id).begins.day == 18)  # type: ignore[union-attr]


def test_its_lower_edge_makes_it_longer(
    store: Store, screen: ScheduleScreen, week: Week, qtbot: QtBot
) -> None:
    card = card_of(screen, week, "Fall Appeal mailing")
    drag(card, QPoint(20, card.height() - 3), QPoint(0, px(HOUR)))
    qtbot.waitUntil(lambda: store.read(shift_row, card.row.id).ends.hour == 13)  # type: ignore[union-attr]
    row = store.read(shift_row, card.row.id)
    assert row is not None
    assert (row.begins.day, row.begins.hour) == (18, 10)


def test_a_helper_dropped_on_a_shift_is_asked(
    store: Store, screen: ScheduleScreen, week: Week, qtbot: QtBot
) -> None:
    grid, card = screen.week.grid, card_of(screen, week, "Close, clean")
    carried = QMimeData()
    carried.setData(HELPER, week.helpers["Margaret Okafor"].bytes)
    here = QPointF(card.mapToParent(QPoint(10, 10)))
    values = (Qt.DropAction.CopyAction, carried, LEFT, Qt.KeyboardModifier.NoModifier)
    grid.dragMoveEvent(QDragMoveEvent(here.toPoint(), *values))
    assert card._target
    grid.dropEvent(QDropEvent(here, *values))
    assert not card._target

    def asked() -> bool:
        view = store.read(shift_view, card.row.id)
        assert view is not None
        return {one.name: one.state for one in view.people}.get("Margaret Okafor") is AssignmentState.ASKED

    qtbot.waitUntil(asked)
