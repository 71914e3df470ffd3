"""Logo and signature: choose a picture, see it as it will print, take it off again."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from mi_crm.organization.picture import read_picture
from mi_crm.shared.problems import Problem
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.desk import Desk
from mi_crm.ui.shared.icons import paint_icon
from mi_crm.ui.shared.labels import label, set_tone
from mi_crm.ui.shared.style import color, px


class Thumb(QWidget):
    """The picture on white paper, or an icon while there is none."""

    def __init__(self, icon: str) -> None:
        """Show the icon."""
        super().__init__()
        self._icon = icon
        self.picture = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_png(self, png: bytes | None) -> None:
        """Show a picture, or the icon for None."""
        self.picture = QPixmap()
        if png is not None:
            self.picture.loadFromData(png)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(72 if not self.picture.isNull() else 24), px(40))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self.picture.isNull():
            side = px(20)
            paint_icon(painter, self._icon, QRectF(0, (self.height() - side) / 2, side, side), "ink2")
            return
        painter.setPen(QPen(color("line2"), 1))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), px(4), px(4))
        room = QRectF(self.rect()).adjusted(px(4), px(4), -px(4), -px(4))
        ratio = self.devicePixelRatioF()
        shown = self.picture.scaled(
            (room.size() * ratio).toSize(),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        size = shown.size().toSizeF() / ratio
        place = QRectF(room.center().x() - size.width() / 2, room.center().y() - size.height() / 2,
                       size.width(), size.height())  # fmt: skip
        painter.drawPixmap(place, shown, QRectF(shown.rect()))


class PictureChoice(QWidget):
    """`changed` brings the checked PNG, or None when it was taken off; what is wrong is said in place."""

    changed = Signal(object)

    def __init__(self, desk: Desk, words: str, sentence: str, icon: str, check: Callable[[bytes], bytes],
                 parent: QWidget | None = None) -> None:  # fmt: skip
        """Offer to choose a picture that passes `check`."""
        super().__init__(parent)
        self._desk, self._words, self._sentence, self._check = desk, words, sentence, check
        self._thumb = Thumb(icon)
        self._message = label(sentence, "help", wrap=True)
        self.choose = Button(self.tr("Choose"), small=True)
        self.choose.setAccessibleName(self.tr("Choose {picture}").format(picture=words))
        self.choose.clicked.connect(self._ask)
        self.remove = Button(self.tr("Remove"), "quiet", small=True)
        self.remove.setAccessibleName(self.tr("Remove {picture}").format(picture=words))
        self.remove.clicked.connect(self._remove)
        line = QHBoxLayout(self)
        line.setContentsMargins(px(14), px(8), px(12), px(8))
        line.setSpacing(px(12))
        line.addWidget(self._thumb)
        texts = QVBoxLayout()
        texts.setSpacing(px(2))
        texts.addWidget(label(words, "strong"))
        texts.addWidget(self._message)
        line.addLayout(texts, 1)
        line.addWidget(self.remove)
        line.addWidget(self.choose)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.png: bytes | None = None
        self.show_picture(None)

    @property
    def message(self) -> str:
        """What is said below the words."""
        return self._message.text()

    def show_picture(self, png: bytes | None) -> None:
        """Show a picture without telling anybody."""
        self.png = png
        self._thumb.show_png(png)
        self.remove.setVisible(png is not None)
        self._say(self._sentence, "")

    def _say(self, words: str, tone: str) -> None:
        self._message.setText(words)
        set_tone(self._message, tone)
        self.choose.setAccessibleDescription(words)

    def _ask(self) -> None:
        path = self._desk.questions.choose_file(self, self._words, self.tr("Pictures (*.png *.jpg *.jpeg)"))
        if path is not None:
            self._desk.work(_read, path, self._check).then(self._take).otherwise(self._refuse)

    def _take(self, png: bytes) -> None:
        self.show_picture(png)
        self.changed.emit(png)

    def _refuse(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            self._say(str(error), "wrong")
        else:
            self._desk.tasks.unhandled.emit(error)

    def _remove(self) -> None:
        self.show_picture(None)
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit(None)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("ctl"), 1, Qt.PenStyle.DotLine))
        painter.setBrush(color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), px(8), px(8))


def _read(path: Path, check: Callable[[bytes], bytes]) -> bytes:
    return check(read_picture(path))
