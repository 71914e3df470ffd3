"""Keys typed while a form waits for an answer, given back in order: no typist is ever too fast."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from mi_crm.ui.shared.fields import ENTER


class Patience(QObject):
    """Holds the keys of a form back between `hold` and `release`."""

    def __init__(self, form: QWidget) -> None:
        """Hold nothing yet."""
        super().__init__(form)
        self._form = form
        self._held = False
        self._keys: list[QKeyEvent] = []

    @property
    def held(self) -> bool:
        """Whether keys are being held back."""
        return self._held

    def hold(self) -> None:
        """Keep what is typed from now on."""
        app = QApplication.instance()
        if not self._held and app is not None:
            self._held = True
            app.installEventFilter(self)

    def release(self) -> None:
        """Give back what was typed, key by key, until the form waits again."""
        app = QApplication.instance()
        if not self._held or app is None:
            return
        self._held = False
        app.removeEventFilter(self)
        keys, self._keys = self._keys, []
        while keys and not self._held:
            here = QApplication.focusWidget()
            if here is None or not self._form.isAncestorOf(here):
                return
            self._give(here, keys.pop(0))
        self._keys = keys + self._keys

    def drop(self) -> None:
        """Forget what was typed: it was meant for another state of the form."""
        self._keys.clear()
        self.release()

    def _give(self, here: QWidget, key: QKeyEvent) -> None:
        finishes = key.key() in ENTER and key.modifiers() & Qt.KeyboardModifier.ControlModifier
        finish = getattr(self._form, "finish", None)
        if finishes and finish is not None:
            finish()
        elif (act := self._act_of(key)) is not None:
            act()
        else:
            QApplication.sendEvent(here, key)

    def _act_of(self, key: QKeyEvent) -> Callable[[], object] | None:
        """Return what a shortcut does: a key that is given back asks for none by itself."""
        typed = QKeySequence(key.keyCombination())
        for shortcut in self._form.findChildren(QShortcut):
            if shortcut.isEnabled() and shortcut.key() == typed:
                return shortcut.activated.emit
        for action in self._form.window().findChildren(QAction):
            if action.isEnabled() and typed in action.shortcuts():
                return action.trigger
        return None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride, QEvent.Type.KeyRelease):
            return False
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        if not (watched is self._form or self._form.isAncestorOf(watched)):
            return False
        if event.type() == QEvent.Type.KeyPress:
            self._keys.append(event.clone())
        event.accept()
        return True
