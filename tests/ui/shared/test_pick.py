"""Names under a field: the keys that choose, and an Enter typed before the answer came."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mi_crm.ui.shared.fields import TextField
from mi_crm.ui.shared.pick import PickList, PickRow
from mi_crm.ui.shared.tasks import Answer, Tasks

NAMES = ["Margaret Okafor", "Samuel Okafor", "Ngozi Okafor", "Lillian Park"]


class Form(QWidget):
    """A donor field with its list."""

    def __init__(self) -> None:
        super().__init__()
        self.tasks = Tasks(self, inline=True)
        self.donor, self.amount = TextField("Donor"), TextField("Amount")
        rows = QVBoxLayout(self)
        rows.addWidget(self.donor)
        rows.addWidget(self.amount)
        rows.addStretch(1)
        self.asked: list[str] = []
        self.picks = PickList(self.donor, self.fetch, self.line, new=self.new, new_key="Alt+N")

    def fetch(self, text: str) -> Answer[list[str]]:
        self.asked.append(text)
        return self.tasks.read(lambda: [name for name in NAMES if text.lower() in name.lower()])

    def line(self, name: str) -> PickRow:
        return PickRow(name, name, "Pasadena", "$250.00", "Nov 12")

    def new(self, text: str) -> str:
        return f"New person “{text}”"


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    form = Form()
    qtbot.addWidget(form)
    form.resize(600, 500)
    form.show()
    qtbot.waitUntil(form.isActiveWindow)
    form.donor.input.setFocus()
    return form


def test_arrows_and_enter_choose(form: Form, qtbot: QtBot) -> None:
    qtbot.keyClicks(form.donor.input, "okaf")
    qtbot.waitUntil(lambda: form.picks.isVisible() and form.tasks.idle())
    qtbot.keyClick(form.donor.input, Qt.Key.Key_Down)
    with qtbot.waitSignal(form.picks.picked) as picked:
        qtbot.keyClick(form.donor.input, Qt.Key.Key_Return)
    assert picked.args == ["Samuel Okafor"]
    assert not form.picks.isVisible()


def test_escape_closes_the_list_and_keeps_the_text(form: Form, qtbot: QtBot) -> None:
    qtbot.keyClicks(form.donor.input, "okaf")
    qtbot.waitUntil(form.picks.isVisible)
    qtbot.keyClick(form.donor.input, Qt.Key.Key_Escape)
    assert not form.picks.isVisible()
    assert form.donor.value() == "okaf"


def test_the_last_line_calls_for_someone_new(form: Form, qtbot: QtBot) -> None:
    qtbot.keyClicks(form.donor.input, "zora")
    qtbot.waitUntil(lambda: form.picks.isVisible() and form.tasks.idle())
    with qtbot.waitSignal(form.picks.asked_new) as asked:
        qtbot.keyClick(form.donor.input, Qt.Key.Key_Return)
    assert asked.args == ["zora"]


def test_fast_typing_asks_only_for_the_last_text(form: Form, qtbot: QtBot) -> None:
    for text in ("o", "ok", "oka", "okaf"):
        form.picks.look_up(text)
    qtbot.waitUntil(form.tasks.idle)
    assert form.asked == ["o", "okaf"]


def test_leaving_the_field_closes_the_list(form: Form, qtbot: QtBot) -> None:
    qtbot.keyClicks(form.donor.input, "okaf")
    qtbot.waitUntil(form.picks.isVisible)
    form.amount.input.setFocus()
    assert not form.picks.isVisible()


def test_enter_before_the_answer_waits_for_it(form: Form, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.picks.picked) as picked:
        qtbot.keyClicks(form.donor.input, "lil")
        qtbot.keyClick(form.donor.input, Qt.Key.Key_Return)
    assert picked.args == ["Lillian Park"]
