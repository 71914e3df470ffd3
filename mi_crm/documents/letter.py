"""Letters: letterhead, window address, number and date, fold marks and foot, the same on every paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mi_crm.documents.fonts import Style, width
from mi_crm.documents.lines import Fitted, broken, fitted
from mi_crm.documents.pages import ACCENT, INCH, INK, INK2, Color, Pages, Side
from mi_crm.receipts.sheet import Letterhead

LEFT: Final = 1.0 * INCH
RIGHT: Final = 7.5 * INCH
TOP: Final = 273.2
"""Where the words of a letter begin: below the window and the first fold."""

_HEAD_RULE = 102.0
_LOGO_HEIGHT = 30.0
_COLUMN = 404.6  # right of 5.4 in: to the left of it nothing but the address may show in the window
_FOLDS = (3.667 * INCH, 7.333 * INCH)
WINDOW_TOP: Final = 2.50 * INCH
WINDOW: Final = ((4.375 - 1.0) * INCH, (3.17 - 2.50) * INCH)
"""Width and height of what stays in view from 1.0 in on, however the sheet slips in a no. 10 envelope."""
_ABOVE_ADDRESS = 1.7
# An address of absurd length grows down to the end of what can ever show before it gets too small to read.
_BELOW_WINDOW = (WINDOW[0], (3.60 - 2.50) * INCH)
_SMALLEST_IN_WINDOW = 7.0
_FOOT_BASELINE = 763.0
_FOOT_SIZE, _FOOT_LEADING = 7.6, 9.9


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the words of a letter."""

    letterhead: Letterhead
    address: tuple[str, ...]
    donor_name: str
    """At the head of further pages."""
    column: tuple[tuple[str, str, Style], ...]
    """Label, value and face: number and date. The page stands under them."""
    foot: str
    """Who we are, in a sentence."""
    register: str
    """Where the paper stands in the register."""
    across_top: str = ""
    """What a copy or a void paper says of itself."""
    short_address: str = ""
    """Under the donor's name at the head of further pages."""

    @property
    def bottom(self) -> float:
        """How far down the words of the letter may go."""
        return _foot_rule(self) - 7

    def draw_head(self, pages: Pages, pictures: Mapping[str, bytes], page: int, count: int) -> None:
        """Draw what stands above the words of the letter, on each of its pages."""
        with pages.once(self.letterhead) as new:
            if new:
                _draw_letterhead(pages, self.letterhead, pictures)
        if self.across_top:
            shown = fitted((self.across_top,), Style.SANS_BOLD, (RIGHT - LEFT, 21), 9.5, 11)
            _draw_lines(pages, LEFT, 27, shown, Style.SANS_BOLD, ACCENT)
        if page == 1:
            draw_folds(pages)
            draw_address(pages, self.address)
        else:
            name = broken(self.donor_name, Style.SERIF, 10.5, WINDOW[0])[:4]
            where = broken(self.short_address, Style.SERIF, 10.5, WINDOW[0])[: 5 - len(name)]
            for place, line in enumerate((*name, *where)):
                pages.text(LEFT, 188.7 + 11.8 * place, line, Style.SERIF, 10.5)
        _draw_column(pages, (*self.column, ("Page", f"{page} of {count}", Style.SERIF)))

    def draw_foot(self, pages: Pages) -> None:
        """Draw who we are, and the place of the paper in the register."""
        with pages.once(self.foot) as new:
            if new:
                _draw_foot(pages, self)
        pages.text(RIGHT, _FOOT_BASELINE, self.register, Style.SANS, _FOOT_SIZE, INK2, Side.RIGHT)


def _draw_letterhead(pages: Pages, letterhead: Letterhead, pictures: Mapping[str, bytes]) -> None:
    left = LEFT
    if letterhead.logo:
        left += pages.picture(pictures[letterhead.logo], LEFT, 47 + _LOGO_HEIGHT, 100, _LOGO_HEIGHT) + 12
    right = fitted(letterhead.lines, Style.SANS, (190, 45), 8.25, 12)
    room = RIGHT - 18 - left - max(width(line, Style.SANS, right.size) for line in right.lines or ("",))
    name = fitted((letterhead.legal_name,), Style.SERIF_BOLD, (room, 29), 15.6, 17)
    under = (len(name.lines) - 1) * name.leading
    tagline = fitted((letterhead.tagline,), Style.SERIF_ITALIC, (room, max(24 - under, 9)), 9.5, 11)
    y = 59.7 if letterhead.tagline or under else 67.5
    y = _draw_lines(pages, left, y, name, Style.SERIF_BOLD, INK)
    _draw_lines(pages, left, y + 4.9 + tagline.size - name.leading, tagline, Style.SERIF_ITALIC, INK2)
    _draw_lines(pages, RIGHT, 52.8, right, Style.SANS, INK2, Side.RIGHT)
    pages.rule(LEFT, RIGHT, _HEAD_RULE)


def _draw_lines(
    pages: Pages, x: float, y: float, shown: Fitted, style: Style, color: Color, side: Side = Side.LEFT
) -> float:
    """Print the lines from the baseline y down, and return the baseline after them."""
    for line in shown.lines:
        pages.text(x, y, line, style, shown.size, color, side)
        y += shown.leading
    return y


def _draw_column(pages: Pages, column: tuple[tuple[str, str, Style], ...]) -> None:
    y = 155.6
    for label, value, style in column:
        pages.text(_COLUMN, y, label, Style.SANS, 7.6, INK2)
        pages.text(_COLUMN, y + 12.9, value, style, 11)
        y += 33.0


def draw_folds(pages: Pages) -> None:
    """Mark where the sheet is folded in three."""
    for fold in _FOLDS:
        pages.rule(10.2, 22.2, fold)


def draw_address(pages: Pages, address: tuple[str, ...]) -> None:
    """Print the address where the window shows it, smaller when it is long."""
    wide, high = WINDOW
    shown = fitted(address, Style.SERIF, (wide, high - _ABOVE_ADDRESS), 10.5, 11.8)
    if shown.size < _SMALLEST_IN_WINDOW:
        shown = fitted(address, Style.SERIF, _BELOW_WINDOW, _SMALLEST_IN_WINDOW, 8)
    _draw_lines(pages, LEFT, WINDOW_TOP + _ABOVE_ADDRESS + 0.67 * shown.size, shown, Style.SERIF, INK)


def _foot_lines(frame: Frame) -> tuple[str, ...]:
    """Return the lines of the foot, the last of them clear of the register's place."""
    lines = broken(frame.foot, Style.SANS, _FOOT_SIZE, RIGHT - LEFT)
    register = max(frame.register, _WIDEST_REGISTER, key=len)
    last = width(lines[-1], Style.SANS, _FOOT_SIZE) + 16 + width(register, Style.SANS, _FOOT_SIZE)
    return lines if last <= RIGHT - LEFT else (*lines, "")


_WIDEST_REGISTER = "Register 0000 0000 0000 0000"


def _foot_rule(frame: Frame) -> float:
    return _FOOT_BASELINE - _FOOT_LEADING * len(_foot_lines(frame)) - 3.4


def _draw_foot(pages: Pages, frame: Frame) -> None:
    lines = _foot_lines(frame)
    y = _foot_rule(frame)
    pages.rule(LEFT, RIGHT, y)
    y += 3.4
    for line in lines:
        y += _FOOT_LEADING
        pages.text(LEFT, y, line, Style.SANS, _FOOT_SIZE, INK2)
