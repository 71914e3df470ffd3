"""Fonts and lengths."""

from PySide6.QtGui import QFont, QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication

from mi_crm.ui.shared.style import apply_style, look, px, sans, serif


def test_our_own_fonts_are_used_in_every_weight() -> None:
    for weight in (400, 500, 600, 700):
        assert QFontInfo(sans(13, weight)).family() == "Inter"
        assert QFontInfo(sans(13, weight)).weight() == weight
    assert QFontInfo(serif(27)).family() == "Source Serif 4"


def test_digits_have_one_width() -> None:
    for font in (sans(13), sans(13, 600), serif(22)):
        widths = {QFontMetrics(font).horizontalAdvance(digit * 10) for digit in "0123456789"}
        assert len(widths) == 1


def test_a_font_is_the_askers_own() -> None:
    sans(12, 600).setPixelSize(40)
    assert sans(12, 600).pixelSize() == 12


def test_names_of_every_script_have_letters(qapp: QApplication) -> None:
    for name in ("Zoë Nguyễn", "Ольга", "张伟", "שרה", "ليلى"):
        assert all(QFontMetrics(sans(13)).inFontUcs4(ord(letter)) or _merged(letter) for letter in name)


def _merged(letter: str) -> bool:
    return any(QFontMetrics(QFont(family)).inFontUcs4(ord(letter)) for family in sans(13).families()[1:])


def test_lengths_grow_with_the_text(qapp: QApplication) -> None:
    apply_style(qapp, "light", 150)
    assert (px(36), sans(12).pixelSize(), look.scale) == (54, 18, 1.5)
