"""The navigation at the left: where one is, where one can go, and how much waits there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.ui.shared.avatars import Avatar
from mi_crm.ui.shared.icons import paint_icon
from mi_crm.ui.shared.labels import label, rule
from mi_crm.ui.shared.marks import Mark, paint_focus
from mi_crm.ui.shared.scroll import scrolled
from mi_crm.ui.shared.style import color, px, sans

WIDE, RAIL = 212, 56


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation: the route it leads to, its words and icon, the group it stands in."""

    route: str
    words: str
    icon: str
    group: str = ""
    below: bool = False


class _Item(QAbstractButton):
    """One line of the navigation; in the rail its icon alone."""

    def __init__(self, words: str, icon: str) -> None:
        super().__init__()
        self._icon, self._count, self.narrow = icon, 0, False
        self.setText(words)
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show how much waits; nothing when nothing does."""
        self._count = count
        self.setAccessibleName(
            self.tr("{screen}, {count} waiting").format(screen=self.text(), count=count)
            if count
            else self.text()
        )
        self.setToolTip(self.accessibleName() if self.narrow else "")
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone, or with its words."""
        self.narrow = narrow
        self.show_count(self._count)
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(40 if self.narrow else 120), px(36))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        if self.isChecked():
            painter.setPen(QPen(color("line2"), 1))
            painter.setBrush(color("surface"))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), px(8), px(8))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent"))
            painter.drawRoundedRect(QRectF(px(5), px(10), px(3), rect.height() - px(20)), 1.5, 1.5)
        elif self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("line"))
            painter.drawRoundedRect(rect, px(8), px(8))
        if self.hasFocus():
            paint_focus(painter, rect, px(8))
        side = px(18)
        left = (self.width() - side) / 2 if self.narrow else px(14)
        ink = "accent" if self.isChecked() else "ink2"
        paint_icon(painter, self._icon, QRectF(left, (self.height() - side) / 2, side, side), ink)
        if self.narrow:
            if self._count:
                painter.setPen(QPen(color("side"), 2))
                painter.setBrush(color("accent"))
                painter.drawEllipse(QRectF(left + side - px(4), px(6), px(9), px(9)))
            return
        painter.setFont(sans(13, 600 if self.isChecked() else 500))
        painter.setPen(color("ink" if self.isChecked() else "ink2"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(px(42), 0, 0, 0), middle, self.text())
        if self._count:
            painter.setFont(sans(12, 600))
            painter.drawText(
                self.rect().adjusted(0, 0, -px(13), 0),
                middle | Qt.AlignmentFlag.AlignRight,
                f"{self._count:,}",
            )


class Navigation(QWidget):
    """`asked` brings the route of the screen to go to. The arrows go up and down."""

    asked = Signal(str)

    def __init__(self, entries: Iterable[Entry], parent: QWidget | None = None) -> None:
        """Show entries; those below stand at the foot."""
        super().__init__(parent)
        self.setProperty("ground", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._items: dict[str, _Item] = {}
        self._wide_only: list[QWidget] = []
        self._words: list[QWidget] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, px(8), 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._head())
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(px(14), px(8), px(14), px(8))
        self._rows.setSpacing(px(2))
        group = ""
        entries = list(entries)
        for entry in entries:
            if not entry.below:
                if entry.group and entry.group != group:
                    words = label(entry.group, "group")
                    words.setContentsMargins(px(14), px(10), 0, px(2))
                    self._rows.addWidget(words)
                    self._wide_only.append(words)
                group = entry.group
                self._add(entry)
        self._rows.addStretch(1)
        for entry in entries:
            if entry.below:
                self._add(entry)
        outer.addWidget(scrolled(inside), 1)
        outer.addWidget(self._person())
        self.set_narrow(narrow=False)

    def _head(self) -> QWidget:
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(px(18), px(4), px(14), px(4))
        line.setSpacing(px(10))
        line.addWidget(Mark(26))
        words = QWidget()
        rows = QVBoxLayout(words)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._program, self._charity = label("MI CRM", "line"), label("", "group")
        for name in (self._program, self._charity):
            name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            rows.addWidget(name)
        line.addWidget(words, 1)
        self._words.append(words)
        self._head_line = line
        return head

    def _person(self) -> QWidget:
        foot = QWidget()
        self._foot = rows = QVBoxLayout(foot)
        rows.setContentsMargins(px(14), 0, px(14), px(10))
        rows.setSpacing(px(10))
        rows.addWidget(rule())
        line = QHBoxLayout()
        line.setContentsMargins(px(2), 0, 0, 0)
        line.setSpacing(px(10))
        self._avatar = Avatar("", size=30)
        self._who = label("", "strong")
        self._who.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line.addWidget(self._avatar)
        line.addWidget(self._who, 1)
        rows.addLayout(line)
        self._words.append(self._who)
        return foot

    def _add(self, entry: Entry) -> None:
        item = _Item(entry.words, entry.icon)
        item.clicked.connect(self._clicked)
        item.setProperty("route", entry.route)
        self._items[entry.route] = item
        self._rows.addWidget(item)

    def _clicked(self) -> None:
        sender = self.sender()
        route = str(sender.property("route"))
        self.show_at(self._at)
        self.asked.emit(route)

    _at = ""

    def show_at(self, route: str) -> None:
        """Mark where one is."""
        self._at = route
        for name, item in self._items.items():
            item.setChecked(name == route)

    def focus_here(self) -> None:
        """Take the focus, at where one is."""
        item = self._items.get(self._at) or next(iter(self._items.values()))
        item.setFocus(Qt.FocusReason.TabFocusReason)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how much waits where."""
        for name, item in self._items.items():
            item.show_count(counts.get(name, 0))

    def show_charity(self, charity: str) -> None:
        """Show whose data this is."""
        self._charity.setText(charity)

    def show_who(self, who: str) -> None:
        """Show who is at the keyboard."""
        self._avatar.show_who(who or "?")
        self._who.setText(who)

    def set_narrow(self, narrow: bool) -> None:
        """Be a rail of icons, or the whole."""
        self.setFixedWidth(px(RAIL if narrow else WIDE))
        for widget in (*self._wide_only, *self._words):
            widget.setVisible(not narrow)
        for item in self._items.values():
            item.set_narrow(narrow)
        side = px(8 if narrow else 14)
        self._rows.setContentsMargins(side, px(8), side, px(8))
        self._head_line.setContentsMargins(px(15 if narrow else 18), px(4), px(15), px(4))
        self._foot.setContentsMargins(side, 0, side, px(10))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        items = [item for item in self._items.values() if item.isVisible()]
        focused = next((place for place, item in enumerate(items) if item.hasFocus()), None)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if focused is not None and step:
            items[(focused + step) % len(items)].setFocus(Qt.FocusReason.TabFocusReason)
        elif focused is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            items[focused].click()
        else:
            super().keyPressEvent(event)
