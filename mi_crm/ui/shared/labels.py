"""Words on screen: every label is plain text, in one of the roles of DESIGN.md section 3."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget


def label(
    words: str = "", role: str = "body", *, tone: str = "", wrap: bool = False, parent: QWidget | None = None
) -> QLabel:
    """Return a label.

    Roles: title, figure, great, pane, line, heading, strong, medium, body, second, label, help, group.
    Tones: quiet, second, accent, softink, done, warn, wrong.
    """
    made = QLabel(words, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    return made


def set_tone(made: QWidget, tone: str) -> None:
    """Change the color of a label."""
    mark_as(made, "tone", tone)


def mark_as(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and dress the widget again if it changed."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        # What was never shown is dressed when it is.
        if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
            widget.update()


def rule(*, upright: bool = False) -> QFrame:
    """Return a 1-px line between parts."""
    line = QFrame()
    line.setProperty("rule", "upright" if upright else "true")
    return line
