"""Three hundred shifts in a week: the calendar scrolls at sixty frames, and words have room to grow."""

import time
from statistics import median

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication, QScrollBar
from pytestqt.qtbot import QtBot
from typing_extensions import override

from mi_crm.store.store import Store
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.places import Place
from mi_crm.ui.volunteering.schedule_screen import ScheduleScreen
from mi_crm.ui.window import Window
from tests.ui.volunteering.hands import press, shown
from tests.volunteering_week import Week, crowd

FRAME = 1000 / 60


def frames(bar: QScrollBar, count: int = 200) -> list[float]:
    """Scroll a few lines at a time and return how long each frame took, in milliseconds, sorted."""
    taken = []
    for number in range(count):
        begun = time.perf_counter()
        bar.setValue((number * 11) % max(bar.maximum(), 1))
        QApplication.processEvents()
        taken.append((time.perf_counter() - begun) * 1000)
    return sorted(taken)


@pytest.mark.slow
def test_three_hundred_shifts_scroll_at_sixty_frames(
    store: Store, screen: ScheduleScreen, week: Week, qtbot: QtBot
) -> None:
    store.write(crowd, week, 290)
    screen.reload()
    shown(qtbot, screen)
    assert len(screen.found.shifts) == 302  # type: ignore[union-attr]
    for bar in (screen.week.area.verticalScrollBar(), screen.week.area.horizontalScrollBar()):
        taken = frames(bar)
        print(f"median {median(taken):.1f} ms, 95 of 100 below {taken[190]:.1f} ms")
        assert median(taken) < FRAME
        assert taken[190] < 2 * FRAME  # other programs may keep the computer busy


class Longer(QTranslator):
    """Makes every sentence forty percent longer, as another language would."""

    @override
    def translate(self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1) -> str:
        return sourceText + "m" * max(round(len(sourceText) * 0.4), 1)

    @override
    def isEmpty(self) -> bool:
        return False


def test_words_longer_by_forty_percent_fit(week: Week, window: Window, qtbot: QtBot) -> None:
    longer = Longer()
    QCoreApplication.installTranslator(longer)
    try:
        window.open(Place("schedule"))
        screen = window.current()
        assert isinstance(screen, ScheduleScreen)
        shown(qtbot, screen)
        press(qtbot, screen, "h")
        cut = [
            button.text()
            for button in screen.findChildren(Button)
            if button.isVisible() and button.width() < button.sizeHint().width()
        ]
        assert cut == []
        assert screen.title() == "Schedulemmm"
        for control in (screen.bar.views, screen.bar.holes, screen.sign_in):
            assert control.mapTo(window, control.rect().bottomRight()).x() <= window.width()
    finally:
        QCoreApplication.removeTranslator(longer)
