"""Logos and signatures: looked at before they are opened, made small, with nothing hidden kept in them."""

import hashlib
import io
import warnings

from PIL import Image, UnidentifiedImageError

from mi_crm.shared.problems import Problem

MOST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000
SIDE = 1_200
"""The longest side that is kept, in pixels: twice what paper shows."""

_KINDS = ("PNG", "JPEG")
_WHITE = 200
"""Lighter than this is the paper behind a signature."""


def clean_logo(content: bytes) -> bytes:
    """Return a picture as PNG, made anew from its pixels. Raises Problem unless it is a fit PNG or JPEG."""
    return _png(_opened(content))


def clean_signature(content: bytes) -> bytes:
    """Return a scan as PNG with its white paper made clear."""
    image = _opened(content)
    ink = image.convert("L").point([255 - round(255 * min(light, _WHITE) / _WHITE) for light in range(256)])
    clear = Image.new("RGBA", image.size, (255, 255, 255, 0))
    clear.paste(image, mask=image.getchannel("A"))
    alpha = Image.composite(ink, Image.new("L", image.size, 0), image.getchannel("A"))
    clear.putalpha(alpha)
    return _png(clear)


def name_of(png: bytes) -> str:
    """Return the name a picture is kept under: the sha256 of its bytes, in hex."""
    return hashlib.sha256(png).hexdigest()


def _opened(content: bytes) -> Image.Image:
    if len(content) > MOST_BYTES:
        raise Problem("This picture is larger than 20 MB. Make it smaller, then choose it again.")
    try:
        with warnings.catch_warnings():
            # Our own limit comes first and says what to do.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=_KINDS)
            if image.width * image.height > MOST_PIXELS:
                raise Problem(
                    "This picture has {width} × {height} pixels, which is too many. Make it smaller first.",
                    width=f"{image.width:,}",
                    height=f"{image.height:,}",
                )
            image.draft("RGB", (2 * SIDE, 2 * SIDE))
            image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Problem("This is no picture that can be read. Choose a PNG or JPEG file.") from error
    whole = image.convert("RGBA")
    whole.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    return whole


def _png(image: Image.Image) -> bytes:
    found = io.BytesIO()
    image.save(found, "PNG", optimize=True)
    return found.getvalue()
