"""Test page for window envelopes: shows what must show, and what to type when it does not."""

from mi_crm.documents.fonts import Style
from mi_crm.documents.letter import LEFT, RIGHT, TOP, WINDOW, WINDOW_TOP, draw_address, draw_folds
from mi_crm.documents.lines import broken
from mi_crm.documents.pages import ACCENT, INCH, INK2, INK3, LINE, Pages, Side

_WINDOW_LEFT = 0.875 * INCH
_MAY_SHOW = (2.04 * INCH, 3.625 * INCH, 5.375 * INCH)
_CROSS = (LEFT, 1.5 * INCH)

_STEPS = (
    "Print this page at its actual size (100 %), not fitted to the page.",
    "Fold it in three at the marks, the address outside, and put it into a no. 10 window envelope.",
    "Tap the envelope on each of its edges. The whole address must show each time, and no other word.",
    "If not, measure the middle of the cross: 1.00 in from the left edge of the paper, 1.50 in from its top.",
    "Too far left by 0.06 in: add 6 to “Move right”. Too far right: take off. Too high: add to “Move down”.",
    "If the cross stands right, your envelope has its window elsewhere: move by what the window hides.",
)


def render(organization_name: str, address: tuple[str, ...], *, nudge: tuple[int, int] = (0, 0)) -> bytes:
    """Return the test page with the charity's own address where a donor's will stand.

    `nudge` is in hundredths of an inch, right and down, as typed so far.
    """
    pages = Pages("Window envelope test", organization_name, nudge=nudge)
    pages.text(LEFT, 60, "Window envelope test", Style.SERIF_MEDIUM, 19)
    pages.text(LEFT, 77, organization_name, Style.SANS, 9, INK2)
    _draw_cross(pages)
    top, lowest, right = _MAY_SHOW
    pages.frame(0.2 * INCH, top, right - 0.2 * INCH, lowest - top, LINE)
    pages.frame(_WINDOW_LEFT, WINDOW_TOP, LEFT + WINDOW[0] - _WINDOW_LEFT, WINDOW[1], INK3)
    pages.text(RIGHT, WINDOW_TOP + 12, "inner frame: always shows", Style.SANS, 7.6, INK2, Side.RIGHT)
    pages.text(RIGHT, WINDOW_TOP + 24, "outer frame: may show", Style.SANS, 7.6, INK2, Side.RIGHT)
    draw_address(pages, address or (organization_name,))
    draw_folds(pages)
    y = TOP + 30
    pages.text(LEFT, y, "How to use this page", Style.SERIF_MEDIUM, 13)
    for number, step in enumerate(_STEPS, start=1):
        y += 8
        for place, line in enumerate(broken(step, Style.SERIF, 11, RIGHT - LEFT - 20)):
            y += 15
            if not place:
                pages.text(LEFT, y, f"{number}.", Style.SERIF_BOLD, 11, ACCENT)
            pages.text(LEFT + 20, y, line, Style.SERIF, 11)
    pages.text(LEFT, y + 34, _moved(nudge), Style.SERIF_BOLD, 11)
    return pages.finish()


def _draw_cross(pages: Pages) -> None:
    x, y = _CROSS
    pages.rule(x - 18, x + 18, y, ACCENT)
    pages.upright(x, y - 18, y + 18, ACCENT)
    for tenth in (-2, -1, 1, 2):
        pages.upright(x + tenth * INCH / 10, y - 3, y + 3, ACCENT)
        pages.rule(x - 3, x + 3, y + tenth * INCH / 10, ACCENT)
    pages.text(x + 26, y - 4, "1.00 in from the left edge,", Style.SANS, 7.6, INK2)
    pages.text(x + 26, y + 7, "1.50 in from the top edge", Style.SANS, 7.6, INK2)


def _moved(nudge: tuple[int, int]) -> str:
    right, down = nudge
    return f"This page was printed with {right} to the right and {down} down."
