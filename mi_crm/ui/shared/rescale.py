"""Change the text size live: every length a screen once set is set again at the new scale."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QLayout, QWidget

_LIMITS, _MARGINS = "limits at 100 %", "margins at 100 %"
_NONE = 16777215  # Qt's QWIDGETSIZE_MAX: no limit
_scale = 1.0


def rescale(app: QApplication, scale: float) -> None:
    """Set margins, gaps, fixed sizes and own fonts of all widgets again; they were written with px()."""
    global _scale
    before, _scale = _scale, scale
    for window in app.topLevelWidgets():
        inside = window.findChildren(QWidget)
        for widget in inside:
            _widget(widget, before, scale)
        for layout in window.findChildren(QLayout):
            _layout(layout, before, scale)
        for widget in inside:
            if widget.isVisible():
                # What a widget arranges by its width it arranges anew, even if the width stays.
                QApplication.postEvent(widget, QResizeEvent(widget.size(), widget.size()))


def _base(thing: QObject, name: str, now: list[int], before: float) -> list[float]:
    """Return the lengths at 100 %, kept from the first time so that going up and down does not drift."""
    kept = thing.property(name)
    if isinstance(kept, list) and [round(length * before) for length in kept] == now:
        return kept
    base = [length / before for length in now]
    thing.setProperty(name, base)
    return base


def _layout(layout: QLayout, before: float, scale: float) -> None:
    margins = layout.contentsMargins()
    now = [margins.left(), margins.top(), margins.right(), margins.bottom(), max(layout.spacing(), 0)]
    left, top, right, bottom, gap = (round(length * scale) for length in _base(layout, _MARGINS, now, before))
    layout.setContentsMargins(left, top, right, bottom)
    if layout.spacing() >= 0:
        layout.setSpacing(gap)


def _widget(widget: QWidget, before: float, scale: float) -> None:
    _limits(widget, before, scale)
    if isinstance(widget, QLabel):
        margins = widget.contentsMargins()
        now = [margins.left(), margins.top(), margins.right(), margins.bottom()]
        if any(now):
            widget.setContentsMargins(*(round(x * scale) for x in _base(widget, _MARGINS, now, before)))
    if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont):
        font = widget.font()
        if font.pixelSize() > 0:
            font.setPixelSize(max(1, round(font.pixelSize() / before * scale)))
            widget.setFont(font)


def _limits(widget: QWidget, before: float, scale: float) -> None:
    now = [widget.minimumWidth(), widget.maximumWidth(), widget.minimumHeight(), widget.maximumHeight()]
    if widget.property("_q_stylesheet_minh") is not None:
        now[2:] = 0, 0  # the style sheet has set the height already
    limits = [length if 0 < length < _NONE else 0 for length in now]
    if not any(limits):
        return
    wide, widest, high, highest = (round(x * scale) for x in _base(widget, _LIMITS, limits, before))
    if limits[0] or limits[1]:
        widget.setMinimumWidth(wide)
        widget.setMaximumWidth(widest or _NONE)
    if limits[2] or limits[3]:
        widget.setMinimumHeight(high)
        widget.setMaximumHeight(highest or _NONE)
