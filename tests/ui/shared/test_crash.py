"""The report says where it happened and names nobody."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from mi_crm.ui.shared.crash import CrashWindow, report_of


def _break(donor: str) -> None:
    try:
        int(donor)
    except ValueError as error:
        raise RuntimeError(f"could not read {donor}") from error


def _report() -> str:
    try:
        _break("Margaret Okafor")
    except RuntimeError as error:
        return report_of(error, "0.1.0")
    return ""


def test_the_report_has_the_way_there_and_nobodys_data() -> None:
    report = _report()
    assert "tests/ui/shared/test_crash.py" in report
    assert "_break" in report
    assert "RuntimeError" in report
    assert "ValueError" in report
    assert "Okafor" not in report


def test_the_report_can_be_copied_and_one_can_go_on(qtbot: QtBot) -> None:
    window = CrashWindow(_report())
    qtbot.addWidget(window)
    window.show()
    qtbot.mouseClick(window.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == window.text.toPlainText()
    with qtbot.waitSignal(window.accepted):
        qtbot.mouseClick(window.go_on, Qt.MouseButton.LeftButton)
