"""Certificates: one sheet each, in landscape, for a practitioner who was trained or a helper who helped."""

from collections.abc import Sequence
from dataclasses import dataclass

from mi_crm.documents.fonts import Style, width
from mi_crm.documents.lines import fitted
from mi_crm.documents.pages import ACCENT, INCH, INK, INK2, LINE, Color, Pages, Side


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says."""

    title: str
    """Certificate of Completion, of Attendance, of Volunteer Service."""
    name: str
    under_name: str
    """License or nothing: LCSW, CA 28417."""
    what: str
    """What stands before the subject: has completed."""
    subject: str
    """The training, or 38.5 hours of service."""
    details: tuple[str, ...]
    """Lines under it: days, place, hours of credit."""
    number: str = ""
    issued_on: str = ""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who certifies."""

    organization: str
    lines: tuple[str, ...]
    """Address, EIN or provider number, at the foot."""
    signatory: str
    signatory_title: str
    logo: bytes | None = None
    signature: bytes | None = None


_MIDDLE = 11 * INCH / 2
_WIDE = 11 * INCH - 2 * 90


def render(certificates: Sequence[Certificate], issuer: Issuer) -> bytes:
    """Return the certificates as one PDF, a page each.

    Raises ValueError without certificates, and Problem when a letter is in no font.
    """
    if not certificates:
        raise ValueError("no certificates to print")
    first = certificates[0]
    title = f"{first.title}: {first.name}" if len(certificates) == 1 else first.title
    pages = Pages(title, issuer.organization, landscape=True)
    for place, certificate in enumerate(certificates):
        if place:
            pages.next_page()
        with pages.once(issuer) as new:
            if new:
                _draw_around(pages, issuer)
        _draw(pages, certificate)
    return pages.finish()


def _draw_around(pages: Pages, issuer: Issuer) -> None:
    pages.frame(28, 28, pages.width - 56, pages.height - 56, ACCENT, 1.6, 8)
    pages.frame(34, 34, pages.width - 68, pages.height - 68, LINE, 0.6, 5)
    if issuer.logo:
        wide = 44.0
        pages.picture(issuer.logo, _MIDDLE - wide / 2, 56 + 44, wide, 44)
    _centered(pages, issuer.organization, (124, 30), Style.SERIF_BOLD, 16)
    # The seal of an office is a signature; the picture stands on the line, above the name.
    left, right = 90.0, 90.0 + 220
    if issuer.signature:
        pages.picture(issuer.signature, left, 493, 180, 40)
    pages.rule(left, right, 496, INK2)
    _left(pages, issuer.signatory, (left, 511, right - left, 14), Style.SERIF_MEDIUM, 10.9)
    _left(pages, issuer.signatory_title, (left, 525, right - left, 12), Style.SANS, 8.35, INK2)
    _centered(pages, "  ·  ".join(issuer.lines), (556, 12), Style.SANS, 7.6, INK2)


def _draw(pages: Pages, certificate: Certificate) -> None:
    _centered(pages, certificate.title, (172, 44), Style.SERIF_MEDIUM, 34, ACCENT)
    _centered(pages, "This certifies that", (220, 16), Style.SERIF_ITALIC, 13, INK2)
    _centered(pages, certificate.name, (260, 46), Style.SERIF_BOLD, 32)
    _centered(pages, certificate.under_name, (298, 14), Style.SANS, 10, INK2)
    _centered(pages, certificate.what, (326, 16), Style.SERIF_ITALIC, 13, INK2)
    _centered(pages, certificate.subject, (358, 46), Style.SERIF_MEDIUM, 20)
    y = 396.0
    for line in certificate.details:
        _centered(pages, line, (y, 15), Style.SANS, 10.5, INK2)
        y += 17
    right = pages.width - 90
    for label, value, y in (
        ("Certificate no.", certificate.number, 493.0),
        ("Date issued", certificate.issued_on, 521.0),
    ):
        if value:
            pages.text(right, y, value, Style.SERIF_MEDIUM, 10.9, INK, Side.RIGHT)
            beside = right - width(value, Style.SERIF_MEDIUM, 10.9) - 8
            pages.text(beside, y, label, Style.SANS, 8.35, INK2, Side.RIGHT)


def _centered(
    pages: Pages, words: str, place: tuple[float, float], style: Style, size: float, color: Color = INK
) -> None:
    """Print words around the middle of the page: at a height, in lines no higher together than given."""
    if not words:
        return
    shown = fitted((words,), style, (_WIDE, place[1]), size, 1.12 * size)
    y = place[0] - (len(shown.lines) - 1) * shown.leading / 2 + 0.35 * shown.size
    for line in shown.lines:
        pages.text(_MIDDLE, y, line, style, shown.size, color, Side.CENTER)
        y += shown.leading


def _left(
    pages: Pages,
    words: str,
    place: tuple[float, float, float, float],
    style: Style,
    size: float,
    color: Color = INK,
) -> None:
    if not words:
        return
    x, y, wide, high = place
    shown = fitted((words,), style, (wide, high), size, 1.12 * size)
    for line in shown.lines:
        pages.text(x, y, line, style, shown.size, color)
        y += shown.leading
