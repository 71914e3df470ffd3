"""Fields: a label above, the input, one line below for help, warning or error."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyleOptionComboBox,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from mi_crm.ui.shared.icons import paint_icon
from mi_crm.ui.shared.labels import label, mark_as, set_tone
from mi_crm.ui.shared.marks import CheckBox, PinButton, Sign
from mi_crm.ui.shared.style import px
from mi_crm.ui.shared.typed import leave_undo

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ComboBox(QComboBox):
    """A drop-down with the house's arrow, that the wheel does not change by accident."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty one."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setMaxVisibleItems(14)

    @override
    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        room = self.width() - px(12 + 12 + 16 + 10)
        words = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        option.currentText = words

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = px(16)
        place = QRectF(self.width() - side - px(10), (self.height() - side) / 2, side, side)
        paint_icon(painter, "chevron-down", place, "ink2" if self.isEnabled() else "ink3")

    @override
    def wheelEvent(self, event: Any) -> None:
        event.ignore()


class Field(QWidget):
    """One question of a form. `edited` comes with each change by the user, `left` when it is left changed."""

    edited = Signal()
    left = Signal()
    entered = Signal()
    kept_changed = Signal(bool)

    def __init__(
        self,
        words: str,
        input: QWidget,
        *,
        help: str = "",
        keepable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Put words above an input; `keepable` adds the pin that keeps the value for the next entry."""
        super().__init__(parent)
        self.input = input
        self._changed = False
        self._help = help
        self.words = label(words, "label")
        self.words.setBuddy(input)
        input.setAccessibleName(words)
        self.setFocusProxy(input)
        input.installEventFilter(self)
        leave_undo(input)

        top = QHBoxLayout()
        top.setSpacing(px(4))
        top.addWidget(self.words)
        top.addStretch(1)
        self.pin: PinButton | None = None
        if keepable:
            self.pin = PinButton(words)
            self.pin.toggled.connect(self._keep)
            top.addWidget(self.pin)
        self._sign = Sign()
        self._message = label("", "help", wrap=True)
        self._message.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._below = QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(px(6))
        below.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._message, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(5))
        rows.addLayout(top)
        rows.addWidget(input)
        rows.addWidget(self._below)
        rows.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._show(help, "")

    def set_words(self, words: str) -> None:
        """Change the label and the accessible name."""
        self.words.setText(words)
        self.input.setAccessibleName(words)

    def value(self) -> Any:
        """Return what was typed, or None."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value without telling anybody."""
        raise NotImplementedError

    def clear(self) -> None:
        """Empty the field and take its messages away."""
        self.set_value(None)
        self.set_error("")

    @property
    def kept(self) -> bool:
        """Whether the value stays for the next entry."""
        return self.pin is not None and self.pin.isChecked()

    @kept.setter
    def kept(self, kept: bool) -> None:
        if self.pin is not None:
            self.pin.setChecked(kept)

    def _keep(self, kept: bool) -> None:
        mark_as(self.input, "kept", "true" if kept else "")
        self.kept_changed.emit(kept)

    def set_error(self, text: str) -> None:
        """Say what is wrong and how to mend it; empty takes the message away."""
        self._show(text or self._help, "wrong" if text else "")

    def set_warning(self, text: str) -> None:
        """Say what is worth a look; it never blocks."""
        self._show(text or self._help, "warn" if text else "")

    def set_help(self, text: str) -> None:
        """Say what belongs here."""
        self._help = text
        self._show(text, "")

    @property
    def wrong(self) -> bool:
        """Whether an error is shown."""
        return bool(self.input.property("wrong") == "true")

    @property
    def message(self) -> str:
        """What is said below the field."""
        return self._message.text()

    def _show(self, text: str, tone: str) -> None:
        self._message.setText(text)
        set_tone(self._message, tone)
        self._sign.show_sign(
            {"wrong": "circle-alert", "warn": "triangle-alert"}.get(tone, ""),
            {"wrong": "neg", "warn": "warn"}.get(tone, "ink2"),
        )
        self._below.setVisible(bool(text))
        mark_as(self.input, "wrong", "true" if tone == "wrong" else "")
        mark_as(self.input, "warns", "true" if tone == "warn" else "")
        self.input.setAccessibleDescription(text)

    def _edit(self, *_: object) -> None:
        self._changed = True
        if self.wrong:
            self.set_error("")
        self.edited.emit()

    def check(self) -> bool:
        """Say what is wrong with what was typed, if anything; return whether it is right."""
        return True

    def _leave(self) -> None:
        if self._changed:
            self._changed = False
            self.check()
            self.left.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.input:
            if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
                # A popup is no leaving: the focus comes back.
                if event.reason() != Qt.FocusReason.PopupFocusReason:
                    self._leave()
            elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
                if event.key() in ENTER and plain and not isinstance(self.input, QPlainTextEdit):
                    self._leave()
                    self.entered.emit()
                    return True
        return super().eventFilter(watched, event)


class TextField(Field):
    """One line of text; value() is the text, stripped."""

    input: QLineEdit

    def __init__(
        self,
        words: str,
        *,
        help: str = "",
        placeholder: str = "",
        keepable: bool = False,
        limit: int = 200,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty field of at most `limit` characters."""
        line = QLineEdit()
        line.setMaxLength(limit)
        line.setPlaceholderText(placeholder)
        super().__init__(words, line, help=help, keepable=keepable, parent=parent)
        line.textEdited.connect(self._edit)

    @override
    def value(self) -> str:
        return self.input.text().strip()

    @override
    def set_value(self, value: str | None) -> None:
        self.input.setText(value or "")
        self.input.setCursorPosition(0)
        self._changed = False


class NoteField(Field):
    """Several lines of text; Tab leaves it."""

    input: QPlainTextEdit

    def __init__(
        self,
        words: str,
        *,
        help: str = "",
        placeholder: str = "",
        keepable: bool = False,
        lines: int = 3,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty field of so many lines."""
        note = QPlainTextEdit()
        note.setTabChangesFocus(True)
        note.setPlaceholderText(placeholder)
        note.setFixedHeight(px(22 * lines + 16))
        super().__init__(words, note, help=help, keepable=keepable, parent=parent)
        self._quiet = False
        note.textChanged.connect(self._typed)

    def _typed(self) -> None:
        if not self._quiet:
            self._edit()

    @override
    def value(self) -> str:
        return self.input.toPlainText().strip()

    @override
    def set_value(self, value: str | None) -> None:
        self._quiet = True
        self.input.setPlainText(value or "")
        self._quiet = False
        self._changed = False


class ChoiceField(Field):
    """One of a few; value() is the key of the choice, or None while nothing is chosen."""

    input: ComboBox

    def __init__(
        self,
        words: str,
        choices: Iterable[tuple[Any, str]] = (),
        *,
        help: str = "",
        placeholder: str = "",
        keepable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a field that offers (key, words); with a placeholder, nothing is chosen at first."""
        super().__init__(words, ComboBox(), help=help, keepable=keepable, parent=parent)
        self.input.setPlaceholderText(placeholder)
        self._keys: list[Any] = []
        self.set_choices(choices)
        self.input.activated.connect(self._edit)

    def set_choices(self, choices: Iterable[tuple[Any, str]]) -> None:
        """Offer these choices, keeping the chosen one if it is still among them."""
        before = self.value()
        self._keys = []
        self.input.blockSignals(True)
        self.input.clear()
        for key, words in choices:
            self._keys.append(key)
            self.input.addItem(words)
        first = -1 if self.input.placeholderText() or not self._keys else 0
        self.input.setCurrentIndex(self._keys.index(before) if before in self._keys else first)
        self.input.blockSignals(False)

    @override
    def value(self) -> Any:
        index = self.input.currentIndex()
        return self._keys[index] if 0 <= index < len(self._keys) else None

    @override
    def set_value(self, value: Any) -> None:
        empty = -1 if self.input.placeholderText() or not self._keys else 0
        self.input.setCurrentIndex(self._keys.index(value) if value in self._keys else empty)
        self._changed = False


class CheckField(Field):
    """Yes or no; the words stand beside the box."""

    toggled = Signal(bool)

    def __init__(self, words: str, *, help: str = "", parent: QWidget | None = None) -> None:
        """Make an unchecked box."""
        box = CheckBox(words)
        super().__init__(words, box, help=help, parent=parent)
        self.words.hide()
        box.clicked.connect(self._edit)
        box.clicked.connect(self._leave)
        box.toggled.connect(self.toggled)

    @override
    def value(self) -> bool:
        return bool(self.input.isChecked())  # type: ignore[attr-defined]

    @override
    def set_value(self, value: bool | None) -> None:
        self.input.setChecked(bool(value))  # type: ignore[attr-defined]
        self._changed = False


def enter_moves_on(form: Sequence[Field], finish: Callable[[], object]) -> None:
    """Let Enter go to the next field of a form, over kept ones; on the last open field it finishes.

    `finish` is a bound method. Fields that are hidden or cannot change are passed over too.
    """
    for place, field in enumerate(form):
        field.entered.connect(_Next(field, tuple(form[place + 1 :]), finish).go)


class _Next(QObject):
    """Knows what Enter does in one field."""

    _finished = Signal()

    def __init__(self, field: Field, later: tuple[Field, ...], finish: Callable[[], object]) -> None:
        super().__init__(field)
        self._later = later
        # Connected rather than kept: a child that holds its form in a circle crashes the collector.
        self._finished.connect(finish)

    def go(self) -> None:
        for field in self._later:
            if not field.isHidden() and field.isEnabled() and not field.kept:
                field.input.setFocus(Qt.FocusReason.TabFocusReason)
                return
        self._finished.emit()


def row(*fields: QWidget, gap: int = 16, stretch: Sequence[int] = ()) -> QHBoxLayout:
    """Return fields side by side, aligned at the top so that a message below one moves no other."""
    line = QHBoxLayout()
    line.setSpacing(px(gap))
    for place, field in enumerate(fields):
        line.addWidget(field, stretch[place] if place < len(stretch) else 1, Qt.AlignmentFlag.AlignTop)
    return line


class SearchLine(QLineEdit):
    """A line with the sign of searching in it."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        leave_undo(self)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = px(16)
        paint_icon(QPainter(self), "search", QRectF(px(11), (self.height() - side) / 2, side, side), "ink2")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setTextMargins(px(24), 0, 0, 0)
