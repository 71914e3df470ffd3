"""Name badges: the name in letters that are read across a room, on sheets that come ready cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mi_crm.documents.fonts import Style, width
from mi_crm.documents.labels import Stock
from mi_crm.documents.lines import fitted
from mi_crm.documents.pages import ACCENT, INCH, INK, INK2, Color, Pages, Side

AVERY_5395: Final = Stock("Avery 5395", 2, 4, 0.6875, 0.5833, 3.375, 2.3333, 3.75, 40.0, 0.1667)


@dataclass(frozen=True, slots=True)
class Badge:
    """A name badge."""

    call_name: str
    """What the others say: the nickname, or the first name."""
    full_name: str
    role: str = ""
    """Registration desk, or LCSW."""
    helper: bool = True
    """Whether it marks somebody to ask for help."""


def render(badges: Sequence[Badge], *, organization: str, title: str, start: int = 1) -> bytes:
    """Return the badges as a PDF; `start` is the first one that is still on the first sheet, from 1.

    Raises ValueError without badges, and Problem when a letter is in no font.
    """
    if not badges:
        raise ValueError("no badges to print")
    pages = Pages(title, organization)
    for place, badge in enumerate(badges, start=start - 1):
        on_sheet = place % AVERY_5395.count
        if on_sheet == 0 and place >= AVERY_5395.count:
            pages.next_page()
        _draw(pages, badge, organization, on_sheet)
    return pages.finish()


def _draw(pages: Pages, badge: Badge, organization: str, place: int) -> None:
    left, top = (edge * INCH for edge in AVERY_5395.cell(place))
    middle = left + AVERY_5395.wide * INCH / 2
    _centered(pages, organization, (middle, top + 22, 12), Style.SANS_MEDIUM, 8.5, INK2)
    _centered(pages, badge.call_name, (middle, top + 69, 58), Style.SERIF_BOLD, AVERY_5395.size, INK)
    if badge.full_name != badge.call_name:
        _centered(pages, badge.full_name, (middle, top + 111, 24), Style.SERIF, 15, INK)
    _centered(pages, badge.role, (middle, top + 134, 13), Style.SANS, 10, INK2)
    if badge.helper:
        pages.box(middle - 31, top + 144, 62, 13, ACCENT, 6.5)
        pages.text(middle, top + 153.3, "VOLUNTEER", Style.SANS_BOLD, 7.5, _WHITE, Side.CENTER)


_WHITE: Final = Color("1 1 1")
_INSET: Final = 14.0


def _centered(
    pages: Pages, words: str, place: tuple[float, float, float], style: Style, size: float, color: Color
) -> None:
    """Print words around a middle, in lines no higher together than given."""
    if not words:
        return
    middle, y, high = place
    room = AVERY_5395.wide * INCH - 2 * _INSET
    longest = max(words.split(), key=lambda word: width(word, style, 1))
    size = min(size, max(room / width(longest, style, 1), size / 3))  # a name is broken only between words
    shown = fitted((words,), style, (room, high), size, 1.1 * size)
    baseline = y - (len(shown.lines) - 1) * shown.leading / 2 + 0.35 * shown.size
    for line in shown.lines:
        pages.text(middle, baseline, line, style, shown.size, color, Side.CENTER)
        baseline += shown.leading
