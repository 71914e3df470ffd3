"""The box over the window that finds anyone, anything and any command (Ctrl+K)."""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsDropShadowEffect, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from mi_crm.finding.queries import Found, Hit, Kind, find_anything, named
from mi_crm.finding.rules import plain
from mi_crm.ui.find.commands import commands_of, matching, usual
from mi_crm.ui.find.hit_list import HitList
from mi_crm.ui.find.shown import Line, command_lines, hit_line, lines_of, new_person, short
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.fields import ENTER, SearchLine
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.places import Place
from mi_crm.ui.shared.style import look, px

_RECENT = {"people": Kind.PERSON, "gifts": Kind.GIFT}
_MOST_RECENT = 4
_WIDE, _HIGH = 640, 620


class Finder(QWidget):
    """Lies over the whole window while it is open; a click beside the box, or Esc, closes it.

    Whatever had the focus gets it back as it was: to the fields this is a popup, for which they hold still.
    """

    def __init__(
        self,
        desk: Desk,
        actions: Iterable[QAction],
        been: Callable[[], Sequence[Place]],
        parent: QWidget,
    ) -> None:
        """Stay hidden; `actions` are the commands, `been` tells where one was, the latest last."""
        super().__init__(parent)
        self.desk, self._actions, self._been = desk, actions, been
        self._before: QWidget | None = None
        self._wish = ""
        self._asking, self._stale = False, False
        self._enter_waits = False
        self.box = QFrame(self)
        self.box.setProperty("card", "raised")
        self.box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        shadow = QGraphicsDropShadowEffect(self.box)
        shadow.setBlurRadius(28)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.box.setGraphicsEffect(shadow)
        self.line = SearchLine()
        self.line.setAccessibleName(self.tr("Find anyone or anything"))
        self.line.setPlaceholderText(self.tr("Name, amount, number or command"))
        self.line.textEdited.connect(self._edited)
        self.line.installEventFilter(self)
        self.list = HitList()
        self.list.setAccessibleName(self.tr("Found"))
        self.list.taken.connect(self._take)
        self.words = label("", "help", wrap=True)
        rows = QVBoxLayout(self.box)
        rows.setContentsMargins(px(10), px(10), px(10), px(10))
        rows.setSpacing(px(8))
        rows.addWidget(self.line)
        rows.addWidget(self.list, 1)
        rows.addWidget(self.words)
        self.hide()
        parent.installEventFilter(self)
        look.changed.connect(self._place)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def open(self) -> None:
        """Come up with an empty box, or begin anew where it is open."""
        if self.isHidden():
            self._before = QApplication.focusWidget()
            self.list.show_lines([])
        self.line.clear()
        self._enter_waits = False
        self._place()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)
        self._look_up("")

    def close_box(self) -> None:
        """Go, and give the focus back to where it was."""
        if self.isHidden():
            return
        before, self._before = self._before, None
        # Hidden first, it would hand the focus on to somebody else.
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._enter_waits = False
        self.hide()

    # -- asking ----------------------------------------------------------------------------------

    def _edited(self, typed: str) -> None:
        self._look_up(plain(typed))

    def _look_up(self, typed: str) -> None:
        """Ask for what matches; while an answer is awaited, only the last wish is kept."""
        self._wish = typed
        if self._asking:
            # The answer on its way is stale, and stops being looked for.
            self._stale = True
            return
        self._asking = True
        if typed:
            today = self.desk.today()
            hits = self.desk.ask(find_anything, typed, today=today, wanted=self._still_wanted)
            hits.then(self._show).finished.connect(self._came)
        else:
            self.desk.ask(named, self._recent()).then(self._show_usual).finished.connect(self._came)

    def _still_wanted(self) -> bool:
        return not self._stale

    def _came(self) -> None:
        self._asking = False
        if self._stale:
            self._stale = False
            self._look_up(self._wish)
        elif self._enter_waits:
            self._enter_waits = False
            if self.isVisible():
                self.list.take()

    def _recent(self) -> list[tuple[Kind, UUID]]:
        found = [
            (_RECENT[place.screen], place.id)
            for place in reversed(self._been())
            if place.screen in _RECENT and place.id is not None and not place.what
        ]
        return list(dict.fromkeys(found))[:_MOST_RECENT]

    # -- showing ---------------------------------------------------------------------------------

    def _show_usual(self, recent: list[Hit]) -> None:
        if self._stale or self.isHidden():
            return
        lines = [Line(self.tr("Where you were")), *(hit_line(hit, "") for hit in recent)] if recent else []
        lines += command_lines(usual(commands_of(self._actions)), "")
        self._list(lines)
        self.words.setText(
            self.tr("Names, phone ends, e-mail, $250, check or receipt numbers, funds, commands. Esc closes.")
        )
        self._place()

    def _show(self, found: Found) -> None:
        if self._stale or self.isHidden():
            return
        lines = lines_of(found, matching(commands_of(self._actions), found.typed))
        typed = short(found.typed)
        count = sum(line.act is not None and bool(line.of) for line in lines)
        if not count:
            words = self.tr("Nothing found for “{typed}”.").format(typed=typed)
        elif found.groups and found.groups[0].alike:
            words = self.tr("Nobody is called “{typed}”; these are spelled alike.").format(typed=typed)
        else:
            words = self.tr("↑ ↓ choose, Tab next group, Enter opens, Esc closes")
        if not any(group.kind is Kind.PERSON and not group.alike for group in found.groups) and any(
            letter.isalpha() for letter in found.typed
        ):
            lines.append(new_person(found.typed))
        self._list(lines)
        self.words.setText(words)
        self._place()
        said = self.tr("1 found") if count == 1 else self.tr("{count} found").format(count=count)
        chosen = self.list.line()
        self._speak(f"{said if count else words} {chosen.spoken if chosen else ''}".strip())

    def _list(self, lines: list[Line]) -> None:
        self.list.show_lines(lines)
        self.list.setVisible(bool(lines))

    def _place(self) -> None:
        """Lie over the window, the box at the top in the middle, as high as its lines need."""
        window = self.parentWidget()
        if window is None:
            return
        self.setGeometry(window.rect())
        air = px(12)
        wide = min(px(_WIDE), window.width() - 2 * air)
        # The words below wrap: how high they are depends on how wide the box is.
        rest = self.line.sizeHint().height() + self.words.heightForWidth(wide - px(20)) + px(36) + 2
        high = rest + self.list.wanted_height()
        top = min(px(56), max(air, window.height() - high - air))
        self.box.setGeometry(
            QRect((window.width() - wide) // 2, top, wide, min(high, px(_HIGH), window.height() - top - air))
        )

    def _speak(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.line, words))

    # -- acting ----------------------------------------------------------------------------------

    def _take(self, line: Line) -> None:
        self.close_box()
        if isinstance(line.act, Place):
            self.desk.go(line.act)
        elif line.act is not None:
            line.act()

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Go when the focus is taken elsewhere, as by F2."""
        elsewhere = now is not None and now.window() is self.window() and not self.isAncestorOf(now)
        if elsewhere and not self.isHidden():
            self._before = None
            self.hide()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        elif watched is self.line and isinstance(event, QKeyEvent):
            kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
            if event.type() in kinds and self._key(event, pressed=event.type() == QEvent.Type.KeyPress):
                return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent, *, pressed: bool) -> bool:
        """Take a key that belongs to the list, first when it might be a shortcut, then when it is pressed."""
        key = event.key()
        acts: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Escape: self.close_box,
            Qt.Key.Key_Down: self._down,
            Qt.Key.Key_Up: self._up,
            Qt.Key.Key_Tab: self._next_group,
            Qt.Key.Key_Backtab: self._previous_group,
            **dict.fromkeys(ENTER, self._enter),
        }
        if key not in acts:
            return False
        event.accept()
        if pressed:
            acts[key]()
        return True

    def _enter(self) -> None:
        if self._asking:
            self._enter_waits = True
        else:
            self.list.take()

    def _down(self) -> None:
        self._step(1)

    def _up(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        self.list.step(by)
        self._tell_line()

    def _next_group(self) -> None:
        self.list.step_group(1)
        self._tell_line()

    def _previous_group(self) -> None:
        self.list.step_group(-1)
        self._tell_line()

    def _tell_line(self) -> None:
        if (line := self.list.line()) is not None:
            self._speak(line.spoken)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.box.geometry().contains(event.position().toPoint()):
            self.close_box()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(0, 0, 0, 60))
