"""Logo and signature: pictures from outside, made safe, small and without metadata before they are kept."""

from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageFilter, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from mi_crm.shared.problems import Problem

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_PIXELS: Final = 50_000_000
"""More could not be decoded without using up the computer's memory (trust.md 3.7)."""

PRINTED: Final = (1200, 480)
"""As wide and high as a kept picture is at most: 600 dots an inch for 2 by 0.8 inches."""

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_OTHERS: Final = (
    (b"%PDF", "a PDF"),
    (b"GIF8", "a GIF"),
    (b"RIFF", "a WebP"),
    (b"<svg", "an SVG"),
    (b"<?xml", "an SVG"),
    (b"BM", "a BMP"),
    (b"II*\0", "a TIFF"),
    (b"MM\0*", "a TIFF"),
    (b"PK\3\4", "a document"),
)


def read_picture(path: Path) -> bytes:
    """Return the bytes of a file that is small enough to be a picture for us."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _too_large()
        return path.read_bytes()
    except OSError as error:
        raise Problem("{name} could not be read. Check that the file is there.", name=path.name) from error


def check_picture(data: bytes) -> bytes:
    """Return a PNG or JPEG as a PNG fit for print and without metadata.

    Raises Problem for anything else, and for what is too large, before it is decoded.
    """
    return _png(_fitted(_opened(data)))


def check_signature(data: bytes) -> bytes:
    """Return the scan of a signature as a PNG cut to the ink, the white of its paper made clear."""
    image = _fitted(_opened(data), margin=4)
    if image.getextrema()[-1] == (255, 255):
        image = _paper_made_clear(image)
    ink = image.getchannel("A").point(_STRONG).getbbox()
    if ink is None:
        raise Problem("There is no ink in this picture. Scan the signature in black on white paper.")
    left, top, right, bottom = ink
    room = (max(0, left - 4), max(0, top - 4), min(image.width, right + 4), min(image.height, bottom + 4))
    cut = image.crop(room)
    cut.thumbnail(PRINTED, Image.Resampling.LANCZOS)
    return _png(cut)


def _opened(data: bytes) -> Image.Image:
    """Return the picture with its header read and nothing decoded."""
    if len(data) > MOST_BYTES:
        raise _too_large()
    if not data.startswith((_PNG, _JPEG)):
        raise _no_picture(data)
    try:
        # Not Image.open: it knows sixty more formats, and only warns of a picture that is too large.
        image = (PngImageFile if data.startswith(_PNG) else JpegImageFile)(BytesIO(data))
    except Exception as error:  # Whatever the decoder stumbles over, it is the file that is wrong.
        raise _damaged() from error
    if image.width * image.height > MOST_PIXELS:
        raise Problem(
            "This picture is {width:,} by {height:,} dots, more than 50 million. "
            "Save it smaller, then choose it.",
            width=image.width,
            height=image.height,
        )
    return image


def _fitted(image: Image.Image, margin: int = 1) -> Image.Image:
    """Return the picture decoded, upright, with transparency, at most `margin` times as large as printed."""
    try:
        image.load()
        image = ImageOps.exif_transpose(image)
        if image.mode.startswith("I"):
            image = image.convert("I").point(lambda level: level * (1 / 256)).convert("L")
        image = image.convert("RGBA")
    except Exception as error:
        raise _damaged() from error
    image.thumbnail((PRINTED[0] * margin, PRINTED[1] * margin), Image.Resampling.LANCZOS)
    return image


_STRONG: Final = [255 if level > 64 else 0 for level in range(256)]
_PAPER: Final = 24
"""A shade that differs less from the paper around it is the paper itself."""


def _paper_made_clear(image: Image.Image) -> Image.Image:
    """Return the ink alone: what is darker than the paper around it, shadows of the scan left out."""
    gray = image.convert("L")
    # The paper is what remains when everything thin is wiped off with white.
    small = gray.resize((max(1, gray.width // 8), max(1, gray.height // 8)), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(4)).resize(gray.size)
    ink = ImageChops.subtract(paper, gray)
    darkest = next((level for level in range(255, 0, -1) if ink.histogram()[level]), 0)
    full = max(0.8 * darkest, 2 * _PAPER) - _PAPER
    steps = [min(255, max(0, round((level - _PAPER) * 255 / full))) for level in range(256)]
    clear = image.copy()
    clear.putalpha(ink.point(steps))
    return clear


def _png(image: Image.Image) -> bytes:
    plain = Image.new("RGBA", image.size)
    plain.paste(image)
    out = BytesIO()
    plain.save(out, "PNG", optimize=True)
    return out.getvalue()


def _too_large() -> Problem:
    return Problem("This file is larger than 20 MB. Save the picture smaller, then choose it again.")


def _damaged() -> Problem:
    return Problem("This picture is damaged and cannot be shown. Save it again, then choose it.")


def _no_picture(data: bytes) -> Problem:
    for mark, kind in _OTHERS:
        if data.startswith(mark):
            return Problem("This is {kind}. Save it as a PNG or JPEG picture, then choose that.", kind=kind)
    return Problem("This is no PNG or JPEG picture. Choose one that is.")
