"""Fields: read strictly, say on leaving what is wrong, keep what is pinned."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mi_crm.shared.money import Money
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import CheckField, ChoiceField, Field, NoteField, TextField, enter_moves_on
from mi_crm.ui.shared.values import AmountField, DateField


class Form(QWidget):
    """A form of a few fields."""

    def __init__(self, *fields: Field) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        for field in fields:
            rows.addWidget(field)
        self.finished = 0

    def finish(self) -> None:
        self.finished += 1


Show = Callable[..., Form]


@pytest.fixture
def shown(qtbot: QtBot) -> Show:
    """Show fields in a form that has the focus, and keep it as long as the test runs."""
    forms: list[Form] = []

    def show(*fields: Field) -> Form:
        form = Form(*fields)
        qtbot.addWidget(form)
        forms.append(form)
        form.show()
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        return form

    return show


def test_an_amount_is_money_or_nothing(qtbot: QtBot, shown: Show) -> None:
    field, other = AmountField("Amount"), TextField("Other")
    shown(field, other)
    field.input.setFocus()
    qtbot.keyClicks(field.input, "1250")
    with qtbot.waitSignal(field.left):
        other.input.setFocus()
    assert field.value() == Money(125000)
    assert field.input.text() == "1,250.00"
    assert not field.wrong


def test_a_wrong_amount_is_told_on_leaving_and_forgiven_on_typing(qtbot: QtBot, shown: Show) -> None:
    field, other = AmountField("Amount"), TextField("Other")
    shown(field, other)
    field.input.setFocus()
    qtbot.keyClicks(field.input, "2OO")
    assert not field.wrong
    other.input.setFocus()
    assert field.wrong
    assert field.value() is None
    assert field.message == field.input.accessibleDescription() != ""
    field.input.setFocus()
    qtbot.keyClick(field.input, Qt.Key.Key_Backspace)
    assert not field.wrong


@pytest.mark.parametrize(
    ("typed", "day"),
    [("11/12/2026", date(2026, 11, 12)), ("11/12", date(2026, 11, 12)), ("12/24", date(2025, 12, 24))],
)
def test_a_date_is_read_as_people_type_it(
    qtbot: QtBot, shown: Show, desk: Desk, typed: str, day: date
) -> None:
    field, other = DateField("Date", desk), TextField("Other")
    shown(field, other)
    field.input.setFocus()
    qtbot.keyClicks(field.input, typed)
    other.input.setFocus()
    assert field.value() == day
    assert field.input.text() == f"{day:%m/%d/%Y}"


def test_the_arrows_change_the_day(qtbot: QtBot, shown: Show, desk: Desk) -> None:
    field = DateField("Date", desk)
    shown(field)
    field.input.setFocus()
    qtbot.keyClick(field.input, Qt.Key.Key_Up)
    assert field.value() == desk.today()
    qtbot.keyClick(field.input, Qt.Key.Key_Down)
    assert field.value() == date(2026, 11, 15)


def test_a_day_to_come_is_wrong_unless_asked_for(qtbot: QtBot, shown: Show, desk: Desk) -> None:
    past, future = DateField("Date", desk), DateField("Closes on", desk, future=True)
    shown(past, future)
    for field in (past, future):
        field.input.setFocus()
        qtbot.keyClicks(field.input, "06/30/2027")
    past.input.setFocus()
    past.input.clearFocus()
    assert past.wrong
    assert past.value() is None
    assert future.value() == date(2027, 6, 30)


def test_a_choice_has_no_value_until_one_is_made(qtbot: QtBot) -> None:
    field = ChoiceField("Fund", [(1, "General"), (2, "Veterans")], placeholder="Choose")
    qtbot.addWidget(field)
    assert field.value() is None
    field.set_value(2)
    assert field.value() == 2
    field.set_choices([(2, "Veterans Training"), (3, "Clinics")])
    assert field.value() == 2
    field.clear()
    assert field.value() is None


def test_enter_passes_kept_and_hidden_fields_and_finishes_on_the_last(qtbot: QtBot, shown: Show) -> None:
    first, kept, hidden, last = TextField("A"), TextField("B", keepable=True), TextField("C"), TextField("D")
    form = shown(first, kept, hidden, last)
    kept.kept = True
    hidden.hide()
    enter_moves_on([first, kept, hidden, last], form.finish)
    first.input.setFocus()
    qtbot.keyClick(first.input, Qt.Key.Key_Return)
    assert last.input.hasFocus()
    qtbot.keyClick(last.input, Qt.Key.Key_Enter)
    assert form.finished == 1


def test_a_kept_field_says_so(qtbot: QtBot) -> None:
    field = TextField("Fund", keepable=True)
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.kept_changed):
        field.kept = True
    assert field.kept
    assert field.input.property("kept") == "true"


def test_setting_a_value_tells_nobody(qtbot: QtBot) -> None:
    fields: list[Field] = [TextField("A"), NoteField("B"), CheckField("C"), AmountField("D")]
    for field, value in zip(fields, ["x", "y", True, Money(5)], strict=True):
        qtbot.addWidget(field)
        with qtbot.assertNotEmitted(field.edited):
            field.set_value(value)
        assert field.value() == value
        field.clear()
        assert not field.value()


def test_with_nothing_typed_undo_belongs_to_the_window(qtbot: QtBot, shown: Show) -> None:
    field = TextField("Donor")
    form = shown(field)
    undone: list[int] = []
    shortcut = QShortcut(QKeySequence("Ctrl+Z"), form)
    shortcut.activated.connect(lambda: undone.append(1))
    field.input.setFocus()
    qtbot.keyClicks(field.input, "ab")
    qtbot.keyClick(field.input, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (field.value(), undone) == ("", [])
    field.set_value("")
    qtbot.keyClick(field.input, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]
