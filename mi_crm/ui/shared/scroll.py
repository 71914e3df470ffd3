"""Forms that scroll when the text is large, instead of pushing their buttons off the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override


class ScrolledRows(QVBoxLayout):
    """Rows that ask a scroll area for the least they need, where Qt would ask for what they like best."""

    @override
    def hasHeightForWidth(self) -> bool:
        return False


def scrolled(content: QWidget) -> QScrollArea:
    """Return the content in an area that scrolls up and down and shows the ground behind it."""
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area
