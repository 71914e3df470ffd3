"""Screen: what every screen is - a title, a body, keys, and a reload that comes by itself."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.flow import flowing
from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.panes import TwoPanes, focus_into
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.scroll import ScrolledRows, scrolled
from mi_crm.ui.shared.style import px

if TYPE_CHECKING:
    from mi_crm.history.actions import Returned


class Screen(QWidget):
    """A page of the window.

    May also define new_here(), print_here(), export_here() (Ctrl+N, Ctrl+P, Ctrl+E), finish() (Ctrl+Enter)
    and cancel() -> bool (Esc; True when there was something to close or clear).
    """

    name: ClassVar[str] = ""
    shows: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Make an empty page; `reload` is called when it is first shown."""
        super().__init__(parent)
        self.desk = desk
        self._stale = True
        self._letters: list[QShortcut] = []
        self._keys: list[KeyHint] = []
        self._shown: list[QWidget] = []
        self._first: QWidget | None = None
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(32), px(24), px(24), px(16))
        rows.setSpacing(px(16))
        self.header = QWidget()
        self._title, self._subtitle = label("", "title", wrap=True), label("", "second", wrap=True)
        self._subtitle.hide()
        top = QHBoxLayout(self.header)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(px(8))
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        top.addLayout(words, 1)
        # They break into lines where the window is narrow or the text is large.
        self._actions = flowing()
        beside = QVBoxLayout()
        beside.addWidget(self._actions)
        beside.addStretch(1)
        top.addLayout(beside)
        rows.addWidget(self.header)
        self.content = QWidget()
        self.body: QVBoxLayout = ScrolledRows(self.content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(px(14))
        # A body larger than the window scrolls: large text must never push a button out of reach.
        area = scrolled(self.content)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        rows.addWidget(area, 1)
        desk.changed.connect(self._on_changed)
        desk.undoing.returned.connect(self._on_returned)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def title(self) -> str:
        """Return the words for the window's title and for Back."""
        return self._title.text()

    def reload(self) -> None:
        """Show what the store holds now; called when first shown and when what is shown has changed."""

    def open(self, place: Place) -> None:
        """Arrive, perhaps with a record or a wish."""

    def later(self) -> Iterable[Callable[[], object]]:
        """Return what makes the parts that are otherwise made when first needed, each in a moment."""
        return ()

    def keys(self) -> list[KeyHint]:
        """Return the keys that work here, the most used first."""
        return []

    def came_back(self, returned: "Returned") -> None:
        """Show what was taken back or done again just now; called while the screen is visible."""

    def leave(self) -> bool:
        """Return whether the screen may be left; it may ask, save or refuse."""
        return True

    def set_header(self, title: str, subtitle: str = "", actions: Sequence[QWidget] | None = None) -> None:
        """Show title and subtitle, and replace the actions at the right unless they are None."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))
        # The same ones stay untouched: a button taken out and put back would lose the focus.
        if actions is not None and list(actions) != self._shown:
            for gone in self._shown:
                if gone not in actions:
                    gone.hide()
                    gone.deleteLater()
            self._shown = list(actions)
            row = self._actions.layout()
            for action in actions:
                if row is not None:
                    row.addWidget(action)

    def key(
        self, sequence: str, slot: Callable[[], object], *, list_only: bool = False, words: str = ""
    ) -> None:
        """Let a key call a bound method while this screen has the focus.

        With `list_only` it acts only while a list has it, or a widget with the property "letters", so that a
        letter is never taken from a text field.
        `words` say in the map of F1 what it does, where keys() does not.
        """
        shortcut = QShortcut(QKeySequence(sequence), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)
        if words:
            self._keys.append(KeyHint(sequence, words))
        if list_only:
            shortcut.setEnabled(False)
            self._letters.append(shortcut)

    def all_keys(self) -> list[KeyHint]:
        """Return every key of the screen, for the map of F1."""
        hints = self.keys()
        named = {hint.key for hint in hints}
        return hints + [hint for hint in self._keys if hint.key not in named]

    def next_pane(self, step: int) -> bool:
        """Go to the next (1) or previous (-1) pane of the screen; return False where there is none."""
        panes = self.findChild(TwoPanes)
        focused = QApplication.focusWidget()
        if panes is None or not panes.isVisible() or focused is None or not self.isAncestorOf(focused):
            return False
        here = next((number for number, pane in enumerate(panes.panes) if pane.isAncestorOf(focused)), -1)
        there = here + step
        if not 0 <= there < len(panes.panes):
            return False
        panes.bring(there)
        return focus_into(panes.panes[there])

    def enter(self, step: int) -> None:
        """Take the focus coming from outside: into the first pane, or the last one when going back."""
        panes = self.findChild(TwoPanes)
        if panes is None or not panes.isVisible():
            self.focus_here()
            return
        there = 0 if step > 0 else len(panes.panes) - 1
        panes.bring(there)
        focus_into(panes.panes[there])

    def focus_here(self) -> None:
        """Put the focus where the next act begins: on `start_at`, else on the first control."""
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            focus_into(self)

    def start_at(self, widget: QWidget) -> None:
        """Let the screen begin at this control."""
        self._first = widget

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        on = (
            now is not None
            and (isinstance(now, QAbstractItemView) or bool(now.property("letters")))
            and self.isAncestorOf(now)
            and self.desk.preferences.letters_as_keys
        )
        for shortcut in self._letters:
            shortcut.setEnabled(on)

    def _on_changed(self, names: frozenset[str]) -> None:
        if self.shows & names:
            if not self._stale:
                QTimer.singleShot(0, self, self._refresh)
            self._stale = True

    def _on_returned(self, returned: "Returned") -> None:
        if self.isVisible():
            self.came_back(returned)

    def _refresh(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self.reload()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()
