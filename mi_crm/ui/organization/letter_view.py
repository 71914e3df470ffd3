"""The charity's letter as it will print, following what is typed."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.organization.rules import OrganizationDetails
from mi_crm.shared.problems import Problem
from mi_crm.ui.organization.example import example_letter
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.paper import Pages
from mi_crm.ui.shared.style import color, px

_PAUSE = 150
"""Milliseconds without a change before the letter is drawn anew."""


class _Page(QWidget):
    """The upper part of a page, as much as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: Pages | None = None
        self._picture = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(px(160))

    def show_page(self, pages: Pages) -> None:
        self._pages = pages
        self._draw()

    def _draw(self) -> None:
        if self._pages is None:
            return
        width, _ = self._pages.size(0)
        ratio = self.devicePixelRatioF()
        self._picture = QPixmap.fromImage(self._pages.image(0, (self.width() - 2) * ratio / width))
        self._picture.setDevicePixelRatio(ratio)
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._draw()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(400), px(518))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        high = min(self.height(), round(self.width() * 11 / 8.5))
        page = QRectF(0.5, 0.5, self.width() - 1, high - 1)
        painter.fillRect(page, Qt.GlobalColor.white)
        painter.setClipRect(page)
        painter.drawPixmap(1, 1, self._picture)
        painter.setPen(QPen(color("line2"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(page)


class LetterView(QWidget):
    """“On paper”: an invented gift on this charity's letter."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show nothing until `show_letter`."""
        super().__init__(parent)
        self._desk = desk
        self._what: OrganizationDetails | None = None
        self._logo: bytes | None = None
        self._signature: bytes | None = None
        self._page = _Page()
        self._page.setAccessibleName(self.tr("The letter as it will print"))
        self.pdf = b""
        heading = QHBoxLayout()
        heading.addWidget(label(self.tr("On paper"), "heading"))
        heading.addStretch(1)
        heading.addWidget(label(self.tr("An invented gift"), "second"))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(12))
        rows.addLayout(heading)
        rows.addWidget(self._page, 1)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self._render)

    def show_letter(self, what: OrganizationDetails, logo: bytes | None, signature: bytes | None) -> None:
        """Draw the letter with these details, shortly after the last of many changes."""
        self._what, self._logo, self._signature = what, logo, signature
        if self.isVisible():
            self._soon.start()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        # Nobody sees it: it is drawn when it is shown again.
        self._soon.stop()
        super().hideEvent(event)

    def _render(self) -> None:
        if self._what is not None:
            drawn = self._desk.work(
                example_letter,
                self._what,
                today=self._desk.today(),
                logo=self._logo,
                signature=self._signature,
            )
            drawn.then(self._show).otherwise(self._keep_last)

    def _show(self, pdf: bytes) -> None:
        self.pdf = pdf
        pages = Pages(pdf)
        self._page.show_page(pages)
        self._page.setAccessibleDescription(pages.text(0)[:2000])

    def _keep_last(self, error: BaseException) -> None:
        # A letter that cannot be printed is said at its field; the paper waits until it is mended.
        if not isinstance(error, Problem):
            self._desk.tasks.unhandled.emit(error)
