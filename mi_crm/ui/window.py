"""The window: navigation, the screen in hand, the keys that work, and everything said to the person."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QCloseEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.shared.problems import Problem
from mi_crm.ui.menus import Menus
from mi_crm.ui.routes import ROUTES, Route
from mi_crm.ui.shared.backup_words import strip_words
from mi_crm.ui.shared.cards import Notice
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.icons import mark
from mi_crm.ui.shared.keys import KeyHint, KeyStrip
from mi_crm.ui.shared.navigation import Entry, Navigation
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.preferences import TEXT_SIZES
from mi_crm.ui.shared.progress import RunBar
from mi_crm.ui.shared.screen import Screen
from mi_crm.ui.shared.style import apply_style, dress, look, px
from mi_crm.ui.shared.toast import Toast

if TYPE_CHECKING:
    from mi_crm.history.actions import Returned
    from mi_crm.history.queries import Act
    from mi_crm.ui.find.finder import Finder

_RAIL_BELOW = 1100
_STRIP_BELOW = (900, 520)
_STAYS = ("record_gift", "history")
"""Where one goes on working when something else was taken back."""


class Window(QMainWindow):
    """The frame of the program; a screen is made ahead of its first visit, or by it. `broke` brings bugs."""

    broke = Signal(object)
    file_asked = Signal()
    practice_asked = Signal()

    def __init__(self, desk: Desk, routes: Iterable[Route] = ROUTES, *, version: str = "") -> None:
        """Build the frame; `start` opens the first screen once the desk has its store."""
        super().__init__()
        dress(self)
        self.desk, self.version = desk, version
        self._routes = {route.name: route for route in routes}
        self._screens: dict[str, Screen] = {}
        self._place: Place | None = None
        self._past: list[Place] = []
        self._finder: Finder | None = None
        self.setWindowTitle("MI CRM")
        self.setWindowIcon(mark())
        self.navigation = Navigation(
            Entry(r.name, self.tr(r.words), r.icon, self.tr(r.group) if r.group else "", r.below)
            for r in self._routes.values()
            if r.icon
        )
        self.navigation.asked.connect(self._go_to)
        self.notice = Notice("wrong", closable=True)
        self.notice.hide()
        self.standing = Notice("warn")
        self.standing.hide()
        self.run_bar = RunBar()
        self._banner = QVBoxLayout()
        self._banner.setContentsMargins(px(32), 0, px(24), 0)
        self._banner.setSpacing(px(8))
        # Air above the banner, only while there is one.
        self._air = QWidget()
        self._air.setFixedHeight(px(4))
        self._air.hide()
        for part in (self._air, self.standing, self.notice, self.run_bar):
            self._banner.addWidget(part)
            part.installEventFilter(self)
        self.stack = QStackedWidget()
        self.strip = KeyStrip()
        self._frame = QWidget()
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.navigation)
        page = QVBoxLayout()
        page.setSpacing(0)
        page.addLayout(self._banner)
        page.addWidget(self.stack, 1)
        across.addLayout(page, 1)
        rows = QVBoxLayout(self._frame)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(across, 1)
        rows.addWidget(self.strip)
        self._whole = QStackedWidget()
        self._whole.addWidget(self._frame)
        self.may_close: Callable[[], bool] = lambda: True
        self.setCentralWidget(self._whole)
        self.toast = Toast(self.stack)
        self.menus = Menus(self)
        self._undo: Callable[[], object] = desk.undo
        self.toast.undone.connect(self._take_back)
        desk.went.connect(self.open)
        desk.said.connect(self._say)
        desk.told.connect(self._tell)
        desk.runs.connect(self.run_bar.follow)
        desk.undoing.changed.connect(self._show_undos)
        desk.undoing.returned.connect(self._show_returned)
        desk.safety.changed.connect(self._show_backup)
        desk.tasks.unhandled.connect(self._unhandled)
        look.changed.connect(self._arrange)
        self._show_undos()
        self.resize(1440, 900)
        self.setMinimumSize(640, 480)
        if not desk.preferences.geometry.isEmpty():
            self.restoreGeometry(desk.preferences.geometry)

    # -- going about -----------------------------------------------------------------------------

    def hold(self) -> None:
        """Take no key before there is a file to work on."""
        self._frame.setEnabled(False)
        self.menus.set_away(away=True)

    def start(self) -> None:
        """Open the screen of last time."""
        self._frame.setEnabled(True)
        self.menus.set_away(away=False)
        self._show_undos()
        self.open(Place(self.first()))

    def first(self) -> str:
        """Return the screen of last time, or Home."""
        place = self.desk.preferences.place
        route = self._routes.get(place)
        return place if route and route.icon else next(iter(self._routes))

    def come_forward(self) -> None:
        """Stand before all other windows: somebody started the program a second time."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        # Where a system lets no window come forward by itself, its place in the bar asks for attention.
        QApplication.alert(self)

    def forget_screens(self) -> bool:
        """Forget every screen, as another file comes; return False when the one in hand does not let go."""
        screen = self.current()
        if screen is not None and not screen.leave():
            return False
        for made in self._screens.values():
            self.stack.removeWidget(made)
            made.deleteLater()
        self._screens.clear()
        self._past.clear()
        self._place = None
        self.desk.undoing.forget()
        self.standing.hide()
        self.set_counts({})
        self.show_frame()
        self.hold()
        return True

    def show_whole(self, page: QWidget) -> None:
        """Show a page instead of the whole frame, such as the first set-up."""
        self._whole.addWidget(page)
        self._whole.setCurrentWidget(page)
        self.menus.set_away(away=True)
        page.setFocus()

    def show_frame(self) -> None:
        """Show the frame again and forget the page shown instead."""
        page = self._whole.currentWidget()
        if page is not None and page is not self._frame:
            self._whole.setCurrentWidget(self._frame)
            self._whole.removeWidget(page)
            page.deleteLater()
        self.menus.set_away(away=False)
        self._show_undos()

    def destinations(self) -> list[tuple[str, str]]:
        """Return route and words of every screen of the navigation, in its order."""
        shown = [route for route in self._routes.values() if route.icon]
        return [(r.name, self.tr(r.words)) for r in sorted(shown, key=_is_below)]

    def places(self) -> list[str]:
        """Return the names of every screen."""
        return list(self._routes)

    def load(self, name: str) -> None:
        """Load the modules of a screen; on any thread."""
        self._routes[name].load()

    def make(self, name: str) -> Screen:
        """Return a screen, made if there is none yet, and not in the window before somebody goes there."""
        if name not in self._screens:
            self._screens[name] = self._routes[name].make(self.desk)
        return self._screens[name]

    def screen_at(self, name: str) -> Screen:
        """Return a screen in the window, made if it was not visited yet."""
        screen = self.make(name)
        if self.stack.indexOf(screen) < 0:
            self.stack.addWidget(screen)
        return screen

    def current(self) -> Screen | None:
        """Return the screen in hand."""
        widget = self.stack.currentWidget()
        return widget if isinstance(widget, Screen) else None

    def open(self, place: Place) -> None:
        """Go to a place, unless the screen in hand does not let go; "find" is the box over all of them."""
        if place.screen == "find":
            self.find_anything()
            return
        if place.screen in self._routes and self._arrive(place) and self._place is not None:
            self._past.append(self._place)
            del self._past[:-50]
        if self.current() is self._screens.get(place.screen):
            self._place = place

    def _arrive(self, place: Place) -> bool:
        before = self.current()
        screen = self.screen_at(place.screen)
        if before is not None and before is not screen and not before.leave():
            self.navigation.show_at(self._at())
            return False
        self.notice.hide()
        self.stack.setCurrentWidget(screen)
        self.toast.raise_()
        screen.open(place)
        route = self._routes[place.screen]
        self.navigation.show_at(route.belongs_to or route.name)
        self.navigation.show_who(self.desk.who)
        self.run_bar.stand_at(route.name)
        self.refresh()
        if before is not screen:
            screen.focus_here()
        if route.icon:
            self.desk.preferences.place = route.name
        return True

    def _at(self) -> str:
        route = self._routes.get(self._place.screen) if self._place else None
        return (route.belongs_to or route.name) if route else ""

    def refresh(self) -> None:
        """Show title and keys of the screen in hand anew."""
        if screen := self.current():
            title = screen.title()
            self.setWindowTitle(f"{title} – MI CRM" if title else "MI CRM")
            own = screen.keys()
            usual = [
                KeyHint("F2", self.tr("Record gift")),
                KeyHint("Ctrl+K", self.tr("Find")),
                KeyHint("Ctrl+1…9", self.tr("Go to")),
            ]
            self.strip.show_hints([*(own or usual)[:6], KeyHint("F1", self.tr("All keys"))])

    def _go_to(self, route: str) -> None:
        self.open(Place(route))

    def destination_chosen(self) -> None:
        """Go where the menu says."""
        sender = self.sender()
        if isinstance(sender, QAction):
            self.open(Place(str(sender.data())))

    def schedule_chosen(self) -> None:
        """Go to the schedule for what the action says."""
        action = self.sender()
        if isinstance(action, QAction):
            self.open(Place("schedule", what=str(action.data())))

    def back(self) -> None:
        """Go to where one was before."""
        if self._past:
            place = self._past.pop()
            if self._arrive(place):
                self._place = place
            else:
                self._past.append(place)

    def record_gift(self) -> None:
        """Start to record a gift."""
        self.open(Place("record_gift"))

    def enter_hours(self) -> None:
        """Start to enter hours from a sheet that came back."""
        self.open(Place("hours"))

    def find_anything(self) -> None:
        """Find anyone, anything and any command, in a box over the window."""
        from mi_crm.ui.find.finder import Finder  # with the database; the window is up long before

        if self._finder is None:
            commands = [action for action in self.menus.actions if action is not self.menus.find]
            self._finder = Finder(self.desk, commands, self._been, self._frame)
        self._finder.open()

    def _been(self) -> list[Place]:
        return [*self._past, *([self._place] if self._place else [])]

    def show_history(self) -> None:
        """Show what was done, and the way back from it."""
        self.open(Place("history"))

    def go_import(self) -> None:
        """Bring a list in."""
        self.open(Place("import"))

    # -- what the screen in hand does ------------------------------------------------------------

    def _call(self, name: str) -> bool:
        act = getattr(self.current(), name, None)
        return bool(act()) if callable(act) else False

    def new_here(self) -> None:
        """Make a new one of what the screen shows."""
        self._call("new_here")

    def print_here(self) -> None:
        """Print what the screen shows."""
        self._call("print_here")

    def export_here(self) -> None:
        """Save what the screen shows as a file."""
        self._call("export_here")

    def finish(self) -> None:
        """Finish the form or step in hand."""
        self._call("finish")

    def next_pane(self) -> None:
        """Go to the next pane, with the navigation as one of them."""
        self._pane(1)

    def previous_pane(self) -> None:
        """Go to the previous pane."""
        self._pane(-1)

    def _pane(self, step: int) -> None:
        screen = self.current()
        if screen is None or screen.next_pane(step):
            return
        focused = QApplication.focusWidget()
        if focused is not None and self.navigation.isAncestorOf(focused):
            screen.enter(step)
        else:
            self.navigation.focus_here()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._air and event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            shown = (part for part in (self.standing, self.notice, self.run_bar) if not part.isHidden())
            self._air.setVisible(any(shown))
        return super().eventFilter(watched, event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.notice.isVisible():
                self.notice.hide()
            else:
                self._call("cancel")
        else:
            super().keyPressEvent(event)

    # -- what is said ----------------------------------------------------------------------------

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show how much waits where: {"receipts": 14}."""
        self.navigation.show_counts(counts)

    def set_names(self, charity: str) -> None:
        """Show whose data this is."""
        self.navigation.show_charity(charity)

    def let_stand(self, kind: str, words: str, more: str = "") -> None:
        """Say what holds as long as this file is open."""
        self.standing.say(kind, words, more)
        self.standing.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.standing, words))

    def _say(self, words: str, undo: Callable[[], object] | None) -> None:
        self._undo = undo or self.desk.undo
        self.toast.say(words, undo=undo is not None)

    def _take_back(self) -> None:
        self._undo()

    def _tell(self, problem: Problem | str) -> None:
        self.notice.say("wrong", str(problem))
        self.notice.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.notice, str(problem)))

    def _unhandled(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            self._tell(error)
        else:
            self.broke.emit(error)

    def _show_backup(self) -> None:
        found = self.desk.safety.standing
        self.strip.show_backup(*(strip_words(found, self.desk.now()) if found else ("", "", "")))

    def back_up(self) -> None:
        """Back up now."""
        self.desk.safety.back_up()

    def restore(self) -> None:
        """Ask for the page where a backup is put back."""
        self.desk.safety.restore_asked.emit()

    def _show_undos(self) -> None:
        undoing = self.desk.undoing
        undo = undoing.local.words if undoing.local else _sentence(undoing.next_undo)
        self.menus.show_undos(undo, _sentence(undoing.next_redo))

    def _show_returned(self, returned: "Returned") -> None:
        """Say what was taken back or done again, and go to where it shows, unless somebody is at work."""
        from mi_crm.ui.shared.sentences import place_of, sentence

        words = self.tr("Done again: {what}") if returned.again else self.tr("Taken back: {what}")
        self.desk.say(words.format(what=sentence(returned.told)))
        place, here = place_of(returned.told, again=returned.again), self._place
        if place is not None and here is not None and here.screen not in (place.screen, *_STAYS):
            self.open(place)

    def show_keys(self) -> None:
        """Show every key that works here."""
        from mi_crm.ui.shared.key_map import KeyMap  # Its list is not needed before there is a window.

        screen = self.current()
        groups = [(screen.title() or self.tr("Here"), screen.all_keys())] if screen else []
        KeyMap([*groups, (self.tr("Everywhere"), self.menus.keys())], self).exec()

    def about(self) -> None:
        """Say what this is."""
        self.desk.questions.tell(
            self,
            self.tr("MI CRM {version}").format(version=self.version),
            self.tr(
                "A register of people, gifts and receipts for a small charity. Everything stays on this "
                "computer. Fonts: Inter, Source Serif 4, Noto Sans (SIL Open Font License). "
                "Icons: Lucide (ISC)."
            ),
        )

    # -- how it looks ----------------------------------------------------------------------------

    def theme_chosen(self) -> None:
        """Take the theme the menu says."""
        sender = self.sender()
        if isinstance(sender, QAction):
            self.desk.preferences.theme = str(sender.data())
            self._restyle()

    def size_chosen(self) -> None:
        """Take the text size the menu says."""
        sender = self.sender()
        if isinstance(sender, QAction):
            self.set_text_size(int(sender.data()))

    def set_text_size(self, percent: int) -> None:
        """Draw everything at a text size, 100 to 200 percent."""
        self.desk.preferences.text_size = percent
        self._restyle()

    def larger(self) -> None:
        """Take the next larger text size."""
        now = self.desk.preferences.text_size
        self.set_text_size(next((size for size in TEXT_SIZES if size > now), TEXT_SIZES[-1]))

    def smaller(self) -> None:
        """Take the next smaller text size."""
        now = self.desk.preferences.text_size
        self.set_text_size(next((size for size in reversed(TEXT_SIZES) if size < now), TEXT_SIZES[0]))

    def _restyle(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_style(app, self.desk.preferences.theme, self.desk.preferences.text_size)

    def letters_switched(self) -> None:
        """Let single letters act in lists, or not."""
        sender = self.sender()
        if isinstance(sender, QAction):
            self.desk.preferences.letters_as_keys = sender.isChecked()

    def _arrange(self) -> None:
        wide, high = self.width() / look.scale, self.height() / look.scale
        self.navigation.set_narrow(wide < _RAIL_BELOW)
        self.strip.setVisible(wide >= _STRIP_BELOW[0] and high >= _STRIP_BELOW[1])
        self.toast.place()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # A screen opened before the window was on the screen could not take the focus.
        if screen := self.current():
            QTimer.singleShot(0, screen, screen.focus_here)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        screen = self.current()
        if screen is not None and not screen.leave():
            event.ignore()
            return
        if not self.may_close():
            event.ignore()
            return
        self.desk.preferences.geometry = self.saveGeometry()
        event.accept()


def _sentence(act: "Act | None") -> str:
    if act is None:
        return ""
    from mi_crm.ui.shared.sentences import sentence  # it needs no database, but the rooms that do

    return sentence(act.told)


def _is_below(route: Route) -> bool:
    return route.below
