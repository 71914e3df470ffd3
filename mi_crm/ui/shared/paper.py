"""Paper on screen and on the printer: the PDF itself, page by page."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.ui.shared.buttons import IconButton
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import color, px


class Pages:
    """A PDF whose pages can be drawn; it is open only while it is read."""

    def __init__(self, pdf: bytes) -> None:
        """Count the pages."""
        self._pdf = pdf
        with self._opened() as document:
            self._count = len(document)

    @contextmanager
    def _opened(self) -> Iterator[pypdfium2.PdfDocument]:
        document = pypdfium2.PdfDocument(self._pdf)
        try:
            yield document
        finally:
            document.close()

    def __len__(self) -> int:
        """Return how many pages there are."""
        return self._count

    def size(self, number: int) -> tuple[float, float]:
        """Return width and height of a page in points."""
        with self._opened() as document:
            width, height = document.get_page_size(number)
        return float(width), float(height)

    def text(self, number: int) -> str:
        """Return the words of a page, for those who hear it."""
        with self._opened() as document:
            return str(document[number].get_textpage().get_text_range())

    def image(self, number: int, scale: float) -> QImage:
        """Draw a page at `scale` pixels a point."""
        with self._opened() as document:
            bitmap = document[number].render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
            points = bytes(ctypes.string_at(bitmap.buffer, bitmap.stride * bitmap.height))
            width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        return QImage(points, width, height, stride, QImage.Format.Format_RGBX8888).copy()


class _Sheet(QWidget):
    """One page as it will lie on the table."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = QPixmap()
        self.words = ""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.picture.isNull():
            return
        painter = QPainter(self)
        ratio = self.picture.devicePixelRatio()
        width, height = self.picture.width() / ratio, self.picture.height() / ratio
        page = QRectF((self.width() - width) / 2, px(14), width, height)
        painter.drawPixmap(page.topLeft(), self.picture)
        painter.setPen(QPen(color("line2"), 1))
        painter.drawRect(page.adjusted(-0.5, -0.5, 0.5, 0.5))


class PaperView(QWidget):
    """Shows a PDF: page n of m, as wide as there is room, or larger."""

    page_changed = Signal(int)

    def __init__(self, title: str = "", sentence: str = "", parent: QWidget | None = None) -> None:
        """Show no paper yet."""
        super().__init__(parent)
        self._pages: Pages | None = None
        self._number, self._zoom = 0, 1.0
        self._title, self._sentence = label(title, "strong"), label(sentence, "help")
        self._where = label("", "medium")
        self._back = IconButton("chevron-left", self.tr("Previous page"))
        self._on = IconButton("chevron-right", self.tr("Next page"))
        self._larger = IconButton("zoom-in", self.tr("Larger"))
        self._smaller = IconButton("zoom-out", self.tr("Smaller"))
        self._back.clicked.connect(self.previous)
        self._on.clicked.connect(self.next)
        self._larger.clicked.connect(self.larger)
        self._smaller.clicked.connect(self.smaller)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        top = QHBoxLayout()
        top.setContentsMargins(px(16), px(8), px(10), px(8))
        top.addLayout(words, 1)
        for control in (self._back, self._where, self._on, self._smaller, self._larger):
            top.addWidget(control)
        self._sheet = _Sheet()
        self._area = QScrollArea()
        self._area.setWidget(self._sheet)
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._area.setAccessibleName(self.tr("Page"))
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.viewport().setAutoFillBackground(False)
        self._sheet.setAutoFillBackground(False)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(top)
        rows.addWidget(self._area, 1)
        self._draw()

    def set_words(self, title: str, sentence: str = "") -> None:
        """Say what the paper is."""
        self._title.setText(title)
        self._sentence.setText(sentence)

    def show_pdf(self, pdf: bytes | None) -> None:
        """Show another paper, from its first page; None shows none."""
        self._pages = Pages(pdf) if pdf else None
        self._number = 0
        self._draw()
        self._area.verticalScrollBar().setValue(0)

    def next(self) -> None:
        """Turn to the next page."""
        self._turn(1)

    def previous(self) -> None:
        """Turn back."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        if self._pages and 0 <= self._number + by < len(self._pages):
            self._number += by
            self._draw()
            self.page_changed.emit(self._number)

    def larger(self) -> None:
        """Draw the page larger."""
        self._zoom = min(4.0, self._zoom * 1.25)
        self._draw()

    def smaller(self) -> None:
        """Draw the page smaller."""
        self._zoom = max(0.5, self._zoom / 1.25)
        self._draw()

    def _draw(self) -> None:
        count = len(self._pages) if self._pages else 0
        self._where.setText(
            self.tr("{page} of {pages}").format(page=self._number + 1, pages=count) if count else ""
        )
        for control in (self._back, self._on, self._larger, self._smaller):
            control.setEnabled(bool(count))
        self._back.setEnabled(self._number > 0)
        self._on.setEnabled(self._number + 1 < count)
        # A page as wide as the room has nothing at its sides, whatever the other bar takes of it.
        aside = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if self._zoom > 1 else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self._area.setHorizontalScrollBarPolicy(aside)
        if self._pages is None:
            self._sheet.picture = QPixmap()
            self._area.setAccessibleDescription("")
            self._sheet.update()
            return
        width, height = self._pages.size(self._number)
        room = max(px(120), self._area.viewport().width() - px(36))
        scale = room / width * self._zoom
        ratio = self.devicePixelRatioF()
        picture = QPixmap.fromImage(self._pages.image(self._number, scale * ratio))
        picture.setDevicePixelRatio(ratio)
        self._sheet.picture = picture
        self._sheet.resize(
            round(max(self._area.viewport().width(), width * scale + px(28))), round(height * scale) + px(30)
        )
        self._area.setAccessibleDescription(self._pages.text(self._number)[:4000])
        self._sheet.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Right:
            self.next()
        elif event.key() == Qt.Key.Key_Left:
            self.previous()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(420), px(560))


def print_pdf(
    parent: QWidget | None, pdf: bytes, *, name: str = "MI CRM", printer: QPrinter | None = None
) -> bool:
    """Ask for a printer and print every page as it is, 1:1; return whether it was sent.

    The PDF stays what it is; only the printer gets pictures of its pages, at 300 dots an inch.
    """
    if printer is None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(name)
        if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
            return False
    pages = Pages(pdf)
    first, last = printer.fromPage() or 1, printer.toPage() or len(pages)
    printer.setFullPage(True)
    dots = min(300, printer.resolution())
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for number in range(first - 1, min(last, len(pages))):
        if number > first - 1:
            printer.newPage()
        width, height = pages.size(number)
        target = QRectF(0, 0, width / 72 * printer.resolution(), height / 72 * printer.resolution())
        painter.drawImage(target, pages.image(number, dots / 72))
    painter.end()
    return True
