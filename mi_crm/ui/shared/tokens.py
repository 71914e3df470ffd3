"""The colors, measured for contrast, and the palette Qt paints with."""

from dataclasses import dataclass, fields
from typing import Final

from PySide6.QtGui import QColor, QPalette


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colors of DESIGN.md section 2, by name."""

    bg: str
    side: str
    surface: str
    sunk: str
    raised: str
    ink: str
    ink2: str
    ink3: str
    line: str
    line2: str
    ctl: str
    accent: str
    hover: str
    on_accent: str
    soft: str
    softink: str
    pos: str
    pos_soft: str
    warn: str
    warn_soft: str
    neg: str
    neg_soft: str
    quiet_soft: str
    prev: str
    track: str
    c2: str
    c3: str
    c4: str
    c5: str
    c6: str
    toast: str
    toast_ink: str
    toast_accent: str
    toast_pos: str


LIGHT: Final = Tokens(
    bg="#F4F6F6", side="#EAEFEF", surface="#FFFFFF", sunk="#F4F6F6", raised="#FFFFFF",
    ink="#14252B", ink2="#45575D", ink3="#58696F", line="#E3E9EA", line2="#D3DCDD", ctl="#7A8C91",
    accent="#0B5F73", hover="#084C5D", on_accent="#FFFFFF", soft="#E2EFF1", softink="#084C5D",
    pos="#2A6548", pos_soft="#E3F0E8", warn="#7F5200", warn_soft="#FAEFD8", neg="#A32D26", neg_soft="#FAE7E4",
    quiet_soft="#E3E9EA", prev="#C6D3D5", track="#E3E9EA", c2="#5A9788", c3="#C4873A", c4="#8577A6",
    c5="#4A78B5", c6="#B5565A",
    toast="#14252B", toast_ink="#F4F6F6", toast_accent="#8AD1DF", toast_pos="#86CBA6",
)  # fmt: skip

DARK: Final = Tokens(
    bg="#10191D", side="#0B1316", surface="#17232A", sunk="#121D22", raised="#1E2D34",
    ink="#E7EEEF", ink2="#B3C1C5", ink3="#9CACB1", line="#243439", line2="#30434A", ctl="#647A82",
    accent="#6FC3D4", hover="#8AD1DF", on_accent="#04222B", soft="#17404B", softink="#BDE6EE",
    pos="#86CBA6", pos_soft="#18362A", warn="#E6BC6A", warn_soft="#3B2F16", neg="#F29B92", neg_soft="#45211F",
    quiet_soft="#26363C", prev="#46595F", track="#26363C", c2="#7DB9AA", c3="#D9A560", c4="#A99BC8",
    c5="#8DB2E3", c6="#E39A9C",
    toast="#E7EEEF", toast_ink="#14252B", toast_accent="#0B5F73", toast_pos="#2A6548",
)  # fmt: skip


def contrast_tokens(palette: QPalette) -> Tokens:
    """Return the tokens of a high-contrast system: its own colors, and no soft fills."""

    def of(role: QPalette.ColorRole) -> str:
        return palette.color(role).name()

    ground, ink = of(QPalette.ColorRole.Window), of(QPalette.ColorRole.WindowText)
    accent, on_accent = of(QPalette.ColorRole.Highlight), of(QPalette.ColorRole.HighlightedText)
    plain = {field.name: ink for field in fields(Tokens)}
    plain |= dict.fromkeys(
        ("bg", "side", "surface", "sunk", "raised", "soft", "pos_soft", "warn_soft", "neg_soft", "quiet_soft",
         "track", "prev", "toast"), ground)  # fmt: skip
    return Tokens(**plain | {"accent": accent, "hover": accent, "on_accent": on_accent})


def palette_of(tokens: Tokens) -> QPalette:
    """Return the palette that C++ painting uses: an explicit one, so that every platform draws the same."""
    palette = QPalette()
    role = QPalette.ColorRole
    for where, value in (
        (role.Window, tokens.bg), (role.WindowText, tokens.ink), (role.Base, tokens.surface),
        (role.AlternateBase, tokens.sunk), (role.Text, tokens.ink), (role.Button, tokens.surface),
        (role.ButtonText, tokens.ink), (role.BrightText, tokens.neg), (role.Highlight, tokens.soft),
        (role.HighlightedText, tokens.ink), (role.Link, tokens.accent), (role.LinkVisited, tokens.accent),
        (role.ToolTipBase, tokens.toast), (role.ToolTipText, tokens.toast_ink),
        (role.PlaceholderText, tokens.ink3),
        (role.Light, tokens.surface), (role.Midlight, tokens.line), (role.Mid, tokens.line2),
        (role.Dark, tokens.ctl), (role.Shadow, tokens.ink3), (role.Accent, tokens.accent),
    ):  # fmt: skip
        palette.setColor(where, QColor(value))
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(tokens.ink3))
    return palette
