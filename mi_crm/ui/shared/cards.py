"""Cards and what stands in them: figures, notices, empty states, the skeleton of what is loading."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.ui.shared.avatars import Avatar
from mi_crm.ui.shared.buttons import Button, IconButton
from mi_crm.ui.shared.labels import label, mark_as, rule, set_tone
from mi_crm.ui.shared.marks import Round, Sign
from mi_crm.ui.shared.style import color, px

__all__ = ["Avatar", "Card", "Empty", "Figure", "Notice", "Skeleton", "rule"]


class Card(QFrame):
    """A part of a screen on its own ground; content goes into `body`."""

    def __init__(
        self,
        heading: str = "",
        aside: str = "",
        action: QWidget | None = None,
        *,
        flush: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a card, perhaps with a heading row; `flush` lets a table reach the card's edges."""
        super().__init__(parent)
        self.setProperty("card", "true")
        self._all = rows = QVBoxLayout(self)
        rows.setSpacing(px(12))
        self._top: QHBoxLayout | None = None
        self.body = QVBoxLayout()
        self.body.setSpacing(px(12))
        if flush:
            rows.setContentsMargins(0, 0, 0, 0)
            rows.setSpacing(0)
        else:
            rows.setContentsMargins(px(20), px(16), px(20), px(16))
        self._flush = flush
        rows.addLayout(self.body, 1)
        if heading:
            self.heading(heading, aside, action)

    def heading(self, text: str, aside: str = "", action: QWidget | None = None) -> None:
        """Give the card a heading, quiet words beside it, and an action at the right."""
        if self._top is None:
            self._title, self._aside = label("", "heading"), label("", "help")
            self._top = QHBoxLayout()
            self._top.setSpacing(px(10))
            if self._flush:
                # Words of cells then stand below the heading.
                self.body.setContentsMargins(px(8), 0, px(8), px(4))
                self._top.setContentsMargins(px(19), px(14), px(19), px(6))
            self._top.addWidget(self._title)
            self._top.addWidget(self._aside)
            self._top.addStretch(1)
            self._all.insertLayout(0, self._top)
        self._title.setText(text)
        self._aside.setText(aside)
        if action is not None:
            self._top.addWidget(action)

    def set_aside(self, words: str) -> None:
        """Change the quiet words beside the heading."""
        self._aside.setText(words)


class Figure(QWidget):
    """One number that matters: what it is, the number, what it is made of."""

    def __init__(
        self,
        words: str,
        value: str = "–",
        below: str = "",
        *,
        great: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Show a figure; `great` is for the one of the screen."""
        super().__init__(parent)
        self._words, self._value, self._below = (
            label(words, "help"),
            label(value, "great" if great else "figure"),
            label(below, "help"),
        )
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(2))
        for line in (self._words, self._value, self._below):
            rows.addWidget(line)
        self.show_value(value, below)

    def show_value(self, value: str, below: str = "", *, tone: str = "") -> None:
        """Show another number; tones are those of labels."""
        self._value.setText(value)
        self._below.setText(below)
        self._below.setVisible(bool(below))
        set_tone(self._value, tone)
        self.setAccessibleName(f"{self._words.text()}: {value}. {below}".strip(". "))


class Empty(QWidget):
    """A list with nothing in it.

    Kinds: nothing_yet, nothing_found, all_done (no button), something_missing.
    """

    def __init__(
        self,
        kind: str,
        icon: str,
        line: str,
        sentence: str,
        button: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Say why nothing is here and what to do next."""
        super().__init__(parent)
        tone = {"all_done": "done", "something_missing": "wait"}.get(kind, "info")
        self._line, self._sentence = label(line, "line", wrap=True), label(sentence, "help", wrap=True)
        self._button = button
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(20), px(18), px(20), px(18))
        rows.setSpacing(px(6))
        rows.addStretch(1)
        rows.addWidget(Round(icon, tone=tone), 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addSpacing(px(4))
        for words in (self._line, self._sentence):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            rows.addWidget(words)
        if button is not None and kind != "all_done":
            rows.addSpacing(px(4))
            rows.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch(1)

    def say(self, line: str, sentence: str) -> None:
        """Change the words."""
        self._line.setText(line)
        self._sentence.setText(sentence)


class Notice(QFrame):
    """Something to know about, in place; kinds: info, done, warn, wrong."""

    closed = Signal()

    def __init__(
        self,
        kind: str = "info",
        text: str = "",
        *,
        more: str = "",
        action: QWidget | None = None,
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Show one sentence, perhaps a second line and an action."""
        super().__init__(parent)
        self._sign, self._text, self._more = (
            Sign("info", size=16),
            label("", "medium", wrap=True),
            label("", "help", wrap=True),
        )
        line = QHBoxLayout(self)
        line.setContentsMargins(px(14), px(9), px(10), px(9))
        line.setSpacing(px(10))
        line.addWidget(self._sign)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self._text)
        words.addWidget(self._more)
        line.addLayout(words, 1)
        if action is not None:
            line.addWidget(action)
        if closable:
            cross = IconButton("x", self.tr("Dismiss"), size=16, side=28)
            cross.clicked.connect(self.hide)
            cross.clicked.connect(self.closed)
            line.addWidget(cross)
        self.say(kind, text, more)

    def say(self, kind: str, text: str, more: str = "") -> None:
        """Show another sentence."""
        mark_as(self, "notice", kind)
        icon, tint = {
            "info": ("info", "softink"),
            "done": ("circle-check", "pos"),
            "warn": ("triangle-alert", "warn"),
            "wrong": ("circle-alert", "neg"),
        }[kind]
        self._sign.show_sign(icon, tint)
        self._text.setText(text)
        set_tone(self._text, {"info": "softink"}.get(kind, kind))
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.setAccessibleName(text)

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()


class Skeleton(QWidget):
    """The shape of what comes, when it takes longer than 200 ms; after two seconds also words and Stop."""

    stopped = Signal()

    def __init__(self, rows: int = 3, words: str = "", parent: QWidget | None = None) -> None:
        """Draw so many rows; hidden until `begin`."""
        super().__init__(parent)
        self._rows = rows
        self._words = label(words, "help")
        self._stop = Button(self.tr("Stop"), "quiet", small=True)
        self._stop.clicked.connect(self.stopped)
        line = QHBoxLayout()
        line.addWidget(self._words)
        line.addStretch(1)
        line.addWidget(self._stop)
        below = QVBoxLayout(self)
        below.setContentsMargins(px(20), 0, px(20), px(8))
        below.addStretch(1)
        below.addLayout(line)
        self._soon, self._late = (
            QTimer(self, singleShot=True, interval=200),
            QTimer(self, singleShot=True, interval=2000),
        )
        self._soon.timeout.connect(self.show)
        self._late.timeout.connect(self.show_words)
        self.hide()
        self._words.hide()
        self._stop.hide()

    def begin(self, words: str = "") -> None:
        """Start to wait."""
        self._words.setText(words)
        self._words.hide()
        self._stop.hide()
        self._soon.start()
        self._late.start()

    def end(self) -> None:
        """Hide: what was waited for is here."""
        self._soon.stop()
        self._late.stop()
        self.hide()

    def show_words(self) -> None:
        """Say what is waited for, and offer to stop."""
        self._words.show()
        self._stop.show()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(240), px(40 * self._rows + 46))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right, high = px(20), self.width() - px(20), px(40)
        for number in range(self._rows):
            middle = px(6) + high * number + high / 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("track"))
            painter.drawEllipse(QRectF(left, middle - px(12), px(24), px(24)))
            bar = px(10)
            long = (right - left) * (0.44, 0.36, 0.5)[number % 3]
            painter.drawRoundedRect(QRectF(left + px(36), middle - bar / 2, long, bar), bar / 2, bar / 2)
            painter.drawRoundedRect(QRectF(right - px(70), middle - bar / 2, px(70), bar), bar / 2, bar / 2)
            painter.setPen(QPen(color("line"), 1))
            painter.drawLine(left, round(middle + high / 2), right, round(middle + high / 2))


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)
