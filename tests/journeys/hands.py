"""Hands that only know keys, at the program as it starts."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
from PySide6.QtCore import QAbstractTableModel, QEventLoop, QSettings, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from mi_crm.store.store import Store
from mi_crm.ui.opening import Opening
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.preferences import Preferences
from mi_crm.ui.shared.tasks import Tasks
from mi_crm.ui.shared.toast import Toast
from mi_crm.ui.window import Window
from tests.conftest import NOW, TODAY
from tests.ui.conftest import Answers

_PATIENCE = 20_000
"""Milliseconds after which somebody waiting for the program would give up."""


class Hands:
    """Presses keys into whatever has the focus, and reads what stands on the window."""

    def __init__(self, path: Path) -> None:
        """Start the program on a file, as app.py does, on a computer that never ran it."""
        settings = QSettings(str(path.with_suffix(".ini")), QSettings.Format.IniFormat)
        self.questions = Answers()
        self.desk = Desk(
            None,
            Tasks(),
            Preferences(settings),
            today=lambda: TODAY,
            now=lambda: NOW,
            questions=self.questions,
        )
        self.window = Window(self.desk, version="0")
        self.opening = Opening(self.desk, self.window, path)
        self.window.show()
        self.waits_for(self.window.isActiveWindow, "the window")
        self.opening.begin()

    @property
    def store(self) -> Store:
        """The file that is open, to look at what was written."""
        assert isinstance(self.desk.store, Store)
        return self.desk.store

    def type(self, text: str) -> None:
        """Type letters one after another, without waiting."""
        for letter in text:
            QTest.keyClick(self._focus(), letter)  # type: ignore[call-overload]

    def paste(self, text: str) -> None:
        """Paste what no key types, such as ten thousand letters."""
        QApplication.clipboard().setText(text)
        self.press("Ctrl+V")

    def press(self, *keys: str) -> None:
        """Press keys one after another, such as Return or Alt+N."""
        for key in keys:
            combination = QKeySequence(key)[0]  # type: ignore[index]
            QTest.keyClick(self._focus(), combination.key(), combination.keyboardModifiers())

    def goes_to(self, words: str) -> None:
        """Press the key of the Go menu that leads to a screen, wherever it stands in the navigation now."""
        found = (one for one in self.window.menus.actions if one.text() == words and one.shortcuts())
        self.press(next(found).shortcuts()[0].toString())

    def fill(self, fields: dict[str, str]) -> None:
        """Type into one field after another, each reached by Enter from the one before."""
        for name, text in fields.items():
            self.at(name)
            self.type(text)
            self.press("Return")

    def tab_to(self, name: str) -> None:
        """Press Tab until a control has the focus."""
        for _ in range(80):
            if self._focus().accessibleName() == name:
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not lead to “{name}”")

    def at(self, name: str) -> None:
        """Wait until the control of this name has the focus."""
        self.waits_for(lambda: self._focus_name() == name, f"the focus at “{name}”")

    def sees(self, *words: str) -> None:
        """Wait until these words stand on the window."""
        self.waits_for(lambda: all(part in self._words() for part in words), f"to read {words}")

    def sees_paper(self, *words: str) -> None:
        """Wait until a paper with these words is shown."""
        self.waits_for(lambda: all(part in self._paper() for part in words), f"a paper with {words}")

    def described(self) -> str:
        """Return what is said about the control that has the focus, such as what is wrong with it."""
        return self._focus().accessibleDescription()

    def comes_to_rest(self) -> None:
        """Wait until the program waits for nothing but the next key."""
        self.waits_for(self.desk.tasks.idle, "rest")

    def waits_for(self, wish: Callable[[], bool], words: str) -> None:
        """Wait until a wish comes true; `words` say what was waited for when it does not."""
        loop, look, late = QEventLoop(), QTimer(interval=10), QTimer(singleShot=True, interval=_PATIENCE)
        came_true = False

        def look_up() -> None:
            nonlocal came_true
            if wish():
                came_true = True
                loop.quit()

        look.timeout.connect(look_up)
        late.timeout.connect(loop.quit)
        look.start()
        late.start()
        loop.exec()
        look.stop()
        assert came_true, (
            f"waited for {words}; the focus is at “{self._focus_name()}”, and one reads:\n{self._words()}"
        )

    def _focus(self) -> QWidget:
        focused = QApplication.focusWidget()
        assert focused is not None, f"nothing has the focus, and one reads:\n{self._words()}"
        return focused

    def _focus_name(self) -> str:
        focused = QApplication.focusWidget()
        return focused.accessibleName() if focused else ""

    def _words(self) -> str:
        found = []
        for widget in self.window.findChildren(QWidget):
            if not widget.isVisible():
                continue
            if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
                found.append(widget.text())
            elif isinstance(widget, Toast):
                found.append(widget.accessibleName())
            elif isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
                first = range(min(model.rowCount(), 50))
                role = int(Qt.ItemDataRole.AccessibleTextRole)
                found += [
                    str(model.index(row, column).data(role) or model.index(row, column).data())
                    for row in first
                    for column in range(model.columnCount() if isinstance(model, QAbstractTableModel) else 1)
                ]
        return "\n".join(text for text in found if text)

    def _paper(self) -> str:
        pages = [page for page in self.window.findChildren(QScrollArea) if page.accessibleName() == "Page"]
        return " ".join(
            word for page in pages if page.isVisible() for word in page.accessibleDescription().split()
        )


def words_of(pdf: bytes | Path) -> str:
    """Return the text of every page, line ends as spaces."""
    with pypdfium2.PdfDocument(pdf) as paper:
        return " ".join(page.get_textpage().get_text_range() for page in paper).replace("\r\n", " ")
