"""Change the text size live: every length a screen once set is set again at the new scale."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QLayout, QWidget

_BASE = "length at 100 %"
_NONE = 16777215  # Qt's QWIDGETSIZE_MAX: no limit
_scale = 1.0


def rescale(app: QApplication, scale: float) -> None:
    """Set margins, gaps, fixed sizes and own fonts of all widgets again; they were written with px()."""
    global _scale
    before, _scale = _scale, scale
    for window in app.topLevelWidgets():
        for widget in (window, *window.findChildren(QWidget)):
            _widget(widget, before, scale)
        for layout in window.findChildren(QLayout):
            _layout(layout, before, scale)


def _base(thing: QObject, now: list[int], before: float) -> list[float]:
    """Return the lengths at 100 %, kept from the first time so that going up and down does not drift."""
    kept = thing.property(_BASE)
    if isinstance(kept, list) and [round(length * before) for length in kept] == now:
        return kept
    base = [length / before for length in now]
    thing.setProperty(_BASE, base)
    return base


def _layout(layout: QLayout, before: float, scale: float) -> None:
    margins = layout.contentsMargins()
    now = [margins.left(), margins.top(), margins.right(), margins.bottom(), max(layout.spacing(), 0)]
    left, top, right, bottom, gap = (round(length * scale) for length in _base(layout, now, before))
    layout.setContentsMargins(left, top, right, bottom)
    if layout.spacing() >= 0:
        layout.setSpacing(gap)


def _widget(widget: QWidget, before: float, scale: float) -> None:
    if widget.isWindow():
        return
    now = [widget.minimumWidth(), widget.minimumHeight(), widget.maximumWidth(), widget.maximumHeight()]
    limits = [length if 0 < length < _NONE else 0 for length in now]
    if any(limits):
        wide, high, widest, highest = (round(length * scale) for length in _base(widget, limits, before))
        widget.setMinimumSize(wide, high)
        widget.setMaximumSize(widest or _NONE, highest or _NONE)
    if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont):
        font = widget.font()
        if font.pixelSize() > 0:
            font.setPixelSize(max(1, round(font.pixelSize() / before * scale)))
            widget.setFont(font)
