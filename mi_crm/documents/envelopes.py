"""Envelopes no. 10: the charity at the top left, the donor where the post office reads the address."""

from collections.abc import Sequence
from typing import Final

from mi_crm.documents.fonts import Style
from mi_crm.documents.lines import fitted
from mi_crm.documents.pages import INCH, INK, INK2, Color, Pages

SIZE: Final = (9.5 * INCH, 4.125 * INCH)

_RETURN = (0.375 * INCH, 0.35 * INCH, 3.2 * INCH, 0.8 * INCH)
_TO = (4.0 * INCH, 1.9 * INCH, 4.9 * INCH, 1.5 * INCH)
"""Left, top, width and height. The post office reads from 0.5 in off each side, between 0.625 and 2.75 in
from the bottom, and prints its bars below (USPS DMM 202)."""


def render(
    addresses: Sequence[tuple[str, ...]],
    sender: tuple[str, ...],
    *,
    title: str,
    author: str,
    nudge: tuple[int, int] = (0, 0),
) -> bytes:
    """Return one envelope for each address, lying on its long side, with the sender's own lines.

    `nudge` is in hundredths of an inch, right and down. Raises ValueError without addresses.
    """
    if not addresses:
        raise ValueError("no addresses to print")
    pages = Pages(title, author, size=SIZE, nudge=nudge)
    for place, address in enumerate(addresses):
        if place:
            pages.next_page()
        _block(pages, _RETURN, sender, 9, 11, INK2)
        _block(pages, _TO, address, 12, 15)
    return pages.finish()


def _block(
    pages: Pages,
    place: tuple[float, float, float, float],
    lines: tuple[str, ...],
    size: float,
    leading: float,
    color: Color = INK,
) -> None:
    left, top, wide, high = place
    shown = fitted(lines, Style.SERIF, (wide, high), size, leading)
    y = top + 0.8 * shown.size
    for line in shown.lines:
        pages.text(left, y, line, Style.SERIF, shown.size, color)
        y += shown.leading
