"""Every color, size and font in one place, so that theme and text size can change while the program runs."""

from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from mi_crm.ui.shared import sheet
from mi_crm.ui.shared.rescale import rescale
from mi_crm.ui.shared.tokens import DARK, LIGHT, contrast_tokens, palette_of

RESOURCES: Final = Path(__file__).resolve().parents[3] / "resources"
SANS: Final = ("Inter", "Noto Sans SC", "Noto Sans Hebrew", "Noto Sans Arabic")
SERIF: Final = ("Source Serif 4", "Noto Sans SC", "Noto Sans Hebrew", "Noto Sans Arabic")


class Look(QObject):
    """How everything looks now. `changed` comes after a change of theme, contrast or text size."""

    changed = Signal()

    def __init__(self) -> None:
        """Start light and at 100 %."""
        super().__init__()
        self.tokens = LIGHT
        self.scale = 1.0
        self.theme = "system"
        self.sheet = ""
        self.system: QPalette | None = None
        self.applying = False


look = Look()


def px(size: float) -> int:
    """Return a length drawn at 100 % as pixels at the text size of now."""
    return round(size * look.scale)


@lru_cache(maxsize=256)
def _color(value: str) -> QColor:
    return QColor(value)


def color(token: str) -> QColor:
    """Return the color of a token in the theme of now."""
    return _color(getattr(look.tokens, token))


@lru_cache(maxsize=128)
def _font(families: tuple[str, ...], pixels: int, weight: int) -> QFont:
    font = QFont(list(families))
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    # Inter's own digits are proportional; money must line up.
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def sans(size: float = 13, weight: int = 400) -> QFont:
    """Return Inter with digits of one width, in pixels at 100 %."""
    return QFont(_font(SANS, px(size), weight))


def serif(size: float, weight: int = 500) -> QFont:
    """Return Source Serif 4, in pixels at 100 %."""
    return QFont(_font(SERIF, px(size), weight))


@cache
def load_fonts() -> None:
    """Make the shipped fonts known to Qt, once per process."""
    for file in sorted((RESOURCES / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))


def dress(window: QWidget) -> None:
    """Let a window wear the style sheet, now and after each change; what is inside it wears it too.

    The sheet is not the program's own: under that, Qt dresses everything in a part anew whenever the part is
    put into another one, and a screen takes five times as long to build.
    """
    window.setStyleSheet(look.sheet)


def apply_style(app: QApplication, theme: str = "system", text_scale: int = 100) -> None:
    """Dress the program: theme is system, light or dark, text_scale is 100 to 200 percent.

    Follows the system while the theme is "system"; under high contrast the system's own colors are used.
    """
    if look.system is None:
        look.system = QPalette(app.palette())
        app.setStyle("Fusion")
        load_fonts()
        app.styleHints().colorSchemeChanged.connect(_follow_system)
    before = (look.scale, look.tokens)
    look.theme, look.scale = theme, text_scale / 100
    look.applying = True
    hints = app.styleHints()
    if theme == "system":
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(Qt.ColorScheme.Dark if theme == "dark" else Qt.ColorScheme.Light)
    look.applying = False
    dark = hints.colorScheme() == Qt.ColorScheme.Dark if theme == "system" else theme == "dark"
    look.tokens = contrast_tokens(look.system) if _high_contrast(app) else DARK if dark else LIGHT
    if look.sheet and before == (look.scale, look.tokens):
        return
    app.setPalette(palette_of(look.tokens))
    app.setFont(sans())
    look.sheet = sheet.sheet(look.tokens, px)
    for window in app.topLevelWidgets():
        if window.styleSheet():
            dress(window)
    if before[0] != look.scale:
        rescale(app, look.scale)
    look.changed.emit()


def _follow_system() -> None:
    app = QApplication.instance()
    if not look.applying and look.theme == "system" and isinstance(app, QApplication):
        QTimer.singleShot(0, look, lambda: apply_style(app, look.theme, round(look.scale * 100)))


def _high_contrast(app: QApplication) -> bool:
    # Both are kept in names: Qt's objects for them live only as long as the one they came from.
    hints = app.styleHints()
    wishes = hints.accessibility()
    return wishes.contrastPreference() == Qt.ContrastPreference.HighContrast
