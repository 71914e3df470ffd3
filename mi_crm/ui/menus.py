"""The menu bar: every command of the window, with its key."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from mi_crm.ui.shared.keys import KeyHint
from mi_crm.ui.shared.preferences import TEXT_SIZES

if TYPE_CHECKING:
    from mi_crm.ui.window import Window


class Menus:
    """Builds the menu bar of a window and knows its actions."""

    def __init__(self, window: "Window") -> None:
        """Fill the menu bar."""
        self._window = window
        self.actions: list[QAction] = []
        self._always: list[QAction] = []
        for words, fill in (
            (window.tr("&File"), self._file),
            (window.tr("&Edit"), self._edit),
            (window.tr("&View"), self._view),
            (window.tr("&Go"), self._go),
            (window.tr("&Record"), self._record),
            (window.tr("&Help"), self._help),
        ):
            before = len(self.actions)
            fill(window.menuBar().addMenu(words))
            if fill in (self._view, self._help):
                self._always += self.actions[before:]

    def _add(self, menu: QMenu, words: str, slot: Callable[[], object], *keys: str) -> QAction:
        action = QAction(words, self._window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(slot)
        menu.addAction(action)
        self.actions.append(action)
        return action

    def _file(self, menu: QMenu) -> None:
        w = self._window
        self._add(menu, w.tr("&New here"), w.new_here, "Ctrl+N")
        self._always += [
            self._add(menu, w.tr("&Open another file…"), w.file_asked.emit),
            self._add(menu, w.tr("Practice on invented &data"), w.practice_asked.emit),
        ]
        menu.addSeparator()
        self._add(menu, w.tr("&Import…"), w.go_import, "Ctrl+I")
        self._add(menu, w.tr("&Export…"), w.export_here, "Ctrl+E")
        self._add(menu, w.tr("&Print…"), w.print_here, "Ctrl+P")
        menu.addSeparator()
        self._add(menu, w.tr("&Back up now"), w.back_up)
        self._always.append(self._add(menu, w.tr("&Restore a backup…"), w.restore))
        menu.addSeparator()
        leave = self._add(menu, w.tr("&Quit"), w.close, "Ctrl+Q")
        leave.setMenuRole(QAction.MenuRole.QuitRole)
        self._always.append(leave)

    def _edit(self, menu: QMenu) -> None:
        w = self._window
        self.undo = self._add(menu, w.tr("&Undo"), w.desk.undo, "Ctrl+Z")
        self.redo = self._add(menu, w.tr("&Redo"), w.desk.redo, "Ctrl+Shift+Z", "Ctrl+Y")
        self._add(menu, w.tr("Undo &history…"), w.show_history)
        menu.addSeparator()
        self.find = self._add(menu, w.tr("&Find anything…"), w.find_anything, "Ctrl+K")

    def _view(self, menu: QMenu) -> None:
        w = self._window
        menu.aboutToShow.connect(self._mark_view)
        themes = menu.addMenu(w.tr("&Theme"))
        self._themes = QActionGroup(w)
        for theme, words in (
            ("system", w.tr("Like the &system")),
            ("light", w.tr("&Light")),
            ("dark", w.tr("&Dark")),
        ):
            action = self._add(themes, words, w.theme_chosen)
            action.setData(theme)
            action.setCheckable(True)
            self._themes.addAction(action)
        sizes = menu.addMenu(w.tr("Te&xt size"))
        self._sizes = QActionGroup(w)
        for percent in TEXT_SIZES:
            action = self._add(sizes, w.tr("{percent} %").format(percent=percent), w.size_chosen)
            action.setData(percent)
            action.setCheckable(True)
            self._sizes.addAction(action)
        sizes.addSeparator()
        self._add(sizes, w.tr("&Larger"), w.larger, "Ctrl+=", "Ctrl++")
        self._add(sizes, w.tr("&Smaller"), w.smaller, "Ctrl+-")
        menu.addSeparator()
        self._letters = self._add(menu, w.tr("Single &letters act in lists"), w.letters_switched)
        self._letters.setCheckable(True)

    def _go(self, menu: QMenu) -> None:
        w = self._window
        for number, (route, words) in enumerate(w.destinations(), start=1):
            keys = [f"Ctrl+{number % 10}"] if number <= 10 else ["Ctrl+,"] if route == "settings" else []
            action = self._add(menu, words, w.destination_chosen, *keys)
            action.setData(route)
        menu.addSeparator()
        self._add(menu, w.tr("&Back"), w.back, "Alt+Left")
        self._add(menu, w.tr("Ne&xt pane"), w.next_pane, "F6")
        self._add(menu, w.tr("Pre&vious pane"), w.previous_pane, "Shift+F6")

    def _record(self, menu: QMenu) -> None:
        w = self._window
        self._add(menu, w.tr("Record &gift"), w.record_gift, "F2", "Ctrl+R")
        self._add(menu, w.tr("Enter &hours from a sheet"), w.enter_hours, "Ctrl+H")
        menu.addSeparator()
        for words, what in (
            (w.tr("Plan a &shift…"), "new"),
            (w.tr("Plan from a &template…"), "template"),
            (w.tr("&Make a template of this day…"), "keep"),
            (w.tr("F&ill open places of shifts…"), "fill"),
            (w.tr("Next shift that needs &helpers"), "holes"),
        ):
            self._add(menu, words, w.schedule_chosen).setData(what)
        menu.addSeparator()
        self._add(menu, w.tr("&Finish this form or step"), w.finish, "Ctrl+Return", "Ctrl+Enter")

    def _help(self, menu: QMenu) -> None:
        w = self._window
        self._add(menu, w.tr("&Keys that work here"), w.show_keys, "F1")
        self._add(menu, w.tr("&About MI CRM"), w.about).setMenuRole(QAction.MenuRole.AboutRole)

    def set_away(self, *, away: bool) -> None:
        """Switch off what needs a screen, while a page stands in the place of all of them."""
        for action in self.actions:
            if action not in self._always:
                action.setEnabled(not away)

    def show_undos(self, undo: str, redo: str) -> None:
        """Name what Ctrl+Z takes back and what Ctrl+Shift+Z does again."""
        for action, words, what in (
            (self.undo, self._window.tr("&Undo"), undo),
            (self.redo, self._window.tr("&Redo"), redo),
        ):
            action.setEnabled(bool(what))
            # In a menu an & marks a letter.
            action.setText(f"{words}: {what.replace('&', '&&')}" if what else words)

    def _mark_view(self) -> None:
        """Mark theme, text size and letters as they are now: the settings change them too."""
        preferences = self._window.desk.preferences
        for action in self._themes.actions():
            action.setChecked(action.data() == preferences.theme)
        for action in self._sizes.actions():
            action.setChecked(action.data() == preferences.text_size)
        self._letters.setChecked(preferences.letters_as_keys)

    def keys(self) -> list[KeyHint]:
        """Return every key of the menus, for the map of F1."""
        return [
            KeyHint(key.toString(), action.text().partition(":")[0].replace("&", "").rstrip("…"))
            for action in self.actions
            for key in action.shortcuts()[:1]
        ]
