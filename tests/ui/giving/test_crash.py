"""Power is lost in the middle of a line: the program is killed, and the line is there when it comes back."""

import signal
import subprocess
import sys
from pathlib import Path
from uuid import UUID

from pytestqt.qtbot import QtBot

from mi_crm.migrations.upgrade import open_store
from mi_crm.store.store import Store
from mi_crm.ui.giving.record_gift_screen import RecordGiftScreen
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.preferences import Preferences
from tests.conftest import sign
from tests.ui.conftest import a_desk
from tests.ui.giving.conftest import Office, show

_TYPIST = """
import sys
from pathlib import Path
from uuid import UUID
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from mi_crm.giving.queries.batches import draft
from mi_crm.migrations.upgrade import open_store
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.preferences import Preferences
from mi_crm.ui.shared.style import apply_style
from mi_crm.ui.shared.tasks import Tasks
from mi_crm.ui.window import Window
from tests.conftest import NOW, sign

path, batch = Path(sys.argv[1]), UUID(sys.argv[2])
app = QApplication([])
apply_style(app, "light", 100)
store = open_store(path, sign=sign)
settings = QSettings(str(path.with_suffix(".ini")), QSettings.Format.IniFormat)
desk = Desk(store, Tasks(), Preferences(settings), today=NOW.date, now=lambda: NOW)
window = Window(desk, version="0")
window.show()
window.open(Place("record_gift", batch, "batch"))
screen = window.screen_at("record_gift")
form = screen.form
while screen.patience.held:
    app.processEvents()
form.amount.input.setFocus()
QTest.keyClicks(form.amount.input, "123.45")
while "123.45" not in (store.read(draft, batch.hex) or ""):
    app.processEvents()
print("typed", flush=True)
while True:
    app.processEvents()
"""


def test_the_half_typed_line_is_there_after_the_program_was_killed(
    store: Store, office: Office, batch: UUID, preferences: Preferences, qtbot: QtBot
) -> None:
    path = store.path
    store.close()
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", _TYPIST, str(path), str(batch)], cwd=root, stdout=subprocess.PIPE, text=True
    ) as typist:
        assert typist.stdout is not None
        assert typist.stdout.readline() == "typed\n"
        typist.send_signal(signal.SIGKILL)
    with open_store(path, sign=sign) as again:
        desk = a_desk(again, preferences, inline=True)
        window = show(desk, qtbot, Place("record_gift", batch, "batch"))
        screen = window.screen_at("record_gift")
        assert isinstance(screen, RecordGiftScreen)
        qtbot.waitUntil(lambda: screen.form.amount.input.text() == "123.45")
        assert "half typed" in screen.notice.text
        window.close()
        qtbot.waitUntil(desk.tasks.idle)
        desk.tasks.close()
