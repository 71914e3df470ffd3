"""A sheet as the register freezes it, and ways to read a PDF back."""

import hashlib
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw

from mi_crm.receipts.sheet import Letterhead, Sentence, Sheet, Signature

ORG_NAME = "The Mentalizing Initiative"
ORG = (
    "The Mentalizing Initiative, 100 Example Plaza, Suite 400, Los Angeles, CA 90000. EIN 00-0000000. "
    "The Mentalizing Initiative is exempt under section 501(c)(3) of the Internal Revenue Code."
)
AMT = "Amount received: $250.00 by check no. 2217. Date of gift: November 12, 2026."
QDESC = (
    "In exchange you received one seat at the Autumn Evening dinner. "
    "We estimate in good faith that its fair market value was $85.00."
)
QLIM = (
    "For federal income tax purposes, the deductible part of your payment is limited to the amount by which "
    "the money (and the value of any other property) you gave is more than the value of the goods or "
    "services you received."
)
QNET = "Payment $250.00 less estimated value $85.00: contribution amount $165.00."
NGS = "The Mentalizing Initiative provided no goods or services in exchange for this contribution."


def _png(size: tuple[int, int], mark: tuple[int, int, int, int]) -> bytes:
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse(mark, fill=(200, 0, 0, 255))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


LOGO = _png((400, 400), (0, 0, 399, 399))
SIGNATURE = _png((600, 100), (0, 0, 599, 99))
LOGO_NAME, SIGNATURE_NAME = (hashlib.sha256(png).hexdigest() for png in (LOGO, SIGNATURE))
PICTURES = {LOGO_NAME: LOGO, SIGNATURE_NAME: SIGNATURE}

QUID_PRO_QUO = Sheet(
    number="R-2026-0413",
    issued_on="November 16, 2026",
    paper="QPQ",
    title="Your gift receipt",
    letterhead=Letterhead(
        ORG_NAME,
        "Training clinicians to hold mind in mind",
        (
            "100 Example Plaza, Suite 400",
            "Los Angeles, CA 90000",
            "(310) 555-0142   giving@example.org",
            "EIN 00-0000000",
        ),
        LOGO_NAME,
    ),
    address=("Mrs. Margaret Okafor", "Mr. Samuel Okafor", "2208 Larkspur Court", "Pasadena, CA 91100"),
    greeting="Dear Margaret and Samuel,",
    opening=("Thank you for your gift for the Veterans Training Fund. It helps pay for free training.",),
    facts=(
        ("Date of gift", "November 12, 2026"),
        ("Payment method", "Check no. 2217"),
        ("For", "Veterans Training Fund, Autumn Evening"),
    ),
    sums=(
        ("Payment", "$250.00"),
        ("Estimated value of what you received", "$85.00"),
        ("Contribution amount", "$165.00"),
    ),
    sentences=(
        Sentence("ORG", ORG),
        Sentence("WHO", "Mrs. Margaret Okafor, Mr. Samuel Okafor, 2208 Larkspur Court, Pasadena, CA 91100"),
        Sentence("AMT", AMT),
        Sentence("QDESC", QDESC),
        Sentence("QLIM", QLIM),
        Sentence("QNET", QNET),
    ),
    signature=Signature("Peter Lindqvist", "Treasurer, The Mentalizing Initiative", SIGNATURE_NAME),
    donor_name="Margaret and Samuel Okafor",
    amount="250.00",
    contribution_amount="165.00",
    gift_numbers=(1041,),
)


def a_sheet(**fields: Any) -> Sheet:
    """Return the sheet of the design's picture, with fields that differ."""
    return replace(QUID_PRO_QUO, **fields)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed letter and where it stands, in inches from the top left corner."""

    letter: str
    left: float
    right: float
    top: float
    bottom: float


def page_texts(pdf: bytes) -> list[str]:
    """Return the words of each page, with single spaces."""
    document = pypdfium2.PdfDocument(pdf)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def text_of(pdf: bytes) -> str:
    """Return the words of all pages, with single spaces."""
    return " ".join(page_texts(pdf))


def glyphs_of(pdf: bytes, page: int = 0) -> list[Glyph]:
    """Return every printed letter of a page."""
    shown = pypdfium2.PdfDocument(pdf)[page]
    _, height = shown.get_size()
    text = shown.get_textpage()
    glyphs: list[Glyph] = []
    for place in range(text.count_chars()):
        letter = text.get_text_range(place, 1)
        if letter.strip():
            left, bottom, right, top = text.get_charbox(place)
            glyphs.append(Glyph(letter, left / 72, right / 72, (height - top) / 72, (height - bottom) / 72))
    return glyphs


def picture_of(pdf: bytes, page: int = 0, dots_per_inch: int = 100) -> Image.Image:
    """Return the page as it looks."""
    image: Image.Image = pypdfium2.PdfDocument(pdf)[page].render(scale=dots_per_inch / 72).to_pil()
    return image.convert("RGB")
