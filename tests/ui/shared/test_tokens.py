"""Contrast of the palette, measured as WCAG does (DESIGN.md section 2)."""

import pytest
from PySide6.QtGui import QPalette

from mi_crm.ui.shared.tokens import DARK, LIGHT, Tokens, contrast_tokens, palette_of

TEXT = 4.5
EDGE = 3.0


def luminance(value: str) -> float:
    parts = [int(value[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("ink", "ground", "light", "dark"),
    [
        ("ink", "surface", 15.8, 13.6),
        ("ink2", "bg", 7.0, 9.6),
        ("ink3", "surface", 5.7, 6.8),
        ("ink3", "bg", 5.3, 7.6),
        ("ink3", "side", 4.9, 8.0),
        ("ink3", "soft", 4.9, 4.8),
        ("accent", "surface", 7.2, 8.0),
        ("accent", "soft", 6.2, 5.6),
        ("on_accent", "accent", 7.2, 8.2),
        ("pos", "pos_soft", 5.9, 6.9),
        ("warn", "warn_soft", 5.9, 7.3),
        ("neg", "neg_soft", 6.0, 6.6),
        ("ctl", "surface", 3.5, 3.6),
        ("ctl", "bg", 3.2, 3.9),
        ("prev", "surface", 1.5, 2.2),
    ],
)
def test_contrast_is_what_the_design_measured(ink: str, ground: str, light: float, dark: float) -> None:
    assert contrast(getattr(LIGHT, ink), getattr(LIGHT, ground)) == pytest.approx(light, abs=0.06)
    assert contrast(getattr(DARK, ink), getattr(DARK, ground)) == pytest.approx(dark, abs=0.06)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_every_ground_it_stands_on(tokens: Tokens) -> None:
    pairs = [
        (ink, ground)
        for ink in ("ink", "ink2", "ink3")
        for ground in ("bg", "side", "surface", "sunk", "soft", "raised")
    ]
    pairs += [("softink", "soft"), ("softink", "surface"), ("ink2", "quiet_soft"), ("toast_ink", "toast")]
    pairs += [("toast_accent", "toast"), ("on_accent", "hover"), ("accent", "raised"), ("accent", "sunk")]
    pairs += [(tone, ground) for tone in ("pos", "warn", "neg") for ground in ("surface", "bg", "sunk")]
    poor = {pair: round(contrast(*(getattr(tokens, name) for name in pair)), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < TEXT} == {}


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_of_controls_can_be_seen(tokens: Tokens) -> None:
    for ground in ("surface", "bg", "sunk"):
        assert contrast(tokens.ctl, getattr(tokens, ground)) >= EDGE


def test_high_contrast_uses_the_colors_of_the_system() -> None:
    system = QPalette()
    system.setColor(QPalette.ColorRole.Window, "#000000")
    system.setColor(QPalette.ColorRole.WindowText, "#ffff00")
    system.setColor(QPalette.ColorRole.Highlight, "#00ff00")
    system.setColor(QPalette.ColorRole.HighlightedText, "#000000")
    tokens = contrast_tokens(system)
    assert (tokens.surface, tokens.soft, tokens.ink, tokens.neg) == (
        "#000000",
        "#000000",
        "#ffff00",
        "#ffff00",
    )
    assert (tokens.accent, tokens.on_accent) == ("#00ff00", "#000000")


def test_the_palette_is_ours_on_every_platform() -> None:
    palette = palette_of(DARK)
    assert palette.color(QPalette.ColorRole.Highlight).name().upper() == DARK.soft
    assert palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text).name().upper() == DARK.ink3
